"""Turns a home page, or any page of the site, into the doors it names: news lists, feeds, homes in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import address_key, article_likeness, parameters, same_site
from crawler.discover.pages import Link, Page, languages_named
from crawler.discover.paging import list_key, page_number
from crawler.discover.sections import address_language, is_language, is_within, section_of, segments
from crawler.discover.vocabulary import (
    BESIDE,
    EVENTS,
    FILES,
    LABELS,
    LANGUAGE_NAMES,
    NEWS,
    OTHER,
    PAST,
    is_skipped,
    is_way_on,
    label,
    names,
)
from crawler.extract.tree import words

ENOUGH = 0.65  # below this a link's text and address do not name a newsroom
_FEED_LINK = re.compile(r"(?:^|[/._=?-])(?:rss2?|atom|feed)(?:$|[/._=?&-])|\.rdf$", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_YEARS = re.compile(r"^\W*(?:19|20)\d\d(?:\s?年度?|\s?[-–/]\s?(?:19|20)?\d\d)?\W*(?:\(\d+\))?$")
_CUT = re.compile(r"(?:^|/)(?:tag|tags|author|authors|category|categories|kategorie|categorie)(?:/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that may list news, and how surely (0..1.5)."""

    url: str
    score: float
    text: str


def news_links(page: Page, home: str) -> list[Candidate]:
    """The links of a page whose text or address names a newsroom in any language, the surest first, one per list.

    A home page inside the site of a larger institution (`/physics/lab/`) keeps to its own folder: the news of the
    university are not the group's.
    """
    best: dict[str, Candidate] = {}
    inside = len({link.url for link in page.links if base_of(home) and _below(link.url, home)}) >= 2
    for link in page.links:
        if (
            not same_site(link.url, home)
            or FILES.search(urlsplit(link.url).path)
            or list_key(link.url) == list_key(page.url)
        ):
            continue
        if page_number(link.url) is not None or _FEED_LINK.search(link.url):
            continue
        if is_skipped(urlsplit(link.url).path, urlsplit(link.url).query) and not is_cut(link.url):
            continue
        if inside and not _below(link.url, home):
            continue
        score = _score(link, home)
        known = best.get(list_key(link.url))
        if score >= ENOUGH and (known is None or score > known.score):
            best[list_key(link.url)] = Candidate(link.url, score, link.text[:80])
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def _score(link: Link, home: str) -> float:
    parts = segments(link.url)
    own = parts[-1] if parts else ""
    named = (1.0 if label(link.text) in LABELS else names(link.text, NEWS)) if len(link.text) <= 60 else 0.0
    placed = (1.0 if label(own) in LABELS else names(own, NEWS)) if own else 0.0
    if not named and is_way_on(link.text) and not (own and max(names(own, EVENTS), names(own, OTHER)) >= 1.0):
        named = 0.95 * names(_heading_over(link), NEWS)  # "News", three articles, "View all"
    host = (urlsplit(link.url).hostname or "").partition(".")[0]
    if not parts and names(host, NEWS) >= 1.0 and address_key(link.url) != address_key(home):
        placed = 1.0  # news.university.example
    score = max(named, 0.9 * placed) + 0.3 * min(named, placed)
    if named < 1.0 and placed < 1.0 and article_likeness(link.url) >= 0.6:
        return 0.0  # one article whose title says "news"
    if any(word in BESIDE for word in label(link.text).split()):
        return 0.0
    if names(link.text, EVENTS) >= 1.0 or (own and names(own, EVENTS) >= 1.0 and not named):
        return 0.0
    if is_cut(link.url):
        score -= 0.35  # an archive cut by label; the list itself is better when there is one
    return score


def _heading_over(link: Link) -> str:
    """The heading of the smallest block around a link that has one, without the link's own words."""
    for _, block in zip(range(5), link.element.iterancestors(), strict=False):
        if block.tag in ("body", "html"):
            break
        heading = block if block.tag in _HEADINGS else next(block.iter(*_HEADINGS), None)
        if heading is not None:
            return words(heading, 200).replace(link.text, " ").strip()
    return ""


def is_cut(url: str) -> bool:
    """Whether an address is an archive of one category, tag or author."""
    return bool(_CUT.search(urlsplit(url).path)) or not {"cat", "category", "tag"}.isdisjoint(parameters(url))


