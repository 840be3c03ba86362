"""Turns what one page said into lines for a person: each field's value, where it came from, and what lost to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.items import Attachment, Candidate, Contact, Expert, Identifier, Image, Label, Link, ScrapedArticle

FIELDS = ("title", "lead", "text", "language", "published_at", "modified_at", "authors", "embargo_until")
TEXT_LINES = 3  # of the text, shown
SHOWN = 300  # characters of one value
LISTED = 20  # entries of one list
NAME = 14  # characters of the first column


@dataclass(frozen=True, slots=True)
class Line:
    """A line about one field. `role`: value (what was taken), reason (why), loser (what was not), heading."""

    field: str
    text: str
    role: str = "value"


def explain(name: str, url: str | None, page: ScrapedArticle) -> Iterator[Line]:
    """The lines about one page, in a fixed order: what it is, its fields with their rivals, its lists."""
    yield Line("", f"{_shown(name)}  {_shown(url or page.canonical_url or page.url)}".strip(), "heading")
    yield Line("kind", str(page.kind))
    if page.reason:
        yield Line("", _shown(page.reason), "reason")
    rivals: dict[str, list[Candidate]] = {}
    for candidate in page.candidates:
        rivals.setdefault(candidate.field, []).append(candidate)
    for field in dict.fromkeys((*FIELDS, *rivals)):
        yield from _field(field, page, rivals.get(field, []))
    yield from _paper(page)
    for field, told in _lists(page):
        for index, (value, reason) in enumerate(told[:LISTED]):
            yield Line(field if index == 0 else "", value)
            if reason:
                yield Line("", reason, "reason")
        if len(told) > LISTED:
            yield Line("", f"… and {len(told) - LISTED} more", "reason")


def plain(line: Line) -> str:
    """The line for a file or a pipe: the field, then the words, never broken."""
    if line.role == "heading":
        return line.text
    return f"{line.field:<{NAME}}{'  ' if line.role != 'value' else ''}{line.text}".rstrip()


def _field(field: str, page: ScrapedArticle, rivals: list[Candidate]) -> Iterator[Line]:
    values = _values(field, page)
    if not values and not rivals:
        return
    taken, losers = (rivals[0], rivals[1:]) if values and rivals else (None, rivals)
    for index, value in enumerate(values or ["none taken"]):
        yield Line(field if index == 0 else "", value)
    origin = page.origins.get(field) or (taken.origin if taken else None)
    share = page.confidences.get(field, taken.confidence if taken else None)
    if values:
        reason = _reason(origin, share, taken.why if taken else None)
        if reason:
            yield Line("", reason, "reason")
    if field == "embargo_until" and page.embargo_quote:
        yield Line("", _quoted(page.embargo_quote), "reason")
    for one in losers:
        yield Line("", f"not {_quoted(one.value)}, {_reason(one.origin, one.confidence, one.why)}", "loser")


def _values(field: str, page: ScrapedArticle) -> list[str]:
    """What was taken for a field, as lines; empty when nothing was."""
    if field == "text":
        return _text(page.text)
    if field == "authors":
        return [_shown(", ".join(page.authors))] if page.authors else []
    value = getattr(page, field, None)
    if value is None:
        return []
    return [f"{value} ({page.precision})" if field == "published_at" and page.precision else _shown(str(value))]


def _text(text: str) -> list[str]:
    """The first lines of a text, and how much of it there is."""
    lines = text.splitlines()
    if not lines:
        return []
    return [*(_shown(line) for line in lines[:TEXT_LINES]), f"({len(lines):,} lines, {len(text):,} characters)"]


def _paper(page: ScrapedArticle) -> Iterator[Line]:
    if page.paper is None:
        return
    said = [part for part in (page.paper.title, page.paper.journal) if part]
    yield Line("paper", _shown(" · ".join(said)) or "named without title or journal")
    share = page.confidences.get("paper")
    yield Line("", _reason(page.paper.where, share, page.paper.quote and _quoted(page.paper.quote)), "reason")


def _lists(page: ScrapedArticle) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Field, and of each of its entries (value, reason)."""
    yield "labels", [_label(one) for one in page.labels]
    yield "identifiers", [_identifier(one) for one in page.identifiers]
    yield "contacts", [_contact(one) for one in page.contacts]
    yield "experts", [_expert(one) for one in page.experts]
    yield "images", [_image(one) for one in page.images]
    yield "attachments", [_link(one, one.kind) for one in page.attachments]
    yield "related", [_link(one, "") for one in page.related]
    yield "alternates", [(f"{_shown(one.language)}  {_shown(one.url)}", "") for one in page.alternates]


def _label(one: Label) -> tuple[str, str]:
    return f"{_shown(one.name)}: {_shown(one.value)}", _reason(one.where, one.confidence, _quoted(one.quote))


def _identifier(one: Identifier) -> tuple[str, str]:
    value = f"{_shown(one.scheme)} {_shown(one.value)}"
    if one.funder:
        value += f" from {_shown(one.funder)}"
    if one.primary:
        value += "  (primary: what this page announces)"
    return value, _reason(one.where, None, _quoted(one.quote) if one.quote else None)


def _contact(one: Contact) -> tuple[str, str]:
    return _joined(one.name, one.role, one.mail, one.phone), ""


def _expert(one: Expert) -> tuple[str, str]:
    return _joined(one.name, one.role, one.affiliation), _quoted(one.quote) if one.quote else ""


def _image(one: Image) -> tuple[str, str]:
    parts = {"caption": one.caption, "credit": one.credit, "licence": one.licence}
    return _shown(one.url), "; ".join(f"{name}: {_shown(said)}" for name, said in parts.items() if said)


def _link(one: Attachment | Link, kind: str) -> tuple[str, str]:
    return f"{kind}  {_shown(one.url)}".strip(), _shown(one.title or "")


def _reason(origin: str | None, share: float | None, why: str | None) -> str:
    """from h1, 97 % sure: the feed says it too."""
    parts = (f"from {_shown(origin)}" if origin else "", "" if share is None else f"{_share(share)} sure")
    told = ", ".join(part for part in parts if part)
    return f"{told}: {_shown(why)}" if told and why else told or _shown(why or "")


def _share(share: float) -> str:
    """98 % of 0.98; never all or nothing, because no evidence is."""
    if not 0.01 <= share <= 0.99:
        return "under 1 %" if share < 0.5 else "over 99 %"
    return f"{round(share * 100)} %"


def _joined(*parts: str | None) -> str:
    return ", ".join(_shown(part) for part in parts if part)


def _quoted(words: str) -> str:
    return f"“{_shown(words)}”"


def _shown(words: str) -> str:
    """One line of a value, cut, without what a terminal would obey: a page may hold escape sequences."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words[: SHOWN * 2]).split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"
