"""Turns lines that thank funders into the grants they name, each with its funder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.papers.funders import ADDRESSES, FUNDERS, GRANT_DOIS, MINISTRIES, OWN_FORMS, Funder
from crawler.extract.papers.passages import Passages

AFTER = 170  # characters behind a funder's words in which its numbers stand
BEFORE = 110  # and before them: "grant agreement No 825575 of the European Union"
LONGEST = 4_000  # characters of one line that are read; funding is told in a paragraph
# A page without any of these words names no grant with its number; and a line without one of NUMBERISH neither.
GATE = (
    "grant", "award", "fund", "förder", "financ", "finanz", "subven", "convention", "project", "projekt", "proyecto",
    "progetto", "anr-", "dfg", "nsf", "nih", "kakenhi", "科研費", "科学研究費", "助成", "基金",
    "jpmj", "council", "foundation",
    "wellcome", "horizon", "pid20", "cex20", "fct", "támogat", "pályáz", "otka", "fapesp", "instituto", "r01", "cihr",
        "arc ",
    "nhmrc", "epsrc", "bbsrc", "mrc", "fondecyt", "isciii", "support", "unterstütz", "prin ", "pnrr", "snf", "fwf",
        "nwo", "fwo",
)  # fmt: skip
NUMBERISH = re.compile(r"\d{3}(?:\d{2}|[./]\d)")
FORMS = (
    "anr-", "labx-", "vi.v", "ocenw", "jpmj", "sfb", "trr", "exc ", "crc ", "grk ", "fwf", "g0", "prin ", "fkz",
        "förderkennz",
    "funding code", "iss p", "/1-",
)  # fmt: skip
_STRONG = (
    r"grants?|agreements?|awards?|projects?|contracts?|finanzhilfevereinbarung|projektnummer\w*|projekts?|"
    r"fördernummer\w*|"
    r"förderkennzeichen|fkz|vertrag\w*|subventions?|conventions?|contrats?|projets?|bourse|acuerdo|subvención|"
    r"proyectos?|"
    r"contrato|ayuda|accordo|contratto|sovvenzione|progetto|convenzione|contratos?|projetos?|processos?|umowa|"
    r"szerződés|"
    r"project-?id|frn|gnt|stg|cog|adg|syg|poc|vici|vidi|veni|批准号|项目批准号|资助号|編號|課題番号|项目|fellowships?|scheme"
)
_WEAK = r"numbers?|nummer|no|nos|nr|num|n|ids?|codes?|ref|reference|numéro|número|codice|番号|under|号"
LABEL = re.compile(
    rf"(?<!\w)(?:{_STRONG})(?:[\s-](?:{_WEAK}|{_STRONG})){{0,2}}[\s.:：#°º\"“(\[–—,-]{{0,6}}(?:(?:no|nos|nr|"
    rf"n)[.°ºo]{{0,2}}\s?)?#?$|"
    r"(?:sfb|trr|exc|crc|grk|rtg|spp|for)[ -]?\d{2,5}(?:/\d)?[\s,(–-]{1,4}(?:project[- ]?(?:id|no\.?|number)\s?)?$|"
    r"[A-Z][A-Za-z]{1,2}[ -]?\d{2,4}/\d{1,2}-\d[\s,]{0,2}[(–-]\s?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(rf"(?:(?<!\w)(?:{_WEAK})[\s.:：°º]{{0,3}}|[#№]\s?)$", re.IGNORECASE)
DIRECTLY = re.compile(rf"[\s(\[:–—-]{{1,3}}(?:(?:{_WEAK})?[\s.:：°º#]{{1,3}})?", re.IGNORECASE)
GIVEN = re.compile(rf"(?<!\w)(?:{_STRONG})(?!\w)", re.IGNORECASE)
AND = re.compile(
    r"^[\s,;/&()\[\]、]{0,4}(?:and|und|et|y|e|en|och|及び|及|和|or)?[\s,;/&()\[\]]{0,4}(?:(?:grant|award)s?\s)?"
    r"(?:no\.?\s|nr\.?\s|n°\s?|#)?$",
    re.IGNORECASE,
)
_FORMS = re.compile(
    r"[A-Z]{2}/[A-Z]\d{5}|\d{6}/[A-Z]/|[A-Z]\d\d[ -]?[A-Z]{2}[ -]?\d{6}|(?:FKZ|CUP|ERC)\b|GINOP|RRF-|DE-SC|"
    r"20\d\d/\d\d/[A-Z]/"
)
_COUNCILS = {"EP": "EPSRC", "MR": "MRC", "BB": "BBSRC", "ES": "ESRC", "NE": "NERC", "ST": "STFC", "AH": "AHRC"}
_MINISTRY = re.compile(r"\b(BM(?:BF|FTR|WK|WE|Wi|G|EL|AS|UV|DV|BFSFJ|FSFJ|U|VI|LEH|I|Z))\b")
_MONEY = re.compile(r"(?:[$€£¥]|EUR|USD|CHF|GBP|Euro)\s?$")


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant: its number in one print, its funder's common short name, and where in the text the number stands.

    `funder`: None for a number of a German ministry that the line does not name.
    """

    value: str
    funder: str | None
    start: int
    end: int


