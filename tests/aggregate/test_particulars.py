"""The fields of a release reach readers clean, capped, and without a word about an embargo."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from aggregator import particulars
from aggregator.aggregate import rebuild
from aggregator.cli.export import article_lines
from db import migrations
from db.connection import open_database, transaction
from db.search import index_articles

from .conftest import NOW, SOURCES, Home, prose

URL = "https://www.aphp.example/actualite/lupus"
SECRET = "https://www.aphp.example/actualite/secret-breakthrough"
SAID: dict[str, Any] = {
    "html": "<p>Halved\u200b flares.</p>",
    "paper": {"title": "One  protein", "journal": "The Invented Lancet", "where": "text", "quote": "published in"},
    "labels": [
        {"name": "news_type", "value": "trial", "quote": "a trial", "where": "text", "confidence": 0.6},
        {"name": "news_type", "value": "research result", "quote": "found  that", "where": "text", "confidence": 0.9},
        {"name": "evidence", "value": "peer-reviewed", "quote": "published in", "where": "text", "confidence": 0.97},
        {"name": "evidence", "value": "proven", "quote": "x", "where": "text", "confidence": 1.0},
        {"name": "subject", "value": "humans", "quote": "", "where": "text", "confidence": 1.0},
    ],
    "images": [
        {"url": "https://www.aphp.example/a.jpg", "caption": "Cells", "credit": "© A. B.", "licence": "CC BY 4.0"},
        {"url": "javascript:alert(1)", "caption": "x", "credit": None, "licence": None},
    ],
    "attachments": [
        {"url": "https://www.aphp.example/r.pdf#page=2", "kind": "pdf", "title": "The release"},
        {"url": "https://www.aphp.example/r.exe", "kind": "program", "title": None},
    ],
    "experts": [
        {"name": "Ada  Byron", "role": "Professor", "affiliation": None, "quote": "“It works,” said Ada Byron"}
    ],
    "related": [
        {"url": "https://www.aphp.example/actualite/other?utm_source=x", "title": "Another one"},
        {"url": URL, "title": "This one"},
        {"url": SECRET + "/", "title": "Secret breakthrough"},
    ],
    "identifiers": [
        {"scheme": "grant", "value": "101", "where": "text", "funder": "ERC", "quote": "grant 101", "primary": False}
    ],
    "embargo_quote": "Embargoed until noon",
    "origins": {"title": "h1", "embargo_until": "text"},
    "confidences": {"title": 0.98765, "embargo_until": 0.9, "text": "sure", "lead": 3},
    "candidates": [
        {"field": "title", "value": "About", "origin": "h1", "confidence": 0.98, "why": "another place says it too"},
        {"field": "embargo_until", "value": "2026-01-01T00:00:00Z", "origin": "text", "confidence": 0.9, "why": "x"},
    ],
}


def test_everything_a_release_says_is_published(home: Home) -> None:
    home.page(URL, **SAID)
    home.run()
    row = home.articles()[URL]
    assert (row["news_type"], row["evidence"]) == ("research result", "peer-reviewed")
    assert (row["journal"], row["paper_title"]) == ("The Invented Lancet", "One protein")
    assert row["html"] == "<p>Halved flares.</p>"
    assert [one["value"] for one in json.loads(row["labels"])] == ["peer-reviewed", "research result", "trial"]
    assert [one["url"] for one in json.loads(row["images"])] == ["https://www.aphp.example/a.jpg"]
    assert json.loads(row["images"])[0]["licence"] == "CC BY 4.0"
    assert [one["url"] for one in json.loads(row["attachments"])] == ["https://www.aphp.example/r.pdf"]
    assert json.loads(row["experts"])[0]["name"] == "Ada Byron"
    assert json.loads(row["confidences"]) == {"title": 0.988, "lead": 1.0}
    assert [one["field"] for one in json.loads(row["candidates"])] == ["title"]
    (grant,) = home.news.query("SELECT scheme, value, funder, quote FROM identifiers")
    assert grant == {"scheme": "grant", "value": "101", "funder": "ERC", "quote": "grant 101"}


def test_export_prints_it(home: Home) -> None:
    home.page(URL, **SAID)
    home.run()
    (line,) = article_lines(home.news)
    assert (line["news_type"], line["evidence"]) == ("research result", "peer-reviewed")
    assert (line["journal"], line["paper_title"]) == ("The Invented Lancet", "One protein")
    assert line["identifiers"][0]["funder"] == "ERC"
    assert line["labels"][0]["quote"] == "published in"
    assert line["attachments"][0]["kind"] == "pdf"
    assert line["experts"][0]["role"] == "Professor"


def test_the_surest_label_of_a_name_counts_and_one_without_words_or_of_no_list_none() -> None:
    labels = particulars.clean_labels(SAID["labels"])
    assert particulars.taken(labels, "news_type") == "research result"
    assert particulars.taken(labels, "evidence") == "peer-reviewed"
    assert particulars.taken(labels, "subject") is None


def test_long_words_and_lists_are_cut() -> None:
    (image,) = particulars.clean_images([{"url": "https://a.example/1", "caption": "w " * 100_000}])
    assert len(image["caption"]) == particulars.LONGEST_LINE
    many = [{"url": f"https://a.example/{n}", "title": "t"} for n in range(10_000)]
    assert len(particulars.clean_related(many, "a.example/x", frozenset())) == particulars.MOST
    said = [{"field": "title", "value": str(n), "origin": "h1", "confidence": 0.1} for n in range(50)]
    assert len(particulars.clean_candidates(said)) == particulars.MOST_CANDIDATES
    assert particulars.clean_html("<p>" * particulars.LONGEST_HTML) == ""


@pytest.mark.parametrize("order", ["named first", "held first", "found later"])
def test_no_article_tells_the_headline_of_one_under_embargo(home: Home, tmp_path: Path, order: str) -> None:
    """Not even where a page that is public names it as a related one."""
    held = {"title": "Secret breakthrough", "text": prose("s"), "embargo_until": "2026-12-01T00:01:00Z"}
    if order == "held first":
        home.page(SECRET, **held)
    home.page(URL, **SAID)
    if order == "found later":
        home.run()
        assert "breakthrough" in home.articles()[URL]["related"]
    if order != "held first":
        home.page(SECRET, **held)
    home.run()
    home.news.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    home.news.execute("VACUUM")
    home.news.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = (tmp_path / "news.db").read_bytes().lower()
    assert b"breakthrough" not in stored
    assert b"embargo" not in stored.replace(b"embargoes", b"").replace(b"under embargo", b"")
    assert [one["title"] for one in json.loads(home.articles()[URL]["related"])] == ["Another one"]


def released(path: Path) -> None:
    """A news.db as the version before wrote it, with one article in it."""
    with closing(Database(str(path))) as db:
        db.conn.execute(f"PRAGMA application_id = {migrations.NEWS_ID}")
        migrations.news.apply(db, stop_before="news_0002")
        with transaction(db):
            db.conn.execute(
                "INSERT INTO sources (id, name, institution, country, kind, languages, home)"
                " VALUES ('fr_aphp', 'AP-HP', 'fr_aphp', 'FR', 'hospital', '[]', 'https://www.aphp.example/')"
            )
            db.conn.execute(
                "INSERT INTO articles (id, source, url, page, title, text, first_seen_at, last_seen_at, scraped,"
                " text_hash) VALUES (20261120000007, 'fr_aphp', :url, :url, 'Lupus', 'Old text.', '2026-11-20',"
                " '2026-11-20', 1, 'x')",
                {"url": URL},
            )
            db.conn.execute(
                "INSERT INTO addresses (key, article, scraped) VALUES ('aphp.example/actualite/lupus',"
                " 20261120000007, 1)"
            )
            index_articles(db, [(20261120000007, "Lupus", "", "Old text.")])


def test_a_file_of_the_version_before_migrates_and_is_filled_by_judging_again(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "old" / "news.db"
    path.parent.mkdir()
    released(path)
    with closing(open_database(path, migrations.news, migrations.NEWS_ID)) as news:
        (row,) = news.query("SELECT html, news_type, labels, confidences FROM articles")
        assert row == {"html": "", "news_type": None, "labels": "[]", "confidences": "{}"}
    home.page(URL, **SAID)
    rebuild(home.archive, path, SOURCES, NOW, home.encoder)
    with closing(open_database(path, migrations.news, migrations.NEWS_ID)) as news:
        (row,) = news.query("SELECT id, html, news_type, journal FROM articles")
    assert row == {
        "id": 20261120000007, "html": "<p>Halved flares.</p>", "news_type": "research result",
        "journal": "The Invented Lancet",
    }  # fmt: skip


def test_an_archive_of_the_version_before_migrates_and_can_be_published(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(Database(str(path))) as db:
        db.conn.execute(f"PRAGMA application_id = {migrations.ARCHIVE_ID}")
        migrations.archive.apply(db, stop_before="archive_0002")
        with transaction(db):
            db.conn.execute(
                "INSERT INTO crawls (id, source, started_at) VALUES (1, 'fr_aphp', '2026-11-20T02:30:00Z')",
            )
            db.conn.execute(
                "INSERT INTO scraped_articles (source, url, crawl, scraped_at, kind, said_digest, parser, title, text)"
                " VALUES ('fr_aphp', :url, 1, '2026-11-20T03:00:00Z', 'article', 'x', '1', 'Lupus', 'Old text.')",
                {"url": URL},
            )
    with closing(Home(tmp_path)) as home:
        home.run()
        row = home.articles()[URL]
        assert (row["title"], row["text"], row["html"], row["labels"]) == ("Lupus", "Old text.", "", "[]")
        home.page(URL, **SAID)  # what `newsward reparse` stores
        home.run()
        assert home.articles()[URL]["news_type"] == "research result"
