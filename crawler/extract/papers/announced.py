"""Turns the papers and trials a page names into the one it announces, apart from those it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.papers.dois import is_paper, is_preprint
from crawler.extract.papers.journals import KNOWN, WORDLIKE
from crawler.extract.papers.passages import Passages
from crawler.extract.papers.registers import TRIALS
from crawler.items import Identifier

# A line, or the start of one, by which a release names the paper it announces.
_ORIGINAL = (
    r"original[\s-]?(?:publi[ck]ation(?:en)?|paper|article|study|arbeit|veröffentlichung|studie|artikel|literatur|"
    r"research(?: article)?|source)|"
    r"(?:original)?publikation(?:en)?|(?:zur |zum )?(?:original)?(?:veröffentlichung|studie|fachartikel|paper)|"
    r"fachpublikation|"
    r"published (?:paper|article|study)|publications?(?: (?:details?|information|reference))?|"
    r"journal (?:articles?|references?|papers?|publication|information)|(?:the )?(?:full |scientific |"
    r"research )?(?:paper|study|article)(?: (?:details?|info(?:rmation)?|reference|citation|title|link|here))?|"
    r"research (?:article|paper|publication|study)|(?:article |paper |research )?(?:reference|citation)|"
    r"more information|full (?:citation|reference)|"
    r"cite|how to cite|scientific (?:publication|reference|article)|"
    r"publication (?:originale|scientifique)|article (?:original|scientifique)|étude(?: originale)?|"
    r"référence(?: (?:de l.article|de la publication|bibliographique))?|pour en savoir plus|lire l.article|"
    r"artículo(?: (?:original|científico|de referencia))?|publicación(?: (?:original|científica))?|"
    r"referencia(?: (?:bibliográfica|del artículo|de la publicación))?|estudio(?: original)?|"
    r"pubblicazione(?: (?:originale|scientifica))?|articolo(?: (?:originale|scientifico))?|"
    r"riferiment[oi](?: bibliografic[oi])?|(?:lo )?studio|referenz|"
    r"artigo(?: (?:original|científico))?|publicação(?: original)?|referência|"
    r"(?:originele )?publicatie|(?:wetenschappelijk )?artikel|referentie|bron|vetenskaplig artikel|publikasjon|"
    r"referanse|reference|artikkeli|julkaisu|"
    r"publikacja|publikácia|publikace|artykuł|publikáció|közlemény|cikk|публикация|статья|dergi|yayın|"
    r"雑誌情報|掲載雑誌名?|発表雑誌|论文(?:信息|链接|標題|原文)?|論文(?:情報|タイトル|名|題目|掲載|)?|掲載論文|原論文|原著論文|原论文|原文(?:链接)?|发表论文|発表論文|掲載誌|雑誌名?|"
    r"발표논문|논문(?:명|정보|제목)?|원문"
)
_LISTS = (
    r"(?:article |selected |key |further )?references|(?:further )?literature|literatur(?:verzeichnis|hinweise)?|"
    r"quellen|sources|bibliograph(?:y|ie)|"
    r"références|referenzen|referencias|bibliografía|bibliografia|riferimenti|fonti|zum weiterlesen|further reading|"
    r"参考文献|引用文献|źródła|források|"
    r"notes|fußnoten|footnotes|einzelnachweise|publication list|recent publications|selected publications|papers|"
    r"articles"
)
_DOI_WORD = r"doi|link to (?:the )?(?:paper|study|article|publication)|link zur (?:studie|publikation|veröffentlichung)"
LABEL = re.compile(
    rf"^\W*(?:{_ORIGINAL}|{_DOI_WORD})(?: ?\([^()]{{1,30}}\))?\W*$|"
    rf"^\W*(?:{_ORIGINAL})\s?(?:\([^()]{{1,30}}\)\s?)?[:：]",
    re.IGNORECASE,
)
LIST = re.compile(rf"^\W*(?:{_LISTS})\W*$|^\W*(?:{_LISTS})\s?[:：]", re.IGNORECASE)
LABEL_LONGEST = 70
_AROUND = ' \t*•·–—-»›>▶►[(【■◆●○□◇<＜《「"“„'
# How labels in Latin letters begin: most lines of a page begin otherwise and need no pattern.
_BEGINNING_WORDS = """
    ori pub zur zum stu ver fac pap jou the ful sci art res ref cit mor how étu réf pou lir est lo pub rif wet bro
    vet jul cik köz der yay doi lin sel key fur lit que sou bib fon źró for not fuß foo ein rec títu obr
