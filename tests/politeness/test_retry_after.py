"""A host that says it is asked too much is left in peace as long as it says, by every source."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from crawler.politeness.clock import CrawlStopped, HostClock, HostPaused
from crawler.politeness.retry_after import retry_after
from tests.politeness.conftest import Crawl
from tests.politeness.web import Page, Reply, Web

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Sun, 22 Nov 2026 12:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("Sunday, 22-Nov-26 12:01:00 GMT", 60.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        ("9" * 400, 1e9),
        (None, None),
    ],
)
def test_both_forms_are_read(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def busy(times: int, status: int = 429, **headers: str) -> Page:
    """A page that answers `status` so many times, then 200."""
    left = [times]

    def page(_: BaseHTTPRequestHandler) -> Reply:
        left[0] -= 1
        return (
            Reply(status, b"", {name.replace("_", "-"): value for name, value in headers.items()})
            if left[0] >= 0
            else Reply()
        )

    return page


@pytest.mark.parametrize("status", [429, 503])
def test_seconds_are_waited_and_the_page_is_asked_again(web: Web, crawl: Crawl, status: int) -> None:
    host = f"busy{status}.example"
    web.pages[f"{host}/a"] = busy(1, status, Retry_After="1")
    (seen,) = crawl([f"http://{host}/a"], delay=0.0)
    assert seen["pages"] == [[f"http://{host}/a", 200, 37]]
    assert web.gaps(host)[-1] >= 0.95
    assert seen["ledger"][0][5] == 1  # throttled


def test_an_http_date_is_waited_for(web: Web, crawl: Crawl) -> None:
    until = datetime.now(UTC) + timedelta(seconds=2)
    web.pages["date.example/a"] = busy(1, 503, Retry_After=format_datetime(until, usegmt=True))
    (seen,) = crawl(["http://date.example/a"])
    assert seen["pages"][0][1] == 200
    assert web.gaps("date.example")[-1] >= 0.5


def test_the_pause_holds_for_the_whole_host_and_every_source(web: Web, crawl: Crawl) -> None:
    web.pages["pause.example/a"] = busy(1, Retry_After="1")
    for page in "bcd":
        web.pages[f"pause.example/{page}"] = Reply()
    one, two = crawl(
        ["http://pause.example/a", "http://pause.example/b"],
        ["http://pause.example/c", "http://pause.example/d"],
        delay=0.2,
    )
    assert len(one["pages"]) == len(two["pages"]) == 2
    refused = next(hit.at for hit in web.asked("pause.example") if hit.path == "/a")
    assert not [hit.path for hit in web.asked("pause.example") if refused < hit.at < refused + 0.9]


def test_after_a_429_the_host_is_asked_at_half_the_speed(web: Web, crawl: Crawl) -> None:
    web.pages["half.example/a"] = busy(1, Retry_After="0")
    web.pages["half.example/b"] = web.pages["half.example/c"] = Reply()
    (seen,) = crawl([f"http://half.example/{page}" for page in "abc"], delay=0.2)
    assert min(web.gaps("half.example")[-2:]) >= 0.36
    assert seen["ledger"][0][-1] == 0.4


def test_a_date_is_compared_to_the_clock_of_the_server(web: Web, crawl: Crawl) -> None:
    """Ours says 2030; by its own the server asks for two hours."""

    def page(answer: BaseHTTPRequestHandler) -> None:
        answer.wfile.write(
            b"HTTP/1.0 429 Busy\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
            b"Retry-After: Sun, 22 Nov 2026 14:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
        )

    web.pages["clock.example/a"] = page
    (seen,) = crawl(["http://clock.example/a", "http://clock.example/b"], now="2030-01-01T00:00:00Z", delay=0.1)
    assert "7200 s" in seen["refused"][0][2]


def test_without_a_header_the_pause_doubles(web: Web, crawl: Crawl) -> None:
    web.pages["back.example/a"] = busy(3, 503)
    (seen,) = crawl(["http://back.example/a"], settings={"BACKOFF_START": 0.2})
    assert seen["pages"][0][1] == 200
    _, first, second, third = web.gaps("back.example")
    assert (first >= 0.18, second >= 0.36, third >= 0.72) == (True, True, True)


def test_asking_again_ends(web: Web, crawl: Crawl) -> None:
    web.pages["never.example/a"] = Reply(429, b"")
    (seen,) = crawl(["http://never.example/a"], settings={"BACKOFF_START": 0.05, "BACKOFF_TIMES": 2})
    assert len(web.asked("never.example", "/a")) == 3
    assert seen["pages"] == [["http://never.example/a", 429, 0]]


def test_more_than_an_hour_means_not_tonight(web: Web, crawl: Crawl) -> None:
    web.pages["later.example/a"] = Reply(429, b"", {"Retry-After": "7200"})
    web.pages["later.example/b"] = Reply()
    web.pages["other.example/a"] = Reply()
    one, two = crawl(
        ["http://later.example/a", "http://later.example/b", "http://other.example/a"],
        ["http://later.example/c"],
        delay=0.2,
    )
    assert web.paths("later.example").count("/a") == 1
    assert "/b" not in web.paths("later.example")
    assert ["http://later.example/b", "blocked"] in [entry[:2] for entry in one["refused"]]
    assert ["http://other.example/a", 200, 37] in one["pages"]
    assert two["refused"][0][1] == "blocked"


class Time:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 100.0

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


def test_the_host_clock_gives_turns_in_order_with_the_gap_between() -> None:
    time = Time()
    clock = HostClock(now=lambda: time.seconds, sleep=time.sleep)

    async def ask() -> list[float]:
        return list(await asyncio.gather(*(clock.turn("h", 2.0) for _ in range(4))))

    turns = asyncio.run(ask())
    assert turns == sorted(turns)
    assert all(later - earlier >= 2.0 for earlier, later in pairwise(turns))


def test_the_host_clock_keeps_the_slowest_wish() -> None:
    time = Time()
    clock = HostClock(now=lambda: time.seconds, sleep=time.sleep)
    clock.set_floor("h", "http://h", 5.0)
    clock.set_floor("h", "https://h", 3.0)
    assert clock.floor("h") == 5.0
    clock.set_floor("h", "http://h", None)  # its robots.txt has changed its mind
    assert clock.floor("h") == 3.0
    asyncio.run(clock.turn("h", 1.0))
    assert asyncio.run(clock.turn("h", 1.0)) >= 103.0
    assert clock.floor("another") == 0.0


def test_the_host_clock_does_not_wait_for_ever() -> None:
    time = Time()
    clock = HostClock(now=lambda: time.seconds, sleep=time.sleep)
    clock.pause("h", 4000.0)
    with pytest.raises(HostPaused):
        asyncio.run(clock.turn("h", 0.0))
    clock.pause("g", 3000.0)
    with pytest.raises(CrawlStopped):
        asyncio.run(clock.turn("g", 0.0, lambda: time.seconds > 110.0))
    assert asyncio.run(clock.turn("g", 0.0)) >= 3100.0


def test_a_crawl_that_is_stopped_does_not_wait_for_the_pause(web: Web, crawl: Crawl) -> None:
    web.pages["stop.example/a"] = Reply(429, b"", {"Retry-After": "3000"})
    (seen,) = crawl(["http://stop.example/a"], stop_after=1.0)
    assert seen["refused"] == [["http://stop.example/a", "stopped", "the crawl was stopped before this was asked"]]
