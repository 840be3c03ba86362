"""Turns texts that are new in news.db into duplicate links, and groups of linked articles into one article each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Protocol

from sqlite_utils import Database

from aggregator.dedupe import SHARED_BANDS, Appearance, compare, first_of, signature
from aggregator.differences import differences
from aggregator.fingerprint import fingerprint
from aggregator.normalize import UNKNOWN_SOURCE
from db.news import articles, links, minhash_bands
from db.news.articles import Stored
from db.news.links import Link

CANDIDATES = 16  # texts compared in full with a new one, the most alike first
WITNESSES = 6  # of them, the texts that a pair is seen with: enough to know a template, and few enough to be quick
GROUP = 1000  # appearances; in a larger group the original is not chosen anew, so a million copies cost a million steps


class Ranked(Protocol):
    """What says whose a source is, and how close it is to an address (publish.Owner)."""

    @property
    def family(self) -> str:
        """Equal for the sources of one owner."""
        ...

    def rank(self, url: str) -> tuple[int, int]:
        """Lower is closer."""
        ...


def forget_text(db: Database, stored: Stored, texts: set[int], touched: set[int]) -> None:
    """Undo what the present text of an article is linked by, before it changes or goes.

    Adds to `texts` the articles whose text must be linked again, to `touched` those whose group may change.
    """
    ours = [link for link in links.of_article(db, stored.id) if link.kind == "duplicate" or link.reason == "near text"]
    links.remove(db, ours)
    touched |= {link.end(stored.id) for link in ours}
    if stored.in_bands:
        minhash_bands.remove(db, stored.id, signature(stored.text))
        articles.set_values(db, stored.id, in_bands=0)
        texts |= set(articles.of_text(db, stored.text_hash)) - {stored.id}


def link_texts(
    db: Database,
    texts: Iterable[int],
    signatures: Mapping[int, tuple[int, ...]],
    owners: Mapping[str, Ranked],
    touched: set[int],
) -> None:
    """Link each of these articles to those of the same or nearly the same text; `signatures` as far as known."""
    again: set[int] = set()
    for one in articles.get_many(db, texts).values():
        holder = articles.holder_of_text(db, one.text_hash)
        if holder is None:
            values = signatures.get(one.id)
            minhash_bands.add(db, one.id, signature(one.text) if values is None else values)
            articles.set_values(db, one.id, in_bands=1)
            again.add(one.id)
        elif holder != one.id:
            links.add(db, [Link.between(holder, one.id, "duplicate", "same text", "the same words", 1.0)])
            touched |= {holder, one.id}
            again.add(holder)
    for holder in sorted(again):
        _link_near(db, holder, signatures.get(holder), owners, touched)


def _link_near(
    db: Database, holder: int, values: tuple[int, ...] | None, owners: Mapping[str, Ranked], touched: set[int]
) -> None:
    """Compare the text that `holder` stands for with those that may be near it, and those again that were linked."""
    one = articles.get(db, holder)
    if one is None:
        return
    values = signature(one.text) if values is None else values
    others = minhash_bands.candidates(db, holder, values, shared=SHARED_BANDS, most=CANDIDATES) if values else []
    if not others:
        return
    found = articles.get_many(db, [holder, *others])
    near = [found[id_] for id_ in (holder, *others) if id_ in found]
    families = {stored.id: _families(db, stored, owners) for stored in near}
    apart = [other for other in near[1:] if not _judge(db, one, other, near, families, touched)]
    # A template is filled anew by all three or by none, so only what the new text is no copy of is seen again with it.
    witnessed = [other for other in apart if other in near[: WITNESSES + 1]]
    for first, second in combinations(witnessed, 2):
        if links.near_text(db, first.id, second.id):
            _judge(db, first, second, near, families, touched)


def _judge(
    db: Database,
    one: Stored,
    other: Stored,
    near: Sequence[Stored],
    families: Mapping[int, set[str]],
    touched: set[int],
) -> bool:
    """Make, change or take back the link of two texts, seen with those near both; gives whether they have one."""
    shared = families[one.id] & families[other.id]
    witnesses = (third for third in near[: WITNESSES + 1] if third.id not in (one.id, other.id))
    if UNKNOWN_SOURCE not in shared:  # a template is an owner's own
        witnesses = (third for third in witnesses if families[third.id] & (shared or families[one.id]))
    verdict = compare(
        fingerprint(one.text),
        fingerprint(other.text),
        between_owners=not shared,
        witnesses=[fingerprint(third.text) for third in witnesses],
    )
    known = links.near_text(db, one.id, other.id)
    link = (
        Link.between(one.id, other.id, verdict.kind, "near text", verdict.evidence, verdict.score) if verdict else None
    )
    if link != known:
        links.remove(db, [known] if known else [])
        links.add(db, [link] if link else [])
        touched |= {one.id, other.id}
    return link is not None


def _families(db: Database, one: Stored, owners: Mapping[str, Ranked]) -> set[str]:
    """Whose sources have the text of this article."""
    return {owners[source].family for source in articles.sources_of_text(db, one.text_hash)}


def choose_originals(db: Database, touched: Iterable[int], owners: Mapping[str, Ranked]) -> set[int]:
    """Say of every group of duplicates which article had it first; gives the articles that changed their standing."""
    changed: set[int] = set()
    done: set[int] = set()
    large: set[int] = set()
    for start in sorted(touched):
        if start in done:
            continue
        one = articles.get(db, start)
        if one is None:
            continue
        group = links.component(db, start, most=GROUP, duplicates_only=True, large=large)
        if group is None:
            changed |= _follow(db, one)
            continue
        done |= group
        members = articles.get_many(db, group)
        first = first_of(
            Appearance(member.id, member.published_at, _rank(member, owners), member.url) for member in members.values()
        )
        for member in members.values():
            changed |= _set_original(db, member, None if member.id == first else members[first])
    return changed


def _rank(one: Stored, owners: Mapping[str, Ranked]) -> tuple[int, ...]:
    """The source that stands closest to the address; then the page that is declared to be in the language it is in."""
    return (*owners[one.source].rank(one.url), int(one.language_origin == "text"))


def _follow(db: Database, one: Stored) -> set[int]:
    """In a group too large to be looked at as a whole: be a duplicate of what a linked article is one of.

    An article that has appearances stays their original, so that a million copies are not told of a new one each time.
    """
    if one.duplicate_of is not None or articles.has_duplicates(db, one.id):
        return set()
    for link in links.of_article(db, one.id, limit=GROUP):
        other = articles.get(db, link.end(one.id))
        if link.kind == "duplicate" and other is not None:
            original = other if other.duplicate_of is None else articles.get(db, other.duplicate_of)
            if original is not None and original.id != one.id:
                return _set_original(db, one, original)
    return set()


def _set_original(db: Database, one: Stored, original: Stored | None) -> set[int]:
    reason, score, differs = None, None, None
    if original is not None:
        mine = [link for link in links.of_article(db, one.id, limit=GROUP) if link.kind == "duplicate"]
        direct = [link for link in mine if link.end(one.id) == original.id]
        best = max(direct or mine, key=lambda link: (link.score, -link.end(one.id)))
        reason, score, differs = best.reason, best.score, _differs(one, original)
    first = original.id if original is not None else None
    was = (one.duplicate_of, one.duplicate_reason, one.duplicate_score, one.duplicate_differs)
    if was == (first, reason, score, differs):
        return set()
    articles.set_values(
        db, one.id, duplicate_of=first, duplicate_reason=reason, duplicate_score=score, duplicate_differs=differs
    )
    if was[:3] == (first, reason, score):
        return set()  # only what is shown of it has changed
    return {one.id} | ({first} if first is not None else set())


def _differs(one: Stored, original: Stored) -> str:
    """What the copy says otherwise, as JSON; as it was kept when neither text has changed since."""
    compared = "\x00".join((one.title, one.text_hash, original.title, original.text_hash))
    of = hashlib.sha1(compared.encode("utf-8", "replace")).hexdigest()[:16]
    if one.duplicate_differs is not None and f'"of": "{of}"' in one.duplicate_differs:
        return one.duplicate_differs
    found = differences(one.title, one.text, original.title, original.text)
    return json.dumps({**asdict(found), "of": of}, ensure_ascii=False, sort_keys=True)
