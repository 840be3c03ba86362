"""Keeps which papers and trials each article names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

AT_ONCE = 400  # ids a statement: SQLite allows 999 parameters where it is old


def replace(db: Database, article: int, found: Iterable[Mapping[str, Any]]) -> None:
    """Set the identifiers of one article: objects of items.Identifier. The first of equal ones counts, primary wins."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        key = (str(one["scheme"]), str(one["value"]))
        row = rows.setdefault(
            key,
            {
                "article": article,
                "scheme": key[0],
                "value": key[1],
                "found_in": one.get("where") or "text",
                "quote": one.get("quote"),
                "is_primary": 0,
                "funder": one.get("funder"),
            },
        )
        row["is_primary"] = max(row["is_primary"], int(bool(one.get("primary"))))
    db.conn.execute("DELETE FROM identifiers WHERE article = :article", {"article": article})
    db.conn.executemany(
        "INSERT INTO identifiers (article, scheme, value, found_in, quote, is_primary, funder)"
        " VALUES (:article, :scheme, :value, :found_in, :quote, :is_primary, :funder)",
        rows.values(),
    )


def primary_of(db: Database, article: int) -> set[tuple[str, str]]:
    """(scheme, value) of the papers and trials an article announces."""
    return {
        (row[0], row[1])
        for row in db.conn.execute(
            "SELECT scheme, value FROM identifiers WHERE article = :article AND is_primary = 1", {"article": article}
        )
    }


def primary_of_many(db: Database, articles: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    """Article → (scheme, value) of what it announces, of those of these articles that announce something."""
    wanted = sorted(set(articles))
    found: dict[int, set[tuple[str, str]]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = {f"i{place}": one for place, one in enumerate(wanted[start : start + AT_ONCE])}
        rows = db.conn.execute(
            "SELECT article, scheme, value FROM identifiers WHERE is_primary = 1"
            f" AND article IN ({', '.join(f':{name}' for name in some)})",
            some,
        )
        for article, scheme, value in rows:
            found.setdefault(article, set()).add((scheme, value))
    return found


def announcing(db: Database, scheme: str, value: str, limit: int) -> list[int]:
    """The articles that announce one paper or trial, by id, at most `limit`."""
    return [
        int(row[0])
        for row in db.conn.execute(
            "SELECT article FROM identifiers WHERE scheme = :scheme AND value = :value AND is_primary = 1"
            " ORDER BY article LIMIT :limit",
            {"scheme": scheme, "value": value, "limit": limit},
        )
    ]


def of_article(db: Database, article: int) -> list[dict[str, Any]]:
    """The identifiers of one article as export prints them, primary ones first."""
    return [
        {
            "scheme": row[0],
            "value": row[1],
            "where": row[2],
            "primary": bool(row[3]),
            "quote": row[4],
            "funder": row[5],
        }
        for row in db.conn.execute(
            "SELECT scheme, value, found_in, is_primary, quote, funder FROM identifiers WHERE article = :article"
            " ORDER BY is_primary DESC, scheme, value",
            {"article": article},
        )
    ]
