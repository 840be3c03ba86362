"""The layers: db imports nobody, crawler only db, aggregator db and crawler; only the commands know everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"db", "crawler", "aggregator", "demo", "bench", "tests"}
ALLOWED = {"db": {"db"}, "crawler": {"crawler", "db"}, "aggregator": {"aggregator", "crawler", "db"}}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "handlers", "misc"}
LONGEST_FUNCTION = 60


def modules(*packages: str) -> list[Path]:
    return sorted(file for package in packages for file in (ROOT / package).rglob("*.py"))


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imported(file: Path) -> Iterator[str]:
    """The first part of every module imported, wherever in the file."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.relative_to(ROOT)}:{node.lineno} imports relatively"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_a_layer_imports_only_those_below(package: str) -> None:
    for file in modules(package):
        allowed = OURS - {"bench", "tests"} if "cli" in file.relative_to(ROOT).parts else ALLOWED[package]
        wrong = (set(imported(file)) & OURS) - allowed
        assert not wrong, f"{file.relative_to(ROOT)} imports {', '.join(sorted(wrong))}"


def test_only_db_speaks_sql() -> None:
    words = ("SELECT ", "INSERT ", "UPDATE ", "DELETE FROM ", "CREATE TABLE", "PRAGMA ", "BEGIN", "COMMIT", "SAVEPOINT")
    spoken = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in modules("crawler", "aggregator")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(words)
    ]
    assert not spoken


def test_every_module_opens_with_a_sentence_and_has_a_name_that_says_something() -> None:
    files = modules("db", "crawler", "aggregator", "demo")
    assert not [file.relative_to(ROOT) for file in files if file.stem in FORBIDDEN_NAMES]
    silent = [file for file in files if file.stem != "__init__" and not ast.get_docstring(tree_of(file))]
    assert not [file.relative_to(ROOT) for file in silent]


def test_functions_stay_short() -> None:
    long = [
        f"{file.relative_to(ROOT)}: {node.name}"
        for file in modules("db", "crawler", "aggregator", "demo")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_nothing_is_left_unbuilt_or_swallowed() -> None:
    wrong = []
    for file in modules("db", "crawler", "aggregator", "demo"):
        for node in ast.walk(tree_of(file)):
            place = f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception"):
                wrong.append(f"{place} catches everything")
            if isinstance(node, ast.Name) and node.id == "NotImplementedError":
                wrong.append(f"{place} is not built")
    assert not wrong
