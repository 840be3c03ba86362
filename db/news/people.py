"""Keeps one row for each person, made of the mentions that are theirs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from sqlite_utils import Database

COUNTED = 2_000  # newest mentions of a person that are read: enough for every spelling


def exists(db: Database, person: int) -> bool:
    """Whether this id is given to somebody."""
    return db.conn.execute("SELECT 1 FROM people WHERE id = :id", {"id": person}).fetchone() is not None


def highest(db: Database) -> int:
    """The highest id ever given here; 0 when none was."""
    row = db.conn.execute(
        "SELECT max(coalesce((SELECT max(id) FROM people), 0), coalesce((SELECT max(person) FROM mentions), 0))"
    ).fetchone()
    return int(row[0])


def add(db: Database, person: int, name: str) -> None:
    """Give somebody this id."""
    db.conn.execute("INSERT INTO people (id, name) VALUES (:id, :name)", {"id": person, "name": name})


def refresh(db: Database, persons: Iterable[int]) -> None:
    """Make these rows say what their mentions say now; who is named no more is deleted."""
    for person in sorted(set(persons)):
        rows = db.conn.execute(
            "SELECT name, institution, joined FROM mentions WHERE person = :person ORDER BY article DESC LIMIT :most",
            {"person": person, "most": COUNTED},
        ).fetchall()
        if not rows:
            db.conn.execute("DELETE FROM people WHERE id = :id", {"id": person})
            continue
        names = Counter(row[0] for row in rows)
        where = Counter(row[1] for row in rows if row[1])
        why = {row[0]: row[2] for row in reversed(rows) if row[2]}
        ranked = sorted(names.items(), key=lambda one: (-one[1], -len(one[0]), one[0]))
        spellings = [{"name": name, "articles": count, "why": why.get(name)} for name, count in ranked[:50]]
        row = {
            "id": person,
            "name": ranked[0][0],
            "institution": min(where.items(), key=lambda one: (-one[1], one[0]))[0] if where else None,
            "spellings": json.dumps(spellings, ensure_ascii=False),
        }
        db.conn.execute(
            "UPDATE people SET name = :name, institution = :institution, spellings = :spellings WHERE id = :id", row
        )
