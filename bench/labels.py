"""Measures labels, experts and contacts against bench/labels.json: precision and recall by field, two halves by site.

    python -m bench.labels ../shared/data [--half fitted|held-out] [--failures]

The rules were written and tuned on the fitted half alone. A story's family, or a site, falls into one half as a whole.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.labels.labels import find_labels
from crawler.extract.page import extract_page
from crawler.extract.people.experts import find_experts
from crawler.extract.structured import Structured
from crawler.items import Contact, Expert, Label

TRUTH = Path(__file__).with_name("labels.json")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIELDS = ("news_type", "evidence", "subject", "expert", "contact")


@dataclass(frozen=True, slots=True)
class Read:
    """What the rules said of one article."""

    labels: tuple[Label, ...]
    experts: tuple[Expert, ...]
    contacts: tuple[Contact, ...]


@dataclass(slots=True)
class Score:
    """Counts of one field in one half."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        said, wanted = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / said:.3f}" if said else "    -"
        recall = f"{self.right / wanted:.3f}" if wanted else "    -"
        return f"precision {precision}  recall {recall}  (said {said}, right {self.right}, missed {self.missed})"


def main() -> None:
    """Reads every labelled article found in the folder and prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--half", choices=("fitted", "held-out"))
    arguments.add_argument("--failures", action="store_true")
    chosen = arguments.parse_args()
    truth = json.loads(TRUTH.read_text("utf-8"))["articles"]
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    counts: dict[str, int] = defaultdict(int)
    for key, group, read in _articles(chosen.data, truth, chosen.half):
        half = half_of(group)
        counts[half] += 1
        _judge(scores, half, key, truth[key], read)
    for half in sorted(counts):
        print(f"{half}: {counts[half]} articles")
        for name in FIELDS:
            print(f"  {name:10} {scores[half, name]}")
            if chosen.failures:
                print("".join(f"      {line}\n" for line in scores[half, name].failures), end="")


def half_of(group: str) -> str:
    """The half that a site or a family of stories falls into, by a digest of its name."""
    return "fitted" if hashlib.sha256(group.encode()).digest()[0] % 2 else "held-out"


def _articles(data: Path, truth: dict[str, Any], half: str | None) -> Iterator[tuple[str, str, Read]]:
    yield from _stories(data, truth, half)
    yield from _pages(data, truth, half)


def _stories(data: Path, truth: dict[str, Any], half: str | None) -> Iterator[tuple[str, str, Read]]:
    for line in (data / "stories" / "articles.jsonl").read_text("utf-8").splitlines():
        story = json.loads(line)
        key, group = f"stories/{story['id']}", story["family"] or story["story"]
        if key not in truth or (half and half_of(group) != half):
            continue
        language = story["lang"]
        found = find_labels(
            story["title"], None, story["text"], structured=Structured(), url=story["url"], language=language
        )
        yield key, group, Read(found, find_experts(story["text"], language, ()), ())


def _pages(data: Path, truth: dict[str, Any], half: str | None) -> Iterator[tuple[str, str, Read]]:
    for key, group, url, body in _bodies(data, truth):
        if not half or half_of(group) == half:
            article = extract_page(body, url, now=NOW)
            yield key, group, Read(article.labels, article.experts, article.contacts)


def _bodies(data: Path, truth: dict[str, Any]) -> Iterator[tuple[str, str, str, bytes]]:
    gold = json.loads((data / "extraction" / "gold.json").read_text("utf-8"))["pages"]
    addresses = {f"extraction/{name}": (page["url"], data / "extraction" / page["file"]) for name, page in gold.items()}
    for line in (data / "institutions" / "index.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        addresses[f"institutions/{page['file']}"] = (page["url"], data / "institutions" / page["file"])
    for key in truth:
        if key in addresses:
            url, path = addresses[key]
            yield (
                key,
                urlsplit(url or "").hostname or key,
                url or "http://localhost/",
                gzip.decompress(path.read_bytes()),
            )
    for site in json.loads((data / "sites" / "sites.json").read_text("utf-8"))["sites"]:
        wanted = [key for key in truth if key.startswith(f"sites/{site['site']}/")]
        with tarfile.open(data / "sites" / f"{site['site']}.tar.gz") as archive:
            names = archive.getnames()
            for key in wanted:
                path = key.removeprefix(f"sites/{site['site']}")
                file = path + "index.html" if path.endswith("/") else path
                name = min((n for n in names if n.endswith(file)), key=len)
                member = archive.extractfile(name)
                if member:
                    yield key, site["site"], site["base_url"].rstrip("/") + path, member.read()


def _judge(scores: dict[tuple[str, str], Score], half: str, key: str, truth: dict[str, Any], read: Read) -> None:
    for name in ("news_type", "evidence"):
        if name in truth:
            said = next((label for label in read.labels if label.name == name), None)
            _one(scores[half, name], key, truth[name], said)
    if "subjects" in truth:
        subjects = {str(label.value): label.quote for label in read.labels if label.name == "subject"}
        _several(scores[half, "subject"], key, truth["subjects"], truth.get("subjects_accepted", ()), subjects)
    if "experts" in truth:
        people = {expert.name: f"{expert.role} | {expert.affiliation} | {expert.quote}" for expert in read.experts}
        _several(scores[half, "expert"], key, truth["experts"], truth.get("experts_accepted", ()), people)
    if "contacts" in truth:
        reached = {contact.mail or contact.phone or "": str(contact) for contact in read.contacts}
        _several(scores[half, "contact"], key, truth["contacts"], truth.get("contacts_accepted", ()), reached)


def _one(score: Score, key: str, accepted: list[str | None], said: Label | None) -> None:
    value = str(said.value) if said else None
    if value is not None and value in accepted:
        score.right += 1
    elif value is not None and said:
        score.wrong += 1
        score.failures.append(f"wrong  {key}: {value} for {accepted}: {said.quote}")
    if value is None and accepted[0] is not None and None not in accepted:
        score.missed += 1
        score.failures.append(f"missed {key}: {accepted}")


def _several(score: Score, key: str, wanted: list[str], accepted: Any, said: dict[str, str]) -> None:
    for value, why in said.items():
        if any(_same(value, other) for other in wanted):
            score.right += 1
        elif not any(_same(value, other) for other in accepted):
            score.wrong += 1
            score.failures.append(f"wrong  {key}: {value} for {wanted}: {why}")
    for value in wanted:
        if not any(_same(value, other) for other in said):
            score.missed += 1
            score.failures.append(f"missed {key}: {value}")


def _same(one: str, other: str) -> bool:
    """Equal, or one a fuller form of the other: titles and initials come and go."""
    one, other = (text.replace("’", "'").casefold() for text in (one, other))
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")


if __name__ == "__main__":
    main()
