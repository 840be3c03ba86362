"""The Retraction Watch file is read as it comes, and every card of a paper it lists says so."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aggregator.cli import main
from aggregator.enrich.retractions import FileRefused, import_file, renew_cards
from db.archive import retractions
from db.news import papers

from .conftest import NOW, Home, doi

HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,"
    "Paywalled,Notes,"
)
EN = "https://www.ucl.example/news/a"


def row(
    record: object = 1, doi: str = "10.1000/aa", nature: str = "Retraction", on: str = "8/16/2023 0:00",
    pmid: str = "0", title: str = "A paper", notice: str = "10.1000/notice", reason: str = "+Plagiarism of Text;",
) -> str:  # fmt: skip
    return (
        f'{record},"{title}",(B/T) Subject;,"Somewhere, Country;",Some Journal,House,Country,A One;B Two,,Article;,'
        f"{on},{notice},0,1/2/2020 0:00,{doi},{pmid},{nature},{reason},No,,"
    )


def file(*rows: str, header: str = HEADER) -> list[bytes]:
    return [f"{line}\r\n".encode() for line in (header, *rows)]


def card(home: Home, value: str = "10.1000/aa") -> dict[str, Any]:
    return next(one for one in papers.export(home.news) if one["value"] == value)


def take(home: Home, *rows: str, force: bool = False) -> Any:
    done = import_file(home.archive, file(*rows), NOW, force=force)
    done.cards = renew_cards(home.archive, home.news)
    return done


def test_a_retracted_paper_is_marked_at_once_with_its_notice(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1000/aa")])
    home.page(EN + "/2", "gb_ucl", identifiers=[doi("10.1000/other")])
    home.run()
    done = take(
        home,
        row(doi="https://doi.org/10.1000/AA", reason="+Plagiarism of Text;Duplication of Image;"),
        row(2, "10.1000/zz"),
    )
    assert (done.rows, done.cards, done.natures, done.faults) == (2, 1, {"Retraction": 2}, [])
    told = card(home)
    assert (told["state"], told["state_at"]) == ("retracted", "2023-08-16")
    assert told["retraction"] == [
        {"nature": "Retraction", "on": "2023-08-16", "by": "retraction watch", "record": 1, "notice": "10.1000/notice",
         "reasons": ["Plagiarism of Text", "Duplication of Image"]}
    ]  # fmt: skip
    assert (told["title"], told["origins"]["title"]) == ("A paper", {"from": "retraction watch"})
    assert card(home, "10.1000/other")["state"] == "unknown"


def test_an_article_published_after_the_import_finds_its_paper_retracted(home: Home) -> None:
    take(home, row())
    home.page(EN, "gb_ucl", identifiers=[doi("10.1000/aa")])
    home.run()
    assert card(home)["state"] == "retracted"
    before = home.dump()
    home.rebuild()
    assert home.dump() == before


def test_a_paper_is_found_by_its_pubmed_id(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[{**doi("39706212"), "scheme": "pmid"}])
    home.run()
    take(home, row(doi="unavailable", pmid="39706212"))
    assert card(home, "39706212")["state"] == "retracted"


@pytest.mark.parametrize("nature", ["Correction", "Expression of concern", "EXPRESSION OF CONCERN"])
def test_other_notices_are_told_but_retract_nothing(home: Home, nature: str) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1000/aa")])
    home.run()
    take(home, row(nature=nature))
    assert card(home)["state"] == "unknown"
    assert [one["nature"] for one in card(home)["retraction"]] == [nature.capitalize()]


def test_a_reinstatement_takes_the_retraction_back(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1000/aa")])
    home.run()
    take(home, row(), row(2, nature="Reinstatement", on="1/5/2024 0:00"))
    assert card(home)["state"] == "unknown"
    assert [one["nature"] for one in card(home)["retraction"]] == ["Reinstatement", "Retraction"]


def test_a_new_file_takes_the_place_of_the_one_before(home: Home) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1000/aa")])
    home.run()
    take(home, row(), *(row(number, f"10.1000/{number:02}") for number in range(2, 11)))
    done = take(home, *(row(number, f"10.1000/{number:02}") for number in range(2, 11)))
    assert (done.before, done.rows, done.cards) == (10, 9, 1)
    assert (card(home)["state"], card(home)["retraction"]) == ("unknown", None)
    again = home.dump()
    take(home, *(row(number, f"10.1000/{number:02}") for number in range(2, 11)))
    assert home.dump() == again


def test_a_file_that_shrank_is_refused_unless_forced(home: Home) -> None:
    take(home, *(row(number, f"10.1000/{number:02}") for number in range(1, 11)))
    with pytest.raises(FileRefused, match=r"7 rows.*10.*--force"):
        take(home, *(row(number, f"10.1000/{number:02}") for number in range(1, 8)))
    assert retractions.count(home.archive) == 10
    assert take(home, row(), force=True).rows == 1


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b"\n"],
        [b"<!doctype html><title>Sign in</title>\n"],
        [b"id,name\n", b"1,x\n"],
        file(),
        file(row("x"), row(2, nature="Party")),
        [bytes(range(256)) * 10],
    ],
)
def test_a_file_that_is_none_changes_nothing(home: Home, lines: list[bytes]) -> None:
    take(home, row())
    with pytest.raises(FileRefused):
        import_file(home.archive, lines, NOW, force=True)
    assert retractions.count(home.archive) == 1


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(home: Home) -> None:
    csv.field_size_limit(sys.maxsize)  # as libraries set it
    done = import_file(
        home.archive,
        file(
            row(1),
            row("none"),
            row(3, nature=""),
            row(4, on="31/12/2023 0:00"),
            row(5, doi="see the journal"),
            "6,cut short",
            "",
            row(7, doi="Unavailable", on=""),
            row(8, on="2023-08-16"),
            '9,"never closed' + "x" * 200_000,
            row(10),
        ),
        NOW,
    )
    kept = [tuple(found) for found in home.archive.execute("SELECT record, doi, retracted_on FROM retractions")]
    assert kept[:5] == [
        (1, "10.1000/aa", "2023-08-16"),
        (4, "10.1000/aa", None),
        (5, None, "2023-08-16"),
        (7, None, None),
        (8, "10.1000/aa", "2023-08-16"),
    ]
    assert [(fault.line, fault.lost) for fault in done.faults][:6] == [
        (3, True), (4, True), (5, False), (6, False), (7, True), (11, True),
    ]  # fmt: skip
    assert done.unnamed == 2


def test_letters_in_either_coding_are_read(home: Home) -> None:
    lines = [
        b"\xef\xbb\xbf" + HEADER.encode() + b"\r\n",
        row(1, title="Über Lupus").encode("latin-1") + b"\r\n",
        row(2, title="Über Lupus\nin zwei Zeilen").encode() + b"\r\n",
    ]
    import_file(home.archive, lines, NOW)
    titles = [found[0] for found in home.archive.execute("SELECT title FROM retractions ORDER BY record")]
    assert titles == ["Über Lupus", "Über Lupus in zwei Zeilen"]


def test_the_command_tells_what_it_read(home: Home, tmp_path: Path) -> None:
    home.page(EN, "gb_ucl", identifiers=[doi("10.1000/aa")])
    home.run()
    path = tmp_path / "watch.csv"
    path.write_bytes(b"".join(file(row(), row("x"))))
    run = CliRunner().invoke(main, ["papers", "import-retractions", str(path), "--home", str(tmp_path)])
    assert run.exit_code == 1
    assert "line 3: its Record ID 'x' is no number: left out" in run.output
    assert "1 rows (1 Retraction), 0 before; 1 left out" in run.output
    assert "1 papers behind articles" in run.output
    shown = CliRunner().invoke(main, ["papers", "show", "doi:10.1000/AA", "--home", str(tmp_path)])
    assert shown.exit_code == 0
    assert "state      retracted since 2023-08-16" in shown.output
    assert EN in shown.output
    as_json = CliRunner().invoke(main, ["papers", "show", "10.1000/aa", "--json", "--home", str(tmp_path)])
    assert json.loads(as_json.output)["articles"][0]["url"] == EN
    exported = CliRunner().invoke(main, ["export", "papers", "--home", str(tmp_path)])
    assert json.loads(exported.output) == json.loads(as_json.output)
    unknown = CliRunner().invoke(main, ["papers", "show", "NCT00000001", "--home", str(tmp_path)])
    assert (unknown.exit_code, "No article names nct NCT00000001." in unknown.output) == (1, True)
    wrong = CliRunner().invoke(main, ["papers", "show", "a story", "--home", str(tmp_path)])
    assert wrong.exit_code == 2
    path.write_bytes(b"no such file")
    refused = CliRunner().invoke(main, ["papers", "import-retractions", str(path), "--home", str(tmp_path)])
    assert (refused.exit_code, "no Retraction Watch file" in refused.output) == (2, True)
