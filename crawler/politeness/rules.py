"""Turns the bytes of a robots.txt, however odd, into what it allows us, how fast, and which sitemaps it names."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy.robotstxt import RobotParser

from crawler.politeness.limits import ROBOTS_BYTES

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

AGENT = "newsward"  # the product token site owners can address
_MAX_SITEMAPS = 1000
_AGENT_RECORD = re.compile(r"user[- ]?agent[ \t]*[: \t][ \t]*(.*)", re.IGNORECASE)
_RULE_RECORD = re.compile(r"(?:allow|di\w{4,8}w)[ \t]*[: \t]", re.IGNORECASE)  # "dissalow" too, as Protego reads it
_SITE_RECORD = re.compile(r"(?:site-?maps?|host)[ \t]*[: \t]", re.IGNORECASE)


class Rules(RobotParser):
    """What one robots.txt says to us. HTML, binary rubbish and an empty file say nothing, which allows everything."""

    def __init__(self, body: bytes) -> None:
        self._rules = Protego.parse(_as_the_standard_reads(decode_robots(body)))

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
    """The text of a robots.txt: at most ROBOTS_BYTES, by its byte order mark or UTF-8, "" when it is HTML or XML."""
    if len(body) > ROBOTS_BYTES:
        body = body[:ROBOTS_BYTES].rpartition(b"\n")[0] or body[:ROBOTS_BYTES]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", errors="replace")
    else:
        text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return ""  # an error page, or the home page, in place of the file
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _as_the_standard_reads(text: str) -> str:
    """The same records with the groups as RFC 9309, 2.2.1 and 2.2.4 have them, which Protego reads otherwise.

    A group is ours by its whole name, not by a beginning of it ("news"), and whatever follows the name
    ("newsward/0.1"). Only allow and disallow end the list of a group's agents: with a Crawl-delay between two
    User-agent lines the rules below are for both, the delay for those above it.
    """
    out: list[str] = []
    agents: list[str] = []
    last = "rule"
    for line in text.split("\n"):
        record = line.partition("#")[0].strip()
        if agent := _AGENT_RECORD.match(record):
            if last == "rule":
                agents = []
            elif last == "other":
                out += [f"User-agent: {named}" for named in agents]
            name = _whose(agent[1].strip().lower())
            if name not in agents:
                agents.append(name)
            out.append(f"User-agent: {name}")
            last = "agent"
        elif record:
            out.append(record)
            if _RULE_RECORD.match(record):
                last = "rule"
            elif last == "agent" and not _SITE_RECORD.match(record):
                last = "other"
    return "\n".join(out)


def _whose(agent: str) -> str:
    """`*`, our name, or `other`: which of the three the value of a User-agent line means."""
    if agent == "*":
        return "*"
    if agent.endswith("*"):
        return AGENT if AGENT.startswith(agent.rstrip("*")) else "other"
    token = re.match(r"[a-z_-]*", agent)
    return AGENT if token is not None and token[0] == AGENT else "other"


def _text(user_agent: str | bytes) -> str:
    return user_agent.decode() if isinstance(user_agent, bytes) else user_agent
