"""`newsward institutions`: turns a file of the Research Organization Registry into institutions articles may name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from aggregator.cli.sources import HOME_HELP
from aggregator.enrich.registry import RegistryRefused, Report, read_organizations
from crawler.operator import SettingRefused, load_operator
from db import migrations
from db.archive import organizations
from db.connection import DatabaseRefused, open_database, open_readonly, refusals, transaction

SHOWN = 200  # faults printed one by one; the rest is counted
LISTED = 50


@click.group()
def institutions() -> None:
    """Import the Research Organization Registry (ROR), so that articles can be searched by who is in them."""


@institutions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(file: Path, home: Path, as_json: bool) -> None:
    """Import FILE, a dump of the registry: .json, .csv, either as .gz, or the .zip that holds them.

    Replaces what was imported before; a file that breaks off changes nothing. Bad records are named and left out (exit
    code 1). `newsward aggregate --again` then looks for the institutions in articles that are published already.
    """
    now = datetime.now(UTC)
    report = Report()
    try:
        operator = load_operator(home)
        with (
            closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive,
            refusals(operator.archive),
            transaction(archive),
        ):
            found = read_organizations(file, report)
            stored = organizations.replace(archive, found, at=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
            if not stored:
                raise RegistryRefused(f"{file} holds no organization: what was imported before is kept.")
    except (SettingRefused, DatabaseRefused, RegistryRefused) as error:
        raise click.UsageError(str(error)) from error
    for fault in report.faults[:SHOWN]:
        click.echo(fault, err=True)
    if report.bad > SHOWN:
        click.echo(f"and {report.bad - SHOWN} more bad records", err=True)
    if as_json:
        told = {"institutions": stored, "inactive": report.inactive, "bad": report.bad, "faults": report.faults}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"{stored} institutions, {report.inactive} inactive ones left out, {report.bad} bad records")
    raise SystemExit(1 if report.bad else 0)


@institutions.command("list")
@click.argument("words", required=False, default="")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_(words: str, home: Path, as_json: bool) -> None:
    """List the imported institutions one of whose names holds WORDS, the shortest name first, 50 at most."""
    with _archive(home) as archive:
        found = organizations.named(archive, words, LISTED)
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for one in found:
            click.echo(f"{one['id']}  {one['country'] or '--'}  {one['name']}{_place(one)}")
        click.echo(f"{len(found)} of {organizations.count(archive)} institutions, {_imported(archive)}", err=True)


@institutions.command()
@click.argument("name")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(name: str, home: Path, as_json: bool) -> None:
    """Show the imported institution of a ROR id or NAME."""
    with _archive(home) as archive:
        id_ = f"https://ror.org/{name.rstrip('/').rsplit('/', 1)[-1].lower()}"
        one = organizations.get(archive, id_) or next(iter(organizations.named(archive, name, 1)), None)
        if one is None:
            raise click.UsageError(f"No institution {name!r} was imported ({_imported(archive)}).")
        if as_json:
            click.echo(json.dumps(one, ensure_ascii=False, indent=2))
            return
        click.echo(f"{one['name']}{_place(one)}\n{one['id']}\n{one['home'] or 'no web site known'}")
        for named in one["names"]:
            click.echo(f"  {named['type']:8} {named['value']}" + (f" ({named['lang']})" if named["lang"] else ""))
        for parent in one["parents"]:
            above = organizations.get(archive, parent)
            click.echo(f"  part of  {above['name'] if above else parent}")


@contextmanager
def _archive(home: Path) -> Iterator[Database]:
    """The archive, for reading. Wrong usage when there is none."""
    try:
        operator = load_operator(home)
        with closing(open_readonly(operator.archive, migrations.ARCHIVE_ID)) as archive, refusals(operator.archive):
            yield archive
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error


def _place(one: dict[str, Any]) -> str:
    place = ", ".join(said for said in (one["city"], one["country"]) if said)
    return f" ({place})" if place else ""


def _imported(archive: Database) -> str:
    at = organizations.imported_at(archive)
    return f"imported {at[:10]}" if at else "nothing imported yet: `newsward institutions import FILE`"
