"""Turns the cards of papers and trials in news.db into what pages show of them: facts, state, notices, who tells."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from db.site.finding import IDENTIFIER_PREFIX
from db.site.outward import REGISTERS
from db.site.reading import ARTICLE_COLUMNS, json_list, json_object
from db.site.site import NewsSite

CARDS = 12  # shown of one article or story; who announces more is a round-up
ARTICLES = 300  # shown of one paper
SHOWN = 30  # authors, funders and reasons
RETRACTED_A_PAGE = 50  # papers
# What a state is called on a chip; the card's own sentence says why.
STATES = {
    "unknown": "Not checked",
    "pending": "Not registered yet",
    "live": "Registered",
    "dead": "Not found",
    "retracted": "Retracted",
}
# What a state means, for a reader who does not know our words.
MEANINGS = {
    "unknown": "Whether it exists and stands was not looked up.",
    "pending": "Its number was announced before the journal had registered it, as is usual around an embargo.",
    "live": "It exists under this number.",
    "dead": "The number leads nowhere: it may be misprinted, or was never registered.",
    "retracted": "Its journal has taken it back; what articles say of it no longer stands.",
}
SERVICES = {
    "crossref": "Crossref",
    "openalex": "OpenAlex",
    "clinicaltrials": "ClinicalTrials.gov",
    "retraction watch": "Retraction Watch",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper or a trial. `told_by`: the articles asked for that announce it. `trials`: those announced with it."""

    id: int
    scheme: str
    value: str
    kind: str
    title: str | None
    journal: str | None
    authors: tuple[str, ...]
    published_at: str | None
    funders: tuple[tuple[str, str], ...]  # name, grant or ''
    origins: Mapping[str, Any]
    state: str
    state_at: str | None
    state_why: str | None
    notices: tuple[Mapping[str, Any], ...]
    identifiers: tuple[tuple[str, str], ...] = ()  # scheme, value; that of the card first
    told_by: frozenset[int] = frozenset()
    found: tuple[float, str] | None = None  # linked without a printed identifier: how sure 0..1, by what
    trials: tuple[Paper, ...] = field(default=())

    @property
    def retracted(self) -> bool:
        return self.state == "retracted"

    @property
    def chip(self) -> str:
        return STATES.get(self.state, self.state)

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.state, "")

    def origin(self, name: str) -> str:
        """Who says so, in words; '' where nobody is named."""
        said = self.origins.get(name)
        service = said.get("from") if isinstance(said, dict) else None
        return "releases" if service == "release" else SERVICES.get(str(service), "") if service else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A retracted paper with the articles about it that are still online, and since when that is so."""

    paper: Paper
    articles: list[sqlite3.Row]
    since: str


async def papers_of(site: NewsSite, articles: Iterable[int]) -> list[Paper]:
    """The papers that these articles announce, each with the trials announced with it; then trials without a paper.

    What most of the articles announce comes first.
    """
    rows = await site.rows(
        """
        SELECT papers.*, json_group_array(article_papers.article) AS told_by,
            max(CASE how WHEN 'linked' THEN score END) AS found_score,
            max(CASE how WHEN 'linked' THEN article_papers.evidence END) AS found_by,
            min(how) AS first_how
        FROM json_each(:articles) AS asked
        JOIN article_papers ON article_papers.article = asked.value AND is_primary = 1
        JOIN papers ON papers.id = article_papers.paper
        GROUP BY papers.id ORDER BY kind, count(*) DESC, papers.scheme, papers.value LIMIT :most
        """,
        {"articles": json.dumps(sorted(set(articles))), "most": CARDS},
    )
    every = await _with_identifiers(site, [_paper(row) for row in rows])
    return _with_trials(every)


def covered(papers: Iterable[Paper]) -> set[tuple[str, str]]:
    """The identifiers that these cards and their trials show."""
    return {key for one in papers for each in (one, *one.trials) for key in each.identifiers}


async def any_checked(site: NewsSite) -> bool:
    """Whether anything is known that could tell of a retraction: a notice, or a registry's reply."""
    rows = await site.rows(
        "SELECT EXISTS (SELECT 1 FROM papers WHERE state != 'unknown')"
        " OR EXISTS (SELECT 1 FROM papers WHERE retraction IS NOT NULL)"
    )
    return bool(rows[0][0])


async def paper(site: NewsSite, id: int) -> Paper | None:
    """The card with this id; None when there is none."""
    rows = await site.rows("SELECT * FROM papers WHERE id = :id", {"id": id})
    return (await _with_identifiers(site, [_paper(row) for row in rows]))[0] if rows else None


async def successor(site: NewsSite, id: int) -> int | None:
    """The card that an identifier belongs to now which once had one of its own, of this id."""
    rows = await site.rows("SELECT paper FROM paper_ids WHERE number = :id LIMIT 1", {"id": id})
    return int(rows[0][0]) if rows else None


async def holder(site: NewsSite, scheme: str, value: str) -> int | None:
    """The card of an identifier, however its letters are written."""
    rows = await site.rows(
        "SELECT paper FROM paper_ids WHERE scheme = :scheme AND value IN (:value, lower(:value), upper(:value))"
        " LIMIT 1",
        {"scheme": scheme, "value": value},
    )
    return int(rows[0][0]) if rows else None


async def written(site: NewsSite, words: str) -> Paper | None:
    """The card of the one identifier that a reader's words are."""
    value = IDENTIFIER_PREFIX.sub("", words.strip())
    if not value or " " in value:
        return None
    rows = await site.rows(
        """
        SELECT paper FROM json_each(:schemes) AS schemes JOIN paper_ids ON paper_ids.scheme = schemes.value
            AND paper_ids.value IN (:value, lower(:value), upper(:value)) ORDER BY schemes.key LIMIT 1
        """,
        {"schemes": json.dumps(list(REGISTERS)), "value": value},
    )
    return await paper(site, int(rows[0][0])) if rows else None


