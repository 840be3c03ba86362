"""Turns papers and trials that are due into questions to the registries the operator allows, and answers into facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, Protocol

from sqlite_utils import Database

from aggregator.enrich import clinicaltrials, crossref, openalex
from aggregator.enrich.asking import Asker, RegistryFailed, RegistryLeft, Reply
from aggregator.enrich.facts import Facts
from aggregator.enrich.records import mapping, read_object
from aggregator.enrich.searches import TIMES, from_key
from aggregator.enrich.states import LIVE, PENDING, RETRACTED, next_check
from crawler.operator import Operator, SettingRefused, user_agent
from db.archive import lookups
from db.archive.lookups import Lookup

Key = tuple[str, str]  # (scheme, value)
SERVICES: Mapping[str, ModuleType] = {one.SERVICE: one for one in (crossref, openalex, clinicaltrials)}
BUDGET = 2_000  # questions a night to one registry: eight minutes of Crossref, forty of ClinicalTrials.gov
FAILED_MOST = 3  # failures in a row after which a registry is left alone for the night
SHOWN = 5  # failures told in words
NO_ANSWER = 0  # the status of a lookup that never had a usable answer
_FOUND, _CONFIRMED, _MISSING = 200, 304, (404, 410)


class Clock(Protocol):
    """The world's time, so that tests need not wait: `now` (aware, UTC), and seconds that pass."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


@dataclass(slots=True)
class Told:
    """How it went with one registry. `left`: why nothing more was asked of it."""

    service: str
    asked: int = 0  # papers and trials, not requests
    found: int = 0
    missing: int = 0
    failed: int = 0
    left: str | None = None
    failures: list[str] = field(default_factory=list)  # the first few, in words
    in_a_row: int = 0  # failures since the last answer


def in_words(told: Told) -> str:
    """How it went with one registry, in a line."""
    failed = f", {told.failed} failed ({'; '.join(told.failures)})" if told.failed else ""
    left = f"; left alone for now: {told.left}" if told.left else ""
    return f"{told.service}: asked {told.asked}, {told.found} found, {told.missing} without a record{failed}{left}"


def require_registries(operator: Operator) -> tuple[str, ...]:
    """The registries that may be asked. Raises SettingRefused when there are some and the contact is missing."""
    allowed = operator.allowed_registries
    if allowed and not operator.contact:
        raise SettingRefused(
            f"Registries ({', '.join(allowed)}) must be able to write to you before they are asked: "
            f'set `contact` in {operator.home / "newsward.toml"} to a mail or web address, or set `registries = ""`.'
        )
    return allowed


def facts_of(archive: Database, keys: Iterable[Key]) -> list[Facts]:
    """What every registry last said of these identifiers; those that never answered say nothing."""
    wanted = sorted(set(keys))
    found = []
    for name, service in SERVICES.items():
        values = [value for scheme, value in wanted if scheme in service.SCHEMES]
        held = lookups.get_many(archive, name, values)
        found += [said for value in values if value in held and (said := read_facts(held[value])) is not None]
    return found


def read_facts(lookup: Lookup) -> Facts | None:
    """What one answer says; None when it says nothing: it failed, or the registry would not know of it anyway."""
    work = read_object(lookup.body) if lookup.body else None
    if lookup.status == _FOUND and work is not None:
        said: Facts = SERVICES[lookup.service].facts(work, asked_at=lookup.asked_at, known_since=lookup.known_since)
        return said
    # OpenAlex is no register: what it does not hold may well exist. A body beside 404 names another agency.
    if lookup.status in _MISSING and work is None and lookup.service != openalex.SERVICE:
        return Facts(service=lookup.service, asked_at=lookup.asked_at, known=False, known_since=lookup.known_since)
    return None


