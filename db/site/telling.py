"""Turns a story of news.db into what its page shows: a headline for this reader, who tells it, since when, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.news.intervals import interval
from db.site.reading import ARTICLE_COLUMNS, MEMBERS, TEASER, json_list, json_object
from db.site.site import NewsSite

REDIRECTS = 10  # how often a story may have been merged into another one
CERTAINTIES = ("certain", "likely", "open")
DECIDED = 200  # pairs an editor decided, looked at for one story
INSTITUTIONS = 30  # named beside a story


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline of a story in one language."""

    title: str
    language: str | None
    article: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why an article is in its story. `other`: the one it is closest to; `decision`: the editor's, if one put it."""

    reason: str
    score: float | None
    other: int | None
    title: str | None
    language: str | None
    evidence: str | None
    decision: sqlite3.Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a story, with the articles that repeat it and why it belongs."""

    article: sqlite3.Row
    copies: list[sqlite3.Row]
    why: Why | None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Who announced a story first: `certainty` certain | likely | open, who may be it, and the interval."""

    certainty: str
    tellers: list[sqlite3.Row]
    not_before: str | None
    not_after: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All the story page shows. `languages`: who announced it, by language, the reader's own first, then as told."""

    row: sqlite3.Row
    headline: Headline
    others: list[Headline]
    languages: list[tuple[str, list[Member]]]
    follow_ups: list[Member]
    institutions: list[sqlite3.Row]
    papers: list[sqlite3.Row]  # identifiers
    paper: sqlite3.Row | None  # how the first article that describes the paper does: paper_title, journal
    first: First | None
    told: list[sqlite3.Row]  # every article, repeats too, in the order of their dates
    cut: bool

    @property
    def members(self) -> list[Member]:
        """Each article once."""
        return [*(member for _, members in self.languages for member in members), *self.follow_ups]


async def story_redirect(site: NewsSite, id: int) -> int | None:
    """The story that took the place of a merged one, followed to the last; None when it was never merged."""
    rows = await site.rows(
        """
        WITH RECURSIVE trail (id, step) AS (
            SELECT new, 1 FROM story_redirects WHERE old = :id
            UNION SELECT story_redirects.new, trail.step + 1 FROM trail
                JOIN story_redirects ON story_redirects.old = trail.id WHERE trail.step < :most
        )
        SELECT id FROM trail WHERE id IN (SELECT id FROM stories) ORDER BY step DESC LIMIT 1
        """,
        {"id": id, "most": REDIRECTS},
    )
    return int(rows[0][0]) if rows else None


