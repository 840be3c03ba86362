"""An editor merges, splits and pins stories; it is seen at once, outlives nights and rebuilds, and can be undone."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import main
from aggregator.cluster import decisions as editing
from aggregator.cluster.decisions import Held, loose_ends, plan_merge, plan_pin, plan_split
from db import migrations
from db.connection import open_database, transaction
from db.news import acts, decisions
from db.news.acts import Act, ActRefused, Done
from db.news.decisions import Decision

from .conftest import NOW, Home, doi

A1, A2, A3 = (f"https://u-paris.example/a{number}" for number in (1, 2, 3))
B1, B2, B3 = (f"https://www.ucl.example/b{number}" for number in (1, 2, 3))


def decided(kind: str, a: int, b: int) -> Decision:
    return Decision(number=1, kind=kind, a=a, b=b, act="split", made_by="Ana", made_at="2026-11-22T13:00:00Z")


def held(id: int, *articles: int) -> Held:
    return Held(id, articles, articles)


# Two announcements that have nothing in common but being news.
TOLD = {
    A1: (
        "Infused cells calm severe lupus",
        "Umbilical cord cells were infused into eight patients with severe lupus at Hôpital Saint-Louis"
        " in Paris. Kidney"
        " function improved in six of them within a year, Professor Farge reports, and no serious side"
        " effect was seen.",
    ),
    A2: (
        "Hope for people whose lupus resists every drug",
        "When steroids and antibodies fail, lupus destroys the kidneys. A small trial led by Dominique"
        " Farge now shows that"
        " donated stromal cells are safe, and that disease activity fell from 13 to 4 points on the SLEDAI scale.",
    ),
    A3: (
        "A first for cell therapy in autoimmune disease",
        "Eight volunteers, one infusion each, twelve months of watching: the phase one study of cord"
        " stromal cells against"
        " refractory systemic lupus met its goal. A larger trial with ninety patients in five countries is planned.",
    ),
    B1: (
        "Coral reefs grow back faster around fed seabird islands",
        "Where rats were cleared from the Chagos atolls, guano from nesting boobies feeds the sea."
        " Divers from Lancaster"
        " measured Acropora corals that grew four times as fast and recovered from bleaching in ten months.",
    ),
    B2: (
        "Rat removal helps reefs survive warming water",
        "Seabird nutrients shorten the recovery of bleached corals by years, according to dives on 24 tropical islands."
        " Marine ecologist Casey Benkwitt urges governments to rid atolls of invasive rats.",
    ),
    B3: (
        "Island nations plan to bring their seabirds back",
        "Encouraged by measurements on Indian Ocean atolls, three governments fund traps and fences"
        " against rodents so that"
        " terns and noddies may nest again and fertilise the lagoons.",
    ),
}


def page(home: Home, url: str, source: str, paper: str, **said: Any) -> None:
    title, text = TOLD[url]
    home.page(url, source, **{"title": title, "text": text, "identifiers": [doi(paper)], **said})


def two_stories(home: Home) -> None:
    """Story A of three articles on one paper, story B of two on another."""
    for url in (A1, A2, A3):
        page(home, url, "fr_paris", "10.1/a")
    for url in (B1, B2):
        page(home, url, "gb_ucl", "10.1/b")
    home.run()


def do(home: Home, verb: str, story: int = 0, others: tuple[int, ...] = (), number: int = 0) -> Done:
    act = Act(verb=verb, by="Ana", story=story, others=others, number=number)
    return editing.edit(home.folder / "news.db", act, NOW)


def ids(home: Home, *urls: str) -> tuple[int, ...]:
    return tuple(int(home.articles()[url]["id"]) for url in urls)


def test_a_merge_links_the_founding_articles_in_a_chain() -> None:
    stories = [held(1, 1, 5), held(7, 6, 7), held(9, 9)]
    assert plan_merge(stories, []) == [("together", 1, 7), ("together", 7, 9)]


def test_a_merge_overrules_what_was_split_between_the_stories_only() -> None:
    before = [decided("apart", 5, 6), decided("apart", 1, 5), decided("apart", 5, 99), decided("together", 1, 6)]
    assert ("together", 5, 6) in plan_merge([held(1, 1, 5), held(6, 6)], before)
    assert len(plan_merge([held(1, 1, 5), held(6, 6)], before)) == 2


def test_a_split_keeps_what_leaves_together_and_parts_it_from_each_that_stays() -> None:
    assert set(plan_split(held(1, 1, 2, 3, 4), frozenset({3, 4}))) == {
        ("together", 3, 4), ("apart", 3, 1), ("apart", 3, 2), ("apart", 4, 1), ("apart", 4, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("leaving", "said"),
    [
        (frozenset[int](), "Say which"),
        (frozenset({1, 2}), "at least one must stay"),
        (frozenset({1, 8}), "Article 8 is not in story 1"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(leaving: frozenset[int], said: str) -> None:
    with pytest.raises(ActRefused, match=said):
        plan_split(held(1, 1, 2), leaving)


def test_a_pin_moves_articles_of_another_story() -> None:
    before = [decided("apart", 2, 9), decided("apart", 3, 9)]
    pairs = plan_pin(held(1, 1, 2), frozenset({9, 10}), [held(8, 8, 9, 10)], before)
    assert sorted(pairs) == [
        ("apart", 9, 8), ("apart", 10, 8), ("together", 2, 9), ("together", 9, 1), ("together", 10, 1),
    ]  # fmt: skip


def test_the_founding_article_needs_no_pin() -> None:
    with pytest.raises(ActRefused, match="nothing to pin"):
        plan_pin(held(1, 1, 2), frozenset({1, 2}), [], [])


def test_what_an_act_leaves_alone_is_held_together_only_where_it_falls_apart() -> None:
    where = {1: 1, 2: 1, 3: 3, 4: 4, 9: 9}
    assert loose_ends([frozenset({1, 2, 3, 4}), frozenset({9})], where) == [("together", 1, 3), ("together", 3, 4)]
    assert loose_ends([frozenset({1, 2})], where) == []


def test_the_rest_of_a_story_stays_one_when_the_article_that_linked_it_is_split_off(home: Home) -> None:
    page(home, A1, "fr_paris", "10.1/a")
    page(home, B1, "gb_ucl", "10.1/b")
    page(home, B3, "gb_ucl", "10.1/b")
    page(home, A2, "fr_paris", "10.1/c")
    home.run()
    do(home, "merge", home.story(B1), (home.story(A1), home.story(A2)))
    assert len(home.stories()) == 1
    before = home.story(B1)
    done = do(home, "split", before, ids(home, A1))
    assert home.stories() == {frozenset({A1}), frozenset({B1, B3, A2})}
    assert home.story(A2) == before, "what stays keeps the address"
    do(home, "undo", number=done.number)
    assert len(home.stories()) == 1


def test_an_act_of_too_many_pairs_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    two_stories(home)
    monkeypatch.setattr(editing, "PAIRS_MOST", 1)
    with pytest.raises(ActRefused, match="2 pairs of articles, at most 1"):
        do(home, "split", home.story(A1), ids(home, A3))
    assert decisions.all(home.news) == []


def test_merged_stories_are_one_at_once_and_the_old_address_leads_on(home: Home) -> None:
    two_stories(home)
    a, b = home.story(A1), home.story(B1)
    assert home.stories() == {frozenset({A1, A2, A3}), frozenset({B1, B2})}
    done = do(home, "merge", a, (b,))
    assert home.stories() == {frozenset({A1, A2, A3, B1, B2})}
    assert home.story(B2) == home.story(A1) == done.story
    assert acts.story_now(home.news, b) == acts.story_now(home.news, a) == done.story


def test_split_articles_are_a_story_of_their_own_although_a_paper_links_them(home: Home) -> None:
    two_stories(home)
    a = home.story(A1)
    leaving = max(ids(home, A1, A2, A3))
    done = do(home, "split", a, (leaving,))
    assert len(home.stories()) == 3
    assert len(done.stories) == 2
    found = {row["id"]: row["story"] for row in home.articles().values()}
    assert done.said == f"Split (act 1): what left is story {found[leaving]}, what stayed is story {a}."
    assert found[leaving] != a
    assert [found[id] for id in ids(home, A1, A2, A3)].count(a) == 2


def test_decisions_outlive_later_nights_and_a_rebuild(home: Home) -> None:
    two_stories(home)
    do(home, "merge", home.story(A1), (home.story(B1),))
    do(home, "split", home.story(A1), ids(home, A3))
    before = home.stories()
    assert frozenset({A3}) in before
    page(home, A1, "fr_paris", "10.1/a", lead="Corrected on Monday.")
    page(home, B3, "gb_ucl", "10.1/b")
    home.run()
    assert frozenset({A3}) in home.stories()
    told = {row["url"]: row["story"] for row in home.articles().values()}
    kept = decisions.all(home.news)
    home.rebuild()
    assert {row["url"]: row["story"] for row in home.articles().values()} == told
    assert decisions.all(home.news) == kept


def test_undoing_brings_the_act_before_into_force(home: Home) -> None:
    two_stories(home)
    first = home.stories()
    merge = do(home, "merge", home.story(A1), (home.story(B1),))
    merged = home.stories()
    split = do(home, "split", home.story(A1), ids(home, B1, B2))
    assert home.stories() == first
    do(home, "undo", number=split.number)
    assert home.stories() == merged
    do(home, "undo", number=merge.number)
    assert home.stories() == first
    with pytest.raises(ActRefused, match="taken back already"):
        do(home, "undo", number=merge.number)
    with pytest.raises(ActRefused, match="no act 99"):
        do(home, "undo", number=99)


def test_a_repeat_follows_the_article_it_repeats(home: Home) -> None:
    two_stories(home)
    copy = "https://www.aphp.example/copy"
    home.page(copy, "fr_aphp", title=TOLD[A3][0], text=TOLD[A3][1], published_at="2026-11-21")
    home.run()
    original = home.articles()[copy]["duplicate_of"]
    assert original == ids(home, A3)[0]
    do(home, "split", home.story(A1), ids(home, copy))
    assert frozenset({A3, copy}) in home.stories()


def test_a_pinned_article_moves_and_stays(home: Home) -> None:
    two_stories(home)
    do(home, "pin", home.story(B1), ids(home, A3))
    assert home.stories() == {frozenset({A1, A2}), frozenset({B1, B2, A3})}
    page(home, A3, "fr_paris", "10.1/a", text=TOLD[A3][1] + " The hospital has corrected the number of patients.")
    home.run()
    assert home.stories() == {frozenset({A1, A2}), frozenset({B1, B2, A3})}


def test_an_act_that_fails_changes_nothing(home: Home) -> None:
    two_stories(home)
    before = home.dump()
    for verb, story, others in (("merge", home.story(A1), (5,)), ("split", 5, (6,)), ("pin", home.story(A1), (5,))):
        with pytest.raises(ActRefused, match=r"There is no (story|article) 5"):
            do(home, verb, story, others)
    assert home.dump() == before


def test_what_is_decided_while_the_file_is_rebuilt_is_carried_over(home: Home, tmp_path: Path) -> None:
    two_stories(home)
    with closing(open_database(tmp_path / "again.db", migrations.news, migrations.NEWS_ID)) as again:
        home.news.conn.backup(again.conn)
        merge = do(home, "merge", home.story(A1), (home.story(B1),))
        with transaction(again):
            assert editing.carry_over(home.news, again) == 1
        told = {row["url"]: row["story"] for row in again.query("SELECT url, story FROM articles")}
        assert told == {row["url"]: row["story"] for row in home.articles().values()}
        do(home, "undo", number=merge.number)
        with transaction(again):
            assert editing.carry_over(home.news, again) == 1
            assert editing.carry_over(home.news, again) == 0
        assert len({row["story"] for row in again.query("SELECT story FROM articles")}) == 2


def newsward(home: Home, *arguments: Any) -> Result:
    return CliRunner().invoke(main, ["story", *map(str, arguments), "--home", str(home.folder)])


def test_the_command_shows_merges_lists_and_undoes(home: Home) -> None:
    two_stories(home)
    a, b = home.story(A1), home.story(B1)
    tried = newsward(home, "merge", a, b, "--dry-run")
    assert (tried.exit_code, tried.stdout.startswith("Nothing was changed")) == (0, True)
    assert len(home.stories()) == 2
    assert newsward(home, "merge", a, b, "--by", "Ana", "--note", "one\nstudy").exit_code == 0
    told = newsward(home, "show", b, "--json")
    assert f"Story {b} went into story {a}" in told.stderr
    shown = json.loads(told.stdout)
    assert (shown["id"], shown["articles"], len(shown["members"])) == (a, 5, 5)
    assert {"role", "reason", "score", "with", "title"} <= set(shown["members"][0])
    assert TOLD[B1][0] in newsward(home, "show", a).stdout
    assert "Ana" in newsward(home, "decisions").stdout
    (row,) = json.loads(newsward(home, "decisions", "--json").stdout)
    assert (row["act"], row["kind"], row["note"]) == ("merge", "together", "one study")
    assert newsward(home, "undo", row["number"]).exit_code == 0
    assert len(home.stories()) == 2
    article = next(id for id in ids(home, A1, A2, A3) if id != home.story(A1))
    for arguments in (("show", article), ("merge", article, b)):
        hinted = newsward(home, *arguments)
        assert (hinted.exit_code, f"Article {article} is in story {a}." in " ".join(hinted.output.split())) == (2, True)
    refused = newsward(home, "show", 12345)
    assert (refused.exit_code, "There is no story 12345" in refused.output) == (2, True)


def test_a_split_article_stays_apart_when_an_earlier_copy_of_it_turns_up(home: Home) -> None:
    two_stories(home)
    do(home, "split", home.story(A1), ids(home, A3))
    copy = "https://www.aphp.example/earlier"
    home.page(copy, "fr_aphp", title=TOLD[A3][0], text=TOLD[A3][1], published_at="2026-11-18")
    home.run()
    assert frozenset({A3, copy}) in home.stories()
    home.rebuild()
    assert frozenset({A3, copy}) in home.stories()


def test_what_was_decided_of_an_article_counts_again_when_its_page_comes_back(home: Home) -> None:
    two_stories(home)
    do(home, "split", home.story(A1), ids(home, A3))
    page(home, A3, "fr_paris", "10.1/a", embargo_until="2026-11-23T13:00:00Z")
    home.run()
    assert A3 not in home.articles()
    home.run(NOW + timedelta(days=2))
    assert frozenset({A3}) in home.stories()
