"""Turns the parsed page into the text of its article: trafilatura on the tree, teasers of other articles cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from crawler.extract.blocks import OUTSIDE, Block
from crawler.extract.daytext import find_days
from crawler.extract.images import article_root
from crawler.extract.structured import Structured
from crawler.extract.teasers import is_noise, without_teasers
from crawler.extract.title import Title, fold
from crawler.extract.tree import squeeze
from crawler.items import Candidate


def _one_reading() -> Extractor:
    """trafilatura's rules once. It would read short texts again, looser and slower; `_prose_lines` does that here."""
    options = Extractor(output_format="python", fast=True, comments=False)
    options.focus = "once"  # "balanced" in all but the second reading
    return options


OPTIONS = _one_reading()
# With less than this share of the page's prose trafilatura missed its main part (1 page in 25).
MISSED = 0.4
# Below this many characters trafilatura returns every word of the page, menus too; the lines under the title are
# the better answer. Laboratories do publish news of one sentence.
SHORT = 300
CUT = 200  # characters of a candidate
TAGS = re.compile(r"<[^<>]{1,200}>")
# What trafilatura need not search: it would delete the most of it as well, but later.
UNREAD = f".//head|.//aside|.//footer|.//*[@{OUTSIDE}]"


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, paragraphs separated by newlines, and what found it.

    `kept`: the blocks the text is made of, in document order: the text is their texts, one a line. Empty when the text
    came from the page's data. `confidence`: 0..1, the text F1 to expect of such a page. `candidates`: the text taken,
    then those rejected, each cut to CUT characters.
    """

    text: str
    origin: str
    confidence: float = 0.0
    kept: tuple[Block, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def find_body(
    tree: HtmlElement, structured: Structured, blocks: Sequence[Block], title_at: int | None, title: Title | None
) -> Body:
    """The words of the page's article; an empty text when it has none. The tree is left as it was."""
    text, origin = _trafilatura(tree), "trafilatura"
    if len(text) < MISSED * sum(len(block.text) for block in blocks if block.is_prose and not block.outside):
        text, origin = "\n".join(_prose_lines(blocks, title_at)) or text, "lines"
    if len(text) < SHORT and title_at is not None:
        text, origin = "\n".join(_below(tree, blocks, title_at, title)), "lines"
    said = structured.article.get("articleBody")
    if len(text) < SHORT and isinstance(said, str) and len(said) > len(text):
        text, origin = "\n".join(filter(None, (line.strip() for line in TAGS.sub(" ", said).splitlines()))), "json-ld"
    text = _without_head(without_teasers(text, blocks), title)
    return Body(text, origin, kept=() if origin == "json-ld" else _shown(text, blocks))


def _shown(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks whose words the text holds."""
    flat = squeeze(text.replace("\n", " "))
    return tuple(block for block in blocks if block.text and not block.outside and block.text in flat)


def _trafilatura(tree: HtmlElement) -> str:
    document = bare_extraction(tree, options=OPTIONS, prune_xpath=UNREAD)
    return document.text if isinstance(document, Document) and document.text else ""


def _prose_lines(blocks: Sequence[Block], title_at: int | None) -> list[str]:
    """The lines from the title to the last one of prose, without links that stand alone."""
    start = title_at + 1 if title_at is not None else 0
    last = max((index for index, block in enumerate(blocks) if block.is_prose and not block.outside), default=-1)
    return [
        block.text
        for block in blocks[start : last + 1]
        if block.text
        and not (block.outside or is_noise(block.text))
        and block.linked < len(block.text) * (0.5 if len(block.text) < 60 else 0.9)
    ]


def _below(tree: HtmlElement, blocks: Sequence[Block], title_at: int, title: Title | None) -> Iterator[str]:
    """The lines under the title that are no menu, date or share bar, within the title's part of the page."""
    root = article_root(tree, title.element if title else None)
    for block in blocks[title_at + 1 :]:
        if block.outside or is_noise(block.text) or (root is not tree and root not in block.element.iterancestors()):
            if block.tag == "footer":
                return
            continue
        if block.linked >= len(block.text) * 0.9 and len(block.text) < 60:
            continue
        days = find_days(block.text) if len(block.text) < 60 else []
        if days and len(block.text) - (days[0].end - days[0].start) < 15:
            continue
        if block.text:
            yield block.text


def _without_head(text: str, title: Title | None) -> str:
    """Without the title repeated above the text, and without the labels above it ("Last updated:")."""
    lines = text.split("\n")
    if title is None:
        return text
    wanted = fold(title.text)
    repeated = [index for index, line in enumerate(lines[:4]) if fold(line.lstrip("#- ")) == wanted]
    above = lines[: repeated[-1]] if repeated else []
    return "\n".join(lines[repeated[-1] + 1 :]) if repeated and all(len(line) <= 80 for line in above) else text
