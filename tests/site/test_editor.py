"""An editor signs in once and edits stories from their pages; readers and other sites cannot."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
import httpx
import pytest
from sqlite_utils import Database

from aggregator.cli.serve import signing_secret
from aggregator.cluster import decisions as editing
from db.news.acts import Act, Done
from db.site.serve import build

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LUPUS, GERMAN, ENGLISH, COPY, JAPANESE = (
    20261120000001, 20261120000002, 20261121000001, 20261121000002, 20261122000001,
)  # fmt: skip
NURSES = 20261122000002
STORY = f"/story/{LUPUS}"


class Browser:
    """A browser with cookies, as an editor uses one."""

    def __init__(self, reader: Any) -> None:
        self.reader, self.cookies = reader, dict[str, str]()

    def ask(self, method: str, path: str, form: list[tuple[str, str]] | None = None, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urlencode(form or [])
        if method == "POST":
            sent["content-type"] = "application/x-www-form-urlencoded"
        site = self.reader.site
        answer: httpx.Response = self.reader.run(site.client.request(method, path, headers=sent, content=body))
        for said in answer.headers.get_list("set-cookie"):
            name, _, value = said.partition(";")[0].partition("=")
            value = value.strip('"')
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def send(self, page: str, to: str, *fields: tuple[str, str], **headers: str) -> httpx.Response:
        """Send the form of a page, with its token."""
        token = re.search(r'name="csrftoken" value="([^"]+)"', self.get(page).text)
        return self.ask("POST", to, [("csrftoken", token[1] if token else ""), *fields], **headers)

    def said(self, answer: httpx.Response) -> str:
        """What the page an act leads to tells the editor."""
        assert answer.status_code == 303, answer.text
        page = self.get(answer.headers["location"]).text
        told = re.search(r'<p class="said[^>]*>(.*?)</p>', page, re.DOTALL)
        return told[1] if told else ""


@pytest.fixture
def site(tmp_path: Path, newsroom: Any) -> Iterator[Any]:
    """A reader of a newsroom whose stories may be edited by the real thing; every article has a story."""

    def fill(db: Database) -> None:
        newsroom.fill(db)
        with db.conn:
            lone = db.conn.execute("SELECT id, title FROM articles WHERE story IS NULL").fetchall()
            for id, title in lone:
                newsroom.put_story(db, id, title)
                db.conn.execute("UPDATE articles SET story = :id WHERE id = :id", {"id": id})
            db.conn.execute("DELETE FROM story_redirects")

    path = newsroom.make_database(tmp_path / "news.db", fill)
    reader = newsroom.Reader(
        build(path, now=lambda: NOW, edit=lambda act: editing.edit(path, act, NOW), secret="s" * 64)
    )
    yield reader
    reader.close()


@pytest.fixture
def editor(site: Any) -> Browser:
    browser = Browser(site)
    answer = browser.get(site.site.invite("Ana"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    return browser


def stories(site: Any) -> dict[int, int]:
    with sqlite3.connect(site.site.news) as conn:
        return dict(conn.execute("SELECT id, story FROM articles"))


def test_a_reader_sees_no_editing_and_may_send_nothing(site: Any) -> None:
    reader = Browser(site)
    page = reader.get(STORY)
    for word in ("Split off", "csrftoken", 'type="checkbox"', "/decisions", "/-/logout"):
        assert word not in page.text
    assert "set-cookie" not in page.headers
    before = stories(site)
    for path in (f"{STORY}/edit", "/decisions"):
        answer = reader.ask("POST", path, [("act", "split"), ("article", str(JAPANESE)), ("number", "1")])
        assert (answer.status_code, "newsward serve --editor" in answer.text) == (403, True)
    assert reader.get("/decisions").status_code == 403
    assert stories(site) == before


def test_the_link_works_once_and_says_who_edits(site: Any) -> None:
    link = site.site.invite("Ana")
    first, second = Browser(site), Browser(site)
    answer = first.get(link)
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert "You edit as <bdi>Ana</bdi>" in first.get("/").text
    assert second.get(link).status_code == 403
    assert second.get("/sign-in?token=").status_code == 403
    assert "You edit" not in second.get("/").text


def test_who_is_signed_in_stays_so_over_a_restart_with_the_same_secret_only(site: Any, editor: Browser) -> None:
    for secret, signed_in in (("s" * 64, True), ("t" * 64, False)):
        again = build(site.site.news, now=lambda: NOW, edit=site.site.edit, secret=secret)
        other = type(site)(again)
        browser = Browser(other)
        browser.cookies = dict(editor.cookies)
        assert ("You edit as" in browser.get("/").text) == signed_in
        other.close()
    reading = type(site)(build(site.site.news, now=lambda: NOW, secret="s" * 64))
    browser = Browser(reading)
    browser.cookies = dict(editor.cookies)
    assert "You edit as" not in browser.get("/").text, "without --editor nobody edits"
    assert browser.ask("POST", f"{STORY}/edit").status_code == 403
    reading.close()


def test_split_off_articles_are_a_story_of_their_own_at_once(site: Any, editor: Browser) -> None:
    page = editor.get(STORY)
    assert page.text.count('name="article"') == 4, "repeats have no box of their own"
    assert page.headers["cache-control"] == "private, no-store"
    fields = [("act", "split"), ("note", "another <study>"), ("article", str(ENGLISH)), ("article", str(GERMAN))]
    answer = editor.send(STORY, f"{STORY}/edit", *fields)
    assert "Split (act 1)" in editor.said(answer)
    found = stories(site)
    assert found[ENGLISH] == found[GERMAN] not in (found[LUPUS], found[JAPANESE])
    assert found[COPY] == found[LUPUS]
    told = editor.get(f"/story/{found[ENGLISH]}").text
    assert "another &lt;study&gt;" in told
    assert "Undo" in told


def test_merge_takes_addresses_and_numbers_and_leaves_a_redirect(site: Any, editor: Browser) -> None:
    answer = editor.send(
        STORY, f"{STORY}/edit", ("act", "merge"), ("with", f"https://news.example/story/{NURSES}?x=1"), ("note", "")
    )
    assert "Merged (act 1)" in editor.said(answer)
    assert stories(site)[NURSES] == stories(site)[LUPUS]
    moved = editor.get(f"/story/{NURSES}")
    assert (moved.status_code, moved.headers["location"]) == (301, STORY)
    assert "An editor put it together with" in editor.get(STORY).text
    for said in ("", "nonsense", "https://news.example/", "/article/5"):
        answer = editor.send(STORY, f"{STORY}/edit", ("act", "merge"), ("with", said))
        assert "Give the address" in editor.said(answer)
    answer = editor.send(STORY, f"{STORY}/edit", ("act", "merge"), ("with", "12"))
    assert "There is no story 12. Nothing was changed." in editor.said(answer)


def test_chosen_articles_move_to_another_story(site: Any, editor: Browser) -> None:
    fields = [("act", "move"), ("article", str(ENGLISH)), ("article", str(JAPANESE))]
    assert "Give the address of one story" in editor.said(editor.send(STORY, f"{STORY}/edit", *fields, ("to", "")))
    answer = editor.send(STORY, f"{STORY}/edit", *fields, ("to", f"/story/{NURSES}"))
    assert "Pinned (act 1)" in editor.said(answer)
    assert answer.headers["location"] == f"/story/{NURSES}"
    found = stories(site)
    assert found[ENGLISH] == found[JAPANESE] == found[NURSES] == NURSES
    assert found[GERMAN] == found[COPY] == found[LUPUS] == LUPUS


def test_a_decision_can_be_undone_from_the_list(site: Any, editor: Browser) -> None:
    before = stories(site)
    editor.send(STORY, f"{STORY}/edit", ("act", "merge"), ("with", str(NURSES)))
    listed = editor.get("/decisions").text
    assert "<strong>Merge</strong> 1" in listed
    assert "Taken back (act 1)" in editor.said(editor.send("/decisions", "/decisions", ("number", "1")))
    assert stories(site)[NURSES] == before[NURSES]
    assert "Taken back" in editor.get("/decisions").text
    assert "taken back already" in editor.said(editor.send(STORY, "/decisions", ("number", "1")))


def test_what_other_sites_send_is_refused(site: Any, editor: Browser) -> None:
    before = stories(site)
    fields = [("act", "split"), ("article", str(JAPANESE))]
    assert editor.ask("POST", f"{STORY}/edit", fields).status_code == 403, "without the token of a page"
    assert editor.ask("POST", f"{STORY}/edit", [("csrftoken", "x"), *fields]).status_code == 403
    assert editor.send(STORY, f"{STORY}/edit", *fields, sec_fetch_site="cross-site").status_code == 403
    assert stories(site) == before
    policy = editor.get(STORY).headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([("act", "split")], "Choose one or more articles first."),
        ([("act", "pin"), ("article", "x")], "Choose one or more articles first."),
        ([("act", "burn"), ("article", "1")], "There is no such act."),
        ([("act", "split"), ("article", "999999999999999999")], "There is no article 999999999999999999."),
        ([("act", "split"), *(("article", str(one)) for one in (LUPUS, GERMAN, ENGLISH, JAPANESE))], "must stay"),
        ([("x", str(n)) for n in range(1200)], "There is no such act."),
    ],
)
def test_what_cannot_be_done_is_said(site: Any, editor: Browser, fields: list[tuple[str, str]], said: str) -> None:
    before = stories(site)
    assert said in editor.said(editor.send(STORY, f"{STORY}/edit", *fields))
    assert stories(site) == before


def test_a_form_too_large_is_not_read(site: Any, editor: Browser) -> None:
    assert editor.ask("POST", f"{STORY}/edit", [("x", "y" * 200_000)]).status_code == 413


def test_while_the_news_is_written_the_editor_is_asked_to_try_again(
    site: Any, editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection.BUSY_SECONDS", 0.05)
    with sqlite3.connect(site.site.news) as writer:
        writer.execute("BEGIN IMMEDIATE")
        said = editor.said(editor.send(STORY, f"{STORY}/edit", ("act", "merge"), ("with", str(NURSES))))
        writer.rollback()
    assert "Nothing was changed; try again in a moment." in said
    assert str(site.site.news.parent) not in said


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "site.secret"
    secret = signing_secret(file)
    assert len(secret) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing_secret(file) == secret
    file.chmod(0o644)
    with pytest.raises(click.UsageError, match="can be read by others"):
        signing_secret(file)
    file.chmod(0o600)
    file.write_text("short")
    with pytest.raises(click.UsageError, match="damaged"):
        signing_secret(file)


def test_a_site_without_editors_has_no_way_in(reader: Any) -> None:
    seen: Callable[[Act], Done] | None = reader.site.edit
    assert seen is None
    assert reader.get(f"/sign-in?token={'a' * 43}").status_code == 403
