"""Turns the wishes of a newsroom into polite requests, and their answers into work for those who read them."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler import visits
from crawler.addresses import address_key
from crawler.alone import Equipment, equip
from crawler.catalogue import Source
from crawler.closing import close_books
from crawler.crawls import CrawlReport
from crawler.discover.newsroom import Ask
from crawler.items import Entry
from crawler.outcomes import Tally, is_wall
from crawler.pages import PARSER
from crawler.politeness.refusals import failure_class
from crawler.reading import Reader
from crawler.recording import HELD, AlreadyHeld
from crawler.session import Session
from crawler.walking import Walk
from crawler.warc import WarcFile, file_name
from crawler.workshop import Workshop
from db.archive import crawls, entries, scraped_articles
from db.archive.entries import EntryRow

ASKS_AT_ONCE = 1  # one door at a time: the newsroom decides by what came before, so the order must not depend on luck
PAGES_AT_ONCE = 50  # article requests inside Scrapy; the others wait in the archive, so memory stays flat
PATIENCE = 20  # pages in a row that fail before the host is left alone for this night
LAST_CHANCES = 10  # times a newsroom may open another door after everything was read
DOORS_SHARE = 0.5  # of the budget; a site with endless lists must not leave nothing for its articles
DOORS_FIRST = 100  # priority of a door before any article

logger = logging.getLogger(__name__)


class NewsroomSpider(Spider):
    """Crawls one source. A source's own module overrides `entries(response)` or `article(response)`."""

    source: Source

    def __init__(self, *, session: Session, workshop: Workshop, source: Source, **kwargs: Any) -> None:
        super().__init__(name=source.id, **kwargs)
        self.session = session
        self.workshop = workshop
        self.source = source
        self.began = session.now()
        self.crawl_id = crawls.begin(
            session.archive, source=source.id, night=session.night, started_at=visits.stamp(self.began)
        )
        self.warc_file = WarcFile(
            session.operator.warc / file_name(source.id, self.crawl_id, self.began), software=PARSER
        )
        self.tally = Tally()
        self.report: CrawlReport | None = None  # set when the crawl has ended
        self.walk = Walk(
            source,
            crawl=self.crawl_id,
            session=session,
            journal=workshop.journal,
            tally=self.tally,
            listed=self.entries,
        )
        self.reader = Reader(
            source=source.id,
            languages=source.languages,
            crawl=self.crawl_id,
            session=session,
            workshop=workshop,
            tally=self.tally,
            article=self.article,
            judge=self.walk.newsroom.judge,
            fetch=self._fetch_part,
        )
        self._asking: list[Ask] = []
        self._asked = 0
        self._most_doors = max(1, int(DOORS_SHARE * (source.budget or session.operator.budget)))
        self._flying: dict[int, EntryRow] = {}
        self._doors_done = False
        self._last_chances = LAST_CHANCES
        self._failed_in_a_row = 0
        self._answered = 0
        self._equipment: Equipment | None = None  # ours to close, when Scrapy's own command line started us

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        equipment = None
        if "session" not in kwargs:  # started by Scrapy's own command line
            equipment = equip(cls.source, lambda: spider.stop("operator"))
            kwargs |= {"session": equipment.session, "workshop": equipment.workshop, "source": cls.source}
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._equipment = equipment
        crawler.signals.connect(spider._idle, signal=signals.spider_idle)
        crawler.signals.connect(spider._crashed, signal=signals.spider_error)
        crawler.signals.connect(spider._closed, signal=signals.spider_closed)
        return spider

    # What a source's own module may override.

    def entries(self, response: Response) -> Iterable[Entry] | None:
        """The articles a listing of this source names; None leaves reading it to the newsroom."""
        return None

    def article(self, response: Response) -> Mapping[str, object]:
        """Fields of ScrapedArticle that this source's pages need read in their own way; the others stay general."""
        return {}

    # What to ask for next.

    async def start(self) -> AsyncIterator[Request]:
        """The first requests of the crawl."""
        self.walk.start()
        for request in self._pump():
            yield request

    def stop(self, why: str) -> None:
        """Ask for nothing more; what is on its way is still taken. `why`: a failure class, or `operator`."""
        if self.tally.stopped is None:
            self.tally.stopped = why

    def holds(self, url: str, *, but: int) -> bool:
        """Whether the page at `url` is held under another entry than `but`, or will be fetched as one."""
        return (
            entries.named(self.session.archive, self.source.id, url, but=but)
            or self.workshop.journal.holder(self.source.id, address_key(url), but=but) is not None
        )

    def robots_read(self, origin: str, sitemaps: list[str]) -> None:
        """Called by the robots middleware with the Sitemap lines of a robots.txt."""
        self.walk.robots_read(origin, sitemaps)

    def _pump(self) -> list[Request]:
        """New requests, as many as there is room for: doors first, then articles, then the newsroom's last chances."""
        requests: list[Request] = []
        frontier = self.walk.frontier
        while self.tally.crash is None and self.tally.stopped is None:
            while len(self._asking) < ASKS_AT_ONCE and (ask := frontier.next_ask()) is not None:
                if self._asked >= self._most_doors:
                    self.walk.skipped(ask)
                else:
                    requests.append(self._door_request(ask))
            if self._asking:
                break
            if not self._doors_done:
                self._doors_done = True
                frontier.call_up_changed(at=visits.stamp(self.session.now()))
            while len(self._flying) < PAGES_AT_ONCE and (entry := frontier.next_entry()) is not None:
                requests += self._page_request(entry)
            if self._flying or not self._last_chances:
                break
            self._last_chances = self._last_chances - 1 if self.walk.last_chance() else 0
            self._doors_done = False
        return requests

    def _door_request(self, ask: Ask) -> Request:
        self._asking.append(ask)
        self._asked += 1
        return Request(
            ask.url,
            callback=self.read_door,
            errback=self.door_failed,
            cb_kwargs={"ask": ask},
            priority=DOORS_FIRST,
            dont_filter=True,
        )

    def _page_request(self, entry: EntryRow) -> list[Request]:
        """The request for an entry; none when a page fetched meanwhile turned out to be the same."""
        holder = self.workshop.journal.holder(self.source.id, address_key(entry.url), but=entry.id)
        if holder is not None and entry.state == "pending":
            self.reader.same(entry, holder)
            self.walk.frontier.settled(entry.id)
            return []
        self._flying[entry.id] = entry
        held = None
        if entry.final_url is not None:
            held = scraped_articles.payload(self.session.archive, self.source.id, entry.final_url)
        at_hand = held is not None and (self.session.operator.warc / held[1]).exists()
        return [
            Request(
                entry.url,
                callback=self.read_page,
                errback=self.page_failed,
                cb_kwargs={"entry": entry},
                # A page that came back after its withdrawal is wanted whole, or its text would stay withdrawn.
                meta={"in_full": entry.state == "gone", HELD: held if at_hand else None},
                dont_filter=True,
            )
        ]

    # What came back.

    def read_door(self, response: Response, ask: Ask) -> list[Request]:
        """A feed, sitemap, listing or home page has answered."""
        self._asking.remove(ask)
        self.walk.answered(response, ask)
        return self._pump()

    def door_failed(self, failure: Any) -> list[Request]:
        """A door gave no answer."""
        ask: Ask = failure.request.cb_kwargs["ask"]
        self._asking.remove(ask)
        cls, message = self._class_of(failure.value)
        if cls == "budget":
            self.stop("budget")
        self.walk.failed(ask, cls, message)
        return self._pump()

    async def read_page(self, response: Response, entry: EntryRow) -> list[Request]:
        """The address of an article has answered."""
        try:
            if response.status in (200, 304):
                self._failed_in_a_row = 0
                await self.reader.answered(response, entry)
            else:
                self._page_failed(entry, f"http_{response.status}", f"{response.url} answered {response.status}")
        finally:
            self._landed(entry)
        return self._pump()

    async def _fetch_part(self, url: str) -> Response | tuple[str, str]:
        """The answer of an address where an article goes on; else failure class and sentence. As polite as any."""
        if self.crawler.engine is None or self.tally.stopped is not None:
            return "stopped", "the crawl was stopped before this was asked"
        # Its validators are not kept, so it is wanted whole.
        request = Request(url, callback=NO_CALLBACK, meta={"in_full": True}, dont_filter=True)
        (answer,) = await asyncio.gather(self.crawler.engine.download_async(request), return_exceptions=True)
        if isinstance(answer, BaseException):
            cls, message = self._class_of(answer)
            if cls == "budget":
                self.stop("budget")
            return cls, message
        return answer if answer.status == 200 else (f"http_{answer.status}", f"{answer.url} answered {answer.status}")

    def page_failed(self, failure: Any) -> list[Request]:
        """The address of an article gave no answer."""
        entry: EntryRow = failure.request.cb_kwargs["entry"]
        if isinstance(failure.value, AlreadyHeld):
            self.reader.same(entry, failure.value.url)
        else:
            self._page_failed(entry, *self._class_of(failure.value))
        self._landed(entry)
        return self._pump()

    def _page_failed(self, entry: EntryRow, cls: str, message: str) -> None:
        self.reader.failed(entry, cls, message)
        if cls == "budget":
            self.stop("budget")
        elif is_wall(cls):
            self._failed_in_a_row += 1
            if self._failed_in_a_row >= PATIENCE:
                self.stop(cls)

    def _landed(self, entry: EntryRow) -> None:
        self._flying.pop(entry.id, None)
        self.walk.frontier.settled(entry.id)
        self._answered += 1
        self.workshop.tell(self.source.id, self._answered, max(self._answered, self.tally.entries_new))

    def _class_of(self, error: BaseException) -> tuple[str, str]:
        cls, message = failure_class(error)
        if isinstance(error, sqlite3.Error):
            self.workshop.archive_failed(error)
        elif cls == "crashed":
            logger.error("%s: our own bug", self.source.id, exc_info=error)
            self.tally.crash = message
        return cls, message

    # The end.

    def _idle(self, spider: Spider) -> None:
        """Nothing is on its way: a request that was dropped in silence is counted, and the crawl goes on or ends."""
        for ask in list(self._asking):
            self._asking.remove(ask)
            self.walk.failed(ask, "dropped", f"{ask.url} was dropped inside Scrapy")
        for entry in list(self._flying.values()):
            self._page_failed(entry, "dropped", f"{entry.url} was dropped inside Scrapy")
            self._landed(entry)
        requests = self._pump()
        if requests:
            for request in requests:
                self.crawler.engine.crawl(request)
            raise DontCloseSpider

    def _crashed(self, failure: Any, **_: Any) -> None:
        # Scrapy has logged the traceback.
        if isinstance(failure.value, sqlite3.Error):
            self.workshop.archive_failed(failure.value)
        else:
            self.tally.crash = f"{type(failure.value).__name__}: {failure.value}"

    async def _closed(self, spider: Spider, reason: str) -> None:
        if reason == "shutdown":
            self.stop("operator")
        try:
            self.report = await close_books(self)
        except sqlite3.Error as error:
            self.workshop.archive_failed(error)
        finally:
            if self._equipment is not None:
                self._equipment.close()
