"""Turns one scraped row into a new, changed, withdrawn or held article of news.db, and notes what it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from aggregator.appearances import forget_text
from aggregator.dedupe import signature, text_hash, tokenize
from aggregator.normalize import Article, Dropped, normalize
from aggregator.particulars import taken
from crawler.addresses import address_key, same_site, site_of
from db import vectors
from db.archive.page_history import PageHistory, ended_before, page_history
from db.archive.scraped_articles import ScrapedRow
from db.news import addresses, alternates, articles, identifiers, links, papers
from db.news.articles import Stored

TELLING_TITLE = 4  # words; shorter titles ("News", "Press release") are printed on many pages


@dataclass(slots=True)
class Touched:
    """What the rows of one batch have changed, to be judged again before the batch ends."""

    texts: set[int] = field(default_factory=set)  # articles whose text is new here
    signatures: dict[int, tuple[int, ...]] = field(default_factory=dict)  # of the articles read in this batch
    identifiers: set[tuple[str, str]] = field(default_factory=set)  # papers and trials whose announcers changed
    alternates: set[str] = field(default_factory=set)  # addresses named as a translation whose namers or holder changed
    articles: set[int] = field(default_factory=set)  # articles whose links, dates or source changed
    stories: set[int] = field(default_factory=set)  # stories that lost an article
    papers: set[int] = field(default_factory=set)  # cards of papers and trials that may have lost an article


@dataclass(frozen=True, slots=True)
class Owner:
    """What of a source decides whose an article is when two sources have it."""

    id: str
    kind: str
    home: str

    @property
    def family(self) -> str:
        """Equal for the sources of one owner's hosts: they fill the same templates."""
        host = urlsplit(self.home).hostname
        return site_of(host) if host else self.id

    def rank(self, url: str) -> tuple[int, int]:
        """Lower is closer: an institution before a distributor of others' news, its own host before a stranger's."""
        own, host = urlsplit(self.home).hostname, urlsplit(url).hostname
        return (int(self.kind == "agency"), 0 if own == host else 1 if same_site(self.home, url) else 2)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The files and facts that publishing a row needs. `given`: the file before a rebuild, whose ids are kept."""

    archive: Database
    news: Database
    owners: Mapping[str, Owner]
    now: datetime
    given: Database | None = None
    held: frozenset[str] = frozenset()  # keys of the addresses under embargo now
    ended: dict[tuple[str, int], str | None] = field(default_factory=dict)  # source, crawl → end of the crawl before

    def apply(self, row: ScrapedRow, touched: Touched) -> str | Dropped:
        """Publish one row, inside the caller's transaction. Gives what became of it.

        `published`, `revised`, `unchanged`, `withdrawn`, `held`, `superseded` (a later row of the page counts),
        `ignored` (not an article), or Dropped with the reason. Applying a row twice changes nothing.
        """
        if row.kind not in ("article", "gone"):
            return "ignored"
        history = page_history(self.archive, row.source, row.url)
        if history is None:
            return "ignored"
        if row.id < history.last_article:
            return "superseded"
        if row.kind == "gone":
            return self._withdraw(row, touched)
        article = normalize(row, self.now, self.held)
        if isinstance(article, Dropped):
            return article
        if row.embargo_until and row.embargo_until > self.now.strftime("%Y-%m-%dT%H:%M:%SZ"):
            self._hold(article, touched)
            return "held"
        return self._publish(article, history, touched)

    def _publish(self, article: Article, history: PageHistory, touched: Touched) -> str:
        own = addresses.get(self.news, article.key)
        if own and own.scraped is not None:
            stored = articles.get(self.news, own.article)
        else:
            stored = self._claimed(article, own, touched)
        if stored is None:
            self._insert(article, history, touched)
            return "published"
        addresses.put(self.news, article.key, stored.id, scraped=article.scraped, canonical=article.canonical_key)
        if stored.scraped >= article.scraped or not self._speaks_for(article, stored):
            return "unchanged"
        return self._revise(article, stored, history, touched)

    def _claimed(self, article: Article, own: addresses.Address | None, touched: Touched) -> Stored | None:
        """The published article that a page never read before belongs to, by the canonical addresses of both.

        Pages that name one address as theirs but say different things are different articles; each then stands under
        the address it was read at, because the site's template names that address on every page.
        """
        rivals = [own] if own else []
        if article.canonical_key:
            named = addresses.get(self.news, article.canonical_key)
            rivals += [named] if named else []
            rivals += addresses.claimants(self.news, article.canonical_key)
        found: Stored | None = None
        for rival in rivals:
            stored = articles.get(self.news, rival.article)
            if stored is None:
                continue
            if self._agree(article, stored):
                found = found or stored
            elif stored.page != stored.url:
                self._stand_alone(stored, touched)
        return found

    def _agree(self, article: Article, stored: Stored) -> bool:
        if self._hash(article) == stored.text_hash:
            return True
        return article.title.casefold() == stored.title.casefold() and len(tokenize(article.title)) >= TELLING_TITLE

    def _stand_alone(self, stored: Stored, touched: Touched) -> None:
        """Move an article from the address it claimed to the one it was read at."""
        claimed = addresses.get(self.news, address_key(stored.url))
        if claimed and claimed.scraped is None and claimed.article == stored.id:
            addresses.forget(self.news, claimed.key)
        articles.set_values(self.news, stored.id, url=stored.page)
        touched.articles.add(stored.id)

    def _speaks_for(self, article: Article, stored: Stored) -> bool:
        """Whether what this page says counts for the article: of several addresses, its own, else the one in use."""
        if article.page in (stored.page, stored.url):
            return True
        return stored.page != stored.url and article.page < stored.page

    def _insert(self, article: Article, history: PageHistory, touched: Touched) -> None:
        url, keys = article.page, [article.key]
        if article.canonical and article.canonical_key and not self._disputed(article):
            url, keys = article.canonical, [article.key, article.canonical_key]
        id_ = self._id(article, keys, history)
        values = self._values(article, url, history, source=article.source)
        articles.insert(self.news, id_, values)
        for key in keys:
            addresses.unhold(self.news, key)
        if len(keys) == 2:
            addresses.put(self.news, keys[1], id_, scraped=None, canonical=None)
        addresses.put(self.news, article.key, id_, scraped=article.scraped, canonical=article.canonical_key)
        self._note(article, id_, touched)
        touched.texts.add(id_)
        touched.articles.add(id_)
        touched.alternates.update(keys)

    def _disputed(self, article: Article) -> bool:
        """Whether the canonical address is held or claimed by others already (those that agree were found before)."""
        key = article.canonical_key or ""
        return addresses.get(self.news, key) is not None or bool(addresses.claimants(self.news, key, limit=1))

    def _id(self, article: Article, keys: list[str], history: PageHistory) -> int:
        """The id once given to one of these addresses, or a new one of the article's day."""
        known = addresses.given(self.news, keys)
        if known is None and self.given is not None:
            known = addresses.given(self.given, keys)
        if known is not None and articles.get(self.news, known) is None:
            return known
        said = (article.published_day or article.published_at or history.first_seen_at)[:10].replace("-", "")
        day = int(said.ljust(8, "0")) if len(said) == 8 else int(said) * 100  # a month alone comes before its days
        new = articles.next_id(self.news, day)
        return max(new, articles.next_id(self.given, day)) if self.given is not None else new

    def _revise(self, article: Article, stored: Stored, history: PageHistory, touched: Touched) -> str:
        owner, mine = self.owners[stored.source], self.owners[article.source]
        nearer = min((owner, mine), key=lambda one: (*one.rank(article.page), one.id))
        values = self._values(article, stored.url, history, source=nearer.id)
        if stored.first_seen_at < history.first_seen_at:
            values["first_seen_at"], values["not_seen_at"] = stored.first_seen_at, stored.not_seen_at
        if values["text_hash"] != stored.text_hash:
            forget_text(self.news, stored, touched.texts, touched.articles)
            vectors.forget_of(self.news, stored.id)
            touched.texts.add(stored.id)
        touched.identifiers |= identifiers.primary_of(self.news, stored.id)
        touched.alternates |= alternates.named_by(self.news, stored.id)
        articles.update(self.news, stored.id, values)
        self._note(article, stored.id, touched)
        touched.articles.add(stored.id)
        return "revised"

    def _withdraw(self, row: ScrapedRow, touched: Touched) -> str:
        """Mark the article of a page that is gone; another address of the same article does not take it down."""
        own = addresses.get(self.news, address_key(row.url))
        stored = articles.get(self.news, own.article) if own else None
        if stored is None or stored.withdrawn_at or address_key(stored.page) != address_key(row.url):
            return "unchanged"
        articles.set_values(self.news, stored.id, withdrawn_at=row.scraped_at)
        touched.articles.add(stored.id)
        return "withdrawn"

    def _hold(self, article: Article, touched: Touched) -> None:
        """Take an article out whose page is under embargo now; only hashes of its addresses stay, to keep its id."""
        self._unname(article)
        own = addresses.get(self.news, article.key)
        stored = articles.get(self.news, own.article) if own else None
        if own is None or stored is None or address_key(stored.page) != article.key:
            return
        forget_text(self.news, stored, touched.texts, touched.articles)
        touched.identifiers |= identifiers.primary_of(self.news, stored.id)
        touched.alternates |= alternates.named_by(self.news, stored.id)
        touched.alternates |= {address.key for address in addresses.of_articles(self.news, stored.id)}
        touched.articles |= {link.end(stored.id) for link in links.of_article(self.news, stored.id)}
        if stored.story is not None:
            touched.stories.add(stored.story)
        touched.papers |= papers.of_article(self.news, stored.id)
        addresses.hold(self.news, stored.id)
        articles.delete(self.news, stored.id)

    def _unname(self, article: Article) -> None:
        """Take the page out of the related links of its source's other articles, which would tell its headline."""
        for id_, related in articles.naming_as_related(self.news, article.source, article.key):
            kept = [link for link in related if address_key(str(link["url"])) != article.key]
            if len(kept) < len(related):
                articles.set_related(self.news, id_, kept)

    def _note(self, article: Article, id_: int, touched: Touched) -> None:
        """Store what hangs on the article and note whom it concerns."""
        touched.signatures[id_] = signature(article.text)
        identifiers.replace(self.news, id_, article.identifiers)
        keys = [address_key(url) for _, url in article.alternates]
        alternates.replace(self.news, id_, keys)
        touched.identifiers |= identifiers.primary_of(self.news, id_)
        touched.alternates.update(keys)
        if keys:
            touched.alternates.add(article.key)

    def _not_seen(self, article: Article, history: PageHistory) -> str | None:
        """The end of the last crawl that read all doors of the page's source and did not find the page listed."""
        key = (article.source, history.first_crawl)
        if key not in self.ended:
            self.ended[key] = ended_before(self.archive, *key)
        return self.ended[key]

    def _hash(self, article: Article) -> str:
        return text_hash(article.title, article.text, article.published_day or article.published_at, article.key)

    def _values(self, article: Article, url: str, history: PageHistory, *, source: str) -> dict[str, Any]:
        return {
            "source": source,
            "url": url,
            "page": article.page,
            "title": article.title,
            "lead": article.lead,
            "text": article.text,
            "language": article.language,
            "published_at": article.published_at,
            "precision": article.precision,
            "published_day": article.published_day,
            "published_origin": article.origins.get("published_at"),
            "modified_at": article.modified_at,
            "authors": list(article.authors),
            "images": [dict(image) for image in article.images],
            "contacts": [dict(contact) for contact in article.contacts],
            "alternates": [{"language": language, "url": url} for language, url in article.alternates],
            "origins": dict(article.origins),
            **_particulars(article),
            "first_seen_at": history.first_seen_at,
            "not_seen_at": self._not_seen(article, history),
            "last_seen_at": article.scraped_at,
            "withdrawn_at": history.gone_at,
            "scraped": article.scraped,
            "text_hash": self._hash(article),
        }


def _particulars(article: Article) -> dict[str, Any]:
    """The columns of the fields of a release."""
    return {
        "news_type": taken(article.labels, "news_type"),
        "evidence": taken(article.labels, "evidence"),
        "journal": article.paper["journal"],
        "paper_title": article.paper["title"],
        "paper_quote": article.paper["quote"],
        "labels": list(article.labels),
        "attachments": list(article.attachments),
        "experts": list(article.experts),
        "related": list(article.related),
        "confidences": dict(article.confidences),
        "candidates": list(article.candidates),
        "html": article.html,
    }
