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
from datetime import date
from functools import lru_cache
from zlib import crc32

from aggregator.cluster.numerals import NUMERALS
from aggregator.cluster.told import Encoder, Signals
from crawler.extract.dates.daywords import MONTHS

FORMAT = 1  # one more whenever `pack` writes otherwise or `signals_of` finds otherwise: older rows are then made anew
READ = 2500  # characters of a text: an announcement names what it is about at its beginning
MOST = 400  # items of one kind kept; a list of a thousand names is no announcement
STEM = 5  # letters: `cardio`, `cardiaque` and `Kardio` share less than that, `thérapie` and `Therapie` as much
APPROXIMATE = 1000  # numbers from here on are said exactly here and rounded there ("80,033", "more than 80,000")

# What is for machines: its numbers and names are those of registries, shared by what has nothing else in common.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\b10\.\d{4,9}/\S+|\S{1,64}@\S+")
_WORD = re.compile(r"[^\W_]+")
_GROUPS = re.compile(r"(?<=\d)[.,'’\s\u00a0\u202f](?=\d{3}(?!\d))")  # between the thousands of a number
_STOPS = frozenset('.!?:;…\n“”"„«»–—•|')  # behind one of these a capital letter says nothing
_YEAR = re.compile(r"(?:19|20)\d\d")
_KATAKANA = re.compile(r"[\u30a1-\u30ff]{3,}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SENTENCE = re.compile(r"(?<=[^\W\d_][.!?])\s(?=\D)|(?<=[。！？])|\n")
# What a sentence says that tells when a paper came out, in the languages most announcements come in.
_PUBLISHED = re.compile(
    r"publi[cks]h?|publie|publié|\bparu|parai[ts]|erschien|veröffentlich|pubblicat|gepubliceerd|publicer|offentliggj|"
    r"opublikow|zveřejn|appear(?:s|ed)\b|発表|掲載|公開|发表|게재|발표|опубликован",
    re.IGNORECASE,
)
_YEARED = r",?\s(?:de\s|of\s)?((?:19|20)\d\d)(?!\d)"
_DAY_MONTH = re.compile(
    r"(?<![\d.,])([0-3]?\d)(?:\.|er|st|nd|rd|th|º)?\s(?:de\s|d['’]|of\s)?([^\W\d_]{3,12})\.?" + _YEARED, re.IGNORECASE
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s([0-3]?\d)(?:st|nd|rd|th)?(?![\d.,]\d|\d)" + _YEARED, re.IGNORECASE)
_EASTERN = re.compile(r"((?:19|20)\d\d)[年년]\s?([01]?\d)[月월]\s?([0-3]?\d)[日일]")
_HEAD = struct.Struct("<2I6H")


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
    read = [_GROUPS.sub("", _ADDRESS.sub(" ", part[:READ])) for part in (title, text)]
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
        paper_day=_only({day for part in read for day in _published_days(part)}),
    )


def kept_under(encoder: Encoder) -> str:
    """The name under which news.db keeps what this encoder and these signals say; of another format, another name."""
    return f"{encoder.name} signals/{FORMAT}"


def pack(signals: Signals) -> bytes:
    """The signals as bytes, as the table `vectors` keeps them."""
    kinds = (signals.tokens, signals.names, signals.numbers, signals.stems, signals.phrases)
    packed = [array("I", sorted(kind)) for kind in kinds] + [array("H", sorted(signals.years))]
    return _HEAD.pack(signals.words, signals.paper_day, *map(len, packed)) + b"".join(one.tobytes() for one in packed)


def unpack(packed: bytes) -> Signals:
    """The signals that `pack` wrote."""
    words, paper_day, *lengths = _HEAD.unpack_from(packed)
    at, found = _HEAD.size, []
    for number, length in enumerate(lengths):
        values = array("I" if number < 5 else "H")
        end = at + length * values.itemsize
        values.frombytes(packed[at:end])
        found.append(frozenset(values))
        at = end
    tokens, names, numbers, stems, phrases, years = found
    return Signals(words, tokens, names, numbers, stems, phrases, years, paper_day)


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


def _days(sentence: str) -> Iterator[tuple[int, int, int]]:
    """(year, month, day) of every day written with month and year: "17 December 2024", "Dec. 17, 2024"."""
    found = [(match[3], match[2], match[1]) for match in _DAY_MONTH.finditer(sentence)]
    found += [(match[3], match[1], match[2]) for match in _MONTH_DAY.finditer(sentence)]
    read = [(year, MONTHS.get(fold(name), 0), day) for year, name, day in found]
    read += [(match[1], int(match[2]), match[3]) for match in _EASTERN.finditer(sentence)]
    for year, month, day in read:
        if month:
            yield int(year), month, int(day)


def _published_days(part: str) -> Iterator[tuple[int, int, int]]:
    """The days written in sentences that tell of publishing."""
    for sentence in _SENTENCE.split(part):
        if _YEAR.search(sentence) and _PUBLISHED.search(sentence):  # no day without a year, which is found sooner
            yield from _days(sentence)


def _only(days: set[tuple[int, int, int]]) -> int:
    """The ordinal of the day when it is the only one; 0 where there is none, several, or no such day."""
    try:
        return date(*days.pop()).toordinal() if len(days) == 1 else 0
    except ValueError:
        return 0


def _hashes(words: Iterable[str]) -> frozenset[int]:
    found = {hash_word(word) for word in words}
    return frozenset(sorted(found)[:MOST])
