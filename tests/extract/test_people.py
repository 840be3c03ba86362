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
    ],
)  # fmt: skip
def test_authors(head: str, content: str, names: tuple[str, ...]) -> None:
    assert read(page(f"<h1>Study</h1>{content}<p>{PROSE}</p>", head=head), URL).authors == names


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
