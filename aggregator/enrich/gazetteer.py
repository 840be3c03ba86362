"""Turns the names of institutions (catalogue and registry) into an index that is asked word by word."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from aggregator.enrich.institutionwords import CITIES, EASTERN_HOUSE, HOUSE, JOINS, NATIONAL, SMALL, UNIVERSITY
from aggregator.enrich.namewords import SPACELESS
from db.names import WORD, fold_word, fold_words

LONGEST = 20  # words of a name
# A word in this share of all names tells nothing of one (a word of 18 names of 30,000).
COMMON = 0.0006
_HOSPITAL = re.compile(r"hospi|clini|klini|press|medic|high|prep")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


@lru_cache(maxsize=1 << 16)
def is_house(word: str) -> bool:
    """Whether a folded word is one of the names of houses, not of people or places."""
    return HOUSE.match(word) is not None


@lru_cache(maxsize=1 << 16)
def _national(word: str) -> bool:
    return NATIONAL.match(word) is not None


@dataclass(slots=True)
class Institution:
    """One institution that texts may name."""

    id: str  # the ROR id, or the source's own id
    country: str | None
    city: str = ""  # folded
    watched: bool = False  # it has a newsroom in the catalogue


@dataclass(slots=True)
class Gazetteer:
    """`names`: folded name → those called so. `starts`: first two words of a name → a bit for each number of words.

    `certain`: names that need nothing beside them. `singles`: acronyms and names of one word, as printed.
    `universities`: the place of a university → the only one of that place. `eastern`: two signs → lengths of names.
    """

    institutions: list[Institution] = field(default_factory=list)
    names: dict[str, int | tuple[int, ...]] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    starts: dict[str, int] = field(default_factory=dict)
    singles: dict[str, int | tuple[int, ...]] = field(default_factory=dict)
    universities: dict[str, int | tuple[int, ...]] = field(default_factory=dict)
    eastern: dict[str, int] = field(default_factory=dict)
    by_id: dict[str, int] = field(default_factory=dict)

    def called(self, name: str) -> tuple[int, ...]:
        """Numbers of the institutions of this folded name."""
        return _numbers(self.names.get(name))

    def single(self, name: str) -> tuple[int, ...]:
        """Numbers of the institutions of this acronym or one word, exactly as printed."""
        return _numbers(self.singles.get(name))

    def university(self, place: str) -> int | None:
        """The only university of this folded place; None when there are several or none."""
        found = self.universities.get(place)
        return found if isinstance(found, int) else None


def build(
    registry: Iterable[tuple[str, str, str | None, str | None, str]], records: Iterable[Mapping[str, Any]]
) -> Gazetteer:
    """The index of the registry's rows (`db.archive.organizations.names`) and of the records of sources.

    A source with the ROR id of a row adds its name and aliases to that institution; one without is its own. Two passes
    over the registry's names: which words are common must be known before a name is judged.
    """
    index = Gazetteer()
    held: list[tuple[int, str, bool]] = []  # institution, name, whether the catalogue calls it so
    records = [record for record in records if not record.get("retired") or record.get("ror")]
    nameless = {(fold_words(record["name"]), _country(record)): record for record in records if not record.get("ror")}
    abroad = {country for _, country in nameless}
    for id_, name, country, city, names in registry:
        called = {name, *(one["value"] for one in json.loads(names))}
        one = Institution(id_, country, fold_words(city or ""))
        shared = {(fold_words(words), country) for words in called} & nameless.keys() if country in abroad else ()
        for known in shared:
            one.id = str(nameless[known]["id"])  # the source's own id, under which its articles stand
        number = _add(index, one)
        held += [(number, words, False) for words in called]
    for record in records:
        id_ = str(record.get("ror") or record["id"])
        known_as = index.by_id.get(id_)
        number = _add(index, Institution(id_, _country(record))) if known_as is None else known_as
        index.institutions[number].watched = True
        aliases = record.get("aliases") or ()
        held += [(number, words, True) for words in (record["name"], *aliases) if isinstance(words, str)]
    common = _common_words(held, index)
    cities = {one.city for one in index.institutions if one.city}
    for number, said, ours in held:
        _enter(index, number, said, ours, common, cities)
    _share_places(index)
    is_house.cache_clear()
    _national.cache_clear()
    return index


def _share_places(index: Gazetteer) -> None:
    """Let the only university of a city be called after it (`Universität Düsseldorf`), and none where there are more: a
    place with several universities gives none of them its name in another order.
    """
    there: dict[str, set[int]] = {}
    for name, held in index.names.items():
        words = name.split()
        if UNIVERSITY & set(words) and not any(_HOSPITAL.match(word) for word in words):
            for number in _numbers(held):
                city = " ".join(CITIES.get(word, word) for word in index.institutions[number].city.split())
                there.setdefault(city, set()).add(number)
    for city, numbers in there.items():
        if city and len(numbers) == 1:
            index.universities.setdefault(city, next(iter(numbers)))
        elif city in index.universities and len(numbers) > 2:
            del index.universities[city]


def _add(index: Gazetteer, one: Institution) -> int:
    index.by_id[one.id] = len(index.institutions)
    index.institutions.append(one)
    return len(index.institutions) - 1


def _country(record: Mapping[str, Any]) -> str | None:
    code = str(record.get("country") or "")
    return code if code not in ("", "ZZ", "INT", "EU") else None


def _common_words(held: list[tuple[int, str, bool]], index: Gazetteer) -> frozenset[str]:
    """The words of many names that are no places: those that seldom stand in the name of a house of that place."""
    count: Counter[str] = Counter()
    local: Counter[str] = Counter()
    for number, said, _ in held:
        city = set(index.institutions[number].city.split())
        for word in {fold_word(word) for word in WORD.findall(said)}:
            count[word] += 1
            local[word] += word in city
    least = max(12, COMMON * len(held))
    return frozenset(word for word, times in count.items() if times >= least and local[word] < 0.2 * times)


def _enter(index: Gazetteer, number: int, said: str, ours: bool, common: frozenset[str], cities: set[str]) -> None:
    """Put one name where it is looked for, or nowhere when a text could mean something else by it."""
    said = _ASIDE.sub("", said)
    if SPACELESS.search(said):
        eastern = "".join(said.split())
        if len(eastern) >= 4 and EASTERN_HOUSE.search(eastern) and SPACELESS.fullmatch(eastern):
            index.eastern[eastern[:2]] = index.eastern.get(eastern[:2], 0) | 1 << min(len(eastern), 60)
            _put(index.names, eastern, number)
        return
    printed = WORD.findall(said)
    words = [fold_word(word) for word in printed]
    if words and words[0] == "the":
        words = words[1:]
    if not words or len(words) > LONGEST or ("." in said and " " not in said):  # the host of an imported source
        return
    if len(printed) == 1 or (said.upper() == said and len(said) <= 12 and " " not in said):
        if len(said) >= 3 and not said.isdigit():
            _put(index.singles, said, number)
        return
    name = " ".join(words)
    house = any(is_house(word) for word in words)
    if name in cities or (not ours and not house and len(words) == 2):
        return
    telling = [word for word in words if word not in SMALL and not is_house(word)]
    certain = any(_national(word) or (word not in common and len(word) > 2) for word in telling)
    if not certain and not ours:
        index.uncertain.add(name)
    _put(index.names, name, number)
    start = " ".join(words[:2])
    index.starts[start] = index.starts.get(start, 0) | 1 << len(words)
    place = place_of(words)
    if place and certain:
        _put(index.universities, place, number)


def place_of(words: list[str]) -> str | None:
    """The place of a university by its folded words: `heidelberg university`, `universitat heidelberg`; else None."""
    if words[0] in UNIVERSITY:
        rest = words[1:]
        while rest and rest[0] in JOINS:
            rest = rest[1:]
    elif words[-1] in UNIVERSITY:
        rest = words[:-1]
    else:
        return None
    plain = 1 <= len(rest) <= 3 and not any(is_house(word) or word in SMALL for word in rest)
    return " ".join(CITIES.get(word, word) for word in rest) if plain else None


def _put(names: dict[str, int | tuple[int, ...]], name: str, number: int) -> None:
    """One number is kept as it is, which spares the memory of 200,000 tuples."""
    old = names.get(name)
    if old is None:
        names[name] = number
    elif number not in _numbers(old):
        names[name] = (*_numbers(old), number)


def _numbers(held: int | tuple[int, ...] | None) -> tuple[int, ...]:
    if held is None:
        return ()
    return (held,) if isinstance(held, int) else held


def lengths(bits: int) -> Iterator[int]:
    """The numbers whose bits are set, the largest first."""
    for length in range(bits.bit_length() - 1, 0, -1):
        if bits >> length & 1:
            yield length
