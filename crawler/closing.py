"""Turns a crawl that has ended into its row of `crawls`, its doors and its report, in one transaction."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler import visits
from crawler.crawls import CrawlReport
from crawler.items import Outcome
from crawler.outcomes import decide
from crawler.politeness.ledger import Ledger
from db.archive import crawls, doors, ledger, scraped_articles, validators
from db.archive.doors import DoorRow

if TYPE_CHECKING:
    from crawler.spiders.base import NewsroomSpider

logger = logging.getLogger(__name__)


async def close_books(spider: NewsroomSpider) -> CrawlReport:
    """Write all that is left of a crawl and say how it ended.

    Doors and their validators are stored only when every door was read to its end: else the next crawl must read them
    again in full, or what they listed would be missed. An article's validators went with the article.
    """
    tally, archive, source = spider.tally, spider.session.archive, spider.source.id
    try:
        await spider.workshop.warc.close(spider.warc_file)
    except OSError as error:
        tally.problems.append(f"the WARC file {spider.warc_file.path.name} could not be written: {error}")
        logger.error("%s: %s", source, tally.problems[-1])
    spider.workshop.journal.flush()
    now = spider.session.now()
    at = visits.stamp(now)
    outcome: Outcome | None = None
    reason: str | None = "stopped before its end; the next crawl goes on from here"
    if tally.stopped != "operator" or tally.crash is not None:
        outcome, reason = decide(tally, articles_held=scraped_articles.articles(archive, source))
    books = Ledger.of(spider.crawler)
    totals = books.totals()
    failed = tally.pages_failed.total() + tally.doors_failed.total()
    seconds = (now - spider.began).total_seconds()
    with archive.atomic():
        if tally.complete:
            doors.remember(archive, _door_rows(spider), source=source, at=at)
            validators.store(archive, spider.walk.validators.values(), source=source, at=at)
        ledger.store(archive, spider.crawl_id, books.rows())
        crawls.finish(
            archive,
            spider.crawl_id,
            asdict(totals)
            | {
                "ended_at": at,
                "outcome": str(outcome) if outcome else None,
                "reason": reason,
                "refused_robots": tally.pages_failed["robots"] + tally.doors_failed["robots"],
                "failed": failed,
                "entries_new": tally.entries_new,
                "articles_new": tally.articles_new,
                "articles_changed": tally.articles_changed,
                "seconds": seconds,
                "complete": int(tally.complete),
                "warc": spider.warc_file.path.name if spider.warc_file.path.exists() else None,
            },
        )
    return CrawlReport(
        source=source,
        outcome=outcome,
        reason=reason,
        crawl=spider.crawl_id,
        requests=totals.requests,
        bytes=totals.bytes,
        not_modified=totals.not_modified,
        entries_new=tally.entries_new,
        articles_new=tally.articles_new,
        articles_changed=tally.articles_changed,
        failed=failed,
        seconds=seconds,
    )


def _door_rows(spider: NewsroomSpider) -> list[DoorRow]:
    return [
        DoorRow(
            url=door.url,
            kind=str(door.kind),
            found_on=door.found_on,
            how=door.how,
            entries=spider.walk.frontier.listed[door.url],
        )
        for door in spider.walk.doors.values()
    ]
