"""Turns what a page, its address and its door say about days into marks: a day, the place it stands, the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from crawler.extract.dates.clocks import offset_at, zone_of
from crawler.extract.dates.moments import Moment, in_zone, read_moment
from crawler.extract.structured import Structured, node_types, text_of
from crawler.items import DoorKind, Entry, Precision


class Place(StrEnum):
    """Kinds of places that speak for a day independently of each other."""

    GRAPH = "graph"  # JSON-LD and microdata
    META = "meta"
    CHANGED = "changed"  # the same, about the last change
    SHOWN = "shown"  # what a reader sees
    URL = "url"
    DOOR = "door"  # feed, sitemap, listing


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement about a day. `evidence`: names of weights in weights.py; `change`: it is called a last change."""

    moment: Moment
    place: Place
    origin: str  # json-ld | meta | microdata | time | text | url | feed …
    evidence: frozenset[str]
    change: bool = False
    words: str = ""  # as printed, or the name of the property

    @property
    def day(self) -> str:
        return self.moment.day


# Meta names that hold the day of publication. `date` and Dublin Core are set by hand or by a template,
# article:published_time by the system; a citation date is that of the paper.
_SYSTEM = ("article:published_time", "og:article:published_time", "og:published_time")
_NAMED = (
    "datepublished", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "publicationdate", "pubdate", "published", "published_date", "published-date", "date_published", "published_time",
    "published_at", "parsely-pub-date", "sailthru.date", "article.published", "article:published",
    "cxenseparse:recs:publishtime", "article:publicationdate", "dcterms.issued", "dc.date.issued",
    "dc.date.published", "date.release", "last_published_date", "rnews:datepublished", "bt:pubdate",
    "originalpublicationdate", "ptime", "article_date_original", "shareaholic:article_published_time",
)  # fmt: skip
_LOOSE = (
    "date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "dc:date", "dc:created", "created",
    "date.created", "creation_date", "article:created_time", "dc.created", "artdate", "timestamp",
)  # fmt: skip
_CITATION = ("citation_online_date", "citation_publication_date", "citation_date")
_CHANGED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "dc.modified", "last-modified", "lastmod", "modified", "updated_time", "article:modified",
    "revised", "date.modified", "dcterms.updated",
)  # fmt: skip
META = {
    **dict.fromkeys(_SYSTEM, "meta_system"),
    **dict.fromkeys(_NAMED, "meta_named"),
    **dict.fromkeys(_LOOSE, "meta_loose"),
    **dict.fromkeys(_CITATION, "meta_citation"),
    **dict.fromkeys(_CHANGED, "said_change"),
}
MONTH_FIRST_FORM = re.compile(r"\d\d/\d\d/\d{4}")
_NEWS = frozenset(
    (
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "LiveBlogPosting",
        "PressRelease",
    )
)
_PAGES = frozenset(("WebPage", "WebSite", "CollectionPage", "ItemPage", "AboutPage", "FAQPage", "ProfilePage"))
# Nodes that are no page: their days are those of a person, an offer or an event.
_NO_PAGE = frozenset(
    ("Event", "Offer", "Person", "Organization", "Review", "Comment", "Dataset", "ImageObject", "Product")
)
CLOCK_SLIP = timedelta(minutes=5)  # between the clock of a server and ours, and between fetching and reading
URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/_.]?)(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
URL_DAY_LAST = re.compile(
    r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<sep>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<y>20[012]\d)(?!\d)"
)
URL_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/_]?(?P<m>0[1-9]|1[0-2])(?!\d)")
DOORS = {
    DoorKind.FEED: "door_feed",
    DoorKind.REST: "door_feed",
    DoorKind.LISTING: "door_list",
    DoorKind.SITEMAP: "door_map",
}


def machine_marks(structured: Structured, now: datetime, language: str | None, month_first: bool) -> list[Mark]:
    """What JSON-LD, meta tags and microdata say of publication and change."""
    marks = []
    for words, value, origin, evidence in _statements(structured):
        moment = read_moment(value, now, language, month_first) if value else None
        if moment and not _is_now(moment, now):
            change = evidence == "said_change"
            place = Place.CHANGED if change else Place.META if origin == "meta" else Place.GRAPH
            marks.append(Mark(moment, place, origin, frozenset((evidence,)), change, words))
    changes = {mark.moment.value for mark in marks if mark.change}
    days = {mark.day for mark in marks if mark.change}
    return [_beside_changes(mark, changes, days) for mark in marks]


