"""Odd sources: a module of about 20 lines beside the record, and Scrapy's own commands on the catalogue."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.catalogue import BUILT_IN, load_catalogue
from crawler.items import Outcome
from crawler.spiders.base import NewsroomSpider
from crawler.spiders.ordinary import spider_of
from tests.crawl.small_web import SmallWeb, newsroom, put_article, source_of

LIST = "http://www.isct.ac.jp/expansion/get_media_list_json.php?lang_cd=ja"


def test_a_list_of_escaped_json_is_read_by_the_source_s_own_module(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]]
) -> None:
    source = next(source for source in load_catalogue([BUILT_IN]) if source.id == "jp_isct")
    assert source.listing == LIST.replace("http:", "https:")
    # The invented web speaks no TLS.
    plain = {"home": source.home.replace("https:", "http:"), "listing": LIST}
    items = {
        "0": {
            "TITLE": "Cells &amp; light",
            "MEDIA_CD": "abc123",
            "PUBLISH_DATE": "2026/10/05",
            "META_DESCRIPTION": "x",
        },
        "1": {"TITLE": "A prize", "MEDIA_CD": "def456", "PUBLISH_DATE": "soon", "META_DESCRIPTION": ""},
    }
    web.put(LIST, escape(json.dumps(items)))
    put_article(web, "http://www.isct.ac.jp/ja/news/abc123", "Cells & light", "2026-10-05", "Light moves cells. ")
    put_article(web, "http://www.isct.ac.jp/ja/news/def456", "A prize", "2026-10-04", "A prize was given. ")

    (report,) = crawl(replace(source, **plain))
    assert (report.outcome, report.articles_new) == (Outcome.OK, 2), report
    assert archive("SELECT url, title, published_at FROM entries ORDER BY id") == [
        ("http://www.isct.ac.jp/ja/news/abc123", "Cells & light", "2026-10-05"),
        ("http://www.isct.ac.jp/ja/news/def456", "A prize", None),
    ]


def test_a_bug_ends_only_its_own_source_and_keeps_its_traceback(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]], tmp_path: Path
) -> None:
    broken = next(source for source in load_catalogue([BUILT_IN]) if source.id == "jp_isct")
    web.put(LIST, "<html><body>Under maintenance</body></html>")
    newsroom(web, "news.clinic.example", 3)
    reports = crawl(
        replace(broken, home="http://www.isct.ac.jp/", listing=LIST), source_of("gb_clinic", "news.clinic.example")
    )
    assert [report.outcome for report in reports] == [Outcome.CRASHED, Outcome.OK]
    assert "JSONDecodeError" in (reports[0].reason or "")
    assert archive("SELECT source, outcome FROM crawls ORDER BY source") == [
        ("gb_clinic", "ok"),
        ("jp_isct", "crashed"),
    ]
    log = (tmp_path / "home" / "crawl.log").read_text()
    assert "jp_isct.py" in log
    assert "Traceback" in log


def test_every_record_becomes_a_spider() -> None:
    for source in load_catalogue([BUILT_IN]):
        spider = spider_of(source)
        assert issubclass(spider, NewsroomSpider)
        assert spider.name == source.id


def test_scrapy_s_own_commands_know_the_catalogue_and_crawl(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    records = tmp_path / "data" / "sources"
    records.mkdir(parents=True)
    (records / "gb.toml").write_text(
        '[gb_inner]\nname = "Inner"\nkind = "hospital"\nhome = "http://127.0.0.1:9/"\nlanguages = ["en"]\n'
    )

    def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
        environ = os.environ | {"NEWSWARD_CONTACT": "desk@example.org"}
        command = [sys.executable, "-m", "scrapy", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60)

    listed = scrapy("list").stdout.split()
    assert {"fr_aphp", "gb_inner"} <= set(listed)
    ran = scrapy("crawl", "gb_inner")
    assert ran.returncode == 0, ran.stderr
    with Database(tmp_path / "data" / "archive.db") as db:
        assert db.execute("SELECT source, outcome FROM crawls").fetchall() == [("gb_inner", "http_error")]
