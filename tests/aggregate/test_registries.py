"""What registries answer, read as facts; and how they are asked: slowly, within bounds, nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aggregator.enrich import clinicaltrials, crossref, openalex
from aggregator.enrich.asking import Asker, RegistryFailed, RegistryLeft
from aggregator.enrich.facts import Funder
from aggregator.enrich.records import read_object
from tests.aggregate.registry_server import (
    LUPUS,
    Answer,
    RegistryServer,
    Waiting,
    crossref_work,
    openalex_work,
    registry_server,
    study,
)

AT = "2026-11-22T03:00:00Z"


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    with registry_server() as running:
        yield running


def asker(base: str, waiting: Waiting, *, gap: float = 0.25, allow_loopback: bool = True) -> Asker:
    return Asker(
        base=base,
        headers={"User-Agent": "Newsward test"},
        gap=gap,
        now=waiting.now,
        clock=waiting.monotonic,
        sleep=waiting.sleep,
        allow_loopback=allow_loopback,
    )


def read(service: Any, said: dict[str, Any]) -> Any:
    kept = service.record(said)
    return kept and service.facts(kept, asked_at=AT, known_since=AT)


def test_a_crossref_work_gives_title_journal_authors_day_and_funders() -> None:
    said = read(crossref, crossref_work("10.5555/one"))
    assert said.title == "An invented study of nothing & everything"
    assert said.journal == "Journal of Invented Results"
    assert said.authors == ("Ada Novák", "Bo Lindqvist", "Invented Study Group")
    assert said.published_at == "2026-11-18", "the day of the online version, which `issued` only gives the month of"
    assert said.funders == (Funder(name="Invented Fund", grant="IF-1"), Funder(name="Invented Fund", grant="IF-2"))
    assert said.known and not said.retracted


def test_references_are_not_kept() -> None:
    assert "reference" not in (crossref.record(crossref_work("10.5555/one")) or {})


def test_a_retraction_is_read_from_the_paper_that_was_taken_back() -> None:
    notices = [
        {"DOI": "10.5555/erratum", "type": "correction", "updated": {"date-parts": [[2026, 1, 5]]}},
        {
            "DOI": "10.5555/Notice", "type": "retraction", "label": "Retraction", "source": "retraction-watch",
            "updated": {"date-parts": [[2026, 6, 1]], "date-time": "2026-06-01T00:00:00Z"}, "record-id": "12345",
        },
    ]  # fmt: skip
    said = read(crossref, crossref_work("10.5555/one", **{"updated-by": notices}))
    assert (said.retracted, said.retracted_on, said.notice) == (True, "2026-06-01", "10.5555/notice")


def test_a_correction_or_an_expression_of_concern_is_no_retraction() -> None:
    for kind in ("correction", "expression_of_concern", "addendum", "new_version"):
        said = read(crossref, crossref_work("10.5555/one", **{"updated-by": [{"DOI": "10.5555/x", "type": kind}]}))
        assert not said.retracted


def test_a_preprint_stands_in_its_archive() -> None:
    work = crossref_work(
        "10.5555/pre", type="posted-content", institution=[{"name": "inventRxiv"}], **{"container-title": []}
    )
    assert read(crossref, work).journal == "inventRxiv"


def test_an_openalex_work_gives_its_other_identifiers_and_whether_it_is_retracted() -> None:
    said = read(openalex, openalex_work("10.5555/one", is_retracted=True))
    assert said.ids == (("doi", "10.5555/one"), ("pmid", "99999901"), ("pmcid", "PMC9999902"))
    assert said.retracted
    assert said.authors == ("Ada Novák",)
    assert said.funders == (Funder(name="Invented Fund", grant="IF-1"),)
    assert said.published_at == "2026-11-18"


def test_a_study_gives_title_sponsors_first_day_and_its_number_elsewhere() -> None:
    said = read(clinicaltrials, study("NCT99000001"))
    assert said.title == "An Invented Trial of Rest Against Fatigue"
    assert said.published_at == "2024-02-11"
    assert said.funders == (Funder(name="Invented Hospital"), Funder(name="Invented Fund"))
    assert said.ids == (("eudract", "2019-001234-12"),)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"message": None},
        {"message": []},
        {"message": {"DOI": 3}},
        {"id": "https://openalex.org/W1"},
        {"protocolSection": {"identificationModule": []}},
    ],
)
def test_other_json_is_no_record(said: dict[str, Any]) -> None:
    assert [service.record(said) for service in (crossref, openalex, clinicaltrials)] == [None, None, None]


def test_wrong_types_within_a_record_are_left_out() -> None:
    wrong = {name: value for name in ("title", "author", "funder", "issued") for value in [7]}
    wrong |= {"container-title": [None, {"a": 1}], "updated-by": "retraction", "published": {"date-parts": [[None]]}}
    said = read(crossref, crossref_work("10.5555/one", **wrong))
    assert (said.title, said.journal, said.authors, said.funders) == (None, None, (), ())
    assert said.published_at is None or said.published_at == "2026-11-18"
    said = read(openalex, openalex_work("10.5555/one", authorships=[3], ids={"pmid": {"a": 1}}, funders={}, awards=0))
    assert (said.authors, said.ids, said.funders) == ((), (), ())


@pytest.mark.parametrize("body", [b"", b"<!DOCTYPE html><title>502</title>", b'{"message": {', b"[" * 100_000, b"3"])
def test_what_is_no_json_object_is_told_apart(body: bytes) -> None:
    assert read_object(body) is None


def test_the_polite_pool_is_asked_with_the_mail_address() -> None:
    assert crossref.path(LUPUS, "me@example.org") == (
        "/works/10.1016%2Fs2665-9913%2824%2900298-4?mailto=me%40example.org"
    )
    assert openalex.path(LUPUS, "me@example.org").startswith("/works/doi:10.1016/s2665-9913%2824%2900298-4?mailto=")
    assert openalex.path("99999901", None) == "/works/pmid:99999901"
    assert clinicaltrials.path("NCT99000001", None).startswith("/api/v2/studies/NCT99000001?")


def test_questions_keep_their_distance(server: RegistryServer) -> None:
    waiting = Waiting()
    server.say("/a", Answer({}))
    one = asker(server.base, waiting)
    for _ in range(5):
        one.get("/a")
    assert waiting.slept == pytest.approx(4 * 0.25)


def test_a_printed_rate_slows_the_questions(server: RegistryServer) -> None:
    waiting = Waiting()
    server.say("/a", Answer({}, headers={"X-Rate-Limit-Limit": "2", "X-Rate-Limit-Interval": "3s"}))
    one = asker(server.base, waiting)
    for _ in range(3):
        one.get("/a")
    assert waiting.slept == pytest.approx(2 * 1.5)


def test_a_rate_that_is_no_rate_changes_nothing(server: RegistryServer) -> None:
    waiting = Waiting()
    for limit, interval in (("0", "1s"), ("many", "1s"), ("-1", "1s"), ("1" * 50, "1s")):
        server.say("/a", Answer({}, headers={"X-Rate-Limit-Limit": limit, "X-Rate-Limit-Interval": interval}))
        one = asker(server.base, waiting)
        one.get("/a")
        assert one.gap == 0.25


def test_429_is_waited_out_as_long_as_asked_and_then_answered(server: RegistryServer) -> None:
    waiting = Waiting()
    server.say("/a", Answer(b"slow down", 429, {"Retry-After": "7"}), Answer({"ok": 1}))
    assert asker(server.base, waiting).get("/a").status == 200
    assert waiting.slept == pytest.approx(7)


def test_who_asks_for_an_hour_is_left_alone(server: RegistryServer) -> None:
    waiting = Waiting()
    server.say("/a", Answer(b"", 503, {"Retry-After": "3600"}))
    with pytest.raises(RegistryLeft, match="left alone for 3600 s"):
        asker(server.base, waiting).get("/a")
    assert waiting.slept == 0


def test_a_second_429_ends_it(server: RegistryServer) -> None:
    server.say("/a", Answer(b"", 429))
    with pytest.raises(RegistryLeft):
        asker(server.base, Waiting()).get("/a")
    assert len(server.asked) == 2


def test_a_redirect_within_the_host_is_followed_and_one_elsewhere_is_not(server: RegistryServer) -> None:
    server.say("/old", Answer(b"", 301, {"Location": "/new"}))
    server.say("/new", Answer({"ok": 1}))
    server.say("/away", Answer(b"", 302, {"Location": "http://registry.example/new"}))
    server.say("/round", Answer(b"", 302, {"Location": "/round"}))
    one = asker(server.base, Waiting())
    assert one.get("/old").status == 200
    with pytest.raises(RegistryFailed, match="elsewhere"):
        one.get("/away")
    with pytest.raises(RegistryFailed, match="redirects"):
        one.get("/round")


def test_a_huge_body_is_refused_packed_or_not(server: RegistryServer) -> None:
    server.say("/plain", Answer(b" " * 5_000_000))
    server.say("/bomb", Answer(b" " * 50_000_000, packed=True))
    server.say("/good", Answer({"ok": 1}, packed=True))
    one = asker(server.base, Waiting())
    for path in ("/plain", "/bomb"):
        with pytest.raises(RegistryFailed, match="larger than 4 MB"):
            one.get(path)
    assert one.get("/good").body == b'{"ok": 1}', "a new connection was opened after what was left of the bomb"


def test_an_answer_cut_short_is_a_failure_and_the_next_question_is_asked(server: RegistryServer) -> None:
    server.say("/cut", Answer(b'{"message": {"DOI": "10.5555/one"}}', cut=10))
    server.say("/good", Answer({}))
    one = asker(server.base, Waiting())
    with pytest.raises(RegistryFailed, match="cut short"):
        one.get("/cut")
    assert one.get("/good").status == 200


def test_the_operators_own_network_is_never_asked(server: RegistryServer) -> None:
    for base in (server.base, "http://registry.example", "ftp://registry.example"):
        with pytest.raises(RegistryLeft, match="only https is"):
            asker(base, Waiting(), allow_loopback=False).get("/a")
    for base in ("https://localhost", "https://127.0.0.1", "https://10.0.0.1", "https://[::1]"):
        with pytest.raises(RegistryLeft, match="is not asked"):
            asker(base, Waiting(), allow_loopback=False).get("/a")
    assert server.asked == []


def test_a_registry_that_is_not_there_is_a_failure_with_a_sentence() -> None:
    with registry_server() as closed:
        base = closed.base
    with pytest.raises(RegistryFailed):
        asker(base, Waiting()).get("/a")
