"""Turns what a page shows under its title, and what it says of itself, into the standfirst of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice, pairwise

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured, text_of
from crawler.extract.titles.title import fold
from crawler.extract.tree import attribute, squeeze
from crawler.items import Candidate

SHORTEST, LONGEST = 25, 1_000  # characters
COPY = 400  # characters; a longer description is a copy of the text's beginning more often than a standfirst
NEAR = 16  # lines after the title in which a standfirst stands
PARTS = 3  # paragraphs of one standfirst
MOST = 8  # candidates told
ABOUT = 0.5  # of a description's longer words stand in the title or the text when it is about the article
LOOKED_AT = 20_000  # characters of the text
# How templates call the line under the title, in the languages their authors speak.
_STRONG = (
    r"lead|lede|leadin|lead-?text|chapo|chap[oô]|chapeau|accroche|stand-?first|stand-?first-?text|vorspann|anleser|"
    r"anrei(?:ss|ß)er|anriss|sommario|occhiello|entradilla|bajada|copete|ingress|ingresso|manchet|perex|sapo|sumario|"
    r"dek|deck|lid|linha-?fina|zajawka|bevezet[oő]|headnote|strapline|article-?(?:intro|summary|lead|standfirst|dek|excerpt)|"
    r"subheadline|sub-?head(?:line)?|subline|chamada|antetitulo|bigode|onderkop"
)
_WEAK = (
    r"intro|introduction|introductie|introtext|intro-?text|einleitung|teaser|teaser-?text|summary|excerpt|abstract|subtitle|"
    r"sub-?title|subtitulo|sottotitolo|untertitel|sous-?titre|description|synopsis|resumen|resumo|r[ée]sum[ée]|riassunto|"
    r"tagline|hook|preamble|field-?(?:intro|summary|lead|subtitle|teaser)"
)
_NAMED = re.compile(rf"(?:^|[\s_-])(?:(?P<strong>{_STRONG})|{_WEAK})(?:[\s_-]|$)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT = re.compile(
    r"(?:^|[\s_-])(?:lead(?:er)?(?:board|ing)|caption|credit|author|byline|date|meta|share|social|comment|related|breadcrumb|"
    r"card|toc|table-of-contents|newsletter|cookie|image|img|media|figure)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\u(?!d[89a-f]|00[01])([0-9a-f]{4})", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{1,300}>")
_CUT = re.compile(
    r"\s*(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.+|&hellip;)\s*[›»>]*(?:\s[\w &-]{1,40})?\s*$"
)
_END = re.compile(r"[.!?。！？…]['\"”’»)\]]*(?=\s|$)|[。！？][」』）]?")
_ENDS = re.compile(r"^(?!\d+[.)]).*[.!。！]['\"”’»)]*$", re.DOTALL)  # what is set apart and asks is an interview
_STOPS = (".", "!", "?", "。", "！", "？", ".”", '."', "?”", '?"', "!”", "»", "”", "」", ")", "“")
_TAIL = re.compile(
    r"\s*(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,200}|"
    r"l.article .{1,300} est apparu en premier sur .{1,200}|der beitrag .{1,300} erschien zuerst auf .{1,200}|"
    r"la entrada .{1,300} (?:se publicó primero en|aparece primero en) .{1,200}|"
    r"(?<=[….\]]) ?continue reading .{0,200}|"
    r"(?:read more|weiterlesen|mehr lesen|lire la suite|en savoir plus|leer más|leggi tutto|lees verder|"
    r"läs mer|"
    r"les mer|læs mere|czytaj więcej|続きを読む|もっと読む)\W{0,6})$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{4,30}")
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CAPTIONS = frozenset(("figcaption", "caption", "address", "time", "button", "li", "td", "th", "pre"))


@dataclass(frozen=True, slots=True)
class Lead:
    """The standfirst, where it came from, how often such evidence is right, and what else it might have been."""

    text: str
    origin: str  # shown | json-ld | meta | feed
    confidence: float = 0.5
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What a standfirst is judged by: the words of the article it must be about."""

    title: str | None
    title_at: int | None  # the index of its line
    text: str
    kept: tuple[Block, ...] = ()


