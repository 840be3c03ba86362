"""`newsward aggregate`: turns what the archive holds into news.db, the new rows or all of them again."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from aggregator.aggregate import AggregateReport, rebuild
from aggregator.aggregate import aggregate as publish
from aggregator.cli.sources import HOME_HELP, SOURCES_HELP
from aggregator.cluster.encoder import load_encoder
from crawler.catalogue import CatalogueRefused, default_folders, load_catalogue
from crawler.operator import SettingRefused, load_operator
from db import migrations
from db.connection import DatabaseRefused, bring_up_to_date, open_database, open_readonly


@click.command()
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option(
    "--again", is_flag=True, help="Judge the whole archive again; ids stay, readers see the old until the end."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def aggregate(home: Path, folder: Path | None, again: bool, as_json: bool) -> None:
    """Publish what was crawled: clean articles, duplicates found, stories grouped. Asks no web server."""
    now = datetime.now(UTC)
    try:
        operator = load_operator(home)
        sources = load_catalogue((folder,) if folder else default_folders(operator))
        encoder = load_encoder(operator.encoder)
        bring_up_to_date(operator.archive, migrations.archive, migrations.ARCHIVE_ID)
        with closing(open_readonly(operator.archive, migrations.ARCHIVE_ID)) as archive:
            if again:
                report = rebuild(archive, operator.news, sources, now, encoder)
            else:
                with closing(open_database(operator.news, migrations.news, migrations.NEWS_ID)) as news:
                    report = publish(archive, news, sources, now, encoder)
    except (SettingRefused, CatalogueRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(asdict(report), ensure_ascii=False) if as_json else "\n".join(lines(report)))


def lines(report: AggregateReport) -> list[str]:
    """What a person reads of one run."""
    told = [
        f"{report.published} new, {report.revised} changed, {report.withdrawn} withdrawn, {report.held} under embargo "
        f"({report.read} rows read in {report.seconds:.1f} s)",
        f"{report.articles} articles, {report.duplicates} duplicates of them, {report.stories} stories",
    ]
    if report.dropped:
        total = sum(report.dropped.values())
        told.append(f"{total} pages left out, for instance:")
        told += [f"  {page}" for page in report.dropped_pages]
    return told
