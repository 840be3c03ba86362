"""Turns what the finders answered into the self-knowledge of an article: origin, confidence and candidates by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from crawler.extract.appdata.article import Drawn
from crawler.extract.dates.dates import Dates
from crawler.extract.dates.embargo import Embargo
from crawler.extract.language import Language
from crawler.extract.papers.paper import FoundPaper
from crawler.extract.people.authors import Authors
from crawler.extract.text.body import Body
from crawler.extract.text.lead import Lead
from crawler.extract.titles.title import Title
from crawler.items import Candidate, ScrapedArticle


@dataclass(slots=True)
class Grounds:
    """Where each field of one article came from, how sure it is, and what else it might have been."""

    origins: dict[str, str] = field(default_factory=dict)
    confidences: dict[str, float] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)

    def add(self, name: str, found: Title | Language | Lead | None) -> None:
        if found is not None:
            self.put(name, found.origin, found.confidence, found.candidates)

    def put(self, name: str, origin: str | None, confidence: float, candidates: Iterable[Candidate] = ()) -> None:
        """`origin` None: the field has no value; what was rejected is told all the same."""
        if origin is not None:
            self.origins[name] = origin
            self.confidences[name] = confidence
        self.candidates.extend(candidates)


def read_grounds(
    *,
    title: Title | None,
    body: Body,
    lead: Lead | None,
    language: Language | None,
    dates: Dates,
    embargo: Embargo | None,
    authors: Authors,
    paper: FoundPaper | None,
) -> Grounds:
    """The self-knowledge of an article, from the answers its fields were taken from."""
    grounds = Grounds()
    grounds.add("title", title)
    grounds.put("text", body.origin if body.text else None, body.confidence, body.candidates)
    grounds.add("lead", lead)
    grounds.add("language", language)
    grounds.put("published_at", dates.published_origin, dates.published_confidence, dates.candidates)
    grounds.put("modified_at", dates.modified_origin, dates.modified_confidence)
    grounds.put("authors", authors.origin if authors.names else None, authors.confidence, authors.candidates)
    if embargo is not None:
        grounds.put("embargo_until", "text", embargo.confidence, embargo.candidates)
    if paper is not None:
        grounds.put("paper", paper.paper.where, paper.confidence)
    return grounds


def with_grounds(article: ScrapedArticle, grounds: Grounds, drawn: Drawn | None) -> ScrapedArticle:
    """The article with its self-knowledge; `drawn`: the data of the page from which some of its fields came."""
    origins = dict(grounds.origins)
    if drawn is not None:
        origins |= {name: drawn.origin for name in drawn.fields if name in origins}
    return replace(
        article, origins=origins, confidences=dict(grounds.confidences), candidates=tuple(grounds.candidates)
    )
