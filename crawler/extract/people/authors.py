"""Turns what a page says of its authors, for machines and for readers, into people; no departments, no accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawler.extract.blocks import Block
from crawler.extract.people.authornames import NOT_PEOPLE, PARTICLES, TITLES, is_person, names_in
from crawler.extract.people.bylines import bylines, bylines_below, lines_near, marked
from crawler.extract.structured import Structured, node_types, text_of
from crawler.extract.titles.choice import host_letters
from crawler.extract.titles.places import fold
from crawler.items import Candidate

__all__ = ["NOT_PEOPLE", "PARTICLES", "TITLES", "Authors", "find_authors", "is_person"]

MOST = 30
MOST_SHOWN = 8
_WRITTEN = """
    written by | verfasst von | écrit par | escrito por | scritto da | geschreven door | skrevet av | skrevet af
    | skriven av | kirjoittanut | napisane przez | автор | написано автором | yazan | 作者 | 執筆者 | 글쓴이 | szerző:
    | autor | author
"""
_WRITTEN_BY = frozenset(words.strip() for words in _WRITTEN.split("|"))
_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author_name",
)
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "CollegeOrUniversity", "Corporation", "WebSite"))


@dataclass(frozen=True, slots=True)
class Authors:
    """Names without titles and degrees, and where they came from; `confidence` is measured (bench/authors.py)."""

    names: tuple[str, ...]
    origin: str | None
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """The people one place names."""

    names: tuple[str, ...]
    origin: str
    why: str
    trust: float  # share of right names when nobody else says so; see bench/authors.py


def find_authors(structured: Structured, blocks: Sequence[Block], title_at: int | None, url: str = "") -> Authors:
    """The people named as authors; none rather than a department.

    A line that says "by" under the title wins over what the page says for machines, where many systems name whoever
    uploaded it. Where both name somebody in common, the fuller list is taken. Else the first place that names people.
    """
    persons = {_plain(name) for name in _linked_data(structured.article.get("author"), structured, ("Person",))}
    found = [said for said in _places(structured, blocks, title_at, _houses(structured, url), persons) if said.names]
    if not found:
        return Authors((), None)
    best = _taken(found)
    agree = any(other is not best and _shared(other, best) for other in found)
    sure = 0.99 if agree else best.trust
    ranked = [best, *(said for said in found if said is not best)]
    shown = tuple(
        Candidate(
            field="authors",
            value="; ".join(said.names),
            origin=said.origin,
            confidence=sure
            if said is best
            else round(min(said.trust, 0.99) * (1.0 if _shared(said, best) else 0.3), 2),
            why=said.why + ("; another place names the same" if said is best and agree else ""),
        )
        for said in ranked[:MOST_SHOWN]
    )
    return Authors(best.names[:MOST], best.origin, sure, shown)


def _taken(found: list[_Said]) -> _Said:
    byline = next((said for said in found if said.origin == "text"), None)
    machine = next((said for said in found if said.origin != "text"), None)
    if byline is None or machine is None:
        return found[0]
    if _shared(byline, machine):
        return machine if len(machine.names) >= len(byline.names) else byline
    return byline


def _shared(one: _Said, other: _Said) -> bool:
    return bool({_plain(name) for name in one.names} & {_plain(name) for name in other.names})


def _houses(structured: Structured, url: str) -> set[str]:
    """What the site and its publisher are called, letters only; no author has such a name."""
    names = structured.all("og:site_name", "application-name", "dc.publisher", "publisher")
    names.append(text_of(structured.article.get("publisher")))
    names.append(host_letters(url or structured.first("og:url") or "").removeprefix("www"))
    return {plain for name in names if len(plain := _plain(name)) >= 5}


def _plain(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())


def _places(
    structured: Structured, blocks: Sequence[Block], title_at: int | None, houses: set[str], persons: set[str]
) -> Iterator[_Said]:
    """The people each place names, the most trusted for machines first, then what a reader sees."""

    def said(texts: Iterator[str] | Sequence[str], origin: str, why: str, trust: float) -> _Said:
        names: dict[str, str] = {}
        for text in texts:
            for name in names_in(text):
                plain = _plain(name)
                own = any(plain in house or house in plain for house in houses)
                if plain not in houses and (plain in persons or not own):
                    names.setdefault(plain, name)
        return _Said(tuple(names.values()), origin, why, trust)

    yield said(_linked_data(structured.article.get("author"), structured), "json-ld", "author in JSON-LD", 0.93)
    yield said(structured.all("citation_author"), "meta", "citation tag", 0.97)
    yield said(structured.all(*_META), "meta", "author in a meta tag", 0.9)
    yield said(_labelled(structured), "meta", "written by, in a sharing tag", 0.93)
    props = structured.props.get("author", ())
    yield said(props if len(set(props)) <= 4 else (), "microdata", "author in microdata", 0.9)
    lines = list(lines_near(blocks, title_at))
    yield said(list(bylines(lines)), "text", "a byline beside the title", 0.95)
    yield said([text for block in lines for text in marked(block)], "class", "marked as author beside the title", 0.92)
    yield said(list(bylines_below(blocks, title_at)), "text", "a byline below the text", 0.9)


def _labelled(structured: Structured) -> Iterator[str]:
    """Yoast and others: twitter:label1 "Written by", twitter:data1 the name."""
    for number in ("1", "2"):
        if (structured.first(f"twitter:label{number}") or "").strip().lower() in _WRITTEN_BY:
            yield structured.first(f"twitter:data{number}") or ""


def _linked_data(value: Any, structured: Structured, only: tuple[str, ...] = ()) -> Iterator[str]:
    for author in islice(value if isinstance(value, list) else [value], 100):
        if isinstance(author, dict):
            if node_types(author) & _ORGANISATIONS:
                continue
            if not author.get("name") and isinstance(author.get("@id"), str):
                known = (node for node in structured.of_type("Person") if node.get("@id") == author["@id"])
                author = next(known, author)
            if only and not node_types(author).intersection(only):
                continue
            name = author.get("name")
            if isinstance(name, list):
                yield from (text_of(one) for one in name[:MOST])
                continue
        elif only:
            continue
        yield text_of(author)
