"""Turns the annotated titles of real pages into the weights of crawler/extract/titles/weights.py, and measures them.

    python -m bench.titles [--write] [--penalty N] [--wrong]

A conditional logit: each page's possible titles compete, the annotated one should win. Ten-fold cross-validation in
which all pages of a registered domain are in one fold gives the figures; `--write` fits on all pages and writes the
weights. `--wrong` lists what was missed. Annotated titles come from
../shared/data/extraction, and of institutions' news from ../shared/data/sites. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tarfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from scipy.optimize import minimize

from crawler.extract.blocks import read_blocks
from crawler.extract.bytes.decode import decode
from crawler.extract.structured import read_structured
from crawler.extract.tables import unwrap_layout_tables
from crawler.extract.titles.choice import Choice, rank
from crawler.extract.titles.places import QUOTES
from crawler.extract.titles.title import title_choices
from crawler.extract.tree import drop_silent, parse

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
SITES = DATA.parent / "sites"
MOST = 12  # pages of one site
WEIGHTS = Path(__file__).resolve().parents[1] / "crawler" / "extract" / "titles" / "weights.py"
FOLDS, RAREST, PENALTY = 10, 4, 4.0
# Set by hand. Lists name pages only in a crawl: their word weighs as the best place for machines. Old sites give one
# document title to all their pages; too few of them are annotated.
BY_HAND = {
    "title like nothing else": -1.2,
    "feed whole": 2.2,
    "feed shown": 2.4,
    "words in feed": 0.6,
    "words of feed": 0.6,
}
HEAD = '''"""Turns the features of a possible title into its weight; written by bench/titles.py, not by hand.

