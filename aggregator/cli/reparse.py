"""`newsward reparse`: turns the WARC files of a home into rows of what their pages say to the present extraction."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click
from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import Progress

from aggregator.cli.sources import HOME_HELP
from crawler.catalogue import CatalogueRefused, choose
from crawler.crawls import CRAWL_LOCK
from crawler.extract.pool import ExtractionPool
from crawler.operator import Operator, SettingRefused, load_operator
from crawler.replay import ReplayReport, crawled_sources, replay
from db import migrations
from db.connection import DatabaseRefused, open_database


@click.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def reparse(names: tuple[str, ...], home: Path, as_json: bool) -> None:
    """Read the stored pages of HOME again and keep what they say now; no web server is asked.

    Without SOURCE, all sources of the archive. `newsward aggregate` then publishes what changed.
    """
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    try:
        operator = load_operator(home)
        reports = _replay_all(operator, names)
    except (SettingRefused, CatalogueRefused, DatabaseRefused) as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    if as_json:
        click.echo(json.dumps([asdict(report) for report in reports], indent=2))
        return
    for report in reports:
        missing = f", {report.missing} no longer in a WARC file" if report.missing else ""
        click.echo(f"{report.source:28} {report.pages} pages read again, {report.changed} changed{missing}")


def _replay_all(operator: Operator, names: Sequence[str]) -> list[ReplayReport]:
    if not operator.archive.exists():
        raise DatabaseRefused(f"{operator.archive} does not exist yet: run `newsward crawl` first.")
    lock = FileLock(operator.home / CRAWL_LOCK, timeout=0, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseRefused(f"A crawl is writing to {operator.home}: wait for it, or stop it.") from error
    try:
        with (
            closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive,
            ExtractionPool(operator.workers) as pool,
            Progress(console=Console(stderr=True), transient=True) as bars,
        ):
            crawled = crawled_sources(archive)
            reports = []
            for source in choose(crawled, names) if names else crawled:
                bar = bars.add_task(source.id, total=None)
                reports.append(
                    replay(
                        archive,
                        source,
                        warc=operator.warc,
                        pool=pool,
                        watch=lambda report, bar=bar: bars.update(bar, completed=report.pages),  # type: ignore[misc]
                    )
                )
                bars.remove_task(bar)
            return reports
    finally:
        lock.release()
