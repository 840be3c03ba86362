"""Turns the scripts and attributes in which a page carries data for its own scripts into values, running nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.appdata.jsliteral import NotALiteral, parse_function, parse_literal
from crawler.extract.tree import select

MAX_SCRIPT = 5_000_000  # characters of one script
MAX_SCRIPTS = 30
MAX_ROWS = 240_000  # of Nuxt's flat list
SHORT = 150  # characters; less holds no article

_STATE = re.compile(
    r"(?:window|self|globalThis|this)\s*(?:\.\s*([A-Za-z_$][\w$]{2,60})|\[\s*[\"']([\w$.-]{3,60})[\"']\s*\])\s*=\s*(?=[{\[(]|function|JSON\.parse)"
    r"|(?:var|let|const)\s+(__[A-Z_]{4,40}__)\s*=\s*(?=[{\[]|JSON\.parse)"
)
_STATE_NAMES = re.compile(
    r"state|data|nuxt|apollo|props|context|store|page|initial|preload|config|content|article", re.I
)
_JSON_PARSE = re.compile(r"JSON\.parse\(\s*(?:decodeURIComponent\(\s*)?")
_KIT = re.compile(r"\bdata:\s*(?=\[)|const\s+data\s*=\s*(?=\[)")
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s*")
_PROPS = ("data-page", "data-props", "data-react-props", "data-state", "data-initial-state", "props", "data-json")
WITH_PROPS = etree.XPath("//*[" + " or ".join(f"@{name}" for name in _PROPS) + "]")


def read_states(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """(origin, value) of every state a page carries, as far as it can be read. Broken data are passed over."""
    count = 0
    for script in tree.iter("script"):
        source = script.text or ""
        if len(source) < SHORT or len(source) > MAX_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        count += 1
        if count > MAX_SCRIPTS:
            return
        yield from _in_script(script, source)
    for element in select(WITH_PROPS, tree)[:MAX_SCRIPTS]:
        for name in _PROPS:
            source = element.get(name) or ""
            if source[:1] in "{[" and SHORT < len(source) < MAX_SCRIPT:
                yield from _loaded("page-data", source)


def _in_script(script: HtmlElement, source: str) -> Iterator[tuple[str, Any]]:
    name, kind = script.get("id") or "", (script.get("type") or "").lower()
    if name == "__NUXT_DATA__" or script.get("data-nuxt-data") is not None:
        for _, data in _loaded("nuxt-data", source):
            yield "nuxt-data", _revived(data)
    elif name == "__NEXT_DATA__":
        yield from _loaded("next-data", source)
    elif script.get("data-drupal-selector") == "drupal-settings-json":
        yield from _loaded("drupal-settings", source)
    elif script.get("data-sveltekit-fetched") is not None:
        for _, data in _loaded("sveltekit-data", source):
            inner = data.get("body") if isinstance(data, dict) else None
            yield from _loaded("sveltekit-data", inner) if isinstance(inner, str) else ()
    elif "json" in kind:
        # Angular's transfer state is escaped in a way of its own.
        yield from _loaded("page-data", source.replace("&q;", '"').replace("&a;", "&") if "&q;" in source else source)
    elif not kind or "javascript" in kind or kind == "module":
        yield from _assigned(source)


def _loaded(origin: str, source: str) -> Iterator[tuple[str, Any]]:
    try:
        yield origin, json.loads(source, strict=False)
    except (ValueError, RecursionError):
        try:
            yield origin, json.loads(unescape(source), strict=False)
        except (ValueError, RecursionError):
            return  # broken data of a page that may be read without them


def _assigned(source: str) -> Iterator[tuple[str, Any]]:
    """Values that a script sets on the window, or starts an application with."""
    if "__next_f" in source:
        yield from _flight(source)
        return
    for count, match in enumerate(_STATE.finditer(source)):
        name = match[1] or match[2] or match[3] or ""
        if count > 40:
            return
        if _STATE_NAMES.search(name):
            origin = "nuxt-data" if "NUXT" in name else "apollo-state" if "APOLLO" in name else "page-data"
            yield from _literal(origin, source, match.end())
    if "kit.start" in source or "__sveltekit" in source:
        for match in list(_KIT.finditer(source))[:5]:
            yield from _literal("sveltekit-data", source, match.end())


def _literal(origin: str, source: str, at: int) -> Iterator[tuple[str, Any]]:
    parsed = _JSON_PARSE.match(source, at)
    try:
        if parsed:
            text, _ = parse_literal(source, parsed.end())
            if isinstance(text, str):
                yield from _loaded(origin, unquote(text) if text[:3] in ("%7B", "%5B", "%7b", "%5b") else text)
        elif source[at] in "(f":
            yield origin, parse_function(source, at)
        else:
            yield origin, parse_literal(source, at)[0]
    except (NotALiteral, RecursionError):
        return  # a script, not data


def _flight(source: str) -> Iterator[tuple[str, Any]]:
    """The rows that Next's app router pushes: `id:JSON` a line, in pieces of strings."""
    for match in _FLIGHT.finditer(source):
        try:
            pushed, _ = parse_literal(source, match.end())
        except NotALiteral:
            continue
        text = pushed[1] if isinstance(pushed, list) and len(pushed) > 1 and isinstance(pushed[1], str) else ""
        for row in text.split("\n")[:500]:
            _, colon, value = row.partition(":")
            if colon and value[:1] in ("{", "[") and len(value) > SHORT:
                yield from _loaded("next-data", value)


def _revived(rows: Any) -> Any:
    """The value of Nuxt 3's flat list, in which numbers are places in the list; each row is made once."""
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        return None
    made: list[Any] = [
        {} if isinstance(row, dict) else [] if isinstance(row, list) else row for row in rows
    ]  # first the containers, then what they hold: rows may refer to each other in a circle

    def at(place: Any) -> Any:
        for _ in range(20):  # wrappers of a reactive value, one within the other
            if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(rows):
                return None
            row = rows[place]
            if not (isinstance(row, list) and len(row) > 1 and isinstance(row[0], str)):
                return made[place]
            if row[0] == "Date":
                return row[1]
            place = row[1]
        return None

    for row, value in zip(rows, made, strict=True):
        if isinstance(row, dict):
            value.update((key, at(place)) for key, place in row.items())
        elif isinstance(row, list) and not (row and isinstance(row[0], str)):
            value.extend(at(place) for place in row)
    return at(0)
