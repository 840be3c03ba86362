"""Turns what an editor wants of stories into decisions on pairs of articles, and tells those stories anew at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
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


class _Tried(Exception):
    """Ends a transaction of which nothing is to stay."""


def plan_merge(stories: Sequence[Held], decided: Iterable[Decision]) -> list[Pair]:
    """Pairs that make these stories one: a chain between their anchors, and no `apart` of before between them."""
    home = {article: story.id for story in stories for article in story.articles}
    parted = [("together", one.a, one.b) for one in decided if _parts(one, home) and home[one.a] != home[one.b]]
    return parted + [("together", one.anchor, other.anchor) for one, other in pairwise(stories)]


def plan_split(story: Held, leaving: frozenset[int]) -> list[Pair]:
    """Pairs that keep the articles that leave together, and apart from each that stays.

    Raises ActRefused when nothing leaves or stays, an article is not in the story, or the pairs are too many.
    """
    stay = [article for article in story.articles if article not in leaving]
    strangers = sorted(leaving - set(story.articles))
    if strangers:
        raise ActRefused(f"Article {strangers[0]} is not in story {story.id}.")
    if not leaving:
        raise ActRefused("Say which articles to split off.")
    if not stay:
        raise ActRefused("All articles of the story would leave it: at least one must stay.")
    if len(leaving) * len(stay) > PAIRS_MOST:
        raise ActRefused(
            f"Splitting {len(leaving)} articles off {len(stay)} is more than one act may decide"
            f" ({PAIRS_MOST} pairs): split off fewer."
        )
    go = sorted(leaving)
    return [("together", one, other) for one, other in pairwise(go)] + [
        ("apart", one, other) for one in go for other in stay
    ]


def plan_pin(story: Held, article: int, left: Held | None, decided: Iterable[Decision]) -> list[Pair]:
    """Pairs that keep an article in a story; one of another story (`left`) is first split off from it.

    Raises ActRefused when the article is the one the story is known by, which nothing has to hold there.
    """
    if article == story.anchor:
        raise ActRefused(
            f"Story {story.id} began with article {article}: it cannot leave it, so there is nothing to pin."
        )
    home = dict.fromkeys(story.articles, story.id) | {article: -1}
    parted = [("together", one.a, one.b) for one in decided if _parts(one, home) and article in (one.a, one.b)]
    away = plan_split(left, frozenset({article})) if left and len(left.articles) > 1 else []
    return [*away, *parted, ("together", article, story.anchor)]


def edit(news: Path, act: Act, now: datetime, *, dry_run: bool = False) -> Done:
    """Do what an editor wants, in one transaction on the news.db at `news`; with `dry_run` only say what would become.

    Raises ActRefused when it cannot be done, db.connection.DatabaseRefused when the file is in use or damaged.
    """
    with closing(open_database(news, migrations.news, migrations.NEWS_ID)) as db, refusals(news):
        done: Done | None = None
        try:
            with transaction(db):
                done = perform(db, act, now)
                if dry_run:
                    raise _Tried
        except _Tried:
            pass
        if done is None:
            raise ActRefused("Nothing was done.")
        return done


def perform(news: Database, act: Act, now: datetime) -> Done:
    """The same inside the caller's transaction, which must be taken back when this raises."""
    by, note = _line(act.by, NAME), _line(act.note or "", NOTE) or None
    if not by:
        raise ActRefused("Say who decides (--by NAME): readers are told.")
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if act.verb == "undo":
        return _undo(news, act.number, by, moment)
    pairs, around = _PLANS[act.verb](news, act)
    number = decisions.next_number(news)
    last = {(min(a, b), max(a, b)): kind for kind, a, b in pairs}
    decisions.add(
        news,
        (
            Decision(number=number, kind=kind, a=a, b=b, act=act.verb, made_by=by, made_at=moment, note=note)
            for (a, b), kind in last.items()
        ),
    )
    where = _tell(news, around.union(*last))
    for (a, b), kind in last.items():
        if (where[a] == where[b]) != (kind == "together"):
            raise ActRefused(
                f"Articles {a} and {b} cannot be {'in one story' if kind == 'together' else 'parted'}:"
                " the stories are too large to be told anew as a whole."
            )
    return _done(number, act, where, len(last))


