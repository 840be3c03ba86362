"""Turns the text of a page into one tree, bounded in size and depth, that every later step reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

MAX_ELEMENTS = 120_000  # the largest of 8,000 real news pages has 31,000
HIDDEN_TAGS = frozenset(("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select"))
_BLOCKS = """
    body center summary details
    address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hr li main nav ol p pre section table td th tr ul time
"""
BLOCKS = frozenset(_BLOCKS.split())
COUNT = etree.XPath("count(//*)")
NO_WIDTH = re.compile("[\u200b\ufeff]")
# The characters XML 1.0 does not know; lxml refuses to write them into a tree.
CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
NO_CHARACTERS = ("\ufffe", "\uffff")
# lxml.html asks Python for the class of every element it meets; no class of forms and labels is needed here.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)


class TooLarge(ValueError):
    """A page with more elements than any real page has."""


def parse(text: str) -> html.HtmlElement | None:
    """Parses a page once. None when it holds no element at all.

    Raises TooLarge for more than MAX_ELEMENTS elements. Entities of an XML prologue are not expanded: the
    HTML parser knows only the named characters of HTML.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = html.document_fromstring(_clean(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if not isinstance(tree, html.HtmlElement):
        return None
    if float(str(COUNT(tree))) > MAX_ELEMENTS:
        raise TooLarge(f"more than {MAX_ELEMENTS} elements")
    return tree


def _clean(text: str) -> bytes:
    """UTF-8 without the characters that no tree may hold."""
    for character in NO_CHARACTERS:
        if character in text:
            text = text.replace(character, "")
    return text.encode("utf-8", "replace").translate(None, CONTROLS)


def drop_silent(tree: html.HtmlElement) -> None:
    """Removes scripts, styles, drawings and menus, in place; the text behind each stays.

    Nothing of an article stands in them, and every later step is the quicker: they are half of many pages.
    """
    etree.strip_elements(tree, "script", "style", "svg", "template", "select", with_tail=False)
    for menu in list(tree.iter("nav")):
        # Templates do wrap whole articles in a nav, and browsers close one that an author forgot only at the end.
        if next(menu.iter("h1", "p", "article", "main"), None) is None and menu.getparent() is not None:
            menu.drop_tree()


def select(path: etree.XPath, tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements a compiled path finds."""
    found = path(tree)
    return [node for node in found if isinstance(node, html.HtmlElement)] if isinstance(found, list) else []


def squeeze(text: str | None) -> str:
    """One line, single spaces, no zero-width space."""
    if not text:
        return ""
    line = " ".join(text.split())
    return " ".join(NO_WIDTH.sub(" ", line).split()) if NO_WIDTH.search(line) else line


def words(element: html.HtmlElement, limit: int = 2_000_000) -> str:
    """The visible words below an element on one line; blocks are kept apart by a space. At most `limit` characters."""
    return squeeze("".join(_pieces(element, limit)))


def _pieces(element: html.HtmlElement, limit: int) -> Iterator[str]:
    """Text in document order without scripts and hidden parts; iterative, because a page chooses its depth."""
    length = 0
    hidden: html.HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if event == "start":
            if hidden is None and (tag in HIDDEN_TAGS):
                hidden = node
            if hidden is None:
                if tag in BLOCKS:
                    yield " "
                if node.text:
                    length += len(node.text)
                    yield node.text
        else:
            if node is hidden:
                hidden = None
            if hidden is None and node is not element:
                if tag in BLOCKS:
                    yield " "
                if node.tail:
                    length += len(node.tail)
                    yield node.tail
        if length > limit:
            return


def attribute(element: html.HtmlElement, name: str, limit: int = 2_000) -> str:
    """An attribute on one line, "" when absent; a value longer than `limit` is no name, date or address."""
    value = element.get(name)
    return squeeze(value) if value and len(value) <= limit else ""
