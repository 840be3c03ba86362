"""Reads and writes the rows of `articles`, with the search index and the lists that hang on an article."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlite_utils import Database

from db import vectors
from db.news import mentions
from db.search import index_articles, unindex_articles

A_DAY = 1_000_000  # ids of one day


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What aggregation needs to know of a published article."""

    id: int
    source: str
    url: str
    page: str
    title: str
    text: str
    language: str | None
    published_at: str | None
    precision: str | None
    first_seen_at: str
    not_seen_at: str | None
    withdrawn_at: str | None
    scraped: int
    text_hash: str
    in_bands: int
    duplicate_of: int | None
    duplicate_reason: str | None
    duplicate_score: float | None
    duplicate_differs: str | None
    story: int | None
    language_origin: str | None  # `text` where the words contradict what the page declares


_COLUMNS = ", ".join(field.name for field in fields(Stored)).replace(
    "language_origin", "json_extract(origins, '$.language')"
)
_JSON = (
    "authors", "images", "contacts", "alternates", "origins",
    "labels", "attachments", "experts", "related", "confidences", "candidates",
)  # fmt: skip
# What export prints of a release beside the columns every article has.
RELEASE = (
    "lead", "modified_at", "news_type", "evidence", "journal", "paper_title", "labels", "images", "attachments",
    "contacts", "experts", "related",
)  # fmt: skip
_WRITTEN = (
    "source", "url", "page", "title", "lead", "text", "language", "published_at", "precision", "published_origin",
    "published_day", "modified_at", "authors", "images", "contacts", "alternates", "origins", "first_seen_at",
    "not_seen_at", "last_seen_at", "withdrawn_at", "scraped", "text_hash",
    "news_type", "evidence", "journal", "paper_title", "paper_quote", "labels", "attachments", "experts", "related",
    "confidences", "candidates", "html",
)  # fmt: skip
_INSERT = f"INSERT INTO articles (id, {', '.join(_WRITTEN)}) VALUES (:id, {', '.join(':' + n for n in _WRITTEN)})"
_UPDATE = f"UPDATE articles SET {', '.join(f'{name} = :{name}' for name in _WRITTEN)} WHERE id = :id"


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # one encoder: json.dumps makes one a call
_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}


def get(db: Database, article: int) -> Stored | None:
    """The article with this id."""
    row = db.conn.execute(f"SELECT {_COLUMNS} FROM articles WHERE id = :id", {"id": article}).fetchone()
    return _stored(row) if row else None


def get_many(db: Database, ids: Iterable[int]) -> dict[int, Stored]:
    """The articles with these ids, by id, in id order."""
    found = (get(db, article) for article in sorted(set(ids)))
    return {article.id: article for article in found if article}


