"""Turns bytes that are no UTF-8 into the reading whose letters some language writes, of those declared or known."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ASCII = bytes(range(128))
SAMPLE = 200_000  # characters; more would tell nothing new about the charset
# Letters beyond ASCII that a language in Latin script writes; a reading is as good as the best of them.
_LATIN = (
    "éèàêçùîôâûœëïæÿ",  # French
    "äöüß",
    "óíáéñúü",
    "ãáçéíóêõúâôà",  # Portuguese
    "àèùòéìî",
    "äåöé",
    "åøæéö",
    "äëéïèöüó",  # Dutch
    "àéíòóúüïç",  # Catalan
    "áðéíóúýþæö",  # Icelandic
    "ąęółśżćńźé",
    "íáéěřčžýšůúňóďťü",
    "áíéýčšžľťúôňäóďĺŕ",
    "áéöőíüóúű",
    "ăâîșțşţ",
    "ıüşğöçâî",
    "čćšžđ",
    "äöõüšž",
    "āēīšžļņģķčū",
    "ąčęėįšųūž",
)
# Letters of other scripts, the most frequent first: any byte above ASCII is some letter of them, so it is how often
# the frequent ones come that tells Russian from Hebrew read as Russian.
_FREQUENT = (
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "оанивертсклпудмьязгбйчхцщжієїюшфґ",  # Ukrainian
    "аеиотнрсвлкдпмзугъбчцжщяшхфйюь",  # Bulgarian
    "ατοιεσνηρπκμλυςίόάέγδύθήχωφώβζξψϊϋ",
    "יוהלאמרתבנשדחקםעפגצטסכזןךףץ",
    "اليمنرتوبةعدسفهكقحجشطصخزضغءأثظذئىإآؤ",
    "านรอกเงมยลวดสตทปะคบใผแชหพไถจขฐธซศโภฟฉญณฮษฝ่้ีิัุู์็",
)
# The characters of running text in Chinese and Japanese; the wrong reading of either gives rare ones.
_KANA = frozenset(chr(code) for code in (*range(0x3041, 0x3094), *range(0x30A1, 0x30FB), 0x30FC))
_HAN = frozenset(
    "的一是不了在人有我他这这個個中大来來上国國和地到说說时時要就出会會可也你对對生能而子那得于於着下自之年过過发發后後作里"
    "用道行所然家种種事成方多经經么去法学學如都同现現当當没動动面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日"
    "研究大学院科技医療醫院教授発表展新第期月開催等者会社内外化性明物高与與为為及以业業队隊员員结結果表示问問题題组組合"
)
_HANGUL = frozenset("이다의는을에가로한고하지과대를기은도서사인자연구원학으스해시정수리들전일있보어라")
_QUOTES = frozenset("’‘“”„‚«»–—…·•\xa0©®™°§¶¡¿€£‹›¨´º³²¹\xad")
_WIDE_SIGNS = frozenset("、。，．・：；？！（）「」『』【】《》〈〉～“”‘’…—－　０１２３４５６７８９")
# From the beginning of a word on: tried from each of its letters, a line of a million letters would take hours.
_RUN = re.compile(r"(?<![^\W\d_])[^\W\d_]*[^\x00-\x7f]+(?:[^\W\d_]|[^\x00-\x7f])*")
MULTIBYTE = ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949")
SINGLE_BYTE = (
    *("cp1252", "cp1250", "iso8859_2", "cp1251", "koi8_u", "iso8859_5", "cp1253", "iso8859_7", "cp1254"),
    *("cp1255", "cp1256", "cp874", "cp1257", "mac_roman"),
)
TELLING = 2_000  # letters beyond ASCII that tell the charset
DECLARED = 0.1  # what a declaration weighs, in the share of fitting letters
OF_LANGUAGE = 0.06  # what the page's own `lang` weighs
SURE = 0.97  # a declared reading this good is taken at once


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes read in one encoding. `fit`: -5 … 1, how much its letters are those of a language."""

    text: str
    encoding: str
    fit: float


