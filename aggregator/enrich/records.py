"""Turns the JSON a registry sent into checked pieces: text without tags, dates with their precision, bounded lists."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

LONGEST = 1_000  # characters of a title or a name; what is longer is not one
MOST = 200  # authors or funders of one paper; collaborations of thousands are told by the first of them

_TAG = re.compile(r"<[^<>]{0,200}>")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")


def read_object(body: bytes | str) -> dict[str, Any] | None:
    """The JSON object in `body`; None when it holds none: broken, cut short, too deep, or a page of HTML."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def mapping(said: object) -> Mapping[str, Any]:
    """`said`, when it is an object; else an empty one."""
    return said if isinstance(said, dict) else {}


def objects(said: object) -> list[Mapping[str, Any]]:
    """The objects in a list, at most MOST."""
    return [one for one in said[:MOST] if isinstance(one, dict)] if isinstance(said, list) else []


def line(said: object) -> str | None:
    """One line of text without tags and entities; None when there is none, or too much."""
    if not isinstance(said, str) or len(said) > 4 * LONGEST:
        return None
    text = " ".join(html.unescape(_TAG.sub("", html.unescape(said))).split())
    return text if 0 < len(text) <= LONGEST else None


def first_line(said: object) -> str | None:
    """The first line of a list of texts, as Crossref keeps titles."""
    return next((text for one in said[:5] if (text := line(one))), None) if isinstance(said, list) else None


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Those that are there, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))


def partial_date(said: object) -> str | None:
    """`{"date-parts": [[2024, 12, 17]]}` as 2024-12-17, 2024-12 or 2024; None when it is no date."""
    parts = mapping(said).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [one for one in first[:3] if isinstance(one, int) and not isinstance(one, bool)]
    return _dated(*numbers) if numbers else None


def written_date(said: object) -> str | None:
    """A date written 2024, 2024-12 or 2024-12-17 (a time after it is left out); None when it is none."""
    match = _DAY.fullmatch(said) if isinstance(said, str) else None
    return _dated(*(int(part) for part in match.groups() if part)) if match else None


def _dated(year: int, month: int = 0, day: int = 0) -> str | None:
    try:
        checked = date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    return checked.isoformat()[: 10 if day else 7 if month else 4]
