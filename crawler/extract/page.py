"""Turns the bytes of one page into a ScrapedArticle: what the page says, field by field, with the origin of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute, find_alternates
from crawler.extract.appdata.article import draw_article
from crawler.extract.blocks import Block, read_blocks
from crawler.extract.bytes.decode import decode
from crawler.extract.dates.dates import find_dates
from crawler.extract.dates.daylabels import numeric_order
from crawler.extract.dates.embargo import find_embargo
from crawler.extract.grounds import read_grounds, with_grounds
from crawler.extract.kind import Kind, kind_of_bytes, kind_of_page, kind_of_stub
from crawler.extract.labels.labels import find_labels
from crawler.extract.language import Language, find_language
from crawler.extract.media.attachments import find_attachments
from crawler.extract.media.images import article_root, base_address, find_images
from crawler.extract.media.zone import find_zone
from crawler.extract.papers.identifiers import find_identifiers
from crawler.extract.papers.paper import FoundPaper, find_paper
from crawler.extract.papers.passages import read_passages
from crawler.extract.parts import find_next_part
from crawler.extract.pdf import PdfRefused, as_printed, read_pdf
from crawler.extract.people.authors import find_authors
from crawler.extract.people.contacts import find_contacts
from crawler.extract.people.experts import find_experts
from crawler.extract.several import keep_one
from crawler.extract.structured import Structured, read_structured
from crawler.extract.tables import unwrap_layout_tables
from crawler.extract.text.body import Body, find_body
from crawler.extract.text.display import display_html, plain_html
from crawler.extract.text.lead import Article, Lead, find_lead
from crawler.extract.text.related import find_related
from crawler.extract.titles.title import Title, find_title, fold
from crawler.extract.tree import TooLarge, attribute, drop_silent, parse
from crawler.items import Contact, Entry, Expert, Identifier, Label, PageKind, Paper, ScrapedArticle


def extract_page(
    body: bytes, url: str, *, content_type: str | None = None, entry: Entry | None = None, now: datetime
) -> ScrapedArticle:
    """What one page says. Pure: the same arguments give the same article.

    `body`: as received, already decompressed. `url`: the final address. `entry`: what a door said about this page,
    evidence for its title, date and language. `now`: aware; no date after it is believed.
    Never raises for what a page holds; `kind` and `reason` tell what is wrong with it.
    """
    if body[:1_024].lstrip().startswith(b"%PDF"):
        return _printed(body, url, entry, now)
    kind = kind_of_bytes(body, content_type)
    if kind:
        return _refused(url, kind)
    try:
        tree = parse(decode(body, content_type).text)
    except TooLarge as error:
        return _refused(url, Kind(PageKind.GIVEN_UP, str(error)))
    if tree is None:
        return _refused(url, Kind(PageKind.EMPTY, "the page holds no element"))
    # lxml makes a Python object of an element each time it is met and nobody holds it; held, every later walk is quick.
    held = list(tree.iter())
    unwrap_layout_tables(tree)
    keep_one(tree, url, entry.title if entry else None)
    article = _read(tree, read_structured(tree, url), read_blocks(tree), url, entry, now)
    held.clear()
    return article


def _printed(body: bytes, url: str, entry: Entry | None, now: datetime) -> ScrapedArticle:
    """What a PDF says: read as the page it might have been, so that every finder knows it."""
    try:
        printed = read_pdf(body, entry.title if entry else None)
    except PdfRefused as error:
        return _refused(url, Kind(PageKind.NOT_HTML, str(error)))
    page = printed.html.encode("utf-8", "replace")
    article = extract_page(page, url, content_type="text/html; charset=utf-8", entry=entry, now=now)
    return as_printed(article, printed, now)


def _refused(url: str, kind: Kind) -> ScrapedArticle:
    return ScrapedArticle(url=url, kind=kind.kind, reason=kind.reason)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the article is called and says, and where its title stands among the blocks."""

    title: Title | None
    title_at: int | None
    body: Body
    lead: Lead | None
    language: Language | None

    @property
    def heading(self) -> str | None:
        return self.title.text if self.title else None

    @property
    def code(self) -> str | None:
        return self.language.code if self.language else None


def _words(tree: HtmlElement, structured: Structured, blocks: Sequence[Block], url: str, entry: Entry | None) -> _Words:
    title = find_title(tree, structured, entry.title if entry else None, url)
    title_at = _title_line(blocks, title)
    heading = title.text if title else None
    body = find_body(tree, structured, blocks, title_at, title)
    told = Article(heading, title_at, body.text, body.kept)
    lead = find_lead(structured, blocks, told, entry.summary if entry else None)
    if lead and not body.text:  # news of one sentence that only the sharing description holds
        body = Body(lead.text, lead.origin, lead.confidence)
    return _Words(title, title_at, body, lead, find_language(tree, structured, heading, body.text, entry))