def next_id(db: Database, day: int) -> int:
    """The first unused id above all of `day` (YYYYMMDD), in the file or kept for a held article.

    A day that is full (a million notices imported at once) goes on in the days 32 to 99 of its month, which no article
    is dated. Raises OverflowError when those are full too.
    """
    for block in (day, *range(day // 100 * 100 + 32, day // 100 * 100 + 100)):
        within = {"first": block * A_DAY, "end": (block + 1) * A_DAY}
        row = db.conn.execute(
            "SELECT max((SELECT coalesce(max(id), 0) FROM articles WHERE id >= :first AND id < :end),"
            " (SELECT coalesce(max(article), 0) FROM addresses WHERE article >= :first AND article < :end))",
            within,
        ).fetchone()
        new: int = max(int(row[0]), within["first"]) + 1
        if new < within["end"]:
            return new
    raise OverflowError(f"more articles are dated {day} than its month has ids for")


def insert(db: Database, article: int, values: Mapping[str, Any]) -> None:
    """Add an article and make it searchable; `values` has every column of `_WRITTEN`, JSON columns as Python values."""
    db.conn.execute(_INSERT, {**_encoded(values), "id": article})
    _index(db, article, values)


def update(db: Database, article: int, values: Mapping[str, Any]) -> None:
    """Let an article say something else, in the search too."""
    unindex_articles(db, [article])
    db.conn.execute(_UPDATE, {**_encoded(values), "id": article})
    _index(db, article, values)


def delete(db: Database, article: int) -> None:
    """Take an article out altogether, with its identifiers, links, mentions, place in the search and meaning."""
    unindex_articles(db, [article])
    vectors.forget_of(db, article)
    mentions.forget(db, article)
    db.conn.execute(
        "UPDATE articles SET duplicate_of = NULL, duplicate_reason = NULL, duplicate_score = NULL,"
        " duplicate_differs = NULL"
        " WHERE duplicate_of = :id",
        {"id": article},
    )
    db.conn.execute("DELETE FROM articles WHERE id = :id", {"id": article})


def set_values(db: Database, article: int, **values: object) -> None:
    """Set single columns that are not searched."""
    columns = ", ".join(f"{name} = :{name}" for name in values)
    db.conn.execute(f"UPDATE articles SET {columns} WHERE id = :id", {**values, "id": article})


def naming_as_related(db: Database, source: str, key: str) -> list[tuple[int, list[dict[str, Any]]]]:
    """(id, related links) of the articles of a source whose related links may hold the address of this key."""
    rows = db.conn.execute(
        "SELECT id, related FROM articles WHERE source = :source AND instr(related, :key) > 0",
        {"source": source, "key": key},
    )
    return [(int(row[0]), json.loads(row[1])) for row in rows.fetchall()]


def set_related(db: Database, article: int, related: list[dict[str, Any]]) -> None:
    """Set the related links of an article."""
    set_values(db, article, related=_encode(related))


def holder_of_text(db: Database, text_hash: str) -> int | None:
    """The article that stands in minhash_bands for all articles of this text."""
    row = db.conn.execute(
        "SELECT id FROM articles WHERE text_hash = :hash AND in_bands = 1", {"hash": text_hash}
    ).fetchone()
    return int(row[0]) if row else None


def of_text(db: Database, text_hash: str) -> list[int]:
    """The articles of this text, by id."""
    return [
        int(row[0])
        for row in db.conn.execute("SELECT id FROM articles WHERE text_hash = :hash ORDER BY id", {"hash": text_hash})
    ]


def has_duplicates(db: Database, article: int) -> bool:
    """Whether other articles are duplicates of this one."""
    row = db.conn.execute("SELECT 1 FROM articles WHERE duplicate_of = :id LIMIT 1", {"id": article}).fetchone()
    return row is not None


def sources_of_text(db: Database, text_hash: str, limit: int = 50) -> set[str]:
    """The sources that published this text, as far as the first `limit` articles tell."""
    return {
        str(row[0])
        for row in db.conn.execute(
            "SELECT source FROM articles WHERE text_hash = :hash LIMIT :limit", {"hash": text_hash, "limit": limit}
        )
    }


def counts(db: Database) -> tuple[int, int, int]:
    """(distinct articles, duplicates, stories) in the file."""
    row = db.conn.execute(
        "SELECT (SELECT count(*) FROM articles),"
        " (SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL),"
        " (SELECT count(*) FROM stories)"
    ).fetchone()
    return row[0] - row[1], row[1], row[2]


def export(db: Database) -> Iterator[dict[str, Any]]:
    """Every distinct article, in id order, JSON columns decoded."""
    cursor = db.conn.execute(
        "SELECT id, url, title, published_at, precision, published_day, language, source, text, authors, story,"
        f" withdrawn_at, {', '.join(RELEASE)} FROM articles WHERE duplicate_of IS NULL ORDER BY id"
    )
    names = [column[0] for column in cursor.description]
    for row in cursor:
        values = dict(zip(names, row, strict=True))
        yield {name: json.loads(value) if name in _JSON else value for name, value in values.items()}


def memberships(db: Database) -> Iterator[tuple[int, int | None, int | None]]:
    """(id, story, duplicate_of) of every article, in id order."""
    yield from db.conn.execute("SELECT id, story, duplicate_of FROM articles ORDER BY id")


def _index(db: Database, article: int, values: Mapping[str, Any]) -> None:
    index_articles(db, [(article, values["title"], values["lead"] or "", values["text"])])


def _encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: (_encode(value) if value else _EMPTY[type(value)]) if name in _JSON else value
        for name, value in values.items()
    }


def _stored(row: tuple[Any, ...]) -> Stored:
    return Stored(**dict(zip((field.name for field in fields(Stored)), row, strict=True)))
