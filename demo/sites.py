"""Builds a site: an institution and a night → the answer at every one of its addresses."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode

from demo import doors
from demo.content import Article, Institution, OtherPage, institutions
from demo.markup.base import Listing, View
from demo.markup.html import e
from demo.markup.script import ENDPOINT, endpoint
from demo.markup.systems import SYSTEMS
from demo.pdf import pdf

HTML = "text/html; charset=utf-8"

# A one-pixel GIF: every picture of the demo web.
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answers. `endless`: the body is repeated until the client goes away."""

    body: bytes
    kind: str = HTML
    status: int = 200
    modified: datetime | None = None  # None: sent without validators
    location: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    endless: bool = False


LOST = {
    "en": ("Page not found", "Sorry, we could not find the page you were looking for. It may have been moved."),
    "fr": ("Page introuvable", "La page que vous cherchez n’existe pas ou a été déplacée."),
    "de": ("Seite nicht gefunden", "Die gesuchte Seite gibt es nicht oder nicht mehr."),
    "es": ("Página no encontrada", "No encontramos la página que buscas. Puede que haya cambiado de dirección."),
    "ja": ("ページが見つかりません", "お探しのページは移動または削除された可能性があります。"),
}


def hosts() -> dict[str, Institution]:
    """Host name → institution."""
    return {site.host: site for site in institutions()}


def find(site: Institution, night: int, target: str, ordinal: int = 0) -> Page:
    """The answer at `target` (path and query) on that night; a page with status 404 where there is none.

    Tracking parameters and queries the site does not know are ignored, as real servers do.
    """
    path, _, query = target.partition("?")
    asked = [(name, value) for name, value in parse_qsl(query) if not name.startswith("utm_")]
    clean = f"{path}?{urlencode(asked, safe=':')}" if asked else path
    if site.server.get("rest") and path == "/wp-json/wp/v2/posts":
        return _rest(site, night, dict(asked))
    if path in doors.sitemap_paths(site):
        return _sitemap(site, night, path, ordinal)
    if path.startswith(("/wp-content/", "/images/", "/content/dam/", "/assets/img/")) or "/@@images/" in path:
        return Page(body=PIXEL, kind="image/gif", modified=min(a.published for a in site.articles))
    pages = build(site.id, night)
    return pages.get(clean) or pages.get(path) or lost(site, 404)


def lost(site: Institution, status: int) -> Page:
    """The page of a site for an address that holds nothing."""
    title, text = LOST[site.language]
    page = OtherPage(path="/404", title=title, text=text)
    return Page(body=_other(site, page), status=status)


@cache
def build(site_id: str, night: int) -> dict[str, Page]:
    """Every address of a site on that night, sitemaps and REST aside."""
    site = next(one for one in institutions() if one.id == site_id)
    articles = site.at(night)
    pages: dict[str, Page] = {}
    for page in site.pages:
        pages[page.path] = Page(body=_other(site, page), status=page.status, modified=_first(site))
    pages |= _lists(site, articles, night)
    for article in articles:
        pages |= _article(site, article)
    for article in site.articles:
        if article.gone is not None and article.gone <= night:
            pages[article.path] = lost(site, 410)
    changed = site.changed_at(night)
    for kind, path in doors.feeds(site):
        said = doors.feed(kind, site, articles, path)
        pages[path] = Page(body=said.encode(), kind=f"{doors.MEDIA[kind]}; charset=UTF-8", modified=changed)
    if site.markup == "script":
        said = endpoint(site, articles)
        pages[ENDPOINT] = Page(body=said.encode(), kind="application/json", modified=changed)
    pages["/robots.txt"] = _robots(site)
    return pages


def _first(site: Institution) -> datetime:
    return min(article.published for article in site.articles)


def _robots(site: Institution) -> Page:
    said = site.server.get("robots", "text")
    if said == "missing":
        return lost(site, 404)
    if said == "html":
        # A catch-all that answers every unknown address with the home page.
        return Page(body=_home(site, site.at(1)), modified=_first(site))
    return Page(body=doors.robots(site).encode(), kind="text/plain; charset=utf-8", modified=_first(site))


def _sitemap(site: Institution, night: int, path: str, ordinal: int) -> Page:
    kind = "application/gzip" if path.endswith(".gz") else "application/xml"
    body = doors.sitemap(site, path, site.at(night), night, ordinal)
    always_new = site.server["sitemap"] == "now"
    if path.endswith(".txt"):
        kind = "text/plain; charset=utf-8"
    return Page(body=body, kind=kind, modified=None if always_new else site.changed_at(night))


