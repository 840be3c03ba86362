"""Turns the requests of a crawl into one line a host: how many, how many bytes, how polite."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from crawler.politeness.delay import delay_of
from crawler.politeness.reach import host_of
from crawler.politeness.retry_after import STATUSES
from db.archive.ledger import LedgerRow, LedgerTotals, total

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class Ledger:
    """Extension that counts what goes over the wire. Whoever ends the crawl stores `rows()` and `totals()`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delays: dict[str, float] = {}
        self._counts: dict[str, Counter[str]] = {}
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)
        crawler.signals.connect(self._left, signal=signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Ledger:
        """The ledger of this crawl. Raises LookupError when the settings leave it out."""
        ledger = crawler.get_extension(cls)
        if ledger is None:
            raise LookupError("the ledger is not among the extensions: use crawler.politeness.SETTINGS")
        return ledger

    def rows(self) -> tuple[LedgerRow, ...]:
        """One row for each host asked so far."""
        return tuple(
            LedgerRow(host=host, delay=self._delays.get(host), **counts) for host, counts in self._counts.items()
        )

    def totals(self) -> LedgerTotals:
        """All hosts together, named as the columns of `crawls`."""
        return total(self.rows())

    def _left(self, request: Request, **_: Any) -> None:
        if "asked_at" not in request.meta:
            return  # refused at the last moment: it never left this machine
        host = host_of(request)
        counts = self._counts.setdefault(host, Counter())
        counts["requests"] += 1
        counts["conditional"] += bool(request.meta.get("conditional"))
        self._delays[host] = delay_of(self._crawler, host)

    def _answered(self, response: Response, request: Request, **_: Any) -> None:
        counts = self._counts.setdefault(host_of(request), Counter())
        counts["bytes"] += len(response.body)
        counts["not_modified"] += response.status == 304
        counts["throttled"] += response.status in STATUSES
