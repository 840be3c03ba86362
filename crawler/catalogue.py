"""Loads the records of sources (TOML, one file a country) and names every fault in them at once."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawler.catalogue_check import Fault, country_of_file, faults_of_record
from crawler.operator import Operator

KINDS = ("university", "hospital", "medical_school", "institute", "agency")
BUILT_IN = Path(__file__).parent / "sources"
NO_COUNTRY = "ZZ"  # the file is not named after a country and the record names none


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One newsroom of one institution on one host family, as its record says."""

    id: str
    name: str
    kind: str
    home: str
    languages: tuple[str, ...]
    country: str  # ISO 3166 alpha-2 in upper case, INT, EU or ZZ (unknown); the name of the file, or the record's own
    ror: str | None = None
    listing: str | None = None
    feeds: tuple[str, ...] = ()
    sitemap: str | None = None
    rest: str | None = None  # a WordPress REST listing, e.g. https://host/wp-json/wp/v2/posts
    delay: float | None = None  # seconds, when the source asks for more than the default
    budget: int | None = None  # requests a night
    aliases: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    select: tuple[tuple[str, str], ...] = ()  # CSS selectors of a list page: item, link, title, date, next
    allow: tuple[str, ...] = ()  # patterns an article's address must match
    deny: tuple[str, ...] = ()
    per_month: int | None = None  # expect.per_month
    retired: str | None = None
    verified: str | None = None
    notes: str | None = None


class CatalogueRefused(Exception):
    """The catalogue has faults; `faults` holds all of them, the message one line each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A record and where it was read, so that a second one of the same id can name the first."""

    id: str
    source: Source | None  # None: the record has faults
    replaces: bool
    file: Path
    folder: Path


def default_folders(operator: Operator) -> tuple[Path, ...]:
    """The built-in records, then the operator's own in `home/sources` when there are any."""
    own = operator.own_sources
    return (BUILT_IN, own) if own.is_dir() and any(own.glob("*.toml")) else (BUILT_IN,)


def load_catalogue(folders: Sequence[Path]) -> tuple[Source, ...]:
    """All sources of the TOML files in `folders` (or single files), sorted by id, retired ones too.

    A record that replaces one of an earlier folder says so with `replaces = true`.
    Raises CatalogueRefused with every fault of every file.
    """
    faults: list[Fault] = []
    found: dict[str, _Found] = {}
    for folder in folders:
        files = [folder] if folder.is_file() else sorted(folder.glob("*.toml"))
        if not files:
            problem = "holds no .toml file" if folder.is_dir() else "no such folder"
            faults.append(Fault(file=folder, problem=problem))
        for file in files:
            for id_, record in _tables(file, faults).items():
                wrong = faults_of_record(file, id_, record, KINDS)
                faults += wrong
                source = None if wrong else _source(id_, record, file)
                replaces = isinstance(record, dict) and record.get("replaces") is True
                _add(found, faults, _Found(id=id_, source=source, replaces=replaces, file=file, folder=folder))
    if faults:
        raise CatalogueRefused(faults)
    sources = (found[id_].source for id_ in sorted(found))
    return tuple(source for source in sources if source is not None)


def choose(sources: Sequence[Source], ids: Sequence[str]) -> tuple[Source, ...]:
    """The sources named by `ids`, in that order, once each. Raises CatalogueRefused naming every unknown id."""
    known = {source.id: source for source in sources}
    faults = []
    for id_ in ids:
        if id_ not in known:
            near = get_close_matches(id_, known, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "`newsward sources` lists all of them"
            faults.append(Fault(record=id_, problem=f"no such source; {hint}"))
    if faults:
        raise CatalogueRefused(faults)
    return tuple(known[id_] for id_ in dict.fromkeys(ids))


def _tables(file: Path, faults: list[Fault]) -> dict[str, Any]:
    """What one TOML file holds; nothing, and one more fault, when it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        problem = f"not valid TOML: {error}"
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 text (byte {error.start})"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    faults.append(Fault(file=file, problem=problem))
    return {}


def _source(id_: str, record: dict[str, Any], file: Path) -> Source:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    values.pop("replaces", None)
    values["country"] = country_of_file(file) or values.get("country") or NO_COUNTRY
    values["select"] = tuple(record.get("select", {}).items())
    values["per_month"] = values.pop("expect", {}).get("per_month")
    return Source(id=id_, **values)


def _add(found: dict[str, _Found], faults: list[Fault], new: _Found) -> None:
    """Put a record among those found; a second one of the same id must say that it replaces the first."""
    first = found.get(new.id)
    if first is None and new.replaces:
        faults.append(Fault(file=new.file, record=new.id, key="replaces", problem="no earlier record has this id"))
    elif first is not None and (first.folder == new.folder or not new.replaces):
        hint = "choose another" + ("" if first.folder == new.folder else ", or say `replaces = true`")
        faults.append(Fault(file=new.file, record=new.id, problem=f"the same id is in {first.file}; {hint}"))
    else:
        found[new.id] = new
