"""Turns the bytes of a PDF release into the HTML page it might have been, for the finders that read pages.

pypdf reads it: pure Python, so that what a hostile file can do is take time and memory, which the extraction pool caps.
"""

from __future__ import annotations

import io
import logging
import re
import statistics
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from crawler.items import Candidate, PageKind, Precision, ScrapedArticle

# pypdf logs every fault of a file; what of them matters is in the reason.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
MAX_BYTES = 20_000_000
MAX_PAGES = 40  # read of one file
MAX_CHARACTERS = 300_000
MAX_CHUNKS = 100_000
RELEASE_PAGES = 12  # more is a report, a brochure or a whole issue
MADE = 0.5  # releases are made on the day, or days before; no gold set tells how often which
LEAST = 200  # characters of text; a scan or a poster has fewer
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|seite|pagina|página|side|sida|sivu|strona|strana|oldal|стр\.?|p\.)\s*)?\d{1,3}\W*"
    r"(?:(?:of|von|sur|de|di|van|av|af|/|z|из)\W*\d{1,3})?\W*$",
    re.I,
)
_BULLET = re.compile(r"^[•‣▪●○–—*·-]\s+\S")
_ENDED = re.compile(r"[.!?:;。！？…”\"»)]\s*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
# Titles that programs write by themselves.
_NO_TITLE = re.compile(
    r"^(?:microsoft |untitled|document\d*|layout \d|slide \d|powerpoint|folie \d|unbenannt|sans titre)|\.\w{3,5}$", re.I
)
_STAMP = re.compile(r"^D:(\d{4})(\d{2})(\d{2})")


# pypdf raises its own errors for most faults of a file, and plain ones for the rest.
_FAULTS = (
    *(PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, AssertionError),
    *(RuntimeError, zlib.error, struct.error),
)


class PdfRefused(ValueError):
    """A PDF that cannot be read as a release; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF as a page. `made_on`: the day its metadata give, YYYY-MM-DD. `pages`: how many it has."""

    html: str
    made_on: str | None
    pages: int


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    y: float
    size: float
    page: int


def read_pdf(body: bytes, title: str | None = None) -> Printed:
    """The words of a PDF as an HTML page: a heading and paragraphs, without running heads, page numbers and hyphens.

    `title`: what a door said. Raises PdfRefused for one that is locked, broken, scanned, or over a cap.
    """
    if len(body) > MAX_BYTES:
        raise PdfRefused(f"a PDF of more than {MAX_BYTES // 1_000_000} MB")
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfRefused("a PDF that asks for a password")
        pages = len(reader.pages)
        lines = [line for number in range(min(pages, MAX_PAGES)) for line in _lines(reader.pages[number], number)]
        told = _told(reader)
    except PdfRefused:
        raise
    except _FAULTS as error:
        raise PdfRefused(f"a PDF that cannot be read ({type(error).__name__})") from error
    lines = _without_furniture(lines)
    if sum(len(line.text) for line in lines) < LEAST:
        raise PdfRefused("a PDF without text: a scan or a picture")
    heading, rest = _heading(lines, title, told.get("/Title", ""))
    return Printed(_page(heading, _paragraphs(rest), told.get("/Author", "")), _day(told), pages)


def _lines(page: PageObject, number: int) -> list[_Line]:
    """The lines of a page in the order they were set in, which in releases is that of reading, columns included."""
    chunks: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if len(chunks) < MAX_CHUNKS and text:
            height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1))
            chunks.append((text, tm[4] * cm[1] + tm[5] * cm[3] + cm[5], height))

    page.extract_text(visitor_text=visit)
    lines: list[_Line] = []
    open_text, at, size = "", 0.0, 0.0
    for text, y, height in chunks:
        for place, piece in enumerate(text.split("\n")):
            if place and open_text.strip():
                lines.append(_Line(" ".join(open_text.split()), at, size, number))
            if place:
                open_text, size = "", 0.0
            if piece.strip():
                at, size = y, max(size, height)
            open_text += piece
    if open_text.strip():
        lines.append(_Line(" ".join(open_text.split()), at, size, number))
    return lines


def _told(reader: PdfReader) -> dict[str, str]:
    meta: dict[str, Any] = dict(reader.metadata or {})
    found = {}
    for key in ("/Title", "/Author", "/CreationDate", "/ModDate"):
        value = meta.get(key)
        if isinstance(value, str) and len(value) < 500:
            found[key] = " ".join(value.replace("\x00", "").split())
    return found


def _day(told: dict[str, str]) -> str | None:
    stamp = _STAMP.match(told.get("/CreationDate", "")) or _STAMP.match(told.get("/ModDate", ""))
    if not stamp:
        return None
    try:
        return datetime(int(stamp[1]), int(stamp[2]), int(stamp[3]), tzinfo=UTC).date().isoformat()
    except ValueError:
        return None


def _without_furniture(lines: list[_Line]) -> list[_Line]:
    """Without page numbers, and without what stands at the edge of several pages."""
    edges: Counter[str] = Counter()
    outer: set[int] = set()
    first = 0
    while first < len(lines):
        last = first
        while last + 1 < len(lines) and lines[last + 1].page == lines[first].page:
            last += 1
        ends = {first, first + 1, last - 1, last} & set(range(first, last + 1))
        outer |= ends
        edges.update({_shape(lines[index].text) for index in ends})
        first = last + 1
    return [
        line
        for index, line in enumerate(lines)
        if index not in outer or not (_PAGE_NUMBER.match(line.text) or edges[_shape(line.text)] > 1)
    ]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text).casefold()


