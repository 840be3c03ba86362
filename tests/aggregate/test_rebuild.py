"""The whole archive is judged again beside the file in use, with the ids it gave, and swapped in whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from .conftest import NOW, Home, doi, prose

EN = "https://www.ucl.example/news/a"
FR = "https://u-paris.example/b"
OLD = "https://www.aphp.example/c"


def grown(home: Home) -> None:
    """A home that has seen revisions, a merge of stories, duplicates, a withdrawal and an embargo."""
    home.page(EN, "gb_ucl", published_at="2024-12-20", identifiers=[doi("10.1/a")])
    home.page(FR, "fr_paris", published_at="2024-12-18", identifiers=[doi("10.1/b")])
    home.run()
    home.page(OLD, "fr_aphp", published_at="2024-12-22", identifiers=[doi("10.1/a"), doi("10.1/b")])
    home.page(OLD + "/copy", "fr_aphp", text=prose(OLD), published_at="2024-12-01")
    home.page(OLD + "/embargo", "fr_aphp", embargo_until="2026-11-23T00:00:00Z")
    home.run()
    home.page(EN, "gb_ucl", published_at="2024-12-21", identifiers=[doi("10.1/a")], text=prose("new"))
    home.page(OLD + "/copy", kind="gone", title=None, text="")
    home.page(OLD + "/late", "fr_aphp")
    home.run(NOW + timedelta(days=2))


def test_a_rebuild_of_an_unchanged_archive_gives_the_same_file(home: Home) -> None:
    grown(home)
    before = home.dump()
    report = home.rebuild(NOW + timedelta(days=2))
    assert report.published == 6
    assert home.dump() == before


def test_readers_keep_their_connection(home: Home, tmp_path: Path) -> None:
    grown(home)
    reader = Database(str(tmp_path / "news.db"))
    reader.conn.execute("BEGIN")
    assert reader.conn.execute("SELECT count(*) FROM articles").fetchone()[0] == 6
    home.page(EN + "/more", "gb_ucl")
    home.rebuild(NOW + timedelta(days=2))
    assert reader.conn.execute("SELECT count(*) FROM articles").fetchone()[0] == 6
    reader.conn.execute("COMMIT")
    assert reader.conn.execute("SELECT count(*) FROM articles").fetchone()[0] == 7
    assert reader.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    reader.close()
    assert sorted(file.name for file in tmp_path.iterdir() if "again" in file.name) == []


def test_a_rebuild_that_fails_leaves_the_old_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(home)
    before = home.dump()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aggregator.aggregate.link_texts", fail)
    with pytest.raises(KeyboardInterrupt):
        home.rebuild(NOW + timedelta(days=2))
    assert home.dump() == before
    monkeypatch.undo()
    home.rebuild(NOW + timedelta(days=2))
    assert home.dump() == before


def test_a_lost_file_is_made_anew_from_the_archive(home: Home, tmp_path: Path) -> None:
    grown(home)
    texts = {url: row["text"] for url, row in home.articles().items()}
    stories = home.stories()
    fresh = Home.__new__(Home)
    fresh.folder, fresh.archive, fresh.encoder = tmp_path / "other", home.archive, home.encoder
    fresh.rebuild(NOW + timedelta(days=2))
    fresh.news = Database(str(tmp_path / "other" / "news.db"))
    assert {url: row["text"] for url, row in fresh.articles().items()} == texts
    assert fresh.stories() == stories
    fresh.news.close()
