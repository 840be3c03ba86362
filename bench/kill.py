"""Kills the crawl and the aggregation of the demo web at random moments, and compares what is kept after one more run.

    python -m bench.kill [--times 20] [--seed 1]

Each time: a fresh home, a run ended by SIGKILL (the whole process group, so workers too), one more run to the end.
Then every row of both databases must be a row of an undisturbed run's, and the other way round. Ids and times are left
out, and so are the books about the runs themselves (nights, crawls, ledger, failures, attempts), which differ in truth.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.content import SOURCES
from demo.web import serve

DELAY = "0.02"
ENDS = 300.0  # seconds after which a run that does not end is a fault of its own

# What must be equal, table by table. Ids are replaced by the addresses they stand for.
ARCHIVE = {
    "entries": "SELECT source, url, door, origin, title, published_at, precision, modified_at, summary, language,"
    " score, state, reason, page, final_url FROM entries",
    "scraped_articles": "SELECT source, url, kind, reason, said_digest, payload_digest, parser, canonical_url, title,"
    " lead, text, language, published_at, precision, modified_at, embargo_until, authors, identifiers, images,"
    " contacts, alternates, origins FROM scraped_articles",
    "doors": "SELECT source, url, kind, found_on, how, entries FROM doors",
    "validators": "SELECT source, url, etag, last_modified FROM validators",
    "robots": "SELECT origin, body, etag, last_modified FROM robots",
    "gone": "SELECT url FROM gone",
    "sources": "SELECT id, record FROM sources",
    "complete": "SELECT DISTINCT source FROM crawls WHERE complete = 1",
}
NEWS = {
    "articles": "SELECT a.source, a.url, a.page, a.title, a.lead, a.text, a.language, a.published_at, a.precision,"
    " a.published_origin, a.modified_at, a.authors, a.images, a.contacts, a.alternates, a.origins, a.withdrawn_at,"
    " a.text_hash, a.in_bands, o.url, a.duplicate_reason, a.duplicate_score"
    " FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of",
    "identifiers": "SELECT a.url, scheme, value, found_in, quote, is_primary FROM identifiers i"
    " JOIN articles a ON a.id = i.article",
    "bands": "SELECT a.url, count(*) FROM minhash_bands m JOIN articles a ON a.id = m.article GROUP BY a.id",
    "addresses": "SELECT d.key, a.url, d.canonical FROM addresses d LEFT JOIN articles a ON a.id = d.article",
    "alternates": "SELECT n.key, a.url FROM alternates n JOIN articles a ON a.id = n.article",
    "search": "SELECT a.url FROM articles_fts f JOIN articles a ON a.id = f.rowid",
    "sources": "SELECT id, name, institution, ror, country, kind, languages, home, retired FROM sources",
}


Contents = dict[str, Counter[tuple[object, ...]]]  # table → rows and how many times each is there

# Which article founds a story, and which of three articles the other two are linked to, follows from their ids, and so
# from the order in which pages came. What is told together and for what reason does not: (the others, the address).
TOGETHER = {
    "stories": "SELECT s.id, s.headline, s.language, s.first_published_at, s.last_published_at, s.articles, s.sources,"
    " s.languages, a.url FROM stories s JOIN articles a ON a.story = s.id",
    "links": "SELECT 0, l.kind, l.reason, l.evidence, l.score, a.url FROM links l"
    " JOIN articles a ON a.id IN (l.a, l.b)",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One kill: of which phase, how many seconds after its start, and the rows that differ after one more run."""

    phase: str
    after: float
    differences: tuple[str, ...]


def command(phase: str, home: Path, proxy: str) -> list[str]:
    """The command line of a phase: crawl or aggregate."""
    start = [sys.executable, "-c", "from aggregator.cli import main; main()", phase]
    if phase == "crawl":
        return [*start, "--sources", str(SOURCES), "--home", str(home), "--proxy", proxy, "--delay", DELAY, "--json"]
    return [*start, "--sources", str(SOURCES), "--home", str(home)]


