"""An explanation names what was taken, where it came from, how sure that is, and what lost and why."""

from __future__ import annotations

from aggregator.explaining import explain, plain
from crawler.items import (
    Attachment,
    Candidate,
    Contact,
    Expert,
    Identifier,
    Image,
    Label,
    Link,
    PageKind,
    Paper,
    Precision,
    ScrapedArticle,
)  # fmt: skip

PAGE = ScrapedArticle(
    url="https://www.univ.example/lupus",
    kind=PageKind.ARTICLE,
    title="One protein halves flares",
    text="\n".join(f"Line {number}." for number in range(40)),
    published_at="2026-11-20",
    precision=Precision.DAY,
    embargo_until="2026-11-20T05:00:00Z",
    embargo_quote="Embargoed until 06:00 CET",
    authors=("Ada Byron", "Camille Aubry"),
    identifiers=(
        Identifier(scheme="doi", value="10.5555/x", where="link", quote="doi.org/10.5555/x", primary=True),
        Identifier(scheme="grant", value="101", where="text", funder="ERC"),
    ),
    paper=Paper(title="TRX-9 in lupus", journal="The Journal", quote="published in The Journal"),
    labels=(Label(name="evidence", value="peer-reviewed", quote="published in", where="text", confidence=0.97),),
    images=(Image(url="https://a.example/i.jpg", caption="Cells", credit="© A", licence="CC BY 4.0"),),
    attachments=(Attachment(url="https://a.example/r.pdf", kind="pdf", title="Release"),),
    contacts=(Contact(name="Press", mail="press@a.example"),),
    experts=(Expert(name="Ada Byron", role="Professor", quote="said Ada Byron"),),
    related=(Link(url="https://a.example/2", title="Another"),),
    origins={"title": "h1", "text": "blocks"},
    confidences={"title": 0.971, "text": 0.95},
    candidates=(
        Candidate(
            field="title", value="One protein halves flares", origin="h1", confidence=0.97, why="the feed agrees"
        ),
        Candidate(field="title", value="News | Univ", origin="title", confidence=0.2, why="it names the site"),
        Candidate(field="lead", value="Read more", origin="meta", confidence=0.1, why="it is a button"),
    ),
)


def told(page: ScrapedArticle = PAGE) -> list[str]:
    return [plain(line) for line in explain("lupus", None, page)]


def test_what_was_taken_and_what_lost() -> None:
    lines = told()
    at = lines.index("title         One protein halves flares")
    assert lines[at + 1 : at + 3] == [
        "                from h1, 97 % sure: the feed agrees",
        "                not “News | Univ”, from title, 20 % sure: it names the site",
    ]
    at = lines.index("lead          none taken")
    assert lines[at + 1].strip() == "not “Read more”, from meta, 10 % sure: it is a button"


def test_a_text_is_cut_to_its_first_lines_and_counted() -> None:
    lines = told()
    assert "text          Line 0." in lines
    assert "              (40 lines, 349 characters)" in lines
    assert not [line for line in lines if "Line 5" in line]


def test_labels_and_identifiers_come_with_their_words_and_the_primary_one_is_named() -> None:
    whole = "\n".join(told())
    assert "labels        evidence: peer-reviewed\n                from text, 97 % sure: “published in”" in whole
    assert "identifiers   doi 10.5555/x  (primary: what this page announces)" in whole
    assert "grant 101 from ERC" in whole
    assert "paper         TRX-9 in lupus · The Journal" in whole
    assert "“Embargoed until 06:00 CET”" in whole
    for said in ("press@a.example", "caption: Cells; credit: © A; licence: CC BY 4.0", "pdf  https://a.example/r.pdf",
                 "Ada Byron, Professor", "https://a.example/2"):  # fmt: skip
        assert said in whole


def test_a_page_that_is_no_article_tells_why() -> None:
    lines = told(ScrapedArticle(url="https://a.example/", kind=PageKind.WALL, reason="it asks for a password"))
    assert lines == ["lupus  https://a.example/", "kind          wall", "                it asks for a password"]
