"""One host is asked slowly, whoever asks."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler

from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web


def pages(web: Web, host: str, names: str) -> list[str]:
    for name in names:
        web.pages[f"{host}/{name}"] = Reply()
    return [f"http://{host}/{name}" for name in names]


def test_two_sources_on_one_host_share_its_delay(web: Web, crawl: Crawl) -> None:
    one, two = crawl(pages(web, "shared.example", "abc"), pages(web, "shared.example", "xyz"), delay=0.2)
    assert len(one["pages"]) + len(two["pages"]) == 6
    assert min(web.gaps("shared.example")) >= 0.17


def test_two_hosts_do_not_wait_for_each_other(web: Web, crawl: Crawl) -> None:
    crawl(pages(web, "left.example", "ab"), pages(web, "right.example", "ab"), delay=0.6)
    starts = sorted(web.asked(host, "/robots.txt")[0].at for host in ("left.example", "right.example"))
    assert starts[1] - starts[0] < 0.6


def test_a_record_may_ask_for_more_than_the_operator(web: Web, crawl: Crawl) -> None:
    crawl({"urls": pages(web, "record.example", "ab"), "delay": 0.4}, delay=0.0)
    assert min(web.gaps("record.example")) >= 0.36


def test_a_slow_host_is_asked_more_slowly(web: Web, crawl: Crawl) -> None:
    """AutoThrottle: a host that needs half a second gets a request every half second, not ten a second."""

    def slow(_: BaseHTTPRequestHandler) -> Reply:
        time.sleep(0.5)
        return Reply()

    for name in "abc":
        web.pages[f"tired.example/{name}"] = slow
    (seen,) = crawl([f"http://tired.example/{name}" for name in "abc"], delay=0.1, settings={"CONCURRENT_REQUESTS": 1})
    assert min(web.gaps("tired.example")[1:]) >= 0.45
    assert seen["ledger"][0][-1] >= 0.3
