"""Keeps the rows of the Retraction Watch file as imported last, and finds the notices about one paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """One row of `retractions`. `doi` and `notice_doi` in lower case; `retracted_on` is YYYY-MM-DD."""

    record: int
    doi: str | None
    pmid: str | None
    notice_doi: str | None
    nature: str
    title: str
    journal: str | None
    retracted_on: str | None
    reasons: tuple[str, ...] = ()


_COLUMNS = "record, doi, pmid, notice_doi, nature, title, journal, retracted_on, reasons"


def count(db: Database) -> int:
    """How many rows there are."""
    return int(db.conn.execute("SELECT count(*) FROM retractions").fetchone()[0])


def imported_at(db: Database) -> str | None:
    """When the file was imported last; None: never."""
    row = db.conn.execute("SELECT max(imported_at) FROM retractions").fetchone()
    return str(row[0]) if row[0] else None


def clear(db: Database) -> None:
    """Forget all rows, before the file is read anew in the same transaction."""
    db.conn.execute("DELETE FROM retractions")


def add(db: Database, rows: Iterable[Retraction], at: str) -> None:
    """Store rows; of two with one record the last counts. `at`: the moment of the import, UTC."""
    db.conn.executemany(
        f"INSERT OR REPLACE INTO retractions ({_COLUMNS}, imported_at)"
        " VALUES (:record, :doi, :pmid, :notice_doi, :nature, :title, :journal, :retracted_on, :reasons, :at)",
        ({**asdict(row), "reasons": json.dumps(row.reasons, ensure_ascii=False), "at": at} for row in rows),
    )


def of_paper(db: Database, dois: Iterable[str], pmids: Iterable[str]) -> list[Retraction]:
    """The notices about the paper with these DOIs and PubMed ids, each once, the latest first."""
    found: dict[int, Retraction] = {}
    for column, values in (("doi", dois), ("pmid", pmids)):
        for value in values:
            rows = db.conn.execute(f"SELECT {_COLUMNS} FROM retractions WHERE {column} = :value", {"value": value})
            found |= {row[0]: _read(row) for row in rows}
    return sorted(found.values(), key=lambda one: (one.retracted_on or "", one.record), reverse=True)


def names(db: Database) -> Iterator[tuple[str, str]]:
    """(scheme, value) of every paper that has a notice."""
    for scheme, column in (("doi", "doi"), ("pmid", "pmid")):
        rows = db.conn.execute(f"SELECT DISTINCT {column} FROM retractions WHERE {column} IS NOT NULL")
        yield from ((scheme, str(row[0])) for row in rows)


def _read(row: tuple[object, ...]) -> Retraction:
    record, doi, pmid, notice_doi, nature, title, journal, retracted_on, reasons = row
    return Retraction(
        record=int(str(record)),
        doi=None if doi is None else str(doi),
        pmid=None if pmid is None else str(pmid),
        notice_doi=None if notice_doi is None else str(notice_doi),
        nature=str(nature),
        title=str(title),
        journal=None if journal is None else str(journal),
        retracted_on=None if retracted_on is None else str(retracted_on),
        reasons=tuple(json.loads(str(reasons))),
    )
