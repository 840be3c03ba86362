"""Remembers the articles that were compared while few texts of their language were known, to compare them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlite_utils import Database


def put(db: Database, rows: Mapping[int, int]) -> None:
    """Article → how many texts of its language were known when it was compared."""
    db.conn.executemany(
        "INSERT INTO unsettled (article, texts) VALUES (:article, :texts)"
        " ON CONFLICT (article) DO UPDATE SET texts = excluded.texts WHERE texts <> excluded.texts",
        [{"article": article, "texts": texts} for article, texts in rows.items()],
    )


def remove(db: Database, ids: Iterable[int]) -> None:
    """Forget articles: they are compared well enough, or no more."""
    db.conn.executemany("DELETE FROM unsettled WHERE article = :id", [{"id": one} for one in ids])


def due(db: Database, texts: Mapping[str, int], limit: int) -> list[int]:
    """Articles of whose language ("" where none is known) another number of texts is known now, at most `limit`."""
    found: list[int] = []
    for language, known in sorted(texts.items()):
        rows = db.conn.execute(
            "SELECT article FROM unsettled JOIN articles ON articles.id = article"
            " WHERE coalesce(language, '') = :language AND texts <> :known ORDER BY article LIMIT :limit",
            {"language": language, "known": known, "limit": limit - len(found)},
        )
        found += [int(row[0]) for row in rows]
    return found
