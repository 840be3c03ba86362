"""Turns Datasette into the instance our pages run in: one news.db, a clock, and an eye on the file being swapped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database

NAME = "news"  # what the database is called in addresses, whatever the file is called


class NewsSite(Datasette):  # type: ignore[misc]  # Datasette has no types
    """Datasette serving one news.db, which may be written to, or replaced whole, while it is served."""

    executor: ThreadPoolExecutor

    def __init__(self, news: Path, now: Callable[[], datetime], **options: Any) -> None:
        self.news = news
        self.now = now
        self._inode = _inode(news)
        super().__init__(files=[], **options)
        self.remove_database("_memory")
        self.add_database(Database(self, str(news), is_mutable=True), name=NAME)

    async def rows(self, sql: str, params: Mapping[str, object] | None = None, limit_ms: int = 0) -> list[sqlite3.Row]:
        """The rows of a query of ours. Raises datasette.database.QueryInterrupted when it takes longer than `limit_ms`
        (or than Datasette's own limit, the smaller of the two).
        """
        limits = {"custom_time_limit": limit_ms} if limit_ms else {}
        found = await self.get_database(NAME).execute(sql, dict(params or {}), log_sql_errors=False, **limits)
        return list(found.rows)

    def has_articles(self) -> bool:
        """Whether there is anything to show yet."""
        with closing(sqlite3.connect(f"{self.news.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            return conn.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is not None

    def reopen_if_swapped(self) -> None:
        """Read from the new file when a rebuilt news.db was moved over the old one.

        Datasette keeps one connection a thread, and an open connection goes on reading the file that was replaced:
        so both the threads and the database object are renewed. Queries under way end on the old ones.
        """
        inode = _inode(self.news)
        if inode is None or inode == self._inode:
            return
        self._inode = inode
        old, self.executor = self.executor, ThreadPoolExecutor(max_workers=self.setting("num_sql_threads"))
        old.shutdown(wait=False)
        self.remove_database(NAME)
        self.add_database(Database(self, str(self.news), is_mutable=True), name=NAME)


def _inode(path: Path) -> tuple[int, int] | None:
    """Which file the path names now; None in the moment between two files."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino
