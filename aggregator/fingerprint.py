"""Turns the text of one article into its words in order, their sequences of three, and its facts, to be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from db.search import SPACELESS

COMPARED = 20_000  # tokens; the rest of a longer text is not compared
TOKEN = re.compile(rf"[{SPACELESS}]+|[^\W_{SPACELESS}]+")
PAIRED = re.compile(f"[{SPACELESS}]")  # scripts without spaces between words: each token is two characters
# 12,400 and 12.400 and 12 400 are one number, however a house writes it.
_THOUSANDS = re.compile(r"(?<=\d)[.,'’ ](?=\d{3}(?!\d))")
_SENTENCE_ENDS = re.compile(r"[.!?。！？\n|…»”]")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of one text is compared."""

    tokens: tuple[str, ...]
    words: frozenset[str]
    sequence: tuple[int, ...]  # its three-word shingles in order
    shingles: frozenset[int]
    first: dict[int, int]  # shingle → where it stands first
    facts: frozenset[str]  # tokens with a digit, and names: a capital letter within a sentence
    openings: frozenset[int]  # where in `tokens` a sentence or line begins


@lru_cache(maxsize=64)  # the texts near a new one are compared with each other too; long texts must not stay
def fingerprint(text: str) -> Fingerprint:
    """What there is to compare of a text; of a very long one the first COMPARED tokens. Linear in its length."""
    tokens: list[str] = []
    facts: set[str] = set()
    openings: set[int] = set()
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text[: COMPARED * 12]))
    end, plain = 0, text.isascii()
    for match in TOKEN.finditer(text):
        word, start = match[0], match.start()
        gap = text[end:start]
        within = end > 0 and gap == " "  # nearly every word stands so
        if not within and (not end or _SENTENCE_ENDS.search(gap)):
            openings.add(len(tokens))
        if not plain and PAIRED.match(word):
            tokens += [word[at : at + 2] for at in range(len(word) - 1)] or [word]
        else:
            lower = word.lower()
            name = word[0].isupper() and (within or (end > 0 and gap.isspace() and "\n" not in gap))
            if name or (not word.isalpha() and any(one.isdigit() for one in word)):
                facts.add(lower)
            tokens.append(lower)
        end = match.end()
        if len(tokens) >= COMPARED:
            break
    del tokens[COMPARED:]
    sequence = tuple(map(hash, zip(tokens, tokens[1:], tokens[2:], strict=False)))
    first = dict(
        zip(reversed(sequence), range(len(sequence) - 1, -1, -1), strict=True)
    )  # the last written is the first
    return Fingerprint(
        tokens=tuple(tokens),
        words=frozenset(tokens),
        sequence=sequence,
        shingles=frozenset(first),
        first=first,
        facts=frozenset(facts),
        openings=frozenset(openings),
    )
