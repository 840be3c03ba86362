"""Measures what importing an article costs when ten thousand, a hundred thousand or a million are stored already.

    python -m bench.growth [--sizes 10000 100000 1000000] [--new 1000] [--folder DIR]

Homes are written directly: articles of 60 invented words over the last ten months, from 300 sources, in the search,
the index of duplicates and the window of stories; their vectors are those of real articles of ../shared, turned by
chance until a pair of one model is about as alike as two of one subject. Then articles of real
sentences are imported by the command: first one (what starting costs), then --new of them, seven in ten dated of the
last two weeks, one in ten without a day. Printed: processor milliseconds an article, the largest memory, the ratio.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlite_utils import Database

from aggregator.cluster.cutting import mean_of, units
from aggregator.cluster.encoder import load_encoder
from aggregator.cluster.signals import kept_under, pack, signals_of
from aggregator.cluster.told import Encoder, Vectors
from aggregator.cluster.vectors import names_vector, pack_rows
from aggregator.dedupe import signature
from bench.memory import measure
from db import vectors as stored
from db.connection import open_database
from db.migrations import NEWS_ID, news
from db.news.compared import A_DAY, bucket_of
from db.search import index_articles

GOLD = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction" / "gold.json"
TODAY = datetime.now(UTC).date()
DAYS = 300
SOURCES = 300
MODELS = 400  # real articles whose vectors the stored ones have, turned
TURNED = 0.9  # length of the chance part beside a unit vector
SIGNALS = 2000  # different sets of names and numbers among the stored articles
BATCH = 20_000
LANGUAGES = ("en", "en", "fr", "de", "es")


def main() -> None:
    """Print one line a size."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--new", type=int, default=1000)
    arguments.add_argument("--folder", type=Path, default=None, help="where homes are made; removed afterwards")
    asked = arguments.parse_args()
    texts = [page for page in json.loads(GOLD.read_text(encoding="utf-8"))["pages"].values() if page["text"]]
    print("| stored | start, s | an article, ms | times the first | peak, MB |")
    print("| --- | --- | --- | --- | --- |")
    first = 0.0
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            home = Path(folder)
            fill(home / "news.db", size, texts)
            start, cost, peak = time_import(home, texts, asked.new)
            first = first or cost
            print(f"| {size} | {start:.1f} | {cost * 1000:.1f} | {cost / first:.2f} | {peak:.0f} |", flush=True)


def time_import(home: Path, texts: Sequence[dict[str, Any]], wanted: int) -> tuple[float, float, float]:
    """Seconds to start and import one, processor seconds of each further article, and the largest memory in MB."""
    rows = list(fresh(texts, wanted + 1))
    peaks = []
    spent = []
    for name, some in (("first", rows[:1]), ("rest", rows[1:])):
        file = home / f"{name}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in some), encoding="utf-8")
        before = _processor_seconds()
        run = measure(
            [sys.executable, "-c", "from aggregator.cli import main; main()", "import", str(file), "--home", str(home)]
        )
        if run.code:
            raise SystemExit(f"newsward import ended with {run.code}: {run.output}")
        spent.append(_processor_seconds() - before)
        peaks.append(run.peak_mb)
    return spent[0], (spent[1] - spent[0]) / (wanted - 1), max(peaks)


def fresh(texts: Sequence[dict[str, Any]], wanted: int) -> Iterator[dict[str, Any]]:
    """Articles to import: sentences of the real texts of one language in a new order, about 2,500 characters."""
    rng = random.Random(7)
    pools: dict[str, list[str]] = {}
    for page in texts:
        pools.setdefault((page["html_lang"] or "")[:2].lower(), []).extend(page["text"].split(". "))
    large = sorted(language for language, pool in pools.items() if language and len(pool) > 200)
    for number in range(wanted):
        language = rng.choice(large)
        said = rng.sample(pools[language], 150)
        text = ". ".join(said[: next(end for end in range(4, 151) if sum(map(len, said[:end])) > 2500 or end == 150)])
        chance = rng.random()
        back = rng.randrange(14) if chance < 0.7 else rng.randrange(DAYS)
        row = {"id": f"new-{number}", "site": f"site{number % 40}.example", "text": text, "title": said[-1][:90]}
        yield row if chance > 0.9 else {**row, "date": (TODAY - timedelta(days=back)).isoformat()}


