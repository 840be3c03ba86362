"""The schedule: when nights start, in any zone and whatever the clocks do, and that a missed one is caught up once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from aggregator.schedule import keep_schedule, planned_after, planned_before


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "at", "zone", "before", "after"),
    [
        ("2026-11-22T12:00", "02:30", "UTC", "2026-11-22T02:30", "2026-11-23T02:30"),
        ("2026-11-22T02:30", "02:30", "UTC", "2026-11-22T02:30", "2026-11-23T02:30"),
        ("2026-11-22T02:29:59", "02:30", "UTC", "2026-11-21T02:30", "2026-11-22T02:30"),
        ("2026-07-01T12:00", "02:30", "Europe/Paris", "2026-07-01T00:30", "2026-07-02T00:30"),
        ("2026-12-01T12:00", "02:30", "Europe/Paris", "2026-12-01T01:30", "2026-12-02T01:30"),
        ("2026-11-22T12:00", "02:30", "Asia/Tokyo", "2026-11-21T17:30", "2026-11-22T17:30"),
        ("2026-11-22T12:00", "00:10", "Pacific/Kiritimati", "2026-11-22T10:10", "2026-11-23T10:10"),
        ("2026-11-22T12:00", "23:50", "Pacific/Pago_Pago", "2026-11-22T10:50", "2026-11-23T10:50"),
        # 29 March 2026: Paris has no 02:30; the night starts at 03:30 by the new clock
        ("2026-03-29T12:00", "02:30", "Europe/Paris", "2026-03-29T01:30", "2026-03-30T00:30"),
        # 25 October 2026: Paris has 02:30 twice; the first is meant
        ("2026-10-25T00:45", "02:30", "Europe/Paris", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("2026-10-25T01:45", "02:30", "Europe/Paris", "2026-10-25T00:30", "2026-10-26T01:30"),
    ],
)
def test_nights_start_at_the_time_of_the_zone(now: str, at: str, zone: str, before: str, after: str) -> None:
    assert planned_before(utc(now), at, zone) == utc(before)
    assert planned_after(utc(now), at, zone) == utc(after)


class Clock:
    """Time that passes only when somebody waits; ends like SIGTERM does when it reaches `until`."""

    def __init__(self, traveller: time_machine.Traveller, until: datetime, step: timedelta) -> None:
        self.traveller, self.until, self.step = traveller, until, step

    def pause(self, seconds: float) -> None:
        self.traveller.shift(self.step)
        if datetime.now(UTC) >= self.until:
            raise KeyboardInterrupt


@pytest.fixture
def nights() -> list[datetime]:
    return []


def run(start: str, until: str, last: str | None, nights: list[datetime], minutes: int = 10) -> list[str]:
    """The moments at which nights are run between two moments; gives the log."""
    said: list[str] = []
    with time_machine.travel(utc(start), tick=False) as traveller:
        clock = Clock(traveller, utc(until), timedelta(minutes=minutes))
        with pytest.raises(KeyboardInterrupt):
            keep_schedule(
                at="02:30",
                zone="Europe/Paris",
                last_complete=utc(last) if last else None,
                night=lambda: nights.append(datetime.now(UTC)),
                now=lambda: datetime.now(UTC),
                pause=clock.pause,
                say=said.append,
            )
    return said


def test_one_night_a_day_over_both_changes_of_the_clocks(nights: list[datetime]) -> None:
    run("2026-03-27T12:00", "2026-11-03T12:00", "2026-03-27T01:30", nights, minutes=30)
    days = [night.date() for night in nights]
    assert len(days) == len(set(days)) == (utc("2026-11-03") - utc("2026-03-27")).days
    assert {night.hour for night in nights} == {0, 1}  # UTC: summer and winter


def test_nights_missed_are_caught_up_by_one(nights: list[datetime]) -> None:
    said = run("2026-11-22T09:00", "2026-11-22T20:00", "2026-11-15T01:30", nights)
    assert nights == [utc("2026-11-22T09:00")]
    assert "missed" in said[0]


def test_nothing_is_caught_up_when_nothing_was_missed(nights: list[datetime]) -> None:
    said = run("2026-11-22T09:00", "2026-11-22T20:00", "2026-11-22T01:30:05", nights)
    assert nights == []
    assert said == ["next night 2026-11-23 02:30 Europe/Paris, in 16 h 30 min"]


def test_a_first_start_waits_for_the_time_of_the_night(nights: list[datetime]) -> None:
    run("2026-11-22T09:00", "2026-11-23T09:00", None, nights)
    assert [night.isoformat()[:13] for night in nights] == ["2026-11-23T01"]


def test_a_machine_that_slept_through_the_night_runs_it_when_it_wakes(nights: list[datetime]) -> None:
    run("2026-11-22T22:00", "2026-11-23T20:00", "2026-11-22T01:30", nights, minutes=9 * 60)
    assert nights == [utc("2026-11-23T07:00")]
