"""Turns each page request into one its host's robots.txt allows, or into a refusal with the reason (RFC 9309)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.http.request import NO_CALLBACK

from crawler.politeness.budget import Budget
from crawler.politeness.clock import CLOCK
from crawler.politeness.limits import (
    FEWEST_REQUESTS,
    HOST_SECONDS,
    ROBOTS_BYTES,
    ROBOTS_COPY_LIFE,
    ROBOTS_REDIRECTS,
)
from crawler.politeness.reach import host_of, origin_of, session_of
from crawler.politeness.refusals import (
    NETWORK_ERRORS,
    Refusal,
    failure_class,
    is_robots_request,
    mark_robots_request,
    refuse,
)
from crawler.politeness.rules import Rules
from db.archive import robots as copies
from db.archive.robots import RobotsCopy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Answers that say "not now" and nothing about the file, although 429 is a 4xx.
_TRY_LATER = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the robots.txt of one origin means for this crawl: rules, or nothing may be asked and why."""

    rules: Rules | None = None  # None with no refusal: there is no file, everything may be asked
    refusal: tuple[str, str] | None = None  # class and sentence


class RobotsObeyed:
    """Downloader middleware in place of Scrapy's own, which takes an unreachable robots.txt for permission.

    Reads robots.txt of every origin before its first page, with a conditional GET; puts Crawl-delay and Request-rate
    on the host clock; tells the spider `robots_read(origin, sitemaps)`; sends Scrapy's signal `robots_parsed`, so
    that an operator's own component can look at the rules too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._verdicts: dict[str, asyncio.Future[Verdict]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise Refusal for a page that robots.txt keeps from us, or whose robots.txt cannot be had."""
        if is_robots_request(request):
            return
        origin = origin_of(request.url)
        if origin not in self._verdicts:
            self._verdicts[origin] = asyncio.ensure_future(self._read(origin, request))
        try:
            verdict = await self._verdicts[origin]
        except Refusal as refusal:
            # The robots.txt itself was not asked (budget, pause, end of the crawl): so is no page.
            raise refuse(self._crawler, request, refusal.cls, refusal.message) from refusal
        if verdict.refusal is not None:
            raise refuse(self._crawler, request, *verdict.refusal)
        if verdict.rules is not None and not verdict.rules.allowed(request.url):
            raise refuse(self._crawler, request, "robots", f"robots.txt of {host_of(request)} does not allow it")

    async def _read(self, origin: str, page: Request) -> Verdict:
        session = session_of(self._crawler)
        kept = copies.load(session.archive, origin=origin)
        url = f"{origin}/robots.txt"
        try:
            response = await self._fetch(url, kept)
        except Refusal as refusal:
            if refusal.cls == "redirects":
                return self._no_rules(page)  # RFC 9309, 2.3.1.2: more redirects than followed count as no file
            raise
        except NETWORK_ERRORS as error:
            return await self._unreachable(page, kept, *failure_class(error))
        if response.status == 304 and kept is not None:
            copies.confirm(session.archive, origin=origin, at=_text(session.now()))
            return await self._obey(page, url, kept.body)
        if response.status == _TRY_LATER or response.status >= 500:
            return await self._unreachable(page, kept, "robots", f"answered {response.status}")
        if not 200 <= response.status < 300:
            copies.forget(session.archive, origin=origin)
            return self._no_rules(page)
        copy = RobotsCopy(
            origin=origin,
            body=response.body[: ROBOTS_BYTES + 1],  # one more, so that the rules see that it was cut
            fetched_at=_text(session.now()),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )
        copies.store(session.archive, copy)
        return await self._obey(page, url, copy.body)

    async def _fetch(self, url: str, kept: RobotsCopy | None) -> Response:
        headers = {}
        if kept is not None and kept.etag is not None:
            headers["If-None-Match"] = kept.etag.encode("latin-1")
        if kept is not None and kept.last_modified is not None:
            headers["If-Modified-Since"] = kept.last_modified.encode("latin-1")
        meta: dict[str, object] = {
            "redirect_ttl": ROBOTS_REDIRECTS,
            "allow_offsite": True,
            "conditional": bool(headers),
        }
        if self._crawler.engine is None:
            raise Refusal("stopped", "the crawl has no engine any more")
        return await self._crawler.engine.download_async(
            Request(url, headers=headers, callback=NO_CALLBACK, meta=mark_robots_request(meta), dont_filter=True)
        )

    async def _unreachable(self, page: Request, kept: RobotsCopy | None, cls: str, why: str) -> Verdict:
        """RFC 9309, 2.3.1.4: nothing may be asked, unless a copy not older than ROBOTS_COPY_LIFE is at hand."""
        now = session_of(self._crawler).now()
        if kept is not None and now - datetime.fromisoformat(kept.fetched_at) <= ROBOTS_COPY_LIFE:
            self._count("copy_used")
            return await self._obey(page, f"{kept.origin}/robots.txt", kept.body)
        self._count("unreachable")
        return Verdict(refusal=(cls, f"robots.txt of {host_of(page)} could not be read ({why}), so nothing is asked"))

    async def _obey(self, page: Request, url: str, body: bytes) -> Verdict:
        rules = Rules(body)
        self._count("read")
        delay = rules.delay()
        CLOCK.set_floor(host_of(page), origin_of(page.url), delay)
        await self._crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=page)
        if delay:
            allowance = int(HOST_SECONDS / delay)
            if allowance < FEWEST_REQUESTS:
                why = f"robots.txt of {host_of(page)} asks for {delay:.0f} s between two requests: too slow for a night"
                return Verdict(refusal=("robots", why))
            Budget.of(self._crawler).limit_host(host_of(page), allowance)
        told = getattr(self._crawler.spider, "robots_read", None)
        if told is not None:
            told(origin_of(page.url), list(rules.sitemaps(url)))
        return Verdict(rules=rules)

    def _no_rules(self, page: Request) -> Verdict:
        CLOCK.set_floor(host_of(page), origin_of(page.url), None)
        return Verdict()

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"politeness/robots/{what}")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
