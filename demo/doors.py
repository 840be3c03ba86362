"""Writes what tells a crawler where the articles are: robots.txt, sitemaps, RSS, Atom, JSON Feed, WordPress REST."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from demo.content import NIGHT_ONE, NIGHT_TWO, Article, Institution
from demo.markup.html import body, e

FEED_LENGTH = 10  # what WordPress gives without being asked
MEDIA = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
SITEMAP_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def feeds(site: Institution) -> list[tuple[str, str]]:
    """(kind, path) of the feeds of a site."""
    return [(said.split()[0], said.split()[1]) for said in site.server.get("feeds", ())]


def feed(kind: str, site: Institution, articles: Sequence[Article], path: str) -> str:
    """The newest ten articles as an RSS, Atom or JSON feed."""
    newest = articles[:FEED_LENGTH]
    if kind == "rss":
        return _rss(site, newest, path)
    return _atom(site, newest, path) if kind == "atom" else _json_feed(site, newest, path)


def _link(site: Institution, article: Article) -> str:
    # Feeds of content systems often tag their links for the statistics; the page is the same one.
    return site.origin + article.path + str(site.server.get("feed_tag", ""))


def _rss(site: Institution, articles: Sequence[Article], path: str) -> str:
    items = "\n".join(
        f"<item><title>{e(a.title)}</title><link>{e(_link(site, a))}</link>"
        f'<guid isPermaLink="false">{site.origin}/?p={a.number + 4100}</guid>'
        f"<pubDate>{format_datetime(a.published)}</pubDate><category><![CDATA[{a.topic}]]></category>"
        f"<description><![CDATA[<p>{a.lead}</p>]]></description></item>"
        for a in articles
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>{e(site.short)} – {e(site.news)}</title><link>{site.origin}{site.listing}</link>
<atom:link href="{site.origin}{e(path)}" rel="self" type="application/rss+xml"/>
<description>{e(site.motto)}</description><language>{site.language}</language>
{items}
</channel></rss>
"""


def _atom(site: Institution, articles: Sequence[Article], path: str) -> str:
    items = "\n".join(
        f'<entry><title>{e(a.title)}</title><link rel="alternate" type="text/html" href="{e(_link(site, a))}"/>'
        f"<id>tag:{site.host},2026:{a.number}</id><published>{a.published.isoformat()}</published>"
        f"<updated>{(a.modified or a.published).isoformat()}</updated><summary>{e(a.lead)}</summary>"
        f'<content type="html">{e(body(a.text))}</content></entry>'
        for a in articles
    )
    newest = max((a.modified or a.published for a in articles), default=NIGHT_ONE)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language}"><title>{e(site.short)}: {e(site.news)}</title>
