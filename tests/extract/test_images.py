"""The pictures of the article, not of the template, each with what is printed with it."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import pytest

from crawler.extract.media.credits import split_credits
from crawler.extract.media.pictures import picture_key
from crawler.items import Image
from tests.extract.pages import PROSE, page, read

URL = "https://x.example/news/study/"


def images(inside: str, *, head: str = "", above: str = "", below: str = "") -> list[Image]:
    html = page(
        f"<header><img src='/logo.png'></header><main><article>{above}<h1>A study of hearts</h1><div class='text'>"
        f"<p>{PROSE}</p>{inside}<p>{PROSE[:180]}</p>{below}</div></article></main>",
        head=head,
        title="A study of hearts",
    )
    return list(read(html, URL).images)


def test_pictures_with_caption_and_credit() -> None:
    html = page(
        "<header><img src='/logo.png'></header><main><article><h1>Study</h1>"
        "<figure><img src='data:image/gif;base64,R0' data-src='/files/ward.jpg'><figcaption>The new ward. Photo: Anna Beispiel</figcaption></figure>"
        f"<p>{PROSE}</p><img src='/icons/mail.png'><img src='/tiny.jpg' width='16' height='16'></article>"
        "<aside><img src='/other-story.jpg'></aside></main>",
        head="<meta property='og:image' content='https://cdn.example/hearts.jpg'>",
    )
    found = read(html, "https://x.example/study/").images
    assert [image.url for image in found] == ["https://cdn.example/hearts.jpg", "https://x.example/files/ward.jpg"]
    assert (found[1].caption, found[1].credit) == ("The new ward.", "Photo: Anna Beispiel")


@pytest.mark.parametrize(
    ("printed", "caption", "credit", "licence"),
    [
        ("Das Team im Labor. Foto: Uniklinik/Muster", "Das Team im Labor.", "Foto: Uniklinik/Muster", None),
        ("L’équipe (crédit photo : CHU Exemple)", "L’équipe", "crédit photo : CHU Exemple", None),
        ("© Université Exemple – Tous droits réservés", None, "© Université Exemple – Tous droits réservés", "Tous droits réservés"),
        ("Die Station (Bild: M. Muster, CC BY-SA 4.0)", "Die Station", "Bild: M. Muster, CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("Zelle. Bildquelle: UKX, frei zur Verwendung in Zusammenhang mit der Pressemitteilung", "Zelle.",
         "Bildquelle: UKX, frei zur Verwendung in Zusammenhang mit der Pressemitteilung", "frei zur Verwendung in Zusammenhang mit der Pressemitteilung"),
        ("A cell. Image courtesy of the Institute", "A cell.", "Image courtesy of the Institute", None),
        ("A cell under the lens. Photo by Ann Other on Unsplash", "A cell under the lens.", "Photo by Ann Other on Unsplash", None),
        ("An empty street. Jane Doe/Moment via Getty Images", "An empty street.", "Jane Doe/Moment via Getty Images", None),
        ("A street (Jane Doe/Reuters)", "A street", "Jane Doe/Reuters", None),
        ("A kutatók. Fotó: Kovács Péter / MTI", "A kutatók.", "Fotó: Kovács Péter / MTI", None),
        ("新病棟　写真提供：九州大学", "新病棟", "写真提供：九州大学", None),
        ("Credit: NASA. The rover landed in spring.", "The rover landed in spring.", "Credit: NASA.", None),
        ("Image: The team has agreed to work on a deal to become the largest of its kind", "Image: The team has agreed to work on a deal to become the largest of its kind", None, None),
        ("Bild 1: Die Forscherin im Labor", "Bild 1: Die Forscherin im Labor", None, None),
        ("A view of our photo archive", "A view of our photo archive", None, None),
        ("View of the AP", "View of the AP", None, None),
    ],
)  # fmt: skip
def test_a_printed_line_gives_caption_credit_and_licence(
    printed: str, caption: str | None, credit: str | None, licence: str | None
) -> None:
    said = split_credits(printed)
    assert (said.caption, said.credit, said.licence) == (caption, credit, licence)


def test_a_credit_in_an_element_of_its_own() -> None:
    [image] = images(
        "<figure><img src='/a.jpg'><figcaption><span class='caption'>The ward</span> <span class='credit'>Anna Beispiel</span>"
        "<a href='https://creativecommons.org/licenses/by/4.0/'>licence</a></figcaption></figure>"
    )
    assert image.caption == "The ward" and image.credit is not None and image.credit.startswith("Anna Beispiel")
    assert image.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_a_caption_beside_a_picture_that_stands_in_no_figure() -> None:
    [image] = images(
        "<div class='news-img'><a href='/big/a.jpg'><img src='/a.jpg'></a><p class='news-img-caption'>The ward. Credit: UKX</p></div>"
    )
    assert (image.caption, image.credit) == ("The ward.", "Credit: UKX")


def test_the_data_of_the_page_speak_where_nothing_is_printed() -> None:
    data = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A study of hearts","image":'
        '{"@type":"ImageObject","url":"https://x.example/a-1200x800.jpg","creditText":"Anna Beispiel",'
        '"license":"https://creativecommons.org/licenses/by-nd/4.0/"}}</script>'
    )
    [image] = images("<img src='/a.jpg'>", head=data)
    assert (image.credit, image.licence) == ("Anna Beispiel", "https://creativecommons.org/licenses/by-nd/4.0/")


def test_one_picture_in_many_sizes_is_one_picture_and_the_largest_is_named() -> None:
    found = images(
        "<picture><source srcset='/a-300x200.jpg 300w, /a-1600x1000.jpg 1600w'><img src='/a-600x400.jpg'></picture>"
        "<noscript><img src='/a.jpg'></noscript>",
        head="<meta property='og:image' content='https://x.example/a-1200x630.jpg'>",
    )
    assert [image.url for image in found] == ["https://x.example/a-1600x1000.jpg"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/csm_Marbles_0250b3145a.jpg", "https://x.example/csm_Marbles_aa1f9b6c81.jpg"),
        ("https://x.example/_next/image?url=%2Fmedia%2Fa-b.jpg&w=640", "https://x.example/media/a-b.jpg"),
        ("https://x.example/newsimage?id=1&size=thumbnail", "https://x.example/newsimage?id=1&size=screen"),
        ("https://x.example/a-scaled.jpeg", "https://x.example/a-1024x768.jpg.webp"),
    ],
)
def test_two_addresses_of_one_picture(one: str, other: str) -> None:
    assert picture_key(one) == picture_key(other)
    assert picture_key("https://x.example/newsimage?id=1") != picture_key("https://x.example/newsimage?id=2")


@pytest.mark.parametrize(
    "frame",
    [
        "<a class='card' href='/news/other'><img src='/other.jpg'><h3>Another story</h3></a>",
        "<div class='teaser'><img src='/other.jpg'></div>",
        "<div class='author-box'><img src='/anna.jpg'></div>",
        "<img src='https://stats.example/matomo.php?idsite=2&rec=1'>",
        "<img src='/assets/icons/mail.png'>",
        "<img class='avatar' src='/anna.jpg'>",
        "<img src='/uni-logo.png'>",
        "<section><h2>Read more</h2><article><a href='/b'><img src='/b.jpg'></a></article></section>",
    ],
)
def test_what_is_no_picture_of_the_article(frame: str) -> None:
    assert images("", below=frame) == []


def test_the_picture_above_the_title_and_those_below_the_text() -> None:
    found = images(
        "",
        above="<div class='hero'><img src='/above.jpg'></div>",
        below="<figure><img src='/below.jpg'><figcaption>Last</figcaption></figure>",
    )
    assert [image.url.rsplit("/")[-1] for image in found] == ["above.jpg", "below.jpg"]


@pytest.mark.parametrize(
    "address",
    [
        "/themes/uni/share.jpg",
        "/default-og-image.png",
        "/static/images/social-card.png",
        "/media/logo.png",
        "/opengraph.jpg",
    ],
)
def test_a_sharing_picture_that_stands_for_the_site(address: str) -> None:
    assert images("", head=f"<meta property='og:image' content='https://x.example{address}'>") == []


def test_a_hero_drawn_as_a_background() -> None:
    html = page(
        f"<main><div class='hero' style=\"background-image: url('/ward.jpg')\"><h1>A study of hearts</h1></div><p>{PROSE}</p>"
        "<div style='background:url(/texture.jpg)'></div></main>",
        title="A study of hearts",
    )
    assert [image.url for image in read(html, URL).images] == ["https://x.example/ward.jpg"]
