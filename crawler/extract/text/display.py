"""Turns the kept lines of an article into clean HTML for display: paragraphs, headings, lists, tables, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute
from crawler.extract.blocks import Block

MOST = 300_000  # characters of HTML; lines after that are left out, and what is open is closed
MAX_LEVELS = 12  # of lists, quotes and tables inside each other; what nests deeper is shown at that level
CLIMB = 60  # ancestors looked at from a line upwards: a page chooses its own depth
INLINE_CLIMB = 12
LONG_RUN = 150  # characters: two such runs in one `p` are paragraphs parted by empty lines
MAX_SPAN = 20  # columns one cell may fill
_CONTAINERS = frozenset(
    ("ul", "ol", "li", "blockquote", "table", "thead", "tr", "th", "td", "caption", "figure", "figcaption", "pre")
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset(("th", "td"))
# What holds its words directly, when it is the line's own element.
_LEAVES = frozenset(("li", "th", "td", "caption", "figcaption", "pre"))
_INLINE = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "var": "em",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "a": "a",
}
_MAIL = re.compile(r"^mailto:[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?=\?|$)", re.IGNORECASE)
# lxml writes a zero-width space as it is; `text` shows a space there.
_SPACES = re.compile("[\\s\u200b\ufeff]+")


def display_html(kept: Sequence[Block], url: str) -> str:
    """The lines as HTML: p, h2-h4, ul, ol, li, blockquote, table, thead, tr, th, td, caption, figure, figcaption, pre,
    and in them a[href], em, strong, sub, sup, code, br. No other element and no other attribute.

    `url`: the address that relative links start from. Addresses are http, https or mailto. The words are those of the
    lines, each once, in order. The first level of headings is h2. At most MOST characters.
    """
    writer = _Writer(url, _top_level(kept))
    for block in kept:
        writer.line(block)
        if writer.size > MOST:
            break
    writer.close_to(0)
    return "".join(writer.out)


def plain_html(text: str) -> str:
    """Paragraphs of a text that has no place on the page (it came from JSON); at most MOST characters of text."""
    return "".join(f"<p>{escape(line)}</p>" for line in text[:MOST].split("\n") if line.strip())


def _top_level(kept: Sequence[Block]) -> int:
    return min((_HEADINGS[block.tag] for block in kept if block.tag in _HEADINGS), default=2)


@dataclass(slots=True)
class _Open:
    """One element written and not closed. `element`: that of the page; None for one that only makes the HTML valid."""

    tag: str
    element: HtmlElement | None
    cells: int = 0  # of a row: cells written


@dataclass(slots=True)
class _Writer:
    url: str
    top: int
    out: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    size: int = 0
    last: Block | None = None
    within: dict[HtmlElement, list[_Open]] = field(default_factory=dict)  # element → what its children stand in

    def write(self, markup: str) -> None:
        self.out.append(markup)
        self.size += len(markup)

    def line(self, block: Block) -> None:
        content = _inline(block, self.url)
        if not content:
            return
        path = self._path(block)
        shared = self._shared(path)
        again = shared == len(path) == len(self.stack) and self.last is not None
        if again and not self._paragraph_of_its_own(block):
            self.write("\n" if block.tag == "pre" else "<br>")
        else:
            if again and path[-1].tag == "p":
                shared -= 1
            self.close_to(shared)
            for item in path[shared:]:
                self._open(item)
        self.write(content)
        self.last = block

    def _paragraph_of_its_own(self, block: Block) -> bool:
        """Whether a run that follows another in one element is a paragraph: in a `div`, or long in a `p`."""
        if self.stack[-1].tag != "p" or self.last is None:
            return False
        return block.tag != "p" or min(len(block.text), len(self.last.text)) >= LONG_RUN

    def _path(self, block: Block) -> list[_Open]:
        """The elements a line stands in, outermost first, made valid: rows only in tables, items only in lists."""
        element = block.element
        path = self._containers(element)[:]
        if element.tag in _CONTAINERS and len(path) < MAX_LEVELS:
            _enter(path, block.tag, element)
        if path and path[-1].tag in ("ul", "ol"):
            path.append(_Open("li", element))
        while path and path[-1].tag in ("table", "thead", "tr"):  # words between rows stand before the table
            path.pop()
        if path and path[-1].tag in ("pre", "caption"):
            return path
        level = _HEADINGS.get(block.tag)
        if level:
            path.append(_Open(f"h{min(level - self.top + 2, 4)}", element))
        elif not (path and path[-1].element is element and path[-1].tag in _LEAVES):
            path.append(_Open("p", element))
        return path

    def _containers(self, element: HtmlElement) -> list[_Open]:
        """What an element stands in, outermost first, made valid."""
        path: list[_Open] = []
        new: list[HtmlElement] = []
        for parent in _up(element, CLIMB):
            if parent in self.within:
                path = self.within[parent]
                break
            new.append(parent)
        for parent in reversed(new):
            if parent.tag in _CONTAINERS and len(path) < MAX_LEVELS:
                path = path[:]
                _enter(path, str(parent.tag), parent)
            self.within[parent] = path
        return path

    def _shared(self, path: Sequence[_Open]) -> int:
        """How many of the open elements the path goes on in."""
        count = 0
        for mine, wanted in zip(self.stack, path, strict=False):
            if mine.tag != wanted.tag or mine.element is not wanted.element:
                break
            count += 1
        return count

    def _open(self, item: _Open) -> None:
        if item.tag in _CELLS and self.stack and self.stack[-1].tag == "tr" and item.element is not None:
            row = self.stack[-1]
            for empty in _cells_before(row, item.element):
                self._fill(empty)
                row.cells += 1
            row.cells += 1
        self.stack.append(_Open(item.tag, item.element))
        self.write(f"<{item.tag}>")

    def close_to(self, count: int) -> None:
        while len(self.stack) > count:
            item = self.stack.pop()
            if item.tag == "tr":
                for empty in _cells_before(item, None):
                    self._fill(empty)
            self.write(f"</{item.tag}>")
            if item.tag in _CELLS and item.element is not None:
                self._fill(f"<{item.tag}></{item.tag}>" * (_span(item.element) - 1))

    def _fill(self, cells: str) -> None:
        """Empty cells, as long as there is room."""
        if self.size <= MOST:
            self.write(cells)


def _enter(path: list[_Open], tag: str, node: HtmlElement) -> None:
    """Adds an element to a path, or what must stand around it, or nothing where it may not stand."""
    parent = path[-1].tag if path else ""
    if parent in ("pre", "caption") or (tag == "table" and not _has_columns(node)):
        return
    if tag == "li" and parent not in ("ul", "ol"):
        path.append(_Open("ul", node.getparent()))
    elif parent in ("ul", "ol") and tag != "li":
        path.append(_Open("li", node))
    if tag in ("thead", "caption") and parent != "table":
        return
    if tag == "tr" and parent not in ("table", "thead"):
        return
    if tag in _CELLS and parent != "tr":
        return
    if parent in ("table", "thead", "tr") and tag not in ("thead", "tr", "th", "td", "caption"):
        return
    if tag == "figcaption" and parent != "figure":
        return
    path.append(_Open(tag, node))


def _has_columns(table: HtmlElement) -> bool:
    """Whether a table has two cells side by side; one without only draws a frame."""
    for count, row in enumerate(table.iter("tr")):
        if count == 50:
            break
        if sum(1 for _ in row.iterchildren("th", "td")) > 1:
            return True
    return False


def _cells_before(row: _Open, cell: HtmlElement | None) -> Iterator[str]:
    """Cells without words between the last one written and `cell`, or the row's end: columns stay in line."""
    if row.element is None:
        return
    cells = list(row.element.iterchildren("th", "td"))
    for node in cells[row.cells : cells.index(cell) if cell in cells else len(cells)]:
        yield f"<{node.tag}></{node.tag}>" * _span(node)


