"""The text is the article's: no teasers, menus, share bars."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import json

import pytest

from tests.extract.pages import PROSE, page, read

TEASERS = "".join(
    f"<div class='item'><h4><a href='/n/{n}'>Title of another story of the house {n}</a></h4><p>Its excerpt is cut after some words that say what it is about and then…</p></div>"
    for n in range(3)
)
HEADS = [
    "À lire aussi", "Read more", "Related news", "You may also like", "Das könnte Sie auch interessieren", "Weitere Meldungen",
    "Leggi anche", "También te puede interesar", "Noticias relacionadas", "Leia também", "Lees ook", "Läs också", "Læs også", "Lue myös",
    "Kapcsolódó cikkek", "Czytaj także", "Související články", "Читайте также", "İlgili haberler", "関連記事", "相关新闻", "관련 기사",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_teasers_after_the_article_are_cut(head: str) -> None:
    html = page(
        f"<main><article><h1>Study</h1><p>{PROSE}</p><p>{PROSE[:200]}</p><div><h3>{head}</h3>{TEASERS}</div></article></main>"
    )
    text = read(html, "https://x.example/study/").text
    assert PROSE in text
    assert "another story" not in text and "excerpt" not in text and head not in text


def test_a_link_box_inside_an_article_costs_no_paragraph() -> None:
    html = page(
        f"<main><article><h1>Study</h1><p>{PROSE}</p><h4>Read more</h4><p><a href='/n/1'>Title of another story of the house</a></p>"
        f"<p>The second half begins. {PROSE}</p><p>The third one ends it. {PROSE}</p></article></main>"
    )
    text = read(html, "https://x.example/study/").text
    assert "The second half begins." in text and "The third one ends it." in text and "another story" not in text


def test_paragraphs_stand_on_lines_of_their_own() -> None:
    html = page(f"<main><article><h1>Study</h1><p>One. {PROSE}</p><p>Two. {PROSE}</p></article></main>")
    assert [line[:4] for line in read(html, "https://x.example/study/").text.split("\n")] == ["One.", "Two."]


def test_the_title_is_not_repeated_in_the_text() -> None:
    html = page(f"<main><article><h1>A study of hearts</h1><h2>A study of hearts</h2><p>{PROSE}</p></article></main>")
    assert read(html, "https://x.example/study/").text.startswith("The team followed")


def test_a_body_that_only_json_ld_holds_is_read() -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": "Study", "articleBody": PROSE})
    head = f"<script type='application/ld+json'>{node}</script>"
    assert read(page("<h1>Study</h1><div id='root'></div>", head=head), "https://x.example/study/").text == PROSE


def test_a_row_of_a_table_is_one_line_and_no_cell_is_lost() -> None:
    rows = "".join(f"<tr><td>Ward {n}</td><td>{n}</td><td>{n * 10} beds</td></tr>" for n in range(1, 6))
    html = page(
        f"<main><article><h1>Study</h1><p>{PROSE}</p><p>Two. {PROSE}</p><table><tr><th>Ward</th><th>No.</th><th>Size</th></tr>{rows}</table><p>Last. {PROSE}</p></article></main>"
    )
    text = read(html, "https://x.example/study/").text
    assert [f"Ward {n} {n} {n * 10} beds" for n in range(1, 6)] == [
        line for line in text.split("\n") if line.startswith("Ward ") and line[5].isdigit()
    ]


@pytest.mark.parametrize(
    "line", ["Lea también: ", "MIRA: ", "Read more: ", "À lire aussi : ", "Lesen Sie auch: ", "Читайте также: "]
)
def test_a_line_that_leads_to_another_article_is_cut(line: str) -> None:
    link = f"<p><strong>{line}</strong><a href='/n/1'>Title of another story of the house</a></p>"
    html = page(f"<main><article><h1>Study</h1><p>{PROSE}</p>{link}<p>The end. {PROSE}</p></article></main>")
    text = read(html, "https://x.example/study/").text
    assert "another story" not in text and "The end." in text


def test_a_text_that_stands_where_scripts_do_not_run_is_read() -> None:
    html = page(f"<main><h1>Study</h1><div><noscript><p>{PROSE}</p><p>Two. {PROSE}</p></noscript></div></main>")
    text = read(html, "https://x.example/study/").text
    assert PROSE in text and "Two." in text
