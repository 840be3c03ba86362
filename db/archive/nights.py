"""Turns the runs over all due sources into rows of `nights`, and back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One row of `nights`; times are UTC text. `ended_at` None: it is running, or was killed."""

    id: int
    started_at: str
    ended_at: str | None
    due: int
    note: str | None


def begin(db: Database, *, started_at: str, due: int) -> int:
    """A new night over `due` sources; gives its id."""
    cursor = db.execute(
        "INSERT INTO nights (started_at, due) VALUES (:started_at, :due)", {"started_at": started_at, "due": due}
    )
    return int(cursor.lastrowid or 0)


def finish(db: Database, night: int, *, ended_at: str, note: str | None = None) -> None:
    """The night has ended; `note` says why when it ended early."""
    db.execute(
        "UPDATE nights SET ended_at = :ended_at, note = :note WHERE id = :night",
        {"ended_at": ended_at, "note": note, "night": night},
    )


def latest(db: Database, limit: int = 10) -> list[Night]:
    """The last nights, newest first."""
    rows = db.query(
        "SELECT id, started_at, ended_at, due, note FROM nights ORDER BY id DESC LIMIT :limit", {"limit": limit}
    )
    return [Night(**row) for row in rows]
