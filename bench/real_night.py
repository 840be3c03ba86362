"""Crawls every real page of ../shared as if its host were alive, twice, and prints what became of each page.

    python -m bench.real_night [--home DIR]

Every page of `extraction` and `institutions` is served from loopback under its real host name, with a sitemap per
host made from the index and the host's real robots file where there is one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from bench.counting_server import Address, Page, PageServer, serving
from bench.memory import Run, measure
from crawler.addresses import address_key, normalize_address

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SITEMAP = "/newsward-sitemap.xml"


def real_pages() -> dict[Address, Page]:
    """Host and path → page, for every page that has its bytes here; pages without an address get one of their own."""
    pages: dict[Address, Page] = {}
    gold = json.loads((DATA / "extraction" / "gold.json").read_text(encoding="utf-8"))["pages"]
    files = [(key, row.get("url"), DATA / "extraction" / row["file"]) for key, row in gold.items()]
    for line in (DATA / "institutions" / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["file"].startswith("html/"):
            files.append((Path(row["file"]).name.split(".")[0], row.get("url"), DATA / "institutions" / row["file"]))
    for key, url, file in files:
        parts = urlsplit(url or "")
        host = (parts.hostname or f"{key.lower().replace('_', '-')}.example").lower()
        host = host.encode("idna").decode("ascii")  # as it is sent
        path = quote((parts.path or "/") if parts.hostname else "/page", safe="/%:@!$&'()*+,;=~-._")
        path += f"?{quote(parts.query, safe='=&%/:+;,!$()*@')}" if parts.query else ""
        body = gzip.decompress(file.read_bytes())
        # No charset in the header: these pages were stored without theirs, so each must speak for itself.
        pages[(host, path)] = ("text/html", body)
    return pages


def with_doors(pages: dict[Address, Page]) -> dict[Address, Page]:
    """The same pages with a sitemap for each host and its real robots file where we have it."""
    served, paths = dict(pages), defaultdict(list)
    for (host, path), page in pages.items():
        paths[host].append(path)
        # Real servers answer alike with and without tracking parameters; the crawler asks without them.
        served[_address(normalize_address(f"http://{host}{path}"))] = page
    for host, own in paths.items():
        locations = "".join(f"<url><loc>http://{host}{escape(path)}</loc></url>" for path in own)
        text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'
        served[(host, SITEMAP)] = ("application/xml", text.encode())
        robots = DATA / "institutions" / "robots" / f"{host}.txt"
        if robots.exists():
            served[(host, "/robots.txt")] = ("text/plain", robots.read_bytes())
    return served


def write_records(hosts: list[str], folder: Path) -> None:
    """One record a host, with its sitemap as the door."""
    folder.mkdir(parents=True)
    lines = []
    for n, host in enumerate(hosts):
        lines.append(
            f'[host_{n:04d}]\nname = "{host}"\nkind = "institute"\nhome = "http://{host}/"\n'
            f'languages = ["en"]\nsitemap = "http://{host}{SITEMAP}"\n'
        )
    (folder / "int.toml").write_text("\n".join(lines), encoding="utf-8")


def night(home: Path, records: Path, server: PageServer) -> tuple[Run, Run]:
    """One crawl of all hosts and one aggregation, by the real commands."""
    newsward = str(Path(sys.executable).parent / "newsward")
    where = ["--sources", str(records), "--home", str(home)]
    crawl = measure([newsward, "crawl", "--all", "--json", *where, "--proxy", server.address, "--delay", "0"])
    aggregate = measure([newsward, "aggregate", *where])
    return crawl, aggregate


def fates(home: Path, pages: dict[Address, Page]) -> tuple[Counter[str], list[str]]:
    """What became of each served page, by state or reason; and the pages of which nothing is said."""
    with sqlite3.connect(home / "archive.db") as archive:
        entries = {
            _address(url): (state, reason)
            for url, state, reason in archive.execute("SELECT url, state, reason FROM entries")
        }
        kinds = dict(archive.execute("SELECT url, kind FROM scraped_articles ORDER BY id"))
        refused = {
            urlsplit(url).hostname
            for (url,) in archive.execute("SELECT url FROM failures WHERE class = 'robots'")
            if url.endswith(SITEMAP)
        }
    seen = {address_key(url): kind for url, kind in kinds.items()}
    counts: Counter[str] = Counter()
    silent = []
    for address in pages:
        key = address_key(f"http://{''.join(address)}")
        state, reason = entries.get(key, ("", None))
        if seen.get(key) == "article":
            counts["article"] += 1
        elif key in seen:
            counts[f"not an article: {seen[key]}"] += 1
        elif state and state not in ("pending", "fetched"):
            counts[f"{state}: {(reason or '').split(':')[0]}"] += 1
            if not reason:
                silent.append("".join(address))
        elif address[0] in refused:
            counts["robots.txt does not allow the host's list of pages"] += 1
        else:
            counts["no reason known"] += 1
            silent.append("".join(address))
    return counts, silent


def _address(url: str) -> Address:
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return (parts.hostname or "").lower(), path + (f"?{parts.query}" if parts.query else "")


def public_rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the public tables, without the columns that only say when we looked."""
    queries = {
        "articles": "SELECT id, url, title, text, published_at, duplicate_of, story FROM articles ORDER BY id",
        "stories": "SELECT * FROM stories ORDER BY id",
        "links": "SELECT * FROM links ORDER BY a, b, kind",
        "identifiers": "SELECT * FROM identifiers ORDER BY article, scheme, value",
    }
    with sqlite3.connect(home / "news.db") as news:
        return {name: news.execute(sql).fetchall() for name, sql in queries.items()}


