"""Turns the dates that articles of one story carry into who announced it first, and how sure that is.

A date is as exact as the page printed it, so it is an interval: 20 November is any moment of that day. One announcement
came surely before another only when its interval ends before the other's starts. Days are taken as printed, each in its
institution's own time zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.news.intervals import interval

__all__ = ["First", "Telling", "interval", "who_was_first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One source's first telling of a story. `start`, `end`: the interval its printed date leaves open."""

    article: int
    source: str
    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Who may have announced a story first (one: surely), who came next, and how much later at least and at most."""

    first: tuple[Telling, ...]
    runner_up: Telling | None = None
    least: timedelta | None = None
    most: timedelta | None = None


def who_was_first(tellings: Sequence[Telling]) -> First | None:
    """Who announced the story first, of the tellings of at least two sources; None with fewer."""
    earliest: dict[str, Telling] = {}
    for telling in sorted(tellings, key=lambda one: (one.end, one.start, one.article)):
        earliest.setdefault(telling.source, telling)
    ordered = sorted(earliest.values(), key=lambda one: (one.start, one.end, one.article))
    if len(ordered) < 2:
        return None
    deadline = min(one.end for one in ordered)
    candidates = tuple(one for one in ordered if one.start < deadline)
    if len(candidates) > 1:
        return First(first=candidates)
    first = candidates[0]
    second = min((one for one in ordered if one is not first), key=lambda one: (one.start, one.end))
    return First(first=candidates, runner_up=second, least=second.start - first.end, most=second.end - first.start)