def find_lead(structured: Structured, blocks: Sequence[Block], article: Article, summary: str | None) -> Lead | None:
    """The standfirst: what the page shows as one, else what it or a feed says of the article; None when there is none.

    A text that is the title or the description of the site is none, and neither is one that is cut ("…"), unless
    the page goes on where it stops: then it is given to the end of that sentence.
    """
    said = list(_said(structured, summary))
    found = [*_shown(blocks, article, said), *_told(said, structured, article)]
    found.sort(key=lambda candidate: -candidate.confidence)
    unlike: dict[str, Candidate] = {}
    for candidate in found:
        unlike.setdefault(fold(candidate.value), candidate)
    if not unlike:
        return None
    ranked = tuple(unlike.values())[:MOST]
    return Lead(ranked[0].value, ranked[0].origin, ranked[0].confidence, ranked)


def _said(structured: Structured, summary: str | None) -> Iterator[tuple[str, str]]:
    """What the page's data and the feed say of the article: words and origin, the surest first."""
    yield _plain(text_of(structured.article.get("description"))), "json-ld"
    for name in ("og:description", "description", "dcterms.description", "dc.description", "twitter:description"):
        yield _plain(structured.first(name)), "meta"
    yield _plain(summary), "feed"


def _plain(text: str | None) -> str:
    """Words without markup and without the line that feeds put behind every summary."""
    if not text:
        return ""
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text.replace("\\n", " "))  # JSON written by hand
    words = squeeze(unescape(_TAGS.sub(" ", unescape(text[: LONGEST * 8]) if "&lt;" in text else text[: LONGEST * 8])))
    return _TAIL.sub("", words[: LONGEST * 2]) if len(words) > SHORTEST else words


def _shown(blocks: Sequence[Block], article: Article, said: Sequence[tuple[str, str]]) -> Iterator[Candidate]:
    """Lines near the title that look like its standfirst, surer when the page's data say the same."""
    folded = [fold(_CUT.sub("", text)) for text, _ in said if len(text) >= SHORTEST]
    start = article.title_at + 1 if article.title_at is not None else 0
    lines_kept = {id(block) for block in article.kept}
    before = 0
    for index in range(start, min(start + NEAR, len(blocks))):
        block = blocks[index]
        if block.outside or not _may_lead(block.text, block) or fold(block.text) == fold(article.title or ""):
            continue
        before += block.is_prose
        if before > 2:
            return
        line = fold(block.text)
        confirmed = any(line.startswith(words[:200]) or line in words for words in folded)
        how = _named(block)
        if how and (how[0] or confirmed or id(block) in lines_kept):
            lines = _of_part(blocks, index, how[1])
            if not lines:  # the whole article is called so
                return
            trust = 0.92 if how[0] else 0.85
            why = "the page calls this line its standfirst"
            yield _candidate(" ".join(lines), "shown", 0.98 if confirmed else trust, why, confirmed)
            return
        if before <= 1 and (confirmed or _ENDS.search(block.text)) and _set_apart(block, blocks, index):
            yield _candidate(
                block.text, "shown", 0.97 if confirmed else 0.85, "a short paragraph set apart by bold type", confirmed
            )
            return


def _candidate(text: str, origin: str, trust: float, why: str, confirmed: bool) -> Candidate:
    why = f"{why}, and its data say the same" if confirmed else why
    return Candidate(field="lead", value=text[:LONGEST], origin=origin, confidence=trust, why=why)


def _may_lead(text: str, block: Block) -> bool:
    length = len(text) * (2 if _EAST.search(text[:20]) else 1)
    if length < 2 * SHORTEST or len(text) > LONGEST or block.linked > len(text) * 0.4 or block.tag in _CAPTIONS:
        return False
    return len(text.split()) >= 6 or _EAST.search(text[:20]) is not None


def _named(block: Block) -> tuple[bool, HtmlElement] | None:
    """Whether a template's name for a line, or for what holds it, says standfirst; and the element so named."""
    for element in (block.element, *islice(block.element.iterancestors(), 3)):
        if element.tag in ("body", "main", "article") or element.tag in _CAPTIONS:
            return None
        names = _CAMEL.sub("-", f"{attribute(element, 'class', 300)} {attribute(element, 'id', 100)}")
        if attribute(element, "itemprop") in ("description", "abstract", "alternativeHeadline"):
            return True, element
        match = _NAMED.search(names) if len(names) > 2 else None
        if match and not _NOT.search(names):
            return match["strong"] is not None, element
    return None


def _of_part(blocks: Sequence[Block], index: int, part: HtmlElement) -> list[str]:
    """The lines of a named part; none when the part is long: templates call whole articles an introduction, too."""
    lines: list[str] = []
    for block in blocks[index : index + PARTS + 3]:
        if block.element is not part and part not in islice(block.element.iterancestors(), 4):
            break
        lines.append(block.text)
    return lines if len(lines) <= PARTS and sum(map(len, lines)) <= LONGEST else []