"""
_BEGINNINGS = frozenset(_BEGINNING_WORDS.split())
PAPER_LABEL = re.compile(
    rf"\W*(?:{_ORIGINAL}|{_DOI_WORD}|read .{{0,40}}|view .{{0,40}}|link .{{0,40}}|zur? .{{0,40}})\W*$", re.IGNORECASE
)
LINES = 5  # lines that a line of nothing but a label speaks for
# Words by which a sentence says that the paper in it is the news.
RESULT = re.compile(
    r"publi(?:sh|é|c[aá]|e[ée]|ce|k|kov|kow)\w*|appear(?:s|ed|ing) (?:in|today|online)|erschienen|erschein\w+|"
    r"veröffentlich\w*|par(?:u|ue|us|ues|aît|u)\b|"
    r"pubblic\w+|gepubliceerd|verschenen|offentlig\w+|julkais\w+|opublik\w+|megjelen\w*|опубликов\w+|δημοσιε\w+|"
    r"yayımlan\w+|yayınlan\w+|"
    r"掲載|発表|公開|发表|發表|刊登|게재|발표|"
    r"report(?:ed|s|ing)? (?:their|its|the|his|her|today|in|online|on)\b|describ\w+ in|"
    r"\bdoi\b|journal|zeitschrift|fachmagazin|fachblatt|revue|revista|rivista|tijdschrift|tidskrift|folyóirat|雑誌|学術誌|"
    r"\bnew (?:study|paper|research)|neue\w* studie|nouvelle étude|nuov[oa] studio|nuevo estudio|新研究|peer-reviewed",
    re.IGNORECASE,
)
# Words by which it says that the paper is another one.
EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|past|older|other|another|separate|several|some|many|(?:19|"
    r"20)\d\d)\s(?:\w+\s){0,2}(?:stud(?:y|ies)|papers?|articles?|research|work|trials?|reports?|reviews?|analys[ei]s|"
    r"publications?)|"
    r"\b(?:previously|earlier|already)\s(?:\w+\s){0,2}(?:published|reported|shown|found|described|demonstrated)|"
    r"\b(?:frühere|vorherige|ältere|vorangegangene|andere|weitere)\w*\s(?:\w+\s){0,2}(?:studie|arbeit|publikation|"
    r"untersuchung|veröffentlichung)|\b(?:bereits|zuvor|schon)\s(?:\w+\s){0,3}(?:publiziert|veröffentlicht|gezeigt)|"
    r"(?:étude|travaux|article|publication|recherche)s?\s(?:\w+\s){0,2}(?:précédent|antérieur)|(?:précédent|"
    r"antérieur)\w*\s(?:étude|travaux|article)|"
    r"(?:estudio|trabajo|artículo|investigacion)\w*\s(?:\w+\s){0,2}(?:previo|anterior)|(?:studi|lavor|"
    r"ricerc)\w*\s(?:\w+\s){0,2}(?:precedent)|precedent\w*\s(?:studi|lavor|ricerc)\w*|"
    r"以前の研究|先行研究|これまでの研究|之前的研究|先前研究|eerder\w*\s(?:\w+\s){0,2}(?:onderzoek|studie)|tidigare\s(?:\w+\s){0,2}(?:studie|"
    r"forskning)|"
    r"\b(?:corrigendum|erratum|editorial|commentary|retract(?:ed|ion)|correction|accompanying|kommentar|dataset|"
    r"data (?:are|is) available|code)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“„«‘(]?[A-ZÄÖÜÉÀ])|(?<=[。！？])")
FEW = 4  # papers; a page that names more is a round-up or a review unless a label tells


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier with its place in the passages; -1 where it stands in none (meta tags).

    `own`: the page says for machines that it is this paper. `based`: that it is about it.
    """

    identifier: Identifier
    start: int = -1
    end: int = -1
    own: bool = False
    based: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.identifier.scheme, self.identifier.value


def announced(found: Sequence[Found], passages: Passages) -> set[tuple[str, str]]:
    """(scheme, value) of what the page announces: one paper at most, and its trial; none where no reader could tell.

    In this order: the DOI of the page's own meta tags; the paper behind a label such as "Original publication:"; the
    only paper, when its sentence says that it was published or is a reference. The paper of a journal comes before its
    preprint.
    """
    every = [one for one in found if one.identifier.scheme in ("doi", "arxiv", "pmid", "pmcid")]
    papers = [one for one in every if one.own or one.identifier.scheme != "doi" or is_paper(one.identifier.value)]
    labels = labelled_lines(passages) if papers or any(one.identifier.scheme in TRIALS for one in found) else {}
    paper = _paper(papers, labels, passages)
    trials = _trials([one for one in found if one.identifier.scheme in TRIALS], passages)
    return {one.key for one in (*paper, *_twins(paper, papers), *trials)}


