"""Turns the annotated authors of real pages into precision and recall of the names a tool gives.

    python -m bench.authors [FILE]   # JSON lines of id and authors; else the pages are read here

The annotation in ../shared/data/extraction mixes people, newsrooms and accounts. bench/authors.json says, read by eye,
which annotated authors are no people, and who wrote pages that are annotated with nobody or somebody else. Two prints
are one name when they have the same words, or one has all the words of the other and at least two, with accents,
case, order, titles and degrees left aside. Names of one word are neither asked for nor wrong when annotated.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
LABELS = Path(__file__).parent / "authors.json"
DEGREES = re.compile(
    r"(?:,|\b)\s*(?:ph\.?\s?d|m\.?d|vmd|dvm|dacvb|dabom|foma|faclm|lvt|ba|vts|cfp|cepf|e-ryt 200|prof|dr)\b[.®]*"
    r"|\(behavior\)",
    re.IGNORECASE,
)
SPLIT = re.compile(r"\s*(?:;|,|&|\||\band\b|\bund\b)\s*")


@dataclass(frozen=True, slots=True)
class Score:
    """Names given and right, names asked for and found; `wrong` and `missed` as (page, name)."""

    given: int
    right: int
    asked: int
    found: int
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.given)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.asked)


def score(gold: dict[str, dict[str, Any]], predictions: dict[str, dict[str, Any]]) -> Score | None:
    """Scores every page whose authors are known; None for a tool that names nobody anywhere."""
    given = right = asked = found = 0
    wrong, missed = [], []
    for page_id, people in known(gold).items():
        said = [name for name in predictions.get(page_id, {}).get("authors") or () if name.strip()]
        given += len(said)
        for name in said:
            if any(same(name, one) for one in people):
                right += 1
            else:
                wrong.append((page_id, name))
        for one in people:
            if len(_words(one)) < 2 and not _eastern(one):
                continue
            asked += 1
            if any(same(name, one) for name in said):
                found += 1
            else:
                missed.append((page_id, one))
    return Score(given, right, asked, found, tuple(wrong), tuple(missed)) if given else None


def known(gold: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """The people who wrote each page, by annotation and by eye; pages nobody looked at are left out."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    people: dict[str, list[str]] = {}
    for page_id, page in gold.items():
        if page_id in labels["people"]:
            people[page_id] = labels["people"][page_id]
        elif page.get("author"):
            people[page_id] = [name for name in _names(page["author"]) if name not in labels["nobody"]]
    return people


def same(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    return first == second or (min(len(first), len(second)) > 1 and (first <= second or second <= first))


def _names(annotated: str) -> list[str]:
    parts = SPLIT.split(DEGREES.sub("", re.sub(r"^Von ", "", annotated)))
    names = [part.strip() for part in parts if part.strip()]
    if annotated.count(",") == 1 and all(" " not in name for name in names[:1]):
        return [" ".join(names)]  # "Family, Given"
    return names


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", DEGREES.sub("", name)).casefold()
    if _eastern(name):
        return {"".join(plain.split())}
    return set(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


def _eastern(name: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in name)


def main() -> None:
    gold = json.loads((DATA / "gold.json").read_text(encoding="utf-8"))["pages"]
    if len(sys.argv) > 1:
        with Path(sys.argv[1]).open(encoding="utf-8") as file:
            predictions = {record["id"]: record for record in map(json.loads, file)}
    else:
        from crawler.extract.page import extract_page

        now = datetime.now(UTC)
        predictions = {}
        for page_id in known(gold):
            body = gzip.decompress((DATA / gold[page_id]["file"]).read_bytes())
            article = extract_page(body, gold[page_id]["url"], now=now)
            predictions[page_id] = {"authors": article.authors}
    result = score(gold, predictions)
    if result is None:
        sys.exit("nobody is named")
    for kind, names in (("wrong", result.wrong), ("missed", result.missed)):
        for page_id, name in names:
            print(f"{kind}\t{page_id}\t{name}")
    print(
        f"precision {result.precision:.4f} of {result.given} names given, recall {result.recall:.4f} of {result.asked}"
    )


if __name__ == "__main__":
    main()
