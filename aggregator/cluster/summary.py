"""Turns the articles of a story into its record: headline, dates, languages, institutions, who was first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aggregator.cluster.first import who_was_first
from aggregator.cluster.membership import FOLLOW_UP, Membership, first_of
from db.news.stories import Member, Story

INFORMATIVE = 6000  # characters; what is longer than that does not make a better headline
STEP = 1500  # characters: texts of about one length tell about as much
IMPORTED = "import"  # what the id of a source begins with whose articles were imported, not crawled


def story_of(id_: int, members: Sequence[Member], facts: Mapping[int, Membership]) -> Story:
    """The story `id_` that these articles (at least one) tell."""
    distinct = [member for member in members if member.duplicate_of is None] or list(members)
    best = most_informative(distinct, facts)
    dates = sorted(member.published_at for member in members if member.published_at)
    languages = sorted({member.language for member in members if member.language})
    return Story(
        id=id_,
        headline=best.title,
        language=best.language,
        first_published_at=dates[0] if dates else None,
        last_published_at=dates[-1] if dates else None,
        articles=len(distinct),
        sources=len({member.source for member in members}),
        languages=json.dumps(languages),
        best=best.id,
        headlines=_headlines(distinct, facts),
        institutions=_institutions(members),
        follow_ups=sum(facts[member.id].role == FOLLOW_UP for member in distinct),
        first=who_was_first(members),
    )


def most_informative(members: Sequence[Member], facts: Mapping[int, Membership]) -> Member:
    """The article a story's headline is from.

    Still online, of the announcement, of an institution rather than an agency or an import, in the language of the
    first announcement, announcing a paper or trial, long enough to tell the whole; then the earliest.
    """
    language = first_of(members).language
    return min(
        members,
        key=lambda one: (
            one.withdrawn_at is not None,
            facts[one.id].role == FOLLOW_UP,
            one.kind == "agency" or one.source.startswith(IMPORTED),
            one.language != language,
            not one.announces,
            -(min(one.length, INFORMATIVE) // STEP),
            one.published_at or "9999",
            one.url,
        ),
    )


def _headlines(members: Sequence[Member], facts: Mapping[int, Membership]) -> str:
    """JSON: language → title and id of the most informative article in it."""
    languages = sorted({member.language for member in members if member.language})
    found = {}
    for language in languages:
        best = most_informative([member for member in members if member.language == language], facts)
        found[language] = {"title": best.title, "article": best.id}
    return json.dumps(found, ensure_ascii=False)


def _institutions(members: Sequence[Member]) -> str:
    """JSON: the institutions that tell it, the first teller first; a distributor of others' news is none of them."""
    told = sorted(members, key=lambda one: (one.published_at or "9999", one.id))
    return json.dumps(list(dict.fromkeys(one.institution for one in told if one.kind != "agency")))
