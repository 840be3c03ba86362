"""Measures what it costs to crawl 300 sources in one process, beside the same pages as one source.

python -m bench.many_sources
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from pathlib import Path

from bench.memory import Run, measure
from bench.page_server import Pages, serve

PAGES = 2  # article pages of each source on the first night
WORDS = "The clinic followed its patients for two years and compared both treatments in a study of many rooms. " * 4


def make_pages(hosts: int) -> Pages:
    """Newsrooms of PAGES articles each on hosts n0, n1 …, and the same articles in one newsroom on host `all`."""

    def page(host: str, path: str) -> tuple[str, str, bytes] | None:
        if path == "/feed.xml":
            name = host.partition(".")[0]
            count = hosts * PAGES if name == "all" else PAGES
            return "application/rss+xml", "", _feed(host, count)
        if not path.startswith("/news/"):
            return None
        title = f"A study of {path.rpartition('-')[2]} rooms at {host}"
        text = f'<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{WORDS}</p>'
        return "text/html", "", f"{text}<p>{title}.</p></article></body></html>".encode()

    return page


def _feed(host: str, count: int) -> bytes:
    items = "".join(
        f"<item><title>A study of {item} rooms at {host}</title><link>http://{host}/news/a-study-of-rooms-{item}</link>"
        "<pubDate>Thu, 05 Nov 2026 08:00:00 +0000</pubDate></item>"
        for item in range(count)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def _record(name: str) -> str:
    host = f"http://{name}.many.example"
    return (
        f'[bench_{name}]\nname = "{name}"\nkind = "institute"\nhome = "{host}/"\n'
        f'languages = ["en"]\nfeeds = ["{host}/feed.xml"]\n'
    )


def crawl(names: list[str], home: Path, proxy: str) -> tuple[Run, int]:
    """Crawl newsrooms once; the run, and how many articles the archive holds then."""
    records = home / "records"
    records.mkdir(parents=True, exist_ok=True)
    (records / "gb.toml").write_text("\n".join(map(_record, names)), encoding="utf-8")
    command = [sys.executable, "-c", "from aggregator.cli import main; main()", "crawl", "--all"]
    command += ["--sources", str(records), "--home", str(home), "--proxy", proxy, "--delay", "0", "--budget", "100000"]
    run = measure([*command, "--json"])
    with sqlite3.connect(home / "archive.db") as archive:
        held = archive.execute("SELECT count(*) FROM scraped_articles WHERE kind = 'article'").fetchone()[0]
    return run, int(held)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=300)
    many = parser.parse_args().sources
    print("| run | articles held | seconds | peak memory (PSS of all processes) |\n|---|---|---|---|")
    with serve(make_pages, many) as proxy, tempfile.TemporaryDirectory() as folder:
        one, held = crawl(["all"], Path(folder) / "one", proxy)
        print(f"| 1 source of {many * PAGES} pages | {held} | {one.seconds:.1f} | {one.peak_mb:.0f} MB |", flush=True)
        names = [f"n{number}" for number in range(many)]
        first, held = crawl(names, Path(folder) / "many", proxy)
        print(
            f"| {many} sources of {PAGES} pages | {held} | {first.seconds:.1f} | {first.peak_mb:.0f} MB |", flush=True
        )
        again, held = crawl(names, Path(folder) / "many", proxy)
        print(f"| the same {many} again | {held} | {again.seconds:.1f} | {again.peak_mb:.0f} MB |")
    print(f"\nOverhead of {many} sources: {first.seconds - one.seconds:.1f} s")


if __name__ == "__main__":
    main()
