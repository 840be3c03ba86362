"""Turns the files and players in the article's part of a page into attachments: address, kind, title as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute
from crawler.extract.media.films import watch_address
from crawler.extract.media.zone import Place, Zone, climb, foreign, names
from crawler.extract.structured import Structured, text_of
from crawler.extract.text.related import is_named
from crawler.extract.tree import attribute, squeeze, words
from crawler.items import Attachment

MOST = 30
_FILE = re.compile(r"\.(pdf|docx?|odt|rtf|pptx?|odp|xlsx?|ods|csv|zip|epub|tex|bib)$", re.IGNORECASE)
_FILE_NAMES = "pdf doc docx odt rtf ppt pptx odp xls xlsx ods csv zip epub tex bib mp3 mp4 m4a m4v ogg wav webm mov"
_ENDINGS = frozenset(_FILE_NAMES.split())
_HINTS = (
    "youtu",
    "vimeo",
    "dailymotion",
    "dai.ly",
    "bilibili",
    "/embed",
    "rutube",
    "spotify",
    "ownload",
    "ttachment",
    "pdf",
    "blob=",
    "umpFile",
)
# A link without a file's ending says itself what it leads to: "Press release (PDF, 240 KB)".
_SAYS_PDF = re.compile(r"\bpdf\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\s*[(\[–-]?\s*(?:pdf|docx?|odt|zip|xlsx?|pptx?)?[,;:/|\s–-]{0,4}"
    r"\d{1,4}(?:[.,]\d{1,3})?\s?(?:[kmg]i?[bo]|bytes?|octets?)\b\s*[,;]?\s*(?:pdf)?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_DOWNLOADS = re.compile(
    r"download|attach|anhang|anhänge|dokument|document|press-?kit|pressemappe|pressemitteilung|medienmitteilung|"
    r"press release|communiqué|comunicato|comunicado|nota de prensa|fichier|télécharg|descarg|"
    r"adjunt|allegat|scaric|zum herunterladen|"
    r"anexo|bijlage|bilag|bilaga|liite|załącznik|příloh|prílo|mellékl|letölt|ダウンロード|添付|資料|附件|下载|下載|첨부",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^\W*(?:(?:youtube|vimeo|dailymotion)?\s?(?:video)?\s?(?:player)?|youtube|vimeo|embedded (?:video|content)|iframe|"
    r"external content|video-?embed|spotify embed.{0,20}|watch|play|download|pdf|hier|here|ici|aquí|qui)\W*$",
    re.IGNORECASE,
)
_FRAMES = ("nav", "footer", "header")
_PLAYER_NAMES = frozenset((
    "data-youtube-id", "data-youtube", "data-videoid", "data-video-id", "videoid", "data-vimeo-id", "data-video-src",
    "data-embed-url", "data-video-url", "data-iframe-src", "data-embed-src", "data-yt-id",
))  # fmt: skip
MOST_PARTS = 1_500
MOST_LOOKED_AT = 90
_ID_NAMES = frozenset(("data-youtube-id", "data-youtube", "videoid", "data-videoid", "data-video-id", "data-yt-id"))
_YOUTUBE_ID = re.compile(r"^[\w-]{11}$")


def find_attachments(structured: Structured, zone: Zone, base: str) -> tuple[Attachment, ...]:
    """Files, films and sounds of the article, in the order of the page, each once, at most MOST.

    What stands in the article's part of the page, or in a part beside it that is called downloads or the like. Films
    are given as the page where they are watched. The PDFs of menus, heads and feet are left out.
    """
    found: dict[str, Attachment] = {}
    for attachment in _all(structured, zone, base):
        known = found.get(attachment.url)
        if known is None or (known.title is None and attachment.title):
            found[attachment.url] = attachment
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _all(structured: Structured, zone: Zone, base: str) -> Iterator[Attachment]:
    looked = 0
    for node, place in zone.seen:
        if node.tag == "img" or place is Place.ABOVE or (node.tag == "a" and not _may_attach(node.get("href") or "")):
            continue
        looked += 1
        if looked > MOST_LOOKED_AT:
            break
        attachment = _linked(node, place, zone, base) if node.tag == "a" else _played(node, place, zone, base)
        if attachment:
            yield attachment
    for node in islice(zone.holder.iter("div", "figure", "button", "section"), MOST_PARTS):
        if _PLAYER_NAMES.isdisjoint(node.keys()):
            continue
        film = _named_film(node, base)
        if film and _plays_within(node, zone):
            yield Attachment(url=film[0], kind=film[1], title=_player_title(node))
    yield from _told(structured, base)


def _linked(link: HtmlElement, place: Place, zone: Zone, base: str) -> Attachment | None:
    href = (link.get("href") or "").strip()
    address = absolute(base, href) if len(href) <= 2_000 else None
    if address is None:
        return None
    film = watch_address(address)
    if film:
        if not _within(link, place, zone):
            return None
        return Attachment(url=film[0], kind=film[1], title=_title(link, None))
    kind = _kind(link, address)
    if kind is None or not (_within(link, place, zone) or _in_downloads(link, zone)):
        return None
    if _in_prose(link) and not _same_site(address, base):
        return None  # a source that the text cites, not a file of this article
    return Attachment(url=address.split("#")[0], kind=kind, title=_title(link, address))


def _may_attach(href: str) -> bool:
    """A quick look at an address before a closer one: most links of a page are menus."""
    ending = href.split("?", 1)[0].rsplit(".", 1)[-1].lower()
    return ending in _ENDINGS or any(hint in href for hint in _HINTS)


def _kind(link: HtmlElement, address: str) -> str | None:
    path = unquote(urlsplit(address).path)
    match = _FILE.search(path)
    if match:
        return "pdf" if match[1].lower() == "pdf" else "document"
    if attribute(link, "type") == "application/pdf":
        return "pdf"
    said = words(link, 300)
    return "pdf" if _SAYS_PDF.search(said) and (_SIZE.search(said) or link.get("download") is not None) else None


def _within(node: HtmlElement, place: Place, zone: Zone) -> bool:
    return (zone.holder in climb(node) or place is Place.HEAD) and not foreign(node, zone)


def _plays_within(player: HtmlElement, zone: Zone) -> bool:
    """Whether a player stands among the article's lines: asking for consent to cookies makes it no foreign part."""
    for parent in climb(player):
        if parent is zone.holder:
            return True
        if parent.tag in ("nav", "footer", "aside") or is_named(names(parent)):
            return False
    return False


