"""Reads and writes stories, their members, and where a merged story went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One row of `stories`; `languages` is JSON, sorted."""

    id: int
    headline: str
    language: str | None
    first_published_at: str | None
    last_published_at: str | None
    articles: int
    sources: int
    languages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What a story is summed up from: one article of it."""

    id: int
    source: str
    url: str
    title: str
    language: str | None
    published_at: str | None
    length: int  # characters of its text
    duplicate_of: int | None
    withdrawn_at: str | None
    story: int | None


_COLUMNS = tuple(field.name for field in fields(Story))


def get(db: Database, story: int) -> Story | None:
    """The story with this id."""
    row = db.conn.execute(f"SELECT {', '.join(_COLUMNS)} FROM stories WHERE id = :id", {"id": story}).fetchone()
    return Story(**dict(zip(_COLUMNS, row, strict=True))) if row else None


def founders(db: Database, ids: Iterable[int]) -> set[int]:
    """Those of `ids` that are stories, because a story has the id of one of its articles."""
    return {one for one in ids if db.conn.execute("SELECT 1 FROM stories WHERE id = :id", {"id": one}).fetchone()}


def put(db: Database, story: Story) -> None:
    """Add a story or change it."""
    sets = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")
    db.conn.execute(
        f"INSERT INTO stories ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        asdict(story),
    )
    db.conn.execute("DELETE FROM story_redirects WHERE old = :id", {"id": story.id})


def members(db: Database, ids: Iterable[int]) -> list[Member]:
    """These articles as members, by id."""
    found = []
    for one in sorted(ids):
        row = db.conn.execute(
            "SELECT id, source, url, title, language, published_at, length(text), duplicate_of, withdrawn_at, story"
            " FROM articles WHERE id = :id",
            {"id": one},
        ).fetchone()
        if row:
            found.append(Member(**dict(zip((field.name for field in fields(Member)), row, strict=True))))
    return found


def has_source(db: Database, story: int, source: str, besides: int) -> bool:
    """Whether another article of the story than `besides` is from `source`."""
    row = db.conn.execute(
        "SELECT 1 FROM articles WHERE story = :story AND source = :source AND id != :besides LIMIT 1",
        {"story": story, "source": source, "besides": besides},
    ).fetchone()
    return row is not None


def member_ids(db: Database, story: int, limit: int) -> list[int]:
    """The articles of a story, at most `limit`."""
    return [
        int(row[0])
        for row in db.conn.execute(
            "SELECT id FROM articles WHERE story = :story LIMIT :limit", {"story": story, "limit": limit}
        )
    ]


def retire(db: Database, story: int, new: int | None) -> None:
    """Remove a story no article is in any more; who looks for it is sent to `new`, when there is one."""
    db.conn.execute("DELETE FROM stories WHERE id = :id", {"id": story})
    if new is None:
        db.conn.execute("DELETE FROM story_redirects WHERE new = :id", {"id": story})
    else:
        redirect(db, story, new)


def redirect(db: Database, old: int, new: int) -> None:
    """Send who looks for the story `old`, or for one that went into it, to `new`."""
    db.conn.execute("UPDATE story_redirects SET new = :new WHERE new = :old", {"new": new, "old": old})
    db.conn.execute(
        "INSERT INTO story_redirects (old, new) VALUES (:old, :new) ON CONFLICT (old) DO UPDATE SET new = :new"
        " WHERE new != :new",
        {"old": old, "new": new},
    )


def redirects(db: Database) -> list[tuple[int, int]]:
    """All (old, new)."""
    return [(row[0], row[1]) for row in db.conn.execute("SELECT old, new FROM story_redirects ORDER BY old")]


def add_redirects(db: Database, rows: Iterable[tuple[int, int]]) -> None:
    """Take over redirects (old, new), before the stories they lead to exist."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO story_redirects (old, new) VALUES (:old, :new)",
        [{"old": old, "new": new} for old, new in rows],
    )


def keep_redirects(db: Database) -> None:
    """Forget redirects that lead nowhere, or away from a story that exists."""
    db.conn.execute(
        "DELETE FROM story_redirects WHERE new NOT IN (SELECT id FROM stories) OR old IN (SELECT id FROM stories)"
    )
