"""How two articles are compared: what is read from a text, how alike two are, and how pairs make groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest

from aggregator.cluster.grouping import group
from aggregator.cluster.pairs import apart, score_pairs, serial
from aggregator.cluster.rarity import around
from aggregator.cluster.signals import hash_word, pack, signals_of, unpack
from aggregator.cluster.told import Told


def told(
    id_: int, text: str, *, language: str = "en", day: str | None = None, vector: tuple[float, ...] = (1, 0)
) -> Told:
    rows = np.array([vector, vector], dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Told(
        id=id_, house=None, language=language, day=day, seen="2026-11-22", papers=frozenset(), trials=frozenset(),
        vectors=rows, signals=signals_of("", text),
    )  # fmt: skip


def likelihood(one: Told, other: Told) -> float:
    context = {one.id: around(one.signals, []), other.id: around(other.signals, [])}
    (score,) = score_pairs(one, [other], context)
    return score.probability


def test_names_numbers_and_years_are_read_in_any_language() -> None:
    signals = signals_of("", "Am Montag stellte Karin Tarte in Rennes acht Patienten vor. In 2018 waren es 1.200.")
    assert {hash_word(word) for word in ("karin", "tarte", "rennes")} <= signals.names
    assert {hash_word("8"), hash_word("1200")} <= signals.numbers
    assert signals.years == {2018}
    assert hash_word("karin tarte") in signals.phrases


def test_a_number_is_found_again_when_it_is_rounded() -> None:
    exact, rounded = signals_of("", "Some 80,033 women took part."), signals_of("", "More than 80 000 women took part.")
    assert exact.numbers & rounded.numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Les résultats sont parus le 17 décembre 2024 dans The Lancet.", date(2024, 12, 17)),
        ("It was published in Nature on Dec. 17, 2024.", date(2024, 12, 17)),
        ("成果は2024年12月17日に発表された。", date(2024, 12, 17)),
        ("The prize was founded on 17 December 1901.", None),
        ("Published on 17 December 2024 and again published on 3 January 2025.", None),
        ("Published on 31 February 2024.", None),
    ],
)
def test_the_day_of_a_paper_is_the_only_one_on_which_something_was_published(text: str, day: date | None) -> None:
    assert signals_of("", text).paper_day == (day.toordinal() if day else 0)


def test_what_is_for_machines_is_neither_a_name_nor_a_number() -> None:
    signals = signals_of(
        "", "More: https://doi.org/10.5555/Kit.2026.1118 or 10.5555/Kit.2026.1118, press@uni-Kit12.example"
    )
    assert not signals.numbers
    assert hash_word("kit") not in signals.tokens


@pytest.mark.parametrize("text", ["", "word", "…", "9" * 5000, "Aa " * 200_000, "漢字" * 100_000, "ไม่มีช่องว่าง" * 5000])
def test_any_text_is_read_and_comes_back_from_its_bytes(text: str) -> None:
    signals = signals_of(text[:100], text)
    assert unpack(pack(signals)) == signals
    assert len(pack(signals)) < 12_000


def test_shared_names_make_one_story_likelier_and_the_score_is_the_same_both_ways() -> None:
    one = told(
        1, "Researchers led by Dominique Farge treated eight patients at Saint-Louis with cord cells.", vector=(1, 0.8)
    )
    same = told(
        2, "Huit malades ont reçu des cellules à Saint-Louis, annonce Dominique Farge.", language="fr", vector=(1, 0.5)
    )
    other = told(3, "Trois lacs gelés ont été mesurés en Norvège, annonce Ingrid Dahl.", language="fr", vector=(1, 0.5))
    assert likelihood(one, same) > likelihood(one, other)
    assert likelihood(one, same) == pytest.approx(likelihood(same, one))


def test_what_was_published_months_apart_is_not_one_story_by_likeness() -> None:
    text = "Two trials of cord cells by Dominique Farge at Saint-Louis."
    early, late = told(1, text, day="2022-01-05"), told(2, text, day="2024-12-17")
    assert apart(early, late)
    assert likelihood(early, late) < 0.01
    assert not apart(early, told(3, text, day="2022-02-10"))
    assert not apart(early, told(4, text))
    assert apart(early, told(5, text + " It was published on 17 December 2024 in The Lancet."))


def test_what_announces_another_paper_is_another_story() -> None:
    text = "Two trials of cord cells by Dominique Farge at Saint-Louis."
    one, other, same = (
        replace(told(id_, text), papers=frozenset({("doi", doi)}))
        for id_, doi in ((1, "10.1000/lupus"), (2, "10.1000/sclero"), (3, "10.1000/lupus"))
    )
    assert apart(one, other)
    assert not apart(one, same)
    assert not apart(one, replace(other, papers=frozenset({("pmid", "1")})))
    assert not apart(one, told(4, text))


def test_weekly_notices_of_one_house_are_a_series_and_others_are_not() -> None:
    menus = [replace(told(id_, "Menu", vector=(1, 0.01 * id_)), house="fr_a fr") for id_ in (1, 2, 3)]
    elsewhere = replace(told(4, "Menu", vector=(1, 0)), house="de_b de")
    unknown = [told(5, "Menu", vector=(1, 0)), told(6, "Menu", vector=(1, 0))]
    assert serial([*menus, elsewhere, *unknown]) == {1, 2, 3}


def test_a_chain_of_likenesses_is_no_story() -> None:
    chain = {(1, 2): 3.0, (2, 3): 2.0, (3, 4): 3.0}
    assert group([1, 2, 3, 4], chain) == [frozenset({1, 2}), frozenset({3, 4})]


def test_must_and_cannot_decide_before_likeness() -> None:
    alike = {(1, 2): 5.0, (1, 3): 5.0, (2, 3): 5.0}
    assert group([1, 2, 3], alike, cannot=[(1, 3), (2, 3)]) == [frozenset({1, 2}), frozenset({3})]
    assert group([1, 2, 3], {}, must=[(1, 3)]) == [frozenset({1, 3}), frozenset({2})]
    assert group([1, 2, 3], {(1, 2): 6.0}, must=[(2, 3)], cannot=[(1, 3)]) == [frozenset({1}), frozenset({2, 3})]
    assert group([], {}) == []


def test_groups_do_not_depend_on_order() -> None:
    alike = {(1, 2): 2.0, (2, 3): 1.0, (1, 3): 0.5, (3, 4): 2.5, (4, 5): 2.5, (3, 5): 1.0}
    expected = group([1, 2, 3, 4, 5], alike)
    for order in permutations([1, 2, 3, 4, 5]):
        shuffled = dict(sorted(alike.items(), key=lambda pair: order.index(pair[0][0]) * 10 + order.index(pair[0][1])))
        assert group(order, shuffled) == expected
