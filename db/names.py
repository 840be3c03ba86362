"""Turns names as printed into the form in which they are compared and looked up: lower case, without accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from db.search import LETTERS

WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(LETTERS)


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """One word in lower case and without accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def fold_words(text: str) -> str:
    """The words of a line, folded, one space between two."""
    return " ".join(fold_word(word) for word in WORD.findall(unicodedata.normalize("NFC", text)))
