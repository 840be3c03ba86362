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

from crawler.extract.blocks import Block

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]

_PART_NAMES = """
    article main section footer aside form figure figcaption table ul ol blockquote pre p
"""
_TAG_NAMES = "p h1 h2 h3 h4 h5 h6 li td th div blockquote figcaption pre dt dd section article address"
PARTS = tuple(_PART_NAMES.split())
TAGS = tuple(_TAG_NAMES.split())
_PART_BIT = {tag: 1 << bit for bit, tag in enumerate(PARTS)}
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_CAMEL = re.compile(r"([a-z])([A-Z])")
_NO_LETTERS = re.compile(r"[^a-z]+")
_DIGITS = re.compile(r"\d+")
# How templates call parts about the site or other pages: words of class names, and pairs of them.
_OUTSIDE_WORDS = """
    related recommend recommended recommendation recommendations similar teaser teasers sidebar sidenav widget widgets
    cookie cookies consent footer breadcrumb breadcrumbs newsletter comment comments commentlist pagination pager
    postnav megamenu navbar navigation skiplink skiplinks
"""
_OUTSIDE_PAIRS = """
    side nav, post nav, post navigation, prev next, latest news, latest posts, recent news, recent posts, more news,
    more stories, more posts, also like, read more, read next, skip link, skip links
"""
_OUTSIDE = frozenset((*_OUTSIDE_WORDS.split(), *(pair.strip() for pair in _OUTSIDE_PAIRS.split(","))))
# How they call the element around an article's text.
_TEXT = frozenset(
    f"{first}{gap}{second}"
    for gap in ("", " ")
    for firsts, seconds in (
        ("article entry post story page main news blog single", "body content text copy detail"),
        ("body content text", "article entry post story body copy main"),
        ("rich", "text"),
    )
    for first in firsts.split()
    for second in seconds.split()
) | {"wysiwyg", "prose", "paywall"}
_NAMING = frozenset(("class", "id", "itemprop", "role"))
_LISTS = frozenset(("ul", "ol", "dl"))
_LONGEST_NAME = 300  # characters of one class list that are looked at


@dataclass(slots=True)
class BlockTree:
    """The elements that hold blocks and their ancestors; a parent has a smaller number than its children.

    `node`: per block the number of its element. The others are per element: `parent` (-1 at the root), `parts` (a bit
    of PARTS for itself and every ancestor), `tags` (index in TAGS, its length for others), `names` (class, id …),
    `shapes` (the names without digits: alike for the items of one list), `table` and `listed` (the innermost table or
    list around an element, -1 when there is none).
    """

    node: Ints
    parent: Ints
    depth: Ints
    parts: Ints
    tags: Ints
    names: list[str]
    shapes: list[str]
    table: Ints
    listed: Ints

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
    shapes: list[str] = field(default_factory=list)
    table: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    shape_of: dict[str, str] = field(default_factory=lambda: {"": ""})

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
            shape = self.shape_of.get(names)
            if shape is None:
                shape = self.shape_of[names] = _DIGITS.sub("", names)[:80]
            own = numbers[node] = len(self.parent)
            self.shapes.append(shape)
            self.table.append(own if tag == "table" else self.table[parent] if parent >= 0 else -1)
            self.listed.append(own if tag in _LISTS else self.listed[parent] if parent >= 0 else -1)
            self.parts.append((self.parts[parent] if parent >= 0 else 0) | _PART_BIT.get(tag, 0))
            self.depth.append(self.depth[parent] + 1 if parent >= 0 else 0)
            self.tags.append(_TAG_NUMBER.get(tag, len(TAGS)))
            self.names.append(names)
            self.parent.append(parent)
            parent = own
        return parent


def _said(element: HtmlElement) -> str:
    """What the page calls an element: its classes, id, schema.org property and role."""
    said = [str(value) for name, value in element.items() if name in _NAMING]
    return " ".join(said)[:_LONGEST_NAME] if said else ""


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
        shapes=grown.shapes,
        table=np.array(grown.table, dtype=np.int64),
        listed=np.array(grown.listed, dtype=np.int64),
    )


@lru_cache(maxsize=16_384)  # a page gives most of its parts the same few names
def class_words(names: str) -> tuple[str, ...]:
    """The words of a class list and its neighbouring pairs: "entry-content" → entry, content, entry content."""
    pieces = [piece for piece in _NO_LETTERS.split(_CAMEL.sub(r"\1 \2", names).lower()) if 1 < len(piece) < 16]
    pairs = [f"{first} {second}" for first, second in pairwise(pieces)]
    return tuple(dict.fromkeys([piece for piece in pieces if len(piece) > 2] + pairs))[:20]


def named_part(words: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether class words name a part about the site or other pages, and whether an article's text."""
    return not _OUTSIDE.isdisjoint(words), not _TEXT.isdisjoint(words)
