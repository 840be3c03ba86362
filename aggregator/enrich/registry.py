"""Turns a file of the Research Organization Registry (JSON of schema 1 or 2, CSV, gzip or zip) into organizations."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from aggregator.lines import clean_line

LARGEST = 4_000_000_000  # bytes, unpacked; the dump of 2026 has about 300 million
LONGEST_RECORD = 4_000_000  # characters of one JSON record; the longest have some 100,000 (their children)
CHUNK = 1_000_000  # characters read at once
LONGEST_NAME = 300  # characters
MOST_NAMES = 100  # of one organization
FAULTS_KEPT = 1_000  # named in the report; the others are counted
_ID = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?$", re.IGNORECASE)
_TAG = re.compile(r"^(?:([a-z]{2,3})|no_lang_code): ?")
_PARENTS = re.compile(r"\bparent\s*:\s*((?:[\s,;]*https://ror\.org/[0-9a-z]{9})+)", re.IGNORECASE)
_ROR = re.compile(r"https://ror\.org/[0-9a-z]{9}")
_KINDS = ("ror_display", "label", "alias", "acronym")


class RegistryRefused(Exception):
    """The file is no file of the registry, or breaks off; the message says where and what to do."""


@dataclass(slots=True)
class Report:
    """What was wrong with single records: `faults` names the first of them, `bad` counts all."""

    bad: int = 0
    inactive: int = 0  # withdrawn from the registry, left out
    faults: list[str] = field(default_factory=list)

    def fault(self, where: str, problem: str) -> None:
        self.bad += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(f"{where}: {problem}")


def read_organizations(file: Path, report: Report) -> Iterator[dict[str, Any]]:
    """Every active organization of the file, as `db.archive.organizations` stores it; what is wrong goes to `report`.

    The formats are those of the registry's dump (its documentation: schema 1 and 2, and the CSV beside them), and a CSV
    with the columns `ror_id, name, country, city, types, website, domains, other_names`. Read piece by piece, so the
    size of the file does not matter for memory. Raises RegistryRefused when the file cannot be read on.
    """
    with ExitStack() as opened:
        try:
            stream, name = _open(file, opened)
            text = io.TextIOWrapper(io.BufferedReader(_Capped(stream), CHUNK), encoding="utf-8-sig", newline="")
            records = _csv(text, report) if name.lower().endswith(".csv") else _json(text, report)
            yield from _sound(records, report)
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise RegistryRefused(f"{file} is damaged ({error}): fetch it again.") from error
        except UnicodeDecodeError as error:
            raise RegistryRefused(f"{file} is not UTF-8 text (byte {error.start}): fetch it again.") from error
        except csv.Error as error:
            raise RegistryRefused(f"{file} is not a CSV file ({error}).") from error


class _Capped(io.RawIOBase):
    """A stream that refuses to give more than LARGEST bytes, however well they were packed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.given = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read = self.stream.read(len(buffer))
        self.given += len(read)
        if self.given > LARGEST:
            raise RegistryRefused(f"The file holds more than {LARGEST:,} bytes: it is no dump of the registry.")
        buffer[: len(read)] = read
        return len(read)


def _open(file: Path, opened: ExitStack) -> tuple[IO[bytes], str]:
    """The bytes of the file, unpacked, and the name of what was packed."""
    name = file.name
    if name.lower().endswith(".zip"):
        packed = opened.enter_context(zipfile.ZipFile(file))
        inside = sorted(packed.namelist(), key=_preference)
        if not inside or _preference(inside[0])[0] == 9:
            raise RegistryRefused(f"{file} holds neither a .json nor a .csv file: it is no dump of the registry.")
        return opened.enter_context(packed.open(inside[0])), inside[0]
    if name.lower().endswith(".gz"):
        unpacked = opened.enter_context(gzip.GzipFile(file))
        return cast(IO[bytes], unpacked), name[:-3]
    return opened.enter_context(file.open("rb")), name


def _preference(name: str) -> tuple[int, str]:
    """JSON before CSV, the newer schema before the older, nothing that a packer left behind."""
    said = name.lower()
    if "__macosx" in said or not said.endswith((".json", ".csv")):
        return 9, name
    return 2 * said.endswith(".csv") + ("schema_v2" not in said), name


