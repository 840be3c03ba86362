"""Turns tables of words, a file a language, into cues: what a sentence holds, and what that says.

A line of a table is `CODE POINTS  literal / literal && pattern && pattern !! pattern`: one of the literals must stand
in the sentence in lower case (`_` is a space), then every pattern behind `&&`, and none behind `!!`. CODE names a news
type (R research result, T trial, G grant, A award, P appointment, E event, C campus, H patient care, O opinion),
evidence (p peer-reviewed, x preprint, c conference, n none) or a subject (h humans, a animals, l cells, m model).
Points tell how strongly it speaks, 1 to 4; `^` behind them: in titles only.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LINE = re.compile(r"^([A-Za-z])(\d)(\^?)\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a sentence must hold, and for what it speaks how strongly."""

    code: str
    points: int
    title_only: bool
    literals: tuple[str, ...]
    needs: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]

    def holds(self, lower: str) -> bool:
        """Whether a sentence in lower case is such a one."""
        return (
            any(literal in lower for literal in self.literals)
            and all(pattern.search(lower) for pattern in self.needs)
            and not any(pattern.search(lower) for pattern in self.never)
        )


LANGUAGES = frozenset(("ca", "cs", "da", "de", "en", "es", "fr", "hu", "it", "ja", "nl", "no", "pl", "pt", "sv", "zh"))


@cache
def cues(language: str) -> tuple[Cue, ...]:
    """The cues of one of LANGUAGES, compiled when first asked for."""
    table = tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text("utf-8"))["cues"]
    return tuple(_cue(line) for line in table.splitlines() if line.strip())


def _cue(line: str) -> Cue:
    match = _LINE.match(line.strip())
    if match is None:
        raise ValueError(f"no cue: {line!r}")
    positive, *negative = match[4].split(" !! ")
    literals, *needs = positive.split(" && ")
    return Cue(
        code=match[1],
        points=int(match[2]),
        title_only=bool(match[3]),
        literals=tuple(literal.strip().replace("_", " ") for literal in literals.split("/")),
        needs=tuple(re.compile(need.strip()) for need in needs),
        never=tuple(re.compile(part.strip()) for part in negative),
    )
