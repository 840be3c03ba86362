"""Turns the rows of `nights` and `crawls` into what an operator asks: when was each source well, and since when not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

_GOOD = "('ok', 'unchanged')"


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSum:
    """One night and the sum of its crawls; times are UTC text, `bytes` as received."""

    id: int
    started_at: str
    ended_at: str | None  # None: running, or killed
    note: str | None  # why it ended early
    due: int
    crawled: int  # sources whose crawl has come to its end; one that was stopped has not
    good: int  # of these, ok or unchanged
    articles_new: int
    articles_changed: int
    requests: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHistory:
    """What all crawls of one source say together; times are UTC text."""

    source: str
    good_at: str | None  # start of its last good crawl, or of the night that crawl belonged to
    bad: int  # crawls that ended otherwise since then
    news_at: str  # start of the last crawl that found a new article; of its first crawl when none ever did
    found: int  # articles its crawls have found


def nights(db: Database, limit: int) -> list[NightSum]:
    """The last nights with their sums, newest first."""
    rows = db.query(
        f"""
        SELECT nights.id, nights.started_at, nights.ended_at, nights.note, nights.due,
               count(crawls.outcome) AS crawled,
               coalesce(sum(crawls.outcome IN {_GOOD}), 0) AS good,
               coalesce(sum(crawls.articles_new), 0) AS articles_new,
               coalesce(sum(crawls.articles_changed), 0) AS articles_changed,
               coalesce(sum(crawls.requests), 0) AS requests,
               coalesce(sum(crawls.bytes), 0) AS bytes
        FROM (SELECT * FROM nights ORDER BY id DESC LIMIT :limit) AS nights
        LEFT JOIN crawls ON crawls.night = nights.id
        GROUP BY nights.id ORDER BY nights.id DESC
        """,
        {"limit": limit},
    )
    return [NightSum(**row) for row in rows]


def last_complete_night(db: Database) -> str | None:
    """The start of the last night that was neither killed nor stopped, as UTC text."""
    row = db.execute("SELECT max(started_at) FROM nights WHERE ended_at IS NOT NULL AND note IS NULL").fetchone()
    return None if row[0] is None else str(row[0])


def sources(db: Database) -> dict[str, SourceHistory]:
    """The history of every source ever crawled, by its id.

    A crawl of a night counts from the start of that night: a long night must not make a source miss the next one.
    """
    rows = db.query(
        f"""
        WITH good AS (SELECT source, max(id) AS id FROM crawls WHERE outcome IN {_GOOD} GROUP BY source)
        SELECT crawls.source AS source,
               max(coalesce(nights.started_at, crawls.started_at)) FILTER (WHERE crawls.id = good.id) AS good_at,
               count(crawls.outcome) FILTER (WHERE crawls.id > coalesce(good.id, 0)) AS bad,
               coalesce(
                   max(crawls.started_at) FILTER (WHERE crawls.articles_new > 0), min(crawls.started_at)
               ) AS news_at,
               sum(crawls.articles_new) AS found
        FROM crawls
        LEFT JOIN nights ON nights.id = crawls.night
        LEFT JOIN good ON good.source = crawls.source
        GROUP BY crawls.source
        """
    )
    return {row["source"]: SourceHistory(**row) for row in rows}
