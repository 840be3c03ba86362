"""Turns articles without a printed identifier into links to the papers they announce, found among the cards known."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from aggregator.enrich import crossref
from aggregator.enrich.folding import fold
from aggregator.enrich.likeness import BEGINNING, Candidate, Release, choose, settled_journal
from aggregator.enrich.papers import CardIndex
from aggregator.enrich.searches import search_for, works_of
from db.archive import lookups
from db.news import paper_words, papers
from db.news.paper_words import Unlinked

COMMON = 40  # papers that share a word; a word of more leads nowhere
SAME_JOURNAL = 200  # papers of one journal in one month
CANDIDATES = 8  # papers that are compared with one article
ASKED = 240  # words of one article that are looked up
ARTICLES = 20  # that one new paper is compared with, of each way to find them
LONG = 100  # words of its text that are looked up where nothing says that it is about a paper
NAMES = 120
PHRASE = 12  # words of a title that are looked for
NAMED = 5  # first and last authors whose full names are looked for
WINDOW = timedelta(days=45)  # between a paper and the articles that are looked up for it


@dataclass(frozen=True, slots=True)
class PaperFinder:
    """The files that papers are looked for in, and the cards that links are kept on."""

    news: Database
    archive: Database
    cards: CardIndex

    def update(self, articles: Collection[int], cards: Collection[int]) -> None:
        """Find the papers of these articles, and the articles of their cards and of `cards`, where those are new.

        Inside the caller's transaction, after the cards were made. What is not touched is not read.
        """
        again = set(articles)
        touched = set(cards).union(*(papers.of_article(self.news, article) for article in articles))
        for card in sorted(touched):
            again |= self._index(card)
        for article in sorted(again):
            self.find(article)

    def find(self, article: int) -> bool:
        """Link one article to the paper it announces, or take the link back; whether that changed anything."""
        told = paper_words.article(self.news, article)
        if told is None:
            return False
        before = paper_words.linked(self.news, article)
        choice = None if told.printed or told.duplicate else choose(*self._compared(told))
        if choice is None:
            after = None
        else:
            card = papers.holder(self.news, choice.key)
            after = (card or papers.number_of(*choice.key), choice.score, choice.evidence)
        if before == after:
            return False
        self.cards.link(article, (choice.key, choice.score, choice.evidence) if choice else None)
        return True

    def _compared(self, told: Unlinked) -> tuple[Release, list[Candidate]]:
        release = release_of(told)
        found = {one.key: one for one in self._known(release)}
        search = search_for(told)
        answer = lookups.get(self.archive, crossref.SERVICE, search.key) if search else None
        for one in works_of(answer) if answer and answer.body else ():
            held = papers.holder(self.news, one.key)
            card = papers.get(self.news, held) if held is not None else None
            if card is None or (card.scheme, card.value) not in found:
                found[one.key] = one
        return release, list(found.values())

    def _known(self, release: Release) -> Iterator[Candidate]:
        """The papers with cards that share most with a release, two things at least: name, word, journal."""
        votes: dict[int, list[float]] = {}
        for word, holders in paper_words.papers_with(self.news, asked_words(release)).items():
            for paper in holders if len(holders) <= most_of(word) else ():
                votes.setdefault(paper, []).append(1 / len(holders))
        several = [(sum(shares), paper) for paper, shares in votes.items() if len(shares) > 1]
        for _, paper in sorted(several, key=lambda one: (-one[0], one[1]))[:CANDIDATES]:
            card = papers.get(self.news, paper)
            if card is not None and card.kind == "paper":
                yield self._candidate(card)

    def _index(self, card: int) -> set[int]:
        """Let a card be found by what it says now; gives the articles that may be about it, when that is new."""
        held = papers.get(self.news, card)
        if held is None or held.kind != "paper":
            return set()
        paper = self._candidate(held)
        if not paper_words.replace(self.news, card, {word: most_of(word) for word in index_words(paper)}):
            return set()
        again = set(paper_words.found_about(self.news, card, ARTICLES))
        if paper.published_at and len(paper.published_at) >= 7:
            again |= self._about(paper, date.fromisoformat((paper.published_at + "-15")[:10]))
        return again

    def _candidate(self, card: papers.Card) -> Candidate:
        """A card as it is compared with articles. Without a date of its own it has that of its first release."""
        authors = tuple(one for one in json.loads(card.authors) if isinstance(one, str))
        day = card.published_at or paper_words.announced_on(self.news, card.id)
        return Candidate((card.scheme, card.value), card.title, card.journal, authors, day)

    def _about(self, paper: Candidate, day: date) -> set[int]:
        """The articles around a paper's day that name its journal, its title, or its first or last authors in full."""
        first, last = (int(f"{one:%Y%m%d}") for one in (day - WINDOW, day + WINDOW))
        found: set[int] = set()
        if paper.journal:
            found.update(paper_words.of_journal(self.news, paper.journal, first, last, ARTICLES))
        ends = [*paper.people[:NAMED], *paper.people[NAMED:][-NAMED:]]
        names = dict.fromkeys(f'"{given} {family}"' for given, family in ends if len(given) > 1 and len(family) > 2)
        title = " ".join(paper.main.split()[:PHRASE])
        for query in (f'"{title}"' if " " in title else "", " OR ".join(names)):
            found.update(paper_words.saying(self.news, query, first, last, ARTICLES))
        return found


def release_of(told: Unlinked) -> Release:
    """An article as it is compared with papers."""
    return Release(
        title=told.title,
        text=f"{told.lead or ''}\n{told.text}",
        day=told.published_at if told.published_at and len(told.published_at) >= 10 else None,
        journal=told.journal,
        paper_title=told.paper_title,
    )


def most_of(word: str) -> int:
    """How many papers a word may lead to."""
    return SAME_JOURNAL if word.startswith("j:") else COMMON


def index_words(paper: Candidate) -> set[str]:
    """By what a paper is found: surnames, beginnings of the words of its title, its journal and month."""
    words = {f"n:{part}" for _, family in paper.people for part in family.split() if len(part) > 3}
    words |= {f"t:{word[:BEGINNING]}" for word in paper.words if len(word) >= 5 or any(map(str.isdigit, word))}
    if paper.settled_journal and paper.published_at and len(paper.published_at) >= 7:
        words.add(f"j:{paper.settled_journal.removeprefix('the ')}:{paper.published_at[:7]}")
    return words


def asked_words(release: Release) -> list[str]:
    """What is looked up for a release, the most telling first: journal and months, names, words of its own title."""
    asked = []
    journal = settled_journal(release.journal)
    if journal and release.day:
        middle = date.fromisoformat(release.day[:10])
        months = dict.fromkeys(f"{middle + timedelta(days=days):%Y-%m}" for days in (0, -30, 30, -60))
        asked += [f"j:{journal.removeprefix('the ')}:{month}" for month in months]
    printed = fold(release.paper_title or "").split()
    asked += [f"t:{word[:BEGINNING]}" for word in printed if len(word) >= 5]
    names = sorted(word for word in release.capitals if len(word) > 3 and word.isalpha())
    asked += [f"n:{word}" for word in names[:NAMES]]
    words = sorted((word for word in release.words if len(word) >= 8), key=lambda word: (-len(word), word))
    asked += [f"t:{word[:BEGINNING]}" for word in words[: ASKED if journal or release.paper_title else LONG]]
    return list(dict.fromkeys(asked))[:ASKED]
