"""Turns the pictures of an article into absolute addresses with caption and credit as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute
from crawler.extract.blocks import is_outside
from crawler.extract.structured import Structured
from crawler.extract.tree import attribute, squeeze, words
from crawler.items import Image

MOST = 30
SMALL = 100  # pixels; smaller pictures are icons and portraits of authors
ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:logos?|icons?|sprite|pixel|spacer|blank|avatar|placeholder|loader|loading|badge|button|"
    r"gravatar|emoji|flags?)"
    r"(?:[/_.-]|\d|$)|1x1|\.svg(?:\?|$)",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?:©|\(c\)|copyright|photos?\s?(?:by|credit)?\s*[:/]|fotos?\s*[:/]|bild(?:quelle|nachweis)?\s*[:/]|"
    r"credits?\s*[:/]|crédits?(?: photo)?\s*[:/]|"
    r"image\s?(?:credit|by|courtesy)?\s*[:/]|quelle\s*:|source\s*:|courtesy of|fotografía\s*:|créditos\s*:|"
    r"foto di|illustration\s*:|"
    r"grafik\s*:|写真\s*[:：]|提供\s*[:：]|撮影\s*[:：]|图片来源\s*[:：])\s*[^\n]{2,160}",
    re.IGNORECASE,
)


def find_images(tree: HtmlElement, structured: Structured, title: HtmlElement | None, url: str) -> tuple[Image, ...]:
    """The article's pictures: the one it gives for sharing, then those in its body, each once, at most MOST."""
    found: dict[str, Image] = {}
    base = base_address(tree, url)
    for image in _in_article(tree, title, base):
        key = _key(image.url)
        if key not in found or (image.caption and not found[key].caption):
            found[key] = image
        if len(found) >= MOST:
            break
    shared = absolute(base, structured.first("og:image", "og:image:url", "twitter:image") or "")
    if shared and not ORNAMENT.search(urlsplit(shared).path):
        own = found.pop(_key(shared), Image(url=shared))
        return (own, *found.values())[:MOST]
    return tuple(found.values())


def base_address(tree: HtmlElement, url: str) -> str:
    """The address that relative links of a page start from."""
    base = next(tree.iter("base"), None)
    return (absolute(url, attribute(base, "href")) if base is not None else None) or url


def article_root(tree: HtmlElement, title: HtmlElement | None) -> HtmlElement:
    """The smallest part of the page that holds the title and is called an article or the main part; else the page."""
    if title is not None:
        for parent in title.iterancestors("article", "main"):
            return parent
    return next(tree.iter("main"), tree)


def _in_article(tree: HtmlElement, title: HtmlElement | None, base: str) -> Iterator[Image]:
    for count, picture in enumerate(article_root(tree, title).iter("img")):
        if count > 400:
            return
        source = _source(picture)
        if not source or ORNAMENT.search(source) or _small(picture):
            continue
        address = absolute(base, source)
        parents = [parent for _, parent in zip(range(12), picture.iterancestors(), strict=False)]
        if not address or any(is_outside(parent) for parent in parents):
            continue
        figure = next((parent for parent in parents if parent.tag == "figure"), None)
        caption = _caption(figure) if figure is not None else ""
        credit = CREDIT.search(caption)
        yield Image(
            url=address,
            caption=caption or attribute(picture, "alt", 500) or None,
            credit=squeeze(credit[0]) if credit else None,
        )


def _source(picture: HtmlElement) -> str:
    """The real address: lazy loaders keep it beside a placeholder."""
    for name in ("data-src", "data-lazy-src", "data-original", "src"):
        value = attribute(picture, name)
        if value and not value.startswith(("data:", "blob:")):
            return value
    candidates = attribute(picture, "srcset", 4_000) or attribute(picture, "data-srcset", 4_000)
    return candidates.split(",")[-1].split(" ")[0] if candidates else ""


def _small(picture: HtmlElement) -> bool:
    return any(
        (attribute(picture, side).removesuffix("px") or "999").isdigit()
        and int(attribute(picture, side).removesuffix("px") or "999") < SMALL
        for side in ("width", "height")
    )


def _caption(figure: HtmlElement) -> str:
    caption = next(figure.iter("figcaption"), None)
    return words(caption, 2_000) if caption is not None else ""


def _key(url: str) -> str:
    """The file without the size that image services put into its address."""
    return re.sub(r"-\d{2,4}x\d{2,4}(?=\.\w+$)", "", urlsplit(url).path.rsplit("/", 1)[-1].lower()) or url
