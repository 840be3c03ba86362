"""Dates, numbers and names come out right for every reader, and whatever a header or a page says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Evidence, NewsType, Subject
from db.search import parse_query
from db.site.highlight import mark, snippet
from db.site.wording import ENGLISH, EVIDENCE, NEWS_TYPES, SUBJECTS, Wording, reader_locale

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@settings(deadline=None)
@given(st.text(max_size=80) | st.from_regex(r"[a-zA-Z]{1,4}(-[a-zA-Z0-9]{1,8}){0,3}(;q=[0-9.]{1,4})?(, ?[a-z]{2})?"))
def test_any_accept_language_gives_words(accepted: str) -> None:
    wording = Wording(reader_locale(accepted), NOW)
    assert wording.printed("2026-11-22", "day")
    assert wording.number(1_234)
    assert wording.tag


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [("fr-CA,fr;q=0.8", "fr-CA"), ("zh-TW", "zh-Hant-TW"), ("pt-BR;q=0.1,xx;q=0.9", "pt-BR"), ("../../etc", "en-GB")],
)
def test_the_first_known_language_wins(accepted: str, tag: str) -> None:
    assert Wording(reader_locale(accepted), NOW).tag == tag


def test_numbers_have_the_readers_separators() -> None:
    assert Wording(ENGLISH, NOW).counted(1_234, "article", "articles") == "1,234 articles"
    assert Wording(Locale("de"), NOW).number(1_234) == "1.234"
    assert Wording(Locale("fr"), NOW).number(1_234) == "1\u202f234"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-11-22T14:59:30Z", "30 seconds ago"),
        ("2026-11-22T12:00:00Z", "3 hours ago"),
        ("2026-11-20T15:00:00Z", "2 days ago"),
        (None, "never"),
        ("nonsense", "never"),
    ],
)
def test_ages_are_said_as_people_say_them(said: str | None, words: str) -> None:
    assert Wording(ENGLISH, NOW).ago(said) == words


@settings(deadline=None)
@given(st.text(max_size=20))
def test_what_is_no_date_language_or_country_is_shown_as_it_is(said: str) -> None:
    wording = Wording(ENGLISH, NOW)
    assert isinstance(wording.printed(said, "day"), str)
    assert isinstance(wording.moment(said), str)
    assert wording.language(said)
    assert isinstance(wording.country(said), str)


def test_names() -> None:
    wording = Wording(ENGLISH, NOW)
    assert (wording.language("ja"), wording.language("zh-TW"), wording.language("qqq")) == (
        "Japanese",
        "Chinese (Traditional, Taiwan)",
        "qqq",
    )
    assert (wording.country("FR"), wording.country("INT"), wording.country("ZZ")) == (
        "France",
        "International",
        "country unknown",
    )
    assert wording.span(timedelta(days=2)) == "2 days"


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_marking_never_changes_the_text(text: str, query: str) -> None:
    assert "".join(words for words, _ in mark(text, parse_query(query))) == text
    assert len("".join(words for words, _ in snippet(text, parse_query(query)))) <= 240


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("universitat", "Die Universität, die Universitäten", ["Universität"]),
        ("universit*", "Die Universität, die Universitäten", ["Universität", "Universitäten"]),
        ("strasse", "Hauptstraße, Straße, STRASSE", ["Straße", "STRASSE"]),
        ("covid 19", "Covid-19 and COVID 1919", ["Covid", "19", "COVID"]),
        ('"covid 19"', "Covid-19 and COVID 1919", ["Covid-19"]),
        ("東京", "東京大学は東京にある", ["東京", "東京"]),
        ("مستشفى", "مُسْتَشْفَى الجامعة", ["مُسْتَشْفَى"]),
        ("istanbul", "İstanbul'da", ["İstanbul"]),
        ("a.b", "a.b axb", ["a.b"]),
        ("-heart lung", "heart lung", ["lung"]),
        ("e\u0301tude", "une étude, une e\u0301tude", ["étude", "e\u0301tude"]),
    ],
)
def test_what_was_found_is_marked(query: str, text: str, marked: list[str]) -> None:
    assert [words for words, found in mark(text, parse_query(query)) if found] == marked


def test_a_snippet_starts_and_ends_between_words() -> None:
    text = "lorem ipsum " * 40 + "needle " + "dolor sit " * 40
    said = "".join(words for words, _ in snippet(text, parse_query("needle")))
    assert said.startswith("… ")
    assert said.endswith("\u00a0…")
    assert "needle" in said
    assert set(said.strip("… \u00a0").split()) <= set(text.split())


def test_every_type_evidence_and_subject_of_the_crawler_has_words() -> None:
    assert list(NEWS_TYPES) == [str(one) for one in NewsType]
    assert list(EVIDENCE) == [str(one) for one in Evidence]
    assert list(SUBJECTS) == [str(one) for one in Subject]


def test_a_share_is_never_all_or_nothing() -> None:
    w = Wording(ENGLISH, NOW)
    said = [w.share(one).replace("\u00a0", " ") for one in (0, 0.009, 0.01, 0.98, 0.99, 0.991, 1)]
    assert said == ["under 1 %", "under 1 %", "1 %", "98 %", "99 %", "over 99 %", "over 99 %"]
    assert [w.share(one) for one in (None, True, "0.5", 2, -1, float("nan"))] == [""] * 6
