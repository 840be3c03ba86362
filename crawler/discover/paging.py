"""Turns the address of a page of a list into its number, the list it belongs to, and the page that follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import parameters
from crawler.discover.sections import is_within, section_of
from crawler.discover.vocabulary import NEXT, label, words_of


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a link says that may lead to another page of a list: address, words, rel and class."""

    url: str
    text: str
    rel: str
    named: str  # its class


def next_of(links: Sequence[Pointer], url: str) -> str | None:
    """The next page of a list by rel=next, by a word for "next" or "older", or by the number after this page's own."""
    here = page_number(url) or 1
    worded: str | None = None
    numbered: dict[int, str] = {}
    for link in links:
        if link.url == url:
            continue
        if "next" in link.rel.lower().split():
            return link.url
        number = page_number(link.url)
        alike = number is not None and list_key(link.url) == list_key(url)
        said = label(link.text)
        if worded is None and (said in NEXT or (alike and _arrow(link) and number == here + 1)):
            near = alike or is_within(link.url, url) or section_of(link.url) == section_of(url)
            worded = link.url if near and number != here - 1 else None
        glued = _glued_number(link.url, url)
        if glued and (link.text.strip() == str(glued) or _arrow(link) or said in NEXT):
            numbered.setdefault(glued, link.url)
            here = _glued_number(url, link.url) or 1
            continue
        text = _counted(link, url)
        if text:
            if alike and number is not None:
                numbered.setdefault(number, link.url)
            elif number is None and _last_number(link.url) == int(text) and is_within(link.url, _unnumbered(url)):
                # /blog/2 beside /blog: a number alone, told by the text of the link
                numbered.setdefault(int(text), link.url)
                here = _last_number(url) or 1 if _unnumbered(link.url) == _unnumbered(url) else here
            elif number is None and (name := _only_difference(link.url, url)) and parameters(link.url)[name] == text:
                # ?p=2 beside nothing, under whatever name
                numbered.setdefault(int(text), link.url)
                here = int(parameters(url)[name]) if parameters(url).get(name, "").isdecimal() else here
    if worded:
        return worded
    following = [number for number in numbered if number > here]
    # Sites count pages from 0 or from 1: the next one is the smallest number above this page's own.
    return numbered[min(following)] if following else None


_WITH_WORD = re.compile(r"[^\W\d]{1,12}[.:]?\s?(\d{1,3})[^\W\d]?|第\s?(\d{1,3})\s?\w")


def _counted(link: Pointer, url: str) -> str:
    """The number a link says, alone or behind a word that screen readers are told ("Página 2"); else nothing."""
    text = link.text.strip()
    if text.isdigit() and len(text) < 4:
        return text
    match = _WITH_WORD.fullmatch(text)
    beside = page_number(link.url) is not None or _unnumbered(link.url) == _unnumbered(url)
    return (match[1] or match[2]) if match and beside else ""


def _only_difference(one: str, other: str) -> str | None:
    """The name of the one parameter in which two addresses of a page differ, or None."""
    if urlsplit(one)[:3] != urlsplit(other)[:3]:
        return None
    first, second = parameters(one), parameters(other)
    names = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    return names[0] if len(names) == 1 and names[0] in first else None


def _arrow(link: Pointer) -> bool:
    """Whether a link shows an arrow forward, or is named so."""
    return link.text.strip() in ("›", "»", ">", "→", ">>", "▶", "►", "⟩", "⟫") or "next" in link.named.lower()


_GLUED = re.compile(r"/(?P<name>[^/]*?)[-_]?(?P<number>\d{1,3})?(?P<type>\.\w{3,5})$")


def _glued_number(url: str, other: str) -> int | None:
    """The number by which a page's file is told from another of its folder (`news2.html` beside `news.html`)."""
    one, two = urlsplit(url), urlsplit(re.sub(r"/$", "/index.html", other))
    first, second = _GLUED.search(one.path), _GLUED.search(two.path)
    if not first or not second or first["number"] is None or one.netloc != two.netloc:
        return None
    alike = one.path[: first.start()] == two.path[: second.start()] and first["type"] == second["type"]
    return int(first["number"]) if alike and first["name"] == second["name"] and first["name"] else None


_LAST_NUMBER = re.compile(r"/(\d{1,3})(?:/|\.html?)?$")


def _last_number(url: str) -> int | None:
    match = _LAST_NUMBER.search(urlsplit(url).path)
    return int(match[1]) if match else None


def _unnumbered(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{_LAST_NUMBER.sub('', parts.path).rstrip('/')}/"


_PAGE_PATH = re.compile(
    r"[/_-](?:page|seite|pagina|strana|strona|oldal|sivu|sida|side|p)[/_-]?(\d{1,4})(?:/index\.html?|\.html?|/)?$"
    r"|/(?:index|list|news)[_-](\d{1,4})\.\w+$",
    re.IGNORECASE,
)
_PAGE_PARAMETERS = words_of(
    """
    page paged pg pagina seite pageno pagenum page_no pageindex currentpage cpage start offset b_start:int
    pn b_start limitstart _page pager.offset article.offset startrow gopage nowpage curpage sayfa strana
    oldal
    """
)


def page_number(url: str) -> int | None:
    """The number of a list page in its address (`/page/3/`, `?page=3`, `?start=20`), or None when it shows none."""
    match = _PAGE_PATH.search(urlsplit(url).path)
    if match:
        return int(match[1] or match[2])
    said = parameters(url)
    for name, value in said.items():
        bare = re.sub(r".*\[(\w+)\]$", r"\1", name)
        if (
            (name in _PAGE_PARAMETERS or bare in ("currentpage", "page", "offset"))
            and value.isdecimal()
            and len(value) < 6
        ):
            return int(value)
    return None


def list_key(url: str) -> str:
    """An address without its page number: equal for all the pages of one list."""
    parts = urlsplit(url)
    path = _PAGE_PATH.sub("", parts.path).rstrip("/")
    rest = sorted(
        f"{name}={value}"
        for name, value in parameters(url).items()
        if name not in _PAGE_PARAMETERS and not re.search(r"\[(?:currentpage|page|offset)\]$", name) and name != "chash"
    )
    return f"{parts.netloc}{re.sub(r'/(?:index|default)[.](?:html?|php|aspx?|jsp)$', '', path)}?{'&'.join(rest)}"
