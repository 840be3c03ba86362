"""`newsward extract`: one JSON object a page, errors named, never a crash."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extract.pages import DIVI, URL


def extract(*arguments: str, stdin: bytes = b"") -> tuple[int, list[dict[str, object]], str]:
    run = subprocess.run(
        [sys.executable, "-c", "from aggregator.cli import main; main()", "extract", *arguments],
        input=stdin, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return run.returncode, [json.loads(line) for line in run.stdout.decode().splitlines()], run.stderr.decode()


def test_a_folder_with_good_and_broken_files(tmp_path: Path) -> None:
    (tmp_path / "lupus.html.gz").write_bytes(gzip.compress(DIVI.encode()))
    (tmp_path / "month.html").write_text("<h1>Month</h1><p class='date'>September 2022</p><p>Words.</p>")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(DIVI.encode())[:200])
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"a" * 30_000_000))
    (tmp_path / "notes.txt").write_text("no page")
    urls = tmp_path / "urls.tsv"
    urls.write_text(f"lupus\t{URL}\n")
    code, records, errors = extract(str(tmp_path), "--urls", str(urls), "--workers", "2")
    assert code == 1
    assert [record["id"] for record in records] == ["empty", "lupus", "month"]
    empty, lupus, month = records
    assert empty["kind"] == "empty"
    assert (month["date"], month["published_at"]) == (None, "2022-09")
    assert (lupus["url"], lupus["date"], lupus["language"]) == (URL, "2025-01-14", "fr")
    wanted = {
        "id",
        "url",
        "title",
        "text",
        "date",
        "published_at",
        "language",
        "authors",
        "identifiers",
        "images",
        "contacts",
        "origins",
    }
    assert wanted <= set(lupus)
    assert "cut: " in errors and "bomb: is over 10 MB" in errors


def test_standard_input(tmp_path: Path) -> None:
    code, (record,), _ = extract("-", "--url", URL, stdin=DIVI.encode())
    assert code == 0 and record["title"] == "Une thérapie cellulaire prometteuse contre le lupus"


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [("one column only\n", ["--urls"], "line 1"), ("a\tb\n", ["--url"], "--url is for one file")],
)
def test_wrong_usage_is_told(tmp_path: Path, content: str, arguments: list[str], message: str) -> None:
    (tmp_path / "a.html").write_text("<h1>A</h1>")
    (tmp_path / "urls.tsv").write_text(content)
    value = str(tmp_path / "urls.tsv") if arguments == ["--urls"] else URL
    code, records, errors = extract(str(tmp_path), *arguments, value)
    assert (code, records) == (2, []) and message in errors


def explained(*arguments: str, stdin: bytes = b"") -> str:
    run = subprocess.run(
        [sys.executable, "-c", "from aggregator.cli import main; main()", "extract", "--explain", *arguments],
        input=stdin, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return run.stdout.decode()


def test_explain_tells_each_field_with_its_origin_plainly_when_piped() -> None:
    told = explained("-", "--url", URL, stdin=DIVI.encode())
    lines = told.splitlines()
    assert lines[0] == f"-  {URL}"
    assert "\x1b" not in told
    title = next(i for i, line in enumerate(lines) if line.startswith("title "))
    assert lines[title].endswith("Une thérapie cellulaire prometteuse contre le lupus")
    assert lines[title + 1].strip().startswith("from ")
    assert [line for line in lines if line.startswith("published_at") and "2025-01-14" in line]


def test_explain_obeys_nothing_that_a_page_says_to_a_terminal() -> None:
    page = "<title>x</title><h1>News \x1b[2J\x1b]0;owned\x07of the day</h1><p>Some \x9b31mwords here.</p>"
    told = explained("-", stdin=page.encode())
    assert "\x1b" not in told and "\x9b" not in told and "\x07" not in told
