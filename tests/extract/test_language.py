"""The language of the words, not of the template."""

from __future__ import annotations

import pytest

from crawler.items import DoorKind, Entry
from tests.extract.pages import PROSE, page, read

SPANISH = (
    "El taller, que se hará de forma virtual, comenzará el jueves y contará con seis encuentros semanales. "
    "Esta primera edición está dirigida principalmente a alumnas y alumnos de la universidad."
)
JAPANESE = "本論文では、結晶シリコン中のナノインクルージョンが熱伝導率を低減するメカニズムを解析しました。"


@pytest.mark.parametrize(
    ("lang", "title", "text", "expected"),
    [
        ("en", "Taller de LaTeX", SPANISH, "es"),
        ("es", "Taller de LaTeX", SPANISH, "es"),
        ("en-GB", "Heart study", PROSE, "en"),
        ("", "Heart study", PROSE, "en"),
        ("ja", "セミナー", f"Speaker: A. Person 日時 火曜 場所 {PROSE}", "ja"),
        ("en", "共同研究論文が掲載されました", JAPANESE, "ja"),
        (
            "en",
            "Seminar by Masafumi Person (Kyoto)",
            f"Speaker: M. Person, Kyoto University. Abstract: {JAPANESE}",
            "en",
        ),
        ("de", "Jia Zhang, Wanyue Cao, Qiang Fu", "Jia Zhang, Wanyue Cao", "de"),
        (
            "nb",
            "Prisen",
            "Universitetet i Oslo har fått penger til forskning, og studentene er glade for det nye huset.",
            "no",
        ),
        ("", "Novo presidente", "Nikos Christodoulides eleito presidente de Chipre.", "pt"),
        (
            "",
            "Unha nova vacina",
            "A Universidade presenta unha nova vacina contra a gripe desenvolvida polos investigadores.",
            "gl",
        ),
        ("zh-Hant", "研究成果", "本校研究團隊發表最新研究成果，並與國外大學合作。", "zh"),
        ("zh-CN", "REAL被NSDI接收啦", "夏泽, 李昊, Danfeng Shan, Li Chen", "zh"),
    ],
)
def test_languages(lang: str, title: str, text: str, expected: str) -> None:
    html = page(f"<main><h1>{title}</h1><p>{text}</p></main>", lang=lang, title=title)
    assert read(html, "https://x.example/news/1/").language == expected


@pytest.mark.parametrize(
    ("lang", "languages", "title", "expected"),
    [
        ("en", ("pt",), "Defesa de mestrado de João Silva", "pt"),
        ("en", ("de",), "Wir begrüßen unsere neue Doktorandin Lena Vogt", "de"),
        ("en", ("de",), "Congratulations to Mia on her thesis and the prize", "en"),
        ("en", ("de", "en"), "Postdoc in Nature Physics", "en"),
    ],
)
def test_the_languages_of_the_record_settle_short_notices(
    lang: str, languages: tuple[str, ...], title: str, expected: str
) -> None:
    entry = Entry(url="https://x.example/n/1", door="https://x.example/n", origin=DoorKind.LISTING, languages=languages)
    assert read(page(f"<h1>{title}</h1><p>{title}.</p>", lang=lang), entry=entry).language == expected


def test_the_declared_language_stands_beside_the_one_of_the_words() -> None:
    article = read(page(f"<main><h1>Taller de LaTeX</h1><p>{SPANISH}</p></main>", lang="en"))
    values = [(one.value, one.origin) for one in article.candidates if one.field == "language"]
    assert values == [("es", "text"), ("en", "lang")] and article.confidences["language"] > 0.9
