"""The operator's settings: file, then environment, then flag; and every wrong one named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.operator import Operator, SettingRefused, load_operator, user_agent


def write(home: Path, text: str) -> Path:
    (home / "newsward.toml").write_text(text, encoding="utf-8")
    return home


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    assert load_operator(tmp_path, environ={}) == Operator(home=tmp_path)


def test_a_flag_beats_the_environment_and_that_the_file(tmp_path: Path) -> None:
    home = write(tmp_path, 'contact = "file@example.org"\ntime = "03:00"\nbudget = 100\n')
    environ = {"NEWSWARD_CONTACT": "env@example.org", "NEWSWARD_BUDGET": "200"}
    operator = load_operator(home, environ=environ, budget=300, zone=None)
    assert (operator.contact, operator.time, operator.budget) == ("env@example.org", "03:00", 300)


def test_an_empty_variable_is_no_setting(tmp_path: Path) -> None:
    home = write(tmp_path, 'contact = "file@example.org"\n')
    assert load_operator(home, environ={"NEWSWARD_CONTACT": ""}).contact == "file@example.org"


def test_numbers_may_be_written_as_text_in_the_environment(tmp_path: Path) -> None:
    operator = load_operator(tmp_path, environ={"NEWSWARD_DELAY": "0.5", "NEWSWARD_WARC_DAYS": "0"})
    assert (operator.delay, operator.warc_days) == (0.5, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('zone = "Paris"', "expected an IANA name such as Europe/Paris"),
        ('zone = "../etc/passwd"', "expected an IANA name"),
        ('time = "25:00"', "expected HH:MM"),
        ('time = "2:5"', "expected HH:MM"),
        ('time = "half past two"', "expected HH:MM"),
        ("delay = -1", "expected 0 or more"),
        ("delay = nan", "expected a number"),
        ("budget = 0", "expected 1 or more"),
        ("budget = 1.5", "expected a whole number"),
        ('workers = "two"', "expected a whole number"),
        ("concurrency = true", "expected a whole number"),
        ("warc_days = -3", "expected 0 or more"),
        ('contact = "me"', "expected a mail address or a web address"),
        ('contact = "a@example.org\\r\\nX-Evil: 1"', "expected a mail address"),
        ("contact = 3", "expected text"),
        ('registries = "crossref, pubmed"', "'pubmed' is none of crossref, openalex, clinicaltrials"),
        ('encoder = "word2vec"', "expected one of use, e5, lexical"),
        ('contct = "a@example.org"', "unknown setting 'contct'; did you mean contact?"),
        ("time = [", "not valid TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        load_operator(write(tmp_path, text), environ={})
    assert said in str(refused.value)


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    home = write(tmp_path, 'zone = "Nowhere"\nbudget = 0\n')
    with pytest.raises(SettingRefused) as refused:
        load_operator(home, environ={"NEWSWARD_TIME": "late"})
    said = str(refused.value)
    assert all(word in said for word in ("zone", "budget", "time"))


def test_the_user_agent_names_project_and_contact() -> None:
    assert user_agent("me@example.org").startswith("Newsward/")
    assert "; me@example.org)" in user_agent("me@example.org")
    assert "http" in user_agent(None)


def test_no_registry_is_asked_unless_it_is_named(tmp_path: Path) -> None:
    assert load_operator(tmp_path, environ={}).allowed_registries == ()
    home = write(tmp_path, 'registries = "OpenAlex, crossref,,openalex"\n')
    assert load_operator(home, environ={}).allowed_registries == ("openalex", "crossref")
