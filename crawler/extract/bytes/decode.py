"""Turns the bytes of a page into text by byte-order mark, header, meta tag and content; repairs broken characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

from crawler.extract.bytes.charsets import best_reading
from crawler.extract.bytes.mojibake import repair

# Browsers look for a declaration in the first 1024 bytes; real pages put scripts and comments before it.
DECLARATION_WINDOW = 8192
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages in that language are written in when they declare nothing, the likeliest first.
LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?\s*([a-zA-Z]{2})", re.IGNORECASE)
LOCAL_ENCODINGS = {
    "ja": ("cp932", "euc_jp"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8_u"),
    "uk": ("cp1251", "koi8_u"),
    "bg": ("cp1251",),
    "sr": ("cp1251", "cp1250"),
    "pl": ("iso8859_2", "cp1250"),
    "cs": ("cp1250", "iso8859_2"),
    "sk": ("cp1250", "iso8859_2"),
    "hu": ("iso8859_2", "cp1250"),
    "sl": ("cp1250", "iso8859_2"),
    "hr": ("cp1250", "iso8859_2"),
    "ro": ("iso8859_2", "cp1250"),
    "el": ("cp1253", "iso8859_7"),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "th": ("cp874",),
    "lt": ("cp1257",),
    "lv": ("cp1257",),
    "et": ("cp1257",),
}
ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
LATIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\"' ,.;:!?)<>-")


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
    text = decoded.text.replace("\x00", "") if "\x00" in decoded.text else decoded.text
    repaired = repair(text)
    return Decoded(repaired, decoded.encoding, decoded.origin, repaired=repaired != text)


def wide_encoding(body: bytes) -> str | None:
    """The UTF-16 that bytes without a mark are in, by the zero that every second byte of its tags is; None: not so."""
    start = body[:2_000]
    pairs = len(start) // 2
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if pairs < 8 or max(even, odd) < pairs * 0.25 or min(even, odd) > pairs * 0.03:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _read(body: bytes, content_type: str | None) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding, "bom")
    wide = wide_encoding(body)
    if wide:
        return Decoded(body[: len(body) // 2 * 2].decode(wide, "replace"), wide, "content")
    try:
        if b"\x1b$" in body[:200_000] and ISO_2022_JP.search(body):
            return Decoded(body.decode("iso2022_jp_ext"), "iso2022_jp", "content")
    except UnicodeDecodeError:
        pass  # an escape character in a page of another encoding
    try:
        return Decoded(codecs.utf_8_decode(body, "strict", False)[0], "utf-8", "content")  # a cut end is dropped
    except UnicodeDecodeError as error:
        first_fault = error.start
    return _mostly_utf8(body, first_fault) or _by_letters(body, content_type)


def _mostly_utf8(body: bytes, first_fault: int) -> Decoded | None:
    """UTF-8 with a broken byte here and there; None when it is another encoding.

    A single byte between Latin letters is a word pasted in Windows-1252; what else does not fit becomes U+FFFD.
    """
    text = body.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    wide = sum(char > "\x7f" for char in text[: first_fault + 20_000]) - faults
    if wide <= faults:
        return None
    return (
        Decoded(body.decode("utf-8", _PASTED), "utf-8", "guess") if faults < 2_000 else Decoded(text, "utf-8", "guess")
    )


def _pasted(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    body, start = error.object, error.start
    after = body[start + 1] if start + 1 < len(body) else 0x20
    before = body[start - 1] if start else 0x20
    if body[start] >= 0x91 and before in LATIN and after in LATIN:
        return body[start : start + 1].decode("cp1252", "replace"), start + 1
    quoted = error.end == start + 2 and after in b"\x91\x92\x93\x94" and bytes([before]).isalpha()
    if quoted and body[start] >= 0xC0 and body[start + 2 : start + 3] in (b" ", b".", b",", b"<", b""):
        return body[start : start + 2].decode("cp1252"), start + 2
    return "\ufffd", error.end


_PASTED = "newsward.pasted"
codecs.register_error(_PASTED, _pasted)


def _by_letters(body: bytes, content_type: str | None) -> Decoded:
    """The reading whose letters fit best, among those declared, those usual in the page's language, and all others."""
    declared = [(origin, name) for origin, name in _declared(body, content_type) if name != "utf-8"]
    stated = LANGUAGE.search(body, 0, DECLARATION_WINDOW)
    likely = LOCAL_ENCODINGS.get(stated[1].decode().lower(), ()) if stated else ()
    reading = best_reading(body, [name for _, name in declared], likely)
    origin = next((origin for origin, name in declared if name == reading.encoding), "guess")
    return Decoded(reading.text, reading.encoding, origin)


def _declared(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """Encodings named by the header and by the page, by the names browsers give them (latin-1 means cp1252)."""
    header = http_content_type_encoding(content_type) if content_type else None
    meta = html_body_declared_encoding(body[:DECLARATION_WINDOW])
    named = (("header", header), ("meta", meta))
    return [(origin, resolved) for origin, name in named if name and (resolved := resolve_encoding(name))]
