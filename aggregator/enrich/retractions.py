"""Turns the Retraction Watch file, as Crossref publishes it, into notices about papers, and renews their cards."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlite_utils import Database

from aggregator.enrich.papers import CardIndex
from aggregator.lines import clean_line
from crawler.extract.papers.dois import clean_doi
from db.archive import retractions
from db.archive.retractions import Retraction
from db.connection import transaction
from db.news import papers

BATCH = 1000  # rows or cards at once
LONGEST_LINE = 1_000_000  # bytes; the longest row published has 20,000
LONGEST_FIELD = 131_072  # characters
LONGEST = 1_000  # characters of a title, journal or reason
REASONS = 50
NEEDED = ("Record ID", "Title", "OriginalPaperDOI", "RetractionNature")
NATURES = {one.casefold(): one for one in ("Retraction", "Expression of concern", "Correction", "Reinstatement")}
# A file with fewer rows than this share of those before is cut short, or another file: the real one only grows.
SHRUNK = 0.8
_NONE = frozenset(("", "0", "unavailable", "none", "n/a", "na", "nan", "null", "not available", "no doi"))
_DOI = re.compile(r"10\.\d{4,9}/\S.*")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")


class FileRefused(Exception):
    """The file is not what it should be; nothing was changed. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row, and whether the row was left out."""

    line: int  # counted from 1, where the row ends
    problem: str
    lost: bool

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}{': left out' if self.lost else ': read without it'}"


@dataclass(slots=True)
class Imported:
    """What an import did."""

    rows: int = 0
    before: int = 0
    natures: dict[str, int] = field(default_factory=dict)
    unnamed: int = 0  # rows without a DOI and a PubMed id, which no article can match
    cards: int = 0  # of papers in news.db that were made anew
    faults: list[Fault] = field(default_factory=list)


def import_file(archive: Database, lines: Iterable[bytes], at: datetime, *, force: bool = False) -> Imported:
    """Put the rows of a Retraction Watch CSV file in place of those before, in one transaction.

    Raises FileRefused when it is no such file, has no row, or far fewer rows than before (unless `force`).
    """
    done = Imported()
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    with transaction(archive), _short_fields():
        done.before = retractions.count(archive)
        retractions.clear(archive)
        batch: list[Retraction] = []
        for row in read_rows(lines, done.faults):
            batch.append(row)
            done.natures[row.nature] = done.natures.get(row.nature, 0) + 1
            done.unnamed += not (row.doi or row.pmid)
            if len(batch) == BATCH:
                retractions.add(archive, batch, stamp)
                batch = []
        retractions.add(archive, batch, stamp)
        done.rows = retractions.count(archive)
        if not done.rows:
            raise FileRefused("The file has no row that can be read; the rows imported before are kept.")
        if done.rows < done.before * SHRUNK and not force:
            raise FileRefused(
                f"The file has {done.rows} rows, the one before had {done.before}: it may be cut short."
                " The rows imported before are kept; give --force to take the file as it is."
            )
    return done


@contextmanager
def _short_fields() -> Iterator[None]:
    """Let a quote that is never closed cost one field, not the rest of the file; libraries lift that limit."""
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def renew_cards(archive: Database, news: Database) -> int:
    """Make anew the cards of all papers that have a notice, or had one. Gives how many."""
    keys = {key for key in retractions.names(archive) if papers.holder(news, key) is not None}
    for card in papers.with_notices(news):
        keys |= papers.ids_of(news, card).keys()
    count = 0
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        with transaction(news):
            count += CardIndex(news, archive).refresh(ordered[start : start + BATCH])
    return count


def read_rows(lines: Iterable[bytes], faults: list[Fault]) -> Iterator[Retraction]:
    """The rows that can be read; what is wrong with others is added to `faults`. Raises FileRefused without a header.

    The published file mixes UTF-8 and Latin-1, and ends each row with an empty column.
    """
    table = csv.reader(_decoded(lines))
    try:
        header = next(table, [])
    except csv.Error as error:
        raise FileRefused(f"This is no CSV file ({error}).") from error
    places = {re.sub(r"\W", "", name).casefold(): place for place, name in enumerate(header) if name.strip()}
    missing = [name for name in NEEDED if name.replace(" ", "").casefold() not in places]
    if missing:
        raise FileRefused(f"This is no Retraction Watch file: its first line names no {', '.join(missing)}.")
    while True:
        try:
            cells = next(table, None)
        except csv.Error as error:
            faults.append(Fault(table.line_num, f"not a row of a CSV file ({error})", True))
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            named = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
            row = _row(named, table.line_num, faults)
            if row:
                yield row


def _row(cells: Mapping[str, str], line: int, faults: list[Fault]) -> Retraction | None:
    record, nature = cells.get("recordid", ""), cells.get("retractionnature", "")
    if not (record.isascii() and record.isdecimal() and len(record) < 15):
        faults.append(Fault(line, f"its Record ID {record[:40]!r} is no number", True))
        return None
    known = NATURES.get(" ".join(nature.split()).casefold())
    if known is None:
        faults.append(
            Fault(line, f"its RetractionNature {nature[:40]!r} is none of {', '.join(NATURES.values())}", True)
        )
        return None
    reasons = (clean_line(one[:LONGEST]).lstrip("+ ") for one in cells.get("reason", "").split(";")[:REASONS])
    return Retraction(
        record=int(record),
        doi=_doi(cells, "originalpaperdoi", line, faults),
        pmid=_number(cells.get("originalpaperpubmedid", "")),
        notice_doi=_doi(cells, "retractiondoi", line, faults),
        nature=known,
        title=_text(cells.get("title", "")) or "",
        journal=_text(cells.get("journal", "")),
        retracted_on=_day(cells.get("retractiondate", ""), line, faults),
        reasons=tuple(dict.fromkeys(one for one in reasons if one)),
    )


def _text(said: str) -> str | None:
    text = clean_line(said[:LONGEST])
    return text if text.casefold() not in _NONE else None


def _doi(cells: Mapping[str, str], name: str, line: int, faults: list[Fault]) -> str | None:
    said = cells.get(name, "")
    if said.casefold() in _NONE:
        return None
    match = _DOI.search(said[:500])
    doi = clean_doi(match[0]) if match else None
    if doi is None:
        faults.append(Fault(line, f"{said[:60]!r} is no DOI", False))
    return doi


def _number(said: str) -> str | None:
    digits = said.removesuffix(".0")
    return digits.lstrip("0") or None if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def _day(said: str, line: int, faults: list[Fault]) -> str | None:
    """`8/16/2023 0:00`, or a day written 2023-08-16."""
    if said.casefold() in _NONE:
        return None
    american, plain = _MONTH_FIRST.fullmatch(said), _YEAR_FIRST.fullmatch(said)
    try:
        if american:
            return date(int(american[3]), int(american[1]), int(american[2])).isoformat()
        if plain:
            return date(int(plain[1]), int(plain[2]), int(plain[3])).isoformat()
    except ValueError:
        pass
    faults.append(Fault(line, f"{said[:40]!r} is no day such as 8/16/2023 0:00", False))
    return None


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, raw in enumerate(lines):
        line = raw[:LONGEST_LINE]
        try:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")
