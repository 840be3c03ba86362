"""Turns the parsed page into the text of its article: trafilatura on the tree, teasers of other articles cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured
from crawler.extract.teasers import without_teasers

FAST = Extractor(output_format="python", fast=True, comments=False)
THOROUGH = Extractor(output_format="python", fast=False, comments=False)
# Below this trafilatura falls back to every word of the page; the lines under the title are the better answer.
SHORT = 300
SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, paragraphs separated by newlines, and what found it."""

    text: str
    origin: str


def find_body(
    tree: HtmlElement, structured: Structured, blocks: Sequence[Block], title_at: int | None, title: str | None
) -> Body:
    """The words of the page's article; an empty text when it has none. The tree is left as it was."""
    text = _trafilatura(tree, FAST)
    return Body(without_teasers(text), "trafilatura")


def _trafilatura(tree: HtmlElement, options: Extractor) -> str:
    document = bare_extraction(tree, options=options)
    return document.text if isinstance(document, Document) and document.text else ""
