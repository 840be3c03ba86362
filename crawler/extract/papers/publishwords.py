"""The words by which sentences in many languages say where a paper was published, as patterns for `publishedin`."""

from __future__ import annotations

import re

# The beginnings of the words that PUBLISHED and NOUN start with; a pattern is tried only where one stands.
VERBS = (
    "publi", "republ", "appear", "reported", "reports ", "describ", "veröffentlich", "erschien", "erscheint", "beschr",
        "präsent", "vorgest",
    "nachzul", "stellt", "stellen", "paru", "paraî", "aparec", "pubblic", "appars", "usci", "gepubl", "versch",
        "offentlig", "udgiv", "opublik",
    "опублик", "accepted", "presented in", "detailed in", "findings in", "results in", "paper in", "paper is in",
        "study is in", "findings are in", "results are in", "article in",
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
_BETWEEN = r"(?:[\w’'.-]+,? ){0,9}?"  # dates, "today", "online", who wrote it
PUBLISHED = re.compile(
    rf"(?:(?:re)?published,? (?:\([^()]{{1,30}}\) )?{_BETWEEN}in|publication (?:today |this week |\w+ )?in|"
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
QUOTES = (
    ("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"), ('"', '"'), ("'", "'"), ("„", "”"), ("»", "«"), ("‚", "‘"), ("《",
        "》"),
    ("『", "』"), ("「", "」"), ("<", ">"), ("“", "“"), ("”", "”"), ("’", "’"),
)  # fmt: skip
# "in „Nature Photonics“ erschienen": German and Dutch put the verb last.
VERB_LAST = re.compile(
    r"[“”\"»«’‘']{0,1},?(?: \w+){0,3}? (?:erschien|veröffentlicht|publizier|vorgestellt|beschr|bericht|schreib|"
    r"präsent|gepubliceerd|verschenen)"
)
PLACED = re.compile(
    r"(?<!\w)(?:in|im|dans|su|sul|sulla|en|na|w|i)(?: (?:the|der|dem|la|le))? (?:[Tt]he )?[“„«»‘\"'‚]?$"
)
# "Nature Medicine reports": a journal as the one who tells.
AS_SUBJECT = re.compile(
    r"^Nature [A-Z]\w+ (?:reports?|publi\w+|pubblica\w*|carried|carries|berichtet|rapporte|"
    r"veröffentlicht)\b"
)
ALONE = ("Nature",)
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
TAIL = re.compile(
    rf",? (?:on|in|at|this|last|under|by|and|as|from|today|yesterday|online|for|en|le|am|vom|il) (?:the |le |"
    rf"el )?(?:{_DAYS}|\d).*$|"
    rf"[\s,]+(?:{_DAYS}|Vol\.?\b|Volume\b|DOI\b|Issue\b|Online\b).*$"
)
OF_PUBLISHING = re.compile(
    r"(?:re)?publi|veröff|ersch|par[ua]|pubbl|appear|gepubl|offent|opubl|опубл|apar|appar|paper", re.IGNORECASE
)
# What newspapers, offices and days are called: capitals behind "published in", but no journal of research.
NO_JOURNAL = re.compile(
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
AS_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|zum Beispiel|z\. ?B\.|par exemple|por ejemplo|ad esempio|per esempio|"
    r"among others)\b|"
    r"\b19\d\d\b|\b(?:in|en|de|nel|im Jahr|l['’]année) (?:20[01]\d|202[0-3])\b",
    re.IGNORECASE,
)
OURS = re.compile(
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
PAPERLIKE = re.compile(
    r"publi|veröff|ersch(?:ie|ei)n|par(?:u|aî)|pubbl|appear|report|gepubl|megjel|opubl|опубл|studi|study|étude|paper|"
    r"artic|artik|artíc|"
    r"forsch|result|résultat|risult|ergebnis|finding|research|saiu|salió|investig|ricerc|recherche|describ|beschr",
    re.IGNORECASE,
)
