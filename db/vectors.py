"""Keeps what each text means (vectors, signals) and the sum of the vectors of each language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

AT_ONCE = 400  # hashes a statement: SQLite allows 999 parameters where it is old


def get(db: Database, encoder: str, hashes: Iterable[str]) -> dict[str, tuple[bytes, bytes]]:
    """Text hash → (vectors, signals) of the texts that this encoder has read."""
    wanted = sorted(set(hashes))
    found: dict[str, tuple[bytes, bytes]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = {f"h{place}": one for place, one in enumerate(wanted[start : start + AT_ONCE])}
        rows = db.conn.execute(
            "SELECT text_hash, vectors, signals FROM vectors WHERE encoder = :encoder"
            f" AND text_hash IN ({', '.join(f':{name}' for name in some)})",
            {"encoder": encoder, **some},
        )
        found.update((row[0], (row[1], row[2])) for row in rows)
    return found


def signals(db: Database, encoder: str, articles: Iterable[int]) -> dict[int, bytes]:
    """Id → signals of those of these articles that are compared; their vectors, twice as large, are not read."""
    wanted = sorted(set(articles))
    found: dict[int, bytes] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = {f"i{place}": one for place, one in enumerate(wanted[start : start + AT_ONCE])}
        rows = db.conn.execute(
            "SELECT compared.article, vectors.signals FROM compared"
            " JOIN vectors ON vectors.text_hash = compared.text_hash AND vectors.encoder = compared.encoder"
            f" WHERE compared.encoder = :encoder AND compared.article IN ({', '.join(f':{name}' for name in some)})",
            {"encoder": encoder, **some},
        )
        found.update(rows)
    return found


def put(db: Database, encoder: str, rows: Sequence[tuple[str, bytes, bytes]]) -> None:
    """Store (text hash, vectors, signals), over what stood there."""
    db.conn.executemany(
        "INSERT INTO vectors (text_hash, encoder, vectors, signals) VALUES (:hash, :encoder, :vectors, :signals)"
        " ON CONFLICT (text_hash, encoder) DO UPDATE SET vectors = excluded.vectors, signals = excluded.signals",
        [{"hash": one[0], "encoder": encoder, "vectors": one[1], "signals": one[2]} for one in rows],
    )


def forget_of(db: Database, article: int) -> None:
    """Delete what is known of the text of an article that no other article has."""
    db.conn.execute(
        "DELETE FROM vectors WHERE text_hash = (SELECT text_hash FROM articles WHERE id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM articles AS other WHERE other.text_hash = vectors.text_hash"
        " AND other.id <> :id)",
        {"id": article},
    )


def sums(db: Database, encoder: str) -> dict[str, tuple[int, bytes]]:
    """Language → (how many texts, the sum of their vectors)."""
    rows = db.conn.execute(
        "SELECT language, texts, total FROM language_means WHERE encoder = :encoder ORDER BY language",
        {"encoder": encoder},
    )
    return {row[0]: (int(row[1]), row[2]) for row in rows}


def put_sums(db: Database, encoder: str, rows: Iterable[tuple[str, int, bytes]]) -> None:
    """Set (language, how many texts, the sum of their vectors)."""
    db.conn.executemany(
        "INSERT INTO language_means (encoder, language, texts, total) VALUES (:encoder, :language, :texts, :total)"
        " ON CONFLICT (encoder, language) DO UPDATE SET texts = excluded.texts, total = excluded.total",
        [{"encoder": encoder, "language": one[0], "texts": one[1], "total": one[2]} for one in rows],
    )
