"""The outcome of a crawl, decided from what happened."""

from __future__ import annotations

import pytest

from crawler.items import Outcome
from crawler.outcomes import Tally, decide


def tally(**values: object) -> Tally:
    made = Tally(doors_read=1, listed=3)
    for name, value in values.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("cls", "outcome"),
    [
        ("robots", Outcome.ROBOTS),
        ("dns", Outcome.DNS),
        ("timeout", Outcome.TIMEOUT),
        ("blocked", Outcome.BLOCKED),
        ("http_403", Outcome.BLOCKED),
        ("http_429", Outcome.BLOCKED),
        ("http_410", Outcome.GONE),
        ("http_500", Outcome.HTTP_ERROR),
        ("unreachable", Outcome.HTTP_ERROR),
    ],
)
def test_a_source_of_which_nothing_came_back_has_the_outcome_of_its_first_fault(cls: str, outcome: Outcome) -> None:
    made = Tally()
    made.door_failed("http_404", "a guess", guessed=True)
    made.door_failed(cls, "the home page said so", guessed=False)
    found, reason = decide(made, articles_held=5)
    assert found is outcome
    assert reason is not None
    assert reason.startswith("the home page said so; ")


def test_nothing_found_is_an_alarm_not_a_success() -> None:
    assert decide(tally(listed=0), articles_held=0)[0] is Outcome.EMPTY
    assert decide(tally(listed=0), articles_held=40)[0] is Outcome.EMPTY
    assert decide(tally(doors_read=0, doors_unchanged=1, listed=0), articles_held=40)[0] is Outcome.UNCHANGED


def test_pages_that_are_no_articles_are_told_by_kind() -> None:
    made = tally(pages_read=3)
    made.kinds.update({"needs_browser": 3})
    outcome, reason = decide(made, articles_held=0)
    assert outcome is Outcome.EMPTY
    assert "needs_browser 3" in (reason or "")


def test_new_changed_and_withdrawn_articles_are_ok_and_none_is_unchanged() -> None:
    for name in ("articles_new", "articles_changed", "articles_gone"):
        assert decide(tally(**{name: 1}), articles_held=3)[0] is Outcome.OK
    assert decide(tally(), articles_held=3) == (Outcome.UNCHANGED, None)


def test_a_spent_budget_is_told_and_the_crawl_is_not_complete() -> None:
    made = tally(stopped="budget", articles_new=1)
    outcome, reason = decide(made, articles_held=3)
    assert outcome is Outcome.OK
    assert "budget" in (reason or "")
    assert not made.complete


def test_a_door_that_timed_out_leaves_the_crawl_incomplete_and_a_guess_does_not() -> None:
    made = tally()
    made.door_failed("timeout", "x", guessed=True)
    assert made.complete
    made.door_failed("timeout", "x", guessed=False)
    assert not made.complete
