"""Turns what an editor wants of stories into decisions on pairs of articles, and tells those stories anew at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from sqlite_utils import Database

from aggregator.cluster.stories import STORY, Storyteller
from db import migrations
from db.connection import open_database, refusals, transaction
from db.news import acts, decisions
from db.news.acts import Act, ActRefused, Done
from db.news.decisions import Decision

PAIRS_MOST = 5000  # decided at once: 50 articles split off a story of 150
STORIES_MOST = 50  # merged at once
NAME, NOTE = 100, 1000  # characters kept of an editor's name and note

Pair = tuple[str, int, int]  # together | apart, and two articles


@dataclass(frozen=True, slots=True)
class Held:
    """One story as decisions see it. `articles`: those that count (repeats follow their original), sorted."""

    id: int
    articles: tuple[int, ...]
    all: tuple[int, ...]  # repeats too

    @property
    def anchor(self) -> int:
        """The article the story is known by: the one that founded it, while it is there."""
        return self.id if self.id in self.articles else self.articles[0]


@dataclass(frozen=True, slots=True)
class Wish:
    """What an act is to bring about: each of `groups` one story of its own. `around`: all articles it concerns."""

    pairs: list[Pair]
    groups: list[frozenset[int]]
    around: frozenset[int]


class _Tried(Exception):
    """Ends a transaction, or a part of one, of which nothing is to stay."""


def plan_merge(stories: Sequence[Held], decided: Iterable[Decision]) -> list[Pair]:
    """Pairs that make these stories one: a chain between their anchors, and no `apart` of before between them."""
    home = {article: story.id for story in stories for article in story.articles}
    parted = [("together", one.a, one.b) for one in decided if _parts(one, home) and home[one.a] != home[one.b]]
    return parted + [("together", one.anchor, other.anchor) for one, other in pairwise(stories)]


def plan_split(story: Held, leaving: frozenset[int]) -> list[Pair]:
    """Pairs that keep the articles that leave together, and apart from each that stays.

    Raises ActRefused when nothing leaves or stays, or an article is not in the story.
    """
    strangers = sorted(leaving - set(story.articles))
    if strangers:
        raise ActRefused(f"Article {strangers[0]} is not in story {story.id}.")
    if not leaving:
        raise ActRefused("Say which articles to split off.")
    if len(leaving) == len(story.articles):
        raise ActRefused("All articles of the story would leave it: at least one must stay.")
    return [("together", one, other) for one, other in pairwise(sorted(leaving))] + _away(story, leaving)


def plan_pin(story: Held, articles: frozenset[int], left: Iterable[Held], decided: Iterable[Decision]) -> list[Pair]:
    """Pairs that keep articles in a story; those of other stories (`left`) are parted from what stays there.

    Raises ActRefused when one is the article the story is known by, which nothing has to hold there.
    """
    if story.anchor in articles:
        raise ActRefused(f"Story {story.id} began with article {story.anchor}: there is nothing to pin it to.")
    home = dict.fromkeys((*story.articles, *articles), story.id)
    parted = [
        ("together", one.a, one.b) for one in decided if _parts(one, home) and (one.a in articles or one.b in articles)
    ]
    away = [pair for one in left for pair in _away(one, articles & set(one.articles))]
    return [*away, *parted, *(("together", article, story.anchor) for article in sorted(articles))]


def loose_ends(groups: Iterable[frozenset[int]], where: Mapping[int, int | None]) -> list[Pair]:
    """Pairs that hold those of the groups together that are in several stories: a chain of one article of each."""
    pairs: list[Pair] = []
    for articles in groups:
        parts = {where[one]: one for one in sorted(articles, reverse=True)}
        pairs += [("together", one, other) for one, other in pairwise(sorted(parts.values()))]
    return pairs


def edit(news: Path, act: Act, now: datetime, *, dry_run: bool = False) -> Done:
    """Do what an editor wants, in one transaction on the news.db at `news`; with `dry_run` only say what would become.

    Raises ActRefused when it cannot be done, db.connection.DatabaseRefused when the file is in use or damaged.
    """
    with closing(open_database(news, migrations.news, migrations.NEWS_ID)) as db, refusals(news):
        with suppress(_Tried), transaction(db):
            done = perform(db, act, now)
            if dry_run:
                raise _Tried
        return done


def perform(news: Database, act: Act, now: datetime) -> Done:
    """The same inside the caller's transaction, which must be taken back when this raises."""
    by, note = _line(act.by, NAME), _line(act.note or "", NOTE) or None
    if not by:
        raise ActRefused("Say who decides (--by NAME): readers are told.")
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if act.verb == "undo":
        return _undo(news, act.number, by, moment)
    wish = _WISHES[act.verb](news, act)
    number = decisions.next_number(news)

    def decide(pairs: Iterable[Pair]) -> int:
        last = {(min(a, b), max(a, b)): kind for kind, a, b in pairs}
        decisions.add(
            news,
            (
                Decision(number=number, kind=kind, a=a, b=b, act=act.verb, made_by=by, made_at=moment, note=note)
                for (a, b), kind in last.items()
            ),
        )
        return len(last)

    made = decide(wish.pairs)
    made += decide(_would_fall_apart(news, wish))
    where = _tell(news, wish.around)
    if loose_ends(wish.groups, where) or len({where[min(group)] for group in wish.groups}) < len(wish.groups):
        raise ActRefused("These stories hang together with too many articles to be told anew as a whole.")
    now_in = [where[min(group)] for group in wish.groups]
    said = {
        "merge": f"Merged (act {number}): all of it is story {now_in[0]} now.",
        "split": f"Split (act {number}): what left is story {now_in[0]}, what stayed is story {now_in[-1]}.",
        "pin": f"Pinned (act {number}) to story {now_in[0]}.",
    }
    return _done(number, where, made, said[act.verb], now_in[-1] if act.verb == "split" else now_in[0])


