"""Turns a name a reader asks for into the institutions, people, labs and funders it may be, and their articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.names import fold_words
from db.site import finding, reading
from db.site.outward import institution_key
from db.site.site import NewsSite

ROWS = 2_000  # mentions that are read to find the names that begin alike; counts above that are "or more"
SHOWN = 30  # of a kind in a search
LISTED = 20  # people, labs or papers of an institution
COUNTED = 1_000  # as in finding: nobody reads further
_LAST = "\U0010ffff"
_DISTINCT = (
    "EXISTS (SELECT 1 FROM articles INDEXED BY articles_listed"
    " WHERE articles.id = mentions.article AND articles.duplicate_of IS NULL)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose articles are asked for: the conditions on `mentions`, their values, and the address of the page."""

    clauses: str
    values: Mapping[str, object]
    address: str  # of the page, with `?` and what it was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of articles, newest first, with the words that name whom they were asked for."""

    articles: list[sqlite3.Row]
    words: dict[int, list[sqlite3.Row]]
    total: int  # COUNTED + 1 when there are more
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """What a name may be, by kind, most often named first."""

    institutions: Sequence[sqlite3.Row] = ()
    people: Sequence[sqlite3.Row] = ()
    labs: Sequence[sqlite3.Row] = ()
    funders: Sequence[sqlite3.Row] = ()

    @property
    def nobody(self) -> bool:
        return not (self.institutions or self.people or self.labs or self.funders)


def of_person(id: int) -> Wanted:
    """The articles that name one person."""
    return Wanted(clauses="person = :person", values={"person": id}, address=f"/person/{id}?")


def of_institution(id: str) -> Wanted:
    """The articles of others that name one institution."""
    return Wanted(
        clauses="institution = :institution AND kind = 'institution' AND role = 'other'",
        values={"institution": id},
        address=f"/institution/{institution_key(id)}?view=named&",
    )


def of_name(kind: str, folded: str, query: str) -> Wanted:
    """The articles that name a lab or a funder. `query`: the page's own part of its address."""
    return Wanted(
        clauses="kind = :kind AND folded = :folded", values={"kind": kind, "folded": folded}, address=f"/named?{query}&"
    )


async def page(site: NewsSite, wanted: Wanted, before: int | None, after: int | None) -> Page:
    """One page of the distinct articles asked for. Walks an index from the newest; never sorts."""
    backwards = after is not None
    place = after if backwards else (finding.NO_ID if before is None else before)
    way, order = (">", "ASC") if backwards else ("<", "DESC")
    rows = await site.rows(
        f"SELECT article FROM mentions WHERE {wanted.clauses} AND article {way} :place AND {_DISTINCT}"
        f" GROUP BY article ORDER BY article {order} LIMIT {finding.PAGE + 1}",
        {**wanted.values, "place": place},
    )
    more, ids = len(rows) > finding.PAGE, [row[0] for row in rows[: finding.PAGE]]
    if backwards:
        ids.reverse()
        older, newer = (ids[-1] if ids else after), ids[0] if more else None
    else:
        older, newer = ids[-1] if more else None, ids[0] if before is not None and ids else None
    counted = await site.rows(
        f"SELECT count(*) FROM (SELECT 1 FROM mentions WHERE {wanted.clauses} AND {_DISTINCT}"
        f" GROUP BY article LIMIT {COUNTED + 1})",
        wanted.values,
    )
    words = await site.rows(
        "SELECT article, name, role, said, affiliation, quote, joined FROM mentions"
        f" WHERE {wanted.clauses} AND article IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        {**wanted.values, "ids": json.dumps(ids)},
    )
    by_article: dict[int, list[sqlite3.Row]] = {}
    for row in words:
        by_article.setdefault(row["article"], []).append(row)
    return Page(
        articles=await finding.articles_by_id(site, ids),
        words=by_article,
        total=counted[0][0],
        older=older,
        newer=newer,
    )


