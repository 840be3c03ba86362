"""Decides, page by page, what to ask a site for next and which addresses are its news; touches no network itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from crawler.addresses import address_key, normalize_address, same_site
from crawler.catalogue import Source
from crawler.discover.blocks import Listed
from crawler.discover.doors import language_root, period_links
from crawler.discover.embedded import read_embedded
from crawler.discover.feeds import read_feed
from crawler.discover.judging import not_news
from crawler.discover.listings import accepted, read_selected
from crawler.discover.pages import Page, read_page
from crawler.discover.paging import list_key, page_number
from crawler.discover.rest import posts_of, read_rest
from crawler.discover.sections import address_language
from crawler.discover.selection import Found, Selection
from crawler.discover.sitemaps import read_sitemap
from crawler.discover.steps import INNER, NEXT_PAGE
from crawler.discover.steps import Answer as Answer
from crawler.discover.steps import Ask as Ask
from crawler.discover.steps import Step as Step
from crawler.discover.suggestions import (
    after,
    around_list,
    earlier,
    feeds_of,
    guesses,
    languages_of_home,
    lists_of_home,
    sitemaps,
)
from crawler.items import Door, DoorKind, Entry, PageKind, ScrapedArticle

MOST_ASKS = 150  # pages asked for to find articles in one crawl; the request budget of the crawl stands above it
MOST_PAGES = 60  # pages of one list on the first night
LIST_SCORE = 0.9  # a group on a page that is linked as news
HOME_SCORE = 1.9  # a group on any other page must look like news by itself
HOME = "home page"  # how a door is described that is no list of news but shows some


class Newsroom:
    """The decider of one crawl of one source. Deterministic: the same answers in the same order give the same steps."""

    def __init__(
        self, source: Source, doors: Sequence[Door] = (), known: frozenset[str] = frozenset(), *, now: datetime
    ) -> None:
        """`doors`: found in earlier crawls. `known`: normalized addresses of entries already in the archive.

        `now`: aware; later dates are announcements, not publications.
        """
        self.source = source
        self.now = now
        self.known = {address_key(url) for url in known}
        self.selection = Selection(source, known)
        self._doors = {door.url: door for door in doors}
        self._asked: set[str] = set()
        self._open: set[str] = set()
        self._emitted: set[str] = set()
        self._told: set[str] = set()
        self._sitemaps: list[str] = []
        self._homes: list[str] = []
        self._languages: dict[str, str] = {}  # language → its home page, not yet asked for
        self._spoken: set[str] = set()  # languages in which a list was read
        self._endpoints: list[str] = []  # JSON addresses named by pages that list nothing themselves
        self._periods: list[str] = []  # lists of one year or month, read when no list holds them all
        self._walked = False  # a list had a second page, and so was read to its end
        self._stage = 0
        self._began_again = False
        self._revisit = bool(doors)
        self._lists: dict[str, set[str]] = {}  # list → keys of the entries its pages showed

    def start(self) -> Step:
        """The first pages to ask for: the record's doors, else the doors known, else the home page."""
        asks = [Ask(url=url, purpose="feed", priority=9) for url in self.source.feeds]
        for purpose in ("listing", "rest", "sitemap"):
            url = getattr(self.source, purpose)
            if url:
                asks.append(Ask(url=url, purpose=purpose, priority=8))
        for door in self._doors.values():
            purpose = "home" if door.how.startswith(HOME) else door.kind.value
            asks.append(Ask(url=door.url, purpose=purpose, found_on=door.found_on, how=door.how, priority=8))
        return self._step(asks or [self._home()])

    def sitemaps_named(self, urls: Sequence[str]) -> Step:
        """The Sitemap lines of robots.txt."""
        self._sitemaps.extend(urls[:20])
        return Step()

    def read(self, answer: Answer) -> Step:
        """What a page that answered 200 says."""
        ask = answer.ask
        self._open.discard(ask.url)
        self.selection.welcome(answer.url if ask.purpose == "home" else None)
        if ask.purpose == "feed":
            return self._read_feed(answer)
        if ask.purpose == "sitemap":
            return self._read_sitemap(answer)
        if ask.purpose == "rest":
            return self._read_rest(answer)
        page = read_page(answer.body, answer.url, answer.content_type)
        if page is None:
            return self._step(problem=f"{ask.purpose} page has no readable content")
        if page.refresh and page.text_length < 400 and ask.depth < 3 and same_site(page.url, page.refresh):
            # A page that only sends its reader elsewhere is that other page.
            onward = replace(ask, url=page.refresh, found_on=page.url, how="refresh", depth=ask.depth + 1)
            return self._step([onward])
        return self._read_home(page, ask) if ask.purpose in ("home", "probe") else self._read_list(page, ask)

    def unchanged(self, ask: Ask) -> Step:
        """What follows from a 304."""
        self._open.discard(ask.url)
        self.selection.silent = False
        return self._step()

    def failed(self, ask: Ask, reason: str) -> Step:
        """What follows from an answer that is no page (404, timeout, refused by robots …)."""
        self._open.discard(ask.url)
        root = language_root(ask.url)
        if ask.purpose == "home" and ask.depth and root != ask.url:  # its folder may still be there
            return self._step([replace(ask, url=root, found_on=ask.url)])
        return self._step()

    def exhausted(self) -> Step:
        """Called when nothing is left to ask and nothing to fetch: the last chance to try another door."""
        self._open.clear()
        return self._step()

    def judge(self, scraped: ScrapedArticle, entry: Entry) -> ScrapedArticle:
        """The same article, or with kind OTHER and the reason when it is not news of this newsroom."""
        if scraped.kind is not PageKind.ARTICLE:
            return scraped
        reason = not_news(scraped, entry, {list_key(home) for home in self._homes} | set(self._lists))
        return replace(scraped, kind=PageKind.OTHER, reason=reason) if reason else scraped

    def _home(self) -> Ask:
        return Ask(url=normalize_address(self.source.home), purpose="home", how="record", priority=10)

    # Reading the answers

    def _read_home(self, page: Page, ask: Ask) -> Step:
        if page.frames and not page.links and ask.depth < 3:
            return self._step(
                [replace(ask, url=url, found_on=page.url, how="frame", depth=ask.depth + 1) for url in page.frames[:4]]
            )
        self._homes.append(page.url)
        lists, all_cut = lists_of_home(page, self.source)
        paged = page.next is not None and all_cut  # the home of a blog: the first page of its only list
        new = self._keep_groups(page, ask, HOME_SCORE, "list" if paged else "home")
        if self._revisit:
            return self._step()
        asks = [*feeds_of(page, self.source)[:3], *lists]
        if len(self._homes) == 1:
            self._languages = languages_of_home(page, self.source)
            if page.rest:
                url = posts_of(page.rest)
                asks.append(Ask(url=url, purpose="rest", found_on=page.url, how="link rel=api.w.org", priority=8))
        self._periods.extend(period_links(page, self.source.home))
        if page.next and new and paged:
            asks.append(after(page, ask, page.next))
        self._endpoints.extend(page.endpoints)
        return self._step(asks)

    def _read_list(self, page: Page, ask: Ask) -> Step:
        follows, problem = page.next, None
        select = dict(self.source.select)
        if "item" in select or "link" in select:
            try:
                listed, selected = read_selected(page, select, self.now.date())
            except ValueError as error:  # the record's own fault, told as such
                listed, selected, problem = [], None, str(error)
            follows = selected or follows
            new = self._keep([(item, 1.0) for item in listed], page.url, ask)
        else:
            new = self._keep_groups(page, ask, LIST_SCORE)
            if not self._lists[list_key(page.url)]:  # nothing is printed: what scripts would print
                new = self._keep([(item, 0.8) for item in read_embedded(page, self.now)], page.url, ask)
        asks: list[Ask] = []
        if not new:
            self._endpoints.extend(page.endpoints)
        if ask.depth == 0 and not self._revisit:
            shown = self._lists.get(list_key(page.url), set())
            if new:
                self._spoken.add(address_language(page.url) or (page.language or "")[:2])
            asks += around_list(
                page,
                self.source,
                inner=ask.how.startswith(INNER),
                found=bool(new),
                feeds=not self.selection.feeds_cover(shown),
            )
        if new and follows and ask.depth < MOST_PAGES:
            self._walked = True
            asks.append(after(page, ask, follows))
        return self._step(asks, problem)

    def _keep_groups(self, page: Page, ask: Ask, least: float, via: str = "list") -> int:
        return self._keep(accepted(page, self.now.date(), least), page.url, ask, via)

    def _keep(self, items: Sequence[tuple[Listed, float]], door: str, ask: Ask, via: str = "list") -> int:
        """Remember what a list shows; how many of it no earlier page and no earlier night had shown."""
        seen = self._lists.setdefault(list_key(door), set())
        new = 0
        for item, score in items:
            entry = Entry(
                url=item.url,
                door=door,
                origin=DoorKind.LISTING,
                title=item.title,
                published_at=item.published_at,
                precision=item.precision,
                score=score,
            )
            key = address_key(item.url)
            new += key not in seen and not (self._revisit and key in self.known)
            seen.add(key)
            self.selection.add(Found(entry, ask, via))
        return new

    def _read_feed(self, answer: Answer) -> Step:
        feed = read_feed(answer.body, answer.url, self.now, answer.content_type)
        self.selection.add_feed(feed.entries, answer.ask, feed.generator)
        asks = []
        if feed.next and feed.entries and answer.ask.depth < MOST_PAGES and not self._revisit:
            asks.append(replace(answer.ask, url=feed.next, how=NEXT_PAGE, depth=answer.ask.depth + 1))
        return self._step(asks, problem=feed.problem)

    def _read_rest(self, answer: Answer) -> Step:
        listing = read_rest(answer.body, answer.url, self.now, answer.headers, page_number(answer.url) or 1)
        new = 0
        for entry in listing.entries:
            new += not (self._revisit and address_key(entry.url) in self.known)
            self.selection.add(Found(entry, answer.ask, "rest"))
        asks = []
        if listing.next and new and answer.ask.depth < MOST_PAGES:
            asks.append(replace(answer.ask, url=listing.next, how=NEXT_PAGE, depth=answer.ask.depth + 1))
        return self._step(asks, problem=listing.problem)

    def _read_sitemap(self, answer: Answer) -> Step:
        sitemap = read_sitemap(answer.body, answer.url, self.now)
        self.selection.add_sitemap(sitemap.pages, answer.ask)
        asks = []
        if answer.ask.depth < 2:
            asks = [
                Ask(url=url, purpose="sitemap", found_on=answer.url, how="sitemap index", depth=answer.ask.depth + 1)
                for url in self.selection.children(sitemap.sitemaps)
                if same_site(url, self.source.home)
            ]
        return self._step(asks, problem=sitemap.problem)

    # Deciding

    def _step(self, asks: Sequence[Ask] = (), problem: str | None = None) -> Step:
        """Asks not made before; and once nothing is open, what all the answers together say is news."""
        fresh = self._fresh(asks)
        while not fresh and not self._open and self._stage < 5:
            self._stage += 1
            fresh = self._fresh(self._further())
        entries: tuple[Entry, ...] = ()
        doors: tuple[Door, ...] = ()
        if not self._open:
            entries, doors = self._settle()
        return Step(asks=tuple(fresh), doors=doors, entries=entries, problem=problem)

    def _fresh(self, asks: Sequence[Ask]) -> list[Ask]:
        fresh = []
        for ask in asks:
            key = address_key(ask.url) + ask.purpose.replace("probe", "home")
            if key in self._asked or len(self._asked) >= MOST_ASKS:
                continue
            self._asked.add(key)
            self._open.add(ask.url)
            fresh.append(ask)
        return fresh

    def _further(self) -> list[Ask]:
        """What to try once the doors so far are read, one stage after the other, the surest and cheapest first."""
        home = self._homes[0] if self._homes else self.source.home
        if self._stage == 1:
            return [
                Ask(url=url, purpose="home", found_on=home, how=f"language {language}", depth=1, priority=7)
                for language, url in self._languages.items()
                if language not in self._spoken
            ]
        if self._stage == 2:
            if self._revisit:
                return []
            periods = [] if self.selection.has_lists() else self._periods
            guess = self.selection.wants_sitemap() or not self._walked
            named = sitemaps(self._sitemaps, home, self.source, guess=guess)
            return named + earlier(home, periods, priority=3)
        if self.selection.chosen() or not self.selection.silent:
            return []
        if self._stage == 3:
            return [Ask(url=url, purpose="rest", found_on=home, how="named in the page") for url in self._endpoints[:5]]
        if self._stage == 4 and not self._homes and not self._began_again:
            self._began_again = True
            self._revisit = False
            self._stage = 0  # all doors are dead or silent: begin again at the home page
            return [self._home()]
        return guesses(home)

    def _settle(self) -> tuple[tuple[Entry, ...], tuple[Door, ...]]:
        """The news not yet given out, and the doors that gave it."""
        entries = []
        for entry in self.selection.chosen():
            key = address_key(entry.url)
            if key not in self._emitted:
                self._emitted.add(key)
                entries.append(entry)
        doors = []
        for ask in self.selection.productive():
            if ask.url not in self._told and ask.url not in self._doors:
                self._told.add(ask.url)
                home = ask.purpose in ("home", "probe")
                kind = DoorKind.LISTING if home else DoorKind(ask.purpose)
                how = f"{HOME}: {ask.how}" if home and not ask.how.startswith(HOME) else ask.how
                doors.append(Door(url=ask.url, kind=kind, found_on=ask.found_on, how=how))
        return tuple(entries), tuple(doors)