def _would_fall_apart(news: Database, wish: Wish) -> list[Pair]:
    """Pairs that hold together what the editor left as it was, where what goes away had held it together.

    Told for a try: the ids that stories take over shall not come from what is not meant to stay.
    """
    loose: list[Pair] = []
    with suppress(_Tried), news.atomic():
        loose = loose_ends(wish.groups, _tell(news, wish.around))
        if loose:
            raise _Tried
    return loose


def carry_over(old: Database, new: Database) -> int:
    """Take over what was decided in `old` while `new` was made from it, in the caller's transaction; gives how much."""
    known = set(decisions.all(new))
    late = [one for one in decisions.all(old) if one not in known]
    decisions.add(new, late)
    ends = {article for one in late for article in (one.a, one.b)}
    Storyteller(new).tell([id for id in sorted(ends) if acts.place(new, id)], [])
    return len(late)


def _merge(news: Database, act: Act) -> Wish:
    wanted = dict.fromkeys(_held(news, id).id for id in (act.story, *act.others))
    if len(wanted) < 2:
        raise ActRefused("These are one story already." if act.others else "Say which story to merge with.")
    if len(wanted) > STORIES_MOST:
        raise ActRefused(f"At most {STORIES_MOST} stories can be merged at once.")
    stories = [_held(news, id) for id in wanted]
    around = frozenset(article for story in stories for article in (*story.all, *story.articles))
    if len(around) > STORY:
        raise ActRefused(f"Together they have more than {STORY} articles, which is more than one story may hold.")
    together = frozenset(article for story in stories for article in story.articles)
    return _wish(plan_merge(stories, decisions.pairs_of(news, around)), [together], around)


def _split(news: Database, act: Act) -> Wish:
    story = _held(news, act.story)
    leaving = frozenset(_counting(news, article) for article in act.others)
    pairs = plan_split(story, leaving)
    return _wish(pairs, [leaving, frozenset(story.articles) - leaving], frozenset((*story.all, *story.articles)))


