"""Turns the identifiers that articles print into cards of papers and trials, anew for what a batch touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from aggregator.enrich.cards import Known, card_of, read_notices, speaking
from aggregator.enrich.facts import Facts
from aggregator.enrich.identity import RANK, RELEASES, families
from aggregator.enrich.lookups import facts_of
from db.archive import retractions
from db.news import papers
from db.news.papers import Card, Key, Release

FactsOf = Callable[[Database, Iterable[Key]], Sequence[Facts]]


@dataclass(slots=True)
class CardIndex:
    """The files that cards are made from. `given`: news.db before a rebuild, whose notices are kept."""

    news: Database
    archive: Database
    given: Database | None = None
    facts_of: FactsOf = facts_of  # what registries said, as the archive holds it
    _replies: dict[Key, Sequence[Facts]] = field(default_factory=dict)

    def update(self, articles: Collection[int], cards: Collection[int] = ()) -> None:
        """Make the cards of these articles say what they say now; `cards`: others that an article has left.

        Inside the caller's transaction. What the articles do not touch is not read; doing it twice changes nothing.
        """
        keys = {key for article in articles for key, _ in papers.printed_in(self.news, article)}
        held = {card for article in articles for card in papers.of_article(self.news, article)}
        self._settle(keys, held | set(cards), articles)

    def refresh(self, keys: Iterable[Key]) -> int:
        """Make the cards with these identifiers anew, after a registry or a retraction file said something.

        Gives how many cards that was; identifiers without a card are passed over.
        """
        cards = {papers.holder(self.news, key) for key in keys} - {None}
        self._settle(set(), {card for card in cards if card is not None}, ())
        return len(cards)

    def link(self, article: int, found: tuple[Key, float, str] | None) -> None:
        """Say which paper an article without a printed identifier is about: (identifier, how sure 0..1, evidence).

        None takes it back. The card is made when there is none yet.
        """
        held = papers.of_article(self.news, article)
        papers.link_found(self.news, article, None)
        if found and found[0][0] in RANK:
            key, score, evidence = found
            card = papers.holder(self.news, key)
            if card is None:
                card = papers.number_of(*key)
                papers.put(self.news, card_of(card, Known(key=key, ids=(key,), releases=(), announced_on=None)))
                papers.set_ids(self.news, card, {key: "linked"})
            papers.link_found(self.news, article, (card, score, evidence))
            held.add(card)
        self._settle(set(), held, ())

    def _settle(self, keys: set[Key], cards: set[int], articles: Collection[int]) -> None:
        self._replies.clear()
        found = self._families(set(keys), cards)
        held = {key: papers.holder(self.news, key) for ids in found.values() for key in ids}
        moved: set[Key] = set()
        kept = set()
        for root, ids in found.items():
            id_ = papers.number_of(*root)
            kept.add(id_)
            moved |= {key for key in ids if held[key] not in (None, id_)}
            card = self._card(id_, root, ids)
            if papers.get(self.news, id_) != card:
                papers.put(self.news, card)
            if papers.ids_of(self.news, id_) != ids:
                papers.set_ids(self.news, id_, ids)
        for card_id in sorted(cards - kept):
            self._retire(card_id)
        touched = set(articles).union(*(papers.naming(self.news, key) for key in sorted(moved)))
        for article in sorted(touched):
            self._link(article)

    def _families(self, keys: set[Key], cards: set[int]) -> dict[Key, dict[Key, str]]:
        """The papers of these identifiers and of all that hang together with them; adds their cards to `cards`."""
        looked: set[int] = set()
        cards |= {card for key in keys if (card := papers.holder(self.news, key)) is not None}
        while True:
            for card in cards - looked:
                keys |= papers.ids_of(self.news, card).keys()
            looked |= cards
            named = {key for key in keys if self._is_named(key)}
            found = families(named, self._releases, self._said)
            more = {papers.holder(self.news, key) for ids in found.values() for key in ids}
            new = {card for card in more if card is not None} - looked
            if not new:
                return found
            cards |= new

    def _is_named(self, key: Key) -> bool:
        """Whether an article names it, or was found to be about its paper."""
        if papers.is_printed(self.news, key):
            return True
        card = papers.number_of(*key)
        return papers.holder(self.news, key) == card and papers.is_found(self.news, card)

    def _card(self, id_: int, root: Key, ids: dict[Key, str]) -> Card:
        releases = papers.releases(self.news, sorted(ids), RELEASES)
        pmids = [value for scheme, value in ids if scheme == "pmid"]
        dois = [value for scheme, value in ids if scheme == "doi"]
        old = papers.get(self.news, id_) or (papers.get(self.given, id_) if self.given is not None else None)
        known = Known(
            key=root,
            ids=ids.keys(),
            releases=releases,
            announced_on=papers.first_named_on(self.news, id_, sorted(ids)),
            replies=[reply for key in sorted(ids) for reply in self._said(key)],
            rows=retractions.of_paper(self.archive, dois, pmids),
            before=read_notices(old.retraction if old else None),
        )
        telling = [release.article for release in speaking(known)]
        return card_of(id_, known, papers.grants_of(self.news, telling))

    def _retire(self, card: int) -> None:
        """Forget a card that is part of another one now, or that no article names any more."""
        old = papers.get(self.news, card)
        new = papers.holder(self.news, (old.scheme, old.value)) if old else None
        if new is not None and new != card:
            papers.move_found(self.news, card, new)
        papers.delete(self.news, card)

    def _link(self, article: int) -> None:
        linked = []
        for key, primary in papers.printed_in(self.news, article):
            card = papers.holder(self.news, key)
            if card is not None:
                linked.append((card, primary, key))
        papers.link_printed(self.news, article, linked)

    def _releases(self, key: Key) -> Sequence[Release]:
        return papers.releases(self.news, [key], RELEASES)

    def _said(self, key: Key) -> Sequence[Facts]:
        if key not in self._replies:
            self._replies[key] = self.facts_of(self.archive, [key])
        return self._replies[key]
