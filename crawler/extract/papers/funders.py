"""What funders call themselves and how they number their grants, as data for `grants`."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Funder:
    """`name`: as their numbers are quoted. `words`: how texts name them; None when the form tells enough.

    `number`: a number that counts where those words stand close before it in the same line. `labelled`: it needs a
    word such as "grant" or "No." directly before it, because the number alone could be anything.
    """

    name: str
    words: re.Pattern[str]
    number: re.Pattern[str]
    labelled: bool = False


def _words(*names: str) -> re.Pattern[str]:
    """A pattern for any of these names as whole words; between Chinese and Japanese signs there are no spaces."""
    spaced = "|".join(name for name in names if not "\u3000" < name[0] < "\ud7ff")
    joined = "".join(f"|{name}" for name in names if "\u3000" < name[0] < "\ud7ff")
    return re.compile(rf"(?<![A-Za-z0-9_À-ÿ])(?:{spaced})(?![A-Za-z0-9_À-ÿ]){joined}")


def _number(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_/])(?<![0-9][.-])(?<![a-z]-)(?:{form})(?![A-Za-z0-9_/]|[-.]\d)")


EU = "European Union"
MINISTRIES = "German ministries"  # they share one form of number
_MINISTRIES = (
    r"BMBF|BMFTR|BMWK|BMWE|BMWi|BMG|BMEL|BMAS|BMUV|BMDV|Bundesministeri\w{2,3}|Federal Ministry|Förderkennzeichen|FKZ|"
    r"[Ff]unding code|[Ff]unding reference number"
)

# Numbers that need the funder's words beside them.
FUNDERS = (
    Funder(EU, _words(
        r"Horizon[ -](?:2020|Europe)", r"Horizont[ -](?:2020|Europa)", r"Horizonte[ -](?:2020|Europa)",
        r"Orizzonte[ -]2020", "H2020", "FP7", "ERC", "MSCA", "EU", "Erasmus\\+", "European (?:Union|"
                                                                                 "Commission)(?:['’]s)?",
        r"European Research Council(?:['’]s)?", r"Marie[ -](?:Sk[łl]odowska[ -]?)?Curie", "EuroHPC",
            "Joint Undertaking", r"Europäische\w* (?:Union|"
                                                                                      r"Kommission|Forschungsrat\w*)",
        r"(?:l['’])?Union européenne", r"Conseil européen de la recherche", r"Unión Europea",
            r"Consejo Europeo de Investigación",
        r"(?:dell['’]|l['’])?Unione [Ee]uropea", r"Consiglio [Ee]uropeo della [Rr]icerca", r"União Europeia",
            r"Europese Unie", r"Innovative (?:Medicines|Health) Initiative(?: 2)?(?: Joint Undertaking)?",
    ), _number(r"101\d{6}|[2-9]\d{5}"), labelled=True),
    Funder("DFG", _words("DFG", r"Deutsche\w? Forschungsgemeinschaft", r"German (?:Research|Science) Foundation"),
           _number(r"\d{7,9}"), labelled=True),
    Funder("DFG", _words("DFG", r"Deutsche\w? Forschungsgemeinschaft", r"German (?:Research|Science) Foundation",
                         r"Sonderforschungsbereich\w*", r"Collaborative Research Cent(?:re|er)s?",
                             r"Exzellenzcluster\w*",
                         r"Clusters? of Excellence", r"Graduiertenkolleg\w*", r"Forschungsgruppe",
                             r"Schwerpunktprogramm\w*"),
           _number(r"(?:SFB[ /-]?TRR|CRC[ /-]?TRR|SFB|CRC|TRR|EXC|GRK|RTG|FOR|SPP|KFO)[ -]?\d{2,5}(?:/\d)?|"
                   r"[A-Z][A-Za-z]{1,2}[ -]?\d{2,4}/\d{1,2}-\d")),
    Funder("NSF", _words(r"NSF", r"(?<!Swiss )(?:U\.?S\.? )?National Science Foundation(?:['’]s)?(?! of China)"),
           _number(r"\d{7}"), labelled=True),
    Funder("NSF", _words(r"NSF", r"(?<!Swiss )(?:U\.?S\.? )?National Science Foundation(?:['’]s)?(?! of China)"),
           _number(r"[A-Z]{2,5}[ -]?\d{7}")),
    Funder("NSFC", _words("NSFC", r"National Natural Science Foundation of (?:P\.?R\.? )?China",
        r"Natural Science Foundation of China",
                          "国家自然科学基金", "國家自然科學基金"), _number(r"[1-9]\d{7}|[UTL]\d{7}"), labelled=True),
    Funder("Wellcome", _words("Wellcome(?: Trust)?"), _number(r"WT ?\d{6}(?:[A-Z]{2})?|\d{6}"), labelled=True),
    Funder("SNSF", _words("SNSF", "SNF", r"Swiss National Science Foundation", r"Schweizerische\w? Nationalfonds\w*"),
           _number(r"(?:[A-Z]{2}\d{2}P\d|CRSII\d|20002\d|20532\d|310030|31003A|10001\w?) \d{6}")),
    Funder("SNSF", _words("SNSF", "SNF", r"FNS", r"Swiss National (?:Science )?Foundation",
        r"Schweizerische\w? Nationalfonds\w*",
                          r"Fonds national suisse", r"Fondo nazionale svizzero"),
           _number(r"(?:[A-Z0-9]{4,12}_|CRSII5_|PP00P3_|200021[_E]|310030[_B])\d{5,6}(?:/\d)?|\d{5,6}_\d{5,6}(?:/\d)?")),
    Funder("SNSF", _words("SNSF", "SNF", r"Swiss National Science Foundation", r"Schweizerische\w? Nationalfonds\w*",
                          r"Fonds national suisse"), _number(r"[12]\d{5}"), labelled=True),
    Funder("FWF", _words("FWF", r"Austrian Science Fund", r"Wissenschaftsfonds"),
           _number(r"(?:P|I|F|W|J|T|V|Y|Z|M|DOC|KLI|TAI|FG|ESP|PAT|COE|STA|RIC|"
                   r"EFP)[ -]?\d{2,7}(?:-[A-Z]{1,2}\d{0,2})?")),
    Funder("NWO", _words("NWO", "ZonMw", "Dutch Research Council", r"Netherlands Organi[sz]ation for (?:Scientific|"
                                                                   r"Health) Research\w*",
                         r"Nederlandse Organisatie voor Wetenschappelijk Onderzoek"),
           _number(r"\d{3}\.\d{3}\.\d{3}|OCENW\.[A-Z]+(?:\.\d{2,4}){1,3}|NWA\.\d{4}\.\d{2}\.\d{3}|\d{11,14}|"
                   r"\d{3}-\d{2}-\d{3}|\d{5}")
           , labelled=True),
    Funder("FWO", _words("FWO", r"Research Foundation[ –—-]{1,3}Flanders", r"Fonds Wetenschappelijk Onderzoek"),
           _number(r"G0?[0-9A-Z]\d{3,5}N?|1[12SV][0-9A-Z]{2}\d{3}N|12[0-9A-Z]{2}\d{3}N|S\d{6}N")),
    Funder("JSPS", _words("JSPS", "KAKENHI", r"Japan Society for the Promotion of Science",
        r"Grants?-in-Aid for .{3,60}", "科研費",
                          "科学研究費\\w*", "日本学術振興会", "学術変革領域研究\\w*", "基盤研究\\w*"),
           _number(r"(?:JP)?\d{2}[HKJF]\d{5}|(?:JP)?\d{2}[HK][KJ]?\d{4,5}|(?:JP)?\d{2}K[KJ]\d{4}")),
    Funder("JSPS", _words("JSPS", "KAKENHI", "科研費", "科学研究費"), _number(r"(?:JP)?[012]\d{7}"), labelled=True),
    Funder("AMED", _words("AMED", r"Japan Agency for Medical Research and Development", "日本医療研究開発機構"),
           _number(r"(?:JP)?\d{2}[a-z]{2,3}\d{6,7}(?:[hsjy]\d{4})?")),
    Funder("ARC", _words("ARC", "Australian Research Council(?:['’]s)?"), _number(r"(?:DP|LP|FT|DE|FL|CE|IC|IH|LE|SR|"
                                                                                  r"IN)\d{7,9}")),
    Funder("NHMRC", _words("NHMRC", r"National Health (?:and|&) Medical Research Council"), _number(r"(?:APP|GNT|"
                                                                                                    r"MRF) ?\d{7}")),
    Funder("NHMRC", _words("NHMRC", r"National Health (?:and|&) Medical Research Council"),
           _number(r"[12]\d{6}"), labelled=True),
    Funder("CIHR", _words("CIHR", r"Canadian Institutes? (?:of|for) Health Research",
        r"Instituts de recherche en santé du Canada", "IRSC"),
           _number(r"(?:PJT|MOP|FDN|FRN|CTP|MFE|PJK|PTT|DOL|HBF|OV\d|GA\d|VR\d|PJM|MRT|SVB)[ -]{0,3}\d{5,6}|\d{6}"),
           labelled=True),
    Funder("NSERC", _words("NSERC", r"Natural Sciences and Engineering Research Council of Canada"),
           _number(r"(?:RGPIN|RGPAS|CRDPJ|ALLRP|STPGP|DGECR|RGPNS)[ /-]\d{4,6}(?:-\d{2,5}){0,2}")),
    Funder("AEI", _words("AEI", r"Agencia Estatal de Investigación", r"MCIN\w*", "MICINN", r"MICIU\w*", "MINECO",
        r"Ministerio de (?:Ciencia|Economía)\w*.{0,40}",
                         r"Spanish Ministry of .{3,60}", r"Plan (?:Nacional|Estatal).{0,30}"),
           _number(r"[A-Z]{3,4}(?:-[A-Z])?20[012]\d-\d{5,6}(?:-[A-Z0-9]+){0,3}")),
    Funder("ISCIII", _words("ISCIII", r"Instituto de Salud Carlos III", "Carlos III Health Institute"),
           _number(r"(?:PI|PMP|DTS|FI|CM|JR|AC|CP|CD|RD|ICI|INT|CB|PIE|IFI|MS)\d{2}/\d{4,5}(?:/\d{4})?")),
    Funder("FCT", _words("FCT", r"Fundação para a Ciência e a? ?Tecnologia", r"Foundation for Science and Technology"),
           _number(r"(?:UID[BP]?|PTDC|EXPL|SFRH|LA/P|CEECIND|CEECINST|UIDB|"
                   r"UIDP)/[A-Z0-9-]{2,12}(?:/[A-Z0-9-]{2,8}){0,2}|20\d\d\.\d{5}\.[A-Z]{2,6}\w*"
                   r"|PTDC/[A-Z-]{3,8}/\d{3,5}/20\d\d")),
    Funder("MUR", _words("PRIN(?: ?20\\d\\d)?(?: PNRR)?",
        r"Progett[oi] di (?:Ricerca di )?Rilevante Interesse Nazionale"),
           _number(r"P?20[012]\d(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{5,6}")),
    Funder("MUR", _words("PNRR", "NRRP", r"Next ?Generation ?EU", "MUR", r"Piano Nazionale di Ripresa e Resilienza",
        "PRIN"),
           _number(r"(?:PE|CN|ECS|IR|ITEC|MCNT|PNC|PNRR-[A-Z]{2,5}-20\d\d-)_?\d{5,8}|[A-Z]\d{2}[A-Z]\d{11}")),
    Funder(MINISTRIES, _words(_MINISTRIES),
           _number(r"\d{2}[A-Z]{1,4}\d{4,6}[A-Z]{0,2}\d?|16[A-Z]{2,6}\d{3,6}[A-Z]?|\d{2}[A-Z]{2,6}\d{3,4}[A-Z]?|"
                   r"\d{2}[A-Z]{2,4}\d{2}[A-Z]")),
    Funder(MINISTRIES, _words("Förderkennzeichen", "FKZ"), re.compile(  # any sign directly behind the word
        r"(?:(?<=Förderkennzeichen: )|(?<=Förderkennzeichen )|(?<=FKZ: )|"
        r"(?<=FKZ ))[A-Z0-9](?=[\w /.-]{0,9}\d{3})[A-Z0-9]{0,9}(?: ?[/.-]? ?[A-Z0-9]{1,10}){0,3}\d[A-Z]?(?!\w)")),
    Funder("NKFIH", _words("NKFIH?", "OTKA", "NRDI", r"Nemzeti Kutatási,? Fejlesztési és Innovációs .{3,10}",
        r"Hungarian (?:National Research|Scientific Research).{0,50}"),
           _number(r"(?:K|FK|PD|KH|ANN|SNN|KKP|TKP|NN|STARTING|ADVANCED|EXCELLENCE)[ _-]?\d{5,6}|"
                   r"TKP20\d\d-[A-Z]{2,5}-\d{2,5}")),
    Funder("Swedish Research Council", _words("Swedish Research Council", "Vetenskapsrådet"), _number(
        r"20[012]\d-\d{5}")),
    Funder("FAPESP", _words("FAPESP", r"S[ãa]o Paulo Research Foundation"), _number(r"(?:19|20)?\d{2}/\d{5}-\d")),
    Funder("GAČR", _words("GA[ČC]R", "GA ČR", "Czech Science Foundation", "Grantov\\w+ agentur\\w+ (?:ČR|"
                                                                          "České republiky)"),
           _number(r"\d{2}-\d{5}[A-Z]")),
    Funder("ANID", _words("ANID", "FONDECYT", "CONICYT"), _number(r"1\d{6}|[123]1\d{6}|3\d{6}"), labelled=True),
    Funder("ICMR", _words("ICMR"), _number(r"\d{2,4}[-/]\d{3,6}"), labelled=True),
    Funder("NRF", _words(r"National Research Foundation of Korea", r"한국연구재단"), _number(
        r"(?:NRF-)?20\d\d[A-Z0-9]{6,10}|RS-20\d\d-\d{8}")),
    Funder("Cancer Research UK", _words("Cancer Research UK", "CRUK"), _number(r"[AC]\d{4,5}(?:/A\d{4,6})?|"
                                                                               r"[A-Z]{4,6}-[A-Z0-9]{3,8}/\d{5,6}")),
)  # fmt: skip

_NIH_KINDS = (
    r"R(?:00|01|03|0[13456]|1[0-9]|2[0-9]|3[3-7]|4[1-4]|5[06]|61|90)|U(?:01|0[1-9]|1[0-9]|19|2[0-9]|24|3[0-9]|4[1-4]|"
    r"5[0-9]|54|H[1-3]|C2|G[1-3]|L1|M1|T1)|"
    r"P(?:01|20|2[0-9]|30|40|4[0-9]|50|51)|K(?:01|02|05|06|07|08|12|18|22|23|24|25|26|38|43|76|99|L2)|"
    r"T(?:15|32|34|35|37|L1|L4)|F(?:05|3[0-9]|99)|DP[1-57]|S(?:06|10|15)|OT[23]|G(?:08|11|12|13)|D43|RF1|RM1|RL1|"
    r"SC[1-3]|Z(?:IA|01)"
)
_NIH_INSTITUTES = (
    r"AA|AG|AI|AR|AT|CA|DA|DC|DE|DK|EB|ES|EY|GM|HD|HG|HL|HS|LM|MD|MH|NR|NS|OD|RR|TR|TW|OH|CE|DP|CK|RM|ZIA|BC"
)
# Forms no other number has: they count without the funder's words. The last group of each is the number.
OWN_FORMS = (
    ("ANR", "anr-", re.compile(
        r"(?<![\w-])(ANR-\d{2}-[A-Z]{2,4}\d?[A-Z\d]?-\d{4}(?:-\d{1,2})?)(?![\w-])", re.IGNORECASE)),
    ("NIH", "", re.compile(
        rf"(?<![\w/])((?:\d)?(?:{_NIH_KINDS})[ -]?(?:{_NIH_INSTITUTES})[ -]?\d{{6}})(?:-?\d{{2}}[A-Z]?\d?)?(?![\w/])")),
    (EU, "erc-", re.compile(r"(?<![\w-])ERC-20\d\d-(?:STG|COG|ADG|SYG|POC|StG|CoG|AdG|SyG|"
                            r"PoC)[ -]{0,3}(?:No\.? ?)?(\d{6}|101\d{6})(?!\d)")),
    ("UKRI", "/", re.compile(r"(?<![\w/])((?:EP|MR|BB|ES|NE|ST|AH|PP|TS)/[A-Z]\d{5,6}[A-Z\d]?/\d)(?![\w/])")),
    ("Wellcome", "/", re.compile(r"(?<![\w/])(?:WT)?(\d{6}/[A-Z]/\d{2}/[A-Z])(?![\w/])")),
    ("AEI", "-20", re.compile(r"(?<![\w-])((?:CEX|SEV|MDM)-?20[12]\d-\d{4,6}(?:-[A-Z])?)(?![\w-])")),
    ("AEI", "20", re.compile(r"(?<![\w-])((?:PID|TED|CNS|PDC|PGC|PCI|RTI|EQC|PLEC|"
                             r"CPP)20[12]\d-\d{6}(?:[AB]?-?[A-Z]{0,3}-?[A-Z0-9]{0,3}))(?![\w-])")),
    ("NWO", "vi.", re.compile(r"(?<![\w.])(VI\.(?:Veni|Vidi|Vici|C)\.\d{3}[A-Z]?\.?\d{3})(?![\w.]\w)")),
    ("JST", "jpmj", re.compile(r"(?<!\w)(JPMJ[A-Z]{2}\d{2}[A-Z0-9]{1,4})(?!\w)")),
    ("JSPS", "kakenhi-project-", re.compile(r"KAKENHI-PROJECT-(\d{2}[A-Z]{1,2}\d{4,5})(?!\w)")),
    ("NKFIH", "ginop", re.compile(r"(?<!\w)(GINOP(?:_PLUSZ)?-\d\.\d\.\d[.-]\d{2}(?:-20)?\d{0,2}-\d{5})(?!\w)")),
    ("NKFIH", "rrf-", re.compile(r"(?<!\w)(RRF-\d\.\d\.\d-\d{2}-20\d\d-\d{5})(?!\w)")),
    ("NCN", "/", re.compile(r"(?<![\w/])((?:UMO-)?20[12]\d/\d{2}/[A-Z]/[A-Z]{2}\d/\d{5})(?![\w/])")),
    ("DOE", "de", re.compile(r"(?<![\w-])(DE-?(?:SC\d{7}|NA\d{7}|[A-Z]{2}\d{2}-\d{2}[A-Z]{2}\d{4,5}))(?![\w-])")),
)  # fmt: skip
# Addresses of grants in their funders' own registers.
ADDRESSES = (
    (EU, "cordis.europa.eu", re.compile(r"cordis\.europa\.eu/project/(?:id|rcn)/(\d{6}|101\d{6})(?!\d)")),
    ("DFG", "gepris", re.compile(r"gepris\.dfg\.de/gepris/projekt/(\d{6,9})(?!\d)")),
    ("NSF", "nsf.gov", re.compile(
        r"nsf\.gov/awardsearch/(?:show-award|showAward)/?\?AWD_ID=0?(\d{7})(?!\d)", re.IGNORECASE)),
    ("SNSF", "data.snf.ch", re.compile(r"data\.snf\.ch/grants/grant/(\d{5,6})(?!\d)")),
    ("ANR", "anr.fr", re.compile(r"anr\.fr/\S{0,20}?Proje[ct]t-(ANR-\d{2}-[A-Z0-9]{4}-\d{4})(?!\d)", re.IGNORECASE)),
    ("UKRI", "gtr.ukri.org", re.compile(r"gtr\.ukri\.org/projects?\?ref=([A-Z]{2}(?:/|%2F)[A-Z0-9]{7,8}(?:/|"
                                        r"%2F)\d)(?!\d)", re.IGNORECASE)),
    ("JSPS", "kaken.nii.ac.jp", re.compile(r"KAKENHI-PROJECT-(\d{2}[A-Z]{1,2}\d{4,5})(?!\w)")),
)  # fmt: skip
# Registrants that give DOIs to grants.
GRANT_DOIS = (
    ("10.3030/", EU, re.compile(r"10\.3030/(\d{6}|101\d{6})$")),
    ("10.55776/", "FWF", re.compile(r"10\.55776/([a-z]{1,4}\d{2,7})$")),
    ("10.35802/", "Wellcome", re.compile(r"10\.35802/(\d{6})$")),
    ("10.61686/", "NWO", re.compile(r"10\.61686/(\S{4,20})$")),
)  # fmt: skip
