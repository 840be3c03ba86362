"""Measures pages a second from web server to archive, beside plain trafilatura over the same files, and the memory.

python -m bench.throughput                    # speed: every page of ../shared/data/extraction once
python -m bench.throughput --memory           # memory: 1,000 and 20,000 pages
"""

from __future__ import annotations

import argparse
import gzip
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import trafilatura

from bench.memory import Run, measure
from bench.page_server import Pages, serve

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
HOSTS = 8  # newsrooms the pages are dealt out to


def make_pages(folder: str, count: int) -> Pages:
    """`count` pages dealt out to HOSTS: the files of `folder`, then copies of them with changed words."""
    files = sorted(Path(folder, "html").glob("*.html.gz"))
    stored = [file.read_bytes() for file in files]

    def page(host: str, path: str) -> tuple[str, str, bytes] | None:
        number = int(host.removeprefix("news").partition(".")[0])
        if path == "/feed.xml":
            return "application/rss+xml", "", _feed(host, number, count)
        name = path.rpartition("-")[2].removesuffix(".html")
        if not name.isdigit():
            return None
        body = stored[int(name) % len(stored)]
        copy = int(name) // len(stored)
        if copy:
            words = f" Copy {copy} says it in other words: {copy * 7919 % 10007} and {copy * 104729 % 10007}.</p>"
            raw = gzip.decompress(body).replace(b"</p>", words.encode(), 5)
            return "text/html", "", raw
        return "text/html", "gzip", body

    return page


def _feed(host: str, number: int, count: int) -> bytes:
    items = "".join(
        f"<item><title>Item {item}</title>"
        f"<link>http://{host}/news/2026/10/an-item-of-the-newsroom-{item}.html</link></item>"
        for item in range(number, count, HOSTS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def plain_trafilatura() -> tuple[int, float]:
    """Pages and seconds of trafilatura alone, in one process, over the unpacked files."""
    bodies = [gzip.decompress(file.read_bytes()) for file in sorted((DATA / "html").glob("*.html.gz"))]
    trafilatura.extract(bodies[0])
    began = time.perf_counter()
    for body in bodies:
        trafilatura.extract(body)
    return len(bodies), time.perf_counter() - began


def crawl(count: int, home: Path) -> tuple[int, Run]:
    """Crawl `count` pages with `newsward crawl` into `home`; how many were read, and the run."""
    records = home / "records"
    records.mkdir(parents=True)
    lines = [
        f'[bench_{number}]\nname = "Bench {number}"\nkind = "institute"\nhome = "http://news{number}.bench.example/"\n'
        f'languages = ["en"]\nfeeds = ["http://news{number}.bench.example/feed.xml"]\n'
        for number in range(HOSTS)
    ]
    (records / "gb.toml").write_text("\n".join(lines), encoding="utf-8")
    with serve(make_pages, str(DATA), count) as proxy:
        command = [sys.executable, "-c", "from aggregator.cli import main; main()", "crawl", "--all", "--json"]
        command += ["--sources", str(records), "--home", str(home)]
        run = measure([*command, "--proxy", proxy, "--delay", "0", "--budget", "1000000"])
    if run.code:
        sys.exit(f"the crawl failed:\n{run.output}")
    with sqlite3.connect(home / "archive.db") as archive:
        (read,) = archive.execute("SELECT count(DISTINCT url) FROM scraped_articles").fetchone()
    return int(read), run


def main() -> None:
    """Print the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--pages", type=int, nargs="*", help="instead of each file once, or of 1000 and 20000")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"needs the real pages in {DATA}, which are not here")
    files = len(list((DATA / "html").glob("*.html.gz")))
    counts = arguments.pages or ([1_000, 20_000] if arguments.memory else [files])
    print("| run | pages | seconds | pages/s | peak memory (PSS of all processes) |\n|---|---|---|---|---|")
    plain = 0.0
    if not arguments.memory:
        pages, seconds = plain_trafilatura()
        plain = pages / seconds
        print(f"| trafilatura.extract, one process | {pages} | {seconds:.1f} | {plain:.1f} | |", flush=True)
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            pages, run = crawl(count, Path(folder) / "home")
        speed = pages / run.seconds
        print(f"| newsward crawl | {pages} | {run.seconds:.1f} | {speed:.1f} | {run.peak_mb:.0f} MB |", flush=True)
        if plain:
            print(
                f"\n{speed / plain:.2f} × the pages a second of plain trafilatura, start and end of the crawl included."
            )


if __name__ == "__main__":
    main()
