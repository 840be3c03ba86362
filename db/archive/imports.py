"""Remembers the id each imported article came with, and the address it stands under."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database


def address_of(db: Database, id_: str) -> tuple[str, str] | None:
    """(source, address) an earlier import gave this id; None when it is new."""
    row = db.conn.execute("SELECT source, url FROM imports WHERE id = :id", {"id": id_}).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def is_taken(db: Database, key: str) -> bool:
    """Whether an imported article stands under the address with this key."""
    return db.conn.execute("SELECT 1 FROM imports WHERE key = :key", {"key": key}).fetchone() is not None


def add(db: Database, id_: str, *, key: str, source: str, url: str, at: str) -> None:
    """Remember where an imported article stands, in the caller's transaction."""
    db.conn.execute(
        "INSERT INTO imports (id, key, source, url, imported_at) VALUES (:id, :key, :source, :url, :at)",
        {"id": id_, "key": key, "source": source, "url": url, "at": at},
    )


def all_keys(db: Database) -> Iterator[tuple[str, str]]:
    """(id, key of its address) of every imported article, by id."""
    for row in db.conn.execute("SELECT id, key FROM imports ORDER BY id"):
        yield str(row[0]), str(row[1])
