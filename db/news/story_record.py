"""Reads one story whole, with why each article is in it, for the command line and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

_JSON = ("languages", "headlines", "institutions", "first")
_MEMBER = (
    "id", "url", "title", "source", "language", "published_at", "duplicate_of", "story_role", "story_reason",
    "story_score", "story_with",
)  # fmt: skip


def read(db: Database, story: int, limit: int) -> dict[str, Any] | None:
    """A story as a JSON object: its columns, and `members`, by id, at most `limit`; None when there is none."""
    cursor = db.conn.execute("SELECT * FROM stories WHERE id = :id", {"id": story})
    row = cursor.fetchone()
    if row is None:
        return None
    said = dict(zip((column[0] for column in cursor.description), row, strict=True))
    said |= {name: json.loads(said[name]) for name in _JSON}
    rows = db.conn.execute(
        f"SELECT {', '.join(_MEMBER)} FROM articles WHERE story = :story ORDER BY id LIMIT :limit",
        {"story": story, "limit": limit},
    )
    said["members"] = [
        {name.removeprefix("story_"): value for name, value in zip(_MEMBER, row, strict=True)} for row in rows
    ]
    return said


def memberships(db: Database) -> Iterator[tuple[int, int | None, int | None, dict[str, Any]]]:
    """(id, story, duplicate_of, why it is in its story) of every article, in id order, without reading texts."""
    for row in db.conn.execute(
        "SELECT id, story, duplicate_of, story_reason, story_score, story_with, story_role FROM articles ORDER BY id"
    ):
        yield *row[:3], dict(zip(("reason", "score", "with", "role"), row[3:], strict=True))
