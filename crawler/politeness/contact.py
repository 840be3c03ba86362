"""Turns the operator's contact into what every request says about who asks, and refuses to crawl without one."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.operator import Operator, SettingRefused, user_agent
from crawler.politeness.addresses import ip_fault
from crawler.politeness.reach import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request


def require_contact(operator: Operator, proxy: str | None = None) -> None:
    """Check that a site owner can find out whom to write to.

    With a proxy on this machine nothing reaches the public web by itself, so none is needed. Raises SettingRefused
    with the one line that sets it, or for a proxy that is not written as http://HOST:PORT.
    """
    if proxy is not None and not _is_http_proxy(proxy):
        raise SettingRefused(f"proxy {proxy!r}: expected http://HOST:PORT")
    if operator.contact or (proxy is not None and _on_this_machine(proxy)):
        return
    home, file = shlex.quote(str(operator.home)), shlex.quote(str(operator.home / "newsward.toml"))
    raise SettingRefused(
        "Site owners must be able to write to you. Set your contact (a mail or web address) with this line, "
        "then try again:\n"
        f"  mkdir -p {home} && echo 'contact = \"you@example.org\"' >> {file}"
    )


class Identity:
    """Downloader middleware: signs every request with our name, the project's address and the operator's contact."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set User-Agent, and From (RFC 9110, 10.1.2) when the contact is a mail address."""
        contact = session_of(self._crawler).operator.contact
        request.headers["User-Agent"] = user_agent(contact)
        if contact and "@" in contact and "/" not in contact:
            request.headers["From"] = contact


def _is_http_proxy(proxy: str) -> bool:
    """Scrapy can tunnel https through a plain proxy only."""
    try:
        parts = urlsplit(proxy)
        return parts.scheme == "http" and bool(parts.hostname) and parts.port is not None
    except ValueError:
        return False


def _on_this_machine(proxy: str) -> bool:
    host = (urlsplit(proxy).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return ip_fault(host) is not None and ip_fault(host, allow_loopback=True) is None
