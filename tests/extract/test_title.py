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
        ("<h1>Pro\u00adjekt\u00adbeirat</h1>", "", "Projektbeirat", "Projektbeirat"),
        ("<h1>A - B: what comes next</h1>", "", "A - B: what comes next - Example", "A - B: what comes next"),
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
