"""Turns a page's words and attributes into its language (ISO 639-1, lower case)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import py3langid
from lxml.html import HtmlElement

from crawler.extract.structured import Structured

TAG = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_][\w-]+)?\s*(?:,|$)")
ENOUGH_LETTERS = 120  # below this a text is weak evidence against what the page declares
SAMPLE = 4_000  # characters; more change nothing


@dataclass(frozen=True, slots=True)
class Language:
    """A language and where it came from."""

    code: str
    origin: str


def find_language(
    tree: HtmlElement, structured: Structured, title: str | None, text: str, entry_language: str | None
) -> Language | None:
    """The language the article is written in; None when nothing says.

    The text decides when there is enough of it, because templates declare one language for all their pages.
    """
    declared = _declared(tree, structured, entry_language)
    sample = f"{title or ''}\n{text}"[:SAMPLE]
    letters = sum(char.isalpha() for char in sample)
    if letters >= ENOUGH_LETTERS or (letters >= 10 and declared is None):
        code, _ = py3langid.classify(sample)
        return Language(str(code), "text")
    return declared


def _declared(tree: HtmlElement, structured: Structured, entry_language: str | None) -> Language | None:
    places = (
        ("lang", tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        (
            "meta",
            structured.first(
                "og:locale", "content-language", "dc.language", "dcterms.language", "citation_language", "language"
            ),
        ),
        ("feed", entry_language),
    )
    for origin, value in places:
        match = TAG.match(value) if value else None
        if match:
            return Language(match[1].lower(), origin)
    return None
