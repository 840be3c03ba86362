"""Turns the grants and the words for funding of an article into its funders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.enrich.institutions import Found
from aggregator.enrich.quotes import words_around
from crawler.extract.papers.funders import FUNDERS, MINISTRIES
from db.names import fold_words
from db.news.mentions import Mention, Naming

# Words for funding; each begins with one of the stems, which are looked for first because it is quicker.
_STEMS = (
    "fund", "support", "financ", "finanz", "sponsor", "grant", "gefördert", "förderung durch", "soutenu", "soutien d",
    "apoyad", "sostenut", "gefinancierd", "finansieras", "助成",
)  # fmt: skip
_FUNDED = re.compile(
    r"(?:funded|supported|financed|sponsored) (?:in part |by grants? |jointly )?(?:by|from|through|under)|grants? from|"
    r"funding from|support from|gefördert (?:von|durch|vom|wird)|finanziert (?:von|durch|vom)|Förderung durch|"
    r"financée?s? par|soutenue?s? par|soutien d|financiad[oa]s? por|apoyad[oa] por|finanziat[oa] da|"
    r"sostenut[oa] da|gefinancierd door|finansieras av|助成",
    re.IGNORECASE,
)
MOST_CUES = 20  # places with words for funding, and of each stem, that are looked at
FUNDED_REACH = 240  # characters behind such words in which funders stand


def funders_of(said: Naming, text: str, found: Sequence[Found]) -> list[Mention]:
    """Who paid: the funders of the grants that are printed, and those named behind words for funding."""
    grants: dict[str, list[str]] = {}
    quotes: dict[str, str | None] = {}
    for value, funder, quote in said.grants:
        if funder:
            grants.setdefault(funder, []).append(value)
            quotes.setdefault(funder, quote)
    houses: dict[str, str] = {}
    for cue in _cues(text):
        start, end = cue.end(), cue.end() + FUNDED_REACH
        window = re.split(r"\n|\. (?=[A-ZÀ-Þ])", text[start:end])[0]
        for one in FUNDERS:
            if one.name != MINISTRIES and one.words.search(window):
                grants.setdefault(one.name, [])
                quotes.setdefault(one.name, words_around(text, cue.start(), start + len(window)))
        for part in found:
            if start <= part.start < start + len(window) and not any(f.words.search(part.name) for f in FUNDERS):
                grants.setdefault(part.name, [])
                quotes.setdefault(part.name, words_around(text, cue.start(), part.end))
                houses[part.name] = part.id
    return [
        Mention(
            kind="funder",
            name=name,
            folded=fold_words(name),
            institution=houses.get(name),
            said=", ".join(dict.fromkeys(numbers))[:500] or None,
            quote=quotes[name],
        )
        for name, numbers in grants.items()
    ]


def _cues(text: str) -> list[re.Match[str]]:
    """Where words for funding stand."""
    lower = text.lower()
    found: list[re.Match[str]] = []
    if len(lower) != len(text):  # a letter that has two in small: places would not fit
        return []
    for stem in _STEMS:
        place = lower.find(stem)
        while place >= 0 and len(found) < MOST_CUES * len(_STEMS):
            cue = _FUNDED.match(text, place)
            found += [cue] if cue else []
            place = lower.find(stem, place + len(stem))
    return sorted(found, key=lambda cue: cue.start())[:MOST_CUES]
