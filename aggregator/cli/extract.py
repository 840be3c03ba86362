"""`newsward extract`: turns HTML files into one JSON object a page, by the extraction the crawler uses."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table
from rich.text import Text

from aggregator import explaining
from crawler.extract.pool import ExtractionPool
from crawler.items import PageKind, ScrapedArticle

MAX_BODY = 10_000_000  # bytes after decompression, the cap of the crawler
ENDINGS = (".html.gz", ".htm.gz", ".html", ".htm", ".xhtml")
STYLES = {"heading": "bold underline", "value": "", "reason": "dim", "loser": "red"}
AHEAD = 8  # pages queued for each worker; more only costs memory


class Unreadable(ValueError):
    """A file that holds no page we can read."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file to read; None stands for standard input."""

    id: str
    path: Path | None
    url: str | None


@click.command()
@click.argument("source", type=click.Path(exists=True, allow_dash=True, path_type=Path), metavar="FILE|DIR|-")
@click.option("--url", help="The address of the page (one file only).")
@click.option(
    "--urls", "urls_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Lines of id<TAB>address."
)
@click.option(
    "--explain", is_flag=True, help="Print for a person: each field, where it came from, and what lost to it."
)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; one a core when not given.")
def extract(source: Path, url: str | None, urls_file: Path | None, explain: bool, workers: int | None) -> None:
    """Print what HTML pages say: title, text, date, language, authors, identifiers … one JSON object a page.

    A folder is read whole (*.html, *.html.gz, not its subfolders). A page's id is its file name without the ending.
    Pages that are no article are printed too; `kind` and `reason` tell why. Exit code 1 when a page could not be read.
    """
    pages = _pages(source, url, _read_urls(urls_file) if urls_file else {})
    count = min(workers or os.cpu_count() or 1, max(1, len(pages)))
    failures = 0
    write = _explainer() if explain else _write_json
    quiet = explain or not sys.stderr.isatty()
    with ExtractionPool(count) as pool, Progress(console=Console(stderr=True), disable=quiet) as progress:
        task = progress.add_task("Reading pages", total=len(pages))
        for page, outcome in _extracted(pages, pool, count * AHEAD):
            progress.advance(task)
            if isinstance(outcome, str):
                failures += 1
                print(f"{page.id}: {outcome}", file=sys.stderr)
                continue
            if outcome.kind is PageKind.GIVEN_UP:
                failures += 1
                print(f"{page.id}: given up, {outcome.reason}", file=sys.stderr)
            write(page, outcome)
    sys.stdout.flush()
    if failures:
        sys.exit(1)


def _write_json(page: Page, outcome: ScrapedArticle) -> None:
    sys.stdout.write(json.dumps(as_record(page.id, page.url, outcome), ensure_ascii=False) + "\n")


def _explainer() -> Callable[[Page, ScrapedArticle], None]:
    """What prints a page for a person: in two columns and colours on a terminal, plain lines elsewhere."""
    console = Console(highlight=False)

    def write(page: Page, outcome: ScrapedArticle) -> None:
        lines = explaining.explain(page.id, page.url, outcome)
        if not console.is_terminal:
            sys.stdout.write("".join(f"{explaining.plain(line)}\n" for line in lines) + "\n")
            return
        table = Table.grid(Column(width=explaining.NAME), Column(overflow="fold"), padding=(0, 1))
        for line in lines:
            if line.role == "heading":
                console.print(Text(line.text, STYLES["heading"]))
            else:
                table.add_row(Text(line.field, "bold"), Text(line.text, STYLES[line.role]))
        console.print(table, "")

    return write


def as_record(page_id: str, url: str | None, article: ScrapedArticle) -> dict[str, Any]:
    """The JSON object of one page. `date`: the day the page prints, null when it prints none (a month is no day)."""
    fields = asdict(article)
    published = article.published_day or article.published_at
    return {
        "id": page_id,
        "url": url or article.canonical_url,
        "kind": str(fields.pop("kind")),
        "reason": fields.pop("reason"),
        "title": fields.pop("title"),
        "date": published[:10] if published and len(published) >= 10 else None,
        **{name: value for name, value in fields.items() if name != "url"},
    }


def _read_urls(path: Path) -> dict[str, str]:
    """id → address; a line without a tab is a wrong file, named with its number."""
    urls = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        page_id, tab, address = line.partition("\t")
        if not tab:
            raise click.UsageError(f"{path}, line {number}: expected id<TAB>address")
        urls[page_id.strip()] = address.strip()
    return urls


def _pages(source: Path, url: str | None, urls: dict[str, str]) -> list[Page]:
    if str(source) == "-":
        return [Page("-", None, url or urls.get("-"))]
    if source.is_file():
        page_id = _identifier(source)
        return [Page(page_id, source, url or urls.get(page_id))]
    if url:
        raise click.UsageError("--url is for one file; for a folder give --urls FILE with lines of id<TAB>address")
    files = sorted(path for path in source.iterdir() if path.is_file() and path.name.lower().endswith(ENDINGS))
    if not files:
        raise click.UsageError(f"{source} holds no .html or .html.gz file")
    return [Page(page_id, path, urls.get(page_id)) for path in files for page_id in [_identifier(path)]]


def _identifier(path: Path) -> str:
    ending = next((ending for ending in ENDINGS if path.name.lower().endswith(ending)), "")
    return path.name[: len(path.name) - len(ending)] if ending else path.name


def _extracted(pages: list[Page], pool: ExtractionPool, ahead: int) -> Iterator[tuple[Page, ScrapedArticle | str]]:
    """Pages in order with what they said, or with why they could not be read."""
    now = datetime.now(UTC)
    waiting: deque[tuple[Page, Future[ScrapedArticle] | str]] = deque()
    for page in pages:
        try:
            waiting.append((page, pool.submit(_body(page), page.url or "", None, None, now)))
        except (OSError, Unreadable) as error:
            waiting.append((page, str(error)))
        if len(waiting) >= ahead:
            yield _settled(*waiting.popleft())
    while waiting:
        yield _settled(*waiting.popleft())


def _settled(page: Page, outcome: Future[ScrapedArticle] | str) -> tuple[Page, ScrapedArticle | str]:
    return page, outcome if isinstance(outcome, str) else outcome.result()


def _body(page: Page) -> bytes:
    """The bytes of a page, at most MAX_BODY after decompression."""
    if page.path is None:
        body = sys.stdin.buffer.read(MAX_BODY + 1)
    elif page.path.name.lower().endswith(".gz"):
        try:
            with gzip.open(page.path) as file:
                body = file.read(MAX_BODY + 1)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise Unreadable(f"is not a whole gzip file ({error})") from error
    else:
        with page.path.open("rb") as file:
            body = file.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise Unreadable(f"is over {MAX_BODY // 1_000_000} MB")
    return body
