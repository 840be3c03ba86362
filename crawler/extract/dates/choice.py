"""Turns marks into the days a page may be of, best first, each with the chance that it is the right one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.extract.dates.marks import Mark, Place
from crawler.extract.dates.moments import shown_as
from crawler.extract.dates.weights import NONE, WEIGHTS
from crawler.items import Precision

SOON = 3  # days
NEARLY = 0.75
BY_TEMPLATE = (Place.GRAPH, Place.META)
# A day with only such marks is one the story tells of (an appointment, a deadline, a founding), never the page's own.
TOLD = frozenset(("event", "in_title", "told"))


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its marks and the chance, 0..1, that it is the page's own."""

    value: str
    marks: tuple[Mark, ...]
    chance: float


def grouped(marks: Sequence[Mark]) -> dict[str, list[Mark]]:
    """Marks by day. A moment in UTC speaks for each day that a reader is shown and that some clock showed then."""
    days: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.moment.precision is not Precision.MONTH:
            days.setdefault(mark.day, []).append(mark)
    published = {day for day, said in days.items() if any(mark.place in BY_TEMPLATE for mark in said)}
    for day, said in days.items():  # news is changed within days; what is changed years later is kept up as a guide
        if any(0 < _distance(day, other) <= SOON for other in published):
            days[day] = [_with(mark, "soon") if mark.change else mark for mark in said]
    shown = {mark.day for mark in marks if mark.place is Place.SHOWN and not mark.change}
    for mark in marks:
        if mark.place in BY_TEMPLATE and mark.moment.precision is Precision.MINUTE and not mark.moment.offset:
            for day in shown:
                if day != mark.day and day in days and shown_as(mark.moment, day):
                    days[day].append(mark)
    return days


def _with(mark: Mark, name: str) -> Mark:
    return replace(mark, evidence=mark.evidence | {name})


def _distance(later: str, earlier: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def score(marks: Sequence[Mark], weights: Mapping[str, float]) -> float:
    """What the places say together: each kind of place speaks once, by its strongest mark, and never against."""
    strongest: dict[Place, float] = {}
    for mark in marks:
        said = weights[mark.place] + sum(weights[name] for name in mark.evidence)
        strongest[mark.place] = max(strongest.get(mark.place, -30.0), said)
    return sum(math.log1p(math.exp(min(said, 30.0))) for said in strongest.values())


def told(mark: Mark) -> bool:
    """Whether a mark dates what the story tells of, not the page."""
    return bool(mark.evidence & TOLD) or {"item", "begun"} <= mark.evidence


def rank(marks: Sequence[Mark], weights: Mapping[str, float] = WEIGHTS, none: float = NONE) -> list[Day]:
    """The days of the marks, the likeliest first; what is missing to 1 is the chance that none of them is right.

    Days that only the story tells of are left out.
    Method: multinomial logit over the days of a page and "no day", fitted by bench/dates.py.
    """
    days = {day: said for day, said in grouped(marks).items() if not all(told(mark) for mark in said)}
    scores = {day: score(said, weights) for day, said in days.items()}
    top = max((*scores.values(), none), default=none)
    total = math.exp(none - top) + sum(math.exp(value - top) for value in scores.values())
    ranked = [Day(day, tuple(said), math.exp(scores[day] - top) / total) for day, said in days.items()]
    ranked.sort(key=lambda day: (-day.chance, day.value))
    if len(ranked) > 1 and ranked[1].chance >= NEARLY * ranked[0].chance:
        ranked[:2] = sorted(ranked[:2], key=_is_change)  # in doubt the day of publication, not of the last change
    return ranked


def _is_change(day: Day) -> bool:
    """Whether the page calls a day its last change, somewhere, and nothing for machines calls it its publication."""
    return any(mark.change for mark in day.marks) and not any(mark.place in BY_TEMPLATE for mark in day.marks)