def _below(url: str, home: str) -> bool:
    """Whether an address lies in the part of the host that belongs to the home page (`/group/` of a shared host)."""
    base = base_of(home)
    one, other = urlsplit(url), urlsplit(home)
    if (one.hostname or "").removeprefix("www.") != (other.hostname or "").removeprefix("www."):
        return not base  # a sub-domain belongs to the whole institution
    return segments(url)[: len(base)] == base


def base_of(home: str) -> list[str]:
    """The folders of a home address that name whose home it is: without languages and the page's own name."""
    parts = segments(home)
    if parts and not urlsplit(home).path.endswith("/"):
        last = parts[-1].lower()
        if (
            last in ("index", "default", "home", "accueil", "start", "startseite", "inicio")
            or "." in home.rsplit("/", 1)[-1]
        ):
            parts.pop()
    return [part for part in parts if not is_language(part) and part.lower() != "pages"]  # SharePoint's own folder


def feed_links(page: Page, home: str) -> list[str]:
    """The feeds a page names: by <link rel=alternate>, else by an anchor whose address or text is that of a feed."""
    named = [url for url, _ in page.feeds if same_site(url, home) or "feed" in url]
    if named:
        return named
    found = []
    for link in page.links:
        text = link.text.strip().lower()
        is_feed = _FEED_LINK.search(urlsplit(link.url).path) or text in ("rss", "atom", "rss feed")
        if is_feed and same_site(link.url, home) and "comment" not in link.url.lower():
            found.append(link.url)
    return list(dict.fromkeys(found))


def versions(page: Page, home: str, languages: Iterable[str], *, cut: bool = False) -> list[tuple[str, str]]:
    """(language, address) of a page in its other languages, those the record names first.

    By hreflang, by links that are the name of a language, and by links whose address is this one's but for the
    language in it. `cut`: the links of a home page are cut after their language, because the word "Deutsch" beside an
    article leads to that article's translation, and the folder above it is the home wanted.
    """
    own = address_language(page.url) or (page.language or "")[:2]
    found: dict[str, str] = {}
    for language, url in page.alternates:
        if language != "x-default":
            found.setdefault(language[:2], url)
    wanted = [language.lower()[:2] for language in languages]
    for language, url in languages_named(page.links, wanted):
        found.setdefault(language, language_root(url) if cut else url)
    bare = [part for part in segments(page.url) if not is_language(part)]
    for link in page.links:
        parts = segments(link.url)
        coded = next((part for part in parts if is_language(part)), None)
        if coded and [part for part in parts if not is_language(part)] == bare:
            found.setdefault(LANGUAGE_NAMES[coded[:2].lower()], link.url)
    others = [
        (language, url)
        for language, url in found.items()
        if language != own and same_site(url, home) and address_key(url) != address_key(page.url)
    ]
    return sorted(others, key=lambda pair: wanted.index(pair[0]) if pair[0] in wanted else len(wanted))


def language_root(url: str) -> str:
    """The folder of the language in an address (`/de/p/2025/x` → `/de/`), or the address when it names none."""
    parts = urlsplit(url)
    folders = parts.path.split("/")
    for index, folder in enumerate(folders[:4]):
        if is_language(folder):
            if index + 1 == len(folders):
                return url  # as it is written: not every server answers for the address with a slash added
            return f"{parts.scheme}://{parts.netloc}{'/'.join(folders[: index + 1])}/"
    return url


_PERIOD = re.compile(r"/(?:19|20)\d\d(?:/(?:0?[1-9]|1[0-2]))?/?$")


def period_links(page: Page, home: str) -> list[str]:
    """The archive of a blog, and its lists of a year or a month (`/2018/07/`), that a home page points to."""
    own = [link for link in page.links if same_site(link.url, home)]
    found = [link.url for link in own if names(link.text, PAST) >= 1.0]
    found += [link.url for link in own if _PERIOD.search(urlsplit(link.url).path)]
    return [url for url in dict.fromkeys(found) if address_key(url) != address_key(page.url)]


def past_links(page: Page) -> list[str]:
    """The lists of earlier years or the archive that a news list points to: "2023", "2023年度", "News archive"."""
    found = []
    for link in page.links:
        near = section_of(link.url) == section_of(page.url) or is_within(link.url, page.url)
        if not near or not same_site(link.url, page.url) or list_key(link.url) == list_key(page.url):
            continue
        if _YEARS.match(link.text) or (names(link.text, PAST) >= 0.7 and len(link.text) < 40):
            found.append(link.url)
    return list(dict.fromkeys(found))
