"""A release that is a PDF is read like a page: title, paragraphs, date, contact, identifiers."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from bench.printed import Line, pdf_of
from crawler.extract.pdf import read_pdf
from crawler.items import DoorKind, Entry, PageKind, ScrapedArticle
from tests.extract.pages import read

URL = "https://www.example.org/releases/2026-12.pdf"
TITLE = "Walking protects the heart after an attack"
BODY = [
    "The team followed two hundred patients over five years and measured how their hearts",
    "answered to training. Those who walked every day had fewer attacks, whatever their age,",
    "and whatever medicine they took before. Internationally comparable programmes under-",
    "estimate the fitness of patients.",
]
MORE = [
    "The hospital will now offer the programme to everybody who leaves its cardiology ward and",
    "count the results (https://doi.org/10.1234/heart.2026.5). The study was paid for by the city.",
]


def lines(texts: list[str], top: float, *, left: float = 60, size: float = 11, step: float = 14) -> list[Line]:
    return [(left, top - number * step, size, text) for number, text in enumerate(texts)]


def release(*, title: str | None = None, pages: int = 2) -> bytes:
    head = [(60.0, 800.0, 9.0, "Example Hospital · Press release 12/2026"), (60.0, 750.0, 20.0, TITLE)]
    front = [*head, *lines(["London, 5 March 2026"], 720), *lines(BODY, 690), *lines(MORE, 610)]
    contact = lines(["Contact: Ada Brandt, press@example.org, +44 20 7946 0000"], 400)
    sheets = [[*front, *contact, (300.0, 30.0, 9.0, f"Page 1 of {pages}")]]
    for number in range(2, pages + 1):
        over = [(60.0, 800.0, 9.0, "Example Hospital · Press release 12/2026"), *lines(BODY, 750), *lines(MORE, 670)]
        sheets.append([*over, (300.0, 30.0, 9.0, f"Page {number} of {pages}")])
    told = {"CreationDate": "D:20260304120000Z"} | ({"Title": title} if title else {})
    return pdf_of(sheets, told)


def test_a_release_is_an_article() -> None:
    found = read(release(), URL, content_type="application/pdf")
    assert found.kind is PageKind.ARTICLE, found.reason
    assert (found.title, found.published_at) == (TITLE, "2026-03-05")
    paragraphs = found.text.split("\n")
    first = next(line for line in paragraphs if line.startswith("The team"))
    assert first.endswith("Internationally comparable programmes underestimate the fitness of patients.")
    assert any(line.startswith("The hospital will now offer") for line in paragraphs)
    assert "Page 1" not in found.text and "Press release 12" not in found.text
    assert found.identifiers[0].value == "10.1234/heart.2026.5" and found.language == "en"
    assert "press@example.org" in {contact.mail for contact in found.contacts}
    assert {found.origins[name] for name in ("title", "text", "published_at")} == {"pdf"}
    assert found.html.count("<p>") >= 4


@pytest.mark.parametrize("own", ["Microsoft Word - release_final.docx", "untitled", None, TITLE])
def test_the_title_is_what_the_first_page_shows_largest(own: str | None) -> None:
    assert read(release(title=own), URL).title == TITLE


def test_a_title_that_a_door_gave_is_found_on_the_page() -> None:
    entry = Entry(url=URL, door="https://www.example.org/", origin=DoorKind.LISTING, title=TITLE)
    assert read(release(), URL, entry=entry).title == TITLE


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines(
        ["In the left column stands the", "beginning of the whole story, which", "goes on for several lines and"] * 4,
        700,
    )
    right = lines(
        ["in the right column comes to", "its end, as the reader expects", "of a release in columns."] * 4,
        700,
        left=320,
    )
    found = read(pdf_of([[(60.0, 760.0, 22.0, TITLE), *left, *right]]), URL)
    assert found.text.index("beginning of the whole") < found.text.index("its end") and found.kind is PageKind.ARTICLE


def test_the_day_the_file_was_made_is_taken_when_its_words_give_none() -> None:
    sheet = [(60.0, 760.0, 22.0, TITLE), *lines(BODY, 700), *lines(MORE, 620)]
    found = read(pdf_of([sheet], {"CreationDate": "D:20260304120000Z"}), URL)
    assert (found.published_at, found.origins["published_at"]) == ("2026-03-04", "pdf")


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(release())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (pdf_of([[]]), "scan"),
        (b"%PDF-1.7\nnothing of the kind", "cannot be read"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "PDF"),
        (locked(), "password"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    found = read(body, URL)
    assert found.kind is PageKind.NOT_HTML and reason in (found.reason or "")


def test_a_long_report_is_no_release() -> None:
    found = read(release(pages=20), URL)
    assert found.kind is PageKind.OTHER and "20 pages" in (found.reason or "")


def test_every_beginning_of_a_file_is_read_or_refused() -> None:
    whole = release()
    kinds = {read(whole[:length], URL).kind for length in range(10, len(whole), 97)}
    assert kinds <= {PageKind.ARTICLE, PageKind.NOT_HTML, PageKind.OTHER}


def test_words_keep_their_own_hyphens() -> None:
    sheet = [
        (60.0, 760.0, 22.0, TITLE),
        *lines(["A long-term study of north-", "South routes and well-being", *BODY], 700),
    ]
    assert "north-South routes" in read_pdf(pdf_of([sheet])).html


def test_an_article_keeps_nothing_of_the_page_made_for_it() -> None:
    found: ScrapedArticle = read(release(), URL)
    assert (found.url, found.canonical_url, found.lead) == (URL, None, None)
