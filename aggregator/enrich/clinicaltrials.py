"""Turns an NCT number into a question to ClinicalTrials.gov, and its answer into facts.

The format is that of its API, version 2 (https://clinicaltrials.gov/data-api/api): studies/{nctId}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from aggregator.enrich.facts import Facts, Funder
from aggregator.enrich.records import line, mapping, objects, written_date
from crawler.extract.papers.registers import numbers_in

SERVICE = "clinicaltrials"
BASE = "https://clinicaltrials.gov"
GAP = 1.25  # seconds between two questions: it prints no limit, its robots.txt asks for one second
SCHEMES = ("nct",)
_MODULES = ("identificationModule", "statusModule", "sponsorCollaboratorsModule", "referencesModule")
_WHOLE = re.compile(r"NCT\d{8}")


def path(key: str, mail: str | None) -> str:
    """Where the record of one study is, without its results; it has no polite pool, the User-Agent tells who asks."""
    fields = ",".join((*(f"protocolSection.{name}" for name in _MODULES), "hasResults"))
    return f"/api/v2/studies/{quote(key, safe='')}?format=json&fields={fields}"


def record(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is kept of an answer; None when it is no study."""
    section = mapping(said.get("protocolSection"))
    if not isinstance(mapping(section.get("identificationModule")).get("nctId"), str):
        return None
    kept = {name: section[name] for name in _MODULES if name in section}
    return {"protocolSection": kept, "hasResults": said.get("hasResults") is True}


def facts(study: Mapping[str, Any], *, asked_at: str, known_since: str | None) -> Facts:
    """What a kept record says: its brief title, when it was first posted, who sponsors it, its other numbers."""
    section = mapping(study.get("protocolSection"))
    named, status, sponsors = (mapping(section.get(name)) for name in _MODULES[:3])
    return Facts(
        service=SERVICE,
        asked_at=asked_at,
        known=True,
        known_since=known_since,
        title=line(named.get("briefTitle")) or line(named.get("officialTitle")),
        published_at=written_date(mapping(status.get("studyFirstPostDateStruct")).get("date")),
        funders=tuple(_sponsors(sponsors)),
        ids=tuple(dict.fromkeys(_other_numbers(named))),
    )


def _sponsors(module: Mapping[str, Any]) -> Iterator[Funder]:
    for one in (mapping(module.get("leadSponsor")), *objects(module.get("collaborators"))):
        name = line(one.get("name"))
        if name:
            yield Funder(name=name)


def _other_numbers(module: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The numbers other registers gave it, and those it had here before."""
    for one in objects(module.get("secondaryIdInfos")):
        said = line(one.get("id")) or ""
        hint = {"EUDRACT_NUMBER": "EudraCT ", "CTIS": "CTIS "}.get(str(one.get("type")), "")
        for scheme, value, _, _ in numbers_in(hint + said, (hint + said).lower()):
            if scheme != "isbn":
                yield scheme, value
    aliases = module.get("nctIdAliases")
    for alias in aliases[:20] if isinstance(aliases, list) else ():
        if isinstance(alias, str) and _WHOLE.fullmatch(alias):
            yield "nct", alias
