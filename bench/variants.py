"""Changes a text as the web changes what it prints again: other frame, other words, parts of it, other typography."""

# ruff: noqa: E501 (the long lines are the texts)

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

FRAMES = {  # head and foot of a page that came along with the text, and the line that leads to the rest of it
    "de": ("Startseite | Aktuelles | Presse", "Pressekontakt: Stabsstelle Kommunikation. Alle Rechte vorbehalten.", "Mehr lesen"),
    "en": ("Home | News | Press", "Media contact: press office. Subscribe to our newsletter. All rights reserved.", "Read more"),
    "es": ("Inicio | Noticias | Prensa", "Contacto de prensa: gabinete de comunicación. Todos los derechos reservados.", "Leer más"),
    "fr": ("Accueil | Actualités | Presse", "Contact presse : service communication. Tous droits réservés.", "Lire la suite"),
    "it": ("Home | Notizie | Stampa", "Contatti stampa: ufficio comunicazione. Tutti i diritti riservati.", "Leggi tutto"),
    "pt": ("Início | Notícias | Imprensa", "Contato: assessoria de imprensa. Todos os direitos reservados.", "Leia mais"),
    "ja": ("ホーム | ニュース | 広報", "お問い合わせ：広報課。無断転載を禁じます。", "続きを読む"),
    "zh": ("首页 | 新闻 | 媒体", "媒体联系：宣传部。版权所有。", "阅读全文"),
}  # fmt: skip
DATELINES = (
    "PARIS, 12 March 2026 – ",
    "Berlin (idw) 03.04.2026. ",
    "MADRID, 7 may. 2026 (Newswire) - ",
    "【2026年5月7日】",
)
FEW = 8  # sentences; of so few, one is too much to leave out
_NUMBER = re.compile(r"\b(\d{1,3})[,.  ](\d{3})\b")
_SPACELESS = re.compile(r"[぀-ヿ㐀-鿿]")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_PIECE = re.compile(r"\s+|[぀-ヿ㐀-鿿]{1,2}|[^\s぀-ヿ㐀-鿿]+")


@dataclass
class Material:
    """One text to be changed, with what may be put into it: words and passages of other texts of its language."""

    text: str
    language: str
    words: Sequence[str]
    passages: Sequence[str]  # two to four sentences each
    rng: random.Random = field(default_factory=random.Random)


