"""Keeps who is named in each article: persons, institutions, labs and funders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.news import institutions, people

MOST = 999  # of one article, whose ids they share
_SAID = ("kind", "name", "folded", "institution", "role", "said", "affiliation", "quote", "bucket")
_INSERT = (
    f"INSERT INTO mentions (id, article, person, joined, {', '.join(_SAID)})"
    f" VALUES (:id, :article, :person, :joined, {', '.join(':' + name for name in _SAID)})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What of an article tells who is in it."""

    id: int
    source: str
    institution: str  # of its source
    kind: str
    country: str
    home: str
    title: str
    text: str
    language: str | None
    authors: list[Any]
    experts: list[Any]
    contacts: list[Any]
    grants: list[tuple[str, str | None, str | None]]  # number, funder, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One person, institution, lab or funder named in an article; the columns of `mentions`."""

    kind: str
    name: str
    folded: str
    institution: str | None = None
    role: str | None = None
    said: str | None = None
    affiliation: str | None = None
    quote: str | None = None
    bucket: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A mention of a person, with what may tell who it is."""

    id: int
    article: int
    name: str
    institution: str | None
    said: str | None
    quote: str | None
    bucket: str
    person: int | None
    joined: str | None


_PERSON = "id, article, name, institution, said, quote, bucket, person, joined"


def naming(db: Database, article: int) -> Naming | None:
    """What an article says of who is in it; None when it is gone."""
    row = db.conn.execute(
        "SELECT articles.id, articles.source, sources.institution, sources.kind, sources.country, sources.home,"
        " articles.title, articles.text, articles.language, articles.authors, articles.experts, articles.contacts"
        " FROM articles JOIN sources ON sources.id = articles.source WHERE articles.id = :id",
        {"id": article},
    ).fetchone()
    if row is None:
        return None
    grants = db.conn.execute(
        "SELECT value, funder, quote FROM identifiers WHERE article = :id AND scheme = 'grant' ORDER BY value",
        {"id": article},
    ).fetchall()
    names = ("id", "source", "institution", "kind", "country", "home", "title", "text", "language")
    lists = {name: json.loads(said) for name, said in zip(("authors", "experts", "contacts"), row[9:], strict=True)}
    return Naming(**dict(zip(names, row, strict=False)), **lists, grants=[(one[0], one[1], one[2]) for one in grants])


def replace(db: Database, article: int, found: Sequence[Mention]) -> tuple[bool, set[int], set[str]]:
    """Set the mentions of an article. Gives whether they changed, and the persons and institutions it named before.

    An id is that of the article and a number within it, so that a rebuild gives the same; a person that is still named
    stays the person it was.
    """
    old = db.conn.execute(
        f"SELECT {', '.join(_SAID)}, person, joined FROM mentions WHERE article = :article ORDER BY id",
        {"article": article},
    ).fetchall()
    rows = [{name: getattr(one, name) for name in _SAID} for one in found[:MOST]]
    people_before = {row[-2] for row in old if row[-2] is not None}
    named_before = {row[3] for row in old if row[3] is not None}
    if [tuple(row.values()) for row in rows] == [tuple(row[:-2]) for row in old]:
        return False, people_before, named_before
    kept = {(row[0], row[1], row[8]): (row[-2], row[-1]) for row in old}
    for number, row in enumerate(rows):
        person, joined = kept.get((row["kind"], row["name"], row["bucket"]), (None, None))
        row |= {"id": article * (MOST + 1) + number, "article": article, "person": person, "joined": joined}
    db.conn.execute("DELETE FROM mentions WHERE article = :article", {"article": article})
    db.conn.executemany(_INSERT, rows)
    return True, people_before, named_before


def forget(db: Database, article: int) -> None:
    """Take out what an article names, before it is deleted: persons and institutions that only it named go with it."""
    _, persons, named = replace(db, article, ())
    people.refresh(db, persons)
    institutions.remove_unnamed(db, named)


def persons_of(db: Database, article: int) -> list[Person]:
    """The persons of one article who may have other spellings, in order."""
    rows = db.conn.execute(
        f"SELECT {_PERSON} FROM mentions"
        " WHERE article = :article AND kind = 'person' AND bucket IS NOT NULL ORDER BY id",
        {"article": article},
    )
    return [Person(*row) for row in rows]


def spellings_in(db: Database, bucket: str, limit: int) -> list[tuple[str, int | None]]:
    """(name, person) of a bucket, each once, joined ones left out; of at most `limit` names.

    Leaps from name to name in the index, so that a million mentions of one name cost no more than one.
    """
    found: list[tuple[str, int | None]] = []
    name = ""
    for _ in range(limit):
        row = db.conn.execute(
            "SELECT name FROM mentions INDEXED BY mentions_bucket"
            " WHERE bucket = :bucket AND joined IS NULL AND name > :name ORDER BY name LIMIT 1",
            {"bucket": bucket, "name": name},
        ).fetchone()
        if row is None:
            break
        name = row[0]
        found += [(name, person) for person in _persons_called(db, bucket, name)]
    return found


def _persons_called(db: Database, bucket: str, name: str) -> list[int | None]:
    """Who those of one name in a bucket are, nobody (None) first."""
    found: list[int | None] = []
    where = "bucket = :bucket AND joined IS NULL AND name = :name"
    values: dict[str, object] = {"bucket": bucket, "name": name, "last": -1}
    nobody = f"SELECT 1 FROM mentions INDEXED BY mentions_bucket WHERE {where} AND person IS NULL LIMIT 1"
    if db.conn.execute(nobody, values).fetchone():
        found.append(None)
    following = (
        f"SELECT person FROM mentions INDEXED BY mentions_bucket WHERE {where} AND person > :last"
        " ORDER BY person LIMIT 1"
    )
    while row := db.conn.execute(following, values).fetchone():
        found.append(row[0])
        values["last"] = row[0]
    return found


def assign(db: Database, bucket: str, name: str, old: int | None, person: int) -> None:
    """Say who all of one spelling in a bucket are that were `old`, except those that other evidence joined."""
    db.conn.execute(
        "UPDATE mentions SET person = :person WHERE bucket = :bucket AND name = :name AND joined IS NULL"
        " AND person IS :old",
        {"person": person, "bucket": bucket, "name": name, "old": old},
    )


def join(db: Database, mention: int, why: str) -> None:
    """Say why one mention is of a person with another spelling."""
    db.conn.execute("UPDATE mentions SET joined = :why WHERE id = :id", {"why": why, "id": mention})


def merge(db: Database, person: int, into: int) -> None:
    """Let all mentions of one person be of another."""
    db.conn.execute("UPDATE mentions SET person = :into WHERE person = :person", {"into": into, "person": person})


def person_given(db: Database, article: int, name: str) -> int | None:
    """Who a person of an article was in another file, before a rebuild."""
    row = db.conn.execute(
        "SELECT person FROM mentions WHERE article = :article AND kind = 'person' AND name = :name",
        {"article": article, "name": name},
    ).fetchone()
    return row[0] if row else None


def about_same_papers(db: Database, article: int, limit: int) -> list[tuple[int, str]]:
    """(article, paper) of other articles that announce a paper or trial this one announces, about `limit` of them."""
    own = db.conn.execute(
        "SELECT scheme, value FROM identifiers WHERE article = :article AND is_primary = 1 AND scheme != 'grant'"
        " ORDER BY scheme, value LIMIT :limit",
        {"article": article, "limit": limit},
    ).fetchall()
    found: dict[int, str] = {}
    for scheme, value in own:
        rows = db.conn.execute(
            "SELECT article FROM identifiers"
            " WHERE scheme = :scheme AND value = :value AND is_primary = 1 AND article != :article LIMIT :limit",
            {"scheme": scheme, "value": value, "article": article, "limit": limit},
        )
        for row in rows:
            found.setdefault(row[0], value)
    return sorted(found.items())


def of_same_story(db: Database, article: int, limit: int) -> list[int]:
    """Other articles of the story of an article, at most `limit`, in the order of their sources."""
    rows = db.conn.execute(
        "SELECT other.id FROM articles AS own JOIN articles AS other INDEXED BY articles_story"
        " ON other.story = own.story AND other.id != own.id WHERE own.id = :article LIMIT :limit",
        {"article": article, "limit": limit},
    )
    return sorted(row[0] for row in rows)


def source_institutions(db: Database) -> list[str]:
    """The institutions that own a source."""
    return [row[0] for row in db.conn.execute("SELECT DISTINCT institution FROM sources ORDER BY institution")]
