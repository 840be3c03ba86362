"""The values between the crawler and the newsroom: what to ask, what came back, what follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.items import Door, Entry

# How an ask came about, where that decides what is done with its answer.
NEXT_PAGE = "next page"  # not the first page of its list, and so no door for later nights
EARLIER = "earlier years"
INNER = "anchor on a list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A page the newsroom wants to read to find articles (never an article itself)."""

    url: str
    purpose: str  # home | probe | feed | sitemap | listing | rest
    found_on: str | None = None
    how: str = "record"
    depth: int = 0  # pages of pagination, or levels of sitemap index, behind the first
    priority: int = 0  # higher is asked sooner


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for an Ask: the final address after redirects, status 200, headers in lower case, decoded body."""

    ask: Ask
    url: str
    body: bytes
    content_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What follows from an answer: pages to ask for, doors to remember, entries to fetch."""

    asks: tuple[Ask, ...] = ()
    doors: tuple[Door, ...] = ()
    entries: tuple[Entry, ...] = ()
    problem: str | None = None  # e.g. "feed is HTML"; counted and shown, never silent
