"""Turns text into plain lower-case words between single spaces, so that spellings of one word meet."""

from __future__ import annotations

import re
import unicodedata

from db.search import LETTERS

# Letters that do not come apart into a letter and an accent.
_LETTERS = tuple((letter, plain) for letter, plain in LETTERS.items() if letter == letter.casefold())
_ACCENTS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+")
_OTHER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words."""
    folded = text.casefold()
    if not folded.isascii():
        for letter, plain in _LETTERS:
            if letter in folded:  # quicker than to translate every letter, where most texts have none of these
                folded = folded.replace(letter, plain)
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return _OTHER.sub(" ", folded).strip()


def fold_journal(name: str) -> str:
    """The name of a journal, folded; `&` and `and` are one word."""
    return fold(name.replace("&", " and "))
