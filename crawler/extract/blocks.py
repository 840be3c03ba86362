"""Turns a tree into the lines a reader sees, in order, each with its element and the part of the page it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.tree import BLOCKS, HIDDEN_TAGS, squeeze

# Parts of a page that are about the site or about other pages, never about the article.
_OUTSIDE_TAGS = frozenset(("nav", "footer", "aside"))
_OUTSIDE_ROLES = frozenset(("navigation", "contentinfo", "complementary", "dialog", "search"))
OUTSIDE_NAMES = re.compile(  # of names in small letters
    r"(?:^|[\s_-])(?:related|recommend\w*|similar|teasers?|sidebar|side-?nav|widgets?|cookies?|consent|footer|breadcrumbs?|"
    r"newsletter|comments?|comment-?list|pagination|pager|post-?nav\w*|prev-?next|latest-?(?:news|posts)|recent-?(?:news|posts)|"
    r"more-?(?:news|stories|posts)|also-?like|read-?(?:more|next)|megamenu|navbar|navigation|skip-?links?)(?:[\s_-]|$)"
)
_STYLE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
OUTSIDE = "data-outside"  # set on parts outside the article that hold no prose, for what reads the tree later
_NOTED = BLOCKS | {"a", "time"}
_RUN = 6  # paragraphs side by side: no teaser has that many, but some sites call the free part of an article one
MAX_BLOCKS = 20_000
_WRITTEN = 600  # characters in a noscript
_LONG = 20_000  # characters of one line; more is data, not prose


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page: its words, the element that holds it, and whether it stands outside the article.

    A block is a run of inline content inside `element`, the innermost block element around it: words between two
    starts or ends of block elements. An element whose words are broken by `<br>` or by a nested block gives several
    blocks. `pieces`: the words as the page writes them, in order, each with the element it stands in directly: it is
    `element` itself, or a link, emphasis or index whose ancestors lead up to `element`.
    """

    text: str
    element: HtmlElement
    outside: bool
    linked: int  # characters inside links
    times: tuple[HtmlElement, ...] = ()
    pieces: tuple[tuple[str, HtmlElement], ...] = ()

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def is_prose(self) -> bool:
        """Full sentences, few of their words in links."""
        return len(self.text) > 80 and self.linked < 0.3 * len(self.text)


def read_blocks(tree: HtmlElement) -> list[Block]:
    """The lines of a page in document order. Scripts, styles and hidden parts are left out.

    Sets the attribute OUTSIDE on the parts that are outside the article and hold no prose.
    """
    reader = _Reader()
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if (tag in HIDDEN_TAGS and not (tag == "noscript" and _is_written(node))) or _hidden(node):
                walk.skip_subtree()
                reader.hidden = node
                continue
            if tag in _NOTED:
                reader.open(node, tag)
            text, around = node.text, node
        else:
            if node is reader.hidden:
                reader.hidden = None
            elif tag in _NOTED:
                reader.close(node, tag)
            text, around = node.tail, None
        if text and (reader.pieces or not text.isspace()):  # half of all texts are line breaks between tags
            reader.pieces.append((text, node.getparent() if around is None else around))
            if reader.link is not None:
                reader.linked += len(text.strip())
        if len(reader.blocks) >= MAX_BLOCKS:
            break
    reader.flush()
    return reader.blocks


class _Reader:
    """Gathers words until a block element opens or closes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[tuple[str, HtmlElement]] = []
        self.linked = 0
        self.hidden: HtmlElement | None = None
        self.link: HtmlElement | None = None
        self._times: list[HtmlElement] = []
        self._stack: list[HtmlElement] = []  # block elements open
        self._outside: HtmlElement | None = None
        self._began = 0

    def open(self, node: HtmlElement, tag: str) -> None:
        if tag == "a":
            self.link = node
        elif tag == "time":
            self._times.append(node)
        elif tag in BLOCKS:
            self.flush()
            self._stack.append(node)
            if self._outside is None and is_outside(node):
                self._outside, self._began = node, len(self.blocks)

    def close(self, node: HtmlElement, tag: str) -> None:
        if tag in BLOCKS and tag != "time":
            self.flush()
            if self._stack:
                self._stack.pop()
            if self._outside is not None and node is self._outside:
                if not _may_hold_text(node, self.blocks[self._began :]):
                    node.set(OUTSIDE, "")
                self._outside = None
        elif node is self.link:
            self.link = None

    def flush(self) -> None:
        if self.pieces or self._times:
            text = squeeze("".join([words for words, _ in self.pieces]))[:_LONG]
            if (text or self._times) and self._stack:
                self.blocks.append(
                    Block(
                        text,
                        self._stack[-1],
                        self._outside is not None,
                        self.linked,
                        tuple(self._times),
                        tuple(self.pieces),
                    )
                )
            self.pieces, self._times = [], []
        self.linked = 0


def _may_hold_text(part: HtmlElement, lines: list[Block]) -> bool:
    """Whether a part called a widget or the like may be the article all the same: by its prose, or by hidden text."""
    return any(line.is_prose for line in lines) or next(part.iter("noscript"), None) is not None


def _is_written(node: HtmlElement) -> bool:
    """Whether what a page shows without scripts is its text, not a note or a picture (blogs of one large house)."""
    return sum(map(len, node.itertext())) >= _WRITTEN


def _hidden(node: HtmlElement) -> bool:
    """Whether no reader sees a part. Two kinds of hidden parts a script shows: the pieces that React sends after the
    page (`<div hidden id="S:1">`), and the paid part of an article, called paywall for search engines."""
    if node.get("hidden") is not None:
        return not (node.get("id") or "").startswith("S:") and "paywall" not in (node.get("class") or "")
    style = node.get("style")
    return style is not None and _STYLE_HIDDEN.search(style) is not None


def is_outside(node: HtmlElement) -> bool:
    if node.tag == "footer":  # the footer of an article holds its authors and its date
        return not any(parent.tag == "article" for parent in node.iterancestors())
    if node.tag in _OUTSIDE_TAGS or node.get("role") in _OUTSIDE_ROLES:
        return node.tag == "nav" or not _holds_heading(node)
    if node.tag in ("body", "main", "article"):  # their class lists carry the whole template's options
        return False
    return (
        _named_outside(f"{node.get('class') or ''} {node.get('id') or ''}")
        and len(node.findall("p")) < _RUN
        and not _holds_heading(node)
    )


@lru_cache(maxsize=4_096)  # a page gives most of its parts the same few names
def _named_outside(names: str) -> bool:
    return 1 < len(names) < 400 and OUTSIDE_NAMES.search(names.lower()) is not None


def _holds_heading(node: HtmlElement) -> bool:
    """A part with a first-order heading holds the article, whatever a template calls it."""
    return next(node.iter("h1"), None) is not None
