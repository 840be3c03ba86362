"""Turns the plain text of an article into escaped HTML, and a date into the words of a language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


def e(text: str) -> str:
    """The text escaped for HTML, XML and attribute values."""
    return escape(text)


def blocks(text: str) -> list[tuple[str, str]]:
    """(tag, text) of each block of a content text: p, h2, blockquote or ul."""
    found = []
    for block in text.strip().split("\n\n"):
        words = " ".join(line.strip() for line in block.strip().splitlines())
        if words.startswith("## "):
            found.append(("h2", words[3:]))
        elif words.startswith("> "):
            found.append(("blockquote", words[2:]))
        elif block.lstrip().startswith("- "):
            found.append(("ul", block.strip()))
        else:
            found.append(("p", words))
    return found


def body(text: str, wrap: Callable[[str, str], str] | None = None) -> str:
    """The blocks as HTML; `wrap(tag, inner)` may dress each one as a content system does."""
    dressed = wrap or (lambda tag, inner: f"<{tag}>{inner}</{tag}>")
    out = []
    for tag, words in blocks(text):
        if tag == "ul":
            items = [line.strip()[2:] for line in words.splitlines()]
            inner = "".join(f"<li>{e(item)}</li>" for item in items)
        elif tag == "blockquote":
            inner = f"<p>{e(words)}</p>"
        else:
            inner = e(words)
        out.append(dressed(tag, inner))
    return "\n".join(out)


def written(when: datetime, language: str) -> str:
    """The day in words: 17 December 2024, 17 décembre 2024, 17. Dezember 2024, 17 de diciembre de 2024, 2024年12月17日."""
    if language == "ja":
        return f"{when.year}年{when.month}月{when.day}日"
    month = _MONTHS[language].split()[when.month - 1]
    if language == "de":
        return f"{when.day}. {month} {when.year}"
    if language == "es":
        return f"{when.day} de {month} de {when.year}"
    if language == "fr":
        return f"{'1er' if when.day == 1 else when.day} {month} {when.year}"
    return f"{when.day} {month} {when.year}"


def american(when: datetime) -> str:
    """November 5, 2026."""
    return f"{_MONTHS['en'].split()[when.month - 1]} {when.day}, {when.year}"
