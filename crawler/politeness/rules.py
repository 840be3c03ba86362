"""Turns the bytes of a robots.txt, however odd, into what it allows us, how fast, and which sitemaps it names."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy.robotstxt import RobotParser

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

AGENT = "newsward"  # the product token site owners can address
MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least 500 KiB must be parsed; we parse no more
_MAX_SITEMAPS = 1000
_AGENT_LINE = re.compile(r"(?im)^([ \t]*user[- ]?agent[ \t]*:[ \t]*)([a-z_-]+)(?=[ \t/#]|$)")


class Rules(RobotParser):
    """What one robots.txt says to us. HTML, binary rubbish and an empty file say nothing, which allows everything."""

    def __init__(self, body: bytes) -> None:
        self._rules = Protego.parse(_named_exactly(decode_robots(body)))

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """As Scrapy's other robots parsers are made."""
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes = AGENT) -> bool:
        """Whether `url` may be asked."""
        url = url.decode() if isinstance(url, bytes) else url
        return self._rules.can_fetch(url, _text(user_agent))

    def crawl_delay(self, user_agent: str | bytes = AGENT) -> float | None:
        """Crawl-delay in seconds, of our group or else of `*`."""
        return self._rules.crawl_delay(_text(user_agent))

    def delay(self) -> float | None:
        """Seconds between two requests: the larger of Crawl-delay and Request-rate, None when neither is given.

        A Request-rate meant for some hours of the day is kept all day: slower than asked harms nobody.
        """
        rate = self._rules.request_rate(AGENT)
        asked = [self.crawl_delay(), rate.seconds / rate.requests if rate else None]
        return max((seconds for seconds in asked if seconds), default=None)

    def sitemaps(self, base: str) -> tuple[str, ...]:
        """The addresses of the Sitemap lines, absolute (`base`: address of the robots.txt), each once, in order."""
        found: dict[str, None] = {}
        for line in self._rules.sitemaps:
            try:
                url = urljoin(base, line)
                if urlsplit(url).scheme in ("http", "https"):
                    found[url] = None
            except ValueError:
                continue  # not an address ("http://[sitemap]"): the line names nothing
            if len(found) == _MAX_SITEMAPS:
                break
        return tuple(found)


def decode_robots(body: bytes) -> str:
    """The text of a robots.txt: at most MAX_BYTES, by its byte order mark or UTF-8, "" when it is HTML or XML."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES].rpartition(b"\n")[0] or body[:MAX_BYTES]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", errors="replace")
    else:
        text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return ""  # an error page, or the home page, in place of the file
    return text.replace("\x00", "")


def _named_exactly(text: str) -> str:
    """The same text with groups that only look like ours out of the way.

    Protego matches a group whose name is the beginning of ours ("news"); RFC 9309, 2.2.1 wants the whole token, and
    nothing of what follows it ("newsward/0.1").
    """

    def one(match: re.Match[str]) -> str:
        line, token = match[1], match[2].lower()
        if token != AGENT and AGENT.startswith(token):
            return f"{line}other-{token}"
        return match[0]

    return _AGENT_LINE.sub(one, re.sub(rf"(?im)^([ \t]*user[- ]?agent[ \t]*:[ \t]*{AGENT})/\S*", r"\1", text))


def _text(user_agent: str | bytes) -> str:
    return user_agent.decode() if isinstance(user_agent, bytes) else user_agent
