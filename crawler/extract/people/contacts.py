"""Turns the contact parts of an article's page into people and offices to ask: name, role, mail and telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.extract.blocks import Block
from crawler.extract.people.authors import TITLES, is_person
from crawler.extract.people.contactlabels import ASK, LABEL, LABELS, OFFICER, may_label
from crawler.extract.people.contactlines import MAIL, lines_of
from crawler.extract.people.expertwords import FAMILY, NOT_NAMES
from crawler.items import Contact

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
_READING = re.compile(r"\s*[(（][\u3040-\u30ff\s]{2,30}[)）]?")  # how a Japanese name is read
_CJK = re.compile(r"[぀-ヿ一-鿿]")
_CJK_PART = re.compile(
    r"^(?!.*(?:課|室|部$|院|科|学|所|会|担当|係|局|窓口|教授|研究|センター))[一-鿿々ぁ-んァ-ヶ]{1,4}$"
)
_LINKS = re.compile(r"\s(?:at|or|by|on|via|unter|oder|per|au|à|ou|al|en|o|of|in|of the|y|and)\s")
_OWN_FOOTER = re.compile(r"article|entry|post|content|story|news")
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
        label = LABEL.match(block.text[:400]) if may_label(block.text) else None
        index += 1
        if label is None and len(block.text) < SHORT and index <= last + NEAR and not block.outside:
            asked = ASK.match(block.text)
            reached = asked is not None and any(mark in block.text for mark in "@0123456789")
            for contact in _read([_LINKS.sub(" , ", asked["whom"])], "", "own") if asked and reached else ():
                contact = replace(contact, role=None)  # the rest of a sentence is no role
                found.setdefault((contact.mail, None if contact.mail else contact.phone), contact)
        if label is None and len(block.text) < SHORT and "@" in block.text and not block.outside:
            officer = OFFICER.search(block.text)
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


def _of_site(block: Block) -> bool:
    """Whether a line stands in the site's footer or in a menu; the footer of an article is the article's."""
    for parent in (block.element, *block.element.iterancestors()):
        if parent.tag == "article":
            return False
        named = f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()
        if parent.tag in ("footer", "nav") or ("footer" in named and not _OWN_FOOTER.search(named)):
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
        label = may_label(text) and LABEL.match(text[:400]) is not None
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
    words = _READING.sub("", words)
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
        house = text.split()[:1] and text.split()[0].isupper() and len(text.split()[0]) > 2 and not text.isupper()
        known = bare and not house and not any(word.lower().strip(".") in NOT_NAMES for word in bare.split())
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
        sure = number.startswith(("+", "(+", "00", "0", "(0")) or _PHONE_LABEL.search(before) or _NORTH.match(number)
        if sure or (digits > 8 and MAIL.search(line)):
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