def pieces(text: str) -> list[str]:
    """Words, spaces and pairs of characters of scripts without spaces, which together are the text."""
    return _PIECE.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, paragraphs apart."""
    return [one for line in text.split("\n") for one in _SENTENCE.split(line) if one.strip()]


def space(text: str) -> str:
    """What stands between two sentences."""
    return "" if len(_SPACELESS.findall(text)) > len(text) / 4 else " "


def reframed(m: Material) -> str:
    head, foot, _ = FRAMES.get(m.language, FRAMES["en"])
    return f"{head}\n{m.text}\n{foot}"


def reposted(m: Material) -> str:
    """Other headline above, about the house and contact below."""
    _, foot, _ = FRAMES.get(m.language, FRAMES["en"])
    about = m.rng.choice(m.passages)[: len(m.text) // 3]
    return f"{m.rng.choice(m.passages)[:80]}\n{m.text}\n{about}\n{foot}"


def edited(m: Material, share: float, source: Sequence[str]) -> str:
    """A share of the words replaced, left out or put in, by words of `source`."""
    out = []
    for piece in pieces(m.text):
        if piece.isspace() or m.rng.random() >= share:
            out.append(piece)
            continue
        act = m.rng.randrange(3)
        word = m.rng.choice(source)
        out.append(("", word, f"{piece}{space(m.text)}{word}")[act])
    return "".join(out)


def own_words(share: float) -> Callable[[Material], str]:
    return lambda m: edited(m, share, [one for one in pieces(m.text) if not one.isspace()])


def other_words(share: float) -> Callable[[Material], str]:
    return lambda m: edited(m, share, m.words)


def replaced(share: float) -> Callable[[Material], str]:
    """Words replaced by others, one by one, none left out or put in."""

    def change(m: Material) -> str:
        found = []
        for piece in pieces(m.text):
            found.append(piece if piece.isspace() or m.rng.random() >= share else m.rng.choice(m.words))
        return "".join(found)

    return change


def synonyms(m: Material) -> str:
    """A tenth of the different words replaced by another word, everywhere."""
    known = sorted({one for one in pieces(m.text) if not one.isspace()})
    changed = {one: m.rng.choice(m.words) for one in known if m.rng.random() < 0.1}
    return "".join(changed.get(one, one) for one in pieces(m.text))


def shortened(m: Material) -> str:
    """One sentence in five left out; none of a text that has few."""
    if len(sentences(m.text)) < FEW:
        return reframed(m)
    kept = [one for one in sentences(m.text) if m.rng.random() > 0.2]
    return space(m.text).join(kept or sentences(m.text))


def swapped(m: Material) -> str:
    """Its sentences in three blocks, in another order."""
    parts = sentences(m.text)
    third = max(1, len(parts) // 3)
    return space(m.text).join(parts[third : 2 * third] + parts[2 * third :] + parts[:third])


def teaser(m: Material, share: float = 0.4) -> str:
    """The beginning, cut within a sentence as a listing cuts it."""
    every = pieces(m.text)
    return "".join(every[: int(len(every) * share)]).strip()


def teaser_with_link(m: Material) -> str:
    return f"{teaser(m)} … {FRAMES.get(m.language, FRAMES['en'])[2]}"


def typography(m: Material) -> str:
    changed = m.text.replace("'", "’").replace(" - ", " – ").replace('"', "“").replace("...", "…")
    return unicodedata.normalize("NFD", changed).replace("\n", "\r\n\r\n")


def whitespace(m: Material) -> str:
    return re.sub(r"[ \n]+", lambda found: m.rng.choice((" ", "  ", "\u00a0", "\n")), m.text)


def numbers(m: Material) -> str:
    """Thousands parted by another sign."""
    return _NUMBER.sub(lambda found: f"{found[1]}{m.rng.choice(('.', ',', ' '))}{found[2]}", whitespace(m))


def case(m: Material) -> str:
    """The first line, and one sentence in ten, in capital letters."""
    parts = sentences(m.text)
    return space(m.text).join(
        one.upper() if not number or m.rng.random() < 0.1 else one for number, one in enumerate(parts)
    )


def datelined(m: Material) -> str:
    return m.rng.choice(DATELINES) + m.text


def agency(m: Material) -> str:
    """All at once: a dateline, some words edited, an ending left out, a foot added."""
    parts = sentences(m.text)
    if len(parts) < FEW:
        return datelined(m)
    shorter = space(m.text).join(parts[: max(1, int(len(parts) * 0.85))])
    changed = edited(Material(shorter, m.language, m.words, m.passages, m.rng), 0.04, m.words)
    return f"{m.rng.choice(DATELINES)}{changed}\n{FRAMES.get(m.language, FRAMES['en'])[1]}"


KINDS: dict[str, Callable[[Material], str]] = {
    "same words": whitespace,
    "typography": typography,
    "numbers": numbers,
    "case": case,
    "frame": reframed,
    "repost": reposted,
    "dateline": datelined,
    "agency": agency,
    "edit 3 %": other_words(0.03),
    "edit 8 %": other_words(0.08),
    "edit 15 %": other_words(0.15),
    "own words 5 %": own_words(0.05),
    "own words 15 %": own_words(0.15),
    "own words 30 %": own_words(0.30),
    "replaced 3 %": replaced(0.03),
    "replaced 10 %": replaced(0.10),
    "synonyms 10 %": synonyms,
    "sentences left out": shortened,
    "blocks swapped": swapped,
    "teaser": teaser,
    "teaser with link": teaser_with_link,
}


def partners(m: Material, number: int = 10) -> Iterator[str]:
    """The release as so many partners print it: a beginning and a quote of their own, all or most of the text."""
    parts = sentences(m.text)
    between = space(m.text)
    longest = len(m.text) // 4
    for _ in range(number):
        quote = f"“{m.rng.choice(m.passages)[:longest]}”"
        middle = m.rng.randrange(1, max(2, len(parts)))
        short = len(parts[-1]) < len(m.text) / 12  # some leave the last sentence out
        body = [*parts[:middle], quote, *parts[middle : max(middle, len(parts) - m.rng.randrange(1 + short))]]
        yield f"{m.rng.choice(m.passages)[:longest]}\n{between.join(body)}\n{FRAMES.get(m.language, FRAMES['en'])[1]}"
