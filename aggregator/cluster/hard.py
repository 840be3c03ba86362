"""Turns what articles announce (papers, trials, translations) into story links.

Pure: the same articles give the same links in whatever order they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aggregator.dedupe import WORDS_KEPT
from crawler.extract.papers import registers
from db.news.links import Link

PAPERS = frozenset({"doi", "pmid", "pmcid", "arxiv", "isbn"})
TRIALS = frozenset(registers.TRIALS)
PRIMARY_MOST = 2  # papers (or trials) one article announces; who names more as its own is a round-up and glues nothing
ANNOUNCERS_MOST = 200  # articles that announce one paper; what more name is printed on every page somewhere
SOURCE_MOST = 12  # the same within one source: an institution tells of one paper a few times, a template always
TRIAL_DAYS = 180  # a trial is announced when it starts and, years later, when it ends: two stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcer:
    """An article as far as hard links ask: what it announces and where, in which language, and when."""

    id: int
    source: str
    url: str
    language: str | None
    published_at: str | None
    papers: frozenset[tuple[str, str]]
    trials: frozenset[tuple[str, str]]
    names: frozenset[str]  # keys of the addresses it calls its translations
    keys: frozenset[str]  # keys of its own addresses
    words: frozenset[str] = frozenset()  # of its text, where translations are judged

    @property
    def day(self) -> str:
        """For sorting: undated ones come last."""
        return self.published_at or "9999"


def credible(announcers: Sequence[Announcer]) -> list[Announcer]:
    """Those whose announcement of one paper or trial may link them to others, the earliest first.

    Round-ups and reviews that claim many, sources that print one identifier on every page, and identifiers that
    hundreds claim are left out: none of them says which story an article tells.
    """
    if len(announcers) > ANNOUNCERS_MOST:
        return []
    often = Counter(one.source for one in announcers)
    return sorted(
        (
            one
            for one in announcers
            if _count(one.papers) <= PRIMARY_MOST
            and len(one.trials) <= PRIMARY_MOST
            and often[one.source] <= SOURCE_MOST
        ),
        key=lambda one: (one.day, one.url),
    )


def paper_links(scheme: str, value: str, announcers: Sequence[Announcer]) -> list[Link]:
    """Every article that announces one paper, linked to the first that did."""
    found = credible(announcers)
    return [Link.between(found[0].id, one.id, "story", "same doi", evidence(scheme, value), 1.0) for one in found[1:]]


def trial_links(scheme: str, value: str, announcers: Sequence[Announcer]) -> list[Link]:
    """Articles that announce one trial at one time; those that announce papers stay with their papers.

    An article without a paper joins the one nearest in time, so that it never bridges two papers on one trial.
    """
    found = credible(announcers)
    with_paper = [one for one in found if one.papers]
    alone = [one for one in found if not one.papers]
    links = []
    for place, one in enumerate(alone):
        near = sorted((_days(one, other), other.day, other.url, other.id) for other in with_paper)
        before = sorted((_days(one, other), other.day, other.url, other.id) for other in alone[:place])
        for choice in (near, before):
            if choice and choice[0][0] <= TRIAL_DAYS:
                links.append(Link.between(one.id, choice[0][3], "story", "same trial", evidence(scheme, value), 0.9))
                break
    return links


def translation_links(key: str, holder: Announcer | None, namers: Sequence[Announcer]) -> list[Link]:
    """The articles that name the address `key` as their translation, linked to the article that stands there.

    A pair must be of one source and two languages. Naming each other is enough; named by one side only, the address
    must be named by one article of that language, because templates name a start page or the newest item everywhere.
    Where the words are the same after all, nobody translated the text: only the frame around it, with its labels and
    dates, is in the other language, and the two are one article.
    """
    if holder is None or len(namers) > ANNOUNCERS_MOST:
        return []
    languages = Counter(one.language for one in namers if one.source == holder.source)
    links = []
    for one in namers:
        mutual = bool(one.keys & holder.names)
        named = mutual or (languages[one.language] == 1 and not holder.names)
        if one.id == holder.id or one.source != holder.source or not named:
            continue
        shared = len(one.words & holder.words) / max(1, min(len(one.words), len(holder.words)))
        if shared >= WORDS_KEPT:
            links.append(Link.between(one.id, holder.id, "duplicate", "not translated", key, round(shared, 3)))
        elif one.language != holder.language:
            links.append(Link.between(one.id, holder.id, "story", "translation", key, 0.95 if mutual else 0.8))
    return links


def evidence(scheme: str, value: str) -> str:
    """How an identifier is written where it is the reason of a link."""
    return f"{scheme}:{value}"


def _count(papers: Iterable[tuple[str, str]]) -> int:
    """Papers, not their names: one paper may have a DOI, a PMID and a PMCID."""
    return max(Counter(scheme for scheme, _ in papers).values(), default=0)


def _days(one: Announcer, other: Announcer) -> int:
    """Days between two articles; 0 where either has no day, which proves nothing against them."""
    if not (one.published_at and other.published_at):
        return 0
    first, second = (date.fromisoformat(f"{side.published_at}-01"[:10]) for side in (one, other))
    return abs((first - second).days)
