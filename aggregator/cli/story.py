"""`newsward story`: turns what an editor types into a story shown, or into decisions the machine keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from aggregator.cli.sources import HOME_HELP
from aggregator.cluster.decisions import edit
from aggregator.cluster.stories import STORY
from crawler.operator import SettingRefused, load_operator
from db import migrations
from db.connection import DatabaseRefused, open_readonly, refusals
from db.news import acts, decisions, story_record
from db.news.acts import Act, ActRefused

Command = Callable[..., None]

_home = click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
_by = click.option("--by", default="editor", show_default=True, help="Who decides; readers are told.")
_note = click.option("--note", help="Why; readers are told.")
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would become of the stories; change nothing.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_id = click.IntRange(min=1, max=2**63 - 1)


@click.group()
def story() -> None:
    """Show a story, or decide what belongs to it; the machine never undoes a decision."""


@story.command()
@click.argument("id_", metavar="ID", type=_id)
@_home
@_json
def show(id_: int, home: Path, as_json: bool) -> None:
    """Show a story: its articles, and why each is in it. A merged story leads to the one it went into."""
    try:
        news = load_operator(home).news
        with refusals(news), closing(open_readonly(news, migrations.NEWS_ID)) as db:
            now = acts.story_now(db, id_)
            found = None if now is None else story_record.read(db, now, STORY)
            place = acts.place(db, id_)
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    if found is None:
        hint = f" Article {id_} is in story {place[1]}." if place and place[1] else ""
        raise click.UsageError(f"There is no story {id_}.{hint}")
    if now != id_:
        click.echo(f"Story {id_} went into story {now}.", err=True)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(found)))


@story.command()
@click.argument("id_", metavar="ID", type=_id)
@click.argument("others", metavar="OTHER...", type=_id, nargs=-1, required=True)
@_home
@_by
@_note
@_dry_run
def merge(id_: int, others: tuple[int, ...], home: Path, by: str, note: str | None, dry_run: bool) -> None:
    """Make other stories part of a story; their addresses lead on to it."""
    _do(home, Act(verb="merge", story=id_, others=others, by=by, note=note), dry_run)


@story.command()
@click.argument("id_", metavar="ID", type=_id)
@click.argument("articles", metavar="ARTICLE...", type=_id, nargs=-1, required=True)
@_home
@_by
@_note
@_dry_run
def split(id_: int, articles: tuple[int, ...], home: Path, by: str, note: str | None, dry_run: bool) -> None:
    """Split articles off a story: they become a story of their own, repeats go with the article they repeat."""
    _do(home, Act(verb="split", story=id_, others=articles, by=by, note=note), dry_run)


@story.command()
@click.argument("article", metavar="ARTICLE", type=_id)
@click.argument("id_", metavar="ID", type=_id)
@_home
@_by
@_note
@_dry_run
def pin(article: int, id_: int, home: Path, by: str, note: str | None, dry_run: bool) -> None:
    """Keep an article in story ID, whatever it looks like; one of another story moves there."""
    _do(home, Act(verb="pin", story=id_, others=(article,), by=by, note=note), dry_run)


@story.command()
@click.argument("number", metavar="DECISION", type=_id)
@_home
@_by
@_dry_run
def undo(number: int, home: Path, by: str, dry_run: bool) -> None:
    """Take a merge, split or pin back, by its number; what was decided before counts again."""
    _do(home, Act(verb="undo", number=number, by=by), dry_run)


@story.command("decisions")
@_home
@_json
def list_decisions(home: Path, as_json: bool) -> None:
    """List what editors decided, the oldest first."""
    try:
        news = load_operator(home).news
        with refusals(news), closing(open_readonly(news, migrations.NEWS_ID)) as db:
            found = decisions.all(db)
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for number in dict.fromkeys(one.number for one in found):
        pairs = [one for one in found if one.number == number]
        first = pairs[0]
        articles = sorted({article for one in pairs for article in (one.a, one.b)})
        undone = f"  (taken back by {first.undone_by}, {first.undone_at})" if first.undone_at else ""
        note = f"  {first.note}" if first.note else ""
        named = " ".join(map(str, articles[:6])) + (" …" if len(articles) > 6 else "")
        click.echo(f"{number:5} {first.act:6} {first.made_at} {first.made_by}: {named}{note}{undone}")
    if not found:
        click.echo("No decisions yet.", err=True)


def _do(home: Path, act: Act, dry_run: bool) -> None:
    try:
        news = load_operator(home).news
        if not news.exists():
            raise click.UsageError(f"{news} does not exist yet: run `newsward aggregate` first.")
        act = _followed(news, act)
        done = edit(news, act, datetime.now(UTC), dry_run=dry_run)
    except (SettingRefused, DatabaseRefused, ActRefused) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"Nothing was changed; it would be: {done.said}" if dry_run else done.said)


def _followed(news: Path, act: Act) -> Act:
    """The act on the stories as they are now; says which were merged meanwhile."""
    stories = (act.story, *act.others) if act.verb == "merge" else (act.story,)
    with refusals(news), closing(open_readonly(news, migrations.NEWS_ID)) as db:
        now = {id: acts.story_now(db, id) or id for id in stories if id}
    for old, new in now.items():
        if old != new:
            click.echo(f"Story {old} went into story {new}.", err=True)
    others = tuple(now[id] for id in act.others) if act.verb == "merge" else act.others
    return replace(act, story=now.get(act.story, act.story), others=others)


def _lines(found: dict[str, Any]) -> list[str]:
    """What a person reads of a story."""
    dates = " – ".join(
        dict.fromkeys(str(found[name] or "?")[:10] for name in ("first_published_at", "last_published_at"))
    )
    told = [
        f"Story {found['id']}: {found['headline']}",
        f"{found['articles']} articles, {found['sources']} sources, {', '.join(found['languages'])}; {dates}",
    ]
    for one in found["members"]:
        why = one["reason"] or ("repeats " + str(one["duplicate_of"]) if one["duplicate_of"] else "alone or first")
        sure = f" {one['score']:.2f}" if one["score"] is not None else ""
        nearest = f" with {one['with']}" if one["with"] else ""
        role = f", {one['role']}" if one["role"] else ""
        told.append(f"  {one['id']} {one['language'] or '??':3} {one['source']}: {one['title']}")
        told.append(f"      {why}{sure}{nearest}{role}")
    return told
