"""What is said of a story: who was first and how sure, its headlines, and what came after the announcement."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aggregator.cluster.first import telling, who_was_first
from aggregator.cluster.membership import memberships
from aggregator.cluster.summary import story_of
from db.archive import crawls
from db.news.links import Link
from db.news.stories import Member

from .conftest import Home, doi

EN = "https://www.ucl.example/news/a"
FR = "https://u-paris.example/b"


def member(id_: int, **said: Any) -> Member:
    values: dict[str, Any] = {
        "id": id_, "source": f"s{id_}", "name": f"Source {id_}", "kind": "university", "institution": f"i{id_}",
        "url": f"https://s{id_}.example/", "title": f"Title {id_}", "language": "en", "published_at": "2026-11-10",
        "precision": "day", "published_day": None, "first_seen_at": "2026-11-22T03:00:00Z", "not_seen_at": None,
        "withdrawn_at": None, "news_type": None, "length": 3000, "announces": 0, "duplicate_of": None, "story": None,
        "reason": None, "score": None, "closest": None, "role": None,
    }  # fmt: skip
    return Member(**{**values, **said})


def first(*members: Member) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(who_was_first(members))
    return found


def link(a: int, b: int, reason: str, score: float = 0.9) -> Link:
    return Link(a, b, "duplicate" if reason in ("same text", "near text") else "story", reason, "", score)


def test_printed_days_make_it_likely_and_leave_the_day_open() -> None:
    said = first(member(1), member(2, published_at="2026-11-12"))
    assert (said["certainty"], said["articles"]) == ("likely", [1])
    assert (said["not_before"], said["not_after"]) == ("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z")
    assert "Source 1" in said["why"]


def test_one_day_leaves_it_open() -> None:
    said = first(member(1), member(2, published_at="2026-11-10T09:00:00Z", precision="minute"))
    assert (said["certainty"], sorted(said["articles"])) == ("open", [1, 2])
    assert said["not_after"] == "2026-11-10T09:01:00Z"


def test_only_our_own_crawls_make_it_certain() -> None:
    early = member(1, published_at=None, first_seen_at="2026-11-10T03:00:00Z", not_seen_at="2026-11-09T03:00:00Z")
    late = member(2, published_at="2026-11-01", first_seen_at="2026-11-12T03:00:00Z")
    assert first(early, late)["articles"] == [2]  # it says so, and nobody saw that it was not there
    seen = member(2, published_at=None, first_seen_at="2026-11-12T03:00:00Z", not_seen_at="2026-11-11T03:00:00Z")
    said = first(early, seen)
    assert (said["certainty"], said["articles"]) == ("certain", [1])
    assert (said["not_before"], said["not_after"]) == ("2026-11-09T03:00:00Z", "2026-11-10T03:00:00Z")


def test_a_date_before_a_crawl_that_did_not_list_the_page_is_doubted() -> None:
    backdated = member(1, published_at="2026-11-01", first_seen_at="2026-11-12T03:00:00Z",
                       not_seen_at="2026-11-11T03:00:00Z")  # fmt: skip
    said = first(backdated, member(2))
    assert (said["certainty"], sorted(said["articles"])) == ("open", [1, 2])


def test_a_date_after_the_day_it_was_seen_is_not_believed() -> None:
    one = telling(member(1, published_at="2027-01-01"))
    assert (one.start, one.end) == (None, one.seen_at)


def test_who_has_no_date_may_have_been_first() -> None:
    said = first(member(1), member(2, published_at=None))
    assert (said["certainty"], sorted(said["articles"]), said["not_before"]) == ("open", [1, 2], None)


def test_one_source_is_nobodys_rival() -> None:
    assert who_was_first([member(1), member(2, source="s1")]) == "{}"
    assert who_was_first([]) == "{}"


def test_what_comes_weeks_later_is_a_follow_up_unless_it_is_the_same_release() -> None:
    members = [
        member(1), member(2, published_at="2026-11-20"), member(3, published_at="2026-12-20"),
        member(4, published_at="2026-12-20", language="fr"), member(5, published_at="2026-12-10"),
        member(6, published_at=None), member(7, published_at="2026-12-30", duplicate_of=1),
    ]  # fmt: skip
    links = [
        link(1, 2, "similar"), link(1, 3, "similar"), link(2, 4, "translation"), link(1, 5, "same doi"),
        link(1, 6, "similar"), link(1, 7, "same text", 1.0),
    ]  # fmt: skip
    facts = memberships(members, links)
    assert {id_ for id_, fact in facts.items() if fact.role == "follow-up"} == {3}
    assert story_of(1, members, facts).follow_ups == 1


def test_a_prize_the_day_after_is_a_follow_up() -> None:
    members = [
        member(1, news_type="research result"), member(2, news_type="award", published_at="2026-11-11"),
        member(3, news_type="research result", published_at="2026-11-11"),
    ]  # fmt: skip
    facts = memberships(members, [link(1, 2, "similar"), link(1, 3, "similar")])
    assert [facts[id_].role for id_ in (1, 2, 3)] == ["announcement", "follow-up", "announcement"]


def test_an_article_is_in_its_story_by_its_surest_link() -> None:
    links = [link(1, 3, "similar", 0.97), link(2, 3, "same doi", 1.0), link(1, 2, "similar", 0.5)]
    facts = memberships([member(1), member(2), member(3)], links)
    assert (facts[1].reason, facts[1].closest) == (None, None)
    assert (facts[3].reason, facts[3].score, facts[3].closest) == ("same doi", 1.0, 2)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"kind": "agency"}),
        ({}, {"source": "import_x"}),
        ({}, {"withdrawn_at": "2026-11-21T00:00:00Z"}),
        ({}, {"language": "fr"}),
        ({"announces": 1}, {}),
        ({"length": 4000}, {"length": 300}),
    ],
)
def test_the_headline_is_of_the_most_informative_source(better: dict[str, Any], worse: dict[str, Any]) -> None:
    members = [member(1, **worse, published_at="2026-11-11"), member(2, **better)]
    story = story_of(1, members, memberships(members, [link(1, 2, "similar")]))
    assert (story.best, story.headline) == (2, "Title 2")


def test_each_language_has_its_headline() -> None:
    members = [member(1), member(2, language="fr"), member(3, language="fr", announces=1), member(4, language=None)]
    story = story_of(1, members, memberships(members, []))
    assert json.loads(story.headlines) == {
        "en": {"title": "Title 1", "article": 1},
        "fr": {"title": "Title 3", "article": 3},
    }


def crawl(home: Home, source: str, day: int, **said: Any) -> int:
    id_ = crawls.begin(home.archive, source=source, night=None, started_at=f"2026-11-{day:02}T02:30:00Z")
    ended = {"ended_at": f"2026-11-{day:02}T03:30:00Z", "outcome": "ok", "complete": 1}
    crawls.finish(home.archive, id_, {**ended, **said})
    return id_


def test_the_crawl_before_says_since_when_a_page_can_be_there(home: Home) -> None:
    before = crawl(home, "gb_ucl", 18)
    crawl(home, "gb_ucl", 19, outcome="blocked")
    crawl(home, "gb_ucl", 20, complete=0)
    last = crawl(home, "gb_ucl", 21)
    undated: dict[str, Any] = {"published_at": None, "identifiers": [doi("10.1/a")]}
    home.page(EN, "gb_ucl", crawl=last, scraped_at="2026-11-21T03:00:00Z", **undated)
    home.page(EN + "/old", "gb_ucl", crawl=before, scraped_at="2026-11-18T03:00:00Z")
    crawl(home, "fr_paris", 21)
    home.page(FR, "fr_paris", crawl=crawl(home, "fr_paris", 22), **undated)
    home.run()
    rows = home.articles()
    assert rows[EN]["not_seen_at"] == "2026-11-18T03:30:00Z"
    assert rows[EN + "/old"]["not_seen_at"] is None
    story = next(home.news.query("SELECT first FROM stories WHERE sources = 2"))
    said = json.loads(story["first"])
    assert (said["certainty"], said["articles"]) == ("certain", [rows[EN]["id"]])
    home.page(EN, "gb_ucl", crawl=crawl(home, "gb_ucl", 22), title="Another title", **undated)
    home.run()
    assert home.articles()[EN]["not_seen_at"] == "2026-11-18T03:30:00Z"
