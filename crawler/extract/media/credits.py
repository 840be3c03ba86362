"""Turns the words beside a picture into its caption, its credit and its licence, as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extract.tree import attribute, squeeze, words

LONGEST = 1_500  # characters of a caption; more is the article
LONGEST_CREDIT = 200
TAIL = 40  # characters after a credit that belong to it: the agency, the licence
_NAMED = re.compile(
    r"credit|cr[ée]dit|copyright|photographer|fotograf|photo-?by|quelle|bildnachweis|nachweis|attribution|courtesy|"
    r"(?:image|photo|foto|caption|picture|media|bild|figure)[\w-]{0,20}(?:source|owner|author|rights|byline)|"
    r"^(?:source|copy|byline|owner|rights)$|__(?:source|copy|byline|owner|rights)(?:[\s_-]|$)|distributor",
    re.IGNORECASE,
)
CAPTIONED = re.compile(
    r"(?:^|[\s_-])(?:\w*caption\w*|legend\w?|l[ée]gende|bildunterschrift|bildtext|bildbeschreibung|bu|didascalia|"
    r"pie(?:-?(?:de-?)?foto)?|foto-pie|fotopie|billedtekst|bildetekst|bijschrift|onderschrift|kuvateksti|"
    r"k[ée]pal[áa][íi]r[áa]s|"
    r"podpis|popisek|image-?(?:text|description|desc|title|info)|photo-?(?:text|description|desc|info)|"
    r"media-?(?:text|description|info)|img-?(?:text|desc\w*|info|txt))(?:[\s_-]|$)",
    re.IGNORECASE,
)
_PROPS = frozenset(("copyrightholder", "credittext", "creator", "author", "copyrightnotice", "copyright"))
_PICTURE = (
    r"photo(?:graph(?:y|ie)?)?s?|foto(?:grafie|grafía|grafia|s)?|bild(?:er)?|image|picture|illustration|"
    r"illustrazione|"
    r"ilustración|abbildung|grafik|graphic|infographic|visualization|visualisierung|visuel|kuvat?|"
    r"valokuva|fotók?|kép|"
    r"fot|zdjęcie|ilustracja|фото|иллюстрация|снимка|φωτογραφία|φωτο|fotoğraf|görsel|ảnh"
)
_LABELS = (
    r"(?:photo|image|picture|foto|bild|cover|header)?[\s-]?(?:credit|crédit|crèdit|crédito|credito)s?"
    r"(?:\s(?:photos?|images?|foto|de (?:la )?foto\w*|de imagen|foto\w*|photograph\w*))?|"
    r"(?:bild|foto|photo)(?:quellen?|nachweise?|rechte|autor|credits?|copyright|graf(?:in)?|grapher)|"
    r"(?:image |photo )?(?:source|copyright)|quelle|fuente|fonte|bron|källa|kilde|lähde|forrás|zdroj|"
    r"źródło|autor foto|"
    r"источник|πηγή|kaynak|rechte|droits|nguồn"
)
_EAST = (
    r"写真(?:提供)?|撮影(?:者)?|提供|画像(?:提供)?|出典|图片(?:来源)?|圖片(?:來源)?|图源|摄影|攝影|图|圖|来源|來源|"
    r"사진(?:\s?제공)?|출처|이미지|صورة|تصوير|المصدر|צילום|קרדיט"
)
_AGENCIES = (
    r"Getty(?: Images)?|Reuters|AFP|dpa|EPA|EFE|ANSA|APA|Keystone|Ritzau|NTB|TT|PAP|ČTK|MTI|imago(?: images)?|"
    r"AP|Associated Press|Shutterstock|iStock\w*|Adobe ?Stock|AdobeStock|Unsplash|Pexels|Pixabay|"
    r"Flickr|Wikimedia(?: Commons)?|"
    r"Alamy|123rf|Depositphotos|Science Photo Library|SPL|picture alliance|Fotolia|Freepik|EurekAlert!?|"
    r"NASA|Handout|Privat"
)
# A label that says who made a picture, and the words after it to the end of the sentence or bracket.
_SAID = re.compile(
    r"(?:^|(?<=[\s(\[|•–—.»”\"]))(?:"
    rf"(?:{_LABELS})\s?[:：]|"
    rf"(?:{_PICTURE})\.?\s?(?:[:：]|/(?=\S)|©|\(c\))|"
    rf"(?:{_PICTURE})\s(?:by|courtesy|credit|von|via|taken by|par|di)\s|"
    r"(?:with |by |image |photo )?courtesy(?: of)?\b|cort(?:esía|esia|esy)(?:\s(?:de|di|of)|\s?[/:])|"
    r"per gentile concessione|"
    r"mit freundlicher genehmigung|avec l.aimable autorisation|"
    r"©|\(c\)(?=\s?\S)|copyright\b|\bfot\. "
    r")\s*[^\n]{2,}",
    re.IGNORECASE,
)
_SAID_EAST = re.compile(
    rf"(?:^|(?<=[\s(（\[【|。、]))(?:{_EAST})\s*[:：／/＝=]\s*[^\n]{{1,}}|"
    rf"[（(](?:{_EAST})[:：＝=]?[^）)\n]{{1,80}}[）)]"
)
_BRACKET = re.compile(rf"[(\[](?P<who>[^()\[\]]{{0,80}}(?:\b(?:{_AGENCIES})\b|/)[^()\[\]]{{0,60}})[)\]]\s*\.?$")
_AGENCY_END = re.compile(rf"\b(?:{_AGENCIES})\.?$")
# A label without a name, as on the button that shows the credit.
_NOBODY = re.compile(
    r"^\W*(?:(?:view|show|see|more)\s)?(?:(?:image|photo|picture|bild|foto)\s?)?(?:credits?|sources?|copyright|by|quelle)?\W*$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    ("via", "by", "von", "de", "for", "für", "para", "und", "and", "et", "dpa", "imago", "picture", "alliance")
)
_SENTENCE = re.compile(r"(?<=[^\s.]{2}[.!?。])\s+(?=\S)")
_AFTER_CREDIT = re.compile(r"(?<=[^\W\d_]{3}[.;])\s+(?=[A-ZÄÖÜÉÈÀ“\"„«][^\s.]{2,}\s)|\s+[|•]\s+")
_LICENCES = re.compile(
    r"\bCC[\s-]?0\b(?:\s1\.0)?|\bCC[\s-]BY(?:[\s-](?:NC|SA|ND)){0,2}(?:[\s-]\d\.\d)?(?:[\s-](?:DE|FR|AT|"
    r"CH|IT|ES|IGO|UK|US))?\b|"
    r"creative commons(?: (?:attribution|namensnennung|zero|licen[cs]e|lizenz|cc)[\w .-]{0,60}\w)?|"
    r"public domain|gemeinfrei|domaine public|dominio p[úu]blico|pubblico dominio|dom[íi]nio p[úu]blico|"
    r"publiek domein|domena publiczna|"
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
    r"tutti i diritti riservati|"
    r"todos os direitos reservados|alle rechten voorbehouden|minden jog fenntartva|"
    r"wszelkie prawa zastrzeżone|všechna práva vyhrazena|"
    r"alla rättigheter förbehållna|kaikki oikeudet pidätetään|无断转载|無断転載を禁じます|"
    r"(?:honorar|kosten|lizenz|gebühren)?frei (?:zur|für|nutzbar|verwendbar)\b[^.;|()]{0,120}|"
    r"abdruck (?:honorar|kosten)?frei|"
    r"(?:nutzung|verwendung|verwendbar|nutzbar) (?:nur |ausschließlich |honorarfrei |"
    r"kostenfrei )?(?:im rahmen|im zusammenhang|in zusammenhang|für redaktionelle)[^.;|()]{0,100}|"
    r"libres? de droits?|utilisation libre[^.;|()]{0,80}|libre de derechos|uso libre[^.;|()]{0,60}|"
    r"libera da diritti|liber[oi] (?:uso|utilizzo)[^.;|()]{0,60}|"
    r"livre de direitos|rechtenvrij|royalty[- ]free|free (?:to|for) (?:editorial |press |media |"
    r"non-commercial )?(?:use|reuse)[^.;|()]{0,80}|"
    r"(?:for )?editorial use only|usage restrictions?: [^.;|()]{2,80}|(?:unsplash|pexels|pixabay) licen[cs]e",
    re.IGNORECASE,
)
# One of these stands in every line that names who made a picture.
_HINTS = (
    ":", "：", "/", "／", "=", "＝", "©", "(c)", "（", " by ", " von ", " via ", " par ", " di ",
    "courtesy", "copyright", "cort", "写", "撮", "提供", "사진",
    "concessione", "genehmigung", "autorisation", "fot. ", "credit",
)  # fmt: skip
# One of these stands in every licence; looking for them is quick, and most captions hold none.
_LICENCE_HINTS = (
    "cc", "creative", "domain", "dominio", "domínio", "domena", "domein", "rights", "recht", "droits", "derechos",
    "diritti",
    "direitos", "frei", "libre", "liber", "livre", "royalty", "free", "editorial", "usage", "licen", "jog",
    "praw", "práva",
    "rätt", "oikeu", "断", "nutzung", "verwend",
)  # fmt: skip
_CC_ADDRESS = re.compile(
    r"^https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/[\w./-]{2,60}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Credits:
    """What is printed beside a picture."""

    caption: str | None = None
    credit: str | None = None
    licence: str | None = None


def read_credits(caption: HtmlElement | None) -> Credits:
    """What a caption element says: its words, and apart from them the credit and the licence in them."""
    if caption is None:
        return Credits()
    whole = words(caption, LONGEST * 2)
    if len(whole) > LONGEST:
        return Credits()
    named = _named_credit(caption, whole)
    said = _split(whole[: named[0]].strip(" |–—-•/<>")) if named else _split(whole)
    credit = (
        squeeze(f"{said.credit or ''} {named[1]}") if named and said.credit else (named[1] if named else said.credit)
    )
    licence = find_licence(whole) or _licence_link(caption)
    return Credits(_spoken(said.caption), _tidy(credit), licence)


def split_credits(text: str) -> Credits:
    """The caption, credit and licence in words that stand in no element of their own."""
    said = _split(squeeze(text)[:LONGEST])
    return Credits(_spoken(said.caption), _tidy(said.credit), find_licence(text[:LONGEST]))


def find_licence(text: str) -> str | None:
    """The licence in the words beside a picture, as printed."""
    small = text.lower()
    match = _LICENCES.search(text) if any(hint in small for hint in _LICENCE_HINTS) else None
    return match[0].strip(" ,-–") if match else None


def licence_address(value: str) -> str | None:
    """The address of a Creative Commons licence; None for any other text."""
    match = _CC_ADDRESS.match(value.strip())
    return match[0] if match else None


def _licence_link(caption: HtmlElement) -> str | None:
    for count, link in enumerate(caption.iter("a")):
        if count == 20:
            break
        address = licence_address(attribute(link, "href"))
        if address:
            return address
    return None


def _named_credit(caption: HtmlElement, whole: str) -> tuple[int, str] | None:
    """Where the part begins that the page's own names call a credit, and its words with all that follows."""
    for count, node in enumerate(caption.iter()):
        if count > 40:
            break
        if node is caption or not isinstance(node.tag, str):
            continue
        prop = attribute(node, "itemprop", 100).lower()
        if prop in _PROPS or _is_credit(node.get("class") or ""):
            text = words(node, LONGEST_CREDIT * 2)
            at = whole.rfind(text)
            after = whole[at + len(text) :]
            if _is_sentence(text, 0) or _NOBODY.match(text):
                continue
            if 1 < len(text) <= LONGEST_CREDIT and at >= 0 and len(after) <= LONGEST_CREDIT * 2 and text != whole[:at]:
                return at, whole[at:] if len(after) <= TAIL else text
    return None


