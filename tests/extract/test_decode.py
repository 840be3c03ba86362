"""Bytes are read as the page means them, whatever it declares."""

# ruff: noqa: E501 - a sentence a line

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.extract.bytes.decode import decode
from crawler.items import PageKind
from tests.extract.pages import page, read

TEXT = "<p>Études à Zürich – « naïve » œuvre</p>"
# Invented sentences in the letters of each language, long enough for a page of one short paragraph.
WORDS = {
    "fr": "Des chercheurs de l’université ont montré qu’une thérapie précoce protège le cœur des nouveau-nés très fragiles.",
    "de": "Forschende der Universität zeigen, daß Bäume in größeren Städten für kühlere Straßen und Plätze sorgen können.",
    "ja": "大学の研究グループは、海の深いところにすむ小さな生きものが光をつくるしくみを明らかにしたと発表した。",
    "zh": "大学的研究人员发现了一种新的方法，可以在医院里更快地诊断这种疾病，他们表示这项结果对病人很重要。",
    "tw": "大學的研究人員發現了一種新的方法，可以在醫院裡更快地診斷這種疾病，他們表示這項結果對病人很重要。",
    "ko": "대학교 연구진은 새로운 치료 방법이 환자에게 도움이 된다는 사실을 확인했다고 이번 달에 발표하였다.",
    "ru": "Учёные университета показали, что новый метод лечения помогает пациентам быстрее вернуться к обычной жизни.",
    "uk": "Науковці університету довели, що новий спосіб лікування допомагає пацієнтам швидше одужати після операції.",
    "pl": "Naukowcy z uczelni wykazali, że wczesna rehabilitacja przyśpiesza powrót do zdrowia; źródła są już dostępne.",
    "cs": "Vědci z univerzity zjistili, že včasná léčba pomáhá nemocným dětem a zkracuje jejich pobyt v nemocnici.",
    "hu": "Az egyetem kutatói kimutatták, hogy az őszi vetésű növények jobban tűrik a szárazságot és a hőséget.",
    "tr": "Üniversitedeki araştırmacılar, yaşlı hastaların düzenli yürüyüşle daha sağlıklı olduğunu gösterdi ve açıkladı.",
    "el": "Οι ερευνητές του πανεπιστημίου έδειξαν ότι η νέα θεραπεία βοηθά τους ασθενείς να αναρρώσουν πιο γρήγορα.",
    "he": "חוקרים באוניברסיטה הראו כי הטיפול החדש עוזר לחולים להחלים מהר יותר ולחזור אל חיי היום שלהם.",
    "ar": "أظهر باحثون في الجامعة أن العلاج الجديد يساعد المرضى على التعافي بسرعة أكبر والعودة إلى حياتهم اليومية.",
    "th": "นักวิจัยของมหาวิทยาลัยพบว่าการรักษาแบบใหม่ช่วยให้ผู้ป่วยหายเร็วขึ้นและกลับบ้านได้",
    "is": "Vísindamenn háskólans sýndu að snemmbúin meðferð hjálpar sjúklingum og þeir komast fyrr heim á ný.",
}
CHARSETS = [
    ("fr", "windows-1252"),
    ("de", "windows-1252"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("zh", "gb18030"),
    ("zh", "gbk"),
    ("tw", "big5"),
    ("ko", "euc_kr"),
    ("ru", "windows-1251"),
    ("ru", "koi8_r"),
    ("ru", "iso8859_5"),
    ("uk", "koi8_u"),
    ("uk", "windows-1251"),
    ("pl", "windows-1250"),
    ("pl", "iso8859_2"),
    ("cs", "windows-1250"),
    ("cs", "iso8859_2"),
    ("hu", "iso8859_2"),
    ("tr", "windows-1254"),
    ("el", "windows-1253"),
    ("el", "iso8859_7"),
    ("he", "windows-1255"),
    ("ar", "windows-1256"),
    ("th", "tis_620"),
    ("is", "windows-1252"),
]


def html(words: str, charset: str | None = None) -> str:
    meta = f"<meta charset='{charset}'>" if charset else ""
    return f"<html><head>{meta}<title>News</title></head><body><p>{words}</p></body></html>"


def test_utf8_is_believed_against_a_wrong_declaration() -> None:
    body = ("<meta charset='iso-8859-1'>" + TEXT).encode()
    decoded = decode(body, "text/html; charset=latin-1")
    assert TEXT in decoded.text and decoded.encoding == "utf-8"


@pytest.mark.parametrize(
    ("body", "content_type", "origin"),
    [
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1", "header"),
        (b"<meta charset='windows-1252'>" + TEXT.encode("cp1252"), None, "meta"),
        (TEXT.encode("utf-16"), None, "bom"),
        (TEXT.encode("cp1252"), None, "guess"),
    ],
)
def test_other_encodings_by_header_meta_mark_or_content(body: bytes, content_type: str | None, origin: str) -> None:
    decoded = decode(body, content_type)
    assert TEXT in decoded.text and decoded.origin == origin


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_every_charset_by_its_meta(language: str, charset: str) -> None:
    name = charset.replace("iso8859_", "iso-8859-").replace("_", "-").replace("iso2022-jp", "iso-2022-jp")
    assert WORDS[language] in decode(html(WORDS[language], name).encode(charset)).text


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_every_charset_with_nothing_declared(language: str, charset: str) -> None:
    assert WORDS[language] in decode(html(WORDS[language]).encode(charset)).text


@pytest.mark.parametrize(("language", "charset"), [pair for pair in CHARSETS if pair[0] not in ("fr", "de", "is")])
def test_a_wrong_header_gives_way_to_a_right_meta_and_the_reverse(language: str, charset: str) -> None:
    words = WORDS[language]
    assert words in decode(html(words, charset).encode(charset), "text/html; charset=ISO-8859-1").text
    assert words in decode(html(words, "iso-8859-1").encode(charset), f"text/html; charset={charset}").text
    assert words in decode(html(words).encode(charset), "text/html; charset=utf-8").text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["fr", "ja", "ru", "ar"])
