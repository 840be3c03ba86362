"""What an editor may ask for, what is answered, and where the stories and articles it is about are now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

REDIRECTS = 10  # how often a story may have been merged into another one


class ActRefused(Exception):
    """The act cannot be done; the message says why and what can. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an editor wants of a story: `merge` others into it, `split` articles off, `pin` articles here, or `undo`.

    `others`: of a merge the other stories, of a split or pin the articles. `number`: of an undo, the act to take back.
    """

    verb: str
    by: str
    story: int = 0
    others: tuple[int, ...] = ()
    number: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of an act. `story` is where to look at it; `stories` all that hold its articles now."""

    number: int
    story: int
    stories: tuple[int, ...]
    pairs: int  # of articles decided
    said: str  # one sentence for the editor


def story_now(db: Database, id: int) -> int | None:
    """The story with this id, or the one it was merged into; None when there is neither."""
    for _ in range(REDIRECTS):
        if db.conn.execute("SELECT 1 FROM stories WHERE id = :id", {"id": id}).fetchone():
            return id
        row = db.conn.execute("SELECT new FROM story_redirects WHERE old = :id", {"id": id}).fetchone()
        if row is None:
            return None
        id = int(row[0])
    return None


def members(db: Database, story: int, limit: int) -> list[tuple[int, int | None]]:
    """The articles of a story with the article each repeats, by id, at most `limit`."""
    rows = db.conn.execute(
        "SELECT id, duplicate_of FROM articles WHERE story = :story ORDER BY id LIMIT :limit",
        {"story": story, "limit": limit},
    )
    return [(int(id), original) for id, original in rows]


def place(db: Database, article: int) -> tuple[int, int | None] | None:
    """The article that counts for this one (itself, or the one it repeats), and its story; None when there is none."""
    row = db.conn.execute(
        "SELECT counts.id, counts.story FROM articles"
        " JOIN articles AS counts ON counts.id = coalesce(articles.duplicate_of, articles.id) WHERE articles.id = :id",
        {"id": article},
    ).fetchone()
    return (int(row[0]), row[1]) if row else None
