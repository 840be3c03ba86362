"""Turns the responses that pass Scrapy's downloader into WARC records, before anything is decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.addresses import resolve_address
from crawler.visits import stamp
from crawler.warc import BIGGEST, Exchange, payload_digest

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request

# Keys of request.meta that the spider reads or sets.
HELD = "held"  # (payload digest, WARC file, WARC date) of the last record of this address, when there is one
RECORD = "record"  # Record of the answer


class AlreadyHeld(IgnoreRequest):
    """The address redirects to a page the crawl holds already, so that page is not asked for again."""

    def __init__(self, url: str) -> None:
        super().__init__(f"redirects to {url}, which is held already")
        self.url = url


class Recording:
    """Downloader middleware next to the network: sees requests as they are sent and bodies as they are received."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recording:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        spider: Any = self._crawler.spider
        at = spider.session.now()
        digest = payload_digest(response.body)
        record: dict[str, str | None] = {"digest": digest, "at": stamp(at), "warc": None}
        request.meta[RECORD] = record
        if len(response.body) > BIGGEST:
            return response
        held: tuple[str, str, str] | None = request.meta.get(HELD)
        if held is not None and response.status != 304 and held[0] != digest:
            held = None
        record["warc"] = held[1] if held else spider.warc_file.path.name
        await spider.workshop.warc.append(
            spider.warc_file,
            Exchange(
                url=request.url,
                method=request.method,
                request_headers=_flat(request.headers),
                status=response.status,
                protocol=response.protocol or "HTTP/1.1",
                headers=_flat(response.headers),
                body=response.body,
                at=at,
                digest=digest,
                ip=str(response.ip_address) if response.ip_address else None,
                held_at=held[2] if held else None,
            ),
        )
        self._check_target(request, response)
        return _without_text(response)

    def _check_target(self, request: Request, response: Response) -> None:
        location = response.headers.get("Location")
        if location is None or not 300 <= response.status < 400 or "entry" not in request.cb_kwargs:
            return
        target = resolve_address(request.url, location.decode("latin-1"))
        spider: Any = self._crawler.spider
        if target is not None and spider.holds(target, but=request.cb_kwargs["entry"].id):
            raise AlreadyHeld(target)


def _flat(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _without_text(response: Response) -> Response:
    """The response without a notion of text while its body is still packed.

    Scrapy, when it unpacks a TextResponse, first guesses the encoding of the packed bytes, which costs more than all
    the rest it does for a page.
    """
    if "Content-Encoding" not in response.headers or type(response) is Response:
        return response
    return Response(
        response.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        flags=response.flags,
        request=response.request,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )
