"""Papers and trials, the announced one apart from the cited."""

from __future__ import annotations

import pytest

from crawler.extract.dois import clean_doi
from tests.extract.pages import PROSE, page, read


def found(content: str, head: str = "") -> dict[tuple[str, str], bool]:
    article = read(page(f"<main><h1>Study</h1><p>{PROSE}</p>{content}</main>", head=head), "https://x.example/study/")
    return {(i.scheme, i.value): i.primary for i in article.identifiers}


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1016/S2665-9913(24)00298-4", "10.1016/s2665-9913(24)00298-4"),
        ("10.1016/S2665-9913(24)00298-4).", "10.1016/s2665-9913(24)00298-4"),
        ("10.1038/s41586-024-01234-5.", "10.1038/s41586-024-01234-5"),
        ("10.1002/(SICI)1097-0258(19980815)17:15", "10.1002/(sici)1097-0258(19980815)17:15"),
        ("10.1371/journal.pone.0123456;", "10.1371/journal.pone.0123456"),
        ("10.3389/fimmu.2024.123456/full", "10.3389/fimmu.2024.123456"),
        ("10.1101%2F2024.01.02.574321", None),
        ("10.1/x", None),
    ],
)
def test_a_doi_ends_where_it_ends(text: str, doi: str | None) -> None:
    assert clean_doi(text.replace("%2F", "|")) == doi


def test_the_only_doi_is_the_announced_paper() -> None:
    assert found("<p>Read it at <a href='https://doi.org/10.1038/s41586-024-01234-5'>Nature</a>.</p>") == {
        ("doi", "10.1038/s41586-024-01234-5"): True
    }


def test_of_several_cited_papers_none_is_announced() -> None:
    cited = "<p>Earlier work: 10.1000/abc.1, 10.1000/abc.2 and 10.1000/abc.3.</p>"
    assert set(found(cited).values()) == {False}


@pytest.mark.parametrize(
    "label", ["Original publication:", "Publikation:", "Référence :", "Journal reference", "論文情報"]
)
def test_a_label_names_the_announced_paper(label: str) -> None:
    said = found(f"<p>As shown before (10.1000/old.1).</p><p>{label}</p><p>A. Author, Paper. doi:10.1000/new.9</p>")
    assert said == {("doi", "10.1000/old.1"): False, ("doi", "10.1000/new.9"): True}


def test_the_meta_tag_names_the_announced_paper() -> None:
    said = found("<p>Cites 10.1000/old.1.</p>", head="<meta name='citation_doi' content='10.1000/new.9'>")
    assert said == {("doi", "10.1000/new.9"): True, ("doi", "10.1000/old.1"): False}


def test_trials_and_other_numbers() -> None:
    said = found(
        "<p>Trials NCT04678901, ISRCTN12345678, DRKS00012345, EudraCT 2019-001234-56 and CTIS 2023-501234-12-00. "
        "PMID: 12345678, PMC1234567, arXiv:2401.01234v2, ISBN 978-3-16-148410-0, ISBN 978-3-16-148410-1.</p>"
    )
    assert set(said) == {
        ("nct", "NCT04678901"),
        ("isrctn", "ISRCTN12345678"),
        ("drks", "DRKS00012345"),
        ("eudract", "2019-001234-56"),
        ("ctis", "2023-501234-12-00"),
        ("pmid", "12345678"),
        ("pmcid", "PMC1234567"),
        ("arxiv", "2401.01234"),
        ("isbn", "9783161484100"),
    }


def test_each_identifier_says_where_it_stands() -> None:
    article = read(page(f"<h1>S</h1><p>{PROSE}</p><p>The trial (NCT04678901) went on.</p>"), "https://x.example/s/")
    assert article.identifiers[0].where == "text"
    assert "The trial (NCT04678901) went on." in (article.identifiers[0].quote or "")
