"""Turns the bytes of one page into a ScrapedArticle: what the page says, field by field, with the origin of each."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, read_blocks
from crawler.extract.body import find_body
from crawler.extract.dates import find_dates
from crawler.extract.decode import decode
from crawler.extract.language import find_language
from crawler.extract.structured import Structured, read_structured
from crawler.extract.title import Title, find_title, fold
from crawler.extract.tree import TooLarge, parse, squeeze
from crawler.items import Entry, PageKind, ScrapedArticle


def extract_page(
    body: bytes, url: str, *, content_type: str | None = None, entry: Entry | None = None, now: datetime
) -> ScrapedArticle:
    """What one page says. Pure: the same arguments give the same article.

    `body`: as received, already decompressed. `url`: the final address. `entry`: what a door said about this page,
    evidence for its title, date and language. `now`: aware; no date after it is believed.
    Never raises for what a page holds; `kind` and `reason` tell what is wrong with it.
    """
    decoded = decode(body, content_type)
    try:
        tree = parse(decoded.text)
    except TooLarge as error:
        return ScrapedArticle(url=url, kind=PageKind.GIVEN_UP, reason=str(error))
    if tree is None:
        return ScrapedArticle(url=url, kind=PageKind.EMPTY, reason="the page holds no element")
    structured = read_structured(tree, url)
    title = find_title(tree, structured, entry.title if entry else None)
    found = find_body(tree)
    language = find_language(
        tree, structured, title.text if title else None, found.text, entry.language if entry else None
    )
    blocks = read_blocks(tree)
    dates = find_dates(
        structured,
        blocks,
        _title_line(blocks, title),
        url=url,
        declared_language=tree.get("lang"),
        language=language.code if language else None,
        entry=entry,
        now=now,
    )
    origins: dict[str, str] = {}
    if title:
        origins["title"] = title.origin
    if found.text:
        origins["text"] = found.origin
    if language:
        origins["language"] = language.origin
    if dates.published_origin:
        origins["published_at"] = dates.published_origin
    if dates.modified_origin:
        origins["modified_at"] = dates.modified_origin
    canonical = _canonical(tree, structured, url)
    return ScrapedArticle(
        url=url,
        kind=PageKind.ARTICLE if title and found.text else PageKind.EMPTY,
        canonical_url=canonical,
        title=title.text if title else None,
        text=found.text,
        language=language.code if language else None,
        published_at=dates.published.value if dates.published else None,
        precision=dates.published.precision if dates.published else None,
        modified_at=dates.modified.value if dates.modified else None,
        origins=origins,
    )


def _title_line(blocks: list[Block], title: Title | None) -> int | None:
    """The index of the line that shows the title."""
    if title is None:
        return None
    wanted = fold(title.text)
    for index, block in enumerate(blocks):
        if title.element is not None and (
            block.element is title.element or title.element in block.element.iterancestors()
        ):
            return index
    return next((i for i, b in enumerate(blocks) if not b.outside and fold(b.text[:500]) == wanted), None)


def _canonical(tree: HtmlElement, structured: Structured, url: str) -> str | None:
    """The address the page gives for itself, absolute; None when it gives none or one that is no web address."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (href := squeeze(link.get("href"))):
            return _absolute(url, href)
    named = structured.first("og:url")
    return _absolute(url, named) if named else None


def _absolute(base: str, href: str) -> str | None:
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None
