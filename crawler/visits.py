"""Turns what an article's address answered, and what it had answered before, into its state and its next visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.items import PageKind
from crawler.outcomes import is_passing
from db.archive.entries import EntryRow, Visit

# Days after first sight at which an article is looked at again: corrections come early, withdrawals late.
AGES = (1, 3, 7, 14, 30, 90)
# A night starts at the same minute each day and reaches an address some hours earlier or later than the last one did.
SLACK = timedelta(hours=6)
RETRIES = (1, 1, 3, 7, 14, 30)  # days until an address that gave no page is asked again; then never
GONE_RETRY = 7  # days until an address that answered 404 twice is asked once more: pages do come back
# Kinds of pages that may turn into an article without the address changing.
_MAY_CHANGE = (PageKind.ARTICLE, PageKind.WALL, PageKind.EMPTY, PageKind.NEEDS_BROWSER, PageKind.GIVEN_UP)


def stamp(moment: datetime) -> str:
    """UTC text with seconds, as all time columns have it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def due_by(now: datetime) -> str:
    """Addresses whose next visit is due by this moment are visited in a crawl that starts now."""
    return stamp(now + SLACK)


def by_age(first_seen_at: str, now: datetime) -> str | None:
    """The next of AGES of an address that is not due yet; None when the last is over."""
    first = datetime.fromisoformat(first_seen_at)
    for days in AGES:
        moment = first + timedelta(days=days)
        if moment > now + SLACK:
            return stamp(moment)
    return None


def read(entry: EntryRow, now: datetime, *, kind: PageKind, reason: str | None, page: str, final_url: str) -> Visit:
    """The page was read and is of this kind."""
    return Visit(
        entry=entry.id,
        state="fetched" if kind is PageKind.ARTICLE else "other",
        reason=None if kind is PageKind.ARTICLE else f"{kind}: {reason}" if reason else str(kind),
        page=page,
        final_url=final_url,
        visited_at=stamp(now),
        next_visit_at=by_age(entry.first_seen_at, now) if kind in _MAY_CHANGE else None,
    )


def unchanged(entry: EntryRow, now: datetime) -> Visit:
    """The page answered 304."""
    return Visit(
        entry=entry.id,
        state=entry.state,
        reason=entry.reason if entry.state == "other" else None,
        visited_at=stamp(now),
        next_visit_at=by_age(entry.first_seen_at, now),
    )


def same(entry: EntryRow, now: datetime, holder: str) -> Visit:
    """The page is held already under another address of the source; this one is not asked again."""
    return Visit(entry=entry.id, state="same", reason=holder, visited_at=stamp(now))


def failed(entry: EntryRow, now: datetime, cls: str) -> Visit | None:
    """The address gave no page, for a reason of this failure class; None leaves the entry as it is.

    410 ends an address for good. 404 does so only for an article that answered it on two nights.
    """
    if cls in ("budget", "stopped"):
        return None
    attempts = entry.attempts + 1
    held = entry.state == "fetched"
    if cls == "http_410":
        state, days = "gone", None
    elif cls == "http_404" and (held or entry.state == "gone"):
        confirmed = entry.state == "fetched" and entry.reason == "http_404"
        state, days = ("gone", GONE_RETRY) if confirmed else (("fetched", 1) if held else ("gone", None))
    elif cls == "robots":
        state, days = (entry.state if held else "refused"), 7
    else:
        state = entry.state if held else "failed"
        days = RETRIES[attempts - 1] if attempts <= len(RETRIES) and (held or is_passing(cls) or attempts < 4) else None
    return Visit(
        entry=entry.id,
        state=state,
        reason=cls,
        attempts=attempts,
        visited_at=stamp(now),
        next_visit_at=None if days is None else stamp(now + timedelta(days=days)),
    )
