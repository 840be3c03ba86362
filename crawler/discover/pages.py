"""Turns an HTML page into what discovery reads of it: links and their place, feeds, languages, the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import html

from crawler.addresses import resolve_address
from crawler.discover.paging import Pointer, next_of
from crawler.discover.sections import address_language
from crawler.discover.vocabulary import LANGUAGE_NAMES, fold
from crawler.extract.bytes.decode import decode
from crawler.extract.tree import TooLarge, attribute, parse, squeeze, words

MOST_LINKS = 4000  # the largest real newsroom page has about 900
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_ONCLICK = re.compile(r"(?:location(?:\.href)?\s*=|window\.open\()\s*['\"]([^'\"]+)")
_COMMENTS = re.compile(r"/comments?/|comment|kommentar|commentaire|comentario|commenti|/\?p=\d+|oembed", re.IGNORECASE)
_PLACES = {"nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "main": "main"}
_ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "main": "main"}
# Themes without landmarks still name their blocks; whole words of id and class only.
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?P<nav>nav|navbar|navigation|menu|menus|breadcrumbs?|submenu|topbar|langs?|languages?|lang-switch\w*|gnb|lnb)"
    r"|(?P<footer>footer|foot|bottom-bar|site-footer)|(?P<aside>sidebar|aside|widget|widgets|related|side)|(?P<header>header|masthead|site-header))"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"^\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One anchor: where it leads (normalized), what it says, and in which part of the page it stands."""

    url: str
    text: str
    place: str  # main | nav | header | footer | aside | body
    element: html.HtmlElement
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page as discovery sees it. `feeds`: (address, title); `alternates`: language → address."""

    url: str
    tree: html.HtmlElement
    language: str | None = None
    title: str = ""
    links: tuple[Link, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    refresh: str | None = None
    next: str | None = None
    rest: str | None = None  # root of a WordPress REST interface
    text_length: int = 0
    endpoints: tuple[str, ...] = field(default=())
    frames: tuple[str, ...] = field(default=())


def read_page(body: bytes, url: str, content_type: str | None = None) -> Page | None:
    """Parse an HTML page fetched from `url`. None when it holds no element, or more than any real page does."""
    try:
        tree = parse(decode(body, content_type).text)
    except TooLarge:
        return None
    if tree is None:
        return None
    base = url
    for element in tree.iter("base"):
        base = resolve_address(url, attribute(element, "href")) or url
        break
    head = _Head(base)
    for element in tree.iter("link"):
        head.read_link(element)
    links = tuple(_links(tree, base))
    return Page(
        url=url,
        tree=tree,
        language=_language(tree),
        title=squeeze(tree.findtext(".//title")),
        links=links,
        feeds=tuple(head.feeds.items()),
        alternates=tuple(head.alternates.items()),
        refresh=_refresh(tree, base),
        next=head.next or next_of([_pointer(link) for link in links], url),
        rest=head.rest,
        text_length=len(words(tree, 20_000)),
        endpoints=tuple(_endpoints(tree, base)),
        frames=tuple(
            address for frame in tree.iter("frame") if (address := resolve_address(base, attribute(frame, "src")))
        ),
    )


class _Head:
    """What the <link> elements of a page name."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.feeds: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.next: str | None = None
        self.rest: str | None = None

    def read_link(self, element: html.HtmlElement) -> None:
        rels = attribute(element, "rel").lower().split()
        address = resolve_address(self.base, attribute(element, "href"))
        if address is None:
            return
        kind = attribute(element, "type").lower().partition(";")[0].strip()
        language = attribute(element, "hreflang").lower()
        if "alternate" in rels and kind in _FEED_TYPES:
            title = attribute(element, "title")
            if not _COMMENTS.search(f"{urlsplit(address).path} {title}"):
                self.feeds.setdefault(address, title)
        elif "alternate" in rels and language and not kind.startswith("application/"):
            self.alternates.setdefault(language, address)
        elif "next" in rels:
            self.next = self.next or address
        elif "https://api.w.org/" in rels:
            self.rest = address


