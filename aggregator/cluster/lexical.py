"""Turns texts into vectors by their words alone: what is used where no model runs.

Every word, the beginning of a long word (cognates of related languages begin alike) and its runs of four characters
are hashed into one of 512 places with a sign (feature hashing, Weinberger and others 2009). What is likely to be rare
counts more, judged by the word itself, so that a vector never depends on what else was read: long words, words with a
digit, and capital letters, which mark names in most languages.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from aggregator.cluster.told import Vectors
from db.search import SPACELESS, fold

DIMENSIONS = 512
LONGEST = 2000  # characters of one text that are read
BEGINNING = 5  # characters in which cognates still agree (hôpital, hospital do not; université, university do)
WORD_MOST = 24  # characters of a word that are cut into runs

_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(f"[{SPACELESS}]")


class Lexical:
    """The encoder that always runs. Its version changes with the vectors it makes."""

    name = "lexical/1"
    dimensions = DIMENSIONS

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 unit vectors, one row a text; a text without words gives a row of zeros."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word, often in Counter(_WORD.findall(text[:LONGEST])).items():
                places, weights = _features(word)
                np.add.at(row, places, weights * np.float32(1 + math.log(often)))
            length = float(np.linalg.norm(row))
            if length:
                row /= length
        return rows


@lru_cache(maxsize=20_000)
def _features(word: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Vectors]:
    """Where a word is added and how much, signed."""
    folded = fold(word).replace(" ", "")
    parts: list[tuple[str, float]] = []
    if _SPACELESS.search(word):
        parts = [(folded[at : at + 2], 1.0) for at in range(max(1, min(len(folded), LONGEST) - 1))]
    else:
        weight = _weight(word, folded)
        parts.append((f"={folded}", weight))
        if len(folded) > BEGINNING and not folded.isdecimal():
            parts.append((f"^{folded[:BEGINNING]}", weight / 2))
            runs = [f"~{folded[at : at + 4]}" for at in range(min(len(folded), WORD_MOST) - 3)]
            parts += [(run, weight / (2 * math.sqrt(len(runs)))) for run in runs]
    hashes = [crc32(part.encode("utf-8", "replace")) for part, _ in parts]
    signed = [weight if hash_ & 0x10000 else -weight for hash_, (_, weight) in zip(hashes, parts, strict=True)]
    return np.array([hash_ % DIMENSIONS for hash_ in hashes], dtype=np.intp), np.array(signed, dtype=np.float32)


def _weight(word: str, folded: str) -> float:
    if any(character.isdigit() for character in folded):
        return 0.6 if len(folded) < 3 else 1.5
    weight = min(1.0, max(0.1, (len(folded) - 2) / 5))  # "of", "der", "les" say little in any language
    if len(word) > 1 and word.isupper():
        return 1.5
    return weight * (1.5 if word[0].isupper() else 1.0)
