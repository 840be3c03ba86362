"""Turns the sentences of an article into the people who speak in it or did its work, with role and quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawler.extract.labels.sentences import Sentence, sentences
from crawler.extract.people.expertwords import ACADEMIC, LED_BEFORE, NOT_NAMES, SAYS_BEFORE, WORKS_AFTER
from crawler.extract.people.mentions import UPPER, Named, eastern_names, is_office, is_role, western_names
from crawler.items import Expert

MOST = 20
QUOTE = 240  # characters
_AND = re.compile(r"^,? ?(?:and|und|et|y|e|en|och|og|i|a|és|sowie|&|avec|with|mit)(?: d['’]| de)? ?$")
_GROUP = re.compile(
    r"^['’]?s? (?:(?:research|own) )?(?:team|group|lab|laboratory|grupp|gruppe|kollegor|colleagues)\b|^ et al\b|"
    r"^,? (?:and|et|und|y|e|och|en) (?:(?:his|her|their|ses|seine\w*|ihre\w*|zijn|haar|hans|hennes) )?"
    r"(?:co-?authors|colleagues|team|kolleg\w+|collègues|équipe|colleghi|kollegor|collega)"
)
_GROUP_BEHIND = re.compile(r" (?:grupp|gruppe|team|kollegor|forskargrupp|arbeitsgruppe)\b", re.IGNORECASE)
# What may stand between a name and its verb, or between two names.
_BETWEEN = re.compile(
    rf"^(?:\s?\([^()]{{2,120}}\)|, [^,.;:]{{3,140}},|"
    rf" (?:aus|from|uit|of|at) [{UPPER}]\S+(?: (?:of |for |the )*[{UPPER}]\S+){{0,4}}(?= )|"
    r" (?:of|from|at) the [^,.;:()]{2,80}?(?= and ))\s?"
)
_ROLE = re.compile(
    r"^,\s(?P<said>[^,.;:()]{3,140})|^\s?\((?P<inside>[^()]{2,120})\)|^\s(?P<of>(?:of|from|at|vom|von|van|de|du|"
    r"dell['’]|del|della|vid|från)\s[^,.;:()]{3,100})"
)
_BEFORE = re.compile(r"(?:^|[,.;:„“«(] ?)(?P<role>[^,.;:()„“«»]{4,100}), $")
_KINDS = (
    r"\w*[Uu]nivers\w*|\w*[Ii]nstitut\w*|\w*[Hh]ospital\w*|\w*[Kk]linik\w*|[Hh]ôpital\w*|\w*[Cc]ent(?:er|re|ro)|"
    r"\w*[Zz]entrum|School|College|Charité|Hochschule|ETH|EPFL|CNRS|Inserm|INSERM|CSIC|MIT|Academy|Akademie|"
    r"Laborator\w+|Museum|Clinic|Ospedale|Politecnico|CHU|AP-HP|UCL|HUG|RIKEN|Riken|Foundation|Stiftung|Fondazione|"
    r"\w*[Zz]iekenhuis|NKI|Chalmers|KTH|Karolinska"
)
_PLACE = re.compile(
    r"\b(?:at|of|from|in|an|am|der|vom|von|de|du|à|au|en|del|della|dell|al|alla|vid|på|från|van|aan|bij|na|w|v)['’ ]"
    rf"(?:the |la |l['’]|der |dem |das |het |de |el )?"
    rf"(?P<place>(?=[{UPPER}]|{_KINDS})[^,;()]*\b(?:{_KINDS})\b[^,;()]*)"
)
_ARTICLES = frozenset(
    ("the", "le", "la", "les", "der", "die", "das", "den", "des", "il", "el", "los", "las", "het", "lo")
)
_PREPOSITIONS = frozenset(
    ("of", "de", "di", "da", "für", "for", "in", "del", "della", "du", "van", "en", "i", "w", "na")
)
_COMMON = frozenset(("so", "stelt", "legt", "note", "notes", "hebt", "führt", "conta", "precisa", "indica", "stelt"))
_SAYS_PLAINLY = SAYS_BEFORE - _COMMON
# Where a second office begins behind the house of the first.
_SECOND = re.compile(r" (?:and|et|und|y|e|en|och) (?=[a-zà-ÿ])")
# Where the sentence goes on behind a house: "Jane Doe, from the University of X won the prize".
_GOES_ON = re.compile(
    r" (?:won|wins|has|have|had|is|was|were|are|will|received|receives|gewann|gewinnt|erhielt|erhält|hat|ist|wird|"
    r"wurde|war|est|était|sera|ont|sont|ha|è|fue|será|recibió|recibe|heeft|werd|wordt|kreeg|har|är|fick|fik)(?= )"
)
_OF_FIRM = re.compile(
    r" (?:analysts?|researchers|data|reports?|polls?|surveys?|economists|scientists|experts|officials)\b"
)
_ARTICLE_END = re.compile(r"\b(?:le|la|der|die|il|el|lo) $")
_STARTS_HOUSE = re.compile(rf"(?:[{UPPER}]|{_KINDS})")
_HOUSE_ONLY = re.compile(rf"(?P<place>(?:[^\s,;()]+ ){{0,5}}(?:{_KINDS})\b[^,;()]{{0,60}})$")
# What the words around a name may begin with and is no part of the role.
_LEADING = re.compile(
    r"^[„“”\"«»(\s]*(?:(?:sagte?|erklärte?|betonte?|says?|said|so|laut|explique|souligne|explica|señala|spiega|like|and|und|"
    r"et|y|e|selon|according to|the|der|die|le|la|el|il|auch|as|an?|au|su|a su|sa|son|ihr|sein|dem|den|des|"
    r"please contact) )+",
    re.IGNORECASE,
)


def find_experts(text: str, language: str | None, authors: Sequence[str]) -> tuple[Expert, ...]:
    """The people an article names as speaking or as having done the work, in order, each once in the fullest form.

    `text`: the article, a paragraph a line. `authors`: who wrote it, left out. Method: a name counts only beside a verb
    of saying, a word for leading the work, an academic title or a role; at most MOST.
    """
    found: dict[str, Expert] = {}
    written = {name.casefold() for name in authors}
    east = language in ("ja", "zh")
    for sentence in sentences(text):
        for seen in eastern_names(sentence.text, language or "") if east else _western(sentence, text):
            if seen.name.casefold() not in written:
                _keep(found, seen, sentence)
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]


def _keep(found: dict[str, Expert], seen: Named, sentence: Sentence) -> None:
    key = seen.name.split()[-1].casefold() if " " in seen.name else seen.name
    old = found.get(key)
    if old is None:
        found[key] = Expert(
            name=seen.name, role=seen.role or seen.office, affiliation=seen.place, quote=_around(sentence.text, seen)
        )
    elif old.name.split()[0][0] == seen.name[0]:
        found[key] = Expert(
            name=max(old.name, seen.name, key=len),
            role=old.role or seen.role or seen.office,
            affiliation=old.affiliation or seen.place,
            quote=old.quote,
        )


def _around(text: str, seen: Named) -> str:
    """At most QUOTE characters of the sentence with the name in it."""
    if len(text) <= QUOTE:
        return text
    start = max(0, min(seen.start - QUOTE // 2, len(text) - QUOTE))
    return text[start : start + QUOTE].strip()


def _western(sentence: Sentence, whole: str) -> Iterator[Named]:
    """The people of a sentence; of names joined by "and", all are if one is."""
    people = western_names(sentence.text)
    if not people:
        return iter(())
    for seen in people:
        if seen.name.endswith("s") and _GROUP_BEHIND.match(sentence.text[seen.end : seen.end + 20]):
            plain = seen.name[:-1]  # "Leif Asps grupp": the Swedish and German genitive has no apostrophe
            if re.search(rf"{re.escape(plain.rsplit(' ', 1)[-1])}(?!\w)", whole):
                seen.name, seen.end = plain, seen.end - 1
    for seen in people:
        _look(sentence.text, seen, whole)
    for one, other in pairwise(people):
        between = sentence.text[one.end : other.start]
        if one.speaks and _AND.match(_BETWEEN.sub(" ", between) if len(between) > 6 else between):
            other.speaks = True
    for one, other in reversed(list(pairwise(people))):
        if other.speaks and _AND.match(sentence.text[one.end : other.start]):
            one.speaks = True
    return (seen for seen in people if seen.speaks)


def _bare(word: str) -> str:
    return word.strip('„“”"«»,:;.()–-').lower()


def _look(text: str, seen: Named, whole: str) -> None:
    """Sets whether the words around a name say that this person speaks or did the work, and as what."""
    before = text[max(0, seen.start - 110) : seen.start].replace("’", "'")
    after = text[seen.end : seen.end + 260]
    said = _ROLE.match(after)
    words = next((group for group in said.groups() if group), "") if said else ""
    place = (_PLACE.search(words) or _HOUSE_ONLY.match(words)) if words else None
    seen.place = place["place"].strip() if place and _STARTS_HOUSE.match(place["place"]) else None
    apart = _BEFORE.search(before)
    near = before.split()[-1] if before.strip() and before.rstrip()[-1] not in ",.;:" else ""
    for phrase in (words[: place.start()] if place else words, apart["role"] if apart else "", near):
        if said and said["of"] and phrase and phrase in words:
            continue
        kinds = [_bare(word) for word in phrase.split()[:8]]
        clean = _LEADING.sub("", phrase).strip(' „“”"«»(') or None
        if any(is_role(word) for word in kinds):
            seen.role = seen.role or clean
        elif any(is_office(word) for word in kinds):
            seen.office = seen.office or clean
    if seen.role is None and seen.title.lower().startswith(ACADEMIC):
        seen.role = seen.title.strip()
    if seen.place:
        seen.place = _GOES_ON.split(_SECOND.split(seen.place)[0])[0].strip()
    housed = seen.place is not None and not (said and said["said"] and place and place.re is _HOUSE_ONLY)
    bound = not seen.title and near.lower() in _PREPOSITIONS  # "professor of Cell Biology at the University of X"
    seen.speaks = (
        seen.role is not None or (housed and not bound) or _acts("" if seen.title else before, "" if bound else after)
    )
    if not seen.speaks and _first_behind(after) in WORKS_AFTER:
        family = seen.name.rsplit(" ", 1)[-1]
        seen.speaks = whole.count(family) > whole.count(seen.name)
    if seen.title and not seen.speaks:
        seen.speaks = _acts(_ARTICLE_END.sub("", before), after)


def _acts(before: str, after: str) -> bool:
    """Whether a verb of saying or a word for leading the work stands beside a name; none follows a bare article."""
    words = [word.strip('„“”"«»,:(–-') for word in before.lower().split()]
    if (words and words[-1] in _ARTICLES) or _OF_FIRM.match(after):
        return False
    if words and (words[-1] in SAYS_BEFORE or "_".join(words[-2:]) in LED_BEFORE):
        return True
    if _says_role(before):
        return True
    if words and "'" in words[-1] and "_".join((*words[-2:-1], words[-1].split("'")[0] + "'")) in LED_BEFORE:
        return True
    return _GROUP.match(after) is not None


def _says_role(before: str) -> bool:
    """Whether a verb of saying and then up to three words in small letters stand before a name: "says aide Jane"."""
    words = before.split()[-4:]
    for back, word in enumerate(reversed(words)):
        if back and word.strip('„“”"«»,').lower() in _SAYS_PLAINLY:
            return True
        if not word.isalpha() or not word.islower() or word in _PREPOSITIONS or word in NOT_NAMES:
            return False
    return False


def _first_behind(after: str) -> str:
    """The first word behind a name and what is said of it between commas or brackets; "" behind any other mark."""
    follows = _BETWEEN.sub(" ", after)
    return _bare(follows.split(None, 1)[0]) if follows.strip() and follows[0] == " " else ""
