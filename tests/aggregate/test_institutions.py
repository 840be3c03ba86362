"""Institutions named in a text: found by name, in other languages and orders, by acronym only where it can mean one."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from aggregator.enrich.gazetteer import Gazetteer, build
from aggregator.enrich.institutions import find_institutions


def row(id_: str, name: str, country: str, city: str, *others: str) -> tuple[str, str, str, str, str]:
    names = [{"value": value, "type": "label", "lang": None} for value in (name, *others)]
    return f"ror:{id_}", name, country, city, json.dumps(names)


REGISTRY = [
    row("heidelberg", "Heidelberg University", "DE", "Heidelberg", "Ruprecht-Karls-Universität Heidelberg"),
    row("ucl", "University College London", "GB", "London", "UCL"),
    row("ucl-be", "UCLouvain", "BE", "Louvain-la-Neuve", "UCL", "Université catholique de Louvain"),
    row("pasteur", "Institut Pasteur", "FR", "Paris", "Pasteur Institute"),
    row("pasteur-tn", "Institut Pasteur", "TN", "Tunis"),
    row("cnrs", "Centre National de la Recherche Scientifique", "FR", "Paris", "CNRS"),
    row("boston", "Boston University", "US", "Boston", "BU"),
    row("york", "University of York", "GB", "York"),
    row("york-ca", "York University", "CA", "Toronto"),
    row("nih", "National Institutes of Health", "US", "Bethesda", "NIH"),
    row("physics", "Institute of Physics", "GB", "London", "IOP"),
    row("aphp", "Assistance Publique – Hôpitaux de Paris", "FR", "Paris", "AP-HP"),
    row("riken", "RIKEN", "JP", "Wako", "理化学研究所"),
    row("ny", "New York", "US", "New York"),
    row("stone", "Green Mountain", "US", "Denver"),
    row("uka", "Universitätsklinikum Aachen", "DE", "Aachen"),
    row("fu", "Freie Universität Berlin", "DE", "Berlin"),
    row("tu", "Technische Universität Berlin", "DE", "Berlin"),
    row("hu", "Humboldt-Universität zu Berlin", "DE", "Berlin"),
    row("inserm", "Inserm", "FR", "Paris"),
]
FILLER = [
    row(f"f{n}", f"Institute of Physics and National Health Research {n} Zz{n}", "XX", "Nowhere") for n in range(40)
]
RECORDS: list[dict[str, Any]] = [
    {"id": "ch_klinik", "name": "Klinik am Rain", "ror": None, "country": "CH", "aliases": ("KAR", "Rain Clinic")},
]


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return build(REGISTRY + FILLER, RECORDS)


def named(index: Gazetteer, text: str, country: str | None = None, own: str | None = None) -> list[str]:
    return [one.id.removeprefix("ror:") for one in find_institutions(index, text, country=country, own=own)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Forschende der Universität Heidelberg zeigen", ["heidelberg"]),
        ("scientists at Heidelberg University and at the University of Heidelberg", ["heidelberg"]),
        ("des chercheurs de l'Université de Heidelberg", ["heidelberg"]),
        ("der Ruprecht-Karls-Universität Heidelberg", ["heidelberg"]),
        ("am Universitätsklinikum Aachen, wie des Universitätsklinikums Aachen", ["uka"]),
        ("l'Assistance Publique-Hôpitaux de Paris annonce", ["aphp"]),
        ("ASSISTANCE PUBLIQUE – HÔPITAUX DE PARIS", ["aphp"]),
        ("理化学研究所の研究チームは", ["riken"]),
        ("At Boston University, researchers say", ["boston"]),
        ("the University of York is in England, York University in Canada", ["york", "york-ca"]),
    ],
)
def test_names_are_found_in_any_language_and_order(index: Gazetteer, text: str, found: list[str]) -> None:
    assert named(index, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "a book of Boston University Press",
        "at South Boston University near the sea",
        "the university of york is written small",
        "in New York and at Green Mountain",
        "the Institute of Physics at the University of Nowhere",
        "Boston-based University people; Boston, University streets",
        "researchers of the Berlin University in Berlin",
        "Institut\nPasteur",
        "",
        "Pasteur",
    ],
)
def test_what_could_be_another_is_left_out(index: Gazetteer, text: str) -> None:
    assert named(index, text) == []


def test_one_name_of_two_is_the_house_of_the_newsrooms_country(index: Gazetteer) -> None:
    assert named(index, "à l'Institut Pasteur", "FR") == ["pasteur"]
    assert named(index, "à l'Institut Pasteur", "TN") == ["pasteur-tn"]
    assert named(index, "à l'Institut Pasteur", "CH") == []
    assert named(index, "à l'Institut Pasteur", "CH", own="ror:pasteur-tn") == ["pasteur-tn"]


def test_a_name_of_general_words_needs_its_country_or_its_acronym(index: Gazetteer) -> None:
    assert named(index, "said the National Institutes of Health, which", "US") == ["nih"]
    assert named(index, "said the National Institutes of Health, which", "FR") == []
    assert named(index, "said the National Institutes of Health (NIH), which", "FR") == ["nih"]


def test_an_acronym_counts_where_it_can_mean_one_house(index: Gazetteer) -> None:
    assert named(index, "Mark Lowdell (UCL, London) and others") == ["ucl"]
    assert named(index, "Mark Lowdell of UCL and others") == []
    assert named(index, "le CNRS annonce", "FR") == ["cnrs"]
    assert named(index, "researchers from the CNRS say", "US") == ["cnrs"]
    assert named(index, "CNRS, CNRS, CNRS", "US") == []
    assert named(index, "l'AP-HP publie", "FR") == ["aphp"]
    assert named(index, "the BU and the WHO", "US") == []
    assert named(index, "Inserm et l'INSERM", "FR") == []
    assert named(index, "UCL's own newsroom", own="ror:ucl") == ["ucl"]


def test_aliases_of_a_record_are_names(index: Gazetteer) -> None:
    assert named(index, "an der Klinik am Rain und in der Rain Clinic") == ["ch_klinik"]
    assert named(index, "KAR meldet", own="ch_klinik") == ["ch_klinik"]


def test_the_catalogue_alone_is_enough() -> None:
    own = build([], [{"id": "fr_x", "name": "Université de Valmont", "country": "FR", "aliases": ["UVal"]}])
    assert named(own, "L'Université de Valmont (UVal)") == ["fr_x"]


def test_a_record_without_ror_takes_the_names_of_its_house() -> None:
    registry = [row("klm", "Karlo University", "DE", "Karlo", "Karlo Uni", "Universität Karlo")]
    own = build(registry, [{"id": "de_karlo", "name": "Universität Karlo", "country": "DE"}])
    assert named(own, "at Karlo University") == ["de_karlo"]


@pytest.mark.parametrize(
    "text", ["University " * 50_000, "A" * 200_000, "of the " * 60_000, "大" * 100_000, "((((" * 20_000]
)
def test_hostile_texts_name_nobody(index: Gazetteer, text: str) -> None:
    assert not find_institutions(index, text)


def test_any_text_at_all_is_read(index: Gazetteer) -> None:
    chance = random.Random(7)
    letters = "aUé大 \n.-'’()ßİ学 1\u0301"
    for _ in range(300):
        text = "".join(chance.choice(letters) for _ in range(60)) + " Universität Heidelberg"
        for one in find_institutions(index, text):
            assert text[one.start : one.end] == one.name