def _set_apart(block: Block, blocks: Sequence[Block], index: int) -> bool:
    """Whether a whole paragraph is bold, or a sentence is set as a heading, before paragraphs that are not."""
    if len(block.text) > 600 or not block.text.rstrip().endswith(_STOPS):
        return False
    after = next((later for later in blocks[index + 1 : index + 4] if later.is_prose), None)
    if after is None or _is_bold(after):
        return False
    return (block.tag in ("h2", "h3", "h4") and len(block.text) >= 70) or (
        block.tag in ("p", "div") and _is_bold(block)
    )


def _is_bold(block: Block) -> bool:
    spoken = [(words, element) for words, element in block.pieces if words.strip()]
    return bool(spoken) and all(
        any(node.tag in ("b", "strong") for node in (element, *islice(element.iterancestors(), 3)))
        for _, element in spoken
    )


def _told(said: Sequence[tuple[str, str]], structured: Structured, article: Article) -> Iterator[Candidate]:
    """What the data say, when it is about this article and whole, or can be made whole from the page."""
    site = {fold(text_of(node.get("description"))) for node in structured.of_type("WebSite", "Organization")} - {""}
    words = article.text[:LOOKED_AT]
    near = f"{article.title or ''} {words}".casefold()
    for text, origin in said:
        if len(text) < SHORTEST or fold(text) in site or _is_title(text, article.title):
            continue
        share = _share(text, near)
        if article.text and share < ABOUT:
            continue
        whole = _completed(text, article) if len(text) <= COPY else _opening(text, article)
        if whole is None:
            continue
        base = {"json-ld": 0.93, "meta": 0.92, "feed": 0.85}[origin]
        why = {"json-ld": "the page's data describe the article so", "meta": "the page describes itself so"}.get(
            origin, "the feed summarises it so"
        )
        if whole != text:
            why += ", completed from its text"
        yield _candidate(whole, origin, round(base - 0.2 * (1 - share), 3), why, False)


def _is_title(text: str, title: str | None) -> bool:
    """Whether a text is the title, perhaps with the name of the site or a word more."""
    if not title:
        return False
    one, other = fold(text), fold(title)
    return one == other or one in other or (one.startswith(other) and len(one) - len(other) < 40)


def _share(text: str, near: str) -> float:
    """How many of a text's longer words, or pairs of East Asian letters, stand in the article."""
    folded = text.casefold()
    tokens = set(islice(_WORD.findall(folded), 60))
    if _EAST.search(text):
        letters = [char for char in folded if _EAST.match(char)][:120]
        tokens = {"".join(pair) for pair in pairwise(letters)} or tokens
    return sum(1 for token in tokens if token in near) / len(tokens) if tokens else 0.0


def _opening(text: str, article: Article) -> str:
    """A long description that only repeats how the article begins, cut after its first sentences; else the text."""
    if fold(article.text[:60]) not in fold(text[:200]):
        return _CUT.sub("", text)
    ends = [match.end() for match in _END.finditer(text[:COPY])]
    return text[: next((end for end in ends if end >= 120), ends[-1])] if ends else _CUT.sub("", text[:COPY])


def _completed(text: str, article: Article) -> str | None:
    """A text that ends as a sentence does; one cut short is followed on the page to its sentence's end, or is None."""
    cut = _CUT.search(text)
    if not cut and text.endswith(_STOPS):
        return text
    stem = text[: cut.start()] if cut else text
    flat = article.text[:LOOKED_AT].replace("\n", " \n ")
    probe, at = "", -1
    for length in (60, 30):
        probe = squeeze(stem)[-length:]
        if cut and " " in probe and len(probe) > 25:  # the last word may be cut as well
            probe = probe[: probe.rfind(" ")]
        at = flat.find(probe) if len(probe) >= 15 else -1
        if at >= 0:
            break
    if at < 0:
        return None if cut else text
    begin = at + len(probe)
    paragraph = flat.find("\n", begin)
    rest = flat[begin : paragraph if paragraph >= 0 else len(flat)][:LONGEST]
    end = _END.search(rest)
    if not end or not rest.strip():
        return None if cut else text
    kept = stem[: stem.rfind(probe) + len(probe)] if probe in stem else stem
    return squeeze(kept + rest[: end.end()])[:LONGEST]
