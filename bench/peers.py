"""Turns the bytes of a page into what four other extractors say of it, each called as its own documentation does."""

from __future__ import annotations

import contextlib
import logging
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

NAMES = ("trafilatura", "readability-lxml", "newspaper4k", "resiliparse")


@dataclass(slots=True)
class Said:
    """What one tool says of one page; None: nothing."""

    text: str = ""
    title: str | None = None
    date: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


Extractor = Callable[[bytes, str], object]  # the timed part: what gives the text
Reader = Callable[[object, bytes, str], Said]  # what else the same tool says, untimed


@dataclass(slots=True)
class Tool:
    """An extractor in two halves: the text, whose CPU time is measured, and everything it says."""

    name: str
    extract: Extractor
    read: Reader
    seconds: list[float] = field(default_factory=list)  # CPU, a page each

    def run(self, body: bytes, url: str) -> Said:
        """Times the text and adds title and day. A tool that raises on a page says nothing of it."""
        started = time.process_time()
        try:
            result = self.extract(body, url)
        except (ValueError, TypeError, AttributeError, LookupError, RuntimeError, SyntaxError) as error:
            logging.debug("%s: %s", self.name, error)
            result = None
        self.seconds.append(time.process_time() - started)
        return Said() if result is None else self.read(result, body, url)


def peers() -> list[Tool]:
    """The four, loaded. Needs the extra `bench`."""
    for name in ("newspaper", "readability", "trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"newspaper|dateutil")
    return [_trafilatura(), _readability(), _newspaper(), _resiliparse()]


def _trafilatura() -> Tool:
    from trafilatura import extract, extract_metadata

    def read(text: object, body: bytes, url: str) -> Said:
        said = extract_metadata(body, default_url=url)
        if said is None:
            return Said(str(text))
        authors = tuple(name for name in (said.author or "").split("; ") if name)
        return Said(str(text), said.title, said.date, None, authors)

    return Tool("trafilatura", lambda body, url: extract(body) or "", read)


def _readability() -> Tool:
    from lxml import etree, html
    from readability import Document
    from readability.readability import Unparseable

    def extract(body: bytes, url: str) -> tuple[Document, str] | None:
        document = Document(body)
        try:
            summary = document.summary(html_partial=True)
        except (Unparseable, etree.LxmlError):
            return None
        tree = html.fromstring(summary) if summary.strip() else None
        return document, "" if tree is None else "\n".join(
            str(text).strip() for text in tree.itertext() if text.strip()
        )

    def read(result: object, body: bytes, url: str) -> Said:
        assert isinstance(result, tuple)
        return Said(result[1], result[0].short_title())

    return Tool("readability-lxml", extract, read)


def _newspaper() -> Tool:
    import newspaper

    def extract(body: bytes, url: str) -> newspaper.Article:
        source = _decoded(body)
        try:
            return newspaper.Article(url, fetch_images=False).download(input_html=source).parse()
        except ImportError:  # the words of some languages need one more package each; it reads them as English then
            return newspaper.Article(url, language="en", fetch_images=False).download(input_html=source).parse()

    def read(article: object, body: bytes, url: str) -> Said:
        assert isinstance(article, newspaper.Article)
        language = (article.meta_lang or "")[:2].lower() or None
        return Said(article.text, article.title, _day(article.publish_date), language, tuple(article.authors))

    return Tool("newspaper4k", extract, read)


def _resiliparse() -> Tool:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree
    from resiliparse.parse.lang import detect_fast

    def extract(body: bytes, url: str) -> tuple[HTMLTree, str]:
        tree = HTMLTree.parse(bytes_to_str(body, detect_encoding(body, html5_compatible=True) or "utf-8"))
        return tree, extract_plain_text(tree, main_content=True)

    def read(result: object, body: bytes, url: str) -> Said:
        assert isinstance(result, tuple)
        return Said(result[1], result[0].title, None, detect_fast(result[1])[0] if result[1] else None)

    return Tool("resiliparse", extract, read)


def _decoded(body: bytes) -> str:
    """newspaper4k takes text only; the bytes are read as a browser would."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return str(bytes_to_str(body, detect_encoding(body, html5_compatible=True) or "utf-8"))


def _day(value: object) -> str | None:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str) and value:
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(value).strftime("%Y-%m-%d")
    return None
