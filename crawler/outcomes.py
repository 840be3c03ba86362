"""Turns what happened in one crawl of one source into its outcome (a closed list) and one sentence for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crawler.items import Outcome

# Failure class → the outcome of a source of which nothing else came back.
_OF_CLASS = {
    "robots": Outcome.ROBOTS,
    "dns": Outcome.DNS,
    "timeout": Outcome.TIMEOUT,
    "blocked": Outcome.BLOCKED,
    "gone": Outcome.GONE,
    "http_401": Outcome.BLOCKED,
    "http_403": Outcome.BLOCKED,
    "http_429": Outcome.BLOCKED,
    "http_451": Outcome.BLOCKED,
    "http_404": Outcome.GONE,
    "http_410": Outcome.GONE,
    "parse": Outcome.PARSE_ERROR,
}
_ADVICE = {
    Outcome.ROBOTS: "robots.txt keeps crawlers out; ask the institution, or retire the source",
    Outcome.DNS: "the host name is not known; check the address of the record",
    Outcome.TIMEOUT: "the host did not answer in time; it is tried again the next night",
    Outcome.BLOCKED: "the host turns us away; write to the institution before raising the delay",
    Outcome.GONE: "the newsroom is no longer at this address; look for the new one and change the record",
    Outcome.HTTP_ERROR: "the host answers with errors; it is tried again the next night",
    Outcome.PARSE_ERROR: "what the host sends is no feed, sitemap or page; check the address of the record",
}
# Failures that say nothing lasting: what was asked may answer the next night.
_PASSING = ("timeout", "dns", "unreachable", "blocked", "budget", "stopped", "http_429")


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts one crawl as it goes. Doors are feeds, sitemaps and listings; pages are article pages."""

    doors_read: int = 0
    doors_unchanged: int = 0
    doors_failed: Counter[str] = field(default_factory=Counter)  # by failure class
    doors_unclear: int = 0  # asked for, not guessed, and without a lasting answer
    doors_skipped: int = 0  # left out, so that the budget is not spent on lists alone
    first_fault: tuple[str, str] | None = None  # class and message of the first door that failed
    problems: list[str] = field(default_factory=list)  # what doors that answered were wrong about
    listed: int = 0  # entries named by doors in this crawl
    pages_read: int = 0
    pages_unchanged: int = 0
    pages_failed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)  # PageKind of the pages read
    entries_new: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    articles_gone: int = 0
    crash: str | None = None  # the last line of the traceback of our own bug
    stopped: str | None = None  # why the crawl ended before its work was done: budget, blocked, operator

    def door_failed(self, cls: str, message: str, *, guessed: bool) -> None:
        """Count a door that gave nothing; a guess (a probe) that fails says nothing about the source."""
        if guessed:
            return
        self.doors_failed[cls] += 1
        if self.first_fault is None:
            self.first_fault = (cls, message)
        if is_passing(cls):
            self.doors_unclear += 1

    @property
    def complete(self) -> bool:
        """Whether every door was read to its end, so that what it listed is known."""
        return self.crash is None and self.stopped is None and not self.doors_unclear and self.doors_answered > 0

    @property
    def doors_answered(self) -> int:
        return self.doors_read + self.doors_unchanged


def is_passing(cls: str) -> bool:
    """Whether a failure of this class may be over the next night."""
    return cls in _PASSING or cls.startswith("http_5")


def is_wall(cls: str) -> bool:
    """Whether failures of this class, many in a row, mean that the host wants or can give no more this night."""
    return is_passing(cls) or _OF_CLASS.get(cls) is Outcome.BLOCKED


def decide(tally: Tally, *, articles_held: int) -> tuple[Outcome, str | None]:
    """Outcome and reason of a crawl that ended by itself; `articles_held`: articles of the source in the archive."""
    if tally.crash is not None:
        return Outcome.CRASHED, f"our own bug, kept in the log: {tally.crash}"
    if not tally.doors_answered:
        return _of_fault(tally)
    tried = tally.pages_read + tally.pages_unchanged + tally.pages_failed.total()
    if tally.pages_failed and tally.pages_failed.total() == tried and not articles_held:
        cls, count = tally.pages_failed.most_common(1)[0]
        outcome = _OF_CLASS.get(cls, Outcome.HTTP_ERROR)
        return outcome, f"none of {tried} article pages could be had ({cls}: {count}); {_advice(outcome)}"
    if tally.stopped not in (None, "budget"):
        outcome = _OF_CLASS.get(tally.stopped, Outcome.HTTP_ERROR)
        return outcome, f"so many pages failed in a row ({tally.stopped}) that it was left alone; {_advice(outcome)}"
    if not articles_held and tally.stopped == "budget":
        return Outcome.EMPTY, "the budget was spent before an article was found; raise `budget`"
    if not articles_held:
        return _of_nothing(tally)
    if not tally.listed and not tally.doors_unchanged:
        return Outcome.EMPTY, f"{tally.doors_read} pages were read and none lists an article; did the site change?"
    reason = "; ".join(filter(None, [_spent(tally), *tally.problems[:2]])) or None
    if tally.articles_new or tally.articles_changed or tally.articles_gone:
        return Outcome.OK, reason
    return Outcome.UNCHANGED, reason


def _of_fault(tally: Tally) -> tuple[Outcome, str]:
    if tally.first_fault is None:
        if tally.stopped == "budget":
            return Outcome.EMPTY, "the budget was spent before any page was read; raise `budget`"
        return Outcome.EMPTY, "no page was asked for; give the record a home, listing or feed"
    cls, message = tally.first_fault
    outcome = _OF_CLASS.get(cls, Outcome.HTTP_ERROR)
    return outcome, f"{message}; {_advice(outcome)}"


def _of_nothing(tally: Tally) -> tuple[Outcome, str]:
    if tally.problems and not tally.listed:
        return Outcome.PARSE_ERROR, f"{tally.problems[0]}; {_advice(Outcome.PARSE_ERROR)}"
    if not tally.listed:
        return Outcome.EMPTY, f"{tally.doors_read} pages were read and none lists an article; give the record a listing"
    kinds = ", ".join(f"{kind} {count}" for kind, count in tally.kinds.most_common(4))
    return Outcome.EMPTY, f"{tally.pages_read} pages were read and none is an article ({kinds or 'none fetched'})"


def _spent(tally: Tally) -> str | None:
    if tally.stopped == "budget":
        return "the budget of this night was spent; the next night goes on"
    if tally.doors_skipped:
        return f"{tally.doors_skipped} lists were left out to keep half of the budget for articles; raise `budget`"
    return None


def _advice(outcome: Outcome) -> str:
    return _ADVICE[outcome]