def _label(text: str) -> re.Match[str] | None:
    """The label that a line is or begins with. Labels are short; a longer line has its colon soon."""
    if len(text) > LABEL_LONGEST:
        head = text[:LABEL_LONGEST]
        if ":" not in head and "：" not in head:
            return None
    begin = text[:12].lstrip(_AROUND)[:3].lower()
    if begin.isascii() and begin not in _BEGINNINGS:
        return None
    return LIST.match(text[:400]) or LABEL.match(text[:400])


def labelled_lines(passages: Passages) -> dict[int, str]:
    """Line → "own" behind a label of the announced paper, "list" behind the head of a list of references."""
    told: dict[int, str] = {}
    kind, lines = "", 0
    for index, block in enumerate(passages.blocks):
        text = block.text
        match = _label(text) if block.tag != "h1" else None
        if match:
            kind = "list" if match.re is LIST else "own"
            told[index] = kind
            alone = match.end() >= len(text)
            lines = (60 if kind == "list" else LINES) if alone else 0
        elif lines > 0:
            if block.tag in ("h1", "h2", "h3", "h4"):
                lines = 0
                continue
            told[index] = kind
            lines -= 1
        else:
            lines = 0
    return told


def _paper(papers: list[Found], labels: dict[int, str], passages: Passages) -> list[Found]:
    owned = [one for one in papers if one.own]
    if owned:
        return owned[:1]
    based = [one for one in papers if one.based]
    if len({one.key for one in based}) == 1:
        return based[:1]
    placed = [one for one in papers if one.start >= 0]
    labelled = [one for one in placed if labels.get(passages.line_at(one.start)) == "own"]
    journals = _best_of(labelled)
    if labelled:
        return journals if len(journals) == 1 and not _refuted(journals[0], passages, near=True) else []
    candidates = _best_of(placed)
    if len(candidates) != 1 or len(placed) > FEW or candidates[0].identifier.scheme in ("pmid", "pmcid"):
        return []  # news link to the paper itself; PubMed is where background is looked up
    only = candidates[0]
    if _listed(passages.line_at(only.start), labels):
        return []
    return [only] if not _refuted(only, passages) and _claimed(only, passages) else []


def _listed(line: int, labels: dict[int, str]) -> bool:
    """Whether a line is one of several references; of a list of one, the reference may be the paper."""
    return labels.get(line) == "list" and "list" in (labels.get(line + 1), labels.get(line - 2))


def _twins(chosen: list[Found], papers: list[Found]) -> list[Found]:
    """The DOI and the number of arXiv that name one preprint."""
    numbers = {one.identifier.value for one in chosen if one.identifier.scheme == "arxiv"}
    return [one for one in papers if one.identifier.value.removeprefix("10.48550/arxiv.") in numbers]


def _best_of(papers: list[Found]) -> list[Found]:
    """DOIs of journals before preprints, DOIs before the numbers that registers gave the same papers."""
    dois = [one for one in papers if one.identifier.scheme == "doi"]
    journals = [one for one in dois if not is_preprint(one.identifier.value)]
    preprints = [one for one in papers if one.identifier.scheme == "arxiv"] or [
        one for one in dois if one not in journals
    ]
    return journals or preprints or papers


def _claimed(one: Found, passages: Passages) -> bool:
    """Whether the words around the only paper say that it is out, or are a reference to it."""
    line = passages.line_at(one.start)
    linked = passages.plain[one.start : one.end]
    if (
        (one.identifier.where == "text" and "://" not in linked)
        or KNOWN.fullmatch(linked)
        or WORDLIKE.fullmatch(linked)
    ):
        return True  # printed with its number, as a reference is, or the link is the journal's name
    around = passages.before(one.start, 220) + passages.after(one.start, 160)
    return RESULT.search(_sentence(around, min(220, one.start - passages.starts[line]))) is not None


def _refuted(one: Found, passages: Passages, *, near: bool = False) -> bool:
    """Whether the words before a paper or trial say that it is an earlier one, a comment or data."""
    before = passages.before(one.start, 60 if near else 220)
    sentence = _SENTENCE.split(before)[-1] + passages.after(one.start, max(0, one.end - one.start))
    return EARLIER.search(sentence) is not None


def _sentence(text: str, place: int) -> str:
    """The sentence of a text that holds a place."""
    start, end = 0, len(text)
    for match in _SENTENCE.finditer(text):
        if match.end() <= place:
            start = match.end()
        else:
            end = match.start()
            break
    return text[start:end]


def _trials(trials: list[Found], passages: Passages) -> list[Found]:
    """The only trial of a page; numbers that several registers gave it stand together."""
    schemes = [one.identifier.scheme for one in trials]
    if not trials or len(schemes) != len(set(schemes)):
        return []
    if any(one.start >= 0 and _refuted(one, passages) for one in trials):
        return []
    lines = {passages.line_at(one.start) if one.start >= 0 else -1 for one in trials}
    return trials if len(trials) == 1 or max(lines) - min(lines) <= 2 else []
