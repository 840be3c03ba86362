"""Turns a connected set of articles into the stories they tell: what must be together, what may not, what is alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from aggregator.cluster.pairs import DAYS_APART
from db.news.decisions import Decision
from db.news.links import Link

# What joins, the strongest first: of two that an editor's "apart" does not allow both, the stronger stands.
ORDER = ("editor", "duplicate", "same doi", "translation", "near text", "same trial")
CERTAIN = 0.9999  # likelihoods are kept in four digits: 1.0 is only very likely, not infinitely

Pair = tuple[int, int]
Group = Callable[[Sequence[int], Mapping[Pair, float], Iterable[Pair], Iterable[Pair]], list[frozenset[int]]]


class Sets:
    """Articles that must be together, as sets that are joined unless that would join two that may not be."""

    def __init__(self, ids: Iterable[int], cannot: Iterable[Pair] = ()) -> None:
        self._parent = {one: one for one in ids}
        self._enemies: dict[int, set[int]] = {}
        for a, b in cannot:
            self._enemies.setdefault(a, set()).add(b)
            self._enemies.setdefault(b, set()).add(a)

    def root(self, one: int) -> int:
        """The smallest article of its set."""
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, a: int, b: int) -> bool:
        """Make the sets of both one; False when that may not be."""
        first, second = sorted((self.root(a), self.root(b)))
        if first == second:
            return True
        theirs = self._enemies.get(second, set())
        if any(self.root(enemy) == first for enemy in theirs):
            return False
        self._parent[second] = first
        if theirs:
            self._enemies.setdefault(first, set()).update(theirs)
            for enemy in theirs:
                self._enemies.setdefault(self.root(enemy), set()).add(first)
        return True

    def all(self) -> list[frozenset[int]]:
        """The sets, by their smallest article."""
        found: dict[int, set[int]] = {}
        for one in sorted(self._parent):
            found.setdefault(self.root(one), set()).add(one)
        return [frozenset(found[root]) for root in sorted(found)]


def partition(
    days: Mapping[int, str | None], links: Iterable[Link], decisions: Iterable[Decision], group: Group
) -> list[frozenset[int]]:
    """The stories that these articles tell, by their smallest article; the same in whatever order all of it comes.

    `days`: article → the day of its publication, YYYY-MM-DD, None where none is known. Repeats follow their original,
    and only originals are compared (`group`). What proves (a shared paper, a translation, an editor's word) joins,
    unless an editor said apart of two articles that it would join. What is only alike never joins articles of which
    no two are within DAYS_APART.
    """
    ids = set(days)
    inside = [link for link in links if link.a in ids and link.b in ids]
    said = [one for one in decisions if one.a in ids and one.b in ids]
    cannot = sorted({(one.a, one.b) for one in said if one.kind == "apart"})
    must, repeats = Sets(ids, cannot), Sets(ids)
    kept = []
    for step, _, a, b in sorted(
        [(ORDER.index("editor"), -1.0, one.a, one.b) for one in said if one.kind == "together"]
        + [(_step(link), -link.score, link.a, link.b) for link in inside if link.reason != "similar"]
    ):
        if must.join(a, b):
            kept.append((a, b))
            if step == ORDER.index("duplicate"):
                repeats.join(a, b)
    alike = {(link.a, link.b): _logit(link.score) for link in inside if link.reason == "similar"}
    if not alike:
        return must.all()
    told = group(
        [one for one in sorted(ids) if repeats.root(one) == one],
        dict(sorted(_between(repeats, alike).items())),
        sorted(_between(repeats, dict.fromkeys(kept, 0.0))),
        sorted(_between(repeats, dict.fromkeys([*cannot, *_far(must, days)], 0.0))),
    )
    place = {one: number for number, part in enumerate(told) for one in part}
    found: list[set[int]] = [set() for _ in told]
    for one in ids:
        found[place[repeats.root(one)]].add(one)
    return sorted(map(frozenset, found), key=min)


def _between(repeats: Sets, pairs: Mapping[Pair, float]) -> dict[Pair, float]:
    """The pairs as pairs of originals, the highest value of each; none within one text."""
    found: dict[Pair, float] = {}
    for (a, b), value in pairs.items():
        first, second = sorted((repeats.root(a), repeats.root(b)))
        if first != second:
            found[first, second] = max(value, found.get((first, second), value))
    return found


def _far(must: Sets, days: Mapping[int, str | None]) -> list[Pair]:
    """One pair of articles for every two sets of which all days are known and no two are near each other."""
    known = []
    for part in must.all():
        told = [days[one] for one in sorted(part)]
        if None not in told:
            known.append((min(part), sorted(date.fromisoformat(day).toordinal() for day in told if day)))
    return [
        (one, other)
        for place, (one, mine) in enumerate(known)
        for other, theirs in known[:place]
        if min(abs(a - b) for a in mine for b in theirs) > DAYS_APART
    ]


def _step(link: Link) -> int:
    return ORDER.index("duplicate" if link.kind == "duplicate" else link.reason)


def _logit(score: float) -> float:
    score = min(max(score, 1 - CERTAIN), CERTAIN)
    return math.log(score / (1 - score))
