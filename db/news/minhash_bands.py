"""Finds articles whose text shares MinHash values with another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlite_utils import Database

NEAREST = (
    32  # articles looked at on each side in time of one value: what is near in time is re-posted, the rest template
)


def add(db: Database, article: int, values: Sequence[int]) -> None:
    """Enter one article under its values, one a band."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO minhash_bands (band, value, article) VALUES (:band, :value, :article)",
        [{"band": band, "value": value, "article": article} for band, value in enumerate(values)],
    )


def remove(db: Database, article: int, values: Sequence[int]) -> None:
    """Take one article out again; `values` as they were when it was entered."""
    db.conn.executemany(
        "DELETE FROM minhash_bands WHERE band = :band AND value = :value AND article = :article",
        [{"band": band, "value": value, "article": article} for band, value in enumerate(values)],
    )


def candidates(db: Database, article: int, values: Sequence[int], *, shared: int, most: int) -> list[int]:
    """Articles with at least `shared` values in common with `article`, most alike first, at most `most`.

    Ids are dates first, so of a value that thousands have, the NEAREST in time on each side are looked at.
    """
    found: Counter[int] = Counter()
    for band, value in enumerate(values):
        asked = {"band": band, "value": value, "article": article, "nearest": NEAREST}
        for row in db.conn.execute(
            "SELECT article FROM (SELECT article FROM minhash_bands WHERE band = :band AND value = :value"
            " AND article < :article ORDER BY article DESC LIMIT :nearest)"
            " UNION ALL SELECT article FROM (SELECT article FROM minhash_bands WHERE band = :band AND value = :value"
            " AND article > :article ORDER BY article LIMIT :nearest)",
            asked,
        ):
            found[row[0]] += 1
    alike = sorted((-count, other) for other, count in found.items() if count >= shared)
    return [other for _, other in alike[:most]]
