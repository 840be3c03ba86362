"""Turns words as a page has them into clean lines: Unicode NFC, single spaces, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 2_000_000  # characters, about 300,000 words

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffc]"
)
# Joiners change the letters of Persian, Hindi or emoji; between letters of Europe and East Asia they are left-overs.
_JOINERS = re.compile("(?<![\u0590-\u1aff\U0001f000-\U0001ffff\u2600-\u27bf\ufe0f])[\u200c\u200d]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_LINES = re.compile("[\n\r\u0085\u2028\u2029\x0b\x0c]+")


def clean_line(text: str) -> str:
    """Unicode NFC, one line, single spaces, nothing invisible."""
    if text.isascii() and text.isprintable():  # most names, addresses and reasons
        return " ".join(text.split())
    return " ".join(visible(text).split())


def clean_text(text: str) -> str:
    """The same, paragraph by paragraph: one a line, empty ones left out; at most LONGEST_TEXT characters."""
    lines = (" ".join(line.split()) for line in _LINES.split(visible(text[:LONGEST_TEXT])))
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """Unicode NFC without what cannot be seen; spaces and line ends stay."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
        text = unicodedata.normalize("NFC", _JOINERS.sub("", _INVISIBLE.sub("", text)))
    return _CONTROL.sub("", text)
