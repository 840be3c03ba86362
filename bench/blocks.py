"""Trains the model that keeps an article's blocks, and measures it on sites it was not trained on.

    python -m bench.blocks                        the table of held-out figures
    python -m bench.blocks --out-of-fold FILE     the texts of every page by a model that has not seen its site
    python -m bench.blocks --train                train on all pages and write crawler/extract/text/blocks.npz

Needs lightgbm besides the packages of the project, for training only. The pages of ../shared/data/extraction are
split by registered domain into FOLDS parts; each part is judged by a model trained on the others. The out-of-fold
texts go through the whole of `find_body`, one JSON line a page {"id", "text"}.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bench.block_labels import DATA, RealPage, read_pages, scorer
from bench.block_training import FOLDS, calibrated, fold_of, pack, trained

MODEL = Path(__file__).resolve().parents[1] / "crawler" / "extract" / "text" / "blocks.npz"


def out_of_fold(pages: list[RealPage], workers: int) -> tuple[dict[str, str], list[tuple[float, float]]]:
    """Per page the text by a model that has not seen its site, and pairs of F1 expected and F1 reached."""
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        parts = list(pool.map(partial(_judged, pages), range(FOLDS)))
    texts = {name: text for part, _ in parts for name, text in part.items()}
    return texts, [pair for _, pairs in parts for pair in pairs]


def _judged(pages: list[RealPage], fold: int) -> tuple[dict[str, str], list[tuple[float, float]]]:
    """One part of the pages by a model of the others."""
    model = trained([page for page in pages if fold_of(page.site) != fold])
    members = [page for page in pages if fold_of(page.site) == fold]
    bodies = {page.id: page.body(model) for page in members}
    pairs = [(bodies[page.id].confidence, page.f1(bodies[page.id].text)) for page in members if page.gold.get("text")]
    return {name: body.text for name, body in bodies.items()}, pairs


def plain_trafilatura(page: RealPage) -> str:
    from trafilatura import extract

    return extract(page.bytes()) or ""


def figures(pages: list[RealPage], texts: dict[str, str]) -> dict[str, str]:
    """Text F1 of each subset and of the institutional pages, segment F1 of the trafilatura subset."""
    names = ("scrapinghub", "wcxb", "fundus", "trafilatura")
    groups = {name: [page for page in pages if page.gold["subset"] == name] for name in names}
    groups["institutions"] = [page for page in pages if page.gold.get("institution") and page.gold.get("text")]
    said = {}
    for name, members in groups.items():
        metric = "segment" if name == "trafilatura" else "shingle"
        gold = {page.id: page.gold for page in members}
        scored = scorer().score(gold, {name: {"text": texts[name]} for name in gold})
        said[f"{'segment' if metric == 'segment' else 'text'} F1, {name}"] = f"{scored[metric]['f1']:.4f}"
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out-of-fold", type=Path, metavar="FILE")
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if not DATA.exists():
        sys.exit("needs the real pages in ../shared/data/extraction, which are not here")
    pages = read_pages()
    texts, pairs = out_of_fold(pages, arguments.workers)
    if arguments.out_of_fold:
        with arguments.out_of_fold.open("w", encoding="utf-8") as file:
            for name, text in texts.items():
                file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
    held_out = figures(pages, texts)
    if arguments.train:
        held_out_by = f"{FOLDS} parts by registered domain, {len(pages)} pages"
        command = "python -m bench.blocks --train"
        provenance = {
            "date": datetime.now(UTC).date().isoformat(),
            "command": command,
            "pages": len(pages),
        }
        model = calibrated(trained(pages), pairs)
        MODEL.write_bytes(pack(model, {**provenance, "held out": held_out, "split": held_out_by}))
    if arguments.out_of_fold:
        return
    theirs = figures(pages, {page.id: plain_trafilatura(page) for page in pages})
    print("| sites not trained on | newsward | trafilatura |\n| --- | ---: | ---: |")
    for name, value in held_out.items():
        print(f"| {name} | {value} | {theirs[name]} |")


if __name__ == "__main__":
    main()
