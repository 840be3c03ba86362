"""What a newsroom asks for on its first night and on later ones, and what it does when doors die."""

# ruff: noqa: E501 - pages stand as their systems write them

from __future__ import annotations

from crawler.discover.newsroom import Newsroom
from crawler.items import Door, DoorKind, Entry, PageKind, ScrapedArticle
from tests.discover.web import NOW, Site, html, source

HOME = "https://u.example/"
NAV = "<nav><a href='/about'>About</a><a href='/news/'>News</a></nav>"


def listing(numbers: range, after: str = "") -> bytes:
    items = "".join(
        f"<li><h3><a href='/news/discovery-of-a-new-method-{n}'>Discovery of a new method {n}</a></h3><span>{n} May 2025</span></li>"
        for n in numbers
    )
    more = f"<a rel='next' href='{after}'>Next</a>" if after else ""
    return html(f"{NAV}<main><ul>{items}</ul>{more}</main>")


def site(**more: bytes | str) -> Site:
    pages: dict[str, bytes | str] = {
        "/": html(NAV),
        "/news/": listing(range(21, 29), "/news/?page=2"),
        "/news/?page=2": listing(range(11, 21), "/news/?page=3"),
        "/news/?page=3": listing(range(1, 11)),
    }
    return Site("u.example", pages | more)


def addresses(numbers: range) -> set[str]:
    return {f"https://u.example/news/discovery-of-a-new-method-{n}" for n in numbers}


def test_the_first_night_walks_every_page_and_remembers_the_first() -> None:
    walked = site().walk(source(HOME, "en"))
    assert set(walked.entries) == addresses(range(1, 29))
    assert [(door.url, door.kind, door.found_on) for door in walked.doors] == [
        ("https://u.example/news/", DoorKind.LISTING, HOME)
    ]


def test_a_later_night_reads_page_two_only_for_something_new() -> None:
    doors = [Door(url="https://u.example/news/", kind=DoorKind.LISTING, found_on=HOME, how="anchor: News")]
    again = site().walk(source(HOME, "en"), doors, addresses(range(1, 29)))
    assert again.asked == ["https://u.example/news/"]
    assert set(again.entries) == addresses(range(21, 29)), "seen again, so that it is known to be still listed"
    behind = site().walk(source(HOME, "en"), doors, addresses(range(1, 25)))
    assert behind.asked == ["https://u.example/news/", "https://u.example/news/?page=2"]


def test_an_unchanged_door_ends_the_night() -> None:
    doors = [Door(url="https://u.example/news/", kind=DoorKind.LISTING, found_on=HOME, how="anchor: News")]
    walked = site().walk(source(HOME, "en"), doors, addresses(range(1, 29)), unchanged=["https://u.example/news/"])
    assert walked.asked == ["https://u.example/news/"]
    assert not walked.entries


def test_when_all_doors_are_dead_the_home_page_is_asked_again() -> None:
    doors = [Door(url="https://u.example/old/feed.xml", kind=DoorKind.FEED, found_on=HOME, how="link rel=alternate")]
    walked = site().walk(source(HOME, "en"), doors, addresses(range(1, 11)))
    assert walked.asked[:2] == ["https://u.example/old/feed.xml", HOME]
    assert set(walked.entries) == addresses(range(1, 29))


def test_a_door_that_has_become_html_is_named_and_replaced() -> None:
    doors = [Door(url="https://u.example/feed", kind=DoorKind.FEED, found_on=HOME, how="link rel=alternate")]
    walked = site(**{"/feed": html("gone")}).walk(source(HOME, "en"), doors)
    assert walked.problems == ["feed is HTML"]
    assert set(walked.entries) == addresses(range(1, 29))


def test_the_record_s_list_and_selectors_win() -> None:
    page = html(
        "<div class='x'><a class='t' href='/a1'>One</a><em>3.4.2025</em></div><div class='x'><a class='t' href='/a2'>Two</a><em>4.4.2025</em></div>"
        "<a class='other' href='/news/a-long-title-that-looks-like-news'>A long title that looks like news</a><a class='n' href='/l?p=2'>more</a>"
    )
    after = html("<div class='x'><a class='t' href='/a3'>Three</a><em>1.4.2025</em></div>")
    record = source(
        HOME,
        "en",
        listing="https://u.example/l",
        select=(("item", ".x"), ("link", "a.t"), ("title", "a.t"), ("date", "em"), ("next", "a.n")),
    )
    walked = Site("u.example", {"/l": page, "/l?p=2": after}).walk(record)
    assert {(path, walked.entries[HOME.rstrip("/") + path].published_at) for path in walked.paths} == {
        ("/a1", "2025-04-03"),
        ("/a2", "2025-04-04"),
        ("/a3", "2025-04-01"),
    }
    assert walked.asked == ["https://u.example/l", "https://u.example/l?p=2"]


