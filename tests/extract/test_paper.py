"""The journal and the title of the paper an article announces."""

from __future__ import annotations

import pytest

from tests.extract.pages import PROSE, page, read


def journal(sentence: str) -> str | None:
    article = read(page(f"<main><h1>Walking helps the heart</h1><p>{sentence}</p><p>{PROSE}</p></main>"))
    return article.paper.journal if article.paper else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Les résultats ont été publiés le 17 décembre 2024 dans The Lancet Rheumatology.", "The Lancet Rheumatology"),
        ("The study was published today in the New England Journal of Medicine.", "New England Journal of Medicine"),
        ("The findings appear in the journal Nature Medicine.", "Nature Medicine"),
        ("The paper is published in <em>Annals of Small Wonders</em>, a new journal.", "Annals of Small Wonders"),
        ("Die Studie ist in der Fachzeitschrift „Angewandte Chemie“ erschienen.", "Angewandte Chemie"),
        ("So steht es in einer Studie, die am Montag in „Nature Photonics“ erschienen ist.", "Nature Photonics"),
        ("L’étude est publiée dans la revue Science.", "Science"),
        ("Lo studio è pubblicato sulla rivista Blood Advances.", "Blood Advances"),
        ("El trabajo se ha publicado en la revista Cell Reports.", "Cell Reports"),
        ("A análise saiu na revista Nature.", "Nature"),
        ("Het onderzoek is gepubliceerd in Nature Communications.", "Nature Communications"),
        ("本研究成果は国際学術誌「Nature Communications」に掲載されました。", "Nature Communications"),
        ("相关成果发表在《Cell Research》期刊上。", "Cell Research"),
        ("A team describes in Nature Medicine how a man was cured.", "Nature Medicine"),
    ],
)
def test_the_journal_is_told_in_a_sentence(sentence: str, name: str) -> None:
    assert journal(sentence) == name


@pytest.mark.parametrize(
    "sentence",
    [
        "The festival was published in the New York Times and in the Guardian.",
        "The professor was born in Nature Park and works in Cell Biology.",
        "A previous study published in Nature Medicine in 2015 had shown the opposite.",
        "For example, a paper in Science found that dogs dream.",
        "The report appeared in English and German.",
        "The Journal Club meets on Mondays.",
        "The letter was published in January by the Ministry of Health.",
        "Papers appeared in Nature Medicine, then others were published in The Lancet.",
        "Der Artikel erschien in der Süddeutschen Zeitung.",
        "Publié dans la rubrique Actualités.",
    ],
)
def test_what_is_no_journal_of_the_news_is_none(sentence: str) -> None:
    assert journal(sentence) is None


def test_a_labelled_reference_gives_journal_and_title() -> None:
    article = read(
        page(
            f"<main><h1>Walking helps</h1><p>{PROSE}</p><h3>Original publication</h3><p>Doe J,"
            f" Roe R (2026). Daily walking and "
            "the ageing heart in two hundred patients. <em>Nature Medicine</em> 12, 34. doi:10.1000/new.9</p></main>"
        )
    )
    assert article.paper is not None
    assert article.paper.journal == "Nature Medicine"
    assert article.paper.title == "Daily walking and the ageing heart in two hundred patients"
    assert "Daily walking" in (article.paper.quote or "")
    assert 0.9 <= article.confidences["paper"] <= 1


def test_a_table_about_the_paper_gives_journal_and_title() -> None:
    article = read(
        page(
            f"<main><h1>論文が掲載されました</h1><p>{PROSE}</p><dl>"
            "<dt>論文タイトル</dt><dd>Daily walking and the ageing heart</dd>"
            "<dt>掲載誌</dt><dd>Journal of Small Steps 6 (1),"
            " 2623 (2026)</dd><dt>DOI</dt><dd>10.1000/new.9</dd></dl></main>",
            lang="ja",
        )
    )
    assert article.paper is not None
    assert (article.paper.journal, article.paper.title) == (
        "Journal of Small Steps",
        "Daily walking and the ageing heart",
    )


def test_a_sentence_gives_the_title() -> None:
    article = read(
        page(
            f"<main><h1>Walking helps</h1><p>The study, titled “Daily walking and the ageing heart”,"
            f" is out.</p><p>{PROSE}</p></main>"
        )
    )
    assert article.paper is not None
    assert article.paper.title == "Daily walking and the ageing heart"


def test_the_title_of_the_news_is_not_the_title_of_the_paper() -> None:
    article = read(
        page(f"<main><h1>Walking helps the heart</h1><p>{PROSE}</p></main>", title="Walking helps the heart")
    )
    assert article.paper is None


def test_a_page_that_is_the_paper_says_so_in_its_meta_tags() -> None:
    head = (
        "<meta name='citation_doi' content='10.1000/new.9'><meta name='citation_title' content='Daily walking and "
        "the heart'>"
        "<meta name='citation_journal_title' content='Journal of Small Steps'>"
    )
    article = read(page(f"<main><h1>Daily walking and the heart</h1><p>{PROSE}</p></main>", head=head))
    assert article.paper is not None
    assert (article.paper.journal, article.paper.title, article.paper.where) == (
        "Journal of Small Steps",
        "Daily walking and the heart",
        "meta",
    )
