"""Turns the text of an article into the institutions it names, each with the words that name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aggregator.enrich.gazetteer import Gazetteer, lengths, place_of
from aggregator.enrich.institutionwords import ANOTHER, JOINS, NO_ACRONYM, SMALL, SMALL_HEADS, UNITS, UNIVERSITY
from aggregator.enrich.namewords import SPACELESS, words_of
from crawler.extract.people.mentions import is_office, is_role
from db.names import fold_word

LONGEST_TEXT = 100_000  # characters; what follows in a longer text is not searched
MOST = 60  # institutions of one article
_SENTENCE_END = re.compile(r"(?:^|[.!?:;…»”\"\n•|–—(])\s*$")
# Right before an acronym: somebody works there, or something was done there.
_AT = re.compile(
    r"(?:\b(?:at|from|of the|by the|the|am|an der|vom|von der|des|der|au|aux|du|à l['’]|de l['’]|l['’]|par l['’]|"
    r"al|del|dell['’]|dal|all['’]|"
    r"van het|vid|på|från)\s?)$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s?[(\[]([^()\[\]]{2,40})[)\]]")


@dataclass(frozen=True, slots=True)
class Found:
    """An institution named in a text. `name`: as printed; `start`, `end`: where."""

    id: str
    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Text:
    text: str
    words: list[tuple[str, int, int]]
    country: str | None
    own: str | None


def find_institutions(
    index: Gazetteer, text: str, *, country: str | None = None, own: str | None = None
) -> tuple[Found, ...]:
    """The institutions a text names, each once, in order. Precision before recall: what could be another is left out.

    `country`: of the newsroom, which decides between houses of one name. `own`: the id of its institution, whose
    acronyms need nothing beside them. One pass over the words; a name is tried only where its first word stands.
    """
    said = _Text(text[:LONGEST_TEXT], [], country, own)
    said.words = list(words_of(said.text))
    found: dict[str, Found] = {}
    taken: list[tuple[int, int]] = []
    for one in (*_full_names(index, said), *_eastern(index, said)):
        taken.append((one.start, one.end))
        found.setdefault(one.id, one)
        if len(found) == MOST:
            break
    for one in _acronyms(index, said, taken):
        found.setdefault(one.id, one)
    return tuple(sorted(found.values(), key=lambda one: one.start))[:MOST]


def _full_names(index: Gazetteer, said: _Text) -> Iterator[Found]:
    words, skip = said.words, 0
    near = _near_universities(said)
    for place in range(len(words)):
        word, start, _ = words[place]
        if place < skip or not (word[0].isupper() or word in SMALL_HEADS):
            continue
        first = fold_word(word)
        second = fold_word(words[place + 1][0]) if place + 1 < len(words) else ""
        bits = index.starts.get(f"{first} {second}", 0)
        if not bits and first.endswith(("s", "en", "em", "er")):
            first, bits = _declined(index, first, second)
        hit = _longest(index, said, place, first, bits) if bits else None
        if hit is None and place in near:
            hit = _university(index, said, place)
        if hit and not word[0].isupper() and not words[place + hit[1] - 1][0][0].isupper():
            hit = None  # small letters from head to end are no name: "institut de physique"
        if hit:
            number, length = hit
            skip = place + length
            end = words[skip - 1][2]
            yield Found(index.institutions[number].id, said.text[start:end], start, end)


def _declined(index: Gazetteer, first: str, second: str) -> tuple[str, int]:
    """The first word of a name as the index has it, with its bits: `des Universitätsklinikums`, `am Deutschen`."""
    endings = ("",) if first.endswith("s") and not first.endswith("es") else ("es", "e", "er")
    stem = first[:-1] if endings == ("",) else first[:-2]
    for ending in endings:
        bits = index.starts.get(f"{stem}{ending} {second}", 0)
        if bits:
            return stem + ending, bits
    return first, 0


def _near_universities(said: _Text) -> set[int]:
    """The places of the words that may begin the name of a university: its word is there or up to three behind."""
    found: set[int] = set()
    for place, (word, _, _) in enumerate(said.words):
        if word[:2] in ("Un", "un") and fold_word(word) in UNIVERSITY:
            found.update(range(max(0, place - 3), place + 1))
            if word.islower():
                found.add(place)
    return found


def _longest(index: Gazetteer, said: _Text, place: int, first: str, bits: int) -> tuple[int, int] | None:
    """(institution, words) of the longest name that starts at this word and means one institution."""
    for length in lengths(bits):
        if place + length > len(said.words) or not _one_line(said, place, length):
            continue
        name = " ".join((first, *(fold_word(word) for word, _, _ in said.words[place + 1 : place + length])))
        numbers = index.called(name)
        if numbers:
            number = _choose(index, said, numbers)
            if number is None or not _whole(said, place, length):
                return None
            if name in index.uncertain and not _confirmed(index, said, number, place, length):
                return None
            return number, length
    return None


def _one_line(said: _Text, place: int, length: int) -> bool:
    """Whether these words stand close together: no end of a line, nothing long between two."""
    _, start, _ = said.words[place]
    _, _, end = said.words[place + length - 1]
    between = said.text[start:end]
    if "," in between and length < 3:  # "in Boston, University streets"
        return False
    return len(between) < 200 and "\n" not in between and ". " not in between.replace("St. ", "St ")


def _university(index: Gazetteer, said: _Text, place: int) -> tuple[int, int] | None:
    """The university of a place in another order or language than its names: `Heidelberg University`."""
    span = [fold_word(word) for word, _, _ in said.words[place : place + 5]]
    for length in range(len(span), 1, -1):
        words = span[:length]
        if words[0] not in UNIVERSITY and words[-1] not in UNIVERSITY:
            continue
        inner = said.words[place : place + length]
        if not all(word[0].isupper() or fold_word(word) in JOINS | UNIVERSITY for word, _, _ in inner):
            continue
        where = place_of(words)
        number = index.university(where) if where else None
        if number is not None and _one_line(said, place, length) and _whole(said, place, length):
            return number, length
    return None


def _choose(index: Gazetteer, said: _Text, numbers: tuple[int, ...]) -> int | None:
    """Of several institutions of one name: the article's own, the only one of its country; else none."""
    if len(numbers) == 1:
        return numbers[0]
    for right in (
        [one for one in numbers if index.institutions[one].id == said.own],
        [one for one in numbers if said.country and index.institutions[one].country == said.country],
        [one for one in numbers if index.institutions[one].watched],
    ):
        if len(right) == 1:
            return right[0]
    return None


