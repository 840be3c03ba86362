"""Keeps which papers and trials each article names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database


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
