"""Turns what a page names into the pages worth asking for: feeds, lists, languages, earlier years, sitemaps."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from crawler.addresses import same_site
from crawler.catalogue import Source
from crawler.discover.doors import Candidate, base_of, feed_links, is_cut, news_links, past_links, versions
from crawler.discover.pages import Page
from crawler.discover.sections import is_within, segments
from crawler.discover.steps import EARLIER, INNER, NEXT_PAGE, Ask

MOST_LANGUAGES = 5
MOST_LISTS = 5  # news lists followed from one page
MOST_PAST = 20  # years of an archive
MOST_SITEMAPS = 5
GUESSES = ("feed/", "rss.xml", "index.xml", "atom.xml", "news/", "feed.xml")


def feeds_of(page: Page, source: Source) -> list[Ask]:
    """The feeds a page names."""
    return [
        Ask(url=url, purpose="feed", found_on=page.url, how="link rel=alternate", priority=9)
        for url in feed_links(page, source.home)
    ]


def lists_of_home(page: Page, source: Source) -> tuple[list[Ask], bool]:
    """The lists of news a home page names, and whether all of them are cut by category (so none holds everything)."""
    found = news_links(page, source.home)[:MOST_LISTS]
    return [_list(page, each, "anchor", 8) for each in found], all(is_cut(each.url) for each in found)


def languages_of_home(page: Page, source: Source) -> dict[str, str]:
    """Language → home page of the other languages of a home page."""
    return dict(versions(page, source.home, source.languages, cut=True)[:MOST_LANGUAGES])


def around_list(page: Page, source: Source, *, inner: bool, found: bool, feeds: bool) -> list[Ask]:
    """What the first page of a list names besides its articles: feeds, languages, earlier years, lists within.

    `inner`: the list was itself found on a list, and one level is all that newsrooms have. `found`: the list showed
    something new. `feeds`: no feed read so far lists what this page shows.
    """
    asks: list[Ask] = []
    if feeds and not is_cut(page.url):
        folder = segments(page.url)
        asks += [feed for feed in feeds_of(page, source) if segments(feed.url)[: len(folder)] == folder][:2]
    if found:
        asks += [
            Ask(url=url, purpose="listing", found_on=page.url, how=f"language {language}", priority=7)
            for language, url in versions(page, source.home, source.languages)[:MOST_LANGUAGES]
            if base_of(f"{url}/") not in ([], base_of(source.home))  # else it is the home page of that language
        ]
        asks += earlier(page.url, past_links(page), priority=6)
    if not inner:
        lists = [each for each in news_links(page, source.home)[:MOST_LISTS] if each.score >= 1.0]
        asks += [_list(page, each, INNER, 7) for each in lists if is_within(each.url, page.url) or not found]
    return asks


def _list(page: Page, found: Candidate, how: str, priority: int) -> Ask:
    return Ask(url=found.url, purpose="listing", found_on=page.url, how=f"{how}: {found.text}", priority=priority)


def earlier(found_on: str, urls: Sequence[str], *, priority: int) -> list[Ask]:
    """Lists of earlier years or months; they grow no more, and so are no doors for later nights."""
    return [
        Ask(url=url, purpose="listing", found_on=found_on, how=EARLIER, depth=1, priority=priority)
        for url in urls[:MOST_PAST]
    ]


def after(page: Page, ask: Ask, url: str) -> Ask:
    """The next page of a list."""
    return Ask(url=url, purpose="listing", found_on=page.url, how=NEXT_PAGE, depth=ask.depth + 1, priority=5)


def sitemaps(named: Sequence[str], home: str, source: Source, *, guess: bool) -> list[Ask]:
    """The sitemaps that robots.txt names, or with `guess` the usual address when it names none."""
    parts = urlsplit(home)
    root = f"{parts.scheme}://{parts.netloc}/"
    found: list[tuple[str, str]] = []
    for url in named:
        if same_site(url, source.home):
            found.append((url, "robots.txt"))
        else:  # a robots.txt copied from where the site was built: the file has the same name here
            found.append((root + urlsplit(url).path.rsplit("/", 1)[-1], "robots.txt of another host"))
    if not found and guess:
        base = "/".join(base_of(source.home))
        found.append((f"{root}{base}/sitemap.xml" if base else f"{root}sitemap.xml", "guess"))
    return [Ask(url=url, purpose="sitemap", how=how, priority=4) for url, how in found[:MOST_SITEMAPS]]


def guesses(home: str) -> list[Ask]:
    """Addresses that many systems give to feeds and lists; each costs a request, so they come last."""
    return [
        Ask(url=urljoin(home, guess), purpose="listing" if guess == "news/" else "feed", how="guess", priority=1)
        for guess in GUESSES
    ]
