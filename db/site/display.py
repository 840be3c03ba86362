"""Turns the display form of a text, made from a stranger's page, into HTML that is safe inside ours, or into none."""

from __future__ import annotations

import re

import nh3

LONGEST = 400_000  # characters; a longer text is shown as plain paragraphs
DEEPEST = 100  # elements inside each other: reading them takes time that grows with the square of the depth
TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "q", "cite",
    "em", "strong", "b", "i", "sub", "sup", "code", "pre", "abbr", "a",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "abbr": {"title"},
    "*": {"lang", "dir"},
}
REL = "noopener nofollow external"
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_ALONE = frozenset(("br", "hr", "img", "wbr", "col", "input", "meta", "link", "source"))
_EMPTY = re.compile(r"<(figure|p|li|ul|ol)>\s*</\1>")


def safe_html(html: object) -> str:
    """The text as HTML of a few plain elements: no script, style, class, picture or frame, links only to the web.

    '' when there is none to show, or it is too long or too deep; the caller then shows plain paragraphs. What an
    element not allowed says stays, but for scripts and styles. Cleaned by Ammonia (nh3), an HTML5 parser with an
    allow list, whatever the crawler did before: news.db may have been written by other hands.
    """
    if not isinstance(html, str) or not html.strip() or len(html) > LONGEST or _depth(html) > DEEPEST:
        return ""
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel=REL,
    )
    return _EMPTY.sub("", _EMPTY.sub("", clean)).strip()


def _depth(html: str) -> int:
    """How many elements stand inside each other at most, as far as the tags tell; an unclosed one counts to the end."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _ALONE:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