def _in_downloads(link: HtmlElement, zone: Zone) -> bool:
    """Whether a link beside the article stands in a small part that is called downloads, documents or the like."""
    for parent in climb(link, 5):
        if parent.tag in _FRAMES or parent in zone.covered or len(words(parent, 900)) > 600:
            return False
        if _DOWNLOADS.search(names(parent)) or _DOWNLOADS.search(words(parent, 900)):
            return not any(up.tag in _FRAMES for up in climb(parent))
    return False


def _in_prose(link: HtmlElement) -> bool:
    """Whether a link is some words of a paragraph."""
    paragraph = next((up for up in climb(link, 6) if up.tag in ("p", "li", "td", "div", "dd", "blockquote")), None)
    return paragraph is not None and len(words(paragraph, 2_000)) > 2 * len(words(link, 600)) + 60


def _same_site(one: str, other: str) -> bool:
    hosts = [(urlsplit(url).hostname or "").split(".")[-2:] for url in (one, other)]
    return hosts[0] == hosts[1]


def _title(link: HtmlElement, address: str | None) -> str | None:
    """The words of a link without the size of its file; else its label, else the file's name."""
    for text in (words(link, 400), attribute(link, "title", 300), attribute(link, "aria-label", 300)):
        text = _SIZE.sub("", text).strip(" -–|:")
        if len(text) > 2 and not _GENERIC.match(text) and not text.startswith(("http://", "https://")):
            return text[:300]
    name = unquote(urlsplit(address).path.rsplit("/", 1)[-1]) if address else ""
    return squeeze(name)[:200] or None


def _played(node: HtmlElement, place: Place, zone: Zone, base: str) -> Attachment | None:
    """The film or sound of a frame, a video or an audio element."""
    if node.tag in ("video", "audio"):
        silent = node.get("autoplay") is not None and node.get("loop") is not None and node.get("controls") is None
        sources = [node, *node.iter("source")]
        address = next((a for a in (absolute(base, _source(each)) for each in sources[:8]) if a), None)
        if silent or address is None or not _within(node, place, zone):  # a film that only decorates has no controls
            return None
        return Attachment(url=address, kind=str(node.tag), title=_player_title(node))
    film = _framed(node, base) or _named_film(node, base)
    if film is None or not (_plays_within(node, zone) or _within(node, place, zone)):
        return None
    return Attachment(url=film[0], kind=film[1], title=_player_title(node))


def _source(node: HtmlElement) -> str:
    return attribute(node, "src") or attribute(node, "data-src")


def _framed(frame: HtmlElement, base: str) -> tuple[str, str] | None:
    """The film of a frame, wherever a consent tool keeps its address."""
    for name, value in list(frame.attrib.items())[:30]:
        name, value = str(name), squeeze(str(value)[:2_000])
        if not ("src" in name or name.startswith("data-")) or "/" not in value:
            continue
        address = absolute(base, value)
        film = watch_address(address, player=True) if address else None
        if film:
            return film
    return None


def _named_film(node: HtmlElement, base: str) -> tuple[str, str] | None:
    """The film that an element names by its number, for a script that draws the player."""
    tag = f"{node.tag} {names(node)}".lower()
    for name, value in list(node.attrib.items())[:40]:
        name, value = str(name).lower(), squeeze(str(value)[:2_000])
        if value.startswith(("http", "//")) and ("src" in name or "url" in name):
            film = watch_address(absolute(base, value) or "", player=True)
            if film:
                return film
        youtube = "youtube" in tag or "youtube" in name or "yt" in name
        if name in _ID_NAMES and youtube and _YOUTUBE_ID.match(value):
            return f"https://www.youtube.com/watch?v={value}", "video"
        if value.isdigit() and 6 <= len(value) <= 12 and ("vimeo" in tag or "vimeo" in name) and "id" in name:
            return f"https://vimeo.com/{value}", "video"
    return None


def _player_title(node: HtmlElement) -> str | None:
    for name in ("title", "data-title", "aria-label", "playlabel"):
        value = attribute(node, name, 300)
        if value and not _GENERIC.match(value):
            return value
    return None


def _told(structured: Structured, base: str) -> Iterator[Attachment]:
    """The film that the page's data give to this article; several of them without an owner are a list of films."""
    own: Any = structured.article.get("video")
    nodes = own if isinstance(own, list) else [own] if isinstance(own, dict) else []
    others = list(structured.of_type("VideoObject"))
    nodes = nodes[:10] or (others if len(others) == 1 else [])
    for node in nodes:
        if not isinstance(node, dict):
            continue
        addresses = [absolute(base, text_of(node.get(key))) for key in ("embedUrl", "contentUrl", "url")]
        film = next((film for film in (watch_address(a, player=True) for a in addresses if a) if film), None)
        if film:
            yield Attachment(url=film[0], kind=film[1], title=text_of(node.get("name"))[:300] or None)
