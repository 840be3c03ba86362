"""Turns jobs (JSON lines on stdin) into crawls with our politeness settings, and what happened into JSON lines.

A reactor cannot be started twice in a process and pytest's own must stay free of one, so it has this one.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.reactor import install_reactor
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from crawler.catalogue import Source
from crawler.operator import Operator
from crawler.politeness import SETTINGS
from crawler.politeness.ledger import Ledger
from crawler.politeness.refusals import failure_class
from crawler.politeness.validators import validator_of
from crawler.session import Session
from db.archive import validators
from db.connection import open_database
from db.migrations import ARCHIVE_ID, archive


class Reader(Spider):
    """Asks for the addresses of its job in their order and writes down what became of each."""

    name = "reader"
    handle_httpstatus_list: ClassVar = [304, 403, 404, 410, 429, 500, 503]

    def __init__(self, session: Session, source: Source, urls: list[str], told: dict[str, Any], keep: bool) -> None:
        super().__init__()
        self.session, self.source, self.urls, self.told, self.keep = session, source, urls, told, keep

    async def start(self) -> AsyncIterator[Request]:
        for number, url in enumerate(self.urls):
            yield Request(url, callback=self.read, errback=self.lost, priority=-number, dont_filter=True)

    def read(self, response: Any) -> None:
        self.told["pages"].append([response.url, response.status, len(response.body)])
        if self.keep and response.status == 200:
            with self.session.archive.atomic():
                validators.store(self.session.archive, [validator_of(response)], source=self.source.id, at="2026")

    def lost(self, failure: Any) -> None:
        self.told["errors"].append([failure.request.url, *failure_class(failure.value)])

    def page_refused(self, request: Request, cls: str, message: str) -> None:
        self.told["refused"].append([request.url, cls, message])

    def robots_read(self, origin: str, sitemaps: list[str]) -> None:
        self.told["robots"].append([origin, sitemaps])


NAMES: dict[str, str] = {}  # host name → IP, instead of DNS


@implementer(IHostnameResolver)
class Names:
    """A resolver that knows the names of the job, and nothing else."""

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any, **__: Any) -> Any:
        receiver.resolutionBegan(None)
        if name[0].isdigit():
            receiver.addressResolved(IPv4Address("TCP", name, portNumber))
        elif ":" in name:
            receiver.addressResolved(IPv6Address("TCP", name, portNumber))
        elif name in NAMES:
            receiver.addressResolved(IPv4Address("TCP", NAMES[name], portNumber))
        receiver.resolutionComplete()
        return receiver


async def crawl(job: dict[str, Any]) -> list[dict[str, Any]]:
    home = Path(job["home"])
    NAMES.update(job.get("names", {}))
    os.environ.update(job.get("environ", {}))
    archive_db = open_database(home / "archive.db", archive, ARCHIVE_ID)
    operator = Operator(home=home, delay=job.get("delay", 0.0), budget=job.get("budget", 500), contact=job["contact"])
    moment = datetime.fromisoformat(job["now"]) if job.get("now") else None
    session = Session(
        archive=archive_db,
        operator=operator,
        now=lambda: moment or datetime.now(UTC),
        proxy=job.get("proxy"),
        allow_loopback=job.get("allow_loopback", False),
    )
    runner = AsyncCrawlerRunner({**SETTINGS, "LOG_ENABLED": False, **job.get("settings", {})})
    results, tasks = [], []
    for number, wanted in enumerate(job["sources"]):
        told: dict[str, Any] = {"pages": [], "errors": [], "refused": [], "robots": [], "ledger": []}
        source = Source(id=f"s{number}", name="S", kind="institute", home=wanted["urls"][0], languages=("en",),
                        country="FR", delay=wanted.get("delay"), budget=wanted.get("budget"))  # fmt: skip
        crawler = runner.create_crawler(Reader)

        def note(spider: Spider, crawler: Crawler = crawler, told: dict[str, Any] = told) -> None:
            ledger = Ledger.of(crawler)
            told["ledger"] = [
                [row.host, row.requests, row.bytes, row.conditional, row.not_modified, row.throttled, row.delay]
                for row in ledger.rows()
            ]
            told["stats"] = {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, int | float | str)}

        crawler.signals.connect(note, signal=signals.spider_closed, weak=False)
        results.append(told)
        task = runner.crawl(
            crawler, session=session, source=source, urls=wanted["urls"], told=told, keep=bool(job.get("keep"))
        )
        tasks.append(task)
        if job.get("stop_after"):
            asyncio.get_running_loop().call_later(
                job["stop_after"], lambda c=crawler: asyncio.ensure_future(c.stop_async())
            )
    await asyncio.gather(*tasks)
    archive_db.close()
    for name in job.get("environ", {}):
        del os.environ[name]
    return results


async def _answer(line: str) -> None:
    print(json.dumps(await crawl(json.loads(line))), flush=True)


def main() -> None:
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    def listen() -> None:
        for line in sys.stdin:
            reactor.callFromThread(lambda line=line: asyncio.ensure_future(_answer(line)))  # type: ignore[attr-defined]
        reactor.callFromThread(reactor.stop)  # type: ignore[attr-defined]

    reactor.installNameResolver(Names())  # type: ignore[attr-defined]
    threading.Thread(target=listen, daemon=True).start()
    reactor.run(installSignalHandlers=False)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
