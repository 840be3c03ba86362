"""No answer takes more than its share: size, unpacked size, time, redirects; and nothing is said that need not be."""

from __future__ import annotations

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from crawler.politeness.limits import MAX_BYTES
from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web


def test_a_body_that_never_ends_is_given_up(web: Web, crawl: Crawl) -> None:
    """The time is for the whole answer: a byte now and then does not extend it."""

    def drip(answer: BaseHTTPRequestHandler) -> None:
        answer.send_response(200)
        answer.end_headers()
        for _ in range(100):
            try:
                answer.wfile.write(b"<p>")
            except OSError:
                return
            time.sleep(0.05)

    web.pages["drip.example/a"] = drip
    (seen,) = crawl(["http://drip.example/a"], settings={"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0})
    assert [entry[1] for entry in seen["errors"]] == ["timeout"]


def test_a_host_that_never_answers_is_given_up(web: Web, crawl: Crawl) -> None:
    def silent(_: BaseHTTPRequestHandler) -> None:
        time.sleep(2)

    web.pages["silent.example/a"] = silent
    (seen,) = crawl(["http://silent.example/a"], settings={"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0})
    assert [entry[1] for entry in seen["errors"]] == ["timeout"]


@pytest.mark.parametrize("length", [True, False])
def test_ten_megabytes_are_the_most(web: Web, crawl: Crawl, length: bool) -> None:
    """With the length announced, and without."""

    def large(answer: BaseHTTPRequestHandler) -> None:
        answer.send_response(200)
        if length:
            answer.send_header("Content-Length", str(MAX_BYTES + 1))
        answer.end_headers()
        try:
            for _ in range(MAX_BYTES // 65536 + 1):
                answer.wfile.write(b"x" * 65536)
        except OSError:
            return

    host = f"large{length:d}.example"
    web.pages[f"{host}/a"] = large
    web.pages[f"{host}/b"] = Reply(body=b"x" * (MAX_BYTES - 1000))
    (seen,) = crawl([f"http://{host}/a", f"http://{host}/b"])
    assert [entry[1] for entry in seen["errors"]] == ["too_large"]
    assert seen["pages"] == [[f"http://{host}/b", 200, MAX_BYTES - 1000]]


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_is_not_unpacked(web: Web, crawl: Crawl, layers: int) -> None:
    body = bytes(MAX_BYTES + 1)
    for _ in range(layers):
        body = gzip.compress(body)
    host = f"bomb{layers}.example"
    web.pages[f"{host}/a"] = Reply(body=body, headers={"Content-Encoding": ", ".join(["gzip"] * layers)})
    (seen,) = crawl([f"http://{host}/a"])
    assert [entry[1] for entry in seen["refused"]] == ["too_large"]
    assert seen["refused"][0][2] == f"http://{host}/a is larger than 10 MB when unpacked"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_packed_as_it_says_is_told(web: Web, crawl: Crawl, encoding: str) -> None:
    web.pages[f"{encoding}.example/a"] = Reply(body=b"this is plain text", headers={"Content-Encoding": encoding})
    (seen,) = crawl([f"http://{encoding}.example/a"])
    assert [entry[1] for entry in seen["errors"]] == ["parse"]
    assert f"packed with {encoding}" in seen["errors"][0][2]


def test_an_answer_that_breaks_off_is_told_in_words(web: Web, crawl: Crawl) -> None:
    def half(answer: BaseHTTPRequestHandler) -> None:
        answer.send_response(200)
        answer.send_header("Content-Length", "1000")
        answer.end_headers()
        answer.wfile.write(b"half")

    def none(answer: BaseHTTPRequestHandler) -> None:
        answer.wfile.write(b"\r\n")

    web.pages["half.example/a"] = half
    web.pages["none.example/a"] = none
    (seen,) = crawl(["http://half.example/a", "http://none.example/a"])
    assert [entry[1] for entry in seen["errors"]] == ["unreachable", "unreachable"]
    assert not any("object at" in entry[2] for entry in seen["errors"])


def test_ten_redirects_are_the_most(web: Web, crawl: Crawl) -> None:
    for hop in range(20):
        web.pages[f"hops.example/{hop}"] = Reply(302, b"", {"Location": f"/{hop + 1}"})
    (seen,) = crawl(["http://hops.example/0", "http://hops.example/15"])
    assert web.paths("hops.example").count("/10") == 1
    assert "/11" not in web.paths("hops.example")
    assert [entry[1] for entry in seen["refused"]] == ["redirects"]
    assert seen["pages"] == [["http://hops.example/20", 404, 12]]


def test_a_circle_is_left_at_once(web: Web, crawl: Crawl) -> None:
    web.pages["circle.example/a"] = Reply(302, b"", {"Location": "/b"})
    web.pages["circle.example/b"] = Reply(302, b"", {"Location": "/a"})
    (seen,) = crawl(["http://circle.example/a"])
    assert web.paths("circle.example") == ["/robots.txt", "/a", "/b"]
    assert seen["refused"][0][1] == "redirects"


def test_nothing_is_said_but_who_asks(web: Web, crawl: Crawl) -> None:
    refresh = b'<html><head><meta http-equiv="refresh" content="0; url=/other"></head></html>'
    web.pages["quiet.example/a"] = Reply(302, b"", {"Location": "/b", "Set-Cookie": "id=1"})
    web.pages["quiet.example/b"] = Reply(body=refresh)
    (seen,) = crawl(["http://quiet.example/a"])
    assert seen["pages"] == [["http://quiet.example/b", 200, len(refresh)]]  # a meta refresh is content
    for hit in web.asked("quiet.example"):
        assert {"cookie", "referer", "accept-language"}.isdisjoint(hit.headers)
        assert hit.headers["user-agent"].startswith("Newsward/")
        assert "desk@example.org" in hit.headers["user-agent"]
        assert hit.headers["from"] == "desk@example.org"
