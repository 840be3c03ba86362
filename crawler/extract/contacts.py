"""Turns the "Press contact" part of a page into names, roles, mail addresses and telephone numbers as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from crawler.extract.blocks import Block
from crawler.extract.people import TITLES, is_person
from crawler.items import Contact

LABEL = re.compile(
    r"^\W*(?:(?:press|media|news|further|for more)\s(?:\w+\s){0,3}contacts?|contacts?(?: (?:details|"
    r"information|person|us|for (?:the )?(?:press|media)))?|"
    r"(?:media|press) (?:enquiries|inquiries|relations|office)|contacts? (?:presse|scientifiques?|médias?|"
    r"chercheurs?)|relations presse|service presse|"
    r"(?:presse|medien)?(?:kontakt\w*|ansprechpartner\w*|stelle)|(?:wissenschaftlicher?|"
    r"fachlicher?) (?:kontakt|ansprechpartner\w*)|rückfragen\b.{0,30}|"
    r"contactos?(?: de prensa)?|contatt[io](?: stampa)?|ufficio stampa|contato|perscontact|presskontakt|"
    r"kontakty?|sajtókapcsolat|kapcsolat|"
    r"お?問い?合わ?せ先?|本件に関する.{0,20}|連絡先|联系(?:人|方式)|联系我们|聯絡|문의|контакт\w*)\s*[:：]?\W*$",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"^\W*(?:(?:press|media) (?:contact|enquiries|inquiries|office)|contact presse|pressekontakt|kontakt|"
    r"contacto(?: de prensa)?|contatti?(?: stampa)?|contact)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\(@\)|\{at\})\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?:\+|\b00|\(0|\b0|\()[\d][\d\s().\-–/]{6,22}\d")
PHONE_LABEL = re.compile(
    r"\b(?:tel|telefon|téléphone|teléfono|telefono|phone|ph|mobile?|mobil|fon|t|m)\b\s*[.:]?|電話|电话", re.IGNORECASE
)
LINES = 9  # of one contact part
MOST = 6


@dataclass(slots=True)
class _Draft:
    name: str | None = None
    role: list[str] = field(default_factory=list)
    mail: str | None = None
    phone: str | None = None


def find_contacts(blocks: Sequence[Block]) -> tuple[Contact, ...]:
    """The contacts under a label that says so; each has a mail address or a telephone number. Footers are left out."""
    found: dict[tuple[str | None, str | None], Contact] = {}
    index = 0
    while index < len(blocks) and len(found) < MOST:
        block = blocks[index]
        label = len(block.text) < 90 and LABEL.match(block.text)
        inline = INLINE.match(block.text) if len(block.text) < 400 else None
        if (label or inline) and not _of_site(block):
            lines = [block.text[inline.end() :]] if inline else []
            lines += (
                [_with_mail(b) for b in blocks[index + 1 : index + 1 + LINES]]
                if not inline or len(lines[0]) < 40
                else []
            )
            for contact in _read(lines):
                found.setdefault((contact.mail, contact.phone), contact)
            index += LINES if not inline else 1
        index += 1
    return tuple(found.values())[:MOST]


def _of_site(block: Block) -> bool:
    return any(parent.tag in ("footer", "nav") for parent in (block.element, *block.element.iterancestors()))


def _with_mail(block: Block) -> str:
    """The line, with addresses that only its links hold."""
    text = block.text
    for link in block.element.iter("a"):
        href = (link.get("href") or "")[:300]
        if href.lower().startswith("mailto:"):
            mail = unquote(href[7:].split("?", 1)[0]).strip()
            if MAIL.fullmatch(mail) and mail.lower() not in text.lower():
                text = f"{text} {mail}"
    return text


def _read(lines: Sequence[str]) -> list[Contact]:
    drafts: list[_Draft] = []
    for line in lines:
        if len(line) > 300:
            break
        mail, phone = MAIL.search(line), _phone(line)
        words = _without(line, mail[0] if mail else None, phone)
        name = next((p for p in (part.strip(" ,|–-:") for part in re.split(r"[,|–:(]| - ", words)) if _person(p)), None)
        if name and (not drafts or drafts[-1].name or drafts[-1].mail):
            drafts.append(_Draft())
        if not drafts:
            drafts.append(_Draft())
        draft = drafts[-1]
        if mail and draft.mail:
            draft = _Draft()
            drafts.append(draft)
        draft.name = draft.name or name
        draft.mail = draft.mail or (_plain(mail[0]) if mail else None)
        draft.phone = draft.phone or phone
        rest = words.replace(name, "", 1).strip(" ,|–-:;/") if name else words
        if (3 < len(rest) < 120 and len(draft.role) < 2 and not draft.mail) or (name and 3 < len(rest) < 120):
            draft.role.append(rest)
    return [
        Contact(name=d.name, role=", ".join(d.role) or None, mail=d.mail, phone=d.phone)
        for d in drafts
        if d.mail or d.phone
    ]


def _person(text: str) -> bool:
    return is_person(TITLES.sub("", text)) if text else False


def _phone(line: str) -> str | None:
    match = PHONE.search(line)
    if not match or not (PHONE_LABEL.search(line) or match[0].startswith(("+", "00")) or len(line) < 40):
        return None
    return " ".join(match[0].split()) if 8 <= sum(c.isdigit() for c in match[0]) <= 15 else None


def _without(line: str, *parts: str | None) -> str:
    for part in parts:
        if part:
            line = line.replace(part, " ")
    line = re.sub(
        r"\b(?:e-?mail|mail|tel|telefon|téléphone|teléfono|telefono|phone|fax)\b\s*[.:]?",
        " ",
        line,
        flags=re.IGNORECASE,
    )
    return " ".join(line.split()).strip(" ,|–-:;/")


def _plain(mail: str) -> str:
    mail = re.sub(r"\s?(?:\(at\)|\[at\]|\(@\)|\{at\})\s?", "@", mail, flags=re.IGNORECASE)
    return re.sub(r"\s?(?:\(dot\)|\[dot\])\s?", ".", mail, flags=re.IGNORECASE).replace(" ", "").strip(".").lower()