class _Release(TypedDict):
    """The fields of an article that its words tell, by their names in ScrapedArticle."""

    identifiers: tuple[Identifier, ...]
    paper: Paper | None
    labels: tuple[Label, ...]
    contacts: tuple[Contact, ...]
    experts: tuple[Expert, ...]


def _release(
    structured: Structured, blocks: Sequence[Block], words: _Words, authors: tuple[str, ...], url: str
) -> tuple[FoundPaper | None, _Release]:
    text, code, lead = words.body.text, words.code, words.lead.text if words.lead else None
    passages = read_passages(blocks, text)
    identifiers = find_identifiers(structured, blocks, passages)
    paper = find_paper(structured, blocks, identifiers, words.heading, passages)
    return paper, {
        "identifiers": identifiers,
        "paper": paper.paper if paper else None,
        "labels": find_labels(
            words.heading, lead, text, structured=structured, url=url, language=code, identifiers=identifiers
        ),
        "contacts": find_contacts(blocks, words.body.kept),
        "experts": find_experts(text, code, authors),
    }


def _read(
    tree: HtmlElement, structured: Structured, blocks: Sequence[Block], url: str, entry: Entry | None, now: datetime
) -> ScrapedArticle:
    stub = kind_of_stub(tree, blocks, url)
    if stub:
        return _refused(url, stub)
    drawn = draw_article(tree, structured, blocks, url=url, title=entry.title if entry else None)
    if drawn:  # the page shows nothing of its article, but carries it as data
        structured, blocks = drawn.structured, read_blocks(tree)
    base = base_address(tree, url)
    following = find_next_part(tree, base, url)
    drop_silent(tree)
    words = _words(tree, structured, blocks, url, entry)
    heading, code, body = words.heading, words.code, words.body
    order = numeric_order(blocks, url, tree.get("lang"), code)
    dates = find_dates(
        structured, blocks, words.title_at, url=url, month_first=order, language=code, entry=entry, now=now
    )
    embargo = find_embargo(blocks, words.title_at, code, order, url=url, day=dates.day, now=now)
    authors = find_authors(structured, blocks, words.title_at, url)
    shown = words.title.element if words.title else None
    zone = find_zone(tree, blocks, body.kept, article_root(tree, shown), shown)
    images = find_images(tree, structured, zone, base)
    kind = _kind(tree, structured, blocks, url, words, len(images), dates.published is not None)
    paper, release = _release(structured, blocks, words, authors.names, url)
    article = ScrapedArticle(
        url=url,
        kind=kind.kind,
        reason=kind.reason,
        canonical_url=_canonical(tree, structured, url),
        title=heading,
        lead=words.lead.text if words.lead else None,
        text=body.text,
        language=code,
        published_at=dates.published.value if dates.published else None,
        precision=dates.published.precision if dates.published else None,
        published_day=dates.day,
        modified_at=dates.modified.value if dates.modified else None,
        embargo_until=embargo.until if embargo else None,
        embargo_quote=embargo.quote if embargo else None,
        authors=authors.names,
        images=images,
        attachments=find_attachments(structured, zone, base),
        related=find_related(blocks, body.kept, base),
        alternates=find_alternates(tree, url),
        html=display_html(body.kept, base) if body.kept else plain_html(body.text),
        next_part=following,
        **release,
    )
    grounds = read_grounds(
        title=words.title,
        body=body,
        lead=words.lead,
        language=words.language,
        dates=dates,
        embargo=embargo,
        authors=authors,
        paper=paper,
    )
    return with_grounds(article, grounds, drawn)


def _kind(
    tree: HtmlElement,
    structured: Structured,
    blocks: Sequence[Block],
    url: str,
    words: _Words,
    pictures: int,
    dated: bool,
) -> Kind:
    return kind_of_page(
        tree,
        structured,
        blocks,
        url=url,
        title=words.heading,
        text=words.body.text,
        pictures=pictures,
        dated=dated,
        told=words.body.origin != "meta",
    )


def _title_line(blocks: Sequence[Block], title: Title | None) -> int | None:
    """The index of the line that shows the title."""
    if title is None:
        return None
    wanted = fold(title.text)
    for index, block in enumerate(blocks):
        if title.element is not None and (
            block.element is title.element or title.element in block.element.iterancestors()
        ):
            return index
    return next((i for i, b in enumerate(blocks) if not b.outside and fold(b.text[:500]) == wanted), None)


def _canonical(tree: HtmlElement, structured: Structured, url: str) -> str | None:
    """The address the page gives for itself, absolute; None when it gives none or one that is no web address."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute(url, attribute(link, "href"))
    return absolute(url, structured.first("og:url") or "")
