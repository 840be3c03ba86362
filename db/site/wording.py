"""Turns dates, numbers, languages, countries and outcomes into words, in the reader's own locale where it matters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal

ENGLISH = Locale("en", "GB")  # the words around: 22 November 2026
ACCEPT_LANGUAGE_CHARACTERS = 200
KINDS = {
    "university": "University",
    "hospital": "Hospital",
    "medical_school": "Medical school",
    "institute": "Research institute",
    "agency": "Agency",
}
OUTCOMES = {
    "ok": "New articles read",
    "unchanged": "Nothing new",
    "empty": "No article found",
    "blocked": "Blocked by the site",
    "robots": "Closed by robots.txt",
    "gone": "Page is gone",
    "dns": "Host not found",
    "timeout": "No answer in time",
    "http_error": "Error from the site",
    "parse_error": "Page not understood",
    "crashed": "Our own error",
}
STATES = {
    "failing": "Failing",
    "blocked": "Blocked",
    "stale": "Stale",
    "never": "Not crawled yet",
    "ok": "Fresh",
    "retired": "Retired",
}
# Why an article belongs to a story, as the start of a sentence that ends with the other article.
REASONS = {
    "same doi": "It announces the same paper as",
    "same trial": "It announces the same trial as",
    "translation": "It is a translation of",
    "near text": "It shares much of its text with",
    "same text": "It has the same text as",
    "not translated": "It has the same words as",
    "similar": "It tells what is told in",
    "editor": "An editor put it together with",
}
# The same where an editor's act is the reason.
ACTS = {
    "merge": "An editor put it together with",
    "split": "An editor left it together with",
    "pin": "An editor pinned it to",
}
SHOWN_EVIDENCE = ("same doi", "same trial", "near text", "similar")
# What an article announces, and what stands behind it: the closed lists of the crawler's items, in a reader's words.
NEWS_TYPES = {
    "research result": "Research result",
    "trial": "Clinical trial",
    "grant": "Grant",
    "award": "Award",
    "appointment": "Appointment",
    "event": "Event",
    "campus": "Campus life",
    "patient care": "Patient care",
    "opinion": "Opinion",
}
EVIDENCE = {
    "peer-reviewed": "Peer-reviewed",
    "preprint": "Preprint",
    "conference": "Conference",
    "none": "Not yet published",
}
SUBJECTS = {
    "humans": "In humans",
    "animals": "In animals",
    "cells": "In cells",
    "model": "In a model",
}
LABELS = {"news_type": NEWS_TYPES, "evidence": EVIDENCE, "subject": SUBJECTS}
LABEL_NAMES = {"news_type": "Type of news", "evidence": "Evidence", "subject": "Found in"}
# Where the words stand that a label rests on.
PLACES = {"title": "its headline", "text": "its text", "section": "the section it stands in"}
ATTACHMENTS = {"pdf": "PDF", "document": "Document", "video": "Film", "audio": "Sound"}
FIELDS = {
    "title": "Headline",
    "lead": "Standfirst",
    "text": "Text",
    "language": "Language",
    "published_at": "Published",
    "modified_at": "Changed",
    "authors": "Authors",
    "paper": "Paper",
    "identifiers": "Papers and trials",
    "contacts": "Press contact",
    "experts": "People named",
    "images": "Images",
    "attachments": "Files and films",
    "related": "Other links",
}
ORIGINS = {
    "json-ld": "the page's structured data",
    "meta": "the page's metadata",
    "feed": "the site's feed",
    "sitemap": "the site's sitemap",
    "time": "the time printed on the page",
    "text": "the text of the page",
    "url": "the page's address",
    "h1": "the page's headline",
    "h2": "a headline on the page",
    "h3": "a headline on the page",
    "title": "the page's title",
    "og": "the page's metadata",
    "twitter": "the page's metadata",
    "trafilatura": "the body of the page",
    "listing": "the site's list of news",
    "microdata": "the page's structured data",
    "rest": "the site's JSON listing",
    "lines": "the lines under the headline",
    "lang": "what the page declares",
    "shown": "what the page shows",
    "a": "a link on the page",
    "blocks": "the body of the page",
    "class": "how the page marks it",
    "pdf": "the PDF",
    **dict.fromkeys(
        ("page-data", "next-data", "nuxt-data", "sveltekit-data", "apollo-state", "drupal-settings"),
        "the data the page carries for its scripts",
    ),
    "link": "a link on the page",
    "section": "the section it stands in",
    "module": "a reader made for this source",
    "first sentence": "the first sentence of its text",
}


class Wording:
    """The words of one answer, for one reader, at one moment."""

    def __init__(self, locale: Locale, now: datetime) -> None:
        self.locale = locale
        self.now = now
        self.kinds, self.outcomes, self.states, self.origins = KINDS, OUTCOMES, STATES, ORIGINS
        self.reasons, self.acts, self.shown_evidence = REASONS, ACTS, SHOWN_EVIDENCE
        self.news_types, self.evidence = NEWS_TYPES, EVIDENCE

    @property
    def tag(self) -> str:
        """The reader's locale as an HTML `lang`."""
        return str(self.locale).replace("_", "-")

    def printed(self, said: str | None, precision: str | None = None) -> str:
        """A date as exactly as it was given: 22 November 2026, 13:00 UTC; 22 November 2026; November 2026."""
        moment = parse(said)
        if moment is None:
            return ""
        if precision == "month" or (said and len(said) == 7):
            return str(format_skeleton("yMMMM", moment, locale=self.locale))
        if precision == "day" or (said and len(said) == 10):
            return format_date(moment, "long", locale=self.locale)
        return self.moment(said)

    def moment(self, said: str | None) -> str:
        """A moment we saw, to the minute."""
        moment = parse(said)
        if moment is None:
            return ""
        return f"{format_date(moment, 'long', locale=self.locale)}, {moment:%H:%M} UTC"

    def day(self, moment: date) -> str:
        """A day written out: Sunday, 22 November 2026."""
        return format_date(moment, "full", locale=self.locale)

    def ago(self, said: str | None) -> str:
        """How long ago something was: 3 hours ago (in English, as the sentences around)."""
        moment = parse(said)
        if moment is None:
            return "never"
        return format_timedelta(moment - self.now, add_direction=True, locale=ENGLISH, threshold=1.2)

    def span(self, length: timedelta) -> str:
        """A length of time: 2 days, 3 hours."""
        return format_timedelta(length, locale=ENGLISH, threshold=1.2)

    def number(self, value: int) -> str:
        """1,234 in the reader's own digits and separators."""
        return format_decimal(value, locale=self.locale)

    def counted(self, value: int, one: str, many: str) -> str:
        """1 article, 2 articles."""
        return f"{self.number(value)} {one if value == 1 else many}"

    def language(self, code: str | None) -> str:
        """The English name of a language; the code itself when it has none."""
        if not code:
            return "Language unknown"
        try:
            return Locale.parse(code.replace("-", "_")).get_display_name(ENGLISH) or code
        except (ValueError, UnknownLocaleError):
            return code

    def label(self, name: object, value: object) -> str:
        """A label in a reader's words; the value itself when it is none of ours."""
        return LABELS.get(str(name), {}).get(str(value or ""), str(value or ""))

    def label_name(self, name: object) -> str:
        """What a label tells."""
        return LABEL_NAMES.get(str(name), str(name))

    def attachment(self, kind: object) -> str:
        """What a file or film is."""
        return ATTACHMENTS.get(str(kind), str(kind))

    def place(self, said: object) -> str:
        """Where the words of a label stand."""
        return PLACES.get(str(said or "")) or self.origin(said)

    def field(self, name: str) -> str:
        """What readers call a field of an article."""
        return FIELDS.get(name, name.replace("_", " ").capitalize())

    def origin(self, said: object) -> str:
        """Where a value came from, as words."""
        return ORIGINS.get(str(said or ""), str(said or ""))

    def share(self, share: object) -> str:
        """98 % of 0.98, never all or nothing; '' for what is no number."""
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            return ""
        if not 0.01 <= share <= 0.99:
            return "under 1\u00a0%" if share < 0.5 else "over 99\u00a0%"
        return f"{round(share * 100)}\u00a0%"

    def country(self, code: str) -> str:
        """The English name of a country."""
        named = {"INT": "International", "ZZ": "country unknown"}  # ZZ: imported articles
        return named.get(code) or str(ENGLISH.territories.get(code, code))


def parse(said: str | None) -> datetime | None:
    """A stored date or moment; None when it is missing or not one."""
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(f"{said}-01" if len(said) == 7 else said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def reader_locale(accept_language: str) -> Locale:
    """The first locale of an Accept-Language header that we know, by its weights; British English without one."""
    for tag in _wanted(accept_language):
        locale = ENGLISH if tag == "en" else _known(tag)
        if locale:
            return locale
    return ENGLISH


def reader_languages(accept_language: str) -> list[str]:
    """The languages (fr, not fr-CH) of an Accept-Language header, the most wanted first; none without one."""
    return list(dict.fromkeys(tag.partition("-")[0].lower() for tag in _wanted(accept_language) if tag != "*"))


def _wanted(accept_language: str) -> list[str]:
    """The tags of an Accept-Language header by their weights."""
    wanted: list[tuple[float, int, str]] = []
    for place, item in enumerate(accept_language[:ACCEPT_LANGUAGE_CHARACTERS].split(",")):
        tag, _, weight = item.partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, tag.strip()))
        except ValueError:
            continue
    return [tag for _, _, tag in sorted(wanted) if tag]


def _known(tag: str) -> Locale | None:
    for candidate in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return None
