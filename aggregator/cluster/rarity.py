"""How rare a word is: in news at large, from a table made once, and among the articles that are alike to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import log

import numpy as np

from aggregator.cluster.signals import hash_word
from aggregator.cluster.told import Signals

KINDS = ("names", "numbers", "stems", "phrases")
PHRASE = 4.0  # nats; two names in a row are counted nowhere, most are as rare as a rare word


@dataclass(frozen=True, slots=True)
class Around:
    """How many of the articles most alike to one (`near`, itself not counted) say each thing."""

    near: int
    said: dict[str, Counter[int]]

    def weight(self, kind: str, shared: Iterable[int]) -> float:
        """Nats: high for what hardly any neighbour says, so that the topic they all share proves nothing."""
        counts, most = self.said[kind], log(self.near + 1)
        return sum(most - log(counts[one] + 0.5) for one in shared)


def around(mine: Signals, near: Sequence[Signals]) -> Around:
    """What the articles most alike to one say of what it says itself; nothing else can be shared with it.

    Names are looked for in all their words: sentences begin with names.
    """
    words = mine.tokens | mine.names
    said: dict[str, Counter[int]] = {kind: Counter() for kind in KINDS}
    for one in near:
        said["names"].update(words & one.tokens)
        said["numbers"].update(mine.numbers & one.numbers)
        said["stems"].update(mine.stems & one.stems)
        said["phrases"].update(mine.phrases & one.phrases)
    return Around(len(near), said)


@lru_cache(maxsize=4096)  # the names of one article are weighed against those of many
def weights(kind: str, items: frozenset[int]) -> float:
    """Nats: the sum of how rare these are in news at large; what the table does not know is as rare as can be."""
    if kind == "phrases":
        return PHRASE * len(items)
    table, most = _table("stems" if kind == "stems" else "words")
    if kind == "numbers":
        small = _small()
        return sum(min(table.get(one, most), small.get(one, most)) for one in items)
    return sum(table.get(one, most) for one in items)


@lru_cache(maxsize=1)
def _small() -> dict[int, float]:
    """Hash → nats at most, of small and round numbers: two texts share some by chance, whatever they tell."""
    most = [(13, 1.0), (32, 1.5), (100, 2.0), (1000, 3.5)]
    found = {}
    for number in range(1000):
        bound = next(nats for below, nats in most if number < below)
        found[hash_word(str(number))] = min(bound, 2.5) if number % 10 == 0 else bound
    return found


@lru_cache(maxsize=2)
def _table(kind: str) -> tuple[dict[int, float], float]:
    """(hash → nats, nats of a word that is not in it). Made by bench/rarity.py from 1,157 pages in many languages."""
    packed = files("aggregator.cluster").joinpath("rarity.npz").read_bytes()
    with np.load(BytesIO(packed), allow_pickle=False) as held:
        hashes, texts, read = held[f"{kind}_hashes"], held[f"{kind}_texts"], int(held["texts"])
    found = {int(one): log((read + 1) / (count + 0.5)) for one, count in zip(hashes, texts, strict=True)}
    return found, log((read + 1) / 0.5)
