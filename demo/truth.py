"""Tells from the content files alone what a right crawl of the demo web ends with, on either night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from demo.content import NIGHT_ONE, NIGHT_TWO, Article, Institution, edited, institutions
from demo.markup.html import blocks
from demo.sites import related


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One article that must be found: at which address, and what its page says of itself."""

    url: str
    source: str  # id of the record in demo/sources
    title: str  # with single spaces
    date: str  # YYYY-MM-DD where it was published
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What news.db must hold after a night. `published` counts duplicates, `articles` does not."""

    published: int
    articles: int
    duplicates: int
    stories: int  # of every article, those told by one source alone too
    shared_stories: int  # told by more than one source or in more than one language
    held: int
    withdrawn: int


def moment(night: int) -> datetime:
    """When that night begins by the demo's own clock."""
    return NIGHT_TWO if night >= 2 else NIGHT_ONE


def articles(night: int) -> tuple[Expected, ...]:
    """Every article that must be public after that night's crawl, withdrawn ones left out, sorted by address."""
    found = [
        Expected(
            url=_url(site, a),
            source=site.id,
            title=_one_spaced(a.title),
            date=f"{a.published:%Y-%m-%d}",
            language=a.language,
        )
        for site, a in _standing(night)
        if not _is_held(a, night)
    ]
    return tuple(sorted(found, key=lambda one: one.url))


def held(night: int) -> frozenset[str]:
    """Addresses of the articles that are crawled and kept out of news.db, because their embargo is not over."""
    return frozenset(_url(site, a) for site, a in _standing(night) if _is_held(a, night))


def withdrawn(night: int) -> frozenset[str]:
    """Addresses of the articles seen on an earlier night that answer 410 on this one."""
    return frozenset(
        _url(site, a) for site, a in _all() if a.trap is None and a.gone is not None and a.since < a.gone <= night
    )


def revised(night: int) -> frozenset[str]:
    """Addresses of the articles whose words are others than on the night before."""
    return frozenset(_url(site, a) for site, a in _all() if night >= 2 and a.edit is not None)


def arrived(night: int) -> frozenset[str]:
    """Addresses of the articles that stand there for the first time on that night."""
    return frozenset(_url(site, a) for site, a in _standing(night) if a.since == night)


def duplicates(night: int) -> dict[str, str]:
    """Address of each re-posted release → address of the original."""
    by_key = {a.key: _url(site, a) for site, a in _standing(night)}
    return {_url(site, a): by_key[a.copy_of] for site, a in _standing(night) if a.copy_of is not None}


def stories(night: int) -> frozenset[frozenset[str]]:
    """Every announcement told at more than one address, as the set of these addresses, copies included."""
    told: dict[str, set[str]] = {}
    for site, a in _standing(night):
        if not _is_held(a, night):
            told.setdefault(a.story or a.copy_of or a.key, set()).add(_url(site, a))
    return frozenset(frozenset(urls) for urls in told.values() if len(urls) > 1)


def lines(night: int) -> dict[str, tuple[str, ...]]:
    """Address of each public article → the paragraphs, headings, quotations and list items its text must hold."""
    found = {}
    for site, article in _standing(night):
        if not _is_held(article, night):
            said: list[str] = []
            for tag, words in blocks(article.text):
                said += [item.strip()[2:] for item in words.splitlines()] if tag == "ul" else [words]
            found[_url(site, article)] = tuple(said)
    return found


def public(night: int) -> Iterator[tuple[Institution, Article]]:
    """Every article that must be public after that night's crawl, in that night's words, withdrawn ones left out."""
    return ((site, article) for site, article in _standing(night) if not _is_held(article, night))


def teasers(night: int) -> dict[str, tuple[str, ...]]:
    """Address of each public article → the titles of other articles that its page shows and its text must not."""
    return {
        _url(site, a): tuple(_one_spaced(other.title) for other in related(site, a))
        for site, a in _standing(night)
        if not _is_held(a, night)
    }


def not_news() -> frozenset[str]:
    """Addresses that are linked or listed and must never be published: other pages, lists, traps."""
    found = set()
    for site in institutions():
        found |= {site.origin + path for path in ("/", site.listing)}
        found |= {site.origin + page.path for page in site.pages}
        found |= {_url(site, a) for a in site.articles if a.trap is not None}
    return frozenset(found)


def refused() -> frozenset[str]:
    """Addresses that robots.txt forbids: no crawl may ask for them."""
    return frozenset(_url(site, a) for site, a in _all() if a.trap == "refused")


def endless() -> frozenset[str]:
    """Addresses whose body never ends."""
    return frozenset(_url(site, a) for site, a in _all() if a.trap == "endless")


def numbers(night: int) -> Numbers:
    """The numbers of a night, counted from the sets above."""
    published, copies, told = articles(night), duplicates(night), stories(night)
    in_stories = sum(len(urls) for urls in told)
    return Numbers(
        published=len(published),
        articles=len(published) - len(copies),
        duplicates=len(copies),
        stories=len(published) - in_stories + len(told),
        shared_stories=len(told),
        held=len(held(night)),
        withdrawn=len(withdrawn(night)),
    )


def _all() -> Iterator[tuple[Institution, Article]]:
    for site in institutions():
        for article in site.articles:
            yield site, article


def _standing(night: int) -> Iterator[tuple[Institution, Article]]:
    """The articles with a page of their own on that night, in that night's words, embargoed ones too."""
    for site, article in _all():
        there = article.since <= night and not (article.gone is not None and article.gone <= night)
        if there and article.trap is None:
            yield site, edited(article, night)


def _is_held(article: Article, night: int) -> bool:
    return article.embargo_until is not None and article.embargo_until > moment(night)


def _one_spaced(title: str) -> str:
    """A title with single spaces, wide Japanese ones too: what stands between words is not part of the words."""
    return " ".join(title.split())


def _url(site: Institution, article: Article) -> str:
    return site.origin + article.path
