"""Keeps what an editor decided of pairs of articles: that they tell one story (together), or that they do not (apart).

What an editor does at once is an act (a merge, a split, a pin) of one or more pairs; it is taken back as a whole. Of a
pair, the latest act that was not taken back counts, so taking one back brings the act before it into force again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of `decisions`. `kind` together | apart, `a` < `b`, `act` merge | split | pin, times UTC text."""

    number: int  # of the act; its pairs share it
    kind: str
    a: int
    b: int
    act: str
    made_by: str
    made_at: str
    note: str | None = None
    undone_by: str | None = None
    undone_at: str | None = None

    def end(self, one: int) -> int:
        """The article at the other end."""
        return self.b if one == self.a else self.a


_COLUMNS = tuple(field.name for field in fields(Decision))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM decisions"


def add(db: Database, decisions: Iterable[Decision]) -> None:
    """Add decisions; one that is there (same act, same pair) is replaced, so carrying them over twice is harmless."""
    db.conn.executemany(
        f"INSERT INTO decisions ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
        " ON CONFLICT (a, b, number) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in ("a", "b", "number")),
        [asdict(decision) for decision in decisions],
    )


def next_number(db: Database) -> int:
    """A number no act has had."""
    return int(db.conn.execute("SELECT coalesce(max(number), 0) + 1 FROM decisions").fetchone()[0])


def pairs_of(db: Database, ids: Iterable[int]) -> list[Decision]:
    """What counts of the pairs of which at least one article is among `ids`, by pair."""
    rows = db.conn.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM ("
        f"  {_SELECT} WHERE undone_at IS NULL AND a IN (SELECT value FROM json_each(:ids))"
        f"  UNION {_SELECT} WHERE undone_at IS NULL AND b IN (SELECT value FROM json_each(:ids))"
        ") ORDER BY number",
        {"ids": json.dumps(sorted(set(ids)))},
    )
    latest = {(one.a, one.b): one for one in map(_decision, rows)}
    return [latest[pair] for pair in sorted(latest)]


def of_act(db: Database, number: int) -> list[Decision]:
    """The pairs of one act, taken back or not; none when there was no such act."""
    rows = db.conn.execute(f"{_SELECT} WHERE number = :number ORDER BY a, b", {"number": number})
    return [_decision(row) for row in rows]


def all(db: Database) -> list[Decision]:
    """Every decision, those taken back too, the oldest act first."""
    return [_decision(row) for row in db.conn.execute(f"{_SELECT} ORDER BY number, a, b")]


def remove(db: Database, number: int, by: str, at: str) -> list[Decision]:
    """Take an act back; gives its pairs, which must be judged again. None when there is none in force."""
    taken = [one for one in of_act(db, number) if one.undone_at is None]
    db.conn.execute(
        "UPDATE decisions SET undone_by = :by, undone_at = :at WHERE number = :number AND undone_at IS NULL",
        {"number": number, "by": by, "at": at},
    )
    return taken


def _decision(row: tuple[object, ...]) -> Decision:
    return Decision(**dict(zip(_COLUMNS, row, strict=True)))  # type: ignore[arg-type]
