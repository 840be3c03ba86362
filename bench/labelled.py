"""The articles that the pair score is fitted and measured on: three labelled sets of ../shared, and news told once."""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.rarity import DATA, paragraphs
from bench.stories import dated, read


def labelled() -> Iterator[tuple[str, list[dict[str, Any]], float]]:
    """(name, rows, weight in fitting). The blurbs of itn are read with and without the day of their time stamp."""
    yield (
        "stories",
        [
            {**row, "gold": row["story"], "family": row["family"] or row["story"]}
            for row in read("stories/articles.jsonl")
        ],
        1.0,
    )
    yield (
        "ntrex5",
        [{**row, "gold": row["cluster"], "family": row["cluster"]} for row in read("clusters/ntrex5.jsonl")],
        1.0,
    )
    itn = [{**row, "gold": row["cluster"], "family": row["cluster"]} for row in read("clusters/itn.jsonl")]
    yield "itn", itn, 0.5
    yield "news", distinct_news(), 1.5  # most articles of a night tell nothing together: a wrong story is worse
    yield "itn, dated", dated(itn), 0.5


def distinct_news() -> list[dict[str, Any]]:
    """Real articles that tell nothing together: labelled pages of many sites, and the news of sites of institutes.

    Full texts, each as its own story; of sites in several languages one language. The labelled pages are dated within
    some weeks, as a night's news are, so that only what they say keeps them apart. Every other one is cut short.
    """
    found: list[dict[str, Any]] = []
    pages = json.loads((DATA / "extraction" / "gold.json").read_text(encoding="utf-8"))["pages"]
    for number, (name, page) in enumerate(sorted(pages.items())):
        language, day = (page["html_lang"] or "en")[:2], f"2026-03-{number % 28 + 1:02d}"
        said = {"title": page["title"], "text": page["text"], "lang": language, "date": day, "site": page["url"]}
        found.append({"id": name, **said})
    for site in json.loads((DATA / "sites" / "sites.json").read_text(encoding="utf-8"))["sites"]:
        found += _news_of(site)
    titles: set[str] = set()
    distinct = []
    for row in found:
        if row["title"] and row["title"] not in titles and len(row["text"] or "") > 200:
            titles.add(row["title"])
            distinct.append({**row, "gold": row["id"], "family": row["id"]})
    for row in distinct[::2]:
        row["text"] = row["text"][:500]
    return distinct


def _news_of(site: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The news of one site in its first language, with their own days."""
    language = Counter(one["lang"] for one in site["gold"]).most_common(1)[0][0]
    wanted = {one["path"].strip("/"): one for one in site["gold"] if one["lang"] == language}
    with tarfile.open(DATA / "sites" / f"{site['site']}.tar.gz") as archive:
        for member in archive:
            path = member.name.split("/", 1)[-1].removesuffix("index.html").removesuffix(".html").strip("/")
            held = archive.extractfile(member) if path in wanted and member.isfile() else None
            if held:
                one = wanted[path]
                text = "\n".join(paragraphs(held.read()))
                said = {"title": one["title"], "text": text, "lang": language, "date": one["date"]}
                yield {"id": member.name, "site": site["site"], **said}
