"""An article of several parts is fetched whole, politely, and stored once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlite_utils import Database

from aggregator.cli.reparse import reparse
from tests.crawl.small_web import WORDS, SmallWeb, newsroom, source_of

HOST = "news.clinic.example"
FIRST = f"http://{HOST}/news/2026/10/0000-patients-feel-less-pain-after-new-treatment-0"
TITLE = "Patients feel less pain after new treatment, part 0"


def put_parts(web: SmallWeb, count: int, *, linked: int | None = None) -> None:
    """An article of `count` pages; the last of them links to one more when `linked` says so."""
    for number in range(1, count + 1):
        pager = "".join(f"<a href='{FIRST}?page={n}'>{n}</a> " for n in range(1, (linked or count) + 1))
        text = "".join(f"<p>Part {number} of the report, line {line}. {WORDS}</p>" for line in range(3))
        url = FIRST if number == 1 else f"{FIRST}?page={number}"
        meta = "<meta property='article:published_time' content='2026-10-28T08:00:00Z'>"
        body = f"<body><article><h1>{TITLE}</h1>{text}<nav>{pager}</nav></article></body>"
        web.put(url, f"<html lang='en'><head><title>{TITLE}</title>{meta}</head>{body}</html>", etag=True)


def stored(archive: Callable[[str], list[Any]]) -> list[str]:
    return [
        text for (text,) in archive(f"SELECT text FROM scraped_articles WHERE url LIKE '{FIRST}%' AND kind = 'article'")
    ]


def test_all_parts_are_one_article(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]], tmp_path: Path
) -> None:
    newsroom(web, HOST, 3)
    put_parts(web, 3)
    (report,) = crawl(source_of("gb_clinic", HOST))
    assert str(report.outcome) == "ok"
    (text,) = stored(archive)
    assert [f"Part {n} of the report, line 2" in text for n in (1, 2, 3)] == [True] * 3
    assert text.index("Part 1 ") < text.index("Part 2 ") < text.index("Part 3 ")
    assert [web.asked(f"{FIRST}?page={number}") for number in (2, 3)] == [1, 1]

    asked = len(web.log)
    with Database(tmp_path / "home" / "archive.db") as db:
        db.execute("UPDATE scraped_articles SET said_digest = 'old', parser = 'old'")
    result = CliRunner().invoke(reparse, ["--home", str(tmp_path / "home"), "--json"], catch_exceptions=False)
    (again,) = json.loads(result.stdout)
    assert (again["pages"], again["missing"], len(web.log)) == (3, 0, asked)
    assert set(stored(archive)) == {text}, "read again from the files, the article is as whole"


def test_a_part_that_fails_leaves_the_parts_before_it_and_a_failure(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]]
) -> None:
    newsroom(web, HOST, 3)
    put_parts(web, 2, linked=3)
    crawl(source_of("gb_clinic", HOST))
    (text,) = stored(archive)
    assert "Part 2 of the report" in text
    assert archive("SELECT class FROM failures WHERE url LIKE '%?page=3'") == [("http_404",)]


def test_robots_and_budget_hold_for_parts(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]]
) -> None:
    newsroom(web, HOST, 1)
    put_parts(web, 3)
    web.put(f"http://{HOST}/robots.txt", "User-agent: *\nDisallow: /*?page=\n", kind="text/plain")
    crawl(source_of("gb_clinic", HOST))
    (text,) = stored(archive)
    assert "Part 1 of the report" in text and "Part 2" not in text
    assert web.asked(f"{FIRST}?page=2") == 0
    assert archive("SELECT class FROM failures WHERE url LIKE '%?page=2'") == [("robots",)]


def test_at_most_nine_further_parts_are_asked_for(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]]
) -> None:
    newsroom(web, HOST, 1)
    put_parts(web, 14)
    crawl(source_of("gb_clinic", HOST))
    asked = sum(web.asked(f"{FIRST}?page={number}") for number in range(2, 15))
    assert asked == 9 and "Part 10 " in stored(archive)[0]
