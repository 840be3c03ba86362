"""Decides, page by page, what to ask a site for next and which addresses are its news; touches no network itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.catalogue import Source
from crawler.items import Door, Entry, ScrapedArticle


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


class Newsroom:
    """The decider of one crawl of one source. Deterministic: the same answers in the same order give the same steps."""

    def __init__(self, source: Source, doors: Sequence[Door] = (), known: frozenset[str] = frozenset()) -> None:
        """`doors`: found in earlier crawls. `known`: normalized addresses of entries already in the archive."""

    def start(self) -> Step:
        """The first pages to ask for: the record's doors, else the doors known, else the home page."""
        raise NotImplementedError

    def sitemaps_named(self, urls: Sequence[str]) -> Step:
        """The Sitemap lines of robots.txt."""
        raise NotImplementedError

    def read(self, answer: Answer) -> Step:
        """What a page that answered 200 says."""
        raise NotImplementedError

    def unchanged(self, ask: Ask) -> Step:
        """What follows from a 304."""
        raise NotImplementedError

    def failed(self, ask: Ask, reason: str) -> Step:
        """What follows from an answer that is no page (404, timeout, refused by robots …)."""
        raise NotImplementedError

    def exhausted(self) -> Step:
        """Called when nothing is left to ask and nothing to fetch: the last chance to try another door."""
        raise NotImplementedError

    def judge(self, scraped: ScrapedArticle, entry: Entry) -> ScrapedArticle:
        """The same article, or with kind OTHER and the reason when it is not news of this newsroom."""
        raise NotImplementedError
