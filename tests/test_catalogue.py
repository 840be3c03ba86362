"""The catalogue: every real record loads, and every kind of fault is named with its file, record and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.cli import main
from crawler.catalogue import BUILT_IN, CatalogueRefused, choose, default_folders, load_catalogue
from crawler.operator import Operator

GOOD = """
[fr_example]
name = "Exemple"
kind = "hospital"
home = "https://www.example.org/"
languages = ["fr"]
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(CatalogueRefused) as refused:
        load_catalogue([folder])
    return str(refused.value).splitlines()


def test_all_built_in_records_load() -> None:
    sources = {source.id: source for source in load_catalogue([BUILT_IN])}
    assert len(sources) >= 253
    assert len({source.country for source in sources.values()} - {"INT", "EU"}) >= 24
    for id_ in ("fr_upcite", "fr_upcite_sante", "fr_aphp", "fr_chu_rennes", "gb_ucl"):
        assert sources[id_].home.startswith("https://")
    for source in sources.values():
        assert source.verified, f"{source.id} does not say how sure its address is"
        assert source.id.startswith(source.country.lower() + "_")


def test_built_in_records_are_sorted_and_a_feed_was_seen_working() -> None:
    for file in BUILT_IN.glob("*.toml"):
        ids = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("[")]
        assert ids == sorted(ids), file.name
    for source in load_catalogue([BUILT_IN]):
        if source.feeds:
            assert source.verified is not None
            assert "feed" in source.verified


def test_no_two_built_in_sources_read_the_same_list() -> None:
    doors = [source.listing or source.home for source in load_catalogue([BUILT_IN]) if source.retired is None]
    assert len(doors) == len({door.rstrip("/").removeprefix("https://").removeprefix("http://") for door in doors})


def test_four_keys_are_enough(tmp_path: Path) -> None:
    (source,) = load_catalogue([write(tmp_path / "s", "fr.toml", GOOD)])
    assert (source.id, source.country, source.feeds, source.listing) == ("fr_example", "FR", (), None)


def test_every_key_of_a_record_is_read(tmp_path: Path) -> None:
    text = GOOD + (
        'ror = "https://ror.org/05f82e368"\nlisting = "https://www.example.org/news"\n'
        'feeds = ["https://www.example.org/feed"]\nsitemap = "https://www.example.org/sitemap.xml"\n'
        'rest = "https://www.example.org/wp-json/wp/v2/posts"\nselect = { item = "li.news", link = "h2 > a" }\n'
        'allow = ["/news/"]\ndeny = ["/jobs/"]\ndelay = 2.5\nbudget = 50\naliases = ["Example"]\nlabs = ["Lab"]\n'
        'expect = { per_month = 20 }\nretired = "closed"\nverified = "2026-11 by hand"\nnotes = "x"\n'
    )
    (source,) = load_catalogue([write(tmp_path / "s", "fr.toml", text)])
    assert source.select == (("item", "li.news"), ("link", "h2 > a"))
    assert (source.delay, source.budget, source.per_month) == (2.5, 50, 20)
    assert (source.retired, source.allow, source.deny) == ("closed", ("/news/",), ("/jobs/",))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('kind = "hopital"', "kind: 'hopital': expected one of university, hospital"),
        ('home = "www.example.org"', "home: 'www.example.org': expected an address"),
        ('home = "ftp://example.org/"', "home: 'ftp://example.org/': expected an address"),
        ('home = "https://u:p@example.org/"', "must not hold a user name"),
        ('home = "https://example.org:99999/"', "expected an address"),
        ('home = "https://exa mple.org/"', "expected an address"),
        ('languages = "fr"', "languages: 'fr': expected a list"),
        ("languages = []", "languages: is empty"),
        ('languages = ["french"]', "'french': expected a language tag"),
        ('languages = ["pt-BR"]', "expected the language alone, 'pt'"),
        ('languages = ["fr", "fr"]', "'fr' is there twice"),
        ('ror = "05f82e368"', "ror: '05f82e368': expected an id such as https://ror.org/"),
        ('ror = "https://ror.org/05f82e369"', "its check digits are wrong"),
        ('feed = ["https://example.org/feed"]', "feed: unknown key; did you mean feeds?"),
        ('feeds = "https://example.org/feed"', "feeds: 'https://example.org/feed': expected a list"),
        ('feeds = ["/feed"]', "feeds: '/feed': expected an address"),
        ('zzzz = "x"', "zzzz: unknown key; allowed are name,"),
        ("name = 3", "name: 3: expected some text"),
        ('notes = "two\\nlines"', "expected one line"),
        ('select = { itm = "li" }', "select: unknown selector itm; did you mean item?"),
        ('select = { item = "li[[" }', "select: item = 'li[[': not a CSS selector"),
        ('select = { link = "a::attr(href)" }', "select: link = 'a::attr(href)': not a CSS selector"),
        ('select = "li"', "select: 'li': expected a table"),
        ('allow = ["("]', "allow: '(': not a regular expression"),
        ("delay = true", "delay: True: expected a number of seconds"),
        ("delay = -1", "delay: -1: expected a number of seconds from 0 to 600"),
        ("budget = 1.5", "budget: 1.5: expected a whole number of requests"),
        ("expect = { per_day = 2 }", "expect: {'per_day': 2}: expected { per_month = 20 }"),
        ("expect = { per_month = 0 }", "expect: per_month = 0: expected a whole number of articles"),
        ('country = "FRA"', "country: 'FRA': expected a country such as FR"),
        ('country = "DE"', "country: 'DE' but the file is named after FR"),
        ("replaces = true", "replaces: no earlier record has this id"),
    ],
)
def test_a_fault_is_named_with_file_record_key_and_what_is_allowed(tmp_path: Path, line: str, said: str) -> None:
    key = line.split(" ")[0]
    kept = "\n".join(old for old in GOOD.splitlines() if not old.startswith(f"{key} ="))
    found = faults(write(tmp_path / "s", "fr.toml", f"{kept}\n{line}\n"))
    assert any(said in fault and "fr.toml [fr_example]" in fault for fault in found), found


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", "fr.toml", GOOD.replace('"hospital"', '"zoo"').replace('"Exemple"', '""'))
    write(folder, "de.toml", '[de_a]\nname = "A"\n')
    write(folder, "it.toml", "[it_a\n")
    (folder / "es.toml").write_bytes(b'[es_a]\nname = "\xff"\n')
    write(folder, "nl.toml", 'name = "outside of a record"\n[NL_a.b]\nname = "x"\n')
    found = "\n".join(faults(folder))
    for said in (
        "fr.toml [fr_example] kind",
        "fr.toml [fr_example] name",
        "de.toml [de_a] kind: is missing",
        "de.toml [de_a] home: is missing",
        "it.toml: not valid TOML",
        "es.toml: not UTF-8 text",
        "nl.toml name: not in a record",
        "[NL_a]: an id has",
    ):
        assert said in found


