"""A source gets so many requests a night and no more; what was asked is in the ledger; 410 is final."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request

from crawler.catalogue import Source
from crawler.operator import Operator, SettingRefused
from crawler.politeness.budget import Budget
from crawler.politeness.contact import require_contact
from crawler.politeness.refusals import Refusal
from crawler.session import Session
from db.archive import ledger
from db.archive.ledger import LedgerRow
from db.connection import open_database
from db.migrations import ARCHIVE_ID, archive
from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web


def test_beyond_the_budget_nothing_is_asked(web: Web, crawl: Crawl) -> None:
    """robots.txt, redirects and pages count alike."""
    web.pages["budget.example/a"] = Reply(302, b"", {"Location": "/b"})
    urls = [f"http://budget.example/{page}" for page in "acde"]
    (seen,) = crawl({"urls": urls, "budget": 4}, budget=100, delay=0.05)
    assert len(web.asked("budget.example")) == 4
    assert {entry[1] for entry in seen["refused"]} == {"budget"}
    assert seen["stats"]["politeness/refused/budget"] == len(seen["refused"]) == 5 - 3
    assert "budget of 4 requests" in seen["refused"][0][2]


def test_a_host_with_a_long_delay_gets_fewer(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db", archive, ARCHIVE_ID)
    session = Session(archive=db, operator=Operator(home=tmp_path, budget=3), now=lambda: None)  # type: ignore[arg-type,return-value]
    source = Source(id="s", name="S", kind="institute", home="http://h.example/", languages=("en",), country="FR")
    budget = Budget(SimpleNamespace(spider=SimpleNamespace(session=session, source=source), stats=None))  # type: ignore[arg-type]
    budget.limit_host("slow.example", 1)
    budget.process_request(Request("http://slow.example/a"))
    with pytest.raises(Refusal, match="asks for so long a delay"):
        budget.process_request(Request("http://slow.example/b"))
    budget.process_request(Request("http://h.example/a"))
    budget.process_request(Request("http://h.example/b"))
    with pytest.raises(Refusal, match="budget of 3"):
        budget.process_request(Request("http://h.example/c"))


def test_the_ledger_has_a_row_for_each_host(web: Web, crawl: Crawl) -> None:
    web.pages["one.example/a"] = Reply(302, b"", {"Location": "http://two.example/b"})
    web.pages["two.example/b"] = Reply(body=b"x" * 1000)
    (seen,) = crawl(["http://one.example/a"], delay=0.05)
    rows = {row[0]: row for row in seen["ledger"]}
    assert set(rows) == {"one.example", "two.example"}
    assert rows["one.example"][1] == rows["two.example"][1] == 2
    assert rows["two.example"][2] == 1000 + len(b"no such page")
    assert rows["two.example"][-1] >= 0.05


def test_the_ledger_is_kept_and_summed(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db", archive, ARCHIVE_ID)
    db.execute("INSERT INTO crawls (id, source, started_at) VALUES (1, 's', '2026-11-22T00:00:00Z')")
    rows = (
        LedgerRow(host="a", requests=5, bytes=10, conditional=3, not_modified=2, throttled=1, delay=1.0),
        LedgerRow(host="b", requests=1, delay=10.0),
    )
    with db.atomic():
        ledger.store(db, 1, rows)
        ledger.store(db, 1, rows)
    assert ledger.of_crawl(db, 1) == rows
    totals = ledger.total(rows)
    assert (totals.requests, totals.bytes, totals.not_modified, totals.throttled, totals.delay) == (6, 10, 2, 1, 10.0)
    assert {"requests", "bytes", "conditional", "not_modified", "throttled", "delay"} <= set(db["crawls"].columns_dict)


def test_what_answered_410_is_never_asked_again(web: Web, crawl: Crawl) -> None:
    web.pages["gone.example/a"] = Reply(410, b"")
    web.pages["gone.example/b"] = Reply(404, b"")
    urls = ["http://gone.example/a", "http://gone.example/b"]
    crawl(urls, now="2026-11-22T00:00:00Z")
    (seen,) = crawl(urls)
    assert web.paths("gone.example").count("/a") == 1
    assert web.paths("gone.example").count("/b") == 2  # not found: it may come back
    assert seen["refused"] == [
        ["http://gone.example/a", "gone", "http://gone.example/a answered 410 (gone) on 2026-11-22"]
    ]


@pytest.mark.parametrize(
    "proxy", [None, "http://proxy.example:3128", "http://10.0.0.1:3128", "http://localhost.example:1"]
)
def test_the_public_web_needs_a_contact(tmp_path: Path, proxy: str | None) -> None:
    with pytest.raises(SettingRefused) as refused:
        require_contact(Operator(home=tmp_path / "my data"), proxy)
    line = str(refused.value).splitlines()[-1]
    assert line.strip().endswith(f"'contact = \"you@example.org\"' >> '{tmp_path}/my data/newsward.toml'")
    require_contact(Operator(home=tmp_path, contact="desk@example.org"), proxy)


@pytest.mark.parametrize("proxy", ["127.0.0.1:8080", "https://127.0.0.1:1", "socks5://h:1", "http://h", "http://h:x"])
def test_a_proxy_that_cannot_be_used_is_refused_at_once(tmp_path: Path, proxy: str) -> None:
    with pytest.raises(SettingRefused, match="expected http://HOST:PORT"):
        require_contact(Operator(home=tmp_path, contact="desk@example.org"), proxy)


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "http://u:p@127.0.0.1:1"]
)
def test_a_proxy_on_this_machine_needs_none(tmp_path: Path, proxy: str) -> None:
    without = Operator(home=tmp_path)
    with pytest.raises(SettingRefused):
        require_contact(without, None)
    require_contact(without, proxy)
