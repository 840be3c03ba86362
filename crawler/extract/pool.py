"""Turns pages into articles in worker processes bounded in time and memory, so that one page never stops a night."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from concurrent.futures import CancelledError, Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from multiprocessing import forkserver

from pebble import ProcessExpired, ProcessPool

from crawler.items import Entry, PageKind, ScrapedArticle

MEGABYTE = 1024 * 1024
GROWTH = 300 * MEGABYTE  # what one page may add to a worker
OVER_MEMORY = 77  # exit code of a worker that ended itself
WATCH_SECONDS = 0.05
# On a busy machine a page waits for its turn, which is not its fault: its own time is that of the processor. One that
# does nothing at all (waits for what never comes) is ended after this many times what it may work.
PATIENCE = 24
# lxml and the language model keep some memory of every page; a worker this old is replaced by a fresh one.
PAGES_PER_WORKER = 5_000
TRIES = 3  # of a page whose pool broke around it
PRELOADED = ["crawler.extract.pool", "crawler.extract.warm"]  # by the fork server, once for all workers


def start_fork_server() -> None:
    """Let the process that workers are forked from load what they need, while the caller does something else.

    A pool does it too, when its first page comes; beginning early saves that page the wait. Nothing happens where
    there is no fork server (Windows), and nothing the second time.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_forkserver_preload(PRELOADED)
        forkserver.ensure_running()


@dataclass(slots=True)
class _Page:
    """A page on its way: what `extract_page` is called with, who waits for it, and how often it was tried."""

    arguments: tuple[bytes, str, str | None, Entry | None, datetime]
    outcome: Future[ScrapedArticle]
    tries: int = 0

    @property
    def url(self) -> str:
        return self.arguments[1]


class ExtractionPool:
    """Worker processes that run `extract_page`.

    `workers`: processes. `seconds`: of the processor that one page may take, however long it waits for it. `growth`:
    bytes one page may add to its worker. A page over a cap, or one that kills its worker, becomes an article of kind
    GIVEN_UP with the reason; the worker is replaced and the other pages go on.
    """

    def __init__(self, workers: int, seconds: float = 5.0, growth: int = GROWTH) -> None:
        if workers < 1:
            raise ValueError(f"an extraction pool needs at least one worker, not {workers}")
        self._workers, self._seconds, self._growth = workers, seconds, growth
        self._lock = threading.Lock()
        self._closed = False
        self._broken: list[ProcessPool] = []
        self._pool = self._start()

    def _start(self) -> ProcessPool:
        # Threads (a reactor's, a progress bar's) and fork do not go together; the fork server has neither.
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload(PRELOADED)
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=PAGES_PER_WORKER,
            initializer=_prepare_worker,
            initargs=(self._growth,),
            context=context,
        )

    def submit(
        self, body: bytes, url: str, content_type: str | None, entry: Entry | None, now: datetime
    ) -> Future[ScrapedArticle]:
        """Queues one page; arguments as of `extract_page`. The future holds an article, never a page's exception.

        Raises RuntimeError after `close`. A bug of ours inside the extraction rises from the future.
        """
        if self._closed:
            raise RuntimeError("the extraction pool is closed")
        page = _Page((body, url, content_type, entry, now), Future())
        self._schedule(page)
        return page.outcome

    def _schedule(self, page: _Page) -> None:
        page.tries += 1
        with self._lock:
            if not self._pool.active:
                self._broken.append(self._pool)
                self._pool = self._start()
            pool = self._pool
        arguments = (self._seconds, *page.arguments)
        inner = pool.schedule(_extract, args=arguments, timeout=self._seconds * PATIENCE)
        inner.add_done_callback(lambda done: self._settle(page, done))

    def _settle(self, page: _Page, inner: Future[ScrapedArticle]) -> None:
        try:
            article = inner.result()
        except TimeoutError:
            article = _given_up(page.url, f"was not done after {self._seconds * PATIENCE:g} seconds")
        except ProcessExpired as death:
            article = _given_up(page.url, self._cause(death.exitcode))
        except MemoryError:
            article = _given_up(page.url, "took more memory than there is")
        except CancelledError:
            article = _given_up(page.url, "stopped before it was read")
        except BrokenProcessPool:
            # A worker killed from outside between two pages takes pebble's pool with it; these pages are innocent.
            if page.tries < TRIES and not self._closed:
                self._schedule(page)
                return
            article = _given_up(page.url, "its worker died")
        except BaseException as error:  # noqa: BLE001 - a future carries whatever was raised to who waits for it
            if page.outcome.set_running_or_notify_cancel():
                page.outcome.set_exception(error)
            return
        if page.outcome.set_running_or_notify_cancel():
            page.outcome.set_result(article)

    def _cause(self, exitcode: int) -> str:
        if exitcode == OVER_MEMORY:
            return f"took over {self._growth // MEGABYTE} MB"
        if exitcode == -signal.SIGPROF:
            return f"took over {self._seconds:g} seconds"
        return f"its worker died ({exitcode})"

    def close(self) -> None:
        """Ends the workers; pages not yet done are given up. May be called twice."""
        self._closed = True
        with self._lock:
            pools = (*self._broken, self._pool)
            self._broken.clear()
        for pool in pools:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _given_up(url: str, reason: str) -> ScrapedArticle:
    return ScrapedArticle(url=url, kind=PageKind.GIVEN_UP, reason=reason)


def _extract(
    seconds: float, body: bytes, url: str, content_type: str | None, entry: Entry | None, now: datetime
) -> ScrapedArticle:
    # Here and not above: the process that hands out the pages needs none of what reads them.
    from crawler.extract.page import extract_page

    # Nobody handles the signal, so the system ends the worker, even inside a library that never comes back to Python.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return extract_page(body, url, content_type=content_type, entry=entry, now=now)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _prepare_worker(growth: int) -> None:
    """Loads everything before the first page is timed, then watches the memory."""
    import_module("crawler.extract.warm")  # already there in a worker of the fork server
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    threading.Thread(target=_watch_memory, args=(peak_memory() + growth,), daemon=True).start()


def _watch_memory(limit: int) -> None:
    while peak_memory() < limit:
        time.sleep(WATCH_SECONDS)
    os._exit(OVER_MEMORY)


def peak_memory() -> int:
    """The largest resident size this process has had, in bytes (macOS counts bytes, Linux kilobytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
