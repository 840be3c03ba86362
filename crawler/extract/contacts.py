"""Turns the contact parts of an article's page into people and offices to ask: name, role, mail and telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.extract.blocks import Block
from crawler.extract.contactlines import MAIL, lines_of
from crawler.extract.expertwords import FAMILY, NOT_NAMES
from crawler.extract.people import TITLES, is_person
from crawler.items import Contact

_PRESS = (
    r"(?:press|media|news media|pr)(?: and \w+)? (?:contacts?|inquir(?:y|ies)|enquir(?:y|ies)|relations|office|"
    r"officer|"
    r"information|team|service)|(?:contacts?|inquiries|enquiries|information) for (?:the )?(?:press|media|"
    r"journalists)|"
    r"for (?:the )?(?:press|media|journalists)|contacts? (?:presse|médias?|media|journalistes?)|"
    r"relations? (?:presse|médias?)|"
    r"service (?:de )?presse|attachée? de presse|bureau de presse|(?:presse|medien)-?(?:kontakte?|"
    r"ansprechpartner(?:in|innen)?|stelle|anfragen|"
    r"sprecher(?:in)?|rückfragen|abteilung|referat|auskünfte)|kontakte? für (?:die )?(?:medien|presse|journalist\w*|"
    r"medienschaffende)|"
    r"(?:ansprechpartner\w*|rückfragen|auskünfte?) (?:für )?(?:der |die |von )?(?:medien|presse|journalist\w*)|"
    r"contactos? (?:de|para|con) (?:la )?(?:prensa|medios|comunicación|los medios)|(?:gabinete|oficina|"
    r"departamento) de (?:prensa|comunicación)|"
    r"contatt[io] (?:per la |per i )?(?:stampa|media)|ufficio stampa|addett[oa] stampa|contactos? (?:de |"
    r"para (?:a )?)?(?:imprensa|comunicação social)|"
    r"assessoria de (?:imprensa|comunicação)|pers(?:contact|voorlichting|voorlichter|dienst)|"
    r"contact (?:voor (?:de )?)?pers|"
    r"(?:press|medie|presse)kontakt(?:er)?|kontakt (?:dla|do) (?:mediów|prasy)|kontakt pro (?:média|novináře)|"
    r"tiskov[áýé] (?:mluvčí|oddělení)|"
    r"rzecznik(?: prasowy)?|biuro prasowe|sajtó(?:kapcsolat|szoba|osztály|iroda)|"
    r"(?:報道|取材|プレス|広報)(?:担当者?|窓口|に関する?(?:こと|お問い?合わ?せ(?:先)?|窓口)|"
    r"関係者?(?:の)?(?:お問い?合わ?せ先?|窓口)?|(?:の)?お問い?合わ?せ先?)|"
    r"(?:媒体|新闻|报道|采访|新聞|媒體|採訪)(?:联系人?|联络人?|聯絡人?|聯繫人?|联系方式)|보도 문의|언론 문의|"
    r"контакт\w* для (?:сми|прессы)"
)
_SCIENCE = (
    r"(?:scientific|research|researcher|academic|author) contacts?|contacts? (?:scientifiques?|chercheurs?|"
    r"chercheuse)|"
    r"(?:wissenschaftliche|fachliche)[rsn]? (?:kontakte?|ansprechpartner(?:in|innen)?|ansprechperson(?:en)?|"
    r"rückfragen)|"
    r"(?:contacto|contatto|contato) (?:científico|scientifico)|wetenschappelijk contact|vetenskaplig kontakt|"
    r"corresponding author|(?:科研|研究)联系人|"
    r"(?:研究|内容)(?:に関する?|内容に(?:関する?|ついて(?:の)?))(?:こと|お問い?合わ?せ先?)"
)
_PLAIN = (
    r"(?:for )?(?:more|further) (?:information|details)(?: (?:please )?contact)?|contacts?(?: (?:details|"
    r"information|persons?))?|"
    r"(?:weitere )?(?:kontakte?|ansprechpartner(?:in|innen)?|ansprechperson(?:en)?|rückfragen|"
    r"informationen)(?: (?:bei|an|und rückfragen))?|kontaktpersonen?|"
    r"contactos?|contatt[io]|contatos?|contactpersoon|meer informatie|kontaktperson(?:er)?|kontakty?|kapcsolat|"
    r"dalsze informacje|"
    r"pour (?:en savoir plus|plus d['’]informations)|per (?:maggiori )?informazioni|"
    r"(?:本件に関する?)?(?:お)?(?:問い?合わ?せ|連絡)先?(?:窓口)?|联系(?:人|方式)|聯絡(?:人|方式)?|문의처?|контакт\w*"
)
LABELS = (("press", re.compile(_PRESS, re.IGNORECASE)), ("science", re.compile(_SCIENCE, re.IGNORECASE)))
_END = r"\s*(?:[:：]|$|[》】＞>）)\]]\s*$)"
_START = r"^\W{0,4}(?:\d+[.)] )?"
LABEL = re.compile(
    rf"{_START}(?:{_PRESS}|{_SCIENCE}|{_PLAIN})(?:\s*[/&|・]\s*\w[^:：]{{2,40}}|\s\([^()]{{2,40}}\))?{_END}",
    re.IGNORECASE,
)
_PRESS_ROLE = re.compile(
    r"press|media|medien|communicat|kommunikation|prensa|stampa|imprensa|comunica|pers(?:dienst|voor)|広報|報道|新闻|宣传|"
    r"prasow|tiskov|sajtó|public (?:affairs|relations)",
    re.IGNORECASE,
)
# What stands before a value and is none: "Tel.", "E-Mail", "Fax" and so on.
_FIELD = re.compile(
    r"(?:\b(?:e-?mails?|courriel|mél|mails?|correo(?: electrónico)?|e-?mail-?adresse|tel(?:efono?|éfono|efoon|\.)?|"
    r"telefon(?:nummer|szám)?|téléphone|tél|"
    r"phone|mobile?|mobil|cell|office|direct|fon|fax|télécopie|portable|móvil|cellulare|twitter|web(?:site|seite)?|"
    r"name|nom|t|m|p|e|f)\b\s*[.:：]+|"
    r"\b(?:e-?mail|tel|telefon|téléphone|phone|fax|mobil)\b|電話(?:番号)?|(?:電子)?メール(?:アドレス)?|电话|邮箱|電郵|郵箱|ファックス)\s*[:：]?",
    re.IGNORECASE,
)
_FAX = re.compile(r"(?:fax|télécopie|ファックス|传真)\s*[.:：]?\s*$", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w/.-])(?:\+|\(\+?)?\d[\d\s().\-–/‑]{5,24}\d(?![\w@])")
_PHONE_LABEL = re.compile(
    r"(?:\b(?:tel\w*|téléphone|tél|teléfono|phone|ph|mobile?|mobil|cell|fon|portable|móvil|direct|office|t|m|p)\b|"
    r"電話|电话|電話番号)\W{0,3}$",
    re.IGNORECASE,
)
_NORTH = re.compile(r"^\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$")
_DATE = re.compile(r"^\d{4}[-./]\d{1,2}[-./]\d{1,2}|^\d{1,2}[-./]\d{1,2}[-./]\d{4}$|^\d{4}\s?[-–]\s?\d{4}$")
_GENERAL = re.compile(
    r"^(?:info|contact|kontakt|contacto|webmaster|web|privacy|datenschutz|admin|support|office|service|hello|mail|post|help|sales|redak\w*|abo|shop|admissions?)@"
)
_CUT = re.compile(r"\s*(?:[,|;:：(（)）/]|\s[-–—]\s)\s*")
# Names of fields and words of links, which are no role.
_EMPTY = re.compile(
    r"^(?:nom|name|nombre|nome|fonction|function|funktion|title|position|cargo|role|écrire|send (?:an )?e-?mail|"
    r"e-?mail(?: me)?|"
    r"courriel|mail senden|enviar correo|phone|tel|téléphone)\.?$|[|,;]?\s*[TMEPF]$",
    re.IGNORECASE,
)
_CJK = re.compile(r"[぀-ヿ一-鿿]")
_CJK_PART = re.compile(
    r"^(?!.*(?:課|室|部$|院|科|学|所|会|担当|係|局|窓口|教授|研究|センター))[一-鿿々ぁ-んァ-ヶ]{1,4}$"
)
# Whoever is called this beside an address is to be asked, label or not.
_OFFICER = re.compile(
    r"(?:press officer|media (?:relations|officer)|communications (?:officer|manager)|pressesprecher(?:in)?|"
    r"medienreferent(?:in)?|"
    r"attachée? de presse|addett[oa] stampa|persvoorlicht\w+|jef[ea] de prensa|tiskov[ýá] mluvčí|"
    r"rzeczni\w+ prasow\w+)",
    re.IGNORECASE,
)
LINES = 14  # of one contact part
SHORT = 300  # characters; a longer line is prose
NEAR = 25  # lines below the article where a part called only "Contact" may still be its own
MOST = 8


@dataclass(slots=True)
class _Draft:
    name: str | None = None
    role: list[str] = field(default_factory=list)
    mail: str | None = None
    phone: str | None = None


def find_contacts(blocks: Sequence[Block], kept: Sequence[Block] = ()) -> tuple[Contact, ...]:
    """The contacts of an article, at most MOST, each with a mail address or a telephone number.

    `kept`: the blocks of the article's text. A part counts that a label names: a press or science label anywhere but in
    the site's footer and menus; a plain "Contact" only in or just below the article, and then only people and press
    offices. Without a label: a line of a press officer with an address. `role`: as printed, else the label's words.
    """
    found: dict[tuple[str | None, str | None], Contact] = {}
    last = max((index for index, block in enumerate(blocks) if kept and block is kept[-1]), default=len(blocks))
    index = 0
    while index < len(blocks) and len(found) < MOST:
        block = blocks[index]
        label = LABEL.match(block.text[:400]) if _may_label(block.text) else None
        index += 1
        if label is None and len(block.text) < SHORT and "@" in block.text and not block.outside:
            officer = _OFFICER.search(block.text)
            for contact in _read(lines_of(block), officer[0], "press") if officer else ():
                found.setdefault((contact.mail, None), contact)
        if label is None or _of_site(block):
            continue
        kind = next((kind for kind, pattern in LABELS if pattern.search(label[0])), "plain")
        if kind == "plain" and (block.outside or index > last + NEAR):
            continue
        lines, used = _part(blocks, index, label.end())
        if kind == "plain" and index <= last + 1 and MAIL.search(block.text) and len(block.text) < 150:
            kind = "own"  # "Contact: somebody@…" in one line of the article
        for contact in _read(lines, label[0], kind):
            found.setdefault((contact.mail, None if contact.mail else contact.phone), contact)
        index += used
    return tuple(found.values())[:MOST]


# The beginnings of words of which a label has one; in Japanese and Chinese, signs.
_BEGINNINGS = """
    cont kont pres medi médi ansp rück info pren stam impr pers tisk rzec pras sajt kapc inqu enqu auth gabi ofic
    uffi adde asse biur sala auskü savo furt deta corr conc wiss fach конт
