"""A page the archive holds is asked for conditionally, with what the server itself said."""

from __future__ import annotations

from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web

MODIFIED = "Sun, 22 November 2026 10:00:00 +0100"  # not the form of the standard, sent back all the same


def test_validators_go_back_verbatim_and_the_304_reaches_the_spider(web: Web, crawl: Crawl) -> None:
    etag = 'W/"ü;,\\ 5-gzip"'
    web.pages["kept.example/a"] = Reply(headers={"ETag": etag, "Last-Modified": MODIFIED})
    web.pages["kept.example/b"] = Reply()
    urls = ["http://kept.example/a", "http://kept.example/b"]
    crawl(urls, keep=True)
    web.pages["kept.example/a"] = Reply(304, b"")
    (seen,) = crawl(urls, keep=True)
    again = web.asked("kept.example", "/a")[1].headers
    assert (again["if-none-match"], again["if-modified-since"]) == (etag, MODIFIED)
    assert "if-none-match" not in web.asked("kept.example", "/b")[1].headers
    assert ["http://kept.example/a", 304, 0] in seen["pages"]
    host, requests, _, conditional, not_modified, *_ = seen["ledger"][0]
    assert (host, requests, conditional, not_modified) == ("kept.example", 3, 1, 1)


def test_another_source_asks_in_full(web: Web, crawl: Crawl) -> None:
    """It does not hold the content the validator stands for."""
    web.pages["two.example/a"] = Reply(headers={"ETag": '"1"'})
    crawl(["http://two.example/a"], keep=True)
    crawl(["http://none.example/"], ["http://two.example/a"], keep=True)
    assert "if-none-match" not in web.asked("two.example", "/a")[1].headers


def test_a_redirect_does_not_carry_the_validator_of_another_address(web: Web, crawl: Crawl) -> None:
    web.pages["moved.example/a"] = Reply(headers={"ETag": '"a"'})
    crawl(["http://moved.example/a"], keep=True)
    web.pages["moved.example/a"] = Reply(301, b"", {"Location": "/b"})
    web.pages["moved.example/b"] = Reply(headers={"ETag": '"b"'})
    crawl(["http://moved.example/a"], keep=True)
    crawl(["http://moved.example/a"], keep=True)
    first, second = web.asked("moved.example", "/b")
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"b"'


def test_a_page_that_stops_giving_validators_is_asked_in_full(web: Web, crawl: Crawl) -> None:
    web.pages["stops.example/a"] = Reply(headers={"ETag": '"a"'})
    crawl(["http://stops.example/a"], keep=True)
    web.pages["stops.example/a"] = Reply()
    crawl(["http://stops.example/a"], keep=True)
    crawl(["http://stops.example/a"], keep=True)
    assert [("if-none-match" in hit.headers) for hit in web.asked("stops.example", "/a")] == [False, True, False]
