"""`newsward export`: turns news.db into JSON lines, one an article, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from aggregator.cli.sources import HOME_HELP
from crawler.operator import SettingRefused, load_operator
from db import migrations
from db.archive import imports
from db.connection import DatabaseRefused, open_readonly
from db.news import addresses, articles, identifiers, papers, story_record

_home = click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)


@click.group()
def export() -> None:
    """Print what is published as JSON lines."""


@export.command("articles")
@_home
def export_articles(home: Path) -> None:
    """Print one JSON object an article, oldest first: each article once, duplicates left out.

    `date` is YYYY-MM-DD, or null where the source gave no day; an article whose page is gone has `withdrawn_at`.
    """
    try:
        operator = load_operator(home)
        with closing(open_readonly(operator.news, migrations.NEWS_ID)) as news:
            for line in article_lines(news):
                click.echo(json.dumps(line, ensure_ascii=False))
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error


@export.command("papers")
@_home
def export_papers(home: Path) -> None:
    """Print one JSON object a paper or trial that articles name: its card, identifiers and articles."""
    try:
        operator = load_operator(home)
        with closing(open_readonly(operator.news, migrations.NEWS_ID)) as news:
            for line in papers.export(news):
                click.echo(json.dumps(line, ensure_ascii=False))
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error


@export.command("stories")
@_home
@click.option("--why", is_flag=True, help="Add why each article is in its story: reason, score, with, role.")
def export_stories(home: Path, why: bool) -> None:
    """Print {"id", "cluster", "duplicate_of"} of every article, duplicates too.

    Ids are those given on import, else those of news.db; `cluster` is the id of the story, `duplicate_of` the id of the
    article that had the text first, or null. An imported article that is not published has null for both.
    """
    try:
        operator = load_operator(home)
        with closing(open_readonly(operator.news, migrations.NEWS_ID)) as news:
            imported: list[tuple[str, str]] = []
            if operator.archive.exists():
                with closing(open_readonly(operator.archive, migrations.ARCHIVE_ID)) as archive:
                    imported = list(imports.all_keys(archive))
            for line in story_lines(news, imported, why=why):
                click.echo(json.dumps(line, ensure_ascii=False))
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error


def article_lines(news: Database) -> Iterator[dict[str, Any]]:
    """The distinct articles as DESIGN's contract `newsward export articles` prints them."""
    for row in articles.export(news):
        exact = row["precision"] in ("day", "minute")
        line = {
            "id": row["id"],
            "url": row["url"],
            "title": row["title"],
            "date": (row["published_day"] or row["published_at"][:10]) if exact else None,
            "language": row["language"],
            "source": row["source"],
            "published_at": row["published_at"],
            "text": row["text"],
            "authors": row["authors"],
            "identifiers": identifiers.of_article(news, row["id"]),
            "story": row["story"],
            **{name: row[name] for name in articles.RELEASE},
        }
        if row["withdrawn_at"]:
            line["withdrawn_at"] = row["withdrawn_at"]
        yield line


def story_lines(news: Database, imported: Iterable[tuple[str, str]], *, why: bool = False) -> Iterator[dict[str, Any]]:
    """Every article with its story and original, then imported ones that are not published, with nulls.

    `imported`: (id, key of its address) of every imported article. `why` adds the reason, how sure it is, the article
    of the story it is closest to, and whether it announces or follows up.
    """
    names: dict[int, str | int] = {}
    missing = []
    for id_, key in imported:
        found = addresses.get(news, key)
        if found:
            names[found.article] = id_
        else:
            missing.append(id_)
    for article, story, original, facts in story_record.memberships(news):
        duplicate_of = None if original is None else names.get(original, original)
        line: dict[str, Any] = {"id": names.get(article, article), "cluster": story, "duplicate_of": duplicate_of}
        yield line | facts | {"with": names.get(facts["with"], facts["with"])} if why else line
    nothing = dict.fromkeys(("reason", "score", "with", "role")) if why else {}
    for id_ in missing:
        yield {"id": id_, "cluster": None, "duplicate_of": None, **nothing}
