"""Compares what a crawl of the demo web ended with against what the web holds, and names every difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from demo import truth
from demo.truth import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One published article as news.db has it."""

    url: str
    title: str
    date: str | None  # YYYY-MM-DD
    language: str | None
    original: str | None  # address of the article whose text it repeats
    story: int | None
    withdrawn: bool


def numbers(found: Sequence[Found], held: int) -> Numbers:
    """The numbers of what was found, to be compared with `truth.numbers`. `held`: pages kept out by an embargo."""
    standing = [one for one in found if not one.withdrawn]
    copies = sum(one.original is not None for one in standing)
    told = told_together(standing)
    return Numbers(
        published=len(standing),
        articles=len(standing) - copies,
        duplicates=copies,
        stories=len(standing) - sum(map(len, told)) + len(told),
        shared_stories=len(told),
        held=held,
        withdrawn=len(found) - len(standing),
    )


def told_together(found: Sequence[Found]) -> frozenset[frozenset[str]]:
    """The stories with more than one address, as sets of addresses; a copy belongs to the story of its original."""
    by_url = {one.url: one for one in found}
    stories: dict[int | str, set[str]] = {}
    for one in found:
        original = by_url.get(one.original, one) if one.original else one
        story = one.story if one.story is not None else original.story
        stories.setdefault(original.url if story is None else story, set()).add(one.url)
    return frozenset(frozenset(urls) for urls in stories.values() if len(urls) > 1)


def differences(found: Sequence[Found], night: int) -> list[str]:
    """Every way in which what was found is not what stands on the demo web, one line each; empty when it is right."""
    gone = {one.url for one in found if one.withdrawn}
    standing = {one.url: one for one in found if not one.withdrawn}
    expected = {one.url: one for one in truth.articles(night)}
    lines = [f"not found: {url}" for url in sorted(set(expected) - set(standing))]
    for url in sorted(set(standing) - set(expected)):
        why = "under embargo" if url in truth.held(night) else "no article"
        lines.append(f"published, but {why}: {url}")
    for url in sorted(set(expected) & set(standing)):
        lines += _fields(expected[url], standing[url])
    lines += [f"not withdrawn: {url}" for url in sorted(truth.withdrawn(night) - gone)]
    lines += [f"withdrawn, but it stands there: {url}" for url in sorted(gone - truth.withdrawn(night))]
    lines += _copies(standing, truth.duplicates(night))
    lines += _stories(told_together(list(standing.values())), truth.stories(night))
    return lines


def _fields(expected: truth.Expected, found: Found) -> list[str]:
    pairs = (
        ("title", expected.title, found.title),
        ("date", expected.date, found.date),
        ("language", expected.language, found.language),
    )
    return [f"{name} of {expected.url}: {got!r} instead of {want!r}" for name, want, got in pairs if want != got]


def _copies(standing: Mapping[str, Found], expected: Mapping[str, str]) -> list[str]:
    found = {url: one.original for url, one in standing.items() if one.original is not None}
    lines = [f"not seen to repeat {original}: {url}" for url, original in expected.items() if url not in found]
    for url, original in found.items():
        if url not in expected:
            lines.append(f"taken for a copy of {original}: {url}")
        elif original != expected[url]:
            lines.append(f"copy of {original} instead of {expected[url]}: {url}")
    return lines


def _stories(found: frozenset[frozenset[str]], expected: frozenset[frozenset[str]]) -> list[str]:
    lines = [f"not one story: {', '.join(sorted(urls))}" for urls in expected - found]
    return sorted(lines + [f"taken for one story: {', '.join(sorted(urls))}" for urls in found - expected])
