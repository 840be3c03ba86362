"""robots.txt files as they are written, not as they should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.politeness.limits import ROBOTS_BYTES
from crawler.politeness.rules import Rules


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /no\n",
        b"User-agent: *\rDisallow: /no\r",
        b"User-Agent:*\r\n\r\nDISALLOW :/no",
        "\ufeffUser-agent: *\nDisallow: /no\n".encode("utf-16"),
        b"user agent: *\ndissallow: /no # typing error",
        b"User-agent: somebody\nUser-agent: *\nDisallow: /no",
        b"\xff\xfegarbage\x00\xff"[2:] + b"\nUser-agent: *\nDisallow: /no",
        b"User-agent: Newsward\nDisallow: /no\n\nUser-agent: *\nAllow: /",
        b"User-agent: newsward/0.1\nDisallow: /no\n\nUser-agent: *\nAllow: /",
    ],
)
def test_odd_files_are_read(body: bytes) -> None:
    rules = Rules(body)
    assert not rules.allowed("https://h.example/no/page")
    assert rules.allowed("https://h.example/yes")


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x01\x02", b" \n<html>Disallow: /</html>", b"User-agent: news\nDisallow: /"]
)
def test_files_that_say_nothing_to_us_allow_everything(body: bytes) -> None:
    assert Rules(body).allowed("https://h.example/any")


def test_only_the_first_500_kib_count() -> None:
    filler = b"# nothing here\n" * (ROBOTS_BYTES // 15)
    assert Rules(filler + b"#" * 100 + b"\nUser-agent: *\nDisallow: /\n").allowed("https://h.example/")
    assert not Rules(b"User-agent: *\nDisallow: /\n" + filler).allowed("https://h.example/")


def test_a_crawl_delay_does_not_end_a_group() -> None:
    """RFC 9309, 2.2.4: only allow and disallow do."""
    rules = Rules(
        b"User-agent: newsward\nCrawl-delay: 9\nUser-agent: other\nDisallow: /no\n\nUser-agent: *\nCrawl-delay: 3"
    )
    assert not rules.allowed("https://h.example/no")
    assert rules.delay() == 9.0
    assert Rules(b"User-agent: other\nCrawl-delay: 9\nUser-agent: newsward\nDisallow: /no").delay() is None


def test_the_slower_of_crawl_delay_and_request_rate_counts() -> None:
    assert Rules(b"User-agent: *\nCrawl-delay: 5\nRequest-rate: 1/1m 0800-2000").delay() == 60.0
    assert Rules(b"User-agent: *\nCrawl-delay: 5\nRequest-rate: 1/1s").delay() == 5.0
    assert Rules(b"User-agent: *\nCrawl-delay: soon\nRequest-rate: 0/0").delay() is None
    assert Rules(b"User-agent: *\nCrawl-delay: 5\n\nUser-agent: newsward\nDisallow: /x").delay() is None


def test_broken_sitemap_lines_are_left_out() -> None:
    body = b"Sitemap: http://[oops/\nSitemap: ftp://h/x\nSitemap: //cdn.example/s.xml\nSitemap: s2.xml"
    assert Rules(body).sitemaps("https://h.example/robots.txt") == (
        "https://cdn.example/s.xml",
        "https://h.example/s2.xml",
    )


def _delay_for_all(text: str) -> float | None:
    """The Crawl-delay a person reads in the group of `*`: the last one below a User-agent block that names it."""
    found, agents, fresh = None, set[str](), False
    for line in text.splitlines():
        name, _, value = (part.strip().lower() for part in line.partition("#")[0].partition(":"))
        if name == "user-agent":
            agents = {value} if not fresh else agents | {value}
            fresh = True
        elif name:
            fresh = False
            if name == "crawl-delay" and "*" in agents:
                found = float(value)
    return found


@pytest.mark.shared
def test_every_real_robots_file_is_read(shared: Path) -> None:
    folder = shared / "data/institutions"
    records = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]
    records = [record for record in records if record["file"].startswith("robots/")]
    files = [folder / record["file"] for record in records]
    files += [file for file in (folder / "conformance").rglob("*robots*/*") if file.is_file()]
    assert len(files) > 50
    for file in files:
        rules = Rules(file.read_bytes())
        assert rules.allowed("https://h.example/robots.txt")
        assert rules.delay() is None or rules.delay() > 0
        rules.allowed("https://h.example/news/2026/ä?x=%zz")
    delays = 0
    for record in records:
        body = (folder / record["file"]).read_bytes()
        if record["is_html"]:
            assert Rules(body).delay() is None
            continue
        assert Rules(body).crawl_delay() == _delay_for_all(body.decode("utf-8", "replace")), record["file"]
        delays += Rules(body).crawl_delay() is not None
        named = {url.lower() for url in record["sitemaps"] if url.startswith("http")}
        assert named <= {url.lower() for url in Rules(body).sitemaps(record["url"])}, record["file"]
    assert delays > 50  # so many real newsrooms ask for slowness
