"""Turns one block of a list into the article it shows: its address, its title and the day printed beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lxml import html

from crawler.discover.daylines import find_date
from crawler.discover.pages import Link
from crawler.discover.vocabulary import is_read_more
from crawler.extract.tree import attribute, squeeze, words
from crawler.items import Precision

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DATE_LINE = 64  # characters; a date printed for the reader stands in a short line of its own
_SEPARATOR = re.compile(r"^[\s|:–—・.,/)\]-]*|[\s|:–—・(\[-]*$")
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:title|headline|heading|titre|titulo|titel|titolo|tit|subject)(?:$|[\s_-])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One article as a list shows it."""

    url: str
    title: str | None = None
    published_at: str | None = None
    precision: Precision | None = None
    headed: bool = False  # its title is a heading


def read_block(links: Sequence[Link], block: html.HtmlElement, newest: date, month_first: bool) -> Listed:
    title, element, headed = _title(links, block)
    printed = _date(block, element, newest, month_first)
    title, joined = _apart(title, newest, month_first)
    printed = printed or joined
    return Listed(
        url=links[0].url,
        title=title,
        published_at=printed[0] if printed else None,
        precision=printed[1] if printed else None,
        headed=headed,
    )


def _title(links: Sequence[Link], block: html.HtmlElement) -> tuple[str | None, html.HtmlElement | None, bool]:
    """The title of a block, the element that holds it, and whether it is a heading."""
    for link in links:
        inner = next((node for node in link.element.iter(*_HEADINGS) if squeeze(words(node, 400))), None)
        if inner is not None:
            return words(inner, 400), inner, True
        for ancestor in link.element.iterancestors():
            if ancestor.tag in _HEADINGS and not is_read_more(link.text) and link.text:
                return link.text, link.element, True
            if ancestor is block:
                break
    heading = next((node for node in block.iter(*_HEADINGS) if squeeze(words(node, 400))), None)
    if heading is not None:
        return words(heading, 400), heading, True
    for link in links:
        for node in link.element.iter():
            if isinstance(node.tag, str) and _TITLED.search(attribute(node, "class")) and words(node, 400):
                return words(node, 400), node, False
    said = [link for link in links if link.text and not is_read_more(link.text)]
    for node in block.iter():
        if isinstance(node.tag, str) and _TITLED.search(attribute(node, "class")):
            text = words(node, 400)
            if text and len(text) < 300:
                return text, node, False
    if said:
        best = max(said, key=lambda link: len(link.text) if len(link.text) < 250 else 1)
        return best.text[:400], best.element, False
    spoken = next((attribute(link.element, "title") for link in links if attribute(link.element, "title")), "")
    return (spoken or None), None, False


def _apart(title: str | None, newest: date, month_first: bool) -> tuple[str | None, tuple[str, Precision] | None]:
    """A title and the day some lists print before it or, in brackets, behind it, within the same link."""
    if not title:
        return title, None
    hit = find_date(title, newest, month_first=month_first)
    if hit is None:
        return title, None
    before, after = title[: hit.start], title[hit.end :]
    # Before a date there may stand the name of its weekday; behind it, a closing bracket.
    leads = hit.start <= 1 or re.fullmatch(r"[^\W\d]{2,10}[.,]{0,2}\s", before)
    closes = before.rstrip().endswith(("(", "[")) and len(after.strip()) <= 1
    rest = _SEPARATOR.sub("", after if leads else before).strip()
    if not (leads or closes) or len(rest) < 8:
        return title, None
    return rest, (hit.value, hit.precision)


def _date(
    block: html.HtmlElement, title: html.HtmlElement | None, newest: date, month_first: bool
) -> tuple[str, Precision] | None:
    """The day printed in a line of its own within a block or just before it (a cell, a <dt>); never the title's."""
    within_title = set(title.iter()) if title is not None else set()
    for node in block.iter("time"):
        stated = attribute(node, "datetime")
        hit = find_date(stated, newest) or find_date(words(node, 200), newest, month_first=month_first)
        if hit:
            return hit.value, hit.precision
    for node in block.iter():
        if not isinstance(node.tag, str) or node in within_title:
            continue
        found = _date_line(node, newest, month_first)
        if found:
            return found
    before = block.getprevious()
    if before is not None and before.tag in ("dt", "time", "span", "p", "div", "td") and before.find(".//a") is None:
        return _date_line(before, newest, month_first)
    return None


def _date_line(node: html.HtmlElement, newest: date, month_first: bool) -> tuple[str, Precision] | None:
    text = words(node, 4 * _DATE_LINE)
    if not 6 <= len(text) <= _DATE_LINE:
        text = squeeze(node.text)  # a date before child elements: <li>12.05.2024 <a>…
        if not 6 <= len(text) <= _DATE_LINE:
            return None
    hit = find_date(text, newest, month_first=month_first)
    if hit is None or len(text) - (hit.end - hit.start) > 36:
        return None
    return hit.value, hit.precision
