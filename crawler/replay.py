"""Turns the pages in WARC files into scraped articles again, with the present extraction and without any network."""

from __future__ import annotations

import logging
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from scrapy.http import HtmlResponse
from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.catalogue import Source
from crawler.extract.parts import Parts, parts_of
from crawler.extract.pool import ExtractionPool
from crawler.frontier import entry_of
from crawler.items import PageKind, ScrapedArticle
from crawler.pages import PARSER, judged_as_before, row_of, with_own_words
from crawler.politeness.limits import MAX_BYTES
from crawler.spiders.ordinary import spider_of
from db.archive import entries, scraped_articles
from db.archive.entries import EntryRow
from db.archive.scraped_articles import ScrapedRow
from db.archive.sources import remembered

AHEAD = 64  # pages that may be with the extraction processes at once
BATCH = 100  # rows a transaction

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class ReplayReport:
    """What re-reading one source gave: pages read again, rows added, pages whose body is no longer in a WARC file."""

    source: str
    pages: int = 0
    changed: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """A page as a WARC file has it, content encoding taken off."""

    url: str
    digest: str
    body: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True)
class _Read:
    row: ScrapedRow
    entry: EntryRow | None
    response: HtmlResponse
    future: Future[ScrapedArticle]


def crawled_sources(archive: Database) -> tuple[Source, ...]:
    """The sources that have been crawled into this archive, each as its record was then."""
    found = []
    for record in remembered(archive):
        values: dict[str, Any] = {
            n: _tuples(value) if isinstance(value, list) else value for n, value in record.items()
        }
        found.append(Source(**values))
    return tuple(found)


def stored_pages(file: Path) -> Iterator[Stored]:
    """The responses of a WARC file with status 200, in order; what a killed crawl left half written ends it."""
    with file.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response" or record.http_headers.get_statuscode() != "200":
                    continue
                yield Stored(
                    record.rec_headers.get_header("WARC-Target-URI"),
                    record.rec_headers.get_header("WARC-Payload-Digest"),
                    record.content_stream().read(MAX_BYTES),
                    record.http_headers.get_header("Content-Type"),
                )
        except (ArchiveLoadFailed, EOFError, zlib.error) as error:
            logger.warning("%s ends in the middle of a record: %s", file.name, error)


def replay(
    archive: Database,
    source: Source,
    *,
    warc: Path,
    pool: ExtractionPool,
    watch: Callable[[ReplayReport], None] = lambda report: None,
) -> ReplayReport:
    """Re-read the last stored page of each address of `source` and add a row where it now says something else.

    A page is read as of the moment it was scraped, so that the result depends on the extraction alone; running it
    twice changes nothing. `warc`: the folder of the WARC files. `watch` is told now and then how far it is.
    """
    report = ReplayReport(source=source.id)
    own = spider_of(source)
    hooks = own.__new__(own)  # its `article(response)` needs no crawl
    waiting: deque[_Read] = deque()
    done: list[tuple[_Read, ScrapedArticle]] = []

    def settle(down_to: int, further: Mapping[str, Stored] | None = None) -> None:
        """Take what was read, all but so many; `further`: the other pages of the file, once all of it was seen."""
        open_ended = []
        while len(waiting) > down_to:
            read = waiting.popleft()
            scraped = with_own_words(read.future.result(), hooks.article(read.response))
            scraped = judged_as_before(scraped, read.row)
            if scraped.kind is PageKind.NEEDS_BROWSER and read.row.kind == PageKind.ARTICLE:
                continue  # it was read as a browser drew it, which no file holds
            if scraped.next_part and further is None:
                open_ended.append(read)  # its further parts may stand behind it
                continue
            done.append((read, _whole(scraped, read, source, archive, pool, further or {})))
        waiting.extendleft(reversed(open_ended))
        if len(done) >= BATCH or (done and not down_to):
            report.changed += _write(archive, done)
            done.clear()
            watch(report)

    rows = list(scraped_articles.replayable(archive, source.id))
    for name, of_file in groupby(rows, key=lambda row: row.warc):
        wanted = {(row.url, row.payload_digest): row for row in of_file}
        further: dict[str, Stored] = {}
        families = {part.family for url, _ in wanted for part in parts_of(url)}
        for page in stored_pages(warc / str(name)) if (warc / str(name)).exists() else ():
            row = wanted.pop((page.url, page.digest), None)
            if row is None:
                if any(part.place and part.family in families for part in parts_of(page.url)):
                    further[page.url] = page
                continue
            waiting.append(_submit(archive, pool, source, row, page))
            report.pages += 1
            settle(AHEAD)
        report.missing += len(wanted)
        settle(0, further)
    return report


def _submit(archive: Database, pool: ExtractionPool, source: Source, row: ScrapedRow, page: Stored) -> _Read:
    entry = entries.of_final_url(archive, row.source, row.url)
    said = entry_of(entry, source.languages) if entry else None
    moment = datetime.fromisoformat(row.scraped_at)
    headers = {"Content-Type": page.content_type} if page.content_type else {}
    response = HtmlResponse(page.url, body=page.body, headers=headers)
    return _Read(row, entry, response, pool.submit(page.body, page.url, page.content_type, said, moment))


def _whole(
    first: ScrapedArticle,
    read: _Read,
    source: Source,
    archive: Database,
    pool: ExtractionPool,
    further: Mapping[str, Stored],
) -> ScrapedArticle:
    """The article with those of its further parts that the file holds."""
    parts = Parts(first)
    while (address := parts.wanted) is not None:
        page = further.get(address)
        parts.take(_submit(archive, pool, source, read.row, page).future.result() if page else None)
    return parts.article


def _write(archive: Database, done: Sequence[tuple[_Read, ScrapedArticle]]) -> int:
    changed = 0
    with archive.atomic():
        for read, scraped in done:
            row = read.row
            record = {"at": row.scraped_at, "digest": row.payload_digest, "warc": row.warc}
            fresh = row_of(scraped, source=row.source, crawl=row.crawl, record=record, parser=PARSER)
            if scraped_articles.add(archive, fresh) is None:
                continue
            changed += 1
            if read.entry is not None:
                article = scraped.kind is PageKind.ARTICLE
                reason = None if article else f"{scraped.kind}: {scraped.reason}" if scraped.reason else scraped.kind
                entries.restate(archive, read.entry.id, state="fetched" if article else "other", reason=reason)
    return changed


def _tuples(value: object) -> object:
    """JSON has lists where a record has tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
