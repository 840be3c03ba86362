"""Turns an article and the one it repeats into what a reader would say differs: one line, and a short list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from db.search import SPACELESS

COMPARED = 120_000  # characters of each text
SENTENCES = 1_000  # of each text; what is compared takes at most the square of this in steps
SENTENCE = 200  # words of a sentence compared one by one; a longer one is compared as a whole
LISTED = 8  # changes
SHOWN = 160  # characters of each
ALIKE = 0.5  # share of the words of the shorter sentence that make two sentences one that was changed
LEADS_ON = 8  # words that may follow a teaser: "read more", "continue reading at …"

_SENTENCE = re.compile(r"[^\n.!?。！？]+(?:[.!?。！？]+(?=\s|[»”\"’]|$|[" + SPACELESS + r"])|[.!?。！？]|$|(?=\n))")
_WORD = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+")
_MORE = {"added": "more", "removed": "less"}
_Item = TypeVar("_Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change:
    """One place. `kind`: `added`, `removed`, `changed` or `moved`. `was`: in the original, `now`: in the copy."""

    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What of a copy differs from its original. `more`: changes beyond those listed."""

    summary: str
    changes: tuple[Change, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: tuple[str, ...]  # lower case; single characters of scripts without spaces


def differences(title: str, text: str, original_title: str, original: str) -> Differences:
    """What a copy has that its original has not, and the other way round; spaces, case and punctuation do not count.

    Time grows with the length of the texts, and for sentences with the square of their number up to SENTENCES.
    """
    now, was = _sentences(text), _sentences(original)
    found = list(_changes(was, now))
    other_title = _words(title) != _words(original_title)
    first = _first_part(was, now)
    said = ["other title"] if other_title else []
    said += [first] if first else _counted(found)
    if not found and not first:
        said.append("the same words")
    shown = [] if first else [change for change, _ in found if change.kind != "moved"]
    listed = tuple(Change(one.kind, _short(one.was), _short(one.now)) for one in shown[:LISTED])
    return Differences("; ".join(said), listed, len(shown) - len(listed))


def _sentences(text: str) -> list[_Sentence]:
    found = []
    for match in _SENTENCE.finditer(text[:COMPARED]):
        words = _words(match[0])
        if words:
            found.append(_Sentence(match[0].strip(), words))
            if len(found) == SENTENCES:
                break
    return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


def _first_part(was: Sequence[_Sentence], now: Sequence[_Sentence]) -> str | None:
    """ "the first 41 % of it", when the copy is the beginning of its original and hardly a word more."""
    full = [word for sentence in was for word in sentence.words]
    part = [word for sentence in now for word in sentence.words]
    same = next((at for at, (a, b) in enumerate(zip(full, part, strict=False)) if a != b), min(len(full), len(part)))
    if not same or same >= 0.95 * len(full) or len(part) - same > LEADS_ON or same < len(part) / 2:
        return None
    return f"the first {max(1, round(100 * same / len(full)))} % of it"


def _changes(was: Sequence[_Sentence], now: Sequence[_Sentence]) -> Iterator[tuple[Change, bool]]:
    """Sentence by sentence (True), and within those that are alike word by word (False), in the order of the copy."""
    old, new = _numbered([one.words for one in was]), _numbered([one.words for one in now])
    elsewhere = set(old) & set(new)  # a sentence that both have, in whatever place, is neither added nor removed
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone = [was[at] for at in range(a, b) if old[at] not in elsewhere]
        come = [now[at] for at in range(c, d) if new[at] not in elsewhere]
        yield from ((Change("moved", now[at].text, now[at].text), True) for at in range(c, d) if new[at] in elsewhere)
        while gone and come and _alike(gone[0], come[0]):
            yield from ((one, False) for one in _word_changes(gone.pop(0), come.pop(0)))
        tail = []
        while gone and come and _alike(gone[-1], come[-1]):
            tail.append((gone.pop(), come.pop()))
        yield from ((Change("removed", one.text, ""), True) for one in gone)
        yield from ((Change("added", "", one.text), True) for one in come)
        for one, other in reversed(tail):
            yield from ((change, False) for change in _word_changes(one, other))


def _numbered(values: Sequence[_Item]) -> list[tuple[_Item, int]]:
    """Each value with how often it came before, so that none repeats and matching them stays quick."""
    before: Counter[_Item] = Counter()
    found = []
    for value in values:
        found.append((value, before[value]))
        before[value] += 1
    return found


def _alike(one: _Sentence, other: _Sentence) -> bool:
    shorter = min(len(one.words), len(other.words))
    return sum((Counter(one.words) & Counter(other.words)).values()) >= ALIKE * shorter


def _word_changes(was: _Sentence, now: _Sentence) -> Iterator[Change]:
    """The stretches of words that differ in two sentences that are alike, as they are printed."""
    if max(len(was.words), len(now.words)) > SENTENCE:
        yield Change("changed", was.text, now.text)
        return
    old, new = list(_WORD.finditer(was.text)), list(_WORD.finditer(now.text))
    matcher = SequenceMatcher(None, _numbered(was.words), _numbered(now.words), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            before = was.text[old[a].start() : old[b - 1].end()] if b > a else ""
            after = now.text[new[c].start() : new[d - 1].end()] if d > c else ""
            yield Change({"insert": "added", "delete": "removed"}.get(kind, "changed"), before, after)


def _counted(changes: Sequence[tuple[Change, bool]]) -> list[str]:
    """The changes in numbers: sentences more and less, words changed, another order."""
    sentences = Counter(change.kind for change, whole in changes if whole)
    words = sum(max(len(_words(one.was)), len(_words(one.now))) for one, whole in changes if not whole)
    said = [f"{_number(sentences[kind], 'sentence')} {name}" for kind, name in _MORE.items() if sentences[kind]]
    if words:
        said.append(f"{_number(words, 'word')} changed")
    return [*said, "parts in another order"] if sentences["moved"] else said


def _number(count: int, what: str) -> str:
    return f"one {what}" if count == 1 else f"{count} {what}s"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
