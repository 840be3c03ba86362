"""Turns the lines beside a title and below a text into the bylines they print, by words, classes and profile links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.people.authornames import is_person, names_in, only_names
from crawler.extract.tree import words

_NEAR, _BEFORE = 14, 6  # lines below and above the title in which a byline stands
_LINE = 220  # characters; a longer line is prose
_BY = r"""
    (?:this\ \w{1,10}\ (?:was|is)\ (?:originally\ )?)?
    (?:(?:written|posted|published|reported|submitted|authored|words|story|text|article|report|review|interview)\s+)?by
    | (?:ein\ (?:beitrag|artikel|bericht|interview|gastbeitrag)\ )?von | verfasst\ von | geschrieben\ von
    | texte?\ (?:von|de|par) | par | rédigé\ par | écrit\ par | publié\ par | propos\ recueillis\ par | por
    | escrito\ por | publicado\ por | di | a\ cura\ di | scritto\ da | door | geschreven\ door | av | af
    | skrevet\ (?:av|af) | skriven\ av | kirjoittanut | írta | napisał[ao]? | autorstwa
"""
_LABEL = r"""
    authors? | autor(?:in|innen|en|es|as|a|i|ka)? | auteure?s? | autric[ei] | autore | auteurs | szerző(?:k)? | yazar
    | автор(?:ы|и)? | συντάκτης | text | texte | testo | texto | tekst | tekst\ og\ foto | teksti | tekijä
    | article | story | words | writer | redacción\ y\ texto | bericht | journalist | skribent | forfatter
    | författare | byline | written
"""
_EASTERN = (
    r"(?:文\s*[/／:：・＝]|作者\s*[:：]|撰文\s*[:：/]?|撰稿\s*[:：]|執筆(?:者)?\s*[:：/]|取材・文\s*[:：/＝]|글\s*[:：/]"
    r"|记者\s*[:：]?|記者\s*[:：]?|通讯员\s*[:：]?)"
)
BYLINE = re.compile(
    rf"^\W{{0,3}}(?:(?:(?:{_BY})(?:\s*:)?\s+|(?:{_LABEL})\s*[:：]\s*)(?P<names>\S.{{2,160}})"
    rf"|{_EASTERN}\s*(?P<eastern>\S.{{1,60}}))$",
    re.IGNORECASE | re.VERBOSE,
)
_REPORTER = re.compile(r"^(?P<eastern>[가-힣]{2,4})\s*(?:기자|특파원)\b")
_LABEL_ALONE = re.compile(rf"^(?:(?:{_BY})|(?:{_LABEL}))\s*[:：]\s*$", re.IGNORECASE | re.VERBOSE)
_NO_AUTHOR = re.compile(
    r"^\W*(?:(?:medically |fact[- ]?)?(?:reviewed|checked|edited)|contributions?|translated|photo|image)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(r"[:：/]|^(?:text|words|written|story|article|verfasst|texte)\b", re.IGNORECASE)
# What stands behind the names of a byline: a date, a section, a button, a picture's credit.
_MONTHS = (
    "jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s|zo|ço)?|märz|apr(?:il)?|avril|abril|aprile|ma[iy]o?|maggio|june?|juni|juin"
    "|junio|giugno|july?|juli|juillet|julio|luglio|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|o[ckt]t(?:ober|obre)?"
    "|octubre|outubro|nov(?:ember|embre|iembre)?|de[czs](?:ember|embre|iembre)?|décembre"
)
_BEHIND = re.compile(
    rf"\s*(?:(?:{_MONTHS})\.?\s+\d|[|•·●▪►»]|\s[–—-]\s|\d"
    r"|\b(?:on|am|vom|le|el|il|den|op)\s+\w{0,12}\.?\s?\d|(?:published|updated|posted|veröffentlicht"
    r"|publié|publicado|aktualisiert|last\b|fotos?\b|photos?\b|bild(?:er)?\b|images?\b|grafik\b|illustration|video\b))",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z]))(?:by-?line|(?:document|entry|post|article|story|field|blog|news|meta|content|page)?[_-]?"
    r"authors?(?:[_-]?(?:names?|link|line|list|info|vcard|url))?|written-?by|contributors?|p-author|autor(?:en|es)?|auteurs?|signature)"
    r"(?:[\s_]|-{1,2}\w|$)",
    re.IGNORECASE,
)
_OTHERS_CLASS = re.compile(
    r"comment|related|teaser|sidebar|avatar|photo|image|caption|quote|testimonial|card-list|recommend", re.I
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|profiles?|contributors?|by|journalist\w*|redakteur\w*|writers?)/[^/?#]",
    re.IGNORECASE,
)


def lines_near(blocks: Sequence[Block], title_at: int | None) -> Iterator[Block]:
    """The lines beside the title that belong to its article."""
    if title_at is None:
        return
    prose = 0
    for index, block in enumerate(blocks[max(0, title_at - _BEFORE) : title_at + _NEAR], max(0, title_at - _BEFORE)):
        prose += index > title_at and block.is_prose
        if prose > 3:
            return
        if not block.outside:
            yield block


def bylines(lines: list[Block]) -> Iterator[str]:
    """The names of the first line that says by whom the text is, and of those next to it; further ones are teasers'."""
    last: int | None = None
    for index, block in enumerate(lines):
        if last is not None and index > last + 1:
            return
        if len(block.text) > _LINE:
            continue
        text = _byline(block.text)
        if text is None and index + 1 < len(lines) and _LABEL_ALONE.match(block.text):
            text = lines[index + 1].text if is_person(lines[index + 1].text) else None
        if text is None and ("," in block.text or ";" in block.text) and only_names(block.text):
            text = block.text
        if text and any(names_in(text)):
            last = index if text in block.text else index + 1
            yield text


