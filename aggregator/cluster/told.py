"""The types by which an article is compared with others: what it means, what it names, and what joins or parts two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors. `name`: its name and version; vectors of two encoders are never compared."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 unit vectors, shape (texts, dimensions); a text without words gives a row of zeros."""
        ...


@dataclass(frozen=True, slots=True)
class Signals:
    """What of a text is compared beside its meaning. Sets of 32-bit hashes of folded words (see signals.py)."""

    words: int  # of the beginning of the text that is read
    tokens: frozenset[int]  # its words of three letters and more
    names: frozenset[int]  # words with a capital letter within a sentence, and acronyms
    numbers: frozenset[int]  # tokens with a digit and number words; years apart
    stems: frozenset[int]  # beginnings of long words, alike in related languages
    phrases: frozenset[int]  # two names in a row
    years: frozenset[int]
    paper_day: int  # ordinal of the only day on which it says that something was published; 0: none, or several


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One distinct article as far as stories ask."""

    id: int
    house: str | None  # equal for articles of one source in one language; None where the source is not known
    language: str | None
    day: str | None  # YYYY-MM-DD of publication, where a day is known
    seen: str  # YYYY-MM-DD it was first seen
    papers: frozenset[tuple[str, str]]  # (scheme, value) it announces
    trials: frozenset[tuple[str, str]]
    vectors: Vectors  # centred by language: row 0 the whole text, then its title and first sentences
    signals: Signals


@dataclass(frozen=True, slots=True)
class PairScore:
    """How likely two articles tell one story. `logit`: natural log of the odds; `why` for a person."""

    logit: float
    why: str

    @property
    def probability(self) -> float:
        return float(1 / (1 + np.exp(-self.logit)))