def _json(text: IO[str], report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """(where, record) of each object of one JSON list, or of JSON lines, without holding the whole file."""
    decoder, buffer, number, ended = json.JSONDecoder(), "", 0, False
    while True:
        buffer = buffer.lstrip(" \t\r\n,[")
        if buffer.startswith("]"):
            return
        try:
            value, end = decoder.raw_decode(buffer)
        except (ValueError, RecursionError) as error:
            if ended and not buffer:
                return
            more = "" if ended or len(buffer) > LONGEST_RECORD else text.read(CHUNK)
            if not more:
                raise RegistryRefused(
                    f"The file is not JSON after record {number} ({error}): fetch it again."
                ) from error
            buffer, ended = buffer + more, len(more) < CHUNK
            continue
        number += 1
        buffer = buffer[end:]
        if isinstance(value, dict):
            yield f"record {number}", value
        else:
            report.fault(f"record {number}", "is no object")


def _csv(text: IO[str], report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    csv.field_size_limit(LONGEST_RECORD)
    reader = csv.DictReader(text)
    if not {"id", "ror_id"} & set(reader.fieldnames or ()):
        raise RegistryRefused("The CSV has neither a column `id` nor `ror_id`: it is no file of the registry.")
    for row in reader:
        said = {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
        yield f"line {reader.line_num}", _of_csv(said)


def _of_csv(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of any of the CSV forms as a record of schema 2."""
    named = [("ror_display", value) for value in (row.get("names.types.ror_display") or row.get("name", ""),) if value]
    for kind, columns in (
        ("label", ("names.types.label", "labels")),
        ("alias", ("names.types.alias", "aliases")),
        ("acronym", ("names.types.acronym", "acronyms")),
    ):
        named += [(kind, value) for column in columns for value in row.get(column, "").split(";")]
    named += [("alias", value) for value in row.get("other_names", "").split("|")]
    parents = [one for found in _PARENTS.findall(row.get("relationships", "")) for one in _ROR.findall(found)]
    website = row.get("links.type.website") or row.get("links") or row.get("website") or ""
    separator = "|" if "ror_id" in row else ";"
    return {
        "id": row.get("ror_id") or row.get("id"),
        "status": row.get("status") or "active",
        "names": [_csv_name(kind, value) for kind, value in named if value.strip()],
        "types": [one.strip() for one in row.get("types", "").split(separator) if one.strip()],
        "country": {
            "country_code": _first(row, "locations.geonames_details.country_code", "country.country_code", "country")
        },
        "city": _first(row, "locations.geonames_details.name", "addresses[0].city", "city"),
        "links": [website.split(";")[0].strip()],
        "domains": [one.strip() for one in row.get("domains", "").split(separator) if one.strip()],
        "relationships": [{"type": "parent", "id": one} for one in parents],
    }


def _first(row: Mapping[str, str], *columns: str) -> str:
    return next((row[column].split(";")[0].strip() for column in columns if row.get(column)), "")


def _csv_name(kind: str, value: str) -> dict[str, Any]:
    """One name of a CSV cell, where the language stands before it: `fr: Université`, `no_lang_code: EXU`."""
    value = value.strip()
    tag = _TAG.match(value)
    return {"value": value[tag.end() :] if tag else value, "types": [kind], "lang": tag[1] if tag else None}


def _sound(records: Iterator[tuple[str, dict[str, Any]]], report: Report) -> Iterator[dict[str, Any]]:
    for where, record in records:
        match = _ID.match(str(record.get("id") or "").strip())
        if match is None:
            report.fault(where, f"`id` {str(record.get('id'))[:60]!r} is no ROR id")
            continue
        id_ = f"https://ror.org/{match[1].lower()}"
        if str(record.get("status") or "active").lower() != "active":
            report.inactive += 1
            continue
        names = _names(record)
        if not names:
            report.fault(f"{where} ({id_})", "has no name")
            continue
        yield {
            "id": id_,
            "name": names[0]["value"],
            "names": names,
            "types": [str(one).lower() for one in _list(record.get("types"))][:20],
            "home": _home(record),
            "domains": [str(one).lower()[:LONGEST_NAME] for one in _list(record.get("domains"))][:20],
            "parents": _parents(record),
            **_place(record),
        }


def _names(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The names of a record of either schema, the one it goes by first, each once."""
    said: list[tuple[Any, str, Any]] = []
    if isinstance(record.get("names"), list):
        for one in record["names"]:
            if isinstance(one, dict):
                kinds = [kind for kind in _KINDS if kind in _list(one.get("types"))] or ["alias"]
                said.append((one.get("value"), kinds[0], one.get("lang")))
    else:
        said.append((record.get("name"), "ror_display", None))
        labels = [one for one in _list(record.get("labels")) if isinstance(one, dict)]
        said += [(one.get("label"), "label", one.get("iso639")) for one in labels]
        said += [(one, "alias", None) for one in _list(record.get("aliases"))]
        said += [(one, "acronym", None) for one in _list(record.get("acronyms"))]
    found: dict[str, dict[str, Any]] = {}
    for value, kind, language in sorted(said, key=lambda one: _KINDS.index(one[1])):
        name = clean_line(value[: LONGEST_NAME * 2])[:LONGEST_NAME] if isinstance(value, str) else ""
        if name:
            kind = "label" if kind == "ror_display" else kind
            found.setdefault(
                name, {"value": name, "type": kind, "lang": language if isinstance(language, str) else None}
            )
    return list(found.values())[:MOST_NAMES]


def _place(record: Mapping[str, Any]) -> dict[str, str | None]:
    """Country (two letters) and city of a record of either schema."""
    country, city = record.get("country"), record.get("city")
    code = country.get("country_code") if isinstance(country, dict) else None
    for one in _list(record.get("locations"))[:1]:
        details = one.get("geonames_details") if isinstance(one, dict) else None
        if isinstance(details, dict):
            code, city = details.get("country_code"), details.get("name")
    for one in _list(record.get("addresses"))[:1]:
        city = one.get("city") if isinstance(one, dict) else city
    code = str(code or "").upper()
    return {
        "country": code if re.fullmatch("[A-Z]{2}", code) else None,
        "city": clean_line(city[:LONGEST_NAME]) or None if isinstance(city, str) else None,
    }


def _home(record: Mapping[str, Any]) -> str | None:
    for one in _list(record.get("links")):
        website = isinstance(one, dict) and one.get("type") == "website"
        said = one.get("value") if isinstance(one, dict) and website else one
        if isinstance(said, str) and said.startswith(("http://", "https://")) and len(said) <= 2 * LONGEST_NAME:
            return said
    return None


def _parents(record: Mapping[str, Any]) -> list[str]:
    found = []
    for one in _list(record.get("relationships")):
        if isinstance(one, dict) and str(one.get("type")).lower() == "parent":
            match = _ID.match(str(one.get("id") or ""))
            found += [f"https://ror.org/{match[1].lower()}"] if match else []
    return found[:20]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
