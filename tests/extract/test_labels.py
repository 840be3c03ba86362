"""What an article announces, what stands behind it and in what it was found, each with words that the page prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.extract.labels.labels import QUOTE, find_labels
from crawler.extract.structured import Structured
from crawler.items import Label
from tests.extract.pages import PROSE, page, read

NEWS = [
    tuple(line.split(" | "))
    for line in Path(__file__).with_name("news.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def labels(language: str, title: str, text: str) -> tuple[Label, ...]:
    return find_labels(
        title, None, text, structured=Structured(), url="https://u.example/news/1", language=language, identifiers=()
    )


def said(found: tuple[Label, ...], name: str) -> str | None:
    values = sorted(str(label.value) for label in found if label.name == name)
    return ",".join(values) or None


@pytest.mark.parametrize(("language", "news_type", "evidence", "subjects", "title", "text"), NEWS)
def test_type_evidence_and_subjects_in_many_languages(
    language: str, news_type: str, evidence: str, subjects: str, title: str, text: str
) -> None:
    found = labels(language, title, text)
    assert (said(found, "news_type") or "-") == news_type
    assert (said(found, "evidence") or "-") == evidence
    assert (said(found, "subject") or "-") == subjects
    for label in found:
        assert label.quote in title or label.quote in text
        assert 0 < len(label.quote) <= QUOTE and 0.5 < label.confidence <= 1


def test_a_later_publication_outweighs_the_preprint() -> None:
    text = (
        "Researchers have found a protein that clears the lungs of mice. First shared as a preprint on bioRxiv, "
        "the study is now published in Nature Communications."
    )
    assert said(labels("en", "A protein clears the lungs", text), "evidence") == "peer-reviewed"


def test_the_words_that_nothing_is_published_yet() -> None:
    text = "Scientists found the signal in 40 patients. The results have not yet been published."
    assert said(labels("en", "Signal found in blood", text), "evidence") == "none"


def test_an_older_paper_of_others_is_no_evidence() -> None:
    text = "Scientists found the signal in 40 patients. An earlier study in Nature Medicine had found none."
    assert said(labels("en", "Signal found in blood", text), "evidence") is None


def test_a_mouse_in_an_appointment_is_no_subject() -> None:
    text = (
        "Jane Roe has been appointed director of the Institute of Biology. Her group found a gene that makes mice "
        "sleep, published in Nature Genetics."
    )
    found = labels("en", "Jane Roe appointed director of the Institute of Biology", text)
    assert [(label.name, label.value) for label in found] == [("news_type", "appointment")]


def test_a_language_without_words_gives_no_label() -> None:
    assert labels("fi", "Tutkijat löysivät uuden geenin", "Tutkimus julkaistiin Nature-lehdessä.") == ()


def test_the_section_tells_an_opinion() -> None:
    head = "<meta property='article:section' content='Opinion'>"
    html = page(f"<main><h1>Our hearts deserve better</h1><p>{PROSE}</p></main>", head=head)
    (label,) = [one for one in read(html).labels if one.name == "news_type"]
    assert (label.value, label.quote, label.where) == ("opinion", "Opinion", "meta")


def test_a_folder_of_prizes_makes_no_prize_of_an_outing() -> None:
    html = page(
        "<main><h1>We watched a ball game</h1><p>A dozen of us went to see the Carp win. Then we ate.</p></main>"
    )
    assert [one for one in read(html, "https://lab.example/news/awards/1/").labels if one.name == "news_type"] == []
