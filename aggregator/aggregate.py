"""Turns new rows of archive.db into the articles, duplicates and stories of news.db, in batches, again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from crawler.catalogue import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateReport:
    """What one run of `aggregate` did, and what news.db holds afterwards."""

    read: int  # rows of archive.db looked at
    published: int  # articles that are new
    revised: int  # articles whose page says something else now
    withdrawn: int  # articles whose page is gone
    held: int  # pages kept out until their embargo is over
    dropped: Mapping[str, int]  # reason → pages that cannot be published
    articles: int  # in news.db now, duplicates not counted
    duplicates: int  # in news.db now
    stories: int  # in news.db now
    seconds: float


def aggregate(archive: Database, news: Database, sources: Sequence[Source], now: datetime) -> AggregateReport:
    """Publish what the archive says since the last run. `archive` is only read; `now` is aware, UTC.

    One transaction a batch on `news`: it can be read all the time, and a killed run is carried on by the next.
    A second run right after changes nothing.
    """
    raise NotImplementedError


def rebuild(archive: Database, news: Path, sources: Sequence[Source], now: datetime) -> AggregateReport:
    """Judge the whole archive again beside the file `news`, keep every id it gave, and swap the new file in whole."""
    raise NotImplementedError