@lru_cache(maxsize=2_048)
def _is_credit(names: str) -> bool:
    return 0 < len(names) < 300 and any(_NAMED.search(name) for name in names.split())


@lru_cache(maxsize=2_048)
def is_caption(names: str) -> bool:
    """Whether a template's names for an element say that it is a caption."""
    return 0 < len(names) < 300 and CAPTIONED.search(names) is not None


def _split(text: str) -> Credits:
    """Caption and credit of one line."""
    small = text.lower()
    told = any(hint in small for hint in _HINTS)
    match = (_SAID.search(text) or _SAID_EAST.search(text)) if told else None
    if match and not _is_sentence(match[0], match.start()):
        start = match.start()
        found, rest = _credit_end(text, start)
        before = text[:start].rstrip(" ([|–—-•/")
        if rest and _LICENCES.fullmatch(rest.rstrip(" .")):
            found, rest = f"{found} {rest}", ""
        caption = squeeze(f"{before} {rest}") if rest else before
        return Credits(caption or None, found)
    bracket = _BRACKET.search(text)
    if bracket and not bracket["who"][:1].isdigit():
        return Credits(text[: bracket.start()].rstrip() or None, bracket["who"])
    cuts = [cut.end() for cut in _SENTENCE.finditer(text)]
    start = cuts[-1] if cuts else 0
    named = all(word[0].isupper() or not word[0].isalpha() or word in _SMALL for word in text[start:].split())
    if named and _AGENCY_END.search(text) and len(text) - start <= (90 if cuts else 50):
        return Credits(text[:start].rstrip() or None, text[start:])
    return Credits(text or None)


