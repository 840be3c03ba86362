"""Turns a title and a text into what is compared beside their meaning: names, numbers, years and beginnings of words.

Everything is kept as 32-bit hashes, so that the signals of an article take one or two kilobytes and two articles are
compared by intersecting sets of integers. Names are found by capital letters; scripts without them give their Latin
words, runs of katakana and pairs of Chinese characters.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

from aggregator.cluster.numerals import NUMERALS
from aggregator.cluster.told import Signals

READ = 2500  # characters of a text: an announcement names what it is about at its beginning
MOST = 400  # items of one kind kept; a list of a thousand names is no announcement
STEM = 5  # letters: `cardio`, `cardiaque` and `Kardio` share less than that, `thérapie` and `Therapie` as much
APPROXIMATE = 1000  # numbers from here on are said exactly here and rounded there ("80,033", "more than 80,000")

_WORD = re.compile(r"[^\W_]+")
_GROUPS = re.compile(r"(?<=\d)[.,'’\s\u00a0\u202f](?=\d{3}(?!\d))")  # between the thousands of a number
_STOPS = frozenset('.!?:;…\n“”"„«»–—•|')  # behind one of these a capital letter says nothing
_YEAR = re.compile(r"(?:19|20)\d\d")
_KATAKANA = re.compile(r"[\u30a1-\u30ff]{3,}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_HEAD = struct.Struct("<I6H")


@dataclass(slots=True)
class _Found:
    """What has been found so far, in plain words."""

    words: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)

    def read(self, part: str) -> None:
        """Take in the words of one part in their order."""
        before = ""  # the name right before
        for word, folded, gap in _tokens(part):
            if not word.isalpha() and any(character.isdigit() for character in word):
                self._number(folded)
                before = ""
                continue
            if folded in NUMERALS:
                self.numbers.add(NUMERALS[folded])
            if len(folded) >= 3:
                self.words.add(folded)
            if len(folded) >= STEM:
                self.stems.add(folded[:STEM])
            acronym = word[1:] != word[1:].lower()
            if not (acronym or word[0].isupper()):
                before = ""
                continue
            if acronym or gap is not None:
                self.names.add(folded)
            if before and gap in (" ", "-", "\u00a0"):
                self.phrases.add(f"{before} {folded}")
            before = folded
        katakana = _KATAKANA.findall(part)
        self.names.update(katakana)
        self.stems.update(run[i : i + 2] for run in _HAN.findall(part) for i in range(len(run) - 1))

    def _number(self, folded: str) -> None:
        self.words.add(folded)
        if _YEAR.fullmatch(folded):
            self.years.add(int(folded))
        else:
            self.numbers.update(_spellings(folded))


def signals_of(title: str, text: str) -> Signals:
    """The signals of an article; of an empty one, empty ones."""
    found = _Found()
    read = [_GROUPS.sub("", part[:READ]) for part in (title, text)]
    for part in read:
        found.read(part)
    han = sum(len(run) // 2 for run in _HAN.findall(text[:READ]))
    return Signals(
        words=len(_WORD.findall(text[:READ])) + han,
        tokens=_hashes(found.words | found.names),
        names=_hashes(found.names),
        numbers=_hashes(found.numbers),
        stems=_hashes(found.stems),
        phrases=_hashes(found.phrases),
        years=frozenset(sorted(found.years)[-MOST:]),
    )


def pack(signals: Signals) -> bytes:
    """The signals as bytes, as the table `vectors` keeps them."""
    kinds = (signals.tokens, signals.names, signals.numbers, signals.stems, signals.phrases)
    packed = [array("I", sorted(kind)) for kind in kinds] + [array("H", sorted(signals.years))]
    return _HEAD.pack(signals.words, *map(len, packed)) + b"".join(one.tobytes() for one in packed)


def unpack(packed: bytes) -> Signals:
    """The signals that `pack` wrote."""
    words, *lengths = _HEAD.unpack_from(packed)
    at, found = _HEAD.size, []
    for number, length in enumerate(lengths):
        values = array("I" if number < 5 else "H")
        end = at + length * values.itemsize
        values.frombytes(packed[at:end])
        found.append(frozenset(values))
        at = end
    return Signals(words, *found)


def hash_word(word: str) -> int:
    """32 bits of a folded word; the same in every run."""
    return crc32(word.encode("utf-8", "replace"))


@lru_cache(maxsize=65536)  # words recur from article to article
def fold(word: str) -> str:
    """Lower case, without accents: "Thérapie" and "THERAPIE" are one word."""
    lowered = word.casefold()
    if lowered.isascii():
        return lowered
    bare = "".join(one for one in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(one))
    return bare.replace("ø", "o").replace("æ", "ae").replace("ł", "l").replace("ı", "i")


def _tokens(part: str) -> Iterator[tuple[str, str, str | None]]:
    """(word, folded, what stands before it) in order; None before the first word of a sentence."""
    end = 0
    for match in _WORD.finditer(part):
        gap: str | None = part[end : match.start()]
        if not end or _STOPS.intersection(gap or ""):
            gap = None
        end = match.end()
        yield match[0], fold(match[0]), gap


def _spellings(number: str) -> Iterator[str]:
    yield number
    if number.isdecimal() and int(number[:18]) >= APPROXIMATE:
        yield f"~{round(int(number[:3]) / 10)}e{len(number)}"


def _hashes(words: Iterable[str]) -> frozenset[int]:
    found = {hash_word(word) for word in words}
    return frozenset(sorted(found)[:MOST])
