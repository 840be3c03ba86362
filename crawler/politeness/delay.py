"""Turns the record, the operator's setting, robots.txt and a host's slowness into the delay between two requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.extensions.throttle import AutoThrottle

from crawler.politeness.clock import CLOCK
from crawler.politeness.reach import host_of, session_of, source_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


def gap_of(crawler: Crawler) -> float:
    """Seconds between two requests when robots.txt asks for no more: the operator's, or more if the record says so."""
    return max(session_of(crawler).operator.delay, source_of(crawler).delay or 0.0)


def delay_of(crawler: Crawler, host: str) -> float:
    """Seconds between two requests to `host` in force in this crawl now: the largest of all that ask for one."""
    engine = crawler.engine
    slot = engine.downloader.slots.get(host) if engine is not None else None
    return max(gap_of(crawler), CLOCK.floor(host), slot.delay if slot is not None else 0.0)


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle over our floors: it slows down for a slow host, and never goes below what was asked.

    With the operator's delay at 0 (a test, a proxy of one's own) it does not slow down by itself; Crawl-delay,
    Request-rate and Retry-After hold all the same, because the host clock keeps them.
    """

    def _min_delay(self) -> float:
        return gap_of(self.crawler)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if session_of(self.crawler).operator.delay > 0:
            # Scrapy lets only a 200 lower the delay, because errors are quick. A 304 is a page answered well, and on
            # a second night nearly all answers are: one slow moment would hold the whole crawl back.
            said = response.replace(status=200) if response.status == 304 else response
            super()._adjust_delay(slot, latency, said)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        _, slot = self._get_slot(request, spider)
        if slot is not None:
            slot.delay = max(slot.delay, CLOCK.floor(host_of(request)))
