"""Turns the words of a page's blocks into numbers: length, links, sentences, and whether machine data repeats them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured
from crawler.extract.text.containment import Floats
from crawler.extract.text.teasers import is_head, is_lead

# Characters of scripts without spaces between words: each tells about as much as two and a half Latin letters.
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"\W+")
_SHORT = 200  # characters of a line whose single words are looked at
_MOST_WORDS = 30
_MOST_SAID = 200_000

# Words by which pages call their readers to follow, subscribe, share, log in, accept or write a comment.
_CALL_WORDS = """
    newsletter newsletters subscribe subscribed subscriber subscribers subscription subscriptions follow login log sign
    signup register download app apps ios android telegram whatsapp youtube facebook twitter instagram linkedin tiktok
    podcast cookies copyright rights reserved advertisement sponsored comment comments share tweet email
    abonnieren abonnement abo folgen folge anmelden registrieren herunterladen anzeige werbung kommentar kommentare
    teilen abonnez abonner suivez inscrivez télécharger publicité commentaire commentaires partager partagez
    suscríbete suscribirse suscripción síguenos únete descarga publicidad comentario comentarios compartir comparte
    canal abbonati iscriviti seguici scarica pubblicità commenti condividi assine siga inscreva baixe compartilhe
    publicidade abonneer abonneren volg reageer reacties delen advertentie prenumerera följ dela annons abonner følg
    annonce tilaa seuraa jaa mainos subskrybuj obserwuj zapisz udostępnij komentarze reklama odebírat sdílet
    komentáře feliratkozás iratkozz hozzászólás megosztás hirdetés подписывайтесь подписаться подписка комментарии
    поделиться реклама abone takip paylaş yorum reklam εγγραφείτε ακολουθήστε σχόλια
"""
_CALLS = frozenset(_CALL_WORDS.split())

MEASURES = (
    "size", "words", "link", "commas", "stops", "endstop", "endmore", "lower", "bars", "head", "insaid", "indesc",
    "istitle", "outside", "avgword", "calls", "leads",
)  # fmt: skip


@dataclass(slots=True)
class Lines:
    """`measures`: one row a block, columns as in MEASURES. `words`: the words of short lines. `repeats`: how often a
    block's text stands on the page."""

    measures: Floats
    words: list[tuple[str, ...]]
    repeats: Floats

    def column(self, name: str) -> Floats:
        column: Floats = self.measures[:, MEASURES.index(name)]
        return column


def read_lines(blocks: Sequence[Block], title_at: int | None, structured: Structured) -> Lines:
    """Measures every block's words."""
    body = structured.article.get("articleBody")
    said = _plain(body[:_MOST_SAID]) if isinstance(body, str) else ""
    description = _plain(structured.first("og:description", "description", "twitter:description") or "")
    title = _plain(blocks[title_at].text)[:80].lower() if title_at is not None else ""
    rows: list[tuple[float, ...]] = []
    words: list[tuple[str, ...]] = []
    for block in blocks:
        text = block.text
        length = len(text)
        spoken = tuple(dict.fromkeys(_WORD.findall(text.lower())))[:_MOST_WORDS] if length <= _SHORT else ()
        flat = _plain(text[:80]) if said or description or title else ""
        rows.append(
            (
                *_measure(text, length, block.linked),
                len(flat) > 3 and flat in said,
                len(flat) > 15 and flat[:60] in description,
                bool(title) and flat.lower() == title,
                block.outside,
                length / (text.count(" ") + 1),
                len(_CALLS.intersection(spoken)) if spoken else 0,
                is_lead(text),
            )
        )
        words.append(spoken)
    measures = np.array(rows, dtype=np.float64).reshape(len(blocks), len(MEASURES))
    seen = Counter([block.text for block in blocks])
    return Lines(measures, words, np.array([seen[block.text] for block in blocks], dtype=np.float64))


def _measure(text: str, length: int, linked: int) -> tuple[float, ...]:
    wide = commas = stops = 0
    if not text.isascii():
        wide = len(_WIDE.findall(text))
        commas = text.count("、") + text.count("，") + text.count("،")
        stops = text.count("。")
    start = text[:100]
    return (
        length + 1.5 * wide,
        text.count(" ") + 1 + wide / 2,
        min(1.0, linked / (length or 1)),
        commas + text.count(","),
        stops + text.count(". ") + text.count("? ") + text.count("! "),
        text[-1:] in '.!?。！？”"»…',  # an empty text is in every text
        text[-1:] in "…>»›→",
        text[:1].islower(),
        start.count("|") + start.count("/") + start.count("·") + start.count("•"),
        is_head(text),
    )


def _plain(text: str) -> str:
    return _NO_WORD.sub(" ", text).strip()
