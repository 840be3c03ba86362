"""Turns a date as it was printed into the interval of moments it may mean.

A date is as exact as the page printed it: 20 November is any moment of that day. Days are taken as printed, each in its
institution's own time zone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def interval(published_at: str | None, precision: str | None) -> tuple[datetime, datetime] | None:
    """The moments a printed date may mean, [start, end), in UTC; None when there is no readable date."""
    if not published_at:
        return None
    try:
        if len(published_at) == 7:
            published_at, precision = f"{published_at}-01", "month"
        start = datetime.fromisoformat(published_at)
    except ValueError:
        return None
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    if precision == "month":
        start = start.replace(day=1, hour=0, minute=0, second=0)
        return start, (start + timedelta(days=32)).replace(day=1)
    if precision == "day" or len(published_at) == 10:
        start = start.replace(hour=0, minute=0, second=0)
        return start, start + timedelta(days=1)
    return start, start + timedelta(minutes=1)
