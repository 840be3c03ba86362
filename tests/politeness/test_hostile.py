"""Answers made to harm: none may be taken for our own bug, and none takes more than its share."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.politeness.addresses import ip_fault, url_fault
from crawler.politeness.rules import Rules
from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web


@pytest.mark.parametrize(
    "target",
    [
        "",
        "http://",
        "http:///b",
        "//",
        "http://[oops/",
        "http://[::1",
        "http://h.example:99999/",
        "http://h.example:port/",
        "http://h..example/",
        "http://" + "a" * 300 + ".example/",
        "http://\xff\xfe.example/",
        "http://xn--\xff.example/",
        "javascript:alert(1)",
        "mailto:a@h.example",
        "\\\\h.example\\b",
        "/" + "x" * 9000,
    ],
)
def test_redirects_to_nowhere_have_a_class(web: Web, crawl: Crawl, target: str) -> None:
    web.pages["odd.example/a"] = Reply(302, b"", {"Location": target})
    (seen,) = crawl(["http://odd.example/a"])
    assert len(seen["errors"]) + len(seen["pages"]) == 1
    assert "crashed" not in [entry[1] for entry in seen["errors"]]


def test_headers_without_end_are_given_up(web: Web, crawl: Crawl) -> None:
    sent = [0]

    def endless(answer: BaseHTTPRequestHandler) -> None:
        line = b"X-Filler: " + b"x" * 8000 + b"\r\n"
        answer.wfile.write(b"HTTP/1.1 200 OK\r\n")
        until = time.monotonic() + 5
        try:
            while time.monotonic() < until:
                answer.wfile.write(line)
                sent[0] += len(line)
        except OSError:
            return

    web.pages["endless.example/a"] = endless
    (seen,) = crawl(["http://endless.example/a"], settings={"RETRY_TIMES": 0})
    assert [entry[1] for entry in seen["errors"]] == ["unreachable"]
    assert sent[0] < 20_000_000  # what the sockets hold, not what five seconds give


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"User-agent: *\n{text}".encode()))
@settings(max_examples=200, deadline=None)
def test_any_robots_file_is_read(body: bytes) -> None:
    rules = Rules(body)
    rules.allowed("https://h.example/x")
    rules.sitemaps("https://h.example/robots.txt")
    assert rules.delay() is None or rules.delay() > 0  # type: ignore[operator]


@given(st.text(max_size=80) | st.text(max_size=40).map(lambda host: f"http://{host}/"))
@settings(max_examples=300, deadline=None)
def test_any_address_is_judged(url: str) -> None:
    assert url_fault(url) is None or isinstance(url_fault(url), str)


@given(st.ip_addresses(v=4))
@settings(max_examples=300, deadline=None)
def test_no_local_ipv4_address_passes(ip: IPv4Address) -> None:
    for written in (str(ip), f"::ffff:{ip}", f"64:ff9b::{ip}", f"2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::1"):
        if ip_fault(written) is None:
            assert ip.is_global and not (ip.is_multicast or ip.is_reserved)


@given(st.ip_addresses(v=6))
@settings(max_examples=300, deadline=None)
def test_no_local_ipv6_address_passes(ip: IPv6Address) -> None:
    if ip_fault(str(ip)) is None:
        assert not (ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_site_local or ip.is_unspecified)
