"""What the archive remembers of a page or a source over all its rows, as aggregation asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from db.archive.scraped_articles import ScrapedRow, since


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHistory:
    """One address of one source: when it was first an article, its last row as one, whether it went since."""

    first_seen_at: str
    first_crawl: int  # the crawl in which the source listed it first, as far as we saw
    last_article: int  # id of the last row of kind `article`
    gone_at: str | None  # when it was found gone, if nothing was there afterwards


def page_history(db: Database, source: str, url: str) -> PageHistory | None:
    """What the rows of one address say together; None when it never was an article."""
    row = db.conn.execute(
        "SELECT min(scraped_at), max(id), min(min(crawl), coalesce("
        "(SELECT min(crawl) FROM entries WHERE source = :source AND final_url = :url), min(crawl)))"
        " FROM scraped_articles WHERE source = :source AND url = :url AND kind = 'article'",
        {"source": source, "url": url},
    ).fetchone()
    if row[1] is None:
        return None
    gone = db.conn.execute(
        "SELECT min(scraped_at) FROM scraped_articles"
        " WHERE source = :source AND url = :url AND kind = 'gone' AND id > :last",
        {"source": source, "url": url, "last": row[1]},
    ).fetchone()
    return PageHistory(first_seen_at=row[0], first_crawl=row[2], last_article=row[1], gone_at=gone[0])


def ended_before(db: Database, source: str, crawl: int) -> str | None:
    """When the last crawl of the source before `crawl` ended that read its doors to their end; None without one.

    What such a crawl does not know, the source did not list then.
    """
    row = db.conn.execute(
        "SELECT ended_at FROM crawls WHERE source = :source AND id < :crawl AND complete = 1"
        " AND outcome IN ('ok', 'unchanged') AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1",
        {"source": source, "crawl": crawl},
    ).fetchone()
    return str(row[0]) if row else None


def released(db: Database, *, after: str, until: str, below: int, past: int, limit: int) -> list[ScrapedRow]:
    """Rows with `past` < id <= `below` whose embargo ended after `after` and not after `until`, in id order."""
    ids = [
        int(row[0])
        for row in db.conn.execute(
            "SELECT id FROM scraped_articles WHERE embargo_until > :after AND embargo_until <= :until"
            " AND id > :past AND id <= :below ORDER BY id LIMIT :limit",
            {"after": after, "until": until, "past": past, "below": below, "limit": limit},
        )
    ]
    return [row for id_ in ids for row in since(db, id_ - 1, 1)]


def held(db: Database, now: str) -> set[str]:
    """Addresses of pages that have said, at any time, that they are under embargo until a moment after `now`."""
    rows = db.conn.execute("SELECT url FROM scraped_articles WHERE embargo_until > :now", {"now": now})
    return {str(row[0]) for row in rows}


def last_successes(db: Database) -> dict[str, str]:
    """Source → when its last crawl that ended well (ok or unchanged) ended."""
    return {
        str(row[0]): str(row[1])
        for row in db.conn.execute(
            "SELECT source, max(ended_at) FROM crawls WHERE outcome IN ('ok', 'unchanged') GROUP BY source"
        )
        if row[1]
    }


def first_address(db: Database, source: str) -> str:
    """The address of the first page scraped of a source; raises ValueError when there is none."""
    row = db.conn.execute(
        "SELECT url FROM scraped_articles WHERE source = :source ORDER BY url LIMIT 1", {"source": source}
    ).fetchone()
    if row is None:
        raise ValueError(f"no page of {source} was ever scraped")
    return str(row[0])
