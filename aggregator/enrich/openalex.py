"""Turns a DOI or PMID into a question to OpenAlex, and its answer into facts.

The format is that of the work object of https://api.openalex.org; a single work costs nothing and needs no key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from aggregator.enrich.facts import Facts, Funder
from aggregator.enrich.records import distinct, line, mapping, objects, written_date
from crawler.extract.papers.dois import clean_doi

SERVICE = "openalex"
BASE = "https://api.openalex.org"
GAP = 0.125  # seconds between two questions: 8 a second
SCHEMES = ("doi", "pmid")
_KEPT = (
    "id", "doi", "ids", "title", "display_name", "publication_date", "type", "is_retracted", "primary_location",
    "grants", "awards", "funders",
)  # fmt: skip
_DOI = re.compile(r"(?:https?://doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(\d{1,9})/?")
_PMCID = re.compile(r"(?:https?://\S{1,60}/)?(?:PMC)?(\d{1,9})/?", re.IGNORECASE)


def path(key: str, mail: str | None) -> str:
    """Where the record of one work is; a key without a slash is a PMID."""
    named = f"doi:{quote(key, safe='/')}" if "/" in key else f"pmid:{quote(key, safe='')}"
    return f"/works/{named}{f'?mailto={quote(mail)}' if mail else ''}"


def record(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is kept of an answer, without abstract, topics and citations; None when it is no work."""
    if not isinstance(said.get("id"), str) or not isinstance(said.get("ids"), dict):
        return None
    kept = {name: said[name] for name in _KEPT if name in said}
    kept["authorships"] = [
        {
            "name": one.get("raw_author_name") or mapping(one.get("author")).get("display_name"),
            "rors": [place.get("ror") for place in objects(one.get("institutions"))],
        }
        for one in objects(said.get("authorships"))
    ]
    return kept


def facts(work: Mapping[str, Any], *, asked_at: str, known_since: str | None) -> Facts:
    """What a kept record says."""
    source = mapping(mapping(work.get("primary_location")).get("source"))
    return Facts(
        service=SERVICE,
        asked_at=asked_at,
        known=True,
        known_since=known_since,
        title=line(work.get("title")) or line(work.get("display_name")),
        journal=line(source.get("display_name")),
        authors=distinct(line(one.get("name")) for one in objects(work.get("authorships"))),
        published_at=written_date(work.get("publication_date")),
        funders=tuple(dict.fromkeys(_funders(work))),
        retracted=work.get("is_retracted") is True,
        ids=tuple(_ids(mapping(work.get("ids")))),
    )


def _funders(work: Mapping[str, Any]) -> Iterator[Funder]:
    """From `awards` and `funders`; from `grants`, as both were called before."""
    told = set()
    for one in (*objects(work.get("awards")), *objects(work.get("grants"))):
        name = line(one.get("funder_display_name")) or line(mapping(one.get("funder")).get("display_name"))
        if name:
            told.add(name)
            yield Funder(name=name, grant=line(one.get("funder_award_id")) or line(one.get("award_id")))
    for one in objects(work.get("funders")):
        name = line(one.get("display_name"))
        if name and name not in told:
            yield Funder(name=name)


def _ids(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    doi = _DOI.fullmatch(str(said.get("doi") or "")[:300])
    cleaned = clean_doi(doi[1]) if doi else None
    if cleaned:
        yield "doi", cleaned
    pmid = _PMID.fullmatch(str(said.get("pmid") or ""))
    if pmid:
        yield "pmid", pmid[1]
    pmcid = _PMCID.fullmatch(str(said.get("pmcid") or ""))
    if pmcid:
        yield "pmcid", f"PMC{pmcid[1]}"
