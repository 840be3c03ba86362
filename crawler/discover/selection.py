"""Turns everything the doors of a site listed into the addresses that are its news, each with its best evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from crawler.addresses import address_key, article_likeness, same_site
from crawler.catalogue import Source
from crawler.discover.sections import (
    address_language,
    is_dated,
    is_event_section,
    is_foreign_section,
    is_news_section,
    is_root,
    is_within,
    section_of,
    segments,
)
from crawler.discover.sitemaps import Placed
from crawler.discover.steps import EARLIER, NEXT_PAGE, Ask
from crawler.discover.vocabulary import FILES, NEWS, is_skipped, names
from crawler.items import DoorKind, Entry

MOST_FOUND = 20_000  # addresses of one source; a newsroom of fifty years has fewer
MOST_CHILDREN = 6  # sitemaps read of one index
SHORT_SITEMAP = 50  # a record's own sitemap with no more pages than this was chosen for them: all of them are meant
_RANK = {"rest": 0, "feed": 1, "list": 2, "home": 3, "sitemap": 4}
_CHILD_NEWS = re.compile(
    r"news|post|blog|article|actu|noticia|aktuell|presse|press|notizi|nieuws|nyhet|stor(?:y|ies)", re.IGNORECASE
)
# A Google News sitemap names the articles of two days only; the older ones are in another child.
_TWO_DAYS = re.compile(r"(?:google-?)?news[-_]?sitemap|sitemap[-_]?(?:google[-_]?)?news\b", re.IGNORECASE)
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
        self._settled: list[list[Found]] | None = None  # what was chosen, until more is found
        self.silent = True  # no door has said that it is as it was
        self._hosts = [source.home]
        self._secure: set[str] = set()  # hosts that answered over https
        self._posts_only: set[str] = set()  # feeds that hold nothing but posts
        self._feed_sections: set[str] = set()  # sections that fill a feed
        self._root_feeds: set[str] = set()  # unsigned feeds whose entries lie at the root, where no section tells them
        self._known_sections = Counter(section_of(url) for url in known)

    def welcome(self, url: str | None) -> None:
        """Take in that the home page lies at `url` now: an institution that moved redirects its old address."""
        if url is not None:
            self._hosts.append(url)
            if url.startswith("https:"):
                self._secure.add(urlsplit(url).netloc)

    def add(self, found: Found) -> None:
        """Remember one address one door lists, unless it is a file, another site's, or the record refuses it."""
        url = found.entry.url
        parts = urlsplit(url)
        if FILES.search(parts.path) or not any(same_site(url, host) for host in self._hosts):
            return
        if any(address_key(url) == address_key(host) for host in self._hosts):
            return
        if any(re.search(pattern, url) for pattern in self.source.deny):
            return
        if self.source.allow and not any(re.search(pattern, url) for pattern in self.source.allow):
            return
        if parts.scheme == "http" and parts.netloc in self._secure:  # old links of a site that has moved to https
            found = replace(found, entry=replace(found.entry, url=f"https:{url[5:]}"))
        self.found.setdefault(address_key(url), []).append(found)
        self._settled = None

    def add_feed(self, entries: Sequence[Entry], ask: Ask, generator: str) -> None:
        """Remember what a feed lists, and whether it holds posts and nothing else.

        Hugo's feeds list every page of the site unless a theme thinks better of it; all other systems that sign their
        feeds list posts. Of another feed the section is believed that most of it lies in.
        """
        counts = Counter(section_of(entry.url) for entry in entries)
        section, most = counts.most_common(1)[0] if counts else ("", 0)
        if generator and "hugo" not in generator:
            self._posts_only.add(ask.url)
        elif most >= 0.7 * len(entries) and most > 2:
            self._feed_sections.add(section)
            if not generator and is_root(section) and most >= 0.9 * len(entries):
                self._root_feeds.add(ask.url)
        for entry in entries:
            self.add(Found(entry, ask, "feed"))

    def add_sitemap(self, pages: Sequence[Placed], ask: Ask) -> None:
        """Remember what a sitemap lists; a title there comes from the Google News extension, and so is news."""
        sections = self._sections()
        for page in pages:
            # A sitemap holds up to 50,000 pages of every kind: only what may be news is kept, unless a person named it.
            known = address_key(page.url) in self.found  # then it tells how the site itself spells the address
            if ask.how != "record" and not (known or page.title or self._in_section(page.url, sections)):
                continue
            if len(self.found) >= MOST_FOUND:
                return
            entry = Entry(
                url=page.url,
                door=ask.url,
                origin=DoorKind.SITEMAP,
                title=page.title,
                published_at=page.published_at,
                modified_at=page.modified_at,
                language=page.language,
                score=0.9 if page.title else 0.5,
            )
            self.add(Found(entry, ask, "sitemap"))

    def children(self, sitemaps: Sequence[tuple[str, str | None]]) -> list[str]:
        """Which sitemaps of an index to read: those named after news, else those not named after anything else."""
        urls = [url for url, _ in sitemaps]
        news = [url for url in urls if _CHILD_NEWS.search(url.rsplit("/", 1)[-1])]
        rest = [url for url in urls if not _CHILD_NOT.search(url.rsplit("/", 1)[-1])]
        if all(_TWO_DAYS.search(url.rsplit("/", 1)[-1]) for url in news):
            return [*news, *(url for url in rest if url not in news)][:MOST_CHILDREN]
        return news[:MOST_CHILDREN]

    def feeds_cover(self, keys: set[str]) -> bool:
        """Whether the feeds read so far list all of these entries, and more."""
        listed = {key for key, many in self.found.items() if any(found.via in ("feed", "rest") for found in many)}
        return bool(keys) and keys < listed

    def has_lists(self) -> bool:
        """Whether a list of news, or an interface that knows all posts, has given any news."""
        return any(found.via in ("list", "rest") for many in self._chosen() for found in many)

    def wants_sitemap(self) -> bool:
        """Whether the doors read so far leave a doubt that they list everything."""
        return len(self._chosen()) < 3 or not self.has_lists()

    def chosen(self) -> list[Entry]:
        """The addresses that are news, each with its best evidence, in the order listed."""
        return [_merge(many) for many in self._chosen()]

    def productive(self) -> list[Ask]:
        """The doors worth asking again: the first pages of those that gave news; a sitemap or home only if alone."""
        counts: Counter[Ask] = Counter()
        for many in self._chosen():
            strong = [found for found in many if found.via in ("rest", "feed", "list")] or many[:1]
            for found in strong:
                if found.ask.how not in (NEXT_PAGE, EARLIER):
                    counts[found.ask] += 1
        return list(counts)

    def _chosen(self) -> list[list[Found]]:
        if self._settled is None:
            self._settled = self._choose()
        return self._settled

    def _choose(self) -> list[list[Found]]:
        sections = self._sections()
        lists = sum(any(found.via in ("list", "feed", "rest") for found in many) for many in self.found.values())
        mostly = self._listed_mostly()
        self._posts_only |= self._shown_feeds()
        meant = self._short_sitemaps()
        out = []
        for many in self.found.values():
            ranked = sorted(many, key=lambda found: _RANK[found.via])
            if any(found.ask in meant or self._is_news(found, sections, mostly, lists >= 3) for found in ranked):
                out.append(ranked)
        return out or self._named_by_record()

    def _shown_feeds(self) -> set[str]:
        """The unsigned feeds that list what a news list or the home page shows: feeds of these articles."""
        shown: Counter[str] = Counter()
        for many in self.found.values():
            if any(found.via in ("list", "home") for found in many):
                shown.update({found.ask.url for found in many if found.ask.url in self._root_feeds})
        return {url for url, count in shown.items() if count > 1}

    def _short_sitemaps(self) -> set[Ask]:
        pages = Counter(found.ask for many in self.found.values() for found in many if found.via == "sitemap")
        return {ask for ask, count in pages.items() if ask.how == "record" and count <= SHORT_SITEMAP}

    def _named_by_record(self) -> list[list[Found]]:
        """All that the record's own doors list: where nothing looks like news, the record's word is what is left."""
        named = [[found for found in many if found.ask.how == "record"] for many in self.found.values()]
        return [many for many in named if many and not _is_skipped(many[0].entry.url)]

    def _sections(self) -> set[str]:
        """The sections that lists of news point to, or that are named as news."""
        sections = set(self._known_sections) | self._feed_sections
        for many in self.found.values():
            for found in many:
                url = found.entry.url
                if not is_foreign_section(url) and (found.via == "list" or is_news_section(url)):
                    sections.add(section_of(url))
                    break
        return {section for section in sections if not is_root(section)}

    def _is_news(self, found: Found, sections: set[str], mostly: set[str], has_lists: bool) -> bool:
        url = found.entry.url
        parts = urlsplit(url)
        own = segments(url)[-1:]
        if is_skipped(parts.path, parts.query) or (own and names(own[0], NEWS) >= 1.0 and not parts.query):
            return False
        inside = section_of(url) in sections or is_dated(url)
        if found.via == "list":
            # A list of news is believed about its dated entries wherever they lie, unless they are events.
            dated = found.entry.published_at is not None and not is_event_section(url)
            return dated or not is_foreign_section(url) or section_of(url) in mostly
        if is_foreign_section(url):
            return False
        if found.via == "rest":
            return True
        if found.via == "home":
            return inside or not has_lists
        if found.via == "feed":
            if found.ask.how == "record":
                return True  # whoever wrote the record has looked at this feed
            named = names(_folder(found.ask.url), NEWS) > 0 and is_within(url, urljoin(found.ask.url, "."))
            return inside or named or found.ask.url in self._posts_only
        return found.entry.title is not None or self._in_section(url, sections)

    def _in_section(self, url: str, sections: set[str]) -> bool:
        """Whether an address that no list shows is an article by its section and its own form."""
        near = section_of(url) in sections or is_dated(url) or is_news_section(url)
        return near and article_likeness(url) >= 0.2 and not is_foreign_section(url)

    def _listed_mostly(self) -> set[str]:
        """Sections that most of what the news lists show lies in, whatever they are called."""
        counts = Counter(
            section_of(many[0].entry.url) for many in self.found.values() if any(found.via == "list" for found in many)
        )
        total = sum(counts.values())
        return {section for section, count in counts.items() if count > total / 2}


def _is_skipped(url: str) -> bool:
    parts = urlsplit(url)
    return is_skipped(parts.path, parts.query)


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
    return replace(best, url=exact, language=best.language or address_language(exact))