def _links(tree: html.HtmlElement, base: str) -> list[Link]:
    found: list[Link] = []
    places: dict[html.HtmlElement, str] = {}
    for element in tree.iter("a", "tr", "li", "div", "button"):
        href = element.get("href") if element.tag == "a" else None
        if not href or href.startswith(("#", "javascript:")):
            opened = _ONCLICK.search(attribute(element, "onclick"))  # a block that a script makes a link
            href = opened[1] if opened else None
        if not href or len(found) >= MOST_LINKS:
            continue
        address = resolve_address(base, href)
        if address is None:
            continue
        found.append(Link(address, text_of(element), _place(element, places), element, attribute(element, "rel")))
    return found


def _pointer(link: Link) -> Pointer:
    said = link.text or attribute(link.element, "aria-label")
    return Pointer(link.url, said, link.rel, attribute(link.element, "class"))


def text_of(anchor: html.HtmlElement) -> str:
    """What an anchor says: its words, else its label or title, else the description of its image."""
    said = words(anchor, 2000)
    if said:
        return said
    for name in ("aria-label", "title"):
        if attribute(anchor, name):
            return attribute(anchor, name)
    for image in anchor.iter("img"):
        if attribute(image, "alt"):
            return attribute(image, "alt")
    return ""


def _place(element: html.HtmlElement, known: dict[html.HtmlElement, str]) -> str:
    """The nearest part of the page around an element; remembered per ancestor, so that a page costs one walk."""
    walked = []
    place = "body"
    for ancestor in element.iterancestors():
        if ancestor in known:
            place = known[ancestor]
            break
        walked.append(ancestor)
        own = _own_place(ancestor)
        if own:
            place = own
            break
    for ancestor in walked:
        known[ancestor] = place
    return place


def _own_place(element: html.HtmlElement) -> str | None:
    tag = str(element.tag)
    if tag in ("html", "body", "article", "li", "a"):
        return None
    if tag == "header" and any(
        ancestor.tag in ("article", "main", "section", "li") for ancestor in element.iterancestors()
    ):
        return None  # the head of an article in a list, not of the page
    if tag in _PLACES:
        return _PLACES[tag]
    role = attribute(element, "role").lower()
    if role in _ROLES:
        return _ROLES[role]
    match = _NAMED.search(f"{attribute(element, 'id')} {attribute(element, 'class')}")
    return match.lastgroup if match else None


def _language(tree: html.HtmlElement) -> str | None:
    declared = attribute(tree, "lang") or attribute(tree, "xml:lang")
    return declared.lower().replace("_", "-") if re.match(r"^[A-Za-z]{2,3}(?:[-_]|$)", declared) else None


def _refresh(tree: html.HtmlElement, base: str) -> str | None:
    """The address a page sends its reader to by itself within ten seconds."""
    for element in tree.iter("meta"):
        if attribute(element, "http-equiv").lower() == "refresh":
            match = _REFRESH.match(attribute(element, "content"))
            if match and int(match[1]) <= 10:
                return resolve_address(base, match[2])
    return None


_DATA_NAMES = re.compile(r"^data-.*(?:url|endpoint|api|src|feed|json|source)")
_JSON_ADDRESS = re.compile(r"\.json\b|/api/|/json\b|format=json|wp-json")


def _endpoints(tree: html.HtmlElement, base: str) -> list[str]:
    """JSON addresses a script listing names in its markup (data-url, data-endpoint, data-api …)."""
    found: list[str] = []
    for element in tree.iter("div", "section", "ul", "main", "script", "link", "article"):
        for name, value in element.attrib.items():
            text = str(value)
            is_json = attribute(element, "type").lower() in ("application/json", "application/feed+json")
            if not (_DATA_NAMES.match(str(name).lower()) or (str(name) == "href" and is_json)):
                continue
            if len(text) < 500 and _JSON_ADDRESS.search(text) and "oembed" not in text:
                address = resolve_address(base, text)
                if address and address not in found:
                    found.append(address)
    return found[:5]


def languages_named(links: tuple[Link, ...], wanted: Sequence[str]) -> list[tuple[str, str]]:
    """(language, address) of the links whose whole text is the name of a language, as language switches write it.

    Two letters alone ("IT") are a language only where the address agrees or the record has it among its languages.
    """
    found: list[tuple[str, str]] = []
    for link in links:
        said = fold(link.text) or fold(attribute(link.element, "hreflang"))
        language = LANGUAGE_NAMES.get(said.strip(" |/·[]()"))
        sure = len(said) > 2 or not said.isascii() or language in wanted or address_language(link.url) == language
        if language and sure and (language, link.url) not in found:
            found.append((language, link.url))
    return found
