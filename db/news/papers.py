"""Keeps one record for each paper or trial that articles name, its identifiers, and which articles are about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlite_utils import Database

Key = tuple[str, str]  # (scheme, value)
NUMBERS = 9_000_000_000_000_000  # below what JSON readers keep exact; two of a million papers meet once in 20,000 files


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One row of `papers`; `authors`, `funders`, `origins` and `retraction` are JSON."""

    id: int
    scheme: str
    value: str
    kind: str
    title: str | None
    journal: str | None
    authors: str
    published_at: str | None
    funders: str
    origins: str
    state: str
    state_at: str | None
    state_why: str | None
    retraction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What one article says of the paper it announces, as far as a card asks."""

    article: int
    url: str
    source: str
    agency: bool  # a distributor of others' news
    announced_on: str  # its day, else the day it was first seen
    paper_title: str | None
    journal: str | None
    primary: frozenset[Key]  # what it announces


_COLUMNS = tuple(field.name for field in fields(Card))
_NAMED = "scheme = :scheme AND value = :value"


def number_of(scheme: str, value: str) -> int:
    """The id of the card that this identifier names: the same in every file."""
    digest = hashlib.sha256(f"{scheme}:{value}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % NUMBERS + 1


def get(db: Database, paper: int) -> Card | None:
    """The card with this id."""
    row = db.conn.execute(f"SELECT {', '.join(_COLUMNS)} FROM papers WHERE id = :id", {"id": paper}).fetchone()
    return Card(**dict(zip(_COLUMNS, row, strict=True))) if row else None


def put(db: Database, card: Card) -> None:
    """Add a card or change it."""
    sets = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")
    db.conn.execute(
        f"INSERT INTO papers ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        asdict(card),
    )


def delete(db: Database, paper: int) -> None:
    """Forget a card that no article names, with its identifiers."""
    db.conn.execute("DELETE FROM papers WHERE id = :id", {"id": paper})


def holder(db: Database, key: Key) -> int | None:
    """The card an identifier belongs to."""
    row = db.conn.execute(f"SELECT paper FROM paper_ids WHERE {_NAMED}", _named(key)).fetchone()
    return int(row[0]) if row else None


def ids_of(db: Database, paper: int) -> dict[Key, str]:
    """The identifiers of a card, each with why it is one."""
    rows = db.conn.execute("SELECT scheme, value, evidence FROM paper_ids WHERE paper = :id", {"id": paper})
    return {(row[0], row[1]): row[2] for row in rows}


def set_ids(db: Database, paper: int, ids: dict[Key, str]) -> None:
    """Let exactly these identifiers belong to a card, whichever card they were of before."""
    db.conn.execute("DELETE FROM paper_ids WHERE paper = :id", {"id": paper})
    db.conn.executemany(
        "INSERT OR REPLACE INTO paper_ids (scheme, value, paper, number, evidence)"
        " VALUES (:scheme, :value, :paper, :number, :evidence)",
        [{**_named(key), "paper": paper, "number": number_of(*key), "evidence": why} for key, why in ids.items()],
    )


def of_article(db: Database, article: int) -> set[int]:
    """The cards of an article."""
    return {
        int(row[0])
        for row in db.conn.execute("SELECT paper FROM article_papers WHERE article = :article", {"article": article})
    }


def link_printed(db: Database, article: int, papers: Iterable[tuple[int, bool, Key]]) -> None:
    """Set the cards of what an article prints: (card, whether it announces it, the identifier). Others' links stay."""
    db.conn.execute("DELETE FROM article_papers WHERE article = :article AND how = 'printed'", {"article": article})
    rows: dict[int, dict[str, Any]] = {}
    for paper, primary, (scheme, value) in papers:
        known = rows.get(paper)
        if known is None or (primary and not known["is_primary"]):
            rows[paper] = {
                "article": article, "paper": paper, "is_primary": int(primary), "evidence": f"{scheme}:{value}",
            }  # fmt: skip
    db.conn.executemany(
        "INSERT OR REPLACE INTO article_papers (article, paper, how, is_primary, score, evidence)"
        " VALUES (:article, :paper, 'printed', :is_primary, 1.0, :evidence)",
        rows.values(),
    )


def link_found(db: Database, article: int, found: tuple[int, float, str] | None) -> None:
    """Set the card that an article without a printed identifier is about: (card, how sure 0..1, evidence), or none."""
    db.conn.execute("DELETE FROM article_papers WHERE article = :article AND how = 'linked'", {"article": article})
    if found:
        db.conn.execute(
            "INSERT OR IGNORE INTO article_papers (article, paper, how, is_primary, score, evidence)"
            " VALUES (:article, :paper, 'linked', 1, :score, :evidence)",
            {"article": article, "paper": found[0], "score": found[1], "evidence": found[2]},
        )


def move_found(db: Database, old: int, new: int) -> None:
    """Let the articles found to be about one card be about another, into which it was joined."""
    names = {"old": old, "new": new}
    db.conn.execute(
        "UPDATE OR IGNORE article_papers SET paper = :new WHERE paper = :old AND how = 'linked'"
        " AND EXISTS (SELECT 1 FROM papers WHERE id = :new)",
        names,
    )


def is_found(db: Database, paper: int) -> bool:
    """Whether an article was found to be about a card without printing its identifier."""
    row = db.conn.execute(
        "SELECT 1 FROM article_papers WHERE paper = :id AND how = 'linked' LIMIT 1", {"id": paper}
    ).fetchone()
    return row is not None


