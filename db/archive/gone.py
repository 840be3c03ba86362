"""Turns addresses that answered 410 into rows of `gone`, and back, so that they are never asked again."""

from __future__ import annotations

from sqlite_utils import Database


def since(db: Database, *, url: str) -> str | None:
    """When `url` answered 410 (UTC text), or None when it never did."""
    row = db.conn.execute("SELECT at FROM gone WHERE url = :url", {"url": url}).fetchone()
    return str(row[0]) if row else None


def remember(db: Database, *, url: str, at: str) -> None:
    """Note that `url` answered 410 at `at` (UTC text); the first time counts."""
    db.execute("INSERT INTO gone (url, at) VALUES (:url, :at) ON CONFLICT (url) DO NOTHING", {"url": url, "at": at})
