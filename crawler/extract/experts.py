"""Turns the sentences of an article into the people who speak in it or did its work, with role and quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.extract.expertwords import (
    ACADEMIC,
    FAMILY,
    HONORIFICS,
    LED_BEFORE,
    NOT_NAMES,
    OFFICE_ENDS,
    ROLE_ENDS,
    SAYS_AFTER,
    SAYS_BEFORE,
    TITLES,
    WORKS_AFTER,
)
from crawler.extract.people import PARTICLES, is_person
from crawler.extract.sentences import Sentence, sentences
from crawler.items import Expert

MOST = 20
QUOTE = 240  # characters
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĢĪĮİĶŁĹĻŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_TOKEN = (
    rf"(?:[{_UPPER}]\.-?(?:[{_UPPER}]\.)?|"
    rf"(?:O['’]|Mc|Mac|De['’])?[{_UPPER}][^\W\d_]+(?:['’\-][{_UPPER}]?[^\W\d_{_UPPER}][^\W\d_]+)*)"
)
_PARTICLE = (
    r"(?:van der|van den|van de|von der|von den|de la|de los|de|del|della|di|da|dos|van|von|du|le|la|el|al|bin|ben|"
    r"ter|ten|i|zu|af|av)"
)
# Begins with one set of letters, so that the search leaps from capital to capital; word boundaries are looked at later.
NAME = re.compile(
    rf"[{_UPPER}](?:(?:(?<=[O])['’]|(?<=M)a?c|(?<=D)e['’])[{_UPPER}])?(?:[^\W\d_]+(?:['’\-][{_UPPER}]?[^\W\d_{_UPPER}][^\W\d_]+)*|"
    rf"\.-?(?:[{_UPPER}]\.)?)(?: (?:{_PARTICLE} )?{_TOKEN}){{1,4}}"
)
_TITLE = re.compile(rf"(?:^|(?<=[\s(„“”«\"'’]))(?P<title>{TITLES})$")
_TITLE_WORD = re.compile(rf"(?:{TITLES})")
_HOUSE = re.compile(
    r"univers|institu|hospital|klinik|clinic|zentrum|cent(?:er|re)\b|hochschul|labor|museum|charité|stiftung|society|"
    r"gesellschaft|[a-zß-öø-ÿ][A-Z]|ministeri|congress|kongress|award|prize|preis\b|medizin|medicine|akadem|academ",
)
_AND = re.compile(r"^,? ?(?:and|und|et|y|e|en|och|og|i|a|és|sowie|&|avec|with|mit)(?: d['’]| de)? ?$")
_GROUP = re.compile(
    r"^['’]?s? (?:(?:research|own) )?(?:team|group|lab|laboratory|grupp|gruppe|kollegor|colleagues)\b|^ et al\b|"
    r"^,? (?:and|et|und|y|e|och|en) (?:(?:his|her|their|ses|seine\w*|ihre\w*|zijn|haar|hans|hennes) )?"
    r"(?:co-?authors|colleagues|team|kolleg\w+|collègues|équipe|colleghi|kollegor|collega)"
)
# What may stand between a name and its verb, or between two names.
_BETWEEN = re.compile(
    rf"^(?:\s?\([^()]{{2,120}}\)|, [^,.;:]{{3,140}},|"
    rf" (?:aus|from|uit|of|at) [{_UPPER}]\S+(?: (?:of |for |the )*[{_UPPER}]\S+){{0,4}}(?= )|"
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
    rf"(?P<place>(?=[{_UPPER}]|{_KINDS})[^,;()]*\b(?:{_KINDS})\b[^,;()]*)"
)
_ARTICLE_END = re.compile(r"\b(?:le|la|der|die|il|el|lo) $")
_STARTS_HOUSE = re.compile(rf"(?:[{_UPPER}]|{_KINDS})")
_HOUSE_ONLY = re.compile(rf"(?P<place>(?:[^\s,;()]+ ){{0,5}}(?:{_KINDS})\b[^,;()]{{0,60}})$")
# What the words around a name may begin with and is no part of the role.
_LEADING = re.compile(
    r"^[„“”\"«»(\s]*(?:(?:sagte?|erklärte?|betonte?|says?|said|so|laut|explique|souligne|explica|señala|spiega|like|and|und|"
    r"et|y|e|selon|according to|the|der|die|le|la|el|il|auch|as|an?|au|su|a su|sa|son|ihr|sein|dem|den|des|"
    r"please contact) )+",
    re.IGNORECASE,
)
_KANJI = re.compile(
    r"(?:(?<=[の、。（(「『・は\s　らがと])|^)"
    r"(?P<name>[\u4e00-\u9fff々]{2,5}|[\u4e00-\u9fff々]{1,3}[ 　][\u4e00-\u9fff々ぁ-んァ-ヶ]{1,4})"
    rf"(?:[（(][^）)]{{1,30}}[）)])?(?P<role>{HONORIFICS})"
)
_NOT_KANJI = re.compile(
    r"大学|研究|学部|学科|学院|病院|名誉|特任|同|各|新任|客員|主任|担当|准|兼|院|所長|部長|会|社|省|庁|国|県|市|氏|元|前|現|"
    r"故|両|人|者|学|長|師|士"
)
_HANZI = re.compile(
    rf"(?:(?<=[，。、的由者长授\s（(“])|^)(?P<name>[{FAMILY}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?P<role>副教授|教授|研究员|院士|博士|主任|院长)?(?P<says>说|表示|介绍|指出|认为|告诉|团队|課題組|课题组)?"
    r"(?=[，。、：:“\s\u4e00-\u9fff]|$)"
)


@dataclass(slots=True)
class _Seen:
    """A name in a sentence and what stands around it."""

    name: str
    title: str
    start: int
    end: int
    role: str | None = None  # that of a person of science, a sign by itself
    office: str | None = None
    place: str | None = None
    speaks: bool = False


def find_experts(text: str, language: str | None, authors: Sequence[str]) -> tuple[Expert, ...]:
    """The people an article names as speaking or as having done the work, in order, each once in the fullest form.

    `text`: the article, a paragraph a line. `authors`: who wrote it, left out. Method: a name counts only beside a verb
    of saying, a word for leading the work, an academic title or a role; at most MOST.
    """
    found: dict[str, Expert] = {}
    written = {name.casefold() for name in authors}
    east = language in ("ja", "zh")
    for sentence in sentences(text):
        for seen in _eastern(sentence, language or "") if east else _western(sentence, text):
            if seen.name.casefold() not in written:
                _keep(found, seen, sentence)
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]


def _keep(found: dict[str, Expert], seen: _Seen, sentence: Sentence) -> None:
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


def _around(text: str, seen: _Seen) -> str:
    """At most QUOTE characters of the sentence with the name in it."""
    if len(text) <= QUOTE:
        return text
    start = max(0, min(seen.start - QUOTE // 2, len(text) - QUOTE))
    return text[start : start + QUOTE].strip()


def _western(sentence: Sentence, whole: str) -> Iterator[_Seen]:
    """The people of a sentence; of names joined by "and", all are if one is."""
    people = [seen for match in NAME.finditer(sentence.text) if (seen := _person(sentence.text, match))]
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


def _person(text: str, match: re.Match[str]) -> _Seen | None:
    """The name without the roles and other words that begin with a capital before it; None when no name is left."""
    if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "_@/"):
        return None
    words = match[0].split(" ")
    titles = 0
    while len(words) - titles > 1 and _TITLE_WORD.fullmatch(words[titles] + " "):
        titles += 1
    roles = (
        index + 1 for index, word in enumerate(words[:-1]) if index >= titles and (_is_role(word) or _is_office(word))
    )
    cut = max(roles, default=titles)
    while cut < len(words) - 1 and (words[cut].lower() in _NO_NAME or words[cut] in PARTICLES):
        cut += 1
    role = " ".join(words[:cut]) if cut > titles and _is_role(words[cut - 1]) else None
    office = " ".join(words[:cut]) if cut > titles and _is_office(words[cut - 1]) else None
    title = " ".join(words[:titles]) if cut == titles else ""
    start = match.start() + sum(len(word) + 1 for word in words[:cut])
    words = _own_words(words[cut:])
    name = " ".join(words)
    if words and words[-1][-2:] in ("'s", "’s"):
        name = name[:-2]
    if len(words) < 2 or words[-1].endswith(".") or not is_person(name) or _HOUSE.search(name):
        return None
    if any((word.lower() in NOT_NAMES and word not in PARTICLES) or _is_role(word) for word in words):
        return None
    if any(word.isupper() and len(word) > 3 for word in words[:-1]) or _THING.search(words[0]):
        return None
    before = _TITLE.search(text[max(0, match.start() - 60) : match.start()]) if cut == titles else None
    first = match.start() if title else start
    if before:
        title, first = f"{before['title']}{title}", match.start() - len(before["title"])
    return _Seen(name, title, first, start + len(name), role=role, office=office)


# Endings of nouns for things and qualities, in languages that write them with a capital or begin a sentence with them.
_THING = re.compile(r"(?:.{4}ung|heit|keit|schaft|tion|tät|ismus|idad|ment|ness)(?:en|s)?$")
_NO_NAME = (SAYS_BEFORE | NOT_NAMES) - PARTICLES


def _own_words(words: list[str]) -> list[str]:
    """A name without the house or the second person that a particle joins to it."""
    for index in range(2, len(words) - 1):
        rest = words[index + 1 :]
        if words[index] in PARTICLES and (
            _HOUSE.search(" ".join(rest).lower()) or (words[index] == "i" and len(rest) > 1)
        ):
            return words[:index]
    while len(words) > 1 and (words[-1] in PARTICLES or words[-1].lower() in NOT_NAMES):
        words = words[:-1]
    return words


def _is_role(word: str) -> bool:
    return _ends(word.lower(), ROLE_ENDS)


def _is_office(word: str) -> bool:
    return _ends(word.lower(), OFFICE_ENDS)


def _ends(word: str, ends: tuple[str, ...]) -> bool:
    """Whether a word ends in a role; short roles ("head", "dean") must be the whole word, or stand behind a hyphen."""
    if not word.endswith(ends):
        return False
    end = max((end for end in ends if word.endswith(end)), key=len)
    return len(end) > 5 or end in _SUFFIXES or word == end or word[: -len(end)].endswith("-")


_SUFFIXES = frozenset(("loge", "login", "logue", "ologo", "ologa", "ólogo", "óloga", "oloog", "arzt", "ärztin"))


def _bare(word: str) -> str:
    return word.strip('„“”"«»,:;.()–-').lower()


def _look(text: str, seen: _Seen, whole: str) -> None:
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
        if any(_is_role(word) for word in kinds):
            seen.role = seen.role or clean
        elif any(_is_office(word) for word in kinds):
            seen.office = seen.office or clean
    if seen.role is None and seen.title.lower().startswith(ACADEMIC):
        seen.role = seen.title.strip()
    seen.speaks = seen.role is not None or seen.place is not None or _acts("" if seen.title else before, after)
    if not seen.speaks and _first_behind(after) in WORKS_AFTER:
        family = seen.name.rsplit(" ", 1)[-1]
        seen.speaks = whole.count(family) > whole.count(seen.name)
    if seen.title and not seen.speaks:
        seen.speaks = _acts(_ARTICLE_END.sub("", before), after)


def _acts(before: str, after: str) -> bool:
    """Whether a verb of saying or a word for leading the work stands beside a name."""
    words = [word.strip('„“”"«»,:(–-') for word in before.lower().split()]
    while len(words) > 1 and words[-1] in ("le", "la", "der", "die", "il", "el", "het", "lo"):
        words.pop()
    if words and (words[-1] in SAYS_BEFORE or "_".join(words[-2:]) in LED_BEFORE):
        return True
    if words and "'" in words[-1] and "_".join((*words[-2:-1], words[-1].split("'")[0] + "'")) in LED_BEFORE:
        return True
    return _first_behind(after) in SAYS_AFTER or _GROUP.match(after) is not None


def _first_behind(after: str) -> str:
    """The first word behind a name and what is said of it between commas or brackets; "" behind any other mark."""
    follows = _BETWEEN.sub(" ", after)
    return _bare(follows.split(None, 1)[0]) if follows.strip() and follows[0] == " " else ""


def _eastern(sentence: Sentence, language: str) -> Iterator[_Seen]:
    pattern, forbidden = (_KANJI, _NOT_KANJI) if language == "ja" else (_HANZI, None)
    for match in pattern.finditer(sentence.text):
        name = match["name"].replace("　", " ")
        if forbidden and (forbidden.search(name) or len(name) < 3):
            continue
        if not forbidden and not (match["role"] or match["says"]):
            continue
        yield _Seen(name, "", match.start(), match.end(), role=match["role"], speaks=True)
