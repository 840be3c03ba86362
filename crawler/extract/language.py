"""Turns a page's words and attributes into its language (ISO 639-1, lower case)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import py3langid
from lxml.html import HtmlElement

from crawler.extract.structured import Structured

TAG = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_][\w-]+)?\s*(?:,|$)")
ENOUGH_LETTERS = 120  # below this a text is weak evidence against what the page declares
SAMPLE = 1_500  # characters; more change nothing
HAN = re.compile("[一-鿿]")
_CYRILLIC, _ARABIC = re.compile("[Ѐ-ӿ]"), re.compile("[؀-ۿ]")
SCRIPTS = {
    "ja": re.compile("[぀-ヿ一-鿿]"),
    "zh": HAN,
    "ko": re.compile("[가-힯]"),
    "ru": _CYRILLIC,
    "uk": _CYRILLIC,
    "bg": _CYRILLIC,
    "sr": _CYRILLIC,
    "el": re.compile("[Ͱ-Ͽ]"),
    "ar": _ARABIC,
    "fa": _ARABIC,
    "he": re.compile("[֐-׿]"),
    "th": re.compile("[฀-๿]"),
    "hi": re.compile("[ऀ-ॿ]"),
}
# Kinds of Chinese and Norwegian that newsrooms do not declare and short texts are taken for.
SAME = {"wuu": "zh", "yue": "zh", "nb": "no", "nn": "no"}


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
    if declared and declared.code in SCRIPTS:
        # Japanese pages carry English abstracts, names and titles; the words between them tell the page's language.
        own = len(SCRIPTS[declared.code].findall(sample))
        if own >= 8 or (own and letters < ENOUGH_LETTERS):
            return declared
    if letters >= ENOUGH_LETTERS or (letters >= 10 and declared is None):
        return Language(_of_words(sample), "text")
    if declared and letters >= 4:
        script = next((code for code, letter in SCRIPTS.items() if len(letter.findall(sample)) * 2 > letters), None)
        if script and declared.code not in SCRIPTS:
            return Language(_of_words(sample), "text")
    return declared


def _of_words(sample: str) -> str:
    """The language of a text; Japanese kana and Korean letters decide at once, as no other language has them."""
    letters = max(1, sum(char.isalpha() for char in sample))
    if len(SCRIPTS["ja"].findall(sample)) - len(HAN.findall(sample)) > letters * 0.05:
        return "ja"
    code = str(py3langid.classify(sample)[0])
    return SAME.get(code, code)


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
            code = match[1].lower()
            return Language(SAME.get(code, code), origin)
    return None
