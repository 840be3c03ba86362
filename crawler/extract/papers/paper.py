"""Turns the sentences and reference lines of an article into the journal and title of the paper it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.extract.blocks import Block
from crawler.extract.papers.announced import labelled_lines
from crawler.extract.papers.journals import KNOWN, RUN, WORDLIKE
from crawler.extract.papers.papertitles import TITLE_FIELD, titles_labelled, titles_told
from crawler.extract.papers.passages import Passages, read_passages
from crawler.extract.papers.publishedin import Name, cleaned, is_journal, journals_told, set_apart
from crawler.extract.structured import Structured
from crawler.extract.titles.title import fold
from crawler.items import Identifier, Paper

_FIELD_WORDS = (
    r"journal(?: name)?|zeitschrift|revue|revista|rivista|published in|雑誌名?|掲載誌|雑誌情報|掲載雑誌|"
    r"掲載雑誌名|発表雑誌|期刊名?|학술지|저널명?"
)
JOURNAL_FIELD = re.compile(
    rf"^\W*(?:{_FIELD_WORDS}|paper info|publication)\W*$|^\W*(?:{_FIELD_WORDS})\s?[:：]\s?", re.IGNORECASE
)
# What follows the journal in a reference: year, volume, number of the paper.
_AFTER_JOURNAL = re.compile(
    r"[\s,.;:(]*(?:\(?(?:19|20)\d\d|\d|vol|doi|https?|in press|online|published|e?pub|$)", re.IGNORECASE
)
_BEFORE_JOURNAL = re.compile(r"(?<=[.?!”\",;:。」』] )(?=[A-Zen])|^(?=[A-Z])")
_NUMBERS = re.compile(r"[(;（]| \d|,? (?:vol|no)\b", re.IGNORECASE)
HOUSES = re.compile(
    r"\b(?:Publishing|Publishers?|Press|Verlag|Springer|Elsevier|Wiley|Conference|Symposium|"
    r"University|arXiv|Zenodo)\b"
)
NEAR = 8  # lines between the fields of one table about a paper


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper with how often such evidence is right, 0..1."""

    paper: Paper
    confidence: float


def find_paper(
    structured: Structured,
    blocks: Sequence[Block],
    identifiers: Sequence[Identifier],
    title: str | None,
    passages: Passages | None = None,
) -> FoundPaper | None:
    """The paper an article announces: its journal, its title, or both; None where no words name either.

    A page that is itself the paper says so in its meta tags. Else the lines behind a label ("Original publication:"),
    else the sentences that say where it was published; several journals without a label: none, as in a round-up.
    """
    own = _own(structured, identifiers)
    if own:
        return own
    passages = passages or read_passages(blocks)
    labels = labelled_lines(passages)
    journal = _journal(passages, labels)
    heading = _title(passages, labels, title, journal)
    found = [one for one in (journal, heading) if one]
    if not found:
        return None
    first = min(found, key=lambda one: one.start)
    paper = Paper(
        title=heading.text if heading else None,
        journal=journal.text if journal else None,
        where="text",
        quote=passages.quote(first.start, first.end),
    )
    return FoundPaper(paper, min(one.weight for one in found))


def _own(structured: Structured, identifiers: Sequence[Identifier]) -> FoundPaper | None:
    """The paper that the page itself is."""
    journal = structured.first("citation_journal_title", "prism.publicationname")
    title = structured.first("citation_title")
    doi = structured.first("citation_doi", "prism.doi")
    if not (journal and (doi or title)):
        return None
    quote = next((one.quote for one in identifiers if one.primary and one.where == "meta"), None)
    return FoundPaper(Paper(title=title, journal=journal, where="meta", quote=quote or title or journal), 0.99)


def _journal(passages: Passages, labels: dict[int, str]) -> Name | None:
    behind = [name for line, kind in labels.items() if kind == "own" for name in _referenced(passages, line)]
    behind = behind or list(_fields(passages, labels))
    if behind:
        return behind[0] if len({_key(name.text) for name in behind}) == 1 else None
    told: dict[str, Name] = {}
    cited: set[str] = set()
    for name in journals_told(passages, frozenset(line for line, kind in labels.items() if kind == "list")):
        if not name.weight:
            cited.add(_key(name.text))
            continue
        known = told.get(_key(name.text))
        if known is None or name.weight > known.weight:
            told[_key(name.text)] = name
    reviewed = len(cited - told.keys()) > 2  # an article that goes through the literature
    return next(iter(told.values())) if len(told) == 1 and not reviewed else None


def _key(name: str) -> str:
    return re.sub(r"^the | \(.*\)$", "", name.lower().replace("&", "and"))


def _fields(passages: Passages, labels: dict[int, str]) -> Iterator[Name]:
    """Values of a field "Journal" close to a label of the paper."""
    for line in _beside(labels):
        if line < len(passages.blocks) and JOURNAL_FIELD.match(passages.blocks[line].text[:60]):
            yield from _referenced(passages, line)
            if line + 1 < len(passages.blocks):
                yield from _referenced(passages, line + 1)


def _beside(labels: dict[int, str]) -> list[int]:
    near = {line + step for line, kind in labels.items() if kind == "own" for step in range(-NEAR, NEAR + 1)}
    return sorted(line for line in near if line >= 0)


def _referenced(passages: Passages, line: int) -> Iterator[Name]:
    """Journals of a labelled reference: the value of a field "Journal", set apart in italics, or known."""
    first, last = passages.span(line)
    text = passages.plain[first:last]
    field = JOURNAL_FIELD.match(text)
    before = passages.words(line - 1)[:60] if line else ""
    head = JOURNAL_FIELD.match(before)
    if (field and field.end() < len(text)) or (head and head.end() >= len(before)):
        start = field.end() if field and field.end() < len(text) else 0
        name = cleaned(_NUMBERS.split(text[start:], maxsplit=1)[0])
        if (
            name
            and len(name) < 110
            and (start or is_journal(name) or is_journal(name.title()))
            and not HOUSES.search(name)
        ):
            yield Name(name, first + start, first + start + len(name), 0.97)
            return
    for words in set_apart(passages.blocks[line]):
        name = cleaned(re.split(r",? \d", words, maxsplit=1)[0])
        if name and is_journal(name) and RUN.fullmatch(name):
            place = max(0, text.find(words))
            yield Name(name, first + place, first + place + len(name), 0.97)
            return
    for match in _BEFORE_JOURNAL.finditer(text[:1_500]):
        known = KNOWN.match(text, match.end()) or WORDLIKE.match(text, match.end())
        if known and _AFTER_JOURNAL.match(text, known.end()):
            name = cleaned(known[0])
            if name:
                yield Name(name, first + known.start(), first + known.end(), 0.96)
                return


def _title(passages: Passages, labels: dict[int, str], heading: str | None, journal: Name | None) -> Name | None:
    """The only title of a paper, none where the lines name several."""
    found: dict[str, Name] = {}
    for line, kind in labels.items():
        for name in titles_labelled(passages, line) if kind == "own" else ():
            found.setdefault(fold(name.text), name)
    if not found:
        for line in _beside(labels):
            if line + 1 < len(passages.blocks) and TITLE_FIELD.match(passages.blocks[line].text[:60]):
                found.update((fold(name.text), name) for name in titles_labelled(passages, line + 1))
    if not found:
        lists = frozenset(line for line, kind in labels.items() if kind == "list")
        found = {fold(name.text): name for name in titles_told(passages, lists, journal)}
    only = next(iter(found.values())) if len(found) == 1 else None
    return None if only and heading and fold(heading) == fold(only.text) else only
