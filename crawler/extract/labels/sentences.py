"""Turns the lines of an article into its sentences, each with its place, for whatever reads meaning from them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

READ = 20_000  # characters of one article; what it announces and who did it stand far above
MOST = 300  # sentences
LONG = 600  # characters of one sentence; the rest of a longer one is left out
_END = re.compile(
    r"[.!?…。！？](?:(?<=[.!?…])[.!?…]{0,5}[\"”“»’')\]]{0,3}\s{1,9}(?=[^\sa-zà-öø-ÿа-я])|(?<=[。！？])[。！？]*[」』”]?)"
)
# What stands before a full stop that ends no sentence: titles, months, units and the like; single letters too.
_ABBREVIATIONS = """
    dr prof pr mr mrs ms mme mlle sr sra st ste hr fr no nr vs al ca bzw ggf evtl med rer nat phil dipl ing mag jan
    feb mar apr jun jul aug sep sept oct okt nov dec dez déc janv févr juil eg ie etc approx dept univ inst habil
    hon sig dott prof.ssa ph doc mudr rndr mgr bc csc univ.-prof priv.-doz pd abs art vgl inkl usw geb d.h z.b u.a
    dra drs dna lic inż hab
"""
_SHORT = frozenset(_ABBREVIATIONS.split())


class Sentence(NamedTuple):
    """One sentence as printed; `lower` is it in lower case, `order` counts from the beginning of the text."""

    text: str
    lower: str
    order: int


@lru_cache(maxsize=2)  # what reads labels and what reads people read the same article one after the other
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, a line never joined to the next; at most MOST, each at most LONG characters."""
    found: list[Sentence] = []
    for line in text[:READ].splitlines():
        start = 0
        for match in _END.finditer(line):
            if line[match.start()] == "." and _goes_on(line, match.start()):
                continue
            _add(found, line[start : match.end()])
            start = match.end()
        _add(found, line[start:])
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _goes_on(line: str, stop: int) -> bool:
    """Whether the full stop at `stop` only shortens a word."""
    start = line.rfind(" ", max(0, stop - 12), stop) + 1
    word = line[start:stop].strip("(„“\"«'").lower()
    return word in _SHORT or (len(word) == 1 and word.isalpha()) or (word.isdigit() and len(word) < 3)


def _add(found: list[Sentence], text: str) -> None:
    text = text.strip()[:LONG]
    if len(text) > 1:
        found.append(Sentence(text, text.lower(), len(found)))
