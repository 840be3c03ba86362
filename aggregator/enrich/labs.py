"""Turns words about a person's work into the departments and labs they name, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_WORDS = 9  # of a unit's name behind its head
# Research units of France, numbered by those who run them; unmistakable anywhere.
_NUMBERED = re.compile(
    r"(?<![\w-])(?:(?:UMR|UMS|UPR|USR|UAR|URP|ERL|FRE|EMR|IRL|UMI)(?:[ _-]?[ST])?(?: (?:CNRS|Inserm|INSERM|"
    r"INRAE|IRD))?[ _-]?"
    r"(?:n° ?)?\d{2,5}|(?:Inserm|INSERM) U ?\d{3,4}|EA ?\d{4})(?![\w-])"
)
_UPPER = "A-ZÀ-ÖØ-ÞŁŚŽŠČ"
# Heads whose names are written with capitals: `Department of Cell Biology`, `Lehrstuhl für Technische Chemie`.
_CAPITALS = re.compile(
    r"(?<!\w)(?:(?P<head>Department|Division|Institute|Laboratory|Centre|Center|School|Faculty|Chair|Section|"
    r"Unit|Dept\.?) "
    r"(?P<of>of|for|de)(?: the)? |"
    r"(?:Lehrstuhls?|Instituts?|Abteilung|Klinik|Arbeitsgruppe|Zentrums?|Professur|Fachbereichs?|Fakultät|"
    r"Sektion|Poliklinik) "
    r"(?:für|of|der|des) |"
    rf"(?:[{_UPPER}][\w'’&-]+ ){{1,4}}(?=(?:Lab|Laboratory|Group)\b))"
)
_GOES_ON = re.compile(
    rf"(?:(?:and|und|&|of|for|für|der|des|in|the|de|et|y|i) )*(?:[{_UPPER}][\w'’&/-]*|"
    rf"[{_UPPER}]\w+-,)(?:, (?=[{_UPPER}]\w+(?: [{_UPPER}]\w+)? (?:and|und|&) ))?"
)
# Heads whose names go on in small letters; they end at a comma, a bracket, or where a house or place begins.
_SMALL = re.compile(
    r"(?<!\w)(?:[Ll]aboratoire|[Dd]épartement|[Ss]ervice|[Uu]nité|[Cc]entre de recherche|[Ii]nstitut|"
    r"[Dd]epartamento|[Ll]aboratorio|"
    r"[Uu]nidad|[Ss]ervicio|[Ii]nstituto|[Dd]ipartimento|[Ii]stituto|[Cc]entro|[Vv]akgroep|[Aa]fdeling|"
    r"[Ii]nstitutionen|[Cc]átedra|"
    r"[Dd]epartament|[Ss]ervei) "
    r"(?:de la |de l['’]|de los |de las |de |d['’]|des |du |del |della |delle |dell['’]|di |för |voor |van |"
    r"av )(?P<rest>[^,;:()\n.«»“”\"]{3,90})"
)
_SMALL_END = re.compile(
    rf" (?=(?:de l['’]|du |de |del |della |dell['’]|d['’]|à l['’]|à |au |a |en |dans |presso |en la |de la |"
    rf"en el |vid |van de |aan de |at |,)"
    rf"(?:l['’])?(?:[{_UPPER}]|universi|hôpital|hospital))"
)
_VERB = re.compile(
    r" (?:a|ont|est|sont|qui|que|et l['’]|dirigée?s?|explique|montre|ha|han|es|che|è|die|som|har|heeft|zegt|"
    r"where|who|said|says)(?= )"
)
# Where the house of a unit begins: `der TU München`, `of the University`.
_HOUSE = re.compile(
    r" (?:der|des|of|of the|an der|am) (?=TU|LMU|FU|HU|ETH|RWTH|KIT|Univ|\w*[Uu]niversit|Hochschul|"
    r"\w*[Hh]ospital|\w*[Kk]linikum)"
)
_EMPTY = frozenset(("the", "and", "of", "for"))


def labs_in(text: str) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of every department and lab that a text names, in order of their kinds."""
    yield from numbered_units(text)
    yield from _with_capitals(text)
    for match in _SMALL.finditer(text):
        said = match[0]
        for stop in (_SMALL_END, _VERB):
            cut = stop.search(said, match.start("rest") - match.start())
            said = said[: cut.start()] if cut else said
        said = said.strip(" -–’'")
        if 2 < len(said.split()) <= MOST_WORDS and said[-1].isalpha():
            yield said, match.start(), match.start() + len(said)


def numbered_units(text: str) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of the numbered research units of France: `UMR 7592`, `Inserm U1016`, `URP 3518`."""
    if not any(
        head in text
        for head in ("UMR", "UMS", "UPR", "USR", "UAR", "URP", "ERL", "Inserm U", "INSERM U", "EA", "UMI", "IRL")
    ):
        return
    for match in _NUMBERED.finditer(text):
        yield " ".join(match[0].split()), match.start(), match.end()


def _with_capitals(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _CAPITALS.finditer(text):
        end, words = match.end(), 0
        while words < MOST_WORDS:
            part = _GOES_ON.match(text, end)
            if part is None:
                break
            end, words = part.end(), words + 1
            if text[end : end + 1] != " ":
                break
            end += 1
        said = _HOUSE.split(text[match.start() : end])[0].strip(" ,")
        if words and said.split()[-1] not in _EMPTY:
            yield said, match.start(), match.start() + len(said)
