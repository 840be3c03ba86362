"""Grants named with their funders, and numbers that are none."""

from __future__ import annotations

import pytest

from tests.extract.pages import PROSE, page, read


def grants(sentence: str) -> set[tuple[str | None, str]]:
    article = read(page(f"<main><h1>Study</h1><p>{PROSE}</p><p>{sentence}</p></main>"), "https://x.example/study/")
    return {(one.funder, one.value) for one in article.identifiers if one.scheme == "grant"}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "This project has received funding from the European Union's Horizon 2020 research and innovation "
            "programme "
            "under grant agreement No 825575.",
            {("European Union", "825575")},
        ),
        (
            "Funded by the European Research Council (ERC) under grant agreements No. 101054321 and 852796.",
            {("European Union", "101054321"), ("European Union", "852796")},
        ),
        (
            "Under the Marie Skłodowska-Curie grant agreement No 765158 and by the DFG (project number 390685813).",
            {("European Union", "765158"), ("DFG", "390685813")},
        ),
        (
            "Gefördert durch die Deutsche Forschungsgemeinschaft (DFG) – Projektnummer 123456789 – SFB 1234; EXC "
            "2147/1.",
            {("DFG", "123456789"), ("DFG", "SFB1234"), ("DFG", "EXC2147/1")},
        ),
        ("Avec le soutien de l’ANR (ANR-19-CE14-0023).", {("ANR", "ANR-19-CE14-0023")}),
        (
            "Supported by NIH grants R01 HL123456, U54-CA210184 and K23DK119470.",
            {("NIH", "R01HL123456"), ("NIH", "U54CA210184"), ("NIH", "K23DK119470")},
        ),
        (
            "The National Science Foundation paid for it (DMS-1234567, award 2012345).",
            {("NSF", "DMS-1234567"), ("NSF", "2012345")},
        ),
        (
            "Funded by the Engineering and Physical Sciences Research Council [EP/S01234X/1], MRC [MR/N012345/1],"
            " BBSRC "
            "BB/R012345/1 and Wellcome [203141/Z/16/Z].",
            {
                ("EPSRC", "EP/S01234X/1"),
                ("MRC", "MR/N012345/1"),
                ("BBSRC", "BB/R012345/1"),
                ("Wellcome", "203141/Z/16/Z"),
            },
        ),
        ("Swiss National Science Foundation (grant 310030_192545).", {("SNSF", "310030_192545")}),
        ("Austrian Science Fund (FWF) P 12345-B20.", {("FWF", "P12345-B20")}),
        ("The project doi is 10.55776/P31234, by the FWF.", {("FWF", "P31234")}),
        ("NWO (VI.Veni.192.123) and FWO (G0A1234N).", {("NWO", "VI.Veni.192.123"), ("FWO", "G0A1234N")}),
        (
            "JSPS KAKENHI Grant Numbers JP20H01234, 19K12345 and JST CREST (JPMJCR20F1).",
            {("JSPS", "JP20H01234"), ("JSPS", "JP19K12345"), ("JST", "JPMJCR20F1")},
        ),
        ("本研究は科研費（課題番号：20H01234）の助成を受けました。", {("JSPS", "JP20H01234")}),
        (
            "National Natural Science Foundation of China (Grant Nos. 81234567 and U1904123).",
            {("NSFC", "81234567"), ("NSFC", "U1904123")},
        ),
        ("国家自然科学基金（批准号：81234567）资助。", {("NSFC", "81234567")}),
        (
            "Australian Research Council (DP190101234) and NHMRC (APP1123456).",
            {("ARC", "DP190101234"), ("NHMRC", "APP1123456")},
        ),
        ("CIHR (PJT-156123) paid.", {("CIHR", "PJT-156123")}),
        ("PID2019-104207RB-I00 funded by MCIN/AEI/10.13039/501100011033.", {("AEI", "PID2019-104207RB-I00")}),
        ("Fundação para a Ciência e a Tecnologia (FCT), PTDC/BIA-MIC/1234/2020.", {("FCT", "PTDC/BIA-MIC/1234/2020")}),
        (
            "PRIN 2022 (2022ABCD5F), PNRR PE0000006, CUP B83C22003930006.",
            {("MUR", "2022ABCD5F"), ("MUR", "PE0000006"), ("MUR", "B83C22003930006")},
        ),
        (
            "Das BMBF fördert das Projekt unter dem Förderkennzeichen 01KX2121 (FKZ: 13GW0567A).",
            {("BMBF", "01KX2121"), ("BMBF", "13GW0567A")},
        ),
        ("Az OTKA K 123456 és a GINOP-2.3.2-15-2016-00012.", {("NKFIH", "K123456"), ("NKFIH",
            "GINOP-2.3.2-15-2016-00012")}),
    ],
)  # fmt: skip
def test_a_grant_stands_with_its_funder(sentence: str, found: set[tuple[str | None, str]]) -> None:
    assert grants(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The 1234567 patients got a grant of $2012345 from the NSF in 2019.",
        "Call the EU office, telephone 825575, for details on grants.",
        "DFG-Förderung: 1.250.000 Euro, Telefon 0341 1234567.",
        "The NSF award was announced on 20240101 in room 1234567.",
        "Article number 1234567 in the shop, grant or no grant.",
        "The European Union counted 447000 beds and 101054321 visits.",
        "A grant from the Smith family (No. 825575).",
        "Route R01 to HL123 and 12 more grants.",
        "The DFG has funded 185 research groups since 2019.",
    ],
)
def test_a_number_without_its_funder_is_no_grant(sentence: str) -> None:
    assert grants(sentence) == set()


def test_a_link_into_a_register_is_a_grant() -> None:
    article = read(
        page(
            f"<main><h1>Study</h1><p>{PROSE}</p><p>See <a href='https://cordis.europa.eu/project/id/825575'>the "
            f"project</a> "
            "and <a href='https://www.nsf.gov/awardsearch/showAward?AWD_ID=1949661&amp;x=y'>the award</a>.</p></main>"
        )
    )
    assert [(one.funder, one.value, one.where) for one in article.identifiers] == [
        ("European Union", "825575", "link"),
        ("NSF", "1949661", "link"),
    ]
