"""Turns a machine-written moment (ISO 8601, RFC 822, a day in words) into UTC text with its precision and local day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.extract.dates.daytext import FIRST_YEAR, find_days
from crawler.items import Precision

ISO = re.compile(
    r"^\s*(?P<year>\d{4})(?P<sep>-?)(?P<month>\d\d)(?:(?P=sep)(?P<day>\d\d))?(?!\d)"
    r"(?:[T\s]+(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.IGNORECASE,
)
RFC_822 = re.compile(r"^\s*(?:[A-Z][a-z]{2},?\s)?\s*\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d\d:\d\d(?::\d\d)?\s\S+")
STAMP = re.compile(r"^\s*1\d{9}(?:\d{3})?\s*$")  # seconds or milliseconds since 1970, from 2001 to 2033
# A page that is written today somewhere may carry tomorrow's date here.
TOMORROW = timedelta(days=1)
FIRST_CLOCK, LAST_CLOCK = timedelta(hours=-12), timedelta(hours=14)  # how far the zones of the Earth reach


@dataclass(frozen=True, slots=True)
class Moment:
    """`value` as in ScrapedArticle (`YYYY-MM`, `YYYY-MM-DD` or UTC moment), with its precision.

    `printed`: the calendar day in the zone it was written in, where that is another than the day in UTC.
    `offset`: hours of that zone before UTC, None when no zone was given; 0 may also be a system that only knows UTC.
    """

    value: str
    precision: Precision
    printed: str | None = None
    offset: float | None = None

    @property
    def day(self) -> str:
        """The day as printed, or the month when no day was given."""
        return self.printed or self.value[:10]


def read_moment(text: str, now: datetime, language: str | None = None, month_first: bool = False) -> Moment | None:
    """What a date attribute or property says; None when it says no date, one before the web or one in the future.

    A moment keeps its time only when the zone was given and the time is not midnight (a template's way to write a
    day). `language` and `month_first`: see daytext.find_days.
    """
    text = text[:100]
    match = ISO.match(text)
    if match:
        moment = _from_iso(match)
    elif RFC_822.match(text):
        try:
            moment = _from_datetime(parsedate_to_datetime(text.strip()))
        except ValueError:
            return None
    elif STAMP.match(text):
        seconds = int(text.strip()[:10])
        moment = _with_offset(datetime.fromtimestamp(seconds, UTC), timedelta())
    else:
        days = find_days(text, language, month_first)
        moment = Moment(days[0].value, days[0].precision) if days else None
    return moment if moment and believable(moment, now) else None


def believable(moment: Moment, now: datetime) -> bool:
    """Not before the web, not after tomorrow."""
    latest = (now + TOMORROW).astimezone(UTC).date().isoformat()
    return str(FIRST_YEAR) <= moment.value[:4] and moment.day <= latest[: len(moment.day)]


def in_zone(moment: Moment, offset: timedelta) -> Moment:
    """The same moment with the day that a clock so far before UTC shows; without a time the same moment."""
    if moment.precision is not Precision.MINUTE:
        return moment
    local = datetime.strptime(moment.value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) + offset
    day = local.date().isoformat()
    if (local.hour, local.minute, local.second) == (0, 0, 0):  # midnight there: how its system writes a day
        return Moment(day, Precision.DAY, None, offset.total_seconds() / 3600)
    return Moment(
        moment.value, moment.precision, None if day == moment.value[:10] else day, offset.total_seconds() / 3600
    )


def shown_as(moment: Moment, day: str) -> bool:
    """Whether some clock on Earth shows this day at that moment."""
    if moment.precision is not Precision.MINUTE:
        return moment.day == day
    return in_zone(moment, FIRST_CLOCK).day <= day <= in_zone(moment, LAST_CLOCK).day


def _from_iso(match: re.Match[str]) -> Moment | None:
    parts = match.groupdict()
    try:
        if not parts["day"]:
            if not parts["sep"]:  # 202405 may be any number
                return None
            datetime(int(parts["year"]), int(parts["month"]), 1, tzinfo=UTC)
            return Moment(f"{parts['year']}-{parts['month']}", Precision.MONTH)
        stamp = datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]), tzinfo=UTC)
        if not parts["hour"] or not parts["zone"]:
            return Moment(stamp.date().isoformat(), Precision.DAY)
        zone = parts["zone"].upper().replace("UTC", "Z").replace("GMT", "Z")
        offset = timedelta() if zone == "Z" else _offset(zone)
        stamp = stamp.replace(hour=int(parts["hour"]), minute=int(parts["minute"]), second=int(parts["second"] or 0))
        return _with_offset(stamp, offset)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))


def _from_datetime(stamp: datetime) -> Moment:
    if stamp.tzinfo is None:
        return Moment(stamp.date().isoformat(), Precision.DAY)
    return _with_offset(stamp.replace(tzinfo=UTC), stamp.utcoffset() or timedelta())


def _with_offset(local: datetime, offset: timedelta) -> Moment:
    """`local`: the clock as printed, labelled UTC; `offset`: its zone."""
    day = local.date().isoformat()
    hours = offset.total_seconds() / 3600
    if (local.hour, local.minute, local.second) == (0, 0, 0) or not FIRST_CLOCK <= offset <= LAST_CLOCK:
        return Moment(day, Precision.DAY, None, hours)
    moment = local - offset
    value = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Moment(value, Precision.MINUTE, None if moment.date() == local.date() else day, hours)
