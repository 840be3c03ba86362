"""Imports labelled articles, exports their stories and duplicates, and prints how right they are.

    python -m bench.stories [--speed N] [--orders N]

Each file of ../shared goes through `newsward import` and `newsward export stories` into a home of its own. Duplicates
are scored with 40 templated notices among them that must never merge. Figures are given for two halves, split by a hash
of the gold cluster, so that a threshold fitted on one half shows what it is worth on the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.templates import notices

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "bench" / "score_clusters.py"


def main() -> None:
    """Print one Markdown table of quality, and one of speed when asked."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--speed", type=int, default=0, metavar="N", help="also time N articles of 400 words")
    arguments.add_argument(
        "--orders", type=int, default=0, metavar="N", help="also import in N random orders, by parts"
    )
    asked = arguments.parse_args()
    print("| set | half | articles | precision | recall | F1 | cross-lingual pair F1 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, rows, mode in sets():
        predicted = through_newsward(rows, duplicates=mode == "dedup")
        for half in ("A", "B", "both"):
            gold = [row for row in rows if half in ("both", half_of(row))]
            told = score(predicted, gold, mode)
            p, r, f = (told[f"{'pair' if mode == 'dedup' else 'bcubed'}_{letter}"] for letter in ("p", "r", "f1"))
            cross = f"{told['xl_f1']:.3f}" if "xl_f1" in told else ""
            print(f"| {name} | {half} | {len(gold)} | {p:.3f} | {r:.3f} | {f:.3f} | {cross} |", flush=True)
    if asked.orders:
        try_orders(asked.orders)
    if asked.speed:
        time_import(asked.speed)


def sets() -> Iterator[tuple[str, list[dict[str, Any]], str]]:
    """(name, rows with id, text, lang and the gold `cluster`, mode of the scorer)."""
    pairs = list(read("clusters/neardup.jsonl"))
    templated = [{**one, "cluster": one["id"]} for one in notices()]
    yield "near duplicates and templates (pairs)", pairs + templated, "dedup"
    yield "stories (BCubed)", [{**row, "cluster": row["story"]} for row in read("stories/articles.jsonl")], "cluster"
    yield "ntrex5 (BCubed)", list(read("clusters/ntrex5.jsonl")), "cluster"
    yield "itn (BCubed)", list(read("clusters/itn.jsonl")), "cluster"
    yield "itn with the day of its time stamp (BCubed)", dated(read("clusters/itn.jsonl")), "cluster"


def dated(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blurbs of itn with the day of their time stamp; those of one language carry one wrong day of 2018."""
    return [{**row, "date": datetime.fromtimestamp(row["ts"], UTC).date().isoformat()} for row in rows]


def read(name: str) -> Iterator[dict[str, Any]]:
    """The objects of one file of ../shared/data."""
    for line in (SHARED / "data" / name).read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def half_of(row: dict[str, Any]) -> str:
    """`A` or `B`, the same for all articles of one gold cluster."""
    return "AB"[hashlib.sha1(str(row["cluster"]).encode()).digest()[0] % 2]


def through_newsward(rows: list[dict[str, Any]], *, duplicates: bool, parts: int = 1) -> list[dict[str, Any]]:
    """What the two commands say of these articles: {"id", "cluster"}, where a cluster is a story or a text.

    `parts`: how many imports, one after the other, the rows come in.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        import_parts(rows, parts, home)
        found = exported(home)
    if not duplicates:
        return [{"id": one["id"], "cluster": one["cluster"]} for one in found]
    return [{"id": one["id"], "cluster": one["duplicate_of"] or one["id"]} for one in found]


def import_parts(rows: list[dict[str, Any]], parts: int, home: Path) -> None:
    """Import the rows in so many parts."""
    wanted = ("id", "url", "site", "title", "text", "lang", "date", "doi")
    size = -(-len(rows) // parts)
    for start in range(0, len(rows), size):
        file = home.with_name(f"part-{start}.jsonl")
        part = [{key: row[key] for key in wanted if row.get(key)} for row in rows[start : start + size]]
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in part), encoding="utf-8")
        newsward("import", str(file), "--home", str(home))


def exported(home: Path) -> list[dict[str, Any]]:
    """What `newsward export stories` prints."""
    return [json.loads(line) for line in newsward("export", "stories", "--home", str(home)).splitlines()]


def try_orders(wanted: int) -> None:
    """Import each set whole, then in random orders by parts; judge it again, and see which stories keep their id."""
    print("\n| set | in one import | in random orders, four imports each | story ids kept by judging again |")
    print("| --- | --- | --- | --- |")
    for name, rows, mode in sets():
        if mode == "dedup":
            continue
        whole = score(through_newsward(rows, duplicates=False), rows, mode)["bcubed_f1"]
        figures = []
        kept = 1.0
        for seed in range(wanted):
            shuffled = random.Random(seed).sample(rows, len(rows))
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder) / "home"
                import_parts(shuffled, 4, home)
                before = {one["id"]: one["cluster"] for one in exported(home)}
                told = [{"id": id_, "cluster": story} for id_, story in before.items()]
                figures.append(score(told, rows, mode)["bcubed_f1"])
                newsward("aggregate", "--again", "--home", str(home))
                after = {one["id"]: one["cluster"] for one in exported(home)}
            kept = min(kept, sum(after[id_] == story for id_, story in before.items()) / len(before))
        said = ", ".join(f"{figure:.3f}" for figure in figures)
        print(f"| {name} | {whole:.3f} | {said} | {kept:.3f} |", flush=True)


