"""Turns names of persons as printed into what may be compared, and says which of them are one person, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aggregator.enrich.namewords import SPACELESS, spelled
from crawler.extract.people.authornames import PARTICLES, TITLES
from crawler.extract.people.expertwords import TITLES as SAID_TITLES
from crawler.extract.people.mentions import is_role
from db.names import WORD, fold_word

LONG_FAMILY = 9  # letters from which two letters may differ
SHORT_FAMILY = 4  # letters below which none may
_EASTERN_TITLE = re.compile(
    r"(?:名誉教授|准教授|副教授|教授|助教|講師|博士|先生|氏|さん|院士|研究员|主任|医生|所長|院长)$"
)
_SAID_TITLE = re.compile(rf"^(?:{SAID_TITLES})")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart, folded: `given` names and initials, the `family` name. An eastern one is family only."""

    given: tuple[str, ...]
    family: str

    @property
    def initial(self) -> str:
        return self.given[0][0] if self.given else ""

    @property
    def short(self) -> bool:
        """Whether the first name is but an initial."""
        return bool(self.given) and len(self.given[0]) == 1

    @property
    def bucket(self) -> str:
        """Equal for all spellings that may be one person at one institution."""
        return f"{self.family}|{self.initial}"


def plain_name(name: str) -> str:
    """The name as printed without titles and roles before it: `Pr Dominique Farge` gives `Dominique Farge`."""
    said = " ".join(name.split())
    if SPACELESS.match(said):
        return _EASTERN_TITLE.sub("", said)
    before = ""
    while said != before:
        before = said
        said = _SAID_TITLE.sub("", TITLES.sub("", said)).strip()
    words = said.split()
    while len(words) > 2 and is_role(words[0]):
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=1 << 14)
def take_apart(name: str) -> Name | None:
    """The parts of a name without its titles, as every keyboard spells them; None when there is no family name.

    `WANG Wei` and `Wang, Wei` are turned around; `van der Berg` is one family name.
    """
    plain = plain_name(name)
    if SPACELESS.match(plain):
        return Name((), "".join(plain.split()))
    if plain.count(",") == 1:
        plain = " ".join(reversed(plain.split(",")))
    printed = [word for word in re.split(r"[\s.]+", plain) if word]
    if len(printed) > 1 and printed[0].isupper() and len(printed[0]) > 2 and not printed[-1].isupper():
        printed = [*printed[1:], printed[0]]
    words = [word for word in printed if WORD.search(word)]
    if len(words) < 2:
        return None
    first = len(words) - 1
    while first > 1 and fold_word(words[first - 1]) in PARTICLES:
        first -= 1
    given = [_plain(part) for word in words[:first] for part in re.split("[-‐‑]", word) if WORD.search(part)]
    return Name(tuple(given), " ".join(_plain(word) for word in words[first:]))


def _plain(word: str) -> str:
    return spelled(fold_word("".join(WORD.findall(word))))


def searched(name: str) -> str:
    """A name as it is looked up: family name first, folded (`farge dominique`)."""
    words = [fold_word(word) for word in WORD.findall(plain_name(name))]
    return " ".join((*words[-1:], *words[:-1]))


def same_given(one: Name, other: Name) -> bool:
    """Whether the given names of two names of one family name may be one person's: none contradicts another.

    `Dominique`, `D.` and `Dominique A.` may; `Anna` and `Anne`, `John A.` and `John B.` may not.
    """
    for a, b in zip(one.given, other.given, strict=False):
        if a != b and not (len(a) == 1 and b.startswith(a)) and not (len(b) == 1 and a.startswith(b)):
            return False
    return True


def one_letter_off(one: Name, other: Name) -> bool:
    """Whether two names differ by a slip in the family name only: `Dominique Fargue`, `Dominique Farge`.

    One letter more, less or other; two in a family name of nine letters. Never the first letter, never the given name.
    """
    if one.given != other.given or not one.given or one.short or one.family == other.family:
        return False
    a, b = one.family, other.family
    if a[:1] != b[:1] or min(len(a), len(b)) < SHORT_FAMILY:
        return False
    most = 2 if min(len(a), len(b)) >= LONG_FAMILY else 1
    return _distance(a, b, most) <= most


def group(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Groups of the spellings of one family name and initial at one institution that are one person.

    A full name is itself; what adds a middle name to one, and an initial, belong to it when to no other as well.
    """
    parts = {name: take_apart(name) for name in sorted(set(names))}
    known = {name: part for name, part in parts.items() if part}
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, part in known.items():
        groups.setdefault(part.given, []).append(name)
    whole = {given: Name(given, "") for given in groups}
    owner: dict[tuple[str, ...], tuple[str, ...]] = {}
    for given, shape in whole.items():
        richer = [g for g in whole if g != given and same_given(shape, whole[g]) and _tells_more(g, given)]
        if richer and all(same_given(whole[a], whole[b]) for a in richer for b in richer):
            owner[given] = max(richer, key=lambda g: (sum(map(len, g)), g))
    for given, into in owner.items():
        while into in owner:
            into = owner[into]
        groups[into] = groups.get(into, []) + groups.pop(given)
    alone = [(name,) for name, part in parts.items() if part is None]
    return sorted([*(tuple(sorted(group)) for group in groups.values()), *alone])


def why_same(a: str, b: str, *, evidence: str | None) -> str | None:
    """Why two names printed in one article, or in articles about one paper, are one person; None when they are not.

    `evidence`: what else the two share (a role, an institution, a paper), without which no slip is forgiven.
    """
    one, other = take_apart(a), take_apart(b)
    if one is None or other is None or evidence is None:
        return None
    if one.family == other.family and one.initial == other.initial and same_given(one, other):
        if one.given == other.given:
            return f"the same name and {evidence}"
        return f"“{a}” and “{b}” do not contradict each other, and {evidence}"
    if one_letter_off(one, other):
        return f"the same given name, a family name one slip apart, and {evidence}"
    return None


def _tells_more(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return (len(one[0]) > 1, sum(map(len, one))) > (len(other[0]) > 1, sum(map(len, other))) if one and other else False


def _distance(a: str, b: str, most: int) -> int:
    """Edits between two words (letters added, left out or changed), counted up to `most` + 1."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (letter != other))
        if min(row) > most:
            return most + 1
    return row[-1]
