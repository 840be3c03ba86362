"""Turns a page's meta tags, links and words into the papers, trials and grants it names; marks the one it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.papers.announced import Found, announced
from crawler.extract.papers.dois import clean_doi, doi_of_address, dois_in
from crawler.extract.papers.grants import find_grants, grant_of_address, grant_of_doi
from crawler.extract.papers.passages import QUOTE, Passages, read_passages
from crawler.extract.papers.registers import normal, numbers_in, numbers_of_address
from crawler.extract.structured import SCHOLARLY_TYPES, Structured, node_types, text_of
from crawler.items import Identifier

MOST = 200  # identifiers of one page; more is a bibliography
LINKS = 4_000  # links of one page that are looked at
UP = 4  # elements between a word and the link around it
META_DOIS = (
    "citation_doi", "bepress_citation_doi", "prism.doi", "dc.identifier", "dc.identifier.doi", "dcterms.identifier",
)  # fmt: skip
META_NUMBERS = (("citation_pmid", "pmid"), ("citation_arxiv_id", "arxiv"), ("citation_isbn", "isbn"))
PAPER_TYPES = frozenset(
    ("ScholarlyArticle", "MedicalScholarlyArticle", "CreativeWork", "Article", "MedicalStudy", "MedicalTrial")
)
# What an address must hold to be worth a look; most links of a page lead through its own site.
ADDRESS_HINTS = re.compile(
    r"[/f=]10\.|doi\.org|nature\.com/articles/|thelancet\.com/|cell\.com/|sciencedirect\.com/|rxiv\.org/|pubmed|/pmc|"
    r"europepmc|clinicaltrials|isrctn|drks\.de|anzctr|jrct|cordis\.europa|gepris|nsf\.gov/award|data\.snf|anr\.fr|"
    r"gtr\.ukri|kaken\."
)
PRINTED = re.compile(r"://[\w.-]{4,80}/[^\s<>\"'“”«»]{1,300}", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def find_identifiers(
    structured: Structured, blocks: Sequence[Block], passages: Passages | None = None
) -> tuple[Identifier, ...]:
    """Every identifier the article names, each once, in the order of its first place, with the words around it.

    At most one paper is `primary`: the one the page announces; see `announced`. Lines outside the article name none.
    `passages`: of these blocks, when the caller has read them already.
    """
    passages = passages or read_passages(blocks)
    found: dict[tuple[str, str], Found] = {}
    for one in (*_from_meta(structured), *_from_words(passages), *_from_links(passages, _host(structured))):
        known = found.get(one.key)
        if known is None:
            if len(found) >= MOST:
                break
            found[one.key] = one
        elif known.start < 0 <= one.start:  # what meta tags say stands in a sentence as well
            found[one.key] = replace(known, start=one.start, end=one.end)
    primary = announced(list(found.values()), passages)
    return tuple(replace(one.identifier, primary=one.key in primary) for one in found.values())


def _from_meta(structured: Structured) -> Iterator[Found]:
    for name in META_DOIS:
        for value in structured.all(name):
            match = _DOI.search(value)
            doi = clean_doi(match[0]) if match else None
            if doi:
                yield Found(Identifier(scheme="doi", value=doi, where="meta", quote=value[:QUOTE]), own=True)
    for name, scheme in META_NUMBERS:
        for value in structured.all(name):
            number = normal(scheme, value.strip())
            if number and re.search(r"\d{4}", number):
                yield Found(Identifier(scheme=scheme, value=number, where="meta", quote=value[:QUOTE]), own=True)
    yield from _from_json(structured)


def _from_json(structured: Structured) -> Iterator[Found]:
    """What JSON-LD says: the DOI of the article itself, the paper it is based on, the only one it cites."""
    node = structured.article
    for key in ("identifier", "sameAs", "@id"):
        for value in _listed(node.get(key)):
            yield from _json_dois(value, own=True)
    for key in ("isBasedOn", "isBasedOnUrl", "about", "citation"):
        values = _listed(node.get(key))
        dois = [one for value in values for one in _json_dois(value, based=True)]
        alone = len({one.key for one in dois}) == 1
        yield from (one if alone else replace(one, based=False) for one in dois)
    beside = [one for other in structured.of_type(*SCHOLARLY_TYPES) for one in _json_dois(other, based=True)]
    alone = len({one.key for one in beside}) == 1
    yield from (one if alone else replace(one, based=False) for one in beside)


def _listed(value: object) -> list[object]:
    return value[:50] if isinstance(value, list) else [value]


def _json_dois(value: object, *, own: bool = False, based: bool = False) -> Iterator[Found]:
    texts: list[object] = [value]
    if isinstance(value, dict):
        if node_types(value) and not own and not node_types(value) & PAPER_TYPES:
            return
        texts = [
            one
            for key in ("@id", "url", "sameAs", "identifier", "value", "propertyID")
            for one in _listed(value.get(key))
        ]
        texts += [one.get("value") for one in _listed(value.get("identifier")) if isinstance(one, dict)]
    for text in texts:
        said = text if isinstance(text, str) else text_of(text)
        match = _DOI.search(said[:500])
        doi = clean_doi(match[0]) if match else None
        if doi:
            identifier = Identifier(scheme="doi", value=doi, where="json-ld", quote=said[:QUOTE])
            yield Found(identifier, own=own, based=based)
            return


def _from_words(passages: Passages) -> Iterator[Found]:
    if "10." in passages.plain:
        for doi, start, end in dois_in(passages.plain):
            yield from _paper_or_grant(doi, "text", passages, start, end)
    for scheme, value, start, end in numbers_in(passages.plain, passages.folded):
        yield Found(_identifier(scheme, value, "text", passages, start, end), start, end)
    yield from _from_printed(passages)
    for grant in find_grants(passages):
        identifier = _identifier("grant", grant.value, "text", passages, grant.start, grant.end)
        yield Found(replace(identifier, funder=grant.funder), grant.start, grant.end)


def _from_printed(passages: Passages) -> Iterator[Found]:
    """What addresses printed in full lead to, where their number alone would not tell."""
    place = passages.plain.find("://")
    for _ in range(LINKS):
        if place < 0:
            return
        match = PRINTED.match(passages.plain, place)
        address = f"https{match[0]}".rstrip(".,;:") if match else ""
        if ADDRESS_HINTS.search(address.lower()) and "10." not in address:
            start, end = place, place + len(address) - 5
            yield from _led_to(address, "text", passages, start, end)
        place = passages.plain.find("://", place + 3)


def _led_to(address: str, where: str, passages: Passages, start: int, end: int) -> Iterator[Found]:
    """What one address leads to."""
    for scheme, value in numbers_of_address(address):
        yield Found(_identifier(scheme, value, where, passages, start, end), start, end)
    grant = grant_of_address(address)
    if grant:
        identifier = _identifier("grant", grant[0], where, passages, start, end)
        yield Found(replace(identifier, funder=grant[1]), start, end)
    doi = doi_of_address(address)
    if doi:
        yield from _paper_or_grant(doi, where, passages, start, end)


def _from_links(passages: Passages, host: str) -> Iterator[Found]:
    """What links lead to. A line that is nothing but a link to the site itself is a teaser, not a reference."""
    seen = 0
    for line, block in enumerate(passages.blocks):
        if not block.linked:
            continue
        for link, words in _links(block):
            href = (link.get("href") or "").strip()
            seen += 1
            if seen > LINKS:
                return
            if len(href) > 1_000 or "//" not in href:
                continue
            folded = href.lower()
            if not ADDRESS_HINTS.search(folded):
                continue
            if host and block.linked > 0.8 * len(block.text) and f"//{host}/" in folded:
                continue
            first, last = passages.span(line)
            place = passages.plain.find(words, first, last) if words else -1
            start = place if place >= 0 else first
            end = start + len(words) if place >= 0 else first
            yield from _led_to(href, "link", passages, start, end)


def _paper_or_grant(doi: str, where: str, passages: Passages, start: int, end: int) -> Iterator[Found]:
    """A DOI; the grant that it names instead, or the number of arXiv that it holds as well."""
    grant = grant_of_doi(doi)
    if grant:
        identifier = _identifier("grant", grant[0], where, passages, start, end)
        yield Found(replace(identifier, funder=grant[1]), start, end)
        return
    yield Found(_identifier("doi", doi, where, passages, start, end), start, end)
    if doi.startswith("10.48550/arxiv."):
        number = normal("arxiv", re.sub(r"v\d+$", "", doi.removeprefix("10.48550/arxiv.")))
        if number:
            yield Found(_identifier("arxiv", number, where, passages, start, end), start, end)


def _identifier(scheme: str, value: str, where: str, passages: Passages, start: int, end: int) -> Identifier:
    return Identifier(scheme=scheme, value=value, where=where, quote=passages.quote(start, end))


def _host(structured: Structured) -> str:
    """The host that the page says it is on; "" where it does not."""
    return (re.match(r"https?://([^/]{1,200})/", f"{structured.first('og:url') or ''}/") or ["", ""])[1].lower()


def _links(block: Block) -> Iterator[tuple[HtmlElement, str]]:
    """The links around or inside the words of a line, each once, with its first words."""
    given: list[HtmlElement] = []
    for words, element in block.pieces:
        link = _link_around(element)
        if link is not None and link not in given:
            given.append(link)
            yield link, " ".join(words.split())


def _link_around(element: HtmlElement) -> HtmlElement | None:
    node: HtmlElement | None = element
    for _ in range(UP):
        if node is None or node.tag == "a":
            break
        node = node.getparent()
    return node if node is not None and node.tag == "a" else None
