"""Turns the words of an article into judgements: its type of news, its evidence, its subjects, each with a quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.extract.labels.evidence import CONFIDENCE, find_evidence, in_a_journal, journal_hints
from crawler.extract.labels.section import Section, find_section
from crawler.extract.labels.sentences import Sentence, sentences
from crawler.extract.labels.words import LANGUAGES, Cue, cues
from crawler.extract.structured import Structured
from crawler.items import Evidence, Identifier, Label, NewsType, Subject

QUOTE = 240  # characters
TYPES = {
    "R": NewsType.RESEARCH,
    "T": NewsType.TRIAL,
    "G": NewsType.GRANT,
    "A": NewsType.AWARD,
    "P": NewsType.APPOINTMENT,
    "E": NewsType.EVENT,
    "C": NewsType.CAMPUS,
    "H": NewsType.PATIENT_CARE,
    "O": NewsType.OPINION,
}
SUBJECTS = {"h": Subject.HUMANS, "a": Subject.ANIMALS, "l": Subject.CELLS, "m": Subject.MODEL}
TITLE, FIRST, EARLY, LATER = 1.5, 1.0, 0.7, 0.35  # what a cue is worth by its place
SHORT = 25  # characters
READ = 10  # sentences of the text that may tell the type of news
SKIPPED = 2  # among those, short ones in whose place the next are read
ENOUGH = 3.0  # points
AHEAD = 0.7  # points before the next type
SECTION = {"O": 3.5, "E": 3.5, "A": 1.5, "P": 1.5}  # a folder of prizes holds the group's outings too
JOURNAL = 2.5
STRONG = 3.0  # points of one cue that suffice for a result; a title alone has words like "explained"
RESULTS = frozenset((NewsType.RESEARCH, NewsType.TRIAL))


_TALK = re.compile(r"\binterview|im gespräch|\bpodcast|\bportr[äa]it|entrevista|intervista|entretien|インタビュー|专访")


# The dead are honoured for what they were; such news is none of the types.
_FAREWELL = re.compile(
    r"\bin memoriam\b|\bobituar|\bnachruf|\btrauert?\b|\bmourns?\b|\bpass(?:es|ed) away\b|\bdécès\b|\bhommage à\b|"
    r"\bfallece|"
    r"\bè morto|\bè scompars|\bin gedenken|\bovergleden|\bzmarł|\bzemřel|\belhunyt|逝去|ご逝去|逝世|訃報",
)
# Work that lies behind, not what the article announces.
_BEFORE = re.compile(
    r"\b(?:earlier|previous(?:ly)?|in the past|formerly|früher\w*|zuvor|bisher\w*|précéde\w+|auparavant|anterior\w*|"
    r"precedent\w*|"
    r"eerder|tidigare|tidligere|wcześniej|dříve|korább\w*)\b"
)


@dataclass(slots=True)
class _Case:
    """What speaks for one type: points by cue, and the sentence that speaks loudest."""

    points: dict[object, float] = field(default_factory=dict)
    best: float = 0.0
    quote: str = ""
    where: str = "text"

    def add(self, key: object, points: float, quote: str, where: str) -> None:
        self.points[key] = max(points, self.points.get(key, 0.0))
        if points > self.best:
            self.best, self.quote, self.where = points, quote, where

    @property
    def total(self) -> float:
        return sum(sorted(self.points.values(), reverse=True)[:4])


def find_labels(
    title: str | None,
    lead: str | None,
    text: str,
    *,
    structured: Structured,
    url: str,
    language: str | None,
    identifiers: Sequence[Identifier] = (),
) -> tuple[Label, ...]:
    """At most one type of news, at most one evidence, and the subjects; nothing for what the article leaves open.

    Method: cues of the article's language, each worth its points times the weight of the place it stands in (title,
    first sentence, the sentences after it, section). A type wins with enough points and a lead over the next. Evidence
    and subjects are read only of results and trials: elsewhere a journal or a mouse is a side remark.
    """
    spoken = sentences(text)
    opening = [s for s in sentences(lead) if s.lower not in {t.lower for t in spoken[:3]}] if lead else []
    heading = Sentence(title, title.lower(), 0) if title else None
    told = [*([heading] if heading else []), *opening, *spoken]
    table = _table(language)
    begun = [*told[: len(told) - len(spoken)], *spoken[: READ + SKIPPED]]
    types = _spoken_of((cue for cue in table if cue.code in TYPES), begun)
    section = find_section(structured, url, title)
    hints = journal_hints(text) + (journal_hints(lead) if lead else ())
    news = _news_type(heading, opening, spoken, types, section, hints)
    labels = [news] if news else []
    kind = NewsType(news.value) if news else None
    if kind is None or kind in RESULTS:
        rest = _spoken_of((cue for cue in table if cue.code not in TYPES), told)
        proof = find_evidence(told, rest, identifiers, hints)
        if proof and (kind is not None or (proof.value is not Evidence.CONFERENCE and proof.order < 3)):
            quote = _cut(proof.quote)
            labels.append(
                Label(name="evidence", value=proof.value, quote=quote, where="text", confidence=CONFIDENCE[proof.value])
            )
        if kind is not None:
            labels.extend(_subjects(heading, [*opening, *spoken], rest))
    return tuple(labels)


def _spoken_of(table: Iterable[Cue], sentences: Sequence[Sentence]) -> list[Cue]:
    """The cues of which one literal stands in any of these sentences; looked for in all of them at once."""
    whole = "\n".join([sentence.lower for sentence in sentences])
    found = []
    for cue in table:
        for literal in cue.literals:
            if literal in whole:
                found.append(cue)
                break
    return found


def _table(language: str | None) -> list[Cue]:
    code = {"nb": "no", "nn": "no", "gl": "es"}.get(language or "", language or "")
    if code not in LANGUAGES:
        return []
    return [*cues(code), *(cues("en") if code in ("ja", "zh") else ())]


def _news_type(
    heading: Sentence | None,
    opening: Sequence[Sentence],
    spoken: Sequence[Sentence],
    types: Sequence[Cue],
    section: Section | None,
    hints: tuple[str, ...],
) -> Label | None:
    if heading and _FAREWELL.search(heading.lower):
        return None
    cases = {code: _Case() for code in TYPES}
    for sentence, weight, where in _places(heading, opening, spoken):
        held = [cue for cue in types if (where == "title" or not cue.title_only) and cue.holds(sentence.lower)]
        honours = any(cue.code in "GAP" and cue.points > 3 for cue in held)  # it tells of research to say what for
        for cue in held:
            points = cue.points * weight * (0.5 if honours and cue.code == "R" else 1)
            cases[cue.code].add(cue, points, sentence.text, where)
    if section:
        cases[section.code].add("section", SECTION[section.code], section.words, section.where)
    named = next((s for s in (*opening[:3], *spoken[:READ]) if in_a_journal(s.text, hints)), None)
    if named and not named.order:
        cases["R"].add("journal", STRONG + 0.2, named.text, "text")
    elif named and any(points > 1 for points in cases["R"].points.values()):  # opinions and calls name journals too
        cases["R"].add("journal", JOURNAL * (EARLY if named.order > 3 else FIRST), named.text, "text")
    if len(cases["R"].points) < 2 and cases["R"].best < STRONG:  # one weak word
        cases["R"].points.clear()
    if any(
        isinstance(cue, Cue) and points >= TITLE * 3 for code in "AGPE" for cue, points in cases[code].points.items()
    ):
        cases["R"].points = {cue: points / 2 for cue, points in cases["R"].points.items()}  # a prize tells what for
    if heading and _TALK.search(heading.lower):
        cases["R"].points = {cue: points / 2 for cue, points in cases["R"].points.items()}
    starting = any(isinstance(cue, Cue) and cue.points > 2 and points > 2 for cue, points in cases["T"].points.items())
    ranked = sorted(cases.items(), key=lambda item: -item[1].total)
    if {ranked[0][0], ranked[1][0]} == {"R", "T"}:  # a trial that runs is a trial, one that ended is a result
        chosen = "T" if starting and not named else "R" if cases["R"].total >= ENOUGH else ranked[0][0]
        ranked = [(chosen, cases[chosen]), *ranked[2:]]
    (code, case), (_, second) = ranked[0], ranked[1]
    if case.total < ENOUGH or case.total - second.total < AHEAD:
        return None
    confidence = 0.9 if case.total < 5 or case.total - second.total < 2 else 0.96
    return Label(name="news_type", value=TYPES[code], quote=_cut(case.quote), where=case.where, confidence=confidence)


def _places(
    heading: Sentence | None, opening: Sequence[Sentence], spoken: Sequence[Sentence]
) -> Iterator[tuple[Sentence, float, str]]:
    if heading:
        yield heading, TITLE, "title"
    for sentence in opening[:3]:
        yield sentence, FIRST, "text"
    telling = [
        sentence for sentence in spoken[: READ + SKIPPED] if len(sentence.text) >= SHORT
    ]  # "LYON (AFP)." tells nothing
    for place, sentence in enumerate((telling or spoken)[:READ]):
        yield sentence, FIRST if place == 0 else EARLY if place < 4 else LATER, "text"


_FINDING = re.compile(
    r"\b(?:stud(?:y|ies|ie|io)|research\w*|found|find\w*|show\w*|result\w*|trial|team|experiment\w*|treated|tested|scientists|étude|recherche|résultat\w*|"
    r"chercheu\w*|patients?|patienten|studie\w*|forsch\w*|probanden|teilnehmer\w*|estudio|investigad\w*|ricerca\w*|ricercator\w*|onderz\w*|badani\w*)\b|"
    r"研究|実験|患者|研究",
)


def _subjects(heading: Sentence | None, spoken: Sequence[Sentence], table: Sequence[Cue]) -> list[Label]:
    """The subjects named in the title or among the first sentences, or in two sentences further on.

    Patients without a number are the ones it may help one day where mice, cells or a model are named too.
    """
    found: list[Label] = []
    for code in "almh":
        mine = [cue for cue in table if cue.code == code]
        said = [heading] if heading and any(cue.holds(heading.lower) for cue in mine) else []
        held = [s for s in spoken[:40] if any(cue.holds(s.lower) for cue in mine) and not _BEFORE.search(s.lower)]
        early = any(sentence.order < 8 for sentence in held)
        if not said and not early and len(held) < 2:
            continue
        weak = code == "h" and not any(cue.points > 2 and cue.holds(s.lower) for s in (*said, *held) for cue in mine)
        if weak and found:
            continue
        best = said[0] if said else next((s for s in held if _FINDING.search(s.lower)), held[0])
        where, confidence = ("title", 0.95) if said else ("text", 0.93)
        quote = _cut(best.text)
        found.append(Label(name="subject", value=SUBJECTS[code], quote=quote, where=where, confidence=confidence))
    return found


def _cut(text: str) -> str:
    """The beginning of a long sentence, up to a word's end, as printed."""
    if len(text) <= QUOTE:
        return text
    return text[:QUOTE].rsplit(" ", 1)[0] if " " in text[:QUOTE] else text[:QUOTE]
