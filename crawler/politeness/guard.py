"""Turns a request into a refusal when its address is not one of the public web, after every redirect again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.politeness.addresses import url_fault
from crawler.politeness.reach import session_of
from crawler.politeness.refusals import refuse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request


class AddressGuard:
    """Downloader middleware: refuses an address by its looks (the handler checks the IP), and sets the proxy.

    The proxy is the session's or none: one named by the environment would connect for us where we may not look.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refusal (class `address`) for an address the crawler must not ask."""
        session = session_of(self._crawler)
        fault = url_fault(request.url, allow_loopback=session.allow_loopback, proxied=session.proxy is not None)
        if fault is not None:
            raise refuse(self._crawler, request, "address", f"{request.url} is refused: {fault}")
        request.meta["proxy"] = session.proxy
