"""Turns touched papers, trials and translations into links of news.db, and linked articles into its stories."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlite_utils import Database

from aggregator.cluster.hard import (
    ANNOUNCERS_MOST,
    PAPERS,
    TRIALS,
    Announcer,
    evidence,
    paper_links,
    story_of,
    translation_links,
    trial_links,
)
from aggregator.dedupe import tokenize
from db.news import addresses, alternates, articles, identifiers, links, stories
from db.news.links import Link
from db.news.stories import Member, Story

STORY = 1000  # articles; a larger story is not looked at as a whole when one more joins it


@dataclass(frozen=True, slots=True)
class Storyteller:
    """The files that stories are kept in. `given`: the file before a rebuild, whose story ids are kept."""

    news: Database
    given: Database | None = None

    def link_identifiers(self, touched: Iterable[tuple[str, str]], changed: set[int]) -> None:
        """Make the links of these papers and trials what their announcers say now; adds the ends that changed."""
        for scheme, value in sorted(touched):
            if scheme not in PAPERS | TRIALS:
                continue
            found = identifiers.announcing(self.news, scheme, value, ANNOUNCERS_MOST + 1)
            make = paper_links if scheme in PAPERS else trial_links
            wanted = make(scheme, value, self._announcers(found)) if len(found) > 1 else []
            reason = "same doi" if scheme in PAPERS else "same trial"
            self._settle(evidence(scheme, value), (reason,), wanted, changed)

    def link_translations(self, touched: Iterable[str], changed: set[int]) -> None:
        """The same for addresses that articles name as their translations."""
        for key in sorted(touched):
            namers = alternates.naming(self.news, key, ANNOUNCERS_MOST + 1)
            if not namers:
                continue
            held = addresses.get(self.news, key)
            holder = self._announcers([held.article], words=True) if held else []
            wanted = translation_links(key, holder[0] if holder else None, self._announcers(namers, words=True))
            self._settle(key, ("translation", "not translated"), wanted, changed)

    def tell(self, changed: Iterable[int], emptied: Iterable[int]) -> None:
        """Put every changed article into its story: all articles linked to it, however far."""
        done: set[int] = set()
        large: set[int] = set()
        left = set(emptied)
        for start in sorted(set(changed)):
            if start in done:
                continue
            component = links.component(self.news, start, most=STORY, duplicates_only=False, large=large)
            if component is None:
                self._join(start)
                continue
            done |= component
            members = stories.members(self.news, component)
            if members:
                left |= self._assign(members)
        for story in sorted(left):
            self._leave(story)

    def _assign(self, members: list[Member]) -> set[int]:
        """Make these articles one story; gives the stories that articles have left."""
        ids = [member.id for member in members]
        founders = stories.founders(self.news, ids)
        if self.given is not None:
            founders |= stories.founders(self.given, ids)
        story = story_of(members, founders)
        if stories.get(self.news, story.id) != story:
            stories.put(self.news, story)
        left = set()
        for member in members:
            if member.story != story.id:
                articles.set_values(self.news, member.id, story=story.id)
                if member.story is not None:
                    left.add(member.story)
        for founder in founders - {story.id}:
            stories.redirect(self.news, founder, story.id)
        return left

    def _leave(self, story: int) -> None:
        """Look again at a story that articles have left: sum it up anew, or send its readers where they went."""
        rest = stories.member_ids(self.news, story, STORY + 1)
        if not rest:
            founder = articles.get(self.news, story)
            stories.retire(self.news, story, founder.story if founder else None)
        elif len(rest) <= STORY:
            found = stories.get(self.news, story)
            summary = replace(story_of(stories.members(self.news, rest), set()), id=story)
            if found != summary:
                stories.put(self.news, summary)

    def _join(self, article: int) -> None:
        """Let an article join a story too large to be looked at as a whole: count it in."""
        one = stories.members(self.news, [article])
        if not one or one[0].story is not None:
            return
        member = one[0]
        for link in links.of_article(self.news, article, limit=STORY):
            other = articles.get(self.news, link.end(article))
            story = stories.get(self.news, other.story) if other and other.story is not None else None
            if story:
                known = stories.has_source(self.news, story.id, member.source, article)
                articles.set_values(self.news, article, story=story.id)
                stories.put(self.news, _counted_in(story, member, new_source=not known))
                return
        self._assign(one)

    def _settle(self, said: str, reasons: tuple[str, ...], wanted: list[Link], changed: set[int]) -> None:
        present = {link for reason in reasons for link in links.made_by(self.news, said, reason)}
        gone, new = present - set(wanted), set(wanted) - present
        links.remove(self.news, gone)
        links.add(self.news, new)
        for link in gone | new:
            changed |= {link.a, link.b}

    def _announcers(self, ids: Iterable[int], *, words: bool = False) -> list[Announcer]:
        found = []
        for one in articles.get_many(self.news, ids).values():
            primary = identifiers.primary_of(self.news, one.id)
            found.append(
                Announcer(
                    id=one.id,
                    source=one.source,
                    url=one.url,
                    language=one.language,
                    published_at=one.published_at,
                    papers=frozenset(key for key in primary if key[0] in PAPERS),
                    trials=frozenset(key for key in primary if key[0] in TRIALS),
                    names=frozenset(alternates.named_by(self.news, one.id)),
                    keys=frozenset(address.key for address in addresses.of_articles(self.news, one.id)),
                    words=frozenset(tokenize(one.text)) if words else frozenset(),
                )
            )
        return found


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
