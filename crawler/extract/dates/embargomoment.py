"""Turns the words of an embargo notice into the UTC moment they name, the later one where they leave a choice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.extract.dates.clocks import zone_of
from crawler.extract.dates.daytext import find_days, find_yearless
from crawler.extract.dates.weekdays import find_weekday
from crawler.extract.dates.zonenames import OFFSETS, PLACES, SUMMER
from crawler.items import Precision

_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
_BEFORE = r"(?P<east>午前|午後|正午|上午|下午|中午|晚上|凌晨|오전|오후)"
CLOCK = re.compile(
    rf"{_BEFORE}?\s?(?<![\d:.,/+-])(?P<hour>[01]?\d|2[0-4])\s?(?:"
    rf"(?P<mark>[:.h時点點时시])\s?(?P<minute>[0-5]\d)?(?::[0-5]\d)?(?![\d])(?!\.\d)\s*(?:分|분)?\s*{_HALF}?"
    rf"|(?P<half2>[ap]\.?\s?m\b\.?)"
    r"|(?=\s?(?:uhr|heures?|hs?\b|horas?|óra|uur|ore|o['’]clock|godz|hod)))"
    r"|(?<![\d:.,/+-])(?P<military>[0-2]\d[0-5]\d)(?=\s?(?:h(?:rs|ours)?\b|gmt|utc|bst|cet|cest|est|edt|jst|z\b|uhr|london))",
    re.IGNORECASE,
)
# "ore 11", "klo 10": an hour without minutes after the word that says it is one.
SAID_CLOCK = re.compile(
    r"(?:\bore|\balle|\bklo|\bkl\.?|\bgodz\.?|\ba las|\bàs|\bà|\bom|\bum|\bat)\s"
    r"(?P<hour>[01]?\d|2[0-4])(?![\d.:/]|\s?[^\W\d_]{3})",
    re.IGNORECASE,
)
NAMED_CLOCK = re.compile(
    r"(?P<noon>\bnoon\b|midday|mittags?\b|\bmidi\b|mediod[ií]a|mezzogiorno|meio-dia|middag\b|正午|中午|정오|полдень)|"
    r"(?P<midnight>midnight|mitternacht|minuit|medianoche|mezzanotte|meia-noite|middernacht|midnatt|keskiyö|północ|"
    r"polnoc|éjfél|полночь|полуночи|真夜中|午夜|자정)",
    re.IGNORECASE,
)
_NAMES = sorted({*OFFSETS, *SUMMER, *PLACES}, key=len, reverse=True)
ZONE = re.compile(
    r"(?:(?:UTC|GMT)\s?|(?<=\d:\d\d)|(?<=\d:\d\d\s))(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?\b"
    r"|(?<![^\W\d_])(?P<name>" + "|".join(map(re.escape, _NAMES)) + r")(?=[^\W\d_]{0,3}(?![^\W\d_]))(?!-)",
    re.IGNORECASE,
)
_WHOLE = frozenset(name for name in (*OFFSETS, *SUMMER, "et", "pt", "ct", "mt", "uk"))
AMERICAN = re.compile(
    r"(?<![^\W\d_])(?:[ecmp][sd]?t|eastern|pacific|mountain|central time|new york|washington)(?![^\W\d_])",
    re.IGNORECASE,
)
# Clocks that only one country's language writes so; where no zone is named, that country's.
SPOKEN = (
    (re.compile(r"\buhr\b", re.IGNORECASE), "Europe/Berlin"),
    (re.compile(r"\buur\b", re.IGNORECASE), "Europe/Amsterdam"),
    (re.compile(r"\bkl\.?\s?\d", re.IGNORECASE), "Europe/Stockholm"),
    (re.compile(r"\bklo\b", re.IGNORECASE), "Europe/Helsinki"),
    (re.compile(r"\bgodz\b|\bgodzin", re.IGNORECASE), "Europe/Warsaw"),
    (re.compile(r"\bóra|órá", re.IGNORECASE), "Europe/Budapest"),
    (re.compile(r"\bhod(?:\.|in)", re.IGNORECASE), "Europe/Prague"),
    (re.compile(r"\bore \d", re.IGNORECASE), "Europe/Rome"),
    (re.compile(r"\d\s?시"), "Asia/Seoul"),
    (re.compile(r"\d\s?[点点]"), "Asia/Shanghai"),
    (re.compile(r"\d\s?時"), "Asia/Tokyo"),
)
# Where nothing names a zone the last place on Earth decides: too late is a nuisance, too early a breach.
LAST_ZONE = timedelta(hours=-12)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a notice is to be read: the language and order of numbers of its page, its address, and a day near it."""

    language: str | None
    month_first: bool
    url: str
    near: date


