"""Authors are people; press contacts are who the page names as such."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import json

import pytest

from tests.extract.pages import PROSE, page, read

URL = "https://x.example/news/1/"


@pytest.mark.parametrize(
    ("head", "content", "names"),
    [
        ("<meta name='author' content='Claire Dumas'>", "", ("Claire Dumas",)),
        ("<meta name='author' content='admin'>", "", ()),
        ("<meta name='author' content='University Press Office'>", "", ()),
        ("<meta name='author' content='Redaktion'>", "<p>Von Jürgen Müller und Anna-Lena van der Berg</p>", ("Jürgen Müller", "Anna-Lena van der Berg")),
        ("", "<p class='byline'>By Maria Rossi, Li Wei</p>", ("Maria Rossi", "Li Wei")),
        ("<meta name='author' content='山田 太郎'>", "", ("山田 太郎",)),
        ("<meta name='author' content='https://facebook.com/page'>", "", ()),
        ("<meta name='citation_author' content='Kaufmann, Jeff T.'>", "", ("Jeff T. Kaufmann",)),
        ("<meta name='author' content='Dr. Karin Beispiel, MD, PhD'>", "", ("Karin Beispiel",)),
        ("<meta name='author' content='Web Upload'>", "<div>By Sofia Gonzalez December 2, 2025</div>", ("Sofia Gonzalez",)),
        ("<meta name='author' content='Luke Uploader'>", "<p>By: Paul Schreiber, Senior Director, Marketing</p>", ("Paul Schreiber",)),
        ("<meta property='og:site_name' content='Heart Clinic Nord'><meta name='author' content='Heart Clinic Nord'>", "", ()),
        ("<meta name='twitter:label1' content='Verfasst von'><meta name='twitter:data1' content='Gregor Meier'>", "", ("Gregor Meier",)),
        ("", "<div>Written By:</div><div>Cazzy Muster</div>", ("Cazzy Muster",)),
        ("", "<div class='field field-name-field-author'><a href='/node/7'>Matthieu Exemple</a></div>", ("Matthieu Exemple",)),
        ("", "<span class='documentAuthor'>von <a href='/author/anna'>Anna Beispiel</a></span>", ("Anna Beispiel",)),
        ("", "<p><span class='author vcard'><a href='/author/x/'>Marie Exemple</a></span> | 3 mars 2024</p>", ("Marie Exemple",)),
        ("", "<p class='author'>Reviewed by Robert Pruefer</p>", ()),
        ("", "<p class='author'>University Press Office</p>", ()),
        ("<meta name='author' content='BME HDS'>", "", ()),
        ("", "<p>Par Chokri GHARBI</p>", ("Chokri GHARBI",)),
        ("", "<p>Ellen Lindner, VMD; Monika Feder, BA</p>", ("Ellen Lindner", "Monika Feder")),
        ("", "<p>记者 王敬照</p>", ("王敬照",)),
        ("", "<p>作者：李明</p>", ("李明",)),
    ],
)  # fmt: skip
def test_authors(head: str, content: str, names: tuple[str, ...]) -> None:
    assert read(page(f"<h1>Study</h1>{content}<p>{PROSE}</p>", head=head), URL).authors == names


def test_the_byline_of_a_teaser_further_down_is_not_the_articles() -> None:
    html = page(f"<h1>Study</h1><p>di Luca Esempio</p><p>{PROSE}</p><div>di Teresa Altra</div><p>{PROSE}</p>")
    assert read(html, URL).authors == ("Luca Esempio",)


def test_a_byline_below_the_text_says_so_with_a_label() -> None:
    html = page(f"<main><h1>Study</h1><p>{PROSE}</p><p>Text: Anna Beispiel</p></main>")
    assert read(html, URL).authors == ("Anna Beispiel",)


def test_authors_come_with_confidence_and_the_other_names() -> None:
    head = "<meta name='author' content='Luke Uploader'>"
    article = read(page(f"<h1>Study</h1><p>By Paul Schreiber</p><p>{PROSE}</p>", head=head), URL)
    values = [candidate.value for candidate in article.candidates if candidate.field == "authors"]
    assert values == ["Paul Schreiber", "Luke Uploader"] and 0.5 < article.confidences["authors"] <= 1


def test_an_organisation_in_json_ld_is_no_author() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "Study",
        "author": [{"@type": "Organization", "name": "Example Hospital"}, {"@type": "Person", "name": "Claire Dumas"}],
    }
    head = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    assert read(page(f"<h1>Study</h1><p>{PROSE}</p>", head=head), URL).authors == ("Claire Dumas",)


def test_a_press_contact_with_name_role_mail_and_phone() -> None:
    html = page(
        f"<main><h1>Study</h1><p>{PROSE}</p><h3>Pressekontakt</h3><p>Dr. Anna Beispiel<br>Leiterin Kommunikation<br>"
        "Tel.: +49 89 1234-567<br>anna.beispiel(at)klinik.example</p></main>",
        lang="de",
    )
    (contact,) = read(html, URL).contacts
    assert contact.name in ("Dr. Anna Beispiel", "Anna Beispiel") and contact.role == "Leiterin Kommunikation"
    assert contact.mail == "anna.beispiel@klinik.example" and contact.phone == "+49 89 1234-567"


def test_an_address_without_a_label_is_no_press_contact() -> None:
    html = page(f"<main><h1>Study</h1><p>{PROSE}</p><p>Patients may write to ward@klinik.example.</p></main>")
    assert read(html, URL).contacts == ()


def test_the_contact_of_the_footer_is_the_sites() -> None:
    html = page(f"<main><h1>Study</h1><p>{PROSE}</p></main><footer><h4>Contact</h4><p>info@klinik.example</p></footer>")
    assert read(html, URL).contacts == ()
