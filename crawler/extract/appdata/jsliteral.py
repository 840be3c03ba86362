"""Turns the literals that scripts assign (JSON with the liberties of JavaScript) into values, running nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_NODES = 200_000
MAX_DEPTH = 400
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'|`[^`\\$]*+(?:(?:\\.|\$(?!\{))[^`\\$]*+)*+`)
    |(?P<number>-?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))
    |(?P<date>new\s+Date\(\s*(?P<moment>-?\d+|"[^"\\]*"|'[^'\\]*')\s*\))
    |(?P<void>void\s+0|Array\(\d+\)|new\s+(?:Map|Set)\(\s*(?:\[\s*\])?\s*\))
    |(?P<bang>!\s*[01])
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<mark>[{}\[\]:,()])
    )""",
    re.X | re.S,
)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.S)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": ""}
_NAMES = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
# (function(a,b){return {...}}("x",1)) or (function(a,b){return {...}})("x",1), as Nuxt 2 writes its state.
_FUNCTION = re.compile(r"\(?\s*(?:function\s*\(([\w$,\s]*)\)|\(([\w$,\s]*)\)\s*=>)\s*\{\s*(?:return\b)?")


class NotALiteral(ValueError):
    """The source holds something that is no plain value, or is larger than any page needs."""


def parse_literal(source: str, at: int = 0, names: Mapping[str, Any] | None = None) -> tuple[Any, int]:
    """The value that begins at `at`, and where it ends. `names`: values of the identifiers the literal may use.

    Iterative, because a page chooses its depth. Raises NotALiteral.
    """
    known = {**_NAMES, **(names or {})}
    root: list[Any] = []
    stack: list[tuple[Any, str]] = [(root, "")]  # the open container, and the key that waits for its value
    end = at
    for nodes, (kind, text, after) in enumerate(_tokens(source, at)):
        end = after
        container, key = stack[-1]
        if nodes > MAX_NODES or len(stack) > MAX_DEPTH:
            raise NotALiteral("too large")
        if kind == "mark" and text in "{[":
            fresh: Any = {} if text == "{" else []
            _put(container, key, fresh)
            stack.append((fresh, ""))
            continue
        if kind == "mark" and text in "}]":
            stack.pop()
            if len(stack) <= 1:
                break
            stack[-1] = (stack[-1][0], "")
            continue
        if kind == "mark":
            if text in "()" or len(stack) == 1:
                raise NotALiteral(f"{text!r} in a value")
            continue
        if isinstance(container, dict) and not key:
            stack[-1] = (container, _key(kind, text))
            continue
        _put(container, key, _value(kind, text, known))
        if len(stack) == 1:
            break
        stack[-1] = (container, "")
    if len(stack) > 1 or not root:
        raise NotALiteral("it does not end")
    return root[0], end


def parse_function(source: str, at: int = 0) -> Any:
    """What a function that only returns a literal gives for the literals it is called with. Raises NotALiteral.

    What it does before it returns is passed over.
    """
    head = _FUNCTION.match(source, at)
    if not head:
        raise NotALiteral("no function of that form")
    parameters = [name.strip() for name in (head[1] or head[2] or "").split(",") if name.strip()]
    body = source.find("return", head.end() - 6)
    start = body + 6 if body >= 0 else head.end()
    # The arguments stand behind the body, whose end is not known before it is read with them: read it once with every
    # parameter unknown, for its end, and a second time with the arguments.
    _, end = parse_literal(source, start, dict.fromkeys(parameters))
    called = re.compile(r"[\s;]*\}\s*\)?\s*\(").match(source, end)
    if not called:
        raise NotALiteral("the function is not called")
    values: list[Any] = []
    place = called.end()
    while len(values) < len(parameters) and not source[place : place + 20].lstrip().startswith(")"):
        value, place = parse_literal(source, place)
        values.append(value)
        place += len(source[place : place + 20]) - len(source[place : place + 20].lstrip())
        place += source[place : place + 1] == ","
    return parse_literal(source, start, dict(zip(parameters, values, strict=False)))[0]


def _tokens(source: str, at: int) -> Iterator[tuple[str, str, int]]:
    while match := _TOKEN.match(source, at):
        kind = match.lastgroup or ""
        if kind == "moment":
            kind = "date"
        text = match["moment"] if kind == "date" else match[kind]
        at = match.end()
        yield kind, text, at


def _put(container: Any, key: str, value: Any) -> None:
    if isinstance(container, dict):
        if not key:
            raise NotALiteral("a value where a name belongs")
        container[key] = value
    else:
        container.append(value)


def _key(kind: str, text: str) -> str:
    if kind in ("name", "number"):
        return text
    if kind == "string":
        return _unescaped(text[1:-1]) or "\0"
    raise NotALiteral(f"{text!r} as a name")


def _value(kind: str, text: str, names: Mapping[str, Any]) -> Any:
    if kind == "string":
        return _unescaped(text[1:-1])
    if kind == "number":
        return (
            int(text, 16)
            if text.lower().startswith(("0x", "-0x"))
            else float(text)
            if "." in text or "e" in text.lower()
            else int(text[:400])
        )
    if kind == "date":
        return _value("string", text, names) if text[0] in "\"'" else int(text[:20])
    if kind == "bang":
        return text.endswith("0")
    if kind == "void":
        return None
    if text in names:
        return names[text]
    raise NotALiteral(f"the name {text[:40]!r}")


def _number(text: str) -> int | float:
    if text.startswith(("0x", "-0x")):
        return int(text, 16)
    return float(text) if "." in text or "e" in text else int(text[:400])


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    whole = _ESCAPE.sub(_letter, text)
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letter(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        number = int(code.strip("ux{}"), 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _LETTERS.get(code, code)
