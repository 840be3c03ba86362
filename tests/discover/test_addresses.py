"""One spelling for one address; what belongs to one site; what an address says of the page behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import address_key, article_likeness, normalize_address, resolve_address, same_site, site_of


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTP://WWW.Example.ORG:80", "http://www.example.org/"),
        ("https://example.org:443/a#top", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/../../c", "https://example.org/c"),
        ("https://example.org/%7euser/%c3%a9t%c3%a9", "https://example.org/~user/%C3%A9t%C3%A9"),
        ("https://example.org/été à/", "https://example.org/%C3%A9t%C3%A9%20%C3%A0/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/n?id=5&utm_source=x&fbclid=1&b=2", "https://example.org/n?id=5&b=2"),
        ("https://example.org/n;jsessionid=AB12?x=1", "https://example.org/n?x=1"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        (" https://example.org/a\n", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
    ],
)
def test_spellings_of_one_address_become_one(written: str, one: str) -> None:
    assert normalize_address(written) == one


@pytest.mark.parametrize(
    "written",
    [
        "",
        "mailto:a@b.c",
        "/news",
        "javascript:void(0)",
        "http://",
        "https://[::1",
        "x" * 3000,
        "https://u.example/" + "語" * 400,
    ],
)
def test_what_is_no_web_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        normalize_address(written)


@given(st.text(max_size=60), st.text(max_size=30))
def test_normalizing_twice_changes_nothing(path: str, query: str) -> None:
    try:
        once = normalize_address(f"https://example.org/{path}?{query}")
    except ValueError:
        return
    assert normalize_address(once) == once
    assert once.isascii()


def test_links_are_resolved_and_dead_ends_are_none() -> None:
    page = "https://example.org/news/index.html"
    assert resolve_address(page, "../a?utm_medium=x") == "https://example.org/a"
    assert resolve_address(page, "//cdn.example.org/b") == "https://cdn.example.org/b"
    for href in ("#more", "mailto:x@example.org", "javascript:;", "", "http://[bad"):
        assert resolve_address(page, href) is None


def test_keys_join_what_servers_treat_alike() -> None:
    assert address_key("http://www.example.org/news/index.html") == address_key("https://example.org/news/")
    assert address_key("https://example.org/news?id=1") != address_key("https://example.org/news?id=2")


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.example.ac.uk", "example.ac.uk"),
        ("www.u-tokyo.ac.jp", "u-tokyo.ac.jp"),
        ("granulares.frlp.utn.edu.ar", "utn.edu.ar"),
        ("lab.github.io", "lab.github.io"),
        ("www.univ.example", "univ.example"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_site_is_what_one_owner_holds(host: str, site: str) -> None:
    assert site_of(host) == site


def test_host_families() -> None:
    assert same_site("https://www.aphp.fr/", "http://presse.aphp.fr/x")
    assert not same_site("https://one.github.io/", "https://two.github.io/")
    assert not same_site("https://a.ac.uk/", "https://b.ac.uk/")
    assert not same_site("mailto:x", "https://a.org/")


def test_articles_look_like_articles_and_sections_do_not() -> None:
    for url in (
        "https://u.example/2024/05/12/new-drug/",
        "https://u.example/news/a-new-drug-for-old-mice.html",
        "https://u.example/board/view.php?idx=1234",
        "https://u.example/aktuelles/meldung/12345",
        "https://u.example/news/20240512_press.html",
    ):
        assert article_likeness(url) >= 0.5, url
    for url in (
        "https://u.example/",
        "https://u.example/news/",
        "https://u.example/about-us",
        "https://u.example/team",
    ):
        assert article_likeness(url) < 0.4, url
