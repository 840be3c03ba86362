"""Turns new or changed articles into links to those that probably tell the same story, by what they say alone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlite_utils import Database

from aggregator.cluster.pairs import score_pairs, serial
from aggregator.cluster.rarity import Around, around
from aggregator.cluster.signals import kept_under, unpack
from aggregator.cluster.told import Encoder, PairScore, Signals, Told
from aggregator.cluster.vectors import prepare, recall
from aggregator.cluster.window import Window
from db import vectors
from db.news import articles
from db.news.links import Link

FLOOR = 0.1  # likelihood; what is less likely is not kept, and counts as unlike when articles are grouped
CONTEXT = 12  # the articles most alike to one that say what is rare around it; the model was fitted with so many
AT_ONCE = 50  # articles scored together with up to 24 others each, which take 50 KB each
STORED = 1000  # stored articles whose neighbours are looked up in one pass over the window, 50 KB each
REMEMBERED = 4000  # articles whose signals are kept in memory: about 100 MB

Others = dict[int, list[int]]


class Alike:
    """The file articles are in, what encodes them, and the window of those they are compared with. One a run.

    `given`: the file before a rebuild, whose vectors are used again.
    """

    def __init__(self, news: Database, encoder: Encoder, given: Database | None = None) -> None:
        self._news = news
        self._encoder = encoder
        self._key = kept_under(encoder)
        self._given = given
        self._window = Window(news, encoder)
        self._signals: OrderedDict[int, Signals] = OrderedDict()  # the least recently used first

    def similar(self, ids: Iterable[int], known: Mapping[int, Iterable[int]]) -> list[Link]:
        """Links with reason `similar` of these distinct articles; the score is the likelihood, the evidence says why.

        Each is compared with the most alike of the window and with those it was compared with before (`known`). What
        is rare is judged among those most alike to either side; those of a stored article are looked up only when it
        seems likely to belong, judged until then by those of the new one. Raises what the encoder raises. Runs inside
        the caller's transaction.
        """
        made = prepare(self._news, self._encoder, self._given, articles.get_many(self._news, ids).values())
        for id_, one in made.items():
            self._remember(id_, one.signals)
        told = {id_: one for id_, one in made.items() if one.vectors.any()}
        near = {id_: [other for other, _ in found] for id_, found in self._window.nearest(told).items()}
        context = self._contexts(told, near)
        wanted = sorted(_pairs(near, known).items())
        found: list[Link] = []
        likely: Others = {}
        stored: dict[int, Told] = {}
        series = serial(told.values())
        for start in range(0, len(wanted), AT_ONCE):
            some, theirs = self._likely(dict(wanted[start : start + AT_ONCE]), told, series, context)
            likely |= some
            stored |= theirs
            if len(stored) >= STORED or start + AT_ONCE >= len(wanted):
                found += self._links(likely, told, stored, context)
                likely, stored = {}, {}
        return found

    def forget(self, ids: Collection[int]) -> None:
        """Compare nothing with these articles any more."""
        self._window.forget(ids)

    def texts(self) -> dict[str, int]:
        """Language ("" where none is known) → how many texts its mean vector rests on."""
        return {language: texts for language, (texts, _) in vectors.sums(self._news, self._key).items()}

    def _likely(
        self, others: Others, told: Mapping[int, Told], series: set[int], context: Mapping[int, Around]
    ) -> tuple[Others, dict[int, Told]]:
        """Of those that a few new articles are to be compared with, as far as these are still there: the ones that seem
        likely to belong, and what the stored ones among them say. `series`: the new ones that are of one."""
        wanted = {other for all_ in others.values() for other in all_} - set(told)
        stored = recall(self._news, self._encoder, wanted)
        everyone = {**told, **stored}
        houses = {one.house for one in stored.values()}
        series = series | serial([*stored.values(), *(one for one in told.values() if one.house in houses)])
        likely: Others = {}
        for one, all_ in others.items():
            there = [other for other in all_ if other in everyone and not {one, other} & series]
            provisional = {other: context.get(other, context[one]) for other in (one, *there)}
            scores = score_pairs(told[one], [everyone[other] for other in there], provisional)
            likely[one] = [other for other, score in zip(there, scores, strict=True) if _likelihood(score) >= FLOOR]
        return likely, {other: everyone[other] for all_ in likely.values() for other in all_ if other not in told}

    def _links(
        self, likely: Others, told: Mapping[int, Told], stored: Mapping[int, Told], context: Mapping[int, Around]
    ) -> list[Link]:
        """The links of new articles to the likely ones, now judged by what is rare around both sides."""
        near = {id_: [other for other, _ in found] for id_, found in self._window.nearest(stored).items()}
        known = {**context, **self._contexts(stored, near)}
        found = []
        for one, all_ in likely.items():
            others = [told[other] if other in told else stored[other] for other in all_]
            for other, score in zip(all_, score_pairs(told[one], others, known), strict=True):
                if _likelihood(score) >= FLOOR:
                    found.append(Link.between(one, other, "story", "similar", score.why, _likelihood(score)))
        return found

    def _contexts(self, told: Mapping[int, Told], near: Mapping[int, Sequence[int]]) -> dict[int, Around]:
        """What the articles most alike to each of these say of what it says itself."""
        closest = {one: near[one][:CONTEXT] for one in told}
        signals = self._recall_signals({other for others in closest.values() for other in others})
        return {
            id_: around(one.signals, [signals[other] for other in closest[id_] if other in signals])
            for id_, one in told.items()
        }

    def _recall_signals(self, ids: set[int]) -> dict[int, Signals]:
        """The signals of these articles as far as they are still compared, from memory where they are there."""
        held = {one: self._signals[one] for one in ids if one in self._signals}
        missing = ids - set(held)
        held |= {one: unpack(packed) for one, packed in vectors.signals(self._news, self._key, missing).items()}
        for one in sorted(held):
            self._remember(one, held[one])
        return held

    def _remember(self, one: int, signals: Signals) -> None:
        self._signals[one] = signals
        self._signals.move_to_end(one)
        if len(self._signals) > REMEMBERED:
            self._signals.popitem(last=False)


def _pairs(near: Mapping[int, Sequence[int]], known: Mapping[int, Iterable[int]]) -> Others:
    """New article → those to compare it with; a pair of two new ones stands once, with the smaller id."""
    found: dict[int, set[int]] = {one: set() for one in near}
    for one, others in near.items():
        for other in {*others, *known.get(one, ())} - {one}:
            first, second = (min(one, other), max(one, other)) if other in near else (one, other)
            found[first].add(second)
    return {one: sorted(others) for one, others in found.items()}


def _likelihood(score: PairScore) -> float:
    return round(score.probability, 4)
