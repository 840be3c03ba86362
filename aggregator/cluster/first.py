"""Turns what pages print and what our crawls saw into who announced a story first, and how sure that is.

A printed date is an interval (db/news/intervals.py) and may be false. What we saw is an interval too: a page came up
after the last crawl of its source that did not list it, and before the one that did. A nightly crawl cannot prove
minutes, so one source was first for certain only when our own crawls separate it from all the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.news.intervals import interval
from db.news.stories import Member

NAMED = 3  # sources a sentence names
LISTED = 20  # articles that may have been first, kept
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """When an article came up: after `start` (None: no telling) and not after `end`."""

    article: int
    source: str
    name: str
    start: datetime | None
    end: datetime
    missed_at: datetime | None  # the end of the last crawl that did not list it
    seen_at: datetime


def telling(member: Member) -> Telling:
    """The interval of one article: its printed date as far as what we saw does not contradict it.

    A date after the day we saw the page is false, and what we saw counts alone. A date before a crawl that did not list
    the page is doubtful (backdated, or listed late): then it came up at any moment from that date until we saw it.
    """
    seen = _moment(member.first_seen_at)
    missed = _moment(member.not_seen_at) if member.not_seen_at else None
    printed = interval(member.published_at, member.precision)
    start, end = missed, seen
    if printed and printed[0] <= seen:
        start, end = printed[0], min(printed[1], seen)
        if missed and missed >= end:
            end = seen
        elif missed:
            start = max(start, missed)
    return Telling(
        article=member.id, source=member.source, name=member.name, start=start, end=end, missed_at=missed, seen_at=seen
    )


def who_was_first(members: Iterable[Member]) -> str:
    """The column `stories.first` as JSON; `{}` for a story that one source tells.

    `certainty`: `certain` (our crawls separate it from the others), `likely` (the printed dates do) or `open`;
    `articles` that may be first; between `not_before` (null: unknown) and `not_after` the first came up; `why`.
    """
    earliest: dict[str, Telling] = {}
    for one in sorted(map(telling, members), key=lambda one: (one.end, one.start or _EVER, one.article)):
        earliest.setdefault(one.source, one)
    ordered = sorted(earliest.values(), key=lambda one: (one.start or _EVER, one.end, one.article))
    if len(ordered) < 2:
        return "{}"
    deadline = min(one.end for one in ordered)
    may = [one for one in ordered if (one.start or _EVER) < deadline]
    first, others = may[0], [one for one in ordered if one is not may[0]]
    if len(may) > 1:
        certainty, why = "open", _open(may)
    elif all(one.missed_at and first.seen_at <= one.missed_at for one in others):
        certainty, why = "certain", _certain(first)
    else:
        certainty, why = "likely", _likely(first, others)
    known = [one.start for one in may if one.start]
    return json.dumps(
        {
            "certainty": certainty,
            "articles": [one.article for one in may[:LISTED]],
            "not_before": _text(min(known)) if len(known) == len(may) else None,
            "not_after": _text(deadline),
            "why": why,
        },
        ensure_ascii=False,
    )


def _certain(first: Telling) -> str:
    return (
        f"We saw it at {first.name} on {_said(first.seen_at)}, and later crawls of the other sources still did not list"
        " it."
    )


def _likely(first: Telling, others: Sequence[Telling]) -> str:
    second = min(others, key=lambda one: (one.start or _EVER, one.end, one.article))
    after = second.start or second.end
    return (
        f"{first.name} had it by {_said(first.end)}, {second.name} not before {_said(after)}, as far as the dates that"
        " pages print can be trusted."
    )


def _open(may: Sequence[Telling]) -> str:
    names = [one.name for one in may[:NAMED]]
    told = ", ".join(names[:-1]) + f" and {names[-1]}" if len(may) <= NAMED else ", ".join(names) + " and others"
    if any(one.start is None for one in may):
        return f"{told} may have been first: not every page says when it was published, and no crawl saw it come up."
    return f"{told} may have been first: what they print and what our crawls saw leaves the same time open."


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(moment: datetime) -> str:
    """For a sentence: the day, and the time when there is one."""
    moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%d" if moment.time() == datetime.min.time() else "%Y-%m-%d %H:%M UTC")
