"""Turns a page that reads like an article into the reason why it is not news of its newsroom, if there is one."""

from __future__ import annotations

from collections.abc import Set

from crawler.addresses import address_key, same_site
from crawler.discover.paging import list_key
from crawler.items import DoorKind, Entry, ScrapedArticle

LITTLE = 400  # characters; the texts of contact and overview pages are about as long


def not_news(scraped: ScrapedArticle, entry: Entry, lists: Set[str]) -> str | None:
    """Why a page is not news of the newsroom whose list keys are `lists`; None when nothing speaks against it."""
    if not same_site(scraped.url, entry.url):
        return "leads to another site"
    if address_key(scraped.url) != address_key(entry.url) and list_key(scraped.url) in lists:
        return "leads back to a list"
    if entry.origin is DoorKind.SITEMAP and scraped.published_at is None and len(scraped.text) < LITTLE:
        return "only the sitemap names it, and it has no date and little text"
    return None
