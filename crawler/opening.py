"""Turns a job into a session on its home: contact checked, home locked, archive open, killed crawls marked as such."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict

from filelock import FileLock, Timeout

from crawler.browser import browser_fault
from crawler.crawls import CRAWL_LOCK, CrawlRefused, Job
from crawler.operator import SettingRefused
from crawler.politeness.contact import require_contact
from crawler.session import Session
from crawler.visits import stamp
from db import migrations
from db.archive import crawls, sources
from db.connection import DatabaseRefused, open_database, refusals

LOCK_SECONDS = 5.0  # how long the crawl of a parent that was just killed may take to let go of the home

logger = logging.getLogger(__name__)


@contextmanager
def open_session(job: Job) -> Iterator[Session]:
    """The session of all crawls of `job`. Raises CrawlRefused with what to do when the home cannot be used."""
    operator = job.operator
    try:
        if not job.allow_loopback:
            require_contact(operator, job.proxy)
    except SettingRefused as error:
        raise CrawlRefused(str(error)) from error
    fault = browser_fault(operator.browser)
    if fault is not None:
        raise CrawlRefused(fault)
    operator.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(operator.home / CRAWL_LOCK, timeout=LOCK_SECONDS, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise CrawlRefused(
            f"Another crawl is writing to {operator.home}: wait for it, or stop it. Nothing was started."
        ) from error
    try:
        with closing(open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)) as archive:
            at = stamp(job.now())
            with refusals(operator.archive):
                for source in crawls.mark_killed(archive, at=at):
                    logger.warning("%s: its last crawl was killed; this one goes on from there", source)
                sources.remember(archive, [asdict(source) for source in job.sources], at=at)
            yield Session(
                archive=archive,
                operator=operator,
                now=job.now,
                proxy=job.proxy,
                allow_loopback=job.allow_loopback,
                night=job.night,
            )
    except DatabaseRefused as error:
        raise CrawlRefused(str(error)) from error
    finally:
        lock.release()
