"""Turns a fresh process into one that has loaded all that extraction needs; imported once, by the fork server.

Every worker forked from there shares the language model and the tables (90 MB), in place of loading its own.
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime

from crawler.extract.page import extract_page

# A whole little article in words that leave its language open, so that every stage and the language model are loaded.
FIRST_PAGE = (
    b"<html><head><title>First page of a worker</title></head><body><main><article><h1>First page of a worker</h1>"
    b"<p>5 March 2026</p>"
    + b"<p>This page loads what the first article of a worker would load, before any clock runs, because the models "
    b"take longer to read from the disk than a page is given. La premiere page charge les modeles de langue.</p>"
    * 6
    + b"</article></main></body></html>"
)


def warm_up() -> None:
    """Extract a first page, so that nothing is loaded later on a page's own time."""
    extract_page(FIRST_PAGE, "https://example.org/first", now=datetime(2000, 1, 1, tzinfo=UTC))


warm_up()
gc.freeze()  # what is here stays; the collector would touch, and so unshare, every page of it
# A page is thousands of objects that all go when it is read; looking for circles among them meanwhile finds none.
gc.set_threshold(100_000, 20, 20)