def _whole(said: _Text, place: int, length: int) -> bool:
    """Whether a name is not a part of a longer one: `Boston University` in `South Boston University Press`."""
    _, start, _ = said.words[place]
    _, _, end = said.words[place + length - 1]
    text = said.text
    if text[start - 1 : start] in ("-", "–", "@", "/", "_") and start > 1 and text[start - 2].isalnum():
        return False
    if text[end : end + 1] in ("-", "@", "_") and text[end + 1 : end + 2].isalpha():
        return False
    if place and text[said.words[place - 1][2] : start] == " ":
        before = said.words[place - 1][0]
        opens = _SENTENCE_END.search(text[max(0, said.words[place - 1][1] - 3) : said.words[place - 1][1]])
        if before[0].isupper() and fold_word(before) not in SMALL and not _role(before) and not opens:
            return False
    if place + length < len(said.words):
        after, begins, _ = said.words[place + length]
        if text[end:begins] == " " and after[0].isupper():
            small = fold_word(after)
            return small not in ANOTHER and (small in UNITS or small in SMALL or _role(after))
    return True


def _role(word: str) -> bool:
    return is_role(word) or is_office(word) or fold_word(word) in UNITS


def _confirmed(index: Gazetteer, said: _Text, number: int, place: int, length: int) -> bool:
    """Whether a name of general words only means this house: its acronym follows, or it is of the newsroom's country
    and no other house's part (`Institute of Physics at the University of Amsterdam`)."""
    end = said.words[place + length - 1][2]
    bracket = _BRACKET.match(said.text, end)
    if bracket and any(number in index.single(one.strip()) for one in (bracket[1], *bracket[1].split(","))):
        return True
    one = index.institutions[number]
    if one.id == said.own:
        return True
    if not said.country or one.country != said.country or place + length >= len(said.words):
        return False
    after, begins, _ = said.words[place + length]
    joined = said.text[end:begins].strip() in ("", ",")
    return not joined or not (after[0].isupper() or fold_word(after) in JOINS | {"der", "am", "an", "des", "in"})


