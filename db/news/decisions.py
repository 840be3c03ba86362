"""Keeps what an editor decided of pairs of articles: that they tell one story (together), or that they do not (apart).

What an editor does at once is an act (a merge, a split, a pin) of one or more pairs; it is taken back as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of `decisions`. `kind` together | apart, `a` < `b`, `act` merge | split | pin, `made_at` UTC text."""

    number: int  # of the act; its pairs share it
    kind: str
    a: int
    b: int
    act: str
    made_by: str
    made_at: str
    note: str | None = None

    def end(self, one: int) -> int:
        """The article at the other end."""
        return self.b if one == self.a else self.a


_COLUMNS = tuple(field.name for field in fields(Decision))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM decisions"


def add(db: Database, decisions: Iterable[Decision]) -> None:
    """Add decisions; the last word on a pair replaces what was decided of it before."""
    db.conn.executemany(
        f"INSERT INTO decisions ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
        " ON CONFLICT (a, b) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in ("a", "b")),
        [asdict(decision) for decision in decisions],
    )


def next_number(db: Database) -> int:
    """A number no act has now."""
    return int(db.conn.execute("SELECT coalesce(max(number), 0) + 1 FROM decisions").fetchone()[0])


def pairs_of(db: Database, ids: Iterable[int]) -> list[Decision]:
    """The decisions of which at least one article is among `ids`, in the order of their pairs."""
    rows = db.conn.execute(
        f"{_SELECT} WHERE a IN (SELECT value FROM json_each(:ids))"
        f" UNION {_SELECT} WHERE b IN (SELECT value FROM json_each(:ids)) ORDER BY a, b",
        {"ids": json.dumps(sorted(set(ids)))},
    )
    return [_decision(row) for row in rows]


def of_act(db: Database, number: int) -> list[Decision]:
    """The pairs of one act; none when there is no such act, or later acts decided all its pairs anew."""
    return [
        _decision(row) for row in db.conn.execute(f"{_SELECT} WHERE number = :number ORDER BY a, b", {"number": number})
    ]


def all(db: Database) -> list[Decision]:
    """Every decision, the oldest act first."""
    return [_decision(row) for row in db.conn.execute(f"{_SELECT} ORDER BY number, a, b")]


def remove(db: Database, number: int) -> list[Decision]:
    """Take an act back; gives its pairs, which are the machine's to judge again."""
    taken = of_act(db, number)
    db.conn.execute("DELETE FROM decisions WHERE number = :number", {"number": number})
    return taken


def _decision(row: tuple[object, ...]) -> Decision:
    return Decision(**dict(zip(_COLUMNS, row, strict=True)))  # type: ignore[arg-type]
