"""Turns the links of an article's page into the address where it goes on, and the parts of one article into one."""

# ruff: noqa: E501 - the words of one language stand on one line

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute
from crawler.extract.kind import BY_ADDRESS
from crawler.extract.titles.title import fold
from crawler.extract.tree import squeeze
from crawler.items import Identifier, PageKind, ScrapedArticle

MOST_PARTS = 10  # the first included
MAX_CHARACTERS = 500_000  # of the joined text
NEW = 80  # characters; a part that adds no line of so many adds nothing
MAX_LINKS = 3_000
_PARAMETERS = frozenset(("page", "paged", "pg", "pageno", "page_no", "pagenum", "currentpage", "part", "seite", "pagina", "página", "sida", "side", "strana", "strona", "p"))  # fmt: skip
_PATH_PART = re.compile(
    r"^(?P<base>.*?)(?:/(?:page|seite|pagina|part|teil|sida|side|p)?[-/_]?(?P<dir>\d{1,2})/?|"
    r"[-_,.](?:page|seite|pagina|part|teil|p)?[-_]?(?P<file>\d{1,2})(?P<ext>\.\w{3,5})?)$",
    re.I,
)
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.I)
_NUMBERED = re.compile(r"\d[^/?&]{0,8}/?$")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_ONWARD = re.compile(
    r"^\W*(?:next(?: page| part)?|continue(?: reading)?|weiter(?:lesen)?|nächste seite|seite \d+|suite|lire la suite|page suivante|suivant|"
    r"siguiente|página siguiente|avanti|pagina successiva|continua|próxima(?: página)?|seguinte|volgende(?: pagina)?|nästa(?: sida)?|"
    r"neste(?: side)?|næste(?: side)?|seuraava|następna(?: strona)?|další(?: strana)?|следующая(?: страница)?|далее|"
    r"次へ|次のページ(?:へ)?|続きを読む|下一页|下一頁|다음(?: 페이지)?|(?:page|part|teil|partie|parte|página|pagina|sida|side|strana) \d+)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One way to read an address as the part of an article. `family`: the same for all its parts. `place`: where the
    number stands: nowhere, in a parameter, as a segment of the path, or behind the name of the file."""

    family: str
    number: int
    place: str  # "" | query | path | name


def parts_of(url: str) -> list[Part]:
    """Every way to read an address; empty for what is no address."""
    try:
        parts = urlsplit(url)
        asked = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")[:1_000]
    query = f"?{urlencode(asked)}" if asked else ""
    found = [Part(f"{host}{_EXTENSION.sub('', path)}{query}", 1, "")]
    for name, value in asked:
        if name.lower() in _PARAMETERS and value.isdecimal() and len(value) < 3:
            kept = [pair for pair in asked if pair != (name, value)]
            rest = f"?{urlencode(kept)}" if kept else ""
            found.append(Part(f"{host}{_EXTENSION.sub('', path)}{rest}", int(value), "query"))
    match = _PATH_PART.match(path)
    if match and len(match["base"]) > 1:
        place = "path" if match["dir"] else "name"
        family = f"{host}{_EXTENSION.sub('', match['base'])}{query}"
        found.append(Part(family, int(match["dir"] or match["file"]), place))
    return found


def find_next_part(tree: HtmlElement, base: str, url: str) -> str | None:
    """The address where this page's article goes on: of the same path, one number higher, and linked as such.

    Call it while menus are still in the tree: most sites number the parts in one.
    """
    here = parts_of(url)
    if not here:
        return None
    # Reading an address costs; most links of a page do not hold the number of the next part at all.
    numbers = {one.number + 1 for one in here}
    for link in islice(tree.iter("link", "a"), MAX_LINKS):
        href = link.get("href")
        if not href or len(href) > 1_000 or not _NUMBERED.search(href[-12:]):
            continue
        written = set(map(int, _SHORT_NUMBER.findall(href)))
        if numbers.isdisjoint(written) and not (1 in written and "?" in href):  # some count from 0, in a parameter
            continue
        address = absolute(base, href.strip().partition("#")[0])
        if address and _follows(here, parts_of(address), link):
            return address
    return None


def _follows(here: list[Part], there: list[Part], link: HtmlElement) -> bool:
    """Whether a link is one to the part after this one."""
    says = "next" in (link.get("rel") or "").lower().split()
    words = squeeze(link.text_content())[:60] if link.tag == "a" else ""
    digits = words.strip("[]() ")
    for part in there:
        if not part.place:
            continue
        before = {one.number for one in here if one.family == part.family}
        if part.number > 1 and part.number - 1 in before:
            # Two names that end in numbers may be two articles ("report-1", "report-2"): only a pager says "2".
            onward = says if link.tag == "link" or part.place != "name" else False
            return onward or digits == str(part.number) or (part.place != "name" and _ONWARD.match(words) is not None)
        # Some systems count from 0: their second part is page=1, and is called 2.
        if part.place == "query" and part.number == 1 and 1 in before and digits == "2":
            return True
    return False


class Parts:
    """The parts of one article while they come in: `wanted` is the next address to ask for, None when there is none."""

    def __init__(self, first: ScrapedArticle) -> None:
        self.article = first
        self._asked = {first.url}
        self._count = 1
        self.wanted = first.next_part if first.kind is PageKind.ARTICLE else None
        self._settle(self.wanted)

    def take(self, part: ScrapedArticle | None) -> None:
        """Join the page that was asked for; None when it could not be had, which ends the article there."""
        joined = join(self.article, part) if part is not None else None
        if joined is None or part is None:
            self.wanted = None
            return
        self.article = joined
        self._count += 1
        self._settle(part.next_part)

    def _settle(self, address: str | None) -> None:
        new = address is not None and address not in self._asked
        self.wanted = address if new and self._count < MOST_PARTS and len(self.article.text) < MAX_CHARACTERS else None
        if self.wanted:
            self._asked.add(self.wanted)


def join(first: ScrapedArticle, part: ScrapedArticle) -> ScrapedArticle | None:
    """The first part with what the other adds to it; None when the other is no part of it, or adds nothing."""
    # The address of a second part looks like that of the second page of a list.
    whole = part.kind is PageKind.ARTICLE or part.reason == BY_ADDRESS
    if not whole or not _same_title(first.title, part.title):
        return None
    held = set(first.text.split("\n"))
    lines = part.text.split("\n")
    new = [line for line in lines if line not in held]
    if not any(len(line) >= NEW for line in new):
        return None
    html = part.html
    for line in lines:
        if line in held:
            html = html.replace(f"<p>{escape(line, quote=False)}</p>", "", 1)
    return replace(
        first,
        text="\n".join((first.text, *new))[:MAX_CHARACTERS],
        html="\n".join(filter(None, (first.html, html.strip()))),
        authors=first.authors or part.authors,
        identifiers=_identifiers(first.identifiers, part.identifiers),
        paper=first.paper or part.paper,
        labels=first.labels or part.labels,
        images=_union(first.images, part.images),
        attachments=_union(first.attachments, part.attachments),
        contacts=_union(first.contacts, part.contacts),
        experts=_union(first.experts, part.experts),
        embargo_until=first.embargo_until or part.embargo_until,
        embargo_quote=first.embargo_quote or part.embargo_quote,
        next_part=None,
    )


Item = TypeVar("Item")


def _union(one: Iterable[Item], other: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _identifiers(one: Iterable[Identifier], other: Iterable[Identifier]) -> tuple[Identifier, ...]:
    found: dict[tuple[str, str], Identifier] = {}
    for identifier in (*one, *other):
        found.setdefault((identifier.scheme, identifier.value), identifier)
    return tuple(found.values())


def _same_title(one: str | None, other: str | None) -> bool:
    """Equal but for what is put behind the title of a further part (" – Page 2")."""
    first, second = fold(one or ""), fold(other or "")
    return bool(first and second) and (first == second or second.startswith(first) or first.startswith(second))
