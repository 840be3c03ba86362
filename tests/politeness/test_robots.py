"""robots.txt decides what is asked and how fast (RFC 9309)."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.archive import robots
from db.archive.robots import RobotsCopy
from db.connection import open_database
from db.migrations import ARCHIVE_ID, archive
from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web

# Sent 0.4 s apart; what arrives may be a few milliseconds nearer.
APART, ALMOST = "0.4", 0.36
QUICK = {"BACKOFF_START": 0.05, "BACKOFF_TIMES": 1}


def pages(web: Web, host: str, names: str = "ab") -> list[str]:
    """Addresses of pages that answer 200 on `host`."""
    for name in names:
        web.pages[f"{host}/{name}"] = Reply()
    return [f"http://{host}/{name}" for name in names]


def keep_copy(home: Path, origin: str, body: bytes, fetched_at: str) -> None:
    db = open_database(home / "archive.db", archive, ARCHIVE_ID)
    robots.store(db, RobotsCopy(origin=origin, body=body, fetched_at=fetched_at))
    db.close()


def test_crawl_delay_is_kept_whatever_the_operator_sets(web: Web, crawl: Crawl) -> None:
    web.robots("delay.example", f"User-agent: *\nCrawl-delay: {APART}\n")
    (seen,) = crawl(pages(web, "delay.example", "abc"), delay=0.0)
    assert len(seen["pages"]) == 3
    assert min(web.gaps("delay.example")) >= ALMOST
    assert seen["ledger"][0][-1] == 0.4  # the delay in force, in the ledger


def test_request_rate_is_kept(web: Web, crawl: Crawl) -> None:
    web.robots("rate.example", "User-agent: *\nRequest-rate: 5/2\n")
    crawl(pages(web, "rate.example"), delay=0.0)
    assert min(web.gaps("rate.example")) >= ALMOST


def test_too_long_a_crawl_delay_leaves_the_host_alone(web: Web, crawl: Crawl) -> None:
    web.robots("years.example", "User-agent: *\nCrawl-delay: 86400\n")
    (seen,) = crawl(pages(web, "years.example"))
    assert web.paths("years.example") == ["/robots.txt"]
    assert {(cls, "86400 s" in why) for _, cls, why in seen["refused"]} == {("robots", True)}


def test_disallowed_pages_are_counted_and_told(web: Web, crawl: Crawl) -> None:
    web.robots("some.example", "User-agent: newsward\nDisallow: /b\n\nUser-agent: *\nDisallow: /\n")
    (seen,) = crawl(pages(web, "some.example"))
    assert web.paths("some.example") == ["/robots.txt", "/a"]
    assert seen["refused"] == [["http://some.example/b", "robots", "robots.txt of some.example does not allow it"]]
    assert seen["stats"]["politeness/refused/robots"] == 1


def test_a_redirect_is_checked_against_the_robots_of_where_it_leads(web: Web, crawl: Crawl) -> None:
    web.pages["from.example/a"] = Reply(302, b"", {"Location": "http://closed.example/a"})
    web.robots("closed.example", "User-agent: *\nDisallow: /\n")
    (seen,) = crawl(["http://from.example/a"])
    assert web.paths("closed.example") == ["/robots.txt"]
    assert seen["refused"][0][1] == "robots"


def test_sitemaps_are_handed_to_the_spider(web: Web, crawl: Crawl) -> None:
    web.robots("maps.example", "Sitemap: http://maps.example/a.xml\nsitemap:/b.xml\nSitemap: http://maps.example/a.xml")
    (seen,) = crawl(pages(web, "maps.example"))
    assert seen["robots"] == [["http://maps.example", ["http://maps.example/a.xml", "http://maps.example/b.xml"]]]


@pytest.mark.parametrize("status", [403, 404, 410])
def test_no_robots_allows_everything(web: Web, crawl: Crawl, status: int) -> None:
    web.pages[f"none{status}.example/robots.txt"] = Reply(status, b"User-agent: *\nDisallow: /")
    (seen,) = crawl(pages(web, f"none{status}.example"))
    assert len(seen["pages"]) == 2


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_in_trouble_forbids_everything(web: Web, crawl: Crawl, status: int) -> None:
    web.pages[f"down{status}.example/robots.txt"] = Reply(status, b"")
    (seen,) = crawl(pages(web, f"down{status}.example"), settings=QUICK)
    assert set(web.paths(f"down{status}.example")) == {"/robots.txt"}
    assert [cls for _, cls, _ in seen["refused"]] == ["robots", "robots"]
    assert str(status) in seen["refused"][0][2]


@pytest.mark.parametrize(("now", "read"), [("2026-11-29T00:00:00Z", 1), ("2026-12-02T00:00:00Z", 0)])
def test_a_copy_stands_in_for_thirty_days(web: Web, crawl: Crawl, tmp_path: Path, now: str, read: int) -> None:
    host = f"copy{read}.example"
    keep_copy(tmp_path, f"http://{host}", b"User-agent: *\nDisallow: /b\n", "2026-11-01T00:00:00Z")
    web.pages[f"{host}/robots.txt"] = Reply(500, b"")
    (seen,) = crawl(pages(web, host), now=now)
    assert len(seen["pages"]) == read
    assert len(seen["refused"]) == 2 - read


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_unreachable_robots_forbids_and_names_the_cause(web: Web, crawl: Crawl, host: str) -> None:
    (seen,) = crawl([f"http://{host}:9/a"], proxy=None, allow_loopback=True)
    assert seen["refused"][0][1] == "unreachable"
    assert f"robots.txt of {host.strip('[]')}" in seen["refused"][0][2]


def test_an_unknown_host_is_a_matter_of_dns(web: Web, crawl: Crawl) -> None:
    (seen,) = crawl(["http://nobody-has-this-name.example/a"], proxy=None)
    assert seen["refused"][0][1] == "dns"


def test_a_304_is_obeyed_with_the_copy_kept(web: Web, crawl: Crawl) -> None:
    etag = 'W/"v1, é"'
    web.robots("same.example", "User-agent: *\nDisallow: /b\n", ETag=etag)
    crawl(pages(web, "same.example"))
    web.pages["same.example/robots.txt"] = Reply(304, b"")
    (seen,) = crawl(pages(web, "same.example"))
    assert web.asked("same.example", "/robots.txt")[1].headers["if-none-match"] == etag
    assert [url for url, cls, _ in seen["refused"]] == ["http://same.example/b"]


def test_html_in_place_of_robots_forbids_nothing(web: Web, crawl: Crawl) -> None:
    web.robots("html.example", "\n<!DOCTYPE html><pre>\nUser-agent: *\nDisallow: /\n</pre>")
    (seen,) = crawl(pages(web, "html.example"))
    assert len(seen["pages"]) == 2


@pytest.mark.parametrize(("hops", "read"), [(5, 1), (6, 2)])
def test_robots_behind_redirects(web: Web, crawl: Crawl, hops: int, read: int) -> None:
    """Five are followed, to another host too; behind more there is no file."""
    host = f"hops{hops}.example"
    web.pages[f"{host}/robots.txt"] = Reply(301, b"", {"Location": f"http://cdn.{host}/1"})
    for hop in range(1, hops):
        web.pages[f"cdn.{host}/{hop}"] = Reply(302, b"", {"Location": f"/{hop + 1}"})
    web.pages[f"cdn.{host}/{hops}"] = Reply(200, b"User-agent: *\nDisallow: /b\n")
    (seen,) = crawl(pages(web, host))
    assert len(seen["pages"]) == read