<link rel="self" href="{site.origin}{e(path)}"/><link href="{site.origin}/"/>
<id>{site.origin}/</id><updated>{newest.isoformat()}</updated><author><name>{e(site.name)}</name></author>
{items}
</feed>
"""


def _json_feed(site: Institution, articles: Sequence[Article], path: str) -> str:
    items = [
        {
            "id": f"{site.origin}{a.path}",
            "url": _link(site, a),
            "title": a.title,
            "summary": a.lead,
            "date_published": a.published.isoformat(),
            "tags": [a.topic],
        }
        for a in articles
    ]
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{site.short}: {site.news}",
        "home_page_url": f"{site.origin}/",
        "feed_url": f"{site.origin}{path}",
        "items": items,
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def robots(site: Institution) -> str:
    """The robots.txt of a site: its delay, what it forbids, its sitemap."""
    # A group without a rule would be read as one with the next group: blank lines do not part them (RFC 9309).
    forbidden = [f"Disallow: {path}" for path in site.server.get("disallow", ())] or ["Disallow:"]
    lines = ["User-agent: *", *forbidden]
    if "crawl_delay" in site.server:
        lines.append(f"Crawl-delay: {site.server['crawl_delay']}")
    lines += ["", "User-agent: GreedyBot", "Disallow: /"]
    if site.server.get("sitemap_in_robots", True):
        lines += ["", *(f"Sitemap: {site.origin}{path}" for path in sitemap_paths(site)[:1])]
    return "\n".join(lines) + "\n"


def sitemap_paths(site: Institution) -> list[str]:
    """The address of the sitemap that robots.txt names, first; then those below it."""
    kind = site.server.get("sitemap")
    return {
        "index": ["/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml", "/wp-sitemap-posts-page-1.xml"],
        "gzip": ["/sitemap_index.xml", "/sitemap-en.xml.gz", "/news-sitemap.xml"],
        "plain": ["/sitemap.xml"],
        "now": ["/sitemap.xml"],
        "text": ["/sitemap.txt"],
        None: [],
    }[kind]


def sitemap(site: Institution, path: str, articles: Sequence[Article], night: int, ordinal: int) -> bytes:
    """One sitemap file. `ordinal`: the how-manieth request it answers, which a lastmod of "now" betrays."""
    paths = sitemap_paths(site)
    others = [("/", None), (site.listing, None), *((page.path, None) for page in site.pages if page.status == 200)]
    posts = [(a.path, a.modified or a.published) for a in articles]
    if site.server["sitemap"] == "text":
        return "".join(f"{site.origin}{one}\n" for one, _ in [*others, *posts]).encode()
    if len(paths) > 1 and path == paths[0]:
        return _index(site, paths[1:], site.changed_at(night))
    if path == "/news-sitemap.xml":
        return _news(site, articles, night)
    if path.startswith("/wp-sitemap-posts-post"):
        return _urlset(site, posts)
    if path.startswith("/wp-sitemap-posts-page"):
        return _urlset(site, [*others, *((p, None) for p in archives(site, articles))])
    if site.server["sitemap"] == "now":
        # Drupal and others stamp everything with the moment of generation, so the date says nothing.
        now = (NIGHT_TWO if night >= 2 else NIGHT_ONE) + timedelta(seconds=ordinal)
        return _urlset(site, [(one, now) for one, _ in [*others, *posts]])
    written = _urlset(site, [*others, *posts])
    return gzip.compress(written, mtime=0) if path.endswith(".gz") else written


def archives(site: Institution, articles: Sequence[Article]) -> dict[str, list[Article]]:
    """The tag or category archives of a site: path → its articles."""
    pattern = site.server.get("archives")
    found: dict[str, list[Article]] = {}
    if pattern:
        for article in articles:
            found.setdefault(str(pattern).format(topic=article.topic), []).append(article)
    return found


def _index(site: Institution, paths: Sequence[str], changed: datetime) -> bytes:
    entries = "".join(
        f"<sitemap><loc>{site.origin}{path}</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>" for path in paths
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{SITEMAP_NS}">{entries}</sitemapindex>'.encode()
    )


def _urlset(site: Institution, pages: Sequence[tuple[str, datetime | None]]) -> bytes:
    entries = "\n".join(
        f"<url><loc>{e(site.origin + path)}</loc>{f'<lastmod>{when.isoformat()}</lastmod>' if when else ''}</url>"
        for path, when in pages
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP_NS}">\n{entries}\n</urlset>\n'.encode()


def _news(site: Institution, articles: Sequence[Article], night: int) -> bytes:
    since = (NIGHT_TWO if night >= 2 else NIGHT_ONE) - timedelta(days=2)
    entries = "".join(
        f"<url><loc>{site.origin}{e(a.path)}</loc><news:news><news:publication><news:name>{e(site.name)}</news:name>"
        f"<news:language>{a.language}</news:language></news:publication>"
        f"<news:publication_date>{a.published.isoformat()}</news:publication_date>"
        f"<news:title>{e(a.title)}</news:title></news:news></url>"
        for a in articles
        if a.published.astimezone(UTC) >= since
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP_NS}" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    ).encode()


def rest(site: Institution, articles: Sequence[Article], page: int, per_page: int) -> tuple[str, int]:
    """One page of the WordPress posts endpoint as JSON, and how many pages there are."""
    pages = max(1, -(-len(articles) // per_page))
    shown = articles[(page - 1) * per_page : page * per_page]
    posts = [
        {
            "id": a.number + 4100,
            "date": a.published.replace(tzinfo=None).isoformat(),
            "date_gmt": a.published.astimezone(UTC).replace(tzinfo=None).isoformat(),
            "modified_gmt": (a.modified or a.published).astimezone(UTC).replace(tzinfo=None).isoformat(),
            "slug": a.slug,
            "status": "publish",
            "type": "post",
            "link": site.origin + a.path,
            "title": {"rendered": e(a.title)},
            "excerpt": {"rendered": f"<p>{e(a.lead)}</p>\n", "protected": False},
            "content": {"rendered": body(a.text), "protected": False},
        }
        for a in shown
    ]
    return json.dumps(posts, ensure_ascii=False), pages
