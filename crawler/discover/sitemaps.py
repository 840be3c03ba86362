"""Turns the body of a sitemap (urlset, index, gzip, text, Google News) into addresses, or names its fault."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from crawler.addresses import resolve_address
from crawler.discover.feeds import gunzip, moment_of, read_feed
from crawler.extract.tree import squeeze

LARGEST = 50_000_000  # bytes after decompression, the limit of the protocol (sitemaps.org)
MOST = 50_000  # addresses, the limit of the protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One address of a sitemap. `title`, `published_at`, `language` only from the Google News extension."""

    url: str
    modified_at: str | None = None
    title: str | None = None
    published_at: str | None = None
    language: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one sitemap says: pages, or further sitemaps; `problem` names a fault, what was read before it is kept."""

    pages: tuple[Placed, ...] = ()
    sitemaps: tuple[tuple[str, str | None], ...] = ()  # (address, lastmod)
    problem: str | None = None


def read_sitemap(body: bytes, url: str, now: datetime) -> Sitemap:
    """Parse the sitemap fetched from `url`. Never raises for bad input: the fault is in `problem`."""
    if body[:2] == b"\x1f\x8b":
        unpacked = gunzip(body, LARGEST)
        if unpacked is None:
            return Sitemap(problem=f"sitemap is larger than {LARGEST // 1_000_000} MB unpacked, or broken gzip")
        body = unpacked
    if len(body) > LARGEST:
        return Sitemap(problem=f"sitemap is larger than {LARGEST // 1_000_000} MB")
    head = body[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head:
        return Sitemap(problem="sitemap is empty")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _plain_text(body, url)
    lower = head.lower()
    if b"<!doctype html" in lower or b"<html" in lower:
        return Sitemap(problem="sitemap is HTML")
    if b"<!entity" in body[:100_000].lower():
        return Sitemap(problem="sitemap declares entities, which are never expanded")
    if re.search(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", lower):  # the protocol allows a feed in place of a sitemap
        feed = read_feed(body, url, now)
        pages = [Placed(url=said.url, title=said.title, published_at=said.published_at) for said in feed.entries]
        return Sitemap(pages=tuple(pages), problem=feed.problem)
    return _Reader(url, now).read(body.lstrip(b" \r\n\t"))


def _plain_text(body: bytes, url: str) -> Sitemap:
    pages = []
    for line in body.decode("utf-8-sig", "replace").splitlines()[:MOST]:
        address = resolve_address(url, line) if re.match(r"\s*https?://", line) else None
        if address:
            pages.append(Placed(url=address))
    return Sitemap(pages=tuple(pages), problem=None if pages else "sitemap is not XML and holds no address")


@dataclass
class _Item:
    """One <url> or <sitemap> while it is read."""

    loc: str | None = None
    said: dict[str, str] = field(default_factory=dict)
    alternates: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Reads a sitemap element by element, so that memory does not grow with it."""

    def __init__(self, url: str, now: datetime) -> None:
        self.url, self.now = url, now
        self.pages: list[Placed] = []
        self.sitemaps: list[tuple[str, str | None]] = []
        self.root = ""

    def read(self, body: bytes) -> Sitemap:
        problem = None
        try:
            events = etree.iterparse(
                io.BytesIO(body),
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                recover=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            item = _Item()
            for event, element in events:
                name = _local(element)
                if event == "start":
                    self.root = self.root or name
                    continue
                if name in ("url", "sitemap"):
                    item.loc = item.loc or squeeze(element.text) or None  # some leave <loc> out
                    self._keep(item, name)
                    item = _Item()
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                    if len(self.pages) + len(self.sitemaps) >= MOST:
                        problem = f"sitemap holds more than {MOST} addresses; the rest is left out"
                        break
                else:
                    _note(item, name, element)
        except etree.XMLSyntaxError as error:
            problem = f"sitemap is broken XML: {squeeze(str(error))[:120]}"
        if self.root not in ("urlset", "sitemapindex") and not self.pages and not self.sitemaps:
            problem = problem or f"not a sitemap: its root is <{self.root[:40]}>"
        return Sitemap(pages=tuple(_trusted(self.pages, self.now)), sitemaps=tuple(self.sitemaps), problem=problem)

    def _keep(self, item: _Item, name: str) -> None:
        address = resolve_address(self.url, item.loc) if item.loc else None
        if address is None:
            return
        modified, _ = moment_of(item.said.get("lastmod"), self.now)
        if name == "sitemap":
            self.sitemaps.append((address, modified))
            return
        published, _ = moment_of(item.said.get("publication_date"), self.now)
        self.pages.append(
            Placed(
                url=address,
                modified_at=modified,
                title=item.said.get("title"),
                published_at=published,
                language=item.said.get("language"),
                alternates=tuple(item.alternates),
            )
        )


def _local(element: etree._Element) -> str:
    """The name of an element without its namespace or prefix; broken sitemaps use prefixes they never declare."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _note(item: _Item, name: str, element: etree._Element) -> None:
    text = squeeze(element.text)
    parent = element.getparent()
    above = _local(parent) if parent is not None else ""
    if name == "loc" and above in ("url", "sitemap") and item.loc is None:
        item.loc = text
    elif name == "link" and element.get("hreflang") and element.get("href"):
        item.alternates.append((str(element.get("hreflang")).lower(), str(element.get("href"))))
    elif (name == "lastmod" or (name in ("publication_date", "title", "language"))) and above not in ("image", "video"):
        item.said.setdefault(name, text)


def _trusted(pages: list[Placed], now: datetime) -> list[Placed]:
    """The pages without a lastmod that says nothing: the same everywhere (a build date), of today, or in the future."""
    said = [page.modified_at for page in pages if page.modified_at]
    useless = len(said) > 3 and len({value[:16] for value in said}) == 1
    recent = f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    fresh = sum(value >= recent for value in said)
    useless = useless or (len(said) > 3 and fresh > len(said) / 2)
    return [
        Placed(
            url=page.url,
            modified_at=None if useless or (page.modified_at or "") >= recent else page.modified_at,
            title=page.title,
            published_at=page.published_at,
            language=page.language,
            alternates=page.alternates,
        )
        for page in pages
    ]
