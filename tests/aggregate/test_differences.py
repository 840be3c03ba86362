"""What a reader is told of how a copy differs from the article it repeats."""

from __future__ import annotations

import json

import pytest

from aggregator.differences import LISTED, SHOWN, Change, differences

from .conftest import Home, prose

TEXT = (
    "A new drug helps patients with lupus. It was tested at two hospitals in Paris. "
    "Of 118 patients, 71 got better within a year.\nThe team now plans a larger trial. It will begin in spring."
)


def of(text: str, title: str = "A drug") -> tuple[str, tuple[Change, ...]]:
    found = differences(title, text, "A drug", TEXT)
    return found.summary, found.changes


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (TEXT, "the same words"),
        (TEXT.replace(".", " .").replace("\n", "\n\n").upper(), "the same words"),
        (TEXT.split(". It was")[0] + ". It was tested at", "the first 31 % of it"),
        (TEXT[:105] + " … Read more", "the first 56 % of it"),
        (TEXT + "\nProfessor Smith of our own university led the statistics of the trial.", "one sentence more"),
        (TEXT.replace("A new drug helps patients with lupus. ", ""), "one sentence less"),
        (TEXT.replace("118 patients", "120 patients"), "one word changed"),
        ("It will begin in spring. " + TEXT.replace(" It will begin in spring.", ""), "parts in another order"),
    ],
)
def test_one_line_says_it(text: str, summary: str) -> None:
    assert of(text)[0] == summary


def test_another_title_is_said_beside_the_rest() -> None:
    assert of(TEXT, "Hope for lupus patients")[0] == "other title; the same words"
    assert of(TEXT.replace("two hospitals", "three clinics"), "Hope")[0] == "other title; 2 words changed"


def test_words_are_listed_as_they_are_printed() -> None:
    assert of(TEXT.replace("two hospitals in Paris", "two Paris hospitals"))[1] == (
        Change("added", "", "Paris"),
        Change("removed", "in Paris", ""),
    )
    assert of(TEXT.replace("118 patients", "120 volunteers"))[1] == (
        Change("changed", "118 patients", "120 volunteers"),
    )
    assert of("We were there too, with our own laboratory and patients. " + TEXT)[1] == (
        Change("added", "", "We were there too, with our own laboratory and patients."),
    )


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    was = "東京の研究グループは新しい治療法を開発した。今後は患者数を増やして検証する。"
    found = differences("発表", was.replace("開発した", "発見した"), "発表", was)
    assert found.summary == "2 words changed"
    assert found.changes == (Change("removed", "開", ""), Change("added", "", "見"))


@pytest.mark.parametrize("hostile", ["", "x", "a " * 200_000, "same words. " * 50_000, "." * 300_000, "研" * 100_000])
def test_any_text_is_compared_and_the_list_is_short(hostile: str) -> None:
    for one, other in ((hostile, TEXT), (TEXT, hostile), (hostile, hostile + " end.")):
        found = differences("", one, "", other)
        assert found.summary
        assert len(found.changes) <= LISTED
        assert all(len(change.was) <= SHOWN and len(change.now) <= SHOWN for change in found.changes)


def test_it_is_kept_with_the_copy_and_follows_both_texts(home: Home) -> None:
    text = prose("release", 200)
    first, copy = "https://www.aphp.example/release", "https://www.ucl.example/release"
    home.page(first, title="A drug", text=text, published_at="2026-11-18")
    home.page(copy, "gb_ucl", title="A drug", text=text)
    home.run()
    assert home.articles()[first]["duplicate_differs"] is None
    assert json.loads(home.articles()[copy]["duplicate_differs"])["summary"] == "the same words"
    longer = text + "\nOur own part in this was the statistics of the whole trial over two years."
    home.page(copy, "gb_ucl", title="Our part", text=longer)
    home.run()
    differs = json.loads(home.articles()[copy]["duplicate_differs"])
    assert differs["summary"] == "other title; one sentence more"
    assert [change["kind"] for change in differs["changes"]] == ["added"]
    home.page(first, title="Our part", text=longer, published_at="2026-11-18")
    home.run()
    assert json.loads(home.articles()[copy]["duplicate_differs"])["summary"] == "the same words"
    home.page(copy, "gb_ucl", title="Our part", text=prose("something else"))
    home.run()
    assert home.articles()[copy]["duplicate_differs"] is None
