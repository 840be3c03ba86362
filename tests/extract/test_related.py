"""Other articles that a page names, as data and never in the text."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import pytest

from tests.extract.pages import DIVI, PROSE, page, read

URL = "https://www.uni.example/news/2026/a-study-of-hearts"


def related(below: str, inside: str = "") -> list[tuple[str, str]]:
    html = page(
        f"<nav><a href='/news/menu-entry-of-the-site'>An entry of the menu</a></nav><main><article><h1>A study of hearts</h1><p>{PROSE}</p>{inside}<p>{PROSE[:200]}</p></article>{below}</main>"
        "<footer><h2>More news</h2><a href='/imprint-of-the-site'>The imprint of the site</a></footer>",
        title="A study of hearts",
    )
    article = read(html, URL)
    for link in article.related if below else ():
        assert link.title not in article.text
    return [(link.title, link.url) for link in article.related]


@pytest.mark.parametrize(
    "head",
    ["Read more", "À lire aussi", "Das könnte Sie auch interessieren", "Leggi anche", "También te puede interesar", "関連記事", "相关新闻", "Lees ook", "Läs också", "Czytaj także"],
)  # fmt: skip
def test_titles_below_the_head_of_teasers(head: str) -> None:
    below = (
        f"<section><h2>{head}</h2><ul><li><a href='/news/2026/a-new-ward#top'>A new ward for the hospital</a></li>"
        "<li><a href='https://other.example/story-of-cells?utm_source=uni'>The long story of the cells</a></li></ul></section>"
    )
    assert related(below) == [
        ("A new ward for the hospital", "https://www.uni.example/news/2026/a-new-ward"),
        ("The long story of the cells", "https://other.example/story-of-cells"),
    ]


def test_a_card_is_named_by_its_headline() -> None:
    below = (
        "<div class='related-posts'><a href='/news/b'><span>12 May 2026</span><h3>A second study of hearts</h3><p>An excerpt of it that is longer than the title …</p></a>"
        "<div><h3>A third study of hearts</h3><p>An excerpt</p><a href='/news/c'>Read more</a></div></div>"
    )
    assert related(below) == [
        ("A second study of hearts", "https://www.uni.example/news/b"),
        ("A third study of hearts", "https://www.uni.example/news/c"),
    ]


def test_a_line_between_two_paragraphs() -> None:
    inside = "<p><strong>Read also: <a href='/news/a-new-ward'>A new ward for the hospital</a></strong></p>"
    assert related("", inside) == [("A new ward for the hospital", "https://www.uni.example/news/a-new-ward")]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/tag/heart'>All about the heart</a>",
        "<a href='/category/research/'>News about our research</a>",
        "<a href='https://www.facebook.com/sharer?u=x'>Share this on Facebook</a>",
        "<a href='/login?back=x'>Log in to comment here</a>",
        "<a href='#top'>Back to the top of this page</a>",
        f"<a href='{URL}?utm_source=x'>A study of hearts again</a>",
        "<a href='/authors/anna-beispiel'>More by Anna Beispiel</a>",
        "<a href='/files/press-release.pdf'>Download this press release</a>",
        "<a href='javascript:void(0)'>A story that is none</a>",
        "<a href='/news/b'>More</a>",
        "<a href='/news/b'>12.05.2026</a>",
    ],
)
def test_what_is_no_other_article(link: str) -> None:
    assert related(f"<div class='related'><h2>Related articles</h2><p>{link}</p></div>") == []


def test_links_of_the_text_are_its_own() -> None:
    assert (
        related("", f"<p>{PROSE} See <a href='/news/the-earlier-study-of-hearts'>the earlier study of hearts</a>.</p>")
        == []
    )


def test_at_most_thirty_each_once() -> None:
    items = "".join(
        f"<li><a href='/news/story-{n % 60}'>The story number {n % 60} of many</a></li>" for n in range(120)
    )
    found = related(f"<h2>More news</h2><ul>{items}</ul>")
    assert len(found) == len(set(found)) == 30


def test_the_teasers_of_a_real_template() -> None:
    assert [link.title for link in read(DIVI).related]
