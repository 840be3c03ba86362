"""Turns what a page says about itself for machines (JSON-LD, meta tags, microdata) into one look-up."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.tree import attribute, select, squeeze, words

MAX_SCRIPT = 1_000_000  # characters of one JSON-LD script
MAX_NODES = 2_000
MAX_VALUE = 4_000
_NEWS_TYPES = """
    NewsArticle Article BlogPosting Report ScholarlyArticle MedicalScholarlyArticle AnalysisNewsArticle TechArticle
    ReportageNewsArticle OpinionNewsArticle BackgroundNewsArticle ReviewNewsArticle SocialMediaPosting
    LiveBlogPosting PressRelease AdvertiserContentArticle SatiricalArticle
"""
NEWS_TYPES = frozenset(_NEWS_TYPES.split())
# Nodes about a paper: on a page of news the paper it tells of, unless it is the page's only article.
SCHOLARLY_TYPES = frozenset(("ScholarlyArticle", "MedicalScholarlyArticle"))
# Properties that hold other pages, whose dates and titles are not this page's.
FOREIGN = frozenset(
    ("itemListElement", "comment", "hasPart", "relatedLink", "citation", "isPartOf", "breadcrumb", "review")
)
WITH_ITEMPROP = etree.XPath("//*[@itemprop]")
MAX_OBJECTS = 100  # objects of one script
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SPECIAL = re.compile(r'["/]')
_COMMAS = re.compile(r"[\s,]++")
_DECODER = json.JSONDecoder(strict=False)
_BETWEEN = re.compile(r"[\s,;]*+")
JSON_FENCE = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*;?\s*$"
)


@dataclass(frozen=True, slots=True)
class Structured:
    """`meta`: name or property in lower case → values. `article`: the JSON-LD node of this page's article, else {}.
    `others`: the remaining nodes (WebPage, WebSite, Organization …). `props`: microdata itemprop → values."""

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    article: dict[str, Any] = field(default_factory=dict)
    others: tuple[dict[str, Any], ...] = ()
    props: dict[str, tuple[str, ...]] = field(default_factory=dict)
    articles: int = 0  # how many article nodes the page has: a listing has many

    def first(self, *names: str) -> str | None:
        """The first value of the first of these meta names that the page has."""
        return next((value for name in names for value in self.meta.get(name, ())), None)

    def all(self, *names: str) -> list[str]:
        """Every value of these meta names, in the order given."""
        return [value for name in names for value in self.meta.get(name, ())]

    def of_type(self, *types: str) -> Iterator[dict[str, Any]]:
        """JSON-LD nodes besides the article with one of these types."""
        return (node for node in self.others if node_types(node).intersection(types))


def read_structured(tree: HtmlElement, url: str) -> Structured:
    """Reads every machine-readable statement of a page. Broken JSON is skipped: its page still has other statements."""
    meta = _meta(tree)
    nodes = list(_nodes(tree))
    articles = [node for node in nodes if node_types(node) & NEWS_TYPES]
    article = _own_article(articles, url)
    others = tuple(n for n in nodes if n is not article and (n not in articles or node_types(n) & SCHOLARLY_TYPES))
    return Structured(meta, article or {}, others, _props(tree), len(articles))


def node_types(node: dict[str, Any]) -> set[str]:
    """The schema.org types of a node, without their address."""
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {k.rsplit("/", 1)[-1] for k in kinds if isinstance(k, str)}


def text_of(value: object) -> str:
    """The words of a JSON-LD value: a string, a list's first, an object's name or @value; "" else."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("headline")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return squeeze(value[:MAX_VALUE]) if isinstance(value, str) else ""


