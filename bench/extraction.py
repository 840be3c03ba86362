"""Turns the real pages of ../shared/data/extraction into one table: every bar beside four other extractors.

    python -m bench.extraction [--workers N] [--rounds N] [--text FILE | --in-sample]

Needs the extra `bench`. All tools read every page in this run. Text F1 (shingles), segment F1, exact titles and exact
days are those of ../shared/bench/score_extraction.py. Newsward's block model was trained on these pages: its text rows
are scored on texts for which the page's site was held out of training (`--text FILE`, JSON lines of id and text, else
made by `python -m bench.blocks --out-of-fold`). Titles likewise: by weights fitted without the page's site.
`--in-sample` scores the command's own texts and titles instead, and says so.
Language is compared with the `lang` attribute where the words agree with it, and with bench/languages.json else.
Authors: a name is right when the annotation holds it; organisations in the annotation are no people and not missed.
Pages a second are CPU time on one core: each page is read by all tools one after the other in one process, `--rounds`
times, and a tool's time for a page is the median; all fields of a page for Newsward, the text alone for the others.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench import authors, titles
from bench.peers import Tool, peers

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "extraction"
SCORER = ROOT.parent / "shared" / "bench" / "score_extraction.py"
LANGUAGES = Path(__file__).parent / "languages.json"
SUBSETS = ("scrapinghub", "wcxb", "fundus", "trafilatura")
NORWEGIAN = {"nb": "no", "nn": "no"}
# Metric and field of the scorer, name of the row, subsets with a bar and the bar.
ROWS: tuple[tuple[str, str, str, dict[str, float]], ...] = (
    ("shingle", "f1", "text F1", {"scrapinghub": 0.970, "wcxb": 0.950, "fundus": 0.968}),
    ("segment", "f1", "segment F1", {"trafilatura": 0.940}),
    ("title", "exact", "title exact", {"wcxb": 0.93, "fundus": 0.84, "trafilatura": 0.86}),
    ("date", "acc", "exact day", {"wcxb": 0.94, "trafilatura": 0.93, "fundus": 0.99}),
    ("date", "p", "exact day, of days given", {}),
)
INSTITUTIONS, LANGUAGE = 0.972, 0.995

Pages = dict[str, dict[str, Any]]


def run_newsward(gold: Pages, folder: Path, workers: int) -> tuple[Pages, float]:
    """What `newsward extract` says of each page, and seconds for the whole command."""
    urls, out = folder / "urls.tsv", folder / "newsward.jsonl"
    urls.write_text("".join(f"{page_id}\t{page['url']}\n" for page_id, page in gold.items() if page.get("url")))
    command = [sys.executable, "-c", "from aggregator.cli import main; main()", "extract", str(DATA / "html")]
    started = time.perf_counter()
    with out.open("wb") as file:
        run = subprocess.run([*command, "--urls", str(urls), "--workers", str(workers)], stdout=file, cwd=ROOT)
    if run.returncode > 1:  # 1: a page was given up, which the command has said
        run.check_returncode()
    seconds = time.perf_counter() - started
    return {record["id"]: record for record in map(json.loads, out.open(encoding="utf-8"))}, seconds


def run_peers(gold: Pages, tools: list[Tool], rounds: int) -> tuple[dict[str, Pages], dict[str, list[float]]]:
    """What each other tool says of each page, and CPU seconds for each page of each tool and of Newsward."""
    from crawler.extract.page import extract_page

    now = datetime.now(UTC)
    said: dict[str, Pages] = {tool.name: {} for tool in tools}
    spent: dict[str, list[float]] = {name: [] for name in ("newsward", *said)}
    first = gzip.decompress((DATA / next(iter(gold.values()))["file"]).read_bytes())
    extract_page(first, "https://example.org/", now=now)  # loads every library's models before the clock runs
    for tool in tools:
        tool.run(first, "https://example.org/")
        tool.seconds.clear()
    for page_id, page in gold.items():
        body, url = gzip.decompress((DATA / page["file"]).read_bytes()), page.get("url") or ""
        ours = []
        for _ in range(rounds):
            for tool in tools:
                one = tool.run(body, url)
                said[tool.name][page_id] = {
                    "id": page_id,
                    **{name: getattr(one, name) for name in ("text", "title", "date", "language", "authors")},
                }
            started = time.process_time()
            extract_page(body, url, now=now)
            ours.append(time.process_time() - started)
        spent["newsward"].append(median(ours))
        for tool in tools:
            spent[tool.name].append(median(tool.seconds))
            tool.seconds.clear()
    return said, spent


def held_out_texts(folder: Path, given: Path | None, in_sample: bool) -> tuple[dict[str, str], str]:
    """Texts by page id that replace the command's own, and what to call them."""
    if in_sample or (given is None and importlib.util.find_spec("bench.blocks") is None):
        return {}, "texts of the command itself, whose models have seen these pages"
    if given is None:
        given = folder / "texts.jsonl"
        subprocess.run([sys.executable, "-m", "bench.blocks", "--out-of-fold", str(given)], cwd=ROOT, check=True)
    texts = {record["id"]: record["text"] for record in map(json.loads, given.open(encoding="utf-8"))}
    return texts, f"texts of {len(texts)} pages by a model trained without the page's site"


