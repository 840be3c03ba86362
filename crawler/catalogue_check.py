"""Turns one record of the catalogue into the list of its faults: which key, what it says, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from cssselect import SelectorError
from lxml.cssselect import CSSSelector

SELECTORS = ("item", "link", "title", "date", "next")
REQUIRED = ("name", "kind", "home", "languages")
WIDER = ("INT", "EU")  # international bodies, and those of the European Union
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
ROR = re.compile(r"https://ror\.org/(0[a-hj-km-np-tv-z0-9]{6})([0-9]{2})")
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # base 32 without i, l, o, u
HOST = re.compile(r"(?=.{1,253}\Z)[^\s/?#@:%\[\]<>\"'\\^`{|}]+|\[[0-9a-fA-F:.]+\]")

Problems = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in the catalogue, and where."""

    problem: str
    file: Path | None = None
    record: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        place = [str(self.file)] if self.file else []
        place += [f"[{self.record}]"] if self.record else []
        place += [self.key] if self.key else []
        return f"{' '.join(place)}: {self.problem}"


def faults_of_record(file: Path, id_: str, record: object, kinds: Sequence[str]) -> list[Fault]:
    """Every fault of one record; `kinds` are the kinds of institution allowed."""
    if not isinstance(record, dict):
        hint = "a record is a table: [id], then name, kind, home and languages below it"
        return [Fault(file=file, key=id_, problem=f"not in a record; {hint}")]
    faults = []

    def add(key: str | None, problem: str) -> None:
        faults.append(Fault(file=file, record=id_, key=key, problem=problem))

    if not ID.fullmatch(id_):
        add(None, "an id has 1 to 64 small letters a-z, digits, _ or -")
    checks = _checks(kinds)
    for key in REQUIRED:
        if key not in record:
            add(key, "is missing; every record has name, kind, home and languages")
    for key, value in record.items():
        if key not in checks:
            near = get_close_matches(key, checks, n=1)
            add(key, f"unknown key; {f'did you mean {near[0]}?' if near else 'allowed are ' + ', '.join(checks)}")
        else:
            for problem in checks[key](value):
                add(key, problem)
    said, of_file = record.get("country"), country_of_file(file)
    if of_file and said not in (None, of_file):
        add("country", f"{said!r} but the file is named after {of_file}; move the record, or leave the key out")
    return faults


def country_of_file(file: Path) -> str | None:
    """`fr.toml` → FR; None when the file is not named after a country, INT or EU."""
    name = file.stem.upper()
    return name if name in _countries() else None


def record_keys() -> tuple[str, ...]:
    """Every key a record may have, in the order in which records are written."""
    return tuple(_checks(()))


def _checks(kinds: Sequence[str]) -> dict[str, Callable[[Any], Problems]]:
    """What is checked of the value of each key; the order is that of `record_keys`."""
    return {
        "name": _text,
        "country": _country,
        "ror": _ror,
        "kind": lambda value: [] if value in kinds else [f"{value!r}: expected one of {', '.join(kinds)}"],
        "home": _address,
        "languages": lambda value: _each(value, _language, least=1),
        "listing": _address,
        "feeds": lambda value: _each(value, _address),
        "sitemap": _address,
        "rest": _address,
        "select": _selectors,
        "allow": lambda value: _each(value, _pattern),
        "deny": lambda value: _each(value, _pattern),
        "delay": lambda value: _number(value, (int, float), 0, 600, "seconds"),
        "budget": lambda value: _number(value, (int,), 1, 100_000, "requests"),
        "aliases": lambda value: _each(value, _text),
        "labs": lambda value: _each(value, _text),
        "expect": _expect,
        "retired": _text,
        "replaces": lambda value: [] if value is True else [f"{value!r}: expected true, or leave the key out"],
        "verified": _text,
        "notes": _text,
    }


def _text(value: object) -> Problems:
    if not isinstance(value, str) or not value.strip():
        return [f"{value!r}: expected some text"]
    if not value.isprintable():
        return [f"{value!r}: expected one line without control characters"]
    return []


def _each(value: object, check: Callable[[Any], Problems], least: int = 0) -> Problems:
    if not isinstance(value, list):
        return [f'{value!r}: expected a list, such as ["…"]']
    if len(value) < least:
        return [f"is empty; expected {least} or more"]
    problems = [problem for one in value for problem in check(one)]
    twice = sorted({str(one) for one in value if value.count(one) > 1})
    return problems + [f"{one!r} is there twice" for one in twice]


