"""Turns the start of a night into a clock that runs on from there, so that the demo is the same in any year."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock that shows `start` when it is made and runs at the usual speed; picklable, for a crawl's own process."""

    start: datetime
    set_at: float = field(default_factory=time.time)  # not monotonic: another process must read the same time

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=max(0.0, time.time() - self.set_at))
