"""Turns what releases, registries and notices say of one paper or trial into the one record readers see; pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aggregator.enrich.facts import Facts, Funder
from aggregator.enrich.identity import kind_of
from aggregator.enrich.states import RETRACTION, SERVICES, WATCH, Notice, by_registry, state_of
from crawler.extract.titles.title import fold
from db.archive.retractions import Retraction
from db.news.papers import Card, Key, Release

OTHERS = 5  # readings of one field that lost, kept to be shown
_ORDER = {service: place for place, service in enumerate(SERVICES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of one paper or trial. `before`: the notices its card held so far."""

    key: Key
    ids: Collection[Key]
    releases: Sequence[Release]  # those that announce it, the earliest first
    announced_on: str | None
    replies: Sequence[Facts] = ()
    rows: Sequence[Retraction] = ()  # of the Retraction Watch file
    before: Sequence[Notice] = ()


def card_of(id_: int, known: Known, grants: Sequence[tuple[str, str]] = ()) -> Card:
    """The card. A registry's record counts more than a release, a release more than the Retraction Watch file.

    `grants`: (funder, number) that the releases in `speaking(known)` name.
    """
    replies = sorted(known.replies, key=lambda one: (_ORDER.get(one.service, len(_ORDER)), one.service))
    records = [one for one in replies if one.known]
    telling = speaking(known)
    origins: dict[str, Any] = {}
    values: dict[str, str | None] = {}
    for field, said, rows in (
        ("title", [(one, one.paper_title) for one in telling], [row.title for row in known.rows]),
        ("journal", [(one, one.journal) for one in telling], [row.journal for row in known.rows]),
    ):
        values[field], origin = _chosen([(one.service, getattr(one, field)) for one in records], said, rows)
        origins |= {field: origin} if origin else {}
    for field in ("published_at", "authors"):
        first = next((one for one in records if getattr(one, field)), None)
        origins |= {field: {"from": first.service}} if first else {}
        values[field] = None if first is None else _text(getattr(first, field))
    funders, origin = _funders(records, grants)
    origins |= {"funders": origin} if origin else {}
    watched = [notice_of(row) for row in known.rows]
    state = state_of(replies, watched, known.announced_on, known.before)
    return Card(
        id=id_,
        scheme=known.key[0],
        value=known.key[1],
        kind=kind_of(known.key[0]),
        title=values["title"],
        journal=values["journal"],
        authors=values["authors"] or "[]",
        published_at=values["published_at"],
        funders=_json([asdict(one) for one in funders]),
        origins=_json(origins),
        state=state.state,
        state_at=state.at,
        state_why=state.why,
        retraction=_notices(replies, watched, known.before),
    )


def speaking(known: Known) -> list[Release]:
    """The releases whose words about "the paper" are about this one: they announce no other paper."""
    if kind_of(known.key[0]) != "paper":
        return []
    ours = set(known.ids)
    return [one for one in known.releases if {key for key in one.primary if kind_of(key[0]) == "paper"} <= ours]


def notice_of(row: Retraction) -> Notice:
    """A row of the Retraction Watch file as a notice."""
    return Notice(
        nature=row.nature, on=row.retracted_on, by=WATCH, reasons=row.reasons, notice=row.notice_doi, record=row.record
    )


def read_notices(said: str | None) -> tuple[Notice, ...]:
    """The notices of a stored card."""
    return tuple(Notice(**{**one, "reasons": tuple(one["reasons"])}) for one in json.loads(said or "[]"))


def _chosen(
    records: Iterable[tuple[str, str | None]], said: Sequence[tuple[Release, str | None]], rows: Iterable[str | None]
) -> tuple[str | None, dict[str, Any] | None]:
    """(value, where it is from) of a field."""
    for service, value in records:
        if value:
            return value, {"from": service}
    voted = _voted([(release, value) for release, value in said if value])
    if voted:
        return voted
    value = next((value for value in rows if value), None)
    return value, {"from": WATCH} if value else None


def _voted(said: Sequence[tuple[Release, str]]) -> tuple[str, dict[str, Any]] | None:
    """What most sources say; the institutions' own count before distributors of others' news.

    One source counts once for a value, however often it says it. Of equals, what was said first.
    """
    values: dict[str, list[tuple[Release, str]]] = {}
    for release, value in said:
        values.setdefault(fold(value) or value, []).append((release, value))
    if not values:
        return None

    def weight(name: str) -> tuple[int, int, str, str]:
        voters = [release for release, _ in values[name]]
        own = {one.source for one in voters if not one.agency}
        return -len(own), -len({one.source for one in voters}), *min((one.announced_on, one.url) for one in voters)

    order = sorted(values, key=weight)
    best = values[order[0]]
    spelled = Counter(value for _, value in best)
    release, value = min(best, key=lambda one: (-spelled[one[1]], one[0].agency, one[0].announced_on, one[0].url))
    origin = {"from": "release", "article": release.article, "sources": len({release.source for release, _ in best})}
    others = [values[name][0][1] for name in order[1 : OTHERS + 1]]
    return value, origin | ({"others": others} if others else {})


def _funders(
    records: Sequence[Facts], grants: Sequence[tuple[str, str]]
) -> tuple[tuple[Funder, ...], dict[str, Any] | None]:
    for record in records:
        if record.funders:
            return record.funders, {"from": record.service}
    found = tuple(Funder(name=name, grant=number) for name, number in grants)
    return found, {"from": "release"} if found else None


def _notices(replies: Sequence[Facts], watched: Sequence[Notice], before: Sequence[Notice]) -> str | None:
    """All notices as JSON, the latest first; a retraction that a registry once told of stays."""
    told = [*watched, *(by_registry(one) for one in replies if one.retracted)]
    services = {one.by for one in told}
    told += [one for one in before if one.nature == RETRACTION and one.by != WATCH and one.by not in services]
    told.sort(key=lambda one: (one.by, one.record or 0))
    told.sort(key=lambda one: one.on or "", reverse=True)
    return _json([asdict(one) for one in told]) if told else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
