"""Keeps by which words a paper can be found, and finds the articles that may be about it, each at a bounded cost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from db.news.articles import A_DAY
from db.search import match_expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """An article as far as its paper is looked for. `printed`: it prints a paper's identifier as its own."""

    id: int
    title: str
    lead: str | None
    text: str
    published_at: str | None
    journal: str | None
    paper_title: str | None
    experts: str  # JSON
    printed: bool
    duplicate: bool


_ARTICLE = """
    SELECT id, title, lead, text, coalesce(published_day, published_at), journal, paper_title, experts,
        EXISTS (
            SELECT 1 FROM identifiers WHERE identifiers.article = articles.id AND is_primary = 1
                AND scheme IN ('doi', 'pmid', 'pmcid', 'arxiv')
        ), duplicate_of IS NOT NULL
    FROM articles
"""


# Whether an article stands for itself and prints no paper of its own.
_OPEN = """ duplicate_of IS NULL AND NOT EXISTS (
    SELECT 1 FROM identifiers WHERE identifiers.article = articles.id AND is_primary = 1
        AND scheme IN ('doi', 'pmid', 'pmcid', 'arxiv')
) """


def article(db: Database, id_: int) -> Unlinked | None:
    """One article; None when there is none with this id."""
    return next(_articles(db, f"{_ARTICLE} WHERE id = :id", {"id": id_}), None)


def unlinked(db: Database, since: int) -> Iterator[Unlinked]:
    """The articles that name a journal or a paper's title but no paper, and were linked to none, newest first.

    `since`: the id to stop at.
    """
    where = (
        " WHERE id >= :since AND (journal IS NOT NULL OR paper_title IS NOT NULL) AND duplicate_of IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM article_papers WHERE article = articles.id AND is_primary = 1)"
        " ORDER BY id DESC"
    )
    return (one for one in _articles(db, _ARTICLE + where, {"since": since}) if not one.printed)


def linked(db: Database, article: int) -> tuple[int, float, str] | None:
    """The card an article was found to be about, how sure that is, and why."""
    row = db.conn.execute(
        "SELECT paper, score, evidence FROM article_papers WHERE article = :article AND how = 'linked'",
        {"article": article},
    ).fetchone()
    return (int(row[0]), float(row[1]), str(row[2])) if row else None


def announced_on(db: Database, paper: int) -> str | None:
    """The day of the first article that prints a paper's identifier as its own, where that article has a day."""
    row = db.conn.execute(
        "SELECT coalesce(published_day, published_at) FROM articles WHERE id = ("
        "SELECT article FROM article_papers WHERE paper = :paper AND how = 'printed' AND is_primary = 1"
        " ORDER BY article LIMIT 1)",
        {"paper": paper},
    ).fetchone()
    return str(row[0])[:10] if row and row[0] else None


def found_about(db: Database, paper: int, limit: int) -> list[int]:
    """The articles that were found to be about one paper."""
    rows = db.conn.execute(
        "SELECT article FROM article_papers WHERE paper = :paper AND how = 'linked' ORDER BY article LIMIT :limit",
        {"paper": paper, "limit": limit},
    )
    return [int(row[0]) for row in rows]


def replace(db: Database, paper: int, words: Mapping[str, int]) -> bool:
    """Let a paper be found by these words; whether it is found by other words than before.

    `words`: word → how many papers it leads to at most. One more than that are kept, so that it is known to be common;
    so a word costs the same whatever it is and however many papers there are.
    """
    before = {row[0] for row in db.conn.execute("SELECT word FROM paper_words WHERE paper = :paper", {"paper": paper})}
    gone = before - words.keys()
    db.conn.executemany(
        "DELETE FROM paper_words WHERE word = :word AND paper = :paper",
        [{"word": word, "paper": paper} for word in sorted(gone)],
    )
    added = 0
    for word in sorted(words.keys() - before):
        added += db.conn.execute(
            "INSERT INTO paper_words (word, paper) SELECT :word, :paper WHERE :most >="
            " (SELECT count(*) FROM (SELECT 1 FROM paper_words WHERE word = :word LIMIT :most + 1))",
            {"word": word, "paper": paper, "most": words[word]},
        ).rowcount
    return bool(gone or added)


def papers_with(db: Database, words: Iterable[str]) -> dict[str, list[int]]:
    """Word → the papers found by it."""
    found: dict[str, list[int]] = {}
    for word, paper in db.conn.execute(
        "SELECT word, paper FROM paper_words WHERE word IN (SELECT value FROM json_each(:words))",
        {"words": json.dumps(list(words))},
    ):
        found.setdefault(word, []).append(int(paper))
    return found


def of_journal(db: Database, journal: str, first_day: int, last_day: int, limit: int) -> list[int]:
    """The articles without a paper of their own that name a journal, between two days (YYYYMMDD), newest first."""
    rows = db.conn.execute(
        "SELECT id FROM articles WHERE journal = :journal COLLATE NOCASE AND id BETWEEN :first AND :last"
        f" AND {_OPEN} ORDER BY id DESC LIMIT :limit",
        {"journal": journal, "first": first_day * A_DAY, "last": (last_day + 1) * A_DAY, "limit": limit},
    )
    return [int(row[0]) for row in rows]


def saying(db: Database, query: str, first_day: int, last_day: int, limit: int) -> list[int]:
    """The articles without a paper of their own, between two days (YYYYMMDD), that the search finds, newest first."""
    expression = match_expression(query)
    if not expression:
        return []
    rows = db.conn.execute(
        "SELECT articles.id FROM articles_fts CROSS JOIN articles ON articles.id = articles_fts.rowid"
        " WHERE articles_fts MATCH :query AND articles_fts.rowid BETWEEN :first AND :last"
        f" AND {_OPEN} ORDER BY articles_fts.rowid DESC LIMIT :limit",
        {"query": expression, "first": first_day * A_DAY, "last": (last_day + 1) * A_DAY, "limit": limit},
    )
    return [int(row[0]) for row in rows]


def named(db: Database, schemes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The identifiers, of these schemes, of papers and trials that articles are about: those of the newest first.

    As many rows are read as are taken. What an article announces comes before what it only names. A paper with a DOI
    is asked about by that alone.
    """
    for primary in (1, 0):
        yield from db.conn.execute(
            "SELECT paper_ids.scheme, paper_ids.value FROM article_papers"
            " JOIN papers ON papers.id = article_papers.paper JOIN paper_ids ON paper_ids.paper = papers.id"
            " WHERE is_primary = :primary AND paper_ids.scheme IN (SELECT value FROM json_each(:schemes))"
            " AND (paper_ids.scheme != 'pmid' OR papers.scheme != 'doi')"
            " ORDER BY article_papers.article DESC",
            {"primary": primary, "schemes": json.dumps(sorted(schemes))},
        )


def _articles(db: Database, query: str, names: dict[str, int]) -> Iterator[Unlinked]:
    for row in db.conn.execute(query, names):
        yield Unlinked(
            id=row[0], title=row[1], lead=row[2], text=row[3], published_at=row[4], journal=row[5],
            paper_title=row[6], experts=row[7], printed=bool(row[8]), duplicate=bool(row[9]),
        )  # fmt: skip
