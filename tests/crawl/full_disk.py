"""A crawl whose archive can grow by a few pages only, as on a disk that fills up."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlite_utils import Database

import crawler.engine
import crawler.opening
from crawler.crawls import Job

ROOM = 40  # database pages of 4 KB


def run_on_full_disk(job: Job, sender: Connection) -> None:
    """Run a job as the child process of `crawl_sources` does, on an archive limited to ROOM more pages."""
    opened = crawler.opening.open_database

    def open_limited(path: Path, *arguments: Any) -> Database:
        db = opened(path, *arguments)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + ROOM}")
        return db

    crawler.opening.open_database = open_limited  # type: ignore[assignment]
    crawler.engine.run(job, sender.send)
