"""Turns a sentence into the names of people in it: by capitals, and in Japanese and Chinese by what follows a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.people.authors import PARTICLES, is_person
from crawler.extract.people.expertwords import (
    FAMILY,
    HONORIFICS,
    NOT_NAMES,
    OFFICE_ENDS,
    ROLE_ENDS,
    SAYS_BEFORE,
    TITLES,
)

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĢĪĮİĶŁĹĻŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_TOKEN = (
    rf"(?:[{UPPER}]\.-?(?:[{UPPER}]\.)?|"
    rf"(?:O['’]|Mc|Mac|De['’])?[{UPPER}][^\W\d_]+(?:['’\-][{UPPER}]?[^\W\d_{UPPER}][^\W\d_]+)*)"
)
_PARTICLE = (
    r"(?:van der|van den|van de|von der|von den|de la|de los|de|del|della|di|da|dos|van|von|du|le|la|el|al|bin|ben|"
    r"ter|ten|i|zu|af|av)"
)
# Begins with one set of letters, so that the search leaps from capital to capital; word boundaries are looked at later.
NAME = re.compile(
    rf"[{UPPER}](?:(?:(?<=[O])['’]|(?<=M)a?c|(?<=D)e['’])[{UPPER}])?(?:[^\W\d_]+(?:['’\-][{UPPER}]?[^\W\d_{UPPER}][^\W\d_]+)*|"
    rf"\.-?(?:[{UPPER}]\.)?)(?: (?:{_PARTICLE} )?{_TOKEN}){{1,4}}"
)
_TITLE = re.compile(rf"(?:^|(?<=[\s(„“”«\"'’]))(?P<title>{TITLES})$")
_TITLE_WORD = re.compile(rf"(?:{TITLES})")
_HOUSE = re.compile(
    r"univers|institu|hospital|klinik|clinic|zentrum|cent(?:er|re)\b|hochschul|labor|museum|charité|stiftung|society|"
    r"gesellschaft|[a-zß-öø-ÿ][A-Z]|ministeri|congress|kongress|award|prize|preis\b|medizin|medicine|akadem|academ",
)
_KANJI = re.compile(
    r"(?:(?<=[の、。（(「『・は\s　らがとでやにをも])|^)"
    r"(?P<name>[\u4e00-\u9fff々]{2,5}|[\u4e00-\u9fff々]{1,3}[ 　][\u4e00-\u9fff々ぁ-んァ-ヶ]{1,4})"
    rf"(?:[（(][^）)]{{1,30}}[）)])?[ 　]?(?P<role>{HONORIFICS})"
)
_NOT_KANJI = re.compile(
    r"大学|研究|学部|学科|学院|病院|名誉|特任|同|各|新任|客員|主任|担当|准|兼|院|所長|部長|会|社|省|庁|国|県|市|氏|元|前|現|"
    r"故|両|人|者|学|長|師|士"
)
_HANZI = re.compile(
    rf"(?:(?<=[，。、的由者长授和与及\s（(“])|^)(?P<name>[{FAMILY}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?P<role>副教授|教授|研究员|院士|博士|主任|院长|说|表示|介绍|指出|认为|告诉|团队|課題組|课题组|等人)"
)
_SPEECH = frozenset(("说", "表示", "介绍", "指出", "认为", "告诉", "团队", "課題組", "课题组", "等人", "氏"))


@dataclass(slots=True)
class Named:
    """A name in a sentence, its place there, and what stands around it; whoever reads the sentence sets `speaks`."""

    name: str
    title: str
    start: int
    end: int
    role: str | None = None  # that of a person of science, a sign by itself
    office: str | None = None
    place: str | None = None
    speaks: bool = False


def western_names(text: str) -> list[Named]:
    """The people of a sentence in Latin letters, in order."""
    return [person for match in NAME.finditer(text) if (person := _named(text, match))]


def _named(text: str, match: re.Match[str]) -> Named | None:
    """The name without the roles and other words that begin with a capital before it; None when no name is left."""
    if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "_@/"):
        return None
    words = match[0].split(" ")
    titles = 0
    while len(words) - titles > 1 and _TITLE_WORD.fullmatch(words[titles] + " "):
        titles += 1
    roles = (
        index + 1 for index, word in enumerate(words[:-1]) if index >= titles and (is_role(word) or is_office(word))
    )
    cut = max(roles, default=titles)
    while cut < len(words) - 1 and (words[cut].lower() in _NO_NAME or words[cut] in PARTICLES):
        cut += 1
    role = " ".join(words[:cut]) if cut > titles and is_role(words[cut - 1]) else None
    office = " ".join(words[:cut]) if cut > titles and is_office(words[cut - 1]) else None
    title = " ".join(words[:titles]) if cut == titles else ""
    start = match.start() + sum(len(word) + 1 for word in words[:cut])
    words = _own_words(words[cut:])
    name = " ".join(words)
    if words and words[-1][-2:] in ("'s", "’s"):
        name = name[:-2]
    if len(words) < 2 or words[-1].endswith("."):
        return None
    if any((word.lower() in NOT_NAMES and word not in PARTICLES) or is_role(word) for word in words):
        return None
    if _HOUSE.search(name) or not is_person(name):
        return None
    if words[-1].isupper() and len(words[-1]) < 5 and cut:  # an acronym behind an adverb or a role
        return None
    if any(word.isupper() and len(word) > 2 for word in words[:-1]) or _THING.search(words[0]):
        return None
    before = _TITLE.search(text[max(0, match.start() - 60) : match.start()]) if cut == titles else None
    first = match.start() if title else start
    if before:
        title, first = f"{before['title']}{title}", match.start() - len(before["title"])
    return Named(name, title, first, start + len(name), role=role, office=office)


# Endings of nouns for things and qualities, in languages that write them with a capital or begin a sentence with them.
_THING = re.compile(r"(?:.{4}ung|heit|keit|schaft|tion|tät|ismus|idad|ment|ness)(?:en|s)?$")
_NO_NAME = (SAYS_BEFORE | NOT_NAMES) - PARTICLES


def _own_words(words: list[str]) -> list[str]:
    """A name without the house or the second person that a particle joins to it."""
    for index in range(2, len(words) - 1):
        rest = words[index + 1 :]
        if words[index] in ("von", "vom", "van") or (
            words[index] in PARTICLES
            and (_HOUSE.search(" ".join(rest).lower()) or (words[index] == "i" and len(rest) > 1))
        ):
            return words[:index]
    while len(words) > 1 and (words[-1] in PARTICLES or words[-1].lower() in NOT_NAMES):
        words = words[:-1]
    return words


def is_role(word: str) -> bool:
    """Whether a word names what a person of science does."""
    return _ends(word.lower(), ROLE_ENDS)


def is_office(word: str) -> bool:
    """Whether a word names an office, which politicians and firms have too."""
    return _ends(word.lower(), OFFICE_ENDS)


def _ends(word: str, ends: tuple[str, ...]) -> bool:
    """Whether a word ends in a role; short roles ("head", "dean") must be the whole word, or stand behind a hyphen."""
    if word[-3:] not in _LAST_LETTERS or not word.endswith(ends):
        return False
    end = max((end for end in ends if word.endswith(end)), key=len)
    return len(end) > 5 or end in _SUFFIXES or word == end or word[: -len(end)].endswith("-")


# The last letters of all roles and offices; most words end otherwise, and the many ends need not be tried.
_LAST_LETTERS = frozenset(end[-3:] for end in ROLE_ENDS + OFFICE_ENDS)
_SUFFIXES = frozenset(("loge", "login", "logue", "ologo", "ologa", "ólogo", "óloga", "oloog", "arzt", "ärztin"))


def eastern_names(text: str, language: str) -> Iterator[Named]:
    """The people of a Japanese or Chinese ("ja", "zh") sentence who bear an academic title, or speak in Chinese."""
    pattern, forbidden = (_KANJI, _NOT_KANJI) if language == "ja" else (_HANZI, None)
    for match in pattern.finditer(text):
        name = match["name"].replace("\u3000", " ")
        if forbidden and (forbidden.search(name) or len(name) < 3):
            continue
        role = match["role"] if match["role"] not in _SPEECH else None
        yield Named(name, "", match.start(), match.end(), role=role, speaks=True)