def with_held_out_titles(predictions: Pages) -> Pages:
    """Newsward's predictions with the titles that weights fitted on other sites choose (bench/titles.py)."""
    taken = titles.cross_validate(titles.read_pages(), titles.PENALTY)
    held_out = {page.id: choice.text for page, choice, _ in taken}
    return {i: {**record, "title": held_out.get(i, record["title"])} for i, record in predictions.items()}


def score(gold: Pages, predictions: Pages, folder: Path) -> dict[str, Any]:
    """The scorer's figures per subset, with the institutional pages as one more subset."""
    result: dict[str, Any] = {}
    institutions = {i: {**page, "subset": "institutional"} for i, page in gold.items() if page.get("institution")}
    for pages in (gold, institutions):
        wanted, given = folder / "gold.json", folder / "predictions.jsonl"
        wanted.write_text(json.dumps(pages), encoding="utf-8")
        given.write_text("".join(json.dumps(record) + "\n" for record in predictions.values()), encoding="utf-8")
        command = [sys.executable, str(SCORER), str(wanted), str(given), "--json"]
        result |= json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return result


def languages(gold: Pages) -> dict[str, str]:
    """The language of every page: labelled by eye, else its attribute, which the words were seen to agree with."""
    labelled: dict[str, str] = json.loads(LANGUAGES.read_text(encoding="utf-8"))["languages"]
    truth = {page_id: (page.get("html_lang") or "")[:2].lower() for page_id, page in gold.items()} | labelled
    return {page_id: NORWEGIAN.get(code, code) for page_id, code in truth.items() if code and page_id in gold}


def language_share(truth: dict[str, str], predictions: Pages) -> float | None:
    """Share of the pages whose language is right; None for a tool that gives none."""
    said = {page_id: record.get("language") for page_id, record in predictions.items()}
    if not any(said.values()):
        return None
    return sum(NORWEGIAN.get(said.get(i) or "", said.get(i)) == code for i, code in truth.items()) / len(truth)


def rows(results: dict[str, dict[str, Any]]) -> Iterator[tuple[str, float | None, list[float | None]]]:
    """Name, bar and one figure a tool."""
    for metric, field, name, bars in ROWS:
        for subset in SUBSETS:
            values = [result[subset].get(metric, {}).get(field) for result in results.values()]
            if any(value is not None for value in values):
                given = [result[subset].get(metric, {}).get("r") or metric != "date" for result in results.values()]
                kept = [value if known else None for value, known in zip(values, given, strict=True)]
                yield f"{name}, {subset}", bars.get(subset), kept
        if metric == "shingle":
            own = [result["institutional"]["shingle"]["f1"] for result in results.values()]
            yield "text F1, institutional pages", INSTITUTIONS, own


def show(name: str, bar: float | None, values: list[float | None], digits: int = 4) -> None:
    cells = [f"{bar:.{min(digits, 3)}f}" if bar is not None else ""]
    cells += ["–" if value is None else f"{value:.{digits}f}" for value in values]
    print(f"| {name} | " + " | ".join(cells) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--text", type=Path, help="held-out texts: JSON lines of id and text")
    parser.add_argument("--in-sample", action="store_true", help="score the command's own texts")
    options = parser.parse_args()
    if not DATA.exists():
        sys.exit("needs the real pages in ../shared/data/extraction, which are not here")
    try:
        tools = peers()
    except ModuleNotFoundError as error:
        sys.exit(f"{error}; the other tools come with: pip install -e .[bench]")
    gold: Pages = json.loads((DATA / "gold.json").read_text(encoding="utf-8"))["pages"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, command_seconds = run_newsward(gold, folder, options.workers)
        texts, label = held_out_texts(folder, options.text, options.in_sample)
        scored = {page_id: {**record, "text": texts.get(page_id, record["text"])} for page_id, record in ours.items()}
        said, spent = run_peers(gold, tools, options.rounds)
        predictions = {"newsward": scored, **said}
        results = {tool: score(gold, pages, folder) for tool, pages in predictions.items()}
        if not options.in_sample:
            scored = with_held_out_titles(scored)
            predictions["newsward"], label = scored, f"{label}; titles by weights fitted without the page's site"
            results["newsward"] = score(gold, scored, folder)
    print("| | bar | " + " | ".join(predictions) + " |\n| --- | ---: |" + " ---: |" * len(predictions))
    for row in rows(results):
        show(*row)
    truth = languages(gold)
    show(f"language, {len(truth)} pages", LANGUAGE, [language_share(truth, pages) for pages in predictions.values()])
    names = [authors.score(gold, pages) for pages in predictions.values()]
    show("authors, precision of names", None, [one.precision if one else None for one in names])
    show("authors, recall of names", None, [one.recall if one else None for one in names])
    speeds: list[float | None] = [len(spent[tool]) / sum(spent[tool]) for tool in predictions]
    show("pages a second of CPU time", speeds[1], speeds, 1)
    show("ms of CPU time, median page", None, [median(spent[tool]) * 1_000 for tool in predictions], 1)
    show(
        f"pages a second, the command with {options.workers} workers",
        None,
        [len(gold) / command_seconds, *[None] * 4],
        1,
    )
    print(f"\nRows of newsward: {label}.")


if __name__ == "__main__":
    main()
