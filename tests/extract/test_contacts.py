"""Whom to ask about an article: press and science contacts in the layouts that institutions write."""

from __future__ import annotations

import pytest

from crawler.extract.people.contactlines import uncover
from crawler.items import Contact
from tests.extract.pages import PROSE, page, read


def hidden(mail: str, key: int = 0x2A) -> str:
    return f"{key:02x}" + "".join(f"{ord(char) ^ key:02x}" for char in mail)


def contacts(part: str, lang: str = "en") -> tuple[Contact, ...]:
    return read(
        page(f"<main><article><h1>News of the day</h1><p>{PROSE}</p>{part}</article></main>", lang=lang)
    ).contacts


LAYOUTS = [
    (
        "<p><strong>Media contact:</strong><br>Jane Doe<br>Press Officer<br>Tel: +44 20 7946 0958<br>"
        "<a href='mailto:jane.doe@x.example'>jane.doe@x.example</a></p>",
        Contact(name="Jane Doe", role="Press Officer", mail="jane.doe@x.example", phone="+44 20 7946 0958"),
    ),
    (
        "<h3>Contact presse</h3><table><tr><th>Nom</th><td>Claire Dupont</td></tr><tr><th>Fonction</th>"
        "<td>Attachée de presse</td></tr><tr><th>Tél.</th><td>01 44 49 00 00</td></tr><tr><th>Courriel</th>"
        "<td><a href='mailto:claire.dupont@chu.example'>Écrire</a></td></tr></table>",
        Contact(
            name="Claire Dupont", role="Attachée de presse", mail="claire.dupont@chu.example", phone="01 44 49 00 00"
        ),
    ),
    (
        "<dl><dt>報道に関すること</dt><dd>広報課 山田 太郎<br>TEL：03-1234-5678<br>"
        "E-mail：press＠univ.example</dd></dl>",
        Contact(name="山田 太郎", role="広報課", mail="press@univ.example", phone="03-1234-5678"),
    ),
    (
        "<div class='contact-box'><h3>Media Contact</h3><div class='vcard'><span class='fn'>Maria Lopez</span>"
        "<div class='role'>Senior Media Officer</div><a href='mailto:ml@uni.example'>Email</a>"
        "<div class='tel'>555-123-4567</div></div></div>",
        Contact(name="Maria Lopez", role="Senior Media Officer", mail="ml@uni.example", phone="555-123-4567"),
    ),
    (
        "<p>Contatti stampa: Marco Rossi, ufficio stampa, marco.rossi@unito.example, 011 670 1234</p>",
        Contact(name="Marco Rossi", role="ufficio stampa", mail="marco.rossi@unito.example", phone="011 670 1234"),
    ),
    (
        "<p>Kontakt dla mediów:</p><p>Anna Nowak, rzecznik prasowy, tel. 22 55 20 000, rzecznik@uw.example</p>",
        Contact(name="Anna Nowak", role="rzecznik prasowy", mail="rzecznik@uw.example", phone="22 55 20 000"),
    ),
    (
        "<p>联系人：张伟 电话：010-12345678 邮箱：zhangwei@pku.example</p>",
        Contact(name="张伟", role=None, mail="zhangwei@pku.example", phone="010-12345678"),
    ),
    (
        "<h2>Press contact</h2><p>John Smith, Communications</p><p><a href='/cdn-cgi/l/email-protection' "
        f"class='__cf_email__' data-cfemail='{hidden('john.smith@inst.example')}'>[email&#160;protected]</a></p>",
        Contact(name="John Smith", role="Communications", mail="john.smith@inst.example", phone=None),
    ),
]


@pytest.mark.parametrize(("part", "contact"), LAYOUTS)
def test_layouts_and_languages(part: str, contact: Contact) -> None:
    assert contacts(part) == (contact,)


def test_science_and_press_are_told_apart_by_the_role() -> None:
    part = (
        "<h3>Wissenschaftliche Ansprechpartnerin:</h3><p>Prof. Dr. Eva Muster<br>Telefon +49 30 123456<br>"
        "eva.muster(at)uni.example</p><h3>Kontakt für die Medien:</h3><p>Max Weber, Pressestelle, "
        "presse[at]uni[dot]example</p>"
    )
    science, press = contacts(part, "de")
    assert science.mail == "eva.muster@uni.example" and science.role == "Wissenschaftliche Ansprechpartnerin"
    assert press.mail == "presse@uni.example" and press.role == "Pressestelle" and press.name == "Max Weber"


def test_two_people_in_one_line() -> None:
    part = "<p>Media contacts: Amy Jones, amy@x.example, (555) 123-4567; Bob Brown, bob@x.example</p>"
    assert [(one.name, one.mail, one.phone) for one in contacts(part)] == [
        ("Amy Jones", "amy@x.example", "(555) 123-4567"),
        ("Bob Brown", "bob@x.example", None),
    ]


@pytest.mark.parametrize(
    "part",
    [
        "<h3>Contact</h3><p>University of X<br>1 Main Street<br>info@uni.example<br>Tel. 555-123-4567</p>",
        "<p>Contact us</p><p>Send your stories to contact@news.example</p>",
        "<p>Press information about the next day of the university follows; the office is open from 9 to 5.</p>",
        "<h3>Media contact</h3><p>Fax: +44 20 7946 0958</p>",
    ],
)
def test_switchboards_and_prose_are_no_contacts(part: str) -> None:
    assert contacts(part) == ()


def test_a_code_that_hides_no_address_uncovers_nothing() -> None:
    assert uncover("zz") is None and uncover("") is None and uncover("2a00") is None


@pytest.mark.parametrize(
    ("sentence", "name", "mail"),
    [
        ("For more information, contact Jane Doe at 555-123-4567 or jane@uni.example.", "Jane Doe", "jane@uni.example"),
        (
            "Für weitere Informationen wenden Sie sich bitte an Dr. Karl Berg, Tel. 030 1234567, kb@uni.example.",
            "Dr. Karl Berg",
            "kb@uni.example",
        ),
    ],
)
def test_the_sentence_that_ends_many_releases(sentence: str, name: str, mail: str) -> None:
    (contact,) = contacts(f"<p>{sentence}</p>")
    assert (contact.name, contact.mail) == (name, mail) and contact.phone is not None


def test_a_house_is_no_persons_name() -> None:
    part = "<h3>Kontakt</h3><p>ETH Zürich<br>Medienstelle<br>Telefon: +41 44 632 41 41<br>media@hk.example</p>"
    (contact,) = contacts(part, "de")
    assert contact.name is None and contact.role == "ETH Zürich, Medienstelle"


def test_a_site_footer_without_the_tag() -> None:
    part = (
        "</article></main><div class='site-footer'><h4>Press office</h4><p>press@uni.example</p></div><main><article>"
    )
    assert contacts(part) == ()
