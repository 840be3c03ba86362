"""The page of a paper, its references, and the list of releases whose paper was retracted."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from db.news import papers
from db.news.papers import Card, number_of

LUPUS = 20261120000001
DE = 20261120000002
GB = 20261121000001
WITHDRAWN = 20261118000001
DOI = "10.5555/ijm(26)0042-4"
PAPER, TRIAL, BAD = number_of("doi", DOI), number_of("nct", "NCT01234567"), number_of("doi", "10.5555/bad")
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 98765 * 7 }}\u202e"
ATOM = "{http://www.w3.org/2005/Atom}"


def card(scheme: str, value: str, **said: Any) -> Card:
    row: dict[str, Any] = {
        "id": number_of(scheme, value), "scheme": scheme, "value": value,
        "kind": "trial" if scheme == "nct" else "paper", "title": None, "journal": None, "authors": "[]",
        "published_at": None, "funders": "[]", "origins": "{}", "state": "unknown", "state_at": None,
        "state_why": "No registry was asked about it yet.", "retraction": None,
    }  # fmt: skip
    encoded = {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in said.items()}
    return Card(**(row | encoded))


NOTICES = [
    {"nature": "Retraction", "on": "2026-11-21", "by": "retraction watch", "reasons": ["Plagiarism of Text"],
     "notice": "10.5555/notice", "record": 7}
]  # fmt: skip


def fill(db: Any, newsroom: Any) -> None:
    newsroom.fill(db)
    with db.conn:
        db.conn.execute("DELETE FROM identifiers")
        papers.put(
            db,
            card(
                "doi", DOI, title="TRX-9 sustains inflammation in lupus", journal="The Invented Journal of Medicine",
                authors=["Camille Aubry", "Lupus & Co, Consortium"], published_at="2026-11-20",
                funders=[{"name": "ANR", "grant": "20-1"}], state="live", state_at="2026-11-21T03:00:00Z",
                state_why="Crossref has a record of it.",
                origins={"title": {"from": "crossref"}, "journal": {"from": "release", "article": LUPUS, "sources": 2,
                                                                    "others": ["Invented J Med"]}},
            ),
        )  # fmt: skip
        papers.set_ids(db, PAPER, {("doi", DOI): "printed", ("pmid", "39706212"): f"article {LUPUS}"})
        papers.put(db, card("nct", "NCT01234567"))
        papers.set_ids(db, TRIAL, {("nct", "NCT01234567"): "printed"})
        papers.put(
            db,
            card("doi", "10.5555/bad", title="A bad paper", state="retracted", state_at="2026-11-21",
                 state_why="Retraction Watch lists it as retracted on 2026-11-21.", retraction=NOTICES),
        )  # fmt: skip
        papers.set_ids(db, BAD, {("doi", "10.5555/bad"): "printed"})
        papers.link_printed(db, LUPUS, [(PAPER, True, ("doi", DOI))])
        papers.link_printed(db, DE, [(PAPER, True, ("pmid", "39706212")), (BAD, False, ("doi", "10.5555/bad"))])
        papers.link_printed(db, GB, [(TRIAL, True, ("nct", "NCT01234567"))])
        papers.link_printed(db, 20261122000003, [(BAD, True, ("doi", "10.5555/bad"))])
        papers.link_printed(db, WITHDRAWN, [(BAD, True, ("doi", "10.5555/bad"))])


@pytest.fixture
def site(open_reader: Any, newsroom: Any) -> Any:
    return open_reader(lambda db: fill(db, newsroom))


def test_the_page_of_a_paper_tells_what_is_known_and_who_told_of_it(site: Any) -> None:
    page = site.get(f"/paper/{PAPER}").text
    assert "TRX-9 sustains inflammation in lupus" in page
    assert "The Invented Journal of Medicine" in page
    assert 'href="https://doi.org/10.5555/ijm(26)0042-4"' in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/39706212/"' in page
    assert "Crossref has a record of it." in page
    assert "Others say: <bdi>Invented J Med</bdi>" in page
    assert f'href="/story/{LUPUS}"' in page
    assert f'href="/article/{LUPUS}"' in page
    assert f'href="/article/{DE}"' in page
    assert '<meta name="citation_doi" content="10.5555/ijm(26)0042-4">' in page


def test_a_story_shows_the_paper_and_its_trial_on_one_card(site: Any) -> None:
    page = site.get(f"/story/{LUPUS}").text
    assert page.count('class="box paper"') == 1
    assert f'href="/paper/{PAPER}"' in page
    assert f'href="/paper/{TRIAL}"' in page
    assert 'href="https://clinicaltrials.gov/study/NCT01234567"' in page


def test_an_article_shows_its_own_papers_only(site: Any) -> None:
    assert f'href="/paper/{PAPER}"' in site.get(f"/article/{LUPUS}").text
    assert f'href="/paper/{PAPER}"' not in site.get(f"/article/{GB}").text


@pytest.mark.parametrize("written", [DOI, DOI.upper(), DOI.replace("/", "%2F"), DOI.replace("(", "%28")])
def test_a_doi_leads_to_its_page(site: Any, written: str) -> None:
    answer = site.get(f"/doi/{written}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/paper/{PAPER}")


@pytest.mark.parametrize("path", ["/doi/10.5555/nobody", "/paper/1", "/paper/1.ris", "/paper/999999999999999999"])
def test_what_no_article_names_is_not_here(site: Any, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert "No article here is about this paper or trial." in answer.text


def test_the_address_of_a_card_that_was_joined_to_another_leads_on(site: Any) -> None:
    old = number_of("pmid", "39706212")
    answer = site.get(f"/paper/{old}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/paper/{PAPER}")
    assert site.get(f"/paper/{old}.bib").headers["location"] == f"/paper/{PAPER}.bib"


def test_references_for_a_reference_manager(site: Any) -> None:
    ris = site.get(f"/paper/{PAPER}.ris")
    assert ris.headers["content-type"].startswith("application/x-research-info-systems")
    assert ris.text.split("\r\n")[0] == "TY  - JOUR"
    for line in ("AU  - Camille Aubry", "TI  - TRX-9 sustains inflammation in lupus", f"DO  - {DOI}", "PY  - 2026",
                 "AN  - PubMed 39706212", "JO  - The Invented Journal of Medicine"):  # fmt: skip
        assert line in ris.text.split("\r\n")
    assert ris.text.endswith("ER  - \r\n")
    bib = site.get(f"/paper/{PAPER}.bib").text
    assert bib.startswith("@article{aubry2026,")
    assert "author = {Camille Aubry and {Lupus \\& Co, Consortium}}," in bib
    assert f"doi = {{{DOI}}}," in bib
    (item,) = json.loads(site.get(f"/paper/{PAPER}.csl.json").text)
    assert (item["type"], item["DOI"], item["PMID"]) == ("article-journal", DOI, "39706212")
    assert item["issued"] == {"date-parts": [[2026, 11, 20]]}


def test_a_reference_to_a_retracted_paper_says_so(site: Any) -> None:
    assert "N1  - Retracted 2026-11-21." in site.get(f"/paper/{BAD}.ris").text
    assert "note = {Retracted 2026-11-21." in site.get(f"/paper/{BAD}.bib").text


@pytest.mark.parametrize("words", [DOI, f"https://doi.org/{DOI.upper()}", "39706212", f"doi:{DOI}"])
def test_a_search_for_an_identifier_shows_its_card(site: Any, words: str) -> None:
    assert f'href="/paper/{PAPER}"' in site.get(f"/search?q={quote(words)}").text
    assert 'href="/paper/' not in site.get("/search?q=lupus").text


def test_releases_still_online_whose_paper_was_retracted(site: Any) -> None:
    page = site.get("/retracted").text
    assert "A bad paper" in page
    assert "Plagiarism of Text" in page
    assert 'href="/article/20261122000003"' in page
    assert f'href="/article/{WITHDRAWN}"' not in page, "it is no longer online"
    assert f'href="/article/{DE}"' not in page, "it only names the paper"
    assert 'href="/retracted"' in site.get("/").text


def test_the_same_list_as_a_feed(site: Any) -> None:
    answer = site.get("/retracted.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)
    (entry,) = feed.findall(f"{ATOM}entry")
    title = entry.findtext(f"{ATOM}title") or ""
    assert title.startswith("Retracted: Méningite")
    assert "Plagiarism of Text" in (entry.findtext(f"{ATOM}summary") or "")
    assert entry.findtext(f"{ATOM}updated") == "2026-11-22T02:40:00Z"


def test_articles_whose_paper_was_retracted_are_marked_wherever_they_are_listed(site: Any) -> None:
    mark = "Its paper was retracted"
    assert site.get("/search?q=méningite").text.count(mark) == 1
    assert mark not in site.get("/search?q=lupus").text
    page = site.get("/article/20261122000003").text
    assert "The paper it announces was retracted." in page
    assert "This paper was retracted" in page
    assert "This paper was retracted" in site.get(f"/paper/{BAD}").text


def test_a_story_whose_paper_was_retracted_says_so_at_its_head(open_reader: Any, newsroom: Any) -> None:
    def put(db: Any) -> None:
        fill(db, newsroom)
        with db.conn:
            papers.link_printed(db, GB, [(BAD, True, ("doi", "10.5555/bad"))])

    page = open_reader(put).get(f"/story/{LUPUS}").text
    assert "The paper it announces was retracted." in page.partition("</header>\n<div")[0]
    assert page.count("Its paper was retracted") == 1


def test_without_any_card_the_list_says_that_nothing_can_be_known(reader: Any) -> None:
    assert "so nothing can be known" in reader.get("/retracted").text
    assert ElementTree.fromstring(reader.get("/retracted.atom").text).findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("page", ["0", "x", "-1", "2", "99999999999", "%3Cscript%3E"])
def test_any_page_of_the_list_opens(site: Any, page: str) -> None:
    assert site.get(f"/retracted?page={page}").status_code == 200


@pytest.fixture
def hostile(open_reader: Any, newsroom: Any) -> Any:
    """A card whose every field is an attack."""

    def put(db: Any) -> None:
        newsroom.fill(db)
        breaks = "a\nER  - \r\nTY  - JOUR\u2028x} @string{y = \\input{/etc/passwd}"
        with db.conn:
            papers.put(
                db,
                card(
                    "doi", f"10.1/{EVIL}", title=EVIL + breaks, journal=EVIL + breaks, authors=[EVIL + breaks, 3, None],
                    published_at=EVIL, funders=[{"name": EVIL, "grant": EVIL}, "x"], state="retracted", state_at=EVIL,
                    state_why=EVIL + breaks, origins={"title": EVIL, "journal": {"from": EVIL, "others": [EVIL]}},
                    retraction=[{"nature": EVIL, "on": EVIL, "by": EVIL, "notice": EVIL, "reasons": [EVIL, 3]}, "x",
                                {"nature": "Retraction", "reasons": "x"}],
                ),
            )  # fmt: skip
            id_ = number_of("doi", f"10.1/{EVIL}")
            papers.set_ids(db, id_, {("doi", f"10.1/{EVIL}"): EVIL, ("nct", EVIL): EVIL})
            papers.link_printed(db, LUPUS, [(id_, True, ("doi", EVIL))])

    site = open_reader(put)
    site.paper = number_of("doi", f"10.1/{EVIL}")
    return site


def test_what_strangers_wrote_never_runs(hostile: Any) -> None:
    for path in (f"/paper/{hostile.paper}", f"/article/{LUPUS}", f"/story/{LUPUS}", "/retracted"):
        page = hostile.get(path)
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "691355" not in page.text
        assert 'href="javascript' not in page.text
    ElementTree.fromstring(hostile.get("/retracted.atom").text)


def test_a_field_of_a_reference_never_begins_another(hostile: Any) -> None:
    ris = hostile.get(f"/paper/{hostile.paper}.ris").text
    lines = ris.removesuffix("\r\n").split("\r\n")
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    assert all(line[2:6] == "  - " for line in lines)
    assert not set("\u2028\u2029\u0085\n") & set(ris.replace("\r\n", ""))
    bib = hostile.get(f"/paper/{hostile.paper}.bib").text
    assert bib.count("@") - bib.count("@string\\{") == 1
    plain = bib.replace("\\{", "").replace("\\}", "")
    assert plain.count("{") == plain.count("}")
    assert "\\input" not in bib
    assert json.loads(hostile.get(f"/paper/{hostile.paper}.csl.json").text)
