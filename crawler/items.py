"""The values that pass between the stages of a crawl: Door → Entry → ScrapedArticle, all frozen and picklable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DoorKind(StrEnum):
    """How an address says which articles exist."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    REST = "rest"


class Outcome(StrEnum):
    """How one crawl of one source ended; a closed list."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    GONE = "gone"
    DNS = "dns"
    TIMEOUT = "timeout"
    HTTP_ERROR = "http_error"
    PARSE_ERROR = "parse_error"
    CRASHED = "crashed"


class PageKind(StrEnum):
    """What a fetched page turned out to be; only ARTICLE is published."""

    ARTICLE = "article"
    LISTING = "listing"
    OTHER = "other"  # a page of its own that is not news: about, contact, programme
    SOFT_404 = "soft_404"
    WALL = "wall"  # login, consent or bot wall
    EMPTY = "empty"
    NEEDS_BROWSER = "needs_browser"
    STUB = "stub"  # a page that only sends the reader elsewhere (meta refresh)
    NOT_HTML = "not_html"
    GIVEN_UP = "given_up"  # over the caps of time or memory
    GONE = "gone"  # answered 404 or 410 after it had been seen


class Precision(StrEnum):
    """How exactly a date was given."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An address of a source that lists articles: a feed, sitemap, listing page or JSON listing."""

    url: str
    kind: DoorKind
    found_on: str | None = None  # the page that named it; None: the record did
    how: str = "record"  # record | link rel=alternate | anchor | robots.txt | guess …


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a door says about one article. Dates are ISO 8601 text as far as they were given, UTC where a zone was."""

    url: str
    door: str  # address of the door
    origin: DoorKind
    title: str | None = None
    published_at: str | None = None
    precision: Precision | None = None
    modified_at: str | None = None
    summary: str | None = None
    language: str | None = None
    score: float = 1.0  # how sure the door makes us that this is news, 0..1
    languages: tuple[str, ...] = ()  # those its source publishes in, by its record


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A DOI, PMID, arXiv id, trial or grant number … as found on a page, normalized."""

    scheme: str  # doi | pmid | pmcid | arxiv | isbn | grant, or a register of trials (crawler.extract.papers.registers)
    value: str
    where: str  # meta | link | text | json-ld
    funder: str | None = None  # who gave the grant, by its common short name (DFG, NIH, ANR …)
    quote: str | None = None  # the words around it
    primary: bool = False  # the paper or trial this page announces, not a reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image of the article: absolute address, caption, credit and licence as printed."""

    url: str
    caption: str | None = None
    credit: str | None = None
    licence: str | None = None  # "CC BY 4.0", or the address of the licence


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A press contact as printed."""

    name: str | None = None
    role: str | None = None
    mail: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """A person the article names as one who speaks or did the work, as printed, with the words that say so."""

    name: str
    role: str | None = None
    affiliation: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The paper an article announces, as its words describe it."""

    title: str | None = None
    journal: str | None = None
    where: str = "text"  # meta | json-ld | link | text
    quote: str | None = None  # the words around it


class NewsType(StrEnum):
    """What an article announces."""

    RESEARCH = "research result"
    TRIAL = "trial"
    GRANT = "grant"
    AWARD = "award"
    APPOINTMENT = "appointment"
    EVENT = "event"
    CAMPUS = "campus"
    PATIENT_CARE = "patient care"
    OPINION = "opinion"


class Evidence(StrEnum):
    """What stands behind a result."""

    PEER_REVIEWED = "peer-reviewed"
    PREPRINT = "preprint"
    CONFERENCE = "conference"
    NONE = "none"  # the article itself says that nothing is published yet


class Subject(StrEnum):
    """In what a result was found."""

    HUMANS = "humans"
    ANIMALS = "animals"
    CELLS = "cells"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A judgement about an article with the words it rests on; what is unknown has no label."""

    name: str  # news_type | evidence | subject
    value: str  # of NewsType, Evidence or Subject
    quote: str
    where: str  # title | text | meta | json-ld | section
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file or a film that belongs to the article; films stay links."""

    url: str
    kind: str  # pdf | document | video | audio
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another article that the page names beside or below its own."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible value of a field, and why it won or lost; the first of a field is the one taken."""

    field: str  # title | text | lead | language | published_at | modified_at | authors | embargo_until
    value: str  # a long text is cut
    origin: str
    confidence: float  # 0..1, how often values with this evidence are right
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same article in another language (hreflang)."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapedArticle:
    """What one page said, never judged: every field with its origin. `kind` tells whether it is an article at all.

    `text`: paragraphs separated by newlines. `published_at`, `modified_at`: `YYYY-MM-DD`, or
    `YYYY-MM-DDTHH:MM:SSZ` (UTC) where a time was given; `YYYY-MM` when only the month was.
    `published_day`: the calendar day the page prints as its own (`YYYY-MM-DD`, in its own zone), which late in the
    evening is not the day of `published_at`; on a page that prints only its last change, the day of that.
    `html`: the same paragraphs as clean HTML for display: no script, style, class, or address that is no web address.
    `embargo_until`: UTC moment before which nothing of this page may be public; `embargo_quote` the words that say so.
    `origins`: field name → where it came from (`json-ld`, `meta`, `h1`, `time`, `url`, `text`, `feed` …).
    `confidences`: field name → 0..1, how often a value with such evidence is right.
    `candidates`: what else each field might have been, the taken one first.
    """

    url: str
    kind: PageKind
    reason: str | None = None  # why this kind, when it is not ARTICLE
    canonical_url: str | None = None
    title: str | None = None
    lead: str | None = None
    text: str = ""
    language: str | None = None
    published_at: str | None = None
    precision: Precision | None = None
    published_day: str | None = None
    modified_at: str | None = None
    embargo_until: str | None = None
    embargo_quote: str | None = None
    authors: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    paper: Paper | None = None
    labels: tuple[Label, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    contacts: tuple[Contact, ...] = ()
    experts: tuple[Expert, ...] = ()
    related: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    html: str = ""
    next_part: str | None = None  # the address where the same article goes on
    origins: Mapping[str, str] = field(default_factory=dict)
    confidences: Mapping[str, float] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
