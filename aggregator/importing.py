"""Turns JSON lines of articles from elsewhere into rows of archive.db, so that they are judged like crawled ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from lxml import html
from sqlite_utils import Database

from aggregator.normalize import IMPORTED, UNKNOWN_SOURCE, credible_date, primary_language
from crawler.addresses import address_key, normalize_address
from crawler.catalogue import NO_COUNTRY
from crawler.extract.blocks import Block
from crawler.extract.language import find_language
from crawler.extract.papers.dois import clean_doi
from crawler.extract.papers.identifiers import find_identifiers
from crawler.extract.papers.paper import find_paper
from crawler.extract.papers.passages import read_passages
from crawler.extract.papers.registers import TRIALS
from crawler.extract.structured import Structured
from crawler.items import Identifier, PageKind, Paper, Precision, ScrapedArticle
from crawler.pages import row_of
from db.archive import crawls, imports, scraped_articles
from db.archive import sources as archived_sources

BATCH = 1000  # articles a transaction
LONGEST_LINE = 20_000_000  # bytes
LONGEST_ID = 500  # characters
_MOMENT = re.compile(r"^\d{4}-\d{2}(-\d{2})?([T ].*)?$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line, and what was done about it."""

    line: int  # counted from 1
    problem: str
    lost: bool  # True: the line was not imported; False: it was, without the wrong value

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}{': not imported' if self.lost else ': imported without it'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One article as given, checked."""

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    language: str | None = None
    date: str | None = None
    doi: str | None = None
    site: str | None = None


@dataclass(slots=True)
class Imported:
    """What an import did: lines that are articles, those that were new or changed, and every fault."""

    articles: int = 0
    stored: int = 0
    faults: list[Fault] = field(default_factory=list)


def import_lines(archive: Database, lines: Iterable[bytes], now: datetime) -> Imported:
    """Store every readable line in the archive; a line given before with the same content changes nothing.

    One transaction a batch: an import that was killed is finished by running it again.
    """
    done = Imported()
    batch: list[Given] = []
    open_crawls: dict[str, int] = {}
    for given in read_lines(lines, done.faults, now):
        batch.append(given)
        if len(batch) == BATCH:
            _store(archive, batch, now, open_crawls, done)
            batch = []
    _store(archive, batch, now, open_crawls, done)
    with archive.atomic():
        for crawl in open_crawls.values():
            crawls.finish(archive, crawl, {"ended_at": _utc(now), "outcome": "ok", "reason": "imported from a file"})
    return done


def read_lines(lines: Iterable[bytes], faults: list[Fault], now: datetime) -> Iterator[Given]:
    """The articles of a file of JSON lines; what is wrong is added to `faults` with its line."""
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        given = _read(raw, number, faults, now)
        if given is None:
            continue
        if given.id in seen:
            faults.append(Fault(number, f"its id {given.id!r} is that of line {seen[given.id]} already", True))
            continue
        seen[given.id] = number
        yield given


def _read(raw: bytes, number: int, faults: list[Fault], now: datetime) -> Given | None:
    if len(raw) > LONGEST_LINE:
        faults.append(Fault(number, f"longer than {LONGEST_LINE // 1_000_000} MB", True))
        return None
    try:
        said = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        faults.append(Fault(number, f"not UTF-8 (byte {error.start})", True))
        return None
    except (json.JSONDecodeError, RecursionError) as error:
        faults.append(Fault(number, f"not JSON ({error})", True))
        return None
    if not isinstance(said, dict):
        faults.append(Fault(number, "not a JSON object", True))
        return None
    id_, text = said.get("id"), said.get("text")
    if isinstance(id_, bool) or not isinstance(id_, str | int) or not str(id_).strip() or len(str(id_)) > LONGEST_ID:
        faults.append(Fault(number, f"`id` must be a text (up to {LONGEST_ID} characters) or a whole number", True))
        return None
    if not isinstance(text, str):
        faults.append(Fault(number, "`text` must be a text", True))
        return None
    values = {name: _optional(said, name, number, faults) for name in ("url", "title", "lang", "date", "doi", "site")}
    return Given(
        id=str(id_),
        text=text,
        url=_checked("url", values["url"], _url(values["url"]), number, faults),
        title=values["title"],
        language=_checked("lang", values["lang"], primary_language(values["lang"]), number, faults),
        date=_date(values["date"], number, faults, now),
        doi=_checked("doi", values["doi"], _doi(values["doi"]), number, faults),
        site=values["site"],
    )


def _optional(said: dict[str, Any], name: str, number: int, faults: list[Fault]) -> str | None:
    value = said.get(name)
    if value is None or isinstance(value, str):
        return value or None
    faults.append(Fault(number, f"`{name}` must be a text", False))
    return None


def _checked(name: str, said: str | None, read: str | None, number: int, faults: list[Fault]) -> str | None:
    if said is not None and read is None:
        allowed = {"url": "a web address", "lang": "a language code such as fr", "doi": "a DOI such as 10.1000/182"}
        faults.append(Fault(number, f"`{name}` {said[:80]!r} is not {allowed[name]}", False))
    return read


def _url(said: str | None) -> str | None:
    if said is None:
        return None
    try:
        return normalize_address(said)
    except ValueError:
        return None


def _doi(said: str | None) -> str | None:
    found = re.search(r"10\.\d{4,9}/\S+", said) if said else None
    return clean_doi(found[0]) if found else None


def _date(said: str | None, number: int, faults: list[Fault], now: datetime) -> str | None:
    """The date as archive.db writes it: a day, a month, or a moment in UTC."""
    if said is None:
        return None
    text, doubt = said.strip(), "not a date such as 2026-11-22 or 2026-11-22T13:00:00Z"
    if _MOMENT.match(text):
        try:
            if len(text) > 10:
                moment = datetime.fromisoformat(text)
                aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
                text = aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            read, _, why = credible_date(text, now)
            if read:
                return read
            doubt = why or doubt
        except (ValueError, OverflowError):
            pass
    faults.append(Fault(number, f"`date` {said[:40]!r} is {doubt}", False))
    return None


def _store(archive: Database, batch: list[Given], now: datetime, open_crawls: dict[str, int], done: Imported) -> None:
    with archive.atomic():
        for given in batch:
            source, url = _place(archive, given, now)
            if source not in open_crawls:
                host = given.site or urlsplit(url).hostname or "imported"
                home = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/" if given.url else IMPORTED
                record = {"id": source, "name": host, "kind": "institute", "home": home, "languages": []}
                archived_sources.remember(archive, [{**record, "country": NO_COUNTRY}], at=_utc(now))
                open_crawls[source] = crawls.begin(archive, source=source, night=None, started_at=_utc(now))
            done.articles += 1
            row = _row(given, source, url, open_crawls[source], now)
            done.stored += int(scraped_articles.add(archive, row) is not None)


def _place(archive: Database, given: Given, now: datetime) -> tuple[str, str]:
    """The source and address of an imported article, the same whenever its id is imported.

    Two ids may come with one address; the second then stands under an address made of its id, so that neither is lost.
    """
    known = imports.address_of(archive, given.id)
    if known:
        return known
    host = urlsplit(given.url).hostname if given.url else None
    name = re.sub(r"[^a-z0-9]+", "_", (given.site or host or "").lower()).strip("_")[:80]
    source = f"import_{name}" if name else UNKNOWN_SOURCE
    url = IMPORTED + quote(given.id, safe="")
    key = url
    if given.url and not imports.is_taken(archive, address_key(given.url)):
        url, key = given.url, address_key(given.url)
    imports.add(archive, given.id, key=key, source=source, url=url, at=_utc(now))
    return source, url


def _row(given: Given, source: str, url: str, crawl: int, now: datetime) -> dict[str, object]:
    """The row of `scraped_articles`: as given, with the identifiers and the language that the text tells."""
    language, origin = given.language, "import"
    if language is None:
        told = find_language(html.Element("html"), Structured(), given.title, given.text, None)
        language, origin = (told.code, "text") if told else (None, "text")
    said = {"title": given.title, "language": language, "published_at": given.date}
    by_length = {7: Precision.MONTH, 10: Precision.DAY}
    precision = by_length.get(len(given.date), Precision.MINUTE) if given.date else None
    identifiers, paper = _announced(given)
    article = ScrapedArticle(
        url=url,
        kind=PageKind.ARTICLE,
        title=given.title,
        text=given.text.encode("utf-8", "replace").decode("utf-8"),
        language=language,
        published_at=given.date,
        precision=precision,
        identifiers=identifiers,
        paper=paper,
        origins={name: origin if name == "language" else "import" for name, value in said.items() if value},
    )
    record = {"at": _utc(now), "digest": None, "warc": None}
    return row_of(article, source=source, crawl=crawl, record=record, parser="import")


def _announced(given: Given) -> tuple[tuple[Identifier, ...], Paper | None]:
    """The identifiers that the text names, and the paper that its words announce.

    A DOI that was given is that paper, whatever the text calls its own; the trials it announces stay.
    """
    line = html.Element("p")
    blocks = [Block(text=text, element=line, outside=False, linked=0) for text in given.text.split("\n")]
    passages = read_passages(blocks)
    found = find_identifiers(Structured(), blocks, passages)
    paper = find_paper(Structured(), blocks, found, given.title, passages)
    if given.doi:
        own = Identifier(scheme="doi", value=given.doi, where="import", primary=True)
        rest = (one for one in found if (one.scheme, one.value) != ("doi", given.doi))
        found = (own, *(one if one.scheme in TRIALS else replace(one, primary=False) for one in rest))
    return found, paper.paper if paper else None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
