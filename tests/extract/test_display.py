"""What the site shows of an article: its own words in clean elements, whatever the page wraps them in."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from crawler.extract.blocks import read_blocks
from crawler.extract.page import extract_page
from crawler.extract.text.display import MOST, display_html, plain_html
from crawler.extract.tree import parse
from tests.extract.pages import PROSE, page, read

URL = "https://www.uni.example/news/study/"
BROKEN = re.compile(r"</?(?:p|h[234]|ul|ol|li|blockquote|table|thead|tr|th|td|caption|figure|figcaption|pre|br)>")
ALLOWED = re.compile(
    r"</?(?:p|h[234]|ul|ol|li|blockquote|table|thead|tr|th|td|caption|figure|figcaption|pre|em|strong|sub|sup|code)>"
    r"|<br>|</a>|<a href=\"(?:https?://|mailto:)[^\"<>]*\">"
)


def shown(content: str) -> str:
    tree = parse(f"<html><body>{content}</body></html>")
    assert tree is not None
    return display_html([block for block in read_blocks(tree) if block.text], URL)


def words(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]*>", "", BROKEN.sub(" ", html))).split()


def well_formed(html: str) -> bool:
    open_elements = []
    for close, name in re.findall(r"<(/?)(\w+)", html):
        if name == "br":
            continue
        if not close:
            open_elements.append(name)
        elif not open_elements or open_elements.pop() != name:
            return False
    return not open_elements


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<div><span>One</span> two</div>", "<p>One two</p>"),
        ("<p>A <b>bold</b> <i>word</i>, H<sub>2</sub>O, m<sup>2</sup>, <code>x</code></p>",
         "<p>A <strong>bold</strong> <em>word</em>, H<sub>2</sub>O, m<sup>2</sup>, <code>x</code></p>"),
        ("<p>First line<br>second line</p>", "<p>First line<br>second line</p>"),
        ("<div>One<br><br>two</div>", "<p>One</p><p>two</p>"),
        ("<div>Before <p>the paragraph</p> after</div>", "<p>Before</p><p>the paragraph</p><p>after</p>"),
        ("<h3>A</h3><h4>B</h4><h6>C</h6>", "<h2>A</h2><h3>B</h3><h4>C</h4>"),
        ("<ul><li>One<ul><li>inner</li></ul></li><li><p>Two</p></li></ul>",
         "<ul><li>One<ul><li>inner</li></ul></li><li><p>Two</p></li></ul>"),
        ("<li>alone</li>", "<ul><li>alone</li></ul>"),
        ("<ul>loose<li>item</li></ul>", "<ul><li>loose</li><li>item</li></ul>"),
        ("<table><thead><tr><th>Year</th><th></th><th>Beds</th></tr></thead><tbody><tr><td>2025</td><td colspan='2'>12</td></tr></tbody></table>",
         "<table><thead><tr><th>Year</th><th></th><th>Beds</th></tr></thead><tr><td>2025</td><td>12</td><td></td></tr></table>"),
        ("<table><tr><td>A frame</td></tr></table>", "<p>A frame</p>"),
        ("<blockquote><p>Quoted</p></blockquote>", "<blockquote><p>Quoted</p></blockquote>"),
        ("<figure><img src='a.jpg'><figcaption>The ward</figcaption></figure>", "<figure><figcaption>The ward</figcaption></figure>"),
        ("<pre>a = 1\n  b &lt; 2</pre>", "<pre>a = 1\n  b &lt; 2</pre>"),
        ("<p>See <a href='/a?b=1&c=2' onclick='x()' class='y'>the <b>study</b></a></p>",
         '<p>See <a href="https://www.uni.example/a?b=1&amp;c=2">the <strong>study</strong></a></p>'),
        ("<a href='/a'><div>The whole card</div></a>", '<p><a href="https://www.uni.example/a">The whole card</a></p>'),
        ("<p><a href='mailto:press@uni.example?subject=x'>Write</a></p>", '<p><a href="mailto:press@uni.example">Write</a></p>'),
        ("<p>Note <a href='#n1'>[1]</a></p>", "<p>Note [1]</p>"),
    ],
)  # fmt: skip
def test_the_elements_a_reader_needs(source: str, html: str) -> None:
    assert shown(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "<p><a href='javascript:alert(1)'>a</a></p>",
        "<p><a href=' JavaScript:alert(1)'>a</a></p>",
        "<p><a href='java\nscript:alert(1)'>a</a></p>",
        "<p><a href='data:text/html,x'>a</a></p>",
        "<p><a href='vbscript:x'>a</a></p>",
        "<p><a href='mailto:x@y.example\" onmouseover=\"x'>a</a></p>",
        "<p><a href='/x\"onmouseover=\"alert(1)'>a</a></p>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script><style>p{}</style></p>",
        "<p onclick='x()' class='a' style='b' id='c'>a<img src=x onerror='x()'><iframe src='//x'></iframe></p>",
        "<p hidden>a secret</p><p style='display:none'>another</p>",
    ],
)
def test_nothing_that_runs_or_is_hidden(source: str) -> None:
    html = shown(source)
    assert ALLOWED.sub("", html).count("<") == 0
    assert "javascript" not in html.lower() and "secret" not in html and "another" not in html


@pytest.mark.parametrize("tag", ["div", "ul", "blockquote", "b", "a href='/x'", "table><tr><td"])
def test_a_page_nested_ten_thousand_deep(tag: str) -> None:
    html = shown(f"<{tag}>word " * 10_000)
    assert html.count("word") and well_formed(html)
    assert len(html) < MOST + 100_000


def test_a_huge_page_ends_well_formed() -> None:
    html = shown("<ul>" + f"<li>{'word ' * 300}</li>" * 1_500 + "</ul>")
    assert MOST < len(html) < MOST + 5_000 and well_formed(html)


def test_a_text_from_the_data_of_the_page() -> None:
    assert plain_html("One & two\n\n<b>three</b>") == "<p>One &amp; two</p><p>&lt;b&gt;three&lt;/b&gt;</p>"


def test_the_article_shows_its_own_words() -> None:
    article = read(page(f"<main><h1>A study of hearts</h1><h3>How</h3><p>{PROSE}</p><p>{PROSE[:200]}</p></main>"), URL)
    assert words(article.html) == article.text.split()


def test_words_of_real_pages(shared: Path) -> None:
    """The HTML holds the words of the text, in their order, and only what may be shown."""
    folder = shared / "data" / "extraction"
    pages = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["pages"]
    for number, (name, gold) in enumerate(sorted(pages.items())):
        if number % 12:
            continue
        body = gzip.decompress((folder / gold["file"]).read_bytes())
        article = extract_page(body, gold["url"] or URL, now=datetime(2026, 11, 22, tzinfo=UTC))
        assert words(article.html) == article.text.split(), name
        assert ALLOWED.sub("", article.html).count("<") == 0 and well_formed(article.html), name
