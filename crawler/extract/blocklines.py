"""Turns the words of a page's blocks into numbers: length, links, sentences, and whether machine data repeats them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crawler.extract.blocks import Block
from crawler.extract.blocktree import Floats
from crawler.extract.structured import Structured
from crawler.extract.teasers import is_head, is_noise

# Characters of scripts without spaces between words: each tells about as much as two and a half Latin letters.
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"\W+")
_SHORT = 80  # characters of a line whose single words are looked at
_MOST_SAID = 200_000

MEASURES = (
    "size", "words", "link", "commas", "stops", "endstop", "endcolon", "endmore", "upper", "lower", "digits",
    "bars", "head", "noise", "insaid", "indesc", "istitle", "rep", "outside", "times", "pieces", "bold", "italic",
    "mail", "copy", "avgword", "said",
)  # fmt: skip


@dataclass(slots=True)
class Lines:
    """`measures`: one row a block, columns as in MEASURES. `words`: the words of short lines. `repeats`: how often a
    block's text stands on the page."""

    measures: Floats
    words: list[tuple[str, ...]]
    repeats: Floats

    def column(self, name: str) -> Floats:
        column: Floats = self.measures[:, MEASURES.index(name)]
        return column


def read_lines(blocks: Sequence[Block], title_at: int | None, structured: Structured) -> Lines:
    """Measures every block's words."""
    body = structured.article.get("articleBody")
    said = _plain(body[:_MOST_SAID]) if isinstance(body, str) else ""
    description = _plain(structured.first("og:description", "description", "twitter:description") or "")
    title = _plain(blocks[title_at].text)[:80].lower() if title_at is not None else ""
    seen: dict[str, int] = {}
    rows: list[tuple[float, ...]] = []
    words: list[tuple[str, ...]] = []
    for block in blocks:
        text = block.text
        length = len(text)
        before = seen.get(text, 0)
        seen[text] = before + 1
        flat = _plain(text[:80]) if said or description or title else ""
        rows.append(
            (
                *_measure(text, length, block.linked),
                len(flat) > 3 and flat in said,
                len(flat) > 15 and flat[:60] in description,
                bool(title) and flat.lower() == title,
                before,
                block.outside,
                bool(block.times),
                *_inline(block),
                "@" in text[:100] or "http" in text[:100],
                "©" in text[:100],
                length / (text.count(" ") + 1),
                bool(said),
            )
        )
        words.append(tuple(dict.fromkeys(_WORD.findall(text.lower())))[:8] if length <= _SHORT else ())
    measures = np.array(rows, dtype=np.float64).reshape(len(blocks), len(MEASURES))
    return Lines(measures, words, np.array([seen[block.text] for block in blocks], dtype=np.float64))


def _measure(text: str, length: int, linked: int) -> tuple[float, ...]:
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    start = text[:100]
    return (
        length + 1.5 * wide,
        text.count(" ") + 1 + wide / 2,
        min(1.0, linked / (length or 1)),
        text.count(",") + text.count("、") + text.count("，") + text.count("،"),
        text.count(". ") + text.count("。") + text.count("? ") + text.count("! "),
        text[-1:] in '.!?。！？”"»…',  # an empty text is in every text
        text[-1:] in ":：",
        text[-1:] in "…>»›→",
        text[:1].isupper(),
        text[:1].islower(),
        sum(map(str.isdigit, start)) / (len(start) or 1),
        start.count("|") + start.count("/") + start.count("·") + start.count("•"),
        is_head(text),
        is_noise(text),
    )


def _inline(block: Block) -> tuple[float, float, float]:
    first = block.pieces[0][1].tag if block.pieces else ""
    return len(block.pieces), first in ("b", "strong"), first in ("em", "i")


def _plain(text: str) -> str:
    return _NO_WORD.sub(" ", text).strip()
