"""Turns a page into every print that may be its title, each with its place and what is known of that place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.structured import Structured, text_of
from crawler.extract.tree import attribute, squeeze, words

QUOTES = {ord(a): b for a, b in zip("‘’‚‛“”„‟«»′″´`", "''''" + '""""""' + "'\"''", strict=True)}
# Headings that name a part of the page, not its article.
_PART_NAMES = """
    news | actualités | actualité | aktuelles | aktuell | nachrichten | presse | press | press releases |
    press release | communiqués de presse | communiqué de presse | pressemitteilungen | pressemitteilung |
    medienmitteilung | medienmitteilungen | noticias | noticia | notizie | novità | comunicati stampa |
    comunicato stampa | comunicados | comunicado de prensa | nota de prensa | notas de prensa |
    sala de prensa | newsroom | events | event | agenda | blog | home | accueil | startseite | inicio |
    menu | search | archive | archives | media | magazine | stories | latest news | news & events |
    news and events | veranstaltungen | eventi | eventos | hírek | aktuality | nyheter | uutiset |
    nyheder | nieuws | ニュース | お知らせ | 新着情報 | トピックス | プレスリリース | 新闻 |
    新聞 | 新闻动态 | 通知公告 | new | announcements | article | articles | post | posts | press office | medien |
    medieninformation | meldung | meldungen | aktualności | notícias | imprensa | новости | yeni |
    haberler | 소식 | 뉴스 | 공지사항 | navigation | main navigation | main menu | hauptmenü | hauptnavigation | suche |
    related | related articles | related news | related content | contact | kontakt | share | newsletter | comments |
    welcome | untitled | untitled document
