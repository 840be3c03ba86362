"""Turns a DOI, or the words of a title, into a question to Crossref, and its answer into facts and works.

The format is that of Crossref's REST API (https://api.crossref.org/swagger-ui): works/{doi}, works/{doi}/agency, works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from aggregator.enrich.facts import Facts, Funder
from aggregator.enrich.records import distinct, first_line, line, mapping, objects, partial_date, written_date
from crawler.extract.papers.dois import clean_doi

SERVICE = "crossref"
BASE = "https://api.crossref.org"
GAP = 0.25  # seconds between two questions: under the 5 a second of the slowest pool for single records
SEARCH_GAP = 1.0  # seconds between two searches, which it allows less often than records
SCHEMES = ("doi",)
ROWS = 5  # works a search gives: the right one, where there is one, is nearly always among the first three
_OURS = "crossref"
# Kinds of notices that take a paper back as a whole (Crossref's list of update types).
_TAKEN_BACK = ("retraction", "withdrawal", "removal")
_KEPT = (
    "DOI", "type", "title", "container-title", "institution", "author", "issued", "published", "published-online",
    "published-print", "posted", "funder", "updated-by", "relation", "clinical-trial-number",
)  # fmt: skip


def path(key: str, mail: str | None) -> str:
    """Where the record of one DOI is."""
    return f"/works/{quote(key, safe='')}{_polite('?', mail)}"


def agency_path(key: str, mail: str | None) -> str:
    """Where Crossref says which agency registered a DOI that is not its own; 404 when none did."""
    return f"/works/{quote(key, safe='')}/agency{_polite('?', mail)}"


def search_path(words: str, journal: str | None, since: str, until: str, mail: str | None) -> str:
    """Where the works most like `words` are, of a journal and published between two days (YYYY-MM-DD)."""
    asked = {
        "query.bibliographic": words,
        **({"query.container-title": journal} if journal else {}),
        "filter": f"from-pub-date:{since},until-pub-date:{until}",
        "rows": str(ROWS),
        "select": "DOI,type,title,container-title,author,issued,published-online,published-print",
    }
    return f"/works?{urlencode(asked)}{_polite('&', mail)}"


def record(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is kept of an answer: the work without its references and abstract; None when it is no such answer."""
    work = mapping(said.get("message"))
    return {name: work[name] for name in _KEPT if name in work} if isinstance(work.get("DOI"), str) else None


def other_agency(said: Mapping[str, Any]) -> str | None:
    """The agency that registered a DOI, when it is not Crossref."""
    found = line(mapping(mapping(said.get("message")).get("agency")).get("id"))
    return found if found and found != _OURS else None


def records(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is kept of the answer to a search."""
    kept = (record({"message": one}) for one in objects(mapping(said.get("message")).get("items"))[:ROWS])
    return [one for one in kept if one is not None]


def facts(work: Mapping[str, Any], *, asked_at: str, known_since: str | None) -> Facts:
    """What a kept record says."""
    back = sorted(_taken_back(work))
    return Facts(
        service=SERVICE,
        asked_at=asked_at,
        known=True,
        known_since=known_since,
        title=first_line(work.get("title")),
        journal=first_line(work.get("container-title")) or _archive(work),
        authors=distinct(map(_name, objects(work.get("author")))),
        published_at=_published(work),
        funders=tuple(_funders(work)),
        retracted=bool(back),
        retracted_on=back[0][0] or None if back else None,
        notice=back[0][1] or None if back else None,
    )


def _polite(before: str, mail: str | None) -> str:
    """Crossref asks for a mail address, so that it can write before it blocks."""
    return f"{before}mailto={quote(mail)}" if mail else ""


def _name(author: Mapping[str, Any]) -> str | None:
    given, family = line(author.get("given")), line(author.get("family"))
    return f"{given} {family}" if given and family else family or line(author.get("name"))


def _archive(work: Mapping[str, Any]) -> str | None:
    """Where a preprint was posted: it has no journal."""
    if work.get("type") != "posted-content":
        return None
    return next((line(one.get("name")) for one in objects(work.get("institution"))), None)


def _published(work: Mapping[str, Any]) -> str | None:
    """The first publication, as exactly as any of its dates says: `issued` is the earliest, often only a year."""
    dates = [partial_date(work.get(name)) for name in ("issued", "published", "published-online", "posted")]
    first = next((one for one in dates if one), None)
    return max((one for one in dates if one and first and one.startswith(first)), key=len, default=None)


def _funders(work: Mapping[str, Any]) -> Iterator[Funder]:
    for one in objects(work.get("funder")):
        name = line(one.get("name"))
        awards = one.get("award")
        grants = distinct(map(line, awards[:20])) if isinstance(awards, list) else ()
        if name:
            yield from (Funder(name=name, grant=grant) for grant in grants or (None,))


def _taken_back(work: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(day, DOI of the notice) of each notice that takes the work back; '' for what is not said."""
    for one in objects(work.get("updated-by")):
        if one.get("type") in _TAKEN_BACK:
            updated = mapping(one.get("updated"))
            day = partial_date(updated) or written_date(updated.get("date-time")) or ""
            yield day, clean_doi(str(one.get("DOI") or "")) or ""
