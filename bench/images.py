"""Scores pictures and their credits against pages of ../shared labelled by hand (bench/images.json).

    python -m bench.images [--wrong]

A picture is known by its file name without size and ending. The labels began as what the extractor found, and were
corrected by looking at each page's pictures and at the lines that name who made them; so recall is flattered. Figures
are given for two halves, split by a hash of the site; failures of both have been looked at.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.media.pictures import picture_key
from crawler.extract.page import extract_page
from crawler.items import Image

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LABELS = Path(__file__).with_suffix(".json")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(slots=True)
class Score:
    """Counts of one half."""

    pages: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    credits_right: int = 0
    credits_wrong: int = 0
    credits_missed: int = 0
    told: list[str] = field(default_factory=list)


def main() -> None:
    """Print one Markdown table, and what was wrong when asked."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wrong", action="store_true", help="name every picture and credit that is wrong or missed")
    asked = arguments.parse_args()
    scores = {"A": Score(), "B": Score()}
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["pages"]
    for name, url, body in real_pages(set(labels)):
        count(scores[half_of(url)], name, extract_page(body, url, now=NOW).images, labels[name])
    print("| half | pages | pictures | precision | recall | credits | precision | recall |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for half, score in scores.items():
        print(f"| {half} | {score.pages} | {_figures(score.right, score.wrong, score.missed)} ", end="")
        print(f"| {_figures(score.credits_right, score.credits_wrong, score.credits_missed)} |")
    for half, score in scores.items() if asked.wrong else ():
        print(f"\n{half}:", *score.told, sep="\n")


def _figures(right: int, wrong: int, missed: int) -> str:
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return f"{right + missed} | {precision:.3f} | {recall:.3f}"


def count(score: Score, page: str, found: tuple[Image, ...], label: dict[str, Any]) -> None:
    """Add one page to the counts of its half."""
    score.pages += 1
    wanted = {image["file"]: image.get("credit") for image in label["images"]}
    either = set(label.get("either", ()))
    seen: set[str] = set()
    for image in found:
        key = picture_key(image.url)
        seen.add(key)
        if key not in wanted:
            if key not in either:
                score.wrong += 1
                score.told.append(f"  {page}: picture of something else: {key}")
            continue
        score.right += 1
        if image.credit and wanted[key] and plain(wanted[key]) in plain(image.credit):
            score.credits_right += 1
        elif image.credit or wanted[key]:
            score.credits_wrong += bool(image.credit)
            score.credits_missed += bool(wanted[key])
            score.told.append(f"  {page}: {key}: credit {image.credit!r}, printed {wanted[key]!r}")
    for key in wanted.keys() - seen:
        score.missed += 1
        score.credits_missed += bool(wanted[key])
        score.told.append(f"  {page}: missed: {key}")


def plain(text: str | None) -> str:
    """Letters and digits alone."""
    return re.sub(r"\W+", " ", text or "").casefold().strip()


def half_of(url: str) -> str:
    """A or B, by a hash of the site."""
    site = ".".join((urlsplit(url).hostname or url).split(".")[-2:])
    return "A" if int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % 2 else "B"


def real_pages(names: set[str]) -> Iterator[tuple[str, str, bytes]]:
    """Name, address and bytes of the labelled pages: extraction, institutions (inst-…), sites (site:path)."""
    gold = json.loads((SHARED / "extraction" / "gold.json").read_text(encoding="utf-8"))["pages"]
    for name in sorted(names & gold.keys()):
        yield name, gold[name]["url"], gzip.decompress((SHARED / "extraction" / gold[name]["file"]).read_bytes())
    for line in (SHARED / "institutions" / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = "inst-" + Path(row["file"]).name.split(".")[0]
        if name in names and row["file"].endswith(".html.gz"):
            yield name, row["url"], gzip.decompress((SHARED / "institutions" / row["file"]).read_bytes())
    sites = json.loads((SHARED / "sites" / "sites.json").read_text(encoding="utf-8"))["sites"]
    hosts = {site["site"]: site["host"] for site in sites}
    for name in sorted(name for name in names if ":" in name):
        site, path = name.split(":", 1)
        body = packed(site).get(f"{site}{path}index.html") or packed(site)[f"{site}{path}"]
        yield name, f"https://{hosts[site]}{path}", body


@lru_cache(maxsize=1)
def packed(site: str) -> dict[str, bytes]:
    """The HTML files of one stored site."""
    with tarfile.open(SHARED / "sites" / f"{site}.tar.gz") as archive:
        members = [member for member in archive.getmembers() if member.isfile() and ".htm" in member.name]
        return {member.name: source.read() for member in members if (source := archive.extractfile(member))}


if __name__ == "__main__":
    main()
