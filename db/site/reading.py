"""Turns the rows of news.db into what the home, article and story pages show."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.site.site import NewsSite
from db.site.timeline import First, Telling, interval, who_was_first

FRONT = 30  # articles on the home page
SHARED = 7  # stories told by several sources above them
TEASER = 400  # characters of a text, to begin it with
MEMBERS = 300  # articles shown of one story; a story of more is a mistake the page should survive
REDIRECTS = 10  # how often a story may have been merged into another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a story, with the articles that repeat it and why it belongs."""

    article: sqlite3.Row
    copies: list[sqlite3.Row]
    reasons: list[sqlite3.Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All the story page shows. `languages`: members by language, the first told language first."""

    row: sqlite3.Row
    languages: list[tuple[str, list[Member]]]
    papers: list[sqlite3.Row]  # identifiers
    paper: sqlite3.Row | None  # how the first article that describes the paper does: paper_title, journal
    first: First | None
    told: list[sqlite3.Row]  # every article, repeats too, in the order of their dates
    cut: bool


ARTICLE_COLUMNS = """
    articles.id, articles.source, articles.url, articles.title, articles.lead, articles.language,
    articles.published_at, articles.precision, articles.first_seen_at, articles.withdrawn_at, articles.duplicate_of,
    articles.duplicate_reason, articles.duplicate_score, articles.story, articles.news_type, articles.evidence,
    sources.name, sources.institution, sources.country, sources.kind
"""


async def front(site: NewsSite) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
    """The newest stories that several sources tell, and the newest articles (one a story), newest first.

    The newest articles are a walk down the ids; of each story only its newest article is listed.
    """
    shared = await site.rows(
        """
        SELECT stories.id, headline, stories.language, first_published_at, last_published_at, stories.articles, sources,
            languages, coalesce(articles.lead, substr(articles.text, 1, :teaser)) AS lead
        FROM stories LEFT JOIN articles ON articles.id = stories.id
        WHERE sources > 1 ORDER BY last_published_at DESC, stories.id DESC LIMIT :most
        """,
        {"teaser": TEASER, "most": SHARED},
    )
    newest = await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS}, substr(articles.text, 1, {TEASER}) AS text,
            stories.sources AS story_sources, stories.articles AS story_articles
        FROM articles INDEXED BY articles_listed CROSS JOIN sources ON sources.id = articles.source
        LEFT JOIN stories ON stories.id = articles.story
        WHERE articles.duplicate_of IS NULL AND articles.withdrawn_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM articles AS later
            WHERE later.story = articles.story AND later.id > articles.id AND later.duplicate_of IS NULL
        )
        ORDER BY articles.id DESC LIMIT {FRONT}
        """
    )
    return shared, newest


async def tellers(site: NewsSite, stories: list[int]) -> dict[int, list[sqlite3.Row]]:
    """Who tells each of these stories, the first teller first."""
    found: dict[int, list[sqlite3.Row]] = {}
    for story in stories:
        found[story] = await site.rows(
            """
            SELECT sources.name, sources.institution, sources.country, min(articles.id) AS first
            FROM articles JOIN sources ON sources.id = articles.source
            WHERE articles.story = :story GROUP BY sources.id ORDER BY first LIMIT 12
            """,
            {"story": story},
        )
    return found


async def article(site: NewsSite, id: int) -> sqlite3.Row | None:
    """An article with its source; None when there is none of that id."""
    rows = await site.rows(
        """
        SELECT articles.*, sources.name, sources.institution, sources.country, sources.kind, sources.home,
            stories.headline, stories.articles AS story_articles, stories.sources AS story_sources,
            stories.languages AS story_languages
        FROM articles JOIN sources ON sources.id = articles.source LEFT JOIN stories ON stories.id = articles.story
        WHERE articles.id = :id
        """,
        {"id": id},
    )
    return rows[0] if rows else None