def _pin(news: Database, act: Act) -> Wish:
    story = _held(news, act.story)
    articles = frozenset(_counting(news, article) for article in act.others)
    if not articles:
        raise ActRefused("Say which article to pin.")
    places = {where[1] for article in articles if (where := acts.place(news, article))}
    left = [_held(news, id) for id in sorted(id for id in places if id not in (None, story.id))]
    stay = [rest for one in left if (rest := frozenset(one.articles) - articles)]
    around = articles.union(story.all, story.articles, *(one.all for one in left), *stay)
    pairs = plan_pin(story, articles, left, decisions.pairs_of(news, articles))
    return _wish(pairs, [articles.union(story.articles), *stay], around)


_WISHES = {"merge": _merge, "split": _split, "pin": _pin}


def _wish(pairs: list[Pair], groups: list[frozenset[int]], around: frozenset[int]) -> Wish:
    if len(pairs) > PAIRS_MOST:
        raise ActRefused(
            f"This is more than one act may decide: {len(pairs)} pairs of articles, at most {PAIRS_MOST}."
            " Choose fewer articles."
        )
    return Wish(pairs, groups, around)


def _away(story: Held, leaving: Collection[int]) -> list[Pair]:
    """Each that leaves apart from each that stays."""
    return [("apart", one, other) for one in sorted(leaving) for other in story.articles if other not in leaving]


def _undo(news: Database, number: int, by: str, moment: str) -> Done:
    taken = decisions.remove(news, number, by, moment)
    if not taken:
        known = decisions.of_act(news, number)
        raise ActRefused(f"Act {number} was taken back already." if known else f"There is no act {number}.")
    ends = {article for one in taken for article in (one.a, one.b)}
    around = set(ends)
    for article in ends:
        where = acts.place(news, article)
        if where and where[1] is not None:
            around |= {id for id, _ in acts.members(news, where[1], STORY)}
    found = _tell(news, around)
    stories = sorted({story for story in found.values() if story is not None})
    said = f"Taken back (act {number}); its articles are in {', '.join(f'story {one}' for one in stories)}."
    return _done(number, found, len(taken), said, None)


def _tell(news: Database, around: Iterable[int]) -> dict[int, int | None]:
    """Tell the stories of these articles anew; gives where each is then."""
    ids = sorted(set(around))
    Storyteller(news).tell([id for id in ids if acts.place(news, id)], [])
    return {id: place[1] if (place := acts.place(news, id)) else None for id in ids}


def _held(news: Database, id: int) -> Held:
    now = acts.story_now(news, id)
    if now is None:
        where = acts.place(news, id)
        hint = f" Article {id} is in story {where[1]}." if where and where[1] else ""
        raise ActRefused(f"There is no story {id}.{hint}")
    found = acts.members(news, now, STORY + 1)
    if len(found) > STORY:
        raise ActRefused(f"Story {now} has more than {STORY} articles and cannot be edited.")
    everyone = tuple(article for article, _ in found)
    counting = sorted(
        {original for _, original in found if original} | {one for one, original in found if not original}
    )
    return Held(now, tuple(counting), everyone)


def _counting(news: Database, article: int) -> int:
    where = acts.place(news, article)
    if where is None:
        raise ActRefused(f"There is no article {article}.")
    return where[0]


def _done(number: int, where: dict[int, int | None], pairs: int, said: str, story: int | None) -> Done:
    stories = tuple(sorted({one for one in where.values() if one is not None}))
    return Done(number=number, story=story or min(stories, default=0), stories=stories, pairs=pairs, said=said)


def _parts(one: Decision, home: dict[int, int]) -> bool:
    return one.kind == "apart" and one.a in home and one.b in home


def _line(said: str, most: int) -> str:
    """One line of plain text of what a person typed."""
    return " ".join("".join(c if c.isprintable() else " " for c in said[: 4 * most]).split())[:most]
