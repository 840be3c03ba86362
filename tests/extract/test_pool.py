"""One page never stops the others."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from crawler.extract import pool as pools
from crawler.extract.pool import ExtractionPool
from crawler.items import PageKind
from tests.extract.pages import DIVI, NOW, URL, read


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(1) as running:
        yield running


def test_a_worker_says_what_the_function_says(pool: ExtractionPool) -> None:
    assert pool.submit(DIVI.encode(), URL, None, None, NOW).result(60) == read(DIVI)


def test_a_page_over_its_time_is_given_up_and_the_next_one_read() -> None:
    with ExtractionPool(1, seconds=0.5) as pool:
        slow = pool.submit(b"<h1>x</h1>" + b"<p>some words here</p>" * 110_000, URL, None, None, NOW).result(60)
        assert (slow.kind, slow.url) == (PageKind.GIVEN_UP, URL) and "0.5 seconds" in (slow.reason or "")
        assert pool.submit(DIVI.encode(), URL, None, None, NOW).result(60).kind is PageKind.ARTICLE


@pytest.mark.parametrize(
    "line", [b"a" * 400_000 + b" caf\xe9", b"." * 400_000, b"A. " * 130_000], ids=["word", "stops", "A."]
)
def test_a_page_in_one_long_line_is_read_within_its_time(pool: ExtractionPool, line: bytes) -> None:
    body = b"<html><head><title>A long line</title></head><body><h1>A long line</h1><p>" + line + b"</p></body></html>"
    assert pool.submit(body, URL, None, None, NOW).result(60).kind is not PageKind.GIVEN_UP


def test_a_page_over_its_memory_is_given_up_and_the_next_one_read() -> None:
    with ExtractionPool(1, seconds=30, growth=30 * pools.MEGABYTE) as pool:
        large = pool.submit(b"<h1>x</h1>" + b"<p>some <b>words</b> here</p>" * 55_000, URL, None, None, NOW).result(60)
        assert large.kind is PageKind.GIVEN_UP and "30 MB" in (large.reason or "")
        assert pool.submit(DIVI.encode(), URL, None, None, NOW).result(60).kind is PageKind.ARTICLE


def test_a_killed_worker_loses_one_page_at_most() -> None:
    with ExtractionPool(1) as pool:
        assert pool.submit(DIVI.encode(), URL, None, None, NOW).result(60).kind is PageKind.ARTICLE
        (worker,) = pool._pool._pool_manager.worker_manager.workers
        os.kill(worker, signal.SIGKILL)
        kinds = [pool.submit(DIVI.encode(), URL, None, None, NOW).result(60).kind for _ in range(3)]
        assert kinds.count(PageKind.ARTICLE) >= 2 and set(kinds) <= {PageKind.ARTICLE, PageKind.GIVEN_UP}


def test_a_closed_pool_refuses() -> None:
    pool = ExtractionPool(1)
    pool.close()
    pool.close()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(b"", URL, None, None, NOW)
