"""Turns words of names as printed into the form in which they are compared: lower case, without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from db.search import LETTERS

WORD = re.compile(r"[^\W_]+")
# Scripts that write names without spaces between words.
SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
_LETTERS = str.maketrans(LETTERS)
# Letters that other keyboards write as two: Müller, Mueller and Muller are one name, so are Gøtzsche and Goetzsche.
_DIGRAPHS = re.compile("(?<=[aou])e|(?<=a)a")


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


def spelled(word: str) -> str:
    """A folded word as every keyboard would spell it: `mueller` and `muller` give the same."""
    return _DIGRAPHS.sub("", word)


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """(word, start, end) of every word of a text."""
    for match in WORD.finditer(text):
        yield match[0], match.start(), match.end()
