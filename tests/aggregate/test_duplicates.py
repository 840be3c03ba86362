"""One text is one article with its appearances; notices made from one template never are."""

from __future__ import annotations

import itertools
import random

import pytest

from aggregator import appearances
from aggregator.normalize import UNKNOWN_SOURCE
from bench.notices import notices as more_notices
from bench.templates import notices
from bench.variants import KINDS, Material, partners

from .conftest import Home, prose

RELEASE = prose("release", 200)
A = "https://www.aphp.example/actualite/release"
B = "https://www.ucl.example/news/release"
C = "https://portal.example/2026/11/release"


def test_a_release_reposted_by_partners_is_one_article_with_its_appearances(home: Home) -> None:
    home.page(C, "int_portal", text=RELEASE)
    home.page(A, "fr_aphp", text=RELEASE)
    home.page(B, "gb_ucl", text="UCL took part in this study.\n" + RELEASE.replace("ka", "Ka") + "\nRead more at UCL.")
    report = home.run()
    assert (report.articles, report.duplicates, report.stories) == (1, 2, 1)
    assert home.groups() == {frozenset({"*" + A, B, C})}
    rows = home.articles()
    assert (rows[C]["duplicate_reason"], rows[C]["duplicate_score"]) == ("same text", 1.0)
    assert rows[B]["duplicate_reason"] == "near text"
    assert rows[A]["story"] == rows[B]["story"] == rows[C]["story"]
    story = next(home.news.query("SELECT * FROM stories"))
    assert (story["articles"], story["sources"]) == (1, 3)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("2026-11-20", "2026-11-19", "2026-11-20"), B),
        (("2026-11-20", "2026-11-20", "2026-11-20"), A),  # the day proves nothing: an institution, then the address
        (("2026-11-20T10:00:00Z", "2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z"), B),
        (("2026-11-20", "2026-11-20T09:00:00Z", "2026-11-20T08:00:00Z"), A),
        ((None, None, "2026-11-20"), C),
        (("2026-11", "2026-11-20", "2026-11-21"), B),  # a month alone may have been its last day
    ],
)
def test_who_had_it_first(home: Home, dates: tuple[str | None, ...], first: str) -> None:
    for (url, source), date in zip(((A, "fr_aphp"), (B, "gb_ucl"), (C, "int_portal")), dates, strict=True):
        home.page(url, source, text=RELEASE, published_at=date)
    home.run()
    assert home.groups() == {frozenset({"*" * (url == first) + url for url in (A, B, C)})}


def test_the_first_is_chosen_anew_when_an_earlier_one_arrives_and_ids_stay(home: Home) -> None:
    home.page(C, "int_portal", text=RELEASE, published_at="2026-11-20")
    home.run()
    ids = {url: row["id"] for url, row in home.articles().items()}
    home.page(A, text=RELEASE, published_at="2026-11-18")
    home.run()
    assert home.groups() == {frozenset({"*" + A, C})}
    assert home.articles()[C]["id"] == ids[C]
    assert home.story(A) == home.story(C) == ids[C]


def test_one_source_repeating_its_text_under_another_address(home: Home) -> None:
    home.page("https://www.aphp.example/noticias/ayuda", text=RELEASE, language="es")
    home.page("https://www.aphp.example/en/noticias/ayuda", text=RELEASE, language="en")
    home.page("https://www.aphp.example/print/ayuda", text="Imprimir\n" + RELEASE)
    home.page("https://www.aphp.example/noticias/ayuda-2", text=RELEASE.replace("\n", " "))
    assert home.run().articles == 1


def test_a_translation_that_was_never_made_is_the_same_article(home: Home) -> None:
    """Only the labels around the text are in the other language, and the text is too short to be found by itself."""
    es, en = "https://www.aphp.example/noticias/afa", "https://www.aphp.example/en/noticias/afa"
    text = "Miembros del grupo participaron de la reunión nacional presentando tres trabajos murales."
    home.page(es, text=f"Fecha: 12 Nov. {text}", language="es", alternates=[{"language": "en", "url": en}])
    home.page(en, text=f"Date: Nov 12, 2012. {text}", language="es", alternates=[{"language": "es", "url": es}])
    home.run()
    assert home.groups() == {frozenset({"*" + en, es})}
    assert home.articles()[es]["duplicate_reason"] == "not translated"


