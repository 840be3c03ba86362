"""Turns tables that only place parts of a page beside each other into plain blocks, as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

PROSE = 3  # paragraphs in one cell: no table of data has that
_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td"))
_HEADINGS = frozenset(("h1", "h2", "h3"))


@dataclass(slots=True)
class _Seen:
    layout: bool = False
    data: bool = False


@dataclass(slots=True)
class _Cell:
    titles: int = 0
    paragraphs: int = 0


def unwrap_layout_tables(tree: HtmlElement) -> None:
    """Rename the parts of layout tables to `div`, and the cell of the article to `article`, in place.

    A layout table holds a heading, another table, or several paragraphs in one cell (sites made by hand before 2010,
    hospitals and Japanese faculties until today), and has neither header cells nor a caption. A table inside one is
    judged by itself. The article's cell is one with one h1 and several paragraphs.
    """
    if next(tree.iter("table"), None) is None:
        return
    tables: dict[HtmlElement, _Seen] = {}
    counted: dict[HtmlElement, _Cell] = {}
    parts: list[tuple[HtmlElement, HtmlElement]] = []
    # Every element inside a table, with that table and its cell; a parent is met before its children.
    cells: dict[HtmlElement, tuple[HtmlElement, HtmlElement | None]] = {}
    for element in tree.iter():
        parent = element.getparent()
        table, cell = cells.get(parent, (None, None)) if parent is not None else (None, None)
        tag = element.tag
        if table is not None:
            seen = tables[table]
            seen.layout = seen.layout or tag == "table" or tag in _HEADINGS
            seen.data = seen.data or tag in ("th", "caption")
            if cell is not None:
                counted[cell].titles += tag == "h1"
                counted[cell].paragraphs += tag == "p"
                seen.layout = seen.layout or counted[cell].paragraphs >= PROSE
        if tag == "table":
            tables[element] = _Seen(layout=element.get("role") in ("presentation", "none"))
            table, cell = element, None
        elif tag == "td":
            cell = element
            counted[cell] = _Cell()
        if table is not None:
            cells[element] = (table, cell)
            if tag in _PARTS:
                parts.append((element, table))
    for element, table in parts:
        if tables[table].layout and not tables[table].data:
            cell_of = counted.get(element)
            article = cell_of is not None and cell_of.titles == 1 and cell_of.paragraphs >= PROSE
            element.tag = "article" if article else "div"
