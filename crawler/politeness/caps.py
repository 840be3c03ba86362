"""Turns answers that go round in circles, or grow beyond the caps when unpacked, into refusals with a class."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING, Self

import brotli  # type: ignore[import-untyped]
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.politeness.limits import MAX_BYTES
from crawler.politeness.refusals import refuse

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError
else:
    from backports.zstd import ZstdError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

# What the decompressors (the ones Scrapy depends on) raise for a body that is not what its header says.
_NOT_PACKED_SO = (OSError, EOFError, zlib.error, brotli.error, ZstdError)


class Redirects(RedirectMiddleware):
    """Scrapy's redirects without a Referer, ended at the first address that comes round again."""

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request for where it leads, or the response. Raises Refusal (class `redirects`)."""
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as error:
            times = request.meta.get("redirect_times", 0)
            why = f"{request.url} redirects again after {times} redirects"
            raise refuse(self.crawler, request, "redirects", why) from error
        except ValueError as error:  # of a Location that no parser takes for an address
            why = f"{request.url} redirects to something that is no web address ({error})"
            raise refuse(self.crawler, request, "redirects", why) from error
        if result is not response and result.url in (request.url, *request.meta.get("redirect_urls", ())):
            raise refuse(self.crawler, request, "redirects", f"{request.url} redirects in a circle to {result.url}")
        if result is not response:
            result.meta.pop("download_slot", None)  # Scrapy's queue of the first host, not of where it leads
        return result


class Decompression(HttpCompressionMiddleware):
    """Scrapy's decompression, with a class for what is refused."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response with its body unpacked. Raises Refusal (class `too_large`, or `parse` when it cannot be)."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            why = f"{request.url} is larger than {MAX_BYTES // 1024 // 1024} MB when unpacked"
            raise refuse(self._crawler, request, "too_large", why) from error
        except _NOT_PACKED_SO as error:
            encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
            why = f"{request.url} says it is packed with {encoding}, but cannot be unpacked ({error})"
            raise refuse(self._crawler, request, "parse", why) from error
