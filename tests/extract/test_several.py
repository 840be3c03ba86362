"""A page of several articles in full is read as the one its address or its door means, or is a list."""

from __future__ import annotations

import pytest

from crawler.items import DoorKind, Entry, PageKind
from tests.extract.pages import PROSE, page, read

URL = "https://x.example/archive/2026/"
TITLES = ("Walking protects the heart", "A new ward for children opens", "Prize for the eye clinic")


def words(number: int) -> str:
    return f"<p>Story number {number}. {PROSE}</p><p>More of story {number}. {PROSE}</p>"


BOXES = "".join(f"<article id='s{n}'><h2>{title}</h2>{words(n)}</article>" for n, title in enumerate(TITLES))
DIVS = "".join(
    f"<div class='item'><a name='s{n}'></a><h3>{title}</h3>{words(n)}</div>" for n, title in enumerate(TITLES)
)
FLAT = "".join(f"<h2 id='s{n}'>{title}</h2>{words(n)}" for n, title in enumerate(TITLES))
LINKED = "".join(
    f"<article><h2><a href='/archive/s{n}'>{title}</a></h2>{words(n)}</article>" for n, title in enumerate(TITLES)
)


@pytest.mark.parametrize("content", [BOXES, DIVS])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_fragment_tells_which(content: str, number: int) -> None:
    found = read(page(f"<main><h1>News 2026</h1>{content}</main>"), f"{URL}#s{number}")
    assert found.kind is PageKind.ARTICLE and f"Story number {number}" in found.text
    assert not [other for other in range(3) if other != number and f"tory {other}" in found.text]


@pytest.mark.parametrize("content", [BOXES, DIVS, FLAT])
def test_the_title_that_a_door_gave_tells_which(content: str) -> None:
    entry = Entry(url=URL, door="https://x.example/feed", origin=DoorKind.FEED, title=TITLES[1])
    found = read(page(f"<main><h1>News 2026</h1>{content}</main>"), URL, entry=entry)
    assert found.title == TITLES[1] and "Story number 1" in found.text and "Story number 2" not in found.text


def test_without_either_a_page_of_linked_articles_is_a_list() -> None:
    assert read(page(f"<main>{LINKED}</main>"), "https://x.example/blog/").kind is PageKind.LISTING


def test_one_article_with_subheadings_stays_whole() -> None:
    html = page(f"<main><h1>{TITLES[0]}</h1>{FLAT}</main>")
    entry = Entry(url=URL, door="https://x.example/feed", origin=DoorKind.FEED, title=TITLES[0])
    found = read(html, URL, entry=entry)
    assert all(f"Story number {number}" in found.text for number in range(3))


def test_a_fragment_that_only_jumps_to_a_paragraph_changes_nothing() -> None:
    html = page(f"<main><article><h1>{TITLES[0]}</h1><p id='start'>{PROSE}</p><p>{PROSE}</p></article></main>")
    assert read(html, f"{URL}#start").text == read(html, URL).text


def test_a_section_that_the_address_marks_does_not_cut_the_article() -> None:
    sections = "".join(f"<section id='s{n}'><h2>{title}</h2>{words(n)}</section>" for n, title in enumerate(TITLES))
    found = read(page(f"<main><h1>A report in three parts</h1>{sections}</main>"), f"{URL}#s1")
    assert all(f"Story number {number}" in found.text for number in range(3))
