"""Turns likelihoods between pairs of articles into groups that tell one story each, by average linkage.

Average linkage (Sokal and Michener 1958) joins two groups by the mean over all their pairs, so that a chain of
articles, each like the next, is no story as long as its ends are unlike; connected components would make it one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

MISSING = -3.0  # logit of a pair that was never compared or found unlikely: it is not among the most alike
_NEVER = -1e9


def group(
    ids: Sequence[int],
    logits: Mapping[tuple[int, int], float],
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> list[frozenset[int]]:
    """The groups, by their smallest article; the same in whatever order all of it comes.

    Two groups are joined while the mean logit of their pairs is above 0, the surest first. `must`: pairs joined before
    anything is compared; `cannot`: pairs that no join by likelihood brings together.
    """
    order = sorted(ids)
    place = {one: number for number, one in enumerate(order)}
    total = np.full((len(order), len(order)), MISSING)
    for (a, b), logit in logits.items():
        total[place[a], place[b]] = total[place[b], place[a]] = logit
    vetoed = np.zeros(total.shape, dtype=bool)
    for a, b in cannot:
        vetoed[place[a], place[b]] = vetoed[place[b], place[a]] = True
    groups = _Groups(total, vetoed)
    for a, b in must:
        groups.join(groups.of(place[a]), groups.of(place[b]))
    groups.join_likely()
    return sorted((frozenset(order[one] for one in members) for members in groups.members if members), key=min)


class _Groups:
    """Groups of articles by number. `total`: the sum of the logits of all pairs between two groups."""

    def __init__(self, total: NDArray[np.float64], vetoed: NDArray[np.bool_]) -> None:
        self.members: list[list[int]] = [[one] for one in range(len(total))]
        self._total, self._vetoed = total, vetoed
        self._size = np.ones(len(total))
        self._where = list(range(len(total)))

    def of(self, one: int) -> int:
        """The group an article is in."""
        return self._where[one]

    def join(self, first: int, second: int) -> None:
        """Make two groups one, under the smaller number."""
        if first == second:
            return
        kept, gone = min(first, second), max(first, second)
        for matrix in (self._total, self._vetoed):
            matrix[kept] += matrix[gone]
            matrix[:, kept] = matrix[kept]
        self._size[kept] += self._size[gone]
        self._size[gone] = 0
        for one in self.members[gone]:
            self._where[one] = kept
        self.members[kept] += self.members[gone]
        self.members[gone] = []

    def join_likely(self) -> None:
        """Join the two groups of the highest mean while it is above 0. O(n) a step where few rows change their best."""
        n = len(self.members)
        means = np.array([self._means(one) for one in range(n)]).reshape(n, n)
        best = means.max(axis=1, initial=_NEVER)
        while n and best.max() > 0:
            first = int(best.argmax())
            second = int(means[first].argmax())
            kept, gone = min(first, second), max(first, second)
            self.join(kept, gone)
            means[gone], means[:, gone] = _NEVER, _NEVER
            means[kept] = self._means(kept)
            means[:, kept] = means[kept]
            best = means.max(axis=1)

    def _means(self, one: int) -> NDArray[np.float64]:
        """The mean logit between one group and each other; none with itself and those that are gone or vetoed."""
        sizes = self._size * self._size[one]
        means = np.where(sizes > 0, self._total[one] / np.maximum(sizes, 1), _NEVER)
        means[self._vetoed[one]] = _NEVER
        means[one] = _NEVER
        return means
