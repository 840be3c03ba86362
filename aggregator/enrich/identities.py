"""Turns the mentions of persons of an article into persons: found again, new, or joined with others by evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlite_utils import Database

from aggregator.enrich.people import group, why_same
from db.names import fold_words
from db.news import mentions, people
from db.news.mentions import Person

MOST_SPELLINGS = 200  # of one family name and initial at one institution
MOST_ARTICLES = 20  # about one paper, whose persons are compared


def settle_persons(news: Database, given: Database | None, article: int) -> set[int]:
    """Say who the persons of an article are, inside the caller's transaction. Gives the persons that changed.

    At one institution, one name is one person, and an initial is whom it can only be. Names alone join nobody across
    institutions.
    """
    touched: set[int] = set()
    for bucket in dict.fromkeys(one.bucket for one in mentions.persons_of(news, article)):
        touched |= _settle_bucket(news, given, article, bucket)
    return touched


def _settle_bucket(news: Database, given: Database | None, article: int, bucket: str) -> set[int]:
    """Give each group of spellings of a bucket one person: the first it has, the one it had before a rebuild, a new."""
    spellings = mentions.spellings_in(news, bucket, MOST_SPELLINGS)
    touched: set[int] = set()
    taken: set[int] = set()
    for names in sorted(group([name for name, _ in spellings]), key=lambda one: (-max(map(len, one)), one)):
        had = sorted({person for name, person in spellings if name in names and person is not None} - taken)
        person = had[0] if had else _new(news, given, article, names)
        taken.add(person)
        touched |= {person, *had}
        for name, old in spellings:
            if name in names and old != person:
                mentions.assign(news, bucket, name, old, person)
    return touched


def _new(news: Database, given: Database | None, article: int, names: Sequence[str]) -> int:
    if given is not None:
        for name in names:
            known = mentions.person_given(given, article, name)
            if known is not None and not people.exists(news, known):
                people.add(news, known, names[0])
                return known
    highest = max(people.highest(news), people.highest(given) if given is not None else 0)
    people.add(news, highest + 1, names[0])
    return highest + 1


def join_persons(news: Database, article: int) -> set[int]:
    """Join the persons of an article with each other, and with those of articles about the same paper or of its story.

    Spellings are joined that do not contradict each other or are one slip apart (`why_same`). Gives who changed.
    """
    own = mentions.persons_of(news, article)
    if not own:
        return set()
    papers, story = (
        mentions.about_same_papers(news, article, MOST_ARTICLES),
        mentions.of_same_story(news, article, MOST_ARTICLES),
    )
    told = [
        (one, f"both told of with {paper}", True) for other, paper in papers for one in mentions.persons_of(news, other)
    ]
    told += [(one, "one story", False) for other in story for one in mentions.persons_of(news, other)]
    touched: set[int] = set()
    for one, other, why in (*_pairs_here(own), *_pairs_beside(own, told)):
        touched |= _merge(news, one, other, why)
    return touched


def _pairs_here(own: Sequence[Person]) -> Iterator[tuple[Person, Person, str]]:
    """The persons of one article that are one: only when nobody else of the article could be meant."""
    for index, one in enumerate(own):
        alike = []
        for other in (*own[:index], *own[index + 1 :]):
            why = why_same(one.name, other.name, evidence=_shared(one, other))
            if why:
                alike.append((other, why))
        if len(alike) == 1:
            yield one, alike[0][0], alike[0][1]


def _pairs_beside(
    own: Sequence[Person], told: Sequence[tuple[Person, str, bool]]
) -> Iterator[tuple[Person, Person, str]]:
    """Persons of other articles that are those of this one. A paper proves it; in a story, which is a judgement, nobody
    of two institutions is joined."""
    for one in own:
        for other, evidence, proven in told:
            apart = one.institution and other.institution and one.institution != other.institution
            why = why_same(one.name, other.name, evidence=evidence) if proven or not apart else None
            if why:
                yield one, other, why


def _shared(one: Person, other: Person) -> str | None:
    """What two persons of one article share beside their names; None when one sentence names both, side by side."""
    if one.quote and one.quote == other.quote and one.name in one.quote and other.name in one.quote:
        return None
    if one.institution and one.institution == other.institution:
        return "one institution in one article"
    if one.institution and other.institution:
        return None
    if one.said and other.said and fold_words(one.said) == fold_words(other.said):
        return "one role in one article"
    if (
        one.name.split()[0].rstrip(".") != other.name.split()[0].rstrip(".")
        or one.name.split()[-1] == other.name.split()[-1]
    ):
        return "one article"  # an initial and a full name; a slip needs more than that
    return None


def _merge(news: Database, one: Person, other: Person, why: str) -> set[int]:
    """Make two persons one, under the smaller id, and say why at the mention whose name is the rarer spelling."""
    here = {person.id: person for person in (one, other)}
    now = {row.id: row for article in {one.article, other.article} for row in mentions.persons_of(news, article)}
    first, second = (now[id_].person for id_ in here)
    if first is None or second is None or first == second:
        return set()
    into, gone = min(first, second), max(first, second)
    mentions.merge(news, gone, into)
    if one.name != other.name:
        mentions.join(news, max((one, other), key=lambda person: person.id).id, why)
    return {into, gone}
