"""Turns Datasette into the instance our pages run in: one news.db, a clock, editors, and an eye on a swapped file."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import Request

from db.news.acts import Act, Done

NAME = "news"  # what the database is called in addresses, whatever the file is called


class NewsSite(Datasette):  # type: ignore[misc]  # Datasette has no types
    """Datasette serving one news.db, which may be written to, or replaced whole, while it is served."""

    executor: ThreadPoolExecutor

    def __init__(
        self, news: Path, now: Callable[[], datetime], edit: Callable[[Act], Done] | None = None, **options: Any
    ) -> None:
        """`edit` does what an editor wants, in a thread of its own; None: nobody may edit."""
        self.news = news
        self.now = now
        self.edit = edit
        self._invitations: dict[str, str] = {}
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

    def invite(self, name: str) -> str:
        """The address at which one browser, once, is signed in as the editor `name`."""
        token = secrets.token_urlsafe(32)
        self._invitations[token] = name
        return str(self.urls.path(f"/sign-in?token={token}"))

    def invited(self, token: str) -> str | None:
        """The editor an invitation is for, which is used up by this; None when it is not one, or was used."""
        known = [one for one in self._invitations if secrets.compare_digest(one.encode(), token.encode())]
        return self._invitations.pop(known[0]) if known else None

    def editor(self, request: Request) -> str | None:
        """The name of the editor who asks; None for a reader, and where nobody may edit."""
        actor = request.actor
        if self.edit is None or not isinstance(actor, dict) or actor.get("editor") is not True:
            return None
        return str(actor["id"])

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
