"""Which of the days on a page is the day it was published."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import json

import pytest

from crawler.extract.dates.moments import read_moment
from crawler.items import DoorKind, Entry, Precision
from tests.extract.pages import NOW, PROSE, page, read

URL = "https://news.example.de/meldung/herz/"


def day(content: str, *, head: str = "", lang: str = "en", url: str = URL) -> str | None:
    return read(page(content, head=head, lang=lang), url).published_at


def test_json_ld_keeps_the_minute_and_the_zone() -> None:
    node = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "X"},
            {"@type": "NewsArticle", "headline": "Heart", "datePublished": "2024-05-02T10:15:00+02:00"},
        ],
    }
    article = read(
        page(f"<h1>Heart</h1><p>{PROSE}</p>", head=f"<script type='application/ld+json'>{json.dumps(node)}</script>"),
        URL,
    )
    assert (article.published_at, article.precision) == ("2024-05-02T08:15:00Z", Precision.MINUTE)
    assert article.origins["published_at"] == "json-ld"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2024-05-02", "2024-05-02"),
        ("2024-05-02T00:00:00+02:00", "2024-05-02"),  # midnight is how templates write a day
        ("2024-05-02T00:30:00+02:00", "2024-05-01T22:30:00Z"),
        ("1714645800", "2024-05-02T10:30:00Z"),  # seconds since 1970
        ("2024-05-02 10:15", "2024-05-02"),  # no zone, no minute
        ("Thu, 02 May 2024 10:15:00 +0200", "2024-05-02T08:15:00Z"),
        ("2024-05", "2024-05"),
        ("20240502", "2024-05-02"),
        ("2999-01-01", None),
        ("1970-01-01", None),
        ("0000-00-00", None),
        ("yesterday", None),
    ],
)
def test_machine_written_moments(said: str, value: str | None) -> None:
    moment = read_moment(said, NOW)
    assert (moment.value if moment else None) == value


@pytest.mark.parametrize(
    ("content", "lang", "expected"),
    [
        (f"<h1>Cikk</h1><p class='meta'>2022. szeptember 14.</p><p>{PROSE}</p>", "hu", "2022-09-14"),
        (f"<p>Mer. 8 janv. 2025</p><h1>Séminaire</h1><p>{PROSE}</p>", "fr", "2025-01-08"),
        (f"<h1>Il progetto</h1><span>On 27 Lug, 2018</span><p>{PROSE}</p>", "it", "2018-07-27"),
        (f"<main><h1>Nuevo proyecto</h1><div>10-06-2022</div><p>{PROSE}</p></main>", "es", "2022-06-10"),
        (f"<h1>受賞</h1><div>更新日: <time>2026-05-20</time></div><p>{PROSE}</p>", "ja", "2026-05-20"),
        (f"<h1>Story</h1><p>Published: 3 May 2024, last updated: 9 June 2024</p><p>{PROSE}</p>", "en", "2024-05-03"),
        (f"<h1>Story</h1><p>Budapest, 14 September 2022 – {PROSE}</p>", "en", "2022-09-14"),
        (f"<h1>Story</h1><p>{PROSE}</p><p>{PROSE}</p><p>Veröffentlicht am 3. Mai 2024</p>", "de", "2024-05-03"),
        (f"<h1>Herz</h1><p>Pressemitteilung vom 3. Mai 2024</p><p>{PROSE}</p>", "de", "2024-05-03"),
        (f"<h1>Cœur</h1><p>Communiqué de presse du 3 mai 2024</p><p>{PROSE}</p>", "fr", "2024-05-03"),
        (f"<h1>Cuore</h1><p>Comunicato stampa del 3 maggio 2024</p><p>{PROSE}</p>", "it", "2024-05-03"),
    ],
)
def test_the_day_a_reader_sees(content: str, lang: str, expected: str) -> None:
    assert day(content, lang=lang) == expected


@pytest.mark.parametrize(
    "content",
    [
        f"<h1>Workshop on 8 October 2024</h1><p>{PROSE}</p>",
        f"<h1>Meeting</h1><p>On 8 November 2024 the project met in Dresden. {PROSE}</p>",
        f"<h1>Public lecture</h1><p>{PROSE}</p><p>{PROSE}</p><p>Public lecture: 8 October 2024</p>",
        f"<h1>Seminar</h1><p>When: 8 October 2024, 14:00 – 16:00</p><p>{PROSE}</p>",
        f"<h1>Aufruf</h1><p>Bewerbungsfrist: 8. Oktober 2024</p><p>{PROSE}</p>",
        f"<h1>Congress</h1><p>Date: April 4th 2022 - 10th</p><p>{PROSE}</p>",
        f"<h1>News</h1><p>{PROSE}</p><footer>© 2026 Institute. Site built 2026-01-03</footer>",
        f"<h1>News</h1><p>{PROSE}</p><aside><h2>Latest</h2><ul><li><a href='/a'>Other story of the house</a> <time>3 May 2024</time></li>"
        "<li><a href='/b'>Another one</a> <time>2 May 2024</time></li></ul></aside>",
        f"<h1>History</h1><p>{PROSE}</p><p>{PROSE}</p><ul><li>Founded: 3 May 2004</li></ul>",
    ],
)
def test_no_day_rather_than_an_events_or_another_pages(content: str) -> None:
    assert day(content) is None


def test_numbers_are_ordered_by_the_page_then_by_the_country() -> None:
    story = f"<h1>Story</h1><p class='date'>05/02/2024</p><p>{PROSE}</p>"
    assert day(story, lang="en-GB", url="https://www.example.ac.uk/news/a/") == "2024-02-05"
    assert day(story, lang="en-US", url="https://news.example.edu/a/") == "2024-05-02"
    assert (
        day(story + "<p>The register closes 25/02/2024.</p>", lang="en-US", url="https://news.example.edu/a/")
        == "2024-02-05"
    )
    assert day(story, lang="en", url="https://www.example.org/2024/02/05/a/") == "2024-02-05"


def test_the_address_dates_a_page_that_shows_no_day() -> None:
    assert day(f"<h1>Story</h1><p>{PROSE}</p>", url="https://x.example/2018/07/27/project-work/") == "2018-07-27"


def test_a_visible_day_beats_a_template_that_dates_page_and_change_alike() -> None:
    head = (
        "<meta property='article:published_time' content='2026-03-31T10:00:00+00:00'>"
        "<meta property='article:modified_time' content='2026-03-31T10:00:00+00:00'>"
    )
    assert day(f"<h1>Story</h1><p class='date'>14 September 2022</p><p>{PROSE}</p>", head=head) == "2022-09-14"


def test_a_feed_with_only_a_month_keeps_its_precision() -> None:
    entry = Entry(
        url=URL, door="https://x/feed", origin=DoorKind.FEED, published_at="2024-05", precision=Precision.MONTH
    )
    article = read(page(f"<h1>Story</h1><p>{PROSE}</p>"), URL, entry=entry)
    assert (article.published_at, article.precision) == ("2024-05", Precision.MONTH)


def test_the_day_of_the_list_or_of_the_attribute_settles_the_order_of_numbers() -> None:
    listed = Entry(
        url="https://x.example/n/1",
        door="https://x.example/n",
        origin=DoorKind.LISTING,
        published_at="2024-09-10",
        precision=Precision.DAY,
    )
    article = read(page(f"<h1>We won</h1><p>10/09/2024</p><p>{PROSE}</p>"), "https://x.example/n/1", entry=listed)
    assert article.published_at == "2024-09-10"
    shown = page(f"<h1>We won</h1><time datetime='2024-09-10'>10/09/2024</time><p>{PROSE}</p>")
    assert read(shown, "https://x.example/n/1").published_at == "2024-09-10"


def ld(**said: str) -> str:
    node = {"@context": "https://schema.org", "@type": "Article", "headline": "Story", **said}
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


def test_the_day_is_the_one_printed_and_the_moment_is_in_utc() -> None:
    article = read(page(f"<h1>Story</h1><p>{PROSE}</p>", head=ld(datePublished="2024-03-01T23:30:00-05:00")), URL)
    assert (article.published_at, article.published_day) == ("2024-03-02T04:30:00Z", "2024-03-01")


@pytest.mark.parametrize(
    ("said", "url", "at", "printed"),
    [
        ("2024-03-02T01:30:00Z", "https://www.ejemplo.com.ar/n/1", "2024-03-02T01:30:00Z", "2024-03-01"),
        ("2024-07-01T22:00:00.000Z", "https://www.beispiel.de/n/1", "2024-07-02", "2024-07-02"),  # its midnight
        ("2024-07-01T22:00:00.000Z", "https://www.example.org/n/1", "2024-07-01T22:00:00Z", "2024-07-01"),
        ("2024-07-01T23:30:00+02:00", "https://www.example.jp/n/1", "2024-07-01T21:30:00Z", "2024-07-01"),
    ],
)
def test_a_moment_in_utc_is_of_the_day_of_its_country(said: str, url: str, at: str, printed: str) -> None:
    article = read(page(f"<h1>Story</h1><p>{PROSE}</p>", head=ld(datePublished=said)), url)
    assert (article.published_at, article.published_day) == (at, printed)


def test_a_shown_day_agrees_with_a_moment_that_is_the_next_day_in_utc() -> None:
    content = f"<h1>Story</h1><p class='date'>March 1, 2024</p><p>{PROSE}</p>"
    article = read(page(content, head=ld(datePublished="2024-03-02T02:30:00Z")), "https://news.example.edu/a/")
    assert (article.published_at, article.published_day) == ("2024-03-02T02:30:00Z", "2024-03-01")
    assert next(one.value for one in article.candidates if one.field == "published_at") == "2024-03-02T02:30:00Z"


def test_a_page_that_prints_only_its_last_change_keeps_its_publication() -> None:
    content = f"<h1>Story</h1><p class='meta'>Last updated: March 1, 2024</p><p>{PROSE}</p>"
    head = ld(datePublished="2019-05-01T10:00:00Z", dateModified="2024-03-01T10:00:00Z")
    article = read(page(content, head=head), "https://news.example.edu/a/")
    assert article.published_at == "2019-05-01T10:00:00Z"
    assert article.modified_at == "2024-03-01T10:00:00Z"
    assert article.published_day in ("2019-05-01", "2024-03-01")


def test_a_relative_day_counts_only_with_its_attribute() -> None:
    assert day(f"<h1>Story</h1><p class='date'>3 days ago</p><p>{PROSE}</p>") is None
    shown = f"<h1>Story</h1><p><time datetime='2026-11-19T10:00:00Z'>3 days ago</time></p><p>{PROSE}</p>"
    assert day(shown) == "2026-11-19T10:00:00Z"


def test_the_clock_of_a_page_is_not_its_day() -> None:
    clock = "<header><div id='current-date'>Sunday, November 22, 2026</div></header>"
    assert day(f"{clock}<h1>Story</h1><p>{PROSE}</p>") is None
    plain = "<div>Sunday, November 22, 2026</div>" + "<p>News</p>" * 5
    assert day(f"{plain}<h1>Story</h1><p class='date'>March 1, 2024</p><p>{PROSE}</p>") == "2024-03-01"
    stamped = ld(datePublished="2026-11-22T11:59:30Z")
    assert day(f"<h1>Story</h1><p>{PROSE}</p>", head=stamped) is None


def test_what_was_not_taken_stays_as_a_candidate_with_its_chance() -> None:
    content = f"<h1>Story</h1><p class='date'>1 March 2024</p><p>{PROSE}</p>"
    article = read(page(content, head="<meta name='dc.date' content='2024-02-20'>"), URL)
    said = [one for one in article.candidates if one.field == "published_at"]
    assert {one.value for one in said} == {"2024-03-01", "2024-02-20"}
    assert said[0].value == article.published_at
    assert said[0].confidence == article.confidences["published_at"] >= said[1].confidence
    assert "1 March 2024" in next(one.why or "" for one in said if one.value == "2024-03-01")


def test_a_label_inside_a_time_element_tells_a_change() -> None:
    content = (
        "<h1>Story</h1><time class='entry-time'>April 26, 2024</time>"
        f"<time class='entry-modified-time'>Updated on: October 28, 2024</time><p>{PROSE}</p>"
    )
    article = read(page(content), URL)
    assert (article.published_at, article.modified_at) == ("2024-04-26", "2024-10-28")


def test_a_day_below_a_heading_counts_though_the_title_came_from_elsewhere() -> None:
    content = f"<h1>How robots find their way</h1><h5><span>2024-11-06</span></h5><p>{PROSE}</p><h2>Title of the page</h2><p>{PROSE}</p>"
    assert day(content) == "2024-11-06"


def test_a_month_for_machines_beside_a_day_for_readers_gives_the_day() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-04"}</script>'
    content = f"<h1>Story</h1><p class='date'>12 April 2024</p><p>{PROSE}</p>"
    assert day(content, head=head) == "2024-04-12"
