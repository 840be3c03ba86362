"""Turns a page's words and attributes into its language (ISO 639-1, lower case)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
from lxml.html import HtmlElement
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from crawler.extract.structured import Structured
from crawler.items import Candidate, Entry

TAG = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_][\w-]+)?\s*(?:,|$)")
SAMPLE = 900  # characters; more change nothing
# Letters from which a text is evidence, and by how much (difference of log probabilities a letter) it must speak
# for another language than the one declared: names and titles of papers make short texts look foreign.
EVIDENCE = ((120, 0.25), (40, 0.5))
ALONE = 10  # letters that decide when nothing is declared
# Languages in which institutions publish; the model's other ones are what lists of names are taken for.
_WRITTEN = """
    af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lb lt
    lv mk ml mn mr ms mt my ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi wuu yue zh zu
"""
HAN = re.compile("[一-鿿]")
_CYRILLIC, _ARABIC = re.compile("[Ѐ-ӿ]"), re.compile("[؀-ۿ]")
SCRIPTS = {
    "ja": re.compile("[぀-ヿ一-鿿]"),
    "zh": HAN,
    "ko": re.compile("[가-힯]"),
    "ru": _CYRILLIC,
    "uk": _CYRILLIC,
    "bg": _CYRILLIC,
    "sr": _CYRILLIC,
    "el": re.compile("[Ͱ-Ͽ]"),
    "ar": _ARABIC,
    "fa": _ARABIC,
    "he": re.compile("[֐-׿]"),
    "th": re.compile("[฀-๿]"),
    "hi": re.compile("[ऀ-ॿ]"),
}
# Kinds of Chinese and Norwegian that newsrooms do not declare and short texts are taken for.
SAME = {"wuu": "zh", "yue": "zh", "nb": "no", "nn": "no"}


# Letters that a language does not use: what holds them is rather one of its sisters.
_ALIEN = {
    "sv": "æø",
    "no": "äö",
    "da": "äö",
    "gl": "ãõçêâ",
    "es": "ãõçêâ",
    "pt": "ñ",
    "cs": "ľĺŕô",
    "sk": "řěů",
    "de": "åøñ",
}
_ALIEN_COST = 6.0  # difference of log probabilities a letter
# Small languages that a line of their large sister is taken for; they must fit better by this much a letter.
_SISTERS = {"gl": "pt", "af": "nl", "lb": "de", "ms": "id", "bs": "hr"}
_SISTER_MARGIN = 0.13
# Short words that, of all languages written here, only one uses much. Most pages are told by them alone.
_SHORT_WORDS = {
    "en": "the of and with that this from which their have has been were by to are it its they our",
    "de": "und der das nicht mit von dem auf für ist eine einer sich auch werden wird zur zum im bei nach",
    "fr": "les des une dans est pour avec sur par qui cette ces sont aux du et leur",
    "it": "il di della che sono gli nel nella delle dei alla più è anche degli dal dalla",
    "es": "los las y más también fue según sus ha",
    "pt": "não uma são em também pela pelo com às até",
    "nl": "een voor niet zijn ook aan wordt naar deze bij worden maar uit",
    "pl": "się jest oraz przez które dla że został są który nie w",
    "hu": "és hogy egy nem vagy volt szerint mint",
}
_WORD_OF = {word: code for code, words in _SHORT_WORDS.items() for word in words.split()}
_ENOUGH, _SHARE, _CLEAR = 8, 0.1, 4  # short words, their share of all words, and times the next language's
# How often a language is right by what speaks for it, see bench/extraction.py and the short texts of the stories.
AGREED, ATTRIBUTE, OTHER_WORDS, LONG_WORDS, SHORT_WORDS = 0.999, 0.96, 0.98, 0.99, 0.95


@dataclass(frozen=True, slots=True)
class Language:
    """A language, where it came from, and how often a language with such evidence is right."""

    code: str
    origin: str
    confidence: float = ATTRIBUTE
    candidates: tuple[Candidate, ...] = ()


def find_language(
    tree: HtmlElement, structured: Structured, title: str | None, text: str, entry: Entry | None
) -> Language | None:
    """The language the article is written in; None when nothing says.

    The text decides when it clearly contradicts the page's attribute, because templates declare one language for
    all their pages. A page in two scripts keeps the language declared: Japanese pages carry English abstracts, and
    English pages Japanese ones; the words between them tell the page's language.
    """
    declared = _declared(tree, structured, entry.language if entry else None)
    sample = f"{title or ''}\n{text}"[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    told = _by_short_words(sample)
    found = _found(declared, told, sample, letters, title, entry)
    return _with_reasons(found, declared, told, letters) if found else None


def _with_reasons(found: Language, declared: Language | None, told: str | None, letters: int) -> Language:
    """The language with its confidence, and beside it the one the page declares."""
    agreed = declared is not None and declared.code == found.code
    if found.origin == "text":
        sure = OTHER_WORDS if declared else LONG_WORDS if letters >= EVIDENCE[0][0] or told else SHORT_WORDS
        why = "the words of the article" + (" speak clearly against what the page declares" if declared else "")
    else:
        sure = AGREED if told == found.code or letters >= EVIDENCE[0][0] else ATTRIBUTE
        why = "declared by the page" if found.origin != "feed" else "declared by the list that named the page"
        why += "; its short words agree" if told == found.code else "; its words do not speak against it"
    shown = [Candidate(field="language", value=found.code, origin=found.origin, confidence=sure, why=why)]
    if declared is not None and not agreed:
        against = "declared, but the words are of another language"
        shown.append(
            Candidate(
                field="language",
                value=declared.code,
                origin=declared.origin,
                confidence=round(1 - sure, 3),
                why=against,
            )
        )
    return Language(found.code, found.origin, sure, tuple(shown))


def _by_short_words(sample: str) -> str | None:
    """The language whose short words clearly prevail; None when none does."""
    words = sample.casefold().split()
    hits = Counter(_WORD_OF[word] for word in words if word in _WORD_OF)
    (code, count), *others = hits.most_common(2) or [("", 0)]
    if count >= _ENOUGH and count >= _SHARE * len(words) and all(count >= _CLEAR * other for _, other in others):
        return code
    return None


def _found(
    declared: Language | None, told: str | None, sample: str, letters: int, title: str | None, entry: Entry | None
) -> Language | None:
    if declared is None:
        return Language(told or _of_words(sample, letters), "text") if letters >= ALONE else None
    if letters == 0 or told == declared.code:
        return declared
    if declared.code in SCRIPTS:
        own = len(SCRIPTS[declared.code].findall(sample))
        if own >= 8 or own * 4 >= letters:
            return declared
    else:
        foreign = sum(len(script.findall(sample)) for script in (SCRIPTS["ja"], SCRIPTS["ko"], _CYRILLIC, _ARABIC))
        if foreign and title and _latin(title) and foreign < letters * 0.95:
            return declared
        if foreign * 2 > letters:
            return Language(_of_words(sample, letters), "text")
    published = _published(sample, letters, declared.code, entry.languages) if entry else None
    return published or _contradicting(sample, letters, declared.code) or declared


def _contradicting(sample: str, letters: int, declared: str) -> Language | None:
    """The language of the words when they speak clearly enough against the declared one."""
    margin = next((margin for enough, margin in EVIDENCE if letters >= enough), None)
    if margin is None:
        return None
    scores = _scores(sample)
    best = max(scores, key=lambda code: scores[code])
    same = {declared, *(code for code, name in SAME.items() if name == declared)}
    known = [scores[code] for code in same if code in scores]
    if known and scores[best] - max(known) <= margin * letters:
        return None
    return Language(SAME.get(best, best), "text")


def _published(sample: str, letters: int, declared: str, languages: tuple[str, ...]) -> Language | None:
    """A language the source publishes in, when the one declared is none of them and the words fit it less.

    Many themes declare English whatever they are filled with; the record knows better, even of a line of text.
    """
    published = {SAME.get(tag[:2].lower(), tag[:2].lower()) for tag in languages}
    if not published or declared in published or letters < ALONE:
        return None
    scores: dict[str, float] = {}
    for code, score in _scores(sample).items():
        name = SAME.get(code, code)
        scores[name] = max(score, scores.get(name, float("-inf")))
    best = max(published, key=lambda code: scores.get(code, float("-inf")))
    return Language(best, "text") if scores.get(best, float("-inf")) > scores.get(declared, float("-inf")) else None


def _of_words(sample: str, letters: int) -> str:
    """The language of a text; Japanese kana decide at once, as no other language has them."""
    if len(SCRIPTS["ja"].findall(sample)) - len(HAN.findall(sample)) > letters * 0.05:
        return "ja"
    scores = _scores(sample)
    code = max(scores, key=lambda code: scores[code])
    sister = _SISTERS.get(code)
    if sister and scores[code] - scores[sister] < _SISTER_MARGIN * letters:
        return sister
    return SAME.get(code, code)


def _scores(sample: str) -> dict[str, float]:
    """The log probability of a text by language, less for each letter its alphabet does not have."""
    scores = {str(code): float(score) for code, score in _model().rank(sample)}
    if not sample.isascii():
        counts = Counter(sample.casefold())
        for code, letters in _ALIEN.items():
            alien = sum(counts[letter] for letter in letters)
            for same in (code, *(kind for kind, name in SAME.items() if name == code)):
                if alien and same in scores:
                    scores[same] -= _ALIEN_COST * alien
    return scores


def _latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 10 and all(char < "ɐ" for char in letters)


@cache
def _model() -> LanguageIdentifier:
    """The identifier, loaded once a process, for the languages of _WRITTEN."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(_WRITTEN.split())
    # The chosen columns lie a whole table apart: one row of them, a few bytes, is gathered from all over the memory.
    model.nb_ptc = np.ascontiguousarray(model.nb_ptc)
    return model


def _declared(tree: HtmlElement, structured: Structured, entry_language: str | None) -> Language | None:
    meta = ("og:locale", "content-language", "dc.language", "dcterms.language", "citation_language", "language")
    places = (
        ("lang", tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        ("meta", structured.first(*meta)),
        ("feed", entry_language),
    )
    for origin, value in places:
        match = TAG.match(value) if value else None
        if match:
            code = match[1].lower()
            return Language(SAME.get(code, code), origin)
    return None
