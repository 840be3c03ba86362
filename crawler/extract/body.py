"""Turns the parsed page into the text of its article: trafilatura on the tree, teasers of other articles cut."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

FAST = Extractor(output_format="python", fast=True, comments=False)
THOROUGH = Extractor(output_format="python", fast=False, comments=False)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, paragraphs separated by newlines, and what found it."""

    text: str
    origin: str


def find_body(tree: HtmlElement) -> Body:
    """The words of the page's article; an empty text when it has none. The tree is left as it was."""
    document = bare_extraction(tree, options=FAST)
    text = document.text if isinstance(document, Document) and document.text else ""
    return Body(text, "trafilatura")
