"""Turns new rows of archive.db into the articles, duplicates and stories of news.db, in batches, again and again."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from aggregator.appearances import choose_originals, link_texts
from aggregator.cluster.alike import Alike
from aggregator.cluster.decisions import carry_over
from aggregator.cluster.linker import Linker
from aggregator.cluster.stories import Storyteller
from aggregator.cluster.takeover import take_over_ids
from aggregator.cluster.told import Encoder
from aggregator.enrich.linking import PaperFinder
from aggregator.enrich.mentions import Census, records_of
from aggregator.enrich.papers import CardIndex
from aggregator.normalize import Dropped, settle_address
from aggregator.publish import Owner, Publisher, Touched
from crawler.catalogue import NO_COUNTRY, Source
from db import migrations
from db.archive import crawls, page_history, scraped_articles
from db.archive import sources as archived_sources
from db.archive.scraped_articles import ScrapedRow
from db.connection import open_database, refusals, transaction
from db.news import articles, decisions, published
from db.news import sources as news_sources

BATCH = 1000  # rows a transaction: FTS5 is 2.4 times slower one by one, and a killed run repeats one batch at most
EXAMPLES = 20  # dropped pages named in the report


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateReport:
    """What one run of `aggregate` did, and what news.db holds afterwards."""

    read: int  # rows of archive.db looked at
    published: int  # articles that are new
    revised: int  # articles whose page says something else now
    withdrawn: int  # articles whose page is gone
    held: int  # pages kept out until their embargo is over
    dropped: Mapping[str, int]  # reason → pages that cannot be published
    dropped_pages: tuple[str, ...]  # the first of them, each as "address: reason"
    articles: int  # in news.db now, duplicates not counted
    duplicates: int  # in news.db now
    stories: int  # in news.db now
    seconds: float


@dataclass(frozen=True, slots=True)
class _Stages:
    """What a batch goes through, in this order."""

    publisher: Publisher
    cards: CardIndex
    finder: PaperFinder
    linker: Linker
    teller: Storyteller
    census: Census


@dataclass(slots=True)
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    pages: list[str] = field(default_factory=list)

    def count(self, outcome: str | Dropped) -> None:
        self.outcomes["read"] += 1
        if isinstance(outcome, Dropped):
            self.dropped[outcome.reason] += 1
            if len(self.pages) < EXAMPLES:
                self.pages.append(f"{outcome.url}: {outcome.reason}")
        else:
            self.outcomes[outcome] += 1


def aggregate(
    archive: Database, news: Database, sources: Sequence[Source], now: datetime, encoder: Encoder
) -> AggregateReport:
    """Publish what the archive says since the last run. `archive` is only read; `now` is aware, UTC.

    `encoder` says what new texts mean; with another one than before, run `rebuild` once to compare the old ones too.

    One transaction a batch on `news`: it can be read all the time, and a killed run is carried on by the next.
    A second run right after changes nothing.
    """
    return _run(archive, news, sources, now, encoder, given=None)


def rebuild(
    archive: Database, news: Path, sources: Sequence[Source], now: datetime, encoder: Encoder
) -> AggregateReport:
    """Judge the whole archive again beside the file `news`, keep every id it gave, and swap the new content in whole.

    Readers of `news` see the old content until the last moment, then the new one; their connections stay good, because
    SQLite copies it in as one transaction. A rebuild killed on the way leaves the old content as it was.
    """
    beside = news.with_name(news.name + ".again")
    for leftover in (beside, *(beside.with_name(beside.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    with (
        closing(open_database(news, migrations.news, migrations.NEWS_ID)) as old,
        closing(open_database(beside, migrations.news, migrations.NEWS_ID)) as new,
    ):
        with transaction(new):
            decisions.add(new, decisions.all(old))
        report = _run(archive, new, sources, now, encoder, given=old)
        with transaction(new):
            carry_over(old, new)  # an editor may have decided while this ran
            take_over_ids(new, old)
        with refusals(news):
            new.conn.backup(old.conn)
    for leftover in (beside, *(beside.with_name(beside.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    return report


def _run(
    archive: Database,
    news: Database,
    sources: Sequence[Source],
    now: datetime,
    encoder: Encoder,
    *,
    given: Database | None,
) -> AggregateReport:
    began = time.perf_counter()
    tally = _Tally()
    with transaction(news):
        rows = _source_rows(archive, sources)
        news_sources.put(news, rows)
    owners = {row["id"]: Owner(row["id"], row["kind"], row["home"]) for row in news_sources.all_rows(news).values()}
    publisher = Publisher(archive, news, owners, now, given, _held(archive, now))
    census = Census(news, archive, records_of(archive, sources), given)
    alike = Alike(news, encoder, given)
    cards = CardIndex(news, archive, given)
    finder = PaperFinder(news, archive, cards)
    stages = _Stages(publisher, cards, finder, Linker(news, alike), Storyteller(news), census)
    _release(stages, tally)
    while True:
        with transaction(news):
            cursor, _ = published.progress(news)
            batch = scraped_articles.since(archive, cursor, BATCH)
            if not batch:
                break
            _publish(batch, stages, tally)
            published.advance(news, batch[-1].id, _utc(now))
    _settle(stages)
    distinct, duplicates, told = articles.counts(news)
    return AggregateReport(
        read=tally.outcomes["read"],
        published=tally.outcomes["published"],
        revised=tally.outcomes["revised"],
        withdrawn=tally.outcomes["withdrawn"],
        held=tally.outcomes["held"],
        dropped=dict(tally.dropped),
        dropped_pages=tuple(tally.pages),
        articles=distinct,
        duplicates=duplicates,
        stories=told,
        seconds=round(time.perf_counter() - began, 3),
    )


def _held(archive: Database, now: datetime) -> frozenset[str]:
    """Keys of the addresses under embargo now."""
    keys = set()
    for url in page_history.held(archive, _utc(now)):
        try:
            keys.add(settle_address(url)[1])
        except ValueError:
            continue  # such a page is never published, and no link can lead to it
    return frozenset(keys)


def _release(stages: _Stages, tally: _Tally) -> None:
    """Publish the pages behind the cursor whose embargo has ended since the last run.

    The archive is asked anew each time, so news.db knows nothing of what is still held. A run killed between two
    batches publishes them again from the first, which changes nothing.
    """
    publisher = stages.publisher
    news, until, past = publisher.news, _utc(publisher.now), 0
    below, after = published.progress(news)
    while True:
        with transaction(news):
            batch = page_history.released(
                publisher.archive, after=after, until=until, below=below, past=past, limit=BATCH
            )
            if not batch:
                break
            _publish(batch, stages, tally)
            past = batch[-1].id
    if past:
        with transaction(news):
            published.advance(news, below, until)


def _publish(batch: Sequence[ScrapedRow], stages: _Stages, tally: _Tally) -> None:
    """Publish one batch and judge again what it touches, inside the caller's transaction."""
    touched, publisher = Touched(), stages.publisher
    for row in batch:
        tally.count(publisher.apply(row, touched))
    stages.cards.update(touched.articles, touched.papers)
    changed = set(touched.articles)
    link_texts(publisher.news, touched.texts, touched.signatures, publisher.owners, changed)
    stages.linker.link_identifiers(touched.identifiers, changed)
    stages.linker.link_translations(touched.alternates, changed)
    stood = choose_originals(publisher.news, changed, publisher.owners)
    changed |= stood
    stages.finder.update(touched.articles | stood, touched.papers)
    stages.linker.link_similar(touched.articles | stood, changed)
    stages.teller.tell(changed, touched.stories)
    stages.census.mention(touched.articles, changed)


