"""Keeps the record each source had when it was crawled, so that aggregation needs no catalogue beside the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlite_utils import Database


def remember(db: Database, records: Iterable[Mapping[str, object]], *, at: str) -> None:
    """Store the record (a mapping with at least `id`) of every source about to be crawled, replacing older ones."""
    rows = [
        {"id": record["id"], "record": json.dumps(record, ensure_ascii=False), "crawled_at": at} for record in records
    ]
    db.table("sources").upsert_all(rows, pk="id")


def remembered(db: Database) -> list[dict[str, object]]:
    """The records of all sources ever crawled into this archive, by id."""
    rows = db.execute("SELECT record FROM sources ORDER BY id").fetchall()
    return [json.loads(row[0]) for row in rows]
