"""Only the public web is connected to, whatever a page, a redirect or a name server says."""

from __future__ import annotations

from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from zope.interface import implementer

from crawler.politeness.addresses import ip_fault, port_fault, url_fault
from crawler.politeness.downloads import CheckedReactor
from crawler.politeness.refusals import Refusal
from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web

INNER = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fd00::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo, to 192.0.2.45
]


@pytest.mark.parametrize("ip", INNER)
def test_addresses_that_are_not_public_are_refused(ip: str) -> None:
    assert ip_fault(ip) is not None


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:4700::1111", "64:ff9b::93.184.216.34", "::ffff:93.184.216.34"])
def test_public_addresses_are_not(ip: str) -> None:
    assert ip_fault(ip) is None


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_opened_for_the_demo_only(ip: str) -> None:
    assert ip_fault(ip, allow_loopback=True) is None
    assert ip_fault("10.0.0.1", allow_loopback=True) is not None
    assert port_fault("127.0.0.1", 54321, allow_loopback=True) is None
    assert port_fault("93.184.216.34", 54321, allow_loopback=True) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",  # 127.0.0.1 as one number
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://localhost/",
        "http://LocalHost./",
        "http://news.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://intranet/",
        "http://router.lan/",
        "ftp://h.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http:///path",
        "http://user@h.example/",
        "http://h.example@10.0.0.1/",
        "http://user:word@h.example/",
        "http://h.example\\@10.0.0.1/",
        "http://h.example:22/",
        "http://h.example:70000/",
        "http://h.example:6379/",
        "http://h.exa mple/",
        "http://[oops/",
        "http://-h.example/",
    ],
)
def test_addresses_that_lead_inside_are_refused_by_their_looks(url: str) -> None:
    assert url_fault(url) is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.univ-x.example/actualités?p=1",
        "http://h.example:8080/",
        "https://h.example:8443/",
        "http://xn--bcher-kva.example/",
        "http://93.184.216.34/",
        "http://a_b.h.example/",
        "https://localhost.example/",
        "http://127.0.0.1.example/",
    ],
)
def test_addresses_of_the_public_web_pass(url: str) -> None:
    assert url_fault(url) is None


def test_with_a_proxy_names_are_its_business_but_literal_addresses_are_not() -> None:
    assert url_fault("http://news.local:8123/", proxied=True) is None
    assert url_fault("http://169.254.169.254/latest", proxied=True) is not None
    assert url_fault("ftp://h.example/", proxied=True) is not None


@implementer(IHostnameResolver)
class Fickle:
    """A name server under an attacker's hand: each question gets the next answer."""

    def __init__(self, *answers: list[IPv4Address | IPv6Address]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any, **__: Any) -> Any:
        receiver.resolutionBegan(None)
        for address in self.answers.pop(0):
            receiver.addressResolved(address)
        receiver.resolutionComplete()
        return receiver


def connect(reactor: MemoryReactorClock, port: int = 80) -> Any:
    """Connect to a name as the handler does; what became of it."""
    checked = CheckedReactor(reactor, lambda ip, port: ip_fault(ip) or port_fault(ip, port))
    ends: list[Any] = []
    HostnameEndpoint(checked, "rebind.example", port).connect(Factory()).addBoth(ends.append)
    reactor.advance(1)
    return ends[0] if ends else None


def v4(ip: str) -> IPv4Address:
    return IPv4Address("TCP", ip, 80)


def test_a_name_that_turns_inward_is_refused_at_the_next_connection() -> None:
    reactor = MemoryReactorClock()
    reactor.installNameResolver(Fickle([v4("93.184.216.34")], [v4("127.0.0.1")], [IPv6Address("TCP", "::1", 80)]))
    assert connect(reactor) is None  # on its way
    assert [client[:2] for client in reactor.tcpClients] == [("93.184.216.34", 80)]
    for _ in range(2):
        refusal = connect(reactor)
        assert refusal.check(Refusal) and refusal.value.cls == "address"
    assert len(reactor.tcpClients) == 1


def test_of_several_addresses_only_the_public_ones_are_connected_to() -> None:
    reactor = MemoryReactorClock()
    reactor.installNameResolver(Fickle([v4("10.0.0.1"), v4("93.184.216.34"), v4("192.168.0.1")]))
    connect(reactor)
    assert [client[0] for client in reactor.tcpClients] == ["93.184.216.34"]


def test_a_name_of_this_machine_is_refused_before_a_byte_is_sent(web: Web, crawl: Crawl) -> None:
    """The whole way, with Scrapy's own handler underneath; the port is one nobody may use, so one that is."""
    web.pages["inside.example/a"] = Reply()
    urls = ["http://inside.example:8080/a", "https://inside.example/a"]
    (seen,) = crawl(urls, proxy=None, names={"inside.example": "127.0.0.1"})
    assert {entry[1] for entry in seen["refused"]} == {"address"}
    assert len(seen["refused"]) == 2
    assert "127.0.0.1 is a loopback address" in seen["refused"][0][2]
    assert web.log == []


def test_the_same_name_is_reached_when_loopback_is_open(web: Web, crawl: Crawl) -> None:
    web.pages["open.example/a"] = Reply()
    url = f"http://open.example:{web.port}/a"
    (seen,) = crawl([url], proxy=None, allow_loopback=True, names={"open.example": "127.0.0.1"})
    assert seen["pages"] == [[url, 200, 37]]


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://167772161/",
        "http://0xa.1/",
        "http://[fd00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "//192.168.0.1/",
        "http://user:word@h.example/",
        "http://private.example/",
        "http://printer.local/",
    ],
)
def test_a_redirect_inward_is_refused(web: Web, crawl: Crawl, target: str) -> None:
    web.pages["jump.example/a"] = Reply(302, b"", {"Location": target})
    url = f"http://jump.example:{web.port}/a"
    names = {"jump.example": "127.0.0.1", "private.example": "10.0.0.1"}
    (seen,) = crawl([url], proxy=None, allow_loopback=True, names=names)
    assert [entry[1] for entry in seen["refused"]] == ["address"]
    assert seen["pages"] == []


def test_a_redirect_to_another_scheme_is_not_followed(web: Web, crawl: Crawl) -> None:
    web.pages["scheme.example/a"] = Reply(302, b"", {"Location": "file:///etc/passwd"})
    (seen,) = crawl(["http://scheme.example/a"])
    assert web.paths("scheme.example") == ["/robots.txt", "/a"]
    assert seen["refused"] == [] and seen["errors"][0][1:] != ["crashed"]


def test_the_name_and_word_of_the_proxy_stay_with_the_proxy(web: Web, crawl: Crawl) -> None:
    web.pages["plain.example/a"] = Reply(302, b"", {"Location": "http://next.example/b"})
    web.pages["next.example/b"] = Reply()
    proxy = f"http://reader:secret@127.0.0.1:{web.port}"
    (seen,) = crawl(["http://plain.example/a"], proxy=proxy)
    assert seen["pages"] == [["http://next.example/b", 200, 37]]
    for hit in web.log:
        assert hit.headers["proxy-authorization"].startswith("Basic ")
        assert "authorization" not in hit.headers


def test_a_proxy_named_by_the_environment_is_not_used(web: Web, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages["direct.example/a"] = Reply()
    url = f"http://direct.example:{web.port}/a"
    (seen,) = crawl(
        [url], proxy=None, allow_loopback=True, names={"direct.example": "127.0.0.1"},
        environ={"http_proxy": "http://127.0.0.1:9"},
    )  # fmt: skip
    assert seen["pages"] == [[url, 200, 37]]
