"""Measures which papers, trials, grants, journals and titles are found on labelled pages: precision, recall, primary.

    python -m bench.identifiers [DATA]

DATA: the folder of the real pages, default ../shared/data. `identifiers.json` names each page by its place there, or a
page of the demo web, and what a careful person would accept from it; no words of the pages are kept.
"""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import html

from crawler.extract.blocks import Block
from crawler.extract.page import extract_page
from crawler.extract.papers.identifiers import find_identifiers
from crawler.extract.papers.paper import find_paper
from crawler.extract.structured import Structured
from crawler.extract.titles.title import fold
from demo.content import institutions
from demo.sites import build

NOW = datetime(2027, 1, 1, tzinfo=UTC)
GOLD = Path(__file__).with_name("identifiers.json")


@dataclass(frozen=True, slots=True)
class Said:
    """What one page names; as truth or as found. Identifiers as `scheme:value`."""

    identifiers: frozenset[str]
    primary: frozenset[str]
    journal: str | None
    title: str | None


@dataclass(slots=True)
class Counts:
    """Right, wrong and missed values of one kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: Iterable[str], true: Iterable[str]) -> None:
        got, want = set(found), set(true)
        self.right += len(got & want)
        self.wrong += len(got - want)
        self.missed += len(want - got)

    def __str__(self) -> str:
        found, true = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / found:.3f}" if found else "  -  "
        recall = f"{self.right / true:.3f}" if true else "  -  "
        return f"P {precision}  R {recall}  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"


def main(arguments: Sequence[str]) -> None:
    """Print the figures of both halves, and each difference."""
    data = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2] / "shared" / "data"
    gold = {item["page"]: _truth(item) for item in json.loads(GOLD.read_text(encoding="utf-8"))["items"]}
    halves: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    primary: Counter[tuple[str, bool]] = Counter()
    for page, found in _all_found(data, gold):
        true = gold[page]
        half = "second" if zlib.crc32(_site(page).encode()) % 2 else "first"
        for name in (half, "both"):
            _compare(halves[name], found, true)
            primary[name, found.primary == true.primary] += 1
        _tell(page, found, true)
    for name in ("first", "second", "both"):
        pages = primary[name, True] + primary[name, False]
        print(f"\n{name}: {pages} pages; announced paper and trial right on {primary[name, True] / max(pages, 1):.3f}")
        for kind, counts in sorted(halves[name].items()):
            print(f"  {kind:12} {counts}")


def _truth(item: Mapping[str, Any]) -> Said:
    return Said(
        frozenset(item.get("identifiers", ())),
        frozenset(item.get("primary", ())),
        item.get("journal"),
        item.get("title"),
    )


def _site(page: str) -> str:
    """Pages of one site go into one half."""
    parts = page.split("/")
    return "/".join(parts[:2]) if parts[0] in ("sites", "demo") else parts[-1].replace("wcxb-dev-", "wcxb-")


def _compare(counts: dict[str, Counts], found: Said, true: Said) -> None:
    for scheme in {one.partition(":")[0] for one in found.identifiers | true.identifiers}:
        counts[scheme].add(*(_of_scheme(said.identifiers, scheme) for said in (found, true)))
    counts["identifiers"].add(found.identifiers, true.identifiers)
    counts["primary"].add(found.primary, true.primary)
    counts["journal"].add(*(_folded(said.journal) for said in (found, true)))
    counts["paper title"].add(*(_folded(said.title) for said in (found, true)))


def _of_scheme(identifiers: Iterable[str], scheme: str) -> list[str]:
    return [one for one in identifiers if one.startswith(f"{scheme}:")]


def _folded(text: str | None) -> list[str]:
    return [fold(text).removeprefix("the ")] if text else []


def _tell(page: str, found: Said, true: Said) -> None:
    for one in sorted(found.identifiers - true.identifiers):
        print(f"wrong {one} on {page}")
    for one in sorted(true.identifiers - found.identifiers):
        print(f"missed {one} on {page}")
    if found.primary != true.primary:
        print(f"announced {sorted(found.primary)} instead of {sorted(true.primary)} on {page}")
    for name in ("journal", "title"):
        got, want = getattr(found, name), getattr(true, name)
        if _folded(got) != _folded(want):
            print(f"{name} {got!r} instead of {want!r} on {page}")


def _all_found(data: Path, wanted: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    """(page, what is found on it) of every labelled page."""
    for page in wanted:
        folder, _, rest = page.partition("/")
        if folder in ("extraction", "institutions"):
            yield page, _found(gzip.decompress((data / folder / "html" / f"{rest}.html.gz").read_bytes()), page)
    yield from _of_sites(data / "sites", wanted)
    yield from _of_demo(wanted)
    yield from _of_stories(data / "stories" / "articles.jsonl", wanted)


def _of_sites(folder: Path, wanted: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    sites = sorted({page.split("/")[1] for page in wanted if page.startswith("sites/")})
    for site in sites:
        with tarfile.open(folder / f"{site}.tar.gz") as archive:
            for member in archive:
                page = f"sites/{site}/{member.name}"
                stream = archive.extractfile(member) if page in wanted else None
                if stream:
                    yield page, _found(stream.read(), page)


def _of_demo(wanted: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    for site in institutions():
        for path, answer in build(site.id, 1).items():
            page = f"demo/{site.id}{path}"
            if page in wanted:
                yield page, _found(answer.body, page)


def _of_stories(path: Path, wanted: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        page = f"stories/{story['id']}"
        if page in wanted:
            element = html.Element("p")
            blocks = [Block(text=text, element=element, outside=False, linked=0) for text in story["text"].split("\n")]
            identifiers = find_identifiers(Structured(), blocks)
            paper = find_paper(Structured(), blocks, identifiers, story["title"])
            yield page, _said(identifiers, paper.paper if paper else None)


def _found(body: bytes, page: str) -> Said:
    article = extract_page(body, f"https://bench.example/{page}", now=NOW)
    return _said(article.identifiers, article.paper)


def _said(identifiers: Iterable[Any], paper: Any) -> Said:
    given = [(f"{one.scheme}:{one.value}", one.primary) for one in identifiers]
    return Said(
        frozenset(name for name, _ in given),
        frozenset(name for name, announced in given if announced),
        paper.journal if paper else None,
        paper.title if paper else None,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
