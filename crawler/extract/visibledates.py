"""Turns the lines beside a title into the dates a reader would take for the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.daylabels import CLOCK_RANGE, DATE_NAMES, DAY_RANGE, EVENT, MODIFIED, PUBLISHED
from crawler.extract.daytext import Written, find_days
from crawler.extract.moments import Moment
from crawler.extract.tree import squeeze, words
from crawler.items import Precision

BEFORE = 8  # lines above the title that may hold its date (a kicker, a meta line)
AFTER = 16  # lines below it (lead, authors, share buttons, then the date)
PROSE = 700  # characters of text below the title after which a date belongs to the story told
BEGUN = 280  # characters of prose: longer than a standfirst
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


@dataclass(frozen=True, slots=True)
class _Page:
    """What reading a line's date needs to know of the page."""

    blocks: Sequence[Block]
    language: str | None
    month_first: bool
    known: str | None  # the month its address names, or the day its list printed

    def days(self, text: str) -> list[Written]:
        return find_days(text, self.language, self.month_first)


@dataclass(frozen=True, slots=True)
class _Place:
    """A line near the title: its index, how many lines away, and the characters of prose between."""

    index: int
    distance: int
    prose: int = 0


def visible_dates(
    blocks: Sequence[Block], title_at: int | None, language: str | None, month_first: bool, known: str | None
) -> list[Seen]:
    """Dates in the lines near the title, best first for equal trust: nearest; then labelled ones anywhere.

    Dates of navigation, teasers and comments are left out; a date in an invitation, beside a clock range or beside
    a second date is an event's.
    """
    page = _Page(blocks, language, month_first, known)
    seen: list[Seen] = []
    near = set()
    for place in _near(blocks, title_at):
        near.add(place.index)
        seen.extend(_read(page, place))
    for index, block in enumerate(blocks):
        if index not in near and not block.outside and len(block.text) <= 120:
            above = blocks[index - 1].text if index else ""
            seen.extend(_labelled(page, block, above if len(above) <= 30 else ""))
    return seen or _lone(page, title_at)


def _near(blocks: Sequence[Block], title_at: int | None) -> Iterator[_Place]:
    """The lines around the title: below it, then above."""
    inside = [index for index, block in enumerate(blocks) if not block.outside]
    first = next((index for index in inside if blocks[index].tag == "h1"), inside[0] if inside else None)
    start = title_at if title_at is not None else first
    if start is None:
        return
    yield _Place(start, 0)
    prose = distance = 0
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if block.outside:
            continue
        distance += 1
        if distance > AFTER or prose > PROSE or (block.tag in ("h1", "h2") and distance > 4 and prose > 200):
            break
        yield _Place(index, distance, prose)
        prose += len(block.text) if len(block.text) > 60 else 0
    distance = 0
    for index in range(start - 1, -1, -1):
        if blocks[index].outside:
            continue
        distance += 1
        if distance > BEFORE or len(blocks[index].text) > 400:
            break
        yield _Place(index, distance)


def _read(page: _Page, place: _Place) -> Iterator[Seen]:
    block = page.blocks[place.index]
    if block.times:
        at = 0
        for element in block.times:
            shown = squeeze(words(element, 200))
            start = max(block.text.find(shown, at), at)
            moment = _time_element(page, element)
            if moment:
                yield _judged(page, place, Seen(moment, "time", 4.0), block.text[at:start], ())
            at = start + len(shown)
        return
    days = page.days(block.text)
    if not days or (len(block.text) > SHORT and not _dateline(block.text, days[0])):
        return
    rest = len(block.text) - (days[0].end - days[0].start)
    if place.distance == 0:
        trust = 0.6  # a date inside the title is what the title is about
    elif _dateline(block.text, days[0]) and rest > 90:
        trust = 4.1 if place.prose > BEGUN else 2.6
    elif rest <= 30:
        trust = 3.5
    else:
        trust = 2.6 if rest <= 90 else 1.6
    seen = Seen(_moment(days[0], page.known), "text", trust)
    yield _judged(page, place, seen, block.text[: days[0].start], days)


def _dateline(text: str, day: Written) -> bool:
    """Whether a paragraph opens with place and day ("Budapest, 14 September 2022 – …"), not "On 14 September we …"."""
    return day.start <= 40 and re.match(r"\W*[-–—:|]", text[day.end :]) is not None


