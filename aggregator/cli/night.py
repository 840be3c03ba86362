"""`newsward night`: turns the clock's "now" into one night, told line by line, and its exit code."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from aggregator.cli.crawl import show_crawls
from aggregator.cli.sources import HOME_HELP, SOURCES_HELP
from aggregator.enrich.lookups import in_words
from aggregator.night import GOOD, NightReport, NightRunning, due_sources, run_night
from crawler.catalogue import CatalogueRefused, Source, default_folders, load_catalogue
from crawler.crawls import CrawlRefused, Progress
from crawler.operator import Operator, SettingRefused, load_operator
from db.archive import history
from db.connection import DatabaseRefused, open_readonly
from db.migrations import ARCHIVE_ID

REFUSALS = (SettingRefused, CatalogueRefused, CrawlRefused, DatabaseRefused)


@click.command()
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--proxy", help="Send every request through this HTTP proxy; its operator answers for addresses.")
@click.option("--dry-run", is_flag=True, help="Only list what is due, and when each was last well crawled.")
def night(folder: Path | None, home: Path, proxy: str | None, dry_run: bool) -> None:
    """Crawl every source that is due, then publish what is new. Only one runs at a time on one home."""
    end_well_on_sigterm()
    try:
        operator = load_operator(home)
        if dry_run:
            _foretell(operator, _catalogue(operator, folder))
            return
        report = one_night(operator, folder, proxy)
    except NightRunning as error:
        say(str(error))
        raise SystemExit(1) from error
    except REFUSALS as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    except KeyboardInterrupt:
        say("stopped; what was crawled is kept, and the next night takes up the rest")
        raise SystemExit(1) from None
    raise SystemExit(1 if report.failed else 0)


def one_night(operator: Operator, folder: Path | None, proxy: str | None) -> NightReport:
    """Run a night on the catalogue as it is now, telling it line by line; errors as in `run_night`."""
    sources = _catalogue(operator, folder)
    console = Console(stderr=True)
    with ExitStack() as stack:
        watches: list[Callable[[Progress], None]] = []

        def begun(night: int, due: int) -> None:
            say(f"night {night}: {due} of {len(sources)} sources are due")
            bars = console.is_terminal  # a log wants lines with their time
            watches.append(stack.enter_context(show_crawls(console, due, quiet=False)) if bars else _tell)

        report = run_night(operator, sources, proxy=proxy, watch=lambda moved: watches[0](moved), begun=begun)
    new = sum(crawl.articles_new for crawl in report.crawls)
    changed = sum(crawl.articles_changed for crawl in report.crawls)
    bad = len(report.failed)
    held = report.aggregated
    say(
        f"night {report.night} ended: {len(report.crawls) - bad} sources ok, {bad} failed; "
        f"pages {new} new, {changed} changed; published {held.published} new, {held.revised} revised, "
        f"{held.withdrawn} withdrawn; in all {held.articles} articles in {held.stories} stories"
    )
    for told in report.checked.registries:
        say(in_words(told))
    return report


def say(line: str) -> None:
    """One line of the log, with the time (UTC), written out at once so that a journal shows it when it happens."""
    click.echo(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}")


def end_well_on_sigterm() -> None:
    """Make SIGTERM end this process as Ctrl-C does: crawls are stopped, rows are closed, locks are given back."""

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # one is enough: a second must not cut the good ending short
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def _catalogue(operator: Operator, folder: Path | None) -> Sequence[Source]:
    return load_catalogue([folder] if folder else default_folders(operator))


def _foretell(operator: Operator, sources: Sequence[Source]) -> None:
    """List what is due, the longest waiting first, without writing or asking anything."""
    past = {}
    if operator.archive.exists():
        with closing(open_readonly(operator.archive, ARCHIVE_ID)) as archive:
            past = history.sources(archive)
    due = due_sources(sources, past, datetime.now(UTC))
    for source in due:
        seen = past.get(source.id)
        click.echo(f"{source.id:28} {(seen and seen.good_at) or 'never'}")
    click.echo(f"{len(due)} of {len(sources)} sources are due", err=True)


def _tell(progress: Progress) -> None:
    crawl = progress.report
    if crawl is None:
        return
    outcome = crawl.outcome.value if crawl.outcome else "stopped"
    counts = f"{crawl.articles_new} new, {crawl.articles_changed} changed, {crawl.requests} requests"
    reason = f": {crawl.reason}" if crawl.reason and crawl.outcome not in GOOD else ""
    say(f"{crawl.source} {outcome}, {counts}, {crawl.seconds:.0f} s{reason}")
