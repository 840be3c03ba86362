"""Turns the last usable robots.txt of an origin into a row of `robots`, and back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """A robots.txt as sent, its validators verbatim, and when the server last sent or confirmed it (UTC text)."""

    origin: str  # scheme://host, and :port when it is not the default
    body: bytes
    fetched_at: str
    etag: str | None = None
    last_modified: str | None = None


def load(db: Database, *, origin: str) -> RobotsCopy | None:
    """The copy kept of the robots.txt at `origin`, however old."""
    row = db.conn.execute(
        "SELECT body, fetched_at, etag, last_modified FROM robots WHERE origin = :origin", {"origin": origin}
    ).fetchone()
    return RobotsCopy(origin=origin, body=row[0], fetched_at=row[1], etag=row[2], last_modified=row[3]) if row else None


def store(db: Database, copy: RobotsCopy) -> None:
    """Keep `copy` in place of the one before."""
    db.execute(
        "INSERT INTO robots (origin, body, etag, last_modified, fetched_at) "
        "VALUES (:origin, :body, :etag, :last_modified, :fetched_at) "
        "ON CONFLICT (origin) DO UPDATE SET body = excluded.body, etag = excluded.etag, "
        "last_modified = excluded.last_modified, fetched_at = excluded.fetched_at",
        asdict(copy),
    )


def confirm(db: Database, *, origin: str, at: str) -> None:
    """The server answered 304: the copy was still right at `at` (UTC text)."""
    db.execute("UPDATE robots SET fetched_at = :at WHERE origin = :origin", {"origin": origin, "at": at})


def forget(db: Database, *, origin: str) -> None:
    """The server says it has no robots.txt any more (4xx): an old copy must not come back when it is unreachable."""
    db.execute("DELETE FROM robots WHERE origin = :origin", {"origin": origin})
