"""What a reader of the archive expects of one page, and that no page breaks the reading."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import json
import os
import random
import tarfile
from pathlib import Path

import pytest

from crawler.items import DoorKind, Entry, PageKind, Precision
from tests.extract.pages import DIVI, NOW, PROSE, URL, page, read


def test_a_divi_news_page_gives_its_article_and_none_of_its_teasers() -> None:
    article = read(DIVI)
    assert article.kind is PageKind.ARTICLE
    assert article.title == "Une thérapie cellulaire prometteuse contre le lupus"
    assert article.text.startswith("L’équipe de la professeure Claire Dumas")
    assert "mieux comprendre comment ces cellules" in article.text
    for teaser in ("À lire aussi", "portes ouvertes", "Additifs", "inégalités", "Mentions légales"):
        assert teaser not in article.text
    assert (article.published_at, article.precision) == ("2025-01-14T09:30:12Z", Precision.MINUTE)
    assert article.modified_at == "2025-01-15T10:00:00Z"
    assert article.language == "fr"
    assert article.lead == "Huit patientes traitées sans effet indésirable grave lors d'un essai de phase I."
    assert article.canonical_url == URL
    assert [(a.language, a.url) for a in article.alternates] == [
        ("en", "https://www.universite-exemple.fr/en/a-cell-therapy-against-lupus/")
    ]
    assert {(i.scheme, i.value, i.primary) for i in article.identifiers} == {
        ("nct", "NCT04678901", True),
        ("doi", "10.1016/s2665-9913(24)00298-4", True),
    }
    assert article.origins["title"] in ("h1", "og") and article.origins["published_at"] == "meta"


def test_the_same_page_gives_the_same_article() -> None:
    assert read(DIVI) == read(DIVI)


def test_a_page_without_any_date_has_none_though_its_text_speaks_of_days() -> None:
    html = page(
        f"<main><h1>Second meeting of the advisory board</h1><p>On 8 November 2024 the project held its second meeting. {PROSE}</p>"
        f"<p>The next one follows on 5 May 2025 in Dresden. {PROSE}</p></main><footer>© 2026 Institute</footer>",
    )
    article = read(html, "https://institute.example/second-meeting/")
    assert article.published_at is None and article.precision is None and "published_at" not in article.origins


def test_what_a_feed_says_dates_a_page_that_does_not() -> None:
    entry = Entry(
        url=URL,
        door="https://www.universite-exemple.fr/feed",
        origin=DoorKind.FEED,
        published_at="2025-03-04T08:00:00Z",
    )
    article = read(page(f"<main><h1>A new ward</h1><p>{PROSE}</p></main>"), entry=entry)
    assert article.published_at == "2025-03-04T08:00:00Z" and article.origins["published_at"] == "feed"


def test_news_of_one_sentence_is_an_article_without_the_menu() -> None:
    html = page(
        "<nav><ul><li><a href='/a'>Research</a></li><li><a href='/b'>People</a></li></ul></nav>"
        "<main><h1>Our paper was accepted</h1><p>Congratulations to Jia and Li on their first paper.</p></main>"
    )
    article = read(html, "https://lab.example/news/paper/")
    assert article.kind is PageKind.ARTICLE
    assert article.text == "Congratulations to Jia and Li on their first paper."


def test_news_that_is_one_picture_is_an_article() -> None:
    html = page("<main><article><h1>Open day poster</h1><img src='/poster-2024.png' alt='Poster'></article></main>")
    article = read(html, "https://lab.example/news/poster/")
    assert article.kind is PageKind.ARTICLE and article.text == ""
    assert [image.url for image in article.images] == ["https://lab.example/poster-2024.png"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", PageKind.EMPTY),
        (b"  \n ", PageKind.EMPTY),
        (b"%PDF-1.7 ...", PageKind.NOT_HTML),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", PageKind.NOT_HTML),
        (b'{"title": "an answer of an API"}', PageKind.NOT_HTML),
    ],
)
def test_bodies_that_are_no_page_are_told(body: bytes, kind: PageKind) -> None:
    article = read(body)
    assert article.kind is kind and article.reason


HOSTILE = {
    "nested 10,000 deep": b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000,
    "nested tables": b"<table><tr><td>" * 5_000,
    "nested spans with words": b"<h1>T</h1>" + b"<span>word " * 10_000,
    "never closed": b"<html><body><p>" * 500,
    "huge attribute": b"<h1>Title</h1><p title='" + b"x" * 3_000_000 + b"'>text</p>",
    "huge line": b"<h1>Title</h1><p>" + b"word " * 400_000 + b"</p>",
    "many brackets": b"<h1>Title</h1><p>" + b"((((" * 50_000 + b"</p>",
    "digits": b"<h1>Title</h1><p>" + b"1234567890/" * 20_000 + b"</p>",
    "doi slashes": b"<h1>Title</h1><p>10.1234/" + b"a(b)" * 20_000 + b"</p>",
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><html><h1>&b;</h1><p>&b;</p></html>",
    "external entity": b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><h1>T</h1><p>&x;</p></html>",
    "zero bytes": b"<html>\x00<h1>Ti\x00tle</h1><p>te\x00xt</p></html>",
    "deep json": b"<script type='application/ld+json'>" + b"[" * 50_000 + b"</script><h1>T</h1><p>x</p>",
    "broken json": b"<script type='application/ld+json'>{\"@type\": \"NewsArticle\", </script><h1>T</h1><p>x</p>",
    "wrong types in json": b"<script type='application/ld+json'>"
    + json.dumps({"@type": ["NewsArticle", 3], "headline": {"a": [1]}, "datePublished": 17, "author": [None, 3]}).encode()
    + b"</script><h1>Title</h1><p>x</p>",
    "wrong charset": "<meta charset='no-such-thing'><h1>Études</h1><p>é</p>".encode("latin-1"),
    "bad address": b"<base href='http://[::1'><link rel=canonical href='http://[bad'><h1>T</h1><img src='http://[x'><p>x</p>",
    "bad numbers": b"<h1>T</h1><time datetime='2024-99-99T99:99:99+99:99'>99.99.2024</time><img src=a.jpg width='9e99'><p>x</p>",
    "superscript digits": "<h1>T</h1><p>².²².²⁰²⁴ and ①② ٣</p>".encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_breaks_the_reading(name: str) -> None:
    article = read(HOSTILE[name])
    assert isinstance(article.kind, PageKind)
    assert "root:" not in article.text


def test_random_bytes_and_cut_pages_break_nothing() -> None:
    chance = random.Random(7)
    source = DIVI.encode()
    for _ in range(12):
        noise = read(bytes(chance.randrange(256) for _ in range(2_000)))
        assert noise.title is None or noise.kind is not PageKind.ARTICLE
        cut = chance.randrange(len(source))
        damaged = bytearray(source[:cut])
        for _ in range(30):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert isinstance(read(bytes(damaged)).kind, PageKind)


@pytest.mark.shared
def test_real_sites_of_eight_languages(shared: Path) -> None:
    """One article of each of the real sites, title, day and language exact."""
    sites = json.loads((shared / "data/sites/sites.json").read_text())["sites"]
    wrong = []
    for site in sites:
        gold = next((g for g in site["gold"] if g.get("date") and not g.get("optional")), None)
        if gold is None:  # one site dates nothing
            continue
        with tarfile.open(shared / "data/sites" / f"{site['site']}.tar.gz") as archive:
            wanted = f"{site['site']}{gold['path'].rstrip('/')}/index.html"
            member = next((m for m in archive if os.path.normpath(m.name) == wanted), None)
            file = archive.extractfile(member) if member else None
            if file is None:
                continue
            article = read(file.read(), f"https://{site['host']}{gold['path']}")
        said = (article.title, (article.published_at or "")[:10], article.language)
        if said != (gold["title"], gold["date"], gold["lang"]):
            wrong.append((site["site"], said))
    assert not wrong


def test_nothing_is_dated_after_now() -> None:
    html = page("<main><h1>From tomorrow</h1><time datetime='2031-01-01'>1 January 2031</time><p>Words.</p></main>")
    assert read(html).published_at is None
    assert NOW.year == 2026
