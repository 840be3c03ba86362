"""Turns a release that names a journal or a title, but no paper, into a search of Crossref, and answers into works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aggregator.enrich import crossref
from aggregator.enrich.likeness import Candidate
from aggregator.enrich.records import mapping, objects
from crawler.extract.papers.dois import clean_doi
from db.archive.lookups import SEARCH, Lookup
from db.news.paper_words import Unlinked

BEFORE = timedelta(days=45)  # how long before its release a paper may have appeared
AFTER = timedelta(days=30)  # and after: journals lift embargoes days before they register the paper
TIMES = 4  # a search that gave nothing that fits is repeated so often, ever later: the paper may not be there yet
PEOPLE = 3  # names in a search beside the words of the headline
WORDS = 30


@dataclass(frozen=True, slots=True)
class Search:
    """What Crossref is asked: words of a title and names, the journal, and the days between which it appeared."""

    words: str
    journal: str | None
    since: str
    until: str

    @property
    def key(self) -> str:
        """Under which its answer is kept."""
        return SEARCH + json.dumps([self.words, self.journal, self.since, self.until], ensure_ascii=False)

    def path(self, mail: str | None) -> str:
        """Where its answer is."""
        return crossref.search_path(self.words, self.journal, self.since, self.until, mail)


def search_for(article: Unlinked) -> Search | None:
    """The search that may find the paper of a release; None where too little is known to find one."""
    day = article.published_at
    if not day or len(day) < 10 or not (article.journal or article.paper_title):
        return None
    told = date.fromisoformat(day[:10])
    words = article.paper_title or " ".join((article.title, *_people(article.experts)))
    return Search(
        words=" ".join(words.split()[:WORDS]),
        journal=article.journal,
        since=(told - BEFORE).isoformat(),
        until=(told + AFTER).isoformat(),
    )


def from_key(key: str) -> Search:
    """The search that a lookup is the answer to."""
    words, journal, since, until = json.loads(key.removeprefix(SEARCH))
    return Search(words, journal, since, until)


def works_of(lookup: Lookup) -> Iterator[Candidate]:
    """The works an answer lists, as papers that a release may be about."""
    for work in objects(mapping(json.loads(lookup.body or "{}")).get("items")):
        doi = clean_doi(str(work.get("DOI") or ""))
        said = crossref.facts(work, asked_at=lookup.asked_at, known_since=None)
        if doi and said.title:
            yield Candidate(("doi", doi), said.title, said.journal, said.authors, said.published_at)


def _people(experts: str) -> list[str]:
    names = (one.get("name") for one in objects(json.loads(experts)))
    return [name for name in names if isinstance(name, str)][:PEOPLE]
