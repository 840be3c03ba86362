"""An embargo is a moment; when its words leave a choice, the later one; other embargoes are none."""

# ruff: noqa: E501 - a notice on one line reads as a table of cases

from __future__ import annotations

import pytest

from crawler.extract.dates.embargo import FAR
from tests.extract.pages import PROSE, page, read

NOTICES = [
    # English, and its zones
    ("EMBARGOED UNTIL 17 December 2026, 23:30 GMT", "en", "2026-12-17T23:30:00Z"),
    ("Embargoed until 2 pm ET, December 17, 2026", "en", "2026-12-17T19:00:00Z"),
    ("EMBARGO: 00:01 GMT Thursday 17 December 2026", "en", "2026-12-17T00:01:00Z"),
    ("Under embargo until 00:01 GMT on 17 December 2026", "en", "2026-12-17T00:01:00Z"),
    ("STRICTLY EMBARGOED UNTIL 10.00 hrs London time, 17 December 2026", "en", "2026-12-17T10:00:00Z"),
    ("Not for release before 9:00 a.m. EST, December 17, 2026", "en", "2026-12-17T14:00:00Z"),
    ("Not for publication or broadcast before 0001 GMT 17 December 2026", "en", "2026-12-17T00:01:00Z"),
    ("Hold for release until December 17, 2026 at 4 p.m. US Eastern Time", "en", "2026-12-17T21:00:00Z"),
    ("Embargoed for 11 a.m. PT Thursday, December 17, 2026", "en", "2026-12-17T19:00:00Z"),
    ("Embargo lifts at 16:00 BST on 3 July 2026", "en", "2026-07-03T15:00:00Z"),
    ("Embargo: 16:00 London time, 3 July 2026", "en", "2026-07-03T15:00:00Z"),
    ("Embargoed until 1400 GMT 17 December 2026", "en", "2026-12-17T14:00:00Z"),
    ("Embargoed until 10 am AEST Thursday 17 December 2026", "en", "2026-12-17T00:00:00Z"),
    ("Embargo until 2pm JST December 17, 2026", "en", "2026-12-17T05:00:00Z"),
    ("Embargoed until noon GMT, 17 December 2026", "en", "2026-12-17T12:00:00Z"),
    ("Do not publish before 17 December 2026, 10:00 UTC+1", "en", "2026-12-17T09:00:00Z"),
    ("The embargo will be lifted at 10:00 CET on 17 December 2026", "en", "2026-12-17T09:00:00Z"),
    (
        "Press release – under strict embargo until 17 December 2026, 10:00 CET / 09:00 GMT",
        "en",
        "2026-12-17T09:00:00Z",
    ),
    ("Embargoed until 11:00 Eastern Time on July 3, 2026", "en", "2026-07-03T15:00:00Z"),
    # what is unclear is read as the later moment
    ("Embargoed until 17 December 2026, 10:00", "en", "2026-12-17T22:00:00Z"),  # no zone: the last on Earth
    ("Embargoed until 17 December 2026", "en", "2026-12-18T12:00:00Z"),  # no hour: the day's end, there
    ("Embargoed until midnight on 17 December 2026", "en", "2026-12-18T12:00:00Z"),  # of its beginning or its end
    ("Embargoed until 5:00 ET on December 17, 2026", "en", "2026-12-17T22:00:00Z"),  # morning or afternoon
    ("Embargoed until 10 am EDT, December 17, 2026", "en", "2026-12-17T15:00:00Z"),  # summer time in winter
    ("Embargoed until 10 am EST, July 3, 2026", "en", "2026-07-03T15:00:00Z"),  # winter time in summer
    ("Embargo until 17 December 2020, 10:00 UTC", "en", "2020-12-17T10:00:00Z"),  # over is simply past
    (
        "Embargoed until 05/06/2026, 10:00 GMT",
        "en-GB",
        "2026-06-05T10:00:00Z",
    ),  # the fifth of June, or the sixth of May
    ("Embargoed until Thursday 17 December, 00:01 GMT", "en", "2026-12-17T00:01:00Z"),  # the year nearest to the visit
    ("Embargoed until Thursday, 10:00 GMT", "en", "2026-11-26T10:00:00Z"),  # the visit was on a Sunday
    # other languages
    ("Sous embargo jusqu'au 17 décembre 2026 à 14h30 (heure de Paris)", "fr", "2026-12-17T13:30:00Z"),
    ("EMBARGO jusqu'au jeudi 17 décembre 2026, 18 heures CET", "fr", "2026-12-17T17:00:00Z"),
    ("Embargo levé le 17 décembre 2026 à 6h00, heure de Paris", "fr", "2026-12-17T05:00:00Z"),
    ("Ne pas diffuser avant le 17 décembre 2026 à 8h00, heure de Paris", "fr", "2026-12-17T07:00:00Z"),
    ("Sperrfrist: 17. Dezember 2026, 10:00 Uhr MEZ", "de", "2026-12-17T09:00:00Z"),
    ("Sperrfrist: Donnerstag, 17. Dezember 2026, 10.00 Uhr", "de", "2026-12-17T09:00:00Z"),  # who says Uhr lives there
    ("Sperrfrist bis 3. Juli 2026, 20 Uhr", "de", "2026-07-03T18:00:00Z"),
    ("Achtung Sperrfrist: 17.12.2026, 20:00 Uhr", "de", "2026-12-17T19:00:00Z"),
    ("Embargo hasta el 17 de diciembre de 2026, 12:00 CET", "es", "2026-12-17T11:00:00Z"),
    ("Embargado hasta las 17:00 horas (hora peninsular) del 17 de diciembre de 2026", "es", "2026-12-17T16:00:00Z"),
    ("Nota de prensa bajo embargo hasta el 17 de diciembre de 2026 a las 10:00 h CET", "es", "2026-12-17T09:00:00Z"),
    ("Embargo fino al 17 dicembre 2026, ore 16.00", "it", "2026-12-17T15:00:00Z"),
    ("Sotto embargo fino alle ore 17:00 CET del 17 dicembre 2026", "it", "2026-12-17T16:00:00Z"),
    ("Non pubblicare prima del 17 dicembre 2026, ore 11", "it", "2026-12-17T10:00:00Z"),
    ("Embargo até 17 de dezembro de 2026, às 10h (hora de Lisboa)", "pt", "2026-12-17T10:00:00Z"),
    ("Sob embargo até 17 de dezembro de 2026, 15h de Brasília", "pt", "2026-12-17T18:00:00Z"),
    ("Embargo tot 17 december 2026, 10.00 uur", "nl", "2026-12-17T09:00:00Z"),
    ("Onder embargo tot donderdag 17 december 2026, 20:00 uur CET", "nl", "2026-12-17T19:00:00Z"),
    ("Embargo til 17. december 2026 kl. 10.00", "da", "2026-12-17T09:00:00Z"),
    ("Embargo till 17 december 2026 kl. 11.00 CET", "sv", "2026-12-17T10:00:00Z"),
    ("Sperrefrist: 17. desember 2026 kl. 06.00", "no", "2026-12-17T05:00:00Z"),
    ("Julkaisuvapaa 17.12.2026 klo 10.00", "fi", "2026-12-17T08:00:00Z"),
    ("Embargo do 17 grudnia 2026, godz. 10:00", "pl", "2026-12-17T09:00:00Z"),
    ("Embargo do 17. prosince 2026, 10:00 SEČ CET", "cs", "2026-12-17T09:00:00Z"),
    ("Embargó: 2026. december 17. 10:00 óra", "hu", "2026-12-17T09:00:00Z"),
    ("Под эмбарго до 17 декабря 2026, 10:00 МСК", "ru", "2026-12-17T07:00:00Z"),
    ("Эмбарго до 17 декабря 2026 года, 19:00 по московскому времени", "ru", "2026-12-17T16:00:00Z"),
    ("Ембарго до 17 грудня 2026, 10:00 за Києвом (Київ)", "uk", "2026-12-17T08:00:00Z"),
    ("Εμπάργκο μέχρι 17 Δεκεμβρίου 2026, 10:00 CET", "el", "2026-12-17T09:00:00Z"),
    ("報道解禁：2026年12月17日 午前10時（日本時間）", "ja", "2026-12-17T01:00:00Z"),
    ("解禁日時：令和8年12月17日（木）午後2時30分", "ja", "2026-12-17T05:30:00Z"),
    ("【解禁：12月17日（木）14時】", "ja", "2026-12-17T05:00:00Z"),
    ("禁运至2026年12月17日上午10点（北京时间）", "zh", "2026-12-17T02:00:00Z"),
    ("엠바고: 2026년 12월 17일 오전 10시", "ko", "2026-12-17T01:00:00Z"),
    ("2026년 12월 17일 오후 2시까지 엠바고", "ko", "2026-12-17T05:00:00Z"),
    ("אמברגו עד 17 בדצמבר 2026, 10:00 GMT", "he", "2026-12-17T10:00:00Z"),
    ("حظر النشر حتى 17 ديسمبر 2026، 10:00 GMT", "ar", "2026-12-17T10:00:00Z"),
    ("Ambargolu: 17 Aralık 2026, 10:00 GMT", "tr", "2026-12-17T10:00:00Z"),
]


