"""Turns the data that a page carries for its own scripts into the article it would show, when the page shows none.

Next.js, Nuxt 2 and 3, SvelteKit, Gatsby, Angular, Inertia, Apollo, Redux and Drupal settings; nothing is executed.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.extract.appdata.richtext import to_html
from crawler.extract.appdata.state import read_states
from crawler.extract.blocks import Block
from crawler.extract.structured import Structured
from crawler.extract.titles.title import fold
from crawler.extract.tree import squeeze

MAX_NODES = 60_000
ENOUGH_SHOWN = 1_500  # characters of prose; a page that shows so much needs no data
LEAST = 150  # characters of an article's text
DEEP = 5  # levels below the object with the title at which its text may stand

_TITLES = (
    "title",
    "headline",
    "name",
    "heading",
    "header",
    "titre",
    "titulo",
    "título",
    "titel",
    "titolo",
    "pageTitle",
)
_SLUGS = (
    "slug",
    "url",
    "path",
    "uri",
    "permalink",
    "alias",
    "link",
    "href",
    "canonical",
    "canonicalUrl",
    "fullPath",
    "current",
)
_BODIES = (
    *(
        "articleBody",
        "body",
        "bodyHtml",
        "bodyText",
        "content",
        "contentHtml",
        "contentRaw",
        "html",
        "text",
        "richText",
    ),
    *(
        "fullText",
        "articleContent",
        "mainContent",
        "main",
        "story",
        "blocks",
        "sections",
        "paragraphs",
        "slices",
        "components",
    ),
    *(
        "contentBlocks",
        "modules",
        "flexibleContent",
        "texte",
        "texto",
        "testo",
        "contenu",
        "contenido",
        "inhalt",
        "corps",
    ),
    *("cuerpo", "description", "longDescription", "copy", "wysiwyg", "field_body", "processed", "rendered"),
)
_PUBLISHED = (
    *(
        "datePublished",
        "publishedAt",
        "published_at",
        "publishDate",
        "publishedDate",
        "publicationDate",
        "publication_date",
    ),
    *(
        "first_publication_date",
        "firstPublishedAt",
        "firstPublished",
        "releaseDate",
        "datePublication",
        "pubDate",
        "published",
    ),
    *(
        "publishedOn",
        "publish_date",
        "published_date",
        "dateTime",
        "date_gmt",
        "date",
        "fecha",
        "datum",
        "data_pubblicazione",
    ),
)
_MODIFIED = (
    "dateModified",
    "updatedAt",
    "updated_at",
    "modifiedAt",
    "modified_gmt",
    "modified",
    "_updatedAt",
    "lastModified",
)
_AUTHORS = ("author", "authors", "byline", "creator", "auteur", "autor", "writer", "contributors")
_IMAGES = (
    "image",
    "heroImage",
    "mainImage",
    "featuredImage",
    "thumbnail",
    "cover",
    "coverImage",
    "leadImage",
    "picture",
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page whose article came from its data. `origin`: which data; `fields`: what it told."""

    structured: Structured
    origin: str
    fields: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Found:
    node: dict[str, Any]
    title: str
    html: str
    score: float
    origin: str


def draw_article(
    tree: HtmlElement, structured: Structured, blocks: Sequence[Block], *, url: str, title: str | None
) -> Drawn | None:
    """Puts the article of a page's data into the tree as its only content; None, and no change, when the page shows
    its text itself or its data hold none.

    `title`: what a door said. Call it while the scripts are in the tree, and read the blocks again after it.
    """
    shown = [block.text for block in blocks if not block.outside and block.is_prose]
    if sum(map(len, shown)) > ENOUGH_SHOWN:
        return None
    heads = _heads(tree, structured, blocks, title)
    best: _Found | None = None
    for origin, data in read_states(tree):
        found = _article_in(data, origin, heads, url)
        if found and (best is None or found.score > best.score):
            best = found
    if best is None:
        return None
    body = _fragment(best.html)
    words = squeeze(body.text_content()) if body is not None else ""
    if body is None or len(words) < LEAST or len(words) < 1.5 * sum(map(len, shown)):
        return None
    _show(tree, best.title, body)
    told = _told(best)
    article = {**told, **structured.article}
    fields = frozenset(("title", "text")) | _fields_of(told, structured.article)
    return Drawn(replace(structured, article=article, articles=max(1, structured.articles)), best.origin, fields)


def _fields_of(told: dict[str, Any], known: dict[str, Any]) -> frozenset[str]:
    names = {"datePublished": "published_at", "dateModified": "modified_at", "author": "authors"}
    return frozenset(name for key, name in names.items() if key in told and key not in known)


def _heads(tree: HtmlElement, structured: Structured, blocks: Sequence[Block], title: str | None) -> list[str]:
    """What the page may be called, folded: the door's title, the page's, the one for sharing, its headings."""
    own = next(tree.iter("title"), None)
    said = [title, own.text_content()[:400] if own is not None else None, structured.first("og:title", "twitter:title")]
    said += [block.text for block in blocks if block.tag == "h1"][:2]
    return [folded for head in said if head and len(folded := fold(squeeze(head))) >= 8]


# Which of the objects is the article.


