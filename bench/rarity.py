"""Makes aggregator/cluster/rarity.npz: in how many real pages of ../shared each word and beginning of a word stands.

    python -m bench.rarity

Only the numbers are kept, under hashes of the words. The collections that stories are scored on are not read.
"""

from __future__ import annotations

import gzip
import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from lxml import etree, html

from aggregator.cluster.signals import STEM, fold, hash_word

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
OUT = Path(__file__).resolve().parents[1] / "aggregator" / "cluster" / "rarity.npz"
LEAST = 2  # pages; a word of one page is as rare as one of none
A_SITE = 150  # pages of one site, so that none decides what is rare
SHORT, LONG = 300, 20_000  # characters of a page: shorter ones are no articles, the rest of longer ones is not read


def main() -> None:
    """Count, write the table, and say how much is in it."""
    words: Counter[str] = Counter()
    stems: Counter[str] = Counter()
    texts = 0
    for text in pages():
        found = {fold(word) for word in _words(text[:LONG])}
        words.update(found)
        stems.update({word[:STEM] for word in found if len(word) >= STEM})
        texts += 1
    held: dict[str, object] = {"texts": texts}
    for name, counts in (("words", words), ("stems", stems)):
        kept = sorted((hash_word(word), count) for word, count in counts.items() if count >= LEAST)
        held[f"{name}_hashes"] = np.array([one[0] for one in kept], dtype=np.uint32)
        held[f"{name}_texts"] = np.array([one[1] for one in kept], dtype=np.uint16)
    np.savez_compressed(OUT, **held)  # type: ignore[arg-type]
    print(f"{texts} pages, {len(held['words_hashes'])} words, {len(held['stems_hashes'])} beginnings")  # type: ignore[arg-type]


def pages() -> Iterator[str]:
    """The texts of articles: labelled ones, then paragraphs of pages of institutions and of whole sites."""
    labelled = json.loads((DATA / "extraction" / "gold.json").read_text(encoding="utf-8"))
    for one in labelled["pages"].values():
        if len(one.get("text") or "") > SHORT:
            yield f"{one.get('title') or ''} {one['text']}"
    for file in sorted((DATA / "institutions" / "html").iterdir()):
        text = " ".join(paragraphs(gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()))
        if len(text) > SHORT:
            yield text
    for file in sorted((DATA / "sites").glob("*.tar.gz")):
        taken = 0
        with tarfile.open(file) as archive:
            for member in archive:
                if taken < A_SITE and member.isfile() and member.name.endswith(".html") and member.size < 300_000:
                    held = archive.extractfile(member)
                    text = " ".join(paragraphs(held.read() if held else b""))
                    if len(text) > SHORT:
                        taken += 1
                        yield text


def paragraphs(page: bytes) -> list[str]:
    """The texts of the paragraphs of a page; none of what is no page."""
    try:
        tree = html.fromstring(page)
    except (etree.ParserError, ValueError):
        return []
    return [" ".join(str(one.text_content()).split()) for one in tree.iter("p")]


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text + " ":
        if character.isalnum():
            word += character
        elif word:
            yield word
            word = ""


if __name__ == "__main__":
    main()
