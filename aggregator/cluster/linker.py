"""Turns touched papers, trials, translations and texts into the links of news.db that stories are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from aggregator.cluster.hard import (
    ANNOUNCERS_MOST,
    PAPERS,
    TRIALS,
    Announcer,
    evidence,
    paper_links,
    translation_links,
    trial_links,
)
from aggregator.dedupe import tokenize
from db.news import addresses, alternates, articles, identifiers, links, unsettled
from db.news.links import Link

ALIKE_MOST = 60  # links by meaning that one article keeps: what is like everything tells nothing


# Texts of a language from which on one more does not move its mean vector: until then the articles in it are compared
# again at the end of each run.
SETTLED = 500


class Likeness(Protocol):
    """What says which articles are alike (alike.Alike)."""

    def similar(self, ids: Iterable[int], known: Mapping[int, Iterable[int]]) -> list[Link]:
        """Links with reason `similar` of each of these articles; `known`: articles it was compared with before."""
        ...

    def forget(self, ids: Collection[int]) -> None:
        """Compare nothing with these articles any more."""
        ...

    def texts(self) -> dict[str, int]:
        """Language ("" where none is known) → how many of its texts are known."""
        ...


@dataclass(frozen=True, slots=True)
class Linker:
    """The file links are kept in, and what says which articles are alike."""

    news: Database
    likeness: Likeness

    def link_identifiers(self, touched: Iterable[tuple[str, str]], changed: set[int]) -> None:
        """Make the links of these papers and trials what their announcers say now; adds the ends that changed."""
        for scheme, value in sorted(touched):
            if scheme not in PAPERS | TRIALS:
                continue
            found = identifiers.announcing(self.news, scheme, value, ANNOUNCERS_MOST + 1)
            make = paper_links if scheme in PAPERS else trial_links
            wanted = make(scheme, value, self._announcers(found)) if len(found) > 1 else []
            said, reason = evidence(scheme, value), "same doi" if scheme in PAPERS else "same trial"
            self._settle(links.made_by(self.news, said, reason), wanted, changed)

    def link_translations(self, touched: Iterable[str], changed: set[int]) -> None:
        """The same for addresses that articles name as their translations."""
        for key in sorted(touched):
            namers = alternates.naming(self.news, key, ANNOUNCERS_MOST + 1)
            if not namers:
                continue
            held = addresses.get(self.news, key)
            holder = self._announcers([held.article], words=True) if held else []
            wanted = translation_links(key, holder[0] if holder else None, self._announcers(namers, words=True))
            present = [
                link for reason in ("translation", "not translated") for link in links.made_by(self.news, key, reason)
            ]
            self._settle(present, wanted, changed)

    def link_similar(self, touched: Iterable[int], changed: set[int]) -> None:
        """The same for what these articles say; one that repeats another is like nobody, its original is."""
        present: set[Link] = set()
        known: dict[int, set[int]] = {}
        found = articles.get_many(self.news, touched)
        for one in found:
            mine = links.similar_of(self.news, one)
            present.update(mine)
            known[one] = {link.end(one) for link in mine}
        distinct = [one for one in found.values() if one.duplicate_of is None]
        repeats = set(found) - {one.id for one in distinct}
        self.likeness.forget(repeats)
        wanted = self.likeness.similar([one.id for one in distinct], {one.id: known[one.id] for one in distinct})
        self._settle(present, wanted, changed)
        self._thin({end for link in wanted for end in (link.a, link.b)}, changed)
        texts = self.likeness.texts()
        few = {one.id: count for one in distinct if 0 < (count := texts.get(one.language or "", 0)) < SETTLED}
        unsettled.put(self.news, few)
        unsettled.remove(self.news, set(found) - set(few))

    def unsettled(self, limit: int) -> list[int]:
        """Articles compared while less was known of their language than now, at most `limit`: link them anew."""
        return unsettled.due(self.news, self.likeness.texts(), limit)

    def _thin(self, ids: Iterable[int], changed: set[int]) -> None:
        """Keep the ALIKE_MOST surest links by meaning of each of these articles."""
        for one in sorted(ids):
            mine = links.similar_of(self.news, one)
            if len(mine) > ALIKE_MOST:
                weakest = sorted(mine, key=lambda link: (-link.score, link.end(one)))[ALIKE_MOST:]
                self._settle(weakest, [], changed)

    def _settle(self, present: Iterable[Link], wanted: Iterable[Link], changed: set[int]) -> None:
        """Let there be the wanted links instead of the present ones; adds the ends of what changed."""
        gone, new = set(present) - set(wanted), set(wanted) - set(present)
        links.remove(self.news, gone)
        links.add(self.news, new)
        for link in gone | new:
            changed |= {link.a, link.b}

    def _announcers(self, ids: Iterable[int], *, words: bool = False) -> list[Announcer]:
        found = []
        for one in articles.get_many(self.news, ids).values():
            primary = identifiers.primary_of(self.news, one.id)
            found.append(
                Announcer(
                    id=one.id,
                    source=one.source,
                    url=one.url,
                    language=one.language,
                    published_at=one.published_at,
                    papers=frozenset(key for key in primary if key[0] in PAPERS),
                    trials=frozenset(key for key in primary if key[0] in TRIALS),
                    names=frozenset(alternates.named_by(self.news, one.id)),
                    keys=frozenset(address.key for address in addresses.of_articles(self.news, one.id)),
                    words=frozenset(tokenize(one.text)) if words else frozenset(),
                )
            )
        return found
