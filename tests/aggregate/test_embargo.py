"""What is under embargo is nowhere in news.db until its moment, and is published then without being crawled again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from .conftest import Home, doi, prose

URL = "https://www.aphp.example/actualite/secret-breakthrough"
MOMENT = "2026-12-01T00:01:00Z"
AFTER = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)


def everything(home: Home, tmp_path: Path) -> bytes:
    home.news.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (tmp_path / "news.db").read_bytes()


def test_nothing_of_it_enters_the_file(home: Home, tmp_path: Path) -> None:
    home.page("https://www.aphp.example/actualite/other")
    home.page(URL, title="Secret breakthrough", text="Xylophone cells. " + prose("s"), embargo_until=MOMENT)
    report = home.run()
    assert (report.held, report.published) == (1, 1)
    stored = everything(home, tmp_path).lower()
    assert b"breakthrough" not in stored
    assert b"xylophone" not in stored


def test_it_comes_in_afterwards_although_the_cursor_has_passed(home: Home) -> None:
    home.page(URL, embargo_until=MOMENT, identifiers=[doi("10.1/x")])
    home.page("https://www.ucl.example/news/x", "gb_ucl", identifiers=[doi("10.1/x")])
    home.run()
    assert set(home.articles()) == {"https://www.ucl.example/news/x"}
    report = home.run(AFTER)
    assert (report.read, report.published, report.held) == (1, 1, 0)
    assert len(home.stories()) == 1
    before = home.dump()
    assert home.run(AFTER).read == 0
    assert home.dump() == before


def test_a_later_text_without_embargo_wins(home: Home) -> None:
    home.page(URL, text=prose("early"), embargo_until=MOMENT)
    home.page(URL, text=prose("public"))
    home.run()
    assert home.articles()[URL]["text"] == prose("public")
    home.run(AFTER)
    assert home.articles()[URL]["text"] == prose("public")


def test_a_page_found_to_be_under_embargo_later_is_taken_out_and_gets_its_id_back(home: Home, tmp_path: Path) -> None:
    home.page("https://www.ucl.example/news/x", "gb_ucl", identifiers=[doi("10.1/x")])
    home.page(URL, title="Secret breakthrough", identifiers=[doi("10.1/x")], published_at="2026-11-19")
    home.run()
    id_, story = home.articles()[URL]["id"], home.story(URL)
    home.page(URL, title="Secret breakthrough", identifiers=[doi("10.1/x")], embargo_until=MOMENT)
    home.run()
    assert set(home.articles()) == {"https://www.ucl.example/news/x"}
    assert not list(home.news.query("SELECT * FROM addresses WHERE key LIKE '%secret%'"))
    assert not list(home.news.query("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'breakthrough'"))
    home.run(AFTER)
    assert home.articles()[URL]["id"] == id_
    assert home.story(URL) == home.story("https://www.ucl.example/news/x")
    assert story


def test_a_page_gone_before_its_moment_comes_in_as_withdrawn(home: Home) -> None:
    home.page(URL, embargo_until=MOMENT)
    home.page(URL, kind="gone", title=None, text="", scraped_at="2026-11-25T03:00:00Z")
    assert home.run().articles == 0
    home.run(AFTER)
    assert home.articles()[URL]["withdrawn_at"] == "2026-11-25T03:00:00Z"


def test_a_held_text_is_not_public_for_a_moment_between_two_batches(home: Home) -> None:
    """The first text said no embargo, the second does: the first is not published on the way to the second."""
    home.page(URL, title="Secret breakthrough")
    home.page(URL, title="Secret breakthrough", embargo_until=MOMENT)
    report = home.run()
    assert (report.published, report.held) == (0, 1)
