"""Turns a page of several articles in full into the one that its address or its door means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract.titles.title import fold
from crawler.extract.tree import squeeze

HEADINGS = ("h1", "h2", "h3", "h4")
_ITEM = re.compile(
    r"(?:^|[\s_-])(?:post|entry|item|news|hentry|story|article|release|beitrag|meldung)(?:$|[\s_-])", re.I
)
FULL = 300  # characters of paragraphs; a teaser has fewer
MAX_PEERS = 500
MAX_HEADINGS = 400


def keep_one(tree: HtmlElement, url: str, title: str | None) -> bool:
    """Takes the other articles out of the tree, and tells whether there were any.

    The article meant is the one that `#fragment` of the address marks, where the parts are called articles, entries or
    items (a section of one article may be marked too), else the one whose heading is the title that a door gave. A page
    that has this title itself is about one article, and is left alone.
    """
    fragment = unquote(urlsplit(url).fragment) if "#" in url else ""
    if not fragment and not title:
        return False
    mark = _titled(tree, fold(title)) if title else None
    by_title = mark is not None
    if mark is None and fragment:
        mark = _marked(tree, fragment)
    if mark is None:
        return False
    for part in (mark, *mark.iterancestors()):
        parent = part.getparent()
        if parent is None or part.tag in ("body", "main", "html"):
            break
        if not (by_title or part.tag == "article" or _ITEM.search(part.get("class") or "")):
            continue
        peers = [peer for peer in _elements(parent) if peer is not part and peer.tag == part.tag and _is_full(peer)]
        if peers and _is_full(part):
            for peer in peers:
                peer.drop_tree()
            return True
    return by_title and _keep_run(mark)


def _marked(tree: HtmlElement, fragment: str) -> HtmlElement | None:
    for element in tree.iter():
        if element.get("id") == fragment or (element.tag == "a" and element.get("name") == fragment):
            return element
    return None


def _titled(tree: HtmlElement, wanted: str) -> HtmlElement | None:
    """The one heading below the first order, or of several of the first, that is the title."""
    own = next(tree.iter("title"), None)
    if own is not None and fold(squeeze(own.text_content()[:600])).startswith(wanted):
        return None
    firsts = [heading for _, heading in zip(range(20), tree.iter("h1"), strict=False)]
    if len(wanted) < 8 or (len(firsts) == 1 and fold(squeeze(firsts[0].text_content()[:600])) == wanted):
        return None
    found = [
        heading
        for _, heading in zip(range(MAX_HEADINGS), tree.iter(*HEADINGS), strict=False)
        if fold(squeeze(heading.text_content()[:600])) == wanted
    ]
    return found[0] if len(found) == 1 else None


def _is_full(part: HtmlElement) -> bool:
    return next(part.iter(*HEADINGS), None) is not None and _prose(part) >= FULL


def _prose(part: HtmlElement) -> int:
    """Characters of the paragraphs of a part, as far as it takes to tell."""
    length = 0
    for paragraph in part.iter("p"):
        length += len(squeeze(paragraph.text_content()[:FULL]))
        if length >= FULL:
            break
    return length


def _keep_run(mark: HtmlElement) -> bool:
    """Articles that only their headings part: what stands between the marked one and the next of its order stays."""
    heading = next((part for part in (mark, *mark.iterancestors()) if part.tag in HEADINGS), None)
    if heading is None and mark.tag == "a":
        heading = next((after for after in mark.itersiblings() if after.tag in HEADINGS), None)
    parent = heading.getparent() if heading is not None else None
    if heading is None or parent is None:
        return False
    runs: list[list[HtmlElement]] = [[]]
    for element in _elements(parent):
        if element.tag == heading.tag:
            runs.append([])
        runs[-1].append(element)
    own = next(run for run in runs if any(element is heading for element in run))
    others = [run for run in runs[1:] if run is not own and _run_prose(run) >= FULL]
    if not others or _run_prose(own) < FULL:
        return False
    for run in others:
        for element in run:
            element.drop_tree()
    return True


def _run_prose(run: list[HtmlElement]) -> int:
    return sum(len(element.text_content()[:FULL]) for element in run if element.tag == "p")


def _elements(parent: HtmlElement) -> Iterator[HtmlElement]:
    children = [child for child in parent if isinstance(child.tag, str)]
    yield from children[:MAX_PEERS]
