"""A search with words, filters and pages gives exactly the articles it should, newest first."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.site.metadata import METADATA


def ids(page: str) -> list[int]:
    """The articles a page lists, in its order."""
    return [int(id) for id in re.findall(r'<h3[^>]*><a href="/article/(\d+)"', page)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "lupus"}, [20261121000001, 20261120000002, 20261120000001]),
        ({"q": '"vaccine trial"'}, [20261118000001]),
        ({"q": '"trial vaccine"'}, []),
        ({"q": "volunt*"}, [20261118000001]),
        ({"q": "meningite hopital"}, [20261122000003]),
        ({"q": "strasse"}, [20261122000002]),
        ({"q": "患者 炎症"}, [20261122000001]),
        ({"q": "السكري"}, [20261122000004]),
        ({"q": "lupus -protein"}, [20261120000001]),
        ({"q": "dengue OR meningite"}, [20261122000003, 20261119000001]),
        ({"country": "FR"}, [20261122000003, 20261120000001]),
        ({"country": "FR", "q": "lupus"}, [20261120000001]),
        ({"kind": "hospital"}, [20261122000002, 20261120000002]),
        ({"language": "es"}, [20261119000001]),
        ({"institution": "https://ror.org/0cccccc33"}, [20261122000002, 20261120000002]),
        ({"institution": "0cccccc33", "q": "lupus"}, [20261120000002]),
        ({"institution": "es_rio"}, [20261119000001]),
        ({"to": "2026-11-19"}, [20261119000001, 20261118000001]),
        ({"from": "2026-11-20", "to": "2026-11-21"}, [20261121000001, 20261120000002, 20261120000001]),
        ({"from": "2026-11-21", "to": "2026-11-21", "q": "lupus"}, [20261121000001]),
        ({"from": "2026-11-21", "to": "2026-11-20"}, []),
        ({"type": "research result"}, [20261120000001]),
        ({"evidence": "preprint"}, [20261121000001]),
        ({"evidence": "preprint", "q": "lupus", "type": "trial"}, [20261121000001]),
        ({"evidence": "peer-reviewed", "language": "de"}, []),
        ({"country": "XX"}, []),
        ({"country": "FR' OR 1=1 --"}, []),
    ],
)
def test_words_and_filters(reader: Any, query: dict[str, str], found: list[int]) -> None:
    page = reader.get(f"/search?{urlencode(query)}").text
    assert ids(page) == found
    if found:
        assert f"{len(found)} article" in page
    else:
        assert "Nothing found" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=lupus&country=DE&from=2026-11-01", 20261120000002),
        ("q=lupus&type=research+result&evidence=peer-reviewed", 20261120000001),
    ],
)
def test_every_form_of_a_search_gives_the_same_articles(reader: Any, query: str, found: int) -> None:
    page = reader.get(f"/search?{query}").text
    table, data = re.findall(r'href="(/news/articles[^"]+)"', page)
    sheet, feed = re.search(r'href="(/search\.csv[^"]+)"', page), re.search(r'href="(/feed\.atom[^"]+)"', page)
    assert sheet
    assert feed
    assert reader.get(table.replace("&amp;", "&")).status_code == 200
    rows = json.loads(reader.get(data.replace("&amp;", "&")).text)["rows"]
    assert [row[0] for row in rows] == ids(page) == [found]
    cells = list(csv.DictReader(io.StringIO(reader.get(sheet[1].replace("&amp;", "&")).text.removeprefix("\ufeff"))))
    assert [int(row["id"]) for row in cells] == ids(page)
    assert cells[0]["doi"] == "10.5555/ijm.2026.0042"
    entries = ElementTree.fromstring(reader.get(feed[1].replace("&amp;", "&")).text)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.text for entry in entries.findall("a:entry/a:id", names)] == [f"http://localhost/article/{found}"]


def test_exports_tell_type_evidence_and_paper(reader: Any) -> None:
    sheet = reader.get("/search.csv?q=lupus&language=fr").text.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["news_type"], row["evidence"]) == ("research result", "peer-reviewed")
    assert (row["paper_title"], row["journal"]) == (
        "TRX-9 sustains inflammation in lupus",
        "The Invented Journal of Medicine",
    )
    feed = ElementTree.fromstring(reader.get("/feed.atom?q=lupus&language=fr").text)
    names = {"a": "http://www.w3.org/2005/Atom"}
    terms = [category.get("term") for category in feed.findall("a:entry/a:category", names)]
    assert terms == ["research result", "peer-reviewed"]


def test_the_form_keeps_the_chosen_filters(reader: Any) -> None:
    page = reader.get("/search?type=trial&evidence=preprint").text
    assert '<option value="trial" selected>Clinical trial</option>' in page
    assert '<option value="preprint" selected>Preprint</option>' in page


def test_datasettes_own_search_box_speaks_the_same_language(reader: Any) -> None:
    for query in ("患者 炎症", '"vaccine trial"', "l'hôpital", "volunt*", 'unbalanced " (', "-only"):
        own = ids(reader.get(f"/search?q={quote(query)}").text)
        rows = json.loads(reader.get(f"/news/articles.json?_search={quote(query)}&_sort_desc=id").text)["rows"]
        assert [row[0] for row in rows] == own
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH newsward_match('STRASSE')"
    assert json.loads(reader.get(f"/news.json?sql={quote(sql)}").text)["rows"] == [[20261122000002]]


def test_words_found_are_marked_as_they_stand_in_the_text(reader: Any) -> None:
    assert "<mark>Méningite</mark>" in reader.get("/search?q=meningite").text
    assert "<mark>Straße</mark>" in reader.get("/search?q=strasse").text
    assert "<mark>患者</mark>" in reader.get("/search?q=患者").text
    assert "<mark>volunteers</mark>" in reader.get("/search?q=volunt*").text


def test_an_empty_result_says_what_was_searched_and_what_may_be_missing(reader: Any) -> None:
    page = reader.get("/search?q=nothingness&country=FR").text
    assert "Nothing found in 7 sources; 4 have not answered lately, the longest since" in page
    assert '<time datetime="2026-11-14T02:32:00Z">14 November 2026</time>' in page
    assert "Search without the filters" in page
    assert "no word to look for" in reader.get("/search?q=%F0%9F%99%82").text
    assert "a word that must occur" in reader.get("/search?q=-lupus").text


def test_a_day_that_is_none_is_named(reader: Any) -> None:
    page = reader.get("/search?q=lupus&from=31.12.2026").text
    assert "“31.12.2026” is not a day" in page
    assert len(ids(page)) == 3


@pytest.fixture
def crowded(open_reader: Any, newsroom: Any) -> Any:
    """A newsroom of 55 articles that all say the same word."""

    def fill(db: Any) -> None:
        with db.conn:
            newsroom.put_source(
                db, id="s", name="S", country="FR", kind="university", languages='["fr"]', home="https://s.example/"
            )
            newsroom.put_articles(
                db, [newsroom.News(20260101000001 + i, "s", f"Item {i}", "common words", "fr") for i in range(55)]
            )

    return open_reader(fill)


@pytest.mark.parametrize("start", ["/search?q=common", "/search", "/institution/s"])
def test_pages_cover_everything_once_forwards_and_back(crowded: Any, start: str) -> None:
    seen: list[int] = []
    paths = [start]
    while True:
        page = crowded.get(paths[-1]).text
        seen += ids(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        if not older:
            break
        paths.append(older[1].replace("&amp;", "&"))
    assert seen == [20260101000055 - i for i in range(55)]
    back = re.search(r'rel="prev" href="([^"]+)"', crowded.get(paths[-1]).text)
    assert back
    assert ids(crowded.get(back[1].replace("&amp;", "&")).text) == seen[20:40]


def test_pages_do_not_shift_when_news_comes_in(crowded: Any, newsroom: Any) -> None:
    page = crowded.get("/search?q=common").text
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    before = ids(crowded.get(older[1].replace("&amp;", "&")).text)

    from db.connection import open_database
    from db.migrations import NEWS_ID, news

    db = open_database(crowded.site.news, news, NEWS_ID)
    with db.conn:
        newsroom.put_articles(db, [newsroom.News(20260201000001, "s", "Late", "common words", "fr")])
    assert ids(crowded.get("/search?q=common").text)[0] == 20260201000001
    assert ids(crowded.get(older[1].replace("&amp;", "&")).text) == before


def test_counts_stop_at_a_thousand_and_say_so(open_reader: Any, newsroom: Any) -> None:
    def fill(db: Any) -> None:
        with db.conn:
            newsroom.put_source(
                db, id="s", name="S", country="FR", kind="university", languages='["fr"]', home="https://s.example/"
            )
            newsroom.put_articles(
                db, [newsroom.News(20260101000001 + i, "s", "Item", "common", "fr") for i in range(1_001)]
            )

    crowd = open_reader(fill)
    assert "More than 1,000 articles" in crowd.get("/search?q=common").text
    assert "More than 1,000 articles" in crowd.get("/institution/s").text
    assert "1.000 art" in crowd.get("/search?q=common", accept_language="de").text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "institution", "country", "kind", "language", "type", "evidence", "from", "to", "before", "after"]
        ),
        st.text(max_size=30) | st.text("\"*-OR 0123456789東'%<>", max_size=30),
    )
)
def test_no_address_breaks_the_search(reader: Any, query: dict[str, str]) -> None:
    asked = urlencode(query, errors="replace")
    for page in ("/search", "/search.csv", "/feed.atom", "/sources", "/institution/0aaaaaa11"):
        assert reader.get(f"{page}?{asked}").status_code == 200


def test_plans_use_the_indexes_and_never_sort(reader: Any) -> None:
    from db.site.finding import Search, _listed

    for search, match in (
        (Search(words="a", country="FR", language="fr"), '"a"'),
        (Search(country="FR", language="fr"), ""),
        (Search(words="a", type="trial", evidence="preprint", kind="university"), '"a"'),
        (Search(evidence="peer-reviewed"), ""),
        (Search(type="research result", country="FR"), ""),
    ):
        listed, values = _listed(search, match)
        key = "articles_fts.rowid" if match else "articles.id"
        rows = reader.run(
            reader.site.rows(f"EXPLAIN QUERY PLAN SELECT {key} {listed} ORDER BY {key} DESC LIMIT 20", values)
        )
        plan = " | ".join(row["detail"] for row in rows)
        assert "COVERING INDEX articles_listed" in plan
        assert "TEMP B-TREE" not in plan


def test_the_articles_of_a_journal_are_found_by_an_index(reader: Any) -> None:
    sql = METADATA["databases"]["news"]["queries"]["articles_of_a_journal"]["sql"]
    rows = reader.run(reader.site.rows(f"EXPLAIN QUERY PLAN {sql}", {"journal": "x"}))
    plan = " | ".join(row["detail"] for row in rows)
    assert "INDEX articles_journal (journal=?)" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("10.5555/IJM.2026.0042", [20261120000002, 20261120000001]),
        ("https://doi.org/10.5555/ijm.2026.0042", [20261120000002, 20261120000001]),
        ("doi:10.5555/ijm.2026.0042", [20261120000002, 20261120000001]),
        ("nct01234567", [20261121000001]),
        ("PMID:40123456", [20261120000001]),
        ("https://fr-valmont.example/news/20261122000003", [20261122000003]),
        ("fr-valmont.example/news/20261122000003/", [20261122000003]),
    ],
)
def test_a_pasted_identifier_or_address_finds_what_names_it(reader: Any, words: str, found: list[int]) -> None:
    page = reader.get(f"/search?{urlencode({'q': words})}").text
    assert "Articles that name" in page
    assert ids(page)[: len(found)] == found


def test_other_words_name_nothing(reader: Any) -> None:
    assert "Articles that name" not in reader.get("/search?q=lupus").text
    assert "Articles that name" not in reader.get("/search").text


def test_a_search_too_broad_for_its_time_asks_for_more_words(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from datasette.database import QueryInterrupted

    from db.site.site import NewsSite

    rows = NewsSite.rows

    async def slow(site: Any, sql: str, params: Any = None, limit_ms: int = 0) -> Any:
        if "MATCH" in sql:
            raise QueryInterrupted(None, sql, params)
        return await rows(site, sql, params, limit_ms)

    monkeypatch.setattr(NewsSite, "rows", slow)
    page = reader.get("/search?q=lup*")
    assert page.status_code == 200
    assert "Add a word, or choose a filter" in page.text
    sheet = reader.get("/search.csv?q=lup*")
    assert sheet.status_code == 503
    assert "This took too long" in sheet.text
