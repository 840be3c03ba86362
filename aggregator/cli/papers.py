"""`newsward papers`: turns cards of papers and trials into words, and a file of retractions into notices on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click

from aggregator.cli.sources import HOME_HELP
from aggregator.enrich.checking import Round
from aggregator.enrich.identity import read_key
from aggregator.enrich.lookups import BUDGET, in_words, require_registries
from aggregator.enrich.retractions import LONGEST_LINE, FileRefused, Imported, import_file, renew_cards
from crawler.operator import SettingRefused, load_operator
from db import migrations
from db.connection import DatabaseRefused, open_database, open_readonly, refusals
from db.news import papers as cards

SHOWN = 50  # faults printed one by one; the rest is counted
REGISTERED = {"release": "as releases say", "retraction watch": "Retraction Watch"}

_home = click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def papers() -> None:
    """Show the papers and trials behind the articles, and say which were retracted."""


@papers.command()
@click.argument("identifier")
@_home
@_json
def show(identifier: str, home: Path, as_json: bool) -> None:
    """Print what is known of one paper or trial, and the articles about it.

    IDENTIFIER: a DOI in any form, a trial number such as NCT03562065, a PubMed id, PMCID or arXiv number.
    """
    key = read_key(identifier)
    if key is None:
        raise click.UsageError(f"{identifier!r} is neither a DOI nor a number of PubMed, arXiv or a trial register.")
    try:
        operator = load_operator(home)
        with closing(open_readonly(operator.news, migrations.NEWS_ID)) as news:
            held = cards.holder(news, key)
            card = None if held is None else cards.get(news, held)
            if card is None:
                click.echo(f"No article names {key[0]} {key[1]}.", err=True)
                raise SystemExit(1)
            told = cards.exported(news, card)
            text = json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told))
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    click.echo(text)


@papers.command("import-retractions")
@click.argument("file", type=click.File("rb"))
@_home
@click.option("--force", is_flag=True, help="Take a file with far fewer rows than the one before.")
@_json
def import_retractions(file: IO[bytes], home: Path, force: bool, as_json: bool) -> None:
    """Read the Retraction Watch file (CSV, as Crossref publishes it) in place of the one before.

    Every paper it lists that articles are about is marked at once; asks no server. Exit code 1: some rows could not be
    read; they are named and left out. A file that is none, or has far fewer rows than before, changes nothing.
    """
    try:
        operator = load_operator(home)
        with closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive:
            with refusals(operator.archive):
                lines = iter(lambda: file.readline(LONGEST_LINE), b"")
                done = import_file(archive, lines, datetime.now(UTC), force=force)
            if operator.news.exists():
                with (
                    closing(open_database(operator.news, migrations.news, migrations.NEWS_ID)) as news,
                    refusals(operator.news),
                ):
                    done.cards = renew_cards(archive, news)
    except (SettingRefused, DatabaseRefused, FileRefused) as error:
        raise click.UsageError(str(error)) from error
    for fault in done.faults[:SHOWN]:
        click.echo(str(fault), err=True)
    if len(done.faults) > SHOWN:
        click.echo(f"and {len(done.faults) - SHOWN} more faults", err=True)
    click.echo(json.dumps(asdict(done), ensure_ascii=False) if as_json else _summary(done))
    raise SystemExit(1 if any(fault.lost for fault in done.faults) else 0)


@papers.command()
@_home
@click.option("--dry-run", is_flag=True, help="Only count what is due; asks nothing.")
@click.option("--limit", type=click.IntRange(min=1), default=BUDGET, show_default=True, help="Questions to a registry.")
@_json
def check(home: Path, dry_run: bool, limit: int, as_json: bool) -> None:
    """Ask the registries that the setting `registries` allows about what is due, and look for unprinted papers.

    A paper or trial is asked about when it is new, and again after a while: see `next_at` of the table `lookups`. Exit
    code 1: a registry failed; the others were asked all the same.
    """
    try:
        operator = load_operator(home)
        if not require_registries(operator):
            click.echo(
                "Nothing is asked: name the registries in the setting `registries`, see docs/settings.md.", err=True
            )
            return
        with (
            closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive,
            closing(open_database(operator.news, migrations.news, migrations.NEWS_ID)) as news,
        ):
            one = Round(operator, archive, news, limit=limit)
            if dry_run:
                due = one.due()
                lines = (
                    [json.dumps({"due": due})] if as_json else [f"{name}: {count} due" for name, count in due.items()]
                )
                click.echo("\n".join(lines))
                return
            with refusals(operator.news):
                done = one.run(lambda told: None if as_json else click.echo(in_words(told)))
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    closing_line = f"{done.cards} cards made anew, {done.linked} links to papers found or taken back"
    click.echo(json.dumps(done.as_json(), ensure_ascii=False) if as_json else closing_line)
    raise SystemExit(1 if any(told.failed for told in done.registries) else 0)


def _summary(done: Imported) -> str:
    lost = sum(fault.lost for fault in done.faults)
    natures = ", ".join(f"{count} {nature}" for nature, count in sorted(done.natures.items()))
    return (
        f"{done.rows} rows ({natures}), {done.before} before; {lost} left out,"
        f" {done.unnamed} without a DOI or PubMed id\n{done.cards} papers behind articles have a notice, or had one"
    )


def _lines(told: dict[str, Any]) -> Iterator[str]:
    """What a person reads of one card."""
    origins = told["origins"]
    yield told["title"] or f"{told['scheme']} {told['value']}"
    for field in ("title", "journal", "published_at", "authors", "funders"):
        said = told[field]
        if not said:
            continue
        if field == "authors":
            said = ", ".join(said)
        elif field == "funders":
            said = ", ".join(f"{one['name']} {one['grant'] or ''}".strip() for one in said)
        source = origins.get(field, {}).get("from", "")
        yield f"{field.removesuffix('_at'):<11}{said} ({REGISTERED.get(source, source)})"
    since = f" since {told['state_at'][:10]}" if told["state_at"] else ""
    yield f"{'state':<11}{told['state']}{since}: {told['state_why']}"
    for notice in told["retraction"] or []:
        why = f": {'; '.join(notice['reasons'])}" if notice["reasons"] else ""
        yield f"{'notice':<11}{notice['nature']}, {notice['on'] or 'no day given'} ({notice['by']}){why}"
    for one in told["identifiers"]:
        yield f"{'identifier':<11}{one['scheme']} {one['value']} ({one['evidence']})"
    for article in told["articles"]:
        yield f"{'announced' if article['primary'] else 'named':<11}{article['title']} {article['url']}"