def run(phase: str, home: Path, proxy: str) -> float:
    """Run a phase to its end; seconds. Raises RuntimeError with what it printed when it ends badly."""
    began = time.monotonic()
    done = subprocess.run(command(phase, home, proxy), capture_output=True, text=True, timeout=ENDS, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{phase} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - began


def run_killed(phase: str, home: Path, proxy: str, after: float) -> float | None:
    """Run a phase and kill all its processes after that many seconds; its seconds when it had ended by itself."""
    began = time.monotonic()
    process = subprocess.Popen(
        command(phase, home, proxy),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        # The group holds the crawl's own process, its fork server and its workers.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
    return time.monotonic() - began


def rows(file: Path, queries: dict[str, str]) -> Contents:
    """Every row of the tables as `queries` see them."""
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return {name: Counter(connection.execute(query).fetchall()) for name, query in queries.items()}
    finally:
        connection.close()


def together(file: Path) -> Contents:
    """The rows of TOGETHER with the addresses they bind in place of an id."""
    found: Contents = {}
    for name, counted in rows(file, TOGETHER).items():
        bound: dict[tuple[object, ...], set[object]] = {}
        for *said, url in counted:
            bound.setdefault(tuple(said), set()).add(url)
        found[name] = Counter((*said[1:], tuple(sorted(map(str, urls)))) for said, urls in bound.items())
    return found


def contents(home: Path) -> Contents:
    """The rows of both databases, by `file.table`."""
    found: Contents = {}
    for name, queries in (("archive", ARCHIVE), ("news", NEWS)):
        found |= {f"{name}.{table}": counted for table, counted in rows(home / f"{name}.db", queries).items()}
    return found | {f"news.{table}": counted for table, counted in together(home / "news.db").items()}


def differences(want: Contents, got: Contents) -> tuple[str, ...]:
    """Rows that only one side has, one line each."""
    lines = []
    for table in want:
        lines += [f"{table}: lost {str(row)[:300]}" for row in (want[table] - got[table]).elements()]
        lines += [f"{table}: more {str(row)[:300]}" for row in (got[table] - want[table]).elements()]
    return tuple(lines)


def undisturbed(home: Path, proxy: str) -> tuple[Contents, dict[str, float]]:
    """The contents after a crawl and an aggregation that nobody disturbed, and the seconds each took."""
    seconds = {phase: run(phase, home, proxy) for phase in ("crawl", "aggregate")}
    return contents(home), seconds


def trials(times: int, seed: int, folder: Path) -> list[Trial]:
    """Kill the crawl and the aggregation by turns; each trial in a home of its own below `folder`."""
    chance = random.Random(seed)
    done = []
    with serve() as web:
        model = folder / "undisturbed"
        want, seconds = undisturbed(model, web.proxy)
        for number in range(times):
            phase = ("crawl", "aggregate")[number % 2]
            after = chance.uniform(0.2, seconds[phase])
            home = folder / str(number)
            while (took := _killed(phase, home, web.proxy, after, model)) is not None:
                after = chance.uniform(0.2, took)  # it was quicker than the undisturbed run: again, in a new home
            for again in ("crawl", "aggregate") if phase == "crawl" else ("aggregate",):
                run(again, home, web.proxy)
            done.append(Trial(phase, after, differences(want, contents(home))))
    return done


def _killed(phase: str, home: Path, proxy: str, after: float, model: Path) -> float | None:
    """Make the home anew and run a phase in it until it is killed; its seconds when it ended by itself before."""
    shutil.rmtree(home, ignore_errors=True)
    if phase == "aggregate":
        shutil.copytree(model, home, ignore=shutil.ignore_patterns("news.db*"))
    return run_killed(phase, home, proxy, after)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a kill; 1 when any row was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        done = trials(options.times, options.seed, Path(folder))
    for trial in done:
        print(f"{trial.phase:9} killed after {trial.after:5.2f} s: {len(trial.differences)} rows differ")
        for line in trial.differences[:5]:
            print(f"    {line}")
    wrong = sum(bool(trial.differences) for trial in done)
    print(f"{len(done)} kills, {wrong} with a row lost or doubled")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
