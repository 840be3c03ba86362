"""Turns the links within a story into why each article is in it, and whether it announces or follows up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.news.decisions import Decision
from db.news.links import Link
from db.news.stories import Member

ANNOUNCED = 14  # days: releases, translations and agency news of one announcement come within two weeks
PAPER_DAYS = 45  # what announces the same paper later than this looks back on it
SAME_TEXT = frozenset({"same text", "near text", "not translated", "translation"})  # whenever it came, the same release
# What is told of people later: a prize for the work is news of its own, even the day after.
AFTERWARDS = frozenset({"award", "appointment", "opinion", "event"})

ANNOUNCEMENT, FOLLOW_UP = "announcement", "follow-up"


@dataclass(frozen=True, slots=True)
class Membership:
    """The columns story_reason, story_score, story_with and story_role of one article."""

    reason: str | None
    score: float | None
    closest: int | None
    role: str


def memberships(
    members: Sequence[Member], links: Iterable[Link], decisions: Iterable[Decision] = ()
) -> dict[int, Membership]:
    """Why each of these articles of one story is in it: its best link to another; of the first, none."""
    ids = {member.id for member in members}
    given = [Link(one.a, one.b, "story", "editor", one.act, 1.0) for one in decisions if one.kind == "together"]
    inside = [link for link in [*given, *links] if link.a in ids and link.b in ids]
    of: dict[int, list[Link]] = {}
    for link in inside:
        of.setdefault(link.a, []).append(link)
        of.setdefault(link.b, []).append(link)
    first = first_of(members)
    roles = _follow_ups(members, inside, first)
    found = {}
    for member in members:
        role = FOLLOW_UP if member.id in roles else ANNOUNCEMENT
        best = _best(member, of.get(member.id, [])) if member.id != first.id else None
        found[member.id] = Membership(
            best.reason if best else None, best.score if best else None, best.end(member.id) if best else None, role
        )
    return found


def first_of(members: Sequence[Member]) -> Member:
    """The article a story starts with: of the earliest day, not a repeat where there is a choice."""
    return min(members, key=lambda one: (one.published_at or "9999", one.duplicate_of is not None, one.id))


def _best(member: Member, links: Collection[Link]) -> Link | None:
    """What an editor said, then the text it repeats, then the surest."""
    return min(
        links,
        key=lambda link: (
            link.reason != "editor",
            member.duplicate_of is None or link.end(member.id) != member.duplicate_of,
            -link.score,
            link.reason == "similar",
            link.end(member.id),
        ),
        default=None,
    )


def _follow_ups(members: Sequence[Member], links: Sequence[Link], first: Member) -> set[int]:
    """The articles that tell of the announcement afterwards.

    That is what comes more than ANNOUNCED days after the first, unless it is the same release (a repeat, a
    translation) or announces the same paper not much later; and news of a prize, a post, a talk or an opinion that came
    later than the announcement of something else. Without a day nothing says that it came later.
    """
    days = {member.id: _day(member) for member in members}
    start = days[first.id]
    if start is None:
        return set()
    proven = {end for link in links if link.reason != "similar" for end in (link.a, link.b)}
    same_paper = {end for link in links if link.reason == "same doi" for end in (link.a, link.b)}
    late = set()
    for member in members:
        day = days[member.id]
        after = (day - start).days if day else 0
        grace = PAPER_DAYS if member.id in same_paper else ANNOUNCED
        aside = after > 0 and member.id not in proven and _aside(member, first)
        if after > grace or aside:
            late.add(member.id)
    same = [link for link in links if link.reason in SAME_TEXT]
    told = {member.id for member in members} - late
    while back := {end for link in same for end in (link.a, link.b) if end in late and link.end(end) in told}:
        late -= back
        told |= back
    return late


def _aside(member: Member, first: Member) -> bool:
    return member.news_type in AFTERWARDS and first.news_type not in (None, member.news_type)


def _day(member: Member) -> date | None:
    """The day of publication; of a month its first; None without one."""
    said = member.published_day or member.published_at
    try:
        return date.fromisoformat(f"{said}-01"[:10]) if said else None
    except ValueError:
        return None
