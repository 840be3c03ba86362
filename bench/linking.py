"""Measures how well releases are linked to their papers when no identifier is printed: top-1, coverage, abstentions.

    python -m bench.linking [DATA] [--fit] [--wrong]

DATA: the folder of the real pages and stories, default ../shared/data. `linking.json` names papers (facts that are
public) and the releases that announce them; no words of the releases are kept. Every identifier and every link to one
is hidden from a release. The pool it must choose from: all labelled papers with their near misses, the papers of the
publication pages in DATA, and invented ones of the same journals and weeks, whose titles and authors are mixed from the
others. Releases without a paper in the pool, and news pages about something else, must get none. `--fit` fits the
weights on the first half, makes probabilities of them, and prints them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import html

from aggregator.enrich import likeness
from aggregator.enrich.likeness import Candidate, Choice, Release, choose, features, logit, tells
from crawler.extract.blocks import Block
from crawler.extract.page import extract_page
from crawler.extract.papers.identifiers import find_identifiers
from crawler.extract.papers.paper import find_paper
from crawler.extract.structured import Structured

NOW = datetime(2027, 1, 1, tzinfo=UTC)
GOLD = Path(__file__).with_name("linking.json")
INVENTED = 20  # papers of the same journal and weeks, for every labelled one
OTHER_PAGES = 150  # news pages that are labelled with no paper
_HIDDEN = re.compile(r"(?:https?://\S*doi\.org/\S*|\b10\.\d{4,9}/\S+|\bPMID:?\s*\d+|https?://arxiv\.org/\S+)")


@dataclass(frozen=True)
class Case:
    """One release, and the key of its paper, or None when it must get none."""

    id: str
    release: Release
    paper: tuple[str, str] | None

    @property
    def half(self) -> str:
        """Releases of one paper, and of one story, go into one half."""
        group = ":".join(self.paper) if self.paper else re.sub(r"-[a-z]$", "", self.id)
        return "second" if zlib.crc32(group.encode()[::-1]) // 7 % 2 else "first"


def main() -> None:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the first half")
    parser.add_argument("--wrong", action="store_true", help="tell each release that was linked wrongly or not at all")
    given = parser.parse_args()
    labelled = json.loads(GOLD.read_text(encoding="utf-8"))["papers"]
    cases, others = read_cases(given.data, labelled)
    pool = read_pool(labelled, others, random.Random(4))
    announcing = sum(case.paper is not None for case in cases)
    print(f"{len(cases)} releases, {announcing} of them with a paper in the pool of {len(pool)}")
    if given.fit:
        fit([case for case in cases if case.half == "first"], pool)
    orphans = [
        (case, choose(case.release, [one for one in pool if one.key != case.paper])) for case in cases if case.paper
    ]
    for case, found in orphans:
        if found and given.wrong:
            print(f"{case.id}: without {case.paper} got {found}")
    print(
        f"their papers taken out of the pool, {sum(map(bool, (found for _, found in orphans)))} are linked to another"
    )
    for half in ("first", "second", "both"):
        tell(half, [case for case in cases if half in (case.half, "both")], pool, given.wrong)


def read_cases(data: Path, labelled: Sequence[dict[str, Any]]) -> tuple[list[Case], list[Candidate]]:
    """The releases with the keys of their papers, and the papers that publication pages print."""
    papers = {page: split(paper["key"]) for paper in labelled for page in paper["releases"]}
    cases = list(read_stories(data / "stories" / "articles.jsonl", papers))
    pages = sorted((data / "extraction" / "html").glob("*.html.gz"))
    chosen = {f"extraction/{file.name[:-8]}" for file in random.Random(7).sample(pages, min(OTHER_PAGES, len(pages)))}
    for file in pages:
        name = f"extraction/{file.name[:-8]}"
        if name in papers or name in chosen:
            article = extract_page(gzip.decompress(file.read_bytes()), f"https://bench.example/{name}", now=NOW)
            if name in papers or not any(one.primary for one in article.identifiers):
                cases.append(Case(name, _release(article), papers.get(name)))
    others: list[Candidate] = []
    for site in ("mme", "gmg"):
        with tarfile.open(data / "sites" / f"{site}.tar.gz") as archive:
            for member in archive:
                name = f"sites/{site}/{member.name}"
                stream = archive.extractfile(member) if name in papers or "/en/publication/" in name else None
                if stream is None:
                    continue
                article = extract_page(stream.read(), f"https://bench.example/{name}", now=NOW)
                if name in papers:
                    cases.append(Case(name, _release(article), papers[name]))
                else:
                    others += _printed_paper(article)
    return cases, others


def read_stories(path: Path, papers: dict[str, tuple[str, str]]) -> Iterator[Case]:
    """The articles of the stories file, each with the key of its paper."""
    for line in path.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        name = f"stories/{story['id']}"
        if story["kind"] == "paper":
            continue  # an abstract, no release
        element = html.Element("p")
        blocks = [Block(text=text, element=element, outside=False, linked=0) for text in story["text"].split("\n")]
        found = find_paper(Structured(), blocks, find_identifiers(Structured(), blocks), story["title"])
        paper = found.paper if found else None
        release = Release(
            title=story["title"] or "",
            text=_HIDDEN.sub(" ", story["text"]),
            day=story["date"],
            journal=paper.journal if paper else None,
            paper_title=paper.title if paper else None,
        )
        yield Case(name, release, papers.get(name))


def _release(article: Any) -> Release:
    return Release(
        title=article.title or "",
        text=_HIDDEN.sub(" ", article.text),
        day=article.published_at[:10] if article.published_at and len(article.published_at) >= 10 else None,
        journal=article.paper.journal if article.paper else None,
        paper_title=article.paper.title if article.paper else None,
    )


def _printed_paper(article: Any) -> Iterator[Candidate]:
    dois = [one.value for one in article.identifiers if one.primary and one.scheme == "doi"]
    if dois and article.title:
        journal = article.paper.journal if article.paper else None
        yield Candidate(("doi", dois[0]), article.title, journal, tuple(article.authors), None)


def read_pool(labelled: Sequence[dict[str, Any]], others: Sequence[Candidate], rng: random.Random) -> list[Candidate]:
    """The papers to choose from: labelled, of publication pages, and invented ones that share journal and weeks."""
    real = [
        Candidate(split(one["key"]), one["title"], one["journal"], tuple(one["authors"]), one["published_at"])
        for one in labelled
    ]
    words = sorted({word for one in (*real, *others) for word in (one.title or "").split()})
    names = sorted({author for one in (*real, *others) for author in one.authors if " " in author})
    invented = []
    for one in real:
        for number in range(INVENTED):
            title = " ".join(rng.sample(words, 8) + rng.sample((one.title or "").split(), 2))
            people = [f"{rng.choice(names).split()[0]} {rng.choice(names).split()[-1]}" for _ in range(6)]
            day = date.fromisoformat((one.published_at or "2020") + "-01-01"[len(one.published_at or "2020") - 4 :])
            near = (day + timedelta(days=rng.randrange(-20, 21))).isoformat()
            invented.append(
                Candidate(("doi", f"10.5555/{one.key[1]}.{number}"), title, one.journal, tuple(people), near)
            )
    return [*real, *{one.key: one for one in others}.values(), *invented]


def split(key: str) -> tuple[str, str]:
    """Scheme and value of a key; a name of our own stands where the DOI was not looked up."""
    scheme, _, value = key.partition(":")
    return scheme, value


def tell(half: str, cases: Sequence[Case], pool: Sequence[Candidate], wrong: bool) -> None:
    """Print how one half went."""
    counts: Counter[str] = Counter()
    for case in cases:
        found: Choice | None = choose(case.release, pool)
        right = found is not None and found.key == case.paper
        counts["linked"] += found is not None
        counts["right"] += right
        counts["announcing"] += case.paper is not None
        counts["linked of none"] += found is not None and case.paper is None
        if wrong and half == "both" and not right and (found or case.paper):
            print(f"{case.half} {case.id}: {case.paper} got {found}")
    linked, announcing = max(counts["linked"], 1), max(counts["announcing"], 1)
    print(
        f"{half}: {len(cases)} releases, {counts['announcing']} announce a paper; linked {counts['linked']}, "
        f"right {counts['right']} (top-1 of linked {counts['right'] / linked:.3f}, "
        f"coverage {counts['right'] / announcing:.3f}); "
        f"{counts['linked of none']} of {len(cases) - counts['announcing']} without a paper were linked"
    )


def fit(cases: Sequence[Case], pool: Sequence[Candidate]) -> None:
    """Fit the weights on pairs (every right one, and for each release the forty most alike wrong ones).

    Then stretch them, so that a score is how often a release's best candidate with that score is its paper.
    """
    from sklearn.linear_model import LogisticRegression

    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    for case in cases:
        scored = sorted(((logit(values := features(case.release, one)), values, one.key) for one in pool), reverse=True)
        kept = [(values, key) for place, (_, values, key) in enumerate(scored) if place < 40 or key == case.paper]
        rows += [values for values, _ in kept]
        right += [key == case.paper for _, key in kept]
    model = LogisticRegression(C=3.0, max_iter=5_000).fit(rows, right)
    likeness.WEIGHTS = tuple(float(weight) for weight in model.coef_[0])
    likeness.BIAS = float(model.intercept_[0])
    tops = [max((logit(values := features(case.release, one)), values, one.key) for one in pool) for case in cases]
    told = [(best, key == case.paper) for case, (best, values, key) in zip(cases, tops, strict=True) if tells(values)]
    stretch = LogisticRegression(C=1.0).fit([[best] for best, _ in told], [good for _, good in told])
    factor, shift = float(stretch.coef_[0][0]), float(stretch.intercept_[0])
    likeness.WEIGHTS = tuple(round(factor * weight, 2) for weight in likeness.WEIGHTS)
    likeness.BIAS = round(factor * likeness.BIAS + shift, 2)
    for name, weight in zip(likeness.FEATURES, likeness.WEIGHTS, strict=True):
        print(f"  {name:16} {weight:6.2f}")
    print(f"  {'bias':16} {likeness.BIAS:6.2f}")


if __name__ == "__main__":
    main()
