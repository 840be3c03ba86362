"""Turns an embargo notice into the UTC moment before which nothing of the page may be public, and its words.

What follows from it: aggregator.publish holds an article back, out of news.db altogether, while `embargo_until` is in
the future, and publishes it in the first night after. A notice whose day cannot be read must not publish the article,
so it gets a late moment all the same: PATIENCE days after the day the page bears, because releases are under embargo
for days or weeks and an old page with a forgotten notice is no secret; without any day FAR, which holds the article
until the page is seen without the notice (then its next row has no embargo and is published like any other).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from crawler.extract.blocks import Block
from crawler.extract.dates.embargomoment import Reading, read_notice
from crawler.extract.dates.embargowords import HINTS, NO_NOTICE, NOTICE, UNTIL
from crawler.items import Candidate

FAR = "9999-12-31T23:59:59Z"
PATIENCE = timedelta(days=90)
NEAR_START, NEAR_END = 14, 10  # lines around the title, and at the end, where notices stand
LINE = 200  # characters; a longer text is a paragraph that may only speak of embargoes
OPENING = 30  # characters a line may begin with before its notice ("Press release | ")
MOST = 12  # lines with a word of embargoes that are read
DIGIT = re.compile(r"\d")
STRONG = re.compile(
    r"embargoed|embargad|under (?:strict )?embargo|(?:sous|bajo|sotto|sob|onder|unter) embargo", re.IGNORECASE
)
WINDOW = 220  # characters read after the notice
READ, UNREAD = 0.95, 0.6  # confidence of a notice whose moment was read, and of one held back without


@dataclass(frozen=True, slots=True)
class Embargo:
    """`until`: `YYYY-MM-DDTHH:MM:SSZ`; `quote`: the words of the notice; `confidence`: 0..1, that `until` is right."""

    until: str
    quote: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()


def find_embargo(
    blocks: Sequence[Block],
    title_at: int | None,
    language: str | None,
    month_first: bool,
    *,
    url: str,
    day: str | None,
    now: datetime,
) -> Embargo | None:
    """The notice near the title or the end of a page; None without one. Several notices: the latest moment.

    `day`: the day the page bears (`YYYY-MM-DD`); a notice without a year means the day nearest to it, or to `now`.
    """
    near = date.fromisoformat(day) if day else now.date()
    reading = Reading(language, month_first, url, near)
    found = []
    places = _places(blocks, title_at)
    if not _hinted("\n".join(blocks[index].text[:600] for index in places)):
        return None
    hinted = [index for index in places if _hinted(blocks[index].text[:600])]
    for index in hinted[:MOST]:
        notice = read_line(blocks[index].text[:600], _following(blocks, index), reading, day)
        if notice and notice.confidence == UNREAD and (blocks[index].outside or blocks[index].linked):
            continue  # a link to news about an embargo
        if notice:
            found.append(notice)
    if not found:
        return None
    found.sort(key=lambda one: one.until, reverse=True)
    candidates = tuple(
        Candidate(
            field="embargo_until", value=one.until, origin="text", confidence=one.confidence, why=f"“{one.quote[:150]}”"
        )
        for one in found[:8]
    )
    return Embargo(found[0].until, found[0].quote, found[0].confidence, candidates)


def _hinted(text: str) -> bool:
    folded = text.lower()
    return any(hint in folded for hint in HINTS)


def _places(blocks: Sequence[Block], title_at: int | None) -> list[int]:
    inside = [index for index, block in enumerate(blocks) if not block.outside]
    start = title_at if title_at is not None else (inside[0] if inside else 0)
    places = range(max(0, start - NEAR_START), min(len(blocks), start + NEAR_START + 1))
    return list(dict.fromkeys([*places, *inside[-NEAR_END:]]))


def _following(blocks: Sequence[Block], index: int) -> list[str]:
    """The lines below a notice that may hold its moment: up to the next heading."""
    lines = []
    for block in blocks[index + 1 : index + 3]:
        if str(block.element.tag) in ("h1", "h2"):
            break
        lines.append(block.text[:120])
    return lines


def read_line(text: str, following: Sequence[str], reading: Reading, day: str | None) -> Embargo | None:
    """The embargo a line tells of, perhaps together with the lines after it; None when it is no notice."""
    match = NOTICE.search(text)
    if not match or NO_NOTICE.search(text[max(0, match.start() - 60) : match.end() + 60]):
        return None
    opens = match.start() <= OPENING
    if not opens and not text[match.start() : match.end()].lower().lstrip().startswith(_ANYWHERE):
        return None
    rest = text[match.start() : match.end() + WINDOW]
    leads = UNTIL.search(rest) is not None
    told = len(text) > LINE and not DIGIT.search(rest)  # "Thursday" in a paragraph is a day of its story
    moment = read_notice(rest, reading) if (leads or opens) and not told else None
    quote = rest if len(text) > LINE else text
    if moment is None and len(text) <= LINE:
        before = text[: match.start()]
        moment = read_notice(f"{before[-100:]} {rest}", reading) if before.strip() else None
        if moment is None and following and len(rest) < 60:
            joined = " ".join((rest, *(following[:1] if any(map(str.isdigit, following[0])) else following)))
            moment = read_notice(joined, reading)
            quote = joined if moment else quote
    if moment:
        return Embargo(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), _words(quote), READ)
    if len(text) > LINE or not opens or not (leads or text.isupper() or STRONG.search(text)):
        return None  # "Embargo" alone may be the name of a subject
    return Embargo(_late(day), _words(quote), UNREAD)


# These are notices in the middle of a line too ("News release – strictly under embargo until …").
_ANYWHERE = (
    "embargo", "under", "sous", "bajo", "sotto", "sob", "onder", "unter", "strict", "press", "news", "media", "not ",
    "do not", "解禁", "報道解禁", "情報解禁", "엠바고", "under", "под", "під",
)  # fmt: skip


def _late(day: str | None) -> str:
    """The moment for a notice whose own cannot be read."""
    if day is None:
        return FAR
    last = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + PATIENCE
    return last.strftime("%Y-%m-%dT%H:%M:%SZ")


def _words(quote: str) -> str:
    return " ".join(quote.split())[:300]
