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


def component(db: Database, start: int, *, most: int, duplicates_only: bool, large: set[int]) -> set[int] | None:
    """All articles reached from `start` over links; None when there are more than `most`.

    `large` holds articles known to be in such a large group, so that a million copies are not walked a million times;
    what is found to be in one is added.
    """
    kinds = "kind = 'duplicate'" if duplicates_only else "1"
    if start in large:
        return None
    seen, ahead = {start}, [start]
    while ahead:
        one = ahead.pop()
        for row in db.conn.execute(
            f"SELECT b FROM links WHERE a = :id AND {kinds} UNION ALL SELECT a FROM links WHERE b = :id AND {kinds}"
            " LIMIT :limit",
            {"id": one, "limit": 4 * most},  # a pair may have several links
        ):
            if row[0] not in seen:
                seen.add(row[0])
                ahead.append(row[0])
            if row[0] in large or len(seen) > most:
                large |= seen
                return None
    return seen
