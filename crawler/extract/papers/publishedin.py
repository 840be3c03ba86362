"""Turns sentences that say where a paper was published into the name of its journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.papers.announced import EARLIER
from crawler.extract.papers.journals import FIRST, GENUS, KNOWN, RUN, UNIQUE, WORDLIKE
from crawler.extract.papers.passages import Passages
from crawler.extract.papers.publishwords import (
    ALONE,
    AS_EXAMPLE,
    AS_SUBJECT,
    BORNE,
    EAST,
    EASTERN,
    NO_JOURNAL,
    NOUN,
    NOUNS,
    OF_PUBLISHING,
    OURS,
    PAPERLIKE,
    PLACED,
    PUBLISHED,
    QUOTES,
    TAIL,
    VERB_LAST,
    VERBS,
)

LEAD = 1_500  # characters of a page in which its news is told; what stands below must say that it is the same
MOST = 40  # places of one page that are looked at


@dataclass(frozen=True, slots=True)
class Name:
    """A name or title with where it stands and how often such evidence is right."""

    text: str
    start: int
    end: int
    weight: float


def journals_told(passages: Passages, skipped: frozenset[int]) -> Iterator[Name]:
    """Names of journals in sentences that say where a paper was published, save on the lines `skipped`.

    Their weight is 0 where the sentence is about an earlier paper or an example, or stands far below the lead and does
    not call the paper "the study" or "our findings": background is introduced as "a study".
    """
    looked = 0
    for place, kind in _places(passages):
        line = passages.line_at(place)
        if line in skipped or passages.blocks[line].tag == "h1":
            continue
        looked += 1
        if looked > MOST:
            return
        first, last = passages.span(line)
        text = passages.plain[first:last]
        for name in _at(text, place - first, kind, passages.blocks[line]):
            weight = 0.0 if _elsewhere(text, name.start) else name.weight
            if weight and place > LEAD and not OURS.search(_sentence_before(text, name.start)):
                weight = 0.0
            yield Name(name.text, name.start + first, name.end + first, weight)


def _places(passages: Passages) -> list[tuple[int, str]]:
    """Where a word of publishing or a word for a journal begins."""
    folded = passages.folded
    found: list[tuple[int, str]] = []
    for kind, stems in (("verb", VERBS), ("noun", NOUNS), ("east", EASTERN)):
        for stem in stems:
            place = folded.find(stem)
            while place >= 0 and len(found) < 400:
                if kind != "verb" or not folded[place - 1 : place].isalpha():
                    found.append((place, kind))
                place = folded.find(stem, place + len(stem))
    for name in BORNE:
        place = passages.plain.find(name)
        while place >= 0 and len(found) < 400:
            before = PLACED.search(passages.plain[max(0, place - 24) : place])
            if before or (name in ALONE and AS_SUBJECT.search(passages.plain[place : place + 60])):
                whole = place - 4 if before and before[0].endswith(("The ", "the ")) and name == "Lancet" else place
                found.append((whole, "placed"))
            place = passages.plain.find(name, place + len(name))
    return sorted(found)


def _at(text: str, place: int, kind: str, block: Block) -> Iterator[Name]:
    if kind == "verb":
        match = PUBLISHED.match(text, place)
        if match:
            end = match.end() - 4 if match[0].endswith("The ") else match.end()  # "The Lancet"
            noun = NOUN.match(text, end)
            firm = OF_PUBLISHING.match(match[0]) is not None
            names = _name_at(text, noun.end() if noun else end, block, noun=noun is not None)
            yield from (name for name in names if firm or name.weight > 0.9)
    elif kind == "noun":
        begin = place
        while begin and text[begin - 1].isalpha() and place - begin < 24:
            begin -= 1
        match = NOUN.match(text, begin)
        if match:
            about = PAPERLIKE.search(text[max(0, begin - 160) : begin]) is not None
            yield from (
                name
                for name in _name_at(text, match.end(), block, noun=True)
                if about or KNOWN.fullmatch(name.text) or name.text in FIRST
            )
    elif kind == "east":
        for match in EAST.finditer(text[max(0, place - 100) : place + 110]):
            group = next(index for index in (1, 2, 3) if match[index])
            name = cleaned(match[group])
            if name and (group < 3 or is_journal(name)):
                start = max(0, place - 100) + match.start(group)
                yield Name(name, start, start + len(name), 0.97)
    else:
        yield from _placed(text, place)


def _placed(text: str, place: int) -> Iterator[Name]:
    """A known name behind "in": one that nothing else bears, or before a verb of publishing."""
    start = place
    known = KNOWN.match(text, start) or WORDLIKE.match(text, start)
    name = cleaned(known[0]) if known else None
    if known and name and (UNIQUE.search(name) or (VERB_LAST.match(text, known.end()))):
        yield Name(name, start, start + len(name), 0.95)


def _sentence_before(text: str, place: int) -> str:
    begin = max(0, place - 260, *(text.rfind(mark, 0, place) for mark in (". ", "! ", "? ", "。")))
    return text[begin:place]


def _elsewhere(text: str, place: int) -> bool:
    """Whether the sentence speaks of an earlier or another paper, or gives an example."""
    end = text.find(". ", place)
    told = _sentence_before(text, place)
    sentence = told + text[place : min(len(text) if end < 0 else end, place + 140)]
    return EARLIER.search(sentence) is not None or AS_EXAMPLE.search(told + text[place : place + 60]) is not None


def set_apart(block: Block) -> Iterator[str]:
    """The words of a line that the page prints in italics or as a title."""
    for words, element in block.pieces:
        if element.tag in ("em", "i", "cite") or _parent_tag(element) in ("em", "i", "cite"):
            yield " ".join(words.split())


def _parent_tag(element: HtmlElement) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _name_at(text: str, place: int, block: Block, *, noun: bool) -> Iterator[Name]:
    """The name that begins at a place: in italics, quoted, known, or a run of words in capitals."""
    rest = text[place : place + 140]
    for words in set_apart(block) if block.pieces else ():
        name = cleaned(words)
        if (
            name
            and rest.lstrip("“„«‘\"'").startswith(words)
            and (noun or is_journal(name))
            and not NO_JOURNAL.match(name)
        ):
            yield Name(name, place, place + len(words), 0.98)
            return
    quoted = quoted_at(rest)
    body = quoted or rest
    found = _from_words(body, quoted=quoted is not None, noun=noun)
    name = cleaned(found[0]) if found else None
    if found and name and 2 < len(name) < 110 and not NO_JOURNAL.match(name):
        start = place + (1 if quoted else 0)
        yield Name(name, start, start + len(name), found[1])


def _from_words(body: str, *, quoted: bool, noun: bool) -> tuple[str, float] | None:
    """(name, weight) at the start of a text."""
    run = RUN.match(body)
    if re.split(r"[^\w-]", body, maxsplit=1)[0] in FIRST:
        known = KNOWN.match(body) or (WORDLIKE.match(body) if quoted or noun or _ends_there(body) else None)
        if known and (not run or len(known[0]) >= len(cleaned(run[0]) or "") or not GENUS.search(run[0])):
            return known[0], 0.97
    if quoted and noun:
        return body, 0.97
    if run and noun:
        return run[0], 0.95
    return (run[0], 0.9) if run and GENUS.search(run[0]) and len(run[0].split()) > 1 else None


def is_journal(name: str) -> bool:
    """Whether a name is a known journal's or made as journals' names are."""
    return (
        KNOWN.fullmatch(name) or WORDLIKE.fullmatch(name) or (GENUS.search(name) and len(name.split()) < 10)
    ) is not None


def _ends_there(text: str) -> bool:
    """Whether a name of one word is all there is: "in Nature.", never "in Nature Park"."""
    match = WORDLIKE.match(text)
    return (
        match is not None and re.match(r"['’”“\"»«]?\s?(?:[.,;:)(–-]|$|[a-zäöüéà0-9])", text[match.end() :]) is not None
    )


def quoted_at(text: str, longest: int = 120) -> str | None:
    """What stands in the quotation marks a text begins with."""
    for opening, closing in QUOTES:
        if text.startswith(opening):
            end = text.find(closing, 1, longest + 1)
            if end > 2:
                return text[1:end].strip()
    return None


def cleaned(name: str) -> str | None:
    """A name without what follows it in its sentence; None when nothing is left."""
    name = TAIL.sub("", name).strip(" .,;:–-()[]“”\"'«»’‘")
    name = re.sub(r"['’]s?$", "", name)
    return name if len(name) > 1 else None
