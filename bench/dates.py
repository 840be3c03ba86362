"""Turns real pages with a known day into the weights that choose among days, and measures them on sites not fitted on.

    python -m bench.dates [--write] [--misses]

Pages: ../shared/data/extraction (with a gold day) and up to PER_SITE articles of each site of ../shared/data/sites.
Eight folds split by registered domain; every figure is of pages of domains outside the fit. `--write` fits on all and
writes crawler/extract/dates/weights.py; `--misses` lists every held-out page with a wrong or missing day.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from crawler.addresses import site_of
from crawler.extract.blocks import read_blocks
from crawler.extract.bytes.decode import decode
from crawler.extract.dates import choice as datechoice
from crawler.extract.dates.dates import LEAST, find_marks
from crawler.extract.dates.daylabels import numeric_order
from crawler.extract.dates.marks import Mark, Place
from crawler.extract.language import find_language
from crawler.extract.page import _title_line
from crawler.extract.structured import read_structured
from crawler.extract.tables import unwrap_layout_tables
from crawler.extract.titles.title import find_title
from crawler.extract.tree import drop_silent, parse

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
WEIGHTS_FILE = Path(__file__).resolve().parents[1] / "crawler" / "extract" / "dates" / "weights.py"
PER_SITE = 12
FOLDS = 8
PENALTY = 0.001  # of squared weights, a page
# Where the fit starts and is drawn to: what a reader would say of each piece of evidence, before any page is counted.
PRIOR = {
    "time_clock": -1.5, "told": -2.0,
    "changed": -1.5, "url": -1.0, "ld_news": 3.0, "ld_article": 2.5, "ld_page": 1.5, "ld_created": -0.5,
    "meta_system": 3.0, "meta_named": 2.5, "meta_loose": 1.0, "meta_citation": 0.0, "micro": 2.0, "as_changed": -1.5,
    "time_both": 1.5, "time_shown": 1.5, "time_attribute": 0.5, "alone": 1.0, "long": -1.0, "dateline": 1.0,
    "in_title": -3.0, "in_title_named": 2.0, "above": -1.0, "above_close": 0.5, "below_close": 1.0, "below": 0.5,
    "below_far": -0.5, "begun": -1.5, "labelled": 1.5, "change_label": -1.5, "change_name": -1.0, "published_name": 1.0,
    "date_name": 0.5, "event": -4.0, "second": -1.0, "several": -1.0, "item": -1.0, "linked": -1.5, "beside_link": -1.5,
    "far": -1.0, "outside": -0.5, "far_many": -1.5, "far_alone": 0.5, "first": 0.5, "only": 0.5, "month": -1.0,
    "url_day": 2.0, "url_digits": 1.0, "door": 0.0, "door_feed": 3.0, "door_list": 2.5, "door_map": 1.0,
}  # fmt: skip
NONE_PRIOR = 2.0
NONE_SHARE = 0.3  # what a page without its own day counts beside one with it
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    id: str
    subset: str
    url: str
    gold: str
    marks: tuple[Mark, ...]

    @property
    def fold(self) -> int:
        return int(sha256(domain(self.url).encode()).hexdigest(), 16) % FOLDS


def domain(url: str) -> str:
    return site_of(urlsplit(url).hostname or url)


def marks_of(body: bytes, url: str) -> tuple[Mark, ...]:
    tree = parse(decode(body, None).text)
    if tree is None:
        return ()
    held = list(tree.iter())
    unwrap_layout_tables(tree)
    structured, blocks = read_structured(tree, url), read_blocks(tree)
    drop_silent(tree)
    title = find_title(tree, structured, None, url)
    language = find_language(
        tree, structured, title.text if title else None, " ".join(b.text for b in blocks)[:5000], None
    )
    code = language.code if language else None
    order = numeric_order(blocks, url, tree.get("lang"), code)
    at = _title_line(blocks, title)
    marks = find_marks(structured, blocks, at, url=url, month_first=order, language=code, entry=None, now=NOW)
    held.clear()
    return tuple(marks)


def pages() -> Iterator[Page]:
    gold = json.loads((SHARED / "extraction" / "gold.json").read_text(encoding="utf-8"))["pages"]
    for page_id, page in gold.items():
        if page.get("date"):
            body = gzip.decompress((SHARED / "extraction" / page["file"]).read_bytes())
            yield Page(page_id, page["subset"], page["url"], page["date"], marks_of(body, page["url"]))
    yield from site_pages()


def site_pages() -> Iterator[Page]:
    for site in json.loads((SHARED / "sites" / "sites.json").read_text(encoding="utf-8"))["sites"]:
        dated = [each for each in site["gold"] if each.get("date") and len(each["date"]) == 10]
        step = max(1, len(dated) // PER_SITE)
        with tarfile.open(SHARED / "sites" / f"{site['site']}.tar.gz") as archive:
            files = {_inside(member.name, site["site"]): member for member in archive.getmembers() if member.isfile()}
            for each in dated[::step][:PER_SITE]:
                path = each["path"].strip("/")
                member = next((files[n] for n in (path, f"{path}/index.html", f"{path}.html") if n in files), None)
                file = archive.extractfile(member) if member else None
                if file:
                    url = f"https://{site['host']}{each['path']}"
                    yield Page(f"{site['site']}:{path}", "sites", url, each["date"], marks_of(file.read(), url))


def _inside(name: str, site: str) -> str:
    """The path of a file of the archive without the folder of its site."""
    name = name.removeprefix("./")
    return name.removeprefix(f"{site}/")


def names_of(data: Sequence[Page]) -> list[str]:
    marks = [mark for page in data for marks in datechoice.grouped(page.marks).values() for mark in marks]
    return [*(place.value for place in Place), *sorted({name for mark in marks for name in mark.evidence})]


def fit(data: Sequence[Page], names: Sequence[str]) -> tuple[dict[str, float], float]:
    """Weights by L-BFGS on the negative log-likelihood of the gold days. Pages that do not hold it are left out."""
    index = {name: number for number, name in enumerate(names)}
    rows = []
    for page in data:
        days = datechoice.grouped(page.marks)
        if page.gold not in days:
            continue
        order = [page.gold, *(day for day in days if day != page.gold)]
        rows.append(([_matrix(days[day], index) for day in order], 0))
        # Without its own day a page has none: what is left are events, teasers and comments (changes apart).
        others = [[mark for mark in days[day] if mark.place is Place.SHOWN and not mark.change] for day in order[1:]]
        left = [_matrix(marks, index) for marks in others if marks]
        if left:
            rows.append((left, -1))

    def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, none = vector[:-1], vector[-1]
        value, gradient = 0.0, np.zeros_like(vector)
        for days, target in rows:
            scores, slopes = [], []
            for places in days:
                total, slope = 0.0, np.zeros(len(names))
                for matrix in places:
                    said = matrix @ weights
                    best = int(np.argmax(said))
                    total += float(np.logaddexp(0.0, said[best]))
                    slope += matrix[best] / (1.0 + math.exp(-said[best]))
                scores.append(total)
                slopes.append(slope)
            scores.append(float(none))
            top = max(scores)
            chances = np.exp(np.array(scores) - top)
            chances /= chances.sum()
            much = 1.0 if target == 0 else NONE_SHARE
            value -= much * math.log(max(float(chances[target]), 1e-12))
            if target == 0:
                gradient[:-1] -= slopes[0]
            else:
                gradient[-1] -= much
            for chance, slope in zip(chances, slopes, strict=False):
                gradient[:-1] += much * chance * slope
            gradient[-1] += much * float(chances[-1])
        value += PENALTY * len(rows) * float(((vector - prior) ** 2).sum())
        gradient += 2 * PENALTY * len(rows) * (vector - prior)
        return value, gradient

    prior = np.array([PRIOR.get(name, 0.0) for name in names] + [NONE_PRIOR])
    done = minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(done.x[number]), 2) for name, number in index.items()}, round(float(done.x[-1]), 2)


def _matrix(marks: Sequence[Mark], index: dict[str, int]) -> list[NDArray[np.float64]]:
    """One matrix a place: a row a mark."""
    rows: dict[Place, list[NDArray[np.float64]]] = defaultdict(list)
    for mark in marks:
        row = np.zeros(len(index))
        for name in (mark.place.value, *mark.evidence):
            if name in index:
                row[index[name]] = 1.0
        rows[mark.place].append(row)
    return [np.array(each) for each in rows.values()]


def held_out(data: Sequence[Page]) -> list[tuple[Page, list[datechoice.Day]]]:
    results = []
    for fold in range(FOLDS):
        train = [page for page in data if page.fold != fold]
        names = names_of(data)
        weights, none = fit(train, names)
        results += [(page, datechoice.rank(page.marks, weights, none)) for page in data if page.fold == fold]
    return results


def report(results: Sequence[tuple[Page, list[datechoice.Day]]], misses: bool) -> None:
    for subset in ("wcxb", "trafilatura", "fundus", "sites"):
        rows = [row for row in results if row[0].subset == subset]
        if not rows:
            continue
        given = [(page, days[0]) for page, days in rows if days and days[0].chance >= LEAST]
        right = sum(day.value == page.gold for page, day in given)
        present = sum(any(day.value == page.gold for day in days) for page, days in rows)
        shares = (right / len(rows), right / max(1, len(given)), present / len(rows))
        print(f"{subset}: {len(rows)} pages, exact day %.4f, of days given %.4f, among candidates %.4f" % shares)
    table: dict[int, list[bool]] = defaultdict(list)
    for page, days in results:
        if days:
            table[min(9, int(days[0].chance * 10))].append(days[0].value == page.gold)
    print("confidence   pages  right")
    for low in sorted(table):
        print(f"{low / 10:.1f}-{low / 10 + 0.1:.1f}     {len(table[low]):6d}  {sum(table[low]) / len(table[low]):.3f}")
    if misses:
        for page, days in results:
            if not days or days[0].chance < LEAST or days[0].value != page.gold:
                print(page.id, "gold", page.gold, page.url)
                for day in days[:4]:
                    said = [(mark.origin, mark.words[:30], sorted(mark.evidence), mark.change) for mark in day.marks]
                    print("     ", day.value, f"{day.chance:.2f}", said)


def write(data: Sequence[Page]) -> None:
    names = names_of(data)
    weights, none = fit(data, names)
    domains = len({domain(page.url) for page in data})
    lines = [
        '"""How much each piece of evidence says for a day, fitted by bench/dates.py."""',
        "",
        f"# Multinomial logit on {len(data)} real pages of {domains} domains: the dated pages of public collections",
        "# WCXB, trafilatura and fundus, and articles of eleven institutional sites.",
        "WEIGHTS = {",
        *(f'    "{name}": {value},' for name, value in sorted((PRIOR | weights).items())),
        "}",
        f"NONE = {none}  # of no day at all",
        "",
    ]
    WEIGHTS_FILE.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    if not SHARED.exists():
        sys.exit("needs the real pages in ../shared/data, which are not here")
    data = list(pages())
    report(held_out(data), arguments.misses)
    if arguments.write:
        write(data)


if __name__ == "__main__":
    main()
