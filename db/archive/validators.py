"""Turns the ETag and Last-Modified of pages a source holds into rows of `validators`, and back, verbatim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a server said about the version of `url` it sent: header values as received, at least one of them."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


def load(db: Database, *, source: str, url: str) -> Validator | None:
    """The validator of `url`, when `source` holds the content it stands for."""
    row = db.conn.execute(
        "SELECT etag, last_modified FROM validators WHERE source = :source AND url = :url",
        {"source": source, "url": url},
    ).fetchone()
    return Validator(url=url, etag=row[0], last_modified=row[1]) if row else None


def store(db: Database, validators: Iterable[Validator], *, source: str, at: str) -> None:
    """Store what came with contents that are stored too; call it inside that transaction. `at`: now, UTC text.

    A validator without ETag and Last-Modified removes what was kept: the page has stopped giving any.
    """
    rows = [asdict(validator) | {"source": source, "at": at} for validator in validators]
    db.conn.executemany(
        "DELETE FROM validators WHERE source = :source AND url = :url",
        [row for row in rows if row["etag"] is None and row["last_modified"] is None],
    )
    db.conn.executemany(
        "INSERT INTO validators (source, url, etag, last_modified, checked_at) "
        "VALUES (:source, :url, :etag, :last_modified, :at) "
        "ON CONFLICT (source, url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, "
        "checked_at = excluded.checked_at",
        [row for row in rows if row["etag"] is not None or row["last_modified"] is not None],
    )


def forget(db: Database, *, source: str) -> int:
    """Drop all validators of `source`, so that its next crawl reads everything in full; gives how many there were."""
    return db.execute("DELETE FROM validators WHERE source = :source", {"source": source}).rowcount
