"""Turns a paper into a reference that reference managers take: RIS, BibTeX, CSL-JSON, meta tags for Zotero."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from db.site.outward import register_address, register_name
from db.site.papers import Paper

_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u0085\u2028\u2029]+")
# What TeX would run, set or skip.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_VERBATIM = re.compile(r"[^!-\[\]-z|~\u00a1-\U0010ffff]")  # a DOI or address is not set in type; no brace, no backslash


def ris(paper: Paper) -> str:
    """One RIS record. A field never holds a line end, so that none can begin another field."""
    fields = [("TY", {"arxiv": "UNPB", "isbn": "BOOK"}.get(paper.scheme, "JOUR") if paper.kind == "paper" else "GEN")]
    fields += [("AU", name) for name in paper.authors]
    fields += [("TI", paper.title or ""), ("JO", paper.journal or ""), ("PY", (paper.published_at or "")[:4])]
    fields += [("DA", (paper.published_at or "").replace("-", "/"))]
    fields += [(_RIS.get(scheme, "AN"), _number(scheme, value)) for scheme, value in paper.identifiers]
    fields += [("UR", _address(paper)), ("N1", _note(paper))]
    lines = [f"{tag}  - {_line(said)}" for tag, said in fields if _line(said)]
    return "\r\n".join([*lines, "ER  - "]) + "\r\n"


_RIS = {"doi": "DO", "isbn": "SN"}


def bibtex(paper: Paper) -> str:
    """One BibTeX entry; names as printed, and what TeX would read as a command is escaped."""
    kind = "article" if paper.journal and paper.kind == "paper" else "misc"
    fields = {
        "author": " and ".join(_name(one) for one in paper.authors),
        "title": f"{{{_tex(paper.title)}}}" if paper.title else "",
        "journal": _tex(paper.journal or ""),
        "year": (paper.published_at or "")[:4],
        "doi": _VERBATIM.sub("", _value(paper, "doi")),
        "eprint": _VERBATIM.sub("", _value(paper, "arxiv")),
        "isbn": _VERBATIM.sub("", _value(paper, "isbn")),
        "url": _VERBATIM.sub("", _address(paper)),
        "note": _tex(_note(paper)),
    }
    lines = [f"  {name} = {{{said}}}," for name, said in fields.items() if said]
    return "\n".join([f"@{kind}{{{_key(paper)},", *lines, "}"]) + "\n"


def csl(paper: Paper) -> str:
    """A CSL-JSON list of one item. Names are literal: no rule splits them right in every language."""
    kinds = {"arxiv": "article", "isbn": "book"}
    item: dict[str, Any] = {
        "id": _key(paper),
        "type": kinds.get(paper.scheme, "article-journal") if paper.kind == "paper" else "document",
        "title": _line(paper.title or ""),
        "container-title": _line(paper.journal or ""),
        "author": [{"literal": _line(one)} for one in paper.authors],
        "DOI": _value(paper, "doi"),
        "PMID": _value(paper, "pmid"),
        "PMCID": _value(paper, "pmcid"),
        "ISBN": _value(paper, "isbn"),
        "number": paper.value if paper.kind != "paper" else "",
        "URL": _address(paper),
        "note": _line(_note(paper)),
    }
    parts = re.findall(r"\d+", (paper.published_at or "")[:10])
    if parts:
        item["issued"] = {"date-parts": [[int(part) for part in parts]]}
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


def meta_tags(paper: Paper) -> list[tuple[str, str]]:
    """Name and content of the meta tags by which Zotero and search engines read a reference off a page."""
    if paper.kind != "paper":
        return []
    tags = [("citation_title", paper.title or ""), ("citation_journal_title", paper.journal or "")]
    tags += [("citation_author", name) for name in paper.authors]
    tags += [("citation_publication_date", (paper.published_at or "").replace("-", "/"))]
    names = {"doi": "citation_doi", "pmid": "citation_pmid", "arxiv": "citation_arxiv_id", "isbn": "citation_isbn"}
    tags += [(names[scheme], value) for scheme, value in paper.identifiers if scheme in names]
    return [(name, _line(content)) for name, content in tags if _line(content)]


def _value(paper: Paper, scheme: str) -> str:
    return next((_line(value) for known, value in paper.identifiers if known == scheme), "")


def _number(scheme: str, value: str) -> str:
    return value if scheme in _RIS else f"{register_name(scheme)} {value}"


def _address(paper: Paper) -> str:
    return next((address for key in paper.identifiers if (address := register_address(*key))), "")


def _note(paper: Paper) -> str:
    if not paper.retracted:
        return ""
    return f"Retracted{f' {paper.state_at[:10]}' if paper.state_at else ''}. {paper.state_why or ''}".strip()


def _line(said: str) -> str:
    return _SPACE.sub(" ", said).strip()


def _tex(said: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(said))


def _name(said: str) -> str:
    """A name as BibTeX reads it: what holds its own separators is kept together."""
    text = _tex(said)
    return f"{{{text}}}" if "," in text or re.search(r"\band\b", text, re.IGNORECASE) else text


def _key(paper: Paper) -> str:
    """`farge2024` where an author and a year are known, else the scheme and the card's number."""
    words = _line(paper.authors[0]).split(" ") if paper.authors else []
    plain = unicodedata.normalize("NFKD", words[-1]) if words else ""
    name = re.sub(r"[^a-z]", "", plain.lower())
    year = (paper.published_at or "")[:4]
    return f"{name}{year}" if name and year else f"{re.sub(r'[^a-z]', '', paper.scheme)}{paper.id}"
