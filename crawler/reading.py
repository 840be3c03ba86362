"""Turns the answer of an article's address into one page of the journal: row, state, validators, failure together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scrapy.http import Response

from crawler import visits
from crawler.addresses import address_key, same_site
from crawler.browser import NotDrawn
from crawler.extract.parts import Parts
from crawler.frontier import entry_of
from crawler.items import Entry, PageKind, ScrapedArticle
from crawler.journal import Page
from crawler.outcomes import Tally
from crawler.pages import PARSER, judged, row_of, tombstone_of, with_own_words
from crawler.politeness.validators import validator_of
from crawler.recording import RECORD
from crawler.session import Session
from crawler.workshop import Workshop
from db.archive import scraped_articles
from db.archive.entries import EntryRow, Visit
from db.archive.failures import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the article pages of one crawl. `article` is the source's own hook, `judge` the newsroom's."""

    source: str
    languages: tuple[str, ...] = ()
    crawl: int
    session: Session
    workshop: Workshop
    tally: Tally
    article: Callable[[Response], Mapping[str, object]]
    judge: Callable[[ScrapedArticle, Entry], ScrapedArticle]
    fetch: Callable[
        [str], Awaitable[Response | tuple[str, str]]
    ]  # a further part: its answer, or failure class and words

    async def answered(self, response: Response, entry: EntryRow) -> None:
        """A page came (200), or word that it has not changed (304)."""
        if response.status == 304:
            self.tally.pages_unchanged += 1
            self._write(visits.unchanged(entry, self.session.now()))
            return
        said = entry_of(entry, self.languages)
        scraped = await self._extracted(response, said)
        if scraped.kind is PageKind.NEEDS_BROWSER:
            scraped = await self._drawn(scraped, response, said)
        scraped = judged(with_own_words(scraped, self.article(response)), said, self.judge)
        self.tally.pages_read += 1
        self.tally.kinds[scraped.kind] += 1
        key = page_key(scraped, response.url)
        holder = self.workshop.journal.holder(self.source, key, but=entry.id)
        if holder is not None and entry.state != "fetched" and scraped.kind is PageKind.ARTICLE:
            self.same(entry, holder)
            return
        scraped, failure = await self._whole(scraped, said)
        record: dict[str, Any] = response.meta[RECORD]
        self._write(
            visits.read(
                entry,
                self.session.now(),
                kind=scraped.kind,
                reason=scraped.reason,
                page=key,
                final_url=response.url,
            ),
            scraped=row_of(scraped, source=self.source, crawl=self.crawl, record=record, parser=PARSER),
            response=response,
            failure=failure,
        )

    async def _drawn(self, scraped: ScrapedArticle, response: Response, said: Entry) -> ScrapedArticle:
        """The page as a browser draws it, where the operator has set one; else the page, saying what would help."""
        if self.workshop.browser is None:
            return replace(scraped, reason=f"{scraped.reason}; the setting `browser` lets such pages be drawn")
        try:
            drawn = await self.workshop.browser.draw(response, self.fetch)
        except NotDrawn as error:
            return replace(scraped, reason=f"{scraped.reason}; {error}")
        html = response.replace(body=drawn, headers={"Content-Type": "text/html; charset=utf-8"})
        return await self._extracted(html, said)

    async def _extracted(self, response: Response, said: Entry) -> ScrapedArticle:
        content_type = response.headers.get("Content-Type")
        future = self.workshop.pool.submit(
            response.body,
            response.url,
            content_type.decode("latin-1") if content_type else None,
            said,
            self.session.now(),
        )
        return await asyncio.wrap_future(future)

    async def _whole(self, first: ScrapedArticle, said: Entry) -> tuple[ScrapedArticle, Failure | None]:
        """The article with its further parts, asked for one after the other; and why one of them could not be had."""
        parts = Parts(first)
        while (address := parts.wanted) is not None:
            answer = await self.fetch(address)
            if not isinstance(answer, Response):
                at = visits.stamp(self.session.now())
                return parts.article, Failure(crawl=self.crawl, url=address, kind=answer[0], message=answer[1], at=at)
            parts.take(await self._extracted(answer, said))
        return parts.article, None

    def same(self, entry: EntryRow, holder: str) -> None:
        """The page is held already, at `holder`."""
        self._write(visits.same(entry, self.session.now(), holder))

    def failed(self, entry: EntryRow, cls: str, message: str) -> None:
        """The address gave no page; an article whose withdrawal this confirms gets its tombstone."""
        now = self.session.now()
        at = visits.stamp(now)
        if cls == "gone":  # a 410 that a killed crawl had seen, and politeness remembers
            cls = "http_410"
        visit = visits.failed(entry, now, cls)
        if visit is None:
            return
        self.tally.pages_failed[cls] += 1
        tombstone = None
        if visit.state == "gone" and entry.state == "fetched":
            last = scraped_articles.last(self.session.archive, self.source, entry.final_url or entry.url)
            if last is not None and last.kind != PageKind.GONE:
                tombstone = tombstone_of(last, crawl=self.crawl, at=at, reason=cls)
        self._write(
            visit,
            scraped=tombstone,
            failure=Failure(crawl=self.crawl, url=entry.url, kind=cls, message=message, at=at),
        )

    def _write(
        self,
        visit: Visit,
        *,
        scraped: Mapping[str, object] | None = None,
        response: Response | None = None,
        failure: Failure | None = None,
    ) -> None:
        self.workshop.journal.add(
            Page(
                source=self.source,
                tally=self.tally,
                at=visit.visited_at,
                visit=visit,
                scraped=scraped,
                validator=validator_of(response) if response is not None else None,
                failure=failure,
            )
        )


def page_key(scraped: ScrapedArticle, url: str) -> str:
    """One key for all addresses of a page: of its canonical address when that is on the same site, else of `url`."""
    if scraped.canonical_url is not None and same_site(scraped.canonical_url, url):
        return address_key(scraped.canonical_url)
    return address_key(url)
