"""A story's page: a headline for this reader, who was first and how sure that is, why each article belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database

STORY = "/story/20261120000001"


def words(page: str) -> str:
    """What a person reads of a page."""
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    return re.sub(r" (?=[.,:)])", "", told).replace("( ", "(")


def change(newsroom: Any, **values: Any) -> Callable[[Database], None]:
    """Fills the newsroom, with other values in the row of its story."""

    def filled(db: Database) -> None:
        newsroom.fill(db)
        with db.conn:
            for name, value in values.items():
                said = value if isinstance(value, str | int) else json.dumps(value)
                db.conn.execute(f"UPDATE stories SET {name} = :value WHERE articles > 1", {"value": said})

    return filled


def test_the_headline_is_in_the_readers_language_and_the_others_follow(reader: Any) -> None:
    own = reader.get(STORY).text
    assert '<h1 lang="fr" dir="auto">Lupus : une nouvelle piste' in own
    german = reader.get(STORY, accept_language="it, de-CH;q=0.8, fr;q=0.5").text
    assert '<h1 lang="de" dir="auto">Lupus: Protein als Schalter' in german
    others = german[german.index("In 2 other languages") :]
    assert '<a href="/article/20261121000001" lang="en" dir="auto">Blocking one protein' in others
    assert '<h1 lang="fr"' in reader.get(STORY, accept_language="fi").text, "of no language it has: its own"
    front = reader.get("/", accept_language="de").text
    assert "Lupus: Protein als Schalter" in front
    assert '<p class="standfirst" lang="de" dir="auto">Gemeinsame Studie' in front
    assert german.index("In German") < german.index("In French") < german.index("In English")


def test_who_was_first_is_told_with_the_interval_and_how_sure_it_is(reader: Any) -> None:
    said = words(reader.get(STORY).text)
    assert "It cannot be told who was first: Université de Valmont or Universitätsklinikum Lindau." in said
    assert "It came up between 20 November 2026, 02:31 UTC and 21 November 2026, 02:30 UTC." in said
    assert "leaves the same time open" in said


@pytest.mark.parametrize(
    ("certainty", "said"), [("likely", "was probably first."), ("certain", "told it first."), ("believed", "")]
)
def test_certainty_has_its_own_words(open_reader: Callable[..., Any], certainty: str, said: str, newsroom: Any) -> None:
    first = {"certainty": certainty, "articles": [newsroom.LUPUS], "not_before": None, "not_after": None, "why": "x"}
    page = words(open_reader(change(newsroom, first=first)).get(STORY).text)
    assert (f"Université de Valmont {said}" in page) if said else ("Who told it first" not in page)


@pytest.mark.parametrize("broken", ["[]", "{", '{"certainty": "open", "articles": "x"}', '{"fr": 3}', "null"])
def test_what_is_not_as_it_should_be_leaves_the_page_standing(
    open_reader: Callable[..., Any], newsroom: Any, broken: str
) -> None:
    answer = open_reader(change(newsroom, first=broken, headlines=broken, institutions=broken)).get(STORY)
    assert answer.status_code == 200
    assert "Who told it first" not in answer.text


def test_each_article_says_why_it_belongs_and_how_sure_that_is(reader: Any) -> None:
    said = words(reader.get(STORY).text)
    assert "The story began with this article." in said
    assert re.search(r"It announces the same paper as Lupus: une nouvelle.*?\(doi:10.5555/ijm.2026.0042\)\.", said)
    assert re.search(r"It announces the same trial as .*?\(nct:NCT01234567\), 90\s% sure\.", said)
    assert re.search(r"It tells what is told in .*?: alike in meaning; 212, TRX-9, 81\s% sure\.", said)
    assert "Repeated by CHU de Sorel" in said
    for language in ("In French", "In German", "In English", "In Japanese"):
        assert language in said


def test_institutions_are_named_as_far_as_they_are_known(reader: Any) -> None:
    page = reader.get(STORY).text
    head = page[page.index("<h1") : page.index("</header>", page.index("<h1"))]
    assert re.findall(r'<a href="/institution/([^"]+)"', head) == ["0aaaaaa11", "0cccccc33"]


def test_the_timeline_tells_when_a_page_came_up(reader: Any) -> None:
    said = words(reader.get(STORY).text)
    assert "Came up between 20 November 2026, 02:31 UTC and 21 November 2026, 02:30 UTC" in said
    assert "First seen 22 November 2026, 02:40 UTC" in said


def test_what_came_after_stands_apart(open_reader: Callable[..., Any], newsroom: Any) -> None:
    def fill(db: Database) -> None:
        newsroom.fill(db)
        with db.conn:
            db.conn.execute("UPDATE articles SET story_role = 'follow-up' WHERE id = 20261122000001")
            db.conn.execute("UPDATE stories SET follow_ups = 1")

    reader = open_reader(fill)
    page = reader.get(STORY).text
    assert "In Japanese" not in page
    assert page.index("What came after") < page.index("全身性エリテマトーデスの炎症", page.index("What came after"))
    assert "1 came after" in words(reader.get("/").text)


def test_an_editors_decision_is_named(open_reader: Callable[..., Any], newsroom: Any) -> None:
    def fill(db: Database) -> None:
        newsroom.fill(db)
        with db.conn:
            db.conn.execute("UPDATE articles SET story_reason = 'editor' WHERE id = 20261122000001")
            db.conn.execute(
                "INSERT INTO decisions (number, kind, a, b, act, made_by, made_at, note) VALUES"
                " (1, 'together', :a, 20261122000001, 'pin', 'Ana <b>', '2026-11-22T13:00:00Z', 'same study')",
                {"a": newsroom.LUPUS},
            )

    page = open_reader(fill).get(STORY).text
    assert "Ana &lt;b&gt;" in page
    assert re.search(
        r"An editor pinned it to Lupus: .*? \(22 November 2026, Ana &lt;b&gt;: same study\)\.",
        words(page),
    )


def test_a_reader_can_follow_one_story(reader: Any) -> None:
    page = reader.get(STORY).text
    assert f'<link rel="alternate" type="application/atom+xml" title="This story" href="{STORY}.atom">' in page
    feed = reader.get(f"{STORY}.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text.count("<entry") == 4, "repeats are left out"
    assert "Newsward: Lupus : une nouvelle piste" in feed.text
    moved = reader.get("/story/7.atom")
    assert (moved.status_code, moved.headers["location"]) == (301, f"{STORY}.atom")
    assert reader.get("/story/8.atom").status_code == 404


def test_an_article_says_why_it_is_in_its_story(reader: Any) -> None:
    said = words(reader.get("/article/20261121000001").text)
    assert "Part of a story" in said
    assert "It announces the same trial as Lupus: une nouvelle piste" in said


def test_the_front_page_shows_each_story_once_however_many_articles_it_has(
    open_reader: Callable[..., Any], newsroom: Any
) -> None:
    def fill(db: Database) -> None:
        newsroom.fill(db)
        with db.conn:
            newsroom.put_story(db, 20261122500000, "A menu of the week", articles=700)
            newsroom.put_articles(
                db,
                [
                    newsroom.News(20261122500000 + place, "gb_ashdown", f"Menu {place}", "Soup.", story=20261122500000)
                    for place in range(700)
                ],
            )

    page = open_reader(fill).get("/").text
    assert page.count("<h3") == 1 + 6, "the shared story, and the newest article of each"
    assert "Menu 699" in page
    assert "Menu 698" not in page
