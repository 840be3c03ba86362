"""Turns what pages said (addresses, mails, identifiers) into links that are safe to offer, or into none."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# scheme → (its name, where its value is looked up)
REGISTERS = {
    "doi": ("DOI", "https://doi.org/{}"),
    "pmid": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "pmcid": ("PubMed Central", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}"),
    "isbn": ("ISBN", None),
    "nct": ("ClinicalTrials.gov", "https://clinicaltrials.gov/study/{}"),
    "eudract": ("EudraCT", "https://www.clinicaltrialsregister.eu/ctr-search/search?query={}"),
    "ctis": ("EU clinical trial", "https://euclinicaltrials.eu/ctis-public/view/{}"),
    "isrctn": ("ISRCTN", "https://www.isrctn.com/{}"),
    "drks": ("DRKS", "https://drks.de/search/en/trial/{}"),
    "actrn": ("ANZCTR", "https://www.anzctr.org.au/{}.aspx"),
    "chictr": ("ChiCTR", None),
    "ctri": ("CTRI", None),
    "jrct": ("jRCT", "https://jrct.mhlw.go.jp/latest-detail/{}"),
    "umin": ("UMIN", None),
    "ntr": ("Netherlands Trial Register", None),
    "kct": ("CRIS", None),
    "irct": ("IRCT", None),
    "pactr": ("PACTR", None),
    "grant": ("Grant", None),
}
TRIALS = (
    "nct", "eudract", "ctis", "isrctn", "drks", "actrn", "chictr", "ctri", "jrct", "umin", "ntr", "kct", "irct",
    "pactr",
)  # fmt: skip
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,30}")


def web_address(said: object) -> str:
    """The address when it is one of the web (http, https, with a host); '' for javascript:, data: and the like."""
    text = str(said or "").strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and host and not re.search(r"[\s\"'<>\\]", text) else ""


def host(said: object) -> str:
    """The host of a web address without `www.`, to name a link by."""
    address = web_address(said)
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""


def mail_address(said: object) -> str:
    """`mailto:` and the address when it is a plain one; '' otherwise (no way to add headers)."""
    text = str(said or "").strip()
    return f"mailto:{quote(text, safe='@')}" if _MAIL.fullmatch(text) else ""


def phone_number(said: object) -> str:
    """`tel:` and the digits when it looks like a number; '' otherwise."""
    text = str(said or "").strip()
    return f"tel:{re.sub(r'[^0-9+]', '', text)}" if _PHONE.fullmatch(text) else ""


def register_name(scheme: str) -> str:
    """What readers call an identifier."""
    return REGISTERS.get(scheme, (scheme.upper(), None))[0]


def register_address(scheme: str, value: str) -> str:
    """Where an identifier is looked up; '' where there is no such place."""
    template = REGISTERS.get(scheme, ("", None))[1]
    return template.format(quote(value, safe="/:;().-_")) if template else ""


def institution_key(institution: str) -> str:
    """The short form of an institution in our own addresses: 00pg5jh14 for https://ror.org/00pg5jh14."""
    return quote(institution.removeprefix("https://ror.org/"), safe="")


def paragraphs(text: str, most: int) -> tuple[list[str], bool]:
    """The paragraphs of a text, at most `most` characters of it, and whether that is all."""
    return [line.strip() for line in text[:most].split("\n") if line.strip()], len(text) <= most