def printed_in(db: Database, article: int) -> list[tuple[Key, bool]]:
    """The identifiers an article names, with whether it announces them."""
    rows = db.conn.execute(
        "SELECT scheme, value, is_primary FROM identifiers WHERE article = :article AND scheme != 'grant'"
        " ORDER BY is_primary DESC, scheme, value",
        {"article": article},
    )
    return [((row[0], row[1]), bool(row[2])) for row in rows]


def naming(db: Database, key: Key) -> list[int]:
    """The articles that name an identifier, all of them."""
    return [int(row[0]) for row in db.conn.execute(f"SELECT article FROM identifiers WHERE {_NAMED}", _named(key))]


def is_printed(db: Database, key: Key) -> bool:
    """Whether any article names an identifier."""
    row = db.conn.execute(f"SELECT 1 FROM identifiers WHERE {_NAMED} LIMIT 1", _named(key)).fetchone()
    return row is not None


def first_named_on(db: Database, paper: int, keys: Iterable[Key]) -> str | None:
    """The day of the earliest article that names one of these identifiers, or was found to be about this card."""
    row = db.conn.execute(
        "SELECT coalesce(published_day, published_at, first_seen_at) FROM articles WHERE id = ("
        "SELECT min(article) FROM article_papers WHERE paper = :paper AND how = 'linked')",
        {"paper": paper},
    ).fetchone()
    days = [str(row[0])[:10]] if row else []
    for key in keys:
        for primary in (0, 1):  # apart, so that each is one step into the index
            row = db.conn.execute(
                "SELECT coalesce(published_day, published_at, first_seen_at) FROM articles WHERE id = ("
                f"SELECT min(article) FROM identifiers WHERE {_NAMED} AND is_primary = :primary)",
                {**_named(key), "primary": primary},
            ).fetchone()
            if row:
                days.append(str(row[0])[:10])
    return min(days, default=None)


def releases(db: Database, keys: Iterable[Key], limit: int) -> list[Release]:
    """What the articles that announce one of these identifiers say, the earliest first."""
    found: dict[int, Release] = {}
    for key in keys:
        rows = db.conn.execute(
            """
            SELECT articles.id, articles.url, articles.source, sources.kind = 'agency',
                coalesce(articles.published_day, articles.published_at, articles.first_seen_at), articles.paper_title,
                articles.journal, (
                    SELECT json_group_array(json_array(scheme, value))
                    FROM identifiers AS own WHERE own.article = articles.id AND own.is_primary = 1
                )
            FROM identifiers CROSS JOIN articles ON articles.id = identifiers.article
            CROSS JOIN sources ON sources.id = articles.source
            WHERE identifiers.scheme = :scheme AND identifiers.value = :value AND identifiers.is_primary = 1
            ORDER BY identifiers.article LIMIT :limit
            """,
            {**_named(key), "limit": limit},
        )
        for row in rows:
            primary = frozenset((scheme, value) for scheme, value in json.loads(row[7]))
            found[row[0]] = Release(
                article=row[0], url=row[1], source=row[2], agency=bool(row[3]), announced_on=row[4][:10],
                paper_title=row[5], journal=row[6], primary=primary,
            )  # fmt: skip
    return sorted(found.values(), key=lambda one: (one.announced_on, one.url))[:limit]


def grants_of(db: Database, articles: Iterable[int]) -> list[tuple[str, str]]:
    """(funder, number) of the grants that these articles name, where both are known."""
    found = set()
    for article in articles:
        rows = db.conn.execute(
            "SELECT funder, value FROM identifiers"
            " WHERE article = :article AND scheme = 'grant' AND funder IS NOT NULL",
            {"article": article},
        )
        found |= {(row[0], row[1]) for row in rows}
    return sorted(found)


def with_notices(db: Database) -> list[int]:
    """The cards that hold a notice."""
    return [int(row[0]) for row in db.conn.execute("SELECT id FROM papers WHERE retraction IS NOT NULL ORDER BY id")]


def export(db: Database) -> Iterator[dict[str, Any]]:
    """Every card with its identifiers and the articles about it, JSON columns decoded, in id order."""
    ids = [int(row[0]) for row in db.conn.execute("SELECT id FROM papers ORDER BY id")]
    for id_ in ids:
        card = get(db, id_)
        if card:
            yield exported(db, card)


def exported(db: Database, card: Card) -> dict[str, Any]:
    """A card as programs read it."""
    values = asdict(card)
    for name in ("authors", "funders", "origins", "retraction"):
        values[name] = json.loads(values[name]) if values[name] else None
    rows = db.conn.execute(
        "SELECT articles.id, url, title, language, how, is_primary, score, article_papers.evidence FROM article_papers"
        " JOIN articles ON articles.id = article WHERE paper = :id ORDER BY article",
        {"id": card.id},
    )
    names = ("id", "url", "title", "language", "how", "primary", "score", "evidence")
    articles = [dict(zip(names, row, strict=True)) for row in rows]
    for article in articles:
        article["primary"] = bool(article["primary"])
    ids = [
        {"scheme": scheme, "value": value, "evidence": why}
        for (scheme, value), why in sorted(ids_of(db, card.id).items())
    ]
    return {**values, "identifiers": ids, "articles": articles}


def _named(key: Key) -> dict[str, Any]:
    return {"scheme": key[0], "value": key[1]}