@pytest.mark.parametrize(("notice", "lang", "moment"), NOTICES)
def test_notices(notice: str, lang: str, moment: str) -> None:
    html = page(f"<main><p>{notice}</p><h1>Study</h1><p>{PROSE}</p></main>", lang=lang)
    article = read(html, "https://x.example/s/")
    assert (article.embargo_until, article.embargo_quote) == (moment, notice)
    assert article.origins["embargo_until"] == "text"


@pytest.mark.parametrize(
    "text",
    [
        "The trade embargo hurt the clinics of the island for years.",
        "The embargo on Russian oil came into force on 5 December 2026.",
        "The arms embargo ends on 17 December 2026.",
        "The embargo against the country was extended until 17 December 2026.",
        "Embargo policy of the journal",
        "The embargo was lifted.",
        "Embargo lifted: 17 December 2026, 10:00 GMT",
        "The embargo has now been lifted on 17 December 2026",
        "Embargo: none",
        "No embargo",
        "For immediate release",
        "The results had been under embargo until 17 December 2026.",
        "Levée de l'embargo sur le pétrole : 17 décembre 2026",
        "L'embargo contre l'île dure depuis 1962, jusqu'au 17 décembre 2026.",
        "Das Waffenembargo gilt bis 17. Dezember 2026.",
        "Keine Sperrfrist",
        "Sperrfrist: keine",
        "Die Sperrfrist für Gülle dauert bis 31. Januar 2027.",
        "El embargo sobre el petróleo sigue hasta el 17 de diciembre de 2026.",
        "Нефтяное эмбарго на поставки действует до 17 декабря 2026",
        "Embargo",
        "<a href='/topics/embargo'>EMBARGO</a>",
        "Embargo de armas: el Parlamento vota el 17 de diciembre de 2026",
        "Embargo-Drohung: Treffen am 17. Dezember 2026",
        "大麻解禁は2026年12月17日",
    ],
)
def test_other_embargoes_and_those_that_are_over_are_no_notice(text: str) -> None:
    html = page(f"<main><h1>Study</h1><p>{text}</p><p>{PROSE}</p></main>")
    assert read(html, "https://x.example/s/").embargo_until is None


