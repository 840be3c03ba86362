"""Turns what stands beside a day (its label, its element's names, links, the lines around) into evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.dates.daylabels import (
    CHANGED_NAMES,
    CLOCK_NAMES,
    DATE_NAMES,
    EVENT,
    MODIFIED,
    PUBLISHED,
    PUBLISHED_NAMES,
)
from crawler.extract.dates.daytext import Written, find_days
from crawler.extract.dates.marks import Mark
from crawler.extract.dates.weekdays import find_weekday
from crawler.items import Precision

DIGIT = re.compile(r"\d")
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Page:
    """What reading a line's date needs to know of the page."""

    blocks: Sequence[Block]
    language: str | None
    month_first: bool
    known: str | None  # the month its address names, or the day its list printed
    now: datetime
    near: dict[int, Spot] = field(default_factory=dict)

    def days(self, text: str) -> list[Written]:
        return find_days(text, self.language, self.month_first)


@dataclass(frozen=True, slots=True)
class Spot:
    """A line near the title: how many lines away (below zero: above it), and the characters of prose between."""

    distance: int
    prose: int = 0


def judged(page: Page, index: int, mark: Mark, label: str, time: HtmlElement | None) -> Mark | None:
    """The mark with what its label and the names of its element say; None for the clock of the page."""
    block = page.blocks[index]
    element = block.element if time is None else time
    if named(element, CLOCK_NAMES):
        return None
    evidence = set(mark.evidence)
    change = False
    own, label = label, _label(page, index, label).lower()
    if MODIFIED.search(label) and not PUBLISHED.search(label):
        change = True
        evidence.add("change_label")
    elif PUBLISHED.search(label):
        evidence.add("labelled")
    elif EVENT.search(label):
        evidence.add("event")
    elif named(element, CHANGED_NAMES):
        change = True
        evidence.add("change_name")
    elif named(element, PUBLISHED_NAMES):
        evidence.add("published_name")
    elif named(element, DATE_NAMES):
        evidence.add("date_name")
    elif "begun" in evidence and len(LETTERS.findall(own)) > 3 and find_weekday(own) is None:
        evidence.add("told")  # a line of the story that says what its day is of
    if time is None and block.tag in ("li", "td", "th", "dd") and not change and "labelled" not in evidence:
        evidence.add("item")
    if block.linked > 25 and block.linked >= len(block.text) * 0.7:
        evidence.add("linked")
    elif _beside_link(page, index):
        evidence.add("beside_link")
    if mark.moment.precision is Precision.MONTH:
        evidence.add("month")
    return replace(mark, evidence=frozenset(evidence), change=change)


def _label(page: Page, index: int, label: str) -> str:
    """The words before a day: in its line, else the short lines above ("Published", "Publish date")."""
    for above in (index - 1, index - 2):
        if len(DIGIT.sub("", label).strip(" :|·•-–—")) >= 3 or above < 0:
            break
        text = page.blocks[above].text
        if len(text) > 30 or "©" in text or DIGIT.search(text):
            break
        label = f"{text} {label}"
    return label[-120:]


def _beside_link(page: Page, index: int) -> bool:
    """Whether the line above or below is a headline that leads elsewhere: the day is that of a teaser."""
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(page.blocks) and page.near.get(beside, Spot(1)).distance != 0:
            block = page.blocks[beside]
            if block.linked > 25 and block.linked >= len(block.text) * 0.8:
                return True
    return False


def named(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether an element or its parent is called so."""
    for _, node in zip(range(2), (element, element.getparent()), strict=False):
        if node is None:
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}"
        if 2 < len(names) < 300 and pattern.search(names):
            return True
    return False


def inner_named(element: HtmlElement) -> bool:
    """Whether a part of a heading is called a date."""
    return any(
        DATE_NAMES.search(part.get("class") or "") for _, part in zip(range(4), element.iterdescendants(), strict=False)
    )