def _is_now(moment: Moment, now: datetime) -> bool:
    """Whether a moment is that of the visit: some templates print their clock as the day of publication or change."""
    if moment.precision is not Precision.MINUTE:
        return False
    return abs(datetime.fromisoformat(moment.value) - now) < CLOCK_SLIP


def _beside_changes(mark: Mark, moments: set[str], days: set[str]) -> Mark:
    """Published and changed in the same second: often the moment the site was built or moved."""
    if mark.change or mark.day not in days:
        return mark
    same = mark.moment.value in moments and mark.moment.precision is Precision.MINUTE
    return replace(mark, evidence=mark.evidence | {"as_changed" if same else "as_changed_day"})


def _statements(structured: Structured) -> Iterator[tuple[str, str, str, str]]:
    """(name, value, origin, evidence) of each machine-written date."""
    article = structured.article
    news = "ld_news" if node_types(article) & _NEWS else "ld_article"
    yield "datePublished", text_of(article.get("datePublished")), "json-ld", news
    yield "dateCreated", text_of(article.get("dateCreated")), "json-ld", "ld_created"
    yield "dateModified", text_of(article.get("dateModified")), "json-ld", "said_change"
    works = [node for node in structured.others[:40] if node.get("datePublished") and not node_types(node) & _PAGES]
    for node in structured.others[:40]:
        if node_types(node) & _NO_PAGE:
            continue
        work = len(works) == 1 and node is works[0] and not article
        yield "datePublished", text_of(node.get("datePublished")), "json-ld", "ld_article" if work else "ld_page"
        yield "dateModified", text_of(node.get("dateModified")), "json-ld", "said_change"
    for name, evidence in META.items():  # in this order: of two that say the same, the first is named
        if name in structured.meta:
            yield name, structured.meta[name][0], "meta", evidence
    for name, evidence in (("datePublished", "micro"), ("dateModified", "said_change")):
        values = structured.props.get(name, ())
        if len(set(values)) == 1:  # several are those of teasers
            yield name, values[0], "microdata", evidence


def url_marks(url: str, now: datetime) -> Iterator[Mark]:
    """The day in an address."""
    path = url.split("?", 1)[0].split("//", 1)[-1].partition("/")[2]
    match, evidence = URL_DAY.search(path), "url_day"
    if match and not match["sep"]:
        evidence = "url_digits"
    elif not match:
        match, evidence = URL_DAY_LAST.search(path), "url_digits"
    moment = read_moment(f"{match['y']}-{match['m']}-{match['d']}", now) if match else None
    if moment and match:
        yield Mark(moment, Place.URL, "url", frozenset((evidence,)), words=match.group())


def url_month(url: str) -> str | None:
    """`2024-05` when the address holds a year and a month."""
    match = URL_MONTH.search(url)
    return f"{match['y']}-{match['m']}" if match else None


def door_marks(entry: Entry | None, now: datetime) -> Iterator[Mark]:
    """What the feed, sitemap or listing that named this page says of its day."""
    moment = read_moment(entry.published_at, now) if entry and entry.published_at else None
    if entry and moment:
        yield Mark(
            moment, Place.DOOR, str(entry.origin), frozenset((DOORS[entry.origin],)), words=entry.published_at or ""
        )


def with_local_days(marks: list[Mark], url: str) -> list[Mark]:
    """Marks whose time was given in UTC, with the day the newsroom's own clock showed.

    The clock is that of the country in its address. Systems that store UTC print local time; a newsroom's midnight is
    22:00 or 23:00 of the day before.
    """
    zone = zone_of(url)
    return [_localised(mark, zone) for mark in marks] if zone else marks


def _localised(mark: Mark, zone: ZoneInfo) -> Mark:
    moment = mark.moment
    if moment.offset != 0 or moment.precision is not Precision.MINUTE:
        return mark
    return replace(mark, moment=in_zone(moment, offset_at(zone, datetime.fromisoformat(moment.value))))
