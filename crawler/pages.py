"""Turns what an article's address answered into the row of `scraped_articles` that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from crawler.items import Entry, PageKind, ScrapedArticle
from db.archive.scraped_articles import ScrapedRow

# Which extraction read a page. Raise it whenever a change in crawler/extract changes what real pages say.
PARSER = "newsward/2"

BY_NEWSROOM = "newsroom"  # origin of a kind that the newsroom decided, not the page

_FIELDS = frozenset(field.name for field in fields(ScrapedArticle))
_LISTS = frozenset(
    ("identifiers", "labels", "images", "attachments", "contacts", "experts", "related", "alternates", "candidates")
)
# The further parts of an article are read before it is stored.
_PLAIN = _FIELDS - {"kind", "origins", "confidences", "paper", "next_part"} - _LISTS


def row_of(
    scraped: ScrapedArticle, *, source: str, crawl: int, record: Mapping[str, Any], parser: str
) -> dict[str, object]:
    """The row of a page that was read; `record` tells its payload digest, WARC file and time."""
    # Not asdict(scraped): it copies every string's container again and costs as much as storing the row.
    return {name: getattr(scraped, name) for name in _PLAIN} | {
        "kind": str(scraped.kind),
        "origins": dict(scraped.origins),
        "confidences": dict(scraped.confidences),
        "paper": asdict(scraped.paper) if scraped.paper else None,
        **{name: [asdict(each) for each in getattr(scraped, name)] for name in _LISTS},
        "source": source,
        "crawl": crawl,
        "scraped_at": record["at"],
        "payload_digest": record["digest"],
        "warc": record["warc"],
        "parser": parser,
    }


def tombstone_of(last: ScrapedRow, *, crawl: int, at: str, reason: str) -> dict[str, object]:
    """The row that says that an article is gone; it keeps only the addresses the article had."""
    empty = ScrapedArticle(url=last.url, kind=PageKind.GONE, reason=reason, canonical_url=last.canonical_url)
    record = {"at": at, "digest": None, "warc": None}
    return row_of(empty, source=last.source, crawl=crawl, record=record, parser=last.parser)


def with_own_words(scraped: ScrapedArticle, said: Mapping[str, object]) -> ScrapedArticle:
    """The same page, with the fields a source's own module read in place of the general ones.

    Raises ValueError for a name that is no field of ScrapedArticle: a slip in the module, not a fault of the page.
    """
    unknown = sorted(set(said) - _FIELDS)
    if unknown:
        raise ValueError(f"no fields of an article: {', '.join(unknown)}")
    if not said:
        return scraped
    origins = dict(scraped.origins) | dict.fromkeys(said, "module")
    return replace(scraped, **{**said, "origins": origins})  # type: ignore[arg-type]


def judged(
    scraped: ScrapedArticle, entry: Entry, judge: Callable[[ScrapedArticle, Entry], ScrapedArticle]
) -> ScrapedArticle:
    """The page as the newsroom judges it; a kind it changed has the newsroom as its origin."""
    after = judge(scraped, entry)
    if after.kind is scraped.kind:
        return after
    return replace(after, origins=dict(after.origins) | {"kind": BY_NEWSROOM})


def judged_as_before(scraped: ScrapedArticle, before: ScrapedRow) -> ScrapedArticle:
    """The page with the judgement an earlier crawl came to: re-reading a page tells nothing new about its place."""
    if before.origins.get("kind") != BY_NEWSROOM or scraped.kind is not PageKind.ARTICLE:
        return scraped
    origins = dict(scraped.origins) | {"kind": BY_NEWSROOM}
    return replace(scraped, kind=PageKind(before.kind), reason=before.reason, origins=origins)
