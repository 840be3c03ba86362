"""Papers and trials, the announced one apart from the cited."""

from __future__ import annotations

import pytest

from crawler.extract.papers.dois import clean_doi, doi_of_address
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


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        ("https://doi.org/10.1016/S2665-9913(24)00298-4?utm_source=x", "10.1016/s2665-9913(24)00298-4"),
        ("https://dx.doi.org/10.1088%2F2057-1976%2Fab3330", "10.1088/2057-1976/ab3330"),
        ("https://doi.org/https://doi.org/10.1016/j.petrol.2021.108381", "10.1016/j.petrol.2021.108381"),
        ("https://doi-org.proxy.example/10.1016/j.x.2020.1", "10.1016/j.x.2020.1"),
        ("https://www.nature.com/articles/s41586-024-01234-5.pdf", "10.1038/s41586-024-01234-5"),
        ("https://www.nature.com/articles/s43247-022-00618-z", "10.1038/s43247-022-00618-z"),
        ("https://www.thelancet.com/journals/lanrhe/article/PIIS2665-9913(24)00298-4/fulltext",
         "10.1016/s2665-9913(24)00298-4"),
        ("https://www.cell.com/cell/fulltext/S0092-8674(23)01234-5", "10.1016/s0092-8674(23)01234-5"),
        ("https://www.science.org/doi/10.1126/science.adn3747", "10.1126/science.adn3747"),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0057602", "10.1371/journal.pone.0057602"),
        ("https://www.medrxiv.org/content/10.1101/2022.05.09.22274851v1.full.pdf", "10.1101/2022.05.09.22274851"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1111/abc.12345", "10.1111/abc.12345"),
        ("https://academic.oup.com/hmg/advance-article/doi/10.1093/hmg/ddac007/6504745?login=false",
            "10.1093/hmg/ddac007"),
        ("https://www.frontiersin.org/articles/10.3389/fimmu.2024.123456/full", "10.3389/fimmu.2024.123456"),
        ("https://jamanetwork.com/journals/jamanetworkopen/fullarticle/2825349", None),
        ("https://www.sciencedirect.com/science/article/pii/S0378775325010766", None),
        ("https://www.facebook.com/sharer.php?u=https://doi.org/10.1000/x.1", None),
        ("https://site.example/news/10.2023/some-article", None),
        ("https://www.nature.com/nature/articles?type=news", None),
    ],
)  # fmt: skip
def test_addresses_of_papers_hold_their_doi(address: str, doi: str | None) -> None:
    assert doi_of_address(address) == doi


@pytest.mark.parametrize(
    "printed",
    [
        "doi: 10.1016/S2665-9913(24)00298-4.",
        "(10.1016/S2665-9913(24)00298-4)",
        "https://doi.org/10.1016/S2665-9913(24)00298-4に掲載",
        "10.1016/\u200bS2665-9913(24)00298-4",
        "10.1016/S2665\u20119913(24)00298\u20114",
        "10.1016/S2665-99\u00ad13(24)00298-4",
        "DOI：10.1016/S2665-9913(24)00298-4。",
        "10.1016/S2665-9913(24)00298-4Kontakt: Presse",
    ],
)
def test_a_doi_is_read_however_it_is_printed(printed: str) -> None:
    assert ("doi", "10.1016/s2665-9913(24)00298-4") in found(f"<p>Published today: {printed}</p>")


@pytest.mark.parametrize(
    "words",
    [
        "Am 31.10.2024/12 Uhr, Raum 10.2024/15",
        "Telephone +33 1 10 20 30 40, invoice 2019-001234-56",
        "Version 10.1000/ of the software",
        "The address doi.org/10.1016/j.chb… is cut",
        "ISBN 978-3-16-148410-1 and catalogue number 9783161484101",
        "Order NCT1234 and PMC12",
        "arXiv:2413.01234 has no thirteenth month",
    ],
)
def test_other_numbers_are_no_identifiers(words: str) -> None:
    assert found(f"<p>{words}.</p>") == {}


def test_registers_of_other_countries_and_older_numbers() -> None:
    said = found(
        "<p>Registered as ACTRN12619000123456, ChiCTR2000029308, CTRI/2020/01/012345,"
        " jRCTs031180001 and UMIN000012345. "
        "The EU trial 2022-501234-12-00. See arXiv:math.GT/0309136 and hep-th/9901001,"
        " doi 10.48550/arXiv.2401.01234.</p>"
    )
    assert set(said) == {
        ("actrn", "ACTRN12619000123456"),
        ("chictr", "ChiCTR2000029308"),
        ("ctri", "CTRI/2020/01/012345"),
        ("jrct", "jRCTs031180001"),
        ("umin", "UMIN000012345"),
        ("ctis", "2022-501234-12-00"),
        ("arxiv", "math/0309136"),
        ("arxiv", "hep-th/9901001"),
        ("arxiv", "2401.01234"),
        ("doi", "10.48550/arxiv.2401.01234"),
    }


def test_lines_outside_the_article_name_nothing() -> None:
    said = found(
        "<nav><p>10.1000/menu.1 menu</p></nav><footer><p>Grant agreement No 825575, European Union</p></footer>"
    )
    assert said == {}


@pytest.mark.parametrize(
    ("content", "primary"),
    [
        ("<p>A 2013 study (<a href='https://doi.org/10.1000/old.1'>found</a>) said so.</p>", None),
        ("<p>Smoke is <a href='https://doi.org/10.1000/old.1'>costly</a> for all.</p>", None),
        (
            "<p>The study was published in <a href='https://doi.org/10.1000/new.9'>Nature</a> today.</p>",
            "10.1000/new.9",
        ),
        ("<h3>References</h3><ul><li>A. 10.1000/a.1</li><li>B. 10.1000/b.2</li><li>C.</li></ul>", None),
        ("<h3>Original publication</h3><p>doi 10.1000/new.9, preprint 10.1101/2024.01.02.574321</p>", "10.1000/new.9"),
        ("<p>Paper: 10.1000/new.9</p><p>Data: 10.5281/zenodo.1234567</p>", "10.1000/new.9"),
        ("<p>This week: 10.1000/a.1, 10.1000/b.2, 10.1000/c.3, 10.1000/d.4, 10.1000/e.5.</p>", None),
    ],
)
def test_the_announced_paper_is_told_from_the_cited(content: str, primary: str | None) -> None:
    assert [value for (scheme, value), chosen in found(content).items() if chosen] == ([primary] if primary else [])


def test_json_ld_names_the_paper_the_news_is_based_on() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Study", "isBasedOn": '
        '{"@type": "ScholarlyArticle", "sameAs": "https://doi.org/10.1000/new.9"}}</script>'
    )
    assert found("<p>As 10.1000/old.1 and 10.1000/old.2 said.</p>", head=head)[("doi", "10.1000/new.9")]


def test_a_quote_is_whole_words_of_one_line() -> None:
    long = "The cells were counted again and again by the patient team. " * 12
    article = read(page(f"<h1>S</h1><p>{PROSE}</p><p>{long}The trial (NCT04678901) went on. {long}</p>"))
    quote = article.identifiers[0].quote or ""
    assert "(NCT04678901)" in quote
    assert len(quote) <= 240
    assert set(quote.split()) <= set(f"{long} The trial (NCT04678901) went on.".split())
