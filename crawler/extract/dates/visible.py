"""Turns the lines of a page into marks: the days a reader sees, each with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.dates.daylabels import CLOCK_RANGE, DATE_NAMES, DAY_RANGE, MODIFIED, PUBLISHED
from crawler.extract.dates.daytext import Written
from crawler.extract.dates.evidence import Page, Spot, inner_named, judged, named
from crawler.extract.dates.marks import Mark, Place
from crawler.extract.dates.moments import Moment, believable, read_moment, shown_as
from crawler.extract.tree import squeeze, words
from crawler.items import Precision

BEFORE = 8  # lines above the title that may hold its date (a kicker, a meta line)
AFTER = 16  # lines below it (lead, authors, share buttons, then the date)
HEADING = 4  # lines below a first-order heading that is not the title
PROSE = 700  # characters of text below the title after which a date belongs to the story told
BEGUN = 280  # characters of prose: longer than a standfirst
SHORT = 180  # characters: a longer line is a paragraph
FAR_LINE = 120  # characters of a line far from the title that may date the page
CROWD = 3  # far days without a label; more are those of comments or teasers
MOST = 40  # marks of one page; a calendar has thousands of dates
# A day with one of these beside it is not made the page's own by being the first or the only one.
DOUBTFUL = frozenset(("event", "in_title", "item", "begun", "linked", "beside_link", "second", "several", "long"))
# A day has a year of four digits, or two digits between marks, or an East Asian sign.
MAYBE = re.compile(r"(?:19|20|25|1[34])\d\d|\d[./-]\d\d?[./-]\d\d|[年년]|[^\x00-\x7f]{2}")
# A time element of which a reader sees the hour alone: of an update, or in a list of today's news.
CLOCK_ONLY = re.compile(r"\D{0,12}\d{1,2}[:.h]\d\d\D{0,10}$")
WHOLE = re.compile(r"\d{4}|\d[./-]\d\d?[./-]\d\d|[年년]")  # the same for lines far from the title, in digits


def visible_marks(
    blocks: Sequence[Block],
    title_at: int | None,
    language: str | None,
    month_first: bool,
    known: str | None,
    now: datetime,
) -> list[Mark]:
    """Days in the lines near the title, and anywhere in labelled lines, time elements and lines named a date.

    `known`: how a day known from elsewhere begins; it settles the order of numbers. The evidence of each mark says
    where it stands and what stands beside it; days after tomorrow and clocks of the page are left out.
    """
    page = Page(blocks, language, month_first, known, now)
    page.near.update(_near(blocks, title_at))
    order = sorted(page.near, key=lambda index: (abs(page.near[index].distance), index))
    marks: list[Mark] = []
    for index in order:
        marks.extend(_line(page, index))
    for index, block in enumerate(blocks):
        if index in page.near or len(block.text) > FAR_LINE or len(marks) >= MOST:
            continue
        if block.times or WHOLE.search(block.text):
            marks.extend(_far_line(page, index))
    today = now.date().isoformat()
    return _ranked([mark for mark in marks if believable(mark.moment, now) and not _is_clock(mark, today)])


def _is_clock(mark: Mark, today: str) -> bool:
    """Whether a mark is the day of the visit that many page heads show."""
    if mark.day != today or mark.evidence & {"labelled", "published_name", "time_both", "time_attribute"}:
        return False
    return bool(mark.evidence & {"above", "far", "outside"})


def _ranked(marks: list[Mark]) -> list[Mark]:
    """Marks with what only the whole list tells: the first one near the title, the only day; no crowds of far ones."""
    marks = _without_teasers(marks)
    near = [mark for mark in marks if "far" not in mark.evidence]
    crowd = {mark.day for mark in marks if _unlabelled(mark)}
    if len(crowd) > CROWD:  # comments, teasers, a calendar
        marks = [mark for mark in marks if not _unlabelled(mark)]
    only = len({mark.day for mark in marks}) == 1
    sound = next((mark for mark in marks if "far" not in mark.evidence and not mark.evidence & DOUBTFUL), None)
    ranked = []
    for mark in marks:
        more = set()
        if mark is sound:
            more.add("first")
        if only and not mark.evidence & DOUBTFUL:
            more.add("only")
        if "far" in mark.evidence:
            if not near:
                more.add("far_alone")
            if len(crowd) > 1:
                more.add("far_many")
        ranked.append(replace(mark, evidence=mark.evidence | more) if more else mark)
    return ranked


def _without_teasers(marks: list[Mark]) -> list[Mark]:
    """Teasers come in rows: days beside headlines that lead elsewhere, when there are several."""
    if len({mark.day for mark in marks if "beside_link" in mark.evidence}) < 2:
        return marks
    return [mark for mark in marks if "beside_link" not in mark.evidence]


def _unlabelled(mark: Mark) -> bool:
    return "far" in mark.evidence and "labelled" not in mark.evidence and not mark.change


def _near(blocks: Sequence[Block], title_at: int | None) -> Iterator[tuple[int, Spot]]:
    """The lines around the title: itself, those below it, then those above."""
    inside = [index for index, block in enumerate(blocks) if not block.outside]
    first = next((index for index in inside if blocks[index].tag == "h1"), inside[0] if inside else None)
    start = title_at if title_at is not None else first
    if start is None:
        return
    yield start, Spot(0)
    if first is not None and blocks[first].tag == "h1" and blocks[start].tag != "h1":
        # The title came from elsewhere; the day may stand below the heading all the same.
        yield from (
            (index, Spot(index - first)) for index in inside if first <= index <= first + HEADING and index != start
        )
    prose = distance = 0
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if block.outside:
            continue
        distance += 1
        if distance > AFTER or prose > PROSE or (block.tag in ("h1", "h2") and distance > 4 and prose > 200):
            break
        yield index, Spot(distance, prose)
        prose += len(block.text) if len(block.text) > 60 else 0
    distance = 0
    for index in range(start - 1, -1, -1):
        if blocks[index].outside:
            continue
        distance += 1
        if distance > BEFORE or len(blocks[index].text) > 400:
            break
        yield index, Spot(-distance)


def _line(page: Page, index: int) -> Iterator[Mark]:
    """The days of a line near the title."""
    block, spot = page.blocks[index], page.near[index]
    where = set(_where(spot))
    yield from _times(page, index, where)
    if block.times and any(_shown(element) for element in block.times):
        return
    days = page.days(block.text) if MAYBE.search(block.text) else []
    if not days or (len(block.text) > SHORT and not _dateline(block.text, days[0])):
        return
    rest = len(block.text) - (days[0].end - days[0].start)
    if spot.distance == 0:
        where.add("in_title_named" if inner_named(block.element) and days[0].start < 3 else "in_title")
    elif _dateline(block.text, days[0]) and rest > 90:
        where.add("dateline")
    else:
        where.add("alone" if rest <= 30 else "short" if rest <= 90 else "long")
    yield from _written(page, index, days, where)


def _where(spot: Spot) -> Iterator[str]:
    if spot.distance < 0:
        yield "above" if spot.distance < -3 else "above_close"
    elif spot.distance > 0:
        yield "below_close" if spot.distance <= 3 else "below" if spot.distance <= 8 else "below_far"
    if spot.prose > BEGUN:
        yield "begun"


def _far_line(page: Page, index: int) -> Iterator[Mark]:
    """The days of a line elsewhere: labelled, in a time element, or in an element named a date."""
    block = page.blocks[index]
    above = page.blocks[index - 1].text if index else ""
    if block.tag == "h1" and not block.outside and inner_named(block.element):
        days = page.days(block.text)
        if days and days[0].start < 3:
            yield from _written(page, index, days[:1], {"in_title_named"})
        return
    where = {"far"}
    if block.outside:
        where.add("outside")
    if block.times:
        yield from _times(page, index, where)
        return
    said = block.text.lower()
    labelled = MODIFIED.search(said) or PUBLISHED.search(said)
    if not labelled and len(above) <= 30 and above:
        labelled = PUBLISHED.search(above.lower()) or MODIFIED.search(above.lower())
    if not labelled and (len(block.text) > 60 or not named(block.element, DATE_NAMES)):
        return
    days = page.days(block.text)
    if not days or (len(block.text) - (days[-1].end - days[0].start) > 80):
        return
    rest = len(block.text) - (days[0].end - days[0].start)
    yield from _written(page, index, days, where | {"alone" if rest <= 30 else "short"})


def _times(page: Page, index: int, where: set[str]) -> Iterator[Mark]:
    block = page.blocks[index]
    at = 0
    for element in block.times[:6]:
        shown = _shown(element)
        start = max(block.text.find(shown, at), at)
        before, inside = block.text[at:start], shown
        if CLOCK_ONLY.match(shown) and page.days(before):  # "3 May 2024 <time>10:15</time>"
            before, inside = "", f"{before} {shown}"
        label = f"{before} {_label_within(page, inside)}"
        for moment, evidence in _time_element(page, element, inside):
            mark = Mark(
                moment,
                Place.SHOWN,
                "time",
                frozenset(where | {evidence}),
                words=f"{block.text[at:start]} {shown}".strip()[:80],
            )
            found = judged(page, index, mark, label, element)
            if found:
                yield found
        at = start + len(shown)


def _label_within(page: Page, shown: str) -> str:
    """The words of a time element before its day ("Updated on 3 May 2024")."""
    days = page.days(shown)
    return shown[: days[0].start] if days else ""


def _shown(element: HtmlElement) -> str:
    return squeeze(words(element, 200))


def _time_element(page: Page, element: HtmlElement, shown: str) -> Iterator[tuple[Moment, str]]:
    """What a time element shows; its attribute, which may be in another zone or made for sorting, comes second."""
    days = page.days(shown)
    said = read_moment(element.get("datetime") or element.get("content") or element.get("title") or "", page.now)
    if days and days[0].precision is Precision.DAY:
        plain = _moment(days[0], said.day if said else page.known)
        if said and shown_as(said, plain.value):
            shifted = None if said.value[:10] == plain.value else plain.value
            yield replace(said, printed=shifted) if said.precision is Precision.MINUTE else plain, "time_both"
            return
        yield plain, "time_shown"
    if said:
        yield said, "time_clock" if CLOCK_ONLY.match(shown) else "time_attribute"
    elif days and days[0].precision is Precision.MONTH:
        yield _moment(days[0], None), "time_shown"


def _written(page: Page, index: int, days: Sequence[Written], where: set[str]) -> Iterator[Mark]:
    """Marks of the days written in a line, each with the words before it as its label."""
    block, at = page.blocks[index], 0
    values = {day.value for day in days}
    for number, day in enumerate(days[:4]):
        evidence = set(where)
        label = block.text[at : day.start]
        if number:
            evidence.add("second")
        elif len(values) > 1 and not MODIFIED.search(block.text[day.end : days[1].start].lower()):
            evidence.add("several")
        if CLOCK_RANGE.search(block.text) or DAY_RANGE.match(block.text[day.end : day.end + 20]):
            evidence.add("event")
        mark = Mark(
            _moment(day, page.known),
            Place.SHOWN,
            "text",
            frozenset(evidence),
            words=block.text[at : day.end][-80:].strip(),
        )
        found = judged(page, index, mark, label, None)
        if found:
            yield found
        at = day.end


def _dateline(text: str, day: Written) -> bool:
    """Whether a paragraph opens with place and day ("Budapest, 14 September 2022 – …"), not "On 14 September we …"."""
    return day.start <= 40 and re.match(r"\W*[-–—:|]", text[day.end : day.end + 6]) is not None


def _moment(day: Written, known: str | None) -> Moment:
    """The day written; of two readings of a numeric date the one that begins as what is known from elsewhere."""
    if day.other and known and day.other.startswith(known) and not day.value.startswith(known):
        return Moment(day.other, day.precision)
    return Moment(day.value, day.precision)
