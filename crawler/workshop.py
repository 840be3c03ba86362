"""What the crawls of one process work with, beside the session: extraction processes, WARC thread, journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from crawler.browser import Browser
from crawler.extract.pool import ExtractionPool
from crawler.journal import Journal
from crawler.operator import user_agent
from crawler.session import Session
from crawler.warc import WarcThread


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Given to every spider as `spider.workshop`; one a process, closed after its last crawl."""

    pool: ExtractionPool
    warc: WarcThread
    journal: Journal
    archive_failed: Callable[[sqlite3.Error], None]  # the archive cannot be written: ends all crawls of the process
    browser: Browser | None  # None: the operator has set none
    tell: Callable[[str, int, int], None]  # source, article pages answered, article pages known

    def close(self) -> None:
        """Write what is left and end the processes and the thread."""
        self.journal.flush()
        self.warc.shut_down()
        self.pool.close()


def open_workshop(
    session: Session, *, on_error: Callable[[sqlite3.Error], None], tell: Callable[[str, int, int], None]
) -> Workshop:
    """Start the extraction processes and the WARC thread. Call it where an asyncio loop is or will be running."""
    operator = session.operator
    return Workshop(
        pool=ExtractionPool(operator.workers),
        warc=WarcThread(),
        journal=Journal(session.archive, on_error),
        archive_failed=on_error,
        browser=Browser(operator.browser, user_agent(operator.contact)) if operator.browser else None,
        tell=tell,
    )
