"""Turns a page's meta tags, links and words into the papers and trials it names; marks the one it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured, text_of
from crawler.items import Identifier

QUOTE = 90  # characters kept on each side of an identifier
MOST = 200  # identifiers of one page; more is a bibliography
# Crossref's own pattern for modern DOIs, with Unicode letters left out; ends are trimmed below.
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>«»“”‘’「」、。，；]{2,200}", re.IGNORECASE)
DOI_LINK = re.compile(r"^(?:https?:)?//(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/.+)$", re.IGNORECASE)
PUBLISHER_LINK = re.compile(
    r"/(?:doi|articles?|abs|full|pdf|epdf|doi/(?:abs|full|pdf|epdf|10\.\d+))/(10\.\d{4,9}/[^?#\s]+)", re.IGNORECASE
)
SUFFIX_PARTS = re.compile(
    r"/(?:full|abstract|pdf|epdf|meta|summary|fulltext|html)$|\.(?:pdf|html?|full)$", re.IGNORECASE
)
# The scheme, what a text in lower case must hold to be worth the search, and the pattern.
WORDED = (
    ("pmid", "pmid", re.compile(r"\bPMID\s*[:：]?\s*(\d{5,8})\b", re.IGNORECASE)),
    ("pmid", "pubmed", re.compile(r"\bPubMed ?ID\s*[:：]?\s*(\d{5,8})\b", re.IGNORECASE)),
    ("pmcid", "pmc", re.compile(r"\b(PMC\d{5,8})\b")),
    ("arxiv", "arxiv", re.compile(
        r"\barXiv\s*[:：]?\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b", re.IGNORECASE)),
    ("nct", "nct", re.compile(r"\b(NCT\d{8})\b", re.IGNORECASE)),
    ("ctis", "-", re.compile(r"\b(20(?:2[2-9]|[3-9]\d)-5\d{5}-\d{2}-\d{2})\b")),
    ("eudract", "-", re.compile(r"\b((?:200[4-9]|201\d|202[0-3])-\d{6}-\d{2})\b(?!-)")),
    ("isrctn", "isrctn", re.compile(r"\b(ISRCTN\s?\d{8})\b", re.IGNORECASE)),
    ("drks", "drks", re.compile(r"\b(DRKS\d{8})\b", re.IGNORECASE)),
    ("isbn", "isbn", re.compile(r"\bISBN(?:-1[03])?\s*[:：]?\s*((?:97[89][\s–-]?)?(?:\d[\s–-]?){9}[\dXx])\b")),
)  # fmt: skip
LINKED = (
    ("pmid", "pubmed", re.compile(
        r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{5,8})", re.IGNORECASE)),
    ("pmcid", "pmc", re.compile(
        r"(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov|"
        r"europepmc\.org)/articles?/(PMC\d{5,8})", re.IGNORECASE)),
    ("arxiv", "arxiv", re.compile(
        r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE)),
    ("nct", "clinicaltrials", re.compile(r"clinicaltrials\.gov/(?:ct2/show|study|show)/(NCT\d{8})", re.IGNORECASE)),
    ("isrctn", "isrctn", re.compile(r"isrctn\.com/(ISRCTN\d{8})", re.IGNORECASE)),
    ("drks", "drks", re.compile(r"drks\.de/\S*?(DRKS\d{8})", re.IGNORECASE)),
)  # fmt: skip
TRIALS = ("nct", "isrctn", "drks", "eudract", "ctis")
# A line, or the start of one, by which a release names the paper it announces.
DIGITS = re.compile(r"\d{4}")
LABEL = re.compile(
    r"^\W*(?:original\s?(?:publi[ck]ation|paper|article|study|arbeit|veröffentlichung|studie)|"
    r"publi[ck]ations?|journal (?:article|reference|paper)|"
    r"(?:article )?references?|références?|referenz(?:en)?|referencias?|riferiment[oi]|(?:research )?paper|"
    r"full (?:paper|study|article)|"
    r"publication originale|article original|artículo(?: original)?|publicación|pubblicazione|论文|論文|"
    r"掲載論文|原論文|論文情報|发表论文|publikáció|doi)\W*$|"
    r"^\W*(?:original\s?publi[ck]ation|publi[ck]ation|journal reference|original paper|référence|referenz|"
    r"reference|paper|論文情報|掲載論文)\s*[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    identifier: Identifier
    labelled: bool = False


def find_identifiers(structured: Structured, blocks: Sequence[Block]) -> tuple[Identifier, ...]:
    """Every identifier the article names, each once, in the order of its first place.

    Primary: the DOI the page's own meta tags give; else the one behind a label such as "Original publication:";
    else the only DOI. Of several unlabelled DOIs none is, because a reader could not tell either. The only
    trial number of a page is primary too: partners of one release print the paper, the trial or both.
    """
    found: dict[tuple[str, str], _Found] = {}
    for item in (*_from_meta(structured), *_from_blocks(blocks)):
        key = (item.identifier.scheme, item.identifier.value)
        known = found.get(key)
        if known is None:
            if len(found) >= MOST:
                break
            found[key] = item
        elif item.labelled and not known.labelled:
            found[key] = replace(known, labelled=True)
    return _with_primary(list(found.values()))


def clean_doi(text: str) -> str | None:
    """A DOI in lower case without what follows it in a sentence; None when nothing is left.

    Brackets belong to a DOI when they pair up inside it: 10.1016/S2665-9913(24)00298-4.
    """
    doi = unquote(text).strip().split("?", 1)[0].split("#", 1)[0].split("&", 1)[0]
    doi = doi.rstrip(".,;:!?*/")
    while doi and doi[-1] in ")]}":
        opening = {")": "(", "]": "[", "}": "{"}[doi[-1]]
        if doi.count(opening) >= doi.count(doi[-1]):
            break
        doi = doi[:-1].rstrip(".,;:!?*")
    doi = SUFFIX_PARTS.sub("", doi).lower()
    return doi if re.fullmatch(r"10\.\d{4,9}/\S{2,}", doi) else None


def _from_meta(structured: Structured) -> Iterator[_Found]:
    for name in (
        "citation_doi",
        "bepress_citation_doi",
        "prism.doi",
        "dc.identifier",
        "dc.identifier.doi",
        "dcterms.identifier",
    ):
        for value in structured.all(name):
            match = DOI.search(value)
            doi = clean_doi(match[0]) if match else None
            if doi:
                yield _Found(Identifier(scheme="doi", value=doi, where="meta", quote=value[:200]), labelled=True)
    for name, scheme in (("citation_pmid", "pmid"), ("citation_arxiv_id", "arxiv"), ("citation_isbn", "isbn")):
        for value in structured.all(name):
            yield _Found(Identifier(scheme=scheme, value=value.strip(), where="meta", quote=value[:200]), labelled=True)
    for key in ("identifier", "sameAs", "citation"):
        match = DOI.search(text_of(structured.article.get(key)))
        doi = clean_doi(match[0]) if match else None
        if doi:
            yield _Found(Identifier(scheme="doi", value=doi, where="json-ld", quote=match[0] if match else None))


def _from_blocks(blocks: Sequence[Block]) -> Iterator[_Found]:
    label = 0  # lines since a line that is nothing but a label
    for block in blocks:
        if block.outside:
            continue
        if len(block.text) < 80 and LABEL.match(block.text):
            label = 4
        for scheme, value, start, where in (*_in_words(block.text), *_in_links(block)):
            labelled = label > 0 or LABEL.match(block.text) is not None
            yield _Found(Identifier(scheme=scheme, value=value, where=where, quote=_quote(block.text, start)), labelled)
        label -= 1


def _in_words(text: str) -> Iterator[tuple[str, str, int | None, str]]:
    if not DIGITS.search(text):
        return
    for match in DOI.finditer(text) if "10." in text else ():
        doi = clean_doi(match[0])
        if doi:
            yield "doi", doi, match.start(), "text"
    folded = text.lower()
    for scheme, hint, pattern in WORDED:
        for match in pattern.finditer(text) if hint in folded else ():
            value = _normal(scheme, match[1])
            if value:
                yield scheme, value, match.start(), "text"


def _in_links(block: Block) -> Iterator[tuple[str, str, int | None, str]]:
    if not block.linked:
        return
    for link in _links(block.element):
        href = (link.get("href") or "").strip()
        if len(href) > 1_000 or "/" not in href:
            continue
        match = (DOI_LINK.match(href) or PUBLISHER_LINK.search(href)) if "/10." in href else None
        doi = clean_doi(match[1]) if match else None
        place = block.text.find(" ".join((link.text or "").split())) if link.text else -1
        start = place if place >= 0 else None
        if doi:
            yield "doi", doi, start, "link"
        folded = href.lower()
        for scheme, hint, pattern in LINKED:
            found = pattern.search(href) if hint in folded else None
            value = _normal(scheme, found[1]) if found else None
            if value:
                yield scheme, value, start, "link"


def _links(element: HtmlElement) -> Iterator[HtmlElement]:
    return (link for _, link in zip(range(60), element.iter("a"), strict=False))


def _normal(scheme: str, text: str) -> str | None:
    """One print of an identifier; None when its check digit is wrong."""
    if scheme == "isbn":
        digits = re.sub(r"[^\dXx]", "", text).upper()
        return digits if _isbn_holds(digits) else None
    if scheme in ("nct", "isrctn", "drks", "pmcid"):
        return text.upper().replace(" ", "")
    return text.lower() if scheme == "arxiv" else text


def _isbn_holds(digits: str) -> bool:
    if len(digits) == 10:
        return sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0
    if len(digits) == 13 and digits.isdigit():
        return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    return False


def _quote(text: str, start: int | None) -> str:
    if start is None:
        return text[: QUOTE * 2]
    return text[max(0, start - QUOTE) : start + QUOTE].strip()


def _with_primary(found: list[_Found]) -> tuple[Identifier, ...]:
    dois = [item for item in found if item.identifier.scheme == "doi"]
    own = [item for item in dois if item.identifier.where == "meta"]
    labelled = [item for item in dois if item.labelled]
    if own:
        chosen = own[:1]
    elif labelled:
        chosen = labelled if len(labelled) == 1 else []
    else:
        chosen = dois if len(dois) == 1 else []
    registered = [i for i in found if i.identifier.scheme in TRIALS]
    if not dois:
        registered += [i for i in found if i.identifier.scheme == "arxiv"]
    if len(registered) == 1:
        chosen = [*chosen, *registered]
    keys = {(item.identifier.scheme, item.identifier.value) for item in chosen}
    return tuple(replace(i.identifier, primary=(i.identifier.scheme, i.identifier.value) in keys) for i in found)
