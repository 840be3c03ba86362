"""Reads and writes stories, their members, and where a merged story went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One row of `stories`; `languages` (sorted), `headlines`, `institutions` and `first` are JSON."""

    id: int
    headline: str
    language: str | None
    first_published_at: str | None
    last_published_at: str | None
    articles: int
    sources: int
    languages: str
    best: int | None = None
    headlines: str = "{}"
    institutions: str = "[]"
    follow_ups: int = 0
    first: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What a story is summed up from: one article of it, with what is known of its source."""

    id: int
    source: str
    name: str  # of the source
    kind: str  # of the source
    institution: str
    url: str
    title: str
    language: str | None
    published_at: str | None
    precision: str | None
    published_day: str | None
    first_seen_at: str
    not_seen_at: str | None
    withdrawn_at: str | None
    news_type: str | None
    length: int  # characters of its text
    announces: int  # 1: it names a paper or trial as its own
    duplicate_of: int | None
    story: int | None
    reason: str | None  # these four as stored, to see what changes
    score: float | None
    closest: int | None
    role: str | None


_COLUMNS = tuple(field.name for field in fields(Story))


def get(db: Database, story: int) -> Story | None:
    """The story with this id."""
    row = db.conn.execute(f"SELECT {', '.join(_COLUMNS)} FROM stories WHERE id = :id", {"id": story}).fetchone()
    return Story(**dict(zip(_COLUMNS, row, strict=True))) if row else None


def put(db: Database, story: Story) -> None:
    """Add a story or change it."""
    sets = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")
    db.conn.execute(
        f"INSERT INTO stories ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        asdict(story),
    )
    db.conn.execute("DELETE FROM story_redirects WHERE old = :id", {"id": story.id})


_MEMBER = (
    "SELECT articles.id, source, sources.name, sources.kind, sources.institution, url, title, language, published_at,"
    " precision, published_day, first_seen_at, not_seen_at, withdrawn_at, news_type, length(text),"
    " EXISTS (SELECT 1 FROM identifiers WHERE article = articles.id AND is_primary = 1),"
    " duplicate_of, story, story_reason, story_score, story_with, story_role"
    " FROM articles JOIN sources ON sources.id = articles.source WHERE articles.id = :id"
)
_MEMBER_FIELDS = tuple(field.name for field in fields(Member))


def members(db: Database, ids: Iterable[int]) -> list[Member]:
    """These articles as members, by id."""
    found = (db.conn.execute(_MEMBER, {"id": one}).fetchone() for one in sorted(ids))
    return [Member(**dict(zip(_MEMBER_FIELDS, row, strict=True))) for row in found if row]


def unused(db: Database, ids: Iterable[int], taken: Iterable[int]) -> int:
    """An id for a new story of the articles `ids`: the smallest of them that no story has or had, nor is in `taken`.

    When all are given, it is one that led to another story, so that its readers come back; and when other stories have
    them all, the next number that no story or article has.
    """
    ordered = sorted(set(ids) - set(taken))
    free = [one for one in ordered if not _row(db, "SELECT 1 FROM stories WHERE id = :id", one)]
    new = [one for one in free if not _row(db, "SELECT 1 FROM story_redirects WHERE old = :id", one)]
    if new or free:
        return (new or free)[0]
    number = max(ids)
    while number in taken or any(_row(db, query, number) for query in _NUMBERS):
        number += 1
    return number


_NUMBERS = (
    "SELECT 1 FROM articles WHERE id = :id",
    "SELECT 1 FROM stories WHERE id = :id",
    "SELECT 1 FROM story_redirects WHERE old = :id",
)


def _row(db: Database, query: str, id_: int) -> bool:
    return db.conn.execute(query, {"id": id_}).fetchone() is not None


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


def set_redirects(db: Database, rows: Iterable[tuple[int, int]]) -> None:
    """Let these redirects (old, new) stand instead of all there are, but for those of stories that exist."""
    db.conn.execute("DELETE FROM story_redirects")
    db.conn.executemany(
        "INSERT INTO story_redirects (old, new) SELECT :old, :new"
        " WHERE NOT EXISTS (SELECT 1 FROM stories WHERE id = :old)",
        [{"old": old, "new": new} for old, new in rows],
    )


def drop_lost_redirects(db: Database) -> None:
    """Forget redirects that lead nowhere."""
    db.conn.execute("DELETE FROM story_redirects WHERE new NOT IN (SELECT id FROM stories)")


def rename(db: Database, names: Mapping[int, int]) -> None:
    """Give stories other ids, all at once (they may be exchanged), inside the caller's transaction."""
    moves = [{"old": old, "new": new} for old, new in names.items() if old != new]
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    db.conn.execute("CREATE TEMP TABLE renamed (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
    db.conn.executemany("INSERT INTO renamed (old, new) VALUES (:old, :new)", moves)
    db.conn.execute("UPDATE stories SET id = -id WHERE id IN (SELECT old FROM renamed)")
    db.conn.execute("UPDATE stories SET id = (SELECT new FROM renamed WHERE old = -stories.id) WHERE id < 0")
    db.conn.execute(
        "UPDATE articles SET story = (SELECT new FROM renamed WHERE old = story)"
        " WHERE story IN (SELECT old FROM renamed)"
    )
    db.conn.execute("DROP TABLE renamed")


def exists(db: Database, story: int) -> bool:
    """Whether there is a story with this id."""
    return _row(db, "SELECT 1 FROM stories WHERE id = :id", story)
