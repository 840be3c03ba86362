"""Turns two texts that share sequences of words into the places where one says what the other does not.

A newsroom that fills a template leaves the words around its slots as they are and puts other facts into each; somebody
who edits a text takes words out and puts words in as well, here and there. So what tells notices from copies is whether
nearly all differences are slots: new words on both sides between the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aggregator.fingerprint import PAIRED, Fingerprint

SLOT = (
    60  # tokens; what stands between the same words in a template is no longer than this, and three times the other's
)
Span = tuple[int, int]  # from, to (not included), in the tokens of a text


@dataclass(frozen=True, slots=True)
class Place:
    """One place where two texts differ: what each has between the same words. None: the other has no such place."""

    one: Span
    other: Span | None
    edge: bool  # whole sentences before the first or after the last shared words: a head, an introduction, a foot


@dataclass(slots=True)
class Slots:
    """What of the differences of two texts is slots: places where each side has words that the other lacks."""

    changes: int = 0  # places that differ, slots or not, edges not counted
    factual: int = 0  # slots in which each side has a fact that the other text lacks
    words: float = 0.0  # put in, the smaller side of each slot; a pair of characters counts as half a word
    stretches: int = 0  # in how many places in a row these words stand; a slot may hold several with a word between
    ones: list[Span] = field(default_factory=list)  # the slots in the first text
    others: list[Span] = field(default_factory=list)  # the same in the second
    facts: int = 0  # different facts in the slots, of the side that has fewer
    kept: int = 0  # facts that both texts have

    @property
    def purity(self) -> float:
        """Share of the changes that are slots, 0..1."""
        return len(self.ones) / self.changes if self.changes else 0.0

    @property
    def renewed(self) -> float:
        """Share of the facts that are in the slots, 0..1."""
        return self.facts / (self.facts + self.kept) if self.facts else 0.0


def find_slots(one: Fingerprint, other: Fingerprint) -> Slots:
    """The slots of two texts. Linear in their length."""
    found = Slots(kept=len((one.facts & other.words) | (other.facts & one.words)))
    facts: tuple[set[str], set[str]] = (set(), set())
    for place in places(one, other):
        if place.edge:
            continue
        if place.other is None:
            found.changes += 1
            continue
        mine, theirs = one.tokens[slice(*place.one)], other.tokens[slice(*place.other)]
        only_mine, only_theirs = _net(mine, theirs)
        if not only_mine and not only_theirs and Counter(mine) == Counter(theirs):
            continue
        new_mine, new_theirs = set(mine) - other.words, set(theirs) - one.words
        if only_mine and only_theirs and bool(new_mine) != bool(new_theirs):
            continue  # "two" for "five", which the other has elsewhere, says neither
        found.changes += 1
        if not (only_mine and only_theirs and new_mine and new_theirs):
            continue
        found.ones.append(place.one)
        found.others.append(place.other)
        found.words += min(weight(only_mine), weight(only_theirs))
        found.stretches += max(_stretches(mine, only_mine), _stretches(theirs, only_theirs))
        facts[0].update(new_mine & one.facts)
        facts[1].update(new_theirs & other.facts)
        found.factual += bool(new_mine & one.facts and new_theirs & other.facts)
    found.facts = min(map(len, facts))
    return found


def places(one: Fingerprint, other: Fingerprint) -> Iterator[Place]:
    """Where the texts differ, first by what `one` has and then by what only `other` has."""
    shared = one.shingles & other.shingles
    seen: set[tuple[int | None, int | None]] = set()
    for first, second, turned in ((one, other, False), (other, one, True)):
        for start, end in uncovered(first, shared):
            left = first.sequence[start - 3] if start >= 3 else None
            right = first.sequence[end] if end < len(first.sequence) else None
            if (left, right) in seen:
                continue
            seen.add((left, right))
            across = _between(second, left, right, SLOT + 3 * (end - start))
            edge = (left is None or right is None) and (
                _whole(first, (start, end), left, right) or (across is not None and _whole(second, across, left, right))
            )
            if not turned or across is None:
                yield Place((start, end), across, edge)
            else:
                yield Place(across, (start, end), edge)


def uncovered(text: Fingerprint, shared: frozenset[int]) -> Iterator[Span]:
    """The stretches of tokens that no shared shingle covers."""
    reached = 0
    for at, shingle in enumerate(text.sequence):
        if shingle in shared:
            if at > reached:
                yield reached, at
            reached = at + 3
    if reached < len(text.tokens):
        yield reached, len(text.tokens)


def weight(tokens: Sequence[str]) -> float:
    """Tokens as words: of scripts without spaces two characters are about one word."""
    return sum(0.5 if PAIRED.match(token) else 1.0 for token in tokens)


def _between(text: Fingerprint, left: int | None, right: int | None, longest: int) -> Span | None:
    """What stands between two shingles (None: the beginning, the end), when that is no longer than `longest`."""
    start = 0 if left is None else text.first.get(left, -4) + 3
    end = len(text.tokens) if right is None else text.first.get(right, -1)
    if start < 0 or end < 0 or not -2 <= end - start <= longest:
        return None
    return start, max(start, end)


def _whole(text: Fingerprint, span: Span, left: int | None, right: int | None) -> bool:
    """Whether a stretch at the beginning or end of a text is made of whole sentences."""
    start, end = span
    return (left is None or start in text.openings) and (right is None or end in text.openings)


def _net(mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
    """What each side has that the other has not; of pairs of characters, the characters between what both begin and
    end with, because one character more changes the pairs around it."""
    if any(map(PAIRED.match, (*mine, *theirs))):
        return _trim(_characters(mine), _characters(theirs))
    ours, others = Counter(mine), Counter(theirs)
    return list((ours - others).elements()), list((others - ours).elements())


def _stretches(tokens: Sequence[str], only: Sequence[str]) -> int:
    """How many stretches of one token after the other those that only this side has make."""
    if any(map(PAIRED.match, tokens)):
        return 1
    left, found, within = Counter(only), 0, False
    for token in tokens:
        mine = left[token] > 0
        left[token] -= mine
        found += mine and not within
        within = mine
    return found


def _characters(tokens: Sequence[str]) -> list[str]:
    """Overlapping pairs of characters as the characters they were made of; other words as they are."""
    found: list[str] = []
    before = ""
    for token in tokens:
        if PAIRED.match(token):
            found += token[1:] if len(before) == 2 and PAIRED.match(before) and before[1] == token[0] else token
        else:
            found.append(token)
        before = token
    return found


def _trim(mine: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """Both without what they begin and end with together."""
    shorter = min(len(mine), len(theirs))
    head = next((at for at in range(shorter) if mine[at] != theirs[at]), shorter)
    tail = next((at for at in range(shorter - head) if mine[-1 - at] != theirs[-1 - at]), shorter - head)
    return mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
