"""Turns everything the doors of a site listed into the addresses that are its news, each with its best evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.addresses import address_key, article_likeness, same_site
from crawler.catalogue import Source
from crawler.discover.sections import (
    is_dated,
    is_foreign_section,
    is_news_section,
    is_root,
    is_within,
    section_of,
    segments,
)
from crawler.discover.sitemaps import Placed
from crawler.discover.vocabulary import FILES, NEWS, is_skipped, names
from crawler.items import DoorKind, Entry

if TYPE_CHECKING:
    from crawler.discover.newsroom import Ask

MOST_CHILDREN = 6  # sitemaps read of one index
_RANK = {"rest": 0, "feed": 1, "list": 2, "home": 3, "sitemap": 4}
_CHILD_NEWS = re.compile(
    r"news|post|blog|article|actu|noticia|aktuell|presse|press|notizi|nieuws|nyhet|stor(?:y|ies)", re.IGNORECASE
)
_CHILD_NOT = re.compile(
    r"page|tag|categor|author|user|image|video|product|event|people|person|staff|course|taxonom|term|attachment|media-|profile",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One address as one door lists it. `via`: rest | feed | list | home | sitemap."""

    entry: Entry
    ask: Ask
    via: str


class Selection:
    """Collects what the doors list, and chooses."""

    def __init__(self, source: Source, known: frozenset[str]) -> None:
        self.source = source
        self.found: dict[str, list[Found]] = {}
        self.silent = True  # no door has said that it is as it was
        self._posts_only: set[str] = set()  # feeds that hold nothing but posts
        self._known_sections = Counter(section_of(url) for url in known)

    def add(self, found: Found) -> None:
        entry = found.entry
        parts = urlsplit(entry.url)
        if (
            FILES.search(parts.path)
            or not same_site(entry.url, self.source.home)
            or address_key(entry.url) == address_key(self.source.home)
        ):
            return
        if any(re.search(pattern, entry.url) for pattern in self.source.deny):
            return
        if self.source.allow and not any(re.search(pattern, entry.url) for pattern in self.source.allow):
            return
        self.found.setdefault(address_key(entry.url), []).append(found)

    def add_feed(self, entries: Sequence[Entry], ask: Ask, generator: str) -> None:
        if "wordpress" in generator or any(word in generator for word in ("ghost", "blogger", "medium", "substack")):
            self._posts_only.add(ask.url)
        for entry in entries:
            self.add(Found(entry, ask, "feed"))

    def add_sitemap(self, pages: Sequence[Placed], ask: Ask) -> None:
        for page in pages:
            entry = Entry(
                url=page.url,
                door=ask.url,
                origin=DoorKind.SITEMAP,
                title=page.title,
                published_at=page.published_at,
                modified_at=page.modified_at,
                language=page.language,
                score=0.5,
            )
            self.add(Found(entry, ask, "sitemap"))

    def children(self, sitemaps: Sequence[tuple[str, str | None]]) -> list[str]:
        """Which sitemaps of an index to read: those named after news, else those not named after anything else."""
        urls = [url for url, _ in sitemaps]
        news = [url for url in urls if _CHILD_NEWS.search(url.rsplit("/", 1)[-1])]
        rest = [url for url in urls if not _CHILD_NOT.search(url.rsplit("/", 1)[-1])]
        return (news or rest)[:MOST_CHILDREN]

    def wants_sitemap(self) -> bool:
        """Whether the doors read so far leave a doubt that they list everything."""
        chosen = self.chosen()
        lists = {entry.door for entry, ask in chosen if ask.purpose in ("listing", "home")}
        return len(chosen) < 5 or not lists

    def chosen(self) -> list[tuple[Entry, Ask]]:
        """The addresses that are news, each with its best entry and the ask that gave it, in the order listed."""
        sections = self._sections()
        out = []
        for many in self.found.values():
            ranked = sorted(many, key=lambda found: _RANK[found.via])
            if any(self._is_news(found, sections) for found in ranked):
                out.append((_merge(ranked), ranked[0].ask))
        return out

    def _sections(self) -> set[str]:
        """The sections that lists of news point to, or that are named as news."""
        counts: Counter[str] = Counter(self._known_sections)
        for many in self.found.values():
            for found in many:
                url = found.entry.url
                if found.via in ("list", "home") and not is_foreign_section(url):
                    counts[section_of(url)] += 1
                    break
                if is_news_section(url) and not is_foreign_section(url):
                    counts[section_of(url)] += 1
                    break
        return {section for section, count in counts.items() if not is_root(section)}

    def _is_news(self, found: Found, sections: set[str]) -> bool:
        url = found.entry.url
        parts = urlsplit(url)
        if is_skipped(parts.path, parts.query) or (
            segments(url) and names(segments(url)[-1], NEWS) >= 1.0 and not parts.query
        ):
            return False
        if found.via == "list":
            return not is_foreign_section(url) or section_of(url) in self._listed_mostly()
        if is_foreign_section(url):
            return False
        if found.via in ("rest", "home"):
            return True
        inside = section_of(url) in sections or is_dated(url)
        if found.via == "feed":
            return (
                inside
                or found.ask.url in self._posts_only
                or (is_within(url, found.ask.url.rsplit("/", 1)[0] + "/") and names(_folder(found.ask.url), NEWS) > 0)
            )
        return inside and article_likeness(url) >= 0.2

    def _listed_mostly(self) -> set[str]:
        """Sections that most of what the news lists show lies in, whatever they are called."""
        counts = Counter(
            section_of(many[0].entry.url) for many in self.found.values() if any(found.via == "list" for found in many)
        )
        total = sum(counts.values())
        return {section for section, count in counts.items() if count > total / 2}


def _folder(url: str) -> str:
    parts = segments(url)
    return parts[-2] if len(parts) > 1 else ""


def _merge(ranked: Sequence[Found]) -> Entry:
    """The entry of the best door, with what it leaves open taken from the next ones."""
    best = ranked[0].entry
    for found in ranked[1:]:
        other = found.entry
        if best.published_at is None and other.published_at:
            best = replace(best, published_at=other.published_at, precision=other.precision)
        best = replace(
            best,
            title=best.title or other.title,
            summary=best.summary or other.summary,
            language=best.language or other.language,
            modified_at=best.modified_at or other.modified_at,
            score=max(best.score, other.score),
        )
    # A feed or sitemap is written by the site's own program: its spelling needs no redirect.
    said = {found.via: found.entry.url for found in reversed(ranked)}
    exact = said.get("sitemap") or said.get("feed") or said.get("rest") or best.url
    return replace(best, url=exact)
