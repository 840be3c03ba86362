"""Turns articles whose links changed into the stories of news.db, with ids that stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace

from sqlite_utils import Database

from aggregator.cluster.grouping import group
from aggregator.cluster.membership import Membership, memberships
from aggregator.cluster.naming import claims, gone_to, taken_over
from aggregator.cluster.partition import Group, partition
from aggregator.cluster.summary import story_of
from db.news import articles, decisions, links, stories
from db.news.decisions import Decision
from db.news.links import Link
from db.news.stories import Member, Story

STORY = 1000  # articles; a larger story is not looked at as a whole when one more joins it
ALIKE = 300  # articles; the same where links by meaning are followed: a story of more has papers or texts to show
# From which likelihood on links by meaning are followed. Where the news of a month hang together over weak likeness,
# only stronger likeness is followed, and at last none.
LEAST = (0.3, 0.5, 0.7, 0.9)
NONE = 2.0


@dataclass(slots=True)
class _Told:
    """What one telling found: the parts, and what is known of the articles in them."""

    parts: list[frozenset[int]] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)
    links: dict[int, list[Link]] = field(default_factory=dict)  # of the smaller article
    decisions: dict[int, list[Decision]] = field(default_factory=dict)  # of the smaller article
    lone: list[int] = field(default_factory=list)  # in too large a set to be looked at as a whole
    large: set[int] = field(default_factory=set)  # stories of more articles than STORY


@dataclass(frozen=True, slots=True)
class Storyteller:
    """The file stories are kept in, and what groups articles that are alike."""

    news: Database
    group: Group = group

    def tell(self, changed: Iterable[int], emptied: Iterable[int]) -> None:
        """Put every changed article into its story; `emptied`: stories that an article was taken out of altogether.

        All articles linked to a changed one, however far, are partitioned anew, and all that were in one story with any
        of them, so the stories are the same in whatever order the articles came.
        """
        left = set(emptied)
        told = self._look(set(changed).union(*(self._rest(story) for story in left)))
        self._assign(told)
        for one in told.lone:
            self._join(one)
        for story in sorted(left):
            if not stories.member_ids(self.news, story, 1):
                founder = articles.get(self.news, story)
                stories.retire(self.news, story, founder.story if founder else None)

    def _look(self, changed: set[int]) -> _Told:
        """The parts that the changed articles, and those in one story with them, fall into."""
        told, done, seen = _Told(), set[int](), set[int]()
        walked: dict[float, set[int]] = {}
        ahead = changed
        while ahead:
            rest: set[int] = set()
            for start in sorted(ahead):
                if start in done:
                    continue
                component = self._component(start, walked)
                done |= component or {start}
                if component is None:
                    told.lone.append(start)
                    continue
                self._part(component, told)
                held = {story for one in component if one in told.members and (story := told.members[one].story)}
                for story in sorted(held - seen):
                    seen.add(story)
                    mates = self._rest(story)
                    rest |= set(mates)
                    if len(mates) > STORY:
                        told.large.add(story)
            ahead = {one for one in rest if one not in done}
        told.parts.sort(key=min)
        return told

    def _component(self, start: int, walked: dict[float, set[int]]) -> set[int] | None:
        for least in (*LEAST, NONE):
            most = STORY if least == NONE else min(ALIKE, STORY)
            large = walked.setdefault(least, set())
            found = links.component(self.news, start, most=most, duplicates_only=False, large=large, least=least)
            if found is not None:
                return found
        return None

    def _part(self, component: set[int], told: _Told) -> None:
        """Partition one component."""
        members = {member.id: member for member in stories.members(self.news, component)}
        told.members |= members
        if len(members) < 2:
            told.parts += [frozenset(members)] if members else []
            return
        ids = set(members)
        linked = links.among(self.news, ids, 4 * STORY)
        decided = [one for one in decisions.pairs_of(self.news, ids) if one.a in ids and one.b in ids]
        for link in linked:
            told.links.setdefault(link.a, []).append(link)
        for decision in decided:
            told.decisions.setdefault(decision.a, []).append(decision)
        days = {  # a month alone is no day
            id_: member.published_at[:10] if member.published_at and len(member.published_at) >= 10 else None
            for id_, member in members.items()
        }
        told.parts += partition(days, linked, decided, self.group)

    def _rest(self, story: int) -> Sequence[int]:
        return stories.member_ids(self.news, story, STORY + 1)

    def _assign(self, told: _Told) -> None:
        """Give every part its story id and write down who is in it and why."""
        held = {id_: None if member.story in told.large else member.story for id_, member in told.members.items()}
        claimed = claims(told.parts, held)
        founded = [(place, story) for place, story in claimed if story in told.parts[place]]
        names = taken_over(claimed, founded)
        taken = set(names.values())
        for place, part in enumerate(told.parts):
            if place not in names:
                names[place] = stories.unused(self.news, part, taken)
                taken.add(names[place])
        for place, part in enumerate(told.parts):
            self._write(names[place], part, told)
        for story, place in gone_to(claimed, founded, names).items():
            if not stories.member_ids(self.news, story, 1):
                stories.retire(self.news, story, names[place])

    def _write(self, id_: int, part: frozenset[int], told: _Told) -> None:
        members = [told.members[one] for one in sorted(part)]
        inside = [link for one in part for link in told.links.get(one, [])]
        facts = memberships(members, inside, [said for one in part for said in told.decisions.get(one, [])])
        story = story_of(id_, members, facts)
        if stories.get(self.news, id_) != story:
            stories.put(self.news, story)
        for member in members:
            fact = facts[member.id]
            if (member.story, member.reason, member.score, member.closest, member.role) != (id_, *astuple(fact)):
                self._place(member.id, id_, fact)

    def _place(self, article: int, story: int, fact: Membership) -> None:
        articles.set_values(
            self.news,
            article,
            story=story,
            story_reason=fact.reason,
            story_score=fact.score,
            story_with=fact.closest,
            story_role=fact.role,
        )

    def _join(self, article: int) -> None:
        """Let an article join a story too large to be looked at as a whole: count it in."""
        found = stories.members(self.news, [article])
        if not found or found[0].story is not None:
            return
        member = found[0]
        apart = {one.end(article) for one in decisions.pairs_of(self.news, [article]) if one.kind == "apart"}
        banned = {one.story for one in articles.get_many(self.news, apart).values()}
        near = [link for link in links.of_article(self.news, article, limit=STORY) if link.reason != "similar"]
        for link in sorted(near, key=lambda one: (one.kind != "duplicate", -one.score, one.end(article))):
            other = articles.get(self.news, link.end(article))
            if other is None or other.story is None or other.story in banned:
                continue
            story = stories.get(self.news, other.story)
            if story:
                known = stories.has_source(self.news, story.id, member.source, article)
                fact = Membership(link.reason, link.score, other.id, "announcement")
                self._place(article, story.id, fact)
                stories.put(self.news, _counted_in(story, member, new_source=not known))
                return
        self._assign(_Told(parts=[frozenset({article})], members={article: member}))


def _counted_in(story: Story, member: Member, *, new_source: bool) -> Story:
    """The story with one more article, without looking at the others."""
    dates = sorted(d for d in (story.first_published_at, story.last_published_at, member.published_at) if d)
    languages = set(json.loads(story.languages)) | ({member.language} if member.language else set())
    return replace(
        story,
        first_published_at=dates[0] if dates else None,
        last_published_at=dates[-1] if dates else None,
        articles=story.articles + int(member.duplicate_of is None),
        sources=story.sources + int(new_source),
        languages=json.dumps(sorted(languages)),
    )
