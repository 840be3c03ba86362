"""Turns words and addresses into the numbers of papers, books and trials that registers gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST = 2_000  # places of one page at which one scheme is looked for
# Schemes that number trials. What one register numbers, another may number as well.
TRIALS = (
    "nct", "isrctn", "drks", "eudract", "ctis", "actrn", "chictr", "ctri", "jrct", "umin", "ntr", "kct", "irct",
        "pactr",
)  # fmt: skip
_OLD_ARCHIVES = (
    r"astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nlin|nucl-ex|nucl-th|physics|quant-ph|math|cs|q-bio|"
    r"q-fin|stat|chao-dyn|solv-int|alg-geom|dg-ga|funct-an|q-alg|cmp-lg|patt-sol|adap-org"
)
_MONTH = r"(?:0[1-9]|1[0-2])"
_ARXIV = rf"(?:(?:0[7-9]|[1-4]\d){_MONTH}\.\d{{4,5}}|(?:{_OLD_ARCHIVES})(?:\.[A-Za-z]{{2}})?/[90]\d{_MONTH}\d{{3}})"
_ISBN = r"(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx]"
_NEW = r"(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph)"
# The scheme, what a text in lower case holds where a number begins, how many characters before that, and the pattern.
WORDED = (
    ("pmid", "pmid", 0, re.compile(r"PMID\s?[:：#]?\s?(\d{5,8})\b", re.IGNORECASE)),
    ("pmid", "pubmed", 0, re.compile(r"PubMed[ -]?(?:ID|PMID)?\s?[:：#]\s?(\d{7,8})\b", re.IGNORECASE)),
    ("pmcid", "pmc", 0, re.compile(r"(PMC ?\d{5,8})\b")),
    ("arxiv", "arxiv", 0, re.compile(
        rf"arXiv\s?(?:e?-?prints?|id|identifier)?\s?[:：]?\s?\(?({_ARXIV})(?:v\d{{1,2}})?(?![\d.]\d|\w)",
        re.IGNORECASE)),
    *(("arxiv", archive, 0, re.compile(rf"({_NEW}/[90]\d{_MONTH}\d{{3}})(?:v\d{{1,2}})?(?!\w)"))
      for archive in ("astro-ph/", "cond-mat/", "gr-qc/", "hep-", "math-ph/", "nucl-", "quant-ph/")),
    ("nct", "nct", 0, re.compile(r"(NCT[ :-]?\d{8})(?!\d)", re.IGNORECASE)),
    ("ctis", "-5", 4, re.compile(r"(20(?:2[2-9]|[3-9]\d)-5\d{5}-\d{2}-\d{2})(?![\d-])")),
    ("ctis", "ctis", 0, re.compile(r"CTIS[^\n\d]{0,25}(20(?:2[2-9]|[3-9]\d)-5\d{5}-\d{2})(?![\d-])", re.IGNORECASE)),
    ("ctis", "eu ct", 0, re.compile(r"EU CT[^\n\d]{0,25}(20(?:2[2-9]|[3-9]\d)-5\d{5}-\d{2})(?![\d-])", re.IGNORECASE)),
    ("eudract", "-00", 4, re.compile(r"((?:200[4-9]|201\d|202[0-4])-00\d{4}-\d{2})(?![\d-])")),
    ("isrctn", "isrctn", 0, re.compile(r"(ISRCTN[ :-]{0,2}\d{8})(?!\d)", re.IGNORECASE)),
    ("drks", "drks", 0, re.compile(r"(DRKS[ :-]{0,2}\d{8})(?!\d)", re.IGNORECASE)),
    ("actrn", "actrn", 0, re.compile(r"(ACTRN[ :]{0,2}\d{14})(?!\d)", re.IGNORECASE)),
    ("chictr", "chictr", 0, re.compile(r"(ChiCTR(?:-[A-Z]{2,4}-\d{8}|-?\d{10}))(?!\d)", re.IGNORECASE)),
    ("ctri", "ctri/", 0, re.compile(r"(CTRI/20\d\d/\d{2,3}/\d{6})(?!\d)", re.IGNORECASE)),
    ("jrct", "jrct", 0, re.compile(r"(jRCT[s1-9]\d{9})(?!\d)", re.IGNORECASE)),
    ("umin", "umin0", 0, re.compile(r"(UMIN0\d{8})(?!\d)", re.IGNORECASE)),
    ("ntr", "trial regist", 0, re.compile(r"Trial regist(?:er|ry)[^\n\d]{0,30}\b(NTR ?\d{3,5})(?!\d)", re.IGNORECASE)),
    ("kct", "kct0", 0, re.compile(r"(KCT0\d{6})(?!\d)")),
    ("irct", "irct", 0, re.compile(r"(IRCT\d{8,14}N\d{1,3})(?!\d)")),
    ("pactr", "pactr", 0, re.compile(r"(PACTR\d{15})(?!\d)")),
    ("isbn", "isbn", 0, re.compile(
        rf"ISBN(?:-1[03])?(?: ?\([^()\n]{{1,20}}\))? ?[:：]? ?({_ISBN})(?![\dXx])", re.IGNORECASE)),
)  # fmt: skip
LINKED = (
    ("pmid", "pubmed", re.compile(
        r"//(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed(?:/\?term=|"
        r"/)?)/?(\d{5,8})(?![\d.]*[-\w])")),
    ("pmcid", "pmc", re.compile(
        r"(?:ncbi\.nlm\.nih\.gov|europepmc\.org)[a-z/]*?/articles?/(?:pmc/)?(PMC\d{5,8})", re.IGNORECASE)),
    ("arxiv", "arxiv.org/", re.compile(rf"arxiv\.org/(?:abs|pdf|html|ps|format)/({_ARXIV})(?!\d)", re.IGNORECASE)),
    ("arxiv", "10.48550/", re.compile(rf"/10\.48550/arxiv\.({_ARXIV})(?!\d)", re.IGNORECASE)),
    ("nct", "clinicaltrials", re.compile(r"clinicaltrials\.gov/\S*?(NCT\d{8})(?!\d)", re.IGNORECASE)),
    ("isrctn", "isrctn", re.compile(r"isrctn\.com/(ISRCTN\d{8})(?!\d)", re.IGNORECASE)),
    ("drks", "drks", re.compile(r"drks\.de/\S*?(DRKS\d{8})(?!\d)", re.IGNORECASE)),
    ("ctis", "euclinicaltrials", re.compile(r"euclinicaltrials\.eu/\S*?(20\d\d-5\d{5}-\d{2}-\d{2})(?!\d)")),
    ("eudract", "clinicaltrialsregister", re.compile(r"clinicaltrialsregister\.eu/\S*?(20\d\d-0\d{5}-\d{2})(?!\d)")),
    ("actrn", "anzctr", re.compile(r"anzctr\.org\.au/\S*?(ACTRN\d{14})(?!\d)", re.IGNORECASE)),
    ("jrct", "jrct", re.compile(r"jrct\.(?:niph|mhlw)\.go\.jp/\S*?(jRCT[s1-9]\d{9})(?!\d)", re.IGNORECASE)),
)  # fmt: skip
# A number of this form alone is anybody's; words about a trial beside it make it one of the European register.
_ABOUT_TRIALS = re.compile(
    r"eudra|\bEU[ -]?CT|trial|clini|klini|essai|étude|studi|ensayo|estudio|sperimentazion|prüf|studio|badani|"
    r"vizsgálat|治験|試験",
    re.IGNORECASE,
)


def numbers_in(text: str, folded: str) -> Iterator[tuple[str, str, int, int]]:
    """(scheme, value, begin, end) of every number printed in a text. `folded`: the text in lower case."""
    for scheme, hint, before, pattern in WORDED:
        place = folded.find(hint)
        for _ in range(MOST):
            if place < 0:
                break
            start = place - before
            match = pattern.match(text, start) if start >= 0 and not _inside_word(text, start) else None
            value = normal(scheme, match[1]) if match and _believed(scheme, text, match) else None
            if match and value:
                yield scheme, value, match.start(), match.end()
            place = folded.find(hint, place + len(hint))


def _inside_word(text: str, start: int) -> bool:
    """Whether a place is in the middle of a word or number."""
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] == "-") and text[start - 1].isascii()


def _believed(scheme: str, text: str, match: re.Match[str]) -> bool:
    return scheme != "eudract" or _ABOUT_TRIALS.search(_line_around(text, match.start(), match.end())) is not None


def numbers_of_address(address: str) -> Iterator[tuple[str, str]]:
    """(scheme, value) of the papers and trials an address leads to."""
    folded = address.lower()
    for scheme, hint, pattern in LINKED:
        match = pattern.search(address) if hint in folded else None
        value = normal(scheme, match[1]) if match else None
        if value:
            yield scheme, value


def normal(scheme: str, text: str) -> str | None:
    """One print of a number; None when its check digit is wrong."""
    if scheme == "isbn":
        digits = re.sub(r"[^\dXx]", "", text).upper()
        return digits if _isbn_holds(digits) else None
    bare = re.sub(r"[\s:]", "", text)
    if scheme in ("nct", "isrctn", "drks", "actrn", "umin", "pmcid", "ntr"):
        return bare.upper().replace("-", "")
    if scheme == "chictr":
        return "ChiCTR" + bare[6:].upper()
    if scheme == "jrct":
        return "jRCT" + bare[4:].lower()
    if scheme == "arxiv":  # the class of an old number (math.GT/0309136) is no part of it
        return re.sub(r"\.[a-z]{2}/", "/", bare.lower())
    return bare


def _line_around(text: str, start: int, end: int) -> str:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[max(first, start - 300) : min(last if last >= 0 else len(text), end + 200)]


def _isbn_holds(digits: str) -> bool:
    if len(digits) == 10:
        return sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0
    if len(digits) == 13 and digits.isdigit():
        return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    return False
