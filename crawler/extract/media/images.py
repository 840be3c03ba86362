"""Turns the pictures of an article into absolute addresses with caption, credit and licence as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute
from crawler.extract.media.credits import (
    Credits,
    find_licence,
    is_caption,
    licence_address,
    read_credits,
    split_credits,
)
from crawler.extract.media.pictures import ORNAMENT, is_ornament, is_tracker, picture_key, source
from crawler.extract.media.zone import Place, Zone, climb, foreign, names
from crawler.extract.structured import Structured, text_of
from crawler.extract.tree import attribute, words
from crawler.items import Image

MOST = 30
MOST_LOOKED_AT = 400
MOST_DESCRIBED = 60  # one picture may stand on a page in several sizes
MOST_PARTS = 3_000
LOOSE = 400  # characters beside a picture that still belong to it
_PICTURE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|tiff?|svg|bmp|pdf)(?:$|[?#])|image|img|media|attachment|photo|foto|bild|galler|galeri|picture",
    re.IGNORECASE,
)
# Beside the portrait of an author, not of the people the article is about.
_BYLINE = re.compile(
    r"^\W*(?:written|(?:medically )?reviewed|edited|posted|published|by|von|par|por|di|door|av|af|"
    r"autor\w*|author|auteur)\b",
    re.IGNORECASE,
)
# A sharing picture that stands for the site: by its name, or its folder.
_OF_SITE = re.compile(
    r"(?:^|[/_.-])(?:default|fallback|opengraph|ph|brand|generic|sharing|homepage|placeholder)(?=[_.\d-]|$)|"
    r"og[-_]?(?:image|default|img)|social[-_]?(?:card|media|share|logo|image)|share[-_]?(?:image|img|logo)|"
    r"facebook|twitter|site[-_]?(?:image|logo)|default[-_]?(?:image|img|share|og|social)|"
    r"/themes?/|/assets/(?:img|images|static)/|/gt_theme|/static/(?:img|images)/",
    re.IGNORECASE,
)
_FEATURED = (
    "hero", "featured", "feature-", "post-thumb", "lead-image", "lead-media", "leadimage", "article-image",
    "article-media",
    "article-header", "articleimage", "key-visual", "keyvisual", "cover", "main-image", "mainimage", "titelbild",
    "aufmacher", "stage", "headerimage", "header-image",
)  # fmt: skip
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]{0,80}?url\(\s*['\"]?([^'\")]{5,1000})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture of the article on the page."""

    url: str
    key: str
    said: Credits


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


def find_images(tree: HtmlElement, structured: Structured, zone: Zone, base: str) -> tuple[Image, ...]:
    """The article's pictures: the one it gives for sharing when that is its own, then those in its part of the page.

    Each picture once, whatever sizes the page has of it; at most MOST. `base`: what relative addresses start from.
    Caption, credit and licence are those printed with the picture, else those the page's data give for it.
    """
    found: dict[str, _Shown] = {}
    for shown in _in_article(zone, base):
        known = found.get(shown.key)
        if known is None:
            found[shown.key] = shown
        elif not (known.said.caption or known.said.credit):
            found[shown.key] = _Shown(known.url, known.key, shown.said)
        if len(found) >= MOST:
            break
    if not found:
        found.update((shown.key, shown) for shown in _drawn(tree, zone, base))
    told = _told(structured, base)
    shared = _shared(structured, base, told)
    if shared:
        key = picture_key(shared)
        if key in found:
            found = {key: found[key], **found}
        elif _is_own(tree, key, zone):
            found = {key: _Shown(shared, key, Credits()), **found}
    return tuple(_finish(shown, told.get(shown.key)) for shown in found.values())[:MOST]


def _finish(shown: _Shown, told: Credits | None) -> Image:
    said = shown.said
    told = told or Credits()
    return Image(
        url=shown.url,
        caption=said.caption or told.caption,
        credit=said.credit or told.credit,
        licence=said.licence or told.licence,
    )


def _in_article(zone: Zone, base: str) -> Iterator[_Shown]:
    looked = described = 0
    for node, place in zone.seen:
        if node.tag != "img":
            continue
        looked += 1
        if looked > MOST_LOOKED_AT or described >= MOST_DESCRIBED:
            return
        if not _in_reach(node, place, zone):
            continue
        written, key = _picture(node, zone)
        address = absolute(base, written)
        if not address or is_ornament(node, address) or not _belongs(node, place, zone, base):
            continue
        described += 1
        yield _Shown(address, key, _beside(node, zone))


