"""Turns the body of a feed (RSS, Atom, RDF, JSON Feed) into entries, or says by name what is wrong with it."""

from __future__ import annotations

import json
import re
import zlib
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

import feedparser

from crawler.addresses import resolve_address
from crawler.discover.daylines import find_date
from crawler.extract.bytes.decode import decode
from crawler.extract.tree import squeeze
from crawler.items import DoorKind, Entry, Precision

LARGEST = 10_000_000  # bytes; as for every body
MOST_ENTRIES = 5_000
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|mark|small|span|strong|sub|sup|u)(?:\s[^>]{0,2000})?>", re.IGNORECASE
)
_TAGS = re.compile(r"<[^>]{0,2000}>")
_COMPACT = re.compile(r"((?:19|20)\d\d)-?([01]\d)(?:-?([0-3]\d))?$")
_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,12}|[0-9]{1,12});?", re.IGNORECASE)
_CLOCK = re.compile(r"\d\d?:\d\d")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?!html)[^>\[]{0,500}(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one feed says. `generator` in lower case; `next`: its next page (RFC 5005, JSON Feed)."""

    entries: tuple[Entry, ...] = ()
    title: str = ""
    language: str | None = None
    generator: str = ""
    next: str | None = None
    problem: str | None = None


def read_feed(body: bytes, url: str, now: datetime, content_type: str | None = None) -> Feed:
    """Parse the feed fetched from `url`. Never raises for bad input: the fault is in `problem`.

    Entities of a DTD are never expanded: a document that declares any is refused (billion laughs, external entities).
    """
    if body[:2] == b"\x1f\x8b":
        unpacked = gunzip(body, LARGEST)
        if unpacked is None:
            return Feed(problem=f"feed is larger than {LARGEST // 1_000_000} MB unpacked, or broken gzip")
        body = unpacked
    if len(body) > LARGEST:
        return Feed(problem=f"feed is larger than {LARGEST // 1_000_000} MB")
    text = decode(body, content_type).text.lstrip("\ufeff \r\n\t")
    if not text:
        return Feed(problem="feed is empty")
    if text[0] in "{[":
        return _json_feed(text, url, now)
    head = text[:4000].lower()
    if not re.search(r"<(?:\w+:)?(?:rss|feed|rdf)\b", head):
        is_html = "<html" in head or "<!doctype html" in head or "<body" in head
        return Feed(problem="feed is HTML" if is_html else "feed is not RSS, Atom or JSON Feed")
    if "<!ENTITY" in text[:100_000].upper():
        return Feed(problem="feed declares entities, which are never expanded")
    text = _DOCTYPE.sub("", text, count=1)
    text = re.sub(r"^<\?xml[^>]{0,200}\?>", "", text)  # its encoding is no longer true: the text is decoded
    try:
        parsed = feedparser.parse(
            _REFERENCE.sub(_character, text).encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError) as error:
        # What feedparser's second, forgiving parser does on some broken markup.
        return Feed(problem=f"feed is broken: {squeeze(str(error))[:120]}")
    about = parsed.feed
    listed = [entry for item in parsed.entries[:MOST_ENTRIES] if (entry := _entry(item, url, now))]
    entries = _with_true_precision(listed)
    problem = None
    if not parsed.entries and parsed.bozo:
        problem = f"feed is broken: {squeeze(str(parsed.get('bozo_exception')))[:120]}"
    elif parsed.entries and not entries:
        problem = "feed has entries without links"
    after = next((link.get("href") for link in about.get("links", []) if link.get("rel") == "next"), None)
    return Feed(
        entries=entries,
        title=_plain(about.get("title")),
        language=_language(about.get("language")),
        generator=squeeze(str(about.get("generator") or "")).lower(),
        next=resolve_address(url, after) if after else None,
        problem=problem,
    )


def _character(match: re.Match[str]) -> str:
    """The same reference when it names a character, else the sign for one that cannot be shown."""
    digits = match[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return match[0] if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def gunzip(body: bytes, most: int) -> bytes | None:
    """At most `most` bytes; None for a bomb or a broken file. A file cut short gives what it holds."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        out = unpacker.decompress(body, most + 1)
    except zlib.error:
        return None
    return out if len(out) <= most else None


def _entry(item: Any, url: str, now: datetime) -> Entry | None:
    link = _link(item, url)
    if link is None:
        return None
    published, precision = _moment(item, ("published", "created", "updated"), now)
    modified, _ = _moment(item, ("updated",), now)
    return Entry(
        url=link,
        door=url,
        origin=DoorKind.FEED,
        title=_plain(item.get("title")) or None,
        published_at=published,
        precision=precision,
        modified_at=modified if modified != published else None,
        summary=_plain(item.get("summary"))[:2000] or None,
        language=_language(item.get("language") or (item.get("title_detail") or {}).get("language")),
    )


def _link(item: Any, url: str) -> str | None:
    """The entry's own page: its link, else the first alternate, else a guid that is an address."""
    said = [item.get("link")]
    said += [link.get("href") for link in item.get("links", []) if link.get("rel") in (None, "alternate")]
    guid = item.get("id") or ""
    if re.match(r"https?://", guid):
        said.append(guid)
    base = item.get("base") or url
    for href in said:
        address = resolve_address(base if re.match(r"https?://", str(base)) else url, str(href)) if href else None
        if address:
            return address
    return None


def _moment(item: Any, names: tuple[str, ...], now: datetime) -> tuple[str | None, Precision | None]:
    """(moment, precision) of the first field that holds a date, from its text or else as feedparser reads it."""
    for name in names:
        text = squeeze(str(dict.get(item, name) or ""))  # feedparser's own get() takes "updated" for "published"
        moment, precision = moment_of(text, now)
        if moment:
            return moment, precision
        parsed = dict.get(item, f"{name}_parsed")
        if text and parsed:
            return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}", Precision.DAY
    return None, None


def _with_true_precision(entries: list[Entry]) -> tuple[Entry, ...]:
    """The entries with the precision their dates really have.

    A program that knows only the month writes its first or last day: when every entry of a feed is dated so, only the
    months are true.
    """
    days = [entry.published_at for entry in entries if entry.published_at and entry.precision is Precision.DAY]
    if len(days) < 4 or len(days) < len([entry for entry in entries if entry.published_at]):
        return tuple(entries)
    read = [date.fromisoformat(day) for day in days]
    first = all(day.day == 1 for day in read)
    if not first and not all(day.day == monthrange(day.year, day.month)[1] for day in read):
        return tuple(entries)
    return tuple(
        replace(entry, published_at=entry.published_at[:7], precision=Precision.MONTH) if entry.published_at else entry
        for entry in entries
    )


def _plain(value: object) -> str:
    """Text without markup and entities on one line."""
    if not isinstance(value, str):
        return ""
    text = _TAGS.sub(" ", _INLINE.sub("", value)) if "<" in value else value
    return squeeze(unescape(text))


def _language(said: object) -> str | None:
    if isinstance(said, str) and re.match(r"^[A-Za-z]{2,3}(?:[-_]|$)", said):
        return said.lower().replace("_", "-")
    return None


def _json_feed(text: str, url: str, now: datetime) -> Feed:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Feed(problem="feed is broken JSON")
    if not isinstance(data, dict) or "jsonfeed.org" not in str(data.get("version")):
        return Feed(problem="JSON is not a JSON Feed")
    items = data.get("items")
    entries = []
    for item in items[:MOST_ENTRIES] if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        href = item.get("url") or item.get("external_url") or item.get("id")
        address = resolve_address(url, href) if isinstance(href, str) else None
        if address is None:
            continue
        published, precision = moment_of(item.get("date_published"), now)
        modified, _ = moment_of(item.get("date_modified"), now)
        entries.append(
            Entry(
                url=address,
                door=url,
                origin=DoorKind.FEED,
                title=_plain(item.get("title")) or None,
                published_at=published,
                precision=precision,
                modified_at=modified if modified != published else None,
                summary=_plain(item.get("summary"))[:2000] or None,
                language=_language(item.get("language") or data.get("language")),
            )
        )
    after = data.get("next_url")
    return Feed(
        entries=_with_true_precision(entries),
        title=_plain(data.get("title")),
        language=_language(data.get("language")),
        next=resolve_address(url, after) if isinstance(after, str) else None,
        problem=None if entries or items == [] else "feed has entries without links",
    )


def moment_of(said: object, now: datetime) -> tuple[str | None, Precision | None]:
    """(moment, precision) of a stated time: ISO 8601, the form of mail headers, seconds since 1970, or a written day.

    UTC where a zone is named. A day alone where the clock says midnight (no time was known), where no zone is named,
    or where the day in its own zone is another than in UTC: readers know an article by the day its own page prints.
    """
    if isinstance(said, int | float) and not isinstance(said, bool) and 0 < said < 4_000_000_000_000:
        seconds = said / 1000 if said > 10_000_000_000 else said  # JavaScript counts milliseconds
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}", Precision.MINUTE
    if not isinstance(said, str) or not said.strip():
        return None, None
    text = said.strip()[:100]
    compact = _COMPACT.match(text)  # 2025-05 · 2025-05-12 · 20250512
    if compact:
        try:
            day = date(int(compact[1]), int(compact[2]), int(compact[3] or 1))
        except ValueError:
            return None, None
        if day > now.date():
            return None, None
        return (day.isoformat(), Precision.DAY) if compact[3] else (f"{day:%Y-%m}", Precision.MONTH)
    moment = _parsed(text) if _CLOCK.search(text) else None
    if moment is None:
        hit = find_date(text, now.date())
        return (hit.value, hit.precision) if hit else (None, None)
    try:
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, None
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    if moment.tzinfo is None or midnight or utc.date() != moment.date():
        return f"{moment:%Y-%m-%d}", Precision.DAY
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}", Precision.MINUTE


def _parsed(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text)
        except (ValueError, TypeError, IndexError):
            continue  # the other form, or neither
    return None
