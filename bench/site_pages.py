"""Times the pages of the site over a news.db of as many invented articles as wanted, and prints a table.

    python -m bench.site_pages [--articles 100000] [--home DIR]

Words follow Zipf's law, one article in twenty is Japanese, one in 1,000 tells of a preprint, 300 sources of seven
countries, 300 articles a day. A home that is there already is measured as it is. Times are of whole pages over ASGI, in
milliseconds, on the warm file.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from db.connection import open_database
from db.migrations import NEWS_ID, news
from db.search import index_articles
from db.site.serve import build
from db.site.site import NewsSite

COUNTRIES = ("FR", "DE", "GB", "US", "JP", "ES", "IT")
KINDS = ("university", "hospital", "institute")
SOURCES = 300
RARE = "s299"  # the source of one article in 2,000, alone in its country
A_DAY = 300
BATCH = 2_000
ROUNDS = 9
JAPANESE = "研究チームは新しい治療法について発表した。"
LETTERS = "abcdefghijklmnopqrstuvwxyzéèü"


def vocabulary(rng: random.Random) -> list[str]:
    """60,000 invented words, the most frequent first."""
    return ["".join(rng.choice(LETTERS) for _ in range(rng.randint(3, 11))) for _ in range(60_000)]


def fill(path: Path, articles: int, words: list[str], rng: random.Random) -> float:
    """Write so many articles of 100 to 300 words; gives the seconds it took."""
    weights = [1 / (rank + 8) for rank in range(len(words))]
    pool = rng.choices(words, weights, k=2_000_000)
    db = open_database(path, news, NEWS_ID)
    with db.conn:
        db.conn.executemany(
            "INSERT INTO sources (id, name, institution, country, kind, languages, home, last_outcome, last_crawl_at,"
            " last_ok_at) VALUES (:id, :id, :id, :country, :kind, '[\"en\"]', 'https://host.example/', 'ok', :at, :at)",
            [
                {
                    "id": f"s{number}",
                    "country": "IS" if f"s{number}" == RARE else COUNTRIES[number % 7],
                    "kind": KINDS[number % 3],
                    "at": "2026-11-22T02:00:00Z",
                }
                for number in range(SOURCES)
            ],
        )
    began = time.perf_counter()
    for start in range(0, articles, BATCH):
        rows = [article(number, pool, rng) for number in range(start, min(start + BATCH, articles))]
        with db.conn:
            db.conn.executemany(
                "INSERT INTO articles (id, source, url, page, title, text, language, published_at, precision,"
                " first_seen_at, last_seen_at, scraped, text_hash, news_type, evidence, html) VALUES (:id, :source,"
                " :url, :url, :title, :text, :language, :day, 'day', '2026-11-22T02:00:00Z', '2026-11-22T02:00:00Z',"
                " :id, :url, :news_type, :evidence, '<p>' || :text || '</p>')",
                rows,
            )
            index_articles(db, ((int(row["id"]), str(row["title"]), "", str(row["text"])) for row in rows))
    db.conn.close()
    return time.perf_counter() - began


def article(number: int, pool: list[str], rng: random.Random) -> dict[str, str | int | None]:
    """The row of the article of this number; the days go on from 2010, in months of 28 days."""
    day = number // A_DAY
    year, month, date = 2010 + day // 336, day % 336 // 28 + 1, day % 28 + 1
    start = rng.randrange(len(pool) - 400)
    words = pool[start : start + rng.randint(100, 300)]
    japanese = rng.random() < 0.05
    source = RARE if rng.random() < 0.0005 else f"s{rng.randrange(SOURCES - 1)}"
    return {
        "id": (year * 10_000 + month * 100 + date) * 1_000_000 + number % A_DAY + 1,
        "source": source,
        "url": f"https://{source}.example/{number}",
        "title": " ".join(words[:9]),
        "text": JAPANESE * 20 + " ".join(words[:50]) if japanese else " ".join(words),
        "language": "ja" if japanese else rng.choice(("en", "fr", "de")),
        "day": f"{year}-{month:02}-{date:02}",
        "news_type": rng.choice((None, None, "research result", "research result", "award", "grant")),
        "evidence": "preprint" if rng.random() < 0.001 else rng.choice((None, "peer-reviewed")),
    }


def pages(words: list[str], newest: int) -> dict[str, str]:
    """What is asked for, by the name it has in the table."""
    common, middling, rare = (quote(words[rank]) for rank in (0, 200, 30_000))
    return {
        "home": "/",
        "search: nothing asked": "/search",
        "search: most common word": f"/search?q={common}",
        "search: word of middling frequency": f"/search?q={middling}",
        "search: rare word": f"/search?q={rare}",
        "search: two words": f"/search?q={common}%20{middling}",
        "search: phrase": f"/search?q=%22{common}%20{quote(words[1])}%22",
        "search: three letters*": "/search?q=abc*",
        "search: one letter*": "/search?q=a*",
        "search: Japanese": f"/search?q={quote('治療法')}",
        "search: common word, country": f"/search?q={common}&country=FR",
        "search: common word, rarest country": f"/search?q={common}&country=IS",
        "search: rarest country": "/search?country=IS",
        "search: language and days": "/search?language=ja&from=2010-02-01&to=2010-03-01",
        "search: type and rarest evidence": "/search?type=award&evidence=preprint",
        "search: common word, rarest evidence": f"/search?q={common}&evidence=preprint",
        "search: as CSV, 1,000 rows": f"/search.csv?q={common}",
        "feed": f"/feed.atom?q={middling}",
        "article": f"/article/{newest}",
        "institution": "/institution/s5",
        "sources": "/sources",
        "Datasette: articles": "/news/articles",
        "Datasette: all tables": "/news",
    }


async def measure(site: NewsSite, words: list[str]) -> None:
    """Ask for every page ROUNDS times and print the median and the slowest."""
    newest = (await site.rows("SELECT max(id) FROM articles"))[0][0]
    print("| page | median ms | slowest ms |\n| --- | --: | --: |")
    for name, path in pages(words, newest).items():
        taken = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            answer = await site.client.get(path)
            taken.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}")
        said = " (says: too broad)" if "Too broad" in answer.text else ""
        print(f"| {name}{said} | {statistics.median(taken):.0f} | {max(taken):.0f} |", flush=True)


def main() -> None:
    """Build the file if it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="keep the database here")
    given = parser.parse_args()
    rng = random.Random(1)
    words = vocabulary(rng)
    with tempfile.TemporaryDirectory() as folder:
        path = (given.home or Path(folder)) / "news.db"
        if not path.exists():
            seconds = fill(path, given.articles, words, rng)
            print(f"{given.articles:,} articles written and indexed in {seconds:.0f} s")
        print(f"news.db: {path.stat().st_size / 1e6:,.0f} MB\n")
        site = build(path)
        asyncio.run(measure(site, words))


if __name__ == "__main__":
    main()
