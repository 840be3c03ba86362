"""Turns a search into what other programs take: an Atom feed of the newest articles, a CSV file for a spreadsheet."""

from __future__ import annotations

import csv as csv_writer
import io
import re
from xml.sax.saxutils import escape, quoteattr

from datasette.utils.asgi import Request, Response

from db.site import finding
from db.site.highlight import snippet
from db.site.site import NewsSite
from db.site.wording import KINDS, parse

SUMMARY = 400  # characters
CSV_ROWS = 1_000
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
    page = datasette.absolute_url(request, datasette.urls.path(f"/search?{query}" if query else "/"))
    own = datasette.absolute_url(request, datasette.urls.path("/feed.atom" + (f"?{query}" if query else "")))
    seen = [parse(row["first_seen_at"]) for row in found.articles]
    updated = max((moment for moment in seen if moment), default=datasette.now())
    title = f"Newsward: {wanted.words}" if wanted.words else "Newsward: newest articles"
    entries = []
    for row in found.articles:
        address = datasette.absolute_url(request, datasette.urls.path(f"/article/{row['id']}"))
        summary = "".join(words for words, _ in snippet(row["lead"] or row["text"], (), SUMMARY))
        language = f" xml:lang={quoteattr(row['language'])}" if row["language"] else ""
        published = parse(row["published_at"])
        entries.append(
            f"<entry{language}><id>{_xml(address)}</id><title>{_xml(row['title'])}</title>"
            f"<link rel='alternate' href={quoteattr(_clean(address))}/>"
            f"<author><name>{_xml(row['name'])}</name></author>"
            + (f"<published>{published:%Y-%m-%dT%H:%M:%SZ}</published>" if published else "")
            + "".join(
                f"<category term={quoteattr(_clean(term))}/>" for term in (row["news_type"], row["evidence"]) if term
            )
            + f"<updated>{_xml(row['first_seen_at'])}</updated><summary>{_xml(summary)}</summary></entry>"
        )
    body = (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<id>{_xml(own)}</id><title>{_xml(title)}</title><updated>{updated:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f"<link rel='self' href={quoteattr(_clean(own))}/><link rel='alternate' href={quoteattr(_clean(page))}/>"
        f"{''.join(entries)}</feed>\n"
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


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


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _xml(text: str) -> str:
    return escape(_clean(text))