async def search(site: NewsSite, words: str) -> Who:
    """All that a name may be. People are found by the beginning of their family name, or of the whole name in either
    order; labs and funders by the beginning of theirs, institutions by any of their words."""
    folded = fold_words(words)
    if len(folded) < 2:
        return Who()
    last, _, rest = folded.rpartition(" ")[::-1]
    turned = f"{last} {rest}" if rest else folded
    return Who(
        institutions=await _institutions(site, folded),
        people=await _people(site, dict.fromkeys((folded, turned))),
        labs=await _named(site, "lab", folded),
        funders=await _named(site, "funder", folded),
    )


async def _institutions(site: NewsSite, folded: str) -> list[sqlite3.Row]:
    """Institutions that have all these words in their names; all are read, as many as the registry has."""
    words = folded.split()[:8]
    clauses = " AND ".join(f"folded LIKE :w{number}" for number in range(len(words)))
    rows = await site.rows(
        f"""
        SELECT id, name, country, kind, (
            SELECT count(*) FROM (
                SELECT 1 FROM mentions WHERE institution = institutions.id AND kind = 'institution' AND role = 'other'
                LIMIT {COUNTED + 1}
            )
        ) AS named, (SELECT 1 FROM sources WHERE sources.institution = institutions.id LIMIT 1) AS watched
        FROM institutions WHERE id IN (
            SELECT id FROM institutions WHERE {clauses}
            ORDER BY folded = :all OR folded LIKE :first DESC, length(name), id LIMIT {SHOWN}
        )
        """,
        {**{f"w{number}": f"%{word}%" for number, word in enumerate(words)}, "all": folded, "first": f"{folded}\n%"},
    )
    return sorted(rows, key=lambda row: (-row["named"], row["name"]))


async def _people(site: NewsSite, spellings: Iterable[str]) -> list[sqlite3.Row]:
    ranges = [(folded, folded + _LAST) for folded in spellings]
    values = {
        f"{end}{number}": bound for number, pair in enumerate(ranges) for end, bound in zip("ab", pair, strict=True)
    }
    inside = " UNION ALL ".join(
        "SELECT * FROM (SELECT person, article FROM mentions WHERE kind = 'person'"
        f" AND folded >= :a{number} AND folded < :b{number} AND person IS NOT NULL LIMIT {ROWS})"
        for number in range(len(ranges))
    )
    return await site.rows(
        f"""
        SELECT people.id, people.name, institutions.id AS institution, institutions.name AS institution_name,
            count(DISTINCT found.article) AS articles
        FROM ({inside}) AS found JOIN people ON people.id = found.person
        LEFT JOIN institutions ON institutions.id = people.institution
        GROUP BY people.id ORDER BY articles DESC, people.name LIMIT {SHOWN}
        """,
        values,
    )


async def _named(site: NewsSite, kind: str, folded: str) -> list[sqlite3.Row]:
    return await site.rows(
        f"""
        SELECT found.folded, min(found.name) AS name, count(DISTINCT article) AS articles,
            max(found.institution) AS institution
        FROM (
            SELECT folded, name, article, institution FROM mentions
            WHERE kind = :kind AND folded >= :first AND folded < :last LIMIT {ROWS}
        ) AS found
        GROUP BY found.folded ORDER BY articles DESC, name LIMIT {SHOWN}
        """,
        {"kind": kind, "first": folded, "last": folded + _LAST},
    )


async def person(site: NewsSite, id: int) -> sqlite3.Row | None:
    """A person with the name of their institution; None when there is none of that id."""
    rows = await site.rows(
        """
        SELECT people.id, people.name, people.spellings, people.institution, institutions.name AS institution_name
        FROM people LEFT JOIN institutions ON institutions.id = people.institution WHERE people.id = :id
        """,
        {"id": id},
    )
    return rows[0] if rows else None


