"""Turns the bytes of one page into a ScrapedArticle: what the page says, field by field, with the origin of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute, find_alternates
from crawler.extract.appdata import draw_article
from crawler.extract.attachments import find_attachments
from crawler.extract.blocks import Block, read_blocks
from crawler.extract.body import Body, find_body
from crawler.extract.contacts import find_contacts
from crawler.extract.dates import find_dates
from crawler.extract.daylabels import numeric_order
from crawler.extract.decode import decode
from crawler.extract.display import display_html, plain_html
from crawler.extract.embargo import find_embargo
from crawler.extract.experts import find_experts
from crawler.extract.identifiers import find_identifiers
from crawler.extract.images import article_root, base_address, find_images
from crawler.extract.kind import Kind, kind_of_bytes, kind_of_page, kind_of_stub
from crawler.extract.labels import find_labels
from crawler.extract.language import find_language
from crawler.extract.lead import Article, find_lead
from crawler.extract.paper import find_paper
from crawler.extract.parts import find_next_part
from crawler.extract.passages import read_passages
from crawler.extract.pdf import PdfRefused, as_printed, read_pdf
from crawler.extract.people import find_authors
from crawler.extract.related import find_related
from crawler.extract.several import keep_one
from crawler.extract.structured import Structured, read_structured
from crawler.extract.tables import unwrap_layout_tables
from crawler.extract.title import Title, find_title, fold
from crawler.extract.tree import TooLarge, attribute, drop_silent, parse
from crawler.extract.zone import find_zone
from crawler.items import Entry, PageKind, ScrapedArticle


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


def _read(
    tree: HtmlElement, structured: Structured, blocks: Sequence[Block], url: str, entry: Entry | None, now: datetime
) -> ScrapedArticle:
    stub = kind_of_stub(tree, blocks, url)
    if stub:
        return _refused(url, stub)
    drawn = draw_article(tree, structured, blocks, url=url, title=entry.title if entry else None)
    if drawn:  # the page shows nothing of its article, but carries it as data
        structured, blocks = drawn.structured, read_blocks(tree)
    following = find_next_part(tree, base_address(tree, url), url)
    drop_silent(tree)
    title = find_title(tree, structured, entry.title if entry else None, url)
    title_at = _title_line(blocks, title)
    heading = title.text if title else None
    body = find_body(tree, structured, blocks, title_at, title)
    told = Article(heading, title_at, body.text, body.kept)
    lead = find_lead(structured, blocks, told, entry.summary if entry else None)
    if lead and not body.text:  # news of one sentence that only the sharing description holds
        body = Body(lead.text, lead.origin)
    language = find_language(tree, structured, heading, body.text, entry)
    code = language.code if language else None
    month_first = numeric_order(blocks, url, tree.get("lang"), code)
    dates = find_dates(
        structured, blocks, title_at, url=url, month_first=month_first, language=code, entry=entry, now=now
    )
    authors = find_authors(structured, blocks, title_at, url)
    shown = title.element if title else None
    base = base_address(tree, url)
    zone = find_zone(tree, blocks, body.kept, article_root(tree, shown), shown)
    images = find_images(tree, structured, zone, base)
    kind = kind_of_page(tree, structured, blocks, url=url, title=heading, text=body.text, pictures=len(images))
    passages = read_passages(blocks, body.text)
    identifiers = find_identifiers(structured, blocks, passages)
    paper = find_paper(structured, blocks, identifiers, heading, passages)
    embargo = find_embargo(blocks, title_at, code, month_first, url=url, day=dates.day, now=now)
    said = {
        "title": title.origin if title else None,
        "text": body.origin if body.text else None,
        "lead": lead.origin if lead else None,
        "language": language.origin if language else None,
        "published_at": dates.published_origin,
        "modified_at": dates.modified_origin,
        "authors": authors.origin,
        "embargo_until": "text" if embargo else None,
        "paper": paper.paper.where if paper else None,
    }
    if drawn:
        said |= {field: drawn.origin for field in drawn.fields if said[field]}
    sure = {
        "text": body.confidence if body.kept else None,
        "title": title.confidence if title else None,
        "authors": authors.confidence if authors.names else None,
        "language": language.confidence if language else None,
        "lead": lead.confidence if lead else None,
        "paper": paper.confidence if paper else None,
        "published_at": dates.published_confidence if dates.published else None,
        "modified_at": dates.modified_confidence if dates.modified else None,
        "embargo_until": embargo.confidence if embargo else None,
    }
    return ScrapedArticle(
        url=url,
        kind=kind.kind,
        reason=kind.reason,
        canonical_url=_canonical(tree, structured, url),
        title=heading,
        lead=lead.text if lead else None,
        text=body.text,
        language=code,
        published_at=dates.published.value if dates.published else None,
        precision=dates.published.precision if dates.published else None,
        published_day=dates.day,
        modified_at=dates.modified.value if dates.modified else None,
        embargo_until=embargo.until if embargo else None,
        embargo_quote=embargo.quote if embargo else None,
        authors=authors.names,
        identifiers=identifiers,
        paper=paper.paper if paper else None,
        labels=find_labels(
            heading,
            lead.text if lead else None,
            body.text,
            structured=structured,
            url=url,
            language=code,
            identifiers=identifiers,
        ),
        images=images,
        attachments=find_attachments(structured, zone, base),
        contacts=find_contacts(blocks, body.kept),
        experts=find_experts(body.text, code, authors.names),
        related=find_related(blocks, body.kept, base),
        alternates=find_alternates(tree, url),
        html=display_html(body.kept, base) if body.kept else plain_html(body.text),
        next_part=following,
        origins={field: origin for field, origin in said.items() if origin},
        confidences={field: trust for field, trust in sure.items() if trust is not None},
        candidates=(
            *(title.candidates if title else ()),
            *body.candidates,
            *authors.candidates,
            *(language.candidates if language else ()),
            *(lead.candidates if lead else ()),
            *dates.candidates,
            *(embargo.candidates if embargo else ()),
        ),
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
