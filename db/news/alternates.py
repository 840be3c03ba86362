"""Keeps which addresses an article names as its translations."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database


def replace(db: Database, article: int, keys: Iterable[str]) -> None:
    """Set the keys of the addresses that one article names."""
    db.conn.execute("DELETE FROM alternates WHERE article = :article", {"article": article})
    db.conn.executemany(
        "INSERT OR IGNORE INTO alternates (key, article) VALUES (:key, :article)",
        [{"key": key, "article": article} for key in keys],
    )


def named_by(db: Database, article: int) -> set[str]:
    """The keys that one article names."""
    return {
        str(row[0])
        for row in db.conn.execute("SELECT key FROM alternates WHERE article = :article", {"article": article})
    }


def naming(db: Database, key: str, limit: int) -> list[int]:
    """The articles that name one address, by id, at most `limit`."""
    return [
        int(row[0])
        for row in db.conn.execute(
            "SELECT article FROM alternates WHERE key = :key ORDER BY article LIMIT :limit",
            {"key": key, "limit": limit},
        )
    ]
