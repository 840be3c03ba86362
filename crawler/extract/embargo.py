"""Turns an embargo notice into the UTC moment before which nothing of the page may be public."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.extract.blocks import Block
from crawler.extract.daytext import find_days
from crawler.items import Precision

NOTICE = re.compile(
    r"embargo(?:ed|ié|é)?\W{0,3}(?:\s(?:news|release|until|till|for|is lifted|lifts|date|press release|"
    r"content|information)){0,4}|"
    r"under (?:strict )?embargo|sous embargo|sperrfrist|gesperrt bis|embargado hasta|bajo embargo|"
    r"sotto embargo|sob embargo|"
    r"not for (?:release|publication) (?:before|until)|hold for release|ne pas (?:publier|diffuser) avant|"
    r"nicht (?:vor|zu veröffentlichen vor)|non pubblicare prima|onder embargo|embargó|報道解禁|解禁日時?|"
    r"エンバーゴ|禁运|保密至|엠바고|эмбарго",
    re.IGNORECASE,
)
# One of these stands in every notice; looking for them costs little beside the pattern.
HINTS = (
    "embarg", "sperrfrist", "gesperrt", "not for ", "hold for", "ne pas ", "nicht ", "non pubblicare", "解禁",
    "エンバーゴ", "禁运", "保密至", "엠바고", "эмбарго",
)  # fmt: skip
UNTIL = re.compile(
    r"until|till|before|lifts?|ends?|expires?|jusqu|avant|levée|bis|hasta|antes|fino|prima|até|tot|till|til|"
    r"asti|ig\b|do\b|до|"
    r"[:：]|解禁|まで|至|까지",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])\s?(?:[:.h時点](?P<minute>[0-5]\d)?(?::[0-5]\d)?|(?=\s?(?:uhr|"
    r"heures?|[ap]\.?m|hs?\b|óra)))\s*(?:分)?\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
JAPANESE_HALF = re.compile(r"午後\s*\d{1,2}\s*時")
# Zones as notices print them. A letter code is taken as printed: EST in July is a common slip, and the later reading.
OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "bst": 1, "wet": 0, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "met": 1, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "ist": 5.5, "sgt": 8, "hkt": 8,
}  # fmt: skip
PLACES = {
    "eastern": "America/New_York", "et": "America/New_York", "us et": "America/New_York",
    "new york": "America/New_York", "pacific": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "central": "America/Chicago", "london": "Europe/London", "uk time": "Europe/London",
    "paris": "Europe/Paris", "berlin": "Europe/Berlin", "madrid": "Europe/Madrid", "roma": "Europe/Rome",
    "rome": "Europe/Rome", "budapest": "Europe/Budapest", "日本時間": "Asia/Tokyo", "tokyo": "Asia/Tokyo",
    "北京时间": "Asia/Shanghai", "beijing": "Asia/Shanghai", "sydney": "Australia/Sydney",
    "ortszeit": "Europe/Berlin", "brussels": "Europe/Brussels", "heure française": "Europe/Paris",
    "hora peninsular": "Europe/Madrid",
}  # fmt: skip
ZONE = re.compile(
    r"(?<![^\W\d_])("
    + "|".join(re.escape(name) for name in sorted((*OFFSETS, *PLACES), key=len, reverse=True))
    + r")(?![^\W\d_])"
    r"|(?:UTC|GMT)?(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?\b",
    re.IGNORECASE,
)
# Where nothing names a zone the last place on Earth decides: too late is a nuisance, too early a breach.
LAST_ZONE = timedelta(hours=-12)
NEAR_START, NEAR_END = 14, 10  # lines around the title, and at the end, where notices stand


def find_embargo(blocks: Sequence[Block], title_at: int | None, language: str | None, month_first: bool) -> str | None:
    """The moment (`YYYY-MM-DDTHH:MM:SSZ`) an embargo notice near the beginning or the end names; None without one.

    A day without an hour ends at its end; without a zone the latest zone counts. Several notices: the latest.
    """
    inside = [index for index, block in enumerate(blocks) if not block.outside]
    start = title_at if title_at is not None else (inside[0] if inside else 0)
    places = [i for i in inside if start - NEAR_START <= i <= start + NEAR_START] + inside[-NEAR_END:]
    moments = []
    for index in dict.fromkeys(places):
        text = blocks[index].text[:600]
        folded = text.lower()
        notice = NOTICE.search(text) if any(hint in folded for hint in HINTS) else None
        if not notice:
            continue
        rest = text[notice.start() : notice.start() + 220]
        follower = blocks[index + 1].text[:120] if index + 1 < len(blocks) and len(text) < 40 else ""
        moment = _moment(f"{rest} {follower}", language, month_first)
        if moment and (UNTIL.search(rest) or follower):
            moments.append(moment)
    return max(moments).strftime("%Y-%m-%dT%H:%M:%SZ") if moments else None


def _moment(text: str, language: str | None, month_first: bool) -> datetime | None:
    days = [day for day in find_days(text, language, month_first) if day.precision is Precision.DAY]
    if not days:
        return None
    day = date.fromisoformat(max(filter(None, (days[0].value, days[0].other))) if days[0].other else days[0].value)
    rest = text[: days[0].start] + " " * (days[0].end - days[0].start) + text[days[0].end :]
    local = datetime(day.year, day.month, day.day, tzinfo=UTC)
    clock = CLOCK.search(rest)
    local += _clock(clock, rest) if clock else timedelta(days=1)
    return local - _offset(rest[clock.start() if clock else 0 :], local)


def _clock(match: re.Match[str], text: str) -> timedelta:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    elif JAPANESE_HALF.search(text) and hour < 12:
        hour += 12
    return timedelta(hours=hour, minutes=minute)


def _offset(text: str, local: datetime) -> timedelta:
    """How far the named zone is ahead of UTC at that moment."""
    match = ZONE.search(text)
    if not match:
        return LAST_ZONE
    if match["sign"]:
        hours = int(match["hours"]) + int(match["minutes"] or 0) / 60
        return timedelta(hours=hours if match["sign"] == "+" else -hours) if hours <= 14 else LAST_ZONE
    name = match[1].lower()
    if name in OFFSETS:
        return timedelta(hours=OFFSETS[name])
    return local.replace(tzinfo=ZoneInfo(PLACES[name])).utcoffset() or timedelta()
