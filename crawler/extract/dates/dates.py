"""Turns all a page says about its day (JSON-LD, meta, time elements, visible text, address, feed) into two moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.extract.blocks import Block
from crawler.extract.dates.choice import BY_TEMPLATE, Day, rank
from crawler.extract.dates.marks import Mark, Place, door_marks, machine_marks, url_marks, url_month, with_local_days
from crawler.extract.dates.moments import Moment, shown_as
from crawler.extract.dates.visible import visible_marks
from crawler.extract.structured import Structured
from crawler.items import Candidate, Entry, Precision

LEAST = 0.3  # chance below which a day is a guess; fitted by bench/dates.py
MONTH_CHANCE = 0.6  # of a month alone, where no day is given
NO_MONTH = frozenset(("far", "in_title", "event", "item", "begun"))  # beside these a month is one the story tells of
MOST_CANDIDATES = 8
EXACTNESS = {Precision.MINUTE: 2, Precision.DAY: 1, Precision.MONTH: 0}
# Origins in the order of trust where several places give one moment equally exactly.
ORIGINS = ("json-ld", "meta", "microdata", "time", "feed", "rest", "text", "listing", "sitemap", "url")


@dataclass(frozen=True, slots=True)
class Dates:
    """When the page was published and last changed, as it says, where it says so, and what else it might be.

    `day`: the calendar day the page prints as its own (`YYYY-MM-DD`), in its own zone. It is the local day of
    `published`, but for a page that prints only the day of its last change: then that one.
    """

    published: Moment | None = None
    published_origin: str | None = None
    published_confidence: float = 0.0
    day: str | None = None
    modified: Moment | None = None
    modified_origin: str | None = None
    modified_confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()


def find_dates(
    structured: Structured,
    blocks: Sequence[Block],
    title_at: int | None,
    *,
    url: str,
    month_first: bool,
    language: str | None,
    entry: Entry | None,
    now: datetime,
) -> Dates:
    """The day of publication and of the last change; None rather than a guess.

    `title_at`: index in `blocks` of the line that shows the title; `month_first`: see daylabels.numeric_order.
    Method: choice.rank over the marks of every place.
    """
    marks = find_marks(
        structured, blocks, title_at, url=url, month_first=month_first, language=language, entry=entry, now=now
    )
    ranked = rank(marks)
    changed = _changed(marks)
    best = ranked[0] if ranked and ranked[0].chance >= LEAST else None
    published = _published(best, ranked) if best else _month(marks)
    if published is None:
        return _dates(None, 0.0, None, changed, ranked)
    mark, chance = published
    if changed and changed[0].day[: len(mark.day)] < mark.day:
        changed = []
    return _dates(mark, chance, best.value if best else None, changed, ranked)


def find_marks(
    structured: Structured,
    blocks: Sequence[Block],
    title_at: int | None,
    *,
    url: str,
    month_first: bool,
    language: str | None,
    entry: Entry | None,
    now: datetime,
) -> list[Mark]:
    """Every statement about a day, of all places; what find_dates chooses from."""
    listed = entry.published_at[:10] if entry and entry.published_at else None
    known = url_month(url) or listed
    marks = machine_marks(structured, now, language, month_first)
    marks += visible_marks(blocks, title_at, language, month_first, known, now)
    marks += url_marks(url, now)
    marks += door_marks(entry, now)
    return with_local_days(marks, url)


def _published(best: Day, ranked: Sequence[Day]) -> tuple[Mark, float] | None:
    """The moment of publication. Where the page prints only its last change, what its template says comes first."""
    own = [mark for mark in best.marks if not mark.change]
    if not own:
        earlier = [day for day in ranked if day.value < best.value and _by_machine(day)]
        if earlier:
            chance = best.chance + earlier[0].chance  # either way this is when it was published
            return _most_exact([mark for mark in earlier[0].marks if not mark.change]), chance
    return _most_exact(own or list(best.marks)), best.chance


def _by_machine(day: Day) -> bool:
    return any(mark.place in BY_TEMPLATE for mark in day.marks)


def _most_exact(marks: Sequence[Mark]) -> Mark:
    return min(marks, key=lambda mark: (-EXACTNESS[mark.moment.precision], ORIGINS.index(mark.origin)))


def _month(marks: Sequence[Mark]) -> tuple[Mark, float] | None:
    """A month, where nothing gives a day: of a door, a property, or a line beside the title."""
    for mark in marks:
        if mark.moment.precision is not Precision.MONTH or mark.change:
            continue
        if mark.place is not Place.SHOWN or not mark.evidence & NO_MONTH:
            return mark, MONTH_CHANCE
    return None


def _changed(marks: Sequence[Mark]) -> list[Mark]:
    """Days called a last change, the machine's first; of those a reader sees, the latest."""
    machine = [mark for mark in marks if mark.place is Place.CHANGED]
    shown = [mark for mark in marks if mark.place is Place.SHOWN and mark.change]
    return machine + sorted(shown, key=lambda mark: mark.day, reverse=True)


def _dates(mark: Mark | None, chance: float, day: str | None, changed: Sequence[Mark], ranked: Sequence[Day]) -> Dates:
    last = changed[0] if changed else None
    candidates = [*_published_candidates(mark, chance, ranked), *_changed_candidates(changed)]
    return Dates(
        published=mark.moment if mark else None,
        published_origin=mark.origin if mark else None,
        published_confidence=round(chance, 3),
        day=day,
        modified=last.moment if last else None,
        modified_origin=last.origin if last else None,
        modified_confidence=_agreement(last, changed) if last else 0.0,
        candidates=tuple(candidates),
    )


def _published_candidates(taken: Mark | None, chance: float, ranked: Sequence[Day]) -> list[Candidate]:
    found = [_candidate("published_at", taken, chance)] if taken else []
    for day in ranked[: MOST_CANDIDATES + 1]:
        mark = _most_exact(day.marks)
        if taken is None or (day.value != taken.day and not shown_as(taken.moment, day.value)):
            found.append(_candidate("published_at", mark, day.chance, len({each.place for each in day.marks})))
    return found[:MOST_CANDIDATES]


def _changed_candidates(changed: Sequence[Mark]) -> list[Candidate]:
    days: dict[str, Mark] = {}
    for mark in changed:
        days.setdefault(mark.day, mark)
    return [
        _candidate("modified_at", mark, _agreement(mark, changed)) for mark in list(days.values())[:MOST_CANDIDATES]
    ]


def _candidate(field: str, mark: Mark, chance: float, places: int = 1) -> Candidate:
    why = f"“{mark.words}”" if mark.words else mark.origin
    if places > 1:
        why += f"; {places} kinds of places agree"
    elif mark.change and field == "published_at":
        why += ", called a change"
    return Candidate(
        field=field, value=mark.moment.value, origin=mark.origin, confidence=round(chance, 3), why=why[:200]
    )


def _agreement(mark: Mark, changed: Sequence[Mark]) -> float:
    """How far a day of change is believed: more when the template and the reader's page agree on it."""
    return 0.95 if len({each.place for each in changed if each.day == mark.day}) > 1 else 0.85
