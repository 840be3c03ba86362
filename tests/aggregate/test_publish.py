"""A page becomes one clean article with one id, however often and under whatever address it is read."""

from __future__ import annotations

import pytest

from .conftest import Home, prose

URL = "https://www.aphp.example/actualite/lupus"


def test_an_article_is_published_with_its_fields(home: Home) -> None:
    home.page(
        URL,
        title="  Un espoir\u00a0pour le lu\u00adpus\u200b ",
        text="Un  texte.\n\n\nUne suite\u200b.",
        language="fr-FR",
    )
    report = home.run()
    article = home.articles()[URL]
    assert (report.read, report.published, report.articles, report.stories) == (1, 1, 1, 1)
    assert article["title"] == "Un espoir pour le lupus"
    assert article["text"] == "Un texte.\nUne suite."
    assert article["language"] == "fr"
    assert article["id"] == 20261120_000001
    assert article["story"] == article["id"]


def test_decomposed_letters_are_composed(home: Home) -> None:
    home.page(URL, title="Universite\u0301", text="cafe\u0301 et the\u0301")
    home.run()
    assert home.articles()[URL]["title"] == "Universit\u00e9"
    assert home.articles()[URL]["text"] == "caf\u00e9 et th\u00e9"


def test_joiners_stay_where_they_make_the_word(home: Home) -> None:
    home.page(URL, title="می\u200cخواهم", text="Zero\u200dwidth in English")
    home.run()
    assert home.articles()[URL]["title"] == "می\u200cخواهم"
    assert home.articles()[URL]["text"] == "Zerowidth in English"


def test_a_second_run_changes_nothing(home: Home) -> None:
    home.page(URL)
    home.run()
    before = home.dump()
    report = home.run()
    assert (report.read, report.published, report.revised) == (0, 0, 0)
    assert home.dump() == before


def test_a_changed_page_keeps_its_id_and_is_found_by_its_new_words(home: Home) -> None:
    home.page(URL, text="The word is zebra. " + prose("a"))
    home.run()
    old = home.articles()[URL]
    home.page(URL, text="The word is giraffe. " + prose("a"), published_at="2026-11-21")
    report = home.run()
    new = home.articles()[URL]
    assert (report.revised, report.published) == (1, 0)
    assert new["id"] == old["id"]
    assert new["published_at"] == "2026-11-21"
    assert [r["rowid"] for r in home.news.query("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'giraffe'")]
    assert not list(home.news.query("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'zebra'"))


def test_a_page_that_is_gone_is_marked_and_stays_readable(home: Home) -> None:
    home.page(URL)
    home.run()
    home.page(URL, kind="gone", text="", title=None, scraped_at="2026-11-23T03:00:00Z")
    assert home.run().withdrawn == 1
    assert home.articles()[URL]["withdrawn_at"] == "2026-11-23T03:00:00Z"
    assert home.articles()[URL]["text"]
    home.page(URL, scraped_at="2026-11-24T03:00:00Z")
    home.run()
    assert home.articles()[URL]["withdrawn_at"] is None


def test_another_kind_of_page_does_not_take_the_article_down(home: Home) -> None:
    home.page(URL)
    home.page(URL, kind="soft_404", text="Not found")
    home.run()
    assert home.articles()[URL]["withdrawn_at"] is None
    assert home.articles()[URL]["text"] == prose(URL)


@pytest.mark.parametrize(
    ("said", "published", "precision"),
    [
        ("2026-11-22", "2026-11-22", "day"),
        ("2026-11-23", "2026-11-23", "day"),  # it is the 23rd already in Auckland
        ("2026-11-24", None, None),
        ("2026-11-22T13:10:00Z", "2026-11-22T13:10:00Z", "minute"),  # a clock that is ten minutes ahead
        ("2026-11-22T14:00:00Z", None, None),
        ("2027-01", None, None),
        ("2026-10", "2026-10", "month"),
        ("1970-01-01", None, None),
        ("2026-02-30", None, None),
        ("yesterday", None, None),
        (None, None, None),
    ],
)
def test_only_credible_dates_are_believed(home: Home, said: str, published: str | None, precision: str | None) -> None:
    home.page(URL, published_at=said)
    home.run()
    article = home.articles()[URL]
    assert (article["published_at"], article["precision"]) == (published, precision)
    assert ("dropped: " in article["origins"]) == (said is not None and published is None)


