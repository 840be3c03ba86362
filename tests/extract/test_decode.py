"""Bytes are read as the page means them, whatever it declares."""

from __future__ import annotations

import pytest

from crawler.extract.decode import decode

TEXT = "<p>Études à Zürich – « naïve » œuvre</p>"


def test_utf8_is_believed_against_a_wrong_declaration() -> None:
    body = ("<meta charset='iso-8859-1'>" + TEXT).encode()
    decoded = decode(body, "text/html; charset=latin-1")
    assert TEXT in decoded.text and decoded.encoding == "utf-8"


@pytest.mark.parametrize(
    ("body", "content_type", "origin"),
    [
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1", "header"),
        (b"<meta charset='windows-1252'>" + TEXT.encode("cp1252"), None, "meta"),
        (TEXT.encode("utf-16"), None, "bom"),
        (TEXT.encode("cp1252"), None, "guess"),
    ],
)
def test_other_encodings_by_header_meta_mark_or_content(body: bytes, content_type: str | None, origin: str) -> None:
    decoded = decode(body, content_type)
    assert TEXT in decoded.text and decoded.origin == origin


def test_shift_jis_by_its_declaration() -> None:
    body = b"<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>" + "研究成果を発表".encode(
        "shift_jis"
    )
    assert "研究成果を発表" in decode(body).text


def test_a_page_broken_in_one_byte_stays_utf8() -> None:
    body = ("<p>" + "Universität Köln für Ärzte " * 20).encode() + b"\xff</p>"
    decoded = decode(body)
    assert "Universität Köln" in decoded.text and decoded.encoding == "utf-8"


def test_words_decoded_twice_are_repaired() -> None:
    broken = "<p>" + "Une étude a été menée à l’hôpital. ".encode().decode("cp1252") * 3 + "</p>"
    decoded = decode(broken.encode())
    assert decoded.repaired and "Une étude a été menée à l’hôpital." in decoded.text


def test_one_quoted_fault_is_left_alone() -> None:
    text = "<p>The e-mail showed “Ã©” where an é should be. Été.</p>"
    decoded = decode(text.encode())
    assert decoded.text == text and not decoded.repaired
