"""Turns reference lines and sentences into the title of the paper they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.papers.announced import EARLIER, PAPER_LABEL
from crawler.extract.papers.passages import Passages
from crawler.extract.papers.publishedin import Name, quoted_at

_TITLE_WORDS = r"論文タイトル|論文名|論文題目|题目|題目|論文標題|论文题目|论文标题|题名|논문명|논문제목"
TITLE_FIELD = re.compile(
    rf"^\W*(?:(?:paper |article |study |original )?title(?: of (?:the )?(?:paper|article|study))?|titel|titre|título|"
    rf"titolo|タイトル|{_TITLE_WORDS})\W*$|"
    rf"^\W*(?:(?:paper|article|study) title|title of (?:the )?(?:paper|article|study)|title|タイトル|"
    rf"{_TITLE_WORDS})\s?[:：]\s?",
    re.IGNORECASE,
)
STEMS = (
    "titled",
    "entitled",
    "called",
    "under the title",
    "titel",
    "intitul",
    "titul",
    "el título",
    "le titre",
    "dal titolo",
    "o título",
    "címmel",
    "címen",
)
TITLED = re.compile(
    r"(?:entitled|titled|called|under the title|(?:mit|unter) dem titel|namens|intitulée?s?|titulad[oa]s?|"
    r"bajo el título(?: de)?|"
    r"(?:avec|pour) (?:pour )?(?:le )?titre|dal titolo|intitolat[oa]|intitulad[oa]|com o título|getiteld|"
    r"met de titel|med titeln|"
    r"med tittelen|címmel|címen)[,:]? ",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"paper|stud(?:y|ie)|article|publi|artik|artíc|articol|artigo|étude|research|veröff|journal|revue|preprint|"
    r"tanulmány|cikk|estudio|untersuchung",
    re.IGNORECASE,
)
_LONG_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'), ("《", "》"), ("『", "』"), ("「", "」"))
_QUOTED_BEFORE = re.compile(
    r"(?<!\bin )(?<!\bim )(?<!dans )(?<!\bsu )(?<!\ben )[“„«\"]\s?([^“”„«»\"]{24,400})\s?[”“»\"],? "
    r"(?:(?:was|is|has been|were|wurde|ist|a été|est|è stat[oa]|fue|ha sido|just|recently|first|"
    r"online|now|am|le|on|in) ){0,4}$"
)
_YEAR = re.compile(r"\((?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?\)[.:,]? ")


def titles_labelled(passages: Passages, line: int) -> Iterator[Name]:
    """The title in a labelled reference: the value of a field "Title", quoted, its linked words, or behind the year."""
    first, last = passages.span(line)
    text = passages.plain[first:last]
    field = TITLE_FIELD.match(text)
    before = passages.words(line - 1) if line else ""
    head = TITLE_FIELD.match(before)
    if field and field.end() < len(text):
        yield from as_title(text[field.end() :], first + field.end(), 0.98)
        return
    if head and head.end() >= len(before):
        yield from as_title(text, first, 0.98)
        return
    for opening, closing in _LONG_QUOTES:
        start = text.find(opening)
        end = text.find(closing, start + 1) if start >= 0 else -1
        if end - start > 24:
            yield from as_title(text[start + 1 : end], first + start + 1, 0.97)
            return
    for words, element in passages.blocks[line].pieces:
        plain = " ".join(words.split())
        if element.tag == "a" and len(plain.split()) >= 5 and "/" not in plain and not PAPER_LABEL.match(plain):
            place = text.find(plain)
            if place >= 0 and not re.search(r"\b(?:19|20)\d\d\b.*\d", plain):
                yield from as_title(plain, first + place, 0.96)
                return
    match = _YEAR.search(text[:600])
    if match and match.start() > 6:
        rest = text[match.end() :]
        end_of = re.search(r"[.?!](?= [A-Z]|$)", rest)
        if end_of and len(rest[: end_of.start()].split()) >= 5:
            yield from as_title(rest[: end_of.start()], first + match.end(), 0.95)


def titles_told(passages: Passages, skipped: frozenset[int], journal: Name | None) -> Iterator[Name]:
    """Titles that a sentence announces: "the paper, titled …", or “…” was published in `journal`."""
    for stem in STEMS:
        place = passages.folded.find(stem)
        for _ in range(20):
            if place < 0:
                break
            yield from _told_at(passages, place, skipped)
            place = passages.folded.find(stem, place + len(stem))
    if journal:
        yield from _before_publishing(passages, skipped)


def _before_publishing(passages: Passages, skipped: frozenset[int]) -> Iterator[Name]:
    """Titles in quotation marks directly before "was published in"."""
    for stem in ("publi", "veröffentlicht", "erschien", "pubblic", "appear"):
        place = passages.folded.find(stem)
        for _ in range(20):
            if place < 0:
                break
            line = passages.line_at(place)
            before = passages.before(place, 440)
            match = _QUOTED_BEFORE.search(before) if line not in skipped else None
            if match and not EARLIER.search(before[: match.start()].rsplit(". ", 1)[-1]):
                yield from as_title(match[1], place - len(before) + match.start(1), 0.95)
            place = passages.folded.find(stem, place + len(stem))


def _told_at(passages: Passages, place: int, skipped: frozenset[int]) -> Iterator[Name]:
    line = passages.line_at(place)
    if line in skipped:
        return
    first, last = passages.span(line)
    text = passages.plain[first:last]
    match = TITLED.search(text, max(0, place - first - 12), min(len(text), place - first + 30))
    if not match:
        return
    before = text[max(0, match.start() - 120) : match.start()]
    title = quoted_at(text[match.end() :], 400)
    if title and _PAPERS.search(before) and not EARLIER.search(before.rsplit(". ", 1)[-1]):
        yield from as_title(title, first + match.end() + 1, 0.97)


def as_title(text: str, start: int, weight: float) -> Iterator[Name]:
    """Words that can be the title of a paper: four or more, no address, no number alone."""
    title = text.strip(' .,;:–-“”"«»„')
    enough = len(title.split()) >= 4 or (not title.isascii() and len(title) >= 12)
    if 12 <= len(title) <= 400 and enough and "http" not in title and not re.match(r"(?:doi:? ?)?10\.\d{4}", title):
        yield Name(title, start, start + len(title), weight)
