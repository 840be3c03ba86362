"""Makes copies and look-alikes of real texts at run time, imports them, and prints how well copies are found.

    python -m bench.duplicates [--missed] [--seed N] [--copies N]

Nothing here is from neardup.jsonl. Texts: the pages of ../shared/data/extraction and sites, in many languages. Copies:
bench.variants. Never to be merged: bench.notices and bench.templates, different news that share a long passage about
the house, and round-ups of others' texts. Everything is imported three times: without address or site, within one
owner, and between owners. Half A is for choosing thresholds, half B for saying what they are worth.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import html

from bench import notices, templates
from bench.stories import SHARED, half_of, newsward, processor_seconds, score, through_newsward
from bench.variants import KINDS, Material, partners, pieces, sentences

LEAST, MOST = 60, 1_200  # words of a text that is changed; pairs of characters in Japanese and Chinese
ENGLISH = 130  # texts; most pages are English
RELEASES = 12  # texts that ten partners print
KEPT_APART = 6  # one text in so many is not copied, but told with a passage that other texts have too
ROUND_UPS = 8
DRESSES = ("bare", "one owner", "several owners")
Row = dict[str, Any]


def main() -> None:
    """Print a table of precision, recall and F1, and recall by kind of copy."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--missed", action="store_true", help="also list what was merged or missed wrongly")
    arguments.add_argument("--copies", type=int, default=0, metavar="N", help="also time N copies of one notice")
    arguments.add_argument("--seed", type=int, default=4, help="which words and passages change (thresholds saw 4)")
    asked = arguments.parse_args()
    texts = list(distinct(originals()))
    print(f"{len(texts)} texts in {len({text['lang'] for text in texts})} languages\n")
    print("| dress | half | articles | precision | recall | F1 | merged notices |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    kinds: dict[str, dict[str, tuple[int, int]]] = {}
    wrong: list[str] = []
    for dress in DRESSES:
        rows = [dressed(row, dress) for row in made(texts, asked.seed)]
        found = {one["id"]: str(one["cluster"]) for one in through_newsward(rows, duplicates=True)}
        for half in ("A", "B", "both"):
            gold = [row for row in rows if half in ("both", half_of({"cluster": row["half"]}))]
            told = score([{"id": id_, "cluster": cluster} for id_, cluster in found.items()], gold, "dedup")
            p, r, f = (told[f"pair_{letter}"] for letter in ("p", "r", "f1"))
            print(
                f"| {dress} | {half} | {len(gold)} | {p:.3f} | {r:.3f} | {f:.3f} | {merged(gold, found)} |", flush=True
            )
        kinds[dress] = by_kind(rows, found)
        wrong += [f"{dress}: {one}" for one in mistakes(rows, found)]
    print(f"\n| kind of copy | {' | '.join(f'{dress}: found' for dress in DRESSES)} |\n| --- | --- | --- | --- |")
    for kind in kinds["bare"]:
        print(f"| {kind} | {' | '.join('{} of {}'.format(*kinds[dress][kind]) for dress in DRESSES)} |")
    if asked.missed:
        print("\n" + "\n".join(wrong))
    if asked.copies:
        time_copies(asked.copies)


def originals() -> Iterator[Row]:
    """Texts of LEAST to MOST words, each with its language."""
    pages = json.loads((SHARED / "data/extraction/gold.json").read_text(encoding="utf-8"))["pages"]
    english = 0
    for id_, page in sorted(pages.items(), key=lambda item: hashlib.sha1(item[0].encode()).digest()):
        language = (page["html_lang"] or "en")[:2].lower()
        if page["text"] and LEAST <= size(page["text"]) <= MOST:
            english += language == "en"
            if language != "en" or english <= ENGLISH:
                yield {
                    "id": f"page-{id_[:12]}-{hashlib.sha1(id_.encode()).hexdigest()[:6]}",
                    "lang": language,
                    "text": page["text"],
                }
    yield from site_texts()


def distinct(texts: Iterable[Row]) -> Iterator[Row]:
    """Texts that share next to nothing: which of the others are copies of each other nobody has said."""
    kept: list[set[tuple[str, str, str, str]]] = []
    for text in texts:
        words = [one for one in pieces(text["text"].lower()) if not one.isspace()]
        runs = set(zip(words, words[1:], words[2:], words[3:], strict=False))
        if all(len(runs & other) < 0.1 * min(len(runs), len(other)) for other in kept):
            kept.append(runs)
            yield text


def site_texts(most: int = 12) -> Iterator[Row]:
    """Articles of the sites that are not in English, at most so many of a site, told apart by their first words."""
    for site in json.loads((SHARED / "data/sites/sites.json").read_text(encoding="utf-8"))["sites"]:
        seen: set[str] = set()
        with tarfile.open(SHARED / f"data/sites/{site['site']}.tar.gz") as packed:
            for article in site["gold"]:
                path = f"{site['site']}{article['path']}"
                path += "index.html" if path.endswith("/") else ""
                if article["lang"] == "en" or len(seen) >= most or path not in packed.getnames():
                    continue
                member = packed.extractfile(path)
                text = paragraphs(member.read()) if member else ""
                japanese = sum("぀" <= letter <= "ヿ" for letter in text) > len(text) / 8
                if LEAST <= size(text) <= MOST and text[:60] not in seen and (article["lang"] != "ja" or japanese):
                    seen.add(text[:60])
                    yield {"id": f"{site['site']}-{len(seen)}", "lang": article["lang"], "text": text}


def paragraphs(page: bytes) -> str:
    """The longer paragraphs of a page."""
    tree = html.fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    lines = (" ".join("".join(map(str, one.itertext())).split()) for one in tree.iter("p"))
    return "\n".join(dict.fromkeys(line for line in lines if len(line) > 30))


def size(text: str) -> int:
    return sum(not one.isspace() for one in pieces(text))


def made(texts: list[Row], seed: int = 4) -> list[Row]:
    """Every article: `cluster` says which are one, `kind` how it was made, `owner` and `half` what goes together."""
    rng = random.Random(seed)
    words, passages = stock(texts)
    rows: list[Row] = []
    kinds = list(KINDS)
    apart, texts = texts[::KEPT_APART], [text for number, text in enumerate(texts) if number % KEPT_APART]
    for number, text in enumerate(texts):
        language, own = text["lang"], {"cluster": text["id"], "owner": text["id"], "half": text["id"]}
        material = Material(text["text"], language, words[language], passages[language], rng)
        rows.append({**text, **own, "kind": "original"})
        for turn in range(2):
            kind = kinds[(2 * number + turn * 5 + number // len(kinds) + seed - 4) % len(kinds)]
            rows.append({**text, **own, "id": f"{text['id']}~{turn}", "text": KINDS[kind](material), "kind": kind})
        if (number + seed) % (len(texts) // RELEASES) == 0:
            for turn, printed in enumerate(partners(material)):
                rows.append({**text, **own, "id": f"{text['id']}~p{turn}", "text": printed, "kind": "partner"})
    rows += notice_rows()
    rows += alike_rows(apart, passages, rng)
    rows += round_up_rows(texts)
    return rows


def stock(texts: list[Row]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """By language, what may be put into a text: words as often as used, and passages of three sentences
    from its second half (a teaser of the first is another matter).

    A language of which there is one text only borrows from all.
    """
    words, passages = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    count = Counter(text["lang"] for text in texts)
    for text in texts:
        parts = sentences(text["text"])
        found = [" ".join(parts[at : at + 3])[:400] for at in range(len(parts) // 2, len(parts) - 2, 3)]
        for language in count:
            if text["lang"] == language or count[language] == 1:
                words[language] += [one for one in pieces(text["text"]) if not one.isspace()]
                passages[language] += found
    return words, passages


def notice_rows() -> Iterator[Row]:
    """Notices: each a text of its own."""
    for one in (*templates.notices(), *notices.notices()):
        shared = bool(one.get("shared"))
        owner = one["id"] if shared else one["family"]
        kind = "notice of several" if shared else "notice"
        yield {**one, "cluster": one["id"], "owner": owner, "half": one["family"], "kind": kind}


def alike_rows(texts: list[Row], passages: dict[str, list[str]], rng: random.Random) -> Iterator[Row]:
    """Different news of one owner in pairs, each pair with one long passage about the house."""
    by_language = sorted(texts, key=lambda text: str(text["lang"]))
    for number, (one, other) in enumerate(zip(by_language[::2], by_language[1::2], strict=False)):
        about = "\n".join(rng.choice(passages[one["lang"]]) for _ in range(3))
        for turn, text in enumerate((one, other)):
            id_ = f"house-{number}-{turn}"
            news = text["text"][: max(len(about) // 2, 300)]
            yield {**text, "id": id_, "cluster": id_, "owner": f"house-{number}", "half": f"house-{number}",
                   "text": f"{news}\n{about}", "kind": "shared passage"}  # fmt: skip


def round_up_rows(texts: list[Row]) -> Iterator[Row]:
    """Texts put together of the ends of others."""
    longer = [text for text in texts if len(sentences(text["text"])) >= 8]
    for number in range(ROUND_UPS):
        items = [" ".join(sentences(text["text"])[-5:]) for text in longer[number * 5 : number * 5 + 5]]
        id_ = f"round-up-{number}"
        yield {"id": id_, "lang": longer[number * 5]["lang"], "cluster": id_, "owner": id_, "half": id_,
               "text": "\n".join(items), "kind": "round-up"}  # fmt: skip


def dressed(row: Row, dress: str) -> Row:
    """The article with the address that the dress gives it."""
    if dress == "bare":
        return row
    name = hashlib.sha1(row["owner"].encode()).hexdigest()[:10]
    tail = hashlib.sha1(row["id"].encode()).hexdigest()[:10]
    if dress == "several owners" and row["kind"] not in ("notice", "shared passage"):
        name = tail
    host = f"{('www', 'news')[int(tail, 16) % 2]}.u{name}.example"
    return {**row, "url": f"https://{host}/{tail}", "title": row["text"].split("\n")[0][:70], "date": "2026-05-04"}


def merged(rows: list[Row], found: dict[str, str]) -> str:
    """How many of the articles that are nobody's copy were taken for one."""
    alone = [row for row in rows if row["cluster"] == row["id"] and row["kind"] != "original"]
    size_of = Counter(found.values())
    return f"{sum(size_of[found[row['id']]] > 1 for row in alone)} of {len(alone)}"


def by_kind(rows: list[Row], found: dict[str, str]) -> dict[str, tuple[int, int]]:
    """For every kind of copy how many were joined to their original, and of how many."""
    counts: dict[str, tuple[int, int]] = dict.fromkeys((*KINDS, "partner"), (0, 0))
    for row in rows:
        if row["kind"] in counts:
            good, every = counts[row["kind"]]
            counts[row["kind"]] = (good + (found[row["id"]] == found[row["cluster"]]), every + 1)
    return counts


def mistakes(rows: list[Row], found: dict[str, str]) -> Iterator[str]:
    """One line for each copy that was missed and each pair of different articles that was merged."""
    members = defaultdict[str, list[Row]](list)
    for row in rows:
        members[found[row["id"]]].append(row)
        if (
            row["id"] != row["cluster"]
            and row["kind"] in (*KINDS, "partner")
            and found[row["id"]] != found[row["cluster"]]
        ):
            yield f"half {half_of({'cluster': row['half']})} missed {row['lang']} {row['kind']} {row['id']}"
    for group in members.values():
        if len({row["cluster"] for row in group}) > 1:
            yield f"half {half_of({'cluster': group[0]['half']})} merged " + ", ".join(row["id"] for row in group[:6])


def time_copies(wanted: int) -> None:
    """Import N copies of one notice, every other one with another day and room, and print what each eighth cost.

    In steps, each a run of `newsward import` over the file so far, so what a step costs is what its copies cost.
    """
    notice = next(one["text"] for one in notices.notices() if one["id"] == "series-de-1")
    print(f"\n{wanted} copies of one notice, half of them the same words, half with another day and number")
    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder) / "copies.jsonl", Path(folder) / "home"
        for step in range(8):
            with file.open("w", encoding="utf-8") as out:
                for number in range(step * wanted // 8, (step + 1) * wanted // 8):
                    text = notice.replace("14. April", f"{number % 28 + 1}. Juni").replace(
                        "Hörsaal 1", f"Raum {number}"
                    )
                    day = f"2026-{number % 9 + 1:02d}-{number % 28 + 1:02d}"
                    row = {"id": str(number), "text": text if number % 2 else notice, "date": day}
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
            start = processor_seconds()
            newsward("import", str(file), "--home", str(home))
            spent = processor_seconds() - start
            print(f"up to {(step + 1) * wanted // 8}: {spent / (wanted // 8) * 1000:.1f} ms each", flush=True)


if __name__ == "__main__":
    main()