def _judged(page: _Page, place: _Place, seen: Seen, label: str, days: Sequence[Written]) -> Seen:
    """The date with its trust after what stands beside it is read; `label`: the words before it in its line."""
    block = page.blocks[place.index]
    above = page.blocks[place.index - 1].text if place.index else ""
    if len(label.strip()) < 3 and len(above) <= 30 and "©" not in above:
        label = f"{above} {label}"
    label = label[-120:]
    trust = seen.trust - place.distance * 0.05
    if MODIFIED.search(label) and not PUBLISHED.search(label):
        return replace(seen, trust=trust, modified=True)
    if PUBLISHED.search(label):
        return replace(seen, trust=trust + 1.0)
    if EVENT.search(label) or CLOCK_RANGE.search(block.text) or (days and DAY_RANGE.match(block.text[days[0].end :])):
        trust -= 2.6
    second = days[1] if len(days) > 1 else None
    if second and second.value != days[0].value and not MODIFIED.search(block.text[days[0].end : second.start]):
        trust -= 2.0
    if _date_named(block.element):
        trust += 0.6
    elif seen.origin == "text":
        if block.tag in ("li", "td", "th", "dd") and place.distance > 2:
            trust -= 1.7  # a line of a list or table in the body is about the story: a deadline, a programme
        if place.prose > BEGUN:  # the story has begun: what it dates is its own events, but for a line of its own
            alone = days and len(block.text) - (days[0].end - days[0].start) <= 15 and place.distance <= 5
            trust -= 0.8 if alone else 1.5
    if block.linked > 40 and block.linked >= len(block.text) * 0.8:  # the line is a link to another article
        trust -= 2.0
    if seen.moment.precision is Precision.MONTH:
        trust -= 0.5
    return replace(seen, trust=trust)


def _labelled(page: _Page, block: Block, above: str) -> Iterator[Seen]:
    """A line anywhere that says "Published: 3 May 2024" or "Last updated …", in itself or with the line above it."""
    if not YEAR.search(block.text):
        return
    if not (PUBLISHED.search(block.text) or MODIFIED.search(block.text) or PUBLISHED.search(above)):
        return
    days = page.days(block.text)
    if not days or days[0].precision is not Precision.DAY:
        return
    label = block.text[: days[0].start]
    if len(label.strip()) < 3:
        label = above
    if len(label) > 60 or len(block.text) - days[0].end > 40:
        return
    moment = _moment(days[0], page.known)
    if MODIFIED.search(label) and not PUBLISHED.search(label):
        yield Seen(moment, "text", 1.0, modified=True)
    elif PUBLISHED.search(label):
        yield Seen(moment, "text", 2.2)


def _lone(page: _Page, title_at: int | None) -> list[Seen]:
    """The only line beside the article, in a side column, that is a day and is named one; several are teasers'."""
    found = []
    for block in page.blocks[title_at or 0 :]:
        if block.outside and len(block.text) <= 40 and not block.linked and _date_named(block.element):
            days = page.days(block.text)
            if days and len(block.text) - (days[0].end - days[0].start) < 15:
                found.append(Seen(_moment(days[0], page.known), "text", 2.2))
    return found if len(found) == 1 else []


def _moment(day: Written, known: str | None) -> Moment:
    """The day written; of two readings of a numeric date the one that begins as what is known from elsewhere."""
    if day.other and known and day.other.startswith(known) and not day.value.startswith(known):
        return Moment(day.other, day.precision)
    return Moment(day.value, day.precision)


def _time_element(page: _Page, element: HtmlElement) -> Moment | None:
    """The day a time element shows; its attribute, which may be in another zone or made for sorting, comes second."""
    days = page.days(squeeze(words(element, 200)))
    match = ISO_START.match(element.get("datetime") or "")
    if days and days[0].precision is Precision.DAY:
        return _moment(days[0], match[1] if match else page.known)
    if match:
        return Moment(match[1], Precision.DAY)
    return _moment(days[0], None) if days else None


def _date_named(element: HtmlElement) -> bool:
    for _, node in zip(range(2), (element, element.getparent()), strict=False):
        names = f"{node.get('class') or ''} {node.get('id') or ''}" if node is not None else ""
        if 1 < len(names) < 300 and DATE_NAMES.search(names):
            return True
    return False
