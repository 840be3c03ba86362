"""Turns a release without an identifier and the papers it may announce into the one it does announce, or none.

Pure. What counts: the paper's title printed in the text, its words and word beginnings (which related languages share),
its authors named in full or by surname, its journal named, and how near the days are. Weights and threshold are
fitted on one half of a labelled set (`python -m bench.linking --fit`) and measured on the other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from aggregator.enrich.folding import fold, fold_journal

BEGIN, END = 8_000, 3_000  # characters of a long release that are compared: the paper is named early, or at the end
AUTHORS = 60  # of one paper, the first and the last of them; more would meet somebody by chance
TITLE_WORDS = 60
BEGINNING = 6  # letters that two languages must share of a word
WHOLE = 4  # words a title must have to be recognized by standing in a text
THRESHOLD = 0.70  # below it nothing is linked
FAR = 120  # days between a release and a paper from which on it is hardly about that one
MARGIN = 1.5  # natural log of the odds by which the best must lead the second

# Words of titles in any field: alone they say nothing of which paper it is.
_PLAIN_WORDS = (
    "about across after among analysis approach assessment associated association based before between case "
    "clinical cohort comparison controlled data design different double blind during early effect effects "
    "evaluation evidence first following from high impact individuals influence into label large level long "
    "method methods model multicentre multicenter novel open outcome outcomes patient patients people phase "
    "placebo potential randomised randomized results review role safety series single study studies systematic "
    "term their these through treatment trial trials under using versus with within without year years "
    "development report human research"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
_BEFORE_JOURNAL = (
    r"(?:\b(?:in|dans|en|im|na|no|nel|nella|su|i|op|w|journal|revista|revue|rivista|zeitschrift|fachzeitschrift"
    r"|fachblatt|magazin|tidskriften|tijdschrift)\s+[«„“\"'‘»]?\s?|[«„“\"»‘'《「『])(?:[Tt]he\s+)?"
)
# Names that are words of a language: only in capitals, behind a word that leads to a journal.
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩА-Я][\w’'-]*")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")
_NO_MORE = r"(?!\w|\s[A-Z&])"
_ALIASES = {
    "nejm": "new england journal of medicine", "pnas": "proceedings of the national academy of sciences",
    "proceedings of the national academy of sciences of the united states of america":
        "proceedings of the national academy of sciences",
    "british medical journal": "bmj", "angewandte chemie international edition": "angewandte chemie",
    "lancet": "the lancet",
}  # fmt: skip


@dataclass(frozen=True)
class Release:
    """What of an article is compared. `day`: YYYY-MM-DD of publication, or None where it is not known."""

    title: str
    text: str
    day: str | None = None
    journal: str | None = None
    paper_title: str | None = None

    @cached_property
    def whole(self) -> str:
        """As printed, title first."""
        whole = f"{self.title}\n{self.text}"
        return whole if len(whole) <= BEGIN + END else f"{whole[:BEGIN]} … {whole[-END:]}"

    @cached_property
    def folded(self) -> str:
        """Its words between single spaces, with one at each end."""
        return f" {fold(self.whole)} "

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.folded.split())

    @cached_property
    def beginnings(self) -> frozenset[str]:
        return frozenset(word[:BEGINNING] for word in self.words if len(word) >= BEGINNING)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        words = self.folded.split()
        return frozenset(pairwise(words))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Words printed with a capital, folded: where names are."""
        return frozenset(fold(" ".join(_CAPITAL.findall(self.whole))).split())

    @cached_property
    def years(self) -> frozenset[int]:
        return frozenset(int(year) for year in _YEAR.findall(self.whole))

    @cached_property
    def named_journal(self) -> str | None:
        return settled_journal(self.journal)