async def institution(site: NewsSite, key: str) -> sqlite3.Row | None:
    """An institution by its id or the short form of it; None when none is watched or named."""
    rows = await site.rows(
        """
        SELECT id, name, country, kind, home, parents FROM institutions
        WHERE id IN (:key, 'https://ror.org/' || :key)
        UNION ALL SELECT institution, name, country, kind, home, '[]' FROM sources
        WHERE institution IN (:key, 'https://ror.org/' || :key) LIMIT 1
        """,
        {"key": key},
    )
    return rows[0] if rows else None


async def people_of(site: NewsSite, id: str) -> list[sqlite3.Row]:
    """The experts of an institution that are named most in its newest ROWS mentions of experts."""
    return await site.rows(
        f"""
        SELECT people.id, people.name, count(*) AS articles FROM (
            SELECT person FROM mentions WHERE institution = :id AND kind = 'person' AND role = 'expert'
            ORDER BY article DESC LIMIT {ROWS}
        ) AS found JOIN people ON people.id = found.person
        GROUP BY people.id ORDER BY articles DESC, people.name LIMIT {LISTED}
        """,
        {"id": id},
    )


async def labs_of(site: NewsSite, id: str) -> list[sqlite3.Row]:
    """The labs and departments of an institution that are named most."""
    return await site.rows(
        f"""
        SELECT folded, min(name) AS name, count(*) AS articles FROM (
            SELECT folded, name FROM mentions WHERE institution = :id AND kind = 'lab' AND role IS NULL
            ORDER BY article DESC LIMIT {ROWS}
        ) GROUP BY folded ORDER BY articles DESC, name LIMIT {LISTED}
        """,
        {"id": id},
    )


async def papers_of(site: NewsSite, articles: Sequence[int]) -> list[sqlite3.Row]:
    """The papers and trials these articles announce, as the articles come."""
    return await site.rows(
        """
        SELECT papers.id, papers.title, papers.journal, papers.scheme, papers.value, papers.state
        FROM article_papers JOIN papers ON papers.id = article_papers.paper
        WHERE article_papers.article IN (SELECT value FROM json_each(:ids)) AND article_papers.is_primary = 1
        GROUP BY papers.id ORDER BY max(article_papers.article) DESC LIMIT :most
        """,
        {"ids": json.dumps(list(articles)), "most": LISTED},
    )


async def above(site: NewsSite, parents: str) -> list[sqlite3.Row]:
    """The institutions that one is part of, as far as they have a page."""
    return await site.rows(
        "SELECT id, name FROM institutions WHERE id IN (SELECT value FROM json_each(:parents)) ORDER BY name",
        {"parents": json.dumps(reading.json_list(parents))},
    )


async def named_in(site: NewsSite, articles: Sequence[int]) -> dict[str, list[sqlite3.Row]]:
    """Who is named in these articles, by kind, each once: people with a page, institutions, labs and funders."""
    rows = await site.rows(
        """
        SELECT mentions.kind, min(mentions.name) AS name, min(mentions.folded) AS folded, mentions.person,
            mentions.institution, institutions.name AS institution_name, count(DISTINCT mentions.article) AS articles,
            max(mentions.role = 'expert') AS expert, min(mentions.said) AS said
        FROM mentions LEFT JOIN institutions ON institutions.id = mentions.institution
        WHERE mentions.article IN (SELECT value FROM json_each(:ids))
        GROUP BY mentions.kind, CASE mentions.kind WHEN 'person' THEN 'p' || mentions.person
            WHEN 'institution' THEN mentions.institution ELSE mentions.folded END
        ORDER BY articles DESC, min(mentions.id) LIMIT 200
        """,
        {"ids": json.dumps(list(articles))},
    )
    found: dict[str, list[sqlite3.Row]] = {"person": [], "institution": [], "lab": [], "funder": []}
    for row in rows:
        if row["kind"] != "person" or (row["person"] is not None and row["expert"]):
            found[row["kind"]].append(row)
    return found
