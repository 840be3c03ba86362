"""Turns Scrapy's own `scrapy crawl SOURCE` into a crawl like any other: a session and workshop for one spider."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from crawler.catalogue import Source
from crawler.crawls import Job, utc_now
from crawler.opening import open_session
from crawler.operator import load_operator
from crawler.session import Session
from crawler.workshop import Workshop, open_workshop

HOME = Path("data")  # as `newsward` without --home

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a spider started by Scrapy works with; `close` it after the crawl."""

    session: Session
    workshop: Workshop
    close: Callable[[], None]


def equip(source: Source, stop: Callable[[], None]) -> Equipment:
    """Open the home and start the workshop for one source; `stop` is called when the archive cannot be written.

    Raises CrawlRefused or SettingRefused with what to do.
    """
    stack = ExitStack()
    job = Job(sources=(source,), operator=load_operator(HOME), now=utc_now)
    session = stack.enter_context(open_session(job))

    def on_error(error: sqlite3.Error) -> None:
        logger.error("the archive %s cannot be written: %s", job.operator.archive, error)
        stop()

    def tell(source: str, done: int, known: int) -> None:
        logger.info("%s: %d of %d article pages", source, done, known)

    workshop = open_workshop(session, on_error=on_error, tell=tell)
    stack.callback(workshop.close)
    return Equipment(session, workshop, stack.close)
