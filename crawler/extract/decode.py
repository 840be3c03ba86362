"""Turns the bytes of a page into text by byte-order mark, header, meta tag and content; repairs broken characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import ftfy
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

# Browsers look for a declaration in the first 1024 bytes; real pages put scripts and comments before it.
DECLARATION_WINDOW = 8192
# Traces of UTF-8 that was once read as Windows-1252: "Ã©", "â€™", "Ã¼", "Â " before punctuation.
BROKEN = re.compile("Ã[\x80-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-¿œ\x9d™˜“”¦¢]|Â[\xa0«»°·]")
# One trace may be a quotation of the fault; three in one page are the fault.
ENOUGH_BROKEN = 3
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What browsers fall back to for a page in that language that declares nothing, the likeliest first; each is taken
# only when every byte fits.
LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?\s*([a-zA-Z]{2})", re.IGNORECASE)
LOCAL_ENCODINGS = {
    "ja": ("euc_jp", "cp932"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "ru": ("cp1251",),
    "uk": ("cp1251",),
    "bg": ("cp1251",),
    "pl": ("iso8859_2",),
    "cs": ("cp1250",),
    "sk": ("cp1250",),
    "hu": ("cp1250",),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "th": ("cp874",),
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read in, and whether broken characters were repaired."""

    text: str
    encoding: str
    origin: str  # bom | content | header | meta | guess
    repaired: bool = False


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Reads a page's bytes as text; never fails: bytes that fit no encoding become U+FFFD.

    Valid UTF-8 with characters above ASCII is believed whatever the page declares, because no other encoding
    produces it by chance, and wrong declarations are common.
    """
    decoded = _read(body, content_type)
    text = decoded.text.replace("\x00", "")
    # Most pages hold none of the beginnings, and looking for one is a hundred times as quick as the pattern.
    if any(first in text for first in ("Ã", "â€", "Â")) and len(BROKEN.findall(text, 0, 400_000)) >= ENOUGH_BROKEN:
        repaired = "\n".join(ftfy.fix_encoding(line) if BROKEN.search(line) else line for line in text.split("\n"))
        return Decoded(repaired, decoded.encoding, decoded.origin, repaired=repaired != text)
    return Decoded(text, decoded.encoding, decoded.origin)


def _read(body: bytes, content_type: str | None) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding, "bom")
    try:
        return Decoded(body.decode("utf-8"), "utf-8", "content")
    except UnicodeDecodeError as error:
        first_fault = error.start
    for origin, encoding in _declared(body, content_type):
        if encoding == "utf-8":
            continue
        try:
            return Decoded(body.decode(encoding), encoding, origin)
        except (UnicodeDecodeError, LookupError):
            continue
    return _least_bad(body, content_type, first_fault)


def _declared(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """Encodings named by the header and by the page, by the names browsers give them (latin-1 means cp1252)."""
    header = http_content_type_encoding(content_type) if content_type else None
    meta = html_body_declared_encoding(body[:DECLARATION_WINDOW])
    named = (("header", header), ("meta", meta))
    return [(origin, resolved) for origin, name in named if name and (resolved := resolve_encoding(name))]


def _least_bad(body: bytes, content_type: str | None, first_fault: int) -> Decoded:
    """Bytes no declared encoding fits: a few faults in UTF-8 stay faults, else the declared or Western reading."""
    utf8 = body.decode("utf-8", "replace")
    faults = utf8.count("\ufffd")
    wide = sum(char > "\x7f" for char in utf8[: first_fault + 20_000]) - faults
    if wide > faults:  # mostly good UTF-8 with a broken byte here and there, e.g. cut inside a character
        return Decoded(utf8, "utf-8", "guess")
    for origin, encoding in _declared(body, content_type):
        if encoding != "utf-8":
            return Decoded(body.decode(encoding, "replace"), encoding, origin)
    stated = LANGUAGE.search(body, 0, DECLARATION_WINDOW)
    for encoding in LOCAL_ENCODINGS.get(stated[1].decode().lower(), ()) if stated else ():
        try:
            return Decoded(body.decode(encoding), encoding, "guess")
        except UnicodeDecodeError:
            continue
    return Decoded(body.decode("cp1252", "replace"), "cp1252", "guess")