def _picture(node: HtmlElement, zone: Zone) -> tuple[str, str]:
    """The address of a picture as written, and what it is known by; read once."""
    found = zone.pictures.get(node)
    if found is None:
        written = source(node)
        found = zone.pictures[node] = (written, picture_key(written))
    return found


def _drawn(tree: HtmlElement, zone: Zone, base: str) -> Iterator[_Shown]:
    """Pictures drawn as the background of a part that templates call hero, cover or the like."""
    for part in islice(tree.iter("div", "section", "header", "figure", "a", "span"), MOST_PARTS):
        if "url(" not in (part.get("style") or ""):
            continue
        drawn = _BACKGROUND.search(attribute(part, "style"))
        if drawn and _is_hero(part, zone):
            address = absolute(base, drawn[1].strip())
            if address and not ORNAMENT.search(address) and not is_tracker(address):
                yield _Shown(address, picture_key(address), Credits())


def _is_hero(part: HtmlElement, zone: Zone) -> bool:
    """Whether a part drawn with a background holds the title, or stands in the article, and is called its picture."""
    if not _is_featured(names(part)):
        return False
    return (part in zone.covered and part is not zone.holder) or (
        any(parent is zone.holder for parent in climb(part)) and not foreign(part, zone)
    )


def _in_reach(picture: HtmlElement, place: Place, zone: Zone) -> bool:
    """Whether a picture stands where those of the article do, whatever it shows."""
    if place is Place.BELOW:
        return zone.holder in climb(picture)
    return place is not Place.ABOVE or _above(picture, zone)


def _belongs(picture: HtmlElement, place: Place, zone: Zone, base: str) -> bool:
    """Whether a picture is the article's: in its part of the page, and no door to another page."""
    parents = list(climb(picture))
    if place is Place.INSIDE and zone.holder not in parents:
        place = Place.HEAD
    if foreign(picture, zone):
        return False
    unit = zone.unit(picture)
    if next(unit.iter("h1", "h2", "h3", "h4", "h5"), None) is not None:
        return False  # a card: the head of something else beside its picture
    link = next((parent for parent in parents[:6] if parent.tag == "a"), None)
    if link is not None and not _leads_to_picture(link, base):
        return False  # a door to another page: an advertisement or a teaser
    if place is not Place.INSIDE and _BYLINE.match(words(unit, LOOSE)):
        return False
    return place is Place.INSIDE or len(words(unit, LOOSE * 4)) < LOOSE * 3


def _above(picture: HtmlElement, zone: Zone) -> bool:
    """Above the title stands the site's head too; the article's picture is in its own part, or called so."""
    for parent in climb(picture, 12):
        if parent in zone.covered:
            return parent.tag in ("article", "main") or any(up.tag in ("article", "main") for up in climb(parent))
        if parent.tag in ("header", "nav"):
            return False
        if _is_featured(names(parent)):
            return True
    return False


def _is_featured(called: str) -> bool:
    small = called.lower()
    return any(name in small for name in _FEATURED)


def _leads_to_picture(link: HtmlElement, base: str) -> bool:
    href = attribute(link, "href")
    return (
        not href
        or href.startswith("#")
        or _PICTURE.search(href) is not None
        or href.split("#")[0] == base.split("#")[0]
    )


def _beside(picture: HtmlElement, zone: Zone) -> Credits:
    """What is printed with a picture: in its figure, in an element called a caption, or alone beside it."""
    around, length = picture, 0
    frame = set(climb(zone.title)) if zone.title is not None else set()
    for parent in climb(picture, 8):
        if (
            parent is zone.holder
            or parent in frame
            or parent.tag in ("article", "main", "body")
            or _pictures(parent, zone) > 1
        ):
            break
        text = words(parent, LOOSE * 2)
        named = next(parent.iter("figcaption"), None) if parent.tag == "figure" else None
        if named is None and len(text) <= LOOSE:
            named = _called_caption(parent)
        if named is not None:
            said = _with_captions(named, parent)
            if said.caption or said.credit:
                return said
        if len(text) > LOOSE:
            break
        if len(text) > length:  # words alone may be anything; words that name who made it are of the picture
            said = read_credits(parent)
            if said.credit:
                return said
        around, length = parent, len(text)
    said = _after(around)
    if said.credit:
        return said
    return _of_attributes(picture)


def _of_attributes(picture: HtmlElement) -> Credits:
    """What a picture's own attributes say, when they name who made it."""
    for name in ("data-caption", "data-credit", "data-copyright", "title", "alt"):
        value = attribute(picture, name, 600)
        said = split_credits(value) if value else Credits()
        if said.credit and ("©" in value or "(c)" in value.lower() or name.startswith("data-c")):
            return Credits(None if name in ("alt", "title") else said.caption, said.credit, said.licence)
        if name == "data-caption" and said.caption:
            return said
        if name in ("data-credit", "data-copyright") and value:
            return Credits(None, value[:200], find_licence(value))
    return Credits()