def read_as(body: bytes, encoding: str) -> Reading | None:
    """One reading of the bytes; None when more than a byte in a hundred does not fit. A cut end is dropped."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        text = decoder.decode(body, final=False)
    except (LookupError, UnicodeError):  # a few of Python's codecs raise for what is no character at all
        return None
    faults = text.count("\ufffd")
    if faults and faults * 100 > len(body.translate(None, _ASCII)):
        return None
    return Reading(text, encoding, fit_of(text[:SAMPLE]))


def best_reading(body: bytes, declared: Iterable[str], likely: Iterable[str]) -> Reading:
    """The reading whose letters fit a language best; a declared encoding, and those `likely` in the page's language,
    need less to be taken. Never fails: what fits nothing is Windows-1252, as browsers have it.
    """
    named = list(dict.fromkeys(declared))
    local = list(dict.fromkeys(likely))
    best: Reading | None = None
    weight = 0.0
    for encoding in dict.fromkeys((*named, *local, *SINGLE_BYTE, *MULTIBYTE)):
        reading = read_as(body, encoding)
        if reading is None:
            continue
        if encoding in named[:1] and reading.fit >= SURE:
            return reading
        more = DECLARED if encoding in named else 0.0
        more += OF_LANGUAGE if encoding in local else 0.0
        if best is None or reading.fit + more > weight:
            best, weight = reading, reading.fit + more
    return best or Reading(body.decode("cp1252", "replace"), "cp1252", -5.0)


def fit_of(text: str) -> float:
    """How much the letters beyond ASCII are those that one language writes: 1 all of them, below 0 they are noise."""
    counts: Counter[str] = Counter()
    faults = signs = 0
    for match in _RUN.finditer(text):
        word = match[0]
        odd, marks = _oddities(word)
        faults += odd
        signs += marks
        counts.update(char for char in word.lower() if char > "\x7f" and char not in _QUOTES)
        if counts.total() > TELLING:
            break
    signs += sum(counts.pop(char, 0) for char in _WIDE_SIGNS)
    total = counts.total()
    if not total:
        return 0.5 - min(5.0, faults / max(1, signs)) if signs or faults else 0.5
    return max(_fits(counts, total)) - min(5.0, 2.0 * faults / (total + signs))


def _fits(counts: Counter[str], total: int) -> Iterator[float]:
    # A page of one language quotes a name in another now and then, so a letter outside costs half of one inside.
    for letters in _LATIN:
        yield sum(count if char in letters else -0.5 * count for char, count in counts.items()) / total
    for letters in _FREQUENT:
        ranks = {char: 1.0 if rank < 10 else 0.5 if rank < 20 else -0.4 for rank, char in enumerate(letters)}
        # Of the right language three quarters come out; scaled so that it reaches what Latin letters reach.
        yield 1.25 * sum(count * ranks.get(char, -1.0) for char, count in counts.items()) / total
    yield sum(count * _wide(char) for char, count in counts.items()) / total


def _wide(char: str) -> float:
    if char in _KANA or char in _HAN or char in _HANGUL:
        return 1.0
    code = ord(char)
    if 0x4E00 <= code < 0xA000:
        return 0.45
    if 0xAC00 <= code < 0xD7A4:
        return 0.55
    return -1.0


def _oddities(word: str) -> tuple[int, int]:
    """How many characters of a word are where no writer puts them, and how many signs it has that any writer uses."""
    faults = signs = 0
    script = 0
    before = ""
    for place, char in enumerate(word):
        if char > "\x7f":
            if char in _QUOTES:
                signs += 1
                between = 0 < place < len(word) - 1 and before.isalpha() and word[place + 1].isalpha()
                faults += between and char not in "’‘–—·…\xa0\xad"
            elif not char.isalpha() and char not in _WIDE_SIGNS and not unicodedata.category(char).startswith("M"):
                faults += 1 if unicodedata.category(char)[0] in "SPN" else 3  # controls and unassigned are noise
            elif char.isupper() and before.islower():
                faults += 1
        own = _script(char)
        faults += bool(own and script and own != script)
        script = own or script
        before = char
    return faults, signs


def _script(char: str) -> int:
    if char <= "\x7f" or char in "ªº":
        return 1 if char.isalpha() else 0
    code = ord(char)
    if code < 0x250:
        return 1 if char.isalpha() else 0
    if 0x370 <= code < 0x400:
        return 3
    if 0x400 <= code < 0x530:
        return 2
    if 0x590 <= code < 0x600:
        return 4
    if 0x600 <= code < 0x700:
        return 5
    return 6 if 0xE00 <= code < 0xE80 else 0
