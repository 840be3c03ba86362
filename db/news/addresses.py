"""Remembers under which addresses each article was seen, so that an id is given once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Address:
    """One row of `addresses`."""

    key: str
    article: int
    scraped: int | None
    canonical: str | None


def get(db: Database, key: str) -> Address | None:
    """The address with this key."""
    row = db.conn.execute(
        "SELECT key, article, scraped, canonical FROM addresses WHERE key = :key", {"key": key}
    ).fetchone()
    return Address(*row) if row else None


def put(db: Database, key: str, article: int, *, scraped: int | None, canonical: str | None) -> None:
    """Add an address, or say what was read there last."""
    db.conn.execute(
        "INSERT INTO addresses (key, article, scraped, canonical) VALUES (:key, :article, :scraped, :canonical)"
        " ON CONFLICT (key) DO UPDATE SET article = :article, scraped = :scraped, canonical = :canonical",
        {"key": key, "article": article, "scraped": scraped, "canonical": canonical},
    )


def forget(db: Database, key: str) -> None:
    """Drop an address that no page was read at."""
    db.conn.execute("DELETE FROM addresses WHERE key = :key", {"key": key})


def claimants(db: Database, canonical: str, limit: int = 50) -> list[Address]:
    """The addresses whose pages call `canonical` their own address."""
    return [
        Address(*row)
        for row in db.conn.execute(
            "SELECT key, article, scraped, canonical FROM addresses WHERE canonical = :canonical"
            " ORDER BY key LIMIT :limit",
            {"canonical": canonical, "limit": limit},
        )
    ]


def of_articles(db: Database, article: int) -> list[Address]:
    """All addresses of one article."""
    return [
        Address(*row)
        for row in db.conn.execute(
            "SELECT key, article, scraped, canonical FROM addresses WHERE article = :article ORDER BY key",
            {"article": article},
        )
    ]


def veil(key: str) -> str:
    """What is kept of an address while its page is under embargo: enough to give it its old id again, no word of it."""
    return "held:" + hashlib.sha256(key.encode()).hexdigest()


def hold(db: Database, article: int) -> None:
    """Replace the addresses of an article by hashes of them."""
    for address in of_articles(db, article):
        db.conn.execute("DELETE FROM addresses WHERE key = :key", {"key": address.key})
        put(db, veil(address.key), article, scraped=None, canonical=None)


def unhold(db: Database, key: str) -> None:
    """Forget the hash of an address that is public again."""
    db.conn.execute("DELETE FROM addresses WHERE key = :key", {"key": veil(key)})


def given(db: Database, keys: Iterable[str]) -> int | None:
    """The id that one of these addresses was given once, even if it is held now."""
    for key in keys:
        for spelling in (key, veil(key)):
            row = db.conn.execute("SELECT article FROM addresses WHERE key = :key", {"key": spelling}).fetchone()
            if row:
                return int(row[0])
    return None
