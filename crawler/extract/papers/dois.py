"""Turns words and addresses that hold a DOI into the DOI itself, without what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

# Only what registrars let publishers use since 2008, so that a word in another script ends a DOI. One space is bridged
# behind a slash or hyphen: pages break long DOIs there, with a space or one of no width.
_SIGN = r"[\w\-.;()/:\[\]+#&%=~@!$*,?<>]"
DOI = re.compile(
    rf"(?<!\d)(?<!\d\.)(?<!\d,)10\.\d{{4,9}}/(?: ?(?=[\w(]{{0,6}}\d)|(?=\S)){_SIGN}{{1,120}}"
    rf"(?:(?<=[-/]) (?=[\w(]{{0,8}}\d){_SIGN}{{2,60}})?",
    re.ASCII,
)
_SHORTENED = re.compile(r"\s?(?:…|\.\.\.|\[…)")
_WHOLE = re.compile(r"10\.\d{4,9}/\S{2,}")
# A year behind "10." is a date or a folder of an archive unless the word doi stands before it.
_YEARLIKE = re.compile(r"10\.(?:19|20)\d\d/")
# What follows a DOI in the address of a page about the paper, or names a part of it, not the paper.
_PAGE_OF = re.compile(
    r"/(?:full|abstract|abs|pdf|epdf|pdfdirect|epub|meta|summary|fulltext|full-text|html?|xml|references|figures|"
    r"suppinfo|suppl_file/.*|supplemental.*|-/dc\w*|asset/.*|download|metrics|citedby|share|view)/?$|"
    r"\.(?:pdf|html?|full(?:\.pdf)?|abstract|short)$",
    re.IGNORECASE,
)
_PART_OF = (
    re.compile(r"^(10\.1371/journal\.p[a-z]{3}\.\d{7})\.(?:s|t|g|r)\d{3}$"),
    re.compile(r"^(10\.7554/elife\.\d{5,6})\.\d{3}$"),
    re.compile(r"^(10\.(?:1101|64898)/\S*?\d)v\d{1,2}(?:\.\S*)?$"),  # bioRxiv, medRxiv: the version
    re.compile(r"^(10\.1093/[^/\s]+/[^/\s]+)/\d{5,9}$"),  # Oxford: its own number of the article
    re.compile(r"^(10\.\d{4,9}/\S+?)(?:\.supp|/suppl|\.suppl)$"),
)
# Words glued to a DOI where a page broke the line without saying so.
_GLUED = re.compile(r"(?<=\d)(?:[A-Z][a-z]{3,}|PMID|PMCID|DOI|https?:|ISSN)\S*$")
_RESOLVER = re.compile(
    r"(?:^|[/.])(?:dx[.-])?doi(?:[.-]org|\.pangaea\.de)[^/]{0,80}/"
    r"(?:doi:|(?:https?:)?/{0,2}(?:dx\.|www\.)?doi\.org/){0,3}(10\.\d{4,9}/.+)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"/(?:doi|articles?|fullarticle|content|chapter|book|abs|full|pdf|epdf|epub|lookup|doifinder|abstract|document)"
    r"(?:/(?:abs|full|pdf|epdf|epub|pdfplus|reader|pdfdirect|e?book|doi|epub|early|biorxiv|medrxiv|suppl|10\.\d+))?/"
    r"(?:doi:)?(10\.\d{4,9}/[^?#\s]+)|"
    r"[?&](?:id|doi|article|articleid|path)=(?:info:)?(?:doi[:/])?(10\.\d{4,9}/[^?#&\s]+)",
    re.IGNORECASE,
)
_NATURE = re.compile(
    r"^/articles/([sdn](?:\d{5}-\d{3}-\d{3,5}-[\da-zA-Z]|ature\d{5})|[a-z]{2,8}\d{3,6}(?:\.\d+)?)(?![\w-])"
)
_ARCHIVE = re.compile(
    r"/(20(?:1[3-9]|2[0-4])\.\d\d\.\d\d\.\d{6,8})(?=[v./]|$)"
)  # bioRxiv, medRxiv before their new prefix
_PII = re.compile(r"(?:/PII|/pii/|/)(S\d{4}-\d{3}[\dX]\(\d\d\)\d{5}-[\dX])(?![\w-])")
_SHARING = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|linkedin|xing|reddit|whatsapp|telegram|weibo|pinterest|bsky|threads|google|bing|"
    r"scopus|webofknowledge|webofscience|crossref|altmetric|plu|addtoany|line)\.(?:\w{2,4})$"
)  # fmt: skip
# Registrants whose DOIs name something else than a paper: funders, grants, data, software, films, pictures.
FUNDER = "10.13039/"
_DATA = re.compile(
    r"10\.(?:5281/zenodo|17632/|5061/|6084/m9\.figshare|1594/pangaea|7910/dvn|24433/co|17605/osf\.io|5291/zenodo|"
    r"5517/|2210/|15468/|5447/ipd|18129/|11588/data|3886/|4121/|7937/k|25345/|14454/|35097/|48804/|60893/|34894/)"
)
_PREPRINT = re.compile(
    r"10\.(?:1101/20\d\d\.\d\d\.|1101/\d{6}$|64898/|48550/arxiv|21203/rs|2139/ssrn|31234/|31235/|31219/|26434/|20944/"
    r"|36227/|22541/|31223/|31222/|31730/|33774/|32942/|14293/|12688/|35542/|55458/|1590/scielopreprints|2196/preprints)"
)


def clean_doi(text: str) -> str | None:
    """A DOI in lower case without what follows it in a sentence; None when nothing is left.

    Brackets belong to a DOI when they pair up inside it: 10.1016/S2665-9913(24)00298-4. A supplement, a version of a
    preprint or the page of a publisher is cut to the paper.
    """
    doi = _GLUED.sub("", "".join(unquote(text).split()))
    doi = _trimmed(re.split(r"[?#&]|/\?|<(?:/|br|a )", doi, maxsplit=1)[0])
    for _ in range(3):
        shorter = _trimmed(_PAGE_OF.sub("", doi))
        if shorter == doi:
            break
        doi = shorter
    doi = doi.lower()
    for part in _PART_OF:
        match = part.match(doi)
        if match:
            doi = match[1]
    return doi if _WHOLE.fullmatch(doi) and not doi.startswith(FUNDER) else None


def _trimmed(doi: str) -> str:
    """Without the points and the unpaired brackets at its end."""
    doi = doi.rstrip(".,;:!?*/-")
    while doi and doi[-1] in ")]>":
        opening = {")": "(", "]": "[", ">": "<"}[doi[-1]]
        if doi.count(opening) >= doi.count(doi[-1]):
            break
        doi = doi[:-1].rstrip(".,;:!?*/-")
    return doi


def dois_in(text: str) -> Iterator[tuple[str, int, int]]:
    """(DOI, where it begins, where it ends) of every DOI printed in a text, in order."""
    for match in DOI.finditer(text):
        start, end = match.span()
        if _SHORTENED.match(text, end) or match[0].endswith(("...", "…")):
            continue  # cut for display; the link behind it holds the whole
        if _YEARLIKE.match(match[0]) and "doi" not in text[max(0, start - 12) : start].lower():
            continue
        doi = clean_doi(match[0])
        if doi:
            yield doi, start, end


def doi_of_address(address: str) -> str | None:
    """The DOI an address leads to: of a resolver, or in the address of a paper at its publisher; None without one.

    Nature's article numbers and the PIIs of The Lancet and Cell are DOIs without their prefix.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "") or _SHARING.search(host):
        return None
    if "10." in address:
        whole = unquote(address) if "%2f" in address.lower() else address
        match = _RESOLVER.search(whole) or _PUBLISHED.search(whole)
        found = next((group for group in match.groups() if group), None) if match else None
        if found and (not _YEARLIKE.match(found) or "doi" in whole.lower()):
            return clean_doi(found)
        return None
    return _of_publisher(host, parts.path)


def _of_publisher(host: str, path: str) -> str | None:
    if host.endswith("nature.com"):
        match = _NATURE.match(path)
        return f"10.1038/{match[1].lower()}" if match else None
    if host.endswith(("biorxiv.org", "medrxiv.org")):
        match = _ARCHIVE.search(path)
        return f"10.1101/{match[1]}" if match else None
    if host.endswith(("thelancet.com", "cell.com", "sciencedirect.com")):
        match = _PII.search(unquote(path))
        return f"10.1016/{match[1].lower()}" if match else None
    return None


def is_preprint(doi: str) -> bool:
    """Whether the registrant of a DOI publishes papers before their review."""
    return _PREPRINT.match(doi) is not None


def is_paper(doi: str) -> bool:
    """Whether a DOI may name a paper: not data, software or slides, nor the news and comments in Nature."""
    return _DATA.match(doi) is None and not doi.startswith("10.1038/d41586-")
