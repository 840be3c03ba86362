"""Turns groups of articles into story ids that stay: each group takes over the story most of its articles were in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

Part = Collection[int]


def claims(parts: Sequence[Part], held: Mapping[int, int | None]) -> Counter[tuple[int, int]]:
    """(place in `parts`, story) → how many articles of the part were in that story. `held`: where each article was."""
    return Counter(
        (place, story) for place, part in enumerate(parts) for one in part if (story := held.get(one)) is not None
    )


def taken_over(claimed: Mapping[tuple[int, int], int], founded: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Place of a part → the story whose id it takes over; parts without one get a new id.

    A story goes to the part with most of its articles, among equals to the one with the article that founded it
    (`founded`: place and story of those). A part of several stories takes the one it has most of, among equals the
    smallest id, which is the earliest. So an id stays when its story grows, shrinks, splits or merges.
    """
    founders = set(founded)
    names: dict[int, int] = {}
    given: set[int] = set()
    for place, story in sorted(claimed, key=lambda one: (-claimed[one], one not in founders, one[1], one[0])):
        if place not in names and story not in given:
            names[place] = story
            given.add(story)
    return names


def gone_to(
    claimed: Mapping[tuple[int, int], int], founded: Iterable[tuple[int, int]], names: Mapping[int, int]
) -> dict[int, int]:
    """Story that no part took over → the place of the part with most of its articles, where its readers are sent."""
    founders, left = set(founded), set(names.values())
    found: dict[int, int] = {}
    for place, story in sorted(claimed, key=lambda one: (-claimed[one], one not in founders, one[0])):
        if story not in left:
            found.setdefault(story, place)
    return found
