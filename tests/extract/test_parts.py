"""An article that goes on at other addresses is one article; print and AMP pages are of the same one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.extract.parts import MOST_PARTS, Parts, join
from crawler.items import Identifier, Image, PageKind, ScrapedArticle
from tests.extract.pages import PROSE, page, read

HERE = "https://www.example.edu/news/walking-protects"


def next_of(link: str, url: str = HERE, *, head: str = "") -> str | None:
    return read(page(f"<main><h1>Walking protects</h1><p>{PROSE}</p>{link}</main>", head=head), url).next_part


@pytest.mark.parametrize(
    ("url", "link", "expected"),
    [
        (HERE, "<a href='?page=2' rel='next'>›</a>", f"{HERE}?page=2"),
        (HERE, "<a href='/news/walking-protects?page=2'>2</a>", f"{HERE}?page=2"),
        (HERE, "<a href='/news/walking-protects/2/'>Next page</a>", f"{HERE}/2/"),
        (f"{HERE}/", "<nav class='pagination'><a href='2/'>2</a><a href='3/'>3</a></nav>", f"{HERE}/2/"),
        (f"{HERE}.html", "<a href='walking-protects-2.html'>2</a>", f"{HERE}-2.html"),
        (f"{HERE}.html", "<a href='walking-protects,2.html'>[2]</a>", f"{HERE},2.html"),
        (f"{HERE}.html", "<a href='walking-protects.html?seite=2'>Seite 2</a>", f"{HERE}.html?seite=2"),
        (f"{HERE}?page=2", "<a href='?page=1'>1</a><a href='?page=3'>3</a>", f"{HERE}?page=3"),
        (f"{HERE}/page/2", "<a href='/news/walking-protects/page/3'>weiter</a>", f"{HERE}/page/3"),
        (HERE, "<a href='/news/walking-protects?page=1'>2</a>", f"{HERE}?page=1"),
        (f"{HERE}?id=7", "<a href='?id=7&page=2'>Page suivante</a>", f"{HERE}?id=7&page=2"),
        ("https://www.example.edu/news/covid-19", "<a href='/news/covid-19/2'>2</a>", "https://www.example.edu/news/covid-19/2"),
        (HERE, "<a href='?page=2'>次のページへ</a>", f"{HERE}?page=2"),
    ],
)  # fmt: skip
def test_the_next_part_is_the_same_address_one_number_higher(url: str, link: str, expected: str) -> None:
    assert next_of(link, url) == expected


def test_the_head_may_name_it() -> None:
    assert next_of("", head=f"<link rel='next' href='{HERE}/2'>") == f"{HERE}/2"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (HERE, "<a href='/news/another-story' rel='next'>Next story</a>"),
        (HERE, "<a href='/news?page=2'>2</a>"),
        (HERE, "<a href='/news/walking-protects?cpage=2'>2</a>"),
        (HERE, "<a href='https://other.example/news/walking-protects?page=2' rel='next'>2</a>"),
        (f"{HERE}-1", "<a href='/news/walking-protects-2' rel='next'>Next story</a>"),
        (HERE, "<a href='/news/walking-protects?page=2'>See all 14 comments</a>"),
        (HERE, "<a href='?page=3'>3</a>"),
        (HERE, "<a href='javascript:page(2)'>2</a><a href='#page=2'>2</a><a href='http://[broken?page=2'>2</a>"),
    ],
)
def test_other_links_are_not_the_next_part(url: str, link: str) -> None:
    assert next_of(link, url) is None


def part(number: int, **more: object) -> ScrapedArticle:
    text = f"This is what the part number {number} says, in a line that is long enough to count as prose of an article."
    values: dict[str, object] = {
        "title": "Walking protects",
        "text": text,
        "html": f"<p>{text}</p>",
        "url": f"{HERE}/{number}",
    }
    return ScrapedArticle(kind=PageKind.ARTICLE, **(values | more))  # type: ignore[arg-type]


def test_parts_are_joined_in_order_under_the_first_address() -> None:
    one = part(1, next_part=f"{HERE}/2", images=(Image(url="https://x.example/a.jpg"),))
    doi = Identifier(scheme="doi", value="10.1/2", where="text")
    two = part(2, next_part=f"{HERE}/3", identifiers=(doi,), images=one.images, title="Walking protects – Page 2")
    two = replace(two, text=f"{one.text}\n{two.text}", html=f"{one.html}\n{two.html}")
    parts = Parts(one)
    assert parts.wanted == f"{HERE}/2"
    parts.take(two)
    assert parts.wanted == f"{HERE}/3"
    parts.take(None)
    assert parts.wanted is None
    joined = parts.article
    assert (joined.url, joined.identifiers, joined.images) == (one.url, (doi,), one.images)
    assert [line.split("number ")[1][0] for line in joined.text.split("\n")] == ["1", "2"]
    assert joined.html.count("<p>") == 2


def test_parts_end_and_never_go_in_a_circle() -> None:
    circle = Parts(part(1, next_part=f"{HERE}/2"))
    circle.take(part(2, next_part=f"{HERE}/1"))
    assert circle.wanted is None
    endless = Parts(part(1, next_part=f"{HERE}/2"))
    asked = 0
    while endless.wanted:
        asked += 1
        endless.take(part(asked + 1, next_part=f"{HERE}/{asked + 2}"))
    assert asked == MOST_PARTS - 1


def test_a_page_of_a_list_or_of_another_article_is_no_part() -> None:
    assert join(part(1), part(2, title="Another story")) is None
    assert join(part(1), replace(part(2), text=part(1).text)) is None
    assert join(part(1), replace(part(2), kind=PageKind.SOFT_404)) is None
    assert Parts(replace(part(1, next_part=f"{HERE}/2"), kind=PageKind.LISTING)).wanted is None


@pytest.mark.parametrize("url", [f"{HERE}?print=1", f"{HERE}/print/", f"{HERE}/amp/", f"{HERE}?amp=1"])
def test_print_and_amp_pages_are_articles_that_name_the_whole_one(url: str) -> None:
    html = page(
        f"<h1>Walking protects</h1><p>5 March 2026</p><p>{PROSE}</p><p>{PROSE[:120]}</p>",
        head=f"<link rel='canonical' href='{HERE}'><script async src='https://cdn.ampproject.org/v0.js'></script>",
    ).replace("<html", "<html amp")
    found = read(html, url)
    assert found.kind is PageKind.ARTICLE and found.canonical_url == HERE
    assert found.published_at == "2026-03-05" and "two hundred patients" in found.text
