"""Whatever pages, embargoes and replies came in whatever order, the cards are those a rebuild makes of the archive."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from aggregator.enrich.papers import CardIndex
from db.archive import lookups
from db.archive.lookups import Lookup
from db.connection import transaction

from .conftest import Home, doi, prose

PATTERNS = {
    "doi": "10.1000/d{}", "pmid": "1000{}", "pmcid": "PMC1000{}", "arxiv": "2401.0000{}", "isbn": "978316148410{}",
    "nct": "NCT0000000{}", "eudract": "2010-00000{}-11",
}  # fmt: skip
PAGES = [("https://www.ucl.example/{}", "gb_ucl"), ("https://portal.example/{}", "int_portal"),
         ("https://u-paris.example/{}", "fr_paris")]  # fmt: skip
TABLES = ("papers", "paper_ids", "article_papers")


def identifiers(chance: random.Random) -> list[dict[str, Any]]:
    found = []
    for _ in range(chance.randrange(4)):
        scheme = chance.choice(["doi", *PATTERNS])
        value = PATTERNS[scheme].format(chance.randrange(4))
        if chance.random() < 0.1:
            scheme, value = "doi", f"10.48550/arxiv.{PATTERNS['arxiv'].format(chance.randrange(4))}"
        found.append({**doi(value, primary=chance.random() < 0.7), "scheme": scheme})
    return found


def reply(chance: random.Random) -> tuple[str, str, str]:
    """(scheme, value, body) of an answer that may join anything."""
    ids = {scheme: PATTERNS[scheme].format(chance.randrange(4)) for scheme in ("doi", "pmid", "pmcid")}
    scheme = chance.choice(["doi", "pmid"])
    told = {name: value for name, value in ids.items() if name == scheme or chance.random() < 0.5}
    title = chance.choice([None, "As registered"])
    return scheme, ids[scheme], json.dumps({"id": "W1", "ids": told, "title": title, "is_retracted": False})


def put_page(home: Home, chance: random.Random) -> None:
    address, source = chance.choice(PAGES)
    url = address.format(chance.randrange(3))
    more = chance.choice([{}, {}, {}, {}, {}, {}, {"embargo_until": "2026-12-22T00:00:00Z"}, {"kind": "gone"}])
    paper = {"title": chance.choice(["A", "B", None]), "journal": "J", "where": "text", "quote": None}
    home.page(url, source, identifiers=identifiers(chance), paper=paper, text=prose(f"{url} {chance.random()}"), **more)


def dump(home: Home) -> dict[str, list[str]]:
    return {name: sorted(map(repr, home.news.execute(f"SELECT * FROM {name}").fetchall())) for name in TABLES}


@pytest.mark.parametrize("seed", range(5))
def test_the_cards_are_those_of_a_rebuild(home: Home, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(10):
        for _ in range(chance.randrange(1, 4)):
            put_page(home, chance)
        home.run()
        if chance.random() < 0.5:
            scheme, value, body = reply(chance)
            with home.archive.atomic():
                told = Lookup(service="openalex", key=value, asked_at="2026-11-22T00:00:00Z", status=200, body=body)
                lookups.store(home.archive, told)
            with transaction(home.news):
                CardIndex(home.news, home.archive).refresh([(scheme, value)])
    before = dump(home)
    articles = [row[0] for row in home.news.execute("SELECT id FROM articles").fetchall()]
    with transaction(home.news):
        CardIndex(home.news, home.archive).update(articles)
    assert dump(home) == before, "doing it again changes nothing"
    home.rebuild()
    assert dump(home) == before
