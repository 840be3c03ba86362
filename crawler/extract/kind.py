"""Turns what was read of a page into what it is: an article, or a listing, wall, soft 404, stub … with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.discover.vocabulary import NEWS, label
from crawler.discover.vocabulary import OTHER as STANDING
from crawler.extract.blocks import Block
from crawler.extract.bytes.decode import wide_encoding
from crawler.extract.structured import Structured, node_types
from crawler.extract.tree import attribute, squeeze
from crawler.extract.walls import LOGIN, challenge, down_reason, missing_reason, said_in, wall_reason
from crawler.items import PageKind

MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG image"),
    (b"GIF8", "GIF image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"PK\x03\x04", "zip file or office document"),
    (b"\x1f\x8b", "gzip file"),
    (b"{\\rtf", "RTF document"),
    (b"\xd0\xcf\x11\xe0", "old office document"),
)
XML_ROOT = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}\?>)?(?:\s|<!--.{0,2000}?-->|<\?[^>]{0,500}\?>)*<(rss|feed|urlset|sitemapindex|rdf:RDF|opml)\b",
    re.S,
)
HTML_TYPES = re.compile(
    r"^\s*(?:text/html|application/xhtml\+xml|text/plain|application/octet-stream|text/xml|application/xml|)\s*(?:;|$)",
    re.I,
)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
REFRESH = re.compile(r"^\s*(\d{1,3})(?:\.\d+)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"]+?)\s*['\"]?\s*$", re.I)
SCRIPT_MOVE = re.compile(
    r"(?:window|document|top|self)?\.?location(?:\.href)?\s*=\s*['\"]([^'\"]{1,500})['\"]|"
    r"location\.replace\(\s*['\"]([^'\"]{1,500})['\"]"
)
# Classes that WordPress, Drupal, TYPO3, Joomla and static generators give the body of a page that lists others.
_LISTING_CLASSES = """
    archive blog category tag author date search search-results home paged frontpage front page-taxonomy taxonomy
    path-frontpage post-type-archive list section-list kind-section kind-taxonomy
"""
LISTING_CLASSES = frozenset(_LISTING_CLASSES.split())
SINGLE_CLASSES = re.compile(
    r"(?:^|\s)(?:single|single-\S+|node-type-\S+|page-node-type-\S+|postid-\d+|page-node-\d+|kind-page)(?:\s|$)"
)
LISTING_PATH = re.compile(
    r"/(?:page|seite|p)/\d+/?$|/(?:tag|tags|category|categories|author|authors|topics?)/[^/]+/?$|"
    r"[?&](?:page|paged|start|offset)=\d+",
    re.I,
)
HOME_PATH = re.compile(r"^/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)\.(?:html?|php|aspx?))?$", re.I)
APP_ROOT = etree.XPath(
    "//div[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='___gatsby' or @ng-app or @data-reactroot]"
    "|//app-root"
)
PASSWORD = etree.XPath("boolean(//input[@type='password'])")
SHORT_PAGE = 1_500  # characters; walls, logins and error pages say little
LONGEST_HEAD = 300  # characters of a title that are looked at
LONG_RUN = 1_200  # characters of prose without a linked heading between; teasers have a sentence or two
FULL_RUN = 600  # characters below a linked heading that are more than a teaser
NO_WORDS = 200  # characters; a page that draws itself by script has fewer
FEW_WORDS = 400  # characters; news that short has a date, a picture or a sentence, a contact or index page rarely
SENTENCE = re.compile(r"(?m)(?:^|\s)\S[^\n]{20,}[.!?…][\"”“»’')\]]{0,3}(?:\s|$)|[^\n]{8,}[。！？।۔](?:\s|$|\w)")
BY_ADDRESS = "its address is that of a list"
BY_SCRIPT = "draws itself by script"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page is and, when it is no article, why."""

    kind: PageKind
    reason: str | None = None


