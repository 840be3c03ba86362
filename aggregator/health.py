"""Turns the archive's history and the state of the disk into how Newsward is doing, and the next thing to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from crawler.catalogue import Source
from crawler.items import Outcome
from crawler.operator import Operator
from db.archive import crawls, history

GOOD = (Outcome.OK, Outcome.UNCHANGED)
NIGHTS_SHOWN = 3
SILENT_DAYS = 14  # without `expect` in its record: a newsroom that writes less than twice a month is not silent
OVERDUE = timedelta(hours=26)  # a day, and two hours for a late start
STUBBORN = 3  # bad crawls in a row after which waiting for the next night is no longer the advice
FREE_BYTES = 2_000_000_000  # below this a night of a few hundred sources may fill the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source whose crawls go well and find nothing new."""

    source: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Bytes taken by each part of the home, and free beside it."""

    archive: int
    news: int
    warc: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What `newsward status` tells."""

    nights: tuple[history.NightSum, ...]  # newest first
    running: bool  # a night is running now
    sources: int  # in the catalogue, retired ones left out
    never_crawled: int
    problems: tuple[tuple[str, tuple[str, ...]], ...]  # outcome → sources whose last crawl ended so, commonest first
    silent: tuple[Silence, ...]  # longest first
    crawls: tuple[crawls.Crawl, ...]  # the last one of each source
    disk: Disk
    advice: str  # one sentence


def examine(operator: Operator, archive: Database | None, sources: Sequence[Source], now: datetime) -> Health:
    """How the last nights went and what to do. `archive` None: nothing was ever crawled. `now` is aware."""
    wanted = {source.id: source for source in sources if not source.retired}
    nights = history.nights(archive, NIGHTS_SHOWN) if archive else []
    past = history.sources(archive) if archive else {}
    # A source crawled from records of the operator's own (`crawl --sources`) is told of too.
    retired = {source.id for source in sources if source.retired}
    latest = [crawl for crawl in crawls.latest(archive) if crawl.source not in retired] if archive else []
    running = bool(nights) and nights[0].ended_at is None and night_runs(operator.home)
    disk = measure_disk(operator)
    problems = _problems(latest)
    return Health(
        nights=tuple(nights),
        running=running,
        sources=len(wanted),
        never_crawled=len(wanted.keys() - past.keys()),
        problems=problems,
        silent=_silent(wanted, past, now),
        crawls=tuple(latest),
        disk=disk,
        advice=_advice(operator, nights, running, disk, _stubborn(latest, past), bool(problems), now),
    )


def night_runs(home: Path) -> bool:
    """Whether a living process holds the lock of the night."""
    file = home / "night.lock"
    if not file.exists():
        return False
    try:
        with FileLock(file, timeout=0, fallback_to_soft=False):
            return False
    except Timeout:
        return True


def measure_disk(operator: Operator) -> Disk:
    """The bytes of each part of the home (a part that is not there yet takes none)."""
    existing = next(folder for folder in (operator.home, *operator.home.resolve().parents) if folder.exists())
    return Disk(
        archive=_bytes(operator.home.glob("archive.db*")),
        news=_bytes(operator.home.glob("news.db*")),
        warc=_bytes(operator.warc.rglob("*")),
        free=shutil.disk_usage(existing).free,
    )


def _bytes(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def _problems(latest: Sequence[crawls.Crawl]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_outcome: dict[str, list[str]] = {}
    for crawl in latest:
        if crawl.outcome is not None and crawl.outcome not in GOOD:
            by_outcome.setdefault(crawl.outcome, []).append(crawl.source)
    ordered = sorted(by_outcome.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((outcome, tuple(ids)) for outcome, ids in ordered)


def _silent(
    wanted: Mapping[str, Source], past: Mapping[str, history.SourceHistory], now: datetime
) -> tuple[Silence, ...]:
    """The well crawled sources without news for longer than three of their usual gaps, longest first."""
    found = []
    for id_, source in wanted.items():
        seen = past.get(id_)
        if seen is None or seen.good_at is None or seen.bad:
            continue  # it has a problem of its own, shown as such
        days = (now - moment(seen.news_at)).days
        if days > (3 * 30 / source.per_month if source.per_month else SILENT_DAYS):
            found.append(Silence(source=id_, days=days))
    return tuple(sorted(found, key=lambda silence: (-silence.days, silence.source)))


def _stubborn(latest: Sequence[crawls.Crawl], past: Mapping[str, history.SourceHistory]) -> list[str]:
    """What to look at first: the sources that have failed again and again, the longest first."""
    bad = [(past[crawl.source].bad, crawl) for crawl in latest if past[crawl.source].bad >= STUBBORN]
    bad.sort(key=lambda one: (-one[0], one[1].source))
    return [f"{crawl.source} ({crawl.outcome}, {times} times in a row)" for times, crawl in bad]


def _advice(
    operator: Operator,
    nights: Sequence[history.NightSum],
    running: bool,
    disk: Disk,
    stubborn: Sequence[str],
    problems: bool,
    now: datetime,
) -> str:
    """The one thing to do first."""
    if operator.contact is None:
        return 'Say whom a site owner can write to: contact = "you@example.org" in newsward.toml, or NEWSWARD_CONTACT.'
    if disk.free < FREE_BYTES:
        return "Free some disk space, or lower warc_days in newsward.toml."
    if running:
        return "Nothing: a night is running."
    if not nights:
        return "Run `newsward night` once, then keep `newsward schedule` running."
    last = nights[0]
    if last.ended_at is None:
        return "The last night was killed: run `newsward night`, it takes up the rest."
    if last.note:
        return f"The last night ended early ({last.note}): run `newsward night` when that is mended."
    if now - moment(last.started_at) > OVERDUE:
        return "No night for more than a day: is `newsward schedule`, or the timer, running?"
    if last.due > last.crawled:
        return f"{last.due - last.crawled} sources were not crawled to their end: run `newsward night`."
    if stubborn:
        more = f" and {len(stubborn) - 1} more" if len(stubborn) > 1 else ""
        return f"Look at {stubborn[0]}{more}: correct the record, or retire it with the reason."
    return "Nothing: failed sources are tried again next night." if problems else "Nothing."


def moment(text: str) -> datetime:
    """A time of the databases (`2026-11-22T13:00:00Z`) as an aware datetime."""
    return datetime.fromisoformat(text).astimezone(UTC)
