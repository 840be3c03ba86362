"""Turns a title and a text into the few short pieces that an encoder reads: the title and the first sentences.

Whole documents would cost ten times as much to encode and gain little: an announcement says its news at the top.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from aggregator.cluster.told import Vectors
from db.search import SPACELESS

BUDGET = 650  # characters of text in all: about 150 tokens, 10 ms of USE
UNIT = 250  # characters of one piece; a sentence encoder means little beyond
LEAST = 40  # characters; a shorter piece ("Prof.", "By A. Smith") is read with what follows
UNITS = 9  # pieces at most, the title among them
READ = 6000  # characters looked at, however long the text
TITLE_WEIGHT = 1.5  # of the title in the mean, against one of a full piece

_WIDE = re.compile(f"[{SPACELESS}]")  # one of these says about as much as two letters
# Where a sentence ends: a stop with what closes it, before a space; stops of scripts without spaces by themselves.
_END = re.compile(r"(?<=[.!?…;։؟۔।])(?=[\"'’”»)\]]*\s)[\"'’”»)\]]*\s+|(?<=[。！？｡．；។])[」』”）)]*\s*|\s*\n\s*")


def units(title: str, lead: str | None, text: str) -> list[str]:
    """The pieces of an article in their order: its title (if it has one), then what its text begins with.

    About BUDGET characters (half as many of scripts without spaces), at most UNITS pieces of at most UNIT each; a
    longer sentence is cut at a word. A lead that the text does not begin with comes first. No words, no pieces.
    """
    title, body = " ".join(title[:READ].split()), text[:READ].strip()
    opening = (lead or "")[:READ].strip()
    if opening and _plain(opening)[:60] not in _plain(body[: len(opening) + 500]):
        body = f"{opening}\n{body}"
    begun = title.rstrip(" …")  # a title made of the first sentence may be cut short
    if begun and _plain(body).startswith(_plain(begun)):
        body = body[_after(body, begun) :]
    found = [piece for piece in _pieces(title) if _said(piece)][:1]
    left = BUDGET
    for piece in _joined(_END.split(body)):
        for part in _pieces(piece):
            if left <= 0 or len(found) == UNITS:
                return found
            if _said(part):
                found.append(part)
                left -= _size(part)
    return found


def headline(title: str, text: str) -> str:
    """The title; none where it is but the beginning of the first sentence of the text, put in for a missing one."""
    begun, body = " ".join(title[:READ].split()).rstrip(" …"), text[:READ].strip()
    if not begun or not _plain(body).startswith(_plain(begun)):
        return title
    rest = body[_after(body, begun) :]
    return title if rest.lstrip(" .!?。！？").startswith("\n") else ""


def mean_of(pieces: Vectors, texts: Sequence[str], *, titled: bool) -> Vectors:
    """The vector of the whole: unit mean of its pieces, where longer ones and the title (TITLE_WEIGHT) count more."""
    weights = np.array([min(1.0, 0.3 + _size(text) / UNIT) for text in texts], dtype=np.float32)
    if titled and len(texts) > 1:
        weights[0] = TITLE_WEIGHT
    whole: Vectors = weights @ pieces
    length = float(np.linalg.norm(whole))
    return whole / np.float32(length) if length > 1e-6 else np.zeros_like(whole)


def _joined(sentences: Sequence[str]) -> list[str]:
    """Sentences, those too short to mean something joined to the next."""
    found: list[str] = []
    short = ""
    for sentence in sentences:
        said = f"{short} {sentence}".strip() if sentence else short
        short = ""
        if said and _size(said) < LEAST:
            short = said
        elif said:
            found.append(said)
    return [*found, short] if short else found


def _pieces(sentence: str) -> list[str]:
    """A sentence in about equal pieces of at most UNIT, cut at a space where there is one."""
    sentence = " ".join(sentence.split())
    found = []
    while (size := _size(sentence)) > UNIT:
        most = len(sentence) // -(-size // UNIT) + 1
        at = sentence.find(" ", most, most + UNIT // 8)
        at = at if at > 0 else sentence.rfind(" ", most // 2, most + 1)
        at = at if at > 0 else most
        found.append(sentence[:at])
        sentence = sentence[at:].strip()
    return [*found, sentence] if sentence else found


def _size(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _said(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _after(body: str, title: str) -> int:
    """Where the body goes on after a title it begins with; spaces may differ."""
    left = len("".join(title.split()))
    for place, character in enumerate(body):
        if left <= 0:
            return place
        left -= not character.isspace()
    return len(body)
