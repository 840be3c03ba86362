"""Turns pages that could not be had into rows of `failures`, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One page that could not be had. `kind` is a word of a closed list (robots, dns, http_404 …); `at` UTC text."""

    crawl: int
    url: str
    kind: str
    message: str
    at: str


def add(db: Database, failures: Iterable[Failure]) -> None:
    """Store failures; call it inside the transaction of what they belong to."""
    db.conn.executemany(
        "INSERT INTO failures (crawl, url, class, message, at) VALUES (:crawl, :url, :kind, :message, :at)",
        [asdict(failure) for failure in failures],
    )


def of_crawl(db: Database, crawl: int, limit: int = 1000) -> list[Failure]:
    """The failures of one crawl, in the order they happened."""
    rows = db.query(
        "SELECT crawl, url, class AS kind, message, at FROM failures WHERE crawl = :crawl ORDER BY id LIMIT :limit",
        {"crawl": crawl, "limit": limit},
    )
    return [Failure(**row) for row in rows]
