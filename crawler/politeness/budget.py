"""Turns the request budget of a source and night into refusals of what goes beyond it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self

from crawler.politeness.reach import host_of, session_of, source_of
from crawler.politeness.refusals import refuse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request


class Budget:
    """Downloader middleware, the last before the wire: counts every request, also robots.txt, redirects and retries."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked: Counter[str] = Counter()
        self._host_limits: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Budget:
        """The budget of this crawl. Raises LookupError when the settings leave it out."""
        budget = crawler.get_downloader_middleware(cls)
        if budget is None:
            raise LookupError("the budget is not among the downloader middlewares: use crawler.politeness.SETTINGS")
        return budget

    def limit_host(self, host: str, requests: int) -> None:
        """Allow `host` no more than so many requests this night, robots.txt included."""
        self._host_limits[host] = requests

    def process_request(self, request: Request) -> None:
        """Raise Refusal (class `budget`) when the source or the host has had its share of this night."""
        host = host_of(request)
        budget = source_of(self._crawler).budget or session_of(self._crawler).operator.budget
        if self._asked.total() >= budget:
            why = f"the source's budget of {budget} requests a night is spent"
            raise refuse(self._crawler, request, "budget", why)
        limit = self._host_limits.get(host)
        if limit is not None and self._asked[host] >= limit:
            why = f"{host} asks for so long a delay that it gets {limit} requests a night; they are spent"
            raise refuse(self._crawler, request, "budget", why)
        self._asked[host] += 1
