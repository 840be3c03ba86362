"""Remembers how far the archive has been published."""

from __future__ import annotations

from sqlite_utils import Database


def progress(db: Database) -> tuple[int, str]:
    """(last row of scraped_articles that was read, moment up to which ended embargoes are published)."""
    row = db.conn.execute("SELECT scraped_article, embargoes FROM published WHERE id = 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def advance(db: Database, scraped_article: int, embargoes: str) -> None:
    """Store both, in the transaction of what was published."""
    db.conn.execute(
        "INSERT INTO published (id, scraped_article, embargoes) VALUES (1, :row, :embargoes)"
        " ON CONFLICT (id) DO UPDATE SET scraped_article = :row, embargoes = :embargoes",
        {"row": scraped_article, "embargoes": embargoes},
    )
