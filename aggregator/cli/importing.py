"""`newsward import`: turns a file of articles from elsewhere into published articles, duplicates and stories."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click

from aggregator.aggregate import aggregate
from aggregator.cli.aggregate import lines as report_lines
from aggregator.cli.sources import HOME_HELP
from aggregator.cluster.encoder import load_encoder
from aggregator.importing import import_lines
from crawler.catalogue import CatalogueRefused, default_folders, load_catalogue
from crawler.operator import SettingRefused, load_operator
from db import migrations
from db.connection import DatabaseRefused, open_database, refusals

SHOWN = 200  # faults printed one by one; the rest is counted


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(file: IO[bytes], home: Path, as_json: bool) -> None:
    """Import articles from FILE (- for standard input), one JSON object a line, and publish them.

    Keys: `id` and `text`; optional `url`, `title`, `lang`, `date`, `doi`, `site`. Importing a file twice changes
    nothing; the same id with other content is a new version of the article. Faults are named with their line; a line
    without id or text is left out (exit code 1), a wrong optional value only costs that value.
    """
    now = datetime.now(UTC)
    try:
        operator = load_operator(home)
        sources = load_catalogue(default_folders(operator))
        encoder = load_encoder(operator.encoder)
        with (
            closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive,
            closing(open_database(operator.news, migrations.news, migrations.NEWS_ID)) as news,
        ):
            with refusals(operator.archive):
                done = import_lines(archive, file, now)
            report = aggregate(archive, news, sources, now, encoder)
    except (SettingRefused, CatalogueRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    for fault in done.faults[:SHOWN]:
        click.echo(str(fault), err=True)
    if len(done.faults) > SHOWN:
        click.echo(f"and {len(done.faults) - SHOWN} more faults", err=True)
    if as_json:
        faults = [asdict(fault) for fault in done.faults]
        told = {"articles": done.articles, "stored": done.stored, "faults": faults, "published": asdict(report)}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"{done.articles} articles read, {done.stored} of them new or changed, {len(done.faults)} faults")
        click.echo("\n".join(report_lines(report)))
    raise SystemExit(1 if any(fault.lost for fault in done.faults) else 0)