def fill(path: Path, size: int, texts: Sequence[dict[str, Any]]) -> None:
    """Write a news.db of so many articles."""
    rng, chance = random.Random(1), np.random.default_rng(1)
    encoder = load_encoder("use")
    made = Invented(encoder, texts, rng, chance)
    db = open_database(path, news, NEWS_ID)
    db.conn.execute("PRAGMA synchronous = OFF")
    db.conn.execute("PRAGMA cache_size = -500000")
    db.conn.execute("PRAGMA foreign_keys = OFF")
    with db.conn:
        db.conn.executemany(
            "INSERT INTO sources (id, name, institution, country, kind, languages, home)"
            " VALUES (:id, :id, :id, 'FR', 'university', '[\"en\"]', 'https://' || :id || '.example/')",
            [{"id": f"s{number}"} for number in range(SOURCES)],
        )
    seen: dict[int, int] = {}
    for start in range(0, size, BATCH):
        rows = [made.article(number, size, seen) for number in range(start, min(start + BATCH, size))]
        with db.conn:
            _write(db, rows, made)
    with db.conn:
        _write_bands(db, size, chance)
        sums = [(language, size // 5, made.mean * np.float32(size // 5)) for language in sorted(set(LANGUAGES))]
        stored.put_sums(db, kept_under(encoder), [(name, count, sum_.tobytes()) for name, count, sum_ in sums])
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.conn.close()


class Invented:
    """Stored articles: words, vectors and signals by chance, of which a real home has as many."""

    def __init__(
        self, encoder: Encoder, texts: Sequence[dict[str, Any]], rng: random.Random, chance: np.random.Generator
    ) -> None:
        self.encoder, self.rng = encoder, rng
        real = [units(page["title"] or "", None, page["text"]) for page in texts[:MODELS]]
        rows = encoder.encode([piece for pieces in real for piece in pieces])
        starts = np.cumsum([0] + [len(pieces) for pieces in real])
        self.models: list[Vectors] = []
        for place, pieces in enumerate(real):
            own = rows[starts[place] : starts[place + 1]]
            self.models.append(np.vstack([mean_of(own, pieces, titled=True)[None, :], own]))
        self.mean: Vectors = np.mean([model[0] for model in self.models], axis=0)
        turned = chance.normal(size=(4096, encoder.dimensions)).astype(np.float32)
        self.turned = turned * (TURNED / np.linalg.norm(turned, axis=1, keepdims=True))
        letters = "abcdefghijklmnopqrstuvwxyz"
        words = ["".join(rng.choice(letters) for _ in range(rng.randint(3, 11))) for _ in range(60_000)]
        self.pool = rng.choices(words, [1 / (rank + 8) for rank in range(len(words))], k=1_000_000)
        self.signals = [self._signals() for _ in range(SIGNALS)]

    def _signals(self) -> tuple[bytes, bytes]:
        """Packed signals of an invented text with names and numbers, and the packed vector of the names."""
        said = [word.capitalize() if self.rng.random() < 0.15 else word for word in self.words(150)]
        said += [str(self.rng.randrange(10_000)) for _ in range(6)]
        self.rng.shuffle(said)
        found = signals_of(" ".join(said[:9]), " ".join(said))
        return pack(found), pack_rows(names_vector(found)[None, :])

    def words(self, count: int) -> list[str]:
        start = self.rng.randrange(len(self.pool) - count)
        return self.pool[start : start + count]

    def article(self, number: int, size: int, seen: dict[int, int]) -> dict[str, Any]:
        """The row of one article: days go on evenly up to today; `seen` counts them."""
        day = TODAY - timedelta(days=DAYS - 1 - number * DAYS // size)
        bucket = bucket_of(day.isoformat(), day.isoformat())
        seen[bucket] = seen.get(bucket, 0) + 1
        said = self.words(60)
        text, title = " ".join(said), " ".join(said[:9])
        model = self.models[self.rng.randrange(MODELS)]
        start = self.rng.randrange(4096 - len(model))
        packed = pack_rows(model + self.turned[start : start + len(model)])
        signals, names = self.signals[self.rng.randrange(SIGNALS)]
        source = f"s{self.rng.randrange(SOURCES)}"
        return {
            "id": (day.year * 10_000 + day.month * 100 + day.day) * 1_000_000 + seen[bucket],
            "place": bucket * A_DAY + seen[bucket],
            "source": source,
            "url": f"https://{source}.example/{number}",
            "title": title,
            "text": text,
            "language": self.rng.choice(LANGUAGES),
            "day": day.isoformat(),
            "seen": f"{day.isoformat()}T03:00:00Z",
            "hash": f"{self.rng.getrandbits(160):040x}",
            "encoder": kept_under(self.encoder),
            "vectors": packed,
            "head": packed[: self.encoder.dimensions] + names,
            "signals": signals,
        }


def _write(db: Database, rows: list[dict[str, Any]], made: Invented) -> None:
    for statement in (
        "INSERT INTO stories (id, headline, language, first_published_at, last_published_at, articles, sources,"
        " languages) VALUES (:id, :title, :language, :day, :day, 1, 1, '[]')",
        "INSERT INTO articles (id, source, url, page, title, text, language, published_at, precision, first_seen_at,"
        " last_seen_at, scraped, text_hash, in_bands, story) VALUES (:id, :source, :url, :url, :title, :text,"
        " :language, :day, 'day', :seen, :seen, 0, :hash, 1, :id)",
        "INSERT INTO addresses (key, article, scraped) VALUES (:url, :id, 0)",
        "INSERT INTO vectors (text_hash, encoder, vectors, signals) VALUES (:hash, :encoder, :vectors, :signals)",
        "INSERT INTO compared (place, article, encoder, text_hash, source, language, day, seen, head) VALUES (:place,"
        " :id, :encoder, :hash, :source, :language, :day, :day, :head)",
    ):
        db.conn.executemany(statement, rows)
    index_articles(db, ((row["id"], row["title"], "", row["text"]) for row in rows))


def _write_bands(db: Database, size: int, chance: np.random.Generator) -> None:
    """MinHash values by chance, band after band, so that the index is written in its order."""
    bands = len(signature(" ".join(f"word{number}" for number in range(60))))
    ids = np.array([row[0] for row in db.conn.execute("SELECT id FROM articles ORDER BY id")])
    for band in range(bands):
        values = chance.integers(0, 2**32, size=size, dtype=np.int64)
        order = np.argsort(values)
        db.conn.executemany(
            "INSERT INTO minhash_bands (band, value, article) VALUES (:band, :value, :article)",
            (
                {"band": band, "value": value, "article": article}
                for value, article in zip(values[order].tolist(), ids[order].tolist(), strict=True)
            ),
        )


def _processor_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