def _article_in(data: Any, origin: str, heads: list[str], url: str) -> _Found | None:
    last = unquote(urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]).lower()
    last = re.sub(r"\.\w{2,5}$", "", last)
    cache = data if isinstance(data, dict) else {}
    best: _Found | None = None
    for node in _nodes(data):
        title = _text_in(node, _TITLES)
        named = _same_title(title, heads) if title else 0.0
        here = len(last) > 5 and any(
            isinstance(slug := _plain(node.get(key)), str) and slug.rstrip("/").lower().endswith(last) for key in _SLUGS
        )
        score = named + (1.0 if here else 0.0)
        if score < 1.0 or not title or (best and score <= best.score and best.score >= 2.0):
            continue
        words = _body_of(node, cache)
        size = len(re.sub(r"<[^<>]{0,500}>", "", words))
        if size < LEAST:
            continue
        score += min(size, 8_000) / 10_000
        if best is None or score > best.score:
            best = _Found(node, title, words, score, origin)
    return best


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Every object, outermost first, each once."""
    queue: deque[Any] = deque([data])
    seen: set[int] = set()
    while queue and len(seen) < MAX_NODES:
        item = queue.popleft()
        if isinstance(item, str) and item[:1] in "{[" and len(item) > LEAST:  # data within data, as a string
            try:
                item = json.loads(item)
            except (ValueError, RecursionError):
                continue
        if not isinstance(item, dict | list) or id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, dict):
            yield item
            queue.extend(item.values())
        else:
            queue.extend(item)


def _same_title(title: str, heads: list[str]) -> float:
    """1 … 1.5 when the title is one of the page's, which may carry the site's name behind it."""
    own = fold(title)
    if len(own) < 8:
        return 0.0
    if own in heads:
        return 1.5
    return 1.0 if any(head.startswith(own) and len(own) > 0.4 * len(head) for head in heads) else 0.0


def _body_of(node: dict[str, Any], cache: dict[str, Any]) -> str:
    """The rich text of an object, or of what it holds, as HTML; the longest of them, "" without."""
    best = ""
    level: list[dict[str, Any]] = [node]
    for _ in range(DEEP):
        below: list[dict[str, Any]] = []
        for item in level[:200]:
            for key in _BODIES:
                value = _followed(item.get(key), cache)
                if value is not None and len(words := to_html(value)) > len(best):
                    best = words
            below += [
                inner
                for key, value in item.items()
                if key not in _BODIES and isinstance(inner := _followed(value, cache), dict)
            ]
        if len(best) >= LEAST:
            return best
        level = below
    return best


def _followed(value: Any, cache: dict[str, Any]) -> Any:
    """What a reference of Apollo's normalized cache stands for; any other value itself."""
    if isinstance(value, dict) and len(value) <= 4:
        key = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
        if isinstance(key, str):
            return cache.get(key)
    return value


def _plain(value: Any) -> Any:
    """The text of a value that some systems wrap: {"rendered": …}, {"value": …}, {"current": …}, [{"value": …}]."""
    for _ in range(3):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            value = next(
                (value[key] for key in ("rendered", "value", "current", "text", "alias", "url") if key in value), None
            )
    return value


def _text_in(node: dict[str, Any], keys: Sequence[str]) -> str | None:
    for key in keys:
        value = _plain(node.get(key))
        if isinstance(value, str) and 3 < len(value) < 600:
            return squeeze(unescape(re.sub(r"<[^<>]{0,200}>", "", value)))
    return None


# What it says, and its page.


def _told(found: _Found) -> dict[str, Any]:
    """The article in the words of schema.org, for the finders that read those."""
    said: dict[str, Any] = {"@type": "NewsArticle", "headline": found.title}
    holders = [found.node, *(value for value in found.node.values() if isinstance(value, dict))][:12]
    for name, keys, read in (
        ("datePublished", _PUBLISHED, _moment),
        ("dateModified", _MODIFIED, _moment),
        ("author", _AUTHORS, _people),
        ("image", _IMAGES, _address),
    ):
        value = next((got for holder in holders for key in keys if (got := read(holder.get(key)))), None)
        if value:
            said[name] = value
    return said


def _moment(value: Any) -> str | None:
    value = _plain(value)
    if isinstance(value, str) and len(value) < 40 and _DAY.match(value.strip()):
        return value.strip()
    return None


def _people(value: Any) -> list[dict[str, str]] | None:
    values = value if isinstance(value, list) else [value]
    names = []
    for item in values[:20]:
        if isinstance(item, dict):
            item = next((item[key] for key in ("name", "fullName", "displayName", "title") if key in item), None)
        if isinstance(item, str) and 3 < len(item) < 80:
            names.append({"@type": "Person", "name": squeeze(item)})
    return names or None


def _address(value: Any) -> str | None:
    for _ in range(6):
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = next(
                (value[key] for key in ("url", "src", "href", "sourceUrl", "asset", "node", "file") if key in value),
                None,
            )
    return value if isinstance(value, str) and value.startswith(("http://", "https://", "/")) else None


def _fragment(source: str) -> HtmlElement | None:
    try:
        return html.fragment_fromstring(source, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _show(tree: HtmlElement, title: str, words: HtmlElement) -> None:
    """Makes the article the whole of what the page shows."""
    body = next(tree.iter("body"), None)
    if body is None:
        body = etree.SubElement(tree, "body")
    kept = [node for node in body if node.tag == "script"]
    for node in list(body):
        body.remove(node)
    body.text = None
    article = etree.SubElement(etree.SubElement(body, "main"), "article")
    head = etree.SubElement(article, "h1")
    head.text = title
    article.append(words)
    body.extend(kept)
