"""Turns days of other calendars and numerals (Iranian years, Chinese numerals) into those of the common calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

# Julian-like cycle of the Iranian calendar: 33 years with 8 leap years, at these remainders; right for 1300 to 1499.
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_EPOCH = date(1921, 3, 21)  # 1 Farvardin 1300
_LENGTHS = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29)
_DIGITS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SPELT = re.compile(r"[〇零○一二三四五六七八九十廿卅]{1,4}(?=[年月日号號])")


def from_jalali(year: int, month: int, day: int) -> date:
    """The common day of an Iranian one (1300 to 1499). Raises ValueError for a day that calendar does not have."""
    if not (1300 <= year < 1500 and 1 <= month <= 12):
        raise ValueError("not a month of the Iranian calendar, 1300 to 1499")
    length = _LENGTHS[month - 1] + (month == 12 and year % 33 in _LEAP)
    if not 1 <= day <= length:
        raise ValueError("this month of the Iranian calendar has no such day")
    leaps = sum(before % 33 in _LEAP for before in range(1300, year))
    return _EPOCH + timedelta(days=365 * (year - 1300) + leaps + sum(_LENGTHS[: month - 1]) + day - 1)


def plain_numerals(text: str) -> str:
    """Years, months and days in Chinese numerals as digits ("二〇二四年三月"), padded to the same length."""
    if not any(sign in text for sign in "年月"):
        return text
    return _SPELT.sub(lambda match: _number(match.group()).rjust(len(match.group())), text)


def _number(spelt: str) -> str:
    if len(spelt) == 4 or (len(spelt) > 1 and not set(spelt) & {"十", "廿", "卅"}):
        return "".join(str(_DIGITS.get(sign, "")) for sign in spelt)
    value = 0
    for sign in spelt:
        if sign in _DIGITS:
            value += _DIGITS[sign]
        else:
            value = {"十": max(value, 1) * 10, "廿": 20, "卅": 30}[sign]
    return str(value)
