"""Aggregation may be killed at any moment and read at any moment."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from aggregator import aggregate as module
from db import migrations
from db.connection import open_database

from .conftest import NOW, SOURCES, Home, Mute, contents, doi, prose

FORK = multiprocessing.get_context("fork")  # a new interpreter a kill would take a second each


def slow_run(folder: Path, ready: Event | None = None) -> None:
    """One run in batches of ten with a pause in each transaction, in a process of its own."""
    publish = module._publish

    def slow(*arguments: Any) -> None:
        publish(*arguments)
        time.sleep(0.005)

    module.BATCH, module._publish = 10, slow
    archive = open_database(folder / "archive.db", migrations.archive, migrations.ARCHIVE_ID)
    news = open_database(folder / "news.db", migrations.news, migrations.NEWS_ID)
    if ready:
        ready.set()
    module.aggregate(archive, news, SOURCES, NOW, Mute())
    os._exit(0)


def fill(home: Home) -> None:
    for number in range(200):
        source, host = (("fr_aphp", "www.aphp.example"), ("gb_ucl", "www.ucl.example"))[number % 2]
        paper = [doi(f"10.1/{number // 4}")] if number % 3 else []
        home.page(f"https://{host}/n/{number}", source, text=prose(str(number // 3), 60), identifiers=paper)


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_run_is_carried_on_as_if_nothing_had_happened(home: Home, tmp_path: Path, seed: int) -> None:
    fill(home)
    home.news.close()
    expected = tmp_path / "undisturbed"
    expected.mkdir()
    (expected / "archive.db").symlink_to(tmp_path / "archive.db")
    chance, killed = random.Random(seed), 0
    for _ in range(8):
        ready = FORK.Event()
        process = FORK.Process(target=slow_run, args=(tmp_path, ready))
        process.start()
        assert ready.wait(20)
        time.sleep(chance.uniform(0, 0.06))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        with Database(str(tmp_path / "news.db")) as news:
            assert news.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert killed
    for folder in (tmp_path, expected):
        process = FORK.Process(target=slow_run, args=(folder,))
        process.start()
        process.join()
        assert process.exitcode == 0
    with Database(str(tmp_path / "news.db")) as one, Database(str(expected / "news.db")) as other:
        assert one.execute("SELECT count(*) FROM articles").fetchone()[0] == 200
        assert contents(one) == contents(other)


def test_a_reader_sees_whole_batches_only(home: Home, tmp_path: Path) -> None:
    fill(home)
    reader = open_database(tmp_path / "news.db", migrations.news, migrations.NEWS_ID)
    seen = []

    def look(statement: str) -> None:
        if statement.startswith("INSERT INTO published"):
            loose = reader.execute("SELECT count(*) FROM articles WHERE story IS NULL").fetchone()[0]
            seen.append((loose, reader.execute("SELECT count(*) FROM articles").fetchone()[0]))

    home.news.conn.set_trace_callback(look)
    home.run()
    home.news.conn.set_trace_callback(None)
    assert seen == [(0, 0)]
    assert reader.execute("SELECT count(*) FROM articles").fetchone()[0] == 200
    reader.close()
