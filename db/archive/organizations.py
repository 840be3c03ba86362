"""Keeps the organizations of the Research Organization Registry, as they were imported last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

COLUMNS = ("id", "name", "country", "city", "types", "names", "home", "domains", "parents", "imported_at")
_JSON = ("types", "names", "domains", "parents")
_BATCH = 5_000  # rows held at once
_INSERT = (
    f"INSERT OR REPLACE INTO organizations ({', '.join(COLUMNS)})"
    f" VALUES ({', '.join(':' + column for column in COLUMNS)})"
)


def replace(db: Database, rows: Iterable[Mapping[str, Any]], *, at: str) -> int:
    """Put these organizations in the place of all earlier ones, in the caller's transaction. Gives how many they are.

    Of two rows of one id the later counts. JSON columns are Python values.
    """
    db.conn.execute("DELETE FROM organizations")
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(_encoded(row, at))
        if len(batch) == _BATCH:
            db.conn.executemany(_INSERT, batch)
            batch = []
    db.conn.executemany(_INSERT, batch)
    return count(db)


def count(db: Database) -> int:
    """How many organizations there are."""
    return int(db.conn.execute("SELECT count(*) FROM organizations").fetchone()[0])


def names(db: Database) -> Iterator[tuple[str, str, str | None, str | None, str]]:
    """(id, name, country, city, names as JSON) of every organization, by id."""
    yield from db.conn.execute("SELECT id, name, country, city, names FROM organizations ORDER BY id")


def get(db: Database, id_: str) -> dict[str, Any] | None:
    """The organization of a ROR id, JSON columns decoded."""
    row = db.conn.execute(f"SELECT {', '.join(COLUMNS)} FROM organizations WHERE id = :id", {"id": id_}).fetchone()
    return _decoded(row) if row else None


def named(db: Database, words: str, limit: int) -> list[dict[str, Any]]:
    """The organizations one of whose names holds these words (ASCII letters in either case), at most `limit`."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = db.conn.execute(
        f"SELECT {', '.join(COLUMNS)} FROM organizations WHERE name LIKE :pattern ESCAPE '\\'"
        " OR EXISTS (SELECT 1 FROM json_each(organizations.names)"
        " WHERE json_extract(json_each.value, '$.value') LIKE :pattern ESCAPE '\\')"
        " ORDER BY length(name), id LIMIT :limit",
        {"pattern": pattern, "limit": limit},
    )
    return [_decoded(row) for row in rows]


def imported_at(db: Database) -> str | None:
    """When the file was imported; None when there was none."""
    row = db.conn.execute("SELECT max(imported_at) FROM organizations").fetchone()
    return str(row[0]) if row[0] else None


def _encoded(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    said = {column: row.get(column) for column in COLUMNS}
    return said | {name: json.dumps(row[name], ensure_ascii=False) for name in _JSON} | {"imported_at": at}


def _decoded(row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip(COLUMNS, row, strict=True))
    return {name: json.loads(value) if name in _JSON else value for name, value in values.items()}
