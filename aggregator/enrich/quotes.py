"""Turns a place in a text into the words around it, as they are quoted."""

from __future__ import annotations

import re

QUOTE = 280  # characters around a name


def words_around(text: str, start: int, end: int) -> str:
    """The words around a place, QUOTE characters at most, cut at ends of sentences and words where there are any."""
    room = max(0, (QUOTE - (end - start)) // 2)
    first, last = max(0, start - room), min(len(text), end + room)
    before, after = text[first:start], text[end:last]
    before = re.split(r"[.!?。]\s|\n", before)[-1] if re.search(r"[.!?。]\s|\n", before) else before
    stop = re.search(r"[.!?。](?=\s)|\n", after)
    after = after[: stop.end()] if stop else after
    if first and before == text[first:start] and " " in before:
        before = before.split(" ", 1)[1]
    if not stop and last < len(text) and " " in after:
        after = after.rsplit(" ", 1)[0]
    return " ".join((before + text[start:end] + after).split())
