"""Pages laid out with tables are read as a reader sees them; tables of data stay tables."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.extract.page import extract_page
from crawler.extract.tables import unwrap_layout_tables
from crawler.extract.tree import parse

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PROSE = "The ward has moved to the north wing, where every bed stands at a window and the nights are quiet. "
PAGE = f"""<html lang="en"><body><table><tr><td colspan="2"><a href="/">Home</a> | <a href="/wards">Wards</a></td></tr>
<tr><td><h1>The ward has a new home</h1><p>Published on 4 November 2026</p><p>{PROSE * 2}</p>
<h2>Why now</h2><p>{PROSE}</p>
<ul><li>Forty beds</li><li>Two gardens</li></ul><p>{PROSE}</p>
<p><b>You may also be interested in</b><br>
&gt; <a href="/1">Parking is free</a><br>&gt; <a href="/2">A new pool</a></p></td>
<td><p>Hollins Lane<br>Telephone 960200</p></td></tr></table></body></html>"""
DATA = """<table><caption>Beds</caption><tr><td><h3>Ward 1</h3></td><td>12</td></tr></table>
<table><tr><td>Ward 2</td><td>14</td></tr></table>"""


def tags(html: str) -> list[str]:
    tree = parse(f"<html><body>{html}</body></html>")
    assert tree is not None
    unwrap_layout_tables(tree)
    return [str(element.tag) for element in tree.iter()]


def test_the_article_of_a_page_laid_out_with_tables_comes_without_menu_and_teasers() -> None:
    found = extract_page(PAGE.encode(), "http://www.hollins.example/news/7", now=NOW)
    assert (found.title, found.published_at) == ("The ward has a new home", "2026-11-04")
    lines = found.text.splitlines()
    assert "Why now" in lines
    assert "Forty beds" in lines
    assert not any(word in found.text for word in ("Home", "Parking is free", "interested", "Telephone", "|"))


def test_tables_of_data_stay_tables() -> None:
    assert tags(DATA).count("table") == 2


def test_a_table_of_data_inside_a_layout_table_stays_a_table() -> None:
    found = tags(f"<table><tr><td><h1>Beds</h1>{DATA}</td></tr></table>")
    assert found.count("table") == 2
    assert found.count("td") == 4