def newsward(*arguments: str) -> str:
    """Run one command; gives its standard output."""
    code = "from aggregator.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"newsward {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def score(predicted: list[dict[str, Any]], gold: list[dict[str, Any]], mode: str) -> dict[str, Any]:
    """The figures of the scorer of ../shared."""
    with tempfile.TemporaryDirectory() as folder:
        files = (Path(folder) / "predicted.jsonl", Path(folder) / "gold.jsonl")
        kept = [{key: row.get(key) for key in ("id", "cluster", "lang")} for row in gold]
        for file, rows in zip(files, (predicted, kept), strict=True):
            file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), "--mode", mode, "--json", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def time_import(wanted: int) -> None:
    """Import `wanted` articles of 400 words, judge them again, and print the time the processor took for each."""
    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder) / "articles.jsonl", Path(folder) / "home"
        with file.open("w", encoding="utf-8") as out:
            for row in invented(wanted):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        start = processor_seconds()
        newsward("import", str(file), "--home", str(home))
        imported = processor_seconds() - start
        told = json.loads(newsward("aggregate", "--again", "--home", str(home), "--json"))
        judged = processor_seconds() - start - imported
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{wanted} articles of 400 words, processor time: import {wanted / imported:.0f} a second;", end=" ")
    print(f"judged again (normalize, compare, link, publish, index) {wanted / judged:.0f} a second;", end=" ")
    print(f"{told['duplicates']} duplicates, {told['stories']} stories; peak {peak} MiB")


def processor_seconds() -> float:
    """What the commands run so far have cost, user and system."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def invented(wanted: int) -> Iterator[dict[str, str]]:
    """Articles of 400 words drawn, by number, from the words of the real ones as often as those use them."""
    words = [word for row in read("clusters/ntrex5.jsonl") if row["lang"] == "en" for word in row["text"].split()]
    for number in range(wanted):
        state = number * 2_654_435_761 + 12_345
        text = []
        for _ in range(400):
            state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
            text.append(words[(state >> 33) % len(words)])
        day = f"2026-{number % 10 + 1:02d}-{number % 28 + 1:02d}"
        url = f"https://news{number % 50}.example.org/{number}"
        yield {"id": str(number), "url": url, "title": " ".join(text[:9]), "text": " ".join(text), "date": day}


if __name__ == "__main__":
    main()
