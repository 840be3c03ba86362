"""The file of the Research Organization Registry: every form it comes in, and what is wrong with some."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import main
from db import migrations
from db.archive import organizations
from db.connection import open_readonly

V2: dict[str, Any] = {
    "id": "https://ror.org/05f82e368",
    "names": [
        {"value": "UPC", "types": ["acronym"], "lang": None},
        {"value": "Université Paris Cité", "types": ["ror_display", "label"], "lang": "fr"},
        {"value": "University of Paris", "types": ["alias"], "lang": "en"},
    ],
    "locations": [{"geonames_id": 2988507, "geonames_details": {"name": "Paris", "country_code": "FR"}}],
    "links": [{"type": "wikipedia", "value": "https://x.example"}, {"type": "website", "value": "https://u-paris.fr"}],
    "domains": ["u-paris.fr"],
    "relationships": [{"type": "parent", "label": "A", "id": "https://ror.org/01aaaaa23"}],
    "status": "active",
    "types": ["education"],
    "established": 2019,
}
V1: dict[str, Any] = {
    "id": "https://ror.org/02jx3x895",
    "name": "University College London",
    "types": ["Education"],
    "links": ["http://www.ucl.ac.uk/"],
    "aliases": ["London University"],
    "acronyms": ["UCL"],
    "labels": [{"label": "Coleg Prifysgol Llundain", "iso639": "cy"}],
    "status": "active",
    "country": {"country_code": "GB", "country_name": "United Kingdom"},
    "addresses": [{"city": "London", "lat": 51.5}],
    "relationships": [{"type": "Parent", "label": "B", "id": "https://ror.org/04cw6st05"}],
}


def run(home: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["institutions", *args, "--home", str(home)])


def held(home: Path) -> dict[str, dict[str, Any]]:
    with closing(open_readonly(home / "archive.db", migrations.ARCHIVE_ID)) as archive:
        return {one["id"]: one for one in organizations.named(archive, "", 100)}


def as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, fieldnames=list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def test_both_schemas_of_the_dump_are_read(tmp_path: Path) -> None:
    file = tmp_path / "ror.json"
    file.write_text(json.dumps([V2, V1], indent=2), encoding="utf-8")
    assert run(tmp_path, "import", str(file)).exit_code == 0
    paris, london = held(tmp_path)[V2["id"]], held(tmp_path)[V1["id"]]
    assert (paris["name"], paris["country"], paris["city"]) == ("Université Paris Cité", "FR", "Paris")
    assert {"value": "UPC", "type": "acronym", "lang": None} in paris["names"]
    assert paris["home"] == "https://u-paris.fr"
    assert paris["parents"] == ["https://ror.org/01aaaaa23"]
    assert (london["name"], london["country"], london["city"]) == ("University College London", "GB", "London")
    assert [one["type"] for one in london["names"]] == ["label", "label", "alias", "acronym"]
    assert london["parents"] == ["https://ror.org/04cw6st05"]


def test_the_csv_of_the_dump_is_read_with_its_tags_of_language(tmp_path: Path) -> None:
    row = {
        "id": V2["id"], "names.types.ror_display": "Université Paris Cité", "names.types.acronym": "no_lang_code: UPC",
        "names.types.alias": "en: University of Paris; fr: Université de Paris", "names.types.label": "",
        "locations.geonames_details.country_code": "FR", "locations.geonames_details.name": "Paris",
        "links.type.website": "https://u-paris.fr", "domains": "u-paris.fr; u-pariscite.fr", "status": "active",
        "types": "education; funder", "relationships": "parent: https://ror.org/01aaaaa23; child: https://ror.org/01bbbbb23",
    }  # fmt: skip
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as packed:
        packed.writestr("v2-ror-data.csv", as_csv([row]))
    assert run(tmp_path, "import", str(tmp_path / "dump.zip")).exit_code == 0
    one = held(tmp_path)[V2["id"]]
    assert {(name["value"], name["lang"]) for name in one["names"]} == {
        ("Université Paris Cité", None), ("UPC", None), ("University of Paris", "en"), ("Université de Paris", "fr"),
    }  # fmt: skip
    assert (one["types"], one["parents"]) == (["education", "funder"], ["https://ror.org/01aaaaa23"])
    assert one["domains"] == ["u-paris.fr", "u-pariscite.fr"]


def test_a_zip_gives_its_json_of_the_newest_schema(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as packed:
        packed.writestr("v1-ror-data.csv", "id,name\n")
        packed.writestr("v1-ror-data.json", json.dumps([V1]))
        packed.writestr("v1-ror-data_schema_v2.json", json.dumps([V2]))
    assert run(tmp_path, "import", str(tmp_path / "dump.zip")).exit_code == 0
    assert list(held(tmp_path)) == [V2["id"]]


def test_importing_again_replaces(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([V1]), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([V2]), encoding="utf-8")
    run(tmp_path, "import", str(tmp_path / "a.json"))
    run(tmp_path, "import", str(tmp_path / "b.json"))
    assert list(held(tmp_path)) == [V2["id"]]


def test_bad_records_are_named_and_left_out(tmp_path: Path) -> None:
    bad: list[Any] = [{"id": "https://ror.org/nonsense", "name": "A"}, {**V1, "name": None, "labels": 7, "aliases": {},
                      "acronyms": []}, 17, {**V2, "status": "withdrawn"}]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps([*bad, V2]), encoding="utf-8")
    told = run(tmp_path, "import", str(tmp_path / "a.json"), "--json")
    assert told.exit_code == 1
    said = json.loads(told.stdout)
    assert (said["institutions"], said["inactive"], said["bad"]) == (1, 1, 3)
    assert "is no ROR id" in said["faults"][0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps([V1])[:-40].encode()),
        ("a.json", b"<html>not found</html>"),
        ("a.json", b""),
        ("a.json", b"[" * 100_000),
        ("a.json", "[{}]".encode("utf-16")),
        ("a.csv", b"a,b\n1,2\n"),
        ("a.csv.gz", gzip.compress(b"ror_id,name\n" * 1000)[:-20]),
        ("a.zip", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_breaks_off_changes_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "good.json").write_text(json.dumps([V2]), encoding="utf-8")
    run(tmp_path, "import", str(tmp_path / "good.json"))
    (tmp_path / name).write_bytes(content)
    told = run(tmp_path, "import", str(tmp_path / name))
    assert told.exit_code == 2, told.output
    assert list(held(tmp_path)) == [V2["id"]]


def test_the_registry_can_be_looked_into(tmp_path: Path) -> None:
    assert run(tmp_path, "list").exit_code == 2
    (tmp_path / "a.json").write_text(json.dumps([V1, V2]), encoding="utf-8")
    run(tmp_path, "import", str(tmp_path / "a.json"))
    assert json.loads(run(tmp_path, "list", "UCL", "--json").stdout)[0]["id"] == V1["id"]
    assert "University of Paris" in run(tmp_path, "show", "05f82e368").stdout
    assert run(tmp_path, "show", "nobody").exit_code == 2
    assert "100 %" not in run(tmp_path, "list", "%").stdout


def test_the_subset_beside_the_checkout_is_read_whole(tmp_path: Path, shared: Path) -> None:
    told = run(tmp_path, "import", str(shared / "data/catalogue/ror_subset.csv.gz"), "--json")
    assert (told.exit_code, json.loads(told.stdout)["institutions"]) == (0, 29_623)
