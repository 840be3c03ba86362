"""Turns sentences that say where a paper was published into the name of its journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.announced import EARLIER
from crawler.extract.blocks import Block
from crawler.extract.journals import FIRST, GENUS, KNOWN, RUN, UNIQUE, WORDLIKE
from crawler.extract.passages import Passages

# The beginnings of the words that PUBLISHED and NOUN start with; a pattern is tried only where one stands.
VERBS = (
    "publi", "republ", "appear", "reported", "reports ", "describ", "veröffentlich", "erschien", "erscheint", "beschr",
        "präsent", "vorgest",
    "nachzul", "stellt", "stellen", "paru", "paraî", "aparec", "pubblic", "appars", "usci", "gepubl", "versch",
        "offentlig", "udgiv", "opublik",
    "опублик", "accepted", "presented in", "detailed in", "findings in", "results in", "paper in", "article in",
        "study in", "report in",
    "studie in", "artikel in", "arbeit in", "ergebnisse in", "bericht", "schreib", "write", "wrote", "steht", "out in",
        "esce", "saiu",
    "décrit", "décriv", "expliqu", "say in",
)  # fmt: skip
NOUNS = (
    "journal", "zeitschrift", "magazin", "blatt", "revue", "revist", "rivist", "tijdschrift", "tidskrift",
        "tidsskrift", "folyóirat",
    "szaklap", "časopis", "czasopi", "журнал",
)  # fmt: skip
EASTERN = ("誌", "期刊", "杂志", "雜誌", "학술지", "저널", "掲載", "ジャーナル", "发表", "發表")
_BETWEEN = r"(?:[\w’'.-]+,? ){0,5}?"  # dates, "today", "online", who wrote it
PUBLISHED = re.compile(
    rf"(?:(?:re)?published (?:\([^()]{{1,30}}\) )?{_BETWEEN}in|publication (?:today |this week |\w+ )?in|"
    rf"(?:appear|report|describ)(?:e|s|ed|es|ing)? {_BETWEEN}in|(?:say|write|wrote|writing)s? {_BETWEEN}in|out in|"
    rf"(?:paper|study|article|findings|results|research|report) (?:\w+ )?in|accepted (?:for publication )?(?:by|in)|"
    rf"(?:featured|presented|detailed|outlined) in|"
    rf"(?:veröffentlicht\w*|publizier\w+|erschienen?|erscheint|berichte\w*|beschreib\w*|beschrieb\w*|präsentier\w*|"
    rf"vorgestellt|"
    rf"nachzulesen|schreib\w*|steht|stell(?:t|en)|findet) {_BETWEEN}(?:in|im|bei)|"
    rf"(?:studie|artikel|arbeit|ergebnisse|publikation|beitrag|paper|bericht) (?:\w+ )?(?:in|im)|"
    rf"(?:publi(?:é|ée|és|ées|ent|e|cation)|par(?:u|ue|us|ues|aît|aissent)|décrit|décrivent|expliqu\w+) {_BETWEEN}dans|"
    rf"(?:publica(?:do|da|dos|das|n|ción|mos)|publicó|publicaron|aparecid[oa]s?|saiu) {_BETWEEN}(?:en|na|no|em)|"
    rf"(?:pubblica(?:to|ta|ti|te|no|zione)|apparso|usci(?:to|ta|ti|te)|esce) {_BETWEEN}(?:su(?:l|lla|lle|i)?|in|nella)|"
    rf"(?:gepubliceerd|verschenen|verschijnt) {_BETWEEN}in|(?:publicera\w*|publiser\w*|offentliggjort|"
    rf"udgivet) {_BETWEEN}i|"
    rf"(?:opublikowa\w+|publikov\w+|опубликован\w*) {_BETWEEN}(?:w|v|ve|в)) "
    r"(?:(?:the|der|die|dem|den|la|le|les|el|il|lo|het|de|au|aux|an?|l['’]|today['’]s|this week['’]s|"
    r"the (?:latest|current|\w+) (?:issue|edition) of(?: the)?) ?)?",
    re.IGNORECASE,
)
_QUALITY = (
    r"(?:(?:peer-reviewed|scientific|medical|academic|online|open[- ]access|international|prestigious|renowned|"
    r"leading|specialist|"
    r"multidisciplinary|high-impact|weekly|influential|science|research|professional|wissenschaftliche\w?|"
    r"renommierte\w?|"
    r"internationale\w?|prestigieuse|célèbre|prestigiosa|wetenschappelijk\w?|vetenskaplig\w?|tudományos) ?(?:,? and |"
    r", | )?){0,4}"
)
_AFTER = (
    r"(?: (?:scientifique|médicale|internationale|spécialisée|américaine|britannique|científica|médica|internacional|"
    r"especializada|"
    r"cientifica|estadounidense|británica|scientifica|internazionale|medica|specializzata|di settore)){0,3}"
)
NOUN = re.compile(
    rf"{_QUALITY}[\w-]{{0,24}}(?:journals?|zeitschrift|magazins?|fachblatt|blatt|revues?|revistas?|rivist[ae]|"
    rf"tijdschrift|tidskrift(?:en)?|"
    rf"tidsskrift(?:et)?|folyóirat(?:ban)?|szaklap|časopis\w*|czasopi\w+|журнал\w*){_AFTER},?:? ",
    re.IGNORECASE,
)
_QUOTES = (
    ("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"), ('"', '"'), ("'", "'"), ("„", "”"), ("»", "«"), ("‚", "‘"), ("《",
        "》"),
    ("『", "』"), ("「", "」"), ("<", ">"), ("“", "“"), ("”", "”"), ("’", "’"),
)  # fmt: skip
# "in „Nature Photonics“ erschienen": German and Dutch put the verb last.
_VERB_LAST = re.compile(
    r"[“”\"»«’‘']{0,1},?(?: \w+){0,3}? (?:erschien|veröffentlicht|publizier|vorgestellt|beschr|bericht|schreib|"
    r"präsent|gepubliceerd|verschenen)"
)
_PLACED = re.compile(
    r"(?<!\w)(?:in|im|dans|su|sul|sulla|en|na|w|i)(?: (?:the|der|dem|la|le))? (?:[Tt]he )?[“„«»‘\"'‚]?$"
)
# How names begin that nothing but a journal bears.
BORNE = (
    "Nature", "Science", "Lancet", "Journal of", "PLOS", "PLoS", "JAMA", "BMJ", "NEJM", "PNAS", "Proceedings of",
        "Communications ", "Angewandte",
    "eLife", "Annals of", "Cell ", "Physical Review", "Scientific Reports", "New England", "American Journal",
        "European Heart",
    "European Journal", "British Journal", "Frontiers in", "npj ", "Nano Letters", "International Journal",
        "Geophysical Research",
)  # fmt: skip
EAST = re.compile(
    r"(?:学術誌|学術雑誌|科学誌|医学誌|国際誌|専門誌|科学雑誌|英文誌|電子版|オンライン版|雑誌|ジャーナル|学会誌|期刊|杂志|雜誌|학술지|저널)"
    r"(?:である|の|上)?\s?[「『《〈“\"‘(（]\s?([A-Za-z][^「」『』《》〈〉“”\"（）()\n]{2,80}?)\s?[」』》〉”\"’)）]|"
    r"[「『《〈]\s?([A-Z][A-Za-z][A-Za-z:&,. -]{1,80}?)\s?[」』》〉]\s?"
    r"(?:誌|オンライン|电子版|に掲載|杂志|期刊|上发表|上發表|在线发表)|"
    r"(?<![A-Za-z])([A-Z][A-Za-z]+(?: (?:of|and|the|in|for|&|[A-Z][A-Za-z]*)){0,8}) ?(?:誌|に掲載)"
)
_DAYS = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_TAIL = re.compile(
    rf",? (?:on|in|at|this|last|under|by|and|as|from|today|yesterday|online|for|en|le|am|vom|il) (?:the |le |"
    rf"el )?(?:{_DAYS}|\d).*$|"
    rf"[\s,]+(?:{_DAYS}|Vol\.?\b|Volume\b|DOI\b|Issue\b|Online\b).*$"
)
_OF_PUBLISHING = re.compile(
    r"(?:re)?publi|veröff|ersch|par[ua]|pubbl|appear|gepubl|offent|opubl|опубл|apar|appar|paper", re.IGNORECASE
)
# What newspapers, offices and days are called: capitals behind "published in", but no journal of research.
_NO_JOURNAL = re.compile(
    r"(?:[Tt]he )?(?:(?:English|German|French|Spanish|Europe\w*|Germany|France|China|Japan|India|America|Internet|"
    r"Congress|Parliament|PDF|"
    r"HTML|U\.?S\.?A?|UK|EU|Deutschland|Wien|Berlin|Paris|London|Autumn|Spring|Summer|Winter|Federal Register|"
    r"Official Journal.*|Amtsblatt.*|"
    r"Guardian|Le Monde.*|El País.*|El Mundo|(?:Der )?Spiegel|(?:Die )?Zeit|FAZ|Journal|Wired|Vogue|Playboy|Forbes|"
    r"Bild|Stern|Focus|"
    rf"Newsweek|Time|Google.*|Facebook|Twitter|Instagram|YouTube|Open Access|{_DAYS}).?|\d.*|(?:New|Chicago|"
    rf"Washington|Daily|Sunday) .*|"
    r".*\b(?:Times|Post|Gazette|Tribune|Herald|Telegraph|News\w*|Blog|University|Institute|Hospital|Conference|"
    r"Ministry|Department|Press|"
    r"Inc|GmbH|Zeitung|Anzeiger|Tage?blatt|Wall Street|Atlantic|Yorker|Rundschau|Courier|Kurier|Sentinel|Chronicle|"
    r"Observer|Magazine)\b.*)$"
)
# Sentences about something older: an example, or a year without its month.
_AS_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|zum Beispiel|z\. ?B\.|par exemple|por ejemplo|ad esempio|per esempio|"
    r"among others)\b|"
    r"\b19\d\d\b|\b(?:in|en|de|nel|im Jahr|l['’]année) (?:20[01]\d|202[0-3])\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?<!\w)(?:the|this|their|our|these|his|her|its|die|diese\w?|unsere|ihre|seine|der|das|l['’]|les|ces|cette|cet|"
    r"leurs?|notre|el|la|los|las|"
    r"este|sus?|lo|i|gli|questo|il|o|os|deze|het|de|dit|az|本|この|该|本研究|今回)\s?(?:[\w-]+\s){0,2}(?:stud|paper|research|"
    r"finding|result|work\b|"
    r"article|artik|ergebn|arbeit|publikation|veröffentlichung|étude|résultat|travaux|recherche|estudio|trabajo|"
    r"investig|artíc|risultat|lavoro|"
    r"ricerca|articolo|resultado|artigo|onderzoek|resulta|研究|成果|論文|论文|kutatás|eredmény|tanulmány)|"
    r"\b(?:today|now|heute|jetzt|nun|aujourd.hui|hoy|oggi|this (?:week|month)|new study|neue\w? studie|"
    r"nouvelle étude|nuovo studio|nuevo estudio)\b",
    re.IGNORECASE,
)
_PAPERLIKE = re.compile(
    r"publi|veröff|ersch(?:ie|ei)n|par(?:u|aî)|pubbl|appear|report|gepubl|megjel|opubl|опубл|studi|study|étude|paper|"
    r"artic|artik|artíc|"
    r"forsch|result|résultat|risult|ergebnis|finding|research|saiu|salió|investig|ricerc|recherche|describ|beschr",
    re.IGNORECASE,
)
LEAD = 1_500  # characters of a page in which its news is told; what stands below must say that it is the same
MOST = 40  # places of one page that are looked at


@dataclass(frozen=True, slots=True)
class Name:
    """A name or title with where it stands and how often such evidence is right."""

    text: str
    start: int
    end: int
    weight: float


def journals_told(passages: Passages, skipped: frozenset[int]) -> Iterator[Name]:
    """Names of journals in sentences that say where a paper was published, save on the lines `skipped`.

    Their weight is 0 where the sentence is about an earlier paper or an example, or stands far below the lead and does
    not call the paper "the study" or "our findings": background is introduced as "a study".
    """
    looked = 0
    for place, kind in _places(passages):
        line = passages.line_at(place)
        if line in skipped or passages.blocks[line].tag == "h1":
            continue
        looked += 1
        if looked > MOST:
            return
        first, last = passages.span(line)
        text = passages.plain[first:last]
        for name in _at(text, place - first, kind, passages.blocks[line]):
            weight = 0.0 if _elsewhere(text, name.start) else name.weight
            if weight and place > LEAD and not _OURS.search(_sentence_before(text, name.start)):
                weight = 0.0
            yield Name(name.text, name.start + first, name.end + first, weight)


def _places(passages: Passages) -> list[tuple[int, str]]:
    """Where a word of publishing or a word for a journal begins."""
    folded = passages.folded
    found: list[tuple[int, str]] = []
    for kind, stems in (("verb", VERBS), ("noun", NOUNS), ("east", EASTERN)):
        for stem in stems:
            place = folded.find(stem)
            while place >= 0 and len(found) < 400:
                if kind != "verb" or not folded[place - 1 : place].isalpha():
                    found.append((place, kind))
                place = folded.find(stem, place + len(stem))
    for name in BORNE:
        place = passages.plain.find(name)
        while place >= 0 and len(found) < 400:
            before = _PLACED.search(passages.plain[max(0, place - 24) : place])
            if before:
                whole = place - 4 if before[0].endswith(("The ", "the ")) and name == "Lancet" else place
                found.append((whole, "placed"))
            place = passages.plain.find(name, place + len(name))
    return sorted(found)


def _at(text: str, place: int, kind: str, block: Block) -> Iterator[Name]:
    if kind == "verb":
        match = PUBLISHED.match(text, place)
        if match:
            end = match.end() - 4 if match[0].endswith("The ") else match.end()  # "The Lancet"
            noun = NOUN.match(text, end)
            firm = _OF_PUBLISHING.match(match[0]) is not None
            names = _name_at(text, noun.end() if noun else end, block, noun=noun is not None)
            yield from (name for name in names if firm or name.weight > 0.9)
    elif kind == "noun":
        begin = place
        while begin and text[begin - 1].isalpha() and place - begin < 24:
            begin -= 1
        match = NOUN.match(text, begin)
        if match:
            about = _PAPERLIKE.search(text[max(0, begin - 160) : begin]) is not None
            yield from (
                name
                for name in _name_at(text, match.end(), block, noun=True)
                if about or KNOWN.fullmatch(name.text) or name.text in FIRST
            )
    elif kind == "east":
        for match in EAST.finditer(text[max(0, place - 100) : place + 110]):
            group = next(index for index in (1, 2, 3) if match[index])
            name = cleaned(match[group])
            if name and (group < 3 or is_journal(name)):
                start = max(0, place - 100) + match.start(group)
                yield Name(name, start, start + len(name), 0.97)
    else:
        yield from _placed(text, place)


def _placed(text: str, place: int) -> Iterator[Name]:
    """A known name behind "in": one that nothing else bears, or before a verb of publishing."""
    start = place
    known = KNOWN.match(text, start) or WORDLIKE.match(text, start)
    name = cleaned(known[0]) if known else None
    if known and name and (UNIQUE.search(name) or (_VERB_LAST.match(text, known.end()))):
        yield Name(name, start, start + len(name), 0.95)


def _sentence_before(text: str, place: int) -> str:
    begin = max(0, place - 260, *(text.rfind(mark, 0, place) for mark in (". ", "! ", "? ", "。")))
    return text[begin:place]


def _elsewhere(text: str, place: int) -> bool:
    """Whether the sentence speaks of an earlier or another paper, or gives an example."""
    end = text.find(". ", place)
    sentence = _sentence_before(text, place) + text[place : min(len(text) if end < 0 else end, place + 140)]
    return EARLIER.search(sentence) is not None or _AS_EXAMPLE.search(sentence) is not None


def set_apart(block: Block) -> Iterator[str]:
    """The words of a line that the page prints in italics or as a title."""
    for words, element in block.pieces:
        if element.tag in ("em", "i", "cite") or _parent_tag(element) in ("em", "i", "cite"):
            yield " ".join(words.split())


def _parent_tag(element: HtmlElement) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _name_at(text: str, place: int, block: Block, *, noun: bool) -> Iterator[Name]:
    """The name that begins at a place: in italics, quoted, known, or a run of words in capitals."""
    rest = text[place : place + 140]
    for words in set_apart(block) if block.pieces else ():
        name = cleaned(words)
        if (
            name
            and rest.lstrip("“„«‘\"'").startswith(words)
            and (noun or is_journal(name))
            and not _NO_JOURNAL.match(name)
        ):
            yield Name(name, place, place + len(words), 0.98)
            return
    quoted = quoted_at(rest)
    body = quoted or rest
    found = _from_words(body, quoted=quoted is not None, noun=noun)
    name = cleaned(found[0]) if found else None
    if found and name and 2 < len(name) < 110 and not _NO_JOURNAL.match(name):
        start = place + (1 if quoted else 0)
        yield Name(name, start, start + len(name), found[1])


def _from_words(body: str, *, quoted: bool, noun: bool) -> tuple[str, float] | None:
    """(name, weight) at the start of a text."""
    run = RUN.match(body)
    if re.split(r"[^\w-]", body, maxsplit=1)[0] in FIRST:
        known = KNOWN.match(body) or (WORDLIKE.match(body) if quoted or noun or _ends_there(body) else None)
        if known and (not run or len(known[0]) >= len(cleaned(run[0]) or "") or not GENUS.search(run[0])):
            return known[0], 0.97
    if quoted and noun:
        return body, 0.97
    if run and noun:
        return run[0], 0.95
    return (run[0], 0.9) if run and GENUS.search(run[0]) and len(run[0].split()) > 1 else None


def is_journal(name: str) -> bool:
    """Whether a name is a known journal's or made as journals' names are."""
    return (
        KNOWN.fullmatch(name) or WORDLIKE.fullmatch(name) or (GENUS.search(name) and len(name.split()) < 10)
    ) is not None


def _ends_there(text: str) -> bool:
    """Whether a name of one word is all there is: "in Nature.", never "in Nature Park"."""
    match = WORDLIKE.match(text)
    return (
        match is not None and re.match(r"['’”“\"»«]?\s?(?:[.,;:)(–-]|$|[a-zäöüéà0-9])", text[match.end() :]) is not None
    )


def quoted_at(text: str, longest: int = 120) -> str | None:
    """What stands in the quotation marks a text begins with."""
    for opening, closing in _QUOTES:
        if text.startswith(opening):
            end = text.find(closing, 1, longest + 1)
            if end > 2:
                return text[1:end].strip()
    return None


def cleaned(name: str) -> str | None:
    """A name without what follows it in its sentence; None when nothing is left."""
    name = _TAIL.sub("", name).strip(" .,;:–-()[]“”\"'«»’‘")
    name = re.sub(r"['’]s?$", "", name)
    return name if len(name) > 1 else None
