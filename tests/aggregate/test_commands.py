"""`newsward import`, `aggregate` and `export` as other programs rely on them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import main
from bench.templates import notices

from .conftest import Home, doi, lines_of, prose


def newsward(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)


def imported(folder: Path, rows: list[dict[str, Any]]) -> Result:
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return newsward("import", str(file), "--home", str(folder / "home"))


def stories(folder: Path) -> dict[Any, dict[str, Any]]:
    told = newsward("export", "stories", "--home", str(folder / "home"))
    assert told.exit_code == 0
    return {one["id"]: one for one in lines_of(told.stdout)}


def test_imported_articles_come_out_with_their_own_ids(tmp_path: Path) -> None:
    text = prose("one", 100)
    rows = [
        {"id": "a", "text": text, "title": "One", "lang": "en", "date": "2026-11-02", "url": "https://a.example/1"},
        {"id": "b", "text": text.upper(), "date": "2026-11-01T09:30:00+02:00", "url": "https://b.example/2"},
        {"id": 3, "text": prose("three"), "doi": "https://doi.org/10.1000/ABC.1"},
        {"id": "d", "text": prose("four") + "\nOriginal publication: https://doi.org/10.1000/abc.1"},
        {"id": "e", "text": ""},
    ]
    told = imported(tmp_path, rows)
    assert told.exit_code == 0
    found = stories(tmp_path)
    assert set(found) == {"a", "b", "3", "d", "e"}
    assert all(set(one) == {"id", "cluster", "duplicate_of"} for one in found.values())
    assert (found["a"]["duplicate_of"], found["b"]["duplicate_of"]) == ("b", None)
    assert found["a"]["cluster"] == found["b"]["cluster"]
    assert found["3"]["cluster"] == found["d"]["cluster"] != found["a"]["cluster"]
    assert found["e"]["cluster"] is None


def test_stories_come_out_with_why_when_asked(tmp_path: Path) -> None:
    rows = [
        {
            "id": "a",
            "text": prose("one") + "\nOriginal publication: https://doi.org/10.1000/abc.1",
            "date": "2026-11-01",
        },
        {"id": "b", "text": prose("two"), "doi": "10.1000/abc.1", "date": "2026-11-02"},
        {"id": "e", "text": ""},
    ]
    imported(tmp_path, rows)
    told = newsward("export", "stories", "--why", "--home", str(tmp_path / "home"))
    found = {one["id"]: one for one in lines_of(told.stdout)}
    assert (found["b"]["reason"], found["b"]["score"], found["b"]["with"]) == ("same doi", 1.0, "a")
    assert found["b"]["role"] == "announcement"
    assert found["e"] == dict.fromkeys(("cluster", "duplicate_of", "reason", "score", "with", "role")) | {"id": "e"}


def test_importing_twice_changes_nothing_and_a_new_version_keeps_its_place(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": prose("a")}, {"id": "b", "text": prose("b"), "url": "https://b.example/2"}]
    imported(tmp_path, rows)
    before = stories(tmp_path)
    assert "0 of them new or changed" in imported(tmp_path, rows).stdout
    assert stories(tmp_path) == before
    rows[0]["text"] = prose("b")
    imported(tmp_path, rows)
    assert {one["duplicate_of"] for one in stories(tmp_path).values()} != {None}


def test_two_ids_at_one_address_are_both_kept(tmp_path: Path) -> None:
    same = "https://a.example/news?utm_source=x"
    imported(tmp_path, [{"id": "a", "text": prose("a"), "url": same}, {"id": "b", "text": prose("b"), "url": same}])
    found = stories(tmp_path)
    assert found["a"]["cluster"] != found["b"]["cluster"]


def test_every_fault_is_named_with_its_line_and_the_rest_is_imported(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"id": "good", "text": "Good."}).encode(),
        b"not json",
        b'["a list"]',
        b'{"text": "no id"}',
        b'{"id": "no text"}',
        b'{"id": "\xff", "text": "not utf-8"}',
        b"",
        json.dumps({"id": "good", "text": "the id again"}).encode(),
        json.dumps(
            {"id": "w", "text": "Wrong values.", "url": "ftp://x", "date": "3/4/26", "doi": "?", "lang": "!"}
        ).encode(),
        json.dumps({"id": "f", "text": "From the future.", "date": "2999-01-01"}).encode(),
        b'{"id": "deep", "text": ' + b"[" * 100_000,
    ]
    file.write_bytes(b"\n".join(lines))
    told = newsward("import", str(file), "--home", str(tmp_path / "home"), "--json")
    assert told.exit_code == 1
    report = json.loads(told.stdout)
    faults = [(fault["line"], fault["lost"]) for fault in report["faults"]]
    assert faults == [
        (2, True), (3, True), (4, True), (5, True), (6, True), (8, True),
        (9, False), (9, False), (9, False), (9, False), (10, False), (11, True),
    ]  # fmt: skip
    assert "line 8: its id 'good' is that of line 1 already: not imported" in told.stderr
    assert report["articles"] == 3
    assert set(stories(tmp_path)) == {"good", "w", "f"}


def test_a_file_from_another_machine(tmp_path: Path) -> None:
    given = (
        b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": "Good.", "extra": {"x": 1}, "title": None}).encode() + b"\r\n"
    )
    told = newsward("import", "-", "--home", str(tmp_path / "home"), given=given)
    assert told.exit_code == 0
    assert set(stories(tmp_path)) == {"a"}


def test_templated_notices_without_any_address_never_merge(tmp_path: Path) -> None:
    imported(tmp_path, [{key: one[key] for key in ("id", "text")} for one in notices()])
    assert {one["duplicate_of"] for one in stories(tmp_path).values()} == {None}


def test_near_duplicates_of_the_shared_set(tmp_path: Path, shared: Path) -> None:
    rows = lines_of((shared / "data" / "clusters" / "neardup.jsonl").read_text(encoding="utf-8").replace("\u2028", " "))
    imported(tmp_path, [{key: row[key] for key in ("id", "text", "lang")} for row in rows])
    gold = {row["id"]: row["cluster"] for row in rows}
    pairs = {(a, one["duplicate_of"]) for a, one in stories(tmp_path).items() if one["duplicate_of"]}
    right = sum(gold[a] == gold[b] for a, b in pairs)
    wanted = len(rows) - len(set(gold.values()))
    assert right / len(pairs) >= 0.97
    assert right / wanted >= 0.95


def test_export_articles_prints_each_article_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    paper = doi("10.1/x")
    home.page("https://www.aphp.example/a", title="Été", published_at="2026-11-20T10:00:00Z", precision="minute",
              language="fr", authors=["Anne Aubin"], identifiers=[paper])  # fmt: skip
    home.page("https://www.aphp.example/copy", text=prose("https://www.aphp.example/a"))
    home.page("https://www.aphp.example/month", published_at="2026-11", precision="month")
    home.page("https://www.aphp.example/held", embargo_until="2999-01-01T00:00:00Z")
    home.page("https://www.aphp.example/gone", published_at=None, precision=None)
    home.page("https://www.aphp.example/gone", kind="gone", title=None, text="", scraped_at="2026-11-22T04:00:00Z")
    home.close()
    told = newsward("aggregate", "--home", str(tmp_path), "--json")
    assert json.loads(told.stdout)["held"] == 1
    lines = {one["url"]: one for one in lines_of(newsward("export", "articles", "--home", str(tmp_path)).stdout)}
    assert set(lines) == {f"https://www.aphp.example/{name}" for name in ("a", "month", "gone")}
    first = lines["https://www.aphp.example/a"]
    assert {key: first[key] for key in ("title", "date", "language", "source", "published_at", "authors")} == {
        "title": "Été", "date": "2026-11-20", "language": "fr", "source": "fr_aphp",
        "published_at": "2026-11-20T10:00:00Z", "authors": ["Anne Aubin"],
    }  # fmt: skip
    assert first["identifiers"] == [
        {"scheme": "doi", "value": "10.1/x", "where": "text", "primary": True, "quote": None, "funder": None}
    ]
    assert first["text"] == prose("https://www.aphp.example/a")
    assert lines["https://www.aphp.example/month"]["date"] is None
    assert lines["https://www.aphp.example/gone"]["withdrawn_at"] == "2026-11-22T04:00:00Z"
    assert "withdrawn_at" not in first


@pytest.mark.parametrize("verb", [("aggregate",), ("export", "articles"), ("export", "stories")])
def test_a_home_without_archive_says_what_to_do(tmp_path: Path, verb: tuple[str, ...]) -> None:
    told = newsward(*verb, "--home", str(tmp_path / "nothing"))
    assert told.exit_code == 2
    assert "newsward crawl" in told.stderr


def test_aggregate_again_from_the_command_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.page("https://www.aphp.example/a")
    home.close()
    newsward("aggregate", "--home", str(tmp_path))
    before = newsward("export", "articles", "--home", str(tmp_path)).stdout
    assert newsward("aggregate", "--again", "--home", str(tmp_path)).exit_code == 0
    assert newsward("export", "articles", "--home", str(tmp_path)).stdout == before


def test_an_archive_of_an_older_newsward_is_brought_up_to_date_before_it_is_read(tmp_path: Path) -> None:
    imported(tmp_path, [{"id": "a", "text": prose("one"), "doi": "10.1000/abc.1"}])
    home = tmp_path / "home"
    with closing(sqlite3.connect(home / "archive.db")) as old, old:
        for table in ("lookups", "retractions", "organizations"):
            old.execute(f"DROP TABLE {table}")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = 'archive_0003'")
    told = newsward("aggregate", "--again", "--home", str(home))
    assert told.exit_code == 0
    assert "1 articles" in told.output