def carry_over(old: Database, new: Database) -> int:
    """Take over what was decided in `old` while `new` was made from it, in the caller's transaction; gives how much."""
    known = set(decisions.all(new))
    late = [one for one in decisions.all(old) if one not in known]
    decisions.add(new, late)
    ends = {article for one in late for article in (one.a, one.b)}
    Storyteller(new).tell([id for id in sorted(ends) if acts.place(new, id)], [])
    return len(late)


def _merge(news: Database, act: Act) -> tuple[list[Pair], set[int]]:
    wanted = dict.fromkeys(_held(news, id).id for id in (act.story, *act.others))
    if len(wanted) < 2:
        raise ActRefused("These are one story already." if act.others else "Say which story to merge with.")
    if len(wanted) > STORIES_MOST:
        raise ActRefused(f"At most {STORIES_MOST} stories can be merged at once.")
    stories = [_held(news, id) for id in wanted]
    around = {article for story in stories for article in story.all}
    if len(around) > STORY:
        raise ActRefused(f"Together they have more than {STORY} articles, which is more than one story may hold.")
    return plan_merge(stories, decisions.pairs_of(news, around)), around


def _split(news: Database, act: Act) -> tuple[list[Pair], set[int]]:
    story = _held(news, act.story)
    leaving = frozenset(_counting(news, article) for article in act.others)
    return plan_split(story, leaving), set(story.all)


def _pin(news: Database, act: Act) -> tuple[list[Pair], set[int]]:
    story, pairs, around = _held(news, act.story), [], set()
    if not act.others:
        raise ActRefused("Say which article to pin.")
    if len(act.others) > STORIES_MOST:
        raise ActRefused(f"At most {STORIES_MOST} articles can be pinned at once.")
    for said in act.others:
        article = _counting(news, said)
        where = acts.place(news, article)
        left = _held(news, where[1]) if where and where[1] not in (None, story.id) else None
        around |= {*story.all, article, *(left.all if left else ())}
        pairs += plan_pin(story, article, left, decisions.pairs_of(news, {article}))
    return pairs, around


_PLANS = {"merge": _merge, "split": _split, "pin": _pin}


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
    return _done(number, Act(verb="undo", by=by), found, len(taken))


def _tell(news: Database, around: Iterable[int]) -> dict[int, int | None]:
    """Tell the stories of these articles anew; gives where each is then."""
    ids = sorted(set(around))
    Storyteller(news).tell([id for id in ids if acts.place(news, id)], [])
    return {id: place[1] if (place := acts.place(news, id)) else None for id in ids}


def _held(news: Database, id: int) -> Held:
    now = acts.story_now(news, id)
    if now is None:
        raise ActRefused(f"There is no story {id}.")
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


def _done(number: int, act: Act, where: dict[int, int | None], pairs: int) -> Done:
    stories = tuple(sorted({story for story in where.values() if story is not None}))
    told = f"{len(stories)} {'story' if len(stories) == 1 else 'stories'}: {', '.join(map(str, stories))}"
    verbs = {"merge": "Merged", "split": "Split", "pin": "Pinned", "undo": "Taken back"}
    first = act.story if act.story in stories else (stories[0] if stories else 0)
    said = f"{verbs[act.verb]} (act {number}). The articles are now in {told}."
    return Done(number=number, story=first, stories=stories, pairs=pairs, said=said)


def _parts(one: Decision, home: dict[int, int]) -> bool:
    return one.kind == "apart" and one.a in home and one.b in home


def _line(said: str, most: int) -> str:
    """One line of plain text of what a person typed."""
    return " ".join("".join(c if c.isprintable() else " " for c in said[: 4 * most]).split())[:most]
