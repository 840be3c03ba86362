"""Turns the catalogue and the archive into one night: the due sources crawled, then everything new published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from filelock import BaseFileLock, FileLock, Timeout
from sqlite_utils import Database

from aggregator.aggregate import AggregateReport, aggregate
from aggregator.cluster.encoder import load_encoder
from aggregator.cluster.told import Encoder
from aggregator.enrich.checking import Checked, Round
from crawler.catalogue import Source
from crawler.crawls import CrawlRefused, CrawlReport, Progress, crawl_sources, utc_now
from crawler.items import Outcome
from crawler.operator import Operator
from crawler.politeness.contact import require_contact
from db import migrations
from db.archive import history, nights
from db.connection import DatabaseRefused, open_database, refusals

# A source well crawled this recently is left alone: below 23 h, the shortest day between two nights (clocks change),
# and enough for a second night by hand on the same day not to ask anybody again.
FRESH = timedelta(hours=20)
GOOD = (Outcome.OK, Outcome.UNCHANGED)
STOPPED = "stopped by the operator; the next night takes up the rest"


class NightRunning(Exception):
    """Another night is running on the same home; the message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """How one night went: `crawls` holds one report a due source."""

    night: int  # the row in `nights`
    due: int
    crawls: tuple[CrawlReport, ...]
    aggregated: AggregateReport
    warc_removed: int  # WARC files over the operator's age
    checked: Checked = field(default_factory=Checked)  # what registries of papers and trials were asked

    @property
    def failed(self) -> tuple[CrawlReport, ...]:
        """The crawls that were neither ok nor unchanged."""
        return tuple(report for report in self.crawls if report.outcome not in GOOD)


def due_sources(
    sources: Sequence[Source], crawled: dict[str, history.SourceHistory], now: datetime
) -> tuple[Source, ...]:
    """The sources not retired and without a good crawl in the last 20 hours, the longest waiting first."""
    limit = utc_text(now - FRESH)
    waiting = []
    for source in sources:
        past = crawled.get(source.id)
        good_at = past.good_at if past and past.good_at else ""
        if not source.retired and good_at <= limit:
            waiting.append((good_at, source.id, source))
    return tuple(source for _, _, source in sorted(waiting, key=lambda one: one[:2]))


def run_night(
    operator: Operator,
    sources: Sequence[Source],
    *,
    now: Callable[[], datetime] = utc_now,
    proxy: str | None = None,
    allow_loopback: bool = False,
    watch: Callable[[Progress], None] | None = None,
    begun: Callable[[int, int], None] = lambda night, due: None,
    registries: Mapping[str, str] | None = None,
) -> NightReport:
    """Crawl the due ones of `sources`, publish what is new, remove WARC files that are too old.

    Then the registries that the operator allows are asked about papers and trials that are due, unless there is a
    proxy: it would not carry the questions. `registries`: where they are instead, on loopback (tests).

    `begun` is told the id of the night and how many sources are due. A night that is stopped (KeyboardInterrupt) or
    refused leaves its row in `nights` with the reason, and what it had stored; the next night takes up the rest.
    Raises NightRunning, SettingRefused (no contact, an encoder that does not run here), CrawlRefused or
    DatabaseRefused, each with what to do.
    """
    require_contact(operator, proxy)
    encoder = load_encoder(operator.encoder)
    lock = _lock(operator)
    try:
        with (
            refusals(operator.archive),
            closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive,
        ):
            due = due_sources(sources, history.sources(archive), now())
            night = nights.begin(archive, started_at=utc_text(now()), due=len(due))
            begun(night, len(due))
            try:
                crawls = crawl_sources(
                    due,
                    operator=operator,
                    now=now,
                    proxy=proxy,
                    allow_loopback=allow_loopback,
                    night=night,
                    watch=watch,
                )
                aggregated = _publish(operator, archive, sources, now(), encoder)
                checked = Checked() if proxy else _check(operator, archive, registries)
            except KeyboardInterrupt:
                nights.finish(archive, night, ended_at=utc_text(now()), note=STOPPED)
                raise
            except (CrawlRefused, DatabaseRefused) as error:
                nights.finish(archive, night, ended_at=utc_text(now()), note=str(error))
                raise
            removed = remove_old_warc(operator, now())
            nights.finish(archive, night, ended_at=utc_text(now()))
        return NightReport(
            night=night, due=len(due), crawls=tuple(crawls), aggregated=aggregated, checked=checked,
            warc_removed=removed,
        )  # fmt: skip
    finally:
        lock.release()


def remove_old_warc(operator: Operator, now: datetime) -> int:
    """Delete the WARC files last written more than `warc_days` days before `now`; 0 days keeps all. Gives how many."""
    if not operator.warc_days:
        return 0
    limit = (now - timedelta(days=operator.warc_days)).timestamp()
    old = [file for file in operator.warc.rglob("*.warc.gz") if file.stat().st_mtime < limit]
    for file in old:
        file.unlink()
    return len(old)


def utc_text(moment: datetime) -> str:
    """A moment as the databases keep it: `2026-11-22T13:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _lock(operator: Operator) -> BaseFileLock:
    """The lock of the night: the operating system's, on an open file, so that it ends with the process, however."""
    try:
        operator.home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(operator.home / "night.lock", timeout=0, fallback_to_soft=False)
        lock.acquire()
    except Timeout:
        raise NightRunning(f"Another night is running in {operator.home}: nothing was started.") from None
    except OSError as error:
        raise DatabaseRefused(f"{operator.home} cannot be used: {error.strerror}. Choose another --home.") from error
    return lock


def _publish(
    operator: Operator, archive: Database, sources: Sequence[Source], now: datetime, encoder: Encoder
) -> AggregateReport:
    with closing(open_database(operator.news, migrations.news, migrations.NEWS_ID)) as news:
        return aggregate(archive, news, sources, now, encoder)


def _check(operator: Operator, archive: Database, registries: Mapping[str, str] | None) -> Checked:
    if not operator.allowed_registries:
        return Checked()
    with closing(open_database(operator.news, migrations.news, migrations.NEWS_ID)) as news:
        return Round(operator, archive, news, bases=registries).run()
