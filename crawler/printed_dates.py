"""Turns the words around a link or headline into the day printed there, in any of some fifty languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.items import Precision
from crawler.months import MONTHS

WINDOW = 2000  # characters looked at; a date line is at the start or the end of a block, not deep in its text
OLDEST = 1985  # no web page is older; a smaller year is a birthday or a law


@dataclass(frozen=True, slots=True)
class Printed:
    """A day (`YYYY-MM-DD`) or month (`YYYY-MM`) and where in the text it stands."""

    value: str
    precision: Precision
    start: int
    end: int


# Arabic, Persian and full-width digits; one character each, so that positions hold.
_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰０" for n in range(10)}
_YEAR = r"(?P<y>(?:19|20|25)\d\d)"
_NAME = r"(?P<n>[^\W\d_]{3,14})\.?"
_D = r"(?P<d>\d{1,2})"
_M = r"(?P<m>\d{1,2})"
_EDGE = r"(?<![\d.,/:-])"
_TAIL = r"(?![\d/:]|[.,-]\d)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2024-05-12 · 2024/5/12 · 2024. 05. 12. · 2024年5月12日 · 2024년 5월 12일
        rf"{_EDGE}{_YEAR}\s?[-./年년]\s?{_M}\s?[-./月월]\s?{_D}(?:\s?[日일.]|T\d)?(?![\d/]|[.-]\d)",
        # 令和6年5月12日
        rf"(?P<era>令和|平成)\s?(?P<e>\d{{1,2}}|元)年\s?{_M}月\s?{_D}日",
        # 12 May 2024 · 12. Mai 2024 · 12 de mayo de 2024 · 1er mars 2024 · 12th of May, 2024
        rf"{_EDGE}{_D}(?:\.|º|°|er|st|nd|rd|th|ος|η)?[\s-]{{0,3}}(?:of |de |d['’]|di )?\s?{_NAME}[\s,-]{{0,3}}"
        rf"(?:de |del )?\s?{_YEAR}(?!\d)",
        # May 12, 2024 · May 12th 2024
        rf"(?<!\w){_NAME}\s{{1,3}}{_D}(?:st|nd|rd|th)?\s?,?\s{{1,3}}{_YEAR}(?!\d)",
        # 2022. szeptember 14. · 2024 m. gegužės 12 d. · 2024. gada 12. maijs · 2024 May 12
        rf"{_EDGE}{_YEAR}\.?\s{{0,2}}(?:m\. |gada )?{_NAME}(?:\s?\w{{1,3}}\.)?\s{{0,2}}{_D}(?!\d)",
        rf"{_EDGE}{_YEAR}\.?\s{{0,2}}gada\s{_D}\.\s?{_NAME}",
        # 12.05.2024 · 12/05/2024 · 12-05-2024
        rf"{_EDGE}(?P<a>\d{{1,2}})\s?[./-]\s?(?P<b>\d{{1,2}})\s?[./-]\s?{_YEAR}(?!\d|[./-]\d)",
        # 12.05.24
        rf"{_EDGE}(?P<a>\d{{1,2}})[./](?P<b>\d{{1,2}})[./](?P<s>\d\d){_TAIL}",
    )
)
_MONTHLY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w){_NAME}\s{{1,2}}(?:de |del )?{_YEAR}(?!\d)",
        rf"{_EDGE}{_YEAR}\s?[年년]\s?{_M}\s?[月월](?!\s?\d)",
        rf"{_EDGE}{_YEAR}[-./]{_M}{_TAIL}",
    )
)


def find_dates(text: str, newest: date, *, month_first: bool = False) -> Iterator[Printed]:
    """Every date printed in the first characters of `text`, exact days before months, each kind in reading order.

    `newest`: later dates are announcements of events, not dates of publication, and are left out.
    `month_first`: 05/12/2024 is the twelfth of May, as printed in the United States.
    """
    text = text[:WINDOW].translate(_DIGITS)
    found: list[Printed] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _day_of(match, month_first)
            if day is not None and day <= newest:
                found.append(Printed(day.isoformat(), Precision.DAY, match.start(), match.end()))
    found.sort(key=lambda hit: hit.start)
    yield from found
    for pattern in _MONTHLY:
        for match in pattern.finditer(text):
            month = _month_of(match)
            if month is not None and month <= newest:
                yield Printed(f"{month:%Y-%m}", Precision.MONTH, match.start(), match.end())


def find_date(text: str, newest: date, *, month_first: bool = False) -> Printed | None:
    """The first date printed in `text` (see find_dates), or None."""
    return next(find_dates(text, newest, month_first=month_first), None)


def month_number(name: str) -> int | None:
    """1..12 for the name of a month in any known language, in any of its cases; None for another word."""
    folded = _fold(name)
    return MONTHS.get(folded) or MONTHS.get(folded.removeprefix("ב"))  # Hebrew joins "in" to the month


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("ı", "i").rstrip(".")


def _day_of(match: re.Match[str], month_first: bool) -> date | None:
    said = match.groupdict()
    if said.get("era"):
        year = {"令和": 2018, "平成": 1988}[said["era"]] + (1 if said["e"] == "元" else int(said["e"]))
    elif said.get("s"):
        year = 2000 + int(said["s"])
    else:
        year = int(said["y"])
    if said.get("a"):
        first, second = int(said["a"]), int(said["b"])
        # One of the two above twelve settles the order, whatever the country.
        month, day = (first, second) if (month_first and first <= 12) or second > 12 else (second, first)
    else:
        named = month_number(said["n"]) if said.get("n") else int(said["m"])
        if named is None:
            return None
        month, day = named, int(said["d"])
    return _real_day(year, month, day)


def _month_of(match: re.Match[str]) -> date | None:
    said = match.groupdict()
    month = month_number(said["n"]) if said.get("n") else int(said["m"])
    return _real_day(int(said["y"]), month, 1) if month else None


def _real_day(year: int, month: int, day: int) -> date | None:
    if year >= 2500:  # the Buddhist era of Thai pages
        year -= 543
    if year < OLDEST or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # 31 June
        return None