def _after(around: HtmlElement) -> Credits:
    """A short line of its own right behind a picture that names who made it."""
    following = around.getnext()
    if following is None or following.tag in ("figure", "img", "picture", "h2", "h3"):
        return Credits()
    text = words(following, LOOSE)
    if not 2 < len(text) <= LOOSE // 2 or next(following.iter("img"), None) is not None:
        return Credits()
    said = read_credits(following)
    return said if said.credit else Credits()


def _with_captions(caption: HtmlElement, frame: HtmlElement) -> Credits:
    """What a caption says, with what the other captions in its frame and the frame itself add."""
    said = read_credits(caption)
    for other in [node for node, _ in zip(frame.iter("figcaption"), range(4), strict=False) if node is not caption]:
        more = read_credits(other)
        said = Credits(said.caption or more.caption, said.credit or more.credit, said.licence or more.licence)
    if not said.credit and len(words(frame, LOOSE * 3)) <= LOOSE * 2:
        whole = read_credits(frame)  # the credit may stand in the frame, beside the caption
        if whole.credit:
            return Credits(said.caption, whole.credit, whole.licence or said.licence)
    return said


def _called_caption(part: HtmlElement) -> HtmlElement | None:
    for count, node in enumerate(
        part.iterdescendants("p", "div", "span", "small", "em", "figcaption", "dd", "li", "td")
    ):
        if count > 30:
            break
        if is_caption(node.get("class") or "") and next(node.iter("img"), None) is None:
            return node
    return None


def _pictures(part: HtmlElement, zone: Zone) -> int:
    """How many different pictures a part shows, at most 2."""
    keys: set[str] = set()
    for picture in part.iter("img"):
        written, key = _picture(picture, zone)
        if written:
            keys.add(key)
        if len(keys) > 1:
            break
    return len(keys)


def _told(structured: Structured, base: str) -> dict[str, Credits]:
    """What the page's data say of its pictures, by picture."""
    nodes: list[Any] = [structured.article.get("image"), structured.article.get("thumbnail")]
    nodes += [node for node, _ in zip(structured.of_type("ImageObject", "Photograph"), range(40), strict=False)]
    found: dict[str, Credits] = {}
    for node in [each for value in nodes for each in (value if isinstance(value, list) else [value])][:60]:
        if not isinstance(node, dict):
            continue
        address = absolute(base, text_of(node.get("contentUrl")) or text_of(node.get("url")))
        if not address:
            continue
        caption = split_credits(text_of(node.get("caption"))) if isinstance(node.get("caption"), str) else Credits()
        credit = text_of(node.get("creditText")) or text_of(node.get("copyrightNotice")) or text_of(node.get("creator"))
        licence = text_of(node.get("license")) or text_of(node.get("acquireLicensePage"))
        found[picture_key(address)] = Credits(
            caption.caption,
            credit[:200] or caption.credit,
            (licence_address(licence) or licence[:300]) if licence else caption.licence,
        )
    return found


def _shared(structured: Structured, base: str, told: dict[str, Credits]) -> str | None:
    """The picture the page gives for sharing; None when it is a logo or stands for the whole site."""
    shared = absolute(base, structured.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image") or "")
    if not shared:
        return None
    path = unquote(urlsplit(shared).path)
    if ORNAMENT.search(path.rsplit("/", 1)[-1]) or _OF_SITE.search(path) or is_tracker(shared):
        return None
    size = [structured.first(f"og:image:{side}") or "" for side in ("width", "height")]
    if any(side.isascii() and side.isdigit() and 0 < int(side[:6]) < 200 for side in size):
        return None
    logos = {
        text_of(node.get("logo"))
        for node in structured.of_type("Organization", "NewsMediaOrganization", "CollegeOrUniversity")
    }
    publisher = structured.article.get("publisher")
    logo = publisher.get("logo") if isinstance(publisher, dict) else None
    logos.add(text_of(logo.get("url")) if isinstance(logo, dict) else text_of(logo))
    return None if picture_key(shared) in {picture_key(each) for each in logos if each} else shared


def _is_own(tree: HtmlElement, key: str, zone: Zone) -> bool:
    """Whether a sharing picture that the article does not show is not one of the page's head, menus or foot."""
    for frame in islice(tree.iter("header", "nav", "footer"), 30):
        if frame in zone.covered:
            continue
        if any(_picture(picture, zone)[1] == key for picture in islice(frame.iter("img"), 60)):
            return False
    return bool(key)
