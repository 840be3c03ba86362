"""Turns what a reader asks for (words, filters, a place in the list) into bounded queries, newest article first."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted

from db.search import QUERY_CHARACTERS, match_expression
from db.site.outward import REGISTERS
from db.site.reading import ARTICLE_COLUMNS
from db.site.site import NewsSite

PAGE = 20
COUNTED = 1_000  # counting further would read the whole index, and nobody reads further
COUNT_MS = 400
TEXT_CHARACTERS = 16_000  # of each article, to find the words to show in
DAY = 1_000_000  # articles.id is the day times this plus a sequence
NO_ID = 2**63 - 1
# How people write an identifier; the tables hold the part after it.
IDENTIFIER_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:|pmid:|arxiv:)", re.IGNORECASE)
TABLE_COLUMNS = ("published_at", "title", "source", "language", "news_type", "evidence", "url", "story")  # fit a screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a reader asks for. `before`, `after`: the article beyond which the page starts."""

    words: str = ""
    institution: str = ""
    country: str = ""
    kind: str = ""
    language: str = ""
    type: str = ""  # of news
    evidence: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None
    faults: tuple[str, ...] = field(default=(), compare=False)

    @property
    def filtered(self) -> bool:
        chosen = (self.institution, self.country, self.kind, self.language, self.type, self.evidence)
        return any((*chosen, self.since, self.until))

    def query_string(self, **changed: object) -> str:
        """The same search as the part of an address after `?`, with some values changed or added."""
        values: dict[str, object] = {
            "q": self.words,
            "institution": self.institution,
            "country": self.country,
            "kind": self.kind,
            "language": self.language,
            "type": self.type,
            "evidence": self.evidence,
            "from": self.since,
            "to": self.until,
        }
        return urlencode({key: str(value) for key, value in (values | changed).items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of results. `total` is None when counting took too long, COUNTED + 1 when there are more."""

    articles: list[sqlite3.Row]
    total: int | None
    older: int | None = None  # the article after which the next page starts
    newer: int | None = None
    too_broad: bool = False


def read_search(args: Any) -> Search:
    """What the address asks for; a value that cannot be read is left out and named in `faults`."""
    faults: list[str] = []

    def text(key: str) -> str:
        return str(args.get(key) or "").strip()[:QUERY_CHARACTERS]

    def day(key: str) -> date | None:
        said = text(key)
        try:
            return date.fromisoformat(said) if said else None
        except ValueError:
            faults.append(f"“{said}” is not a day: write it as 2026-11-22.")
            return None

    def place(key: str) -> int | None:
        said = text(key)
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else None

    since, until = day("from"), day("to")
    if since and until and since > until:
        faults.append("The first day is after the last one, so nothing can be found.")
    return Search(
        words=text("q"),
        institution=text("institution"),
        country=text("country"),
        kind=text("kind"),
        language=text("language"),
        type=text("type"),
        evidence=text("evidence"),
        since=since,
        until=until,
        before=place("before"),
        after=place("after"),
        faults=tuple(faults),
    )


def conditions(search: Search) -> tuple[list[str], dict[str, object]]:
    """The WHERE clauses on `articles` (except the words and the place in the list) and their values.

    An article's id starts with its day, so days are ranges of ids: no index on dates is needed.
    """
    clauses: list[str] = []
    values: dict[str, object] = {}
    chosen = {key: getattr(search, key) for key in ("country", "kind") if getattr(search, key)}
    sources = [f"{key} = :{key}" for key in chosen]
    if search.institution:
        chosen |= {"institution": search.institution}
        sources.append("(institution IN (:institution, 'https://ror.org/' || :institution) OR id = :institution)")
    if sources:
        clauses.append(f"articles.source IN (SELECT id FROM sources WHERE {' AND '.join(sources)})")
        values |= chosen
    own = {"language": search.language, "news_type": search.type, "evidence": search.evidence}
    for column, value in own.items():
        if value:
            clauses.append(f"articles.{column} = :{column}")
            values[column] = value
    if search.since:
        clauses.append("articles.id >= :since")
        values["since"] = _day_number(search.since) * DAY
    if search.until:
        clauses.append("articles.id < :until")
        values["until"] = (_day_number(search.until) + 1) * DAY
    return clauses, values


def data_query(search: Search, *columns: str) -> str:
    """The same search for Datasette's own table page of articles (see `filters_from_request` in plugin.py)."""
    values: dict[str, object] = {
        "_search": search.words,
        "_institution": search.institution,
        "_country": search.country,
        "_kind": search.kind,
        "language": search.language,
        "news_type": search.type,
        "evidence": search.evidence,
        "_from": search.since,
        "_to": search.until,
        "duplicate_of__isnull": 1,
        "_sort_desc": "id",
    }
    chosen = [("_col", column) for column in columns]
    return urlencode([*((key, str(value)) for key, value in values.items() if value), *chosen])


async def find(site: NewsSite, search: Search) -> Found:
    """One page of the distinct articles that match, newest first."""
    match = match_expression(search.words)
    if search.words and not match:
        return Found(articles=[], total=0)
    listed, values = _listed(search, match)
    backwards = search.after is not None
    place = "articles.id > :place" if backwards else "articles.id < :place"
    order = "ASC" if backwards else "DESC"
    key = "articles_fts.rowid" if match else "articles.id"
    values["place"] = search.after if backwards else (NO_ID if search.before is None else search.before)
    sql = f"SELECT {key} {listed} AND {place.replace('articles.id', key)} ORDER BY {key} {order} LIMIT {PAGE + 1}"
    try:
        ids = [row[0] for row in await site.rows(sql, values)]
    except QueryInterrupted:
        return Found(articles=[], total=None, too_broad=True)
    more = len(ids) > PAGE
    ids = ids[:PAGE]
    if backwards:
        ids.reverse()
        older, newer = search.after, ids[0] if more else None
        older = ids[-1] if ids else older
    else:
        older, newer = ids[-1] if more else None, ids[0] if search.before is not None and ids else None
    return Found(articles=await articles_by_id(site, ids), total=await count(site, search), older=older, newer=newer)


async def count(site: NewsSite, search: Search) -> int | None:
    """How many articles match, COUNTED + 1 for more than that; None when counting takes too long."""
    match = match_expression(search.words)
    listed, values = _listed(search, match)
    try:
        sql = f"SELECT count(*) FROM (SELECT 1 {listed} LIMIT {COUNTED + 1})"
        return int((await site.rows(sql, values, limit_ms=COUNT_MS))[0][0])
    except QueryInterrupted:
        return None


async def articles_by_id(site: NewsSite, ids: list[int]) -> list[sqlite3.Row]:
    """What a list shows of each article, in the order of `ids`."""
    rows = await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS}, substr(articles.text, 1, {TEXT_CHARACTERS}) AS text, stories.headline,
            stories.articles AS story_articles, stories.sources AS story_sources, stories.languages AS story_languages
        FROM articles JOIN sources ON sources.id = articles.source LEFT JOIN stories ON stories.id = articles.story
        WHERE articles.id IN (SELECT value FROM json_each(:ids))
        """,
        {"ids": json.dumps(ids)},
    )
    known = {row["id"]: row for row in rows}
    return [known[id] for id in ids if id in known]


async def named(site: NewsSite, words: str) -> list[sqlite3.Row]:
    """The newest articles at, or naming, the one address, DOI or trial number that the words are."""
    said = words.strip()
    if not said or " " in said:
        return []
    value = IDENTIFIER_PREFIX.sub("", said)
    plain = re.sub(r"^https?://", "", said).rstrip("/")
    addresses = [f"{scheme}://{plain}{end}" for scheme in ("https", "http") for end in ("", "/")]
    rows = await site.rows(
        """
        SELECT id FROM articles WHERE url IN (SELECT value FROM json_each(:addresses))
        UNION SELECT identifiers.article FROM json_each(:schemes) AS schemes
            JOIN identifiers ON identifiers.scheme = schemes.value
                AND identifiers.value IN (:value, lower(:value), upper(:value))
        ORDER BY id DESC LIMIT :most
        """,
        {"addresses": json.dumps(addresses), "schemes": json.dumps(list(REGISTERS)), "value": value, "most": PAGE},
    )
    return await articles_by_id(site, [row[0] for row in rows])


async def for_table(site: NewsSite, search: Search, most: int) -> list[sqlite3.Row]:
    """The newest `most` matches as rows of a table; QueryInterrupted when the search is too broad for the time."""
    match = match_expression(search.words)
    if search.words and not match:
        return []
    listed, values = _listed(search, match)
    key = "articles_fts.rowid" if match else "articles.id"
    return await site.rows(
        f"""
        SELECT articles.id, articles.published_at AS published, articles.precision, articles.title, articles.lead,
            articles.language, articles.news_type, articles.evidence, sources.name AS institution, sources.kind,
            sources.country, articles.url, articles.paper_title, articles.journal,
            (
                SELECT value FROM identifiers WHERE article = articles.id AND scheme = 'doi'
                ORDER BY is_primary DESC, value LIMIT 1
            ) AS doi,
            articles.story, stories.sources AS institutions_telling_it, articles.first_seen_at AS first_seen
        FROM articles JOIN sources ON sources.id = articles.source LEFT JOIN stories ON stories.id = articles.story
        WHERE articles.id IN (SELECT {key} {listed} ORDER BY {key} DESC LIMIT :most) ORDER BY articles.id DESC
        """,
        values | {"most": most},
    )


async def choices(site: NewsSite) -> dict[str, list[Mapping[str, str]]]:
    """What the filters offer: institutions by name, countries, kinds and languages that the catalogue has."""
    institutions = await site.rows(
        "SELECT institution AS value, min(name) AS label FROM sources"
        " GROUP BY institution ORDER BY label COLLATE NOCASE"
    )
    countries = await site.rows("SELECT DISTINCT country AS value FROM sources ORDER BY country")
    kinds = await site.rows("SELECT DISTINCT kind AS value FROM sources ORDER BY kind")
    languages = await site.rows(
        "SELECT DISTINCT json_each.value AS value FROM sources, json_each(sources.languages) ORDER BY value"
    )
    found = {"institution": institutions, "country": countries, "kind": kinds, "language": languages}
    return {name: [dict(row) for row in rows] for name, rows in found.items()}


def _listed(search: Search, match: str) -> tuple[str, dict[str, object]]:
    """FROM and WHERE of the articles that match. The covering index spares reading every text to filter it out."""
    clauses, values = conditions(search)
    # the plus keeps SQLite from seeking each article once for every source of a country
    clauses = [
        "articles.duplicate_of IS NULL",
        *(clause.replace("articles.source", "+articles.source") for clause in clauses),
    ]
    if match:
        # CROSS JOIN keeps the words outside: they are the cheap, ordered side
        source = "articles_fts CROSS JOIN articles INDEXED BY articles_listed ON articles.id = articles_fts.rowid"
        clauses = [
            "articles_fts MATCH :match",
            *(clause.replace("articles.id ", "articles_fts.rowid ") for clause in clauses),
        ]
        values["match"] = match
    else:
        source = "articles INDEXED BY articles_listed"
    return f"FROM {source} WHERE {' AND '.join(clauses)}", values


def _day_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
