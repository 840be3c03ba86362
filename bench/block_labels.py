"""Turns the annotated pages of ../shared/data/extraction into blocks with labels: does keeping one raise F1?"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import tldextract

from crawler.extract.blocks import Block, read_blocks
from crawler.extract.bytes.decode import decode
from crawler.extract.page import _title_line
from crawler.extract.structured import read_structured
from crawler.extract.tables import unwrap_layout_tables
from crawler.extract.text.body import Body, find_body
from crawler.extract.text.containment import Floats
from crawler.extract.text.features import PageBlocks, read_page_blocks
from crawler.extract.text.model import BlockModel
from crawler.extract.titles.title import find_title
from crawler.extract.tree import drop_silent, parse

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data" / "extraction"
ROUNDS = 3  # of looking at every block again
PARTIAL = 0.8  # of the weight of a page whose text is known, for one of which only some segments are
SUFFIXES = tldextract.TLDExtract(suffix_list_urls=())
_TOKEN = re.compile(r"\w+")


@cache
def scorer() -> Any:
    """The module ../shared/bench/score_extraction.py."""
    spec = importlib.util.spec_from_file_location("score_extraction", SHARED / "bench" / "score_extraction.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("score_extraction.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(slots=True)
class RealPage:
    """One annotated page: what is measured of its blocks, and per block whether to keep it and what that weighs."""

    id: str
    site: str
    gold: dict[str, Any]
    page: PageBlocks
    texts: list[str]
    keep: Floats
    weight: Floats  # 0 where nobody knows

    def bytes(self) -> bytes:
        return gzip.decompress((DATA / self.gold["file"]).read_bytes())

    def body(self, model: BlockModel) -> Body:
        """The text of the page as `extract_page` finds it, by this model."""
        tree = parse(decode(self.bytes()).text)
        if tree is None:
            return Body("", "blocks")
        held = list(tree.iter())
        unwrap_layout_tables(tree)
        url = self.gold.get("url") or ""
        structured, blocks = read_structured(tree, url), read_blocks(tree)
        drop_silent(tree)
        title = find_title(tree, structured, None, url)
        found = find_body(tree, structured, blocks, _title_line(blocks, title), title, model)
        held.clear()
        return found

    def f1(self, text: str) -> float:
        shingles = scorer().shingles
        shared, said, wanted = scorer().overlap(shingles(self.gold["text"]), shingles(text))
        return 2 * shared / (said + wanted) if said + wanted else 0.0


def read_pages() -> list[RealPage]:
    """Every annotated page."""
    pages = json.loads((DATA / "gold.json").read_text(encoding="utf-8"))["pages"]
    return [page for name, gold in pages.items() for page in _read(name, gold)]


def _read(name: str, gold: dict[str, Any]) -> Iterator[RealPage]:
    url = gold.get("url") or ""
    tree = parse(decode(gzip.decompress((DATA / gold["file"]).read_bytes())).text)
    if tree is None:
        return
    held = list(tree.iter())
    unwrap_layout_tables(tree)
    structured, blocks = read_structured(tree, url), read_blocks(tree)
    drop_silent(tree)
    page = read_page_blocks(blocks, _title_line(blocks, find_title(tree, structured, None, url)), structured)
    held.clear()
    keep, weight = by_text(blocks, gold["text"]) if gold.get("text") else by_segments(blocks, gold)
    domain = SUFFIXES(url)
    site = domain.top_domain_under_public_suffix or domain.domain or url or name
    yield RealPage(name, site, gold, page, [block.text for block in blocks], keep, weight)


def by_text(blocks: Sequence[Block], gold: str) -> tuple[Floats, Floats]:
    """Per block whether it is in the selection with the best F1, and how much F1 the wrong choice costs.

    Coordinate ascent from the blocks half of whose 4-grams are in the gold; the best selection found this way is the
    oracle of the block cutting.
    """
    choice = _Choice([_TOKEN.findall(block.text) for block in blocks], scorer().shingles(gold))
    known = set(choice.gold)
    for index, tokens in enumerate(choice.tokens):
        grams = _grams(tokens)
        if grams and 2 * sum(gram in known for gram in grams) >= len(grams):
            choice.toggle(index)
    for _ in range(ROUNDS):
        changed = False
        for index, tokens in enumerate(choice.tokens):
            if tokens and choice.gain(index) > (1e-9 if choice.chosen[index] is False else 0):
                choice.toggle(index)
                changed = True
        if not changed:
            break
    cost = [-choice.gain(index) if tokens else 0.0 for index, tokens in enumerate(choice.tokens)]
    return np.array(choice.chosen, dtype=float), np.maximum(0, np.array(cost))


def by_segments(blocks: Sequence[Block], gold: dict[str, Any]) -> tuple[Floats, Floats]:
    """Blocks that hold a segment the text must have, or must not have; the others weigh nothing."""
    wanted = [" ".join(segment.split()) for segment in gold.get("with") or []]
    unwanted = [" ".join(segment.split()) for segment in gold.get("without") or []]
    keep, weight = np.zeros(len(blocks)), np.zeros(len(blocks))
    for index, block in enumerate(blocks):
        text = block.text
        long = len(text) > 30
        if text and any(segment in text or (long and text in segment) for segment in wanted):
            keep[index] = weight[index] = 1
        elif text and any(
            (segment in text and len(segment) > 0.3 * len(text)) or (long and text in segment) for segment in unwanted
        ):
            weight[index] = 1
    weight *= np.minimum(1, np.array([len(block.text) for block in blocks]) / 400)
    return keep, PARTIAL * weight / (weight.sum() or 1)


def _grams(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[start:] for start in range(4)), strict=False))


class _Choice:
    """A selection of blocks with the count of its 4-grams, changed one block at a time."""

    def __init__(self, tokens: list[list[str]], gold: Counter[tuple[str, ...]]) -> None:
        self.tokens, self.gold = tokens, gold
        self.chosen = [False] * len(tokens)
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._shared = self._size = 0
        self._wanted = sum(gold.values())

    def f1(self) -> float:
        return 2 * self._shared / (self._size + self._wanted) if self._size + self._wanted else 0.0

    def gain(self, index: int) -> float:
        """What F1 wins when this block changes sides."""
        before = self.f1()
        self.toggle(index)
        after = self.f1()
        self.toggle(index)
        return after - before

    def toggle(self, index: int) -> None:
        before, after = self._around(index)
        joined, apart = _grams([*before, *self.tokens[index], *after]), _grams([*before, *after])
        lost, won = (joined, apart) if self.chosen[index] else (apart, joined)
        for gram in lost:
            self._shared -= self._counts[gram] <= self.gold.get(gram, 0)
            self._counts[gram] -= 1
        for gram in won:
            self._shared += self._counts[gram] < self.gold.get(gram, 0)
            self._counts[gram] += 1
        self._size += len(won) - len(lost)
        self.chosen[index] = not self.chosen[index]

    def _around(self, index: int) -> tuple[list[str], list[str]]:
        """The three chosen tokens on each side."""
        before: list[str] = []
        for left in range(index - 1, -1, -1):
            if len(before) >= 3:
                break
            if self.chosen[left]:
                before = [*self.tokens[left][-3:], *before]
        after: list[str] = []
        for right in range(index + 1, len(self.tokens)):
            if len(after) >= 3:
                break
            if self.chosen[right]:
                after = [*after, *self.tokens[right][:3]]
        return before[-3:], after[:3]
