"""Turns the story ids of a rebuilt news.db into those its readers know, by which articles the stories hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import count

from sqlite_utils import Database

from aggregator.cluster.naming import gone_to, taken_over
from db.news import articles, stories


def take_over_ids(new: Database, old: Database) -> None:
    """Give every story of `new` the id of the story of `old` that most of its articles were in.

    Call it at the end of a rebuild, inside a transaction on `new`. The redirects of `old` stay; its stories whose
    articles went into others lead there.
    """
    claimed: Counter[tuple[int, int]] = Counter()
    founded: set[tuple[int, int]] = set()
    told: set[int] = set()
    for article, now, before in _both(new, old):
        told.add(now)
        if before is not None:
            claimed[now, before] += 1
            if article == before:
                founded.add((now, before))
    names = taken_over(claimed, founded)
    given, led = set(names.values()), dict(stories.redirects(old))
    for story in sorted(told - set(names)):
        names[story] = _unused(new, old, sorted(stories.member_ids(new, story, -1)), given, led)
        given.add(names[story])
    stories.rename(new, names)
    stories.set_redirects(new, led.items())
    for story, place in gone_to(claimed, founded, names).items():
        stories.redirect(new, story, names[place])
    stories.drop_lost_redirects(new)


def _both(new: Database, old: Database) -> Iterator[tuple[int, int, int | None]]:
    """(article, its story in the new file, its story in the old one), in id order, without holding either file."""
    before = articles.memberships(old)
    known = next(before, None)
    for article, story, _ in articles.memberships(new):
        while known is not None and known[0] < article:
            known = next(before, None)
        if story is not None:
            yield article, story, known[1] if known is not None and known[0] == article else None


def _unused(new: Database, old: Database, members: list[int], given: Collection[int], led: Collection[int]) -> int:
    """An id for a story of new articles, as db.news.stories.unused chooses it, that no reader knows as another's."""
    free = [one for one in members if one not in given and not stories.exists(old, one)]
    fresh = [one for one in free if one not in led]
    if free:
        return (fresh or free)[0]
    return next(
        number
        for number in count(members[-1] + 1)
        if number not in given
        and number not in led
        and not stories.exists(old, number)
        and not articles.get(new, number)
    )