def _rest(site: Institution, night: int, asked: dict[str, str]) -> Page:
    number, size = asked.get("page", "1"), asked.get("per_page", "10")
    if not (number.isdecimal() and size.isdecimal() and int(number) >= 1 and 1 <= int(size) <= 100):
        return Page(body=b'{"code":"rest_invalid_param","data":{"status":400}}', kind="application/json", status=400)
    articles = site.at(night)
    said, pages = doors.rest(site, articles, int(number), int(size))
    if int(number) > pages:
        wrong = b'{"code":"rest_post_invalid_page_number","data":{"status":400}}'
        return Page(body=wrong, kind="application/json", status=400)
    headers = {"X-WP-Total": str(len(articles)), "X-WP-TotalPages": str(pages)}
    changed = site.changed_at(night)
    return Page(body=said.encode(), kind="application/json; charset=UTF-8", headers=headers, modified=changed)


def _lists(site: Institution, articles: Sequence[Article], night: int) -> dict[str, Page]:
    """The home page, the pages of the news list and the tag archives."""
    changed = site.changed_at(night)
    pages = {"/": Page(body=_home(site, articles), modified=changed)}
    size = site.per_page
    count = max(1, -(-len(articles) // size))
    paths = [site.listing]
    if not site.server.get("load_more"):  # else a script fetches the older ones, and no page lists them
        paths += [site.next.format(n=n, zero=n - 1, offset=(n - 1) * size) for n in range(2, count + 1)]
    for number, path in enumerate(paths, 1):
        shown = articles[(number - 1) * size : number * size]
        listing = Listing(articles=shown, heading=site.news, number=number, paths=paths)
        pages[path] = Page(body=_list(site, listing, path), modified=changed)
    for path, tagged in doors.archives(site, articles).items():
        listing = Listing(articles=tagged, heading=tagged[0].topic.capitalize(), number=1, paths=[path])
        pages[path] = Page(body=_list(site, listing, path), modified=changed)
    return pages


def _view(site: Institution, path: str, title: str, description: str, article: Article | None = None) -> View:
    alternates: tuple[tuple[str, str], ...] = ()
    if article is not None:
        root = article.translation_of or article.slug
        group = [a for a in site.articles if root in (a.slug, a.translation_of)]
        if len(group) > 1:
            alternates = tuple((a.language, site.origin + a.path) for a in group)
    named = site.server.get("feed_links", True)
    feeds = tuple((doors.MEDIA[kind], where) for kind, where in doors.feeds(site)) if named else ()
    language = article.language if article else site.language
    return View(
        site=site, path=path, title=title, description=description, language=language, article=article,
        alternates=alternates, feeds=feeds,
    )  # fmt: skip


def _home(site: Institution, articles: Sequence[Article]) -> bytes:
    view = _view(site, "/", site.name, site.motto)
    system = SYSTEMS[site.markup]
    return system.frame(view, system.home(view, articles[:4])).encode()


def _list(site: Institution, listing: Listing, path: str) -> bytes:
    view = _view(site, path, listing.heading, f"{site.short} : {listing.heading}")
    system = SYSTEMS[site.markup]
    return system.frame(view, system.listing(view, listing)).encode()


def _other(site: Institution, page: OtherPage) -> bytes:
    view = _view(site, page.path, page.title, site.motto)
    system = SYSTEMS[site.markup]
    return system.frame(view, system.other(view, page)).encode()


def related(site: Institution, article: Article) -> list[Article]:
    """Three other articles of the site, the same on both nights so that the page stays the same."""
    steady = [
        a
        for a in site.articles
        if a.since == 1
        and a.gone is None
        and a.language == article.language
        and not (a.trap or a.embargo_until or a.slug == article.slug)
    ]
    start = article.number * 2
    return [steady[(start + step) % len(steady)] for step in range(min(3, len(steady)))]


def _article(site: Institution, article: Article) -> dict[str, Page]:
    """The page of an article and the addresses that redirect to it."""
    pages: dict[str, Page] = {}
    if article.trap == "soft_404":
        return {article.path: lost(site, 200)}
    if article.trap == "endless":
        block = "".join(f"<p>{e(line)}</p>\n" for line in article.text.splitlines() if line) * 40
        start = f"<!DOCTYPE html>\n<html><head><title>{e(article.title)}</title></head><body>\n"
        return {article.path: Page(body=(start + block).encode(), endless=True)}
    view = _view(site, article.path, article.title, article.lead, article)
    system = SYSTEMS[site.markup]
    text = system.frame(view, system.article(view, article, related(site, article)))
    kind = "text/html" if article.charset == "shift_jis" else HTML
    body = text.encode(article.charset or "utf-8", errors="xmlcharrefreplace")
    pages[article.path] = Page(body=body, kind=kind, modified=article.modified or article.published)
    if article.file:
        lines = [site.name, article.title, *textwrap.wrap(article.lead, 80)]
        path = article.file.partition("|")[2].strip()
        pages[path] = Page(body=pdf(lines), kind="application/pdf", modified=article.published)
    chain = [*article.moved_from, article.path]
    for old, new in pairwise(chain):
        pages[old] = Page(body=b"<h1>Moved Permanently</h1>", status=301, location=site.origin + new)
    return pages
