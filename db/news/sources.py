"""Keeps what readers are told of each source: its record and how its last crawls went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

COLUMNS = (
    "id", "name", "institution", "ror", "country", "kind", "languages", "home",
    "last_outcome", "last_reason", "last_crawl_at", "last_ok_at", "retired",
)  # fmt: skip


def all_rows(db: Database) -> dict[str, dict[str, Any]]:
    """Every source by id, as stored (languages as JSON text)."""
    cursor = db.conn.execute(f"SELECT {', '.join(COLUMNS)} FROM sources ORDER BY id")
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in cursor}


def put(db: Database, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add or change sources; rows have every column. Gives how many were new or differed."""
    known = all_rows(db)
    changed = [dict(row) for row in rows if known.get(row["id"]) != dict(row)]
    if changed:
        sets = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "id")
        db.conn.executemany(
            f"INSERT INTO sources ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"
            f" ON CONFLICT (id) DO UPDATE SET {sets}",
            changed,
        )
    return len(changed)