def count(home: Path, sql: str) -> int:
    with sqlite3.connect(home / "news.db") as news:
        return int(news.execute(sql).fetchone()[0])


def report(home: Path, pages: dict[Address, Page], served: dict[Address, Page]) -> None:
    hosts = sorted({host for host, _ in pages})
    records = home / "records"
    write_records(hosts, records)
    with serving(served) as server:
        crawl, aggregate = night(home, records, server)
        first, asked = public_rows(home), dict(server.asked)
        counts, silent = fates(home, pages)
        server.asked.clear()
        server.conditional = 0
        again, _ = night(home, records, server)
        changed = {name: len(set(rows) ^ set(first[name])) for name, rows in public_rows(home).items()}
        later, conditional = Counter(server.asked), server.conditional
    sources = list(json.loads(crawl.output)) if crawl.output.lstrip().startswith("[") else []
    print(f"hosts {len(hosts)} · pages {len(pages)} · crawl exit {crawl.code}, aggregate exit {aggregate.code}")
    print(f"first night: {crawl.seconds:.0f} s, {len(pages) / crawl.seconds:.1f} pages/s, peak {crawl.peak_mb:.0f} MB")
    print(f"  aggregate {aggregate.seconds:.1f} s, peak {aggregate.peak_mb:.0f} MB")
    print(f"  answers {sorted((f'{kind} {status}', n) for (kind, status), n in asked.items())}")
    print(f"  outcomes {Counter(row['outcome'] for row in sources)}; bytes {sum(row['bytes'] for row in sources):,}")
    for fate, n in counts.most_common():
        print(f"  {n:5d}  {fate}")
    named = 1 - len(silent) / len(pages)
    print(f"  article or named reason: {named:.4f}; without: {silent[:20]}")
    print(f"  articles {count(home, 'SELECT COUNT(*) FROM articles')}")
    print(f"  duplicates {count(home, 'SELECT COUNT(*) FROM articles WHERE duplicate_of IS NOT NULL')}")
    print(f"  stories {count(home, 'SELECT COUNT(*) FROM stories')}")
    unmodified = sum(n for (_, status), n in later.items() if status == 304)
    bodies = later[("page", 200)]
    print(f"second night: {again.seconds:.0f} s, changed rows {changed}, article bodies fetched {bodies}")
    print(f"  conditional {conditional}, answered 304: {unmodified} ({unmodified / max(conditional, 1):.3f})")
    print(f"  answers {sorted((f'{kind} {status}', n) for (kind, status), n in later.items())}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="where to keep the databases (default: a temporary folder)")
    arguments = parser.parse_args()
    if not DATA.exists():
        sys.exit("real_night needs the real pages in ../shared")
    pages = real_pages()
    with tempfile.TemporaryDirectory() as folder:
        report(arguments.home or Path(folder) / "data", pages, with_doors(pages))


if __name__ == "__main__":
    main()
