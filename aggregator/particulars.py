"""Turns the lists a page said (images, contacts, labels, candidates …) into clean ones of bounded size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from aggregator.lines import clean_line, visible
from crawler.addresses import address_key, normalize_address
from crawler.items import Evidence, NewsType, Subject

LONGEST_HTML = 3_000_000  # characters; what is longer is shown as plain paragraphs
LONGEST_LINE = 500  # characters of a name, caption, title or reason
LONGEST_QUOTE = 1_000  # characters: two or three long sentences
MOST = 100  # entries of one list
MOST_CANDIDATES = 8  # of one field
# Nothing about an embargo enters news.db, not even that there was one.
UNTOLD = "embargo_until"

_VALUES = {
    "news_type": frozenset(map(str, NewsType)),
    "evidence": frozenset(map(str, Evidence)),
    "subject": frozenset(map(str, Subject)),
}
_ATTACHMENTS = frozenset(("pdf", "document", "video", "audio"))


def clean_html(html: str) -> str:
    """The display form without invisible characters; '' when it is too long to show."""
    return visible(html) if len(html) <= LONGEST_HTML else ""


def clean_images(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Images at web addresses, each once."""
    return _linked(said, ("caption", "credit", "licence"))


def clean_attachments(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Files and films at web addresses, each once, of the kinds we know."""
    return [one for one in _linked(said, ("kind", "title")) if one["kind"] in _ATTACHMENTS]


def clean_related(said: Iterable[Mapping[str, Any]], page: str, held: frozenset[str]) -> list[dict[str, Any]]:
    """Links to other articles, without the page itself and without pages under embargo (their keys in `held`)."""
    known = {page}
    found = []
    for one in _linked(said, ("title",)):
        key = address_key(one["url"])
        if one["title"] and key not in known and key not in held:
            known.add(key)
            found.append(one)
    return found


def clean_contacts(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Press contacts that say anything, each once."""
    return _distinct(_lines(one, ("name", "role", "mail", "phone")) for one in _first(said))


def clean_experts(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Named people, each once, with the words that say so."""
    people = (
        _lines(one, ("name", "role", "affiliation")) | {"quote": _quote(one.get("quote"))} for one in _first(said)
    )
    return [one for one in _distinct(people) if one["name"]]


def clean_labels(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Labels of the closed lists that have their words; the surest of a name first."""
    found = []
    for one in _first(said):
        label, quote = _lines(one, ("name", "value", "where")), _quote(one.get("quote"))
        if label["value"] in _VALUES.get(label["name"] or "", ()) and quote:
            found.append(label | {"quote": quote, "confidence": _share(one.get("confidence"))})
    return _distinct(sorted(found, key=lambda one: (-(one["confidence"] or 0), one["name"], one["value"])))


def taken(labels: Iterable[Mapping[str, Any]], name: str) -> str | None:
    """The value of the surest label of a name."""
    return next((str(one["value"]) for one in labels if one["name"] == name), None)


def clean_identifiers(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Identifiers with their quoted words and funder as clean lines."""
    return [
        {**one, "quote": _quote(one.get("quote")), "funder": _line(one.get("funder"))} for one in _first(said, MOST * 5)
    ]


def clean_paper(said: Mapping[str, Any] | None) -> dict[str, str | None]:
    """`title`, `journal` and `quote` of the paper a page announces; None for what it does not say."""
    paper = said or {}
    return {
        "title": _line(paper.get("title"), LONGEST_QUOTE),
        "journal": _line(paper.get("journal")),
        "quote": _quote(paper.get("quote")),
    }


def clean_confidences(said: Mapping[str, Any]) -> dict[str, float]:
    """Field → how often a value with such evidence is right, 0..1, to three digits."""
    shares = {str(field): _share(value) for field, value in list(said.items())[:MOST] if field != UNTOLD}
    return {field: share for field, share in shares.items() if share is not None}


def clean_candidates(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What each field might have been, the taken one first, at most MOST_CANDIDATES of a field."""
    counted: Counter[str] = Counter()
    found = []
    for one in said:
        candidate = _lines(one, ("field", "value", "origin", "why"))
        field = candidate["field"]
        if not field or field == UNTOLD or candidate["value"] is None:
            continue
        counted[field] += 1
        if counted[field] <= MOST_CANDIDATES and len(counted) <= MOST:
            found.append(candidate | {"confidence": _share(one.get("confidence"))})
    return found


def _first(said: Iterable[Mapping[str, Any]], most: int = MOST) -> list[Mapping[str, Any]]:
    return [one for _, one in zip(range(most), said, strict=False)]


def _linked(said: Iterable[Mapping[str, Any]], lines: tuple[str, ...]) -> list[dict[str, Any]]:
    """Entries with a web address, each address once, with these of their lines."""
    found: dict[str, dict[str, Any]] = {}
    for one in _first(said):
        try:
            url = normalize_address(str(one.get("url") or ""))
        except ValueError:
            continue
        found.setdefault(url, {"url": url} | _lines(one, lines))
    return list(found.values())


def _lines(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _line(said.get(name)) for name in names}


def _line(said: object, longest: int = LONGEST_LINE) -> str | None:
    """One clean line, cut at `longest` characters; None for nothing."""
    if said is None:
        return None
    if isinstance(said, str) and len(said) <= longest and said.isascii() and said.isprintable() and "  " not in said:
        return said.strip() or None  # nearly all of them: it is clean already
    text = clean_line(str(said)[: longest * 4])
    return (text if len(text) <= longest else text[: longest - 1] + "…") or None


def _quote(said: object) -> str | None:
    return _line(said, LONGEST_QUOTE)


def _share(said: object) -> float | None:
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        return None
    return round(min(1.0, max(0.0, float(said))), 3)


def _distinct(said: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries that say anything, each once, in order."""
    found: dict[tuple[tuple[str, Any], ...], dict[str, Any]] = {}
    for one in said:
        if any(value is not None for value in one.values()):
            found.setdefault(tuple(sorted(one.items(), key=lambda item: item[0])), one)
    return list(found.values())
