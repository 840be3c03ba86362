"""Files and films of the article; those of menus, heads and feet are the site's."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import pytest

from crawler.extract.media.films import watch_address
from crawler.items import Attachment
from tests.extract.pages import PROSE, page, read

URL = "https://www.uni.example/news/a-study-of-hearts"


def attachments(inside: str, *, beside: str = "", head: str = "") -> list[Attachment]:
    html = page(
        "<header><a href='/menu.pdf'>Menu as PDF</a></header><nav><ul><li><a href='/plan.pdf'>Plan of the site (PDF)</a></li></ul></nav>"
        f"<main><article><h1>A study of hearts</h1><p>{PROSE}</p>{inside}<p>{PROSE[:200]}</p></article></main>{beside}"
        "<footer><a href='/imprint.pdf'>Imprint (PDF)</a><iframe src='https://www.youtube.com/embed/aaaaaaaaaaa'></iframe></footer>",
        head=head,
        title="A study of hearts",
    )
    return list(read(html, URL).attachments)


@pytest.mark.parametrize(
    ("inside", "kind", "title", "url"),
    [
        ("<p><a href='/files/release.pdf'>Press release (PDF, 240 KB)</a></p>", "pdf", "Press release", "https://www.uni.example/files/release.pdf"),
        ("<p><a href='/download?id=7'>Communiqué de presse (pdf, 1,2 Mo)</a></p>", "pdf", "Communiqué de presse", "https://www.uni.example/download?id=7"),
        ("<p><a href='/files/photos.zip'>Pressefotos</a></p>", "document", "Pressefotos", "https://www.uni.example/files/photos.zip"),
        ("<p><a href='/files/table.XLSX'><img src='x.png'></a></p>", "document", "table.XLSX", "https://www.uni.example/files/table.XLSX"),
        ("<iframe src='https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0' title='YouTube video player'></iframe>", "video", None, "https://www.youtube.com/watch?v=abcdefghijk"),
        ("<iframe data-cookieblock-src='//player.vimeo.com/video/123456789?h=abcdef1234' title='The ward'></iframe>", "video", "The ward", "https://vimeo.com/123456789/abcdef1234"),
        ("<lite-youtube videoid='abcdefghijk' playlabel='Hearts'></lite-youtube>", "video", "Hearts", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("<div class='youtube-consent' data-video-id='abcdefghijk'></div>", "video", None, "https://www.youtube.com/watch?v=abcdefghijk"),
        ("<p><a href='https://youtu.be/abcdefghijk'>The film</a></p>", "video", "The film", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("<video controls><source src='/v/ward.mp4'></video>", "video", None, "https://www.uni.example/v/ward.mp4"),
        ("<audio controls src='/a/talk.mp3'></audio>", "audio", None, "https://www.uni.example/a/talk.mp3"),
    ],
)  # fmt: skip
def test_what_belongs_to_the_article(inside: str, kind: str, title: str | None, url: str) -> None:
    assert attachments(inside) == [Attachment(url=url, kind=kind, title=title)]


@pytest.mark.parametrize(
    ("player", "page_"),
    [
        ("https://www.youtube.com/embed/videoseries?list=PLabcdefghijkl", "https://www.youtube.com/playlist?list=PLabcdefghijkl"),
        ("https://www.youtube.com/shorts/abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("https://www.dailymotion.com/embed/video/x7o6g1x", "https://www.dailymotion.com/video/x7o6g1x"),
        ("https://geo.dailymotion.com/player/x1.html?video=x7o6g1x", "https://www.dailymotion.com/video/x7o6g1x"),
        ("https://player.bilibili.com/player.html?bvid=BV1xx411c7mD", "https://www.bilibili.com/video/BV1xx411c7mD"),
        ("https://tube.uni.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d", "https://tube.uni.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d"),
        ("https://mediaserver.uni.example/permalink/v125/iframe/", "https://mediaserver.uni.example/permalink/v125/iframe/"),
        ("https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1", "https://api.soundcloud.com/tracks/1"),
        ("https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk", "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"),
    ],
)  # fmt: skip
def test_players_give_the_page_to_watch(player: str, page_: str) -> None:
    film = watch_address(player, player=True)
    assert film is not None and film[0] == page_


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/@university", "https://www.youtube.com/user/x", "https://www.youtube.com/watch?v=<script>",
        "https://vimeo.com/about", "https://www.google.com/maps/embed?pb=1", "javascript:alert(1)", "https://[broken", "https://uni.example/?" + "a=1&" * 100,
    ],
)  # fmt: skip
def test_what_is_no_film(address: str) -> None:
    assert watch_address(address, player=True) is None


@pytest.mark.parametrize(
    "inside",
    [
        "<video autoplay muted loop><source src='/v/waves.mp4'></video>",
        "<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>",
        f"<p>{PROSE} The method is known from <a href='https://elsewhere.example/paper.pdf'>an earlier paper</a> of others.</p>",
        "<aside class='sidebar'><a href='/files/other.pdf'>Annual report</a></aside>",
    ],
)
def test_what_does_not_belong_to_it(inside: str) -> None:
    assert attachments(inside) == []


def test_a_box_of_downloads_beside_the_article() -> None:
    beside = "<aside><h3>Downloads</h3><ul><li><a href='/files/release.pdf'>Press release</a></li></ul></aside>"
    assert attachments("", beside=beside) == [
        Attachment(url="https://www.uni.example/files/release.pdf", kind="pdf", title="Press release")
    ]


def test_the_film_the_data_of_the_page_name() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"VideoObject","name":"Hearts","embedUrl":'
        '"https://www.youtube.com/embed/abcdefghijk"}</script>'
    )
    assert attachments("", head=head) == [
        Attachment(url="https://www.youtube.com/watch?v=abcdefghijk", kind="video", title="Hearts")
    ]
