"""`newsward crawl`: turns names of sources into crawls, shown while they run, and into an exit code."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from aggregator.cli.sources import HOME_HELP, SOURCES_HELP
from crawler.catalogue import CatalogueRefused, Source, choose, default_folders, load_catalogue
from crawler.crawls import CrawlRefused, CrawlReport, crawl_sources, utc_now
from crawler.crawls import Progress as CrawlProgress
from crawler.items import Outcome
from crawler.operator import Operator, SettingRefused, load_operator
from crawler.visits import due_by
from db import migrations
from db.archive import doors, entries
from db.connection import DatabaseRefused, open_readonly

GOOD = (Outcome.OK, Outcome.UNCHANGED)


@click.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Crawl every source of the catalogue that is not retired.")
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--proxy", help="Send every request through this HTTP proxy; its operator answers for addresses.")
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    help="Seconds between two requests to one host, in place of 1. Crawl-delay and Retry-After hold all the same.",
)
@click.option("--budget", type=click.IntRange(min=1), help="Requests a source may cost, in place of 500.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON list: outcome, counts, bytes, seconds per source."
)
@click.option("--dry-run", is_flag=True, help="Ask no server: say what would be crawled and what is already waiting.")
def crawl(
    names: tuple[str, ...],
    everything: bool,
    folder: Path | None,
    home: Path,
    proxy: str | None,
    delay: float | None,
    budget: int | None,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Crawl newsrooms into HOME: what they say into archive.db, what was sent into warc/.

    A crawl that was stopped or killed goes on where it was when the same source is crawled again. With --sources and
    no SOURCE, all of that folder are crawled.
    """
    if bool(names) == everything and not (folder and not names):
        raise click.UsageError("name one or more sources, or give --all (`newsward sources` lists them)")
    try:
        operator = load_operator(home, delay=delay, budget=budget)
        chosen = _chosen(load_catalogue([folder] if folder else default_folders(operator)), names, budget)
        if dry_run:
            _foretell(chosen, operator, as_json)
            return
        reports = _run(chosen, operator, proxy, quiet=as_json)
    except (SettingRefused, CatalogueRefused, CrawlRefused, DatabaseRefused) as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    if as_json:
        click.echo(json.dumps([asdict(report) for report in reports], ensure_ascii=False, indent=2))
    raise SystemExit(0 if all(report.outcome in GOOD for report in reports) else 1)


def _chosen(sources: Sequence[Source], names: Sequence[str], budget: int | None) -> list[Source]:
    found = choose(sources, names) if names else [source for source in sources if source.retired is None]
    # What the operator types now stands above what the record says.
    return [replace(source, budget=budget) if budget else source for source in found]


def _run(sources: Sequence[Source], operator: Operator, proxy: str | None, *, quiet: bool) -> list[CrawlReport]:
    """Crawl, showing progress; after Ctrl-C or SIGTERM, the reports of what had ended."""
    ended: dict[str, CrawlReport] = {}
    console = Console(stderr=True)
    with _sigterm_as_interrupt(), show_crawls(console, len(sources), quiet=quiet) as show:

        def watch(progress: CrawlProgress) -> None:
            if progress.report is not None:
                ended[progress.source] = progress.report
            show(progress)

        try:
            return crawl_sources(sources, operator=operator, proxy=proxy, watch=watch)
        except KeyboardInterrupt:
            click.echo("stopped; what was crawled is kept, and the next crawl goes on from there", err=True)
            stopped = CrawlReport(source="", outcome=None, reason="stopped before its end")
            return [ended.get(source.id, replace(stopped, source=source.id)) for source in sources]


class _Lines:
    """One line for each source that ended."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet

    def __call__(self, progress: CrawlProgress) -> None:
        if progress.report is not None and not self._quiet:
            click.echo(line_of(progress.report))


class _Bars:
    """A bar for each source that runs, one for all of them, and a line for each that ended."""

    def __init__(self, bars: Progress, total: int) -> None:
        self._bars = bars
        self._all = bars.add_task("all sources", total=total)
        self._running: dict[str, TaskID] = {}

    def __call__(self, progress: CrawlProgress) -> None:
        if progress.report is not None:
            if progress.source in self._running:
                self._bars.remove_task(self._running.pop(progress.source))
            self._bars.advance(self._all)
            self._bars.console.print(line_of(progress.report), markup=False, highlight=False)
            return
        if progress.source not in self._running:
            self._running[progress.source] = self._bars.add_task(progress.source, total=None)
        self._bars.update(self._running[progress.source], completed=progress.done, total=progress.known or None)


def line_of(report: CrawlReport) -> str:
    """One line on how a crawl ended, for a person."""
    counts = (
        f"{report.articles_new} new, {report.articles_changed} changed, {report.requests} requests "
        f"({report.not_modified} unchanged), {report.bytes / 1e6:.1f} MB, {report.seconds:.0f} s"
    )
    why = f": {report.reason}" if report.reason else ""
    return f"{report.source:28} {report.outcome or 'stopped':11} {counts}{why}"


@contextmanager
def show_crawls(console: Console, total: int, *, quiet: bool) -> Iterator[_Lines | _Bars]:
    """What to give `crawl_sources` as `watch`: bars on a terminal, else a line for each source that ended."""
    if quiet or not console.is_terminal:
        yield _Lines(quiet)
        return
    columns = (TextColumn("{task.description:28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Bars(bars, total)


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _foretell(sources: Sequence[Source], operator: Operator, as_json: bool) -> None:
    """Print what a crawl would begin with, from the records and the archive alone."""
    rows = []
    for source in sources:
        known, waiting = 0, 0
        if operator.archive.exists():
            with closing(open_readonly(operator.archive, migrations.ARCHIVE_ID)) as archive:
                known = len(doors.of_source(archive, source.id))
                waiting = entries.waiting(archive, source.id, at=due_by(utc_now()))
        given = len(source.feeds) + sum(1 for door in (source.listing, source.sitemap, source.rest) if door)
        rows.append(
            {
                "source": source.id,
                "home": source.home,
                "doors_in_record": given,
                "doors_known": known,
                "pages_waiting": waiting,
                "budget": source.budget or operator.budget,
            }
        )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['source']:28} {row['home']}  doors: {row['doors_in_record']} in record, {row['doors_known']} known; "
            f"{row['pages_waiting']} pages waiting; budget {row['budget']}"
        )
