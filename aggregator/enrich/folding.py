"""Turns text into plain lower-case words between single spaces, so that spellings of one word meet."""

from __future__ import annotations

import re
import unicodedata

from db.search import LETTERS

_LETTERS = str.maketrans(LETTERS)  # that do not come apart into a letter and an accent
_OTHER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(char for char in apart if not unicodedata.combining(char)) if not apart.isascii() else apart
    return _OTHER.sub(" ", bare).strip()


def fold_journal(name: str) -> str:
    """The name of a journal, folded; `&` and `and` are one word."""
    return fold(name.replace("&", " and "))