def _address(value: object) -> Problems:
    """An absolute http(s) address with a usable host, without a user name: such a name would be sent to the site."""
    wrong = [f"{value!r}: expected an address such as https://www.example.org/news"]
    if not isinstance(value, str) or re.search(r"[\s\x00-\x1f]", value):
        return wrong
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return wrong
    netloc = f"[{host}]" if ":" in host else host
    if parts.scheme not in ("http", "https") or port == 0 or not HOST.fullmatch(netloc):
        return wrong
    labels = netloc.removesuffix(".").split(".")
    if not netloc.startswith("[") and any(not label or len(label) > 63 for label in labels):
        return wrong
    return [f"{value!r}: an address must not hold a user name or password"] if "@" in parts.netloc else []


def _ror(value: object) -> Problems:
    """A ROR id: base 32 of seven characters and a check number after ISO/IEC 7064, MOD 97-10."""
    match = ROR.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return [f"{value!r}: expected an id such as https://ror.org/05f82e368"]
    number = 0
    for character in match[1]:
        number = number * 32 + CROCKFORD.index(character)
    if 98 - number * 100 % 97 != int(match[2]):
        return [f"{value!r}: its check digits are wrong; copy it again from the ROR page of the institution"]
    return []


def _language(value: object) -> Problems:
    if isinstance(value, str) and value in _languages():
        return []
    if isinstance(value, str) and (short := re.split("[-_]", value)[0].lower()) in _languages():
        return [f"{value!r}: expected the language alone, {short!r}"]
    return [f"{value!r}: expected a language tag such as en, fr or ja (BCP 47, the first part)"]


def _country(value: object) -> Problems:
    known = isinstance(value, str) and value in _countries()
    return [] if known else [f"{value!r}: expected a country such as FR (ISO 3166 alpha-2, upper case), INT or EU"]


def _pattern(value: object) -> Problems:
    if not isinstance(value, str) or not value:
        return [f"{value!r}: expected a regular expression"]
    try:
        re.compile(value)
    except re.error as error:
        return [f"{value!r}: not a regular expression: {error}"]
    return []


def _selectors(value: object) -> Problems:
    if not isinstance(value, dict):
        return [f'{value!r}: expected a table, such as {{ item = "li.news" }}']
    problems = []
    for name, selector in value.items():
        if name not in SELECTORS:
            near = get_close_matches(name, SELECTORS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(SELECTORS)}"
            problems.append(f"unknown selector {name}; {hint}")
        elif not isinstance(selector, str) or not selector.strip():
            problems.append(f"{name} = {selector!r}: expected a CSS selector")
        else:
            try:
                CSSSelector(selector, translator="html")
            except SelectorError as error:
                problems.append(f"{name} = {selector!r}: not a CSS selector: {error}")
    return problems


def _number(value: object, types: tuple[type, ...], least: int, most: int, unit: str) -> Problems:
    right = isinstance(value, types) and not isinstance(value, bool)
    if right and isinstance(value, int | float) and least <= value <= most:
        return []
    whole = "" if float in types else "whole "
    return [f"{value!r}: expected a {whole}number of {unit} from {least} to {most}"]


def _expect(value: object) -> Problems:
    if not isinstance(value, dict) or set(value) != {"per_month"}:
        return [f"{value!r}: expected {{ per_month = 20 }}"]
    return [f"per_month = {problem}" for problem in _number(value["per_month"], (int,), 1, 10_000, "articles")]


@cache
def _countries() -> frozenset[str]:
    """ISO 3166 alpha-2 codes, from the table that comes with the time zones, and the two wider areas."""
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    codes = {line.split("\t")[0] for line in table.splitlines() if line and not line.startswith("#")}
    return frozenset(codes | {"XK", *WIDER})  # XK: Kosovo, in use everywhere though ISO has not assigned it


@cache
def _languages() -> frozenset[str]:
    """The primary language tags that Unicode's CLDR names, without those that name no language."""
    tags = frozenset(str(tag) for tag in Locale("en").languages)
    return frozenset(tag for tag in tags if tag.isalpha()) - {"mis", "mul", "und", "zxx"}
