"""Turns the prints that may be a title into ranked candidates, by weights learned from annotated pages."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from crawler.extract.titles.places import PART_NAMES, Print, fold

# What stands between a title and the name of a site or section.
SEPARATOR = re.compile(r"\s+[|\-–—·•:»›«~/⋆＞>]+\s+|\s*[|｜]\s*|\s+::\s+|--+|(?<=[\u3000-\u9fff])\s*[-–—_]\s*")
_MAYBE_CUT = re.compile(r"[|\-–—·•:»›«~/⋆＞>｜_]")  # one look, before the dear one
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_MOST_CUTS = 6
_WORD = re.compile(r"\w+")
_NO_LETTER = re.compile(r"[\W_]+")
_EASTERN = re.compile("[\u3000-\u9fff]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_CUT_PLACES = frozenset(("title", "og", "twitter", "json-ld", "microdata", "meta", "h1"))
_ECHO = "twitter"  # nearly always what the title for sharing says: it counts as a place, with no weight of its own
_REFERENCES = ("title", "og", "json-ld", "h1", "feed")


@dataclass(slots=True)
class Choice:
    """One possible title: every place that prints it, and what speaks for and against it (feature → amount)."""

    folded: str
    text: str
    prints: list[Print]
    features: dict[str, float] = field(default_factory=dict)
    cut_from: list[str] = field(default_factory=list)  # places that print it with more words around a separator
    score: float = 0.0
    confidence: float = 0.0


def choices(prints: Sequence[Print], site_names: set[str], url: str) -> list[Choice]:
    """Every possible title with its features, unranked: each print, and each head and tail around a separator."""
    found: dict[str, Choice] = {}
    for one in prints:
        for text, how in _forms(one):
            folded = fold(text)
            if not folded:
                continue
            choice = found.get(folded)
            if choice is None:
                choice = found[folded] = Choice(folded, text, [])
            if how == "whole":
                if one.element is not None and all(other.element is None for other in choice.prints):
                    choice.text = text  # as the page shows it
                choice.prints.append(one)
                for name in (f"{one.place} whole", *one.features):
                    if one.place != _ECHO:
                        choice.features[name] = 1.0
            else:
                if one.place != _ECHO:
                    choice.features[f"{one.place} {how}"] = 1.0
                if one.place not in choice.cut_from:
                    choice.cut_from.append(one.place)
    _compare(list(found.values()), prints, site_names, url)
    h1 = {fold(one.text) for one in prints if one.place == "h1"}
    for choice in found.values():
        if h1 and "json-ld whole" in choice.features and choice.folded not in h1:
            choice.features["json-ld beside h1"] = 1.0
    return list(found.values())


def rank(found: list[Choice], weights: Mapping[str, float]) -> list[Choice]:
    """The choices, best first, with score and confidence (their share of the exponentials, as in training)."""
    for choice in found:
        choice.score = sum(weights.get(name, 0.0) * amount for name, amount in choice.features.items())
    found.sort(key=lambda choice: -choice.score)
    top = found[0].score if found else 0.0
    total = sum(math.exp(choice.score - top) for choice in found)
    for choice in found:
        choice.confidence = math.exp(choice.score - top) / total
    return found


def _forms(one: Print) -> Iterator[tuple[str, str]]:
    yield one.text, "whole"
    if one.place not in _CUT_PLACES:
        return
    for match in islice(SEPARATOR.finditer(one.text), _MOST_CUTS) if _MAYBE_CUT.search(one.text) else ():
        yield one.text[: match.start()].strip(), "head"
        yield one.text[match.end() :].strip(), "tail"


def _compare(found: list[Choice], prints: Sequence[Print], site_names: set[str], url: str) -> None:
    """Adds the features that need more than one place: shared words, the address, the site's name."""
    references: dict[str, frozenset[str]] = {}
    for one in prints:
        if one.place in _REFERENCES and one.place not in references:
            references[one.place] = tokens(one.text)
    headings = [tokens(one.text) for one in prints if one.element is not None]
    slug = _slug(url)
    host = host_letters(url)
    whole = {fold(one.text) for one in prints}
    for choice in found:
        features, own = choice.features, tokens(choice.text)
        nearest = 0.0
        for place, other in references.items():
            if other and own and f"{place} whole" not in features:
                shared = len(own & other)
                if place != "h1":
                    nearest = max(nearest, shared / max(1, min(len(own), len(other))))
                features[f"words in {place}"] = shared / len(own)
                features[f"words of {place}"] = shared / len(other)
        nearest = max(nearest, _add_slug(features, own, slug))
        _add_shape(choice, own, site_names, host)
        if choice.folded not in whole:
            features["only cut"] = 1.0
        _add_agreement(choice, nearest)
        alone = "title whole" in features and len(choice.prints) == 1 and nearest < 0.2
        if alone and not any(own & shown for shown in headings):
            features["title like nothing else"] = 1.0


