"""Turns the rows of news.db into what the home and article pages show."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from db.site.site import NewsSite

FRONT = 30  # articles on the home page
WINDOWS = (100, 400, 1600, 6400)  # articles looked at for them: a day may bring hundreds of one story
SHARED = 7  # stories told by several sources above them
TEASER = 400  # characters of a text, to begin it with
MEMBERS = 300  # articles shown of one story; a story of more is a mistake the page should survive

ARTICLE_COLUMNS = """
    articles.id, articles.source, articles.url, articles.title, articles.lead, articles.language,
    articles.published_at, articles.precision, articles.first_seen_at, articles.withdrawn_at, articles.duplicate_of,
    articles.duplicate_reason, articles.duplicate_score,
    json_extract(articles.duplicate_differs, '$.summary') AS differs,
    articles.story, articles.news_type, articles.evidence,
    sources.name, sources.institution, sources.country, sources.kind,
    EXISTS (
        SELECT 1 FROM article_papers AS own JOIN papers ON papers.id = own.paper
        WHERE own.article = articles.id AND own.is_primary = 1 AND papers.state = 'retracted'
    ) AS retracted
"""


async def front(site: NewsSite) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
    """The newest stories that several sources tell, and the newest articles (one a story), newest first.

    The newest articles are a walk down the ids, in windows that grow while they hold few stories; of each story only
    its newest article is listed.
    """
    shared = await site.rows(
        """
        SELECT id, headline, language, first_published_at, last_published_at, articles, sources, languages, headlines,
            follow_ups, best FROM stories
        WHERE sources > 1 ORDER BY last_published_at DESC, id DESC LIMIT :most
        """,
        {"most": SHARED},
    )
    found: dict[object, int] = {}  # story, or the article where it has none → its newest article
    below = 2**63 - 1
    for window in WINDOWS:
        rows = await site.rows(
            """
            SELECT id, story FROM articles INDEXED BY articles_listed
            WHERE duplicate_of IS NULL AND withdrawn_at IS NULL AND id < :below ORDER BY id DESC LIMIT :window
            """,
            {"below": below, "window": window},
        )
        for row in rows:
            found.setdefault(row["story"] or -row["id"], row["id"])
        if len(found) >= FRONT or len(rows) < window:
            break
        below = rows[-1]["id"]
    newest = await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS}, substr(articles.text, 1, {TEASER}) AS text,
            stories.sources AS story_sources, stories.articles AS story_articles
        FROM articles JOIN sources ON sources.id = articles.source
        LEFT JOIN stories ON stories.id = articles.story
        WHERE articles.id IN (SELECT value FROM json_each(:ids)) ORDER BY articles.id DESC
        """,
        {"ids": json.dumps(list(found.values())[:FRONT])},
    )
    return shared, newest


async def lead(site: NewsSite, article: int) -> sqlite3.Row | None:
    """How an article begins (`lead`), with its language; None when there is none of that id."""
    rows = await site.rows(
        "SELECT coalesce(lead, substr(text, 1, :teaser)) AS lead, language FROM articles WHERE id = :id",
        {"teaser": TEASER, "id": article},
    )
    return rows[0] if rows else None


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
        SELECT articles.*, json_extract(articles.duplicate_differs, '$.summary') AS differs,
            sources.name, sources.institution, sources.country, sources.kind, sources.home,
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
            SELECT id FROM (SELECT id FROM articles WHERE duplicate_of = :id ORDER BY id LIMIT {MEMBERS})
            UNION SELECT duplicate_of FROM articles WHERE id = :id
            UNION SELECT id FROM (
                SELECT id FROM articles
                WHERE duplicate_of = (SELECT duplicate_of FROM articles WHERE id = :id) AND id != :id
                ORDER BY id LIMIT {MEMBERS}
            )
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
