"""Turns the answers of registries into rows of `lookups`, and back; and tells what is due to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlite_utils import Database

CHUNK = 500  # keys of one question to the database
SEARCH = "search:"  # how the key of a search begins; the others are identifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What one registry last said about one key. Times are UTC text. `next_at` None: it is never asked again."""

    service: str
    key: str
    asked_at: str
    status: int  # 0: no usable answer so far
    body: str | None = None  # JSON
    known_since: str | None = None
    etag: str | None = None
    times: int = 1
    next_at: str | None = None


def get(db: Database, service: str, key: str) -> Lookup | None:
    """The last answer of one registry about one key."""
    return next(iter(get_many(db, service, [key]).values()), None)


def get_many(db: Database, service: str, keys: Sequence[str]) -> dict[str, Lookup]:
    """The last answers of one registry, by key; what was never asked is not in it."""
    found: dict[str, Lookup] = {}
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        marks = ", ".join(f":k{place}" for place in range(len(part)))
        rows = db.query(
            "SELECT service, key, asked_at, status, body, known_since, etag, times, next_at FROM lookups"
            f" WHERE service = :service AND key IN ({marks})",
            {"service": service, **{f"k{place}": key for place, key in enumerate(part)}},
        )
        found |= {row["key"]: Lookup(**row) for row in rows}
    return found


def store(db: Database, lookup: Lookup) -> None:
    """Keep this answer in place of the one before."""
    db.execute(
        "INSERT INTO lookups (service, key, asked_at, status, body, known_since, etag, times, next_at) VALUES"
        " (:service, :key, :asked_at, :status, :body, :known_since, :etag, :times, :next_at)"
        " ON CONFLICT (service, key) DO UPDATE SET asked_at = excluded.asked_at, status = excluded.status,"
        " body = excluded.body, known_since = excluded.known_since, etag = excluded.etag, times = excluded.times,"
        " next_at = excluded.next_at",
        asdict(lookup),
    )


def due(db: Database, service: str, at: str, limit: int, *, searches: bool = False) -> list[str]:
    """The identifiers, or the searches, to ask one registry again: at most `limit`, the longest overdue first.

    `at`: UTC text.
    """
    rows = db.execute(
        "SELECT key FROM lookups WHERE next_at <= :at AND service = :service"
        " AND (substr(key, 1, 7) = :search) = :searches ORDER BY next_at LIMIT :limit",
        {"service": service, "at": at, "limit": limit, "search": SEARCH, "searches": int(searches)},
    )
    return [str(row[0]) for row in rows]


def never_asked(db: Database, service: str, keys: Iterable[str]) -> Iterator[str]:
    """Those of `keys` that the registry was never asked about, in their order; as many are read as are taken."""
    part: list[str] = []
    for key in keys:
        part.append(key)
        if len(part) == CHUNK:
            yield from _unknown(db, service, part)
            part = []
    yield from _unknown(db, service, part)


def _unknown(db: Database, service: str, keys: Sequence[str]) -> list[str]:
    known = get_many(db, service, keys)
    return [key for key in keys if key not in known]
