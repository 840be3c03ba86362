"""Turns an answer of 410 into the end of all requests to that address, in this crawl and every later one."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Self

from crawler.politeness.reach import session_of
from crawler.politeness.refusals import is_robots_request, refuse
from db.archive import gone

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class GoneForGood:
    """Downloader middleware: remembers what answered 410 (RFC 9110, 15.5.11: gone, and likely for ever)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refusal (class `gone`) for an address that answered 410 before."""
        at = gone.since(session_of(self._crawler).archive, url=request.url)
        if at is not None and not is_robots_request(request):
            raise refuse(self._crawler, request, "gone", f"{request.url} answered 410 (gone) on {at[:10]}")

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, noted when it is a 410."""
        if response.status == 410 and not is_robots_request(request):
            session = session_of(self._crawler)
            at = session.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            gone.remember(session.archive, url=request.url, at=at)
        return response
