"""Turns what happened to single pages into few transactions on the archive, each whole or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.items import PageKind
from crawler.outcomes import Tally
from db.archive import entries, failures, scraped_articles, validators

PAGES = 100  # pages a transaction
SECONDS = 1.0  # the longest a page waits for its transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that one answer changes in the archive: written together, so that a killed crawl never holds a half."""

    source: str
    tally: Tally
    at: str  # now, UTC text
    visit: entries.Visit | None = None
    scraped: Mapping[str, object] | None = None  # the columns of scraped_articles but `id` and `said_digest`
    validator: validators.Validator | None = None
    failure: failures.Failure | None = None


class Journal:
    """Gathers pages of all crawls of a process and writes them every PAGES pages or SECONDS seconds.

    `on_error` is called with the error of a write that failed (full disk, locked file); nothing of that batch is
    stored then, and every page of it is asked for again by the next crawl.
    """

    def __init__(self, archive: Database, on_error: Callable[[sqlite3.Error], None]) -> None:
        self._archive = archive
        self._on_error = on_error
        self._pages: list[Page] = []
        self._timer: asyncio.TimerHandle | None = None
        self._broken = False

    def add(self, page: Page) -> None:
        """Store `page` soon. Call it from the reactor's thread."""
        self._pages.append(page)
        if len(self._pages) >= PAGES:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SECONDS, self.flush)

    def holder(self, source: str, page: str, *, but: int) -> str | None:
        """The address under which a page (its key) is already held, written or not; None when it is not."""
        for waiting in self._pages:
            visit = waiting.visit
            if waiting.source != source or visit is None or visit.page != page or visit.entry == but:
                continue
            if visit.state == "fetched" and visit.final_url:
                return visit.final_url
        return entries.holder(self._archive, source, page, but=but)

    def flush(self) -> None:
        """Write everything gathered in one transaction, opened and closed here."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        pages, self._pages = self._pages, []
        if not pages or self._broken:
            return
        try:
            written = self._write(pages)
        except sqlite3.Error as error:
            self._broken = True
            self._on_error(error)
            return
        for tally, kind, before in written:
            _count(tally, kind, before)

    def _write(self, pages: list[Page]) -> list[tuple[Tally, object, str]]:
        """Returns, of the pages that gave a new row, whom to count it for, its kind, and the kind of the row before."""
        written = []
        with self._archive.atomic():
            for page in pages:
                if page.scraped is not None:
                    before = scraped_articles.add(self._archive, page.scraped)
                    if before is not None:
                        written.append((page.tally, page.scraped["kind"], before))
                if page.validator is not None:
                    validators.store(self._archive, [page.validator], source=page.source, at=page.at)
            entries.settle(self._archive, [page.visit for page in pages if page.visit is not None])
            failures.add(self._archive, [page.failure for page in pages if page.failure is not None])
        return written


def _count(tally: Tally, kind: object, before: str) -> None:
    if kind == PageKind.GONE:
        tally.articles_gone += 1
    elif kind == PageKind.ARTICLE and before in ("", PageKind.GONE):
        tally.articles_new += 1
    elif PageKind.ARTICLE in (kind, before):
        tally.articles_changed += 1
