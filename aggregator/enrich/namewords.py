"""Turns words of names into those of one spelling, and a text into its words with their places."""

from __future__ import annotations

import re

from db.names import WORD

# Scripts that write names without spaces between words.
SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
# Letters that other keyboards write as two: Müller, Mueller and Muller are one name, so are Gøtzsche and Goetzsche.
_DIGRAPHS = re.compile("(?<=[aou])e|(?<=a)a")


def spelled(word: str) -> str:
    """A folded word as every keyboard would spell it: `mueller` and `muller` give the same."""
    return _DIGRAPHS.sub("", word)


def words_of(text: str) -> list[tuple[str, int, int]]:
    """(word, start, end) of every word of a text."""
    return [(match[0], *match.span()) for match in WORD.finditer(text)]
