"""A crawl killed at any moment is taken up again with nothing lost and nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator

from tests.crawl.small_web import SmallWeb, newsroom

RECORD = '[gb_{0}]\nname = "{0}"\nkind = "hospital"\nhome = "http://news.{0}.example/"\nlanguages = ["en"]\n'
# What an archive says, without ids, times and which crawl it was.
SAID = {
    "entries": "source, url, door, origin, title, published_at, precision, modified_at, summary, language, score, "
    "state, reason, page, final_url, attempts",
    "scraped_articles": "source, url, kind, reason, said_digest, payload_digest, parser, title, text, published_at",
    "doors": "source, url, kind, found_on, how, entries",
    "validators": "source, url, etag, last_modified",
    "robots": "origin, body",
}


def start(home: Path, records: Path, web: SmallWeb) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from aggregator.cli import main; main()", "crawl", "--all"]
    command += ["--sources", str(records), "--home", str(home), "--proxy", web.proxy, "--delay", "0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def said(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    with Database(home / "archive.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {
            table: sorted(db.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
            for table, columns in SAID.items()
        }


def test_kill_minus_nine_loses_and_doubles_nothing(web: SmallWeb, tmp_path: Path) -> None:
    for name in ("clinic", "campus"):
        newsroom(web, f"news.{name}.example", 25)
        page = f"http://news.{name}.example/news/2026/10/000{{0}}-patients-feel-less-pain-after-new-treatment-{{0}}"
        web.put(page.format(1), status=301, headers={"Location": page.format(0)})
        web.put(page.format(5), "gone", status=410)
    for reply in web.pages.values():
        reply.seconds = 0.01
    records = tmp_path / "records"
    records.mkdir()
    (records / "gb.toml").write_text(RECORD.format("clinic") + RECORD.format("campus"))

    out, errors = start(tmp_path / "whole", records, web).communicate(timeout=120)
    assert b"23 new" in out, errors
    requests = len(web.log)

    chance = random.Random(20261122)
    for moment in sorted(chance.sample(range(2, requests - 2), 3)):
        web.log.clear()
        crawl = start(tmp_path / "killed", records, web)
        while len(web.log) < moment and crawl.poll() is None:
            time.sleep(0.002)
        os.killpg(crawl.pid, signal.SIGKILL)
        crawl.communicate(timeout=30)

    _, errors = (last := start(tmp_path / "killed", records, web)).communicate(timeout=120)
    assert last.returncode == 0, errors
    assert said(tmp_path / "killed") == said(tmp_path / "whole")
    with Database(tmp_path / "killed" / "archive.db") as db:
        outcomes = [row[0] for row in db.execute("SELECT outcome FROM crawls ORDER BY id")]
    assert outcomes[-2:] == ["ok", "ok"] or set(outcomes[-2:]) <= {"ok", "unchanged"}
    assert "crashed" in outcomes, "a killed crawl is told as such"
    for file in (tmp_path / "killed" / "warc").iterdir():
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                record.content_stream().read()


def test_sigterm_ends_well_and_the_next_crawl_goes_on(web: SmallWeb, tmp_path: Path) -> None:
    newsroom(web, "news.clinic.example", 60)
    for reply in web.pages.values():
        reply.seconds = 0.05
    records = tmp_path / "records"
    records.mkdir()
    (records / "gb.toml").write_text(RECORD.format("clinic"))
    home = tmp_path / "home"
    crawl = start(home, records, web)
    while len(web.log) < 20 and crawl.poll() is None:
        time.sleep(0.002)
    crawl.terminate()
    out, errors = crawl.communicate(timeout=60)
    assert crawl.returncode == 1
    assert b"the next crawl goes on" in errors
    with Database(home / "archive.db") as db:
        held = db.execute("SELECT count(*) FROM scraped_articles").fetchone()[0]
        outcome, reason = db.execute("SELECT outcome, reason FROM crawls").fetchone()
    assert 0 < held < 60
    assert outcome is None
    assert "stopped before its end" in reason

    asked = len(web.log)
    out, errors = start(home, records, web).communicate(timeout=120)
    assert f"{60 - held} new".encode() in out, errors
    assert sum("/news/" in url for url, _ in web.log[asked:]) == 60 - held, "what was held is not asked again"
