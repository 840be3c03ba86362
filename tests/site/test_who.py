"""Everything about a person, institution, lab or funder: found by name, with the articles and the words that say so."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlite_utils import Database

from db.site.serve import build
from tests.site import conftest as newsroom

VALMONT = "https://ror.org/0aaaaaa11"
SOREL = "https://ror.org/0bbbbbb22"
ELSEWHERE = "https://ror.org/0ffffff66"
LUPUS = newsroom.LUPUS


def fill(db: Database) -> None:
    newsroom.fill_newsroom(db)
    with db.conn:
        put_people(db)


def put_people(db: Database) -> None:
    houses = [
        (VALMONT, "Université de Valmont", "FR", '["https://ror.org/0bbbbbb22"]', "universite de valmont\nvalmont uni"),
        (SOREL, "CHU de Sorel", "FR", "[]", "chu de sorel"),
        (ELSEWHERE, "Elsewhere <b>Institute</b>", "US", "[]", "elsewhere institute"),
    ]
    db.conn.executemany("INSERT INTO institutions (id, name, country, parents, folded) VALUES (?, ?, ?, ?, ?)", houses)
    db.conn.executemany(
        "INSERT INTO people (id, name, institution, spellings) VALUES (?, ?, ?, ?)",
        [
            (1, "Camille Aubry", VALMONT, json.dumps([{"name": "Camille Aubry", "articles": 2, "why": None},
             {"name": "Camile Aubry", "articles": 1, "why": "a slip and one role"}])),
            (2, "Wei Wang", ELSEWHERE, "[]"),
        ],
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (LUPUS, "person", "Camille Aubry", "aubry camille", VALMONT, 1, "expert", "professeure", "dit Camille Aubry"),
        (20261120000002, "person", "Camile Aubry", "aubry camile", VALMONT, 1, "expert", None, "sagt <script>"),
        (20261120000002, "person", "Wei Wang", "wang wei", ELSEWHERE, 2, "expert", None, "und Wei Wang"),
        (
            LUPUS,
            "institution",
            "Université de Valmont",
            "universite de valmont",
            VALMONT,
            None,
            "own",
            None,
            "à Valmont",
        ),
        (
            20261120000002,
            "institution",
            "Universität Valmont",
            "universitat valmont",
            VALMONT,
            None,
            "other",
            None,
            "an",
        ),
        (20261120000002, "institution", "Elsewhere", "elsewhere", ELSEWHERE, None, "other", None, "in Elsewhere"),
        (LUPUS, "lab", "UMR 7592", "umr 7592", VALMONT, None, None, None, "à l’UMR 7592"),
        (LUPUS, "funder", "DFG", "dfg", None, None, None, "FA 1/2", "paid by the DFG"),
    ]
    db.conn.executemany(
        "INSERT INTO mentions (id, article, kind, name, folded, institution, person, role, said, quote)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *row) for number, row in enumerate(rows, 1)],
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[newsroom.Reader]:
    path = newsroom.make_database(tmp_path_factory.mktemp("who") / "news.db", fill)
    made = newsroom.Reader(build(Path(path), now=lambda: newsroom.NOW))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ("Aubry", "/person/1"),
        ("camille aubry", "/person/1"),
        ("AUBRY, Camile", "/person/1"),
        ("wang", "/person/2"),
        ("valmont", "/institution/0aaaaaa11"),
        ("uni valmont", "/institution/0aaaaaa11"),
        ("UMR 75", "/named?kind=lab&amp;name=UMR%207592"),
        ("dfg", "/named?kind=funder&amp;name=DFG"),
    ],
)
def test_a_name_leads_to_whom_it_may_be(reader: newsroom.Reader, asked: str, link: str) -> None:
    answer = reader.get(f"/who?q={asked.replace(' ', '+')}")
    assert answer.status_code == 200
    assert f'href="{link}"' in answer.text


@pytest.mark.parametrize(
    "asked", ["", "nobody at all", "%", "_", "'", '"', "a", "\x00", "x" * 2000, "大", "<script>", "*)("]
)
def test_nobody_is_said_to_be_nobody(reader: newsroom.Reader, asked: str) -> None:
    answer = reader.run(reader.site.client.get("/who", params={"q": asked}))
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "/person/" not in answer.text


def test_a_person_has_spellings_with_reasons_and_articles_newest_first(reader: newsroom.Reader) -> None:
    text = reader.get("/person/1").text
    assert "a slip and one role" in text
    assert text.index("/article/20261120000002") < text.index(f"/article/{LUPUS}")
    assert "dit Camille Aubry" in text
    assert "sagt &lt;script&gt;" in text
    assert "2 articles" in text
    assert reader.get("/person/99").status_code == 404


def test_an_institution_shows_what_it_published_and_what_others_wrote(reader: newsroom.Reader) -> None:
    own, named = reader.get("/institution/0aaaaaa11").text, reader.get("/institution/0aaaaaa11?view=named").text
    assert f"/article/{LUPUS}" in own
    assert "/article/20261120000002" in named
    assert f"/article/{LUPUS}" not in named.split("<aside", 1)[0]
    for text in (own, named):
        assert 'href="/person/1"' in text
        assert "UMR 7592" in text
        assert 'href="/institution/0bbbbbb22"' in text


def test_an_institution_without_newsroom_has_a_page_too(reader: newsroom.Reader) -> None:
    text = reader.get("/institution/0ffffff66").text
    assert "Elsewhere &lt;b&gt;Institute&lt;/b&gt;" in text
    assert "1 article of others naming it" in text
    assert "/article/20261120000002" in text


def test_labs_and_funders_have_pages(reader: newsroom.Reader) -> None:
    assert "à l’UMR 7592" in reader.get("/named?kind=lab&name=umr+7592").text
    funder = reader.get("/named?kind=funder&name=DFG").text
    assert "FA 1/2" in funder
    assert "paid by the DFG" in funder
    for wrong in ("", "?kind=person&name=x", "?kind=lab", "?kind=lab&name=%27"):
        assert reader.get(f"/named{wrong}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "entries"),
    [("person=1", 2), ("institution=0aaaaaa11", 1), ("kind=lab&name=UMR+7592", 1), ("institution=fr_valmont", None),
     ("person=77", None), ("", None)],
)  # fmt: skip
def test_all_of_them_can_be_followed(reader: newsroom.Reader, asked: str, entries: int | None) -> None:
    answer = reader.get(f"/who.atom?{asked}")
    if entries is None:
        assert answer.status_code == 404
    else:
        assert len(ElementTree.fromstring(answer.text).findall("{*}entry")) == entries


def test_an_article_and_a_story_lead_to_who_is_in_them(reader: newsroom.Reader) -> None:
    for path in (f"/article/{LUPUS}", f"/story/{LUPUS}"):
        text = reader.get(path).text
        assert 'href="/person/1"' in text, path
        assert "/named?kind=lab&amp;name=UMR%207592" in text, path


def test_pages_of_a_much_named_person_lead_on_and_back(tmp_path: Path) -> None:
    def many(db: Database) -> None:
        fill(db)
        first = 20250101000001
        with db.conn:
            put_many(db, first)

    def put_many(db: Database, first: int) -> None:
        newsroom.put_articles(
            db, [newsroom.News(first + n, "fr_valmont", f"Number {n}", f"Text {n}") for n in range(45)]
        )
        db.conn.executemany(
            "INSERT INTO mentions (id, article, kind, name, folded, person, role)"
            " VALUES (?, ?, 'person', 'A B', 'b a', 2, 'expert')",
            [(1000 + n, first + n) for n in range(45)],
        )

    reader = newsroom.Reader(build(newsroom.make_database(tmp_path / "news.db", many), now=lambda: newsroom.NOW))
    seen: list[int] = []
    path: str | None = "/person/2"
    pages = []
    while path:
        text = reader.get(path).text
        pages.append(path)
        seen += [int(one) for one in newsroom_ids(text)]
        path = follow(text, "next")
    assert len(seen) == len(set(seen)) == 46
    assert seen == sorted(seen, reverse=True)
    back = follow(reader.get(pages[-1]).text, "prev")
    assert back and newsroom_ids(reader.get(back).text) == newsroom_ids(reader.get(pages[-2]).text)
    reader.close()


def newsroom_ids(text: str) -> list[str]:
    return re.findall(r'<h3[^>]*><a href="/article/(\d+)"', text)


def follow(text: str, rel: str) -> str | None:
    match = re.search(rf'<a rel="{rel}" href="([^"]+)"', text)
    return html.unescape(match[1]) if match else None
