"""The pictures of the article, not of the template."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

from tests.extract.pages import PROSE, page, read


def test_pictures_with_caption_and_credit() -> None:
    html = page(
        "<header><img src='/logo.png'></header><main><article><h1>Study</h1>"
        "<figure><img src='data:image/gif;base64,R0' data-src='/files/ward.jpg'><figcaption>The new ward. Photo: Anna Beispiel</figcaption></figure>"
        f"<p>{PROSE}</p><img src='/icons/mail.png'><img src='/tiny.jpg' width='16' height='16'></article>"
        "<aside><img src='/other-story.jpg'></aside></main>",
        head="<meta property='og:image' content='https://cdn.example/share.jpg'>",
    )
    images = read(html, "https://x.example/study/").images
    assert [image.url for image in images] == ["https://cdn.example/share.jpg", "https://x.example/files/ward.jpg"]
    assert images[1].caption == "The new ward. Photo: Anna Beispiel" and images[1].credit == "Photo: Anna Beispiel"
