"""Turns a page's hreflang links into the addresses of the same article in other languages."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extract.tree import attribute
from crawler.items import Alternate

CODE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]+)*$", re.IGNORECASE)
MOST = 60  # the European Union has 24 languages; a longer list is a country picker


def find_alternates(tree: HtmlElement, url: str) -> tuple[Alternate, ...]:
    """The page's other languages, absolute addresses, without itself and without `x-default`."""
    found: dict[str, Alternate] = {}
    for link in tree.iter("link"):
        if "alternate" not in (link.get("rel") or "").lower().split():
            continue
        match = CODE.match(attribute(link, "hreflang"))
        address = absolute(url, attribute(link, "href"))
        if match and match[1].lower() != "x" and address and address.split("#")[0] != url.split("#")[0]:
            found.setdefault(address, Alternate(language=match[1].lower(), url=address))
        if len(found) >= MOST:
            break
    return tuple(found.values())


def absolute(base: str, href: str) -> str | None:
    """A web address from a link's value; None for one that is empty, broken or of another scheme."""
    if not href:
        return None
    try:
        address = href if href.startswith(("https://", "http://")) else urljoin(base, href)
        parts = urlsplit(address)
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and any(char.isalnum() for char in parts.netloc)
    return address if known else None
