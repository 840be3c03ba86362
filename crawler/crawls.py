"""Turns a list of sources into one crawl each, many at once in one child process, and gives a report of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection

from crawler.catalogue import Source
from crawler.items import Outcome
from crawler.operator import Operator

CRAWL_LOCK = "crawl.lock"  # in the home; held by whoever writes the archive, given back by the system after a crash


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How one crawl of one source ended. `outcome` None: it was stopped before its end; the next crawl goes on."""

    source: str
    outcome: Outcome | None
    reason: str | None = None  # one sentence for a person
    crawl: int | None = None  # the row in `crawls`
    requests: int = 0
    bytes: int = 0  # received, as sent over the wire
    not_modified: int = 0
    entries_new: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    failed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is sent to the caller while a crawl runs: a source has started, moved on, or ended (`report` is set)."""

    source: str
    done: int = 0  # article pages answered
    known: int = 0  # article pages to fetch, as far as known
    report: CrawlReport | None = None


class CrawlRefused(Exception):
    """No crawl was started; the message says why and what to do (no contact, home in use, database refused)."""


def utc_now() -> datetime:
    """The clock of a real crawl."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the child process is given; picklable."""

    sources: tuple[Source, ...]
    operator: Operator
    now: Callable[[], datetime]
    proxy: str | None = None
    allow_loopback: bool = False
    night: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the child process sends when nothing (more) can be crawled at all."""

    message: str


def crawl_sources(
    sources: Sequence[Source],
    *,
    operator: Operator,
    now: Callable[[], datetime] = utc_now,
    proxy: str | None = None,
    allow_loopback: bool = False,
    night: int | None = None,
    watch: Callable[[Progress], None] | None = None,
) -> list[CrawlReport]:
    """Crawl `sources`, `operator.concurrency` at a time, into `operator.home`; one report each, in their order.

    May be called again and again from one long-lived process: each call runs the reactor in a spawned child process
    (a Twisted reactor cannot be started twice), which also ends well when its parent dies. So a script that calls it
    needs `if __name__ == "__main__":`, and `now` must be picklable (a function of a module). A delay or budget given on
    the command line is set in `operator`. `watch` is called in the caller's thread.

    Raises CrawlRefused when nothing can be crawled (no contact, home in use, archive refused, disk full); a source that
    fails is a report, never an exception. KeyboardInterrupt is raised again once the crawls have ended well; a second
    one ends them at once, which loses nothing stored.
    """
    if not sources:
        return []
    job = Job(
        sources=tuple(sources), operator=operator, now=now, proxy=proxy, allow_loopback=allow_loopback, night=night
    )
    spawn = get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    child = spawn.Process(target=run_job, args=(job, sender), name="newsward-crawl")
    child.start()
    sender.close()
    reports: dict[str, CrawlReport] = {}
    try:
        _listen(receiver, reports, watch)
    except KeyboardInterrupt:
        child.terminate()
        try:
            _listen(receiver, reports, watch)
        except KeyboardInterrupt:
            child.kill()
        raise
    finally:
        child.join()
        receiver.close()
    return [reports.get(source.id) or _lost(source, child.exitcode) for source in sources]


def run_job(job: Job, sender: Connection) -> None:
    """Run a job in this process, sending Progress and Refusal; the target of the child process."""
    # Here and not above: the parent needs none of Scrapy, and the reactor must be installed by the child.
    from crawler.extract.pool import start_fork_server

    start_fork_server()  # it loads beside what follows
    from crawler.engine import run

    run(job, sender.send)


def _listen(receiver: Connection, reports: dict[str, CrawlReport], watch: Callable[[Progress], None] | None) -> None:
    while True:
        try:
            message = receiver.recv()
        except EOFError:
            return
        if isinstance(message, Refusal):
            raise CrawlRefused(message.message)
        if message.report is not None:
            reports[message.source] = message.report
        if watch is not None:
            watch(message)


def _lost(source: Source, exitcode: int | None) -> CrawlReport:
    if exitcode == 0:
        return CrawlReport(source=source.id, outcome=None, reason="not begun; the next crawl does it")
    why = f"the crawl process ended by itself (exit code {exitcode}); what it had stored is kept, see crawl.log"
    return CrawlReport(source=source.id, outcome=Outcome.CRASHED, reason=why)
