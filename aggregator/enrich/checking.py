"""Turns what is due into one round with the registries: searches, links, then records, and the cards they change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlite_utils import Database

from aggregator.enrich import crossref, lookups
from aggregator.enrich.linking import PaperFinder
from aggregator.enrich.lookups import BUDGET, SERVICES, Clock, Key, Told
from aggregator.enrich.papers import CardIndex
from aggregator.enrich.searches import search_for
from crawler.operator import Operator
from db.archive import lookups as stored
from db.connection import transaction
from db.news import paper_words, papers
from db.news.articles import A_DAY

SEARCHED = "crossref search"  # how the searches are told of
SEARCHES = 300  # a night: each costs Crossref more than a record does
LOOKED_AT = 20_000  # recent releases without a paper that are considered for a search
RECENT = timedelta(days=120)  # releases older than that are not searched for
BATCH = 200  # cards a transaction


class RealClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(slots=True)
class Checked:
    """How one round went: with each registry, and what changed here."""

    registries: list[Told] = field(default_factory=list)
    cards: int = 0  # made anew
    linked: int = 0  # articles that were linked to a paper, or whose link was taken back

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Round:
    """The files and settings of one round. `bases`: where the registries are instead, on loopback (tests, the demo)."""

    operator: Operator
    archive: Database
    news: Database
    clock: Clock = field(default_factory=RealClock)
    limit: int = BUDGET  # questions to each registry
    bases: Mapping[str, str] | None = None

    def run(self, told: Callable[[Told], None] = lambda _: None) -> Checked:
        """Ask what is due of every registry the operator allows, and let links and cards say it.

        Asks nothing when the operator allows none. Raises SettingRefused without a contact. A registry that fails is
        left alone, counted and told; a round that is interrupted keeps every answer it had.
        """
        done = Checked()
        allowed = lookups.require_registries(self.operator)
        if not allowed:
            return done
        cards = CardIndex(self.news, self.archive)
        if crossref.SERVICE in allowed:
            searched = self._search(PaperFinder(self.news, self.archive, cards), done)
            told(searched)
            done.registries.append(searched)
        went, touched = lookups.ask_all(
            self.archive, self.operator, self._named, self.clock, limit=self.limit, bases=self.bases, told=told
        )
        done.registries += went
        finder = PaperFinder(self.news, self.archive, cards)
        for keys in _batches(sorted(touched)):
            with transaction(self.news):
                done.cards += cards.refresh(keys)
                finder.update((), {card for key in keys if (card := papers.holder(self.news, key)) is not None})
        return done

    def due(self) -> dict[str, int]:
        """How much would be asked of each registry, at most `limit`; asks nothing."""
        now = lookups.utc(self.clock.now())
        counts = {
            name: len(lookups.due_keys(self.archive, name, self._named(), now, self.limit))
            for name in lookups.require_registries(self.operator)
        }
        if crossref.SERVICE in counts:
            counts[SEARCHED] = sum(1 for _ in self._due_searches())
        return counts

    def _search(self, finder: PaperFinder, done: Checked) -> Told:
        """Search Crossref for the papers of recent releases that name a journal or title, and link what fits."""
        told = Told(service=SEARCHED)
        asker = lookups.open_asker(crossref.SERVICE, self.operator, self.clock, self.bases)
        asker.gap = max(asker.gap, crossref.SEARCH_GAP)
        try:
            for article, key in list(self._due_searches()):
                if lookups.search_one(self.archive, asker, told, key, self.operator, self.clock):
                    with transaction(self.news):
                        done.linked += finder.find(article)
                if told.left:
                    break
        finally:
            asker.close()
        return told

    def _due_searches(self) -> Iterator[tuple[int, str]]:
        """(article, key) of the searches never made, or due again, of the newest releases first."""
        now = lookups.utc(self.clock.now())
        since = int(f"{self.clock.now() - RECENT:%Y%m%d}") * A_DAY
        found = 0
        seen: set[str] = set()
        for told in islice(paper_words.unlinked(self.news, since), LOOKED_AT):
            search = search_for(told)
            if search is None or search.key in seen:
                continue
            seen.add(search.key)
            before = stored.get(self.archive, crossref.SERVICE, search.key)
            if before is None or (before.next_at is not None and before.next_at <= now):
                yield told.id, search.key
                found += 1
            if found == min(SEARCHES, self.limit):
                return

    def _named(self) -> Iterator[Key]:
        schemes = {scheme for name in self.operator.allowed_registries for scheme in SERVICES[name].SCHEMES}
        return paper_words.named(self.news, schemes)


def _batches(keys: Iterable[Key]) -> Iterator[list[Key]]:
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        yield batch