async def articles_about(site: NewsSite, id: int) -> list[sqlite3.Row]:
    """The articles about a paper, those that announce it first, then the oldest first."""
    return await site.rows(
        f"""
        SELECT {ARTICLE_COLUMNS}, article_papers.how, article_papers.is_primary, article_papers.score AS paper_score,
            article_papers.evidence AS paper_evidence
        FROM article_papers JOIN articles ON articles.id = article_papers.article
        JOIN sources ON sources.id = articles.source
        WHERE article_papers.paper = :id ORDER BY is_primary DESC, articles.id LIMIT {ARTICLES}
        """,
        {"id": id},
    )


async def stories_about(site: NewsSite, id: int) -> list[sqlite3.Row]:
    """The stories of the articles that announce a paper, the newest first."""
    return await site.rows(
        """
        SELECT stories.id, headline, stories.language, stories.articles, sources, languages, first_published_at
        FROM stories WHERE id IN (
            SELECT story FROM article_papers JOIN articles ON articles.id = article
            WHERE paper = :id AND is_primary = 1
        ) ORDER BY last_published_at DESC, id DESC LIMIT 20
        """,
        {"id": id},
    )


async def retracted(site: NewsSite, page: int = 1) -> tuple[list[Listed], int]:
    """Retracted papers that articles still online announce, the newest news first, and how many there are in all.

    News is either: the retraction, or an article that we saw later.
    """
    still = "articles.withdrawn_at IS NULL AND article_papers.is_primary = 1"
    rows = await site.rows(
        f"""
        SELECT papers.*, max(coalesce(papers.state_at, ''), min(articles.first_seen_at)) AS since,
            count(*) OVER () AS total
        FROM papers INDEXED BY papers_retracted
        CROSS JOIN article_papers ON article_papers.paper = papers.id
        CROSS JOIN articles ON articles.id = article_papers.article
        WHERE papers.state = 'retracted' AND {still}
        GROUP BY papers.id ORDER BY since DESC, papers.id LIMIT :most OFFSET :past
        """,
        {"most": RETRACTED_A_PAGE, "past": (page - 1) * RETRACTED_A_PAGE},
    )
    found = []
    for row, one in zip(rows, await _with_identifiers(site, [_paper(row) for row in rows]), strict=True):
        articles = await site.rows(
            f"""
            SELECT {ARTICLE_COLUMNS} FROM article_papers JOIN articles ON articles.id = article_papers.article
            JOIN sources ON sources.id = articles.source
            WHERE article_papers.paper = :id AND {still} ORDER BY articles.id LIMIT 20
            """,
            {"id": one.id},
        )
        found.append(Listed(paper=one, articles=articles, since=row["since"]))
    return found, int(rows[0]["total"]) if rows else 0


def _paper(row: sqlite3.Row) -> Paper:
    """A row of `papers`; whatever of its JSON is not as it should be is passed over, because the page must open."""
    columns = row.keys()
    authors = [one for one in json_list(row["authors"])[:SHOWN] if isinstance(one, str)]
    funders = [one for one in json_list(row["funders"])[:SHOWN] if isinstance(one, dict) and one.get("name")]
    notices = [one for one in json_list(row["retraction"] or "")[:SHOWN] if isinstance(one, dict)]
    found = "first_how" in columns and row["first_how"] == "linked"
    return Paper(
        id=row["id"],
        scheme=row["scheme"],
        value=row["value"],
        kind=row["kind"],
        title=row["title"],
        journal=row["journal"],
        authors=tuple(authors),
        published_at=row["published_at"],
        funders=tuple((str(one["name"]), str(one.get("grant") or "")) for one in funders),
        origins=json_object(row["origins"]),
        state=row["state"],
        state_at=row["state_at"],
        state_why=row["state_why"],
        notices=tuple({**one, "reasons": [str(r) for r in _listed(one.get("reasons"))[:SHOWN]]} for one in notices),
        told_by=frozenset(json_list(row["told_by"])) if "told_by" in columns else frozenset(),
        found=(float(row["found_score"] or 0), str(row["found_by"] or "")) if found else None,
    )


def _listed(said: object) -> list[Any]:
    return said if isinstance(said, list) else []


async def _with_identifiers(site: NewsSite, papers: list[Paper]) -> list[Paper]:
    rows = await site.rows(
        "SELECT paper, scheme, value FROM paper_ids WHERE paper IN (SELECT value FROM json_each(:ids))"
        " ORDER BY scheme, value",
        {"ids": json.dumps([one.id for one in papers])},
    )
    known: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        known.setdefault(row["paper"], []).append((row["scheme"], row["value"]))
    return [
        replace(
            one,
            identifiers=(
                (one.scheme, one.value),
                *(key for key in known.get(one.id, ())[:SHOWN] if key != (one.scheme, one.value)),
            ),
        )
        for one in papers
    ]


def _with_trials(every: list[Paper]) -> list[Paper]:
    """Each trial beside the paper that is announced with it most often, or beside the only paper there is."""
    papers = [one for one in every if one.kind == "paper"]
    beside: dict[int, list[Paper]] = {}
    alone = []
    for trial in (one for one in every if one.kind != "paper"):
        shared = [(len(trial.told_by & one.told_by), -place) for place, one in enumerate(papers)]
        most, place = max(shared, default=(0, 0))
        if papers and (most or len(papers) == 1):
            beside.setdefault(papers[-place].id, []).append(trial)
        else:
            alone.append(trial)
    return [*(replace(one, trials=tuple(beside.get(one.id, ()))) for one in papers), *alone]
