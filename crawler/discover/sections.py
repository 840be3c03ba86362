"""Turns an address into the section of the site it belongs to, and tells sections of news from others."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.addresses import parameters
from crawler.discover.vocabulary import EVENTS, FOLDERS, LANGUAGE_NAMES, NEWS, OTHER, names

_DIGITS = re.compile(r"^\d+$|^(?:19|20)\d\d[-_]\d\d?(?:[-_]\d\d?)?$")
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|do|action|shtml|cfm|xhtml)$", re.IGNORECASE)
# Months as path segments: /nieuws/2024/mei/…; any short word after a year is one.
_YEAR = re.compile(r"^(?:19|20)\d\d$")


def segments(url: str) -> list[str]:
    """The path's segments, decoded, without file extensions and empty ones."""
    return [_EXTENSION.sub("", part) for part in unquote(urlsplit(url).path).split("/") if part]


def is_language(segment: str) -> bool:
    """Whether a path segment is the code of a language (`en`, `pt-br`, `zh-cn`)."""
    return bool(_LANGUAGE.match(segment)) and segment[:2].lower() in LANGUAGE_NAMES


def address_language(url: str) -> str | None:
    """The language an address names: its first segment, its host's first label or its `lang` parameter."""
    parts = urlsplit(url)
    for segment in segments(url)[:2]:
        if is_language(segment):
            return LANGUAGE_NAMES[segment[:2].lower()]
    first = (parts.hostname or "").partition(".")[0]
    if len(first) == 2 and first in LANGUAGE_NAMES:
        return LANGUAGE_NAMES[first]
    for name in ("lang", "language", "locale", "l", "hl"):
        said = parameters(url).get(name, "")[:2].lower()
        if said in LANGUAGE_NAMES:
            return LANGUAGE_NAMES[said]
    return None


@lru_cache(maxsize=20_000)
def section_of(url: str) -> str:
    """Host and folder of an address without its own name, years, months and numbers: equal within a section.

    `/news/2024/05/slug/` and `/news/slug2/` share `host/news`; pages told apart by a parameter share path and names.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    found = segments(url)
    said = parameters(url)
    if parts.query and any(value.isdecimal() for value in said.values()):
        return f"{host}/{'/'.join(found)}?{'&'.join(sorted(said))}"
    folders = found[:-1]
    kept: list[str] = []
    after_year = False
    for folder in folders:
        if _YEAR.match(folder):
            after_year = True
        elif _DIGITS.match(folder) or (after_year and len(folder) <= 12 and folder.isalpha()):
            continue
        else:
            kept.append(folder)
    return f"{host}/{'/'.join(kept)}" if kept else f"{host}/"


def is_dated(url: str) -> bool:
    """Whether the folders of an address say a year and what follows it, as archives of posts do."""
    folders = segments(url)[:-1]
    return any(_YEAR.match(folder) and index + 1 < len(folders) for index, folder in enumerate(folders))


def is_root(section: str) -> bool:
    """Whether a section is the site's own root, or that of a language: there news and all other pages lie together."""
    parts = [part for part in section.partition("/")[2].split("/") if part]
    return not parts or (len(parts) == 1 and is_language(parts[0]))


def is_news_section(url: str) -> bool:
    """Whether a folder of the address names news in any language (`/aktuelles/…`, `/es/noticias/…`)."""
    return any(names(folder, FOLDERS) >= 0.7 for folder in segments(url)[:-1])


def is_foreign_section(url: str) -> bool:
    """Whether the folder nearest to the page that names anything names events, people, archives … rather than news."""
    for folder in reversed(segments(url)[:-1]):
        if names(folder, NEWS) >= 0.7:
            return False
        if names(folder, EVENTS) >= 1.0 or names(folder, OTHER) >= 1.0:
            return True
    own = segments(url)[-1:]
    return bool(own) and (names(own[0], OTHER) >= 1.0 or names(own[0], EVENTS) >= 1.0)


def is_event_section(url: str) -> bool:
    """Whether the folder nearest to the page that names news or events names events."""
    for folder in reversed(segments(url)[:-1]):
        if names(folder, NEWS) >= 0.7:
            return False
        if names(folder, EVENTS) >= 1.0:
            return True
    return False


def is_within(url: str, door: str) -> bool:
    """Whether an address lies below a list's own address (`/news/x` below `/news/` or `/news.html`)."""
    one, other = urlsplit(url), urlsplit(door)
    if (one.hostname or "").removeprefix("www.") != (other.hostname or "").removeprefix("www."):
        return False
    inner, outer = segments(url), segments(door)
    while outer and outer[-1] in ("index", "default", "home"):
        outer.pop()
    return len(inner) > len(outer) and inner[: len(outer)] == outer
