"""An invented site in memory, and a walk of the newsroom through it as a crawl would do it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from crawler.addresses import normalize_address
from crawler.catalogue import Source
from crawler.discover.newsroom import Answer, Ask, Newsroom, Step
from crawler.items import Door, Entry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def source(home: str, *languages: str, **more: object) -> Source:
    """A record with nothing but a home address, or with what the test adds."""
    values = {"id": "x", "name": "X", "kind": "university", "home": home, "languages": languages, "country": "INT"}
    return Source(**(values | more))  # type: ignore[arg-type]


def html(body: str, *, lang: str = "en", head: str = "", title: str = "A page") -> bytes:
    return (
        f"<!doctype html><html lang={lang}><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


@dataclass
class Walked:
    """What one walk brought."""

    entries: dict[str, Entry] = field(default_factory=dict)
    doors: list[Door] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def paths(self) -> set[str]:
        """Path and query of every article found."""
        return {
            unquote(urlsplit(url).path) + (f"?{urlsplit(url).query}" if urlsplit(url).query else "")
            for url in self.entries
        }


class Site:
    """Pages by path (and query), all on one host unless the key is a whole address."""

    def __init__(self, host: str, pages: dict[str, bytes | str], robots: Iterable[str] = ()) -> None:
        self.root = f"https://{host}"
        self.pages = {self._key(path): body for path, body in pages.items()}
        self.robots = list(robots)

    def _key(self, path: str) -> str:
        return normalize_address(path if path.startswith("http") else self.root + path)

    def get(self, url: str) -> tuple[str, bytes] | None:
        """(final address, body); a `str` page is a redirect."""
        for _ in range(5):
            page = self.pages.get(normalize_address(url))
            if page is None:
                return None
            if isinstance(page, bytes):
                return url, page
            url = self._key(page)
        return None

    def walk(
        self, record: Source, doors: Iterable[Door] = (), known: Iterable[str] = (), unchanged: Iterable[str] = ()
    ) -> Walked:
        """Read everything the newsroom asks for until it asks for nothing more."""
        newsroom = Newsroom(record, list(doors), frozenset(known), now=NOW)
        walked = Walked()
        queue: list[Ask] = []
        same = {normalize_address(url) for url in unchanged}

        def take(step: Step) -> None:
            queue.extend(step.asks)
            queue.sort(key=lambda ask: -ask.priority)
            walked.doors.extend(step.doors)
            walked.entries.update({entry.url: entry for entry in step.entries})
            if step.problem:
                walked.problems.append(step.problem)

        newsroom.sitemaps_named(self.robots)
        take(newsroom.start())
        for _ in range(500):
            if not queue:
                take(newsroom.exhausted())
                if not queue:
                    return walked
            ask = queue.pop(0)
            walked.asked.append(ask.url)
            if normalize_address(ask.url) in same:
                take(newsroom.unchanged(ask))
                continue
            got = self.get(ask.url)
            take(newsroom.read(Answer(ask=ask, url=got[0], body=got[1])) if got else newsroom.failed(ask, "http_404"))
        raise AssertionError("the newsroom never comes to an end")