def _eastern(index: Gazetteer, said: _Text) -> Iterator[Found]:
    """Names in scripts without spaces; the longest that stands at a sign counts."""
    if not index.eastern:
        return
    for run in SPACELESS.finditer(said.text):
        text, place = run[0], 0
        while place < len(text) - 3:
            step = 1
            for length in lengths(index.eastern.get(text[place : place + 2], 0)):
                numbers = index.called(text[place : place + length]) if place + length <= len(text) else ()
                number = _choose(index, said, numbers) if numbers else None
                if number is not None:
                    start, step = run.start() + place, length
                    yield Found(index.institutions[number].id, text[place : place + length], start, start + length)
                    break
            place += step


def _acronyms(index: Gazetteer, said: _Text, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """Acronyms and names of one word that can mean only one house here."""
    text, ends = said.text, dict(taken)
    spans = sorted(ends.items())
    position = 0
    for place, (word, start, end) in enumerate(said.words):
        while position < len(spans) and spans[position][1] <= start:
            position += 1
        inside = position < len(spans) and spans[position][0] <= start
        if inside or not word[0].isupper() or len(word) < 2:
            continue
        if text[end : end + 1] == "-" and place + 1 < len(said.words) and said.words[place + 1][1] == end + 1:
            joined = text[start : said.words[place + 1][2]]
            word, end = (joined, said.words[place + 1][2]) if index.single(joined) else (word, end)
        numbers = index.single(word)
        if (
            not numbers
            or text[end : end + 1] in ("-", "@", "/", "_", "+")
            or text[start - 1 : start] in ("-", "@", "/", "#")
        ):
            continue
        number = _meant(index, said, word, numbers, start, end)
        if number is not None:
            yield Found(index.institutions[number].id, word, start, end)


def _meant(index: Gazetteer, said: _Text, word: str, numbers: tuple[int, ...], start: int, end: int) -> int | None:
    """The one institution that an acronym can mean at this place, or None."""
    own = [one for one in numbers if index.institutions[one].id == said.own]
    if own and word.upper() not in NO_ACRONYM:
        return own[0]
    if word.upper() in NO_ACRONYM or len(word) < 3:
        return None
    only = index.institutions[numbers[0]]
    if len(numbers) == 1 and only.watched and said.country and only.country == said.country:
        return numbers[0]
    near = fold_word(said.text[end : end + 40])
    placed = [
        one for one in numbers if index.institutions[one].city and _names_place(near, index.institutions[one].city)
    ]
    if len(placed) == 1:
        return placed[0]
    if len(word) < 4:
        return None
    capitals = sum(letter.isupper() for letter in word) > 1
    cued = _AT.search(said.text[max(0, start - 12) : start]) is not None
    home = [one for one in numbers if said.country and index.institutions[one].country == said.country]
    watched = [one for one in numbers if index.institutions[one].watched]
    if len(home) == 1 and (capitals or (watched == home and len(numbers) == 1)):
        return home[0]
    if len(watched) == 1 and cued:
        return watched[0]
    return numbers[0] if len(numbers) == 1 and capitals and cued else None


def _names_place(near: str, city: str) -> bool:
    """Whether the city of a house stands right behind its acronym: `UCL, London`, `UCL (London)`, `UCL in London`."""
    place = near.lstrip(" ,(").removeprefix("in ").removeprefix("a ")
    return place.startswith(city)
