"""Loads the records of sources (TOML, one file a country) and names every fault in them at once."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("university", "hospital", "medical_school", "institute", "agency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One newsroom of one institution on one host family, as its record says."""

    id: str
    name: str
    kind: str
    home: str
    languages: tuple[str, ...]
    country: str  # ISO 3166 alpha-2 in upper case, or INT / EU; the name of the file
    ror: str | None = None
    listing: str | None = None
    feeds: tuple[str, ...] = ()
    sitemap: str | None = None
    rest: str | None = None  # a WordPress REST listing, e.g. https://host/wp-json/wp/v2/posts
    delay: float | None = None  # seconds, when the source asks for more than the default
    budget: int | None = None  # requests a night
    aliases: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    select: tuple[tuple[str, str], ...] = ()  # CSS selectors: item, link, title, date, next, body …
    allow: tuple[str, ...] = ()  # patterns an article's address must match
    deny: tuple[str, ...] = ()
    per_month: int | None = None  # expect.per_month
    retired: str | None = None
    verified: str | None = None
    notes: str | None = None