def _heading(lines: list[_Line], said: str | None, own: str) -> tuple[str, list[_Line]]:
    """The title and the other lines: the one a door or the file itself gives, when the first page shows it; else the
    largest line of the first page; else what the file says."""
    front = [line for line in lines if line.page == lines[0].page][:40]
    body = statistics.median(line.size for line in lines)
    for title in (said, own):
        shown = _showing(front, title) if title and len(title) > 8 else None
        if title and shown:
            return title, [line for line in lines if line not in shown]
    largest = max(line.size for line in front)
    if largest > 1.12 * body:
        start = next(index for index, line in enumerate(front) if line.size > 0.97 * largest)
        group = []
        for line in front[start : start + 6]:
            if line.size < 0.97 * largest:
                break
            group.append(line)
        text = _joined(group)
        if 8 < len(text) < 400:
            return text, [line for line in lines if line not in group]
    if own and not _NO_TITLE.search(own) and len(own) > 8:
        return own, lines
    return said or _joined(lines[:1]), lines if said else lines[1:]


def _showing(front: list[_Line], title: str) -> list[_Line] | None:
    """The lines of the first page that show the title."""
    wanted = _letters(title)
    for start in range(len(front)):
        gathered = ""
        for end in range(start, min(start + 6, len(front))):
            gathered += _letters(front[end].text)
            if gathered == wanted:
                return front[start : end + 1]
            if not wanted.startswith(gathered):
                break
    return None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _paragraphs(lines: list[_Line]) -> list[tuple[bool, str]]:
    """(whether it is a subheading, text) of each paragraph."""
    if not lines:
        return []
    body = statistics.median(line.size for line in lines)
    gaps = [above.y - below.y for above, below in pairwise(lines) if 0 < abs(above.y - below.y) < 4 * body]
    pitch = statistics.median(map(abs, gaps)) if gaps else 0.0
    width = statistics.quantiles((len(line.text) for line in lines), n=10)[8] if len(lines) > 10 else 60.0
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1][-1], line, pitch, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(_is_heading(group, body), _joined(group)) for group in groups]


def _begins(above: _Line, line: _Line, pitch: float, width: float) -> bool:
    """Whether a line begins a paragraph below the one above it."""
    if _BULLET.match(line.text) or (above.size and abs(line.size - above.size) > 0.12 * above.size):
        return True
    step = above.y - line.y
    ended = _ENDED.search(above.text) is not None
    if line.page != above.page or (pitch and step < -2 * pitch):  # a new page or column
        return (ended or line.text[0].isupper()) and len(above.text) < 0.8 * width
    return bool(pitch and step > 1.35 * pitch) or (ended and len(above.text) < 0.75 * width)


def _is_heading(group: list[_Line], body: float) -> bool:
    return len(group) <= 2 and group[0].size > 1.12 * body and len(_joined(group)) < 150


def _joined(lines: list[_Line]) -> str:
    """One text of several lines; a word cut at the end of a line is whole again."""
    text = ""
    for line in lines:
        if not text:
            text = line.text
        elif text[-1] in "-\xad\u2010" and len(text) > 1 and text[-2].isalpha() and line.text[0].islower():
            text = text[:-1] + line.text
        elif _WIDE.match(text[-1]) and _WIDE.match(line.text[0]):
            text += line.text
        else:
            text += ("" if text[-1] in "-\u2010" and text[-2:-1].isalpha() else " ") + line.text
    return text


def _page(title: str, paragraphs: list[tuple[bool, str]], author: str) -> str:
    parts = []
    length = 0
    for heading, text in paragraphs:
        length += len(text)
        if length > MAX_CHARACTERS:
            break
        tag = "h2" if heading else "p"
        parts.append(f"<{tag}>{escape(text)}</{tag}>")
    head = f"<title>{escape(title)}</title>"
    if author and " " in author and len(author) < 80:
        head += f"<meta name='author' content='{escape(author, quote=True)}'>"
    body = f"<main><article><h1>{escape(title)}</h1>{''.join(parts)}</article></main>"
    return f"<html><head>{head}</head><body>{body}</body></html>"


def as_printed(article: ScrapedArticle, printed: Printed, now: datetime) -> ScrapedArticle:
    """The article read from the page of a PDF, with `pdf` as the origin of all it says; the day its file was made when
    its words give none. One of very many pages is no release."""
    origins = {name: origin if origin in ("feed", "url") else "pdf" for name, origin in article.origins.items()}
    said = replace(article, origins=origins, canonical_url=None)
    if printed.pages > RELEASE_PAGES and article.kind is PageKind.ARTICLE:
        return replace(said, kind=PageKind.OTHER, reason=f"a PDF of {printed.pages} pages, which is no release")
    made = printed.made_on
    if article.published_at is None and made is not None and "1990" < made <= now.date().isoformat():
        told = Candidate(
            field="published_at", value=made, origin="pdf", confidence=MADE, why="the day the file was made"
        )
        return replace(
            said,
            published_at=made,
            precision=Precision.DAY,
            origins={**origins, "published_at": "pdf"},
            confidences={**article.confidences, "published_at": MADE},
            candidates=(*(one for one in article.candidates if one.field != "published_at"), told),
        )
    return said
