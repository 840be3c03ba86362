"""Turns the places where a source lists its articles into rows of `doors`, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRow:
    """A door as stored; `entries` is what it listed when it was last read."""

    url: str
    kind: str
    found_on: str | None
    how: str
    entries: int = 0


def of_source(db: Database, source: str) -> list[DoorRow]:
    """The doors found in earlier crawls, the first found first."""
    return [
        DoorRow(**row)
        for row in db.query(
            "SELECT url, kind, found_on, how, entries FROM doors WHERE source = :source ORDER BY rowid",
            {"source": source},
        )
    ]


def remember(db: Database, doors: Iterable[DoorRow], *, source: str, at: str) -> None:
    """Store the doors a crawl found or read again; `at` is now, UTC text."""
    db.conn.executemany(
        "INSERT INTO doors (source, url, kind, found_on, how, entries, first_seen_at, last_seen_at) "
        "VALUES (:source, :url, :kind, :found_on, :how, :entries, :at, :at) "
        "ON CONFLICT (source, url) DO UPDATE SET kind = excluded.kind, last_seen_at = excluded.last_seen_at, "
        "entries = CASE WHEN excluded.entries > 0 THEN excluded.entries ELSE entries END",
        [asdict(door) | {"source": source, "at": at} for door in doors],
    )
