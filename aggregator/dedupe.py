"""Turns texts into what can be compared (hash, MinHash values, shingles) and says when two are one article.

Exact: the same words, whatever the spaces, case and punctuation. Near: candidates share MinHash values of their
three-word shingles, then the pair is judged on both texts: how much of the smaller one the larger keeps, and whether
what differs is the slots of a template (menus, event series, appointments are one text with other facts in it).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rensa import RMinHash

from aggregator.fingerprint import COMPARED, PAIRED, TOKEN, Fingerprint
from aggregator.slots import Slots, find_slots, weight

BANDS = 24  # MinHash values of an article; a pair that shares a fifth of its shingles meets in 4.8 of them
SEED = 42
SHARED_BANDS = 2  # how many values a candidate shares at least; unrelated texts meet in one at most
SHORT = 40  # tokens; a shorter text is a notice: the same words may be said again about another day
NEAR_LEAST = 25  # tokens; shorter texts are compared exactly only
WORDS_KEPT = 0.80  # share of the smaller text's words found in the other
SHINGLES_SURE = 0.30  # the same of its three-word shingles; a text with 30 % of its words changed keeps a third
SHINGLES_KEPT = 0.20  # below SHINGLES_SURE the words must agree the more; short texts vary
WORDS_SURE = 0.85
TEASER = 0.75  # below this ratio of lengths the smaller must be the beginning of the larger, not one item of a round-up
SAME_NEWS_WORDS = 0.65  # two sites that tell one news from one release share a fifth of their shingles
# Of templates (aggregator.slots), chosen on one half of `python -m bench.duplicates`: slots are 75 to 100 % of what
# differs between notices; of a text whose words were edited at random they are a fifth.
PURE = 0.65
RENEWED = 0.08  # share of the facts that are in the slots; a corrected figure among the 40 facts of a release is less
RENEWED_BETWEEN_OWNERS = 0.3  # a partner puts in its own name, and keeps what the news is about
FACTUAL = 0.3  # share of the slots that hold facts
FILLED = 0.03  # share of the words that are in slots …
FILLING = 1.5  # … how many of them stand in a row (an edit changes single words) …
STRETCHES_MOST = 10  # … and in how many places at most, for a template of which no fact is known
MET = 0.6  # share of the slots of two texts in which a third has something else again

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Appearance:
    """What decides which of several articles of one text had it first."""

    id: int
    published_at: str | None
    rank: tuple[int, ...]  # how close its source is to its address and its address to its language, lower is closer
    url: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How alike two texts are. `kind`: `duplicate` or `story` (one news told in partly the same words)."""

    kind: str
    score: float  # share of the smaller text's shingles found in the other, 0..1
    evidence: str


@lru_cache(maxsize=4)  # one text after the other is hashed, signed and compared; long texts must not stay
def tokenize(text: str) -> tuple[str, ...]:
    """The words in lower case; scripts without spaces give overlapping pairs of characters. At most COMPARED."""
    folded = unicodedata.normalize("NFKC", text[: COMPARED * 12]).lower()
    if not PAIRED.search(folded):
        return tuple(_WORD.findall(folded)[:COMPARED])
    tokens: list[str] = []
    for word in TOKEN.findall(folded):
        if PAIRED.match(word):
            tokens += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        else:
            tokens.append(word)
        if len(tokens) >= COMPARED:
            break
    return tuple(tokens[:COMPARED])