A conditional logit (penalty {penalty:g}) fitted on {pages} pages of {sites} sites, annotated by the collections wcxb
(Murrough-Foley/web-content-extraction-benchmark, CC BY 4.0), fundus (flairNLP/fundus, MIT) and trafilatura
(adbar/trafilatura, Apache-2.0), and news of eleven institutional sites (bench/titles.py). Exact titles on sites held
out of the fit: {shares}.
The weights of what a list says, and of a document title like nothing else on its page, were set by hand.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {{
{weights}
}}
'''


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    subset: str
    domain: str
    gold: str
    choices: list[Choice]
    right: list[bool]


def read_pages() -> list[Page]:
    pages = []
    for page_id, page in json.loads((DATA / "gold.json").read_text(encoding="utf-8"))["pages"].items():
        if page.get("title"):
            found = _choices(gzip.decompress((DATA / page["file"]).read_bytes()), page["url"])
            wanted = _plain(page["title"])
            right = [_plain(choice.text) == wanted for choice in found]
            pages.append(Page(page_id, page["subset"], _domain(page["url"]), page["title"], found, right))
    return pages + list(_site_pages())


def _site_pages() -> Iterator[Page]:
    """News of whole institutional sites, at most MOST a site, so that no template outweighs the rest."""
    for site in json.loads((SITES / "sites.json").read_text(encoding="utf-8"))["sites"]:
        listed = site["gold"][:: max(1, len(site["gold"]) // MOST)][:MOST]
        with tarfile.open(SITES / f"{site['site']}.tar.gz") as archive:
            files = {member.name for member in archive.getmembers()}
            for one in listed:
                path = f"{site['site']}/{unquote(one['path']).removeprefix(site['base_path']).strip('/')}"
                name = next((path + end for end in ("/index.html", ".html", "") if path + end in files), None)
                if name is None or not one.get("title"):
                    continue
                file = archive.extractfile(name)
                assert file is not None
                found = _choices(file.read(), f"https://{site['host']}{one['path']}")
                right = [_plain(choice.text) == _plain(one["title"]) for choice in found]
                yield Page(f"{site['site']}{one['path']}", "sites", site["host"], one["title"], found, right)


def _choices(body: bytes, url: str) -> list[Choice]:
    tree = parse(decode(body, None).text)
    assert tree is not None
    unwrap_layout_tables(tree)
    structured = read_structured(tree, url)
    read_blocks(tree)
    drop_silent(tree)
    return title_choices(tree, structured, None, url)


def _plain(text: str) -> str:
    """As the scorer compares titles."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(QUOTES)).split()).casefold()


def _domain(url: str) -> str:
    """The last two labels of the host, three below country codes such as co.uk; of an archived page its own host."""
    host = url.split("/http", 1)[-1].split("://", 1)[-1].split("/", 1)[0].lower()
    labels = host.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else -2 :])


def fit(pages: Sequence[Page], penalty: float) -> dict[str, float]:
    """Weights by feature. Pages that print the annotated title nowhere teach nothing."""
    pages = [page for page in pages if any(page.right)]
    counts = Counter(name for page in pages for name in {n for choice in page.choices for n in choice.features})
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((sum(len(page.choices) for page in pages), len(names)))
    for row, choice in enumerate(choice for page in pages for choice in page.choices):
        for name, amount in choice.features.items():
            if name in column:
                matrix[row, column[name]] = amount
    right = np.array([one for page in pages for one in page.right])
    sizes = np.array([len(page.choices) for page in pages])
    starts, owner = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(pages)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        shares = powers / np.add.reduceat(powers, starts)[owner]
        good = np.add.reduceat(shares * right, starts)
        slope = matrix.T @ (shares - shares * right / (good[owner] + 1e-12))
        return float(-np.log(good + 1e-12).sum() + penalty * (weights @ weights) / 2), slope + penalty * weights

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 3) for name, weight in zip(names, result, strict=True)}


def cross_validate(pages: Sequence[Page], penalty: float) -> list[tuple[Page, Choice, bool]]:
    """Each page with the title taken by weights of other sites, and whether it is the annotated one."""
    taken = []
    for fold in range(FOLDS):
        weights = fit([page for page in pages if _fold(page) != fold], penalty)
        for page in pages:
            if _fold(page) == fold:
                weights |= BY_HAND
                right = {id(choice): good for choice, good in zip(page.choices, page.right, strict=True)}
                best = rank(list(page.choices), weights)[0]
                taken.append((page, Choice(best.folded, best.text, [], confidence=best.confidence), right[id(best)]))
    return taken


def _fold(page: Page) -> int:
    return int(hashlib.sha256(page.domain.encode()).hexdigest(), 16) % FOLDS


def shares(taken: Iterable[tuple[Page, Choice, bool]]) -> dict[str, float]:
    found = defaultdict(list)
    for page, _, right in taken:
        found[page.subset].append(right)
    return {subset: sum(values) / len(values) for subset, values in sorted(found.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--penalty", type=float, default=PENALTY)
    options = parser.parse_args()
    pages = read_pages()
    taken = cross_validate(pages, options.penalty)
    held_out = ", ".join(f"{subset} {share:.3f}" for subset, share in shares(taken).items())
    print(f"exact titles on held-out sites: {held_out}")
    print("| confidence | titles | mean confidence | right |\n| --- | ---: | ---: | ---: |")
    steps = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
    for low, high in pairwise(steps):
        inside = [(best.confidence, right) for _, best, right in taken if low <= best.confidence < high]
        if inside:
            sure, right = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            print(f"| {low:.2f} to {min(high, 1.0):.2f} | {len(inside)} | {sure:.3f} | {right:.3f} |")
    if options.wrong:
        for page, best, right in taken:
            if not right:
                print(f"{page.id}\n    annotated {page.gold}\n    taken     {best.text} ({best.confidence:.2f})")
    weights = fit(pages, options.penalty) | BY_HAND
    fitted = [(page, rank(list(page.choices), weights)[0], page) for page in pages]
    same = {page.subset: [0, 0] for page in pages}
    for page, best, _ in fitted:
        good = {id(choice): right for choice, right in zip(page.choices, page.right, strict=True)}
        same[page.subset][0] += good[id(best)]
        same[page.subset][1] += 1
    print("fitted on all, the same pages: " + ", ".join(f"{name} {a / b:.3f}" for name, (a, b) in sorted(same.items())))
    if options.write:
        lines = "\n".join(f'    "{name}": {weight},' for name, weight in sorted(weights.items()))
        sites = len({page.domain for page in pages})
        head = HEAD.format(penalty=options.penalty, pages=len(pages), sites=sites, shares=held_out, weights=lines)
        WEIGHTS.write_text(head, encoding="utf-8")


if __name__ == "__main__":
    main()