def test_allow_and_deny_of_a_record() -> None:
    record = source(HOME, "en", listing="https://u.example/news/?page=3", allow=(r"method-\d$",), deny=(r"method-4$",))
    assert set(site().walk(record).entries) == addresses(range(1, 10)) - addresses(range(4, 5))


def test_a_robots_file_copied_from_another_host_names_the_sitemap_here() -> None:
    urls = "".join(f"<url><loc>{url}/</loc></url>" for url in sorted(addresses(range(1, 35))))
    pages = {"/map.xml": f"<urlset>{urls}</urlset>".encode()}
    here = site(**pages)
    here.robots.append("https://staging.example.net/x/map.xml")
    walked = here.walk(source(HOME, "en"))
    assert set(walked.entries) == {f"{url}/" for url in addresses(range(1, 35))}, "spelt as the site's own program does"


def test_old_links_of_a_site_that_moved_to_https_are_asked_there() -> None:
    page = html(
        f"{NAV}<main>{'<h2><a href=http://u.example/news/a-very-fine-result-1>A very fine result</a></h2><i>1 May 2025</i>'}</main>"
    )
    walked = Site("u.example", {"/": page, "/news/": page}).walk(source(HOME, "en"))
    assert set(walked.entries) == {"https://u.example/news/a-very-fine-result-1"}


def test_a_translated_home_page_that_is_gone_gives_way_to_its_folder() -> None:
    head = "<link rel='alternate' hreflang='fr' href='/fr/accueil-ancien'>"
    french = "<nav><a href='/fr/actualites'>Actualités</a></nav>"
    items = "".join(
        f"<li><a href='/fr/actualites/une-nouvelle-etude-{n}'>Une nouvelle étude {n}</a> <i>{n} mai 2025</i></li>"
        for n in range(1, 6)
    )
    pages = {
        "/": html(NAV, head=head),
        "/fr/": html(french, lang="fr"),
        "/fr/actualites": html(f"{french}<ul>{items}</ul>", lang="fr"),
    }
    walked = site(**pages).walk(source(HOME, "en", "fr"))
    assert len(walked.entries) == 28 + 5


def test_well_known_addresses_are_tried_only_when_nothing_else_is_left() -> None:
    feed = b"<rss version='2.0'><channel><generator>WordPress</generator><item><title>A</title><link>/hello-new-world/</link></item></channel></rss>"
    assert "https://u.example/feed/" not in site().walk(source(HOME, "en")).asked
    walked = Site("u.example", {"/": html("<p>Welcome</p>"), "/feed/": feed}).walk(source(HOME, "en"))
    assert walked.paths == {"/hello-new-world/"}


def test_hostile_pages_cost_little() -> None:
    loop = html(f"{NAV}<main>" + "".join(f"<a href='/news/?page={n}'>{n}</a>" for n in range(3000)) + "</main>")
    walked = Site("u.example", {"/": loop, "/news/": loop}).walk(source(HOME, "en"))
    assert len(walked.asked) < 20
    deep = html("<div>" * 5000 + "<a href=/news/>News</a>")
    assert Site("u.example", {"/": deep}).walk(source(HOME, "en")).entries == {}


def test_endless_pagination_comes_to_an_end() -> None:
    class Endless(Site):
        def get(self, url: str) -> tuple[str, bytes] | None:
            if "page=" in url:
                number = int(url.partition("page=")[2])
                return url, listing(range(number * 10, number * 10 + 9), f"/news/?page={number + 1}")
            return super().get(url)

    walked = Endless("u.example", {"/": html(NAV), "/news/": listing(range(1, 9), "/news/?page=1")}).walk(
        source(HOME, "en")
    )
    assert 50 < len(walked.asked) <= 70


def article(url: str, **more: object) -> ScrapedArticle:
    return ScrapedArticle(url=url, kind=PageKind.ARTICLE, **more)  # type: ignore[arg-type]


def test_the_last_word() -> None:
    newsroom = Newsroom(source(HOME, "en"), now=NOW)
    entry = Entry(url="https://u.example/news/1", door=HOME, origin=DoorKind.LISTING)
    assert newsroom.judge(article("https://u.example/news/1", text="…"), entry).kind is PageKind.ARTICLE
    elsewhere = newsroom.judge(article("https://login.example.net/"), entry)
    assert (elsewhere.kind, elsewhere.reason) == (PageKind.OTHER, "leads to another site")
    named = Entry(url="https://u.example/news/1", door=HOME, origin=DoorKind.SITEMAP)
    assert newsroom.judge(article("https://u.example/news/1", text="Short."), named).kind is PageKind.OTHER
    wall = ScrapedArticle(url="https://u.example/news/1", kind=PageKind.WALL)
    assert newsroom.judge(wall, entry) is wall


def test_a_wrong_selector_is_named() -> None:
    record = source(HOME, "en", listing="https://u.example/news/", select=(("item", "li[["),))
    walked = site().walk(record)
    assert any("li[[" in problem for problem in walked.problems)
