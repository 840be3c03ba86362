"""What readers are told of the papers and trials behind articles, and which identifiers are one paper."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from aggregator.aggregate import aggregate
from aggregator.enrich.facts import Facts, Funder
from aggregator.enrich.identity import read_key
from aggregator.enrich.papers import CardIndex
from aggregator.importing import import_lines
from db.connection import transaction
from db.news import papers

from .conftest import NOW, SOURCES, Home, doi, prose, trial

LUPUS = "10.1016/s2665-9913(24)00298-4"
FR = "https://u-paris.example/lupus"
EN = "https://www.ucl.example/news/lupus"
HOSPITAL = "https://www.aphp.example/lupus"
PORTAL = "https://portal.example/lupus"


def number(scheme: str, value: str, *, primary: bool = True) -> dict[str, Any]:
    return {**doi(value, primary=primary), "scheme": scheme}


def paper(title: str | None = None, journal: str | None = None) -> dict[str, Any]:
    return {"title": title, "journal": journal, "where": "text", "quote": None}


def cards(home: Home) -> dict[str, dict[str, Any]]:
    """Identifier → its card, as programs read it."""
    return {f"{one['scheme']}:{one['value']}": one for one in papers.export(home.news)}


def names(card: dict[str, Any]) -> set[str]:
    return {f"{one['scheme']}:{one['value']}" for one in card["identifiers"]}


def about(home: Home, card: dict[str, Any]) -> set[tuple[str, bool]]:
    urls = {row["id"]: row["url"] for row in home.articles().values()}
    return {(urls[one["id"]], one["primary"]) for one in card["articles"]}


def test_a_paper_and_its_trial_have_a_card_each_with_all_who_announce_them(home: Home) -> None:
    home.page(FR, "fr_paris", identifiers=[doi(LUPUS)], paper=paper(None, "The Lancet Rheumatology"))
    home.page(EN, "gb_ucl", identifiers=[doi(LUPUS), trial("NCT03562065")], paper=paper("Cord cells in lupus"))
    home.run()
    found = cards(home)
    assert set(found) == {f"doi:{LUPUS}", "nct:NCT03562065"}
    card = found[f"doi:{LUPUS}"]
    assert (card["kind"], card["title"], card["journal"]) == ("paper", "Cord cells in lupus", "The Lancet Rheumatology")
    assert (card["state"], card["state_at"]) == ("unknown", None)
    assert about(home, card) == {(FR, True), (EN, True)}
    assert (found["nct:NCT03562065"]["kind"], found["nct:NCT03562065"]["title"]) == ("trial", None)


def test_a_paper_that_is_only_mentioned_has_a_card_without_words(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/own"), doi("10.1/cited", primary=False)], paper=paper("Own"))
    home.run()
    card = cards(home)["doi:10.1/cited"]
    assert about(home, card) == {(EN, False)}
    assert card["title"] is None


def test_grants_are_the_funders_of_the_paper_not_papers(home: Home) -> None:
    grant = {**number("grant", "ANR-20-1", primary=False), "funder": "ANR"}
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/own"), grant])
    home.run()
    assert [(card["value"], card["funders"]) for card in cards(home).values()] == [
        ("10.1/own", [{"name": "ANR", "grant": "ANR-20-1"}])
    ]


def test_most_sources_decide_and_the_institutions_before_a_portal(home: Home) -> None:
    said = [doi("10.1/a")]
    home.page(PORTAL, "int_portal", identifiers=said, paper=paper("Wrong", "Nature"), published_at="2026-11-01")
    home.page(PORTAL + "/2", "int_portal", identifiers=said, paper=paper("Wrong", "Nature"))
    home.page(EN, "gb_ucl", identifiers=said, paper=paper("the right title.", "Cell"))
    home.page(FR, "fr_paris", identifiers=said, paper=paper("The right title", "Cell"))
    home.page(HOSPITAL, "fr_aphp", identifiers=said, paper=paper("A teaser", "Cell"))
    home.run()
    card = cards(home)["doi:10.1/a"]
    assert card["title"] in ("The right title", "the right title.")
    assert card["journal"] == "Cell"
    assert card["origins"]["title"]["from"] == "release"
    assert card["origins"]["title"]["sources"] == 2
    assert card["origins"]["title"]["others"] == ["A teaser", "Wrong"]
    assert card["origins"]["journal"]["others"] == ["Nature"]


def test_an_article_that_announces_two_papers_says_nothing_of_either(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a"), doi("10.1/b")], paper=paper("One of them"))
    home.run()
    assert [card["title"] for card in cards(home).values()] == [None, None]


def test_identifiers_announced_together_are_one_paper(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[number("pmid", "39706212")], paper=paper("Cord cells"))
    home.page(HOSPITAL, "fr_aphp", identifiers=[number("pmid", "39706212"), number("pmcid", "PMC123456")])
    home.run()
    assert [names(card) for card in cards(home).values()] == [{"pmid:39706212", "pmcid:PMC123456"}]
    old = next(iter(cards(home).values()))["id"]
    home.page(FR, "fr_paris", identifiers=[doi(LUPUS), number("pmid", "39706212")])
    home.run()
    found = cards(home)
    assert set(found) == {f"doi:{LUPUS}"}
    card = found[f"doi:{LUPUS}"]
    assert names(card) == {f"doi:{LUPUS}", "pmid:39706212", "pmcid:PMC123456"}
    assert about(home, card) == {(EN, True), (HOSPITAL, True), (FR, True)}
    assert card["title"] == "Cord cells"
    rows = home.news.execute("SELECT paper FROM paper_ids WHERE number = :old", {"old": old}).fetchall()
    assert rows == [(card["id"],)]  # the address of the card it was before leads on


def test_the_evidence_taken_back_parts_them_again(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[number("pmid", "39706212")])
    home.page(FR, "fr_paris", identifiers=[doi(LUPUS), number("pmid", "39706212")])
    home.run()
    home.page(FR, "fr_paris", identifiers=[doi(LUPUS)], text=prose("changed"))
    home.run()
    found = cards(home)
    assert {key: about(home, card) for key, card in found.items()} == {
        f"doi:{LUPUS}": {(FR, True)},
        "pmid:39706212": {(EN, True)},
    }


@pytest.mark.parametrize(
    "identifiers",
    [
        [doi("10.1/a"), doi("10.1/b"), number("pmid", "39706212")],
        [doi("10.1/a"), number("pmid", "39706212", primary=False)],
        [doi("10.1/a", primary=False), number("pmid", "39706212", primary=False)],
        [doi("10.1/a"), number("isbn", "9783161484100")],
        [doi("10.1/a"), trial("NCT03562065")],
    ],
)
def test_what_does_not_prove_one_paper_joins_nothing(home: Home, identifiers: list[dict[str, Any]]) -> None:
    home.page(EN, "gb_ucl", identifiers=identifiers)
    home.run()
    assert all(len(card["identifiers"]) == 1 for card in cards(home).values())


def test_two_dois_are_never_one_paper_through_a_third_identifier(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a"), number("pmid", "39706212")])
    home.page(FR, "fr_paris", identifiers=[doi("10.1/b"), number("pmid", "39706212")])
    home.page(HOSPITAL, "fr_aphp", identifiers=[doi("10.1/b"), number("pmid", "39706212")])
    home.run()
    found = cards(home)
    assert names(found["doi:10.1/a"]) == {"doi:10.1/a"}
    assert names(found["doi:10.1/b"]) == {"doi:10.1/b", "pmid:39706212"}


def test_the_doi_of_an_arxiv_number_is_the_same_preprint(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.48550/arxiv.2401.01234"), number("arxiv", "2401.01234")])
    home.page(FR, "fr_paris", identifiers=[number("arxiv", "2401.01234")])
    home.run()
    (card,) = cards(home).values()
    assert names(card) == {"doi:10.48550/arxiv.2401.01234", "arxiv:2401.01234"}


def test_a_card_follows_its_articles(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a")], paper=paper("First title"))
    home.run()
    id_ = cards(home)["doi:10.1/a"]["id"]
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a")], paper=paper("Second title"))
    home.run()
    assert (cards(home)["doi:10.1/a"]["title"], cards(home)["doi:10.1/a"]["id"]) == ("Second title", id_)
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/other")])
    home.run()
    assert set(cards(home)) == {"doi:10.1/other"}
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a")])
    home.run()
    assert cards(home)["doi:10.1/a"]["id"] == id_


def test_nothing_of_a_paper_under_embargo_is_known(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a"), doi("10.1/b", primary=False)], paper=paper("A secret"))
    home.page(FR, "fr_paris", identifiers=[doi("10.1/a")])
    home.run()
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a")], embargo_until="2026-12-01T00:00:00Z")
    home.run()
    assert {key: card["title"] for key, card in cards(home).items()} == {"doi:10.1/a": None}
    home.page(FR, "fr_paris", identifiers=[doi("10.1/a")], embargo_until="2026-12-01T00:00:00Z")
    home.run()
    assert not [row for name in ("papers", "paper_ids", "article_papers") for row in home.news.query(
        f"SELECT * FROM {name}")]  # fmt: skip


PAGES = [
    (EN, "gb_ucl", [number("pmid", "39706212")], paper("Cord cells", "Lancet")),
    (HOSPITAL, "fr_aphp", [number("pmid", "39706212"), number("pmcid", "PMC123456")], None),
    (FR, "fr_paris", [doi(LUPUS), number("pmid", "39706212"), trial("NCT03562065")], paper("Cord", "Lancet")),
    (PORTAL, "int_portal", [doi("10.1/b"), number("pmcid", "PMC123456")], paper("Other", "Cell")),
]


def test_the_order_of_arrival_changes_nothing_and_neither_does_a_second_run(tmp_path: Any) -> None:
    made = []
    for place, order in enumerate((PAGES, PAGES[::-1], PAGES[2:] + PAGES[:2])):
        (tmp_path / str(place)).mkdir()
        home = Home(tmp_path / str(place))
        for url, source, identifiers, said in order:
            home.page(url, source, identifiers=identifiers, paper=said)
            home.run()
        before = home.dump()
        assert home.run().read == 0
        home.rebuild()
        assert home.dump() == before
        made.append({key: (card["title"], card["journal"], names(card), about(home, card))
                     for key, card in cards(home).items()})  # fmt: skip
        home.close()
    assert made[0] == made[1] == made[2]


class Registries:
    """What registries said, as the archive would hold it."""

    def __init__(self, **facts: Facts) -> None:
        self.said = {tuple(key.split(" ", 1)): fact for key, fact in facts.items()}

    def __call__(self, archive: object, keys: Iterable[tuple[str, str]]) -> list[Facts]:
        return [self.said[key] for key in keys if key in self.said]


CROSSREF = Facts(
    service="crossref", asked_at="2026-11-22T03:00:00Z", known=True, known_since="2026-11-21T03:00:00Z",
    title="The title as registered", journal="The Lancet Rheumatology", authors=("Dominique Farge", "Karin Tarte"),
    published_at="2024-12-17", funders=(Funder(name="ANR", grant="20-1"),),
)  # fmt: skip


def refreshed(home: Home, registries: Registries, *keys: tuple[str, str]) -> int:
    with transaction(home.news):
        return CardIndex(home.news, home.archive, facts_of=registries).refresh(keys)


def test_a_registry_fills_the_card_and_counts_more_than_a_release(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi(LUPUS)], paper=paper("As the release says", "Lancet"))
    home.run()
    assert refreshed(home, Registries(**{f"doi {LUPUS}": CROSSREF}), ("doi", LUPUS), ("doi", "10.1/nobody")) == 1
    card = cards(home)[f"doi:{LUPUS}"]
    assert (card["title"], card["journal"]) == ("The title as registered", "The Lancet Rheumatology")
    assert card["authors"] == ["Dominique Farge", "Karin Tarte"]
    assert (card["published_at"], card["funders"]) == ("2024-12-17", [{"name": "ANR", "grant": "20-1"}])
    assert card["origins"]["title"] == {"from": "crossref"}
    assert (card["state"], card["state_at"]) == ("live", "2026-11-21T03:00:00Z")


def test_a_registry_joins_what_it_says_is_one_paper(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[number("pmid", "39706212")])
    home.page(FR, "fr_paris", identifiers=[doi(LUPUS)])
    home.run()
    alex = Facts(service="openalex", asked_at="2026-11-22T03:00:00Z", known=True, ids=(("pmid", "39706212"),))
    refreshed(home, Registries(**{f"doi {LUPUS}": alex}), ("doi", LUPUS))
    (card,) = cards(home).values()
    assert about(home, card) == {(EN, True), (FR, True)}
    assert {one["evidence"] for one in card["identifiers"]} == {"printed", "openalex"}
    refreshed(home, Registries(), ("doi", LUPUS))
    assert set(cards(home)) == {f"doi:{LUPUS}", "pmid:39706212"}


def test_a_registry_never_joins_a_trial_to_a_paper(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[trial("NCT03562065"), doi("10.1/a")])
    home.run()
    ids = (("doi", "10.1/a"), ("eudract", "2017-001400-29"))
    told = Facts(service="clinicaltrials", asked_at="2026-11-22T03:00:00Z", known=True, title="A trial", ids=ids)
    refreshed(home, Registries(**{"nct NCT03562065": told}), ("nct", "NCT03562065"))
    found = cards(home)
    assert set(found) == {"nct:NCT03562065", "doi:10.1/a"}
    assert names(found["nct:NCT03562065"]) == {"nct:NCT03562065", "eudract:2017-001400-29"}


def test_a_retraction_told_by_a_registry_outlives_a_rebuild_that_no_longer_hears_it(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a")])
    home.run()
    told = Facts(service="openalex", asked_at="2026-11-22T03:00:00Z", known=True, retracted=True)
    refreshed(home, Registries(**{"doi 10.1/a": told}), ("doi", "10.1/a"))
    home.rebuild()
    assert cards(home)["doi:10.1/a"]["state"] == "retracted"


def test_an_article_can_be_linked_to_a_paper_it_does_not_name(home: Home) -> None:
    home.page(EN, "gb_ucl", title="Cord cells", identifiers=[])
    home.run()
    (article,) = (row["id"] for row in home.articles().values())
    with transaction(home.news):
        CardIndex(home.news, home.archive).link(article, (("doi", LUPUS), 0.93, "title and journal"))
    card = cards(home)[f"doi:{LUPUS}"]
    assert [(one["how"], one["score"], one["evidence"]) for one in card["articles"]] == [
        ("linked", 0.93, "title and journal")
    ]
    with transaction(home.news):
        CardIndex(home.news, home.archive).update([article])
    assert f"doi:{LUPUS}" in cards(home)
    with transaction(home.news):
        CardIndex(home.news, home.archive).link(article, None)
    assert not cards(home)


def imported(home: Home, **given: Any) -> None:
    done = import_lines(home.archive, [json.dumps(given).encode()], NOW)
    assert not done.faults
    aggregate(home.archive, home.news, SOURCES, NOW + timedelta(minutes=1), home.encoder)


def test_an_imported_doi_gives_a_card_with_the_words_of_the_text(home: Home) -> None:
    text = (
        "Eight people with severe lupus received cells in a trial registered as NCT03562065.\n"
        "The results were published on 17 December 2024 in The Lancet Rheumatology."
    )
    imported(home, id="a", text=text, lang="en", date="2024-12-18", doi="https://doi.org/10.1016/S2665-9913(24)00298-4")
    found = cards(home)
    assert found[f"doi:{LUPUS}"]["journal"] == "The Lancet Rheumatology"
    (article,) = home.articles().values()
    assert article["journal"] == "The Lancet Rheumatology"
    assert "published" in article["paper_quote"]
    assert [one["primary"] for one in found["nct:NCT03562065"]["articles"]] == [True]


def test_an_imported_doi_is_the_paper_whatever_the_text_announces(home: Home) -> None:
    text = "The study was published in Nature Medicine.\nOriginal publication: https://doi.org/10.1038/s41591-020-1"
    imported(home, id="a", text=text, doi="10.1000/given")
    found = cards(home)
    assert [one["primary"] for one in found["doi:10.1000/given"]["articles"]] == [True]
    assert [one["primary"] for one in found["doi:10.1038/s41591-020-1"]["articles"]] == [False]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("10.1016/S2665-9913(24)00298-4", ("doi", LUPUS)),
        (" https://doi.org/10.1016/S2665-9913(24)00298-4. ", ("doi", LUPUS)),
        ("doi:10.1016/s2665-9913(24)00298-4", ("doi", LUPUS)),
        ("https://www.thelancet.com/journals/lanrhe/article/PIIS2665-9913(24)00298-4/fulltext", ("doi", LUPUS)),
        ("nct03562065", ("nct", "NCT03562065")),
        ("https://clinicaltrials.gov/study/NCT03562065", ("nct", "NCT03562065")),
        ("39706212", ("pmid", "39706212")),
        ("PMID: 39706212", ("pmid", "39706212")),
        ("https://pubmed.ncbi.nlm.nih.gov/39706212/", ("pmid", "39706212")),
        ("PMC1234567", ("pmcid", "PMC1234567")),
        ("2401.01234", ("arxiv", "2401.01234")),
        ("arXiv:2401.01234v2", ("arxiv", "2401.01234")),
        ("ISRCTN12345678", ("isrctn", "ISRCTN12345678")),
        ("", None),
        ("lupus", None),
        ("x" * 100_000, None),
    ],
)
def test_an_identifier_is_understood_as_people_write_it(written: str, key: tuple[str, str] | None) -> None:
    assert read_key(written) == key


def test_a_registry_gives_the_doi_of_a_pubmed_number(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[number("pmid", "39706212")])
    home.run()
    alex = Facts(service="openalex", asked_at="2026-11-22T03:00:00Z", known=True, ids=(("doi", LUPUS),))
    refreshed(home, Registries(**{"pmid 39706212": alex}), ("pmid", "39706212"))
    (card,) = cards(home).values()
    assert (card["scheme"], card["value"], names(card)) == ("doi", LUPUS, {f"doi:{LUPUS}", "pmid:39706212"})
    assert about(home, card) == {(EN, True)}
