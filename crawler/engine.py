"""Turns a job into running Scrapy crawls, many at once on one reactor; runs in a process of its own."""

from __future__ import annotations

import asyncio
import copy
import logging
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial
from logging.handlers import RotatingFileHandler
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Self

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.catalogue import Source
from crawler.crawls import CrawlRefused, CrawlReport, Job, Progress, Refusal
from crawler.items import Outcome
from crawler.opening import open_session
from crawler.session import Session
from crawler.spiders.base import NewsroomSpider
from crawler.spiders.ordinary import spider_of
from crawler.visits import stamp
from crawler.workshop import Workshop, open_workshop
from db.archive import crawls
from db.connection import DatabaseRefused, refusals

LOG_BYTES = 5_000_000  # of crawl.log, before it is rolled over; three are kept
TELL_EVERY = 0.25  # seconds between two words on the progress of one source

logger = logging.getLogger(__name__)


def run(job: Job, send: Callable[[Progress | Refusal], None]) -> None:
    """Crawl everything of `job` and return when it has ended, or been stopped by SIGTERM or SIGINT.

    Sends a Progress with a report for each source that ended, and a Refusal when nothing (more) can be crawled.
    """
    try:
        with open_session(job) as session:
            write_log(job.operator.home / "crawl.log")
            Fleet(job, session, send).sail()
    except CrawlRefused as error:
        send(Refusal(str(error)))


class SharedSettings(Settings):
    """Settings of which every crawl gets a copy whose values are shared: nothing in Newsward changes one in place.

    Scrapy copies them deeply for each crawler, which is a third of what a source costs that has nothing new.
    """

    def copy(self) -> Self:
        """A copy in which settings can be set, and frozen, without changing this one."""
        twin = copy.copy(self)
        twin.attributes = {name: copy.copy(attribute) for name, attribute in self.attributes.items()}
        return twin


class Fleet:
    """All crawls of one process."""

    def __init__(self, job: Job, session: Session, send: Callable[[Progress | Refusal], None]) -> None:
        self._job = job
        self._session = session
        self._send = send
        self._settings = SharedSettings()
        self._settings.setmodule("crawler.settings", priority="project")
        self._settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # crawl.log is ours
        self._running: dict[str, Crawler] = {}
        self._told: dict[str, float] = {}
        self._stopping = False
        self._closing: set[asyncio.Future[None]] = set()
        self._refused: str | None = None

    def sail(self) -> None:
        """Run the reactor until every crawl has ended."""
        process = AsyncCrawlerProcess(self._settings)
        loop = asyncio.get_event_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        _when_orphaned(partial(loop.call_soon_threadsafe, self._stop))
        task = loop.create_task(self._crawl_all())
        task.add_done_callback(lambda _: self._end())
        process.start(stop_after_crawl=False, install_signal_handlers=False)
        task.result()
        if self._refused is not None:
            self._send(Refusal(self._refused))

    def _end(self) -> None:
        from twisted.internet import reactor  # installed by AsyncCrawlerProcess

        reactor.stop()  # type: ignore[misc]

    async def _crawl_all(self) -> None:
        workshop = open_workshop(self._session, on_error=self._on_error, tell=self._tell)
        room = asyncio.Semaphore(self._job.operator.concurrency)
        tasks = []
        try:
            for source in self._job.sources:
                await room.acquire()
                if self._stopping:
                    break
                task = asyncio.create_task(self._crawl(source, workshop))
                task.add_done_callback(partial(self._ended, source.id, room))
                tasks.append(task)
            if tasks:
                await asyncio.wait(tasks)
        finally:
            workshop.close()

    async def _crawl(self, source: Source, workshop: Workshop) -> CrawlReport | None:
        self._send(Progress(source=source.id))
        crawler = Crawler(spider_of(source), self._settings)
        self._running[source.id] = crawler
        await crawler.crawl_async(session=self._session, workshop=workshop, source=source)
        spider = crawler.spider
        return spider.report if isinstance(spider, NewsroomSpider) else None

    def _ended(self, source: str, room: asyncio.Semaphore, task: asyncio.Task[CrawlReport | None]) -> None:
        """Send the report of a crawl. An error that rose out of it is our own bug, and ends this source only."""
        self._running.pop(source, None)
        room.release()
        error = task.exception()
        report = task.result() if error is None else None
        if isinstance(error, sqlite3.Error):
            self._on_error(error)
        elif error is not None:
            logger.error("%s: our own bug", source, exc_info=error)
            crawls.mark_crashed(self._session.archive, source, at=stamp(self._session.now()), reason=str(error))
        if report is None and self._stopping:
            report = CrawlReport(source=source, outcome=None, reason="stopped; the next crawl goes on from here")
        elif report is None:
            why = f"{type(error).__name__}: {error}" if error is not None else "it ended without a report"
            report = CrawlReport(
                source=source, outcome=Outcome.CRASHED, reason=f"our own bug, kept in crawl.log: {why}"
            )
        self._send(Progress(source=source, report=report))

    def _tell(self, source: str, done: int, known: int) -> None:
        now = time.monotonic()
        if now - self._told.get(source, 0.0) >= TELL_EVERY:
            self._told[source] = now
            self._send(Progress(source=source, done=done, known=known))

    def _on_error(self, error: sqlite3.Error) -> None:
        """The archive cannot be written: nothing can be kept, so nothing more is asked of anyone."""
        try:
            with refusals(self._job.operator.archive):
                raise error
        except DatabaseRefused as refused:
            self._refused = str(refused)
        self._stop()

    def _stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        for crawler in list(self._running.values()):
            spider = crawler.spider
            if isinstance(spider, NewsroomSpider):
                spider.stop("operator")
            self._closing.add(asyncio.ensure_future(crawler.stop_async()))


def _when_orphaned(call: Callable[[], object]) -> None:
    """Call once the process that started this one has died, so that no crawl goes on unwatched."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        call()

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True, name="orphan watch").start()


def write_log(path: Path) -> None:
    """Keep warnings and errors, with the traceback of every bug of ours, in the file at `path`."""
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    for name in ("scrapy", "crawler", "asyncio", "twisted"):  # so that a page costs no line that is thrown away
        logging.getLogger(name).setLevel(logging.WARNING)
