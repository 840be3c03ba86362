"""Who told a story first is said only as surely as the printed dates allow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.site.timeline import Telling, interval, who_was_first


def telling(source: str, said: str, precision: str | None, article: int = 1) -> Telling:
    when = interval(said, precision)
    assert when is not None
    return Telling(article=article, source=source, name=source.upper(), start=when[0], end=when[1])


@pytest.mark.parametrize(
    ("said", "precision", "start", "end"),
    [
        ("2026-11-20T09:30:00Z", "minute", "2026-11-20T09:30+00:00", "2026-11-20T09:31+00:00"),
        ("2026-11-20T09:30:00+02:00", "minute", "2026-11-20T07:30+00:00", "2026-11-20T07:31+00:00"),
        ("2026-11-20", "day", "2026-11-20T00:00+00:00", "2026-11-21T00:00+00:00"),
        ("2026-11-20", None, "2026-11-20T00:00+00:00", "2026-11-21T00:00+00:00"),
        ("2026-11-20T00:00:00Z", "day", "2026-11-20T00:00+00:00", "2026-11-21T00:00+00:00"),
        ("2026-12", "month", "2026-12-01T00:00+00:00", "2027-01-01T00:00+00:00"),
        ("2026-12-15", "month", "2026-12-01T00:00+00:00", "2027-01-01T00:00+00:00"),
    ],
)
def test_a_printed_date_is_an_interval(said: str, precision: str | None, start: str, end: str) -> None:
    assert interval(said, precision) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize("said", [None, "", "soon", "2026", "2026-13", "31/12/2026", "9999-99-99"])
def test_what_is_no_date_is_no_interval(said: str | None) -> None:
    assert interval(said, "day") is None


def test_minutes_tell_exactly() -> None:
    first = who_was_first(
        [telling("b", "2026-11-20T12:00:00Z", "minute"), telling("a", "2026-11-20T09:00:00Z", "minute")]
    )
    assert first is not None
    assert [one.source for one in first.first] == ["a"]
    assert first.runner_up is not None
    assert first.runner_up.source == "b"
    assert first.least == timedelta(hours=2, minutes=59)
    assert first.most == timedelta(hours=3, minutes=1)


def test_two_days_leave_two_days_open() -> None:
    first = who_was_first([telling("a", "2026-11-20", "day"), telling("b", "2026-11-21", "day")])
    assert first is not None
    assert [one.source for one in first.first] == ["a"]
    assert (first.least, first.most) == (timedelta(0), timedelta(days=2))


def test_the_same_day_leaves_it_open() -> None:
    first = who_was_first(
        [
            telling("a", "2026-11-20T09:00:00Z", "minute"),
            telling("b", "2026-11-20", "day"),
            telling("c", "2026-11", "month"),
        ]
    )
    assert first is not None
    assert {one.source for one in first.first} == {"a", "b", "c"}
    assert first.runner_up is None


def test_one_source_is_nobodys_rival() -> None:
    assert who_was_first([telling("a", "2026-11-20", "day", 1), telling("a", "2026-11-21", "day", 2)]) is None
    assert who_was_first([]) is None


moments = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), moments, st.sampled_from(["minute", "day", "month"])), min_size=1, max_size=8
    )
)
def test_whoever_was_really_first_is_never_ruled_out(told: list[tuple[str, datetime, str]]) -> None:
    tellings = [telling(source, f"{moment:%Y-%m-%dT%H:%M:%SZ}", precision) for source, moment, precision in told]
    first = who_was_first(tellings)
    if first is None:
        assert len({source for source, _, _ in told}) < 2
    else:
        true_first = min(told, key=lambda one: one[1].replace(second=0, microsecond=0))
        exact = [
            one
            for one in told
            if one[1].replace(second=0, microsecond=0) == true_first[1].replace(second=0, microsecond=0)
        ]
        assert {one.source for one in first.first} & {source for source, _, _ in exact}
