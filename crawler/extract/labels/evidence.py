"""Turns the sentences of an article into what stands behind its result: journal, preprint, conference, nothing yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.labels.sentences import Sentence
from crawler.extract.labels.words import Cue
from crawler.items import Evidence, Identifier

# Registrants of preprint servers: bioRxiv and medRxiv, arXiv, Research Square, OSF, SSRN, ChemRxiv, Authorea …
PREPRINT_DOI: tuple[str, ...] = (
    "10.1101/",
    "10.64898/",
    "10.48550/",
    "10.21203/",
    "10.31219/",
    "10.31234/",
    "10.2139/ssrn",
    "10.20944/",
)
PREPRINT_DOI += ("10.26434/", "10.22541/", "10.36227/", "10.55458/")
# Prefix of 10.1101 that is a journal's all the same: Cold Spring Harbor Laboratory Press names its journals in letters.
_PRESS = re.compile(r"^10\.1101/(?:gr|gad|lm|rna|cshperspect|pdb|sqb|mcs)\.")
_NAME = (
    r"(?:The )?(?:Nature (?:Medicine|Communications|Genetics|Physics|Photonics|Microbiology|Biotechnology|Neuroscience|"
    r"Climate|Energy|Materials|Methods|Astronomy|Cancer|Cell|Chemi\w+|Ecology|Electronics|Food|Geoscience|Human|"
    r"Immunology|Machine|Mental|Metabolism|Nanotechnology|Plants|Protocols|Reviews|Structural|Sustainability|Synthesis|"
    r"Water|Aging|Biomedical|Cardiovascular|Catalysis|Computational|Cities)(?: [A-Z]\w+)?|"
    r"Science (?:Advances|Translational Medicine|Immunology|Robotics|Signaling|of the Total Environment)|"
    r"Cell (?:Reports|Metabolism|Stem Cell|Host|Systems|Genomics|Death|Research|Chemical)(?: [A-Z&]\w*){0,3}|"
    r"Lancet [A-Z]\w+(?: [A-Z]\w+){0,3}|New England Journal of Medicine|NEJM|PNAS|Proceedings of the [A-Z]\w+|"
    r"JAMA(?: [A-Z]\w+){0,2}|BMJ|British Medical Journal|PLO?S (?:ONE|One|[A-Z]\w+)|eLife|"
    r"(?:\w+ ){0,3}Journal of (?:the )?[A-Z]\w+|(?:European|International|American|British|Astrophysical|Biophysical) "
    r"(?:[A-Z]\w+ ){0,2}Journal|Physical Review \w+|Annals of [A-Z]\w+|Angewandte Chemie|Frontiers in [A-Z]\w+|"
    r"Scientific Reports|Advanced (?:Materials|Science|Functional|Energy|Healthcare|Optical|Engineering)|"
    r"Communications? (?:Biology|Physics|Chemistry|Materials|Medicine|Earth|Psychology)|Current Biology|"
    r"Environment International|Environmental (?:Science|Research|Health|Pollution)|Radiotherapy (?:and|&) Oncology|"
    r"Annual Review of [A-Z]\w+|Archives of [A-Z]\w+|Astronomy (?:and|&) Astrophysics|Acta [A-Z]\w+|"
    r"IEEE (?:Transactions|Access|Journal)|ACS [A-Z]\w+|Applied (?:Physics|Energy|Mathematics|Materials|Optics|Surface|"
    r"Catalysis)|Trends in [A-Z]\w+|Diabetologia|NeuroImage|Bioinformatics|Genome (?:Biology|Research)|"
    r"Nucleic Acids Research|Molecular (?:Psychiatry|Cell|Biology|Ecology|Cancer|Therapy|Systems))"
)
# Names that are words of their own too: only in quotes, or beside a verb of publishing.
_SHORT_NAME = r"(?:Nature|Science|Cell|Lancet)"
_WORD_NAME = r"(?:Blood|Neuron|Immunity|Brain|Gut|Circulation|Chem|Joule|Matter|Sleep|Pain|Stroke|Cancer|Addiction)"
_OPEN, _CLOSE = r"[„“\"«»'‘‹『「《〈]\s?", r"\s?[”“\"»«'’›』」》〉]"
_IN = (
    r"\b(?:[Ii]n|[Dd]ans|[Ee]n|[Ss]u|[Ss]ulla|[Ss]ul|[Nn]a|[Ii]m|[Ee]m|[Vv]e?|[Ww]|[Aa]|[Ii]|[Oo]n) "
    r"(?:(?:the|la|le|der|het|il|revista|journal) ){0,2}"
)
_NAMED = re.compile(
    rf"{_IN}(?:{_OPEN})?{_NAME}|"
    rf"{_IN}{_OPEN}(?:{_SHORT_NAME}|{_WORD_NAME}){_CLOSE}|"
    rf"\b(?:[Jj]ournals?|[Rr]evue|[Rr]evista|[Rr]ivista|[Tt]idskriften|[Tt]idsskriftet|[Tt]ijdschrift|(?:Fach|"
    rf"Wissenschafts)(?:zeitschrift|magazin|journal|blatt)|"
    rf"[Cc]zasopi[śs]mie|[Čč]asopis\w*|[Ff]olyóirat\w*|vaktijdschrift|[Zz]eitschrift)(?:,? (?:scientifique|"
    rf"médicale|científica|scientifica|naukowym))? (?:{_OPEN})?[A-Z]\w+|"
    rf"{_NAME} (?:reports|reported|publishes|published|pubblica|publie|berichtet|schreibt)\b"
)
_BARE = re.compile(
    rf"{_IN}(?:The )?{_SHORT_NAME}\b(?! (?:and|of|&|und|et|City|[A-Z]\w+))|\brevue {_SHORT_NAME}\b|"
    rf"\b(?:the )?(?:journal )?{_SHORT_NAME} (?:reports|carried)"
)
_VERB = re.compile(
    r"\b(?:publish\w*|appear\w*|report\w*|writes?|journal|paper|study|findings|says?|published|describ\w*|out in|"
    r"detail\w*|"
    r"veröffentlich\w*|erschien\w*|publizier\w*|schreib\w*|berichte\w*|bericht|studie|steht|vorgestellt|stellt|"
    r"publié\w*|parue?s?|paraît|paru|étude|résultats|article|travaux|tranche|"
    r"public[aoó]\w*|publicad\w*|estudio|trabajo|pubblica\w*|usciti|esce|studio|analisi|saiu|estudo|análise|"
    r"gepubliceerd|verscheen|staat|studie|beschre\w+|publicera\w*|publiceret|offentliggjort|publisert|"
    r"opublikowa\w*|publikova\w*|megjelent|jelent meg|publikál\w*)\b",
    re.IGNORECASE,
)
_ASIAN = re.compile(
    r"[『「《“\"][^』」》”\"]{2,80}[』」》”\"]\s?(?:誌|紙|オンライン版?|電子版|杂志|期刊|雜誌|上)?[^、。，]{0,8}"
    r"(?:掲載|発表|公開|发表|發表|刊登|刊出)|(?:发表|發表|刊登)(?:在|于|於).{0,25}[《“「]|"
    r"(?:誌|ジャーナル)[^、。]{0,20}(?:掲載|発表|公開)|論文誌|学術誌|(?:国际|學術|学术)(?:期刊|杂志)"
)
# Another paper than the one announced: an older one, or one of others.
_OTHER = re.compile(
    r"\((?:[A-ZÀ-Þ][\w'’-]+(?: et al\.?| (?:&|and|und|et) \w+)?,? (?:19|20)\d\d)[);]|"
    r"\b(?:wall street journal|previous(?:ly)?|earlier|in (?:19|20)\d\d|(?:19|20)\d\d (?:study|paper)|"
    r"früher\w*|zuvor|bereits (?:19|"
    r"20)\d\d|im jahr (?:19|20)\d\d|"
    r"précédent\w*|en (?:19|20)\d\d|anterior\w*|precedent[ei]|nel (?:19|20)\d\d|eerder\w*|tidigare|wenigen tagen|"
    r"days ago|last year|another study|"
    r"will be published|monograph\w*|volum\w+|submitted to|editor[- ](?:in[- ]chief|of)|special issue|"
    r"sonderausgabe|call for papers?|deadline|subscri\w+|"
    r"degrees?|bachelor|master of|academy)\b",
    re.IGNORECASE,
)
CONFIDENCE = {Evidence.PEER_REVIEWED: 0.95, Evidence.PREPRINT: 0.95, Evidence.CONFERENCE: 0.9, Evidence.NONE: 0.95}


@dataclass(frozen=True, slots=True)
class Proof:
    """A sort of evidence and the sentence that names it; `order` 0 is the title or lead."""

    value: Evidence
    quote: str
    order: int


def find_evidence(
    spoken: Sequence[Sentence], cues: Sequence[Cue], identifiers: Sequence[Identifier], hints: tuple[str, ...]
) -> Proof | None:
    """What stands behind the result, the strongest named; None when the article names nothing.

    A journal outweighs a preprint, which outweighs a conference. That nothing is published yet outweighs a conference
    and a mention of other papers, for such a sentence speaks of this one; it yields to a preprint. `hints`: see
    journal_hints.
    """
    said = {code: _said(spoken, cues, code) for code in "pxcn"}
    preprint = next(
        (i for i in identifiers if i.primary and i.value.startswith(PREPRINT_DOI) and not _PRESS.match(i.value)), None
    )
    journal = _journal(spoken, identifiers, hints)
    if said["n"] and not said["x"]:
        return Proof(Evidence.NONE, *said["n"])
    if journal and not (preprint and said["x"]):
        return Proof(Evidence.PEER_REVIEWED, *journal)
    if said["p"]:
        return Proof(Evidence.PEER_REVIEWED, *said["p"])
    if said["x"]:
        return Proof(Evidence.PREPRINT, *said["x"])
    if preprint and preprint.quote:
        return Proof(Evidence.PREPRINT, preprint.quote, 0)
    return Proof(Evidence.CONFERENCE, *said["c"]) if said["c"] else None


def _said(spoken: Sequence[Sentence], cues: Sequence[Cue], code: str) -> tuple[str, int] | None:
    mine = [cue for cue in cues if cue.code == code]
    if not mine:
        return None
    for sentence in spoken:
        if any(cue.holds(sentence.lower) for cue in mine) and not (code in "xc" and _OTHER.search(sentence.text)):
            return sentence.text, sentence.order
    return None


def _journal(
    spoken: Sequence[Sentence], identifiers: Sequence[Identifier], hints: tuple[str, ...]
) -> tuple[str, int] | None:
    """The sentence that names the journal: by a journal's name, or the words for a journal; else beside its DOI."""
    for sentence in spoken:
        if in_a_journal(sentence.text, hints):
            return sentence.text, sentence.order
    for item in identifiers:
        shown = item.scheme == "doi" and item.primary and item.where in ("text", "link")
        if shown and item.quote and (not item.value.startswith(PREPRINT_DOI) or _PRESS.match(item.value)):
            return item.quote, 0
    return None


