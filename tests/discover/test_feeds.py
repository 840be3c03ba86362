"""Feeds of every kind become entries; what is wrong with a feed is named."""

# ruff: noqa: E501 - feeds and sitemaps stand as they are written

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.discover.feeds import moment_of, read_feed
from crawler.items import Precision
from tests.discover.web import NOW

URL = "https://u.example/news/feed.xml"


def rss(items: str, head: str = "") -> bytes:
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>N</title><language>fr-FR</language>{items}</channel></rss>".encode()


def test_rss_with_relative_links_guids_and_markup() -> None:
    feed = read_feed(
        rss(
            "<item><title>L&amp;rsquo;&lt;b&gt;étude&lt;/b&gt;</title><link>/news/a</link><pubDate>Mon, 24 Nov 2025 10:30:00 +0100</pubDate>"
            "<description>&lt;p&gt;Un texte&lt;/p&gt;</description></item>"
            "<item><title>B</title><guid isPermaLink='true'>https://u.example/news/b</guid></item>"
            "<item><title>no link at all</title></item>"
        ),
        URL,
        NOW,
    )
    first, second = feed.entries
    assert (first.url, first.title, first.summary) == ("https://u.example/news/a", "L’étude", "Un texte")
    assert (first.published_at, first.precision) == ("2025-11-24T09:30:00Z", Precision.MINUTE)
    assert second.url == "https://u.example/news/b"
    assert (feed.language, feed.problem) == ("fr-fr", None)


def test_atom_takes_the_alternate_link() -> None:
    body = b"""<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title>
    <entry><title type='html'>A &amp;amp; B</title><link rel='self' href='https://u.example/atom/1'/>
    <link rel='alternate' href='https://u.example/news/1'/><published>2025-05-01T08:00:00+09:00</published>
    <updated>2025-06-01T12:00:00Z</updated></entry></feed>"""
    (entry,) = read_feed(body, URL, NOW).entries
    assert (entry.url, entry.title) == ("https://u.example/news/1", "A & B")
    assert (entry.published_at, entry.precision) == ("2025-05-01", Precision.DAY), "its own day, not that of Greenwich"
    assert entry.modified_at == "2025-06-01T12:00:00Z"


def test_json_feed_and_its_next_page() -> None:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "next_url": "/feed.json?page=2",
        "items": [
            {"id": "1", "url": "/n/1", "title": "One", "date_published": "2025-05-01T10:00:00Z"},
            "junk",
            {"id": 3},
        ],
    }
    feed = read_feed(json.dumps(data).encode(), URL, NOW)
    assert [entry.url for entry in feed.entries] == ["https://u.example/n/1"]
    assert feed.next == "https://u.example/feed.json?page=2"


def test_months_are_kept_as_months() -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>/n/{n}</link><pubDate>{day} 2025 00:00:00 +0000</pubDate></item>"
        for n, day in enumerate(("31 Jan", "28 Feb", "31 Mar", "30 Apr"))
    )
    entries = read_feed(rss(items), URL, NOW).entries
    assert [(entry.published_at, entry.precision) for entry in entries][:2] == [
        ("2025-01", Precision.MONTH),
        ("2025-02", Precision.MONTH),
    ]


@pytest.mark.parametrize(
    ("said", "value", "precision"),
    [
        ("Mon, 24 Nov 2025 00:00:00 +0900", "2025-11-24", Precision.DAY),
        ("2025-05", "2025-05", Precision.MONTH),
        ("20250512", "2025-05-12", Precision.DAY),
        ("Mai 2025", "2025-05", Precision.MONTH),
        ("2025-05-01 12:00", "2025-05-01", Precision.DAY),
        (1746093600000, "2025-05-01T10:00:00Z", Precision.MINUTE),
        ("2099-01-01", None, None),
        ("soon", None, None),
        ("99:99", None, None),
        (True, None, None),
    ],
)
def test_stated_times(said: object, value: str | None, precision: Precision | None) -> None:
    assert moment_of(said, NOW) == (value, precision)


BOMB = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b"<!doctype html><html><body>Not here</body></html>", "HTML"),
        (b"plain words", "not RSS"),
        (rss("<item><title>&b;</title><link>/x</link></item>", BOMB), "entities"),
        (rss("<item><title>&x;</title><link>/x</link></item>", OUTSIDE), "entities"),
        (rss("<item><title>A</title></item>"), "without links"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken JSON"),
        (b"[" * 100_000, "broken JSON"),
        (gzip.compress(b"\0" * 20_000_000), "larger"),
        (b"\x1f\x8bgarbage", "gzip"),
    ],
)
def test_faults_are_named(body: bytes, problem: str) -> None:
    feed = read_feed(body, URL, NOW)
    assert problem in (feed.problem or "")
    assert not feed.entries


def test_a_feed_cut_short_gives_what_it_holds() -> None:
    whole = rss("".join(f"<item><title>T{n}</title><link>/n/{n}</link></item>" for n in range(9)))
    assert len(read_feed(whole[: len(whole) // 2], URL, NOW).entries) >= 3


@pytest.mark.shared
def test_every_real_feed_and_snapshot_parses(shared: Path) -> None:
    folder = shared / "data" / "institutions"
    files = [*folder.glob("feeds/*.xml"), *folder.glob("feed-history/*/*.gz")]
    for file in files:
        feed = read_feed(file.read_bytes(), URL, NOW)
        assert feed.problem is None, file
        assert feed.entries, file
        assert all(entry.published_at and entry.title for entry in feed.entries), file
    assert len(files) > 40


def test_references_to_no_character_break_nothing() -> None:
    body = rss("<item><title>A &#x110000; &#xD800; &#999999999; B</title><link>/n/1</link></item></ite>")
    (entry,) = read_feed(body, URL, NOW).entries
    assert (entry.title or "").startswith("A ")
