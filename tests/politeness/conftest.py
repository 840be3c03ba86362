"""A web of invented hosts on one loopback port, and a process that crawls it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.politeness.web import Web

HERE = Path(__file__).resolve().parent
Crawl = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.close()


@pytest.fixture(scope="session")
def crawling() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.politeness.crawling"],
        cwd=HERE.parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    assert process.stdin is not None
    process.stdin.close()
    process.wait(timeout=10)


@pytest.fixture
def crawl(crawling: subprocess.Popen[str], web: Web, tmp_path: Path) -> Crawl:
    """`crawl(urls, urls, …, proxy=…)`: one source a list, all at once; what each source saw."""

    def run(*sources: list[str] | dict[str, Any], **options: Any) -> list[dict[str, Any]]:
        job: dict[str, Any] = {"home": str(tmp_path), "contact": "desk@example.org", "proxy": web.proxy} | options
        job["sources"] = [source if isinstance(source, dict) else {"urls": source} for source in sources]
        assert crawling.stdin is not None and crawling.stdout is not None
        crawling.stdin.write(json.dumps(job) + "\n")
        crawling.stdin.flush()
        answer: list[dict[str, Any]] = json.loads(crawling.stdout.readline())
        return answer

    return run
