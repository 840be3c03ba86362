"""Turns the path of a news.db into the site over it, or into the reason why it cannot be served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from datasette.plugins import pm

from db.connection import open_readonly
from db.migrations import NEWS_ID
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


def build(news: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> NewsSite:
    """The site over the news.db at `news`, which may go on being written, or be replaced by a rebuilt one.

    Raises db.connection.DatabaseRefused when the file is missing, foreign or damaged.
    """
    open_readonly(news, NEWS_ID).conn.close()
    if not pm.is_registered(plugin):
        pm.register(plugin, "newsward")
    return NewsSite(
        news,
        now,
        metadata=METADATA,
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("static", str(HERE / "static"))],
    )
