"""Loads the invented institutions, their articles and their other pages (TOML in demo/content) as frozen values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
SOURCES = Path(__file__).parent / "sources"  # the records a crawl of the demo web begins with

# The demo's own clock: a demo run in ten years must see the same "last week" as one run today.
NIGHT_ONE = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
NIGHT_TWO = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class ContentRefused(Exception):
    """A content file does not say what it must; the message names the file and the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an institution changes in an article before night two: pairs of old and new words, and when."""

    at: datetime
    swaps: tuple[tuple[str, str], ...]
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What a right reading finds in an article beside its words; None is not checked.

    A type or an evidence may stay unknown, because a wrong one is worse than none; where `sure`, it may not.
    """

    type: str | None = None  # of news
    evidence: str | None = None
    journal: str | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item of one institution as it stands at its address."""

    site: str
    slug: str
    number: int  # its place in the file, from 1: what a content system would call its id
    title: str
    lead: str
    text: str  # paragraphs separated by blank lines; "## " heading, "> " quotation, "- " list item
    published: datetime  # with the zone of the institution
    language: str
    path: str
    topic: str
    author: str | None = None
    contact: str | None = None  # "Name | role | mail | phone"
    doi: str | None = None
    trial: str | None = None
    caption: str | None = None  # of its picture; "caption | credit" or "caption | credit | licence, its address"
    file: str | None = None  # a PDF to download: "title | path"
    says: Says = Says()
    embargo: str | None = None  # the line as printed above the text
    embargo_until: datetime | None = None
    since: int = 1  # the night from which it exists
    gone: int | None = None  # the night from which its address answers 410
    edit: Edit | None = None
    modified: datetime | None = None
    copy_of: str | None = None  # "site/slug" of the release it re-posts
    story: str | None = None  # the announcement it tells, when others tell it too
    moved_from: tuple[str, ...] = ()  # addresses that redirect to it, each to the next
    charset: str | None = None  # the bytes are in this, whatever the headers say
    translation_of: str | None = None  # slug of the same article in another language on the same site
    trap: str | None = None  # it is listed, but its address is no article: soft_404 | endless | refused

    @property
    def key(self) -> str:
        return f"{self.site}/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPage:
    """A page that is not news: about, programme, staff, calendar."""

    path: str
    title: str
    text: str
    menu: bool = True
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """One institution: who it is, how its site is built, and everything on it."""

    id: str
    name: str
    short: str
    kind: str
    country: str
    host: str
    language: str
    markup: str
    news: str  # what it calls its news section
    listing: str  # path of the first list page
    next: str  # pattern of the following ones, {n} from 2, {offset}, {zero} from 1
    article: str  # pattern of an article's path
    per_page: int
    town: str
    phone: str
    motto: str
    server: Mapping[str, Any]  # robots, feeds, sitemaps and oddities; see demo/doors.py and demo/web.py
    articles: tuple[Article, ...]
    pages: tuple[OtherPage, ...]

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def changed_at(self, night: int) -> datetime:
        """When the lists of the site last changed, as they stand on that night."""
        moments = [a.modified or a.published for a in self.at(night)]
        if night >= 2 and any(a.gone is not None for a in self.articles):
            moments.append(NIGHT_TWO - timedelta(hours=9))  # the afternoon in which something was taken down
        return max(moments)

    def at(self, night: int) -> tuple[Article, ...]:
        """The articles that stand on the site on that night, newest first, with that night's words."""
        alive = (a for a in self.articles if a.since <= night and not (a.gone is not None and a.gone <= night))
        return tuple(sorted((edited(a, night) for a in alive), key=lambda a: (a.published, a.number), reverse=True))


def edited(article: Article, night: int) -> Article:
    """The article as it reads on that night."""
    edit = article.edit
    if edit is None or night < 2:
        return article
    text = article.text
    for old, new in edit.swaps:
        if old not in text:
            raise ContentRefused(f"{article.key}: the edit replaces words the text does not have: {old!r}")
        text = text.replace(old, new)
    return replace(article, text=text, title=edit.title or article.title, modified=edit.at)


@cache
def institutions() -> tuple[Institution, ...]:
    """All institutions in the order of their ids. Raises ContentRefused."""
    raw = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))}
    return tuple(_institution(name, said, raw) for name, said in raw.items())


def _institution(name: str, said: dict[str, Any], raw: dict[str, dict[str, Any]]) -> Institution:
    about = said["institution"]
    articles = tuple(_article(name, about, number, one, raw) for number, one in enumerate(said["article"], 1))
    slugs = [a.slug for a in articles]
    if len(slugs) != len(set(slugs)):
        raise ContentRefused(f"{name}: two articles have the same slug")
    pages = tuple(OtherPage(**page) for page in said.get("page", ()))
    return Institution(id=name, server=said.get("server", {}), articles=articles, pages=pages, **about)


def _article(
    site: str, about: dict[str, Any], number: int, said: dict[str, Any], raw: dict[str, dict[str, Any]]
) -> Article:
    values = dict(said)
    published: datetime = values["published"]
    if published.tzinfo is None:
        raise ContentRefused(f"{site}/{values['slug']}: published has no zone")
    swaps = tuple((old, new) for old, new in values.pop("swaps", ()))
    if "copy_of" in values and "text" not in values:
        values = _copied(values, raw) | values
    text: str = values.pop("text").strip()
    for old, new in swaps:
        if old not in text:
            raise ContentRefused(f"{site}/{values['slug']}: swaps words the copied text does not have: {old!r}")
        text = text.replace(old, new)
    edit = values.pop("edit", None)
    language = values.pop("language", about["language"])
    path = values.pop("path", about["article"]).format(
        slug=values["slug"],
        lang=language,
        number=number + 100,
        year=published.year,
        month=f"{published.month:02}",
        mon=MONTHS[published.month - 1],
        day=f"{published.day:02}",
    )
    return Article(
        site=site,
        number=number,
        text=text + values.pop("more", "").rstrip(),
        language=language,
        path=path,
        topic=values.pop("topic", "research"),
        edit=None if edit is None else _edit(edit),
        says=Says(**values.pop("says", {})),
        moved_from=tuple(values.pop("moved_from", ())),
        **values,
    )


def _copied(values: dict[str, Any], raw: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields a re-posted release takes over from its original."""
    site, _, slug = str(values["copy_of"]).partition("/")
    found = [one for one in raw.get(site, {}).get("article", ()) if one["slug"] == slug]
    if not found:
        raise ContentRefused(f"{values['slug']}: copy_of names no article: {values['copy_of']}")
    original = found[0]
    return {key: original[key] for key in ("title", "lead", "text", "doi", "trial") if key in original}


def _edit(said: dict[str, Any]) -> Edit:
    return Edit(at=said["at"], swaps=tuple((old, new) for old, new in said["swaps"]), title=said.get("title"))