def text_hash(title: str, text: str, day: str | None, address: str) -> str:
    """Equal for articles of the same text. A short text counts with its title and day: notices repeat their words.

    A text without words (empty, an image) is compared with nothing: its hash is that of its address.
    """
    tokens = tokenize(text)
    if not tokens:
        said = ["address", address]
    elif len(tokens) < SHORT:
        said = ["notice", *tokens, "title", *tokenize(title), "day", day or ""]
    else:
        said = ["text", str(len(text) // (COMPARED * 12)), *tokens]
    return hashlib.sha1("\x00".join(said).encode("utf-8", "replace")).hexdigest()


def signature(text: str) -> tuple[int, ...]:
    """The MinHash values (32 bit) of the text's shingles, one a band; none for a text too short to be compared."""
    tokens = tokenize(text)
    if len(tokens) < NEAR_LEAST:
        return ()
    sketch = RMinHash(BANDS, SEED)
    sketch.update({f"{a} {b} {c}" for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False)})
    return tuple(int(value) for value in sketch.digest())


def compare(
    one: Fingerprint, other: Fingerprint, *, between_owners: bool, witnesses: Sequence[Fingerprint] = ()
) -> Verdict | None:
    """Whether two texts are one article, or tell one news in partly the same words; None when neither. Symmetric.

    `between_owners`: the texts are known to be of different owners, so that a partner may have put in its own names.
    `witnesses`: other texts that are near both; three texts that differ from each other in the same places are one
    template filled three times, while copies of one text agree wherever only one of them was changed.
    """
    if min(len(one.tokens), len(other.tokens)) < NEAR_LEAST:
        return None
    small, large = sorted((one, other), key=lambda side: (len(side.tokens), len(side.shingles), side.tokens))
    shingles = len(small.shingles & large.shingles) / max(1, len(small.shingles))
    words = len(small.words & large.words) / max(1, len(small.words))
    if shingles < SHINGLES_KEPT or words < SAME_NEWS_WORDS:
        return None
    evidence = f"{shingles:.0%} of the three-word sequences and {words:.0%} of the words of the shorter text"
    kept = WORDS_KEPT if shingles >= SHINGLES_SURE else WORDS_SURE
    if words < kept and not between_owners:
        return None
    slots = find_slots(small, large)
    if are_notices(slots, weight(small.tokens), between_owners=between_owners):
        return None
    if slots.purity >= PURE and any(_filled_anew(small, large, slots, third) for third in witnesses):
        return None
    if words >= kept and not _an_item_of(small, large):
        return Verdict("duplicate", round(shingles, 3), evidence)
    return Verdict("story", round(shingles, 3), evidence) if between_owners else None


def are_notices(slots: Slots, words: float, *, between_owners: bool) -> bool:
    """Whether the slots alone say that two texts are one template filled twice. `words`: of the shorter text.

    Either the facts that a text has are largely in its slots (who, when, how many), or the slots are few and of several
    words each (dishes, titles of talks), where an edit changes single words all over.
    """
    if slots.purity < PURE or not slots.ones:
        return False
    renewed = RENEWED_BETWEEN_OWNERS if between_owners else RENEWED
    if slots.renewed >= renewed and slots.factual >= FACTUAL * len(slots.ones):
        return True
    few, share = slots.stretches <= STRETCHES_MOST, slots.words / max(1.0, words)
    return few and share >= FILLED and slots.words >= FILLING * slots.stretches


def _filled_anew(one: Fingerprint, other: Fingerprint, slots: Slots, third: Fingerprint) -> bool:
    """Whether the third text differs from both in the places where they differ, and in little else."""
    if third is one or third is other:
        return False
    for text, spans in ((one, slots.ones), (other, slots.others)):
        small = min(len(text.shingles), len(third.shingles))
        if len(text.shingles & third.shingles) < SHINGLES_SURE * small:
            return False
        seen = find_slots(text, third)
        met = sum(any(start < b and a < end for a, b in seen.ones) for start, end in spans)
        if seen.purity < PURE or met < MET * len(spans):
            return False
    return True


def _an_item_of(small: Fingerprint, large: Fingerprint) -> bool:
    """Whether the smaller text is found in the larger, but not as its beginning: one item of a round-up.

    What a teaser repeats stands at the top of the full text; a lead or boilerplate before it may push it down a little.
    """
    if len(small.tokens) >= TEASER * len(large.tokens):
        return False
    opening = frozenset(large.sequence[: int(len(small.tokens) * 1.3) + 60])
    return 2 * len(small.shingles & opening) < len(small.shingles & large.shingles)


def first_of(appearances: Iterable[Appearance]) -> int:
    """The id of the article that had the text first, whatever the order they are given in.

    The earliest day counts; a month alone may have been its last day, and no date at all is later than any. Within the
    day the minute counts where all of that day have one; otherwise it proves nothing, and the rank, then the smaller
    address, decide.
    """
    found = list(appearances)
    day = min(_day(one) for one in found)
    that_day = [one for one in found if _day(one) == day]
    timed = all(one.published_at is not None and len(one.published_at) > 10 for one in that_day)

    def order(one: Appearance) -> tuple[str, tuple[int, ...], str]:
        return (one.published_at or "" if timed else "", one.rank, one.url)

    return min(that_day, key=order).id


def _day(one: Appearance) -> str:
    said = one.published_at or "9999"
    return f"{said}-31" if len(said) == 7 else said[:10]