"""
_HINTS = frozenset(word[:4] for word in _BEGINNINGS.split())
_SIGNS = frozenset("問合連報取広联联聯聯络媒新采문언研内プ")
_WORDS = re.compile(r"\w+")


def _may_label(text: str) -> bool:
    """Whether the beginning of a line may be a label: a look at the beginnings of its words."""
    if len(text) < 2 or (len(text) > 90 and ":" not in text[:80] and "：" not in text[:80]):
        return False
    return any(word[:4] in _HINTS or word[0] in _SIGNS for word in _WORDS.findall(text[:80].lower()))


def _of_site(block: Block) -> bool:
    """Whether a line stands in the site's footer or in a menu; the footer of an article is the article's."""
    for parent in (block.element, *block.element.iterancestors()):
        if parent.tag == "article":
            return False
        if parent.tag in ("footer", "nav"):
            return True
    return False


def _part(blocks: Sequence[Block], index: int, end: int) -> tuple[list[str], int]:
    """The lines under a label, from the rest of its own line on, and how many blocks they are."""
    own = lines_of(blocks[index - 1])
    head = own[0][end:].strip() if own and len(own[0]) > end else ""
    lines, used = [head, *own[1:]] if head else own[1:], 0
    if sum(map(len, lines)) > 60 and any(MAIL.search(line) for line in lines):
        return lines, 0
    for block in blocks[index : index + LINES]:
        text = block.text
        label = _may_label(text) and LABEL.match(text[:400]) is not None
        # "Press officer" below a name is a role; below nothing, or below an address, it begins the next part.
        if len(text) > SHORT or _of_site(block) or (label and (not lines or _reaches(lines))):
            break
        if block.tag in ("h1", "h2") and lines:
            break
        lines.extend(lines_of(block))
        used += 1
    return lines[: LINES * 2], used


def _reaches(lines: Sequence[str]) -> bool:
    return any(MAIL.search(line) or _phone(line) for line in lines)


def _read(lines: Sequence[str], label: str, kind: str) -> Iterator[Contact]:
    drafts = [_Draft()]
    idle = 0
    for line in (part for whole in lines for part in _people_of(whole)):
        if len(line) > SHORT or idle > 4:
            break
        idle = 0 if _take(drafts, line) else idle + 1
    for draft in drafts:
        if not draft.mail and not draft.phone:
            continue
        role = ", ".join(draft.role[:2]) or None
        plain = (
            kind == "plain"
            and not draft.name
            and not (_PRESS_ROLE.search(f"{role} {(draft.mail or '').split('@')[0]}"))
        )
        general = draft.mail is not None and _GENERAL.match(draft.mail) is not None
        if plain or (kind in ("plain", "own") and not draft.name and general):
            continue
        if kind not in ("plain", "own") and role is None:
            role = label.strip(" :：\t[]【】<>《》（）()#*■●・") or None
        yield Contact(name=draft.name, role=role, mail=draft.mail, phone=draft.phone)


def _people_of(line: str) -> list[str]:
    """A line cut into one piece a person where semicolons part them."""
    pieces = re.split(r"\s*[;；]\s*", line)
    return pieces if len(pieces) > 1 and all(MAIL.search(piece) for piece in pieces if piece) else [line]


def _take(drafts: list[_Draft], line: str) -> bool:
    """Puts what one line holds into the last draft, or a new one; False when it holds nothing of a contact."""
    mails = [match[0] for match in MAIL.finditer(line)][:3]
    phone = _phone(line)
    rest = _without(line, [*mails, phone] if phone else mails)
    name = next((name for part in _CUT.split(rest) if (name := _name_in(part))), None)
    if name and (drafts[-1].name or drafts[-1].mail or drafts[-1].phone):
        drafts.append(_Draft())
    draft = drafts[-1]
    draft.name = draft.name or name
    words = (rest.replace(name, "", 1) if name else rest).strip(" ,|–-:：;/()（）")
    words = _EMPTY.sub("", words).strip(" ,|–-:：;/()（）")
    if 2 < len(words) < 120 and not (draft.mail and not name) and any(char.isalpha() for char in words):
        draft.role.append(" ".join(words.split()))
    draft.phone = draft.phone or phone
    for mail in mails:
        plain = _plain(mail)
        if draft.mail and draft.mail != plain:
            draft = _Draft()
            drafts.append(draft)
        draft.mail = plain
    return bool(name or mails or phone or _PRESS_ROLE.search(line))


def _name_in(text: str) -> str | None:
    """A person's name: the whole text, or its last two words where they are Japanese or Chinese."""
    text = text.strip()
    if not _CJK.search(text):
        bare = TITLES.sub("", text)
        known = bare and not any(word.lower().strip(".") in NOT_NAMES for word in bare.split())
        return text if known and is_person(bare) else None
    words = text.split()
    if len(words) > 1 and all(_CJK_PART.match(word) for word in words[-2:]):
        return " ".join(words[-2:])
    return words[0] if len(words) == 1 and 2 <= len(text) <= 3 and text[0] in FAMILY else None


