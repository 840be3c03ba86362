"""Turns a template and its values into a page that needs no script, loads nothing from elsewhere, and says so."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Request, Response

from db.site import outward
from db.site.highlight import mark, snippet
from db.site.site import NewsSite
from db.site.wording import Wording, reader_languages, reader_locale

FOLDER = Path(__file__).parent
# Our pages: nothing but our own style sheet and pictures, forms that lead to us, never in another site's frame.
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Datasette's own pages have scripts and styles in the page; they load nothing from elsewhere either.
LOOSE = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


async def answer(site: NewsSite, request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page from one of our templates, worded for its reader."""
    context = {
        "w": wording_of(site, request),
        "out": outward,
        "path": site.urls.path,
        "style": style_address(site, "newsward.css"),
        "here": request.path,
        "editor": site.editor(request),
        "mark": mark,
        "snippet": snippet,
        **values,
    }
    body = await site.render_template(template, context, request=request, view_name="newsward")
    return Response.html(body, status=status, headers={"Content-Security-Policy": STRICT, "Vary": "Accept-Language"})


def wording_of(site: NewsSite, request: Request) -> Wording:
    """The words for the reader who asks."""
    return Wording(reader_locale(request.headers.get("accept-language", "")), site.now())


def tongues_of(request: Request) -> list[str]:
    """The languages the reader who asks prefers, the most wanted first; none when the browser does not say."""
    return reader_languages(request.headers.get("accept-language", ""))


def style_address(site: NewsSite, name: str) -> str:
    """Where a style sheet of ours is; changes with its content, so that browsers fetch a new one."""
    return f"{site.urls.path(f'/static/{name}')}?{_digest(name)}"


@lru_cache(maxsize=8)
def _digest(name: str) -> str:
    return hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()[:8]
