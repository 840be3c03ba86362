"""Turns the lines of a page that belong to its article into one text that is searched once, and back into lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.blocks import Block

SENTENCE = 80  # characters; a line as long is no menu
QUOTE = 240  # characters of the words around a find
# The hyphens that word processors put in place of the plain one, and signs of no width inside long words.
_HYPHENS = ("\u2010", "\u2011", "\u2012", "\u2013")
_NOTHING = ("\u00ad", "\u2060")


@dataclass(frozen=True, slots=True)
class Passages:
    """`text`: the lines of the article, one a line. `plain`: the same with plain hyphens and no soft ones, each line
    apart. `folded`: `plain` in lower case, to look for words before any pattern runs."""

    blocks: tuple[Block, ...]
    plain: str
    folded: str
    starts: tuple[int, ...]

    def line_at(self, place: int) -> int:
        """The index of the line that holds this place of `plain`."""
        return bisect_right(self.starts, place) - 1

    def span(self, line: int) -> tuple[int, int]:
        """Where a line begins and ends in `plain`."""
        after = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.plain)
        return self.starts[line], after

    def words(self, line: int) -> str:
        start, end = self.span(line)
        return self.plain[start:end]

    def before(self, place: int, most: int) -> str:
        """What stands in the same line before a place."""
        return self.plain[max(self.starts[self.line_at(place)], place - most) : place]

    def after(self, place: int, most: int) -> str:
        """What stands in the same line from a place on."""
        return self.plain[place : min(self.span(self.line_at(place))[1], place + most)]

    def quote(self, start: int, end: int) -> str:
        """The words around a find, whole ones, at most QUOTE characters of its line."""
        first, last = self.span(self.line_at(start))
        if last - first <= QUOTE:
            return self.plain[first:last].strip()
        room = max(0, QUOTE - (end - start)) // 2
        left = max(first, start - room)
        right = min(last, left + QUOTE)
        left = max(first, min(left, right - QUOTE))
        if left > first:
            space = self.plain.find(" ", left, start)
            left = space + 1 if space >= 0 else left
        if right < last:
            space = self.plain.rfind(" ", min(end, right), right)
            right = space if space >= 0 else right
        return self.plain[left:right].strip()


def read_passages(blocks: Sequence[Block], text: str = "") -> Passages:
    """The lines of a page without those outside its article (menus, footers, teasers).

    `text`: the article's; its full sentences count wherever they stand, for templates call parts by misleading names.
    """
    ours = {line.lstrip("-# ") for line in text.split("\n") if len(line) > SENTENCE}
    chosen = tuple(block for block in blocks if block.text and (not block.outside or block.text in ours))
    lines = [block.text for block in chosen]
    plain = "\n".join(lines)
    for sign in _NOTHING:
        if sign in plain:
            lines = [line.replace(sign, "") for line in lines]
            plain = "\n".join(lines)
    starts: list[int] = []
    place = 0
    for line in lines:
        starts.append(place)
        place += len(line) + 1
    for sign in _HYPHENS:
        plain = plain.replace(sign, "-")
    return Passages(chosen, plain, plain.replace("İ", "I").lower(), tuple(starts))  # `folded` is as long as `plain`
