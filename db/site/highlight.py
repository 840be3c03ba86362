"""Turns a text and the terms of a query into the short piece around the first of them, marked, still unescaped."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from db.search import LETTERS, POINTS, SPACELESS, Term, fold

AROUND = 230  # characters shown
BEFORE = 70  # of them, before the first mark
MARKED = 12  # terms; more would only slow the page down
Pieces = tuple[tuple[str, bool], ...]  # (words, marked?)

_NONWORD = r"[^\w]{0,3}"
_MARKS = f"[\u0300-\u036f{POINTS}]*"  # what may stand on a letter
_SPACELESS = re.compile(f"[{SPACELESS}]")


def snippet(text: str, terms: Sequence[Term], around: int = AROUND) -> Pieces:
    """The piece of `text` around the first of `terms`, its start when none occurs; each term in it is marked."""
    text = " ".join(text.split())
    if len(_SPACELESS.findall(text[:100])) > 30:
        around //= 2  # a character of these scripts says, and takes, twice as much
    pattern = _pattern(tuple(term for term in terms if not term.excluded))
    first = pattern.search(text) if pattern else None
    start = max(0, first.start() - BEFORE) if first else 0
    if start:
        space = text.find(" ", start, start + BEFORE)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + around)
    if end < len(text):
        space = text.rfind(" ", start + around // 2, end)
        end = space if space >= 0 else end
    pieces = mark(text[start:end], terms)
    head: Pieces = (("… ", False),) if start else ()
    tail: Pieces = (("\u00a0…", False),) if end < len(text) else ()
    return head + pieces + tail


def mark(text: str, terms: Sequence[Term]) -> Pieces:
    """The whole of `text` with each term in it marked."""
    pattern = _pattern(tuple(term for term in terms if not term.excluded))
    if pattern is None:
        return ((text, False),)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(text):
        if match.start() > at:
            pieces.append((text[at : match.start()], False))
        pieces.append((match[0], True))
        at = match.end()
    if at < len(text) or not pieces:
        pieces.append((text[at:], False))
    return tuple(pieces)


@lru_cache(maxsize=256)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str] | None:
    """A pattern that finds the terms in unfolded text: each letter stands for all letters that fold to it."""
    if not terms:
        return None
    return re.compile("|".join(_term(term) for term in terms[:MARKED]))


def _term(term: Term) -> str:
    words = term.text.split(" ")
    spaced = _NONWORD.join("".join(_letters(word)) for word in words)
    start = "" if _SPACELESS.match(words[0]) else r"(?<!\w)"
    if _SPACELESS.match(words[-1]):
        return start + spaced
    return start + spaced + (r"\w*" if term.prefix else r"(?!\w)")


def _letters(word: str) -> list[str]:
    """Classes of letters; `ss` also stands for ß, `ae` for æ, and so on."""
    variants = _variants()
    parts: list[str] = []
    at = 0
    word = _plain(word)
    while at < len(word):
        pair = word[at : at + 2]
        if len(pair) == 2 and pair in variants:
            one, two = (variants.get(letter, re.escape(letter)) for letter in pair)
            parts.append(f"(?:[{one}]{_MARKS}[{two}]|[{variants[pair]}]){_MARKS}")
            at += 2
        else:
            parts.append(f"[{variants.get(word[at], re.escape(word[at]))}]{_MARKS}")
            at += 1
    return parts


def _plain(text: str) -> str:
    """Lower case without accents, as SQLite's tokenizer sees a folded word."""
    decomposed = unicodedata.normalize("NFD", fold(text).lower())
    return "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f").strip()


@lru_cache(maxsize=1)
def _variants() -> dict[str, str]:
    """Plain letter (or pair) → the letters that fold to it, escaped for a class."""
    found: dict[str, set[str]] = {}
    for code in range(0x20, min(sys.maxunicode, 0xFFFF) + 1):
        letter = chr(code)
        if 0xD800 <= code < 0xE000 or _SPACELESS.match(letter):
            continue
        plain = _plain(letter) if code > 0x7F else letter.lower()
        if plain and len(plain) <= 2 and plain.isalnum():
            found.setdefault(plain, {plain} if len(plain) == 1 else set()).add(letter)
    for letter, plain in LETTERS.items():
        found.setdefault(plain, set()).add(letter)
    return {plain: "".join(re.escape(letter) for letter in sorted(letters)) for plain, letters in found.items()}
