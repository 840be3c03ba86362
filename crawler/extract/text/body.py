"""Turns the blocks of a page into the text of its article: those the model keeps, teasers of other articles cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.dates.daytext import find_days
from crawler.extract.media.images import article_root
from crawler.extract.structured import Structured
from crawler.extract.text.containment import Floats
from crawler.extract.text.model import BlockModel, shipped_model
from crawler.extract.text.teasers import in_teaser_parts, is_noise, without_teasers
from crawler.extract.titles.title import Title, fold
from crawler.items import Candidate

# Below this many characters the model has too little to judge by; laboratories do publish news of one sentence.
SHORT = 300
UNLIKELY = 0.2  # mean chance of the lines under a title: real news of one sentence has more
LINKS = 0.8  # share of their characters in links
# A line so long that holds the openings of more than COPIED paragraphs, its own among them, is a copy of the article.
WHOLE = 1_000
OPENING = 60
COPIED = 3
MOST_OPENINGS = 30
CUT = 200  # characters of a candidate
_CELLS = ("td", "th")
TAGS = re.compile(r"<[^<>]{1,200}>")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, paragraphs separated by newlines, and what found it.

    `kept`: the blocks the text is made of, in document order: the text is their texts, one a line, but the cells of one
    row of a table on one line. Empty when the text
    came from the page's data. `confidence`: 0..1, the text F1 to expect of such a page. `candidates`: the text taken,
    then those rejected, each cut to CUT characters.
    """

    text: str
    origin: str
    confidence: float = 0.0
    kept: tuple[Block, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def find_body(
    tree: HtmlElement,
    structured: Structured,
    blocks: Sequence[Block],
    title_at: int | None,
    title: Title | None,
    model: BlockModel | None = None,
) -> Body:
    """The words of the page's article; an empty text when it has none. The tree is left as it was.

    `model`: what judges the blocks, else that of the package (a model that has not seen a page's site, in bench/).
    """
    model = model or shipped_model()
    chances = model.judge(blocks, title_at, structured)
    likely = [index for index, chance in enumerate(chances) if chance > model.cut]
    teasers = in_teaser_parts(blocks, set(likely))
    chosen = [blocks[index] for index in likely if index not in teasers]
    kept = _without_head(without_teasers(_without_copies(chosen)), title)
    sure = model.confidence(expected_f1(blocks, chances, kept))
    taken = _body(kept, "blocks", sure)
    found = [taken]
    if len(taken.text) < SHORT and title_at is not None:
        below = without_teasers(list(_below(tree, blocks, title_at, title)))
        found.append(_body(_without_head(_likely(below, blocks, chances), title), "lines", sure))
        taken = found[1] if found[1].text else taken
    said = structured.article.get("articleBody")
    if isinstance(said, str):
        lines = (line.strip() for line in TAGS.sub(" ", said).splitlines())
        found.append(Body("\n".join(filter(None, lines)), "json-ld", sure))
        if len(taken.text) < SHORT and len(found[-1].text) > len(taken.text):
            taken = found[-1]
    others = [body for body in found if body.text and body.text != taken.text]
    candidates = [_candidate(body, sure if body is taken else 1 - sure) for body in (taken, *others) if body.text]
    return replace(taken, candidates=tuple(candidates))


def expected_f1(blocks: Sequence[Block], chances: Floats, kept: Sequence[Block]) -> float:
    """The F1 of the kept text if every chance is right: twice the sure characters of it by those kept and those sure.

    Compared with the gold it is too high for sure pages and too low for others; `BlockModel.confidence` mends that.
    """
    chosen = set(map(id, kept))
    sure = size = whole = 0.0
    for block, chance in zip(blocks, chances, strict=True):
        length = len(block.text)
        whole += length * chance
        if id(block) in chosen:
            size += length
            sure += length * chance
    return 2 * sure / (size + whole) if size else 0.0


_WHY = {
    "blocks": "the lines that look like an article's",
    "lines": "the lines under the title of a page with little text",
    "json-ld": "articleBody in the page's data",
}


def _candidate(body: Body, sure: float) -> Candidate:
    return Candidate(
        field="text",
        value=body.text[:CUT],
        origin=body.origin,
        confidence=round(sure, 3),
        why=_WHY[body.origin],
    )


def _body(kept: Sequence[Block], origin: str, sure: float) -> Body:
    return Body(_text(kept), origin, round(sure, 3), tuple(kept))


def _text(kept: Sequence[Block]) -> str:
    """One line a block; the cells of one row of a table share a line."""
    pieces: list[str] = []
    last: tuple[HtmlElement | None, HtmlElement | None] = (None, None)
    for block in kept:
        row, cell = _cell(block.element)
        if pieces:
            pieces.append(" " if row is not None and row is last[0] and cell is not last[1] else "\n")
        pieces.append(block.text)
        last = row, cell
    return "".join(pieces)


def _cell(element: HtmlElement) -> tuple[HtmlElement | None, HtmlElement | None]:
    """The row and the cell around an element."""
    cell = element if element.tag in _CELLS else next(element.iterancestors(*_CELLS), None)
    row = next(cell.iterancestors("tr"), None) if cell is not None else None
    return row, cell


def _below(tree: HtmlElement, blocks: Sequence[Block], title_at: int, title: Title | None) -> Iterator[Block]:
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
            yield block


def _likely(lines: list[Block], blocks: Sequence[Block], chances: Floats) -> list[Block]:
    """The lines, or none when the model takes them for a list of links, a form or an address."""
    chance = {id(block): float(chance) for block, chance in zip(blocks, chances, strict=True)}
    size = sum(len(line.text) for line in lines)
    sure = sum(len(line.text) * chance[id(line)] for line in lines)
    linked = sum(line.linked for line in lines)
    return lines if sure >= UNLIKELY * size and linked < LINKS * size else []


def _without_copies(lines: list[Block]) -> list[Block]:
    """Without lines that hold the whole article again (for a loudspeaker, a form): the openings of other paragraphs."""
    openings = [line.text[:OPENING] for line in lines if line.is_prose]
    return [
        line
        for line in lines
        if len(line.text) < WHOLE or sum(opening in line.text for opening in openings[:MOST_OPENINGS]) <= COPIED
    ]


def _without_head(lines: list[Block], title: Title | None) -> list[Block]:
    """Without the title repeated above the text, and without the labels above it ("Last updated:")."""
    if title is None:
        return lines
    wanted = fold(title.text)
    repeated = [index for index, line in enumerate(lines[:4]) if fold(line.text) == wanted]
    above = lines[: repeated[-1]] if repeated else []
    return lines[repeated[-1] + 1 :] if repeated and all(len(line.text) <= 80 for line in above) else lines
