"""Stories by likeness: the same whatever the order of arrival, with ids that stay, and an editor's word above all."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from aggregator import aggregate as module
from aggregator.cluster import linker
from aggregator.cluster.decisions import edit
from aggregator.cluster.grouping import group
from aggregator.cluster.naming import gone_to, taken_over
from aggregator.cluster.partition import partition
from db import migrations
from db.connection import open_database
from db.news.acts import Act
from db.news.decisions import Decision
from db.news.links import Link

from .conftest import NOW, Home, contents, doi
from .conftest import SOURCES as ALL

SITES = ("https://www.aphp.example", "https://u-paris.example", "https://www.ucl.example", "https://portal.example")
SOURCES = ("fr_aphp", "fr_paris", "gb_ucl", "int_portal")


@dataclass
class Table:
    """A likeness that a test writes down: two titles → how likely they tell one story."""

    news: Database
    likely: Mapping[frozenset[str], float]
    asked: list[int]

    def similar(self, ids: Iterable[int], known: Mapping[int, Iterable[int]]) -> list[Link]:
        titles = dict(self.news.conn.execute("SELECT id, title FROM articles WHERE duplicate_of IS NULL").fetchall())
        found = {}
        for one in ids:
            self.asked.append(one)
            for other in titles:
                score = self.likely.get(frozenset((titles[one], titles[other])), 0.0)
                if other != one and score:
                    link = Link.between(one, other, "story", "similar", "alike", score)
                    found[link.a, link.b] = link
        return list(found.values())

    def forget(self, ids: Iterable[int]) -> None:
        pass

    def texts(self) -> dict[str, int]:
        return {"en": self.news.conn.execute("SELECT count(*) FROM articles").fetchone()[0]}


@pytest.fixture
def likely(monkeypatch: pytest.MonkeyPatch) -> dict[frozenset[str], float]:
    """What the next runs find alike; a test fills it."""
    table: dict[frozenset[str], float] = {}
    monkeypatch.setattr(module, "Alike", lambda news, *_: Table(news, table, []))
    return table


def page(home: Home, title: str, at: int = 0, **said: Any) -> str:
    url = f"{SITES[at]}/n/{title}"
    home.page(url, SOURCES[at], title=title, **said)
    return url


def alike(table: dict[frozenset[str], float], titles: str, score: float) -> None:
    """Every two of these one-letter titles."""
    table.update({frozenset(pair): score for pair in itertools.combinations(titles, 2)})


def told(home: Home) -> set[str]:
    """The stories, each as its titles in order."""
    titles = {row["url"]: row["title"] for row in home.articles().values()}
    return {"".join(sorted(titles[url] for url in story)) for story in home.stories()}


def of(home: Home, title: str) -> dict[str, Any]:
    return next(row for row in home.articles().values() if row["title"] == title)


def test_what_is_alike_is_one_story_and_says_why(home: Home, likely: dict[frozenset[str], float]) -> None:
    alike(likely, "abc", 0.9)
    for place, title in enumerate("abcd"):
        page(home, title, place, published_at=f"2026-11-{10 + place}")
    home.run()
    assert told(home) == {"abc", "d"}
    first, second = of(home, "a"), of(home, "b")
    assert (first["story_reason"], first["story_role"]) == (None, "announcement")
    assert (second["story_reason"], second["story_score"], second["story_with"]) == ("similar", 0.9, first["id"])
    story = next(home.news.query("SELECT * FROM stories WHERE articles = 3"))
    assert json.loads(story["institutions"]) == ["fr_aphp", "fr_paris", "gb_ucl"]
    assert json.loads(story["first"])["articles"] == [first["id"]]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_and_the_nights_of_arrival_change_nothing(
    home: Home, likely: dict[frozenset[str], float], seed: int
) -> None:
    alike(likely, "abc", 0.9)
    alike(likely, "def", 0.8)
    alike(likely, "cd", 0.7)  # a bridge between two stories
    alike(likely, "gh", 0.4)  # not enough
    titles = list("abcdefgh")
    random.Random(seed).shuffle(titles)
    for place, title in enumerate(titles):
        page(home, title, ord(title) % 4, published_at="2026-11-20")
        if place % (seed + 1) == 0:
            home.run()
    home.run()
    assert told(home) == {"abc", "def", "g", "h"}


def test_a_second_run_changes_nothing(home: Home, likely: dict[frozenset[str], float]) -> None:
    alike(likely, "abc", 0.9)
    for place, title in enumerate("abcd"):
        page(home, title, place)
    home.run()
    before = home.dump()
    home.run()
    assert home.dump() == before


def test_an_id_stays_when_a_story_grows_and_readers_of_a_merged_one_are_sent_on(
    home: Home, likely: dict[frozenset[str], float]
) -> None:
    alike(likely, "ab", 0.9)
    alike(likely, "cd", 0.9)
    for place, title in enumerate("abc"):
        page(home, title, place)
    home.run()
    large, small = of(home, "a")["story"], of(home, "c")["story"]
    alike(likely, "abcde", 0.95)
    page(home, "d", 3)
    page(home, "e", 1)
    home.run()
    page(home, "c", 2, modified_at="2026-11-21")  # a change, so that it is compared again
    home.run()
    assert told(home) == {"abcde"}
    assert of(home, "e")["story"] == large
    assert list(home.news.query("SELECT * FROM story_redirects")) == [{"old": small, "new": large}]


def test_the_larger_part_keeps_the_id_when_a_story_splits(home: Home, likely: dict[frozenset[str], float]) -> None:
    alike(likely, "abcd", 0.9)
    for place, title in enumerate("abcd"):
        page(home, title, place, published_at=f"2026-11-{10 + place}")
    home.run()
    kept, founder = of(home, "b")["story"], of(home, "a")["id"]
    assert kept == founder
    for other in "bcd":
        likely.pop(frozenset(("a", other)))
    page(home, "a", 0, published_at="2026-11-10", modified_at="2026-11-21")
    home.run()
    assert told(home) == {"a", "bcd"}
    assert of(home, "b")["story"] == kept
    alone = of(home, "a")["story"]
    assert alone not in (kept, None)
    home.rebuild()
    assert (of(home, "a")["story"], of(home, "b")["story"]) == (alone, kept)


def test_ids_survive_a_rebuild_that_judges_otherwise(home: Home, likely: dict[frozenset[str], float]) -> None:
    alike(likely, "abc", 0.9)
    alike(likely, "de", 0.9)
    for place, title in enumerate("abcdef"):
        page(home, title, place % 4, published_at=f"2026-11-{20 - place}")
        home.run()
    before = {title: of(home, title)["story"] for title in "abcdef"}
    likely.clear()
    alike(likely, "bc", 0.9)
    alike(likely, "adef", 0.9)
    home.rebuild()
    assert told(home) == {"bc", "adef"}
    assert of(home, "b")["story"] == before["b"]
    assert of(home, "e")["story"] == before["d"]
    gone = {"old": before["f"], "new": before["d"]}
    assert list(home.news.query("SELECT * FROM story_redirects")) == [gone]


def test_an_editors_word_outlives_likeness_proof_and_rebuilds(home: Home, likely: dict[frozenset[str], float]) -> None:
    alike(likely, "abc", 0.99)
    for place, title in enumerate("abcd"):
        paper = [doi("10.1/x")] if title in "ab" else []
        page(home, title, place, identifiers=paper)
    home.run()
    assert told(home) == {"abc", "d"}
    story = of(home, "a")["story"]
    edit(home.folder / "news.db", Act(verb="split", story=story, others=(of(home, "b")["id"],), by="ed"), NOW)
    edit(home.folder / "news.db", Act(verb="merge", story=story, others=(of(home, "d")["story"],), by="ed"), NOW)
    assert told(home) == {"acd", "b"}
    home.run()
    home.rebuild()
    page(home, "e", 2)
    alike(likely, "abe", 0.99)
    home.run()
    stories = {title: of(home, title)["story"] for title in "abcd"}
    assert stories["a"] == stories["c"] == stories["d"] == story != stories["b"]
    assert of(home, "d")["story_reason"] == "editor"


def test_what_is_like_everything_joins_nothing(
    home: Home, likely: dict[frozenset[str], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linker, "ALIKE_MOST", 5)
    titles = "bcdefghijklm"
    for title in titles:
        alike(likely, "a" + title, 0.9)
    for place, title in enumerate("a" + titles):
        page(home, title, place % 4)
    home.run()
    links = home.news.execute("SELECT count(*) FROM links").fetchone()[0]
    assert links == 5
    assert max(map(len, home.stories())) == 2


def test_a_repeat_is_compared_no_more(home: Home, likely: dict[frozenset[str], float]) -> None:
    alike(likely, "ab", 0.9)
    page(home, "a", 0, text="The same words here. " * 40, published_at="2026-11-10")
    page(home, "b", 1)
    home.run()
    assert told(home) == {"ab"}
    page(home, "c", 2, text="The same words here. " * 40, published_at="2026-11-01")
    home.run()
    assert of(home, "a")["duplicate_of"] == of(home, "c")["id"]
    assert home.news.execute("SELECT count(*) FROM links WHERE reason = 'similar'").fetchone()[0] == 0
    assert told(home) == {"ac", "b"}


def test_what_was_compared_early_is_compared_again_until_its_language_is_known(
    home: Home, likely: dict[frozenset[str], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linker, "SETTLED", 6)
    page(home, "a", 0)
    page(home, "b", 1)
    home.run()
    alike(likely, "ab", 0.9)  # as if more texts had shown it
    home.run()
    assert told(home) == {"a", "b"}
    for place, title in enumerate("cdef"):
        page(home, title, place)
    home.run()
    assert told(home) == {"ab", "c", "d", "e", "f"}
    assert home.news.execute("SELECT count(*) FROM unsettled").fetchone()[0] == 0


def test_a_run_killed_between_two_batches_is_carried_on(
    home: Home, likely: dict[frozenset[str], float], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alike(likely, "abcd", 0.9)
    alike(likely, "efgh", 0.9)
    for place, title in enumerate("aebfcgdhi"):
        page(home, title, place % 4)
    monkeypatch.setattr(module, "BATCH", 2)
    with closing(open_database(tmp_path / "other" / "news.db", migrations.news, migrations.NEWS_ID)) as other:
        undisturbed = module.aggregate(home.archive, other, ALL, NOW, home.encoder)
        expected = contents(other)
    publish, settle, left = module._publish, module._settle, iter((True, True, False, True, False))

    def killed(*given: Any) -> None:
        if not next(left, True):
            raise KeyboardInterrupt
        publish(*given)

    def killed_too(*given: Any) -> None:
        monkeypatch.setattr(module, "_settle", settle)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_publish", killed)
    monkeypatch.setattr(module, "_settle", killed_too)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            home.run()
    assert home.run().stories == undisturbed.stories == 3
    assert home.dump() == expected


def test_a_component_too_large_is_followed_over_strong_likeness_only(
    home: Home, likely: dict[frozenset[str], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aggregator.cluster.stories.ALIKE", 4)
    for one, other in itertools.pairwise("abcdefghij"):
        likely[frozenset((one, other))] = 0.6
    alike(likely, "ab", 0.95)
    alike(likely, "ij", 0.95)
    for place, title in enumerate("abcdefghij"):
        page(home, title, place % 4)
    home.run()
    assert {"ab", "ij"} <= told(home)
    assert max(map(len, told(home))) == 2


def _link(a: int, b: int, reason: str, score: float) -> Link:
    return Link(a, b, "duplicate" if reason == "same text" else "story", reason, "", score)


def _said(kind: str, a: int, b: int) -> Decision:
    return Decision(number=1, kind=kind, a=a, b=b, act="split", made_by="ed", made_at="2026-11-22T00:00:00Z")


def test_of_two_proofs_that_may_not_both_stand_the_stronger_does() -> None:
    links = [_link(1, 2, "same doi", 1.0), _link(2, 3, "same trial", 0.9)]
    days = dict.fromkeys((1, 2, 3), "2026-11-20")
    assert partition(days, links, [_said("apart", 1, 3)], group) == [frozenset({1, 2}), frozenset({3})]


def test_repeats_follow_their_original() -> None:
    links = [_link(1, 2, "same text", 1.0), _link(1, 3, "similar", 0.9), _link(3, 4, "similar", 0.2)]
    days = dict.fromkeys(range(1, 5), "2026-11-20")
    for order in itertools.permutations(links):
        assert partition(days, order, [], group) == [frozenset({1, 2, 3}), frozenset({4})]


def test_a_story_goes_where_most_of_its_articles_go() -> None:
    claimed = {(0, 10): 1, (1, 10): 2, (1, 20): 1}
    names = taken_over(claimed, [(0, 10)])
    assert names == {1: 10}
    assert gone_to(claimed, [(0, 10)], names) == {20: 1}
    assert taken_over({(0, 10): 1, (1, 10): 1}, [(1, 10)]) == {1: 10}  # among equals where its founder is
