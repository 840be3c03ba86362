"""Turns the rich text of content systems, as their data holds it, into plain HTML blocks.

One walk reads them all, because they agree in the main: nodes with a kind, and below it text or further nodes.
Portable Text (Sanity), Contentful, Prismic, Storyblok and other ProseMirror documents, Slate, Lexical, Draft.js,
Editor.js, Gutenberg blocks, Drupal's processed text, HTML strings, Markdown-like plain text.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

MAX_NODES = 20_000
MAX_DEPTH = 60
MAX_CHARACTERS = 1_000_000
MARKUP = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|strong|em|b|i|a|span|blockquote|figure|img|section|table)\b[^<>]{0,500}>", re.I
)
HEADING = re.compile(r"(?:heading|header|h)[-_ ]?(one|two|three|four|five|six|[1-6])$", re.I)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
MARKDOWN_HEAD = re.compile(r"^(#{1,6})\s+(.+)$")
# Where a node keeps what it holds, the likeliest first; of these the first that gives words is taken.
_RENDERED = ("rendered", "processed", "html", "saveContent", "innerHTML", "originalContent", "__html")
_INNER = (
    *("content", "children", "blocks", "root", "document", "data", "items", "innerBlocks", "value", "body", "text"),
    *(
        "json",
        "raw",
        "attributes",
        "primary",
        "fields",
        "slices",
        "sections",
        "paragraphs",
        "richText",
        "markdown",
        "doc",
    ),
)
_SKIPPED = frozenset(
    (
        "image",
        "img",
        "picture",
        "video",
        "embed",
        "embedded-asset-block",
        "code",
        "script",
        "style",
        "button",
        "form",
        "gallery",
    )
)
_LISTS = re.compile(r"(?:^|[^a-z])(?:list|ul|ol)(?:$|[^a-z-])|bullet[-_ ]?list|ordered[-_ ]?list|^list$", re.I)
_ITEM = re.compile(r"list[-_ ]?item|^li$", re.I)
_QUOTE = re.compile(r"quote", re.I)
_PARAGRAPH = re.compile(r"paragraph|^p$|^block$|unstyled|^normal$|textblock", re.I)
_INLINE = frozenset(
    ("span", "text", "hyperlink", "link", "a", "strong", "bold", "em", "italic", "hardbreak", "hard_break")
)


class _Writer:
    def __init__(self) -> None:
        self.nodes = 0
        self.length = 0

    def html(self, value: Any, depth: int = 0, *, inline: bool = False) -> str:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH or self.length > MAX_CHARACTERS:
            return ""
        if isinstance(value, str):
            return self._string(value, depth, inline)
        if isinstance(value, list):
            return "".join(self.html(item, depth + 1, inline=inline) for item in value)
        return self._node(value, depth, inline) if isinstance(value, dict) else ""

    def _string(self, text: str, depth: int, inline: bool) -> str:
        self.length += len(text)
        stripped = text.strip()
        if stripped[:1] in ("{", "[") and stripped[-1:] in ("}", "]") and depth < 3:
            try:
                return self.html(json.loads(stripped), depth + 1)
            except (ValueError, RecursionError):
                pass  # a text that only looks like data
        if inline:
            return text if MARKUP.search(text) else escape(text)
        return text if MARKUP.search(text) else plain_blocks(text)

    def _node(self, node: dict[str, Any], depth: int, inline: bool) -> str:
        kind = _kind(node)
        if kind in _SKIPPED:
            return ""
        for key in _RENDERED:
            if isinstance(node.get(key), str) and node[key].strip():
                return self._string(node[key], depth, inline)
        tag = _tag(node, kind)
        own = node.get("text") if isinstance(node.get("text"), str) else None
        if own is None and kind == "text":
            own = node.get("value") if isinstance(node.get("value"), str) else ""
        if own is not None:
            self.length += len(own)
            words = own if MARKUP.search(own) else escape(own)
            return words if inline or kind in _INLINE else f"<{tag or 'p'}>{words}</{tag or 'p'}>"
        within = inline or tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6") or kind in _INLINE
        words = next((found for key in _INNER if (found := self._below(node, key, depth, within))), "")
        return f"<{tag}>{words}</{tag}>" if tag and words and not inline else words

    def _below(self, node: dict[str, Any], key: str, depth: int, inline: bool) -> str:
        value = node.get(key)
        if isinstance(value, str) and key not in (
            "content",
            "value",
            "body",
            "text",
            "markdown",
            "json",
            "raw",
            "html",
        ):
            return ""
        if value is None or isinstance(value, bool | int | float):
            return ""
        if key == "items" and isinstance(value, list):
            return "".join(f"<li>{words}</li>" for item in value if (words := self.html(item, depth + 1, inline=True)))
        return self.html(value, depth + 1, inline=inline)


def to_html(value: Any) -> str:
    """The words of a rich text as HTML blocks, "" for what holds none. Bounded in nodes, depth and characters."""
    return _Writer().html(value)


def plain_blocks(text: str) -> str:
    """Paragraphs of a text without tags: an empty line parts them, else each line is one; `#` begins a heading."""
    parts = re.split(r"\n\s*\n", text) if re.search(r"\n\s*\n", text) else text.split("\n")
    blocks = []
    for part in parts:
        line = " ".join(part.split())
        head = MARKDOWN_HEAD.match(line)
        if head:
            blocks.append(f"<h{len(head[1])}>{escape(head[2])}</h{len(head[1])}>")
        elif line:
            blocks.append(f"<p>{escape(line)}</p>")
    return "".join(blocks)


def _kind(node: dict[str, Any]) -> str:
    for key in ("nodeType", "blockName", "_type", "type", "__typename", "name"):
        value = node.get(key)
        if isinstance(value, str) and len(value) < 60:
            style = node.get("style") if key == "_type" and value == "block" else None
            return str(style if isinstance(style, str) and style != "normal" else value).lower().removeprefix("core/")
    return ""


def _tag(node: dict[str, Any], kind: str) -> str:
    if node.get("listItem") or _ITEM.search(kind):
        return "li"
    head = HEADING.search(kind)
    if head:
        return f"h{_NUMBERS.get(head[1].lower()) or head[1]}"
    if kind in ("heading", "header", "headline"):
        data = node.get("data") or node.get("attrs") or node.get("attributes")
        level = node.get("level") or node.get("tag") or (data.get("level") if isinstance(data, dict) else None)
        digit = str(level)[-1:]
        return f"h{digit}" if digit in "123456" and digit else "h2"
    if _QUOTE.search(kind):
        return "blockquote"
    if _LISTS.search(kind):
        return "ul"
    return "p" if _PARAGRAPH.search(kind) else ""
