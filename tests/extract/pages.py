"""Pages invented for the tests, in the markup that real content systems write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler.extract.page import extract_page
from crawler.items import Entry, ScrapedArticle

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://www.universite-exemple.fr/une-therapie-cellulaire-contre-le-lupus/"


def read(
    html: str | bytes, url: str = URL, *, content_type: str | None = None, entry: Entry | None = None
) -> ScrapedArticle:
    body = html if isinstance(html, bytes) else html.encode()
    return extract_page(body, url, content_type=content_type, entry=entry, now=NOW)


def page(content: str, *, head: str = "", lang: str = "en", title: str = "Title of the page") -> str:
    top = f"<meta charset='utf-8'><title>{title}</title>{head}"
    return f"<!doctype html><html lang='{lang}'><head>{top}</head><body>{content}</body></html>"


PROSE = (
    "The team followed two hundred patients over five years and measured how their hearts answered to training. "
    "Those who walked every day had fewer attacks, whatever their age and whatever medicine they took before. "
    "The hospital will now offer the programme to everybody who leaves its cardiology ward, and count the results."
)

# A WordPress site with the Divi theme: modules nested in rows, the blog module with three teasers below the article.
DIVI = (Path(__file__).parent / "divi.html").read_text(encoding="utf-8")
