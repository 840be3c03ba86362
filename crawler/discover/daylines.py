"""Turns the few words beside a link into the day printed there, if it has already come."""

from __future__ import annotations

from datetime import date

from crawler.extract.dates.daytext import Written, find_days
from crawler.items import Precision


def find_date(text: str, newest: date, *, language: str | None = None, month_first: bool = False) -> Written | None:
    """The first exact day written in a short text, else the first month; None when there is none up to `newest`.

    Later dates announce events and are never the day of publication. `language` settles month names that differ
    between languages; `month_first`: 05/12/2024 is the twelfth of May.
    """
    last = newest.isoformat()
    days = [day for day in find_days(text, language, month_first) if day.value <= last]
    return next((day for day in days if day.precision is Precision.DAY), days[0] if days else None)
