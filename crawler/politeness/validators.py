"""Turns a request for a page the source holds into a conditional one, with the validators exactly as they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.politeness.reach import session_of, source_of
from crawler.politeness.refusals import is_robots_request
from db.archive import validators
from db.archive.validators import Validator

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class ConditionalGet:
    """Downloader middleware: adds If-None-Match and If-Modified-Since; the 304 goes to the spider.

    `request.meta["conditional"]` tells whether they were sent. A request with `meta["in_full"]` gets none: the spider
    wants the content whatever the archive holds. Storing is the spider's, with the content (`validator_of`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Put the validators of this very address on the request, and take those of a redirecting one off."""
        if is_robots_request(request):
            return  # it brings its own
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        kept = None
        if not request.meta.get("in_full"):
            archive, source = session_of(self._crawler).archive, source_of(self._crawler).id
            kept = validators.load(archive, source=source, url=request.url)
        if kept is not None and kept.etag is not None:
            request.headers["If-None-Match"] = kept.etag.encode("latin-1")
        if kept is not None and kept.last_modified is not None:
            request.headers["If-Modified-Since"] = kept.last_modified.encode("latin-1")
        request.meta["conditional"] = kept is not None


def validator_of(response: Response) -> Validator:
    """What to store beside the content of `response`: its final address, ETag and Last-Modified verbatim."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return Validator(
        url=response.url,
        etag=etag.decode("latin-1") if etag is not None else None,
        last_modified=modified.decode("latin-1") if modified is not None else None,
    )
