"""Turns the answers of doors (feeds, sitemaps, listings) into what the newsroom makes of them, stored at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scrapy.http import Response

from crawler import visits
from crawler.addresses import same_site
from crawler.catalogue import Source
from crawler.discover.newsroom import Answer, Ask, Newsroom, Step
from crawler.frontier import Frontier
from crawler.items import Door, DoorKind, Entry
from crawler.journal import Journal, Page
from crawler.outcomes import Tally
from crawler.politeness.validators import validator_of
from crawler.session import Session
from db.archive import crawls, doors, entries
from db.archive.failures import Failure
from db.archive.validators import Validator

GUESSED = ("guess", "robots.txt of another host")  # ways of finding an address that may well be wrong


class Walk:
    """The walk of one crawl through the doors of its source.

    `listed`: the source's own hook, giving the entries of a response or None. What it found out (`doors`,
    `validators`) is kept here until the crawl has ended well.
    """

    def __init__(
        self,
        source: Source,
        *,
        crawl: int,
        session: Session,
        journal: Journal,
        tally: Tally,
        listed: Callable[[Response], Iterable[Entry] | None],
    ) -> None:
        archive = session.archive
        self._source = source
        self._crawl = crawl
        self._session = session
        self._journal = journal
        self._tally = tally
        self._listed = listed
        self.doors: dict[str, Door] = {}
        self.validators: dict[str, Validator] = {}
        self.frontier = Frontier(
            archive, source=source.id, crawl=crawl, due_by=visits.due_by(session.now()), flush=journal.flush
        )
        # What a crawl that was killed had found is not known to the newsroom: it may not have seen what lay behind.
        self.newsroom = Newsroom(
            source,
            [
                Door(url=door.url, kind=DoorKind(door.kind), found_on=door.found_on, how=door.how)
                for door in doors.of_source(archive, source.id)
            ],
            entries.known(archive, source.id, until=crawls.last_complete(archive, source.id)),
            now=session.now(),
        )

    def start(self) -> None:
        """Queue the first pages to ask for."""
        self._take(self.newsroom.start())

    def robots_read(self, origin: str, sitemaps: list[str]) -> None:
        """Queue what follows from the Sitemap lines of a robots.txt of this source's site."""
        if sitemaps and same_site(origin, self._source.home):
            self._take(self.newsroom.sitemaps_named(sitemaps))

    def answered(self, response: Response, ask: Ask) -> None:
        """A door has answered with whatever status."""
        if response.status == 304:
            self._tally.doors_unchanged += 1
            self._take(self.newsroom.unchanged(ask))
        elif response.status == 200:
            self._tally.doors_read += 1
            self.validators[response.url] = validator_of(response)
            own = self._listed(response)
            if own is None:
                self._take(self.newsroom.read(_answer(response, ask)))
            else:
                self._take(Step(entries=tuple(own)))
                self._take(self.newsroom.unchanged(ask))  # it is well answered, and there is nothing for it to read
        else:
            self.failed(ask, f"http_{response.status}", f"{ask.url} answered {response.status}")

    def failed(self, ask: Ask, cls: str, message: str) -> None:
        """A door gave no page, for a reason of this failure class."""
        guessed = ask.purpose == "probe" or ask.how in GUESSED
        self._tally.door_failed(cls, message, guessed=guessed)
        if not guessed:
            self._note(ask.url, cls, message)
        self._take(self.newsroom.failed(ask, cls))

    def skipped(self, ask: Ask) -> None:
        """A door is not asked, to leave requests for the articles: what it lists stays unknown for this night."""
        self._tally.doors_unclear += 1
        self._tally.doors_skipped += 1
        self._take(self.newsroom.failed(ask, "budget"))

    def last_chance(self) -> bool:
        """Let the newsroom try another door, when nothing is left to ask and to fetch; gives whether it does."""
        return self._take(self.newsroom.exhausted())

    def _take(self, step: Step) -> bool:
        self.frontier.want(step.asks)
        self.doors.update((door.url, door) for door in step.doors)
        if step.problem:
            self._tally.problems.append(step.problem)
            self._note(self._source.home, "parse", step.problem)
        if step.entries:
            new, broken = self.frontier.add(step.entries, at=visits.stamp(self._session.now()))
            self._tally.entries_new += new
            self._tally.listed += len(step.entries) - len(broken)
            for message in broken:
                self._note(step.entries[0].door, "parse", message)
        return bool(step.asks or step.entries)

    def _note(self, url: str, cls: str, message: str) -> None:
        at = visits.stamp(self._session.now())
        failure = Failure(crawl=self._crawl, url=url, kind=cls, message=message, at=at)
        self._journal.add(Page(source=self._source.id, tally=self._tally, at=at, failure=failure))


def _answer(response: Response, ask: Ask) -> Answer:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Answer(
        ask=ask, url=response.url, body=response.body, content_type=headers.get("content-type"), headers=headers
    )
