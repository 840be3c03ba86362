"""Turns requests for one host, from whichever crawl of this process, into a row with enough time between them."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from crawler.politeness.limits import LONGEST_PAUSE

_LOOK_UP = 1.0  # seconds; a waiting request looks this often whether its crawl is being stopped
_NEXT = 0.01  # seconds until the request whose turn it is has woken up and gone


class CrawlStopped(Exception):
    """The crawl is being stopped while a request waits; the request was not made."""


class HostPaused(Exception):
    """The host asked to be left alone for `seconds`, which is longer than any request waits."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked to be left alone for {seconds:.0f} s, more than {LONGEST_PAUSE:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    last: float = float("-inf")
    paused_until: float = float("-inf")
    floors: dict[str, float] = field(default_factory=dict)  # by who asks: a robots.txt each for http and https, 429s
    waiting: deque[object] = field(default_factory=deque)  # in order of arrival: first come, first served


class HostClock:
    """When each host was last asked, how long it wants between two requests, and until when it wants none.

    Scrapy's download slots belong to one crawl; two sources on one host would share no delay without this.
    `now` counts seconds, `sleep` waits for them; both are arguments so that tests need no real time.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    def now(self) -> float:
        """Seconds on this clock; only differences mean something."""
        return self._now()

    async def turn(self, host: str, gap: float, stopping: Callable[[], bool] = lambda: False) -> float:
        """Wait until `host` may be asked again, `gap` seconds or what its robots.txt wants after the last request.

        Returns the moment of the turn on this clock. Raises CrawlStopped, or HostPaused when the host asked for a
        pause longer than LONGEST_PAUSE.
        """
        state = self._hosts.setdefault(host, _Host())
        ticket = object()
        state.waiting.append(ticket)
        try:
            while True:
                if stopping():
                    raise CrawlStopped
                now = self._now()
                pause = state.paused_until - now
                if pause > LONGEST_PAUSE:
                    raise HostPaused(host, pause)
                wait = max(state.last + max(gap, self.floor(host)) - now, pause)
                if wait <= 0 and state.waiting[0] is ticket:
                    state.last = now
                    return now
                await self._sleep(min(max(wait, _NEXT), _LOOK_UP))
        finally:
            state.waiting.remove(ticket)

    def floor(self, host: str) -> float:
        """Seconds between two requests that this host asks for, by robots.txt or by answering 429; 0: nothing."""
        state = self._hosts.get(host)
        return max(state.floors.values(), default=0.0) if state else 0.0

    def set_floor(self, host: str, why: str, seconds: float | None) -> None:
        """Remember what `why` (the origin of a robots.txt, or `throttled`) asks for; None or 0: nothing."""
        floors = self._hosts.setdefault(host, _Host()).floors
        if seconds:
            floors[why] = seconds
        else:
            floors.pop(why, None)

    def pause(self, host: str, seconds: float) -> None:
        """Ask nothing of `host` for so many seconds; a longer pause already in force stays."""
        state = self._hosts.setdefault(host, _Host())
        state.paused_until = max(state.paused_until, self._now() + seconds)


CLOCK = HostClock()  # one for the process: a host does not care which of our crawls asks
