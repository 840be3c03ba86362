"""Days as newsrooms write them."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.extract.dates import weekdays
from crawler.extract.dates.calendars import from_jalali
from crawler.extract.dates.daytext import find_days, find_yearless
from crawler.extract.dates.daywords import LANGUAGES
from crawler.items import Precision

WRITTEN = {
    "Mer. 8 janv. 2025": "2025-01-08",
    "Le 1er août 2024": "2024-08-01",
    "14. September 2022": "2022-09-14",
    "Freitag, 05. Jänner 2024": "2024-01-05",
    "2022. szeptember 14.": "2022-09-14",
    "On 27 Lug, 2018": "2018-07-27",
    "2 de mayo de 2024": "2024-05-02",
    "5 de març de 2024": "2024-03-05",
    "3 de fevereiro de 2023": "2023-02-03",
    "Sept. 5, 2024": "2024-09-05",
    "Sunday 12th of March 2023": "2023-03-12",
    "5-Jan-2024": "2024-01-05",
    "2024-05-02T10:00:00Z": "2024-05-02",
    "2024/5/2": "2024-05-02",
    "2024年5月2日(木)": "2024-05-02",
    "令和6年5月2日": "2024-05-02",
    "令和元年12月1日": "2019-12-01",
    "2024년 5월 2일": "2024-05-02",
    "22 tháng 10 năm 2025": "2025-10-22",
    "2 maja 2024": "2024-05-02",
    "24. listopadu 2023": "2023-11-24",
    "14. syyskuuta 2022": "2022-09-14",
    "2024 m. kovo 31 d.": "2024-03-31",
    "14 Eylül 2022": "2022-09-14",
    "2 Μαΐου 2024": "2024-05-02",
    "2 мая 2024 г.": "2024-05-02",
    "١٤ سبتمبر ٢٠٢٢": "2022-09-14",
    "9 mei 2023": "2023-05-09",
    "17 stycznia 2023": "2023-01-17",
    "12 Mayıs 2024 Pazar": "2024-05-12",
    "3 Kasım 2023": "2023-11-03",
    "5 Aralık 2022": "2022-12-05",
    "17 нояб. 2023\u202fг.": "2023-11-17",
    "17 січ. 2023 р.": "2023-01-17",
    "17 กุมภาพันธ์ พ.ศ. 2566": "2023-02-17",
    "17 ม.ค. 2567": "2024-01-17",
    "17\u200f/05\u200f/2023": "2023-05-17",
    "17 غشت 2023": "2023-08-17",
    "17 ژانویهٔ 2023": "2023-01-17",
    "17 janar 2023": "2023-01-17",
    "17. avg. 2023": "2023-08-17",
    "2023(e)ko urtarrilaren 17(a)": "2023-01-17",
    "3. februar 2021": "2021-02-03",
    "den 4 maj 2022": "2022-05-04",
    "23-06-2022": "2022-06-23",
    "13.05.24": "2024-05-13",
    "12 Meán Fómhair 2024": "2024-09-12",
    "12 de Mhí na Samhna 2024": "2024-11-12",
    "2024 жылғы 3 наурыз": "2024-03-03",
    "2024ko martxoaren 1a": "2024-03-01",
    "12 de xuño de 2024": "2024-06-12",
    "12 Mawrth 2024": "2024-03-12",
    "1. mars 2024": "2024-03-01",
    "1. märts 2024": "2024-03-01",
    "2024. gada 5. marts": "2024-03-05",
    "3 ta' Ġunju 2024": "2024-06-03",
    "3 prill 2024": "2024-04-03",
    "3 март 2024": "2024-03-03",
    "3. марта 2024.": "2024-03-03",
    "3. septembra 2024.": "2024-09-03",
    "3 במרץ 2024": "2024-03-03",
    "३ मार्च २०२४": "2024-03-03",
    "๑๗ ธันวาคม ๒๕๖๗": "2024-12-17",
    "3 Mei 2024": "2024-05-03",
    "۱۲ اسفند ۱۴۰۲": "2024-03-02",
    "12 آذار/مارس 2024": "2024-03-12",
    "12 كانون الثاني 2024": "2024-01-12",
    "٣ تشرين الأول ٢٠٢٣": "2023-10-03",
    "二〇二四年三月一日": "2024-03-01",
    "二〇二四年十二月二十一日": "2024-12-21",
    "令和六年三月一日": "2024-03-01",
    "平成３０年４月１日": "2018-04-01",
    "3 лістапада 2024": "2024-11-03",
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), WRITTEN.items())
def test_written_days(text: str, day: str) -> None:
    found = find_days(text)
    assert [d.value for d in found] == [day] and found[0].precision is Precision.DAY


def test_a_month_alone_is_a_month() -> None:
    found = find_days("September 2022")
    assert [(d.value, d.precision) for d in found] == [("2022-09", Precision.MONTH)]


def test_numbers_that_are_no_days() -> None:
    for text in (
        "Tel. 01.02.03.04.05",
        "version 1.2.2024.3",
        "32.13.2024",
        "15/45/2024",
        "in 1871",
        "",
        "10:30",
        "IBAN 12-34-567",
    ):
        assert find_days(text) == [], text


def test_the_order_of_numbers_is_the_callers() -> None:
    assert find_days("05/02/2024")[0].value == "2024-02-05"
    assert find_days("05/02/2024", month_first=True)[0].value == "2024-05-02"
    assert find_days("05/02/2024")[0].other == "2024-05-02"
    assert find_days("13/02/2024", month_first=True)[0].value == "2024-02-13"


def test_a_month_name_of_two_languages_is_read_in_the_pages_own() -> None:
    assert find_days("3. listopada 2023", "pl")[0].value == "2023-11-03"
    assert find_days("3. listopada 2023", "hr")[0].value == "2023-10-03"


def test_months_and_weekdays_of_many_languages_are_known() -> None:
    wanted = {
        "ga", "kk", "eu", "gl", "cy", "is", "et", "lv", "lt", "mt", "sq", "mk", "sr", "he", "hi", "th", "vi", "id",
        "fa", "ar", "fr", "de", "es", "it", "pt", "nl", "pl", "ru",
    }  # fmt: skip
    assert wanted <= set(LANGUAGES)
    assert len(LANGUAGES) >= 50
    assert len(weekdays.LANGUAGES) >= 40


@pytest.mark.parametrize(
    ("year", "month", "day", "common"),
    [
        (1403, 1, 1, "2024-03-20"),
        (1399, 12, 30, "2021-03-20"),  # a leap year
        (1400, 1, 1, "2021-03-21"),
        (1403, 12, 30, "2025-03-20"),
        (1404, 7, 1, "2025-09-23"),
    ],
)
def test_iranian_days(year: int, month: int, day: int, common: str) -> None:
    assert from_jalali(year, month, day) == date.fromisoformat(common)


def test_a_day_that_the_iranian_calendar_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no such day"):
        from_jalali(1402, 12, 30)
    assert find_days("1402/12/30", "fa") == []
    assert find_days("1402/12/12", "en") == []


@pytest.mark.parametrize(
    "text", ["3 days ago", "hier", "vor 2 Stunden", "il y a 3 jours", "昨日", "3時間前", "yesterday at 10:15"]
)
def test_relative_days_are_no_dates(text: str) -> None:
    assert find_days(text) == []


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("17 December", 12, 17),
        ("December 17th", 12, 17),
        ("17.12., 10 Uhr", 12, 17),
        ("12月17日", 12, 17),
        ("3 juillet", 7, 3),
    ],
)
def test_days_without_a_year(text: str, month: int, day: int) -> None:
    assert find_yearless(text, None, False)[0][:2] == (month, day)


@pytest.mark.parametrize(
    ("text", "number"), [("jeudi 17", 3), ("Donnerstag", 3), ("木曜日", 3), ("w czwartek", 3), ("soon", None)]
)
def test_weekdays(text: str, number: int | None) -> None:
    assert weekdays.find_weekday(text) == number
