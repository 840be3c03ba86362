"""Turns a search or a story into what other programs take: an Atom feed of its articles, a CSV for a spreadsheet."""

from __future__ import annotations

import csv as csv_writer
import io
import re
import sqlite3
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from datasette.utils.asgi import NotFound, Request, Response

from db.site import finding, telling
from db.site.answering import tongues_of
from db.site.highlight import snippet
from db.site.site import NewsSite
from db.site.wording import KINDS, parse

SUMMARY = 400  # characters
CSV_ROWS = 1_000
STORY_ROWS = 50  # articles in the feed of one story
COLUMNS = (
    "id", "published", "precision", "title", "lead", "language", "news_type", "evidence", "institution", "kind",
    "country", "url", "paper_title", "journal", "doi", "story", "institutions_telling_it", "first_seen",
)  # fmt: skip
# What a spreadsheet would run as a formula when a cell starts with it.
FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def atom(datasette: NewsSite, request: Request) -> Response:
    """The newest articles of a search (all without one) as an Atom feed."""
    wanted = finding.read_search(request.args)
    found = await finding.find(datasette, wanted)
    query = wanted.query_string()
    title = f"Newsward: {wanted.words}" if wanted.words else "Newsward: newest articles"
    page, own = f"/search?{query}" if query else "/", "/feed.atom" + (f"?{query}" if query else "")
    return feed(datasette, request, title, page, own, found.articles)


async def story(datasette: NewsSite, request: Request) -> Response:
    """The articles of one story, the one seen last first, so that a reader can follow it. A merged story leads on."""
    id = int(request.url_vars["id"])
    told = await telling.story(datasette, id, tongues_of(request))
    if told is None:
        successor = await telling.story_redirect(datasette, id)
        if successor is None:
            raise NotFound("There is no story at this address.")
        return Response.redirect(datasette.urls.path(f"/story/{successor}.atom"), status=301)
    rows = sorted(
        (member.article for member in told.members), key=lambda row: (row["first_seen_at"], row["id"]), reverse=True
    )
    return feed(
        datasette, request, f"Newsward: {told.headline.title}", f"/story/{id}", f"/story/{id}.atom", rows[:STORY_ROWS]
    )


def feed(
    datasette: NewsSite, request: Request, title: str, page: str, own: str, rows: Sequence[sqlite3.Row]
) -> Response:
    """An Atom feed of articles. `page`: what it is of, `own`: where it is."""
    page, own = (datasette.absolute_url(request, datasette.urls.path(address)) for address in (page, own))
    seen = [parse(row["first_seen_at"]) for row in rows]
    updated = max((moment for moment in seen if moment), default=datasette.now())
    body = (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<id>{xml(own)}</id><title>{xml(title)}</title><updated>{updated:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f"<link rel='self' href={quoteattr(clean(own))}/><link rel='alternate' href={quoteattr(clean(page))}/>"
        f"{''.join(_entry(datasette, request, row) for row in rows)}</feed>\n"
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _entry(datasette: NewsSite, request: Request, row: sqlite3.Row) -> str:
    address = datasette.absolute_url(request, datasette.urls.path(f"/article/{row['id']}"))
    summary = "".join(words for words, _ in snippet(row["lead"] or row["text"], (), SUMMARY))
    language = f" xml:lang={quoteattr(row['language'])}" if row["language"] else ""
    published = parse(row["published_at"])
    terms = [term for term in (row["news_type"], row["evidence"]) if term]
    return (
        f"<entry{language}><id>{xml(address)}</id><title>{xml(row['title'])}</title>"
        f"<link rel='alternate' href={quoteattr(clean(address))}/>"
        f"<author><name>{xml(row['name'])}</name></author>"
        + (f"<published>{published:%Y-%m-%dT%H:%M:%SZ}</published>" if published else "")
        + "".join(f"<category term={quoteattr(clean(term))}/>" for term in terms)
        + f"<updated>{xml(row['first_seen_at'])}</updated><summary>{xml(summary)}</summary></entry>"
    )


async def csv(datasette: NewsSite, request: Request) -> Response:
    """The newest articles of a search, CSV_ROWS at most, as a spreadsheet opens them: no cell is a formula."""
    wanted = finding.read_search(request.args)
    rows = await finding.for_table(datasette, wanted, CSV_ROWS)
    text = io.StringIO()
    text.write("\ufeff")  # or Excel takes the text for Latin-1
    table = csv_writer.writer(text)
    table.writerow(COLUMNS)
    for row in rows:
        kind = KINDS.get(row["kind"], row["kind"])
        table.writerow(harmless(row[name] if name != "kind" else kind) for name in COLUMNS)
    return Response(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="newsward.csv"'},
    )


def harmless(value: object) -> object:
    """A cell that no spreadsheet runs: text that looks like a formula gets an apostrophe before it."""
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return "" if value is None else value


def clean(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def xml(text: str) -> str:
    """Text as XML holds it between two tags."""
    return escape(clean(text))
