"""Turns likelihoods between pairs of articles into groups that tell one story each, by average linkage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MISSING = -3.0  # of a pair that was never compared, because it is not among the most alike


def group(
    ids: Sequence[int],
    logits: Mapping[tuple[int, int], float],
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> list[frozenset[int]]:
    """The groups, by their smallest article: two are joined while their mean logit is above 0, the surest first."""
    groups = {one: {one} for one in ids}
    where = {one: one for one in ids}
    for a, b in must:
        first, second = sorted((where[a], where[b]))
        if first != second:
            groups[first] |= groups.pop(second)
            where.update(dict.fromkeys(groups[first], first))
    apart = {frozenset(pair) for pair in cannot}

    def mean(one: set[int], other: set[int]) -> float:
        if any(frozenset((a, b)) in apart for a in one for b in other):
            return -1.0
        return sum(logits.get((min(a, b), max(a, b)), MISSING) for a in one for b in other) / (len(one) * len(other))

    while True:
        near = {tuple(sorted((where[a], where[b]))) for a, b in logits if where[a] != where[b]}
        best = min(((-mean(groups[a], groups[b]), a, b) for a, b in near), default=(0.0, 0, 0))
        if best[0] >= 0:
            return [frozenset(groups[one]) for one in sorted(groups)]
        groups[best[1]] |= groups.pop(best[2])
        where.update(dict.fromkeys(groups[best[1]], best[1]))
