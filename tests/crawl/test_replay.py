"""Reading stored pages again: what changes, what does not, and what a killed crawl leaves readable."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlite_utils import Database

from aggregator.cli.reparse import reparse
from crawler.replay import stored_pages
from tests.crawl.small_web import SmallWeb, newsroom, source_of

HOST = "news.clinic.example"


def test_reparse_adds_only_what_the_present_extraction_reads_otherwise(
    web: SmallWeb, crawl: Callable[..., Any], archive: Callable[[str], list[Any]], tmp_path: Path
) -> None:
    newsroom(web, HOST, 6)
    crawl(source_of("gb_clinic", HOST))
    asked = len(web.log)
    home = tmp_path / "home"

    def run() -> dict[str, Any]:
        result = CliRunner().invoke(reparse, ["--home", str(home), "--json"], catch_exceptions=False)
        (report,) = json.loads(result.stdout)
        return dict(report)

    assert run() == {"source": "gb_clinic", "pages": 6, "changed": 0, "missing": 0}

    # An older extraction had read one title otherwise.
    with Database(home / "archive.db") as db:
        db.execute("UPDATE scraped_articles SET title = 'Mojibake', said_digest = 'old', parser = 'old' WHERE id = 2")
    assert run() == {"source": "gb_clinic", "pages": 6, "changed": 1, "missing": 0}
    url, title = archive("SELECT url, title FROM scraped_articles ORDER BY id DESC LIMIT 1")[0]
    assert archive("SELECT url FROM scraped_articles WHERE id = 2") == [(url,)]
    assert title.startswith("Patients feel less pain")
    assert run()["changed"] == 0
    assert len(web.log) == asked, "no server was asked"

    # A file cut in the middle of a record, as SIGKILL leaves it, gives all the records before.
    (file,) = (home / "warc").iterdir()
    whole = len(list(stored_pages(file)))
    file.write_bytes(file.read_bytes()[:-700])
    assert 0 < len(list(stored_pages(file))) <= whole
    file.unlink()
    assert run() == {"source": "gb_clinic", "pages": 0, "changed": 0, "missing": 6}


def test_reparse_of_a_source_that_was_never_crawled_names_the_near_ones(
    web: SmallWeb, crawl: Callable[..., Any], tmp_path: Path
) -> None:
    newsroom(web, HOST, 1)
    crawl(source_of("gb_clinic", HOST))
    result = CliRunner().invoke(reparse, ["gb_klinic", "--home", str(tmp_path / "home")])
    assert result.exit_code == 2
    assert "did you mean gb_clinic?" in result.stderr
