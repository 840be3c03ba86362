"""Articles about one announcement are one story, whatever their language; two announcements are two."""

from __future__ import annotations

import itertools
import json

import pytest

from .conftest import Home, doi, prose, trial

FR = "https://u-paris.example/sante/lupus"
EN = "https://www.ucl.example/news/lupus"
OLD = "https://www.aphp.example/actualite/sclerodermie"
LUPUS = "10.1016/s2665-9913(24)00298-4"


def lupus(home: Home) -> None:
    home.page(
        FR, "fr_paris", title="Lupus : une étude", language="fr", published_at="2024-12-18",
        text="Une équipe conduite par le Pr Dominique Farge montre qu'on peut injecter des cellules. " + prose("fr"),
        identifiers=[doi(LUPUS), trial("NCT03562065", primary=False)],
    )  # fmt: skip
    home.page(
        EN, "gb_ucl", title="Cells against lupus", language="en", published_at="2024-12-20",
        text="A team led by Professor Dominique Farge has shown that cells can be infused safely. " + prose("en", 300),
        identifiers=[doi(LUPUS), trial("NCT03562065", primary=False)],
    )  # fmt: skip
    home.page(
        OLD, title="Sclérodermie : premier essai", language="fr", published_at="2022-03-02",
        text="Sous la coordination du Pr Dominique Farge, un essai montre que des cellules. " + prose("2022"),
        identifiers=[doi("10.1002/sctm.21-0219"), trial("NCT02213705", primary=False)],
    )  # fmt: skip


def test_the_lupus_example(home: Home) -> None:
    lupus(home)
    assert home.run().stories == 2
    assert home.stories() == {frozenset({FR, EN}), frozenset({OLD})}
    link = next(home.news.query("SELECT * FROM links"))
    assert (link["kind"], link["reason"], link["evidence"], link["score"]) == ("story", "same doi", f"doi:{LUPUS}", 1.0)
    story = next(home.news.query("SELECT * FROM stories WHERE articles = 2"))
    assert story["headline"] == "Lupus : une étude"  # in the language of the first announcement
    assert {language: one["title"] for language, one in json.loads(story["headlines"]).items()} == {
        "fr": "Lupus : une étude",
        "en": "Cells against lupus",
    }
    assert (story["first_published_at"], story["last_published_at"]) == ("2024-12-18", "2024-12-20")
    assert (story["sources"], json.loads(story["languages"])) == (2, ["en", "fr"])


def test_a_reference_does_not_make_a_story(home: Home) -> None:
    home.page(FR, "fr_paris", identifiers=[doi(LUPUS)])
    home.page(EN, "gb_ucl", identifiers=[doi(LUPUS, primary=False), doi("10.1/x")])
    assert home.run().stories == 2


def test_a_round_up_of_many_papers_glues_nothing(home: Home) -> None:
    papers = [f"10.1000/paper.{number}" for number in range(4)]
    for number, paper in enumerate(papers):
        home.page(f"{EN}-{number}", "gb_ucl", identifiers=[doi(paper)])
    home.page(FR, "fr_paris", title="The papers of the month", identifiers=[doi(paper) for paper in papers])
    assert home.run().stories == 5


def test_a_paper_printed_on_every_page_of_a_source_glues_nothing(home: Home) -> None:
    for number in range(20):
        home.page(f"{EN}-{number}", "gb_ucl", identifiers=[doi("10.5281/zenodo.1")])
    home.page(FR, "fr_paris", identifiers=[doi("10.5281/zenodo.1")])
    home.page(OLD, "fr_aphp", identifiers=[doi("10.5281/zenodo.1")])
    home.run()
    assert frozenset({FR, OLD}) in home.stories()
    assert len(home.stories()) == 21


@pytest.mark.parametrize(("later", "stories"), [("2026-03-01", 1), ("2026-11-20", 2)])
def test_a_trial_makes_a_story_at_one_time_only(home: Home, later: str, stories: int) -> None:
    home.page(FR, "fr_paris", published_at="2026-01-10", identifiers=[trial("NCT03562065")])
    home.page(EN, "gb_ucl", published_at=later, identifiers=[trial("NCT03562065")])
    assert home.run().stories == stories