def _settle(stages: _Stages) -> None:
    """Compare again what was compared before the run had read enough of its language, and tell its stories anew.

    A run killed on the way is carried on by the next: what is left to compare is in news.db.
    """
    news = stages.publisher.news
    while True:
        with transaction(news):
            left = stages.linker.unsettled(BATCH)
            if not left:
                break
            changed: set[int] = set()
            stages.linker.link_similar(left, changed)
            stages.teller.tell(changed, ())


def _source_rows(archive: Database, sources: Sequence[Source]) -> list[dict[str, Any]]:
    """What readers are told of every source: of the catalogue, of the records crawled with, and of bare ids."""
    records: dict[str, Mapping[str, Any]] = {str(one["id"]): one for one in archived_sources.remembered(archive)}
    for source in sources:
        records[source.id] = {
            name: getattr(source, name)
            for name in ("id", "name", "ror", "country", "kind", "languages", "home", "retired")
        }
    last = {crawl.source: crawl for crawl in crawls.latest(archive)}
    well = page_history.last_successes(archive)
    rows = []
    for id_ in sorted(set(records) | set(scraped_articles.sources(archive))):
        record = records.get(id_) or _bare(archive, id_)
        crawl = last.get(id_)
        rows.append(
            {
                "id": id_,
                "name": record["name"],
                "institution": record.get("ror") or id_,
                "ror": record.get("ror"),
                "country": record.get("country") or NO_COUNTRY,
                "kind": record["kind"],
                "languages": json.dumps(list(record["languages"])),
                "home": record["home"],
                "last_outcome": crawl.outcome if crawl else None,
                "last_reason": crawl.reason if crawl else None,
                "last_crawl_at": (crawl.ended_at or crawl.started_at) if crawl else None,
                "last_ok_at": well.get(id_),
                "retired": record.get("retired"),
            }
        )
    return rows


def _bare(archive: Database, source: str) -> dict[str, Any]:
    """The record of a source of which the archive has pages but no record: only its id and host are known."""
    url = page_history.first_address(archive, source)
    parts = urlsplit(url)
    return {"name": source, "kind": "institute", "languages": (), "home": f"{parts.scheme}://{parts.netloc}/"}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
