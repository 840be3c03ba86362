"""Turns a tree into the lines a reader sees, in order, each with its element and the part of the page it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.tree import BLOCKS, HIDDEN_TAGS, squeeze

# Parts of a page that are about the site or about other pages, never about the article.
_OUTSIDE_TAGS = frozenset(("nav", "footer", "aside"))
_OUTSIDE_ROLES = frozenset(("navigation", "contentinfo", "complementary", "dialog", "search"))
OUTSIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|similar|teasers?|sidebar|side-?nav|widgets?|cookies?|consent|footer|breadcrumbs?|"
    r"newsletter|comments?|comment-?list|pagination|pager|post-?nav\w*|prev-?next|latest-?(?:news|posts)|recent-?(?:news|posts)|"
    r"more-?(?:news|stories|posts)|also-?like|read-?(?:more|next)|megamenu|navbar|navigation|skip-?links?)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_STYLE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RUN = 6  # paragraphs side by side: no teaser has that many, but some sites call the free part of an article one
MAX_BLOCKS = 20_000
_LONG = 20_000  # characters of one line; more is data, not prose


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page: its words, the element that holds it, and whether it stands outside the article."""

    text: str
    element: HtmlElement
    outside: bool
    linked: int  # characters inside links
    times: tuple[HtmlElement, ...] = ()

    @property
    def tag(self) -> str:
        return str(self.element.tag)


def read_blocks(tree: HtmlElement) -> list[Block]:
    """The lines of a page in document order. Scripts, styles and hidden parts are left out."""
    reader = _Reader()
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            reader.open(node)
        else:
            reader.close(node)
        if len(reader.blocks) >= MAX_BLOCKS:
            break
    reader.flush()
    return reader.blocks


class _Reader:
    """Gathers words until a block element opens or closes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._times: list[HtmlElement] = []
        self._stack: list[HtmlElement] = []  # block elements open
        self._hidden: HtmlElement | None = None
        self._outside: HtmlElement | None = None
        self._link: HtmlElement | None = None

    def open(self, node: HtmlElement) -> None:
        if self._hidden is not None:
            return
        tag: Any = node.tag
        if tag in HIDDEN_TAGS or _hidden(node):
            self._hidden = node
            return
        if tag in BLOCKS and tag != "time":
            self.flush()
            self._stack.append(node)
            if self._outside is None and is_outside(node):
                self._outside = node
        elif tag == "a":
            self._link = node
        elif tag == "time":
            self._times.append(node)
        if node.text:
            self._add(node.text)

    def close(self, node: HtmlElement) -> None:
        if self._hidden is not None:
            if node is self._hidden:
                self._hidden = None
                self._tail(node)
            return
        if node.tag in BLOCKS and node.tag != "time":
            self.flush()
            if self._stack:
                self._stack.pop()
            if node is self._outside:
                self._outside = None
        elif node is self._link:
            self._link = None
        self._tail(node)

    def _tail(self, node: HtmlElement) -> None:
        if node.tail:
            self._add(node.tail)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._link is not None:
            self._linked += len(text.strip())

    def flush(self) -> None:
        text = squeeze("".join(self._pieces))[:_LONG]
        if (text or self._times) and self._stack:
            self.blocks.append(
                Block(text, self._stack[-1], self._outside is not None, self._linked, tuple(self._times))
            )
        self._pieces, self._linked, self._times = [], 0, []


def _hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or (style is not None and _STYLE_HIDDEN.search(style) is not None)


def is_outside(node: HtmlElement) -> bool:
    if node.tag == "footer":  # the footer of an article holds its authors and its date
        return not any(parent.tag == "article" for parent in node.iterancestors())
    if node.tag in _OUTSIDE_TAGS or node.get("role") in _OUTSIDE_ROLES:
        return node.tag == "nav" or not _holds_heading(node)
    if node.tag in ("body", "main", "article"):  # their class lists carry the whole template's options
        return False
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if not (1 < len(names) < 400 and OUTSIDE_NAMES.search(names)):
        return False
    return len(node.findall("p")) < _RUN and not _holds_heading(node)


def _holds_heading(node: HtmlElement) -> bool:
    """A part with a first-order heading holds the article, whatever a template calls it."""
    return next(node.iter("h1"), None) is not None