def test_a_teaser_is_its_full_text_but_an_item_of_a_round_up_is_not(home: Home) -> None:
    home.page(A, text=RELEASE)
    home.page(C, "int_portal", text=RELEASE[: int(len(RELEASE) * 0.4)])
    home.page(B, "gb_ucl", text="\n".join(prose(f"item {n}", 200) for n in range(3)) + "\n" + prose("own", 200))
    home.page("https://u-paris.example/item", "fr_paris", text=prose("item 2", 200))
    home.run()
    assert frozenset({"*" + A, C}) in home.groups()
    assert frozenset({"*" + B}) in home.groups()


def test_short_notices_that_share_title_or_sentence_stay_apart(home: Home) -> None:
    home.page(A, title="Seminar", text="The seminar is cancelled.", published_at="2026-11-02")
    home.page(A + "2", title="Seminar", text="The seminar is cancelled.", published_at="2026-11-09")
    home.page(A + "3", title="Colloquium", text="The seminar is cancelled.", published_at="2026-11-09")
    home.page(A + "4", title="Seminar", text="It takes place in room 3.", published_at="2026-11-09")
    assert home.run().duplicates == 0


def test_empty_and_image_only_bodies_are_never_duplicates(home: Home) -> None:
    for number in range(3):
        home.page(f"{A}{number}", title="Photo of the day", text="")
    home.page(f"{A}9", title="Photo of the day", text="— … —")
    assert home.run().duplicates == 0


@pytest.mark.parametrize("source", ["fr_aphp", None])
def test_templated_notices_never_merge(home: Home, source: str | None) -> None:
    """The same within one source and between two newsrooms of one host family."""
    for number, notice in enumerate(notices()):
        own = source or ("fr_aphp", "xx_clinic")[number % 2]
        home.page(f"https://www.aphp.example/notice/{notice['id']}", own, text=notice["text"], language=notice["lang"])
    assert home.run().duplicates == 0


@pytest.mark.parametrize("known", [True, False])
def test_other_notices_and_wordings_that_several_owners_use_never_merge(home: Home, known: bool) -> None:
    """Of those that share a wording each comes from another owner. Or nobody knows whose they are."""
    sources = ("fr_aphp", "fr_paris", "gb_ucl", "int_portal")
    for number, notice in enumerate(more_notices()):
        own = sources[number % 4 if notice["shared"] else 0] if known else UNKNOWN_SOURCE
        home.page(f"https://www.aphp.example/notice/{notice['id']}", own, text=notice["text"], language=notice["lang"])
    assert home.run().duplicates == 0


def test_a_template_is_known_by_its_third_filling_and_what_was_merged_comes_apart(home: Home) -> None:
    text = (
        "The health centre opens {} on Friday, because the staff meets before. Patients with an appointment know. "
        + (
            "In urgent cases please call the doctor on duty on the number that is printed on the back of your card. "
            "We thank you for your understanding and wish you all a healthy and happy start into the new term."
        )
    )
    home.page(A + "1", text=text.format("late"))
    home.page(A + "2", text=text.format("early"))
    assert home.run().duplicates == 1, "one word changed may be a correction"
    home.page(A + "3", text=text.format("twice"))
    assert home.run().duplicates == 0


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("own words 30 %", "replaced 10 %", "synonyms 10 %")]
)
@pytest.mark.parametrize("source", ["fr_aphp", "gb_ucl", UNKNOWN_SOURCE])
def test_a_copy_is_known_however_it_was_changed(home: Home, kind: str, source: str) -> None:
    changed = KINDS[kind](_material("copy"))
    home.page(A, "fr_aphp" if source != UNKNOWN_SOURCE else source, text=_material("copy").text)
    home.page(B, source, text=changed)
    assert home.run().duplicates == 1


@pytest.mark.parametrize("known", [True, False])
def test_ten_partners_with_a_beginning_and_a_quote_of_their_own(home: Home, known: bool) -> None:
    home.page(A, "fr_aphp" if known else UNKNOWN_SOURCE, text=_material("partners").text, published_at="2026-11-18")
    for number, text in enumerate(partners(_material("partners"))):
        source = ("gb_ucl", "int_portal", "fr_paris")[number % 3] if known else UNKNOWN_SOURCE
        home.page(f"https://partner{number}.example/news", source, text=text)
    report = home.run()
    assert (report.articles, report.duplicates) == (1, 10)
    assert all("*" + A in group for group in home.groups())


def test_news_that_share_a_long_passage_about_the_house_stay_apart(home: Home) -> None:
    about = "\n" + prose("about the house", 90)
    for number in range(4):
        home.page(f"{A}/{number}", text=prose(f"news {number}", 80) + about)
    assert home.run().duplicates == 0


