"""Sitemaps of every kind become addresses; their lastmod is believed only when it can be true."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler.discover.sitemaps import read_sitemap
from tests.discover.web import NOW

URL = "https://u.example/sitemap.xml"


def urlset(inner: str) -> bytes:
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inner}</urlset>".encode()


def test_google_news_and_languages() -> None:
    body = urlset(
        "<url><loc>https://u.example/n/1</loc><lastmod>2025-01-02</lastmod>"
        "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:publication><n:name>U</n:name><n:language>de</n:language>"
        "</n:publication><n:publication_date>2025-01-01T10:00:00Z</n:publication_date><n:title>Neues</n:title></n:news>"
        "<x:link xmlns:x='http://www.w3.org/1999/xhtml' rel='alternate' hreflang='en' href='https://u.example/en/n/1'/></url>"
    )
    (page,) = read_sitemap(body, URL, NOW).pages
    assert (page.url, page.title, page.language) == ("https://u.example/n/1", "Neues", "de")
    assert (page.published_at, page.modified_at) == ("2025-01-01T10:00:00Z", "2025-01-02")
    assert page.alternates == (("en", "https://u.example/en/n/1"),)


def test_index_gzip_and_text() -> None:
    index = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml.gz</loc></sitemap></sitemapindex>"
    assert [url for url, _ in read_sitemap(index, URL, NOW).sitemaps] == [
        "https://u.example/a.xml",
        "https://u.example/b.xml.gz",
    ]
    packed = gzip.compress(urlset("<url><loc>/n/1</loc></url>"))
    assert [page.url for page in read_sitemap(packed, URL, NOW).pages] == ["https://u.example/n/1"]
    text = b"\xef\xbb\xbfhttps://u.example/1\r\nrubbish\r\nhttps://u.example/2\r\n"
    assert [page.url for page in read_sitemap(text, URL, NOW).pages] == ["https://u.example/1", "https://u.example/2"]


@pytest.mark.parametrize(
    "lastmod", ["2025-03-03T03:03:03Z", "2026-11-22T11:59:30Z", "2031-01-01"], ids=["one build", "now", "future"]
)
def test_lastmod_that_says_nothing_is_ignored(lastmod: str) -> None:
    body = urlset("".join(f"<url><loc>/n/{n}</loc><lastmod>{lastmod}</lastmod></url>" for n in range(6)))
    assert {page.modified_at for page in read_sitemap(body, URL, NOW).pages} == {None}


def test_lastmod_that_differs_is_kept() -> None:
    body = urlset("".join(f"<url><loc>/n/{n}</loc><lastmod>2025-03-0{n}</lastmod></url>" for n in range(1, 7)))
    assert read_sitemap(body, URL, NOW).pages[1].modified_at == "2025-03-02"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b"<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>", "entities"),
        (gzip.compress(b"\0" * 60_000_000), "larger"),
        (b"\x1f\x8bxx", "gzip"),
        (b"<other/>", "root is <other>"),
        (b"no address", "holds no address"),
    ],
)
def test_faults_are_named(body: bytes, problem: str) -> None:
    sitemap = read_sitemap(body, URL, NOW)
    assert problem in (sitemap.problem or "")
    assert not sitemap.pages


def test_a_sitemap_cut_short_gives_what_it_holds() -> None:
    whole = urlset("".join(f"<url><loc>/n/{n}</loc></url>" for n in range(100)))
    assert len(read_sitemap(whole[: len(whole) // 2], URL, NOW).pages) > 40


@pytest.mark.shared
def test_every_conformance_sitemap_parses_or_names_its_fault(shared: Path) -> None:
    folder = shared / "data" / "institutions" / "conformance" / "crawler-commons"
    files = [file for part in ("sitemaps", "rss") for file in (folder / part).rglob("*") if file.is_file()]
    assert len(files) > 15
    for file in files:
        sitemap = read_sitemap(file.read_bytes(), "http://www.example.com/sitemap.xml", NOW)
        assert sitemap.pages or sitemap.sitemaps or sitemap.problem, file


def test_prefixes_never_declared() -> None:
    body = b"<urlset><url><loc>/n/1</loc><mobile:mobile/><news:title>T</news:title></url></urlset>"
    (page,) = read_sitemap(body, URL, NOW).pages
    assert (page.url, page.title) == ("https://u.example/n/1", "T")
