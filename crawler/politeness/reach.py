"""Turns a Scrapy crawler into what its components work with: session, source, hosts, and whether it is stopping."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.utils.httpobj import urlparse_cached

from crawler.catalogue import Source
from crawler.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request

_PORTS = {"http": 80, "https": 443}


def session_of(crawler: Crawler) -> Session:
    """The session of the crawl. Raises TypeError when the spider was made without one."""
    session = getattr(crawler.spider, "session", None)
    if not isinstance(session, Session):
        raise TypeError(f"spider {crawler.spider} has no session: it is not one of Newsward's")
    return session


def source_of(crawler: Crawler) -> Source:
    """The source being crawled. Raises TypeError when the spider was made without one."""
    source = getattr(crawler.spider, "source", None)
    if not isinstance(source, Source):
        raise TypeError(f"spider {crawler.spider} has no source: it is not one of Newsward's")
    return source


def host_of(request: Request) -> str:
    """The host a request goes to, lower case, without port: what a delay belongs to."""
    return (urlparse_cached(request).hostname or "").rstrip(".")


def origin_of(url: str) -> str:
    """`scheme://host` or `scheme://host:port` of an address, without a default port: what a robots.txt belongs to."""
    parts = urlsplit(url)
    scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    shown = "" if port is None or port == _PORTS.get(scheme) else f":{port}"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{shown}"


def is_stopping(crawler: Crawler) -> bool:
    """Whether the crawl was told to end, so that nothing new may be asked and no wait is worth it."""
    engine = crawler.engine
    if engine is None or not engine.running:
        return True
    # Scrapy has no signal for the moment a crawl begins to close; this is where its engine keeps it.
    return engine._slot is not None and engine._slot.closing is not None
