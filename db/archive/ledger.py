"""Turns what each host was asked in one crawl into rows of `ledger`, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One host in one crawl. `bytes`: bodies as sent over the wire; `delay`: seconds in force at the end."""

    host: str
    requests: int = 0
    bytes: int = 0
    conditional: int = 0  # requests sent with a validator
    not_modified: int = 0  # of which answered 304
    throttled: int = 0  # answered 429 or 503
    delay: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTotals:
    """All hosts of one crawl together, named as the columns of `crawls`; `delay` is the largest in force."""

    requests: int = 0
    bytes: int = 0
    conditional: int = 0
    not_modified: int = 0
    throttled: int = 0
    delay: float | None = None


def total(rows: Iterable[LedgerRow]) -> LedgerTotals:
    """The rows of one crawl, summed."""
    rows = tuple(rows)
    return LedgerTotals(
        requests=sum(row.requests for row in rows),
        bytes=sum(row.bytes for row in rows),
        conditional=sum(row.conditional for row in rows),
        not_modified=sum(row.not_modified for row in rows),
        throttled=sum(row.throttled for row in rows),
        delay=max((row.delay for row in rows if row.delay is not None), default=None),
    )


def store(db: Database, crawl: int, rows: Iterable[LedgerRow]) -> None:
    """Store the rows of `crawl`, in place of any before."""
    db.conn.executemany(
        "INSERT INTO ledger (crawl, host, requests, bytes, conditional, not_modified, throttled, delay) "
        "VALUES (:crawl, :host, :requests, :bytes, :conditional, :not_modified, :throttled, :delay) "
        "ON CONFLICT (crawl, host) DO UPDATE SET requests = excluded.requests, bytes = excluded.bytes, "
        "conditional = excluded.conditional, not_modified = excluded.not_modified, throttled = excluded.throttled, "
        "delay = excluded.delay",
        [asdict(row) | {"crawl": crawl} for row in rows],
    )


def of_crawl(db: Database, crawl: int) -> tuple[LedgerRow, ...]:
    """The rows of `crawl`, the busiest host first."""
    rows = db.query(
        "SELECT host, requests, bytes, conditional, not_modified, throttled, delay FROM ledger "
        "WHERE crawl = :crawl ORDER BY requests DESC, host",
        {"crawl": crawl},
    )
    return tuple(LedgerRow(**row) for row in rows)
