"""Which stored articles a new one is compared with: the most alike of the weeks around it, never too many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aggregator.cluster import window
from aggregator.cluster.lexical import Lexical
from aggregator.cluster.told import Vectors
from aggregator.cluster.vectors import prepare
from aggregator.cluster.window import Window
from aggregator.dedupe import text_hash
from db.connection import transaction
from db.news import articles, sources
from db.news.articles import Stored
from tests.aggregate.conftest import Home, prose

LUPUS = (
    "A team led by Dominique Farge at Saint-Louis hospital in Paris gave cells of the umbilical cord to eight people"
    " with severe lupus. The trial, called NCT03562065, began in 2019 and is in The Lancet Rheumatology this week."
)
OTHER = (
    "The municipal library of Rennes opens a reading room for children under ten. The building by Anna Bauer cost 12"
    " million and has 340 seats; it was paid for by the region of Bretagne and by readers who gave their books."
)


class Own(Lexical):
    """The lexical encoder under a name of its own, apart from what the run itself stored."""

    name = "own/1"


class Deaf(Lexical):
    """An encoder that knows nothing of the language: every text means the same."""

    name = "deaf/1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return super().encode(["the same"] * len(texts))


_NEVER = dict.fromkeys(("last_outcome", "last_reason", "last_crawl_at", "last_ok_at", "retired"))


class Shelf:
    """Articles put into a home one by one, under readable names."""

    def __init__(self, home: Home, encoder: Lexical) -> None:
        self.home, self.encoder = home, encoder
        self.numbers: dict[str, int] = {}
        self.names: dict[int, str] = {}
        row = {"id": "a", "name": "A", "institution": "a", "ror": None, "country": "FR", "kind": "hospital"}
        with transaction(home.news):
            sources.put(home.news, [{**row, "languages": "[]", "home": "https://a.example/", **_NEVER}])

    def add(self, name: str, text: str, day: str | None = "2026-11-20", seen: str = "2026-11-20") -> Stored:
        """An article of the file, changed where one of this name is there."""
        db, title, number = self.home.news, f"{name} {text[:40]}", self.numbers.setdefault(name, len(self.numbers) + 1)
        empty: dict[str, Any] = {key: {} if key in ("origins", "confidences") else [] for key in articles._JSON}
        said = {"title": title, "text": text, "text_hash": text_hash(title, text, day, name), "published_at": day}
        where = {"source": "a", "url": f"https://a.example/{name}", "page": f"https://a.example/{name}", "html": ""}
        when = {"first_seen_at": f"{seen}T03:00:00Z", "last_seen_at": f"{seen}T03:00:00Z", "scraped": number}
        values = {**dict.fromkeys(articles._WRITTEN), **empty, **said, **where, **when, "language": "en"}
        with transaction(db):
            (articles.update if articles.get(db, number) else articles.insert)(db, number, values)
        self.names[number] = name
        (stored,) = articles.get_many(db, [number]).values()
        return stored

    def candidates(self, *new: Stored, by: Window | None = None) -> dict[str, list[str]]:
        """Name → names of its candidates, most alike first."""
        by = by or Window(self.home.news, self.encoder)
        with transaction(self.home.news):
            found = by.nearest(prepare(self.home.news, self.encoder, None, new))
        return {self.names[id_]: [self.names[other] for other, _ in pairs] for id_, pairs in found.items()}

    def store(self, *stored: Stored) -> None:
        with transaction(self.home.news):
            prepare(self.home.news, self.encoder, None, stored)


@pytest.fixture
def shelf(home: Home) -> Shelf:
    return Shelf(home, Own())


def variant(text: str, word: str) -> str:
    return f"{word}: {text} {prose(word, 12)}"


def test_the_most_alike_comes_first(shelf: Shelf) -> None:
    shelf.store(shelf.add("library", OTHER), shelf.add("lupus", LUPUS))
    new = shelf.add("new", variant(LUPUS, "report"))
    assert shelf.candidates(new)["new"][0] == "lupus"


def test_articles_of_one_batch_are_candidates_of_each_other(shelf: Shelf) -> None:
    found = shelf.candidates(shelf.add("a", LUPUS), shelf.add("b", variant(LUPUS, "report")), shelf.add("c", OTHER))
    assert found["a"][0] == "b" and found["b"][0] == "a"
    assert all(name not in others for name, others in found.items())


@pytest.mark.parametrize(("day", "near"), [("2026-10-20", True), ("2026-12-01", True), ("2026-06-01", False)])
def test_only_days_near_in_time_count(shelf: Shelf, day: str, near: bool) -> None:
    shelf.store(shelf.add("old", LUPUS, day=day, seen="2026-12-02"))
    new = shelf.add("new", variant(LUPUS, "report"), seen="2026-12-02")
    assert ("old" in shelf.candidates(new)["new"]) is near


@pytest.mark.parametrize("first", ["dated", "undated"])
@pytest.mark.parametrize(("seen", "near"), [("2026-11-01", True), ("2026-05-01", False)])
def test_an_article_without_a_day_is_compared_by_when_it_was_seen(
    shelf: Shelf, first: str, seen: str, near: bool
) -> None:
    dated = shelf.add("dated", LUPUS, day="2025-03-03", seen="2026-11-20")
    undated = shelf.add("undated", variant(LUPUS, "report"), day=None, seen=seen)
    old, new = (dated, undated) if first == "dated" else (undated, dated)
    shelf.store(old)
    names = {dated.id: "dated", undated.id: "undated"}
    assert (names[old.id] in shelf.candidates(new)[names[new.id]]) is near


def test_two_articles_without_a_day_are_compared(shelf: Shelf) -> None:
    shelf.store(shelf.add("old", LUPUS, day=None, seen="2026-11-01"))
    assert shelf.candidates(shelf.add("new", variant(LUPUS, "report"), day=None))["new"] == ["old"]


def test_a_month_is_no_day(shelf: Shelf) -> None:
    shelf.store(shelf.add("old", LUPUS, day="2026-11", seen="2026-11-01"))
    assert shelf.candidates(shelf.add("new", variant(LUPUS, "report"), day="2026-11-20"))["new"] == ["old"]


def test_what_is_in_memory_gives_what_the_file_gives(shelf: Shelf) -> None:
    warm = Window(shelf.home.news, shelf.encoder)
    texts = [variant(LUPUS if place % 2 else OTHER, prose(str(place), 2)) for place in range(12)]
    for place, text in enumerate(texts):
        new = shelf.add(f"n{place}", text, day=None if place % 3 == 0 else f"2026-11-{10 + place}")
        assert shelf.candidates(new, by=warm) == shelf.candidates(new)


def test_what_was_forgotten_is_no_candidate(shelf: Shelf) -> None:
    warm = Window(shelf.home.news, shelf.encoder)
    old, new = shelf.add("old", LUPUS), shelf.add("new", variant(LUPUS, "report"))
    shelf.store(old)
    assert shelf.candidates(new, by=warm)["new"] == ["old"]
    with transaction(shelf.home.news):
        warm.forget([old.id])
    assert shelf.candidates(new, by=warm)["new"] == [] == shelf.candidates(new)["new"]


def test_an_article_whose_day_changed_moves(shelf: Shelf) -> None:
    shelf.store(shelf.add("old", LUPUS, day="2026-01-01"))
    shelf.store(shelf.add("old", LUPUS, day="2026-11-18"))
    assert shelf.candidates(shelf.add("new", variant(LUPUS, "report")))["new"] == ["old"]


def test_the_nearest_in_time_are_compared_where_there_are_too_many(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2026-11-{day:02}" for day in range(1, 21)]
    shelf.store(*(shelf.add(day, variant(LUPUS, prose(day, 3)), day=day) for day in days))
    new = shelf.add("new", variant(LUPUS, "report"), day="2026-11-10")
    monkeypatch.setattr(window, "MOST_COMPARED", 5)
    assert set(shelf.candidates(new)["new"]) <= {f"2026-11-{day:02}" for day in range(7, 14)}


def test_of_a_crowded_day_the_newest_arrivals_are_compared(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.store(*(shelf.add(f"n{place}", variant(LUPUS, prose(str(place), 3)), day=None) for place in range(10)))
    monkeypatch.setattr(window, "MOST_COMPARED", 3)
    found = shelf.candidates(shelf.add("new", variant(LUPUS, "report"), day=None))
    assert set(found["new"]) <= {"n8", "n9"}  # and itself


def test_an_article_has_a_bounded_number_of_candidates(shelf: Shelf) -> None:
    many = [shelf.add(f"n{place}", variant(LUPUS, prose(str(place), 3))) for place in range(40)]
    shelf.store(*many)
    assert len(shelf.candidates(shelf.add("new", variant(LUPUS, "report")))["new"]) == window.NEAREST


def test_memory_is_bounded(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.store(
        *(shelf.add(f"n{day}", variant(LUPUS, prose(str(day), 3)), day=f"2026-11-{day:02}") for day in range(1, 20))
    )
    monkeypatch.setattr(window, "CACHE", 1000)
    warm = Window(shelf.home.news, shelf.encoder)
    found = shelf.candidates(shelf.add("new", variant(LUPUS, "report"), day="2026-11-10"), by=warm)
    assert len(found["new"]) == 19
    assert warm.held <= 1000


def test_a_language_the_encoder_does_not_know_is_compared_by_names_and_numbers(home: Home) -> None:
    shelf = Shelf(home, Deaf())
    shelf.store(shelf.add("library", OTHER), shelf.add("lupus", LUPUS))
    assert shelf.candidates(shelf.add("new", variant(LUPUS, "report")))["new"][0] == "lupus"


def test_texts_without_words_are_compared_with_nothing(shelf: Shelf) -> None:
    one, other = shelf.add("a", ""), shelf.add("b", "")
    assert shelf.candidates(one, other) == {"a": [], "b": []}