@dataclass(frozen=True)
class Candidate:
    """A paper that may be the one. `published_at`: YYYY, YYYY-MM or YYYY-MM-DD."""

    key: tuple[str, str]  # (scheme, value)
    title: str | None = None
    journal: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None

    @cached_property
    def folded(self) -> str:
        """Its title, folded."""
        return fold(self.title or "")

    @cached_property
    def main(self) -> str:
        """What stands before the first colon, question mark or full stop of its title, folded."""
        return fold(re.split(r"[:?.–—]\s", self.title or "")[0])

    @cached_property
    def words(self) -> dict[str, float]:
        """The telling words of its title, and how much each weighs: long ones are rarer."""
        acronyms = {fold(word) for word in re.findall(r"[\w-]+", self.title or "") if sum(map(str.isupper, word)) > 1}
        return {
            word: 0.9 if word in acronyms and len(word) > 2 else min(len(word), 12) / 12
            for word in title_words(self.title or "")
        }

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(self.folded.split()[:TITLE_WORDS]))

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """(given name, family name) of the first and the last authors, folded."""
        considered = [*self.authors[: AUTHORS - 5], *self.authors[AUTHORS - 5 :][-5:]]
        return [(fold(one.split()[0]) if " " in one else "", surname(one)) for one in considered]

    @cached_property
    def settled_journal(self) -> str | None:
        return settled_journal(self.journal)


@dataclass(frozen=True, slots=True)
class Choice:
    """The paper chosen, how sure that is (0..1), and by what, for a person."""

    key: tuple[str, str]
    score: float
    evidence: str


FEATURES = (
    "printed", "covered", "matched", "pairs", "journal", "other journal", "full name", "full names", "surname",
    "surnames", "first or last", "near", "far", "undated", "name and journal",
)  # fmt: skip
# `printed` weighs little beside the words, pairs and weight of a title that stands there as a whole.
WEIGHTS = (0.23, 3.08, 3.23, 2.09, 1.53, -1.12, 2.78, 1.30, -0.30, 2.05, 2.42, 1.35, -2.08, 0.59, 0.26)
BIAS = -5.96


def features(release: Release, paper: Candidate) -> tuple[float, ...]:
    """What the two have in common, each 0..1, in the order of FEATURES."""
    covered, matched, pairs = _words_of_title(release, paper)
    full, surnames, ends = _people(release, paper)
    journal = _journal(release, paper)
    gap = days_apart(release.day, paper.published_at)
    return (
        _printed(release, paper),
        covered,
        matched,
        pairs,
        float(journal > 0),
        float(journal < 0),
        float(full > 0),
        min(max(full - 1, 0), 2) / 2,
        float(surnames > 0),
        min(max(surnames - 1, 0), 2) / 2,
        float(ends),
        math.exp(-gap / 14) if gap is not None else 0.0,
        float(gap > FAR if gap is not None else _of_other_years(release, paper)),
        float(gap is None),
        float(surnames > 0 and journal > 0),
    )


def logit(values: Sequence[float]) -> float:
    """Natural log of the odds that a pair with these features belongs together."""
    return BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))


def choose(release: Release, papers: Sequence[Candidate]) -> Choice | None:
    """The one of `papers` the release announces; None when none is likely enough, or two are about as likely."""
    scored = sorted(((logit(values := features(release, one)), one.key, one, values) for one in papers), reverse=True)
    if not scored:
        return None
    best, _, paper, values = scored[0]
    lead = best - scored[1][0] if len(scored) > 1 else math.inf
    score = 1 / (1 + math.exp(-best))
    if score < THRESHOLD or lead < MARGIN or not tells(values):
        return None
    return Choice(key=paper.key, score=round(score, 3), evidence=in_words(values, release, paper))


def tells(values: Sequence[float]) -> bool:
    """Whether the evidence is of two kinds: what the paper is about or by whom, and where or when it appeared.

    The journal and the day alone are shared by hundreds of papers; subject and people alone by all that one team
    writes about one thing over the years. A printed title is enough by itself.
    """
    said = dict(zip(FEATURES, values, strict=True))
    about = said["full name"] or said["matched"] >= 0.3 or (said["surname"] and said["matched"] >= 0.1)
    when = not said["far"] and (said["journal"] or not said["undated"])
    return bool(said["printed"] or (about and when))


def in_words(values: Sequence[float], release: Release, paper: Candidate) -> str:
    """What speaks for a link, in a sentence."""
    said = dict(zip(FEATURES, values, strict=True))
    parts = []
    if said["printed"]:
        parts.append("its title is printed in the text")
    elif said["matched"] >= 0.1:
        parts.append(f"{said['covered']:.0%} of the words of its title are in the text")
    people = round(said["surname"] + 2 * said["surnames"])
    if people:
        parts.append(
            f"{'three or more' if people == 3 else people} of its authors {'is' if people == 1 else 'are'} named"
        )
    if said["journal"]:
        parts.append(f"it names {paper.journal}")
    gap = days_apart(release.day, paper.published_at)
    if gap is not None and gap <= 60:
        parts.append("the days agree" if gap <= 7 else f"published within {gap} days")
    return "; ".join(parts)


