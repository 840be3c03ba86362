"""Turns a JSON listing (WordPress REST, or any list of objects with an address and a title) into entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import article_likeness, resolve_address
from crawler.discover.feeds import moment_of
from crawler.discover.vocabulary import words_of
from crawler.extract.bytes.decode import decode
from crawler.extract.tree import squeeze
from crawler.items import DoorKind, Entry, Precision

MOST = 5_000
DEEPEST = 8  # levels of nesting looked into; real interfaces wrap their list in two or three
PER_PAGE = 100  # WordPress gives no more at once
_FIELDS = "link,title,date,date_gmt,modified_gmt,excerpt,lang"
_URL_NAMES = words_of(
    """
    url link href permalink canonical_url path detail_url detailurl page_url pageurl alias uri slug_url
    relpermalink web_url viewurl linkurl @id
    """
)
_TITLE_NAMES = words_of(
    """
    title headline name titre titulo titel subject label heading
    """
)
_DATE_NAMES = words_of(
    """
    date_gmt published_at publishedat date_published datepublished publication_date publicationdate
    publish_date publishdate pubdate pub_date published date datetime created created_at createdat startdate
    datum fecha releasedate release_date displaydate postdate regdate
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one JSON listing says; `next`: the address of its next page."""

    entries: tuple[Entry, ...] = ()
    next: str | None = None
    problem: str | None = None


def posts_of(root: str) -> str:
    """The address of the newest posts below the root of a WordPress REST interface."""
    joint = "&" if "?" in root else "?"
    return f"{root.rstrip('/')}/wp/v2/posts{joint}per_page={PER_PAGE}&_fields={_FIELDS}"


def read_rest(body: bytes, url: str, now: datetime, headers: Mapping[str, str], page: int = 1) -> Listing:
    """Parse a JSON listing fetched from `url`, the `page`th of its list. Never raises: the fault is in `problem`."""
    text = decode(body, "application/json").text.lstrip("\ufeff \r\n\t")
    if not text.startswith(("[", "{")):
        return Listing(problem="JSON listing is HTML" if "<html" in text[:2000].lower() else "not JSON")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Listing(problem="broken JSON")
    best: list[Entry] = []
    for rows in lists_of(data):
        entries = [entry for row in rows[:MOST] if (entry := entry_of(row, url, now))]
        if len(entries) > len(best):
            best = entries
    return Listing(
        entries=tuple(best),
        next=_next(url, data, headers, page, len(best)),
        problem=None if best or data == [] else "JSON without a list of pages",
    )


def lists_of(data: Any) -> Iterator[list[Any]]:
    """Every list of objects in the data, breadth first and bounded; the way back to the home page is left out."""
    level = [data]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for node in level[:2000]:
            if isinstance(node, list):
                if node and isinstance(node[0], dict):
                    yield node
                below.extend(node[:200])
            elif isinstance(node, dict) and node.get("@type") != "BreadcrumbList":
                below.extend(value for value in node.values() if isinstance(value, list | dict))
        level = below


def entry_of(row: Any, url: str, now: datetime) -> Entry | None:
    """One object of a JSON list as an entry; None unless it has an address and a title."""
    if not isinstance(row, dict):
        return None
    flat = {str(name).lower(): value for name, value in row.items()}
    for wrapper in ("attributes", "fields", "data", "node", "_source"):  # JSON:API, Airtable, GraphQL, Elasticsearch
        if isinstance(flat.get(wrapper), dict):
            flat = {str(name).lower(): value for name, value in flat[wrapper].items()} | flat
    href = next((value for name in _URL_NAMES if (value := _text(flat.get(name)))), None)
    title = next((value for name in _TITLE_NAMES if (value := _text(flat.get(name)))), None)
    if href is None or title is None or re.search(r"\s", href.strip()):
        return None
    if not re.match(r"https?://|/", href) and article_likeness(f"{url}/{href}") < 0.3 and "/" not in href:
        return None
    address = resolve_address(url, href)
    if address is None:
        return None
    published, precision = _published(flat, now)
    return Entry(
        url=address,
        door=url,
        origin=DoorKind.REST,
        title=title,
        published_at=published,
        precision=precision,
        language=_text(flat.get("lang")) or _text(flat.get("language")),
    )


def _published(flat: Mapping[str, Any], now: datetime) -> tuple[str | None, Precision | None]:
    for name in _DATE_NAMES:
        said = flat.get(name)
        if isinstance(said, dict):
            said = next((value for value in said.values() if isinstance(value, str | int)), None)
        if name == "date_gmt" and isinstance(said, str) and "+" not in said:
            said = f"{said}Z"  # WordPress writes UTC without saying so
        published, precision = moment_of(said, now)
        if published:
            return published, precision
    return None, None


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("url") or value.get("alias") or value.get("value")
    if not isinstance(value, str):
        return None
    return squeeze(unescape(re.sub(r"<[^>]{0,500}>", " ", value)))[:1000] or None


def _next(url: str, data: Any, headers: Mapping[str, str], page: int, found: int) -> str | None:
    pages = headers.get("x-wp-totalpages", "")
    if pages.isdecimal():
        if page >= int(pages) or found == 0:
            return None
        bare = re.sub(r"[?&]page=\d+", "", url)
        return f"{bare}{'&' if '?' in bare else '?'}page={page + 1}"
    said = data.get("next") or data.get("next_url") if isinstance(data, dict) else None
    if isinstance(data, dict) and isinstance(data.get("links"), dict):
        said = said or data["links"].get("next")
    if isinstance(said, dict):
        said = said.get("href")
    address = resolve_address(url, said) if isinstance(said, str) else None
    return address if address and urlsplit(address).netloc == urlsplit(url).netloc else None
