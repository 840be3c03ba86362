"""Turns the section of a page (JSON-LD, meta, breadcrumb, address) into a type of news, where its name tells one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.extract.structured import Structured, node_types, text_of

# Names of sections, whole, folded; a section called "research" holds grants and prizes too and tells nothing.
_NAMES = {
    "O": """
        opinion | opinions | op-ed | op-eds | commentary | comment | viewpoint | viewpoints | editorial |
        editorials | columns | columnists | kommentar | kommentare | meinung | meinungen | gastbeitrag |
        gastbeiträge | standpunkt | leitartikel | tribune | tribunes | opinión | opinions et débats | points de
        vue | opinione | opinioni | commenti | opinião | opinie | ledare | debatt | debat | kronik | nuomonės |
        nuomones | mielipide | opinie | názory | vélemény | 社説 | オピニオン | 评论 | 観点 | コラム
    """,
    "E": """
        event | events | veranstaltung | veranstaltungen | événement | événements | evenements | agenda |
        eventos | eventi | evento | seminar | seminars | seminare | séminaires | seminarios | seminari |
        calendar | termine | veranstaltungskalender | konferenzen | イベント | セミナー | 讲座
    """,
    "A": """
        awards | awards and honors | awards & honors | honors | prizes | preise | auszeichnungen | preise und
        auszeichnungen | prix | prix et distinctions | distinctions | premios | premi | 受賞
    """,
    "P": """
        appointments | ernennungen | berufungen | nominations | nombramientos | nomine | 人事
    """,
}
_CODES = {" ".join(name.split()): code for code, names in _NAMES.items() for name in names.split("|")}
_OPINION_TYPES = frozenset(("OpinionNewsArticle",))


@dataclass(frozen=True, slots=True)
class Section:
    """The code of a news type (see labels) and the name of the section as printed."""

    code: str
    words: str
    where: str


def find_section(structured: Structured, url: str, title: str | None) -> Section | None:
    """The first place that names a section which tells the type of news; None when none does."""
    if node_types(structured.article) & _OPINION_TYPES:
        return Section("O", "OpinionNewsArticle", "json-ld")
    for words, where in (*_said(structured), *_breadcrumb(structured, title), *_path(url)):
        code = _CODES.get(words.casefold().strip(" :»›>"))
        if code:
            return Section(code, words, where)
    return None


def _said(structured: Structured) -> Iterator[tuple[str, str]]:
    value: Any = structured.article.get("articleSection")
    for section in value if isinstance(value, list) else [value]:
        yield text_of(section)[:80], "json-ld"
    for section in structured.all("article:section", "parsely-section", "section", "category")[:6]:
        yield section[:80], "meta"


def _breadcrumb(structured: Structured, title: str | None) -> Iterator[tuple[str, str]]:
    for node in structured.of_type("BreadcrumbList"):
        items = node.get("itemListElement")
        for item in items[:8] if isinstance(items, list) else ():
            name = text_of(item) or (text_of(item.get("item")) if isinstance(item, dict) else "")
            if name and name != title:
                yield name[:80], "section"


def _path(url: str) -> Iterator[tuple[str, str]]:
    """The folders of the address, not its last part, which is the article's own name."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return
    for part in [p for p in path.split("/") if p][:-1][:6]:
        yield re.sub(r"[-_+]", " ", part)[:80], "section"