def settled_journal(name: str | None) -> str | None:
    """One spelling for the names of one journal."""
    folded = fold_journal(name) if name else ""
    return _ALIASES.get(folded, folded) or None


def days_apart(day: str | None, published: str | None) -> int | None:
    """Days between a release and a paper; 0 within the month or the year that is all the paper says. None: unknown."""
    if not day or not published:
        return None
    try:
        told = date.fromisoformat(day[:10])
        first = date.fromisoformat((published + "-01-01")[:10] if len(published) < 10 else published[:10])
    except ValueError:
        return None
    last = first + timedelta(days={4: 365, 7: 30}.get(len(published), 0))
    return max((first - told).days, (told - last).days, 0)


def title_words(title: str) -> list[str]:
    """The telling words of a title: of four letters and more, or with a digit, without those of any title."""
    words = dict.fromkeys(fold(title).split())
    kept = [w for w in words if w not in _PLAIN and (len(w) >= 4 or (len(w) > 1 and any(map(str.isdigit, w))))]
    return kept[:TITLE_WORDS]


def surname(author: str) -> str:
    """The family name of an author written `Given Family`, folded; two parts of one name stay together."""
    words = author.split()
    return fold(words[-1]) if words else ""


def _printed(release: Release, paper: Candidate) -> float:
    """1 when the title stands in the text; less when only its main part does, or one very like it is named."""
    whole, main = paper.folded, paper.main
    if whole.count(" ") >= WHOLE - 1 and f" {whole} " in release.folded:
        return 1.0
    if main != whole and main.count(" ") >= WHOLE - 1 and f" {main} " in release.folded:
        return 0.9
    if release.paper_title and whole:
        one, other = set(fold(release.paper_title).split()), set(whole.split())
        if len(other) >= WHOLE and len(one & other) >= 0.75 * len(one | other):
            return 0.9
    return 0.0


def _words_of_title(release: Release, paper: Candidate) -> tuple[float, float, float]:
    """The share of the title's telling words in the text, how much they weigh in all, and the share of its pairs."""
    hits = sum(
        weight
        for word, weight in paper.words.items()
        if word in release.words or (len(word) >= BEGINNING and word[:BEGINNING] in release.beginnings)
    )
    shared = len(paper.pairs & release.pairs) / len(paper.pairs) if paper.pairs else 0.0
    return (hits / sum(paper.words.values()) if paper.words else 0.0), min(hits, 4.0) / 4, shared


def _people(release: Release, paper: Candidate) -> tuple[int, int, bool]:
    """How many authors are named in full, how many by surname at least, and whether the first or last is one."""
    full = surnames = 0
    ends = False
    for place, (given, family) in enumerate(paper.people):
        parts = family.split()
        if len(family) < 3 or not release.capitals.issuperset(parts) or f" {family} " not in release.folded:
            continue
        if len(given) > 1 and f" {given} {family} " in release.folded:
            full += 1
        elif len(family) < 4:
            continue
        surnames += 1
        ends |= place in (0, len(paper.people) - 1)
    return full, surnames, ends


def _of_other_years(release: Release, paper: Candidate) -> bool:
    """Whether a release without a day names years, none of them the paper's, the one before or the one after."""
    year = (paper.published_at or "")[:4]
    if release.day or not release.years or not year.isdecimal():
        return False
    return all(abs(named - int(year)) > 1 for named in release.years)


def _journal(release: Release, paper: Candidate) -> int:
    """1: the release names the paper's journal; -1: it names another one as where its paper is; 0: it names none."""
    wanted, journal = paper.settled_journal, paper.journal
    if not wanted or not journal:
        return 0
    bare = wanted.removeprefix("the ")
    if release.named_journal and release.named_journal.removeprefix("the ") == bare:
        return 1
    if " " in bare or any(map(str.isdigit, bare)):
        if f" {bare} " in release.folded:
            return 1
    elif bare in release.words and re.search(
        f"{_BEFORE_JOURNAL}{re.escape(journal.removeprefix('The '))}{_NO_MORE}", release.whole
    ):
        return 1
    return -1 if release.named_journal else 0
