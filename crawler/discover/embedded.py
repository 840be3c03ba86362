"""Turns the data a list page carries for scripts and search engines (JSON-LD, state) into the articles it names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler.addresses import article_likeness, same_site
from crawler.discover.blocks import Listed
from crawler.discover.pages import Page
from crawler.discover.rest import entry_of, lists_of
from crawler.extract.tree import attribute

LARGEST = 3_000_000  # characters of one script
_TYPES = ("application/ld+json", "application/json")
# The way from the home page to this one, and what the page is made of, are lists too.
_NOT_ARTICLES = ("BreadcrumbList", "SiteNavigationElement", "FAQPage", "Organization", "Person", "Event", "ImageObject")


def read_embedded(page: Page, now: datetime) -> list[Listed]:
    """The articles named by the largest list in a page's data scripts; empty when none lists articles of this site."""
    best: list[Listed] = []
    for element in page.tree.iter("script"):
        source = element.text or ""
        if attribute(element, "type").lower() not in _TYPES or not source.strip() or len(source) > LARGEST:
            continue
        try:
            data = json.loads(source)
        except (ValueError, RecursionError):
            continue  # broken data beside a page that reads well without it
        for rows in _lists(data):
            found = [listed for row in rows if (listed := _listed(row, page.url, now))]
            if len(found) > len(best):
                best = found
    likely = sum(item.published_at is not None or article_likeness(item.url) >= 0.4 for item in best)
    return best if len(best) > 1 and likely >= len(best) / 2 else []


def _lists(data: Any) -> Iterator[list[Any]]:
    for rows in lists_of(data):
        kinds = [row.get("@type") for row in rows[:3] if isinstance(row, dict)]
        if not any(kind in _NOT_ARTICLES for kind in kinds if isinstance(kind, str)):
            yield rows


def _listed(row: Any, url: str, now: datetime) -> Listed | None:
    if isinstance(row, dict) and isinstance(row.get("item"), dict):
        row = row["item"]  # a ListItem of schema.org around the article itself
    entry = entry_of(row, url, now)
    if entry is None or not same_site(entry.url, url):
        return None
    return Listed(
        url=entry.url, title=entry.title, published_at=entry.published_at, precision=entry.precision, headed=True
    )
