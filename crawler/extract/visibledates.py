"""Turns the lines beside a title into the dates a reader would take for the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.daylabels import CLOCK_RANGE, DATE_NAMES, EVENT, MODIFIED, PUBLISHED
from crawler.extract.daytext import Written, find_days
from crawler.extract.moments import Moment
from crawler.extract.tree import squeeze, words
from crawler.items import Precision

BEFORE = 8  # lines above the title that may hold its date (a kicker, a meta line)
AFTER = 16  # lines below it (lead, authors, share buttons, then the date)
PROSE = 700  # characters of text below the title after which a date belongs to the story told
SHORT = 180  # characters: a longer line is a paragraph
YEAR = re.compile(r"\d{2}")
ISO_START = re.compile(r"\s*(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Seen:
    """A date a reader sees, how far it can be trusted as the page's own, and whether it is called a change."""

    moment: Moment
    origin: str  # time | text
    trust: float
    modified: bool = False


def visible_dates(
    blocks: Sequence[Block], title_at: int | None, language: str | None, month_first: bool, url_month: str | None
) -> list[Seen]:
    """Dates in the lines near the title, best first for equal trust: nearest; then labelled ones anywhere.

    Dates of navigation, teasers and comments are left out; a date in an invitation, beside a clock range or beside
    a second date is an event's.
    """
    seen: list[Seen] = []
    near = set()
    for index, distance in _near(blocks, title_at):
        near.add(index)
        seen.extend(_read(blocks, index, distance, language, month_first, url_month))
    for index, block in enumerate(blocks):
        if index not in near and not block.outside and len(block.text) <= 120:
            seen.extend(_labelled(blocks, index, language, month_first, url_month))
    return seen


def _near(blocks: Sequence[Block], title_at: int | None) -> Iterator[tuple[int, int]]:
    """Indexes of the lines around the title with their distance, nearest first below, then above."""
    start = title_at if title_at is not None else next((i for i, b in enumerate(blocks) if not b.outside), None)
    if start is None:
        return
    yield start, 0
    prose = distance = 0
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if block.outside:
            continue
        distance += 1
        if distance > AFTER or prose > PROSE:
            break
        if block.tag in ("h1", "h2") and distance > 4 and prose > 200:
            break
        yield index, distance
        prose += len(block.text) if len(block.text) > 60 else 0
    distance = 0
    for index in range(start - 1, -1, -1):
        block = blocks[index]
        if block.outside:
            continue
        distance += 1
        if distance > BEFORE or len(block.text) > 400:
            break
        yield index, distance


def _read(
    blocks: Sequence[Block], index: int, distance: int, language: str | None, month_first: bool, url_month: str | None
) -> Iterator[Seen]:
    block = blocks[index]
    place = 0
    for element in block.times:
        moment = _time_element(element, language, month_first)
        shown = squeeze(words(element, 200))
        at = max(block.text.find(shown, place), place)
        if moment:
            yield _judged(blocks, index, moment, "time", 4.0 - distance * 0.05, block.text[place:at], ())
        place = at + len(shown)
    if block.times:
        return
    days = find_days(block.text, language, month_first)
    if not days or (len(block.text) > SHORT and not _dateline(block.text, days[0])):
        return
    moment = _moment(days[0], url_month)
    rest = len(block.text) - (days[0].end - days[0].start)
    if distance == 0:
        trust = 0.6  # a date inside the title is what the title is about
    elif len(block.text) > SHORT:
        trust = 1.4  # a dateline: "Budapest, 14 September 2022 – …"
    elif rest <= 30:
        trust = 3.5
    else:
        trust = 2.6 if rest <= 90 else 1.6
    yield _judged(blocks, index, moment, "text", trust - distance * 0.05, block.text[: days[0].start], days)


def _dateline(text: str, day: Written) -> bool:
    """Whether a paragraph opens with place and day ("Budapest, 14 September 2022 – …"), not "On 14 September we …"."""
    return day.start <= 40 and re.match(r"\W*[-–—:|]", text[day.end :]) is not None


def _judged(
    blocks: Sequence[Block],
    index: int,
    moment: Moment,
    origin: str,
    trust: float,
    label: str,
    days: Sequence[Written],
) -> Seen:
    """The date with its trust after what stands beside it is read; `label`: the words before it in its line."""
    block = blocks[index]
    if len(label.strip()) < 3 and index and len(blocks[index - 1].text) <= 40:
        label = f"{blocks[index - 1].text} {label}"
    label = label[-120:]
    modified = MODIFIED.search(label) is not None and PUBLISHED.search(label) is None
    if modified:
        return Seen(moment, origin, trust, modified=True)
    if PUBLISHED.search(label):
        return Seen(moment, origin, trust + 1.0)
    if EVENT.search(label) or CLOCK_RANGE.search(block.text):
        trust -= 2.6
    second = days[1] if len(days) > 1 else None
    if second and second.value != days[0].value and not MODIFIED.search(block.text[days[0].end : second.start]):
        trust -= 2.0
    if _date_named(block.element):
        trust += 0.6
    elif block.tag in ("li", "td", "th", "dd") and origin == "text":
        trust -= 1.7  # a line of a list or table in the body is about the story: a deadline, a programme
    if block.linked > 40 and block.linked >= len(block.text) * 0.8:  # the line is a link to another article
        trust -= 2.0
    if moment.precision is Precision.MONTH:
        trust -= 0.5
    return Seen(moment, origin, trust)


def _labelled(
    blocks: Sequence[Block], index: int, language: str | None, month_first: bool, url_month: str | None
) -> Iterator[Seen]:
    """A line anywhere that says "Published: 3 May 2024" or "Last updated …"."""
    block = blocks[index]
    if not YEAR.search(block.text):
        return
    if not (PUBLISHED.search(block.text) or MODIFIED.search(block.text)):
        return
    days = find_days(block.text, language, month_first)
    if not days or days[0].precision is not Precision.DAY:
        return
    label = block.text[: days[0].start]
    if len(label) > 60 or len(block.text) - days[0].end > 40:
        return
    moment = _moment(days[0], url_month)
    if MODIFIED.search(label) and not PUBLISHED.search(label):
        yield Seen(moment, "text", 1.0, modified=True)
    elif PUBLISHED.search(label):
        yield Seen(moment, "text", 2.2)


def _moment(day: Written, url_month: str | None) -> Moment:
    """The day written; of two readings of a numeric date the one in the month the address names."""
    if day.other and url_month and day.other.startswith(url_month) and not day.value.startswith(url_month):
        return Moment(day.other, day.precision)
    return Moment(day.value, day.precision)


def _time_element(element: HtmlElement, language: str | None, month_first: bool) -> Moment | None:
    """The day a time element shows; its attribute, which may be in another zone or made for sorting, comes second."""
    days = find_days(squeeze(words(element, 200)), language, month_first)
    if days and days[0].precision is Precision.DAY:
        return _moment(days[0], None)
    match = ISO_START.match(element.get("datetime") or "")
    if match:
        return Moment(match[1], Precision.DAY)
    return _moment(days[0], None) if days else None


def _date_named(element: HtmlElement) -> bool:
    for _, node in zip(range(2), (element, element.getparent()), strict=False):
        names = f"{node.get('class') or ''} {node.get('id') or ''}" if node is not None else ""
        if 1 < len(names) < 300 and DATE_NAMES.search(names):
            return True
    return False
