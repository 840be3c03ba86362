"""Trains the model that keeps an article's blocks, and measures it on sites it was not trained on.

    python -m bench.blocks                        the table of held-out figures
    python -m bench.blocks --out-of-fold FILE     the texts of every page by a model that has not seen its site
    python -m bench.blocks --train                train on all pages and write crawler/extract/blocks.npz

Needs lightgbm besides the packages of the project, for training only. The pages of ../shared/data/extraction are
split by registered domain into FOLDS parts; each part is judged by a model trained on the others. The out-of-fold
texts go through the whole of `find_body`, one JSON line a page {"id", "text"}.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.block_labels import DATA, RealPage, read_pages, scorer
from bench.block_training import FOLDS, calibrated, fold_of, pack, trained
from crawler.extract.body import Body

MODEL = Path(__file__).resolve().parents[1] / "crawler" / "extract" / "blocks.npz"


def out_of_fold(pages: list[RealPage]) -> tuple[dict[str, Body], list[tuple[float, float]]]:
    """Per page the text by a model that has not seen its site, and pairs of F1 expected and F1 reached."""
    bodies: dict[str, Body] = {}
    pairs: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        model = trained([page for page in pages if fold_of(page.site) != fold])
        for page in pages:
            if fold_of(page.site) == fold:
                bodies[page.id] = page.body(model)
                if page.gold.get("text"):
                    pairs.append((bodies[page.id].confidence, page.f1(bodies[page.id].text)))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
    return bodies, pairs


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
    arguments = parser.parse_args()
    if not DATA.exists():
        sys.exit("needs the real pages in ../shared/data/extraction, which are not here")
    pages = read_pages()
    bodies, pairs = out_of_fold(pages)
    texts = {name: body.text for name, body in bodies.items()}
    if arguments.out_of_fold:
        with arguments.out_of_fold.open("w", encoding="utf-8") as file:
            for name, text in texts.items():
                file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
        return
    held_out = figures(pages, texts)
    if arguments.train:
        held_out_by = f"{FOLDS} parts by registered domain, {len(pages)} pages"
        command = "python -m bench.blocks --train"
        provenance = {"date": datetime.now(UTC).date().isoformat(), "command": command, "pages": len(pages)}
        model = calibrated(trained(pages), pairs)
        MODEL.write_bytes(pack(model, {**provenance, "held out": held_out, "split": held_out_by}))
    theirs = figures(pages, {page.id: plain_trafilatura(page) for page in pages})
    print("| sites not trained on | newsward | trafilatura |\n| --- | ---: | ---: |")
    for name, value in held_out.items():
        print(f"| {name} | {value} | {theirs[name]} |")


if __name__ == "__main__":
    main()
