"""Keeps why two articles belong together, each pair with the smaller id first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Link:
    """One reason why two articles are one article (`duplicate`) or tell one story. `score` 0..1."""

    a: int
    b: int
    kind: str
    reason: str
    evidence: str
    score: float

    @staticmethod
    def between(one: int, other: int, kind: str, reason: str, evidence: str, score: float) -> Link:
        """A link with the smaller id first."""
        return Link(min(one, other), max(one, other), kind, reason, evidence, score)

    def end(self, one: int) -> int:
        """The article at the other end."""
        return self.b if one == self.a else self.a


_DUPLICATES = (
    "SELECT b FROM links WHERE a = :id AND kind = 'duplicate'"
    " UNION ALL SELECT a FROM links WHERE b = :id AND kind = 'duplicate' LIMIT :limit"
)
_ALL = (
    "SELECT b FROM links WHERE a = :id AND (reason <> 'similar' OR score >= :least)"
    " UNION ALL SELECT a FROM links WHERE b = :id AND (reason <> 'similar' OR score >= :least)"
    " UNION ALL SELECT b FROM decisions JOIN articles ON articles.id = b"
    " WHERE a = :id AND kind = 'together' AND undone_at IS NULL"
    " UNION ALL SELECT a FROM decisions JOIN articles ON articles.id = a"
    " WHERE b = :id AND kind = 'together' AND undone_at IS NULL LIMIT :limit"
)


def add(db: Database, links: Iterable[Link]) -> None:
    """Add links; one that is there for the same reason gets the new evidence."""
    db.conn.executemany(
        "INSERT INTO links (a, b, kind, reason, evidence, score) VALUES (:a, :b, :kind, :reason, :evidence, :score)"
        " ON CONFLICT (a, b, kind, reason) DO UPDATE SET evidence = excluded.evidence, score = excluded.score",
        [
            {"a": x.a, "b": x.b, "kind": x.kind, "reason": x.reason, "evidence": x.evidence, "score": x.score}
            for x in links
        ],
    )


def remove(db: Database, links: Iterable[Link]) -> None:
    """Take single links out."""
    db.conn.executemany(
        "DELETE FROM links WHERE a = :a AND b = :b AND kind = :kind AND reason = :reason",
        [{"a": x.a, "b": x.b, "kind": x.kind, "reason": x.reason} for x in links],
    )


def of_article(db: Database, article: int, limit: int = -1) -> list[Link]:
    """The links of one article, at most `limit` (-1: all)."""
    return [
        Link(*row)
        for row in db.conn.execute(
            "SELECT a, b, kind, reason, evidence, score FROM links WHERE a = :id"
            " UNION ALL SELECT a, b, kind, reason, evidence, score FROM links WHERE b = :id LIMIT :limit",
            {"id": article, "limit": limit},
        )
    ]


def near_text(db: Database, one: int, other: int) -> Link | None:
    """The link that two texts have because they are nearly the same."""
    row = db.conn.execute(
        "SELECT a, b, kind, reason, evidence, score FROM links WHERE a = :a AND b = :b AND reason = 'near text'",
        {"a": min(one, other), "b": max(one, other)},
    ).fetchone()
    return Link(*row) if row else None


def made_by(db: Database, evidence: str, reason: str) -> list[Link]:
    """The links that one identifier or one address makes."""
    return [
        Link(*row)
        for row in db.conn.execute(
            "SELECT a, b, kind, reason, evidence, score FROM links"
            " WHERE evidence = :evidence AND reason = :reason"
            " AND reason IN ('same doi', 'same trial', 'translation', 'not translated')",  # so that its index serves
            {"evidence": evidence, "reason": reason},
        )
    ]


def similar_of(db: Database, article: int) -> list[Link]:
    """The links of one article that rest on what it says alone."""
    return [
        Link(*row)
        for row in db.conn.execute(
            "SELECT a, b, kind, reason, evidence, score FROM links WHERE a = :id AND reason = 'similar'"
            " UNION ALL SELECT a, b, kind, reason, evidence, score FROM links WHERE b = :id AND reason = 'similar'",
            {"id": article},
        )
    ]


def among(db: Database, ids: set[int], limit: int) -> list[Link]:
    """The links between these articles, sorted; of one article at most `limit` to later ones are read."""
    found = []
    for one in sorted(ids):
        rows = db.conn.execute(
            "SELECT a, b, kind, reason, evidence, score FROM links WHERE a = :id ORDER BY b, kind, reason LIMIT :limit",
            {"id": one, "limit": limit},
        )
        found += [Link(*row) for row in rows if row[1] in ids]
    return found


def component(
    db: Database, start: int, *, most: int, duplicates_only: bool, large: set[int], least: float = 0.0
) -> set[int] | None:
    """All articles reached from `start` over links; None when there are more than `most`.

    Links that rest on what articles say alone are followed from the score `least` on, and what an editor put together
    is followed too. `large` holds articles known to be in such a large group, so that a million copies are not walked
    a million times; what is found to be in one is added (so keep one set for each `least`).
    """
    if start in large:
        return None
    walk = _DUPLICATES if duplicates_only else _ALL
    seen, ahead = {start}, [start]
    while ahead:
        one = ahead.pop()
        # a pair may have several links
        for row in db.conn.execute(walk, {"id": one, "least": least, "limit": 4 * most}):
            if row[0] not in seen:
                seen.add(row[0])
                ahead.append(row[0])
            if row[0] in large or len(seen) > most:
                large |= seen
                return None
    return seen
