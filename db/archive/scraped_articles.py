"""Turns what pages said into rows of `scraped_articles`, one a text it has had, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlite_utils import Database

# What the page said: a new row is written only when one of these differs from the last row of its address.
SAID = (
    "kind",
    "reason",
    "canonical_url",
    "title",
    "lead",
    "text",
    "language",
    "published_at",
    "precision",
    "published_day",
    "modified_at",
    "embargo_until",
    "embargo_quote",
    "authors",
    "identifiers",
    "paper",
    "labels",
    "images",
    "attachments",
    "contacts",
    "experts",
    "related",
    "alternates",
    "html",
    "origins",
    "confidences",
    "candidates",
)
_JSON = (
    "authors",
    "identifiers",
    "paper",
    "labels",
    "images",
    "attachments",
    "contacts",
    "experts",
    "related",
    "alternates",
    "origins",
    "confidences",
    "candidates",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapedRow:
    """One row of `scraped_articles`, JSON columns decoded; times are UTC text."""

    id: int
    source: str
    url: str
    crawl: int
    scraped_at: str
    kind: str
    reason: str | None
    said_digest: str
    payload_digest: str | None
    warc: str | None
    parser: str
    canonical_url: str | None
    title: str | None
    lead: str | None
    text: str
    language: str | None
    published_at: str | None
    precision: str | None
    published_day: str | None
    modified_at: str | None
    embargo_until: str | None
    embargo_quote: str | None
    authors: list[str]
    identifiers: list[dict[str, Any]]
    paper: dict[str, Any] | None
    labels: list[dict[str, Any]]
    images: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    experts: list[dict[str, Any]]
    related: list[dict[str, Any]]
    alternates: list[dict[str, Any]]
    html: str
    origins: dict[str, str]
    confidences: dict[str, float]
    candidates: list[dict[str, Any]]


_COLUMNS = ", ".join(field.name for field in fields(ScrapedRow))
_INSERT = (
    f"INSERT INTO scraped_articles ({_COLUMNS.removeprefix('id, ')}) "
    f"VALUES ({', '.join(':' + field.name for field in fields(ScrapedRow) if field.name != 'id')})"
)


def said_digest(said: Mapping[str, object]) -> str:
    """SHA-1 over the fields SAID of a page, as JSON with sorted keys."""
    text = json.dumps([said[name] for name in SAID], ensure_ascii=False, sort_keys=True)
    return hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest()


def last(db: Database, source: str, url: str) -> ScrapedRow | None:
    """The last thing the page at `url` said; None when it was never scraped."""
    for row in db.query(
        f"SELECT {_COLUMNS} FROM scraped_articles WHERE source = :source AND url = :url ORDER BY id DESC LIMIT 1",
        {"source": source, "url": url},
    ):
        return _decoded(row)
    return None


def add(db: Database, row: Mapping[str, object]) -> str | None:
    """Store what a page said if it differs from the last row of its address.

    Gives the kind of the last row ('' when there was none), or None when nothing changed and nothing was stored.
    `row` has every column but `id` and `said_digest`, JSON columns as Python values. Call it inside the transaction of
    the entry it belongs to.
    """
    digest = said_digest(row)
    before = db.execute(
        "SELECT said_digest, kind FROM scraped_articles WHERE source = :source AND url = :url ORDER BY id DESC LIMIT 1",
        {"source": row["source"], "url": row["url"]},
    ).fetchone()
    if before is not None and before[0] == digest:
        return None
    encoded = {name: json.dumps(row[name], ensure_ascii=False, sort_keys=True) for name in _JSON}
    db.execute(_INSERT, {**row, **encoded, "said_digest": digest})
    return str(before[1]) if before else ""


def articles(db: Database, source: str) -> int:
    """How many addresses of a source have said, when last scraped, that they are an article."""
    row = db.execute(
        "SELECT count(*) FROM scraped_articles AS s WHERE source = :source AND kind = 'article' AND id = ("
        "SELECT max(id) FROM scraped_articles AS t WHERE t.source = s.source AND t.url = s.url)",
        {"source": source},
    ).fetchone()
    return int(row[0])


def since(db: Database, after: int, limit: int) -> list[ScrapedRow]:
    """At most `limit` rows with an id above `after`, in id order."""
    return [
        _decoded(row)
        for row in db.query(
            f"SELECT {_COLUMNS} FROM scraped_articles WHERE id > :after ORDER BY id LIMIT :limit",
            {"after": after, "limit": limit},
        )
    ]


def payload(db: Database, source: str, url: str) -> tuple[str, str, str] | None:
    """Payload digest, WARC file and time of the last row of an address that has them; None when there is none."""
    row = db.execute(
        "SELECT payload_digest, warc, scraped_at FROM scraped_articles WHERE source = :source AND url = :url "
        "AND payload_digest IS NOT NULL AND warc IS NOT NULL ORDER BY id DESC LIMIT 1",
        {"source": source, "url": url},
    ).fetchone()
    return (str(row[0]), str(row[1]), str(row[2])) if row else None


def replayable(db: Database, source: str) -> Iterator[ScrapedRow]:
    """The last row of each address of a source whose page is in a WARC file, file by file; withdrawn ones left out."""
    for row in db.query(
        f"SELECT {_COLUMNS} FROM scraped_articles AS s WHERE source = :source AND kind != 'gone' "
        "AND payload_digest IS NOT NULL AND warc IS NOT NULL AND id = (SELECT max(id) FROM scraped_articles AS t "
        "WHERE t.source = s.source AND t.url = s.url) ORDER BY warc, id",
        {"source": source},
    ):
        yield _decoded(row)


def sources(db: Database) -> list[str]:
    """The ids of the sources that have rows, in order."""
    return [row[0] for row in db.execute("SELECT DISTINCT source FROM scraped_articles ORDER BY source")]


def _decoded(row: dict[str, Any]) -> ScrapedRow:
    return ScrapedRow(**{name: json.loads(value) if name in _JSON else value for name, value in row.items()})
