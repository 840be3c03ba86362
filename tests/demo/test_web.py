"""The demo web itself: does it answer as real servers do, and is every trap it promises there?"""

from __future__ import annotations

import gzip
import http.client
import json
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from demo import truth
from demo.content import institutions
from demo.web import DemoWeb, Request, serve

FEED = "http://www.uni-rheinau.example/aktuelles/meldungen/feed.xml"
REVISED = "http://www.uni-rheinau.example/aktuelles/meldungen/detail/wildbienen-weinberg-bluehstreifen"
WITHDRAWN = "http://www.uni-rheinau.example/aktuelles/meldungen/detail/batterie-natrium-schnellladen"


class Answer:
    def __init__(self, response: http.client.HTTPResponse, body: bytes) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = body


def ask(web: DemoWeb, url: str, **headers: str) -> Answer:
    """One request in absolute form, as to a proxy; header names with _ for -."""
    connection = http.client.HTTPConnection(urlsplit(web.proxy).netloc, timeout=10)
    try:
        connection.request("GET", url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response, response.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with serve() as web:
        yield web


@pytest.fixture
def second_night(web: DemoWeb) -> Iterator[DemoWeb]:
    web.set_night(2)
    yield web
    web.set_night(1)


def test_a_site_answers_by_absolute_address_and_by_host_header(web: DemoWeb) -> None:
    by_proxy = ask(web, "http://www.uni-rheinau.example/")
    connection = http.client.HTTPConnection(urlsplit(web.proxy).netloc, timeout=10)
    connection.request("GET", "/", headers={"Host": "www.uni-rheinau.example"})
    by_host = connection.getresponse().read()
    connection.close()
    assert by_proxy.status == 200
    assert "Universität Rheinau" in by_proxy.body.decode()
    assert by_host == by_proxy.body
    assert ask(web, "http://www.unheard-of.example/").status == 502


@pytest.mark.parametrize("url", [FEED, REVISED, "http://www.uni-rheinau.example/aktuelles/meldungen"])
def test_an_unchanged_page_answers_304_to_its_own_validators_and_200_to_others(web: DemoWeb, url: str) -> None:
    first = ask(web, url)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    again = ask(web, url, If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == etag
    assert ask(web, url, If_Modified_Since=modified).status == 304
    assert ask(web, url, If_None_Match='"other"', If_Modified_Since=modified).status == 200
    assert ask(web, url, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert ask(web, url, If_Modified_Since="yesterday").status == 200


def test_the_second_night_edits_withdraws_and_adds(second_night: DemoWeb) -> None:
    web = second_night
    web.set_night(1)
    before = ask(web, REVISED)
    assert ask(web, WITHDRAWN).status == 200
    web.set_night(2)
    after = ask(web, REVISED, If_None_Match=before.headers["etag"])
    assert after.status == 200
    assert "14 000 Bienen" in after.body.decode()
    assert "14 000 Bienen" not in before.body.decode()
    assert ask(web, WITHDRAWN).status == 410
    feed = ask(web, FEED).body.decode()
    arrived = [url for url in truth.arrived(2) if "uni-rheinau" in url]
    assert len(arrived) == 2
    assert all(url in feed for url in arrived)
    assert WITHDRAWN not in feed


def test_every_article_and_every_other_page_answers(web: DemoWeb) -> None:
    for one in truth.articles(1):
        if "cedarfield" in one.url:  # it may be throttling us just now
            continue
        assert ask(web, one.url).status == 200, one.url
    for site in institutions():
        paths = [page.path for page in site.pages]
        assert "cedarfield" in site.host or all(ask(web, site.origin + path).status == 200 for path in paths)


def test_a_throttling_host_says_when_to_come_back_and_means_it() -> None:
    with serve() as web:
        url = "http://www.cedarfield.example/news"
        answers = [ask(web, url) for _ in range(7)]
        assert [answer.status for answer in answers] == [200] * 5 + [429] * 2
        assert answers[5].headers["retry-after"] == "1"
        time.sleep(1.05)
        assert ask(web, url).status == 200


def test_a_moved_article_is_behind_two_redirects(web: DemoWeb) -> None:
    with serve() as web:
        first = ask(web, "http://www.cedarfield.example/node/4417")
        second = ask(web, first.headers["location"])
        last = ask(web, second.headers["location"])
    assert [first.status, second.status, last.status] == [301, 301, 200]


def test_a_removed_page_says_so_with_status_200() -> None:
    with serve() as web:
        answer = ask(web, "http://www.cedarfield.example/news/spring-seminar-series")
    assert answer.status == 200
    assert "Page not found" in answer.body.decode()


def test_robots_files_are_of_all_kinds(web: DemoWeb) -> None:
    assert "Crawl-delay: 0.2" in ask(web, "http://www.univ-sequane.example/robots.txt").body.decode()
    assert "Disallow: /interne/" in ask(web, "http://www.hopitaux-saint-mathurin.example/robots.txt").body.decode()
    assert ask(web, "http://www.chu-armor.example/robots.txt").status == 404
    html = ask(web, "http://www.alcazaba.example/robots.txt")
    assert html.status == 200
    assert html.body.startswith(b"<!DOCTYPE html>")


def test_sitemaps_are_of_all_kinds(web: DemoWeb) -> None:
    index = ask(web, "http://www.thamesgate.example/sitemap_index.xml").body.decode()
    assert "/sitemap-en.xml.gz" in index
    packed = ask(web, "http://www.thamesgate.example/sitemap-en.xml.gz")
    assert "cord-cells-lupus" in gzip.decompress(packed.body).decode()
    news = ask(web, "http://www.thamesgate.example/news-sitemap.xml").body.decode()
    assert "<news:news>" not in news, "its newest article is older than two days"
    text = ask(web, "http://www.hollinsvalley.example/sitemap.txt").body.decode()
    assert "http://www.hollinsvalley.example/news/article.php?id=101\n" in text
    now = "http://www.hopitaux-saint-mathurin.example/sitemap.xml"
    first, second = ask(web, now), ask(web, now)
    assert first.body != second.body, "its lastmod is always now"
    assert "etag" not in first.headers


def test_feeds_are_of_all_kinds(web: DemoWeb) -> None:
    assert "utm_source=rss" in ask(web, "http://www.univ-sequane.example/feed/").body.decode()
    atom = ask(web, "http://www.lindenberg-institut.example/presse/pressemitteilungen/atom.xml").body.decode()
    assert "<published>2026-11-19T09:00:00+01:00</published>" in atom
    with serve() as fresh:
        said = json.loads(ask(fresh, "http://www.cedarfield.example/news/feed.json").body)
    assert said["version"].startswith("https://jsonfeed.org/")
    posts = ask(web, "http://www.alcazaba.example/wp-json/wp/v2/posts?per_page=3&page=2")
    assert (len(json.loads(posts.body)), posts.headers["x-wp-totalpages"]) == (3, "3")
    assert ask(web, "http://www.alcazaba.example/wp-json/wp/v2/posts?per_page=3&page=9").status == 400


def test_a_list_filled_by_a_script_is_empty_and_names_its_data(web: DemoWeb) -> None:
    page = ask(web, "http://www.kitahama-u.example/news/").body.decode()
    assert "昆布" not in page
    assert 'data-src="/assets/data/news.json"' in page
    data = json.loads(ask(web, "http://www.kitahama-u.example/assets/data/news.json").body)
    assert any("昆布" in item["title"] for item in data["items"])


def test_pages_are_paged_and_unknown_parameters_are_ignored(web: DemoWeb) -> None:
    base = "http://www.hopitaux-saint-mathurin.example/actualites"
    assert ask(web, base).body != ask(web, f"{base}?page=1").body
    assert ask(web, f"{base}?utm_source=rss").body == ask(web, base).body


def test_charsets_are_broken_as_promised(web: DemoWeb) -> None:
    glass = next(one.url for one in truth.articles(1) if "glas-das-sich" in one.url)
    said_utf8 = ask(web, glass)
    assert said_utf8.headers["content-type"] == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        said_utf8.body.decode("utf-8")
    assert "Glas, das über Nacht heilt" in said_utf8.body.decode("windows-1252")
    silent = ask(web, next(one.url for one in truth.articles(1) if "ウニ" in one.title))
    assert silent.headers["content-type"] == "text/html"
    assert b"charset" not in silent.body
    assert "昆布を食べ尽くすウニ" in silent.body.decode("shift_jis")


def test_a_body_that_never_ends_goes_on_past_the_cap_of_any_crawler(web: DemoWeb) -> None:
    (url,) = truth.endless()
    connection = http.client.HTTPConnection(urlsplit(web.proxy).netloc, timeout=10)
    connection.request("GET", url)
    response = connection.getresponse()
    assert response.getheader("Content-Length") is None
    read = sum(len(response.read(1_000_000)) for _ in range(11))
    response.close()
    connection.close()
    assert read == 11_000_000


def test_everything_is_logged(web: DemoWeb) -> None:
    ask(web, "http://www.uni-rheinau.example/impressum", X_Test="here")
    mine: list[Request] = []
    patience = time.monotonic() + 10
    while not mine and time.monotonic() < patience:  # written after the answer was sent, among others
        mine = [line for line in web.log if line.headers.get("x-test") == "here"]
    assert [(line.host, line.path, line.status) for line in mine] == [("www.uni-rheinau.example", "/impressum", 404)]