def kind_of_bytes(body: bytes, content_type: str | None) -> Kind | None:
    """What the bytes alone show: EMPTY or NOT_HTML; None for what may be a page."""
    if not body.strip():
        return Kind(PageKind.EMPTY, "the answer has no body")
    start = body[:2_000].lstrip()
    for magic, name in MAGIC:
        if start.startswith(magic):
            return Kind(PageKind.NOT_HTML, f"a {name}")
    match = XML_ROOT.match(body[:5_000])
    if match:
        return Kind(PageKind.NOT_HTML, f"an XML document ({match[1].decode()})")
    if content_type and not HTML_TYPES.match(content_type) and b"<html" not in start.lower():
        return Kind(PageKind.NOT_HTML, f"content type {squeeze(content_type)[:80]}")
    if start[:1] in (b"{", b"[") and body.rstrip()[-1:] in (b"}", b"]") and b"<" not in start[:200]:
        return Kind(PageKind.NOT_HTML, "JSON")
    # UTF-16 has a zero byte in every Latin letter.
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(body)
    if not wide and len(BINARY.findall(start)) > len(start) * 0.05:
        return Kind(PageKind.NOT_HTML, "binary data")
    return None


def kind_of_stub(tree: HtmlElement, blocks: Sequence[Block], url: str) -> Kind | None:
    """STUB for a page that only sends the reader elsewhere, WALL for a test for browsers; None else.

    Looks at the scripts, so it comes before they are dropped.
    """
    length = sum(len(block.text) for block in blocks)
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() != "refresh" or length > SHORT_PAGE:
            continue
        match = REFRESH.match(meta.get("content") or "")
        if match and int(match[1]) <= 15 and not any(parent.tag == "noscript" for parent in meta.iterancestors()):
            target = _elsewhere(url, match[2])
            if target:
                return Kind(PageKind.STUB, f"sends the reader to {target}")
    if length < NO_WORDS:
        for script in tree.iter("script"):
            moved = SCRIPT_MOVE.search(script.text or "") if len(script.text or "") < 1_000 else None
            target = _elsewhere(url, moved[1] or moved[2]) if moved else None
            if target:
                return Kind(PageKind.STUB, f"sends the reader to {target}")
    reason = challenge(tree, length)
    return Kind(PageKind.WALL, reason) if reason else None


def _elsewhere(url: str, href: str) -> str | None:
    try:
        target = urljoin(url, href)
        return (
            target
            if target.split("#")[0] != url.split("#")[0] and urlsplit(target).scheme in ("http", "https")
            else None
        )
    except ValueError:
        return None


def kind_of_page(
    tree: HtmlElement,
    structured: Structured,
    blocks: Sequence[Block],
    *,
    url: str,
    title: str | None,
    text: str,
    pictures: int,
    dated: bool,
    told: bool,
) -> Kind:
    """What a parsed page is.

    `pictures`: images in its article; an article may be one picture. `dated`: whether it or the door that names it
    says when it was published. `told`: whether the text stands on the page, and not only in its description.
    """
    length = sum(len(block.text) for block in blocks)
    if len(text) < SHORT_PAGE:
        walled = _not_there(tree, structured, blocks, title or "", text, length)
        if walled:
            return walled
    bare = length < NO_WORDS and len(text) < NO_WORDS and not (title and structured.article)
    if bare and (APP_ROOT(tree) or _asks_for_script(tree)):
        return Kind(PageKind.NEEDS_BROWSER, BY_SCRIPT)
    reason = _listing_reason(tree, structured, blocks, url)
    if reason:
        return Kind(PageKind.LISTING, reason)
    called = bool(structured.article) or (structured.first("og:type") or "").lower() == "article"
    shown = bool(pictures) or called or (dated and bool(text))
    if not (text and told) and not (title and shown):
        return Kind(PageKind.EMPTY, "a title without text or picture" if title else "no words")
    if not title:
        return Kind(PageKind.OTHER, "no title")
    return (_no_news(url, title, text, shown=shown, dated=dated) if len(text) < FEW_WORDS else None) or Kind(
        PageKind.ARTICLE
    )


def _no_news(url: str, title: str, text: str, *, shown: bool, dated: bool) -> Kind | None:
    """What a page of few words is when it is no news: a contact, search or index page; None when it may be news."""
    *folders, last = urlsplit(url).path.rstrip("/").split("/")
    last = last.partition(".")[0]
    below_news = any(label(folder) in NEWS for folder in folders)  # there, /paper/ is news of a paper
    if label(last) in STANDING and not below_news:
        return Kind(PageKind.OTHER, f"a standing page: {last}")
    if label(title) in STANDING and not dated:
        return Kind(PageKind.OTHER, f"a standing page: {title}")
    if not shown and not SENTENCE.search(text):
        return Kind(PageKind.OTHER, "a few words that make no sentence, without a date")
    return None