def due_keys(archive: Database, service: str, papers: Iterable[Key], now: str, limit: int) -> list[str]:
    """What to ask one registry, at most `limit`: half of it what is due again, the rest what it was never asked.

    `papers`: identifiers that articles name, the most urgent first; as many are read as are needed.
    """
    schemes = SERVICES[service].SCHEMES
    again = lookups.due(archive, service, now, limit)
    new = _first(
        lookups.never_asked(archive, service, (value for scheme, value in papers if scheme in schemes)),
        limit - min(len(again), limit // 2),
    )
    return again[: limit - len(new)] + new


def ask_all(
    archive: Database,
    operator: Operator,
    papers: Callable[[], Iterable[Key]],
    clock: Clock,
    *,
    limit: int = BUDGET,
    bases: Mapping[str, str] | None = None,
    told: Callable[[Told], None] = lambda _: None,
) -> tuple[list[Told], set[Key]]:
    """Ask every registry the operator allows about what is due; gives how it went and whose answers are new.

    `papers`: the identifiers that articles name, the most urgent first. `limit`: questions to each registry. `bases`:
    where they are instead, on loopback (tests, the demo). Each answer is stored at once: an interrupted run loses none.
    Raises SettingRefused without a contact. A registry that fails is left alone; the others are asked all the same.
    """
    went, touched = [], set()
    for name in require_registries(operator):
        one = Told(service=name)
        asker = open_asker(name, operator, clock, bases)
        try:
            for key in due_keys(archive, name, papers(), utc(clock.now()), limit):
                if ask_one(archive, asker, one, key, operator, clock):
                    scheme = "nct" if name == clinicaltrials.SERVICE else "doi" if "/" in key else "pmid"
                    touched.add((scheme, key))
                if one.left:
                    break
        finally:
            asker.close()
        told(one)
        went.append(one)
    return went, touched


def open_asker(name: str, operator: Operator, clock: Clock, bases: Mapping[str, str] | None = None) -> Asker:
    """What asks one registry; `bases` as in `ask_all`."""
    service = SERVICES[name]
    headers = {"User-Agent": user_agent(operator.contact)}
    return Asker(
        base=bases[name] if bases else service.BASE,
        headers=headers,
        gap=service.GAP,
        now=clock.now,
        clock=clock.monotonic,
        sleep=clock.sleep,
        allow_loopback=bases is not None,
    )


def ask_one(archive: Database, asker: Asker, told: Told, key: str, operator: Operator, clock: Clock) -> bool:
    """Ask about one key and keep the answer; whether it says something else than before."""
    before = lookups.get(archive, told.service, key)
    told.asked += 1
    try:
        after = _answer(asker, told.service, key, mail_of(operator), before, clock)
    except RegistryFailed as error:
        note_failure(told, f"{key}: {error}", error)
        after = _unanswered(before, told.service, key, clock)
    else:
        told.in_a_row = 0
        told.found += after.status == _FOUND
        told.missing += after.status in _MISSING
    with archive.atomic():
        lookups.store(archive, after)
    return before is None or (before.status, before.body) != (after.status, after.body)


def search_one(archive: Database, asker: Asker, told: Told, key: str, operator: Operator, clock: Clock) -> bool:
    """Make one search of Crossref and keep what it gave; whether it gave something else than before."""
    before = lookups.get(archive, crossref.SERVICE, key)
    told.asked += 1
    at = utc(clock.now())
    times = before.times + 1 if before else 1
    try:
        reply = asker.get(from_key(key).path(mail_of(operator)))
        said = read_object(reply.body) if reply.status == _FOUND else None
        if said is None or not isinstance(mapping(said.get("message")).get("items"), list):
            raise RegistryFailed(f"it answered {reply.status}, and no list of works")
    except RegistryFailed as error:
        note_failure(told, str(error), error)
        after = _unanswered(before, crossref.SERVICE, key, clock)
    else:
        told.in_a_row = 0
        works = crossref.records(said)
        told.found += bool(works)
        told.missing += not works
        after = Lookup(
            service=crossref.SERVICE, key=key, asked_at=at, status=_FOUND, times=times,
            body=json.dumps({"items": works}, ensure_ascii=False),
            next_at=next_check(PENDING, 2 * times, at) if times < TIMES else None,
        )  # fmt: skip
    with archive.atomic():
        lookups.store(archive, after)
    return before is None or before.body != after.body


def note_failure(told: Told, why: str, error: RegistryFailed) -> None:
    """Count a failure; the third in a row, or one that asks for it, ends the questions to this registry."""
    told.failed += 1
    told.in_a_row += 1
    if len(told.failures) < SHOWN:
        told.failures.append(why)
    if isinstance(error, RegistryLeft) or told.in_a_row >= FAILED_MOST:
        told.left = str(error)


def mail_of(operator: Operator) -> str | None:
    """The contact, when it is a mail address."""
    contact = operator.contact or ""
    return contact if "@" in contact and "/" not in contact else None


def utc(moment: datetime) -> str:
    """A moment as the databases keep it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _answer(asker: Asker, name: str, key: str, mail: str | None, before: Lookup | None, clock: Clock) -> Lookup:
    """The new answer about one key. Raises RegistryFailed when there is none that can be used."""
    service = SERVICES[name]
    held = before if before and before.status == _FOUND and before.body else None
    reply = asker.get(service.path(key, mail), etag=held.etag if held else None)
    at = utc(clock.now())
    times = before.times + 1 if before else 1
    if held and reply.status == _CONFIRMED:
        return replace(held, asked_at=at, times=times, next_at=next_check(_state(held), times, at))
    if reply.status in _MISSING:
        other = _other_agency(asker, name, key, mail)
        return Lookup(
            service=name, key=key, asked_at=at, status=404, body=json.dumps({"agency": other}) if other else None,
            known_since=before.known_since if before else None, times=times,
            next_at=None if other else next_check(PENDING, times, at),
        )  # fmt: skip
    found = Lookup(
        service=name, key=key, asked_at=at, status=_FOUND, body=json.dumps(_record(service, reply), ensure_ascii=False),
        known_since=(before.known_since if before else None) or at, etag=_etag(reply), times=times,
    )  # fmt: skip
    return replace(found, next_at=next_check(_state(found), times, at))


def _record(service: ModuleType, reply: Reply) -> dict[str, Any]:
    if reply.status != _FOUND:
        raise RegistryFailed(f"it answered {reply.status}")
    said = read_object(reply.body)
    if said is None:
        raise RegistryFailed("its answer is no JSON object")
    kept: dict[str, Any] | None = service.record(said)
    if kept is None:
        raise RegistryFailed("its answer is not a record of a paper or trial")
    return kept


def _other_agency(asker: Asker, name: str, key: str, mail: str | None) -> str | None:
    """Whether another agency than Crossref registered a DOI it does not know: then its silence says nothing."""
    if name != crossref.SERVICE:
        return None
    reply = asker.get(crossref.agency_path(key, mail))
    if reply.status in _MISSING:
        return None
    said = read_object(reply.body) if reply.status == _FOUND else None
    if said is None:
        raise RegistryFailed(f"it answered {reply.status} when asked who registered it")
    return crossref.other_agency(said)


def _unanswered(before: Lookup | None, name: str, key: str, clock: Clock) -> Lookup:
    """What is kept when there was no usable answer: what was known, and a later time to ask again."""
    at = utc(clock.now())
    held = before or Lookup(service=name, key=key, asked_at=at, status=NO_ANSWER, times=0)
    times = held.times + 1
    return replace(held, times=times, next_at=next_check(PENDING, times, at))


def _state(lookup: Lookup) -> str:
    said = read_facts(lookup)
    return RETRACTED if said and said.retracted else LIVE


def _etag(reply: Reply) -> str | None:
    etag = reply.headers.get("etag")
    return etag if etag and len(etag) <= 200 else None


def _first(values: Iterator[str], most: int) -> list[str]:
    return [value for _, value in zip(range(most), values, strict=False)]
