"""Turns the elements around a page's blocks into arrays: parent, depth, kinds of parts, tag, class names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from crawler.extract.blocks import OUTSIDE_NAMES, Block

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]

_PART_NAMES = """
    article main section header footer nav aside form figure figcaption table ul ol blockquote pre dl a button label p
"""
_TAG_NAMES = "p h1 h2 h3 h4 h5 h6 li td th div blockquote figcaption pre dt dd section article address"
PARTS = tuple(_PART_NAMES.split())
TAGS = tuple(_TAG_NAMES.split())
_PART_BIT = {tag: 1 << bit for bit, tag in enumerate(PARTS)}
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_CAMEL = re.compile(r"([a-z])([A-Z])")
_NO_LETTERS = re.compile(r"[^a-z]+")
_DIGITS = re.compile(r"\d+")
# How templates call the element around an article's text.
_TEXT_NAMES = re.compile(
    r"(?:article|entry|post|story|page|main|news|blog|single)[\s_-]{0,2}(?:body|content|text|copy|detail)"
    r"|(?:body|content|text)[\s_-]{0,2}(?:article|entry|post|story|body|copy|main)|rich-?text|wysiwyg|prose\b|paywall",
    re.IGNORECASE,
)
_NAMING = ("class", "id", "itemprop", "role")
_LONGEST_NAME = 300  # characters of one class list that are looked at


@dataclass(slots=True)
class BlockTree:
    """The elements that hold blocks and their ancestors; a parent has a smaller number than its children.

    `node`: per block the number of its element. The others are per element: `parent` (-1 at the root), `parts` (a bit
    of PARTS for itself and every ancestor), `tags` (index in TAGS, its length for others), `names` (class and id),
    `shapes` (the names without digits: alike for the items of one list).
    """

    node: Ints
    parent: Ints
    depth: Ints
    parts: Ints
    tags: Ints
    names: list[str]
    shapes: list[str]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(slots=True)
class _Growing:
    numbers: dict[HtmlElement, int] = field(default_factory=dict)
    parent: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def number(self, element: HtmlElement) -> int:
        """The element's number; it and its ancestors are added when they are new."""
        numbers = self.numbers
        known = numbers.get(element)
        if known is not None:
            return known
        above: list[HtmlElement] = []
        upper: HtmlElement | None = element
        while upper is not None and upper not in numbers:
            above.append(upper)
            upper = upper.getparent()
        parent = numbers[upper] if upper is not None else -1
        for node in reversed(above):
            tag = node.tag
            names = _said(node)
            numbers[node] = len(self.parent)
            self.parts.append((self.parts[parent] if parent >= 0 else 0) | _PART_BIT.get(tag, 0))
            self.depth.append(self.depth[parent] + 1 if parent >= 0 else 0)
            self.tags.append(_TAG_NUMBER.get(tag, len(TAGS)))
            self.names.append(names)
            self.parent.append(parent)
            parent = numbers[node]
        return parent


def _said(element: HtmlElement) -> str:
    """What the page calls an element: its classes, id, schema.org property and role."""
    attributes = element.attrib
    if not attributes:
        return ""
    said = [value for name in _NAMING if (value := attributes.get(name))]
    return " ".join(said)[:_LONGEST_NAME]


def read_block_tree(blocks: Sequence[Block]) -> BlockTree:
    """The part of the page's tree that leads to its blocks."""
    grown = _Growing()
    node = [grown.number(block.element) for block in blocks]
    return BlockTree(
        node=np.array(node, dtype=np.int64),
        parent=np.array(grown.parent, dtype=np.int64),
        depth=np.array(grown.depth, dtype=np.int64),
        parts=np.array(grown.parts, dtype=np.int64),
        tags=np.array(grown.tags, dtype=np.int64),
        names=grown.names,
        shapes=[_DIGITS.sub("", names)[:80] if names else "" for names in grown.names],
    )


@lru_cache(maxsize=8_192)
def named_part(names: str) -> int:
    """1 for names of parts about the site or other pages, 2 for names of an article's text, 3 for both."""
    return (OUTSIDE_NAMES.search(names) is not None) + 2 * (_TEXT_NAMES.search(names) is not None)


@lru_cache(maxsize=8_192)  # a page gives most of its parts the same few names
def class_words(names: str) -> tuple[str, ...]:
    """The words of a class list and its neighbouring pairs: "entry-content" → entry, content, entry content."""
    pieces = [piece for piece in _NO_LETTERS.split(_CAMEL.sub(r"\1 \2", names).lower()) if 1 < len(piece) < 16]
    pairs = [f"{first} {second}" for first, second in pairwise(pieces)]
    return tuple(dict.fromkeys([piece for piece in pieces if len(piece) > 2] + pairs))[:20]