"""
PART_NAMES = frozenset(name.strip() for name in _PART_NAMES.split("|"))
# The sign that generators put behind a heading as a link to itself.
_PERMALINK = re.compile(r"(?:\s*[¶§🔗⚓\u200b\ufe0e\ufe0f]|\s[#∞])+$")
_HOME = re.compile(r"^(?:https?://[^/]{1,200})?/?(?:\.{1,2}/)*(?:(?:index|home|default)\.\w{2,5})?$", re.IGNORECASE)
_TITLE_CLASS = re.compile(r"title|headline|heading|titre|titulo|titel|überschrift")
_SITE_CLASS = re.compile(r"site|logo|brand|masthead")
_UNSEEN_CLASS = re.compile(r"sr-only|screen-?reader|visually-?hidden|visuallyhidden|aural|invisible|hidden|offscreen")
_PATH_CLASS = re.compile(
    r"bread-?crumb|navbar|menu|cookie|consent|modal|popup|sidebar|widget|related|teaser|comment|newsletter"
)
MAX_TITLE = 400  # characters; a longer "title" is a paragraph
_MOST_FIRST, _MOST_LOWER, _MOST_UNDER = 6, 6, 3  # h1; h2 and h3 of a page without h1, and of one with it
_OUTER = frozenset(("header", "nav", "footer", "aside"))


@dataclass(frozen=True, slots=True)
class Print:
    """Words that may be the title: where they stand, and features of that place by name."""

    text: str
    place: str  # h1 | h2 | h3 | part | json-ld | meta | og | twitter | microdata | title | feed
    element: HtmlElement | None = None
    features: tuple[str, ...] = ()


@lru_cache(maxsize=2_048)
def fold(text: str) -> str:
    """A form in which two prints of one title are equal: NFKC, one kind of quote, no soft hyphen, case folded."""
    if text.isascii():
        return squeeze(text.replace("`", "'")).casefold().strip(" .")
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).translate(QUOTES)
    return squeeze(text).casefold().strip(" .")


def read_prints(tree: HtmlElement, structured: Structured, entry_title: str | None) -> list[Print]:
    """Every print that may be the title, in the order of the page, then those for machines."""
    found: list[Print] = []
    for one in (*_headings(tree), *_machine(tree, structured)):
        clean = _clean(one.text)
        if clean:
            found.append(Print(clean, one.place, one.element, one.features))
    if entry_title and _clean(entry_title):
        shown = _shown(tree, entry_title)
        found.append(Print(_clean(entry_title), "feed", shown, ("feed shown",) if shown is not None else ()))
    return found


def _clean(text: str) -> str:
    """One line without what templates leave behind; "" for what is no title at all."""
    line = squeeze(text).replace("\u00ad", "")
    if "&" in line:
        line = unescape(line)
    line = _PERMALINK.sub("", line)
    return line if len(line) <= MAX_TITLE and any(char.isalnum() for char in line) else ""


def _machine(tree: HtmlElement, structured: Structured) -> Iterator[Print]:
    yield Print(text_of(structured.article.get("headline") or structured.article.get("name")), "json-ld")
    yield Print(structured.first("citation_title", "dc.title", "dcterms.title") or "", "meta")
    yield Print(structured.first("og:title") or "", "og")
    yield Print(structured.first("twitter:title") or "", "twitter")
    for value in structured.props.get("headline", ())[:2]:
        yield Print(value, "microdata")
    title = next(tree.iter("title"), None)
    yield Print(title.text_content() if title is not None else "", "title")


def _headings(tree: HtmlElement) -> Iterator[Print]:
    first = list(islice(tree.iter("h1"), _MOST_FIRST))
    for position, element in enumerate(first):
        text = words(element, MAX_TITLE * 2)
        features = _features(element, len(first), position)
        yield Print(text, "h1", element, features)
        yield from _pieces(element, text, features)
    for position, element in enumerate(islice(tree.iter("h2", "h3"), _MOST_UNDER if first else _MOST_LOWER)):
        text = words(element, MAX_TITLE * 2)
        features = (*_features(element, 0, position), *(() if first else ("no h1",)))
        yield Print(text, str(element.tag), element, features)
        yield from _pieces(element, text, features)


def _features(element: HtmlElement, count: int, position: int) -> tuple[str, ...]:
    """What the place of a heading says about it."""
    tag = str(element.tag)
    found = [f"{tag} first" if position == 0 else f"{tag} later"]
    if count == 1:
        found.append("only h1")
    own = (element.get("class") or "").lower()
    if _TITLE_CLASS.search(own):
        found.append(f"{tag} called title")
    names, inside, outer, listed, grouped = own, False, False, False, False
    for depth, parent in enumerate(element.iterancestors()):
        if depth == 12 or parent.tag == "body":
            break
        if depth < 5:
            names += f" {parent.get('class') or ''} {parent.get('id') or ''}".lower()
        if parent.tag == "nav" or (parent.tag in ("li", "a") and depth < 4):
            listed = True
        elif parent.tag == "hgroup" or (parent.tag == "header" and depth < 5):
            grouped = True
        if parent.tag in ("article", "main") or parent.get("role") == "main":
            inside = True
        elif parent.tag in _OUTER and not inside:
            outer = True
    if inside:
        found.append(f"{tag} in article")
    if outer and not inside:
        found.append(f"{tag} in frame")
    if listed:
        found.append(f"{tag} in list")
    if grouped and inside:
        found.append(f"{tag} in header of article")
    if len(names) < 1_000 and _PATH_CLASS.search(names):
        found.append(f"{tag} in menu")
    if _SITE_CLASS.search(own) or _leads_home(element):
        found.append("site heading")
    if _UNSEEN_CLASS.search(own):
        found.append("unseen heading")
    return tuple(found)


def _pieces(element: HtmlElement, whole: str, features: tuple[str, ...]) -> Iterator[Print]:
    """The parts of a heading that its markup keeps apart: kicker, date and headline."""
    children = [child for child in element if isinstance(child.tag, str)]
    while len(children) == 1 and not (element.text or "").strip() and not (children[0].tail or "").strip():
        element = children[0]
        children = [child for child in element if isinstance(child.tag, str)]
    if not 1 <= len(children) <= 5:
        return
    kept: list[tuple[str, str]] = [(squeeze(element.text), "")]
    for child in children:
        kept += [(words(child, MAX_TITLE), (child.get("class") or "").lower()), (squeeze(child.tail), "")]
    parts = [(text, name) for text, name in kept if any(char.isalnum() for char in text)]
    if not 2 <= len(parts) <= 3:
        return
    for index, (text, name) in enumerate(parts):
        more = ["last part" if index == len(parts) - 1 else "first part" if index == 0 else "middle part"]
        if _TITLE_CLASS.search(name):
            more.append("part called title")
        yield Print(text, "part", element, (*more, *(f"part of {f}" for f in features if f.startswith("h1 "))))
    joined = ": ".join(text.rstrip(" :") for text, _ in parts)
    if joined != whole:
        yield Print(joined, "part", element, ("joined parts",))


def _shown(tree: HtmlElement, entry_title: str) -> HtmlElement | None:
    """Where a page prints the words by which a list names it, as a heading or a line of its own.

    Old sites print their own name as the title and first heading of every page, and the article's below it.
    """
    wanted = fold(entry_title)
    if len(wanted) < 5 or wanted in PART_NAMES:
        return None
    for tags in (("h1", "h2", "h3", "h4", "h5", "h6"), ("p", "b", "strong", "td", "div", "font")):
        for element in islice(tree.iter(*tags), 400):
            first = next((fold(text) for text in element.itertext() if text.strip()), "")
            if not first or not wanted.startswith(first) or fold(words(element, len(wanted) + 40)) != wanted:
                continue
            if not any(parent.tag in ("nav", "footer", "aside", "li", "a") for parent in _ancestors(element, 12)):
                return element
    return None


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is a link to the home page, as the name of a site is."""
    links = [heading, *heading.iter("a"), *_ancestors(heading, 2)]
    return any(link.tag == "a" and link.get("href") and _HOME.match(attribute(link, "href")) for link in links)


def _ancestors(element: HtmlElement, depth: int) -> list[HtmlElement]:
    return list(islice(element.iterancestors(), depth))
