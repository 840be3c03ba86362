"""Reads what the operator has set (file < environment < flag): contact, time of the night, zone, folders, budgets."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT = "https://github.com/newsward/newsward"
REGISTRIES = ("crossref", "openalex", "clinicaltrials")  # of papers and trials, that may be asked
ENCODERS = ("use", "e5", "lexical")  # what aggregator/cluster/encoder.py can load


class SettingRefused(Exception):
    """One or more settings are wrong; the message lists all of them at once and says what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The operator's settings. `home` holds archive.db, news.db, warc/, sources/ and newsward.toml."""

    home: Path
    contact: str | None = None  # mail or address a site owner can write to; sent in the User-Agent
    time: str = "02:30"  # when the night starts, local to `zone`
    zone: str = "UTC"
    delay: float = 1.0  # seconds between two requests to one host, when robots.txt asks for no more
    budget: int = 500  # requests a source may cost a night
    concurrency: int = 16  # sources crawled at once
    workers: int = 2  # extraction processes beside the crawler
    browser: str | None = None  # path of a Chromium that draws pages that draw themselves by script
    warc_days: int = 90  # WARC files older than this are removed after a night; 0 keeps all
    registries: str | None = None  # which of REGISTRIES may be asked, with commas between them
    encoder: str = "use"  # which of ENCODERS compares the meaning of texts

    @property
    def allowed_registries(self) -> tuple[str, ...]:
        """The registries that may be asked, each once; none unless the operator names them."""
        return tuple(dict.fromkeys(_names_in(self.registries or "")))

    @property
    def archive(self) -> Path:
        return self.home / "archive.db"

    @property
    def news(self) -> Path:
        return self.home / "news.db"

    @property
    def warc(self) -> Path:
        return self.home / "warc"

    @property
    def own_sources(self) -> Path:
        return self.home / "sources"


def load_operator(home: Path, environ: Mapping[str, str] = os.environ, **flags: object) -> Operator:
    """The settings in force: `home/newsward.toml`, then NEWSWARD_<NAME>, then `flags` that are not None.

    Raises SettingRefused naming every wrong setting.
    """
    faults: list[str] = []
    values: dict[str, object] = {}
    kinds = {f.name: f.type for f in fields(Operator) if f.name != "home"}
    for key, value in _said_in(home / "newsward.toml").items():
        if key in kinds:
            values[key] = value
        else:
            near = get_close_matches(key, kinds, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(sorted(kinds))}"
            faults.append(f"{home / 'newsward.toml'}: unknown setting {key!r}; {hint}")
    for key in kinds:
        text = environ.get(f"NEWSWARD_{key.upper()}")
        if text:
            values[key] = text
    values |= {key: value for key, value in flags.items() if value is not None}
    settled: dict[str, object] = {}
    for key, value in values.items():
        try:
            settled[key] = _cast(str(kinds[key]), value)
        except (TypeError, ValueError):
            faults.append(f"{key} = {value!r}: expected {_expected(str(kinds[key]))}")
    faults += _faults_of(settled)
    if faults:
        raise SettingRefused("\n".join(faults))
    return replace(Operator(home=home), **settled)  # type: ignore[arg-type]


def user_agent(contact: str | None) -> str:
    """`Newsward/VERSION (+project; contact)`, so that a site owner knows whom to write to."""
    return f"Newsward/0.1 (+{PROJECT}; {contact})" if contact else f"Newsward/0.1 (+{PROJECT})"


def _said_in(file: Path) -> dict[str, object]:
    if not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{file}: not valid TOML: {error}") from error
    except OSError as error:
        raise SettingRefused(f"{file}: cannot be read: {error.strerror}") from error


def _cast(kind: str, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    if kind == "int":
        if isinstance(value, float):
            raise TypeError
        return int(value)
    if kind == "float":
        if not math.isfinite(float(value)):
            raise ValueError
        return float(value)
    if not isinstance(value, str):
        raise TypeError
    return value


def _expected(kind: str) -> str:
    return {"int": "a whole number", "float": "a number of seconds"}.get(kind, "text")


def _faults_of(values: Mapping[str, object]) -> list[str]:
    faults = []
    zone, time = values.get("zone"), values.get("time")
    if isinstance(zone, str):
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            faults.append(f"zone = {zone!r}: expected an IANA name such as Europe/Paris")
    if isinstance(time, str):
        hour, _, minute = time.partition(":")
        if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60 and len(minute) == 2):
            faults.append(f"time = {time!r}: expected HH:MM between 00:00 and 23:59")
    for key, least in {"delay": 0, "budget": 1, "concurrency": 1, "workers": 1, "warc_days": 0}.items():
        value = values.get(key)
        if isinstance(value, int | float) and value < least:
            faults.append(f"{key} = {value}: expected {least} or more")
    registries = values.get("registries")
    for name in _names_in(registries) if isinstance(registries, str) else ():
        if name not in REGISTRIES:
            faults.append(f"registries = {registries!r}: {name!r} is none of {', '.join(REGISTRIES)}")
    encoder = values.get("encoder")
    if isinstance(encoder, str) and encoder not in ENCODERS:
        faults.append(f"encoder = {encoder!r}: expected one of {', '.join(ENCODERS)}")
    contact = values.get("contact")
    if isinstance(contact, str):
        plain = contact.isascii() and contact.isprintable()  # it is sent in a header
        if not plain or not ("@" in contact or contact.startswith(("http://", "https://"))):
            faults.append(f"contact = {contact!r}: expected a mail address or a web address, in ASCII")
    return faults


def _names_in(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",") if name.strip()]