def _credit_end(text: str, start: int) -> tuple[str, str]:
    """The credit that begins at `start`, and what the caption says after it."""
    opened = start > 0 and text[start - 1] in "(["
    end = len(text)
    if opened:
        close = text.find(")" if text[start - 1] == "(" else "]", start)
        depth = text.count("(", start, close) if close > 0 else 0
        while depth and close > 0:
            close, depth = text.find(")", close + 1), depth - 1
        end = close if close > 0 else end
        return text[start:end], text[end + 1 :].lstrip(" .").strip()
    cut = _AFTER_CREDIT.search(text, start + 4)
    if cut and (len(text) - cut.end() > TAIL or cut[0].isspace()):
        return text[start : cut.start()], text[cut.end() :]
    return text[start:end], ""


def _is_sentence(said: str, start: int) -> bool:
    """Whether words behind a label tell what the picture shows ("Image: The team at work …"), not who made it."""
    if len(said) > LONGEST_CREDIT:
        return True
    parts = said.split()
    lower = sum(1 for word in parts[1:] if word[:1].islower())
    return start == 0 and len(parts) > 9 and lower > len(parts) * 0.45 and not _LICENCES.search(said)


def _spoken(caption: str | None) -> str | None:
    """A caption that says something."""
    caption = caption.strip(" <>|") if caption else None
    return caption if caption and any(char.isalpha() for char in caption) else None


def _tidy(credit: str | None) -> str | None:
    if not credit or _NOBODY.match(credit):
        return None
    credit = squeeze(credit).strip(" |•–—-,;").strip()
    if credit.startswith("(") and credit.endswith(")") and not credit[1:].startswith("c)"):
        credit = credit[1:-1]
    elif credit.endswith(")") and credit.count(")") > credit.count("("):
        credit = credit[:-1]
    return credit if 2 <= len(credit) <= LONGEST_CREDIT and any(char.isalpha() for char in credit) else None
