"""Crawls eleven real sites from nothing but their home addresses, twice, and prints what was found and what it cost.

    python -m bench.real_sites [--home DIR] [--sites NAME ...] [--worst K]

The sites of ../shared/data/sites are served from loopback by ../shared/bench/serve_sites.py as an HTTP proxy; what
`newsward export articles` prints is scored by ../shared/bench/score_discovery.py.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

SHARED = Path(__file__).resolve().parents[2] / "shared"
SITES = SHARED / "data" / "sites"
_LOG_LINE = re.compile(r'"GET (\S+) HTTP/1\.\d" (\d{3})')


@dataclass
class Night:
    """What one night asked the server: per host the statuses, and the paths answered with a body."""

    seconds: float = 0.0
    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    bodies: set[str] = field(default_factory=set)  # host + path, decoded

    def requests(self, host: str) -> int:
        return sum(self.statuses.get(host, Counter()).values())


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Path]]:
    """Serve the sites on a free loopback port; gives the proxy's address and the file of its request log."""
    log = folder / "requests.log"
    log.touch()
    program = str(SHARED / "bench" / "serve_sites.py")
    command = [sys.executable, program, str(SITES), "--port", "0", "--http", "--log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            address = re.search(r"http://127\.0\.0\.1:\d+", said)
            if address is None:
                sys.exit(f"real_sites: the server of the sites did not start: {said!r}")
            yield address[0], log
        finally:
            server.terminate()


def write_records(folder: Path, sites: list[dict[str, object]]) -> None:
    """One bare record a site: name, kind, home, languages; nothing about where its news are."""
    folder.mkdir()
    blocks = []
    for site in sites:
        home = f"http://{site['host']}{site['start']}"
        said = {"name": site["name"], "kind": "institute", "home": home, "languages": site["languages"]}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
        blocks.append("\n".join([f"[{site['site']}]", *lines]))
    (folder / "int.toml").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def newsward(*arguments: str | Path) -> str:
    """Run the program as its users do, in a process of its own; what it prints. Stops when it fails."""
    program = Path(sys.executable).parent / "newsward"
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: some sources failed, which the table shows
        sys.exit(f"real_sites: newsward {' '.join(map(str, arguments))} ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def run_night(records: Path, home: Path, proxy: str, log: Path) -> tuple[Night, list[dict[str, object]]]:
    """Crawl all sites and aggregate; what it cost by the server's own log, and what each crawl reported."""
    start, began = log.stat().st_size, time.perf_counter()
    where = ("--sources", records, "--home", home)
    printed = newsward("crawl", "--all", *where, "--proxy", proxy, "--delay", "0", "--json")
    newsward("aggregate", *where)
    night = Night(seconds=time.perf_counter() - began)
    with log.open(encoding="utf-8") as lines:
        lines.seek(start)
        for line in lines:
            match = _LOG_LINE.search(line)
            if match:
                parts = urlsplit(match[1])
                night.statuses.setdefault(parts.hostname or "", Counter())[match[2]] += 1
                if match[2] == "200":
                    night.bodies.add(f"{parts.hostname}{unquote(parts.path)}")
    return night, json.loads(printed)


def state_of(home: Path) -> tuple[int, str]:
    """(pages as said in the archive, digest of every published row) to tell whether a night changed anything."""
    with closing(sqlite3.connect(home / "archive.db")) as archive:
        said = archive.execute("SELECT COUNT(*) FROM scraped_articles").fetchone()[0]
    digest = sha256()
    with closing(sqlite3.connect(home / "news.db")) as news:
        for table in ("articles", "appearances", "stories"):
            columns = [row[1] for row in news.execute(f"PRAGMA table_info({table})")]
            kept = [name for name in columns if name not in ("last_seen_at", "updated_at", "checked_at")]
            for row in news.execute(f"SELECT {', '.join(kept)} FROM {table} ORDER BY rowid") if kept else ():
                digest.update(repr(row).encode())
    return said, digest.hexdigest()


def score(articles: Path, sites: Path, worst: int) -> tuple[dict[str, object], str]:
    """The shared scorer's figures, and its list of misses."""
    scorer = [sys.executable, str(SHARED / "bench" / "score_discovery.py"), str(sites), str(articles)]
    said = subprocess.run([*scorer, "--json"], capture_output=True, text=True, check=True).stdout
    shown = subprocess.run([*scorer, "--worst", str(worst)], capture_output=True, text=True, check=True).stdout
    misses = [line for line in shown.splitlines() if "\t" in line]
    return json.loads(said), "\n".join(misses)


def table(sites: list[dict[str, object]], report: dict[str, object], first: Night, second: Night) -> Iterator[str]:
    """The lines of the printed table."""
    yield (
        "| site | asked | kept | double | recall | precision | title | day | language "
        "| requests | per article | night 2: requests | 304 |"
    )
    yield "|---" * 13 + "|"
    hosts = {str(site["site"]): str(site["host"]) for site in sites}
    costs = []
    rows = report["sites"]
    assert isinstance(rows, list)
    for row in rows:
        host = hosts[row["site"]]
        found = round((row["recall"] or 0) * row["asked"])
        cost = first.requests(host) / found if found else float("inf")
        costs.append(cost)
        again = second.statuses.get(host, Counter())
        yield (
            f"| {row['site']} | {row['asked']} | {row['kept']} | {row['double']} | "
            + " | ".join(_figure(row[name]) for name in ("recall", "precision", "title", "date", "lang"))
            + f" | {first.requests(host)} | {cost:.2f} | {sum(again.values())} | {again['304']} |"
        )
    mean = report["mean"]
    assert isinstance(mean, dict)
    total = sum(first.requests(host) for host in hosts.values())
    again = sum((second.statuses.get(host, Counter()) for host in hosts.values()), Counter[str]())
    yield (
        f"| **mean** | {mean['asked']} | {mean['kept']} | {mean['double']} | "
        + " | ".join(_figure(mean[name]) for name in ("recall", "precision", "title", "date", "lang"))
        + f" | {total} | {sum(costs) / len(costs):.2f} | {sum(again.values())} | {again['304']} |"
    )


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float | int) else "–"


def main() -> None:
    """Run both nights and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="keep the databases here; must not exist yet")
    parser.add_argument("--sites", nargs="*", help="only these sites")
    parser.add_argument("--worst", type=int, default=40, help="how many misses to list")
    options = parser.parse_args()
    if not (SITES / "sites.json").exists():
        sys.exit("real_sites: needs the real sites in ../shared/data/sites, which are not here")
    data = json.loads((SITES / "sites.json").read_text(encoding="utf-8"))
    sites = [site for site in data["sites"] if not options.sites or site["site"] in options.sites]
    work = Path(tempfile.mkdtemp(prefix="real-sites-"))
    home = options.home or work / "home"
    try:
        (work / "sites.json").write_text(json.dumps({"sites": sites}), encoding="utf-8")
        write_records(work / "sources", sites)
        with serving(work) as (proxy, log):
            first, crawls = run_night(work / "sources", home, proxy, log)
            (work / "articles.jsonl").write_text(newsward("export", "articles", "--home", home), encoding="utf-8")
            before = state_of(home)
            second, _ = run_night(work / "sources", home, proxy, log)
            after = state_of(home)
        report, misses = score(work / "articles.jsonl", work / "sites.json", options.worst)
        print("\n".join(table(sites, report, first, second)))
        outcomes = Counter(str(crawl.get("outcome")) for crawl in crawls)
        print(f"\nOutcomes: {dict(outcomes)}. Night 1 {first.seconds:.1f} s, night 2 {second.seconds:.1f} s.")
        kept = [json.loads(line)["url"] for line in (work / "articles.jsonl").read_text("utf-8").splitlines()]
        again = [url for url in kept if f"{urlsplit(url).hostname}{unquote(urlsplit(url).path)}" in second.bodies]
        print(f"Night 2 fetched {len(again)} article bodies again; rows changed: {'no' if before == after else 'YES'}.")
        print("\n".join(again[:10]))
        print(misses)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
