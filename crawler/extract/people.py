"""Turns the bylines of a page into the people who wrote it; departments and accounts are no people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured, node_types, text_of
from crawler.extract.title import fold

MOST = 20
BYLINE = re.compile(
    r"^\s*(?:(?:written|posted|published|story|words|text|article)\s+by|by|von|verfasst von|autor(?:in|"
    r"en)?\s*:|par|rédigé par|"
    r"auteure?s?\s*:|por|autora?(?:es)?\s*:|di|a cura di|autor[ei]\s*:|door|av|af|kirjoittanut|írta\s*:?|"
    r"szerző\s*:|autor\s*:|"
    r"author\s*:|text\s*:|texte\s*:|testo\s*:|文\s*[:：/]|作者\s*[:：]|執筆\s*[:：])\s+(?P<names>\S.{2,120})$",
    re.IGNORECASE,
)
SPLIT = re.compile(r"\s*(?:,|;|\||&|/|、|，|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b|\bés\b)\s*")
BYLINE_START = re.compile(r"^(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
TITLES = re.compile(r"^(?:(?:prof|dr|pr|ph\.?d|md|m\.?d|mag|dipl|ing|mr|mrs|ms|sir)\.?[\s-]+)+", re.IGNORECASE)
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "la",
        "le",
        "du",
        "di",
        "da",
        "del",
        "della",
        "dos",
        "das",
        "bin",
        "al",
        "el",
        "ter",
        "ten",
        "zu",
        "und",
        "y",
        "e",
        "i",
        "af",
        "av",
    ]
)
# Words of departments, accounts and systems; whole words, folded.
NOT_PEOPLE = re.compile(
    r"\b(?:admin\w*|administrator|webmaster|editor\w*|redak\w*|réda\w*|reda[ck]\w*|staff|team|équipe|equipo|"
    r"office|büro|service\w*|"
    r"universit\w*|univ|college|school|hospital|hôpital|klinik\w*|clinic\w*|institut\w*|department|"
    r"département|abteilung|faculty|fakult\w*|"
    r"faculté|centre|center|zentrum|communications?|kommunikation|comunicaci\w*|press\w*|presse\w*|prensa|"
    r"stampa|media|medien|news\w*|"
    r"relations|public|marketing|group|gruppe|lab|laboratory|foundation|stiftung|agency|agence|agentur|"
    r"ministry|user|guest|test|root|default|"
    r"unknown|anonymous|website|web|online|gmbh|inc|ltd|verlag|magazin|journal|times|post|blog|contact|"
    r"author|share|min|read|updated?|"
    r"ufficio|direction|rédaction|dpa|afp|reuters|sekretariat|support|company|society|gesellschaft|verein|"
    r"association)\b",
    re.IGNORECASE,
)
CJK_NAME = re.compile(
    r"^[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af々]{2,7}$|"
    r"^[\u4e00-\u9fff々]{1,4}[\s\u3000][\u3040-\u30ff\u4e00-\u9fff々]{1,5}$"
)
WORD = re.compile(r"^[^\W\d_][\w'’.\-]*$")


@dataclass(frozen=True, slots=True)
class Authors:
    """Names as printed, and where they came from."""

    names: tuple[str, ...]
    origin: str | None


def find_authors(structured: Structured, blocks: Sequence[Block], title_at: int | None) -> Authors:
    """The people named as authors by the first place that names any; none rather than a department."""
    site = {fold(name) for name in structured.all("og:site_name", "application-name")}
    for origin, texts in _places(structured, blocks, title_at):
        names = dict.fromkeys(name for text in texts for name in _people(text) if fold(name) not in site)
        if names:
            return Authors(tuple(names)[:MOST], origin)
    return Authors((), None)


def _places(structured: Structured, blocks: Sequence[Block], title_at: int | None) -> Iterator[tuple[str, list[str]]]:
    yield "json-ld", list(_linked_data(structured.article.get("author")))
    yield "meta", structured.all("citation_author")
    yield (
        "meta",
        structured.all(
            "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"
        ),
    )
    yield "microdata", list(structured.props.get("author", ()))
    if title_at is not None:
        near = [b for b in blocks[max(0, title_at - 3) : title_at + 10] if not b.outside and len(b.text) < 140]
        yield "text", [match["names"] for block in near if (match := BYLINE.match(block.text))]


def _linked_data(value: Any) -> Iterator[str]:
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, dict) and node_types(author) & {
            "Organization",
            "NewsMediaOrganization",
            "CollegeOrUniversity",
        }:
            continue
        yield text_of(author)


def _people(text: str) -> Iterator[str]:
    if not text or len(text) > 300 or "://" in text or "@" in text:
        return
    for part in SPLIT.split(BYLINE_START.sub("", text)):
        name = part.strip(" .·•–—-")
        if is_person(name):
            yield name


def is_person(name: str) -> bool:
    """Whether a text is printed as a name: two to five capitalised words, or a short Japanese, Chinese, Korean one."""
    if CJK_NAME.match(name):
        return True
    if not 4 <= len(name) <= 60 or NOT_PEOPLE.search(name):
        return False
    parts = TITLES.sub("", name).split()
    if not 2 <= len(parts) <= 5 or not all(WORD.match(part) for part in parts):
        return False
    return all(part[0].isupper() or part.lower() in PARTICLES or not part[0].islower() for part in parts)
