"""The model keeps an article's paragraphs, in order, and survives whatever a page holds."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import numpy as np
import pytest

from crawler.extract.blocks import read_blocks
from crawler.extract.structured import Structured, read_structured
from crawler.extract.text.body import Body, find_body
from crawler.extract.text.model import LEAVES, BlockModel, shipped_model
from crawler.extract.tree import parse
from tests.extract.pages import PROSE, URL, page

JAPANESE = (
    "研究グループは、五年間にわたり二百人の患者を調査し、運動が心臓に与える影響を測定しました。毎日歩いた人は、年齢や服用していた薬に"
    "かかわらず、発作の回数が少ないことが分かりました。病院は今後、この運動療法を循環器病棟を退院するすべての患者に提供する予定です。"
)
AROUND = {
    "a cookie note": "<div class='cookie-banner' role='dialog'><p>We use cookies to improve your experience on this site. Accept all cookies or change your settings.</p></div>",
    "a newsletter box": "<div class='newsletter-signup'><h3>Newsletter</h3><p>Sign up for our newsletter and never miss a story again.</p></div>",
    "a share bar": "<ul class='share-buttons'><li><a href='#'>Facebook</a></li><li><a href='#'>LinkedIn</a></li><li><a href='#'>WhatsApp</a></li></ul>",
    "a copyright line": "<footer class='site-footer'><p>© 2026 Example University. All rights reserved.</p></footer>",
    "comments": "<div class='comments' id='comments'>"
    + "".join(
        f"<div class='comment'><div class='comment-meta'>Reader {n}</div><p>I liked to read this, and my neighbour number {n} did as well.</p></div>"
        for n in range(5)
    )
    + "</div>",
}


def body_of(html: str) -> Body:
    tree = parse(html)
    assert tree is not None
    return find_body(tree, read_structured(tree, URL), read_blocks(tree), None, None)


@pytest.mark.parametrize("name", AROUND)
def test_what_stands_around_the_article_is_cut(name: str) -> None:
    article = f"<main><article class='post'><h1>Study</h1><div class='entry-content'><p>One. {PROSE}</p><p>Two. {PROSE}</p><p>Three. {PROSE}</p></div></article></main>"
    found = body_of(page(article + AROUND[name]))
    assert [line.split()[0] for line in found.text.split("\n") if line != "Study"] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    "html",
    [
        f"<main><article><h1>Study</h1><p>{JAPANESE}</p><p>「この結果に驚いています」と医師は話しています。{JAPANESE}</p></article></main>",
        f"<div id='main'><h2>お知らせ</h2>{JAPANESE}<br><br>{JAPANESE}</div>",
    ],
)
def test_text_without_spaces_between_words_is_kept(html: str) -> None:
    menu = "<ul class='menu'>" + "".join(f"<li><a href='/{n}'>研究室の紹介</a></li>" for n in range(8)) + "</ul>"
    text = body_of(page(menu + html, lang="ja")).text
    assert text.count("研究グループは") == 2 and "研究室の紹介" not in text


def test_the_text_is_that_of_the_blocks_kept_in_the_order_of_the_page() -> None:
    rows = "".join(f"<tr><td>Ward {n}</td><td>{n * 10} beds</td></tr>" for n in range(3))
    found = body_of(
        page(
            f"<article><p>One. {PROSE}</p><h2>Method</h2><ul><li>It is short. {PROSE}</li><li>It is safe. {PROSE}</li></ul><table>{rows}</table><p>Two. {PROSE}</p></article>"
        )
    )
    assert found.text.split() == " ".join(block.text for block in found.kept).split()
    assert 0 < found.confidence <= 1
    assert [candidate.origin for candidate in found.candidates] == ["blocks"]
    assert found.candidates[0].value == found.text[:200]
    places = [found.text.index(words) for words in ("One.", "It is short.", "It is safe.", "Two.")]
    assert places == sorted(places)


def test_a_page_of_twenty_thousand_lines_and_one_as_deep_are_judged() -> None:
    wide = "".join(f"<div class='c{n}'><a href='/{n}'>Item {n}</a></div>" for n in range(25_000))
    deep = "<div class='a b c'>" * 200 + PROSE + "</div>" * 200
    assert body_of(page(wide + f"<p>{PROSE}</p>")).confidence >= 0
    assert PROSE[:40] in body_of(page(deep)).text


@pytest.mark.parametrize(
    "html", ["", "<p></p>", "<table><td>", "<p class=''>\ufffd</p>", "<a>" * 50, f"<p id='{'x' * 5000}'>.</p>"]
)
def test_odd_pages_are_judged_without_an_error(html: str) -> None:
    found = body_of(page(html))
    assert isinstance(found.text, str) and 0 <= found.confidence <= 1


def test_a_page_without_a_line_has_no_probabilities() -> None:
    assert len(shipped_model().judge([], None, Structured())) == 0


def test_questions_lead_to_the_leaf_that_a_walk_down_the_tree_finds() -> None:
    # x0 <= 1 ? (x1 <= 5 ? leaf 0 : leaf 1) : leaf 2
    questions = LEAVES - 1
    threshold = np.full((1, questions), np.inf, dtype=np.float32)
    threshold[0, :2] = 1, 5
    feature = np.zeros((1, questions), dtype=np.int64)
    feature[0, 1] = 1
    masks = np.full((1, questions), 0xFF, dtype=np.uint8)
    masks[0, :2] = 0xFF & ~0b11, 0xFF & ~0b1
    leaves = np.zeros((1, LEAVES), dtype=np.float32)
    leaves[0, :3] = -2, 0, 2
    model = BlockModel(("x0", "x1"), {}, {}, feature, threshold, masks, leaves, 0.5, ((0.0, 1.0), (0.0, 1.0)))
    rows = np.array([[1, 5], [1, 6], [2, 0], [2, 9]], dtype=np.float32)
    assert model.probabilities(rows).round(2).tolist() == [0.12, 0.5, 0.88, 0.88]


@pytest.mark.parametrize(
    "attributes", ["hidden id='S:0'", "hidden class='paywall'"], ids=["sent after the page", "the paid part"]
)
def test_parts_that_a_script_shows_are_read(attributes: str) -> None:
    found = body_of(page(f"<div id='root'></div><div {attributes}><h1>Study</h1><p>{PROSE}</p><p>{PROSE}</p></div>"))
    assert found.text.count("two hundred patients") == 2


def test_parts_that_nobody_sees_are_not_read() -> None:
    lines = f"<article><p>One. {PROSE}</p><p>Two. {PROSE}</p><p hidden>Three. {PROSE}</p><p style='display: none'>Four.</p></article>"
    assert [line.split()[0] for line in body_of(page(lines)).text.split("\n")] == ["One.", "Two."]


def test_a_copy_of_the_whole_article_in_one_line_is_cut() -> None:
    paragraphs = [f"{name}. {PROSE}" for name in ("One", "Two", "Three", "Four")]
    article = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    copy = f"<div class='speech'>{' '.join(paragraphs)}</div>"
    assert body_of(page(f"<article><h1>Study</h1>{article}{copy}</article>")).text.count("Three.") == 1
