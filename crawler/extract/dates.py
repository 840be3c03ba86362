"""Turns all a page says about its day (JSON-LD, meta, time elements, visible text, address, feed) into two moments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.extract.blocks import Block
from crawler.extract.moments import Moment, believable, read_moment
from crawler.extract.structured import Structured, text_of
from crawler.extract.visibledates import Seen, visible_dates
from crawler.items import DoorKind, Entry, Precision

# Meta names that hold the day of publication, with the trust each earned; `date` and Dublin Core are set by hand or
# by a template, article:published_time by the system.
PUBLISHED_META = (
    ("article:published_time", 4.5),
    ("og:article:published_time", 4.5),
    ("og:published_time", 4.2),
    ("datepublished", 4.0),
    ("publishdate", 4.0),
    ("publish-date", 4.0),
    ("publish_date", 4.0),
    ("publication_date", 4.0),
    ("pubdate", 4.0),
    ("published", 4.0),
    ("published_date", 4.0),
    ("date_published", 4.0),
    ("published_time", 4.0),
    ("parsely-pub-date", 4.0),
    ("sailthru.date", 4.0),
    ("article.published", 4.0),
    ("cxenseparse:recs:publishtime", 4.0),
    ("last_published_date", 3.0),
    ("article:publicationdate", 4.0),
    ("dcterms.issued", 3.8),
    ("dc.date.issued", 3.8),
    ("dc.date.created", 3.4),
    ("dcterms.created", 3.4),
    ("dc.date", 3.2),
    ("dcterms.date", 3.2),
    ("date", 3.2),
    ("citation_publication_date", 2.0),
)
MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "revised",
)
# Less trust than this is a guess: a day in the title, in a sentence, in digits of an address.
FLOOR = 2.0
URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/_.]?)(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
URL_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/_]?(?P<m>0[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class Dates:
    """When the page was published and last changed, as it says, and where it says so."""

    published: Moment | None = None
    published_origin: str | None = None
    modified: Moment | None = None
    modified_origin: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    moment: Moment
    origin: str
    trust: float


def find_dates(
    structured: Structured,
    blocks: Sequence[Block],
    title_at: int | None,
    *,
    url: str,
    month_first: bool,
    language: str | None,
    entry: Entry | None,
    now: datetime,
) -> Dates:
    """The day of publication and of the last change; None rather than a guess.

    `title_at`: index in `blocks` of the line that shows the title; `month_first`: see daylabels.numeric_order.
    Method: each place gives a candidate with the trust it earns by itself; candidates of one day add up; the day
    with the most trust wins.
    """
    listed = entry.published_at[:10] if entry and entry.published_at else None
    seen = visible_dates(blocks, title_at, language, month_first, _url_month(url) or listed)
    modified = _modified(structured, seen, language, now)
    candidates = [
        c for c in _candidates(structured, seen, url, entry, language, now) if believable(c.moment, now) and c.trust > 0
    ]
    best = _best(candidates, modified[0] if modified else None)
    if best is None:
        return Dates(None, None, *(modified or (None, None)))
    if modified and modified[0].value[:10] < best.moment.value[:10]:
        modified = None
    return Dates(best.moment, best.origin, *(modified or (None, None)))


def _candidates(
    structured: Structured, seen: Sequence[Seen], url: str, entry: Entry | None, language: str | None, now: datetime
) -> Iterator[_Candidate]:
    def read(text: str | None, origin: str, trust: float) -> Iterator[_Candidate]:
        moment = read_moment(text, now, language) if text else None
        if moment:
            yield _Candidate(moment, origin, trust)

    yield from read(text_of(structured.article.get("datePublished")), "json-ld", 5.0)
    yield from read(text_of(structured.article.get("dateCreated")), "json-ld", 2.0)
    for node in structured.of_type("WebPage", "ItemPage", "MedicalWebPage", "AboutPage"):
        yield from read(text_of(node.get("datePublished")), "json-ld", 3.5)
    for name, trust in PUBLISHED_META:
        yield from read(structured.first(name), "meta", trust)
    props = structured.props.get("datePublished", ())
    if len(set(props)) == 1:  # several are those of teasers
        yield from read(props[0], "microdata", 4.0)
    for day in seen:
        # "Last updated" beside the title is the page's only day on many institutional sites.
        trust = FLOOR if day.modified and day.trust > FLOOR else 0.0 if day.modified else day.trust
        yield _Candidate(day.moment, day.origin, trust)
    if entry and entry.published_at:
        trust = 4.2 if entry.origin in (DoorKind.FEED, DoorKind.REST) else 3.6
        yield from read(entry.published_at, str(entry.origin), trust)
    match = URL_DAY.search(url)
    if match:
        yield from read(f"{match['y']}-{match['m']}-{match['d']}", "url", 2.6 if match["sep"] else 1.6)


def _best(candidates: list[_Candidate], modified: Moment | None) -> _Candidate | None:
    """The day with the most trust; of its candidates the most exact, then the most trusted."""
    if not candidates:
        return None
    # One kind of place speaks once: a template that repeats its date in ten tags is still one template.
    totals: dict[str, dict[str, float]] = {}
    for candidate in candidates:
        kinds = totals.setdefault(candidate.moment.day, {})
        kind = "machine" if candidate.origin in ("json-ld", "meta", "microdata") else candidate.origin
        kinds[kind] = max(kinds.get(kind, 0.0), candidate.trust)
    trust = {day: sum(kinds.values()) for day, kinds in totals.items()}
    for day in trust:
        if len(day) == 7:
            trust[day] -= 1.5
        elif modified and day == modified.value[:10] and len(trust) > 1 and set(totals[day]) == {"machine"}:
            trust[day] -= 1.0  # published = changed: often the day the site was built or moved
    best_day = max(trust, key=lambda day: (trust[day], day))
    if trust[best_day] < FLOOR:
        return None
    rank = {Precision.MINUTE: 2, Precision.DAY: 1, Precision.MONTH: 0}
    return max((c for c in candidates if c.moment.day == best_day), key=lambda c: (rank[c.moment.precision], c.trust))


def _modified(
    structured: Structured, seen: Sequence[Seen], language: str | None, now: datetime
) -> tuple[Moment, str] | None:
    places = [(text_of(structured.article.get("dateModified")), "json-ld")]
    places += [(structured.first(name) or "", "meta") for name in MODIFIED_META]
    places += [(value, "microdata") for value in structured.props.get("dateModified", ())[:1]]
    for text, origin in places:
        moment = read_moment(text, now, language) if text else None
        if moment:
            return moment, origin
    return next(((day.moment, day.origin) for day in seen if day.modified and believable(day.moment, now)), None)


def _url_month(url: str) -> str | None:
    match = URL_MONTH.search(url)
    return f"{match['y']}-{match['m']}" if match else None
