"""Turns text into plain lower-case words between single spaces, so that spellings of one word meet."""

from __future__ import annotations

import re
import unicodedata

from db.search import LETTERS

_LETTERS = str.maketrans(LETTERS)  # that do not come apart into a letter and an accent
_ACCENTS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+")
_OTHER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded.translate(_LETTERS)))
    return _OTHER.sub(" ", folded).strip()


def fold_journal(name: str) -> str:
    """The name of a journal, folded; `&` and `and` are one word."""
    return fold(name.replace("&", " and "))
