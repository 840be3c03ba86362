"""Turns 429 and 503 into a pause of the whole host and a later retry, as long as the server asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

from crawler.politeness.clock import CLOCK
from crawler.politeness.delay import delay_of
from crawler.politeness.limits import LONGEST_PAUSE, SLOWEST
from crawler.politeness.reach import host_of, session_of
from crawler.politeness.refusals import refuse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

STATUSES = (429, 503)
_SECONDS = re.compile(r"[0-9]+", re.ASCII)
_LONGER_THAN_ANY = 1e9  # seconds, for a number of more digits


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds a Retry-After header asks for, 0 when its date is past, None when it says nothing readable.

    Takes both forms of RFC 9110, 10.2.3: seconds, or an HTTP date. `now` (aware) is best what the server's clock says.
    """
    if value is None:
        return None
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value) if len(value) <= 9 else _LONGER_THAN_ANY
    moment = http_date(value)
    return max(0.0, (moment - now).total_seconds()) if moment is not None else None


def http_date(value: str) -> datetime | None:
    """The moment an HTTP date names, aware, or None when it names none."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Host:
    rounds: int = 0  # pauses in a row without a good answer between them
    paused_at: float = float("-inf")  # on the host clock
    spent: float = 0.0  # seconds of pause granted in this crawl
    left: str | None = None  # why it is left alone for the rest of this crawl


class RetryAfter:
    """Downloader middleware: pauses a host that says it is asked too much, and asks again when it said so.

    The pause is on the process's host clock, so it holds for every source on that host. Without a Retry-After the
    pause doubles from BACKOFF_START. After each pause the delay of the host is doubled, up to SLOWEST. A host whose
    pauses would take more than an hour of one crawl is left alone.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._start = crawler.settings.getfloat("BACKOFF_START")
        self._times = crawler.settings.getint("BACKOFF_TIMES")
        self._hosts: dict[str, _Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refusal (class `blocked`) for a host that is left alone."""
        state = self._hosts.get(host_of(request))
        if state is not None and state.left is not None:
            raise refuse(self._crawler, request, "blocked", state.left)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The same request again, to be made after the pause; or the response, when it is good or the last try."""
        host = host_of(request)
        if response.status not in STATUSES:
            if host in self._hosts and response.status < 400:
                self._hosts[host].rounds = 0
            return response
        state = self._hosts.setdefault(host, _Host())
        self._pause(host, state, request, response)
        tried = int(request.meta.get("throttled_times", 0))
        if state.left is not None or tried >= self._times:
            return response
        again = request.copy()
        again.meta["throttled_times"] = tried + 1
        again.dont_filter = True
        return again

    def _pause(self, host: str, state: _Host, request: Request, response: Response) -> None:
        asked_at = float(request.meta.get("asked_at", 0.0))
        # A date is compared to the server's own clock, which need not be right.
        now = http_date(_header(response, "Date") or "") or session_of(self._crawler).now()
        seconds = retry_after(_header(response, "Retry-After"), now)
        if seconds is None:
            if asked_at <= state.paused_at:
                return  # sent before the pause in force began: tells nothing new
            seconds = self._start * 2.0**state.rounds
        if asked_at > state.paused_at:
            state.rounds += 1
            state.spent += seconds
            # It was too fast, whatever the pause: go on at half the speed.
            CLOCK.set_floor(host, "throttled", min(SLOWEST, 2 * delay_of(self._crawler, host)))
        state.paused_at = CLOCK.now()
        CLOCK.pause(host, seconds)
        if seconds > LONGEST_PAUSE:
            state.left = f"{host} answered {response.status} and asked for a pause of {seconds:.0f} s"
        elif state.spent > LONGEST_PAUSE:
            state.left = f"{host} answered {response.status} again and again, for more than an hour in all"


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None
