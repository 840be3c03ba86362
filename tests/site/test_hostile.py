"""What pages of strangers say is shown as text: it never runs, never links to a script, never breaks a page."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.site.display import safe_html
from db.site.feeds import harmless
from db.site.outward import mail_address, phone_number, register_address, web_address

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 98765 * 7 }}\u202e\u2066"
# What mutates when it is read twice, or ends our own elements.
MARKUP = (
    "</div></article></main><p id=content onclick=alert(1) class=x style='color:red'>"
    "<a href='javascript:alert(1)'>a</a><a href='/relative'>b</a><a href='//host/c' target=_top>c</a>"
    "<svg><style><img src=x onerror=alert(1)></style></svg><math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'><iframe srcdoc='<script>x</script>'></iframe>"
    "<form action=//evil><input name=q><button>send</button></form><base href=//evil><style>*{display:none}</style>"
)
ID = 20261120000001


@pytest.fixture
def hostile(open_reader: Any, newsroom: Any) -> Any:
    """A newsroom whose every field is an attack."""

    def fill(db: Any) -> None:
        with db.conn:
            newsroom.put_source(
                db, id="evil", name=EVIL, country=EVIL, kind=EVIL, languages='["<b>"]', home="javascript:alert(1)",
                last_outcome=EVIL, last_reason=EVIL, last_crawl_at="yesterday", last_ok_at="<b>",
            )  # fmt: skip
            newsroom.put_story(db, ID, EVIL, language=EVIL, articles=2, sources=2, languages='{"a": 1}')
            newsroom.put_articles(
                db,
                [
                    newsroom.News(
                        ID, "evil", EVIL, EVIL + "\n" + EVIL, EVIL, EVIL, EVIL, EVIL, story=ID,
                        url="javascript:alert(3)",
                        more={
                            "authors": [EVIL], "images": [{"url": "data:text/html,x", "caption": EVIL}, EVIL, None],
                            "contacts": [{"name": EVIL, "mail": "a@b.c?bcc=x@y.z", "phone": "javascript:1"}, 3],
                            "alternates": [{"language": EVIL, "url": "javascript:alert(4)"}],
                            "origins": {"title": EVIL}, "published_origin": EVIL, "modified_at": EVIL,
                            "news_type": EVIL, "evidence": EVIL, "journal": EVIL, "paper_title": EVIL,
                            "paper_quote": EVIL,
                            "labels": [{"name": "evidence", "value": EVIL, "quote": EVIL, "where": EVIL}, 3,
                                       {"name": [], "quote": EVIL}],
                            "attachments": [{"url": "javascript:alert(5)", "kind": EVIL, "title": EVIL}, None],
                            "experts": [{"name": EVIL, "role": EVIL, "affiliation": EVIL, "quote": EVIL}, "x"],
                            "related": [{"url": "data:text/html,x", "title": EVIL}, 1],
                            "confidences": {"title": EVIL, "text": 7}, "html": EVIL + MARKUP,
                            "candidates": [{"field": "title", "value": EVIL, "why": EVIL}, {"field": []}, "x"] * 3,
                        },
                    ),
                    newsroom.News(ID + 1, "evil", "=cmd|' /C calc'!A0", "+1", None, story=ID,
                                  more={"authors": "not json", "images": "{}", "origins": "[]", "labels": "{}",
                                        "candidates": "null", "confidences": "[]", "experts": "not json"}),
                ],
            )  # fmt: skip
            db.conn.execute(
                "INSERT INTO links (a, b, kind, reason, evidence, score) VALUES (?, ?, 'story', ?, ?, 0.5)",
                (ID, ID + 1, EVIL, EVIL),
            )
            db.conn.executemany(
                "INSERT INTO identifiers (article, scheme, value, found_in, quote) VALUES (?, ?, ?, ?, ?)",
                [(ID, "doi", f"10.1/{EVIL}", "text", EVIL), (ID, EVIL, EVIL, EVIL, EVIL)],
            )

    return open_reader(fill)


@pytest.mark.parametrize(
    "path",
    ["/", "/search", "/search?q=alert", f"/article/{ID}", f"/article/{ID + 1}", f"/story/{ID}", "/institution/evil",
     "/sources", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&country=%22%3E%3Cscript%3E",
     "/sources?q=%22%3E%3Cscript%3E", "/%3Cscript%3E"],
)  # fmt: skip
def test_markup_is_shown_as_text(hostile: Any, path: str) -> None:
    page = hostile.get(path).text
    assert "<script" not in page
    assert "<img" not in page
    assert "onerror=alert" not in page.replace("&gt;&lt;img src=x onerror=alert", "")
    for scheme in ("javascript:", "data:", "vbscript:"):
        assert f'href="{scheme}' not in page
    assert "691355" not in page, "what a page says is no template"


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["evidence", "title", "pdf", EVIL]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "value",
                    "quote",
                    "where",
                    "confidence",
                    "field",
                    "origin",
                    "why",
                    "url",
                    "title",
                    "kind",
                    "licence",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
COLUMNS = (
    "authors", "images", "contacts", "alternates", "origins", "labels", "attachments", "experts", "related",
    "confidences", "candidates",
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(COLUMNS), st.lists(ODD, max_size=3) | ODD, max_size=6))
def test_whatever_the_lists_hold_the_page_opens(hostile: Any, columns: dict[str, Any]) -> None:
    path = hostile.site.news
    with closing(sqlite3.connect(path)) as db, db:
        for name, value in columns.items():
            db.execute(f"UPDATE articles SET {name} = ? WHERE id = ?", (json.dumps(value), ID + 1))
    assert hostile.get(f"/article/{ID + 1}").status_code == 200


def test_the_article_page_shows_what_it_got(hostile: Any) -> None:
    page = hostile.get(f"/article/{ID}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "mailto:" not in page
    assert "tel:" not in page


@pytest.mark.parametrize("path", [f"/news/articles/{ID}", "/news/articles?_sort_desc=id", "/news/identifiers"])
def test_datasettes_own_pages_show_markup_as_text_too(hostile: Any, path: str) -> None:
    page = hostile.get(path).text
    for word in ("<script>alert", "<img src=x", "<iframe", "<form action=//evil", "javascript:alert(1)'"):
        assert word not in page


def test_markup_of_a_page_cannot_leave_its_place(hostile: Any) -> None:
    page = hostile.get(f"/article/{ID}").text
    shown = page[page.index('<div class="text"') : page.index('<aside class="facts"')]
    assert shown.count("</div>") == 1
    for word in (
        "onclick",
        "<svg",
        "<math",
        "<iframe",
        "<form",
        "<input",
        "<base",
        "<style",
        "target=",
        "id=",
        "class=",
    ):
        assert word not in shown.removeprefix('<div class="text"'), word
    assert page.count("</main>") == page.count('id="content"') == 1


@pytest.mark.parametrize(
    "html",
    ["<p>" * 100_000, "<div>" * 50_000 + "x", "<b><i>" * 300, "<" * 200_000, "<a " * 100_000, "", " ", None, 3,
     "<p>x</p>" * 100_000, "<!-- x -->", "<script>alert(1)</script>", "<figure></figure>"],
)  # fmt: skip
def test_markup_that_is_none_to_show_gives_plain_paragraphs(html: object) -> None:
    shown = safe_html(html)
    assert not shown or not re.search("<[^a-z/]|<script", shown)
    assert len(shown) < 2_000_000


def test_markup_of_a_text_stays() -> None:
    kept = (
        '<h2>One</h2><p>a <em>b</em> <sup>2</sup></p><ul><li>x</li></ul><ol start="3"><li>y</li></ol>'
        "<blockquote><p>q</p></blockquote><figure><figcaption>c</figcaption></figure>"
        '<table><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td colspan="2">d</td></tr></tbody></table>'
    )
    assert safe_html(kept) == kept


def test_a_very_long_text_is_cut_and_says_so(open_reader: Any, newsroom: Any) -> None:
    def fill(db: Any) -> None:
        with db.conn:
            newsroom.put_source(
                db, id="s", name="S", country="FR", kind="university", languages='["fr"]', home="https://s.example/"
            )
            newsroom.put_articles(db, [newsroom.News(ID, "s", "T" * 50_000, "word " * 2_000_000, "fr")])

    long = open_reader(fill)
    page = long.get(f"/article/{ID}")
    assert len(page.content) < 500_000
    assert "all of it is in the data" in page.text
    assert long.get("/search?q=word").status_code == 200


def test_cells_and_feeds_are_harmless(hostile: Any) -> None:
    sheet = hostile.get("/search.csv").text.removeprefix("\ufeff")
    for row in csv.reader(io.StringIO(sheet)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert "'=cmd" in sheet
    ElementTree.fromstring(hostile.get("/feed.atom").text)
    ElementTree.fromstring(hostile.get("/feed.atom?q=%3C%22%27%26").text)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("a=1") == "a=1"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " data:text/html,x", "//host/x", "/x", "ftp://host/", "http://",
     "http://[::1", "https://a b/", 'https://a/"onclick=', "https://a/\n", None, 3, "java\nscript:alert(1)"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: object) -> None:
    assert web_address(address) in ("", "https://a/") and "\n" not in web_address(address)


def test_what_people_print_becomes_links() -> None:
    assert web_address("https://www.example.org/a?b=c#d") == "https://www.example.org/a?b=c#d"
    assert mail_address("press.office@example.org") == "mailto:press.office@example.org"
    assert mail_address("a@b.example?subject=x") == ""
    assert phone_number("+33 (0)1 23-45.67") == "tel:+33012345 67".replace(" ", "")
    assert register_address("doi", '10.1/"><x>') == "https://doi.org/10.1/%22%3E%3Cx%3E"
    assert register_address("nct", "NCT01234567") == "https://clinicaltrials.gov/study/NCT01234567"
    assert register_address("isbn", "978") == ""