def _meta(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = attribute(element, "content", MAX_VALUE)
        if not content:
            continue
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = element.get(key)
            if name and len(name) < 100:
                found.setdefault(name.strip().lower(), []).append(content)
    return {name: tuple(values) for name, values in found.items()}


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = script.text
        if not source or len(source) > MAX_SCRIPT:
            continue
        for node in _flat(_load(source)):
            count += 1
            if count > MAX_NODES:
                return
            yield node


def _load(source: str) -> object:
    """The value of a script; of several objects in a row a list; None where it cannot be read or safely repaired."""
    source = JSON_FENCE.sub("", JSON_FENCE.sub("", source)).strip().rstrip(";")
    try:
        return json.loads(source, strict=False)
    except ValueError:
        pass
    except RecursionError:
        return None
    if "&quot;" in source and source.count("&quot;") > source.count('"'):  # a template wrote it as HTML
        source = html.unescape(source)
    try:
        return _several(_repaired(source).strip())
    except (ValueError, RecursionError):
        return None


def _repaired(source: str) -> str:
    """Without the faults of hand-written templates: comments, and commas before a closing bracket or another comma.

    Strings stay as they are. Linear: a string or comment without an end ends the reading.
    """
    pieces: list[str] = []
    bare: list[str] = []
    place = 0
    while match := _SPECIAL.search(source, place):
        start = match.start()
        bare.append(source[place:start])
        if source[start] == '"':
            text = _STRING.match(source, start)
            if text is None:
                return ""
            pieces += [_COMMAS.sub(_one_comma, "".join(bare)), text[0]]
            bare, place = [], text.end()
            continue
        end = {"*": "*/", "/": "\n"}.get(source[start + 1 : start + 2])
        close = source.find(end, start + 2) if end else -1
        if end is None or (close < 0 and end == "*/"):
            return ""
        place = close + len(end) if close >= 0 else len(source)
    return "".join((*pieces, _COMMAS.sub(_one_comma, "".join((*bare, source[place:])))))


def _one_comma(match: re.Match[str]) -> str:
    if "," not in match[0]:
        return " "
    return "" if match.string[match.end() : match.end() + 1] in ("}", "]") else ","


def _several(source: str) -> object:
    """One value, or a list of those that follow each other with nothing but commas and spaces between."""
    found: list[object] = []
    place = 0
    while place < len(source) and len(found) < MAX_OBJECTS:
        value, place = _DECODER.raw_decode(source, place)
        found.append(value)
        place = _BETWEEN.match(source, place).end()  # type: ignore[union-attr]  # matches nothing as well
    return found[0] if len(found) == 1 else found or None


def _flat(value: object) -> Iterator[dict[str, Any]]:
    """Nodes of a graph, breadth first and iterative; nodes below foreign properties belong to other pages."""
    queue: list[object] = [value]
    steps = 0
    while queue and steps < MAX_NODES:
        steps += 1
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item[:200])
        elif isinstance(item, dict):
            if "@type" in item:
                yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "publisher"):
                if isinstance(item.get(key), dict | list) and key not in FOREIGN:
                    queue.append(item[key])


def _own_article(articles: list[dict[str, Any]], url: str) -> dict[str, Any] | None:
    """The node about this page: the one with its address; else the only one. Several without an address: a listing."""
    here = _bare(url)
    for node in articles:
        named = node.get("mainEntityOfPage")
        named = named.get("@id") or named.get("url") if isinstance(named, dict) else named
        if any(isinstance(a, str) and _bare(a) == here for a in (node.get("url"), node.get("@id"), named)):
            return node
    news = [node for node in articles if not node_types(node) & SCHOLARLY_TYPES]
    articles = news or articles
    headlines = {text_of(node.get("headline") or node.get("name")) for node in articles}
    return (
        max(articles, key=len)
        if articles and len(headlines) == 1
        else (articles[0] if len(articles) in (1, 2) else None)
    )


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.split("#", 1)[0].split("?", 1)[0]).rstrip("/").lower()


def _props(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    """Microdata, flat: itemprop → values of content, datetime, href or words; items inside lists are other pages."""
    found: dict[str, list[str]] = {}
    scopes = 0
    for element in select(WITH_ITEMPROP, tree):
        prop = element.get("itemprop")
        if not prop or len(prop) > 100 or (element.tag == "meta" and not element.get("content")):
            continue
        scopes += 1
        if scopes > MAX_NODES:
            break
        value = attribute(element, "content") or attribute(element, "datetime") or words(element, 400)
        for name in prop.split():
            if value and len(found.setdefault(name, [])) < 20:
                found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}
