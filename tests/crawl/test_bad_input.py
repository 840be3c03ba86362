"""Hostile and broken sites: each is told by name with what to do, the others go on, nothing stored is harmed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.crawls import CrawlReport, crawl_sources
from crawler.items import Outcome
from crawler.operator import Operator
from tests.crawl.small_web import SmallWeb, newsroom, serve, source_of

NOON = partial(datetime.fromisoformat, "2026-11-01T12:00:00+00:00")
BOMB = gzip.compress(bytes(60_000_000))
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9))
    + ']><rss version="2.0"><channel><title>&a8;</title><item><title>&a8;</title>'
    "<link>http://laughs.example/news/a-story-of-many-words</link></item></channel></rss>"
)


def put_everything(web: SmallWeb) -> None:
    newsroom(web, "good.example", 4)
    newsroom(web, "bomb-page.example", 3)
    page = "http://bomb-page.example/news/2026/10/0001-patients-feel-less-pain-after-new-treatment-1"
    web.put(page, BOMB, headers={"Content-Encoding": "gzip"})
    web.put("http://bomb.example/", BOMB, headers={"Content-Encoding": "gzip"})
    web.put("http://html-feed.example/feed", "<html><head><title>Oops</title></head><body><p>Welcome</p></body></html>")
    web.put("http://loop.example/", status=302, headers={"Location": "http://loop.example/next"})
    web.put("http://loop.example/next", status=302, headers={"Location": "http://loop.example/"})
    web.put("http://empty.example/", b"")
    newsroom(web, "sick-robots.example", 2)
    web.put("http://sick-robots.example/robots.txt", "error", status=500)
    newsroom(web, "closed.example", 2)
    web.put("http://closed.example/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    web.put("http://wall.example/", "no", status=403)
    web.put("http://error.example/", "no", status=500)
    web.put("http://laughs.example/feed", LAUGHS, kind="application/rss+xml")
    web.put("http://noise.example/", bytes(range(256)) * 400, kind="text/html")


SOURCES = [
    source_of("xx_bomb", "bomb.example"),
    source_of("xx_bomb_page", "bomb-page.example"),
    source_of("xx_html_feed", "html-feed.example", feeds=("http://html-feed.example/feed",)),
    source_of("xx_loop", "loop.example"),
    source_of("xx_empty", "empty.example"),
    source_of("xx_sick_robots", "sick-robots.example"),
    source_of("xx_closed", "closed.example"),
    source_of("xx_gone", "gone.example"),
    source_of("xx_wall", "wall.example"),
    source_of("xx_error", "error.example"),
    source_of("xx_laughs", "laughs.example", feeds=("http://laughs.example/feed",)),
    source_of("xx_noise", "noise.example"),
    source_of("xx_good", "good.example"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad") / "home"


@pytest.fixture(scope="module")
def reports(home: Path) -> Iterator[dict[str, CrawlReport]]:
    web = SmallWeb()
    put_everything(web)
    with serve(web):
        found = crawl_sources(SOURCES, operator=Operator(home=home, delay=0), now=NOON, proxy=web.proxy)
    yield {report.source: report for report in found}


@pytest.mark.parametrize(
    ("source", "outcome", "words"),
    [
        ("xx_good", Outcome.OK, ""),
        ("xx_bomb", Outcome.HTTP_ERROR, "larger than"),
        ("xx_bomb_page", Outcome.OK, ""),
        ("xx_html_feed", Outcome.PARSE_ERROR, "check the address"),
        ("xx_loop", Outcome.HTTP_ERROR, "redirects in a circle"),
        ("xx_empty", Outcome.PARSE_ERROR, "no readable content"),
        ("xx_sick_robots", Outcome.ROBOTS, "robots.txt"),
        ("xx_closed", Outcome.ROBOTS, "robots.txt"),
        ("xx_gone", Outcome.GONE, "look for the new one"),
        ("xx_wall", Outcome.BLOCKED, "write to the institution"),
        ("xx_error", Outcome.HTTP_ERROR, "tried again the next night"),
    ],
)
def test_each_source_is_told_with_what_to_do(
    reports: dict[str, CrawlReport], source: str, outcome: Outcome, words: str
) -> None:
    report = reports[source]
    assert report.outcome is outcome, report.reason
    assert words in (report.reason or "")


def test_entities_and_noise_neither_expand_nor_crash(reports: dict[str, CrawlReport]) -> None:
    for source in ("xx_laughs", "xx_noise"):
        assert reports[source].outcome in (Outcome.EMPTY, Outcome.PARSE_ERROR, Outcome.GONE), reports[source].reason


def test_a_bomb_among_articles_costs_only_itself(reports: dict[str, CrawlReport], home: Path) -> None:
    assert reports["xx_bomb_page"].articles_new == 2
    with Database(home / "archive.db") as db:
        failed = db.execute("SELECT class FROM failures WHERE url LIKE '%bomb-page%'").fetchall()
    assert failed == [("too_large",)]


def test_the_archive_is_whole_and_names_every_failure(reports: dict[str, CrawlReport], home: Path) -> None:
    with Database(home / "archive.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM crawls WHERE outcome IS NULL").fetchone() == (0,)
        stored = db.execute("SELECT source, outcome, reason FROM crawls").fetchall()
    assert {source: (outcome, reason) for source, outcome, reason in stored} == {
        report.source: (str(report.outcome), report.reason) for report in reports.values()
    }


def test_without_a_proxy_unknown_hosts_and_closed_ports_are_told_apart(tmp_path: Path) -> None:
    web = SmallWeb()
    with serve(web):
        port = web.proxy.rpartition(":")[2]
        newsroom(web, f"127.0.0.1:{port}", 2)
        found = crawl_sources(
            [
                source_of("xx_here", f"127.0.0.1:{port}"),
                source_of("xx_nowhere", "no-such-host.invalid"),
                source_of("xx_closed", "127.0.0.1:9"),
                source_of("xx_inner", "10.0.0.1"),
            ],
            operator=Operator(home=tmp_path, delay=0),
            now=partial(datetime.now, UTC),
            allow_loopback=True,
        )
    outcomes = {report.source: report.outcome for report in found}
    reasons = {report.source: report.reason or "" for report in found}
    assert outcomes["xx_here"] is Outcome.OK
    assert outcomes["xx_nowhere"] is Outcome.DNS
    assert outcomes["xx_closed"] is Outcome.HTTP_ERROR
    assert "refused" in reasons["xx_closed"].lower()
    assert outcomes["xx_inner"] is Outcome.HTTP_ERROR
    assert "private" in reasons["xx_inner"]