def _add_agreement(choice: Choice, nearest: float) -> None:
    """How a heading and what the page says for machines agree."""
    features = choice.features
    machine = {one.place for one in choice.prints} & {"title", "og", "json-ld", "twitter", "meta", "feed"}
    cut = {name.split()[0] for name in features if name.endswith(" head")} - machine
    votes = len(machine) + len(cut)
    if votes:
        features[f"{min(votes, 4)} places for machines"] = 1.0
    if "og" in machine and "title" in cut:
        features["og is a head of title"] = 1.0
    if "json-ld" in machine and "title" in machine | cut:
        features["json-ld and title"] = 1.0
    heading = next((one.place for one in choice.prints if one.element is not None and one.place != "part"), None)
    if heading and "json-ld" in machine:
        features["json-ld shown"] = 1.0
    if heading is None:
        return
    kind = "h1" if heading == "h1" else "lower heading"
    if votes:
        features[f"{kind} confirmed"] = 1.0
    elif "title tail" in features or "og tail" in features:
        features[f"{kind} is a tail"] = 1.0
    else:
        level = "hardly" if nearest < 0.2 else "partly" if nearest < 0.45 else "mostly" if nearest < 0.75 else "nearly"
        features[f"{kind} {level} confirmed"] = 1.0


def _add_slug(features: dict[str, float], own: frozenset[str], slug: set[str]) -> float:
    if len(slug) < 3:
        return 0.0
    shared = sum(1 for word in slug if word in own)
    if not all(word.isascii() for word in own):
        shared = len({form for word in own for form in _spellings(word)} & slug)
    features["slug"] = 1.0 if shared else 0.0
    features["words of slug"] = shared / len(slug)
    features["words in slug"] = min(1.0, shared / max(1, len(own)))
    return min(1.0, shared / min(len(slug), max(1, len(own))))


def _add_shape(choice: Choice, own: frozenset[str], site_names: set[str], host: str) -> None:
    features, folded = choice.features, choice.folded
    letters = _NO_LETTER.sub("", folded)
    if folded in site_names or (len(letters) >= 3 and letters in host):
        features["site name"] = 1.0
    if folded in PART_NAMES:
        features["part name"] = 1.0
    for name in site_names:
        if folded != name and (folded.endswith(name) or folded.startswith(name)):
            features["with site name"] = 1.0
    for match in list(SEPARATOR.finditer(folded))[-1:] if _MAYBE_CUT.search(folded) else ():
        tail = _NO_LETTER.sub("", folded[match.end() :])
        if len(tail) >= 3 and tail in host:
            features["with site name"] = 1.0
        features["bar left" if "|" in match[0] or "｜" in match[0] else "separator left"] = 1.0
    count = len(own)
    features["one word" if count < 2 else "few words" if count < 4 else "many words"] = 1.0
    if count > 25:
        features["too many words"] = 1.0
    if folded[0].isdigit() and _DATE.match(folded):
        features["begins with a date"] = 1.0
    if "{{" in folded or "<" in folded:
        features["markup"] = 1.0


@lru_cache(maxsize=1_024)
def tokens(text: str) -> frozenset[str]:
    """Folded words; of scripts without spaces, single characters."""
    folded = fold(text)
    found = set(_WORD.findall(folded))
    if not folded.isascii() and _EASTERN.search(folded):
        found = {char for char in folded if char.isalnum()}
    return frozenset(found)


def _spellings(word: str) -> set[str]:
    if word.isascii():
        return {word}
    plain = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return {word, plain, word.translate(_UMLAUTS), plain.replace("ß", "ss")}


def _slug(url: str) -> set[str]:
    """The words of that part of the address that holds most of them."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return set()
    parts = [_WORD.findall(unquote(part).casefold().replace("_", " ")) for part in path[:1_000].split("/")]
    best = max(parts, key=len, default=[])
    return {word for word in best if not word.isdigit() or len(word) < 5} - {"html", "htm", "php", "aspx"}


def host_letters(url: str) -> str:
    """The letters and digits of the host, by which a site's name is known: "rocketchat", "wwwwestelmcom"."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return "".join(char for char in host if char.isalnum())
