"""Pages that draw themselves by script are drawn, where the operator wants it, by a browser without a network."""

# ruff: noqa: E501 - a page on one line

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import browser_fault
from crawler.crawls import CrawlRefused
from tests.crawl.small_web import WORDS, SmallWeb, newsroom, source_of

HOST = "news.clinic.example"
PAGE = f"http://{HOST}/news/2026/10/0000-patients-feel-less-pain-after-new-treatment-0"
TITLE = "Patients feel less pain after new treatment, part 0"
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def inner() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine that notes whoever connects to it."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(200))
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def put_app(web: SmallWeb, port: int) -> None:
    """An article that a script draws from data, and that tries to reach other machines on the way."""
    newsroom(web, HOST, 1)
    inside = f"127.0.0.1:{port}"
    script = f"""
      for (const url of ["http://{inside}/a", "http://localhost:{port}/b", "http://other.example/c"]) fetch(url).catch(() => 0);
      try {{ new WebSocket("ws://{inside}/d"); }} catch (e) {{}}
      new Image().src = "http://{inside}/e";
      const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:{inside}"}}]}});
      peer.createDataChannel("x"); peer.createOffer().then(o => peer.setLocalDescription(o));
      fetch("/api/story").then(r => r.json()).then(story => {{
        document.title = story.title;
        document.getElementById("root").innerHTML =
          "<article><h1>" + story.title + "</h1><time datetime='2026-10-28'>28 October 2026</time>"
          + story.lines.map(l => "<p>" + l + "</p>").join("") + "<img src='/photo.jpg'></article>";
      }});"""
    web.put(
        PAGE,
        f"<html lang='en'><head><title>Clinic</title></head><body><div id='root'></div><noscript>Needs JavaScript.</noscript><script>{script}</script></body></html>",
    )
    lines = ", ".join(f'"Line {number}. {WORDS}"' for number in range(3))
    web.put(f"http://{HOST}/api/story", f'{{"title": "{TITLE}", "lines": [{lines}]}}', kind="application/json")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None or find_spec("playwright") is None, reason="needs chromium and playwright")
def test_a_page_is_drawn_from_what_the_crawl_fetched(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]], inner: tuple[int, list[bytes]]
) -> None:
    port, heard = inner
    put_app(web, port)
    crawl(source_of("gb_clinic", HOST), browser=CHROMIUM)
    ((kind, title, text, day),) = archive("SELECT kind, title, text, published_at FROM scraped_articles")
    assert (kind, title, day[:10]) == ("article", TITLE, "2026-10-28") and "Line 2. The team" in text
    assert web.asked(f"http://{HOST}/api/story") == 1
    assert web.asked(f"http://{HOST}/photo.jpg") == 0 and not [url for url, _ in web.log if "other.example" in url]
    assert heard == [], "the browser reached a machine by itself"


def test_without_the_setting_the_page_says_what_would_help(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]]
) -> None:
    put_app(web, 9)
    crawl(source_of("gb_clinic", HOST))
    ((kind, reason),) = archive("SELECT kind, reason FROM scraped_articles")
    assert kind == "needs_browser" and "`browser`" in reason


def test_a_browser_that_is_not_there_refuses_to_start(web: SmallWeb, crawl: Callable[..., Any], tmp_path: Path) -> None:
    newsroom(web, HOST, 1)
    with pytest.raises(CrawlRefused, match="browser"):
        crawl(source_of("gb_clinic", HOST), browser=str(tmp_path / "none"))
    assert web.log == []


def test_no_setting_is_no_fault() -> None:
    assert browser_fault(None) is None
    assert "no program" in (browser_fault(os.devnull) or "no program")