def read_notice(text: str, reading: Reading) -> datetime | None:
    """The moment a notice names; None when it names no day.

    A day without an hour ends at its end in the last zone on Earth; an hour without a zone counts in the zone whose
    language writes it so ("Uhr"), else in that last zone; "5:00" beside an American zone is the afternoon; of two
    readings of a numeric date the later; a day without a year is the one nearest to `near`.
    """
    found = _day(text, reading)
    if not found:
        return None
    day, start, end = found
    rest = text[:start] + " " * (end - start) + text[end:]
    clock, at = _clock(rest, start)
    local = datetime(day.year, day.month, day.day, tzinfo=UTC) + clock
    return local - _offset(rest, at, local, reading)


def _day(text: str, reading: Reading) -> tuple[date, int, int] | None:
    days = find_days(text, reading.language, reading.month_first)
    for day in days:
        if day.precision is Precision.DAY:
            return date.fromisoformat(max(day.value, day.other or "")), day.start, day.end
    for month, number, start, end in find_yearless(text, reading.language, reading.month_first):
        found = _nearest(month, number, find_weekday(text), reading.near)
        if found:
            return found, start, end
    weekday = find_weekday(text)
    if weekday is None or days:  # a month alone names no day
        return None
    ahead = (weekday - reading.near.weekday()) % 7 or 7  # on a Thursday, "Thursday" may be the next one
    return reading.near + timedelta(days=ahead), 0, 0


def _nearest(month: int, number: int, weekday: int | None, near: date) -> date | None:
    choices = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            choices.append(date(year, month, number))
        except ValueError:
            continue
    fitting = [day for day in choices if day.weekday() == weekday] or choices
    return min(fitting, key=lambda day: abs((day - near).days), default=None)


def _clock(text: str, day_at: int) -> tuple[timedelta, int | None]:
    """The time of day and where it stands; the end of the day when none is given."""
    matches = list(CLOCK.finditer(text))
    if not matches:
        named = NAMED_CLOCK.search(text)
        if named and named["noon"]:
            return timedelta(hours=12), named.end()
        said = SAID_CLOCK.search(text)
        if said and not named:
            return timedelta(hours=int(said["hour"])), said.end()
        return timedelta(days=1), named.end() if named else None  # midnight of a day may be its end
    match = min(matches, key=lambda found: abs(found.start() - day_at))
    if match["military"]:
        return timedelta(hours=int(match["military"][:2]), minutes=int(match["military"][2:])), match.end()
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half.startswith("p") or match["east"] in ("午後", "下午", "晚上", "오후"):
        hour += 12 if hour < 12 else 0
    elif half.startswith("a") or match["east"] in ("午前", "上午", "凌晨", "오전"):
        hour = 0 if hour == 12 else hour
    elif 0 < hour < 10 and len(match["hour"]) == 1 and _twelve_hours(text, match):
        hour += 12
    return timedelta(hours=hour, minutes=minute), match.end()


def _twelve_hours(text: str, match: re.Match[str]) -> bool:
    """Whether a bare "5:00" may be the afternoon: beside an American zone, or an English "o'clock"."""
    beside = text[match.end() : match.end() + 30]
    return match["mark"] in (":", None) and (bool(AMERICAN.search(beside)) or "clock" in beside.lower())


def _offset(text: str, at: int | None, local: datetime, reading: Reading) -> timedelta:
    """How far the named zone is before UTC at that moment."""
    if at is None:
        return LAST_ZONE
    for start, end in ((at, at + 60), (0, at)):
        for match in ZONE.finditer(text, start, end):
            offset = _zone(match, local)
            if offset is not None:
                return offset
    for pattern, name in SPOKEN:
        if pattern.search(text):
            return local.replace(tzinfo=ZoneInfo(name)).utcoffset() or timedelta()
    zone = zone_of(reading.url)
    if zone and reading.language not in (None, "en"):
        return local.replace(tzinfo=zone).utcoffset() or timedelta()
    return LAST_ZONE


def _zone(match: re.Match[str], local: datetime) -> timedelta | None:
    if match["sign"]:
        hours = int(match["hours"]) + int(match["minutes"] or 0) / 60
        return timedelta(hours=hours if match["sign"] == "+" else -hours) if hours <= 14 else None
    name = match["name"].lower()
    following = match.string[match.end() : match.end() + 1]
    if name in _WHOLE and following.isalpha():
        return None
    if name in OFFSETS:
        return timedelta(hours=OFFSETS[name])
    if name in SUMMER:
        hours, place = SUMMER[name]
        return min(timedelta(hours=hours), local.replace(tzinfo=ZoneInfo(place)).utcoffset() or timedelta())
    return local.replace(tzinfo=ZoneInfo(PLACES[name])).utcoffset() or timedelta()
