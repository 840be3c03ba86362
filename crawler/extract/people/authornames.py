"""Turns a line of names into people: split, without titles and degrees; what is no person's name is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 600  # characters of one line of names
SPLIT = re.compile(
    r"\s*(?:,|;|\||&|/|、|，|·|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b|\bés\b|\bja\b|\bi\b|\bund\b|\bmit\b|\bwith\b|\bavec\b|\bcon\b)\s*"
)
BYLINE_START = re.compile(r"^\W{0,3}(?:by|von|par|por|di|door|av|af|text|author|autor(?:in)?)\s*:?\s+", re.IGNORECASE)
TITLES = re.compile(
    r"^(?:(?:prof(?:essor)?(?:in|a|ssa)?|univ|assoc|dr|dra|pr|ph\.?d|md|m\.?d|mag|dipl|ing|mr|mrs|ms|sir|pd|priv|doz|dott(?:ssa)?"
    r"|habil|med|rer|nat|phil|hc|h\.?c)\.?(?:[\s-]+|$))+",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"^(?:(?:[a-z]\.){2,5}|ph\.?\s?d\.?|m\.?\s?d\.?|m\.?\s?sc\.?|b\.?\s?sc\.?|m\.?a\.?|b\.?a\.?|jr\.?|sr\.?|[A-Z]{2,6}(?:-[A-Z]{1,3})?[®*]?"
    r"|dphil|mba|llm|esq\.?|iii?|[A-Z][a-z]?[A-Z]{1,4})$",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?:\s+(?:[A-Z]{2,6}[®*]?|Ph\.?D\.?|M\.?D\.?|MSc|BSc))+$")
_STOP = re.compile(r"^\.+|(?<!\b[^\W\d_])\.+$")  # not the one of an initial
_TRAILING = re.compile(r"(?:\s+(?:on|in|at|am|im|vom|el|le|il|den|for|from))+\s*$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
_EASTERN_ROLE = re.compile(
    "^(?:本报|本報|特约)?(?:记者|記者|通讯员|通訊員|特派员|作者)\\s*|\\s*(?:记者|記者|기자|특파원)$"
)
_PARTICLES = """
    van von der den de la le du di da do del della dei degli dos das bin ibn al el ter ten zu und y e i af av st san
"""
PARTICLES = frozenset(_PARTICLES.split())
# Words of departments, roles, accounts and systems; whole words, in lower case.
NOT_PEOPLE = re.compile(
    r"\b(?:admin\w*|administrator|webmaster|editor\w*|redak\w*|réda\w*|reda[ck]\w*|staff|team|équipe|equipo|"
    r"office|büro|service\w*|universit\w*|univ|college|school|hospital|hôpital|klinik\w*|clinic\w*|institut\w*|"
    r"department|département|abteilung|faculty|fakult\w*|faculté|centre|center|zentrum|communications?|kommunikation|"
    r"comunicaci\w*|press\w*|presse\w*|prensa|stampa|media|medien|news\w*|relations|public|marketing|group|gruppe|lab|"
    r"laboratory|foundation|stiftung|agency|agence|agentur|ministry|user|guest|test|root|default|unknown|anonymous|"
    r"website|web|online|gmbh|inc|ltd|llc|verlag|magazin|journal|times|zeitung|tribune|herald|gazette|post|blog|contact|"
    r"author|share|read|updated?|ufficio|direction|rédaction|dpa|afp|apa|reuters|sekretariat|support|company|"
    r"society|gesellschaft|verein|association|director|manager|columnist|correspondent|reporter|writer|contributor|"
    r"officer|president|chief|assistant|analyst|specialist|expert|journalist\w*|producer|critic|coordinator|intern|"
    r"fotos?|photos?|bild|quelle|source|alle|all|more|mehr|read|comments?|follow|admissions?|renovations?|store|"
    r"committee|council|network|academy|akademie|akadémia|ministerium|bundesamt|amt|rectorate|rektorat|dekanat|"
    r"programme?|project|images?|getty|ag|kg|sports?|tips|insider|interactive|performance|work|the|unser|unsere|our|your|fragen|software|comparison|written|reviewed|copyright|advertisements?|guide|bio|profile|projekt|research|forschung|science|sciences|international|global|digital|health|university's|uhr|today|january|february|april|june|july|august|september|october|november|december)\b",
)
CJK_NAME = re.compile(
    r"^[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af々]{2,7}$|"
    r"^[\u4e00-\u9fff々]{1,4}[\s\u3000][\u3040-\u30ff\u4e00-\u9fff々]{1,5}$"
)
_CJK_OTHER = re.compile(
    "大学|学院|研究|中心|病院|医院|公司|新闻|新聞|日报|日報|编辑|編集|広報|部$|室$|局$|课$|課$|网$|社$|会$|기자단|편집"
)
WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’.\-\u00b7]|[\u0300-\u036f\u0900-\u0dff])*$")


def is_person(name: str) -> bool:
    """Whether a text is printed as a name: two to five capitalised words, or a short Japanese, Chinese, Korean one."""
    if CJK_NAME.match(name):
        return _CJK_OTHER.search(name) is None
    name = TITLES.sub("", name)
    if not 4 <= len(name) <= 60 or NOT_PEOPLE.search(name.lower()):
        return False
    parts = name.split()
    if not 2 <= len(parts) <= 6 or not all(WORD.match(part) for part in parts):
        return False
    if name.isupper() and max(map(len, parts)) <= 4:  # initials of a house: "BME HDS"
        return False
    if parts[-1].lower() in PARTICLES or (len(parts[-1]) == 1 and len(parts) == 2):
        return False
    return all(part[0].isupper() or part.lower() in PARTICLES or not part[0].islower() for part in parts)


def names_in(text: str) -> Iterator[str]:
    """The people of a line of names, in order; what follows somebody who is none (a role, a house) is left out."""
    if not text or len(text) > LONGEST or "://" in text or "@" in text:
        return
    line = _TRAILING.sub("", _ASIDE.sub("", BYLINE_START.sub("", text)))
    parts = [_STOP.sub("", part.strip(" ·•–—-*:\"'“”()")) for part in SPLIT.split(line)]
    parts = [part for part in parts if part]
    if len(parts) == 2 and "," in line and _turned(parts):
        parts = [f"{parts[1]} {parts[0]}"]
    named = False
    for part in parts:
        whole = _EASTERN_ROLE.sub("", TITLES.sub("", part))
        bare = _CAPITALS.sub("", whole)  # "Anna Beispiel MD", but "Chokri GHARBI"
        name = bare if is_person(bare) else whole
        if is_person(name):
            named = True
            yield name
        elif named and not _DEGREE.match(part):
            return


def only_names(text: str) -> bool:
    """Whether a line is nothing but people with their degrees: "Anna Beispiel, MD; Jan Muster, PhD"."""
    parts = [part for part in (part.strip(" .") for part in SPLIT.split(_ASIDE.sub("", text[:LONGEST]))) if part]
    degrees = [part for part in parts[1:] if _DEGREE.match(part) and not is_person(part)]
    return bool(degrees) and all(part in degrees or is_person(part) for part in parts)


def _turned(parts: list[str]) -> bool:
    """Whether two parts around a comma are one name, family first: "Kaufman, Jeff T."."""
    family, given = parts
    return (
        not _DEGREE.match(given)
        and len(family.split()) <= 2
        and not is_person(family)
        and sum(len(word.strip(".")) > 1 for word in given.split()) == 1
        and is_person(f"{given} {family}")
    )