async def story(site: NewsSite, id: int, tongues: Sequence[str] = ()) -> Story | None:
    """A story with its members and why they belong, for a reader of `tongues`; None when there is none."""
    rows = await site.rows("SELECT * FROM stories WHERE id = :id", {"id": id})
    if not rows:
        return None
    ids = await _ids(site, id)
    told = await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS}, substr(articles.text, 1, {TEASER}) AS text,
            articles.not_seen_at, articles.story_reason, articles.story_score, articles.story_with,
            articles.story_role, other.title AS with_title, other.language AS with_language
        FROM articles JOIN sources ON sources.id = articles.source
        LEFT JOIN articles AS other ON other.id = articles.story_with
        WHERE articles.id IN (SELECT value FROM json_each(:ids)) ORDER BY articles.id
        """,
        {"ids": ids},
    )
    headline, others = headlines(rows[0], tongues)
    members = _members(told, await _evidence(site, ids), await _decisions(site, ids))
    paper = await _described(site, ids)
    return Story(
        row=rows[0],
        headline=headline,
        others=others,
        languages=_by_language([one for one in members if one.article["story_role"] != "follow-up"], tongues),
        follow_ups=sorted(
            (one for one in members if one.article["story_role"] == "follow-up"), key=lambda one: _moment(one.article)
        ),
        institutions=await _institutions(site, rows[0]["institutions"]),
        papers=await _identifiers(site, ids),
        paper=paper[0] if paper else None,
        first=_first(rows[0]["first"], told),
        told=sorted(told, key=_moment),
        cut=len(told) == MEMBERS,
    )


def headlines(row: sqlite3.Row, tongues: Sequence[str]) -> tuple[Headline, list[Headline]]:
    """The headline for a reader of `tongues` (the story's own where it has none of them), and the others."""
    known = [
        Headline(title=said["title"], language=language, article=said["article"])
        for language, said in sorted(json_object(row["headlines"]).items())
        if isinstance(said, dict) and isinstance(said.get("title"), str) and isinstance(said.get("article"), int)
    ]
    chosen = Headline(title=row["headline"], language=row["language"], article=None)
    by_language = {one.language: one for one in known}
    for tongue in tongues:
        if tongue == row["language"]:
            break
        if tongue in by_language:
            chosen = by_language[tongue]
            break
    return chosen, [one for one in known if one.language != chosen.language]


async def _ids(site: NewsSite, story: int) -> str:
    """The articles of a story to show, as JSON: the first MEMBERS. Read from an index alone, however many copies."""
    rows = await site.rows(
        f"SELECT id FROM articles WHERE story = :story ORDER BY id LIMIT {MEMBERS}", {"story": story}
    )
    return json.dumps([row["id"] for row in rows])


async def _evidence(site: NewsSite, ids: str) -> dict[int, str]:
    """What proves the link that holds each article in its story: a DOI, a trial, how alike they are. `ids`: JSON."""
    rows = await site.rows(
        """
        SELECT articles.id, max(links.evidence) FROM articles
        JOIN links ON links.a = min(articles.id, articles.story_with)
            AND links.b = max(articles.id, articles.story_with) AND links.reason = articles.story_reason
        WHERE articles.id IN (SELECT value FROM json_each(:ids)) GROUP BY articles.id
        """,
        {"ids": ids},
    )
    return {row[0]: row[1] for row in rows}


async def _decisions(site: NewsSite, ids: str) -> dict[tuple[int, int], sqlite3.Row]:
    """What editors said that holds these articles (JSON) in their story, by pair, the latest word."""
    rows = await site.rows(
        f"""
        SELECT decisions.* FROM articles
        JOIN decisions ON decisions.a = min(articles.id, articles.story_with)
            AND decisions.b = max(articles.id, articles.story_with)
        WHERE articles.id IN (SELECT value FROM json_each(:ids)) AND articles.story_reason = 'editor'
            AND undone_at IS NULL
        ORDER BY number LIMIT {DECIDED}
        """,
        {"ids": ids},
    )
    return {(row["a"], row["b"]): row for row in rows}


async def _identifiers(site: NewsSite, ids: str) -> list[sqlite3.Row]:
    """The papers and trials these articles (JSON) name, those they announce first."""
    return await site.rows(
        """
        SELECT identifiers.scheme, identifiers.value, max(identifiers.is_primary) AS is_primary,
            count(DISTINCT identifiers.article) AS named_by
        FROM identifiers WHERE article IN (SELECT value FROM json_each(:ids))
        GROUP BY identifiers.scheme, identifiers.value ORDER BY is_primary DESC, named_by DESC, value LIMIT 20
        """,
        {"ids": ids},
    )


async def _described(site: NewsSite, ids: str) -> list[sqlite3.Row]:
    """The one of these articles (JSON) that describes the paper best."""
    return await site.rows(
        """
        SELECT id, paper_title, journal FROM articles
        WHERE id IN (SELECT value FROM json_each(:ids)) AND coalesce(paper_title, journal) IS NOT NULL
        ORDER BY paper_title IS NULL, journal IS NULL, id LIMIT 1
        """,
        {"ids": ids},
    )


async def _institutions(site: NewsSite, said: str) -> list[sqlite3.Row]:
    """The institutions of a story by name, as far as they are known here, in its order."""
    ids = [one for one in json_list(said) if isinstance(one, str)][:INSTITUTIONS]
    found: dict[str, sqlite3.Row] = {}
    for id in dict.fromkeys(ids):
        rows = await site.rows(
            """
            SELECT institution AS id, name FROM sources WHERE institution = :id
            UNION ALL SELECT id, name FROM institutions WHERE id = :id LIMIT 1
            """,
            {"id": id},
        )
        found |= {row["id"]: row for row in rows}
    return list(found.values())


def _members(
    told: list[sqlite3.Row], evidence: dict[int, str], decided: dict[tuple[int, int], sqlite3.Row]
) -> list[Member]:
    """Each article once, with its repeats; a repeat of an article elsewhere stands for itself."""
    known = {row["id"] for row in told if row["duplicate_of"] is None}
    copies: dict[int, list[sqlite3.Row]] = {}
    for row in told:
        if row["duplicate_of"] in known:
            copies.setdefault(row["duplicate_of"], []).append(row)
    return [
        Member(article=row, copies=copies.get(row["id"], []), why=_why(row, evidence, decided))
        for row in told
        if row["duplicate_of"] not in known
    ]


def _why(row: sqlite3.Row, evidence: dict[int, str], decided: dict[tuple[int, int], sqlite3.Row]) -> Why | None:
    if row["story_reason"] is None:
        return None
    other = row["story_with"]
    pair = (min(row["id"], other), max(row["id"], other)) if other else None
    return Why(
        reason=row["story_reason"],
        score=row["story_score"],
        other=other if row["with_title"] is not None else None,
        title=row["with_title"],
        language=row["with_language"],
        evidence=evidence.get(row["id"]),
        decision=decided.get(pair) if pair else None,
    )


def _by_language(members: list[Member], tongues: Sequence[str]) -> list[tuple[str, list[Member]]]:
    """The members by language, each in the order of their dates; languages the reader prefers first."""
    groups: dict[str, list[Member]] = {}
    for member in sorted(members, key=lambda one: _moment(one.article)):
        groups.setdefault(member.article["language"] or "", []).append(member)
    wanted = {tongue: place for place, tongue in enumerate(tongues)}
    return sorted(groups.items(), key=lambda group: wanted.get(group[0], len(wanted)))


def _moment(row: sqlite3.Row) -> tuple[str, int]:
    """Where an article stands in the timeline: its printed date, else the day its id starts with."""
    when = interval(row["published_at"], row["precision"])
    day = str(row["id"] // 1_000_000)
    return (when[0].isoformat() if when else f"{day[:-4]}-{day[-4:-2]}-{day[-2:]}"), row["id"]


def _first(said: str, told: list[sqlite3.Row]) -> First | None:
    """Who was first, of the column `stories.first`; None where it says nothing a page could show."""
    found: dict[str, Any] = json_object(said)
    rows = {row["id"]: row for row in told}
    named = found.get("articles")
    tellers = [rows[id] for id in named if id in rows] if isinstance(named, list) else []
    if found.get("certainty") not in CERTAINTIES or not tellers:
        return None
    return First(
        certainty=found["certainty"],
        tellers=tellers,
        not_before=str(found["not_before"]) if found.get("not_before") else None,
        not_after=str(found["not_after"]) if found.get("not_after") else None,
        why=str(found.get("why") or ""),
    )
