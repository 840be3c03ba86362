"""Turns a written day ("14. September 2022", "2022. szeptember 14.", "令和4年9月14日") into an exact date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.extract.dates.calendars import from_jalali, plain_numerals
from crawler.extract.dates.daywords import BY_LANGUAGE, JALALI, JOINT, MONTHS, TWO_WORDS, fold_word
from crawler.items import Precision

# Newsrooms on the web have no page older than the web; a year below is a founding year.
FIRST_YEAR = 1991
LONGEST = 600  # characters read of one text; a date beside a title is short

# Vowels and accents written as marks of their own are no letters to the re module: Thai, Hindi, Persian months.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
_WORD = rf"(?P<month>{_LETTER}{{2,16}}(?:\.{_LETTER}{{1,2}})?|{_LETTER}\.{_LETTER})"
_YEAR = r"(?P<year>(?:19|20|25|1[34])\d\d)(?!\d)"
# "12 آذار/مارس 2024": the same month by its other name
_TWIN = rf"(?:\s?/\s?{_LETTER}{{2,12}})?"
_DAY = r"(?<![\d.,:/-])(?P<day>[0-3]?\d)"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2024-05-02, 2024/5/2, 2024.05.02; not part of a longer number
        r"(?<![\d./-])(?P<year>(?:19|20|1[34])\d\d)\s?(?P<sep>[-/.‐–])\s?(?P<month>[01]?\d)\s?(?P=sep)\s?(?P<day>[0-3]?\d)(?![\d-])",
        # 2024年5月2日, 2024년 5월 2일, 令和6年5月2日
        r"(?P<era>令和|平成|R|H)?\s?(?P<year>(?:19|20)?\d\d?|元)\s?[年년]\s?(?P<month>[01]?\d)\s?[月월]\s?(?:(?P<day>[0-3]?\d)\s?[日號号일])?",
        # 2 May 2024, 2. Mai 2024, 1er mai 2024, 2 de mayo de 2024, Thursday 2nd of May, 2024, 2. 5月 …
        _DAY
        + r"\s?(?:(?:st|nd|rd|th|er|re|ère|eme|η|й)(?![^\W\d_])|º|ª|°|\.|-a|\.a)?[\s\-/]*"
        + r"(?:de\s+|d['’]|of\s+|di\s+|ta['’]\s+|ngày\s+)?(?:mh?[íi]\s+na\s+)?"
        + _WORD
        + _TWIN
        + r"\.?\s*[,./\-]?\s*(?:de\s+|del\s+|de\s+l['’]|of\s+|[คพ]\.ศ\.\s*)?['’]?"
        + _YEAR,
        # May 2, 2024; May 2nd 2024
        r"(?<![^\W_])" + _WORD + r"\.?\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\.?\s*,?\s+" + _YEAR,
        # 2022. szeptember 14.; 2024 m. kovo 31 d.; 2024. gada 5. marts; 2022ko irailaren 14a
        r"(?<![\d.,/-])"
        + _YEAR
        + r"(?:\.|ko|\(e\)ko)?\s*(?:m\.|gada)?\s*,?\s*"
        + _WORD
        + r"\.?\s*(?P<day>[0-3]?\d)(?!\d)",
        r"(?<![\d.,/-])" + _YEAR + r"\.?\s*(?:gada|жылғы|жылы|жыл|ж\.)\s*(?P<day>[0-3]?\d)\.?\s*" + _WORD,
        # 22 tháng 10 năm 2025; 22 tháng 10, 2025
        _DAY + r"\s+(?:tháng|thg)\s+(?P<month>[01]?\d)\s*,?\s*(?:năm\s+)?" + _YEAR,
        # 02/05/2024, 2.5.2024, 02-05-2024
        r"(?<![\d./-])(?P<first>[0-3]?\d)\s?(?P<sep>[-/.‐–])\s?(?P<second>[0-3]?\d)\s?(?P=sep)\s?(?P<year>(?:19|20|25)\d\d)(?![\d-]|\.\d)",
        # 02.05.24, 02/05/24
        r"(?<![\d./:-])(?P<first>[0-3]?\d)(?P<sep>[-/.])(?P<second>[0-3]\d)(?P=sep)(?P<year>\d\d)(?![\d.:/-])",
    )
)
YEARLESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<month>[01]?\d)\s?[月월]\s?(?P<day>[0-3]?\d)\s?[日號号일]",
        _DAY
        + r"\s?(?:(?:st|nd|rd|th|er|η|й)(?![^\W\d_])|º|ª|°|\.|-a|\.a)?\s*(?:de\s+|d['’]|of\s+|di\s+|ta['’]\s+)?"
        + _WORD,
        r"(?<![^\W_])" + _WORD + r"\.?\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|-án|-én)?(?![\d:.])",
        r"(?<![\d./:-])(?P<first>[0-3]?\d)\.\s?(?P<second>[01]?\d)\.(?!\d)",
    )
)
MONTH_ONLY = re.compile(r"(?<![^\W_])" + _WORD + r"\.?,?\s+(?:de\s+|del\s+)?" + _YEAR, re.IGNORECASE)
_DIRECTIONS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DIGIT = re.compile(r"\d")
ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}


@dataclass(frozen=True, slots=True)
class Written:
    """A day found in a text: ISO date, its precision and place; `other` is the second reading of a numeric date."""

    value: str
    precision: Precision
    start: int
    end: int
    other: str | None = None


def find_days(text: str, language: str | None = None, month_first: bool = False) -> list[Written]:
    """Every day written in a short text, in order, without overlaps; a month with a year only where no day stands.

    `month_first`: how 02/05/2024 is read; 13/05/2024 has one reading anyway. Languages: see daywords.
    """
    if len(text) > LONGEST:
        text = text[:LONGEST]
    plain = _plain(text)
    if not DIGIT.search(plain):
        return []
    found: list[Written] = []
    taken: list[tuple[int, int]] = []
    for pattern in (*PATTERNS, MONTH_ONLY):
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            day = _read(match, language, month_first)
            if day:
                found.append(day)
                taken.append(match.span())
    return sorted(found, key=lambda day: day.start)


def find_yearless(text: str, language: str | None, month_first: bool) -> list[tuple[int, int, int, int]]:
    """(month, day, start, end) of every day written without a year: "17 December", "17.12.", "12月17日"."""
    plain, found = _plain(text[:LONGEST]), []
    for pattern in YEARLESS:
        for match in pattern.finditer(plain):
            for month, day in _readings(match.groupdict(), language, month_first):
                if day and 1 <= month <= 12 and 1 <= day <= 31:
                    found.append((month, day, match.start(), match.end()))
                    break
        if found:
            break
    return sorted(found, key=lambda one: one[2])


def _plain(text: str) -> str:
    """Digits of any script as 0-9, marks of direction as spaces, month names as one word; of the same length."""
    if text.isascii():
        return text
    text = plain_numerals(text)
    folded = text.lower()
    for name in TWO_WORDS:
        if name in folded and len(folded) == len(text):
            text = re.sub(re.escape(name), name.replace(" ", JOINT), text, flags=re.IGNORECASE)
    return "".join(
        str(unicodedata.digit(char))
        if char.isdigit() and unicodedata.digit(char, None) is not None
        else " "
        if char in _DIRECTIONS
        else char
        for char in text
    )


def _read(match: re.Match[str], language: str | None, month_first: bool) -> Written | None:
    groups = match.groupdict()
    year = _year(groups["year"], groups.get("era"))
    if year is None:
        return None
    if 1300 <= year < 1500:
        return _iranian(match, year, language)
    readings = list(_readings(groups, language, month_first))
    values = [value for month, day in readings if (value := _iso(year, month, day))]
    if not values:
        return None
    precision = Precision.DAY if len(values[0]) == 10 else Precision.MONTH
    return Written(values[0], precision, match.start(), match.end(), values[1] if len(values) > 1 else None)


def _iranian(match: re.Match[str], year: int, language: str | None) -> Written | None:
    """A day of the Iranian calendar ("۱۲ اسفند ۱۴۰۲", "۱۴۰۲/۱۲/۱۲")."""
    groups = match.groupdict()
    word = groups.get("month") or ""
    month = (int(word) if language == "fa" else None) if word.isdigit() else JALALI.get(fold_word(word))
    if not month or not groups.get("day"):
        return None
    try:
        day = from_jalali(year, month, int(groups["day"]))
    except ValueError:
        return None
    return Written(day.isoformat(), Precision.DAY, match.start(), match.end()) if day.year >= FIRST_YEAR else None


def _year(text: str, era: str | None) -> int | None:
    if era:
        return ERAS[era.lower()] + (1 if text == "元" else int(text))
    if text == "元":
        return None
    year = int(text)
    if year < 100:
        return 2000 + year if len(text) == 2 else None
    return year - 543 if year >= 2500 else year  # the Buddhist calendar of Thailand


def _readings(
    groups: dict[str, str | None], language: str | None, month_first: bool
) -> Iterator[tuple[int, int | None]]:
    first, second = groups.get("first"), groups.get("second")
    if first and second:
        pairs = [(int(second), int(first)), (int(first), int(second))]
        if month_first:
            pairs.reverse()
        yield from pairs if first != second else pairs[:1]
        return
    month, day = groups.get("month"), groups.get("day")
    if not month:
        return
    number = int(month) if month.isdigit() else _month(month, language)
    if number:
        yield number, int(day) if day else None


def _month(word: str, language: str | None) -> int | None:
    folded = fold_word(word)
    if language in BY_LANGUAGE and folded in BY_LANGUAGE[language]:
        return BY_LANGUAGE[language][folded]
    return MONTHS.get(folded)


def _iso(year: int, month: int, day: int | None) -> str | None:
    if not FIRST_YEAR <= year <= 2100:
        return None
    try:
        written = date(year, month, day if day is not None else 1)
    except ValueError:
        return None
    return written.isoformat() if day is not None else written.isoformat()[:7]
