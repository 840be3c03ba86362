"""Turns a list of sources into one crawl each, many at once in one child process, and gives a report of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.catalogue import Source
from crawler.items import Outcome
from crawler.operator import Operator


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
    (a Twisted reactor cannot be started twice), which ends well on SIGTERM, SIGINT and when its parent dies. So a
    script that calls it needs `if __name__ == "__main__":`, and `now` must be picklable (a function of a module).
    A delay or budget given on the command line is set in `operator`. `watch` is called in the caller's thread.

    Raises CrawlRefused when nothing can be crawled at all; a source that fails is a report, never an exception.
    """
    raise CrawlRefused("not built yet")
