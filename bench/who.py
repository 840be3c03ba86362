"""Turns articles whose institutions and persons a reader wrote down (who.json) into precision and recall of ours.

    python -m bench.who ../shared [--misses]

Names are facts; the texts stay in ../shared. A and B are every second article; no figure is fitted, but the names
missed in both were seen while rules were written, so neither half is unseen. A name counts as found when ours holds it
or is held by it. The milliseconds are CPU time, with the registry's subset loaded and persons looked for in the text,
as an import does.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aggregator.enrich.gazetteer import Gazetteer, build
from aggregator.enrich.mentions import mentions_of
from aggregator.enrich.registry import Report, read_organizations
from crawler.catalogue import BUILT_IN, load_catalogue
from db.names import fold_words
from db.news.mentions import Naming

LABELS = Path(__file__).with_name("who.json")
KINDS = ("institution", "person")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every name missed or wrong")
    asked = parser.parse_args()
    rows = {row["id"]: row for row in lines(asked.shared / "data/stories/articles.jsonl")}
    index = registry(asked.shared / "data/catalogue/ror_subset.csv.gz")
    labels: dict[str, list[list[str]]] = json.loads(LABELS.read_text(encoding="utf-8"))
    counts = {half: Counter[str]() for half in "AB"}
    for number, (id_, said) in enumerate(labels.items()):
        found = named(rows[id_], index)
        for kind, names in zip(KINDS, said, strict=True):
            score(counts["AB"[number % 2]], kind, names, found[kind], id_ if asked.misses else "")
    for half, count in counts.items():
        for kind in KINDS:
            right, wrong, missed = (count[f"{kind} {what}"] for what in ("right", "wrong", "missed"))
            recall = count[f"{kind} found"] / max(1, count[f"{kind} found"] + missed)
            print(f"{half} {kind:12} precision {right / max(1, right + wrong):.3f}  recall {recall:.3f}"
                  f"  ({right} right, {wrong} wrong, {missed} missed)")  # fmt: skip
    print(f"{cost(rows.values(), index):.2f} ms an article of 3,000 characters")


def lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def registry(file: Path) -> Gazetteer:
    """The index of the registry's subset and the catalogue."""
    known = [
        (one["id"], one["name"], one["country"], one["city"], json.dumps(one["names"]))
        for one in read_organizations(file, Report())
    ]
    return build(known, [asdict(source) for source in load_catalogue([BUILT_IN])])


def naming(row: Mapping[str, Any]) -> Naming:
    """An article as an import gives it."""
    return Naming(
        id=1, source="import_x", institution="import_x", kind="institute", country="ZZ",
        home=f"https://{row['site'].split(':')[0].split(' ')[0]}/", title=row["title"] or "", text=row["text"],
        language=row["lang"], authors=[], experts=[], contacts=[], grants=[],
    )  # fmt: skip


def named(row: Mapping[str, Any], index: Gazetteer) -> dict[str, list[str]]:
    """The names we print, by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for one in mentions_of(naming(row), index):
        if one.kind in found:
            found[one.kind].append(one.name)
    return found


def score(count: Counter[str], kind: str, names: list[str], found: list[str], show: str) -> None:
    for one in found:
        right = any(alike(one, name) for name in names)
        count[f"{kind} {'right' if right else 'wrong'}"] += 1
        if show and not right:
            print(f"wrong  {show}: {one}")
    for name in names:
        hit = any(alike(one, name) for one in found)
        count[f"{kind} {'found' if hit else 'missed'}"] += 1
        if show and not hit:
            print(f"missed {show}: {name}")


def alike(one: str, other: str) -> bool:
    a, b = f" {fold_words(one)} ", f" {fold_words(other)} "
    return a in b or b in a


def cost(rows: Iterable[Mapping[str, Any]], index: Gazetteer) -> float:
    """Milliseconds of CPU for the mentions of an article of about 3,000 characters."""
    texts = [str(row["text"]) for row in rows if row["lang"] in ("en", "de", "fr")]
    long = [
        {"site": "x.fr", "title": "", "lang": "en", "text": "\n".join(texts[n : n + 7])} for n in range(len(texts) - 7)
    ]
    began = time.process_time()
    for row in long:
        mentions_of(naming(row), index)
    return (time.process_time() - began) / len(long) * 1000


if __name__ == "__main__":
    main()