def _phone(line: str) -> str | None:
    """The first telephone number of a line, as printed but for its spaces; a fax number is none."""
    for match in PHONE.finditer(line):
        before, number = line[: match.start()], " ".join(match[0].split())
        digits = sum(char.isdigit() for char in number)
        if not 7 <= digits <= 16 or _FAX.search(before) or _DATE.match(number):
            continue
        if number.startswith(("+", "(+", "00", "0", "(0")) or _PHONE_LABEL.search(before) or _NORTH.match(number):
            return number.strip(" .-–/")
    return None


def _without(line: str, parts: Sequence[str]) -> str:
    for part in parts:
        line = line.replace(part, " ")
    numbers = PHONE.sub(" ", line)
    return " ".join(_FIELD.sub(" ", numbers).split()).strip(" ,|–-:：;/")


def _plain(mail: str) -> str:
    mail = re.sub(r"\s?(?:\(at\)|\[at\]|\(@\)|\{at\}|\[@\]|<at>|＠| AT )\s?", "@", mail, flags=re.IGNORECASE)
    mail = re.sub(r"\s?(?:\(dot\)|\[dot\]|\(punkt\)|\{dot\}| DOT )\s?", ".", mail, flags=re.IGNORECASE)
    return mail.replace(" ", "").strip(".").lower()
