"""Keeps the distinct articles that new ones are compared with, day by day, so that a day is read in one go.

`place` is the day (its ordinal, doubled) times A_DAY plus a sequence; articles without a day of publication stand under
the day they were first seen, in a range of their own. It is kept apart from `articles.id`, which stays when an article
turns out to be of another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlite_utils import Database

A_DAY = 100_000_000  # places of one day
AT_ONCE = 400  # ids a statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One distinct article. `head`: int8, the vector of its text, then that of its names and numbers."""

    article: int
    encoder: str
    text_hash: str
    source: str
    language: str | None
    day: str | None
    seen: str
    head: bytes


# article, language, ordinal of the day of publication (0: none), ordinal of the day it was first seen, head
Row = tuple[int, str | None, int, int, bytes]

_COLUMNS = "article, encoder, text_hash, source, language, day, seen, head"


def bucket_of(day: str | None, seen: str) -> int:
    """The number of the range that an article stands in: even for those with a day, odd for those without."""
    return 2 * date.fromisoformat(day).toordinal() if day else 2 * date.fromisoformat(seen).toordinal() + 1


def put(db: Database, rows: Sequence[Compared]) -> None:
    """Enter articles, or what changed of them; one whose day changed moves."""
    ends: dict[int, int] = {}
    for row in rows:
        bucket = bucket_of(row.day, row.seen)
        known = db.conn.execute("SELECT place FROM compared WHERE article = :id", {"id": row.article}).fetchone()
        if known and known[0] // A_DAY == bucket:
            place = int(known[0])
        else:
            if known:
                remove(db, [row.article])
            if bucket not in ends:
                ends[bucket] = bucket * A_DAY + size(db, bucket)
            ends[bucket] += 1
            place = ends[bucket]
        values = {name: getattr(row, name) for name in _COLUMNS.split(", ")}
        db.conn.execute(
            f"INSERT OR REPLACE INTO compared (place, {_COLUMNS}) VALUES (:place, :article, :encoder, :text_hash,"
            " :source, :language, :day, :seen, :head)",
            {**values, "place": place},
        )


def remove(db: Database, ids: Iterable[int]) -> None:
    """Take articles out: they are duplicates, withdrawn, or say nothing any more."""
    db.conn.executemany("DELETE FROM compared WHERE article = :id", [{"id": one} for one in ids])


def size(db: Database, bucket: int) -> int:
    """How many articles have been entered in a range; those that left it again are counted."""
    row = db.conn.execute(
        "SELECT max(place) FROM compared WHERE place > :first AND place < :end",
        {"first": bucket * A_DAY, "end": (bucket + 1) * A_DAY},
    ).fetchone()
    return int(row[0]) - bucket * A_DAY if row[0] is not None else 0


def block(db: Database, encoder: str, bucket: int, most: int) -> list[Row]:
    """The articles of one range that this encoder has read, the newest arrivals first, at most `most`."""
    rows = db.conn.execute(
        "SELECT article, language, day, seen, head FROM compared"
        " WHERE place > :first AND place < :end AND encoder = :encoder ORDER BY place DESC LIMIT :most",
        {"first": bucket * A_DAY, "end": (bucket + 1) * A_DAY, "encoder": encoder, "most": most},
    )
    return [_row(row) for row in rows]


def seen_last(db: Database, encoder: str, most: int) -> list[Row]:
    """The articles with a day of publication that were first seen last, at most `most`."""
    rows = db.conn.execute(
        "SELECT article, language, day, seen, head FROM compared INDEXED BY compared_seen"
        " WHERE day IS NOT NULL AND encoder = :encoder ORDER BY seen DESC, place DESC LIMIT :most",
        {"encoder": encoder, "most": most},
    )
    return [_row(row) for row in rows]


def rows_of(db: Database, encoder: str, ids: Iterable[int]) -> dict[int, Row]:
    """Id → row of those of these articles that this encoder has read."""
    return {
        row.article: _row((row.article, row.language, row.day, row.seen, row.head))
        for row in get_many(db, encoder, ids)
    }


def get_many(db: Database, encoder: str, ids: Iterable[int]) -> list[Compared]:
    """Those of these articles that this encoder has read, in id order."""
    wanted = sorted(set(ids))
    found = []
    for start in range(0, len(wanted), AT_ONCE):
        some = {f"i{place}": one for place, one in enumerate(wanted[start : start + AT_ONCE])}
        rows = db.conn.execute(
            f"SELECT {_COLUMNS} FROM compared WHERE encoder = :encoder"
            f" AND article IN ({', '.join(f':{name}' for name in some)}) ORDER BY article",
            {"encoder": encoder, **some},
        )
        found += [Compared(**dict(zip(_COLUMNS.split(", "), row, strict=True))) for row in rows]
    return found


def _row(row: tuple[int, str | None, str | None, str, bytes]) -> Row:
    article, language, day, seen, head = row
    return article, language, _ordinal(day) if day else 0, _ordinal(seen), head


@lru_cache(maxsize=4096)  # the rows of a range share their days
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
