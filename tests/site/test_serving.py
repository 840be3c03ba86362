"""The site is served over a file that is written to and replaced meanwhile, and says clearly when it cannot be."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from aggregator.cli import main
from db.connection import DatabaseRefused, open_database
from db.migrations import ARCHIVE_ID, NEWS_ID, archive, news
from db.site.metadata import METADATA
from db.site.serve import build


def test_a_missing_a_foreign_and_a_broken_file_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="newsward aggregate"):
        build(tmp_path / "news.db")
    open_database(tmp_path / "archive.db", archive, ARCHIVE_ID).conn.close()
    with pytest.raises(DatabaseRefused, match="not a Newsward database"):
        build(tmp_path / "archive.db")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(DatabaseRefused, match="not a Newsward database"):
        build(tmp_path / "other.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(DatabaseRefused):
        build(tmp_path / "empty.db")
    (tmp_path / "text.db").write_text("not a database at all, but quite a long text" * 50)
    with pytest.raises(DatabaseRefused, match="not a readable SQLite file"):
        build(tmp_path / "text.db")


def test_a_file_of_another_version_is_refused(tmp_path: Path, newsroom: Any) -> None:
    path = newsroom.make_database(tmp_path / "news.db")
    with sqlite3.connect(path) as conn:
        conn.execute("UPDATE _sqlite_migrations SET name = 'news_9999' WHERE name = 'news_0001'")
    with pytest.raises(DatabaseRefused, match="older Newsward: run `newsward aggregate`"):
        build(path)
    with sqlite3.connect(path) as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations SELECT 9, migration_set, 'news_0001', applied_at FROM _sqlite_migrations"
            " LIMIT 1"
        )
    with pytest.raises(DatabaseRefused, match="newer Newsward: update"):
        build(path)


def test_the_command_says_why_it_cannot_serve(tmp_path: Path, newsroom: Any) -> None:
    missing = CliRunner().invoke(main, ["serve", "--home", str(tmp_path)])
    assert missing.exit_code == 2
    assert "newsward aggregate" in missing.output
    newsroom.make_database(tmp_path / "news.db")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = CliRunner().invoke(main, ["serve", "--home", str(tmp_path), "--port", str(port)])
    assert refused.exit_code == 2
    assert f"Port {port} is in use" in refused.output
    nowhere = CliRunner().invoke(main, ["serve", "--home", str(tmp_path), "--host", "192.0.2.1"])
    assert nowhere.exit_code == 2
    assert "no such address" in nowhere.output


def test_the_command_serves_and_prints_what_to_try(tmp_path: Path, newsroom: Any) -> None:
    newsroom.make_database(tmp_path / "news.db")
    command = [sys.executable, "-m", "aggregator", "serve", "--home", str(tmp_path), "--port", "0"]
    command[1:3] = ["-c", "from aggregator.cli import main; main()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[3]
            with urllib.request.urlopen(address, timeout=20) as answer:
                assert "Lupus" in answer.read().decode()
            with urllib.request.urlopen(f"{address}news/articles.csv?_size=1", timeout=20) as answer:
                assert answer.read().startswith(b"id,source")
        finally:
            process.terminate()
    assert process.returncode in (0, -15)


def test_what_is_written_while_serving_is_seen_at_once(tmp_path: Path, newsroom: Any) -> None:
    path = newsroom.make_database(tmp_path / "news.db")
    reader = newsroom.Reader(build(path, now=lambda: newsroom.NOW))
    assert "Fresh from the press" not in reader.get("/").text
    db = open_database(path, news, NEWS_ID)
    with db.conn:
        newsroom.put_articles(db, [newsroom.News(20261122000099, "gb_ashdown", "Fresh from the press", "New.")])
    assert "Fresh from the press" in reader.get("/").text
    with db.conn:
        db.conn.execute("UPDATE articles SET title = 'Half done' WHERE id = 20261122000099")
        assert "Fresh from the press" in reader.get("/").text, "a reader never sees a transaction that is not over"
        db.conn.rollback()
    db.conn.close()
    reader.close()


def test_a_rebuilt_file_is_picked_up(tmp_path: Path, newsroom: Any) -> None:
    path = newsroom.make_database(tmp_path / "news.db")
    reader = newsroom.Reader(build(path, now=lambda: newsroom.NOW))
    assert reader.get("/article/20261120000001").status_code == 200

    def fill(db: Any) -> None:
        with db.conn:
            newsroom.put_source(
                db, id="s", name="S", country="FR", kind="university", languages='["fr"]', home="https://s.example/"
            )
            newsroom.put_articles(db, [newsroom.News(20261122000099, "s", "Rebuilt", "Again.", "fr")])

    rebuilt = newsroom.make_database(tmp_path / "rebuilt.db", fill)
    shutil.move(rebuilt, path)
    assert "Rebuilt" in reader.get("/").text
    assert reader.get("/article/20261120000001").status_code == 404
    assert "Rebuilt" in reader.get("/news/articles").text
    assert "Rebuilt" in reader.get("/search?q=again").text
    reader.close()


def test_every_public_table_and_column_is_described_and_the_technical_ones_are_hidden(reader: Any) -> None:
    described = METADATA["databases"]["news"]["tables"]
    tables = {
        row["name"]
        for row in reader.run(
            reader.site.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'articles_fts%'")
        )
    }
    assert tables == set(described)
    for table, said in described.items():
        if said.get("hidden"):
            continue
        rows = reader.run(reader.site.rows("SELECT name FROM pragma_table_info(:t)", {"t": table}))
        assert {row["name"] for row in rows} == set(said["columns"]), table
        assert said["description"]
    page = reader.get("/news").text
    assert "minhash_bands" not in page
    assert 'href="/news/articles_fts' not in page


@pytest.mark.parametrize("query", list(METADATA["databases"]["news"]["queries"]))
def test_every_ready_made_query_runs(reader: Any, query: str) -> None:
    answer = reader.get(
        f"/news/{query}.json?since=2026-01-01&identifier=NCT01234567&journal=the%20invented%20journal%20of%20medicine"
    )
    assert answer.status_code == 200
    assert answer.json()["rows"]


def test_a_file_that_vanishes_is_a_friendly_answer_until_it_is_back(
    tmp_path: Path, newsroom: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    path = newsroom.make_database(tmp_path / "news.db")
    reader = newsroom.Reader(build(path, now=lambda: newsroom.NOW))
    path.rename(tmp_path / "elsewhere.db")
    answer = reader.get("/")
    assert answer.status_code == 503
    assert "Please try again in a moment" in answer.text
    assert "unable to open" in "".join(capfd.readouterr())
    (tmp_path / "elsewhere.db").rename(path)
    assert reader.get("/").status_code == 200
    reader.close()


def test_the_documented_addresses_searches_and_query_work(reader: Any) -> None:
    text = (Path(__file__).parents[2] / "docs" / "site.md").read_text(encoding="utf-8")
    ids = {
        "/article/ID": 20261120000001,
        "/story/ID": 20261120000001,
        "/institution/ID": "0aaaaaa11",
        "/paper/ID": 4242,
    }
    for address in re.findall(r"^\| `(/[^`]*)` \|", text, re.MULTILINE):
        begin = next((known for known in ids if address.startswith(known)), "ID")
        path = address.replace("ID", str(ids.get(begin, "")))
        assert reader.get(path).status_code == 200, address
    for name in ("_institution", "_country", "_kind", "_from", "_to"):
        assert f"`{name}`" in text
        assert reader.get(f"/news/articles.json?{name}=2026-11-20").json()["rows"] is not None
    sql = re.search(r"```sql\n(.+?)```", text, re.DOTALL)
    assert sql
    answer = reader.get(f"/news.json?{urlencode({'sql': sql[1].replace('mouse', 'protein')})}")
    assert [row[0] for row in answer.json()["rows"]] == [20261121000002, 20261120000001]
