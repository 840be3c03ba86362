"""Turns the beginning of a line into what it announces: press contacts, science contacts, contacts, or nothing."""

from __future__ import annotations

import re

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
# Whoever is called this beside an address is to be asked, label or not.
OFFICER = re.compile(
    r"(?:press officer|media (?:relations|officer)|communications (?:officer|manager)|pressesprecher(?:in)?|"
    r"medienreferent(?:in)?|"
    r"attachée? de presse|addett[oa] stampa|persvoorlicht\w+|jef[ea] de prensa|tiskov[ýá] mluvčí|"
    r"rzeczni\w+ prasow\w+)",
    re.IGNORECASE,
)
# "For more information, contact Jane Doe at 555-123-4567 or jane@x.edu": the sentence that many releases end with.
ASK = re.compile(
    r"^\W{0,3}(?:for (?:more|further|additional)|to (?:arrange|schedule|request|interview)|(?:media|press|"
    r"journalists)\b|"
    r"pour (?:plus|toute|en savoir)|para (?:más|mais)|per (?:maggiori|ulteriori)|für (?:weitere|rückfragen)|"
    r"bei (?:rück)?fragen|"
    r"voor (?:meer|vragen)|reporters|if you (?:would like|have)).{0,80}?\b(?:contact(?:er|ar|eer)?|contattare|"
    r"call|e-?mail|reach|"
    r"wenden sie sich(?: bitte)? an|kontaktieren sie|contact op(?:nemen)? met)\b[\s:]+(?P<whom>.+)$",
    re.IGNORECASE,
)
# The beginnings of words of which a label has one; in Japanese and Chinese, signs.
_BEGINNINGS = """
    cont kont pres medi médi ansp rück info pren stam impr pers tisk rzec pras sajt kapc inqu enqu auth gabi ofic
    uffi adde asse biur sala auskü savo furt deta corr conc wiss fach конт
"""
_HINTS = frozenset(word[:4] for word in _BEGINNINGS.split())
_SIGNS = frozenset("問合連報取広联联聯聯络媒新采문언研内プ")
_FIRST_LETTERS = re.compile(r"\b\w{1,4}")


def may_label(text: str) -> bool:
    """Whether the beginning of a line may be a label: a look at the beginnings of its words."""
    if len(text) < 2 or (len(text) > 90 and ":" not in text[:80] and "：" not in text[:80]):
        return False
    start = text[:80].lower()
    if not _HINTS.isdisjoint(_FIRST_LETTERS.findall(start)):
        return True
    return not start.isascii() and not _SIGNS.isdisjoint(start)
