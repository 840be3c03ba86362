"""The title is the article's, without the site's name."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import pytest

from crawler.items import DoorKind, Entry
from tests.extract.pages import PROSE, page, read


@pytest.mark.parametrize(
    ("content", "head", "title", "expected"),
    [
        ("<h1>Heart study</h1>", "", "Heart study | Example University", "Heart study"),
        ("<h1>Example University</h1><h2>Heart study</h2>", "<meta property='og:title' content='Heart study'>", "Heart study - Example University", "Heart study"),
        ("<h1>News</h1><h1>Heart study</h1>", "", "Heart study – News – Example University", "Heart study"),
        ("", "<meta property='og:site_name' content='Example University'>", "Heart study - Example University", "Heart study"),
        ("<h1>Un essai à l’hôpital</h1>", "<meta property='og:title' content=\"Un essai à l'hôpital\">", "Un essai à l'hôpital", "Un essai à l’hôpital"),
        ("<h1>Heart study<a class='headerlink' href='#a' title='Link'>¶</a></h1>", "", "Heart study | Example", "Heart study"),
        ("<h1>Heart study <a href='#a'>#</a></h1>", "", "Heart study | Example", "Heart study"),
        ("<h1>Why we teach C#</h1>", "", "Why we teach C# | Example", "Why we teach C#"),
        ("<h1>Pro\u00adjekt\u00adbeirat</h1>", "", "Projektbeirat", "Projektbeirat"),
        ("<h1>A - B: what comes next</h1>", "", "A - B: what comes next - Example", "A - B: what comes next"),
        ("<h1><span class='kicker'>Prize</span><span class='headline'>Team wins award for heart research</span></h1>", "<meta property='og:title' content='Team wins award for heart research'>", "Team wins award for heart research - Example", "Team wins award for heart research"),
        ("<main><ul class='breadcrumb'><li>News</li><li><h1>Campus life in the summer months</h1></li></ul><hgroup><h2 class='headline'>Walking helps the heart</h2></hgroup></main>", "<meta property='og:title' content='Walking helps the heart'>", "Walking helps the heart | Example", "Walking helps the heart"),
        ("<main><h1>Five ways in which walking protects the heart after surgery</h1></main>", "<meta property='og:title' content='Walking protects the heart | Example'><meta property='og:site_name' content='Example'>", "Walking protects the heart | Example", "Five ways in which walking protects the heart after surgery"),
        ("<header><h1 class='site-title'>Lab</h1></header><h2 class='entry-title'>We won a prize</h2>", "", "We won a prize – Lab", "We won a prize"),
    ],
)  # fmt: skip
def test_titles(content: str, head: str, title: str, expected: str) -> None:
    html = page(f"{content}<p>{PROSE}</p>", head=head, title=title)
    assert read(html, "https://x.example/news/heart/").title == expected


def test_the_title_of_the_feed_confirms_a_heading() -> None:
    entry = Entry(
        url="https://x.example/n/1", door="https://x.example/feed", origin=DoorKind.FEED, title="We won a prize"
    )
    html = page(
        f"<h1>Laboratory of everything</h1><h1>We won a prize</h1><p>{PROSE}</p>", title="Laboratory of everything"
    )
    assert read(html, "https://x.example/n/1", entry=entry).title == "We won a prize"


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td><h1>Centre for Something</h1></td></tr><tr><td><h2>We won a prize</h2>{prose}</td></tr></table>",
        "<h1><a href='../index.html'>Centre for Something</a></h1><h2>News</h2><h4>We won a prize</h4>{prose}",
        "<h1>Centre for Something</h1><p><b>We won a prize</b></p>{prose}",
    ],
)
def test_a_line_that_prints_the_words_of_the_list_is_the_title_where_every_page_is_titled_alike(content: str) -> None:
    entry = Entry(
        url="https://x.example/n/1", door="https://x.example/news", origin=DoorKind.LISTING, title="We won a prize"
    )
    html = page(content.format(prose=f"<p>{PROSE}</p>"), title="Centre for Something")
    assert read(html, "https://x.example/n/1", entry=entry).title == "We won a prize"


def test_a_link_with_the_words_of_the_list_is_no_title() -> None:
    entry = Entry(url="https://x.example/n/1", door="https://x.example/n", origin=DoorKind.LISTING, title="Heart study")
    html = page(f"<h1>Walking helps the heart</h1><p>{PROSE}</p><ul><li><b>Heart study</b></li></ul>", title="Walking")
    assert read(html, "https://x.example/n/1", entry=entry).title == "Walking helps the heart"


def test_an_anchor_without_address_in_a_heading_is_no_way_home() -> None:
    html = page(f"<h1><a name='top'></a>Walking helps the heart</h1><h2>Method</h2><p>{PROSE}</p>", title="Lab")
    assert read(html, "https://x.example/n/1").title == "Walking helps the heart"


def test_a_title_says_how_sure_it_is_and_what_else_it_might_have_been() -> None:
    html = page(
        f"<main><h1>Heart study begins in May</h1><p>{PROSE}</p></main>", title="Heart study | Example University"
    )
    article = read(html, "https://x.example/news/heart-study-begins/")
    first, *others = [one for one in article.candidates if one.field == "title"]
    assert (
        first.value == article.title == "Heart study begins in May" and first.why and "first-order heading" in first.why
    )
    assert first.confidence == article.confidences["title"] > max(one.confidence for one in others)
    assert "Heart study" in [one.value for one in others]
