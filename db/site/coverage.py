"""Turns what is known of each source's last crawl into its state now, and into what a reader must know of a search."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.site.site import NewsSite
from db.site.wording import parse

STALE = timedelta(days=3)  # a nightly crawl that missed three nights
GOOD = ("ok", "unchanged")
BLOCKED = ("blocked", "robots")
ORDER = ("failing", "blocked", "stale", "never", "ok", "retired")  # problems first


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One source and its state: failing, blocked, stale, never, ok or retired."""

    row: sqlite3.Row
    state: str

    @property
    def newest_day(self) -> str:
        """The day of its newest article, which its id starts with."""
        digits = str(self.row["newest"] // 1_000_000)
        return f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many sources stand behind what the site shows, and how fresh they are."""

    sources: int
    fresh: int
    failing: int
    blocked: int
    stale: int
    never: int
    last_ok_at: str | None
    oldest_ok_at: str | None  # of the sources that are not fresh

    @property
    def silent(self) -> int:
        """Sources that may have news this site does not show."""
        return self.failing + self.blocked + self.stale + self.never


def state(row: sqlite3.Row, now: datetime) -> str:
    """What a source's last crawl, and its age, mean."""
    if row["retired"]:
        return "retired"
    if not row["last_outcome"] and not row["last_crawl_at"]:
        return "never"
    if row["last_outcome"] in BLOCKED:
        return "blocked"
    if row["last_outcome"] not in GOOD:
        return "failing"
    well = parse(row["last_ok_at"] or row["last_crawl_at"])
    return "ok" if well and now - well <= STALE else "stale"


async def watched(site: NewsSite) -> list[Watched]:
    """Every source with its state, problems first, then by name; with its newest article."""
    rows = await site.rows(
        """
        SELECT id, name, institution, ror, country, kind, languages, home, last_outcome, last_reason, last_crawl_at,
            last_ok_at, retired, (SELECT max(id) FROM articles WHERE articles.source = sources.id) AS newest
        FROM sources ORDER BY name COLLATE NOCASE
        """
    )
    now = site.now()
    found = [Watched(row=row, state=state(row, now)) for row in rows]
    return sorted(found, key=lambda one: ORDER.index(one.state))


def coverage(found: Sequence[Watched]) -> Coverage:
    """The sum over all sources that are not retired."""
    counts = Counter(one.state for one in found)
    silent = [one.row["last_ok_at"] for one in found if one.state in ("failing", "blocked", "stale")]
    well = [one.row["last_ok_at"] for one in found if one.row["last_ok_at"] and one.state != "retired"]
    dated = [moment for moment in silent if moment]
    return Coverage(
        sources=len(found) - counts["retired"],
        fresh=counts["ok"],
        failing=counts["failing"],
        blocked=counts["blocked"],
        stale=counts["stale"],
        never=counts["never"],
        last_ok_at=max(well, default=None),
        oldest_ok_at=min(dated, default=None),
    )
