"""Turns what registries and retraction notices say of one paper or trial into its state, its date and the reason.

Pure, and without a clock: only a reply moves a state, so what nobody was asked about stays unknown for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from aggregator.enrich.facts import Facts

UNKNOWN, PENDING, LIVE, DEAD, RETRACTED = "unknown", "pending", "live", "dead", "retracted"
# Journals register a DOI up to weeks after the embargo of its release ends; one has been seen to take months.
PATIENCE = timedelta(days=90)
MONTH = timedelta(days=30)
YEAR = timedelta(days=365)
RETRACTION, REINSTATEMENT = "Retraction", "Reinstatement"
SERVICES = {"crossref": "Crossref", "openalex": "OpenAlex", "clinicaltrials": "ClinicalTrials.gov"}
WATCH = "retraction watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice about a paper: a retraction, an expression of concern, a correction or a reinstatement."""

    nature: str
    on: str | None  # YYYY-MM-DD
    by: str  # who says so: retraction watch, or a registry
    reasons: tuple[str, ...] = ()
    notice: str | None = None  # its DOI
    record: int | None = None  # its row of archive.retractions


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a paper or trial stands, since when that is known (a day or a moment, UTC), and why, for a person."""

    state: str
    at: str | None
    why: str


def state_of(
    replies: Sequence[Facts], notices: Sequence[Notice], announced_on: str | None, before: Sequence[Notice] = ()
) -> State:
    """The state of one paper or trial.

    `announced_on`: the day of the first article that names it (YYYY-MM-DD…). `before`: the notices its card held so
    far: a retraction that a registry once told of stays, whatever it answers later; only a reinstatement undoes it.
    """
    retraction = standing_retraction(replies, notices, before)
    if retraction:
        day = f" on {retraction.on}" if retraction.on else ""
        return State(state=RETRACTED, at=retraction.on, why=f"{_name(retraction.by)} lists it as retracted{day}.")
    if not replies:
        return State(state=UNKNOWN, at=None, why="No registry was asked about it yet.")
    known = sorted((one for one in replies if one.known), key=lambda one: one.known_since or one.asked_at)
    if known:
        first = known[0]
        names = _listed(sorted({_name(one.service) for one in known}))
        have = "has" if len({one.service for one in known}) == 1 else "have"
        return State(state=LIVE, at=first.known_since or first.asked_at, why=f"{names} {have} a record of it.")
    last = max(replies, key=lambda one: one.asked_at)
    names = _listed(sorted({_name(one.service) for one in replies}))
    if any(one.known_since for one in replies):
        return State(state=DEAD, at=last.asked_at, why=f"Its record has vanished from {names}.")
    waited = _day(last.asked_at) - _day(announced_on or last.asked_at)
    why = f"{names} had no record of it {_days(waited)} after it was announced"
    if waited <= PATIENCE:
        at = (announced_on or last.asked_at)[:10]
        return State(state=PENDING, at=at, why=f"{why}; it may not be registered yet.")
    return State(state=DEAD, at=last.asked_at, why=f"{why}.")


def standing_retraction(
    replies: Sequence[Facts], notices: Sequence[Notice], before: Sequence[Notice] = ()
) -> Notice | None:
    """The retraction that holds: the last one told of, unless a reinstatement came on or after its day."""
    told = [one for one in notices if one.nature == RETRACTION]
    told += [by_registry(one) for one in replies if one.retracted]
    told += [one for one in before if one.nature == RETRACTION and one.by != WATCH]
    back = [one.on or "" for one in notices if one.nature == REINSTATEMENT]
    # A retraction without a day may be older than any reinstatement.
    standing = [one for one in told if not back or (one.on or "") > max(back)]
    return min(standing, key=_telling) if standing else None


def _telling(notice: Notice) -> tuple[bool, int, str]:
    """For sorting: Retraction Watch gives reasons, so it comes first; then the latest."""
    return notice.by != WATCH, -_day(notice.on).toordinal() if notice.on else 0, notice.by


def by_registry(reply: Facts) -> Notice:
    """The retraction that a registry's record tells of."""
    return Notice(nature=RETRACTION, on=(reply.retracted_on or "")[:10] or None, by=reply.service, notice=reply.notice)


def next_check(state: str, times: int, asked_at: str) -> str | None:
    """When to ask again (UTC text), after being asked `times` times, last at `asked_at`; None: never.

    1, 2, 4, 8, 16 days after each answer while it is pending, then monthly; monthly when dead; yearly when live.
    A retraction is final for a registry: reinstatements come with the Retraction Watch file.
    """
    if state == RETRACTED:
        return None
    wait = {LIVE: YEAR, DEAD: MONTH}.get(state)
    if wait is None:
        wait = min(MONTH, timedelta(days=2 ** min(max(times, 1) - 1, 10)))
    moment = datetime.fromisoformat(asked_at).astimezone(UTC) + wait
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(by: str) -> str:
    return "Retraction Watch" if by == WATCH else SERVICES.get(by, by)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _day(said: str) -> date:
    """The day of `2026`, `2026-11`, `2026-11-22` or a moment; the first one where only the month or year is said."""
    year, month, day = (*said[:10].split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day))


def _days(length: timedelta) -> str:
    count = max(0, length.days)
    return f"{count} day" if count == 1 else f"{count} days"
