"""Turns the runs of single sources into rows of `crawls`, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

_COLUMNS = (
    "id, source, night, started_at, ended_at, outcome, reason, requests, bytes, not_modified, throttled, conditional, "
    "refused_robots, failed, entries_new, articles_new, articles_changed, delay, seconds, complete, warc"
)
KILLED = "the process was killed; what it had stored is kept and the next crawl goes on from there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One row of `crawls`; times are UTC text, `bytes` as received, `seconds` and `delay` in seconds."""

    id: int
    source: str
    night: int | None
    started_at: str
    ended_at: str | None
    outcome: str | None
    reason: str | None
    requests: int
    bytes: int
    not_modified: int
    throttled: int
    conditional: int
    refused_robots: int
    failed: int
    entries_new: int
    articles_new: int
    articles_changed: int
    delay: float | None
    seconds: float | None
    complete: int
    warc: str | None


def begin(db: Database, *, source: str, night: int | None, started_at: str) -> int:
    """A new crawl of `source`; gives its id. It counts as killed until `finish` is called."""
    cursor = db.execute(
        "INSERT INTO crawls (source, night, started_at) VALUES (:source, :night, :started_at)",
        {"source": source, "night": night, "started_at": started_at},
    )
    return int(cursor.lastrowid or 0)


def finish(db: Database, crawl: int, values: Mapping[str, object]) -> None:
    """Store how the crawl ended: `values` names columns of `crawls`, at least `ended_at`."""
    db.table("crawls").update(crawl, dict(values))


def mark_killed(db: Database, *, at: str) -> list[str]:
    """End every crawl that never ended (call it under the lock of the home); gives the sources concerned."""
    with db.atomic():
        rows = db.execute("SELECT DISTINCT source FROM crawls WHERE ended_at IS NULL ORDER BY source").fetchall()
        db.execute(
            "UPDATE crawls SET ended_at = :at, outcome = 'crashed', reason = :reason WHERE ended_at IS NULL",
            {"at": at, "reason": KILLED},
        )
    return [row[0] for row in rows]


def mark_crashed(db: Database, source: str, *, at: str, reason: str) -> None:
    """End the running crawl of `source` as crashed: an error of ours rose out of it before it could say how it was."""
    db.execute(
        "UPDATE crawls SET ended_at = :at, outcome = 'crashed', reason = :reason "
        "WHERE source = :source AND ended_at IS NULL",
        {"at": at, "reason": reason, "source": source},
    )


def last_complete(db: Database, source: str) -> int:
    """The id of the last crawl of `source` that read every door to its end; 0 when there was none."""
    row = db.execute(
        "SELECT max(id) FROM crawls WHERE source = :source AND complete = 1", {"source": source}
    ).fetchone()
    return int(row[0] or 0)


def latest(db: Database) -> list[Crawl]:
    """The last crawl of every source, by source."""
    return [
        Crawl(**row)
        for row in db.query(
            f"SELECT {_COLUMNS} FROM crawls WHERE id IN (SELECT max(id) FROM crawls GROUP BY source) ORDER BY source"
        )
    ]


def of_source(db: Database, source: str, limit: int = 30) -> list[Crawl]:
    """The last crawls of one source, newest first."""
    return [
        Crawl(**row)
        for row in db.query(
            f"SELECT {_COLUMNS} FROM crawls WHERE source = :source ORDER BY id DESC LIMIT :limit",
            {"source": source, "limit": limit},
        )
    ]