def test_two_papers_on_one_trial_are_two_stories_even_with_an_article_between(home: Home) -> None:
    home.page(FR, "fr_paris", published_at="2026-01-10", identifiers=[trial("NCT1"), doi("10.1/first")])
    home.page(EN, "gb_ucl", published_at="2026-05-10", identifiers=[trial("NCT1"), doi("10.1/second")])
    home.page(OLD, "fr_aphp", published_at="2026-01-12", identifiers=[trial("NCT1")])
    home.run()
    assert home.stories() == {frozenset({FR, OLD}), frozenset({EN})}


def test_translations_that_name_each_other_are_one_story(home: Home) -> None:
    fr, en = "https://www.aphp.example/fr/actu/x", "https://www.aphp.example/en/news/x"
    home.page(fr, language="fr", alternates=[{"language": "en", "url": en}, {"language": "fr", "url": fr}])
    home.page(en, language="en", alternates=[{"language": "fr", "url": fr}])
    home.run()
    assert home.stories() == {frozenset({fr, en})}
    assert {row["reason"] for row in home.news.query("SELECT reason FROM links")} == {"translation"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_translation_named_by_every_page_is_nobodys(home: Home, order: tuple[int, ...]) -> None:
    latest = "https://www.aphp.example/en/news/latest"
    for number in order:
        url = f"https://www.aphp.example/fr/actu/{number}"
        home.page(url, language="fr", alternates=[{"language": "en", "url": latest}])
        if number == 1:
            home.page(latest, language="en")
        home.run()
    assert len(home.stories()) == 4


def test_an_adapted_release_of_another_institution_is_one_story_but_two_articles(home: Home) -> None:
    text = prose("release", 300).split("\n")
    home.page(FR, "fr_paris", text="\n".join(text))
    home.page(EN, "gb_ucl", text="\n".join(text[:9]) + "\n" + prose("our own view of it", 80))
    report = home.run()
    assert (report.articles, report.duplicates, report.stories) == (2, 0, 1)
    assert {row["reason"] for row in home.news.query("SELECT reason FROM links")} == {"near text"}


def test_a_growing_story_keeps_its_id(home: Home) -> None:
    home.page(EN, "gb_ucl", published_at="2024-12-20", identifiers=[doi(LUPUS)])
    home.run()
    first = home.story(EN)
    home.page(FR, "fr_paris", published_at="2024-12-18", identifiers=[doi(LUPUS)])
    home.run()
    assert home.story(FR) == home.story(EN) == first


def test_merged_stories_leave_a_redirect(home: Home) -> None:
    home.page(EN, "gb_ucl", published_at="2024-12-20", identifiers=[doi("10.1/a")])
    home.page(FR, "fr_paris", published_at="2024-12-18", identifiers=[doi("10.1/b")])
    home.run()
    lost = home.story(EN)
    home.page(OLD, "fr_aphp", published_at="2024-12-22", identifiers=[doi("10.1/a"), doi("10.1/b")])
    home.run()
    assert len(home.stories()) == 1
    assert list(home.news.query("SELECT * FROM story_redirects")) == [{"old": lost, "new": home.story(FR)}]
    assert [row["id"] for row in home.news.query("SELECT id FROM stories")] == [home.story(FR)]


def test_a_story_that_falls_apart_gives_each_article_one(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/a")])
    home.page(FR, "fr_paris", identifiers=[doi("10.1/a")])
    home.run()
    kept = home.story(EN)
    home.page(EN, "gb_ucl", identifiers=[doi("10.1/corrected")])
    home.run()
    assert home.story(EN) == kept
    assert home.story(FR) == home.articles()[FR]["id"]
    assert next(home.news.query("SELECT * FROM stories WHERE id = :id", {"id": kept}))["articles"] == 1


def test_every_article_is_in_one_story_that_counts_it(home: Home) -> None:
    lupus(home)
    for number in range(30):
        home.page(f"https://www.aphp.example/n/{number}", text=prose(str(number % 20), 90), published_at=None)
    home.run()
    wrong = home.news.query(
        "SELECT s.id FROM stories AS s WHERE s.articles !="
        " (SELECT count(*) FROM articles AS a WHERE a.story = s.id AND a.duplicate_of IS NULL)"
        " OR NOT EXISTS (SELECT 1 FROM articles AS a WHERE a.id = s.id AND a.story = s.id)"
    )
    assert list(wrong) == []
    assert all(row["story"] for row in home.articles().values())
