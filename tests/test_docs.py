"""The documentation: every command, option, key, setting, table and column is in it, and every link leads somewhere."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import click
import pytest
from sqlite_utils import Database

from aggregator.cli import VERBS
from crawler.catalogue import load_catalogue
from crawler.catalogue_check import SELECTORS, record_keys
from crawler.items import Evidence, NewsType, Outcome, ScrapedArticle, Subject
from crawler.operator import Operator, load_operator
from db import migrations

ROOT = Path(__file__).resolve().parents[1]
PAGES = [file for folder in (".", "docs", "bench", "demo") for file in sorted((ROOT / folder).glob("*.md"))]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of any level."""
    match = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"no heading {heading!r}"
    return match[1]


def commands() -> Iterator[tuple[str, click.Command]]:
    for verb, (place, _) in VERBS.items():
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        yield verb, command
        if isinstance(command, click.Group):
            yield from ((f"{verb} {name}", below) for name, below in command.commands.items())


def test_every_command_and_option_is_described() -> None:
    text = page("docs/commands.md")
    missing = []
    for path, command in commands():
        described = section(text, f"`newsward {path}`")
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                missing += [f"{path} {option}" for option in parameter.opts if f"`{option}`" not in described]
    assert not missing


def test_every_described_option_exists() -> None:
    text = page("docs/commands.md")
    for path, command in commands():
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        described = re.findall(r"^\| `(--[a-z-]+)`", section(text, f"`newsward {path}`"), re.MULTILINE)
        assert set(described) <= known, path


def test_the_readme_names_every_command() -> None:
    listed = section(page("README.md"), "Commands")
    assert set(re.findall(r"^\| `newsward ([a-z]+)`", listed, re.MULTILINE)) == set(VERBS)


def test_every_key_of_a_record_is_described() -> None:
    text = page("docs/records.md")
    assert re.findall(r"^\| `([a-z_]+)` \|", section(text, "Keys"), re.MULTILINE) == list(record_keys())
    assert re.findall(r"^\| `([a-z_]+)` \|", section(text, "Selectors"), re.MULTILINE) == list(SELECTORS)


def test_every_setting_is_described_with_its_default() -> None:
    text = page("docs/settings.md")
    for setting in fields(Operator):
        if setting.name != "home":
            default = "none" if setting.default is None else f"`{setting.default}`"
            assert f"| `{setting.name}` | `NEWSWARD_{setting.name.upper()}` | {default} |" in text, setting.name


def test_every_record_and_setting_printed_is_valid(tmp_path: Path) -> None:
    printed = 0
    for file in PAGES:
        for number, block in enumerate(re.findall(r"```toml\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL)):
            folder = tmp_path / f"{file.stem}{number}"
            folder.mkdir()
            (folder / ("fr.toml" if block.startswith("[") else "newsward.toml")).write_text(block, encoding="utf-8")
            assert load_catalogue([folder]) if block.startswith("[") else load_operator(folder, environ={})
            printed += 1
    assert printed >= 4


def test_every_field_of_an_extracted_page_and_every_label_is_described() -> None:
    text = section(page("docs/commands.md"), "`newsward extract`")
    keys = {key for line in re.findall(r"^\| (`.+?) \| ", text, re.MULTILINE) for key in re.findall(r"`(\w+)`", line)}
    printed = {field.name for field in fields(ScrapedArticle)}
    assert not printed - keys
    values = {str(value) for words in (NewsType, Evidence, Subject) for value in words}
    assert not [value for value in values if f"`{value}`" not in text]
    tables = section(page("docs/tables.md"), "`articles`")
    assert not [value for value in values if f"`{value}`" not in tables]


def test_every_outcome_is_described() -> None:
    for name in ("docs/commands.md", "docs/operations.md"):
        text = page(name)
        assert not [outcome for outcome in Outcome if f"`{outcome}`" not in text], name


@pytest.mark.parametrize("database", ["archive", "news"])
def test_every_table_and_column_is_described_and_no_other(database: str) -> None:
    text = page("docs/tables.md")
    (part,) = [part for part in re.split(r"^## ", text, flags=re.MULTILINE) if part.startswith(f"`{database}.db`")]
    connection = sqlite3.connect(":memory:")
    getattr(migrations, database).apply(Database(connection))
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    )
    tables = {name for (name,) in rows if not name.startswith(("sqlite_", "_sqlite_"))}
    assert set(re.findall(r"^### `(\w+)`$", part, re.MULTILINE)) == tables
    for table in sorted(tables):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        assert re.findall(r"^\| `(\w+)` \|", section(part, f"`{table}`"), re.MULTILINE) == columns, table


def test_every_relative_link_leads_somewhere() -> None:
    broken = []
    for file in PAGES:
        text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = target.partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            aim = file.parent / path if path else file
            if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
                broken.append(f"{file.name}: {target}")
    assert not broken


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_no_tracked_file_names_a_place_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout")
    # Written in pieces, so that this file is not its own offender.
    forbidden = re.compile(
        "|".join(["/" + "work/", "/" + "root/", r"\." + "library", "pypi" + r"\.org", "python" + "hosted"])
    )
    found = []
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if file.is_file() and file.suffix not in {".png", ".gz", ".woff2"}:
            text = file.read_text(encoding="utf-8", errors="replace")
            found += [f"{name}: {match[0]}" for match in forbidden.finditer(text)]
    assert not found
