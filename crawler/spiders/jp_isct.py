"""Turns the news list of Institute of Science Tokyo, which its page loads as escaped JSON, into entries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup
from scrapy.http import Response

from crawler.items import DoorKind, Entry, Precision
from crawler.spiders.base import NewsroomSpider


class Spider(NewsroomSpider):
    """The list is sent as HTML whose text is JSON; an article's address is /<language>/news/<its code>."""

    def entries(self, response: Response) -> Iterator[Entry] | None:
        """The items of the list; None for every other page."""
        address = urlsplit(response.url)
        language = parse_qs(address.query).get("lang_cd", [""])[0]
        if not address.path.endswith("/get_media_list_json.php") or not language:
            return None
        items = json.loads(BeautifulSoup(response.body, "lxml").get_text())
        return (self._entry(item, language, response.url) for item in items.values())

    def _entry(self, item: dict[str, str], language: str, door: str) -> Entry:
        try:
            day = date.fromisoformat(item["PUBLISH_DATE"][:10].replace("/", "-")).isoformat()
        except ValueError:
            day = None
        return Entry(
            url=urljoin(self.source.home, f"/{language}/news/{item['MEDIA_CD']}"),
            door=door,
            origin=DoorKind.REST,
            title=BeautifulSoup(item["TITLE"], "lxml").get_text(" ", strip=True),
            summary=item.get("META_DESCRIPTION") or None,
            published_at=day,
            precision=Precision.DAY if day else None,
            language=language,
        )
