"""A home whose archive a test fills page by page, and what readers find in its news.db."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlite_utils import Database

from aggregator.aggregate import AggregateReport, aggregate, rebuild
from aggregator.cluster.told import Encoder, Vectors
from crawler.catalogue import Source
from crawler.items import Identifier
from db import migrations
from db.archive import crawls, scraped_articles
from db.connection import open_database

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
SOURCES = tuple(
    Source(id=id_, name=name, kind=kind, home=f"https://{host}/", languages=("fr", "en"), country=country)
    for id_, name, kind, host, country in (
        ("fr_aphp", "AP-HP", "hospital", "www.aphp.example", "FR"),
        ("fr_paris", "Université Paris Cité", "university", "u-paris.example", "FR"),
        ("gb_ucl", "UCL", "university", "www.ucl.example", "GB"),
        ("int_portal", "A portal", "agency", "portal.example", "INT"),
    )
)


class Mute:
    """An encoder to which no text means anything, so that only what proves joins articles."""

    name = "mute/1"
    dimensions = 8

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.dimensions), dtype=np.float32)


LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Home:
    """archive.db and news.db in one folder."""

    def __init__(self, folder: Path, encoder: Encoder | None = None) -> None:
        self.folder = folder
        self.encoder = encoder or Mute()
        self.archive = open_database(folder / "archive.db", migrations.archive, migrations.ARCHIVE_ID)
        self.news = open_database(folder / "news.db", migrations.news, migrations.NEWS_ID)
        self.crawl = crawls.begin(self.archive, source="fr_aphp", night=None, started_at="2026-11-22T02:30:00Z")

    def close(self) -> None:
        self.archive.close()
        self.news.close()

    def page(self, url: str, source: str = "fr_aphp", **said: Any) -> None:
        """One page as the crawler stores it; `said` names columns of scraped_articles, the rest is empty."""
        row: dict[str, Any] = {
            "source": source, "url": url, "crawl": self.crawl, "scraped_at": "2026-11-22T03:00:00Z", "kind": "article",
            "reason": None, "payload_digest": None, "warc": None, "parser": "1", "canonical_url": None,
            "title": prose(f"title {url}", 6), "lead": None, "text": prose(url), "language": "en",
            "published_at": "2026-11-20", "precision": "day", "published_day": None,
            "modified_at": None, "embargo_until": None,
            "embargo_quote": None, "authors": [], "paper": None, "labels": [], "attachments": [], "experts": [],
            "identifiers": [], "images": [], "contacts": [], "related": [], "alternates": [], "html": "", "origins": {},
            "confidences": {}, "candidates": [],
        }  # fmt: skip
        with self.archive.atomic():
            scraped_articles.add(self.archive, {**row, **said})

    def run(self, now: datetime = NOW) -> AggregateReport:
        return aggregate(self.archive, self.news, SOURCES, now, self.encoder)

    def rebuild(self, now: datetime = NOW) -> AggregateReport:
        return rebuild(self.archive, self.folder / "news.db", SOURCES, now, self.encoder)

    def articles(self) -> dict[str, dict[str, Any]]:
        """Address → row of every article."""
        return {row["url"]: row for row in self.news.query("SELECT * FROM articles ORDER BY id")}

    def story(self, url: str) -> int:
        return int(self.articles()[url]["story"])

    def groups(self) -> set[frozenset[str]]:
        """The addresses of each text, and who had it first marked with a star."""
        rows = self.articles().values()
        names = {row["id"]: row["url"] for row in rows}
        found: dict[int, set[str]] = {}
        for row in rows:
            first = row["duplicate_of"] is None
            found.setdefault(row["id"] if first else row["duplicate_of"], set()).add("*" * first + names[row["id"]])
        return {frozenset(group) for group in found.values()}

    def stories(self) -> set[frozenset[str]]:
        """The addresses of each story."""
        found: dict[int, set[str]] = {}
        for row in self.articles().values():
            found.setdefault(row["story"], set()).add(row["url"])
        return {frozenset(group) for group in found.values()}

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table of news.db that is not the search index's own."""
        return contents(self.news)


def contents(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    names = [n for n in db.table_names() if not n.startswith(("articles_fts_", "_sqlite", "sqlite_"))]
    return {
        name: sorted(map(tuple, db.execute(f"SELECT * FROM {name}").fetchall()), key=repr)
        for name in names
        if name != "articles_fts"
    }


def prose(seed: str, words: int = 120) -> str:
    """A text that no other seed gives, in letters that no other seed uses so, of the same words each time."""
    state, text = sum(map(ord, seed)) * 7_919 + len(seed), []
    vocabulary = [
        f"{a}{b}{c}" for a in ("ka", "lo", "mi", "ter", "un") for b in ("ra", "so", "vi", "pel") for c in "aeiouns"
    ]
    own = str.maketrans(LETTERS, "".join(random.Random(seed).sample(LETTERS, len(LETTERS))))
    for _ in range(words):
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        text.append(vocabulary[(state >> 33) % 140] + vocabulary[(state >> 43) % 140])
    lines = [" ".join(text[start : start + 20]) + "." for start in range(0, words, 20)]
    return "\n".join(lines).translate(own)


def doi(value: str, *, primary: bool = True) -> dict[str, Any]:
    return asdict(Identifier(scheme="doi", value=value, where="text", primary=primary))


def trial(value: str, *, primary: bool = True) -> dict[str, Any]:
    return asdict(Identifier(scheme="nct", value=value, where="text", primary=primary))


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands compare texts by their words: a model takes seconds to load, and prose() means nothing."""
    monkeypatch.setenv("NEWSWARD_ENCODER", "lexical")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with closing(Home(tmp_path)) as made:
        yield made


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