def _span(cell: HtmlElement) -> int:
    value = cell.get("colspan") or ""
    return min(max(int(value), 1), MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _up(element: HtmlElement, most: int) -> Iterator[HtmlElement]:
    for count, parent in enumerate(element.iterancestors()):
        if count == most:
            return
        yield parent


def _inline(block: Block, url: str) -> str:
    """The words of a line with its links and emphasis. Spaces are single, but in `pre`."""
    keep_spaces = block.tag == "pre"
    around = _link_around(block, url)
    if not keep_spaces and all(element is block.element for _, element in block.pieces):
        content = escape(block.text, quote=False)
        return f"{around}{content}</a>" if around else content
    marks: dict[HtmlElement, list[tuple[str, HtmlElement]]] = {}
    out: list[str] = []
    stack: list[tuple[str, HtmlElement]] = []
    left = len(block.text)
    space = True  # nothing or a space stands before
    for text, element in block.pieces:
        words = text if keep_spaces else _single_spaces(text)
        if space and not keep_spaces:
            words = words.lstrip(" ")
        if not keep_spaces:
            words = words[: max(left, 0)]
            left -= len(words)
        if not words:
            continue
        wanted = marks.get(element)
        if wanted is None:
            wanted = marks[element] = _marks(element, block.element, url, around is not None)
        space = _switch(out, stack, wanted, words, url)
    for tag, _ in reversed(stack):
        out.append(f"</{tag}>")
    content = "".join(out)
    content = content.strip("\r\n") if keep_spaces else content.strip()
    return f"{around}{content}</a>" if around and content else content


def _single_spaces(text: str) -> str:
    if "\u200b" in text or "\ufeff" in text:
        return _SPACES.sub(" ", text)
    words = " ".join(text.split())
    if not words:
        return " "
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def _switch(
    out: list[str],
    stack: list[tuple[str, HtmlElement]],
    wanted: Sequence[tuple[str, HtmlElement]],
    words: str,
    url: str,
) -> bool:
    """Writes words inside the wanted marks; whether they end with a space."""
    same = 0
    while same < min(len(stack), len(wanted)) and stack[same][1] is wanted[same][1]:
        same += 1
    while len(stack) > same:
        out.append(f"</{stack.pop()[0]}>")
    for tag, node in wanted[same:]:
        out.append(f'<a href="{escape(_address(node, url) or "")}">' if tag == "a" else f"<{tag}>")
        stack.append((tag, node))
    out.append(escape(words, quote=False))
    return words.endswith(" ")


def _marks(element: HtmlElement, top: HtmlElement, url: str, linked: bool) -> list[tuple[str, HtmlElement]]:
    """The links and emphasis between a line and a piece of it, outermost first, each kind once."""
    found: list[tuple[str, HtmlElement]] = []
    if element is top:
        return found
    for node in (element, *_up(element, INLINE_CLIMB)):
        if node is top:
            break
        tag = _INLINE.get(str(node.tag))
        if tag == "a" and (linked or not _address(node, url)):
            continue
        if tag == "code" and top.tag == "pre":
            continue
        if tag:
            found = [item for item in found if item[0] != tag]
            found.append((tag, node))
    found.reverse()
    return found


def _link_around(block: Block, url: str) -> str | None:
    """The start of the link that a line stands in as a whole: links may hold paragraphs."""
    if block.linked < len(block.text) * 0.9 or not block.linked:
        return None
    for node in _up(block.element, 4):
        if node.tag == "a":
            address = _address(node, url)
            return f'<a href="{escape(address)}">' if address else None
    return None


def _address(link: HtmlElement, url: str) -> str | None:
    """The absolute address of a link; None for a place on the same page and for what is no web or mail address."""
    href = (link.get("href") or "").strip()
    if not href or len(href) > 2_000 or href.startswith("#"):
        return None
    if href[:7].lower() == "mailto:":
        mail = _MAIL.match(href)
        return mail[0] if mail else None
    return absolute(url, href)
