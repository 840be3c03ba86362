"""What every content system renders: an article, a list of articles, another page and the home page of a site."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from demo.content import Article, Institution, OtherPage
from demo.markup.html import e, written
from demo.markup.words import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page about to be written: where it stands and what its head must say."""

    site: Institution
    path: str
    title: str
    description: str
    language: str
    article: Article | None = None
    alternates: tuple[tuple[str, str], ...] = ()  # (language, absolute address)
    feeds: tuple[tuple[str, str], ...] = ()  # (media type, path)

    @property
    def url(self) -> str:
        return self.site.origin + self.path

    def word(self, name: str) -> str:
        return e(WORDS[self.language][name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list of articles."""

    articles: Sequence[Article]
    heading: str
    number: int  # from 1
    paths: Sequence[str]  # of all pages of the list, this one included


class Markup(ABC):
    """One content system. `page` wraps what the others write into the furniture of the site."""

    @abstractmethod
    def frame(self, view: View, main: str) -> str:
        """The whole document around the main part."""

    @abstractmethod
    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        """The main part of an article's page."""

    @abstractmethod
    def listing(self, view: View, listing: Listing) -> str:
        """The main part of a page of a list."""

    @abstractmethod
    def other(self, view: View, page: OtherPage) -> str:
        """The main part of a page that is not news."""

    def home(self, view: View, newest: Sequence[Article]) -> str:
        """The main part of the home page: a word of welcome and the newest articles."""
        site = view.site
        cards = "\n".join(
            f'<li><a href="{e(a.path)}">{e(a.title)}</a> <span class="date">{written(a.published, view.language)}</span></li>'
            for a in newest
        )
        return (
            f'<section class="hero"><h1>{e(site.name)}</h1><p>{e(site.motto)}</p></section>\n'
            f'<section class="latest"><h2>{view.word("latest")}</h2>\n<ul>{cards}</ul>\n'
            f'<p><a class="button" href="{e(site.listing)}">{view.word("all")}</a></p></section>'
        )


def menu(view: View) -> list[tuple[str, str]]:
    """(path, label) of the main menu: home, the news section, the other pages."""
    site = view.site
    pages = [(page.path, page.title) for page in site.pages if page.menu]
    return [("/", WORDS[view.language]["home"]), *pages[:2], (site.listing, site.news), *pages[2:]]


def links(pairs: Sequence[tuple[str, str]], pattern: str = '<li><a href="{path}">{label}</a></li>') -> str:
    """Each pair through the pattern, escaped."""
    return "\n".join(pattern.format(path=e(path), label=e(label)) for path, label in pairs)


def head(view: View, extra: str = "") -> str:
    """The parts of <head> that every system writes: title, description, canonical, alternates, feeds."""
    lines = [
        f"<title>{e(view.title)} | {e(view.site.short)}</title>",
        f'<meta name="description" content="{e(view.description)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<link rel="canonical" href="{e(view.url)}">',
    ]
    lines += [f'<link rel="alternate" hreflang="{code}" href="{e(url)}">' for code, url in view.alternates]
    lines += [
        f'<link rel="alternate" type="{kind}" title="{e(view.site.short)}" href="{e(path)}">'
        for kind, path in view.feeds
    ]
    return "\n".join([*lines, extra] if extra else lines)


def share(view: View) -> str:
    """A share bar: links to networks that are no articles."""
    nets = (("Facebook", "facebook"), ("LinkedIn", "linkedin"), ("Bluesky", "bluesky"), ("E-mail", "mail"))
    items = "".join(
        f'<a class="share-{code}" rel="nofollow" href="http://share.example/{code}?u={e(view.url)}">{name}</a> '
        for name, code in nets
    )
    return f'<div class="share-bar"><span>{view.word("share")}</span> {items}</div>'


def contact_lines(article: Article) -> list[str]:
    """Name, role, mail and phone of the press contact as separate escaped lines; mail as a link."""
    if article.contact is None:
        return []
    name, role, mail, phone = (part.strip() for part in article.contact.split("|"))
    return [e(name), e(role), f'<a href="mailto:{e(mail)}">{e(mail)}</a>', f'<a href="tel:{e(phone)}">{e(phone)}</a>']


def caption(article: Article) -> str:
    """The words below the picture: what it shows, who made it, and under which licence."""
    text, credit, licence = (*(part.strip() for part in (article.caption or "").split("|")), "", "")[:3]
    said = f"{e(text)} {e(credit)}"
    if not licence:
        return said
    name, _, address = licence.partition(", ")
    return f'{said}, <a rel="license" href="{e(address)}">{e(name)}</a>'


def references(view: View, article: Article) -> str:
    """The paper, the trial and the file to download as releases print them, or nothing."""
    lines = []
    if article.file:
        title, _, path = article.file.partition("|")
        lines.append(f'<p class="download"><a href="{e(path.strip())}">{e(title.strip())}</a></p>')
    if article.doi:
        link = f'<a href="https://doi.org/{e(article.doi)}">https://doi.org/{e(article.doi)}</a>'
        lines.append(f"<p><strong>{view.word('doi')}:</strong> {link}</p>")
    if article.trial:
        lines.append(f"<p><strong>{view.word('trial')}:</strong> {e(article.trial)}</p>")
    return "\n".join(lines)


def pager(view: View, listing: Listing, *, kind: str = "pagination") -> str:
    """Links to the other pages of a list."""
    if len(listing.paths) < 2:
        return ""
    parts = []
    if listing.number > 1:
        parts.append(
            f'<a class="prev" rel="prev" href="{e(listing.paths[listing.number - 2])}">{view.word("previous")}</a>'
        )
    for number, path in enumerate(listing.paths, 1):
        if number == listing.number:
            parts.append(f'<span aria-current="page">{number}</span>')
        else:
            parts.append(f'<a href="{e(path)}">{number}</a>')
    if listing.number < len(listing.paths):
        parts.append(f'<a class="next" rel="next" href="{e(listing.paths[listing.number])}">{view.word("next")}</a>')
    return f'<nav class="{kind}" aria-label="{view.word("page")}">{" ".join(parts)}</nav>'
