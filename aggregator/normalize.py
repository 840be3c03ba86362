"""Turns one scraped row into an Article with a settled address, clean text and credible dates, or says why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from aggregator import particulars
from aggregator.lines import clean_line, clean_text
from crawler.addresses import address_key, normalize_address, same_site
from db.archive.scraped_articles import ScrapedRow

LONGEST_TITLE = 500  # characters; longer ones are paragraphs that a page marked as its title
SKEW = timedelta(minutes=15)  # how far a server's clock may be ahead of ours
EARLIEST = date(1970, 1, 2)  # 1970-01-01 is what content systems print for "no date"
IMPORTED = "urn:newsward:import:"  # the address of an imported article that came without one
UNKNOWN_SOURCE = "import_file"  # the source of an imported article of which neither address nor site is known

_LANGUAGE = re.compile(r"^[a-z]{2,3}$")
_MOMENT = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?Z)?)?$")
_SENTENCE = re.compile(r"(?<=[.!?…])\s|(?<=[。！？])")
# The three-letter codes (ISO 639-2) of languages that have a two-letter one and that pages do print.
_TWO_LETTERS = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "jpn": "ja", "zho": "zh", "chi": "zh", "kor": "ko", "rus": "ru", "swe": "sv", "dan": "da", "nor": "no",
    "fin": "fi", "pol": "pl", "ces": "cs", "cze": "cs", "hun": "hu", "cat": "ca", "ell": "el", "gre": "el",
}  # fmt: skip
_NO_LANGUAGE = {"und", "mul", "zxx", "mis"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item at one address, as it will be published. Dates are UTC text with their precision."""

    source: str
    scraped: int  # the row of archive.db
    scraped_at: str
    page: str  # the address it was read at, normalized
    key: str  # of `page`: equal for spellings of one address
    canonical: str | None  # the other address the page calls its own, when that is plausible
    canonical_key: str | None
    title: str
    lead: str | None
    text: str
    language: str | None
    published_at: str | None
    precision: str | None
    published_day: str | None  # the day of `published_at` as printed, in the zone of the page; None for a month alone
    modified_at: str | None
    authors: tuple[str, ...] = ()
    identifiers: tuple[Mapping[str, Any], ...] = ()
    images: tuple[Mapping[str, Any], ...] = ()
    contacts: tuple[Mapping[str, Any], ...] = ()
    attachments: tuple[Mapping[str, Any], ...] = ()
    experts: tuple[Mapping[str, Any], ...] = ()
    labels: tuple[Mapping[str, Any], ...] = ()  # the surest of a name first
    related: tuple[Mapping[str, Any], ...] = ()
    paper: Mapping[str, str | None] = field(default_factory=dict)  # title, journal, quote
    html: str = ""  # for display; made safe once more where it is shown
    alternates: tuple[tuple[str, str], ...] = ()  # language, address; without the page itself
    origins: Mapping[str, str] = field(default_factory=dict)
    confidences: Mapping[str, float] = field(default_factory=dict)
    candidates: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A page that cannot be published, and why."""

    url: str
    reason: str


def normalize(row: ScrapedRow, now: datetime, held: frozenset[str] = frozenset()) -> Article | Dropped:
    """The article a row of kind `article` is; pure. `now` is aware, UTC: a date after it is not believed.

    `held`: keys of the addresses under embargo now, which no other article may name as related.
    """
    try:
        page, key = settle_address(row.url)
    except ValueError:
        return Dropped(url=row.url, reason="its address is not a web address")
    origins = {name: origin for name, origin in row.origins.items() if name != particulars.UNTOLD}
    confidences = particulars.clean_confidences(row.confidences)
    lead, text = clean_line(row.lead or ""), clean_text(row.text)
    title = clean_line(row.title or "")[:LONGEST_TITLE]
    if not title:
        title = first_sentence(lead or text)
        if not title:
            return Dropped(url=page, reason="it has neither a title nor a text")
        origins["title"] = "first sentence"
        confidences.pop("title", None)
    published_at, precision, doubt = credible_date(row.published_at, now)
    if doubt:
        origins["published_at"] = f"dropped: {doubt}"
        confidences.pop("published_at", None)
    modified_at, _, doubt = credible_date(row.modified_at, now)
    if doubt:
        origins["modified_at"] = f"dropped: {doubt}"
        confidences.pop("modified_at", None)
    canonical = plausible_canonical(page, row.canonical_url)
    return Article(
        source=row.source,
        scraped=row.id,
        scraped_at=row.scraped_at,
        page=page,
        key=key,
        canonical=canonical,
        canonical_key=address_key(canonical) if canonical else None,
        title=title,
        lead=lead or None,
        text=text,
        language=primary_language(row.language),
        published_at=published_at,
        precision=precision,
        published_day=_printed_day(published_at, row.published_day) if published_at and precision != "month" else None,
        modified_at=modified_at,
        authors=tuple(dict.fromkeys(name for name in map(clean_line, row.authors) if name)),
        identifiers=tuple(particulars.clean_identifiers(row.identifiers)),
        images=tuple(particulars.clean_images(row.images)),
        contacts=tuple(particulars.clean_contacts(row.contacts)),
        attachments=tuple(particulars.clean_attachments(row.attachments)),
        experts=tuple(particulars.clean_experts(row.experts)),
        labels=tuple(particulars.clean_labels(row.labels)),
        related=tuple(particulars.clean_related(row.related, key, held)),
        paper=particulars.clean_paper(row.paper),
        html=particulars.clean_html(row.html),
        alternates=_alternates(row, page, key),
        origins=origins,
        confidences=confidences,
        candidates=tuple(particulars.clean_candidates(row.candidates)),
    )


def _printed_day(published_at: str, printed: str | None) -> str:
    """The day the page prints for that moment: in its own zone, so at most one day off the day in UTC."""
    day = date.fromisoformat(published_at[:10])
    if printed is None or abs((date.fromisoformat(printed) - day).days) > 1:  # the day of a last change
        return day.isoformat()
    return printed


def settle_address(url: str) -> tuple[str, str]:
    """The normalized address and its key. Raises ValueError when it is neither a web address nor an imported id."""
    if url.startswith(IMPORTED):
        return url, url
    return normalize_address(url), address_key(url)


def first_sentence(text: str, longest: int = 120) -> str:
    """What stands in for a missing title: the first sentence, cut at a word when it is long."""
    sentence = _SENTENCE.split(text.partition("\n")[0], maxsplit=1)[0].strip()
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0] + "…"


def primary_language(tag: str | None) -> str | None:
    """`fr` of `fr-CH`, `FR_fr` or `fra`; None for what is no language tag."""
    code = re.split(r"[-_.,; ]", (tag or "").strip().lower(), maxsplit=1)[0]
    code = _TWO_LETTERS.get(code, code)
    return code if _LANGUAGE.match(code) and code not in _NO_LANGUAGE else None


def credible_date(said: str | None, now: datetime) -> tuple[str | None, str | None, str | None]:
    """(date, precision, doubt): the date as UTC text with its precision, or None and why it is not believed."""
    if not said:
        return None, None, None
    match = _MOMENT.match(said.strip())
    if not match:
        return None, None, "not a date"
    year, month, day, hour, minute, second = match.groups()
    try:
        moment = datetime(
            int(year), int(month), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
    except ValueError:
        return None, None, "no such day"
    # Where only the day is said, it may have begun already somewhere east of Greenwich.
    latest = now + (SKEW if hour else timedelta(hours=14))
    if moment > latest:
        return None, None, "in the future"
    if moment.date() < EARLIEST:
        return None, None, "before the web"
    if hour:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "minute", None
    return (said.strip(), "day", None) if day else (said.strip(), "month", None)


def plausible_canonical(page: str, canonical: str | None) -> str | None:
    """The canonical address a page names, normalized, when it can be that of one article; None otherwise.

    Pages do name the home page, their language's start page, or a stranger's host; those are not believed. Whether many
    pages name the same one is for the caller to see.
    """
    if not canonical:
        return None
    try:
        found, key = settle_address(canonical)
        if key == address_key(page):
            return None
    except ValueError:
        return None
    parts = urlsplit(found)
    segments = [segment for segment in parts.path.split("/") if segment]
    shallow = not segments or (len(segments) == 1 and len(segments[0]) <= 5)  # /, /en/, /fr-FR/
    if (shallow and not parts.query) or not same_site(page, found):
        return None
    return found


def _alternates(row: ScrapedRow, page: str, key: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, tuple[str, str]] = {}
    for said in row.alternates[:100]:  # a page of the world's largest sites names about 60
        try:
            url = normalize_address(str(said["url"]))
            other = address_key(url)
        except (KeyError, ValueError):
            continue
        language = primary_language(str(said.get("language") or ""))
        if language and other != key:
            found.setdefault(other, (language, url))
    return tuple(found.values())