def test_a_notice_and_its_moment_may_stand_in_two_lines() -> None:
    html = page(f"<main><p>EMBARGO</p><p>17 December 2026, 10:00 GMT</p><h1>Study</h1><p>{PROSE}</p></main>")
    article = read(html, "https://x.example/s/")
    assert article.embargo_until == "2026-12-17T10:00:00Z"
    assert article.embargo_quote == "EMBARGO 17 December 2026, 10:00 GMT"


def test_a_notice_whose_moment_cannot_be_read_holds_the_article_back() -> None:
    notice = "<p>STRICTLY EMBARGOED until the paper is published</p>"
    undated = read(page(f"<main>{notice}<h1>Study</h1><p>{PROSE}</p></main>"), "https://x.example/s/")
    assert undated.embargo_until == FAR
    assert undated.confidences["embargo_until"] < 0.9
    dated = read(page(f"<main>{notice}<h1>Study</h1><p class='date'>3 November 2026</p><p>{PROSE}</p></main>"))
    assert dated.embargo_until == "2027-02-01T00:00:00Z"  # 90 days after the day it bears


def test_of_several_notices_the_latest_counts() -> None:
    notices = "<p>Embargoed until 17 December 2026, 10:00 GMT</p><p>Embargo: 18 December 2026, 10:00 GMT</p>"
    article = read(page(f"<main>{notices}<h1>Study</h1><p>{PROSE}</p></main>"), "https://x.example/s/")
    assert article.embargo_until == "2026-12-18T10:00:00Z"
    assert [one.value for one in article.candidates if one.field == "embargo_until"] == [
        "2026-12-18T10:00:00Z",
        "2026-12-17T10:00:00Z",
    ]


def test_a_story_that_tells_of_an_embargo_is_not_held_back() -> None:
    told = (
        "The journal asks reporters to respect its embargo, and the university sends releases under embargo until the paper appears, which is common practice in the field and has been for decades. "
        * 2
    )
    assert read(page(f"<main><h1>How journals work</h1><p>{told}</p><p>{PROSE}</p></main>")).embargo_until is None
