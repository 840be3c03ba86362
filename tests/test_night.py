"""A night: who is due, that only one runs, what it leaves when stopped or refused; and what status tells of it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner
from filelock import FileLock
from sqlite_utils import Database

import aggregator.night
from aggregator.aggregate import AggregateReport
from aggregator.cli import main
from aggregator.cli.status import lines
from aggregator.health import Health, examine
from aggregator.night import NightReport, NightRunning, due_sources, remove_old_warc, run_night, utc_text
from crawler.catalogue import Source
from crawler.crawls import CrawlRefused, CrawlReport
from crawler.items import Outcome
from crawler.operator import Operator
from db import migrations
from db.archive import crawls, history
from db.connection import DatabaseRefused, open_database

START = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
NOTHING = AggregateReport(
    read=0,
    published=0,
    revised=0,
    withdrawn=0,
    held=0,
    dropped={},
    dropped_pages=(),
    articles=0,
    duplicates=0,
    stories=0,
    seconds=0.0,
)


def source(id_: str, **more: Any) -> Source:
    return Source(
        id=id_, name=id_, kind="hospital", home="https://www.example.org/", languages=("en",), country="GB", **more
    )


SOURCES = (source("a"), source("b"), source("c"), source("old", retired="closed in 2020"))


def archive_of(operator: Operator) -> Database:
    return open_database(operator.archive, migrations.archive, migrations.ARCHIVE_ID)


class Crawls:
    """Stands for the crawler: gives each source the outcome wanted, and writes its row as the crawler does."""

    def __init__(self, **outcomes: Outcome) -> None:
        self.outcomes = outcomes
        self.asked: list[list[str]] = []
        self.new = 1

    def __call__(self, sources: Sequence[Source], *, operator: Operator, now: Any, night: int, **_: Any) -> list[Any]:
        self.asked.append([source.id for source in sources])
        reports = []
        with closing(archive_of(operator)) as archive:
            for one in sources:
                outcome = self.outcomes.get(one.id, Outcome.OK)
                new = self.new if outcome == Outcome.OK else 0
                crawl = crawls.begin(archive, source=one.id, night=night, started_at=utc_text(now()))
                row = {
                    "ended_at": utc_text(now()),
                    "outcome": outcome,
                    "articles_new": new,
                    "requests": 5,
                    "bytes": 900,
                }
                crawls.finish(archive, crawl, row)
                reports.append(CrawlReport(source=one.id, outcome=outcome, crawl=crawl, articles_new=new))
        return reports


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(home=tmp_path / "data", contact="me@example.org")


def stand_in(monkeypatch: pytest.MonkeyPatch, crawler: object) -> None:
    monkeypatch.setattr(aggregator.night, "crawl_sources", crawler)
    monkeypatch.setattr(aggregator.night, "aggregate", lambda *_: NOTHING)


def run(operator: Operator, at: datetime, sources: Sequence[Source] = SOURCES) -> NightReport:
    return run_night(operator, sources, now=lambda: at)


def examined(operator: Operator, now: datetime, sources: Sequence[Source] = SOURCES) -> Health:
    with closing(archive_of(operator)) as archive:
        return examine(operator, archive, sources, now)


def test_a_night_crawls_what_is_due_and_not_what_is_retired(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawler = Crawls(b=Outcome.TIMEOUT)
    stand_in(monkeypatch, crawler)
    report = run(operator, START)
    assert crawler.asked == [["a", "b", "c"]]
    assert [failed.source for failed in report.failed] == ["b"]
    # by hand on the same day: only the source that failed is asked again
    run(operator, START + timedelta(hours=3))
    # the next night, 23 hours later because the clocks changed: all of them, the longest waiting first
    run(operator, START + timedelta(hours=23))
    assert crawler.asked[1:] == [["b"], ["b", "a", "c"]]


def test_a_long_night_does_not_make_a_source_miss_the_next() -> None:
    late = history.SourceHistory(
        source="a", good_at=utc_text(START), bad=0, news_at=utc_text(START + timedelta(hours=9)), found=1
    )
    assert due_sources([source("a")], {"a": late}, START + timedelta(hours=24)) == (source("a"),)


def test_a_dry_run_lists_what_is_due_and_writes_nothing(tmp_path: Path) -> None:
    records = tmp_path / "s"
    records.mkdir()
    text = '[a]\nname = "A"\nkind = "agency"\nhome = "https://www.example.org/"\nlanguages = ["en"]\n'
    (records / "gb.toml").write_text(text + text.replace("[a]", "[b]") + 'retired = "closed"\n')
    home = tmp_path / "data"
    shown = CliRunner().invoke(main, ["night", "--dry-run", "--sources", str(records), "--home", str(home)])
    assert shown.stdout.split() == ["a", "never"]
    assert not home.exists()


def test_only_one_night_runs_on_one_home(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, Crawls())
    operator.home.mkdir()
    with FileLock(operator.home / "night.lock"), pytest.raises(NightRunning, match="Another night is running"):
        run(operator, START)
    assert not operator.archive.exists()
    run(operator, START)  # the lock was given back


def test_a_night_refused_leaves_its_reason(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> list[CrawlReport]:
        raise CrawlRefused("no contact is set")

    stand_in(monkeypatch, refuse)
    with pytest.raises(CrawlRefused):
        run(operator, START)
    health = examined(operator, START + timedelta(minutes=5))
    assert health.nights[0].note == "no contact is set"
    assert "no contact is set" in health.advice


@pytest.mark.parametrize("verb", ["night", "status"])
def test_a_file_that_is_no_database_of_ours_is_named_and_left_alone(tmp_path: Path, verb: str) -> None:
    archive = tmp_path / "archive.db"
    for content, said in ((b"no database at all" * 99, "not a readable SQLite file"), (None, "Newsward database")):
        if content is None:
            archive.unlink()
            with closing(sqlite3.connect(archive)) as foreign, foreign:
                foreign.execute("CREATE TABLE mine (x)")
            content = archive.read_bytes()
        else:
            archive.write_bytes(content)
        shown = CliRunner().invoke(main, [verb, "--home", str(tmp_path)], env={"NEWSWARD_CONTACT": "me@example.org"})
        assert shown.exit_code == 2
        assert said in shown.output
        assert str(archive) in shown.output
        assert archive.read_bytes() == content


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    operator = Operator(home=tmp_path / "data", contact="me@example.org")
    with pytest.raises(DatabaseRefused, match="cannot be used"):
        run(operator, START)


def test_old_warc_files_are_removed_after_the_night(operator: Operator) -> None:
    operator.warc.mkdir(parents=True)
    for name, days in (("old.warc.gz", 91), ("young.warc.gz", 89), ("old.txt", 200)):
        file = operator.warc / name
        file.write_bytes(b"x")
        moment = (START - timedelta(days=days)).timestamp()
        os.utime(file, (moment, moment))
    assert remove_old_warc(operator, START) == 1
    assert {file.name for file in operator.warc.iterdir()} == {"young.warc.gz", "old.txt"}
    assert remove_old_warc(Operator(home=operator.home, warc_days=0), START + timedelta(days=999)) == 0


def test_status_fits_ten_lines_and_names_what_is_wrong(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(source(f"s{number:02}") for number in range(40))
    kinds = (Outcome.TIMEOUT, Outcome.DNS, Outcome.BLOCKED, Outcome.OK)
    crawler = Crawls(**{one.id: kinds[number % 4] for number, one in enumerate(many)})
    stand_in(monkeypatch, crawler)
    for day in range(20):
        run(operator, START + timedelta(days=day), many)
        crawler.new = 0  # from the second night on nobody has news
    now = START + timedelta(days=19, hours=6)
    health = examined(operator, now, (*many, source("new")))
    told = lines(health, operator, now)
    assert len(told) <= 10
    text = "\n".join(told)
    assert "10 of 40 sources ok, 30 failed" in text
    assert "timeout 10 (s00, s04, s08 and 7 more)" in text
    assert "1 of 41 sources were never crawled" in text
    assert "s03 for 19 days" in text
    assert "Look at s00 (timeout, 20 times in a row) and 29 more" in text


def test_status_uses_the_rhythm_a_record_expects(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = (source("daily", per_month=30), source("rare", per_month=1), source("usual"))
    crawler = Crawls()
    stand_in(monkeypatch, crawler)
    for day in range(6):
        run(operator, START + timedelta(days=day), sources)
        crawler.new = 0
    silent = examined(operator, START + timedelta(days=5, hours=1), sources).silent
    assert [(one.source, one.days) for one in silent] == [("daily", 5)]


def test_status_tells_of_sources_crawled_from_other_records_but_not_of_retired_ones(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, Crawls(elsewhere=Outcome.EMPTY))
    run(operator, START, [source("elsewhere"), source("a")])
    health = examined(operator, START, [source("b"), source("a", retired="closed")])
    assert health.problems == (("empty", ("elsewhere",)),)
    assert [crawl.source for crawl in health.crawls] == ["elsewhere"]


def test_status_sees_a_killed_night_and_a_missing_one(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, Crawls())
    run(operator, START)
    assert examined(operator, START + timedelta(hours=1)).advice == "Nothing."
    assert "No night for more than a day" in examined(operator, START + timedelta(days=2)).advice
    with closing(archive_of(operator)) as archive:
        archive.execute("INSERT INTO nights (started_at, due) VALUES ('2026-11-23T02:30:00Z', 3)")
    health = examined(operator, START + timedelta(days=1, hours=1))
    assert "was killed" in health.advice
    with FileLock(operator.home / "night.lock"):
        assert examined(operator, START + timedelta(days=1, hours=1)).running


def test_status_before_the_first_night_says_how_to_begin(tmp_path: Path) -> None:
    environ = {"NEWSWARD_CONTACT": ""}
    shown = CliRunner().invoke(main, ["status", "--home", str(tmp_path)], env=environ)
    assert shown.exit_code == 0
    assert "No night yet." in shown.output
    assert "NEWSWARD_CONTACT" in shown.output
    assert not list(tmp_path.iterdir()), "status must not create anything"


def test_status_as_json_has_the_last_crawl_of_every_source(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, Crawls())
    run(operator, START, (source("fr_aphp"), source("gb_ucl")))
    shown = CliRunner().invoke(main, ["status", "--json", "--home", str(operator.home)])
    told = json.loads(shown.stdout)
    assert told["nights"][0]["good"] == 2
    crawl = told["crawls"][0]
    assert (crawl["source"], crawl["outcome"], crawl["requests"], crawl["bytes"]) == ("fr_aphp", "ok", 5, 900)
    assert "seconds" in crawl


SLEEPER = dedent(
    """
    import sys, time
    import aggregator.night
    from crawler.crawls import CrawlReport

    def crawl_sources(sources, **_):
        print("crawling", flush=True)
        time.sleep(60)
        return []

    aggregator.night.crawl_sources = crawl_sources
    from aggregator.cli import main
    main(sys.argv[1:])
    """
)
CONTACT = {**os.environ, "NEWSWARD_CONTACT": "me@example.org"}


@pytest.mark.parametrize("verb", ["night", "schedule"])
def test_without_a_contact_nothing_is_begun(tmp_path: Path, verb: str) -> None:
    shown = CliRunner().invoke(main, [verb, "--home", str(tmp_path / "data")], env={"NEWSWARD_CONTACT": ""})
    assert shown.exit_code == 2
    assert "contact = " in shown.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("verb", ["night", "schedule"])
def test_sigterm_in_the_middle_of_a_night_ends_it_well(operator: Operator, verb: str) -> None:
    with closing(archive_of(operator)) as archive:  # a night of long ago, so that the schedule has one to catch up
        archive.execute(
            "INSERT INTO nights (started_at, ended_at) VALUES ('2020-01-01T02:30:00Z', '2020-01-01T02:40:00Z')"
        )
    command = [sys.executable, "-c", SLEEPER, verb, "--home", str(operator.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=CONTACT) as process:
        assert process.stdout is not None
        while "crawling" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
    assert "stopped" in rest
    assert process.returncode == (1 if verb == "night" else 0)
    health = examined(operator, datetime.now(UTC))
    assert health.nights[0].ended_at is not None
    assert "stopped" in str(health.nights[0].note)
    assert not health.running


def test_a_killed_night_leaves_no_lock(operator: Operator) -> None:
    command = [sys.executable, "-c", SLEEPER, "night", "--home", str(operator.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=CONTACT) as process:
        assert process.stdout is not None
        while "crawling" not in process.stdout.readline():
            assert process.poll() is None
        second = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, env=CONTACT)
        assert "Another night is running" in second.stdout
        assert second.returncode == 1
        process.kill()
    health = examined(operator, datetime.now(UTC))
    assert health.nights[0].ended_at is None
    assert not health.running