async def appearances(site: NewsSite, id: int) -> list[sqlite3.Row]:
    """The articles that repeat this one, and the one it repeats itself, oldest first."""
    return await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS} FROM articles JOIN sources ON sources.id = articles.source
        WHERE articles.id IN (
            SELECT id FROM articles WHERE duplicate_of = :id
            UNION SELECT duplicate_of FROM articles WHERE id = :id
            UNION SELECT id FROM articles
                WHERE duplicate_of = (SELECT duplicate_of FROM articles WHERE id = :id) AND id != :id
        ) ORDER BY articles.id LIMIT {MEMBERS}
        """,
        {"id": id},
    )


async def identifiers(site: NewsSite, id: int) -> list[sqlite3.Row]:
    """The papers and trials an article names, what it announces first, and how many other articles name each."""
    return await site.rows(
        """
        SELECT scheme, value, found_in, quote, is_primary, funder, (
            SELECT count(*) FROM (
                SELECT 1 FROM identifiers AS other
                WHERE other.scheme = identifiers.scheme AND other.value = identifiers.value AND other.article != :id
                LIMIT 100
            )
        ) AS others
        FROM identifiers WHERE article = :id ORDER BY is_primary DESC, scheme, value LIMIT 60
        """,
        {"id": id},
    )


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


async def story(site: NewsSite, id: int) -> Story | None:
    """A story with its members, why they belong, its papers and who told it first; None when there is none."""
    rows = await site.rows("SELECT * FROM stories WHERE id = :id", {"id": id})
    if not rows:
        return None
    told = await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS} FROM articles JOIN sources ON sources.id = articles.source
        WHERE articles.story = :id ORDER BY articles.id LIMIT {MEMBERS}
        """,
        {"id": id},
    )
    reasons = await site.rows(
        """
        SELECT links.b AS member, links.reason, links.evidence, links.score, other.id, other.title, other.language
        FROM articles JOIN links ON links.b = articles.id AND links.kind = 'story'
        JOIN articles AS other ON other.id = links.a
        WHERE articles.story = :id
        UNION ALL
        SELECT links.a AS member, links.reason, links.evidence, links.score, other.id, other.title, other.language
        FROM articles JOIN links ON links.a = articles.id AND links.kind = 'story'
        JOIN articles AS other ON other.id = links.b
        WHERE articles.story = :id AND articles.id != :id
        ORDER BY member, links.score DESC LIMIT 1000
        """,
        {"id": id},
    )
    papers = await site.rows(
        """
        SELECT identifiers.scheme, identifiers.value, max(identifiers.is_primary) AS is_primary,
            count(DISTINCT identifiers.article) AS named_by
        FROM articles JOIN identifiers ON identifiers.article = articles.id
        WHERE articles.story = :id
        GROUP BY identifiers.scheme, identifiers.value ORDER BY is_primary DESC, named_by DESC, value LIMIT 20
        """,
        {"id": id},
    )
    paper = await site.rows(
        """
        SELECT id, paper_title, journal FROM articles WHERE story = :id AND coalesce(paper_title, journal) IS NOT NULL
        ORDER BY paper_title IS NULL, journal IS NULL, id LIMIT 1
        """,
        {"id": id},
    )
    return Story(
        row=rows[0],
        languages=_by_language(told, reasons),
        papers=papers,
        paper=paper[0] if paper else None,
        first=_first(told),
        told=sorted(told, key=_moment),
        cut=len(told) == MEMBERS,
    )


def _by_language(told: list[sqlite3.Row], reasons: list[sqlite3.Row]) -> list[tuple[str, list[Member]]]:
    originals = [row for row in told if row["duplicate_of"] is None]
    known = {row["id"] for row in originals}
    groups: dict[str, list[Member]] = {}
    for row in [
        *originals,
        *(row for row in told if row["duplicate_of"] is not None and row["duplicate_of"] not in known),
    ]:
        member = Member(
            article=row,
            copies=[copy for copy in told if copy["duplicate_of"] == row["id"]],
            reasons=[link for link in reasons if link["member"] == row["id"]][:2],
        )
        groups.setdefault(row["language"] or "", []).append(member)
    return list(groups.items())


def _moment(row: sqlite3.Row) -> tuple[str, int]:
    """Where an article stands in the timeline: its printed date, else the day its id starts with."""
    when = interval(row["published_at"], row["precision"])
    day = str(row["id"] // 1_000_000)
    return (when[0].isoformat() if when else f"{day[:-4]}-{day[-4:-2]}-{day[-2:]}"), row["id"]


def _first(told: Iterable[sqlite3.Row]) -> First | None:
    tellings = []
    for row in told:
        when = interval(row["published_at"], row["precision"])
        if when:
            tellings.append(
                Telling(article=row["id"], source=row["source"], name=row["name"], start=when[0], end=when[1])
            )
    return who_was_first(tellings)


def json_list(said: str) -> list[Any]:
    """The values of a JSON column; nothing when it holds no list (the page should still open)."""
    try:
        value = json.loads(said)
    except ValueError:
        return []
    return value if isinstance(value, list) else []


def json_object(said: str) -> dict[str, Any]:
    """The values of a JSON column by name; none when it holds no object."""
    try:
        value = json.loads(said)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