def _byline(text: str) -> str | None:
    """The names of a line that says by whom it is."""
    match = BYLINE.match(text) or _REPORTER.match(text)
    if match is None:
        return None
    names: str = match.groupdict().get("names") or match["eastern"]
    cut = _BEHIND.search(names, 1)
    return names[: cut.start()] if cut else names


def marked(block: Block) -> Iterator[str]:
    """What the markup of a line marks as author: by class, by rel, or as a link to a profile."""
    parents = [block.element, *islice(block.element.iterancestors(), 3)]
    if len(block.text) > _LINE or _NO_AUTHOR.match(block.text):
        return
    if any(_named(parent.get("class"))[1] for parent in parents):
        return
    for element in islice(block.element.iter("a", "span", "strong", "em", "b", "cite", "address"), 12):
        if _is_author(element):
            yield _bare(words(element, _LINE))
            return
    for parent in parents:
        if parent.tag in ("body", "main", "article", "section", "html"):
            return
        if _named(parent.get("class"))[0]:
            yield _bare(block.text)
            return


def _is_author(element: HtmlElement) -> bool:
    if "author" in (element.get("rel") or "").lower().split():
        return True
    if element.tag == "a" and _PROFILE.search((element.get("href") or "")[:500]):
        return True
    return _named(element.get("class"))[0]


@lru_cache(maxsize=4_096)  # a page gives most of its elements the same few names
def _named(classes: str | None) -> tuple[bool, bool]:
    """Whether class names say author, and whether they say that it is somebody else's."""
    if not classes or len(classes) > 400:
        return False, False
    return _AUTHOR_CLASS.search(classes) is not None, _OTHERS_CLASS.search(classes) is not None


def _bare(text: str) -> str:
    """A marked line without "by" before the names and the date behind them."""
    return _byline(text) or text[: cut.start() if (cut := _BEHIND.search(text, 1)) else len(text)]


def bylines_below(blocks: Sequence[Block], title_at: int | None) -> Iterator[str]:
    """Bylines below the text, which must say so with a label: "Text: …", "Autor: …", "文/…"."""
    last = next((i for i in range(len(blocks) - 1, -1, -1) if blocks[i].is_prose and not blocks[i].outside), None)
    if last is None or title_at is None or last <= title_at:
        return
    for block in blocks[last : last + 6]:
        if not block.outside and len(block.text) <= 120 and _SAYS.search(block.text):
            text = _byline(block.text.strip("()（）[] "))
            if text:
                yield text
