"""Persons: spellings of one are joined with evidence only; who they are stays, whatever is judged again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aggregator.enrich.people import group, plain_name, searched, take_apart, why_same
from tests.aggregate.conftest import Home, doi


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Pr Dominique Fargue", "Pr Dominique Farge"),
        ("D. Farge", "Dominique Farge"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Peter Gøtzsche", "Peter Goetzsche"),
        ("WANG Wei", "Wei Wang"),
        ("Karl-Heinz Schmidt", "Karl Heinz Schmidt"),
        ("John Smith", "John A. Smith"),
        ("Prof. Dr. Andreas Peschel", "Andreas Peschel"),
        ("Farge, Dominique", "Dominique Farge"),
        ("Jan van der Berg", "Jan van der Berg"),
        ("森田浩介教授", "森田浩介"),
        ("Anna Schwarzenberger", "Anna Schwartzenbergr"),
    ],
)
def test_spellings_of_one_are_joined_with_evidence(a: str, b: str) -> None:
    assert why_same(a, b, evidence="one role in one article")
    assert why_same(b, a, evidence="one role in one article")
    assert why_same(a, b, evidence=None) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jean Martin", "Jean Martinez"),
        ("Anna Schmidt", "Anne Schmidt"),
        ("John A. Smith", "John B. Smith"),
        ("Per Hansen", "Per Jansen"),
        ("Wei Li", "Wei Lu"),
        ("Marie Roux", "Marc Roux"),
        ("Paul Weber", "Paula Weber"),
        ("Maria Garcia", "Maria Gracia Lopez"),
        ("Kim Lee", "Kim Lea"),
        ("Jan van der Berg", "Jan Berg"),
        ("森田浩介", "森田浩一"),
        ("Dominique Farge", "Dominique"),
        ("D. Fargue", "Dominique Farge"),
        ("Thomas Bauer", "Tomas Bauer"),
    ],
)
def test_two_people_stay_two(a: str, b: str) -> None:
    assert why_same(a, b, evidence="one institution in one article") is None


def test_an_initial_is_whom_it_can_only_be() -> None:
    assert group(["Dominique Farge", "D. Farge"]) == [("D. Farge", "Dominique Farge")]
    three = group(["Dominique Farge", "D. Farge", "Denis Farge"])
    assert three == [("D. Farge",), ("Denis Farge",), ("Dominique Farge",)]
    assert ("John Smith",) in group(["John Smith", "John A. Smith", "John B. Smith"])
    assert group(["Leif Asp", "Leif E. Asp"]) == [("Leif Asp", "Leif E. Asp")]


def test_names_lose_their_titles_and_are_looked_up_by_family() -> None:
    assert plain_name("Prof. Dr. med. Dr. h. c. Anna Müller") == "Anna Müller"
    assert plain_name("Pr Dominique Farge") == "Dominique Farge"
    assert plain_name("森田浩介教授") == "森田浩介"
    assert searched("Pr Dominique Farge") == "farge dominique"
    assert take_apart("Madonna") is None
    parts = take_apart("Jan van der Berg")
    assert parts is not None and parts.family == "van der berg"


def expert(name: str, role: str | None = None, at: str | None = None, quote: str | None = None) -> dict[str, Any]:
    return {"name": name, "role": role, "affiliation": at, "quote": quote}


def persons(home: Home) -> dict[tuple[str, str], int]:
    """(end of the address, name) → person."""
    rows = home.news.query(
        "SELECT articles.url, mentions.name, person FROM mentions JOIN articles ON articles.id = mentions.article"
        " WHERE mentions.kind = 'person' AND person IS NOT NULL"
    )
    return {(row["url"].rsplit("/", 1)[-1], row["name"]): row["person"] for row in rows}


def test_a_slip_beside_the_right_name_is_joined_and_says_why(home: Home) -> None:
    home.page(
        "https://www.aphp.example/1",
        experts=[expert("Pr Dominique Fargue", "rhumatologue"), expert("Pr Dominique Farge", "Rhumatologue")],
    )
    home.run()
    who = persons(home)
    assert who["1", "Dominique Fargue"] == who["1", "Dominique Farge"]
    (row,) = home.news.query("SELECT * FROM people")
    said = {one["name"]: one["why"] for one in json.loads(row["spellings"])}
    assert any(why and "one slip apart" in why for why in said.values())


def test_a_name_at_two_institutions_is_two_people_unless_a_paper_shows_it(home: Home) -> None:
    home.page("https://www.aphp.example/1", experts=[expert("Wei Wang", "professor")])
    home.page("https://www.ucl.example/2", "gb_ucl", experts=[expert("Wei Wang", "professor")])
    home.run()
    assert len(set(persons(home).values())) == 2
    home.page("https://www.aphp.example/3", experts=[expert("Mark Lowdell")], identifiers=[doi("10.1/a")])
    home.page("https://www.ucl.example/4", "gb_ucl", experts=[expert("Mark Lowdel")], identifiers=[doi("10.1/a")])
    home.run()
    who = persons(home)
    assert who["3", "Mark Lowdell"] == who["4", "Mark Lowdel"]
    assert who["1", "Wei Wang"] != who["2", "Wei Wang"]


def test_people_named_side_by_side_are_two(home: Home) -> None:
    both = "Peter Andersen and Peter Anderson, both professors, led the study."
    home.page(
        "https://www.aphp.example/1",
        experts=[expert("Peter Andersen", "professor", None, both), expert("Peter Anderson", "professor", None, both)],
    )
    home.run()
    assert len(set(persons(home).values())) == 2


def test_an_initial_that_becomes_ambiguous_is_nobody_else_any_more(home: Home) -> None:
    home.page("https://www.aphp.example/1", experts=[expert("Anna Schmidt")])
    home.page("https://www.aphp.example/2", experts=[expert("A. Schmidt")])
    home.run()
    who = persons(home)
    assert who["1", "Anna Schmidt"] == who["2", "A. Schmidt"]
    home.page("https://www.aphp.example/3", experts=[expert("Andreas Schmidt")])
    home.run()
    who = persons(home)
    assert len({who["1", "Anna Schmidt"], who["2", "A. Schmidt"], who["3", "Andreas Schmidt"]}) == 3


def test_press_officers_are_no_experts(home: Home) -> None:
    home.page(
        "https://www.aphp.example/1",
        experts=[expert("Julie Godin", "press officer"), expert("Karin Tarte", "professeure")],
        contacts=[{"name": "Julie Godin", "role": "Press office"}, {"name": "Karin Tarte", "role": None}],
    )
    home.run()
    rows = {row["name"]: row["role"] for row in home.news.query("SELECT * FROM mentions WHERE kind = 'person'")}
    assert rows == {"Julie Godin": "contact", "Karin Tarte": "expert"}


def test_affiliations_labs_and_funders_are_told(home: Home) -> None:
    home.page(
        "https://portal.example/1",
        "int_portal",
        text="Dominique Farge works at Université Paris Cité, URP 3518. Funded by the German Research Foundation "
        "and the Wellcome Trust. " * 2,
        experts=[expert("Dominique Farge", "head of the Department of Internal Medicine", "Université Paris Cité")],
        identifiers=[{"scheme": "grant", "value": "123", "where": "text", "funder": "NIH", "quote": "NIH grant 123",
                      "primary": False}],
    )  # fmt: skip
    home.run()
    rows = list(home.news.query("SELECT * FROM mentions"))
    found = {(row["kind"], row["name"]): row for row in rows}
    assert found["person", "Dominique Farge"]["institution"] == "fr_paris"
    assert found["institution", "Université Paris Cité"]["role"] == "other"
    assert {name for kind, name in found if kind == "lab"} == {"URP 3518", "Department of Internal Medicine"}
    assert found["funder", "NIH"]["said"] == "123"
    assert {"DFG", "Wellcome"} <= {name for kind, name in found if kind == "funder"}


def test_who_is_who_stays_when_all_is_judged_again(home: Home) -> None:
    for number in range(6):
        home.page(f"https://www.aphp.example/{number}", experts=[expert(f"Anna Beispiel{'abcdef'[number]}")])
    home.page("https://www.ucl.example/9", "gb_ucl", experts=[expert("Mark Lowdel")], identifiers=[doi("10.1/a")])
    home.page("https://www.aphp.example/9", experts=[expert("Mark Lowdell")], identifiers=[doi("10.1/a")])
    home.run()
    home.page("https://www.aphp.example/0", experts=[expert("Anna Neu")], scraped_at="2026-11-22T04:00:00Z")
    home.run()
    before = {name: rows for name, rows in home.dump().items() if name in ("people", "mentions", "institutions")}
    home.run()
    assert {name: home.dump()[name] for name in before} == before
    home.rebuild()
    assert {name: home.dump()[name] for name in before} == before
    assert not [row for row in home.news.query("SELECT name FROM people") if row["name"] == "Anna Beispiela"]


def test_who_is_in_an_article_under_embargo_is_nowhere(home: Home) -> None:
    said: dict[str, Any] = {"experts": [expert("Secret Person", "professor", "Institute of Hidden Things")]}
    home.page("https://www.aphp.example/1", **said)
    home.run()
    assert list(home.news.query("SELECT * FROM people"))
    home.page(
        "https://www.aphp.example/1", **said, embargo_until="2030-01-01T00:00:00Z", scraped_at="2026-11-22T05:00:00Z"
    )
    home.run()
    dump = json.dumps(home.dump(), default=str)
    assert "Secret Person" not in dump
    assert "Hidden Things" not in dump


@pytest.mark.parametrize("name", ["", " ", ".", "Dr.", "A", "\u0301\u0301 x", "a" * 500, "' - '", "X Æ A-12", "李"])
def test_any_name_at_all_is_taken(home: Home, name: str) -> None:
    assert why_same(name, "Anna Beispiel", evidence="one article") is None
    home.page("https://www.aphp.example/1", experts=[expert(name or "?")], authors=[name], contacts=[{"name": name}])
    home.run()
