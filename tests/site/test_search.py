"""What a reader types finds what a reader expects, in every script, and never breaks the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db.connection import open_database
from db.migrations import NEWS_ID, news
from db.search import index_articles, match_expression, unindex_articles

TEXTS = {
    1: (
        "Neue Therapie an der Universität",
        "Straße, Größe",
        "Die Forschenden der Charité prüften COVID-19-Impfstoffe.",
    ),
    2: ("Un essai clinique à l’hôpital", "Œuvre et cœur", "Les médecins de l'AP-HP ont étudié la méningite."),
    3: ("東京大学が新しい治療法を発表", "がん研究", "研究チームは、ＰＣＲ検査とワクチンの効果を調べた。"),
    4: ("서울대학교병원 연구팀", "암 치료", "연구팀은 새로운 백신을 개발했다."),
    5: ("İstanbul'da ışık deneyi", "Łódź, Ørsted", "Kalp hastalığı için yeni yöntem."),
    6: ("New therapy for heart disease", "A trial", "The trial of a new therapy; vaccine research."),
    7: ("โรงพยาบาลศิริราช", "วิจัย", "การรักษามะเร็งแบบใหม่"),
    8: ("مُسْتَشْفَى الجامعة", "بحث", "تجربة سريرية جديدة"),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory, newsroom: SimpleNamespace) -> Iterator[Database]:
    db = open_database(tmp_path_factory.mktemp("search") / "news.db", news, NEWS_ID)
    fill(db, newsroom)
    yield db
    db.conn.close()


def fill(db: Database, newsroom: SimpleNamespace) -> None:
    with db.conn:
        newsroom.put_source(
            db, id="s", name="S", country="XX", kind="university", languages="[]", home="https://s.example/"
        )
        newsroom.put_articles(
            db, [newsroom.News(id, "s", title, text, lead=lead) for id, (title, lead, text) in TEXTS.items()]
        )


def found(db: Database, query: str) -> list[int]:
    match = match_expression(query)
    if not match:
        return []
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match ORDER BY rowid"
    return [row[0] for row in db.conn.execute(sql, {"match": match})]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("therapy", [6]),
        ("THERAPY heart", [6]),
        ("therapy unicorn", []),
        ("heart OR universität", [1, 6]),
        ("universitat", [1]),
        ("strasse", [1]),
        ("Straße", [1]),
        ("STRAẞE", [1]),
        ("covid-19", [1]),
        ("covid 19", [1]),
        ("hopital", [2]),
        ("l'hôpital", [2]),
        ("l’hopital", [2]),
        ("coeur", [2]),
        ("AP-HP", [2]),
        ("mening*", [2]),
        ("mening", []),
        ('"new therapy"', [6]),
        ('"therapy new"', []),
        ("“new therapy”", [6]),
        ('"new thera*"', [6]),
        ("therap* -heart", [1]),
        ("therap* NOT heart", [1]),
        ("-heart", []),
        ("therapy AND heart", [6]),
        ("new OR -heart therapy", []),
        ("東京大学", [3]),
        ("東京 がん", [3]),
        ("京東", []),
        ("PCR検査", [3]),
        ("ﾜｸﾁﾝ", [3]),
        ("治療*", [3]),
        ("대학교", [4]),
        ("백신 연구팀", [4]),
        ("มะเร็ง", [7]),
        ("مستشفى", [8]),
        ("ISTANBUL", [5]),
        ("istanbul", [5]),
        ("İSTANBUL", [5]),
        ("isik", [5]),
        ("lodz orsted", [5]),
        ("", []),
        ("*", []),
        ("🙂", []),
        ('"', []),
        ("OR", []),
        ("OR OR therapy OR", [6]),
        ("title:therapy", []),
        ("NEAR(new therapy)", []),
        ("(heart", [6]),
        ("heart)", [6]),
        ("^heart", [6]),
        ("{title} : heart", []),
    ],
)
def test_query(db: Database, query: str, ids: list[int]) -> None:
    assert found(db, query) == ids


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet='ab"*-OR ANDT^(){}:+,é東\0\ud800', max_size=60))
@example('" * ^')
@example("a" * 100_000)
@example(" ".join("ab"[i % 2] for i in range(5_000)))
@example("a OR " * 200)
@example("\ud800 therapy")
@example("a\u0301\u0301*")
def test_any_input_is_a_valid_search(db: Database, query: str) -> None:
    assert set(found(db, query)) <= set(TEXTS)


def test_a_changed_article_is_found_by_its_new_words_only(tmp_path: Path, newsroom: SimpleNamespace) -> None:
    db = open_database(tmp_path / "news.db", news, NEWS_ID)
    fill(db, newsroom)
    with db.conn:
        unindex_articles(db, [3])
        db.conn.execute("UPDATE articles SET title = '京都大学が発表', text = '' WHERE id = 3")
        index_articles(db, [(3, "京都大学が発表", "がん研究", "")])
    assert found(db, "東京大学") == []
    assert found(db, "ワクチン") == []
    assert found(db, "京都大学 がん") == [3]
    unindex_articles(db, list(TEXTS))
    unindex_articles(db, list(TEXTS))
    assert found(db, "heart") == []
    db.conn.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
    assert db.conn.execute("SELECT count(*) FROM articles_fts").fetchone() == (0,)


def test_indexing_twice_is_refused_because_old_words_would_stay(db: Database) -> None:
    with pytest.raises(ValueError, match="in the search already"):
        index_articles(db, [(1, "a", "b", "c")])


def test_more_articles_than_one_statement_takes(tmp_path: Path, newsroom: SimpleNamespace) -> None:
    db = open_database(tmp_path / "news.db", news, NEWS_ID)
    fill(db, newsroom)
    index_articles(db, ((id, "many", "", "") for id in range(100, 1_700)))
    assert len(found(db, "many")) == 1_600
