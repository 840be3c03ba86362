"""Turns identifiers into the papers and trials they name: which of them are one paper, and by what evidence.

Every identifier has at most one parent of a scheme before its own, so that what belongs together is found by walking
up: no chain of articles ever joins two DOIs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aggregator.enrich.facts import Facts
from crawler.extract.papers.dois import clean_doi, doi_of_address
from crawler.extract.papers.registers import TRIALS, numbers_in, numbers_of_address
from db.news.papers import Key, Release

PAPERS = ("doi", "pmid", "pmcid", "arxiv", "isbn")  # a card is named by the first of these that it has
JOINED = ("doi", "pmid", "pmcid", "arxiv")  # a book has many chapters, so its ISBN proves nothing about a paper
RANK = {scheme: place for place, scheme in enumerate((*PAPERS, *TRIALS))}
ARXIV_DOI = "10.48550/arxiv."
RELEASES = 50  # articles looked at for one identifier, the earliest first; a million copies prove no more
LONGEST = 500  # characters of an identifier that a person wrote
MOST = 200  # identifiers that one registry's reply may name
_DOI = re.compile(r"10\.\d{4,9}/\S.*")


@dataclass(frozen=True, slots=True)
class Parent:
    """The identifier by which another one's paper is better known, and why."""

    key: Key
    evidence: str


def read_key(said: str) -> Key | None:
    """The identifier that a person wrote: a DOI in any form, a trial number, PMID, PMCID, arXiv number or an address.

    Digits alone are a PubMed id. None for what is no identifier.
    """
    text = said.strip()[:LONGEST]
    match = _DOI.search(text)
    doi = clean_doi(match[0]) if match else doi_of_address(text)
    if doi:
        return "doi", doi
    for written in (text, f"arXiv:{text}", f"PMID {text}"):
        numbers = [found[:2] for found in numbers_in(written, written.lower())]
        for scheme, value in (*numbers_of_address(written), *numbers):
            return scheme, value
    return None


def kind_of(scheme: str) -> str:
    """Whether a scheme numbers papers or trials."""
    return "trial" if scheme in TRIALS else "paper"


def parent_of(key: Key, releases: Sequence[Release], told: Sequence[Parent]) -> Parent | None:
    """The better-known identifier of the same paper, None where nothing proves one.

    `releases`: the articles that announce `key`. `told`: what registries said. A registry's word counts most; else the
    articles that announce exactly one paper under both, by their number.
    """
    if _is_arxiv_doi(key):
        return Parent(("arxiv", key[1].removeprefix(ARXIV_DOI)), "arxiv")
    if told:
        return min(told, key=lambda one: (RANK[one.key[0]], one.key, one.evidence))
    votes: dict[Key, list[int]] = {}  # the articles that say so, the earliest first
    for release in releases:
        for other in _announced_with(key, release):
            votes.setdefault(other, []).append(release.article)
    if not votes:
        return None
    best = min(votes, key=lambda other: (RANK[other[0]], -len(votes[other]), other))
    return Parent(best, f"article {votes[best][0]}")


def _above(other: Key, key: Key) -> bool:
    """Whether `other` may be the parent of `key`: of the same kind, and of a scheme that comes first."""
    if not {other[0], key[0]} <= RANK.keys() or kind_of(other[0]) != kind_of(key[0]) or _is_arxiv_doi(other):
        return False
    return RANK[other[0]] < RANK[key[0]]


def _announced_with(key: Key, release: Release) -> list[Key]:
    """The better-known identifiers of the one paper an article announces; none when it announces several."""
    papers = [one for one in release.primary if one[0] in JOINED and not _is_arxiv_doi(one)]
    if key not in papers or max(Counter(scheme for scheme, _ in papers).values()) > 1:
        return []
    return [one for one in papers if _above(one, key)]


def _is_arxiv_doi(key: Key) -> bool:
    return key[0] == "doi" and key[1].startswith(ARXIV_DOI)


def families(
    keys: Iterable[Key],
    releases: Callable[[Key], Sequence[Release]],
    replies: Callable[[Key], Sequence[Facts]],
) -> dict[Key, dict[Key, str]]:
    """The papers and trials that `keys` name: the identifier each is named by → its identifiers, each with why.

    What registries name beside them is added, but no paper that only registries name. Each identifier is walked up to
    the one nobody knows better.
    """
    named = {key for key in keys if key[0] in RANK}
    told = _told(named, replies)
    parents: dict[Key, Parent | None] = {}
    todo = list(told)
    while todo:
        key = todo.pop()
        if key not in parents:
            above = parent_of(key, releases(key) if key[0] in JOINED[1:] else (), told.get(key, ()))
            parents[key] = above
            todo += [above.key] if above else []
    found: dict[Key, dict[Key, str]] = {}
    for key, above in sorted(parents.items()):
        found.setdefault(_root(key, parents), {})[key] = above.evidence if above else "printed"
    return {root: ids for root, ids in found.items() if not named.isdisjoint(ids)}


def _told(keys: set[Key], replies: Callable[[Key], Sequence[Facts]]) -> dict[Key, list[Parent]]:
    """These identifiers and those that registries name beside them, each with the parents registries give it."""
    told: dict[Key, list[Parent]] = {key: [] for key in sorted(keys)}
    waiting = list(told)
    asked: set[Key] = set()
    while waiting:
        key = waiting.pop()
        if key in asked:
            continue
        asked.add(key)
        for reply in replies(key):
            for other in reply.ids[:MOST] if reply.known else ():
                if _above(other, key):
                    told[key].append(Parent(other, reply.service))
                elif _above(key, other):
                    told.setdefault(other, []).append(Parent(key, reply.service))
                else:
                    continue
                told.setdefault(other, [])
                waiting.append(other)
    return told


def _root(key: Key, parents: Mapping[Key, Parent | None]) -> Key:
    """The identifier at the end of the way up; schemes come strictly before each other, so the way ends."""
    for _ in range(len(RANK)):
        above = parents.get(key)
        if above is None:
            break
        key = above.key
    return key
