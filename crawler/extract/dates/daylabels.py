"""Turns the words beside a date into what it is (published, changed, an event's), and tells how numbers are ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.extract.blocks import Block

# These three are for text in lower case: of words in either case, a search takes four times as long.
PUBLISHED = re.compile(
    r"publi[cs](?!\b|ly\b|ity\b|o\b|os\b|a\b)|publié|pubblicat|pubblicazione|posted|released?\b|"
    r"mis(?:e)? en ligne|veröffentlicht|erschienen|erstellt|gepubliceerd|"
    r"geplaatst|publicera|publisert|udgivet|offentliggjort|julkaistu|megjelen|közzét|opublikowan|data publikacji|"
    r"zveřejněn|"
    r"uverejnen|objavljen|опублик|публик|дата\b|yayın|δημοσ|公開日|公開|掲載|投稿|発表|発行|发布|發布|发表|"
    r"發表|日期|게시|등록|작성|نشر|פורסם|"
    r"đăng|diterbit|date de parution|data di pubblicazione|fecha de publicación|rilasciato|paskelbt|publicēt|birt\b|"
    r"avaldatud|(?:mitteilung|meldung|nachricht|artikel|beitrag|news|information) vom\b|"
    r"(?:communiqué(?: de presse)?|article|actualité) du\b|comunicato(?: stampa)? del\b|nota de prensa del?\b|"
    r"persbericht (?:van|d\.d\.)|(?:press|news) release (?:of|from|dated)\b",
)
MODIFIED = re.compile(
    r"updat|modifi|mise? à jour|aktualisiert|geändert|stand:|letzte änderung|zuletzt|actualiz|aggiorna|atualiza|"
    r"ultima modifica|bijgewerkt|gewijzigd|uppdatera|ändrad|oppdatert|opdateret|päivitetty|muokattu|frissít|módosít|"
    r"aktualiz|zmien|upraven|\bakt\.|\bupd\b|"
    r"обновл|измен|güncelle|ενημέρω|更新|修正|最后修改|수정|revised|reviewed|last edited|آخر تحديث|עודכן|"
    r"cập nhật|atnaujint|muudetud",
)
# Words of invitations, calls and opening times: the day beside them is when something happens.
EVENT = re.compile(
    r"\b(?:when|deadline|event date|starts?|ends?|begins?|until|from|save the date|due|valid|register|registration|"
    r"wann|termin|beginn|ende|bis|ab|vom|bewerbungsfrist|einsendeschluss|veranstaltung|"
    r"quand|date limite|jusqu|du \d|à partir|rendez-vous|colloque|cuándo|fecha límite|plazo|hasta|desde|inicio|fin|"
    r"evento|quando|scadenza|inizio|entro|dal \d|até|prazo|wanneer|tot|időpont|határidő|kezdete|kiedy|termín)\b|"
    r"日時|開催|会期|締切|締め切り|期間|時間|时间|截止|講演日|일시|기간|마감|©|copyright|\(c\)",
)
# 10:00 – 12:00, 14h30-16h: two clock times are an appointment.
CLOCK_RANGE = re.compile(
    r"\d{1,2}\s?(?:[:.h]\s?\d\d|h|uhr|am|pm|時)\s?(?:uhr|am|pm)?\s*[-–—~〜～]\s*\d{1,2}", re.IGNORECASE
)
# "April 4th – 10th", "3 May to 5 May": the day goes on to another.
DAY_RANGE = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:[-–—~〜～]|to\b|bis\b|au\b|al?\b|"
    r"until\b)\s*\d{1,2}(?!\d)(?!\s?[:h.]\d)",
    re.IGNORECASE,
)
# What templates call the element of a date. CamelCase and snake_case names of components count as words.
DATE_NAMES = re.compile(
    r"dat(?:e|um)(?![a-z]*base|line)|(?<![a-z])(?:data|fecha)(?![a-z])|publish|posted|timestamp|(?<![a-z])time(?![a-z])|byline|"
    r"(?:entry|post|article)[-_]?(?:meta|info|details)",
    re.IGNORECASE,
)
PUBLISHED_NAMES = re.compile(
    r"publish|publi[ck]|posted|(?<![a-z])pub[-_]?date|(?:entry|post|article|news)[-_]+(?:[a-z]+[-_]+)?dat(?:e|um)|dateline|created|entry-time",
    re.IGNORECASE,
)
CHANGED_NAMES = re.compile(r"updated|modified|last[-_]?(?:update|change|review)|revised", re.IGNORECASE)
# A clock or calendar that shows the day of the visit.
CLOCK_NAMES = re.compile(
    r"today|current[-_]?(?:date|time|day)|(?<![a-z])(?:clock|heute|hoy|oggi)(?![a-z])", re.IGNORECASE
)
NUMERIC = re.compile(r"(?<![\d./-])([0-3]?\d)([/-])([0-3]?\d)\2(?:19|20)?\d\d(?![\d/-])")
# Where 05/02/2024 is the second of May; Canada uses both, the Philippines mostly this one.
MONTH_FIRST_REGIONS = ("en-us", "es-us", "es-pr", "en-ph", "fil")
MONTH_FIRST_HOSTS = (".edu", ".gov", ".mil", ".us", ".ph")


def numeric_order(blocks: Sequence[Block], url: str, declared: str | None, language: str | None) -> bool:
    """Whether 05/02/2024 means May 2: by the other dates of the page, then by the country the page is of."""
    day_first = month_first = 0
    for block in blocks:
        if len(block.text) > 300 or not ("/" in block.text or "-" in block.text):
            continue
        for match in NUMERIC.finditer(block.text):
            first, second = int(match[1]), int(match[3])
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    if day_first != month_first:
        return month_first > day_first
    if language not in (None, "en", "es", "tl", "fil"):
        return False
    declared = (declared or "").lower().replace("_", "-")
    if language in (None, "en") and declared in MONTH_FIRST_REGIONS:
        return True
    host = (urlsplit(url).hostname or "").lower()
    if host.endswith(MONTH_FIRST_HOSTS):
        return language in (None, "en")
    country = host.rsplit(".", 1)[-1]
    # A generic host with English words and no region: most are American.
    return language == "en" and "-" not in declared and len(country) != 2
