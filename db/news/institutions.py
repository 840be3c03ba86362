"""Keeps the institutions that have a newsroom here or are named in an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

COLUMNS = ("id", "name", "country", "kind", "home", "names", "parents", "folded")
_PUT = (
    f"INSERT INTO institutions ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[1:])}"
)


def get(db: Database, id_: str) -> dict[str, Any] | None:
    """An institution as stored (lists as JSON text); None when it is not here."""
    row = db.conn.execute(f"SELECT {', '.join(COLUMNS)} FROM institutions WHERE id = :id", {"id": id_}).fetchone()
    return dict(zip(COLUMNS, row, strict=True)) if row else None


def put(db: Database, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add or change institutions; rows have every column, lists as JSON text."""
    db.conn.executemany(_PUT, [dict(row) for row in rows])


def remove_unnamed(db: Database, ids: Iterable[str]) -> None:
    """Delete those of these institutions that no article names and no source belongs to."""
    db.conn.executemany(
        "DELETE FROM institutions WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM mentions WHERE institution = :id)"
        " AND NOT EXISTS (SELECT 1 FROM sources WHERE institution = :id)",
        [{"id": id_} for id_ in ids],
    )
