"""Registries are asked only where the operator allows it, about what is due, once; a failing one costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from aggregator.cli import main
from aggregator.enrich.checking import Round
from aggregator.enrich.lookups import Key, Told, ask_all, facts_of
from aggregator.night import run_night
from crawler.operator import Operator, SettingRefused
from db import migrations
from db.archive import lookups
from db.connection import open_database
from db.news import papers
from tests.aggregate.conftest import NOW, Home, doi, prose, trial
from tests.aggregate.registry_server import (
    Answer,
    RegistryServer,
    Waiting,
    crossref_work,
    openalex_work,
    registry_server,
    study,
)

DOI, NCT = "10.5555/one", "NCT99000001"
PAPERS: list[Key] = [("doi", DOI), ("nct", NCT), ("grant", "X-1")]
CROSSREF, AGENCY = "/works/10.5555%2Fone", "/works/10.5555%2Fone/agency"
OPENALEX, TRIAL = "/works/doi:10.5555/one", f"/api/v2/studies/{NCT}"
ALL = "crossref, openalex, clinicaltrials"


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    with registry_server() as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Database]:
    db = open_database(tmp_path / "archive.db", migrations.archive, migrations.ARCHIVE_ID)
    yield db
    db.close()


def ask(
    archive: Database,
    server: RegistryServer,
    waiting: Waiting,
    registries: str | None = "crossref",
    papers: list[Key] | None = None,
    limit: int = 100,
    contact: str | None = "me@example.org",
) -> tuple[list[Told], set[Key]]:
    operator = Operator(home=Path("home"), contact=contact, registries=registries)
    bases = dict.fromkeys(("crossref", "openalex", "clinicaltrials"), server.base)
    return ask_all(archive, operator, lambda: papers or PAPERS, waiting, limit=limit, bases=bases)


def later(waiting: Waiting, days: float) -> Waiting:
    return Waiting(waiting.now() + timedelta(days=days))


@pytest.mark.parametrize("registries", [None, "", " , "])
def test_nothing_is_asked_unless_the_operator_names_a_registry(
    archive: Database, server: RegistryServer, registries: str | None
) -> None:
    assert ask(archive, server, Waiting(), registries) == ([], set())
    assert server.asked == []


def test_without_a_contact_nothing_is_asked_and_a_sentence_says_what_to_do(
    archive: Database, server: RegistryServer
) -> None:
    with pytest.raises(SettingRefused, match="set `contact`"):
        ask(archive, server, Waiting(), contact=None)
    assert server.asked == []


def test_each_registry_is_asked_what_it_can_know(archive: Database, server: RegistryServer) -> None:
    server.say(CROSSREF, Answer(crossref_work(DOI)))
    server.say(OPENALEX, Answer(openalex_work(DOI)))
    server.say(TRIAL, Answer(study(NCT)))
    told, touched = ask(archive, server, Waiting(), ALL)
    assert [(one.service, one.asked, one.found) for one in told] == [
        ("crossref", 1, 1), ("openalex", 1, 1), ("clinicaltrials", 1, 1),
    ]  # fmt: skip
    assert touched == {("doi", DOI), ("nct", NCT)}
    assert all("newsward" in headers["user-agent"].lower() for _, headers in server.asked)
    assert all("me@example.org" in headers["user-agent"] for _, headers in server.asked)
    assert server.paths[0].endswith("?mailto=me%40example.org")
    assert {one.service for one in facts_of(archive, PAPERS)} == {"crossref", "openalex", "clinicaltrials"}


def test_nothing_is_asked_again_before_it_is_due(archive: Database, server: RegistryServer) -> None:
    server.say(CROSSREF, Answer(crossref_work(DOI)))
    waiting = Waiting()
    ask(archive, server, waiting)
    asked = len(server.asked)
    told, touched = ask(archive, server, later(waiting, 30))
    assert len(server.asked) == asked
    assert (told[0].asked, touched) == (0, set())
    ask(archive, server, later(waiting, 400))
    assert len(server.asked) == asked + 1, "after a year it is looked at again"


def test_an_unchanged_record_is_confirmed_without_sending_it_again(archive: Database, server: RegistryServer) -> None:
    server.say(CROSSREF, Answer(crossref_work(DOI), headers={"ETag": 'W/"one"'}), Answer(b"", 304))
    waiting = Waiting()
    ask(archive, server, waiting)
    first = facts_of(archive, PAPERS)[0]
    _, touched = ask(archive, server, later(waiting, 400))
    again = facts_of(archive, PAPERS)[0]
    assert server.asked[-1][1]["if-none-match"] == 'W/"one"'
    assert again == replace(first, asked_at=again.asked_at)
    assert touched == set()


def test_a_doi_that_nobody_registered_is_not_known_yet_and_asked_again_soon(
    archive: Database, server: RegistryServer
) -> None:
    waiting = Waiting()
    told, _ = ask(archive, server, waiting)
    assert (told[0].missing, facts_of(archive, PAPERS)[0].known) == (1, False)
    server.say(CROSSREF, Answer(crossref_work(DOI)))
    _, touched = ask(archive, server, later(waiting, 2))
    said = facts_of(archive, PAPERS)[0]
    assert touched == {("doi", DOI)}
    assert (said.known, said.known_since) == (True, said.asked_at)


def test_a_doi_of_another_agency_says_nothing_and_is_never_asked_again(
    archive: Database, server: RegistryServer
) -> None:
    server.say(AGENCY, Answer({"status": "ok", "message": {"DOI": DOI, "agency": {"id": "datacite"}}}))
    waiting = Waiting()
    ask(archive, server, waiting)
    assert facts_of(archive, PAPERS) == []
    asked = len(server.asked)
    ask(archive, server, later(waiting, 4000))
    assert len(server.asked) == asked


def test_a_record_that_vanishes_keeps_since_when_it_was_known(archive: Database, server: RegistryServer) -> None:
    server.say(TRIAL, Answer(study(NCT)), Answer(b"NCT number not found", 404))
    waiting = Waiting()
    ask(archive, server, waiting, "clinicaltrials")
    since = facts_of(archive, PAPERS)[0].known_since
    ask(archive, server, later(waiting, 400), "clinicaltrials")
    said = facts_of(archive, PAPERS)[0]
    assert (said.known, said.known_since) == (False, since)


def test_that_openalex_does_not_hold_a_work_says_nothing(archive: Database, server: RegistryServer) -> None:
    ask(archive, server, Waiting(), "openalex")
    assert facts_of(archive, PAPERS) == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>", 502, {"Content-Type": "text/html"}),
        Answer(b"<!DOCTYPE html><html>Log in to the hotel's network</html>", 200, {"Content-Type": "text/html"}),
        Answer(b'{"status": "ok", "message": {"DOI": "10.5'),
        Answer({"status": "ok", "message": {"DOI": DOI}}, cut=5),
        Answer(b" " * 5_000_000),
        Answer(b"[" * 200_000),
        Answer({"status": "ok", "message": ["nothing"]}),
        Answer({}, status=403),
    ],
)
def test_a_failed_answer_changes_nothing_that_is_known(
    archive: Database, server: RegistryServer, answer: Answer
) -> None:
    server.say(CROSSREF, Answer(crossref_work(DOI)), answer)
    waiting = Waiting()
    ask(archive, server, waiting)
    before = facts_of(archive, PAPERS)
    told, touched = ask(archive, server, later(waiting, 400))
    assert (told[0].failed, touched) == (1, set())
    assert facts_of(archive, PAPERS) == before


def test_a_failed_first_answer_says_nothing_and_is_repeated_another_night(
    archive: Database, server: RegistryServer
) -> None:
    server.say(CROSSREF, Answer(b"oops", 500), Answer(crossref_work(DOI)))
    waiting = Waiting()
    ask(archive, server, waiting)
    assert facts_of(archive, PAPERS) == []
    ask(archive, server, waiting)
    assert len(server.asked) == 1
    ask(archive, server, later(waiting, 2))
    assert facts_of(archive, PAPERS)[0].known


def test_a_registry_that_fails_three_times_is_left_alone_and_the_others_are_asked(
    archive: Database, server: RegistryServer
) -> None:
    many = [("doi", f"10.5555/{number}") for number in range(20)] + [("nct", NCT)]
    for number in range(20):
        server.say(f"/works/10.5555%2F{number}", Answer(b"oops", 500))
    server.say(TRIAL, Answer(study(NCT)))
    told, _ = ask(archive, server, Waiting(), "crossref, clinicaltrials", many)
    assert (told[0].asked, told[0].failed, told[0].left) == (3, 3, "it answered 500")
    assert told[1].found == 1


def test_failures_do_not_block_what_comes_after_them_for_ever(archive: Database, server: RegistryServer) -> None:
    many: list[Key] = [("doi", f"10.5555/{number}") for number in range(5)]
    for number in range(3):
        server.say(f"/works/10.5555%2F{number}", Answer(b"oops", 500))
    server.say("/works/10.5555%2F3", Answer(crossref_work("10.5555/3")))
    waiting = Waiting()
    ask(archive, server, waiting, papers=many)
    told, _ = ask(archive, server, waiting, papers=many)
    assert told[0].found == 1


def test_no_more_is_asked_than_the_budget_of_a_night(archive: Database, server: RegistryServer) -> None:
    many: list[Key] = [("nct", f"NCT{99000000 + number}") for number in range(30)]
    waiting = Waiting()
    told, _ = ask(archive, server, waiting, "clinicaltrials", many, limit=7)
    assert told[0].asked == len(server.asked) == 7
    told, _ = ask(archive, server, waiting, "clinicaltrials", many, limit=100)
    assert told[0].asked == 23, "the rest the next time, none of them twice"


def test_what_is_due_again_leaves_room_for_what_is_new(archive: Database, server: RegistryServer) -> None:
    old: list[Key] = [("nct", f"NCT{99000000 + number}") for number in range(20)]
    waiting = Waiting()
    ask(archive, server, waiting, "clinicaltrials", old)
    new: list[Key] = [("nct", f"NCT{98000000 + number}") for number in range(20)]
    server.asked.clear()
    ask(archive, server, later(waiting, 3), "clinicaltrials", [*new, *old], limit=10)
    assert sum("NCT98" in path for path in server.paths) == 5


def test_a_million_keys_are_not_read_when_ten_are_asked(archive: Database) -> None:
    read = 0

    def keys() -> Iterator[str]:
        nonlocal read
        for number in range(1_000_000):
            read += 1
            yield f"NCT{number:08}"

    found = lookups.never_asked(archive, "clinicaltrials", keys())
    assert [next(found) for _ in range(10)][-1] == "NCT00000009"
    assert read <= lookups.CHUNK


# In a whole round, and a whole night


def a_round(home: Home, server: RegistryServer, registries: str | None = ALL, **more: Any) -> Round:
    operator = Operator(home=home.folder, contact="me@example.org", registries=registries)
    bases = dict.fromkeys(("crossref", "openalex", "clinicaltrials"), server.base)
    return Round(operator, home.archive, home.news, Waiting(), bases=bases, **more)


def card(home: Home, value: str) -> dict[str, Any]:
    return next(one for one in papers.export(home.news) if one["value"] == value)


def test_a_card_says_what_the_registries_say(home: Home, server: RegistryServer) -> None:
    home.page("https://www.aphp.example/one", identifiers=[doi(DOI), trial(NCT)])
    home.run()
    assert (card(home, DOI)["state"], card(home, DOI)["title"]) == ("unknown", None)
    server.say(CROSSREF, Answer(crossref_work(DOI)))
    server.say(OPENALEX, Answer(openalex_work(DOI)))
    server.say(TRIAL, Answer(study(NCT)))
    done = a_round(home, server).run()
    assert done.cards >= 2
    assert card(home, DOI)["state"] == "live"
    assert card(home, DOI)["title"] == "An invented study of nothing & everything"
    assert card(home, DOI)["authors"][0] == "Ada Novák"
    assert {one["value"] for one in card(home, DOI)["identifiers"]} >= {DOI, "99999901"}
    assert card(home, NCT)["title"] == "An Invented Trial of Rest Against Fatigue"
    asked = len(server.asked)
    a_round(home, server).run()
    assert len(server.asked) == asked, "nothing twice"


def test_a_retraction_that_a_registry_tells_of_reaches_the_card(home: Home, server: RegistryServer) -> None:
    home.page("https://www.aphp.example/one", identifiers=[doi(DOI)])
    home.run()
    notice = {"DOI": "10.5555/notice", "type": "retraction", "updated": {"date-parts": [[2026, 6, 1]]}}
    server.say(CROSSREF, Answer(crossref_work(DOI, **{"updated-by": [notice]})))
    a_round(home, server, "crossref").run()
    assert (card(home, DOI)["state"], card(home, DOI)["state_at"]) == ("retracted", "2026-06-01")


def test_a_release_without_an_identifier_is_searched_for_and_its_paper_asked_about(
    home: Home, server: RegistryServer
) -> None:
    title = "An invented study of nothing & everything"
    home.page(
        "https://www.aphp.example/one",
        title="Nothing found",
        text=f"Ada Novák reports it in the Journal of Invented Results: “{title}”.\n{prose('one')}",
        paper={"title": title, "journal": "Journal of Invented Results", "where": "text", "quote": None},
    )
    home.run()
    works = [crossref_work("10.5555/ONE")["message"], crossref_work("10.5555/other", title=["Noise"])["message"]]
    server.say("/works", Answer({"status": "ok", "message-type": "work-list", "message": {"items": works}}))
    server.say(CROSSREF, Answer(crossref_work(DOI)))
    done = a_round(home, server, "crossref").run()
    assert (done.linked, card(home, DOI)["articles"][0]["how"]) == (1, "linked")
    assert card(home, DOI)["state"] == "live"
    assert "query.container-title=Journal+of+Invented+Results" in server.paths[0]
    searches = sum(path.startswith("/works?") for path in server.paths)
    a_round(home, server, "crossref").run()
    assert sum(path.startswith("/works?") for path in server.paths) == searches, "not searched for again"


@pytest.mark.parametrize("items", [None, [], [{"DOI": "10.5555/other", "title": ["Noise"]}], "none", [None, 3]])
def test_a_search_that_gives_nothing_that_fits_links_nothing(home: Home, server: RegistryServer, items: object) -> None:
    paper = {"title": None, "journal": "Nature", "where": "text", "quote": None}
    home.page("https://www.aphp.example/one", paper=paper)
    home.run()
    server.say("/works", Answer({"status": "ok", "message": {"items": items}}))
    assert a_round(home, server, "crossref").run().linked == 0


def test_what_is_due_can_be_counted_without_asking(home: Home, server: RegistryServer) -> None:
    home.page("https://www.aphp.example/one", identifiers=[doi(DOI), trial(NCT)])
    home.run()
    assert a_round(home, server).due() == {
        "crossref": 1, "openalex": 1, "clinicaltrials": 1, "crossref search": 0,
    }  # fmt: skip
    assert server.asked == []


@pytest.mark.parametrize(("registries", "asked"), [(None, 0), ("", 0), ("clinicaltrials", 1)])
def test_a_night_asks_only_what_the_operator_allows(
    home: Home, server: RegistryServer, registries: str | None, asked: int
) -> None:
    home.page("https://www.aphp.example/one", identifiers=[trial(NCT)])
    home.run()
    server.say(TRIAL, Answer(study(NCT)))
    operator = Operator(home=home.folder, contact="me@example.org", registries=registries, encoder="lexical")
    report = run_night(operator, (), now=lambda: NOW, registries={"clinicaltrials": server.base})
    assert len(server.asked) == asked
    assert len(report.checked.registries) == asked


def test_a_night_through_a_proxy_asks_no_registry(home: Home, server: RegistryServer) -> None:
    home.page("https://www.aphp.example/one", identifiers=[trial(NCT)])
    home.run()
    operator = Operator(home=home.folder, contact="me@example.org", registries=ALL, encoder="lexical")
    bases = dict.fromkeys(("crossref", "openalex", "clinicaltrials"), server.base)
    run_night(operator, (), now=lambda: NOW, proxy="http://127.0.0.1:9", registries=bases)
    assert server.asked == []


def test_the_command_asks_nothing_while_no_registry_is_named(home: Home) -> None:
    said = CliRunner().invoke(main, ["papers", "check", "--home", str(home.folder)])
    assert said.exit_code == 0
    assert "Nothing is asked" in said.output


def test_the_command_counts_what_is_due(home: Home) -> None:
    (home.folder / "newsward.toml").write_text('registries = "crossref"\ncontact = "me@example.org"\n')
    home.page("https://www.aphp.example/one", identifiers=[doi(DOI)])
    home.run()
    said = CliRunner().invoke(main, ["papers", "check", "--dry-run", "--json", "--home", str(home.folder)])
    assert json.loads(said.output) == {"due": {"crossref": 1, "crossref search": 0}}


def test_the_command_says_that_a_contact_is_missing(home: Home) -> None:
    (home.folder / "newsward.toml").write_text('registries = "crossref"\n')
    said = CliRunner().invoke(main, ["papers", "check", "--home", str(home.folder)])
    assert said.exit_code == 2
    assert "set `contact`" in said.output
