"""Turns the article addresses that doors name into a frontier: what to fetch next, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from sqlite_utils import Database

_SAID = ("door", "origin", "title", "published_at", "precision", "modified_at", "summary", "language", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One row of `entries`; times are UTC text, `published_at` and `modified_at` as far as the door gave them."""

    id: int
    source: str
    url: str
    door: str
    origin: str
    title: str | None
    published_at: str | None
    precision: str | None
    modified_at: str | None
    summary: str | None
    language: str | None
    score: float
    first_seen_at: str
    state: str
    reason: str | None
    page: str | None
    final_url: str | None
    attempts: int
    visited_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What became of one entry. `next_visit_at` None: it is never asked for again."""

    entry: int
    state: str
    visited_at: str
    reason: str | None = None
    page: str | None = None  # key of the page; None leaves what is known
    final_url: str | None = None  # address after redirects, under which it is archived; None leaves what is known
    attempts: int = 0
    next_visit_at: str | None = None


_COLUMNS = ", ".join(field.name for field in fields(EntryRow))


def add(db: Database, said: Iterable[Mapping[str, object]], *, source: str, crawl: int, at: str) -> int:
    """Store what doors said about articles; gives how many addresses are new.

    `said` has `url` and the columns the door said. Of an address already known, what is said now fills the gaps (the
    second door often knows a date the first did not) and `modified_at` follows the latest.
    """
    rows = [{**row, "source": source, "crawl": crawl, "at": at} for row in said]
    before = _count(db, source)
    filled = ", ".join(
        f"{name} = coalesce(entries.{name}, excluded.{name})"
        for name in ("title", "published_at", "precision", "summary", "language")
    )
    with db.atomic():
        db.conn.executemany(
            f"INSERT INTO entries (source, url, crawl, {', '.join(_SAID)}, first_seen_at, last_seen_at) "
            f"VALUES (:source, :url, :crawl, {', '.join(':' + name for name in _SAID)}, :at, :at) "
            f"ON CONFLICT (source, url) DO UPDATE SET {filled}, score = max(score, excluded.score), "
            "modified_at = coalesce(max(excluded.modified_at, entries.modified_at), excluded.modified_at, "
            "entries.modified_at), last_seen_at = excluded.last_seen_at",
            rows,
        )
    return _count(db, source) - before


def pending(db: Database, source: str, limit: int) -> list[EntryRow]:
    """At most `limit` addresses never fetched: the newest first, then the surest, then as they were listed."""
    return _rows(
        db,
        "source = :source AND state = 'pending' ORDER BY published_at DESC, score DESC, id LIMIT :limit",
        {"source": source, "limit": limit},
    )


def due(db: Database, source: str, *, at: str, limit: int) -> list[EntryRow]:
    """At most `limit` addresses to look at again by `at`, those waiting longest first."""
    return _rows(
        db,
        "source = :source AND next_visit_at IS NOT NULL AND next_visit_at <= :at AND state != 'pending' "
        "ORDER BY next_visit_at, id LIMIT :limit",
        {"source": source, "at": at, "limit": limit},
    )


def waiting(db: Database, source: str, *, at: str) -> int:
    """How many addresses of a source are pending or due by `at`."""
    row = db.execute(
        "SELECT (SELECT count(*) FROM entries WHERE source = :source AND state = 'pending') + (SELECT count(*) "
        "FROM entries WHERE source = :source AND next_visit_at <= :at AND state != 'pending')",
        {"source": source, "at": at},
    ).fetchone()
    return int(row[0])


def known(db: Database, source: str, *, until: int) -> frozenset[str]:
    """The addresses first seen in crawl `until` or before."""
    rows = db.execute(
        "SELECT url FROM entries WHERE source = :source AND crawl <= :until", {"source": source, "until": until}
    )
    return frozenset(row[0] for row in rows)


def modified(db: Database, source: str, urls: Iterable[str]) -> dict[str, str | None]:
    """What doors had said so far about when each known address was modified."""
    found: dict[str, str | None] = {}
    for url in urls:
        row = db.execute(
            "SELECT modified_at FROM entries WHERE source = :source AND url = :url", {"source": source, "url": url}
        ).fetchone()
        if row is not None:
            found[url] = row[0]
    return found


def call_up(db: Database, source: str, urls: Iterable[str], *, at: str) -> None:
    """Make fetched addresses due now, because a door says that they changed."""
    with db.atomic():
        db.conn.executemany(
            "UPDATE entries SET next_visit_at = :at WHERE source = :source AND url = :url AND state = 'fetched'",
            [{"source": source, "url": url, "at": at} for url in urls],
        )


def holder(db: Database, source: str, page: str, *, but: int) -> str | None:
    """The address under which a page (its key) is already held, other than entry `but`; None when it is not."""
    row = db.execute(
        "SELECT final_url FROM entries WHERE source = :source AND page = :page AND id != :but AND state = 'fetched' "
        "ORDER BY id LIMIT 1",
        {"source": source, "page": page, "but": but},
    ).fetchone()
    return str(row[0]) if row else None


def named(db: Database, source: str, url: str, *, but: int) -> bool:
    """Whether `url` is an entry of its own, other than `but`, that is held or will be fetched."""
    row = db.execute(
        "SELECT 1 FROM entries WHERE source = :source AND url = :url AND id != :but "
        "AND state IN ('pending', 'fetched', 'other')",
        {"source": source, "url": url, "but": but},
    ).fetchone()
    return row is not None


def of_final_url(db: Database, source: str, url: str) -> EntryRow | None:
    """The entry whose page is archived under `url`."""
    rows = _rows(
        db, "source = :source AND final_url = :url AND state != 'same' LIMIT 1", {"source": source, "url": url}
    )
    return rows[0] if rows else None


def restate(db: Database, entry: int, *, state: str, reason: str | None) -> None:
    """Change what the page of an entry is taken for, without a visit."""
    db.execute(
        "UPDATE entries SET state = :state, reason = :reason WHERE id = :entry",
        {"entry": entry, "state": state, "reason": reason},
    )


def settle(db: Database, visits: Iterable[Visit]) -> None:
    """Store what became of entries; call it inside the transaction of the articles they gave."""
    db.conn.executemany(
        "UPDATE entries SET state = :state, reason = :reason, page = coalesce(:page, page), "
        "final_url = coalesce(:final_url, final_url), attempts = :attempts, "
        "visited_at = :visited_at, next_visit_at = :next_visit_at WHERE id = :entry",
        [{field.name: getattr(visit, field.name) for field in fields(Visit)} for visit in visits],
    )


def _count(db: Database, source: str) -> int:
    row = db.execute("SELECT count(*) FROM entries WHERE source = :source", {"source": source}).fetchone()
    return int(row[0])


def _rows(db: Database, where: str, values: Mapping[str, object]) -> list[EntryRow]:
    return [EntryRow(**row) for row in db.query(f"SELECT {_COLUMNS} FROM entries WHERE {where}", dict(values))]