def test_utf16_without_a_mark(encoding: str, language: str) -> None:
    body = html(WORDS[language]).encode(encoding)
    assert WORDS[language] in decode(body).text
    assert read(page(f"<h1>News</h1><p>{WORDS[language] * 4}</p>").encode(encoding)).kind is PageKind.ARTICLE


@pytest.mark.parametrize(
    ("language", "charset"), [("ja", "shift_jis"), ("ja", "euc_jp"), ("zh", "gbk"), ("ja", "utf-8")]
)
def test_a_page_cut_inside_a_character_loses_only_that(language: str, charset: str) -> None:
    words = WORDS[language][:-1]
    body = (html(words, charset).split("</p>")[0]).encode(charset)[:-1]
    decoded = decode(body)
    assert words[:-1] in decoded.text and "\ufffd" not in decoded.text


def test_vendor_characters_beyond_the_declared_charset_are_read() -> None:
    assert "①髙橋㈱" in decode(html(WORDS["ja"] + "①髙橋㈱", "shift_jis").encode("cp932")).text
    assert "镕" in decode(html(WORDS["zh"] + "镕", "gb2312").encode("gb18030")).text


def test_a_page_broken_in_one_byte_stays_utf8() -> None:
    body = ("<p>" + "Universität Köln für Ärzte " * 20).encode() + b"\xff</p>"
    decoded = decode(body)
    assert "Universität Köln" in decoded.text and decoded.encoding == "utf-8"


def test_a_word_pasted_in_another_charset_is_read_in_it() -> None:
    body = "<p>L’université à côté de l’hôpital a été créée.</p>".encode() + b"<p>Un \x93caf\xe9\x94 d\x92auteur</p>"
    assert "Un “café” d’auteur" in decode(body).text


@pytest.mark.parametrize("language", ["fr", "de", "ja", "zh", "ko", "ru", "cs", "pl", "tr", "el", "he"])
@pytest.mark.parametrize("wrong", ["windows-1252", "latin-1"])
def test_words_read_twice_are_repaired(language: str, wrong: str) -> None:
    words = WORDS[language]
    broken = words.encode().decode(wrong, "ignore" if wrong == "windows-1252" else "strict")
    decoded = decode(html(f"{broken} {broken}").encode())
    if words.encode().decode(wrong, "ignore").encode(wrong).decode("utf-8", "ignore") == words:  # nothing was lost
        assert decoded.repaired and words in decoded.text


@pytest.mark.parametrize(("language", "wrong"), [("ru", "windows-1251"), ("cs", "windows-1250"), ("hu", "iso8859_2")])
def test_words_read_twice_by_an_eastern_charset_are_repaired(language: str, wrong: str) -> None:
    words = WORDS[language].replace("И", "и").replace("Ш", "ш").replace("ё", "е")
    broken = words.encode().decode(wrong, "ignore")
    assert words in decode(html(f"{broken} {broken}").encode()).text


def test_quotes_that_became_controls_are_quotes_again() -> None:
    assert "the hospital’s “new” ward" in decode("<p>the hospital\x92s \x93new\x94 ward</p>".encode()).text


@pytest.mark.parametrize(
    "text",
    [
        "<p>The e-mail showed “Ã©” where an é should be. Été.</p>",
        "<p>L’ÉTÉ\xa0: LA SANTÉ\xa0; L’UNIVERSITÉ\xa0! LE CONGRÈS\xa0: voilà\xa0» déjà\xa0»</p>",
        "<p>DIE STÄDTE, die Gebäude „Ä“ und „Ö“ und „Ü“, größer als „Ä…“</p>",
        "<p>РОССИЯ «РАН» — НАУКА… США° Р° ГОД</p>",
        "<p>NÃO É À TOA: A EDUCAÇÃO, AS AÇÕES “Ã”</p>",
        "<p>Σ’ ΑΥΤΟ Î» and 300 °C, Å±0.1, 5×10³, × ±</p>",
    ],
)
def test_what_only_looks_broken_is_left_alone(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.text == text and not decoded.repaired


def test_noise_is_read_somehow() -> None:
    for start in range(0, 256, 5):
        noise = bytes((start * 7 + place * place * 31) % 256 for place in range(1_000))
        assert isinstance(decode(noise, "text/html; charset=nonsense").text, str)


def test_no_real_page_gains_a_character_its_text_has_not(shared: Path) -> None:
    gold = json.loads((shared / "data" / "extraction" / "gold.json").read_text(encoding="utf-8"))["pages"]
    wrong = []
    for page_id, said in list(gold.items())[::2]:
        body = gzip.decompress((shared / "data" / "extraction" / said["file"]).read_bytes())
        if decode(body).text.count("\ufffd") > body.count("\ufffd".encode()):  # some pages do hold it themselves
            wrong.append(page_id)
    assert not wrong
