"""An embargo is a moment; when its words leave a choice, the later one."""

from __future__ import annotations

import pytest

from tests.extract.pages import PROSE, page, read


@pytest.mark.parametrize(
    ("notice", "lang", "moment"),
    [
        ("EMBARGOED UNTIL 17 December 2026, 23:30 GMT", "en", "2026-12-17T23:30:00Z"),
        ("Embargoed until 2 pm ET, December 17, 2026", "en", "2026-12-17T19:00:00Z"),
        ("Sous embargo jusqu'au 17 décembre 2026 à 14h30 (heure de Paris)", "fr", "2026-12-17T13:30:00Z"),
        ("Sperrfrist: 17. Dezember 2026, 10:00 Uhr MEZ", "de", "2026-12-17T09:00:00Z"),
        ("Embargo hasta el 17 de diciembre de 2026, 12:00 CET", "es", "2026-12-17T11:00:00Z"),
        ("報道解禁：2026年12月17日 午前10時（日本時間）", "ja", "2026-12-17T01:00:00Z"),
        ("Embargoed until 17 December 2026, 10:00", "en", "2026-12-17T22:00:00Z"),  # no zone: the last on Earth
        ("Embargoed until 17 December 2026", "en", "2026-12-18T12:00:00Z"),  # no hour: the day's end, there
        ("Embargo until 17 December 2020, 10:00 UTC", "en", "2020-12-17T10:00:00Z"),  # over is simply past
    ],
)
def test_notices(notice: str, lang: str, moment: str) -> None:
    html = page(f"<main><p>{notice}</p><h1>Study</h1><p>{PROSE}</p></main>", lang=lang)
    assert read(html, "https://x.example/s/").embargo_until == moment


@pytest.mark.parametrize(
    "text",
    [
        "The trade embargo hurt the clinics of the island for years.",
        "Embargo policy of the journal",
        "The embargo was lifted.",
    ],
)
def test_words_without_a_moment_are_no_notice(text: str) -> None:
    html = page(f"<main><h1>Study</h1><p>{text}</p><p>{PROSE}</p></main>")
    assert read(html, "https://x.example/s/").embargo_until is None
