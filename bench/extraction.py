"""Turns the real pages of ../shared/data/extraction into one table: `newsward extract` beside plain trafilatura.

    python bench/extraction.py [--workers N]

Both read every page in this run: text F1 (shingles), segment F1, exact titles, exact days, language. trafilatura:
`extract` for the text, `extract_metadata` for title and day, defaults. Language is compared with the `lang` attribute
where the page has one, so that a wrong attribute counts as a miss. Pages a second are of CPU time in one process, one
page after the other by both, so that whatever else the machine does weighs on both alike: all fields of a page for
us, the text alone for trafilatura; and of wall clock for the whole command.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DATA = ROOT.parent / "shared" / "data" / "extraction"
SCORER = ROOT.parent / "shared" / "bench" / "score_extraction.py"
SUBSETS = ("scrapinghub", "wcxb", "fundus", "trafilatura")


def run_newsward(gold: dict[str, Any], folder: Path, workers: int) -> tuple[Path, float]:
    """Predictions of `newsward extract`, and seconds for the whole command."""
    urls, out = folder / "urls.tsv", folder / "newsward.jsonl"
    urls.write_text("".join(f"{page_id}\t{page['url']}\n" for page_id, page in gold.items() if page.get("url")))
    command = [sys.executable, "-c", "from aggregator.cli import main; main()", "extract", str(DATA / "html")]
    started = time.perf_counter()
    with out.open("wb") as file:
        subprocess.run([*command, "--urls", str(urls), "--workers", str(workers)], stdout=file, cwd=ROOT, check=True)
    return out, time.perf_counter() - started


def run_trafilatura(gold: dict[str, Any], folder: Path) -> tuple[Path, float, float]:
    """Predictions of trafilatura's defaults; CPU seconds of its `extract`, and of our `extract_page`."""
    from trafilatura import extract, extract_metadata

    from crawler.extract.page import extract_page

    out, now = folder / "trafilatura.jsonl", datetime.now(UTC)
    theirs = ours = 0.0
    first = gzip.decompress((DATA / next(iter(gold.values()))["file"]).read_bytes())
    extract_page(first, "https://example.org/", now=now)  # loads both libraries' models before the clock runs
    extract(first)
    with out.open("w", encoding="utf-8") as file:
        for page_id, page in gold.items():
            body = gzip.decompress((DATA / page["file"]).read_bytes())
            started = time.process_time()
            text = extract(body)
            theirs += time.process_time() - started
            started = time.process_time()
            extract_page(body, page.get("url") or "", now=now)
            ours += time.process_time() - started
            said = extract_metadata(body, default_url=page.get("url"))
            title, day = (said.title, said.date) if said else (None, None)
            record = {"id": page_id, "text": text or "", "title": title, "date": day}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return out, theirs, ours


def score(predictions: Path) -> dict[str, Any]:
    command = [sys.executable, str(SCORER), str(DATA / "gold.json"), str(predictions), "--json"]
    result: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return result


def language_share(gold: dict[str, Any], predictions: Path) -> float:
    said = {record["id"]: record.get("language") for record in map(json.loads, predictions.open(encoding="utf-8"))}
    pairs = [
        ((page["html_lang"] or "")[:2].lower(), said[page_id])
        for page_id, page in gold.items()
        if page.get("html_lang")
    ]
    return sum(attribute == language for attribute, language in pairs) / len(pairs)


def rows(results: dict[str, dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for metric, field in (("shingle", "f1"), ("segment", "f1"), ("title", "exact"), ("date", "acc"), ("date", "p")):
        for subset in SUBSETS:
            values = [result[subset].get(metric, {}).get(field) for result in results.values()]
            if all(value is not None for value in values):
                name = {"shingle": "text F1", "segment": "segment F1", "title": "title exact"}.get(metric, "")
                name = name or ("exact day" if field == "acc" else "exact day, of days given")
                yield f"{name}, {subset}", [f"{value:.4f}" for value in values]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    workers: int = parser.parse_args().workers
    if not DATA.exists():
        sys.exit("needs the real pages in ../shared/data/extraction, which are not here")
    gold = json.loads((DATA / "gold.json").read_text(encoding="utf-8"))["pages"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, seconds = run_newsward(gold, folder, workers)
        theirs, plain, own = run_trafilatura(gold, folder)
        results = {"newsward": score(ours), "trafilatura": score(theirs)}
        print("| | newsward | trafilatura |\n| --- | ---: | ---: |")
        for label, values in rows(results):
            print(f"| {label} | " + " | ".join(values) + " |")
        print(f"| language as the `lang` attribute | {language_share(gold, ours):.4f} | |")
        print(f"| pages a second of CPU time | {len(gold) / own:.1f} | {len(gold) / plain:.1f} |")
        print(f"| pages a second, the command with {workers} workers | {len(gold) / seconds:.1f} | |")


if __name__ == "__main__":
    main()
