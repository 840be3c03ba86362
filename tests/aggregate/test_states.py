"""How a paper stands: what replies and notices say decides, never the clock alone."""

from __future__ import annotations

from typing import Any

import pytest

from aggregator.enrich.facts import Facts
from aggregator.enrich.states import Notice, next_check, standing_retraction, state_of

ANNOUNCED = "2026-06-01"


def reply(asked_at: str, *, known: bool, service: str = "crossref", **more: Any) -> Facts:
    return Facts(service=service, asked_at=f"{asked_at}T03:00:00Z", known=known, **more)


def watch(nature: str, on: str | None, record: int = 1) -> Notice:
    return Notice(nature=nature, on=on, by="retraction watch", record=record)


NOT_YET = reply("2026-06-10", known=False)
NEVER = reply("2026-09-10", known=False)
KNOWN = reply("2026-06-20", known=True, known_since="2026-06-12T03:00:00Z")


@pytest.mark.parametrize(
    ("replies", "notices", "announced", "state", "at"),
    [
        ([], [], ANNOUNCED, "unknown", None),
        ([], [], None, "unknown", None),
        ([NOT_YET], [], ANNOUNCED, "pending", "2026-06-01"),
        ([NOT_YET], [], "2026-06", "pending", "2026-06"),
        ([NOT_YET], [], None, "pending", "2026-06-10"),
        ([NEVER], [], ANNOUNCED, "dead", "2026-09-10T03:00:00Z"),
        ([NOT_YET], [], "2019", "dead", "2026-06-10T03:00:00Z"),
        ([reply("2026-08-30", known=False)], [], ANNOUNCED, "pending", "2026-06-01"),
        ([reply("2026-08-31", known=False)], [], ANNOUNCED, "dead", "2026-08-31T03:00:00Z"),
        ([KNOWN], [], ANNOUNCED, "live", "2026-06-12T03:00:00Z"),
        ([NEVER, reply("2026-07-01", known=True, service="openalex")], [], ANNOUNCED, "live", "2026-07-01T03:00:00Z"),
        ([reply("2026-07-01", known=False, known_since="2026-06-12T03:00:00Z")], [], ANNOUNCED, "dead",
         "2026-07-01T03:00:00Z"),
        ([], [watch("Retraction", "2025-01-02")], ANNOUNCED, "retracted", "2025-01-02"),
        ([], [watch("Retraction", None)], ANNOUNCED, "retracted", None),
        ([KNOWN], [watch("Retraction", "2025-01-02")], ANNOUNCED, "retracted", "2025-01-02"),
        ([], [watch("Correction", "2025-01-02")], ANNOUNCED, "unknown", None),
        ([KNOWN], [watch("Expression of concern", "2025-01-02")], ANNOUNCED, "live", "2026-06-12T03:00:00Z"),
        ([KNOWN], [watch("Retraction", "2025-01-02"), watch("Reinstatement", "2025-03-01", 2)], ANNOUNCED, "live",
         "2026-06-12T03:00:00Z"),
        ([], [watch("Reinstatement", "2025-03-01"), watch("Retraction", "2025-09-01", 2)], ANNOUNCED, "retracted",
         "2025-09-01"),
        ([reply("2026-06-20", known=True, retracted=True, retracted_on="2026-02-03")], [], ANNOUNCED, "retracted",
         "2026-02-03"),
        ([reply("2026-06-20", known=True, retracted=True)], [watch("Reinstatement", "2026-03-01")], ANNOUNCED, "live",
         "2026-06-20T03:00:00Z"),
    ],
)  # fmt: skip
def test_the_state_of_a_paper(
    replies: list[Facts], notices: list[Notice], announced: str | None, state: str, at: str | None
) -> None:
    found = state_of(replies, notices, announced)
    assert (found.state, found.at) == (state, at)
    assert found.why.endswith(".")
    assert state_of(replies[::-1], notices[::-1], announced) == found  # the order of arrival does not matter


def test_a_registry_that_forgets_a_retraction_does_not_take_it_back() -> None:
    told = Notice(nature="Retraction", on="2026-02-03", by="openalex")
    assert state_of([KNOWN], [], ANNOUNCED, before=[told]).state == "retracted"
    assert state_of([KNOWN], [watch("Reinstatement", "2026-04-01")], ANNOUNCED, before=[told]).state == "live"


def test_a_record_taken_out_of_the_file_of_retractions_no_longer_counts() -> None:
    assert state_of([KNOWN], [], ANNOUNCED, before=[watch("Retraction", "2026-02-03")]).state == "live"


def test_the_notice_shown_is_the_one_with_reasons() -> None:
    registry = reply("2026-06-20", known=True, retracted=True, retracted_on="2026-02-05")
    found = standing_retraction([registry], [watch("Retraction", "2026-02-03")])
    assert found == watch("Retraction", "2026-02-03")


@pytest.mark.parametrize(
    ("state", "times", "due"),
    [
        ("pending", 1, "2026-06-02"),
        ("pending", 2, "2026-06-03"),
        ("pending", 3, "2026-06-05"),
        ("pending", 4, "2026-06-09"),
        ("pending", 6, "2026-07-01"),
        ("pending", 5_000, "2026-07-01"),
        ("unknown", 1, "2026-06-02"),
        ("dead", 1, "2026-07-01"),
        ("live", 9, "2027-06-01"),
        ("retracted", 1, None),
    ],
)
def test_when_to_ask_again(state: str, times: int, due: str | None) -> None:
    found = next_check(state, times, "2026-06-01T03:00:00Z")
    assert found == (due and f"{due}T03:00:00Z")
