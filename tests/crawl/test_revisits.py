"""What a second crawl asks for, and what it changes, when the site did or did not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.items import Outcome
from tests.crawl.small_web import SmallWeb, newsroom, put_article, source_of

Rows = Callable[[str], list[tuple[Any, ...]]]
HOST = "news.clinic.example"
FIRST = f"http://{HOST}/news/2026/10/0000-patients-feel-less-pain-after-new-treatment-0"
SECOND = f"http://{HOST}/news/2026/10/0001-patients-feel-less-pain-after-new-treatment-1"
NIGHTS = [f"2026-11-{day:02d}T02:30:00+00:00" for day in (1, 2, 3, 4, 5)]


def records(folder: Path) -> list[tuple[str, str, str]]:
    found = []
    for file in sorted(folder.iterdir()):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                headers = record.rec_headers
                url = headers.get_header("WARC-Target-URI")
                found.append((record.rec_type, url, headers.get_header("WARC-Profile") or ""))
                record.content_stream().read()
    return found


def test_a_second_night_asks_for_no_article_and_changes_nothing(
    web: SmallWeb, crawl: Callable[..., Any], archive: Rows, tmp_path: Path
) -> None:
    newsroom(web, HOST, 12)
    clinic = source_of("gb_clinic", HOST)
    (first,) = crawl(clinic, at=NIGHTS[0])
    assert (first.outcome, first.articles_new, first.entries_new) == (Outcome.OK, 12, 12)
    assert next(url for url, _ in web.log if "/news/" in url).endswith("-0"), "the newest article is asked for first"
    before = archive("SELECT * FROM scraped_articles")
    web.log.clear()

    (again,) = crawl(clinic, at="2026-11-01T03:30:00+00:00")
    assert (again.outcome, again.articles_new, again.articles_changed) == (Outcome.UNCHANGED, 0, 0)
    assert [url for url, _ in web.log if "/news/" in url] == []
    assert {status for _, status in web.log} == {304}
    assert archive("SELECT * FROM scraped_articles") == before

    # The next night every article is one day old, and is looked at with its ETag.
    web.log.clear()
    (next_night,) = crawl(clinic, at=NIGHTS[1])
    assert next_night.outcome is Outcome.UNCHANGED
    assert [status for url, status in web.log if "/news/" in url] == [304] * 12
    assert archive("SELECT * FROM scraped_articles") == before
    kinds = records(tmp_path / "home" / "warc")
    assert ("response", FIRST, "") in kinds
    assert ("revisit", FIRST, "http://netpreserve.org/warc/1.1/revisit/server-not-modified") in kinds
    assert ("request", FIRST, "") in kinds


def test_edits_withdrawals_and_pages_that_come_back(web: SmallWeb, crawl: Callable[..., Any], archive: Rows) -> None:
    newsroom(web, HOST, 4, etag=False)
    clinic = source_of("gb_clinic", HOST)
    crawl(clinic, at=NIGHTS[0])
    put_article(web, FIRST, "Patients feel far less pain", "2026-10-28", "The clinic has corrected its study. ")
    page = web.pages.pop(SECOND)

    (second,) = crawl(clinic, at=NIGHTS[1])
    assert (second.outcome, second.articles_new, second.articles_changed) == (Outcome.OK, 0, 1)
    said = archive(f"SELECT kind, title FROM scraped_articles WHERE url = '{FIRST}' ORDER BY id")
    assert [title for _, title in said] == [
        "Patients feel less pain after new treatment, part 0",
        "Patients feel far less pain",
    ]
    # A 404 is believed when the next night confirms it.
    assert archive(f"SELECT kind FROM scraped_articles WHERE url = '{SECOND}'") == [("article",)]

    crawl(clinic, at=NIGHTS[2])
    assert archive(f"SELECT kind FROM scraped_articles WHERE url = '{SECOND}' ORDER BY id") == [("article",), ("gone",)]
    assert archive(f"SELECT state, reason FROM entries WHERE url = '{SECOND}'") == [("gone", "http_404")]

    web.pages[SECOND] = page
    crawl(clinic, at="2026-11-12T02:30:00+00:00")
    assert archive(f"SELECT kind FROM scraped_articles WHERE url = '{SECOND}' ORDER BY id") == [
        ("article",),
        ("gone",),
        ("article",),
    ]


def test_410_withdraws_at_once_and_is_never_asked_again(
    web: SmallWeb, crawl: Callable[..., Any], archive: Rows
) -> None:
    newsroom(web, HOST, 3)
    clinic = source_of("gb_clinic", HOST)
    crawl(clinic, at=NIGHTS[0])
    web.put(FIRST, "gone", status=410)
    crawl(clinic, at=NIGHTS[1])
    assert archive(f"SELECT kind FROM scraped_articles WHERE url = '{FIRST}' ORDER BY id") == [("article",), ("gone",)]
    web.log.clear()
    crawl(clinic, at="2026-12-24T02:30:00+00:00")
    assert web.asked(SECOND) == 1
    assert web.asked(FIRST) == 0


def test_one_page_under_two_addresses_is_kept_once(web: SmallWeb, crawl: Callable[..., Any], archive: Rows) -> None:
    newsroom(web, HOST, 3)
    web.put(SECOND, status=301, headers={"Location": FIRST})
    crawl(source_of("gb_clinic", HOST), at=NIGHTS[0])
    assert web.asked(FIRST) == 1
    assert archive("SELECT count(*) FROM scraped_articles") == [(2,)]
    assert archive(f"SELECT state, reason FROM entries WHERE url = '{SECOND}'") == [("same", FIRST)]


def test_a_budget_too_small_for_one_night_is_spent_on_articles_too_and_the_next_nights_go_on(
    web: SmallWeb, crawl: Callable[..., Any], archive: Rows
) -> None:
    newsroom(web, HOST, 12)
    clinic = source_of("gb_clinic", HOST)
    (first,) = crawl(clinic, at=NIGHTS[0], budget=9)
    assert first.outcome is Outcome.OK
    assert "budget" in first.reason
    assert 0 < first.articles_new < 12
    held = first.articles_new
    for night in NIGHTS[1:4]:
        web.log.clear()
        (report,) = crawl(clinic, at=night, budget=9)
        assert len(web.log) <= 9
        held += report.articles_new
    assert held == 12
    assert archive("SELECT count(*), count(DISTINCT url) FROM scraped_articles") == [(12, 12)]
