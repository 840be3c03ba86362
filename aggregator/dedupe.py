"""Turns texts into what can be compared (hash, MinHash values, shingles) and says when two are one article.

Exact: the same words, whatever the spaces, case and punctuation. Near: candidates share MinHash values of their
three-word shingles, then the pair is judged on both texts alone, so the verdict does not depend on what else is stored
or who came first. What keeps templates apart (menus, event series, appointments are one source's own texts with other
facts in them) is the facts: a number, a name or a title that each side has and the other lacks makes two notices.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rensa import RMinHash

from db.search import SPACELESS

BANDS = 24  # MinHash values of an article; a pair that shares a fifth of its shingles meets in 4.8 of them
SEED = 42
SHARED_BANDS = 2  # how many values a candidate shares at least; unrelated texts meet in one at most
SHORT = 40  # tokens; a shorter text is a notice: the same words may be said again about another day
NEAR_LEAST = 25  # tokens; shorter texts are compared exactly only
COMPARED = 20_000  # tokens; the rest of a longer text is not compared
WORDS_KEPT = 0.80  # share of the smaller text's words found in the other
SHINGLES_KEPT = 0.30  # the same of its three-word shingles; a text with 30 % of its words changed keeps a third
TEASER = 0.75  # below this ratio of lengths the smaller must be the beginning of the larger, not one item of a round-up
# Share of words that each side may have put in place of the other's before two texts are two notices. A menu puts in
# its dishes, a series its topics; a correction changes a word or two. None: between sources the words shared decide.
OF_ONE_SOURCE = 0.03
OF_UNKNOWN_SOURCE = 0.08
SUBSTITUTED_LEAST = 3  # words; fewer are a correction, however short the text
SAME_NEWS_WORDS = 0.65
SAME_NEWS_SHINGLES = 0.20  # two sites that tell one news from one release share a fifth of their shingles

_TOKEN = re.compile(rf"[{SPACELESS}]+|[^\W_{SPACELESS}]+")
_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(f"[{SPACELESS}]")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of one text is compared. `facts`: tokens with a digit, and names (capital letter within a sentence)."""

    tokens: int
    words: frozenset[str]
    sequence: tuple[int, ...]  # its three-word shingles in order
    shingles: frozenset[int]
    facts: frozenset[str]
    title: frozenset[str]


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
    if not _SPACELESS.search(folded):
        return tuple(_WORD.findall(folded)[:COMPARED])
    tokens: list[str] = []
    for word in _TOKEN.findall(folded):
        if _SPACELESS.match(word):
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


@lru_cache(maxsize=512)
def fingerprint(title: str, text: str) -> Fingerprint:
    """What `compare` needs to know of one article."""
    tokens = tokenize(text)
    shingles = [hash_shingle(three) for three in zip(tokens, tokens[1:], tokens[2:], strict=False)]
    return Fingerprint(
        tokens=len(tokens),
        words=frozenset(tokens),
        sequence=tuple(shingles),
        shingles=frozenset(shingles),
        facts=facts_of(text) | facts_of(title),
        title=frozenset(tokenize(title)),
    )


def hash_shingle(words: tuple[str, str, str]) -> int:
    """Only compared within one process, so Python's own hash does."""
    return hash(words)


def facts_of(text: str) -> frozenset[str]:
    """Tokens with a digit, and words that begin with a capital letter where no sentence begins."""
    found: set[str] = set()
    end = 0
    text = unicodedata.normalize("NFKC", text[: COMPARED * 12])
    for match in _TOKEN.finditer(text):
        word = match[0]
        if any(character.isdigit() for character in word) or (
            word[0].isupper() and end and text[end : match.start()].isspace() and "\n" not in text[end : match.start()]
        ):
            found.add(word.lower())
        end = match.end()
    return frozenset(found)


def compare(one: Fingerprint, other: Fingerprint, *, tolerated: float | None) -> Verdict | None:
    """Whether two texts are one article, or tell one news in partly the same words; None when neither. Symmetric.

    `tolerated`: None between two sources, where a partner may have put in its own names and the shared words decide;
    else OF_ONE_SOURCE or OF_UNKNOWN_SOURCE: there two texts are two notices as soon as each has a fact that the other
    lacks, or as each has replaced more than this share of the other's words.
    """
    if min(one.tokens, other.tokens) < NEAR_LEAST:
        return None
    small, large = sorted((one, other), key=lambda side: (side.tokens, len(side.shingles)))
    shingles = len(small.shingles & large.shingles) / max(1, len(small.shingles))
    if shingles < SAME_NEWS_SHINGLES:
        return None
    words = len(small.words & large.words) / max(1, len(small.words))
    evidence = f"{shingles:.0%} of the three-word sequences and {words:.0%} of the words of the shorter text"
    if tolerated is not None and _two_notices(one, other, tolerated):
        return None
    if words >= WORDS_KEPT and shingles >= SHINGLES_KEPT and not _an_item_of(small, large):
        return Verdict("duplicate", round(shingles, 3), evidence)
    if tolerated is None and words >= SAME_NEWS_WORDS:
        return Verdict("story", round(shingles, 3), evidence)
    return None


def _an_item_of(small: Fingerprint, large: Fingerprint) -> bool:
    """Whether the smaller text is found in the larger, but not as its beginning: one item of a round-up.

    What a teaser repeats stands at the top of the full text; a lead or boilerplate before it may push it down a little.
    """
    if small.tokens >= TEASER * large.tokens:
        return False
    opening = frozenset(large.sequence[: int(small.tokens * 1.3) + 60])
    return 2 * len(small.shingles & opening) < len(small.shingles & large.shingles)


def _two_notices(one: Fingerprint, other: Fingerprint, tolerated: float) -> bool:
    mine, theirs = one.words - other.words, other.words - one.words
    if one.facts - other.words - other.title and other.facts - one.words - one.title:
        return True
    replaced = min(len(mine), len(theirs))
    return replaced >= SUBSTITUTED_LEAST and replaced > tolerated * min(len(one.words), len(other.words))


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
