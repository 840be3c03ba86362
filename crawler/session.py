"""What all crawls of one process share: the open archive, the operator's settings, the clock and the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.operator import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Given to every spider as `spider.session`; Scrapy components reach it through `crawler.spider.session`.

    Every write to `archive` happens in the reactor's thread; a transaction is never left open across an await.
    """

    archive: Database
    operator: Operator
    now: Callable[[], datetime]  # aware, UTC
    proxy: str | None = None  # one HTTP proxy for every request; its operator answers for addresses
    allow_loopback: bool = False  # only the demo and tests open loopback
    night: int | None = None
