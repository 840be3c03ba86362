"""Turns what is kept of an article's fields (origins, confidences, candidates, labels) into the table "How we know"."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.site.wording import FIELDS, LABEL_NAMES, Wording

SHOWN = 160  # characters of a value
OTHERS = 8  # candidates of a field
LABELS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a field might have been, and why it is not."""

    value: str
    origin: str
    share: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One row of the table, in words. `tongue`: the value is in the article's own language."""

    field: str
    value: str
    origin: str
    share: str
    why: str
    others: tuple[Candidate, ...]
    tongue: bool = False


def how_we_know(
    article: sqlite3.Row, said: Mapping[str, list[Any]], more: Mapping[str, Any], w: Wording
) -> list[Known]:
    """The rows for an article's fields in a fixed order, then its labels.

    `said`: its lists by column. `more`: its objects `origins`, `confidences`. Fields of which nothing is kept are left
    out; whatever of it is not as it should be is passed over, because the page must open.
    """
    origins, confidences = more["origins"], more["confidences"]
    candidates: dict[str, list[Mapping[str, Any]]] = {}
    for one in said["candidates"]:
        if isinstance(one, dict) and isinstance(one.get("field"), str):
            candidates.setdefault(one["field"], []).append(one)
    order = {name: place for place, name in enumerate(FIELDS)}
    names = {str(name) for name in (*origins, *confidences, *candidates) if name in order}
    rows = [
        _known(name, _value(name, article, said, w), origins.get(name), confidences.get(name), candidates.get(name), w)
        for name in sorted(names, key=order.__getitem__)
    ]
    return [*(row for row in rows if row), *_labels(said["labels"], w)]


def _known(
    name: str, value: str, origin: object, share: object, candidates: Sequence[Mapping[str, Any]] | None, w: Wording
) -> Known | None:
    taken, *others = candidates or [{}]
    origin = origin if isinstance(origin, str) else taken.get("origin")
    if not value and not candidates:
        return None
    return Known(
        field=w.field(name),
        value=value,
        origin=w.origin(str(origin)) if origin else "",
        share=w.share(share if share is not None else taken.get("confidence")),
        why=_cut(taken.get("why")),
        others=tuple(_candidate(one, w) for one in others[:OTHERS]),
        tongue=name in ("title", "lead", "text"),
    )


def _candidate(one: Mapping[str, Any], w: Wording) -> Candidate:
    return Candidate(
        value=_cut(one.get("value")),
        origin=w.origin(_cut(one["origin"])) if one.get("origin") else w.place(_cut(one.get("where"))),
        share=w.share(one.get("confidence")),
        why=_cut(one.get("why")) or _quoted(one),
    )


def _value(name: str, article: sqlite3.Row, said: Mapping[str, list[Any]], w: Wording) -> str:
    """What the article has in a field, short."""
    if name in ("published_at", "modified_at"):
        precision = article["precision"] if name == "published_at" else None
        return w.printed(article[name], precision) or _cut(article[name])
    if name == "language":
        return w.language(article[name]) if article[name] else ""
    if name == "paper":
        return _cut(" · ".join(part for part in (article["paper_title"], article["journal"]) if part))
    if name == "authors":
        return _cut(", ".join(str(one) for one in said["authors"]))
    if name in said:
        return w.number(len(said[name])) if said[name] else ""
    return _cut(article[name])


def _labels(labels: Sequence[Any], w: Wording) -> list[Known]:
    """A row for the type, one for the evidence, one for each subject; less sure types and evidence lose."""
    known = [one for one in labels[:LABELS] if isinstance(one, dict)]
    rows = []
    for name in LABEL_NAMES:
        found = [one for one in known if one.get("name") == name]
        rivals = [] if name == "subject" else found[1:]
        for one in found if name == "subject" else found[:1]:
            others = tuple(
                _candidate(rival | {"value": w.label(name, _cut(rival.get("value")))}, w) for rival in rivals
            )
            rows.append(
                Known(
                    field=w.label_name(name),
                    value=w.label(name, _cut(one.get("value"))),
                    origin=w.place(_cut(one.get("where"))),
                    share=w.share(one.get("confidence")),
                    why=_quoted(one),
                    others=others,
                )
            )
    return rows


def _quoted(label: Mapping[str, Any]) -> str:
    return f"“{_cut(label.get('quote'))}”" if label.get("quote") else ""


def _cut(said: object) -> str:
    text = "" if said is None else " ".join(str(said)[: SHOWN * 4].split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rsplit(" ", 1)[0] + "…"