def test_one_id_in_two_files_is_a_fault(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", "fr.toml", GOOD)
    write(folder, "be.toml", GOOD)
    (fault,) = faults(folder)
    assert "the same id is in" in fault
    assert "be.toml" in fault


def test_an_own_record_replaces_a_built_in_one_only_when_it_says_so(tmp_path: Path) -> None:
    built_in = write(tmp_path / "built_in", "fr.toml", GOOD)
    own = write(tmp_path / "own", "fr.toml", GOOD.replace("Exemple", "Mien"))
    with pytest.raises(CatalogueRefused, match="replaces = true"):
        load_catalogue([built_in, own])
    write(own, "fr.toml", GOOD.replace("Exemple", "Mien") + "replaces = true\n")
    (source,) = load_catalogue([built_in, own])
    assert source.name == "Mien"


def test_a_file_of_another_name_gives_no_country_unless_the_record_does(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", "mine.toml", GOOD + GOOD.replace("fr_example", "b") + 'country = "JP"\n')
    assert {source.id: source.country for source in load_catalogue([folder])} == {"fr_example": "ZZ", "b": "JP"}


def test_a_missing_or_empty_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogueRefused) as refused:
        load_catalogue([tmp_path / "empty", tmp_path / "missing"])
    assert [fault.problem for fault in refused.value.faults] == ["holds no .toml file", "no such folder"]


def test_own_records_are_read_when_there_are_any(tmp_path: Path) -> None:
    assert default_folders(Operator(home=tmp_path)) == (BUILT_IN,)
    write(tmp_path / "sources", "fr.toml", GOOD)
    assert default_folders(Operator(home=tmp_path)) == (BUILT_IN, tmp_path / "sources")


def test_an_unknown_source_is_named_with_the_nearest(tmp_path: Path) -> None:
    sources = load_catalogue([BUILT_IN])
    assert [source.id for source in choose(sources, ["gb_ucl", "fr_aphp", "gb_ucl"])] == ["gb_ucl", "fr_aphp"]
    with pytest.raises(CatalogueRefused, match=r"did you mean .*fr_aphp"):
        choose(sources, ["fr_aphpp"])


def test_sources_are_listed_for_a_person_and_for_a_program(tmp_path: Path) -> None:
    run = CliRunner()
    listed = run.invoke(main, ["sources", "--country", "fr", "--kind", "hospital", "--home", str(tmp_path)])
    assert "fr_aphp" in listed.output
    assert "fr_upcite " not in listed.output
    told = run.invoke(main, ["sources", "--country", "GB", "--json", "--home", str(tmp_path)])
    assert "gb_ucl" in {source["id"] for source in json.loads(told.stdout)}


def test_sources_check_counts_or_exits_with_two_and_every_fault(tmp_path: Path) -> None:
    run = CliRunner()
    good = run.invoke(main, ["sources", "check", "--home", str(tmp_path)])
    assert (good.exit_code, "no fault" in good.output) == (0, True)
    folder = write(tmp_path / "s", "fr.toml", GOOD.replace("hospital", "zoo").replace('["fr"]', '["xx"]'))
    bad = run.invoke(main, ["sources", "check", "--sources", str(folder)])
    assert bad.exit_code == 2
    assert "2 faults" in bad.output