def find_grants(passages: Passages) -> Iterator[Grant]:
    """Every grant whose number the lines print with its funder's words, or in a form that only its funder uses."""
    folded = passages.folded
    if not any(word in folded for word in GATE):
        return
    for line in sorted(_lines(passages)):
        start, end = passages.span(line)
        text = passages.plain[start : min(end, start + LONGEST)]
        said = folded[start : start + len(text)]
        if not any(word in said for word in GATE) and not _FORMS.search(text):
            continue
        yield from _in_line(text, start)


def _lines(passages: Passages) -> set[int]:
    """The lines that may hold the number of a grant."""
    found = {passages.line_at(match.start()) for match in NUMBERISH.finditer(passages.folded)}
    for form in FORMS:
        place = passages.folded.find(form)
        while place >= 0 and len(found) < 2_000:
            found.add(passages.line_at(place))
            place = passages.folded.find(form, place + len(form))
    return found


def grant_of_address(address: str) -> tuple[str, str] | None:
    """(value, funder) of the grant an address in its funder's register shows."""
    folded = address.lower()
    for funder, hint, pattern in ADDRESSES:
        match = pattern.search(address) if hint in folded else None
        if match:
            return match[1].replace("%2F", "/").replace("%2f", "/"), funder
    return None


def grant_of_doi(doi: str) -> tuple[str, str] | None:
    """(value, funder) of a DOI that names a grant instead of a paper."""
    for prefix, funder, pattern in GRANT_DOIS:
        match = pattern.match(doi) if doi.startswith(prefix) else None
        if match:
            return match[1].upper(), funder
    return None


def _in_line(text: str, offset: int) -> Iterator[Grant]:
    taken: list[tuple[int, int]] = []
    for funder, hint, pattern in OWN_FORMS:
        if hint and hint not in text.lower():
            continue
        for match in pattern.finditer(text):
            if _free(taken, match.start(1), match.end(1)):
                taken.append(match.span(1))
                name = _COUNCILS.get(match[1][:2], funder) if funder == "UKRI" else funder
                yield Grant(_normal(funder, match[1]), name, offset + match.start(1), offset + match.end(1))
    named = _named(text)
    if not named:
        return
    numbers: list[tuple[int, int, Funder]] = []
    for start, end, one in sorted(_numbers(text, named), key=lambda found: found[0]):
        if _free(taken, start, end):
            taken.append((start, end))
            numbers.append((start, end, one))
    for start, end, one in numbers:
        yield Grant(_normal(one.name, text[start:end]), _called(one.name, text), offset + start, offset + end)


def _named(text: str) -> list[tuple[int, int, Funder]]:
    """Where a line names which funder."""
    return [(match.start(), match.end(), one) for one in FUNDERS for match in one.words.finditer(text)]


def _numbers(text: str, named: list[tuple[int, int, Funder]]) -> Iterator[tuple[int, int, Funder]]:
    """Numbers of the funder named last before them, or of the one named directly behind them."""
    for one in dict.fromkeys(funder for _, _, funder in named):
        places = [(start, end) for start, end, funder in named if funder is one]
        for match in one.number.finditer(text):
            start, end = match.span()
            close = [p for p in places if 0 <= start - p[1] <= AFTER]
            behind = [p for p in places if 0 <= p[0] - end <= BEFORE]
            between = max(close)[1] if close else None
            if between is not None and _foreign(text[between:start], one):
                between = None
            if between is None and not behind:
                continue
            if between is None and not _ours_behind(text, end, min(behind)[0], one):
                continue
            if one.labelled and not _labelled(text, start, one):
                continue
            if _MONEY.search(text[max(0, start - 6) : start]):
                continue
            yield start, end, one


def _foreign(between: str, one: Funder) -> bool:
    """Whether another funder is named between a funder's words and a number."""
    return any(other.name != one.name and other.words.search(between) for other in FUNDERS if other.name != MINISTRIES)


def _ours_behind(text: str, end: int, place: int, one: Funder) -> bool:
    return not _foreign(text[end:place], one) and ". " not in text[end:place]


def _labelled(text: str, start: int, one: Funder) -> bool:
    """Whether a word such as "grant No." stands directly before a number, or before the list that it is in."""
    before = text[max(0, start - 60) : start]
    if LABEL.search(before):
        return True
    named = [match.end() for match in one.words.finditer(before)]
    if NUMBERED.search(before) and GIVEN.search(before):
        return True
    if any(DIRECTLY.fullmatch(before[end:]) for end in named):
        return True  # "NSF (2012345)", "NSF No. 2012345"
    previous = None
    for match in one.number.finditer(before):
        previous = match
    return (
        previous is not None
        and AND.match(before[previous.end() :]) is not None
        and _labelled(text, start - len(before) + previous.start(), one)
    )


def _called(name: str, text: str) -> str | None:
    """The funder's name; of the German ministries, which share one form of number, the one that the line names."""
    if name != MINISTRIES:
        return name
    match = _MINISTRY.search(text)
    return match[1] if match else None


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= first or start >= last for first, last in taken)


def _normal(funder: str, text: str) -> str:
    """One print of a number: capitals where the funder uses them, no space inside."""
    value = "".join(text.split()) if funder != "SNSF" else text.replace(" ", "_")
    if funder == "NIH":
        return re.sub(r"^\d(?=[A-Z])", "", value.replace("-", ""))
    if funder == "DFG":
        return re.sub(r"(?<=[A-Z])-(?=\d)", "", value)
    if funder in ("ANR", "UKRI"):
        return value.upper()
    if funder == "JSPS" and not value.startswith("JP"):
        return f"JP{value}"
    return value
