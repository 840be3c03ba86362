"""Turns the path of a news.db into the site over it, or into the reason why it cannot be served."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from datasette.plugins import pm

from db import migrations
from db.connection import DatabaseRefused, open_readonly
from db.news.acts import Act, Done
from db.site import plugin
from db.site.metadata import METADATA
from db.site.site import NewsSite

HERE = Path(__file__).parent
SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 1_000,
    "sql_time_limit_ms": 2_000,  # a reader's own SQL; our own pages stay far below
    "facet_time_limit_ms": 200,
    "suggest_facets": False,  # tries every column of every page: seconds at a million rows
    "allow_download": False,
    "truncate_cells_html": 160,
    "max_csv_mb": 100,
}


def build(
    news: Path,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    edit: Callable[[Act], Done] | None = None,
    secret: str | None = None,
) -> NewsSite:
    """The site over the news.db at `news`, which may go on being written, or be replaced by a rebuilt one.

    `edit` does what an editor wants of stories (None: nobody may edit); `secret` signs who is signed in (None: one for
    this run).
    Raises db.connection.DatabaseRefused when the file is missing, foreign, damaged, or of another version.
    """
    _check_version(news)
    if not pm.is_registered(plugin):
        pm.register(plugin, "newsward")
    return NewsSite(
        news,
        now,
        edit,
        secret=secret,
        metadata=METADATA,
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("static", str(HERE / "static"))],
    )


def _check_version(news: Path) -> None:
    """A site only reads, so it cannot bring an older file up to date itself."""
    with closing(open_readonly(news, migrations.NEWS_ID)) as db:
        applied = {step.name for step in migrations.news.applied(db)}
        pending = {step.name for step in migrations.news.pending(db)}
    known = {step.name for step in migrations.news._migrations}
    if pending:
        raise DatabaseRefused(f"{news} was written by an older Newsward: run `newsward aggregate` once to update it.")
    if applied - known:
        raise DatabaseRefused(f"{news} was written by a newer Newsward: update this installation.")
