"""Turns text that was once read in a wrong charset ("Ã©", "Ð¾", "â€™") back into what its author wrote."""

from __future__ import annotations

import codecs
import re

import ftfy

from crawler.extract.bytes.charsets import fit_of

# What only UTF-8 read in a single-byte charset gives: a first letter, and those that then follow it. Looking for the
# first ones costs next to nothing, and most pages hold few of them.
_TRACES = {
    "Ã": "©¨¤¶¼³±£§¡\xad\xa0Ÿ¥¸´ª®\x9f\x83ƒ",
    "â": "€\x80",
    "Â": "\xa0«»°·",
    "Ä": "™›±Ÿ\x9f\x99\x9b…\x85",
    "Å": "‚¡™¼‘Ÿ\x82\x99\x91\x9f",
    "Ð": "¾°¸½µ",
    "Î": "±¿¹µ",
    "×": "™•\x99\x95”",
    "Ø": "§±¹",
    "Ù": "„\x84Š\x8a",
    "ã": "\x81€\x80‚\x82",
    "ï": "¼",
    "ç": "š",
    "å": "œ\x9c¤",
    "ì": "\x9d—\x97",
    "ë": "‹\x8b",
    "Р": "°ѕёЅµ",
    "в": "Ђ",
    "Ă": "ˇ©Ą",
    "Ĺ": "ˇĄ‘\x91Ą",
}
_FIRST = re.compile(
    "[Â-ß][\x80-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[à-ï][\x80-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}"
    "|[РС][\xa0-¿Ѐ-Џѐ-џҐґ‘’“”•–—™†‡€…]|вЂ|[ĂÄĹĎÎ][\x80-¿ˇ˘Ł¤Ą¦§¨Şş«¬®Ż°±˛ł´µ¶·¸ą»Ľ˝ľż€‚„…†‡‰Š‹ŚŤŽŹ‘’“”•–—™š›śťžź]"
)
# One trace may be a quotation of the fault; three in one page are the fault.
ENOUGH = 3
WINDOW = 400_000  # characters looked at
# Windows-1252 read as Latin-1: quotes and dashes become controls that no page means.
_CONTROLS = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_WRONG = ("cp1252", "cp1251", "cp1250", "iso8859_2")
_COMMON_CONTROLS = "\x92\x93\x94\x96\x97\x91\x85\x80"
_ASCII = bytes(range(128))
_PIECE = re.compile(r"[^<>\n]{1,4000}")  # ftfy judges a piece as a whole


def repair(text: str) -> str:
    """The text without traces of a wrong reading; the same string when it has fewer than three."""
    if text.isascii():
        return text
    wide = _beyond_ascii(text)
    if _suspect(text, wide) and len(_FIRST.findall(text, 0, WINDOW)) >= ENOUGH:
        text = _PIECE.sub(_repaired, text)
        wide = _beyond_ascii(text)
    return text.translate(_CONTROLS) if any(control in wide for control in _COMMON_CONTROLS) else text


def _beyond_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, in order: a small part of a page, quick to look through."""
    return text.encode("utf-8", "ignore").translate(None, _ASCII).decode("utf-8")


def _suspect(text: str, wide: str) -> bool:
    pairs = (first + then for first, thens in _TRACES.items() if first in wide for then in thens)
    return any(pair in wide and pair in text for pair in pairs)


def _repaired(match: re.Match[str]) -> str:
    piece = match[0]
    if piece.isascii() or not _FIRST.search(piece):
        return piece
    # Surest is a piece of which all goes back without a fault; ftfy finds broken words beside whole ones, and leaves
    # alone what it is not sure of, such as UTF-8 read as Windows-1251: there single words are tried.
    whole = [back for charset in _WRONG if (back := _back(piece, charset)) is not None]
    if whole:
        return max(whole, key=fit_of) if len(whole) > 1 else whole[0]
    fixed: str = ftfy.fix_encoding(piece)
    return fixed if fixed != piece else " ".join(_word_back(word) for word in piece.split(" "))


def _word_back(word: str) -> str:
    if len(_FIRST.findall(word, 0, 1_000)) < 2:
        return word
    return next((back for charset in _WRONG[:2] if (back := _back(word, charset))), word)


def _back(text: str, charset: str) -> str | None:
    """The text as it was before it was read in that charset; None when it cannot have been."""
    try:
        return text.encode(charset, _AS_CONTROLS).decode("utf-8")
    except UnicodeError:
        return None


def _as_controls(error: UnicodeError) -> tuple[bytes, int]:
    # Five codes of Windows-1252 mean nothing; who read them wrote the control of that number.
    if isinstance(error, UnicodeEncodeError) and "\x80" <= error.object[error.start] < "\xa0":
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


_AS_CONTROLS = "newsward.controls"
codecs.register_error(_AS_CONTROLS, _as_controls)