def test_an_undated_article_is_filed_under_the_day_it_was_first_seen(home: Home) -> None:
    home.page(URL, published_at=None, precision=None, scraped_at="2026-11-01T03:00:00Z")
    home.run()
    assert home.articles()[URL]["id"] // 1_000_000 == 20261101


def test_more_articles_on_a_day_than_it_has_ids(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.news.articles.A_DAY", 4)
    for number in range(10):
        home.page(f"{URL}-{number}")
    assert home.run().published == 10
    assert len({row["id"] for row in home.articles().values()}) == 10


def test_a_page_without_title_takes_its_first_sentence(home: Home) -> None:
    home.page(URL, title="", text="Eine neue Klinik wurde eröffnet. Sie hat 20 Betten.")
    home.run()
    assert home.articles()[URL]["title"] == "Eine neue Klinik wurde eröffnet."


def test_a_page_with_nothing_on_it_is_left_out_with_a_reason(home: Home) -> None:
    home.page(URL, title=None, text="")
    report = home.run()
    assert report.dropped == {"it has neither a title nor a text": 1}
    assert URL in report.dropped_pages[0]
    assert home.articles() == {}


def test_spellings_of_one_address_are_one_article(home: Home) -> None:
    home.page("https://www.aphp.example/actualite/lupus")
    home.page("http://aphp.example/actualite/lupus/?utm_source=feed", text=prose("later"))
    home.run()
    assert len(home.articles()) == 1


def test_a_plausible_canonical_address_is_the_articles(home: Home) -> None:
    home.page("https://www.aphp.example/?p=123", canonical_url=URL)
    home.run()
    assert set(home.articles()) == {URL}
    home.page(URL, text=prose("https://www.aphp.example/?p=123"), title="Another title at its own address")
    home.run()
    assert {row["title"] for row in home.articles().values()} == {"Another title at its own address"}


@pytest.mark.parametrize(
    "canonical",
    [
        "https://www.aphp.example/",
        "https://www.aphp.example/en/",
        "https://other.example/actualite/lupus",
        "garbage",
        "",
    ],
)
def test_an_implausible_canonical_address_is_not_believed(home: Home, canonical: str) -> None:
    home.page(URL, canonical_url=canonical)
    home.run()
    assert set(home.articles()) == {URL}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_one_canonical_address_on_every_page_is_not_believed(home: Home, order: tuple[int, ...]) -> None:
    for number in order:
        home.page(f"https://www.aphp.example/news/{number}", canonical_url="https://www.aphp.example/news/all-of-them")
        home.run()
    assert set(home.articles()) == {f"https://www.aphp.example/news/{number}" for number in range(3)}


def test_a_page_read_by_two_sources_belongs_to_the_one_it_stands_at(home: Home) -> None:
    for order in (("int_portal", "fr_aphp"), ("fr_aphp", "int_portal")):
        url = f"{URL}-{order[0]}"
        for source in order:
            home.page(url, source)
            home.run()
        assert home.articles()[url]["source"] == "fr_aphp"


def test_what_hangs_on_a_source_is_kept_up_to_date(home: Home) -> None:
    home.page(URL)
    home.run()
    rows = {row["id"]: row for row in home.news.query("SELECT * FROM sources")}
    assert set(rows) == {"fr_aphp", "fr_paris", "gb_ucl", "int_portal"}
    assert rows["fr_aphp"]["last_crawl_at"] == "2026-11-22T02:30:00Z"
    assert rows["gb_ucl"]["last_crawl_at"] is None


def test_pages_of_a_source_without_record_are_not_lost(home: Home) -> None:
    home.page("https://lab.example/news/1", "xx_lab")
    home.run()
    rows = {row["id"]: row for row in home.news.query("SELECT * FROM sources")}
    assert rows["xx_lab"]["home"] == "https://lab.example/"
    assert len(home.articles()) == 1


def test_very_long_and_one_word_texts(home: Home) -> None:
    home.page(URL, text=prose("long", 200_000))
    home.page(URL + "-2", text="Word")
    home.page(URL + "-3", text="\ud800 broken".encode("utf-8", "replace").decode())
    assert home.run().published == 3
