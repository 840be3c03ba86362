"""What one registry says of one paper or trial, in the same words whichever registry was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Funder:
    """Who paid, and under which number, as a registry or a release prints it."""

    name: str
    grant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The last answer of one registry about one identifier; read from archive.db, never asked for on the way.

    `known`: whether the registry has a record. It is False only where the registry would have it if it existed: that
    another agency's DOI is not in Crossref is no answer, and gives no Facts. An answer that failed (a timeout, an
    error of the server) is none either. `asked_at`: when it answered, UTC; `known_since`: when it first had the record.
    `published_at`: YYYY, YYYY-MM or YYYY-MM-DD. `retracted_on`, `notice`: the day and DOI of the notice, where given.
    `ids`: other identifiers of the same work, (scheme, value) as crawler.extract.papers writes them.
    """

    service: str  # crossref | openalex | clinicaltrials
    asked_at: str
    known: bool
    known_since: str | None = None
    title: str | None = None
    journal: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    funders: tuple[Funder, ...] = ()
    retracted: bool = False
    retracted_on: str | None = None
    notice: str | None = None
    ids: tuple[tuple[str, str], ...] = ()