def _not_there(
    tree: HtmlElement, structured: Structured, blocks: Sequence[Block], title: str, text: str, length: int
) -> Kind | None:
    """What a page of few words is that says itself to be no article; None when it does not."""
    lines = (title, _document_title(tree), *_first_headings(blocks))
    heads = [head for head in dict.fromkeys(line[:LONGEST_HEAD] for line in lines) if head]
    if not structured.article:
        reason = wall_reason(heads, len(text))
        if reason:
            return Kind(PageKind.WALL, reason)
    reason = missing_reason(heads) or (down_reason(heads) if len(text) < NO_WORDS else None)
    if reason:
        return Kind(PageKind.SOFT_404, reason)
    asked = length < SHORT_PAGE and not structured.article and PASSWORD(tree)
    if asked and (len(text) < NO_WORDS or any(LOGIN.search(head) for head in heads)):
        return Kind(PageKind.WALL, "asks for a password")
    said = said_in([block for block in blocks if not block.outside], length) if not structured.article else None
    if said:
        return Kind(PageKind.WALL if said[0] == "wall" else PageKind.SOFT_404, f"says “{said[1]}”")
    return None


def _first_headings(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if block.tag in ("h1", "h2") and not block.outside][:2]


def _document_title(tree: HtmlElement) -> str:
    title = next(tree.iter("title"), None)
    return squeeze(title.text_content())[:300] if title is not None else ""


def _asks_for_script(tree: HtmlElement) -> bool:
    return any("javascript" in (squeeze(node.text_content()).lower()[:500]) for node in tree.iter("noscript"))


def _listing_reason(tree: HtmlElement, structured: Structured, blocks: Sequence[Block], url: str) -> str | None:
    """Why a page is a list of others; None unless it is sure, because an article taken for a list is lost."""
    parts = urlsplit(url)
    if HOME_PATH.match(parts.path) and not parts.query and parts.netloc:
        return "the home page"
    if structured.article and structured.articles <= 2:
        return None
    body = next(tree.iter("body"), None)
    classes = (body.get("class") or "").lower() if body is not None else ""
    if SINGLE_CLASSES.search(classes):
        return None
    if LISTING_PATH.search(url):
        return BY_ADDRESS
    types = {name for node in structured.others for name in node_types(node)}
    runs = _runs(blocks, parts.hostname)
    linked_heads, longest = len(runs) - 1, max(runs)
    if longest > LONG_RUN and longest > 0.5 * sum(runs):  # an article with a long tail of others
        return None
    marked = LISTING_CLASSES.intersection(classes.split())
    if linked_heads >= 4 and (marked or types & {"CollectionPage", "SearchResultsPage"}):
        return f"{linked_heads} linked headings on a page marked as a list"
    said = (structured.first("og:type") or "").lower()
    prose = sum(len(b.text) for b in blocks if not b.outside and b.tag == "p" and b.linked < len(b.text) * 0.3)
    if linked_heads >= 8 and prose < linked_heads * 250 and said != "article":
        return f"{linked_heads} linked headings and little else"
    full = sum(run > FULL_RUN for run in runs[1:])
    if full >= 3 and runs[0] < FULL_RUN and full >= linked_heads / 2 and said != "article":
        return f"{full} articles in full, one below the other"
    return None


def _runs(blocks: Sequence[Block], host: str | None) -> list[int]:
    """Characters of prose before the first heading that is a link within the site, and below each of them."""
    runs = [0]
    for block in blocks:
        if block.outside:
            continue
        if _heading(block) and 12 <= len(block.text) <= block.linked * 1.2 and len(block.text) < 300:
            if _leads_to(block.element) in (None, host):
                runs.append(0)
        elif block.linked < len(block.text) * 0.3 and (block.tag == "p" or block.is_prose):
            runs[-1] += len(block.text)
    return runs


def _leads_to(heading: HtmlElement) -> str | None:
    """The host that the link in or around a heading names; None when it names none."""
    link = next(heading.iter("a"), None)
    if link is None:
        link = next(heading.iterancestors("a"), None)
    try:
        return urlsplit(attribute(link, "href")).hostname if link is not None else None
    except ValueError:
        return None


def _heading(block: Block) -> bool:
    return block.tag in ("h2", "h3", "h4")
