"""A home that cannot be written: one clear message with what to do, and nothing stored is harmed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from filelock import FileLock
from sqlite_utils import Database

from aggregator.cli import main
from crawler.crawls import CRAWL_LOCK, CrawlRefused, Job, Refusal
from crawler.operator import Operator
from tests.crawl.full_disk import run_on_full_disk
from tests.crawl.small_web import SmallWeb, newsroom, source_of

HOST = "news.clinic.example"
CLINIC = source_of("gb_clinic", HOST)


def test_a_foreign_or_newer_archive_is_left_alone(web: SmallWeb, crawl: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "home" / "archive.db"
    file.parent.mkdir()
    with sqlite3.connect(file) as foreign:
        foreign.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(CrawlRefused, match="choose another --home"):
        crawl(CLINIC)
    with sqlite3.connect(file) as foreign:
        assert foreign.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    file.write_bytes(b"this is a letter to my aunt, not a database " * 200)
    with pytest.raises(CrawlRefused, match="not a readable SQLite file"):
        crawl(CLINIC)
    assert web.log == []


def test_an_archive_of_a_newer_newsward_is_not_touched(
    web: SmallWeb, crawl: Callable[..., Any], tmp_path: Path
) -> None:
    newsroom(web, HOST, 1)
    crawl(CLINIC)
    with Database(tmp_path / "home" / "archive.db") as db:
        table = next(name for name in db.table_names() if "migrations" in name)
        columns = [column.name for column in db[table].columns]
        row = dict(next(iter(db[table].rows)))
        db[table].insert(row | {"name": "archive_9999"} | ({"id": 9999} if "id" in columns else {}))
    with pytest.raises(CrawlRefused, match="newer Newsward"):
        crawl(CLINIC)


def test_two_crawls_never_write_one_home(web: SmallWeb, crawl: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with FileLock(tmp_path / "home" / CRAWL_LOCK), pytest.raises(CrawlRefused, match="Another crawl is writing"):
        crawl(CLINIC)
    assert web.log == []


def test_a_disk_that_fills_up_ends_the_crawl_with_what_to_do_and_harms_nothing(
    web: SmallWeb, crawl: Callable[..., Any], tmp_path: Path
) -> None:
    newsroom(web, HOST, 5)
    crawl(CLINIC)
    home = tmp_path / "home"
    newsroom(web, HOST, 200)
    spawn = get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    now = partial(datetime.fromisoformat, "2026-11-02T02:30:00+00:00")
    job = Job(sources=(CLINIC,), operator=Operator(home=home, delay=0), now=now, proxy=web.proxy)
    child = spawn.Process(target=run_on_full_disk, args=(job, sender))
    child.start()
    sender.close()
    messages = []
    try:
        while True:
            messages.append(receiver.recv())
    except EOFError:
        child.join()
    assert child.exitcode == 0
    refusals = [message for message in messages if isinstance(message, Refusal)]
    assert len(refusals) == 1
    assert "is full: free some space; nothing stored was harmed" in refusals[0].message
    with Database(home / "archive.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM scraped_articles").fetchone()[0] >= 5

    (report,) = crawl(CLINIC, at="2026-11-03T02:30:00+00:00")
    with Database(home / "archive.db") as db:
        held = db.execute(
            "SELECT count(DISTINCT url), count(*) FROM scraped_articles WHERE kind = 'article'"
        ).fetchone()
    assert held == (200, 200), report


def test_the_public_web_is_not_crawled_without_a_contact(tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    (records / "gb.toml").write_text(
        f'[gb_clinic]\nname = "C"\nkind = "hospital"\nhome = "http://{HOST}/"\nlanguages = ["en"]\n'
    )
    home = tmp_path / "home"
    result = CliRunner().invoke(main, ["crawl", "gb_clinic", "--sources", str(records), "--home", str(home)])
    assert result.exit_code == 2
    assert 'contact = "you@example.org"' in result.stderr
    assert not home.exists()


def test_an_unknown_source_names_the_near_ones(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["crawl", "fr_aphq", "--home", str(tmp_path)])
    assert result.exit_code == 2
    assert "fr_aphp" in result.stderr