def test_a_corrected_figure_in_a_long_release_makes_no_second_article(home: Home) -> None:
    facts = " ".join(
        f"In 20{year} Doctor Name{year} treated {year * 7} patients at Hospital{year}." for year in range(10, 40)
    )
    home.page(A, text=facts + " In the end 118 were well.")
    home.page(A + "-2", text=facts + " In the end 120 were well.")
    assert home.run().duplicates == 1


@pytest.mark.parametrize(
    "text", ["", "word", "word " * 200_000, "研究" * 100_000, "a1 b2 c3 " * 70_000, "x" * 1_000_000]
)
def test_hostile_texts_are_judged_quickly(home: Home, text: str) -> None:
    for number in range(3):
        home.page(f"{A}/{number}", text=text + " end" * number)
    assert home.run().articles >= 1


def test_a_translation_is_not_a_duplicate(home: Home) -> None:
    home.page(
        A, text="Les cellules sont perfusées par voie veineuse et aucun effet indésirable grave n'a été relevé. " * 5
    )
    home.page(
        B, "gb_ucl", text="The cells are infused into a vein and no serious adverse event has been observed. " * 5
    )
    assert home.run().duplicates == 0


def test_reposts_in_japanese_and_chinese(home: Home) -> None:
    text = (
        "東京の研究グループは新しい治療法を開発し、安全性を確認したと発表した。今後は患者数を増やして有効性を検証する予定である。"
        * 2
    )
    home.page(A, text=text + "この研究は国の助成を受けた。", language="ja")
    home.page(B, "gb_ucl", text=text.replace("発表した", "公表した"), language="ja")
    assert home.run().duplicates == 1


def test_the_order_of_arrival_changes_nothing(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    pages = [
        (A, "fr_aphp", {"text": RELEASE, "published_at": "2026-11-18"}),
        (B, "gb_ucl", {"text": RELEASE + "\nAbout UCL.", "published_at": "2026-11-18"}),
        (C, "int_portal", {"text": RELEASE[:700], "published_at": "2026-11-17T10:00:00Z"}),
        ("https://u-paris.example/r", "fr_paris", {"text": RELEASE, "published_at": None}),
        ("https://u-paris.example/other", "fr_paris", {"text": prose("other")}),
        *(
            (f"https://www.aphp.example/n/{one['id']}", "fr_aphp", {"text": one["text"]})
            for one in itertools.islice(notices(), 12)
        ),
    ]
    seen = set()
    for seed in range(6):
        shuffled = random.Random(seed).sample(pages, len(pages))
        other = Home(tmp_path_factory.mktemp("order"))
        for number, (url, source, said) in enumerate(shuffled):
            other.page(url, source, **said)
            if number % (seed + 2) == 0:
                other.run()
        other.run()
        seen.add((frozenset(other.groups()), frozenset(other.stories())))
        other.close()
    assert len(seen) == 1


def test_a_revision_leaves_and_joins_groups(home: Home) -> None:
    home.page(A, text=RELEASE)
    home.page(B, "gb_ucl", text=RELEASE)
    home.page(C, "int_portal", text=RELEASE)
    home.run()
    home.page(A, text=prose("something else"))
    home.run()
    assert home.groups() == {frozenset({"*" + A}), frozenset({"*" + B, C})}
    assert len(home.stories()) == 2
    home.page(A, text=RELEASE)
    home.run()
    assert home.groups() == {frozenset({"*" + A, B, C})}
    assert len(home.stories()) == 1


@pytest.mark.parametrize("step", [1, -1])
def test_very_many_copies_are_still_one_article(home: Home, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(appearances, "GROUP", 20)
    monkeypatch.setattr("aggregator.cluster.stories.STORY", 20)
    for number in range(100):
        date = f"2026-06-{15 + step * (number // 8):02d}"
        source = ("fr_aphp", "gb_ucl")[number % 2]
        home.page(f"https://www.aphp.example/copy/{number}", source, text=RELEASE, published_at=date)
        if number % 7 == 0:
            home.run()
    report = home.run()
    assert (report.articles, report.duplicates, report.stories) == (1, 99, 1)
    story = next(home.news.query("SELECT * FROM stories"))
    assert (story["articles"], story["sources"]) == (1, 2)


def _material(seed: str) -> Material:
    words = prose("words of others", 300).replace(".", "").split()
    passages = [prose(f"passage {number}", 20) for number in range(12)]
    return Material(prose(seed, 240), "en", words, passages, random.Random(seed))
