"""A small web on loopback, and crawls of it into a temporary home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from crawler.catalogue import Source
from crawler.crawls import CrawlReport, crawl_sources
from crawler.operator import Operator
from tests.crawl.small_web import SmallWeb, serve

Crawl = Callable[..., list[CrawlReport]]


@pytest.fixture
def web() -> Iterator[SmallWeb]:
    with serve(SmallWeb()) as web:
        yield web


@pytest.fixture
def crawl(tmp_path: Path, web: SmallWeb) -> Crawl:
    """`crawl(source, …, at="2026-11-01T02:30:00+00:00")` into `tmp_path / "home"`, the clock standing at `at`."""

    def run(*sources: Source, at: str = "2026-11-01T02:30:00+00:00", **settings: Any) -> list[CrawlReport]:
        operator = Operator(home=tmp_path / "home", delay=0, **settings)
        return crawl_sources(sources, operator=operator, now=partial(datetime.fromisoformat, at), proxy=web.proxy)

    return run


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """`archive(sql)` gives the rows of a query on the archive."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        with Database(tmp_path / "home" / "archive.db") as db:
            return list(db.execute(sql).fetchall())

    yield rows
