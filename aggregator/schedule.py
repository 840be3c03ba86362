"""Turns the operator's time of the night and zone into the moments at which nights are run, missed ones included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schedule import Scheduler

LOOK_SECONDS = 20  # how often the clock is looked at: a machine that slept is noticed this soon after it wakes


def planned_before(now: datetime, at: str, zone: str) -> datetime:
    """The last planned start of a night at or before `now`, in UTC. `at` is HH:MM in the IANA `zone`.

    A time that the clocks skip in spring is taken as if they had not been changed (02:30 becomes 03:30); a time that
    comes twice in autumn is meant the first time. So every local day has one night, whatever the clocks do.
    """
    local = now.astimezone(ZoneInfo(zone))
    candidates = (_start(local + timedelta(days=days), at, zone) for days in (1, 0, -1))
    return next(start for start in candidates if start <= now)


def planned_after(now: datetime, at: str, zone: str) -> datetime:
    """The first planned start of a night after `now`, in UTC; arguments as in `planned_before`."""
    local = now.astimezone(ZoneInfo(zone))
    candidates = (_start(local + timedelta(days=days), at, zone) for days in (-1, 0, 1, 2))
    return next(start for start in candidates if start > now)


def keep_schedule(
    *,
    at: str,
    zone: str,
    last_complete: datetime | None,
    night: Callable[[], None],
    now: Callable[[], datetime],
    pause: Callable[[float], None],
    say: Callable[[str], None],
) -> None:
    """Run `night` at its time every day, for ever; KeyboardInterrupt ends it.

    `last_complete`: start of the last night that ended well; None when there never was one. Nights missed since then,
    be they one or ten, are caught up by one night right away. The clock is always asked the same, "has the night of the
    last planned start been tried?", so a machine that slept, a clock that was set and the days when the clocks change
    need no cases of their own. `pause(seconds)` waits; `say` takes one line for the log.
    """
    tried = last_complete if last_complete is not None else now()

    def look() -> None:
        nonlocal tried
        if planned_before(now(), at, zone) > tried:
            tried = now()
            night()
            say(_next(now(), at, zone))

    scheduler = Scheduler()
    scheduler.every(LOOK_SECONDS).seconds.do(look)
    if planned_before(now(), at, zone) > tried:
        say("a night was missed or cut short: it is caught up now")
    else:
        say(_next(now(), at, zone))
    look()
    while True:
        scheduler.run_pending()
        pause(1.0)


def _start(day: datetime, at: str, zone: str) -> datetime:
    hour, minute = (int(part) for part in at.split(":"))
    return datetime.combine(day.date(), time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def _next(now: datetime, at: str, zone: str) -> str:
    start = planned_after(now, at, zone)
    minutes = round((start - now).total_seconds() / 60)
    return (
        f"next night {start.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}, in {minutes // 60} h {minutes % 60} min"
    )
