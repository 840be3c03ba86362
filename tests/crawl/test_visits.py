"""When an article's address is looked at again, and what its answers make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler import visits
from crawler.items import PageKind
from db.archive.entries import EntryRow

FIRST = datetime(2026, 11, 1, 2, 31, tzinfo=UTC)
ENTRY = EntryRow(
    id=7,
    source="gb_clinic",
    url="http://news.clinic.example/a",
    door="http://news.clinic.example/feed",
    origin="feed",
    title=None,
    published_at=None,
    precision=None,
    modified_at=None,
    summary=None,
    language=None,
    score=1.0,
    first_seen_at=visits.stamp(FIRST),
    state="pending",
    reason=None,
    page=None,
    final_url=None,
    attempts=0,
    visited_at=None,
)
HELD = replace(ENTRY, state="fetched", final_url=ENTRY.url)


def test_an_article_is_looked_at_after_1_3_7_14_30_and_90_days_and_then_never() -> None:
    nights = []
    due: str | None = visits.stamp(FIRST)
    for day in range(200):
        now = FIRST - timedelta(minutes=1) + timedelta(days=day)  # each night starts a little before it saw the page
        if due is not None and due <= visits.due_by(now):
            nights.append(day)
            due = visits.by_age(ENTRY.first_seen_at, now)
    assert nights == [0, 1, 3, 7, 14, 30, 90]


def test_a_crawl_right_after_looks_at_nothing_again() -> None:
    next_visit = visits.by_age(ENTRY.first_seen_at, FIRST)
    assert next_visit is not None
    assert next_visit > visits.due_by(FIRST + timedelta(hours=1))


def test_a_404_is_believed_on_the_second_night_and_asked_once_more_later() -> None:
    first = visits.failed(HELD, FIRST, "http_404")
    assert first is not None
    assert (first.state, first.reason) == ("fetched", "http_404")
    second = visits.failed(replace(HELD, reason="http_404", attempts=1), FIRST + timedelta(days=1), "http_404")
    assert second is not None
    assert second.state == "gone"
    assert second.next_visit_at == visits.stamp(FIRST + timedelta(days=1 + visits.GONE_RETRY))
    third = visits.failed(replace(HELD, state="gone", attempts=2), FIRST + timedelta(days=9), "http_404")
    assert third is not None
    assert (third.state, third.next_visit_at) == ("gone", None)


@pytest.mark.parametrize("entry", [ENTRY, HELD])
def test_a_410_ends_an_address(entry: EntryRow) -> None:
    visit = visits.failed(entry, FIRST, "http_410")
    assert visit is not None
    assert (visit.state, visit.next_visit_at) == ("gone", None)


def test_a_failing_host_keeps_what_is_held_and_is_asked_less_and_less() -> None:
    visit = visits.failed(HELD, FIRST, "timeout")
    assert visit is not None
    assert visit.state == "fetched"
    days, entry, now = [], ENTRY, FIRST
    while (visit := visits.failed(entry, now, "http_503")) is not None and visit.next_visit_at is not None:
        after = datetime.fromisoformat(visit.next_visit_at)
        days.append((after - now).days)
        entry, now = replace(entry, state=visit.state, attempts=visit.attempts), after
    assert days == [1, 1, 3, 7, 14, 30]


def test_a_spent_budget_leaves_an_address_waiting() -> None:
    assert visits.failed(ENTRY, FIRST, "budget") is None


def test_a_page_that_may_become_an_article_is_looked_at_again_and_another_is_not() -> None:
    def next_visit(kind: PageKind) -> str | None:
        return visits.read(ENTRY, FIRST, kind=kind, reason=None, page="p", final_url=ENTRY.url).next_visit_at

    assert next_visit(PageKind.WALL) is not None
    assert next_visit(PageKind.OTHER) is None