_HINTS = (
    "Nature", "Science", "Cell", "Lancet", "ournal", "NEJM", "PNAS", "Proceedings", "JAMA", "BMJ", "PLOS", "PLoS",
    "eLife",
    "Physical", "Annals", "Angewandte", "Frontiers", "Reports", "Advanced", "ommunication", "Current", "Environment",
    "Radiotherapy", "Annual", "Archives", "Astronomy", "Acta", "European", "IEEE", "ACS", "Applied", "Trends", "Blood",
    "Neuron", "Immunity", "Brain", "Gut", "Circulation", "Diabetologia", "Neuro", "Bioinformatics", "Genome", "Nucleic",
    "Molecular", "eitschrift", "agazin", "blatt", "evue", "evista", "ivista", "idskrift", "idsskrift", "ijdschrift",
    "zasopi", "asopis", "olyóirat", "誌", "掲載", "発表", "公開", "发表", "發表", "刊登", "刊出", "期刊", "杂志",
)  # fmt: skip


def journal_hints(text: str) -> tuple[str, ...]:
    """The words of a whole text that a sentence with a journal's name must hold one of."""
    return tuple(hint for hint in _HINTS if hint in text)


def in_a_journal(text: str, hints: tuple[str, ...] = _HINTS) -> bool:
    """Whether a sentence says that a result is in a journal, and not an older or another one's."""
    if not any(hint in text for hint in hints) or _OTHER.search(text):
        return False
    if _ASIAN.search(text):
        return True
    return (_NAMED.search(text) is not None or _BARE.search(text) is not None) and _VERB.search(text) is not None
