"""Turns a Datasette into the reporter's site by its public hooks: routes, SQL functions, filters, errors, headers."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from typing import Any

from datasette.database import QueryInterrupted
from datasette.filters import FilterArguments
from datasette.utils.asgi import Base400, Request, Response
from pluggy import HookimplMarker

from db.search import match_expression
from db.site import editing, feeds, finding, pages, paperpages, whopages
from db.site.answering import LOOSE, answer, style_address
from db.site.site import NAME, NewsSite

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

hookimpl = HookimplMarker("datasette")
# Datasette's pages about the machine itself (paths of files, threads, debugging) are not for readers.
CLOSED = r"/-/(databases|threads|messages|allow-debug|permissions|patterns)(\.json)?$"
NUMBER = r"(?P<id>[0-9]{1,18})"  # below SQLite's largest integer
ROUTES: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
    (r"/$", pages.home),
    (r"/search$", pages.search),
    (rf"/article/{NUMBER}$", pages.article),
    (rf"/story/{NUMBER}$", pages.story),
    (rf"/story/{NUMBER}\.atom$", feeds.story),
    (rf"/story/{NUMBER}/edit$", editing.edit_story),
    (r"/decisions$", editing.decisions),
    (r"/sign-in$", editing.sign_in),
    (r"/sources$", pages.sources),
    (r"/feed\.atom$", feeds.atom),
    (r"/search\.csv$", feeds.csv),
    *paperpages.ROUTES,
    *whopages.ROUTES,
    (CLOSED, pages.closed),
]
# For every answer, Datasette's own pages included.
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Our pages, before Datasette's own routes."""
    return ROUTES if isinstance(datasette, NewsSite) else []


@hookimpl(trylast=True)
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """Let SQL and Datasette's own search box speak the language of our search."""
    if isinstance(datasette, NewsSite) and database == NAME:
        conn.create_function("newsward_match", 1, _match, deterministic=True)
        conn.create_function("escape_fts", 1, _match, deterministic=True)


@hookimpl
def filters_from_request(request: Request, database: str, table: str, datasette: Any) -> FilterArguments | None:
    """The filters of our search on /news/articles, so that a search can be had as JSON or with more columns."""
    if not isinstance(datasette, NewsSite) or (database, table) != (NAME, "articles"):
        return None
    names = {"_institution": "institution", "_country": "country", "_kind": "kind", "_from": "from", "_to": "to"}
    asked = {ours: request.args.get(theirs) for theirs, ours in names.items() if request.args.get(theirs)}
    clauses, values = finding.conditions(finding.read_search(asked))
    said = [f"{name} {value}" for name, value in asked.items()]
    return FilterArguments(clauses, values, said)


@hookimpl
def extra_css_urls(datasette: Any, view_name: str) -> list[str]:
    """Dark mode and our typography on Datasette's own pages."""
    if not isinstance(datasette, NewsSite) or view_name == "newsward":
        return []
    return [style_address(datasette, "data.css")]


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """The way back from Datasette's own pages."""
    if not isinstance(datasette, NewsSite):
        return []
    return [
        {"href": datasette.urls.path(path), "label": label}
        for path, label in (
            ("/", "Newest stories"),
            ("/search", "Search"),
            ("/sources", "Sources"),
            ("/retracted", "Retracted"),
        )
    ]


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Generator[None, list[Any], list[Any]]:
    """Our own page for an address that does not exist or a query that took too long, without a trace on the console;
    everything else stays with Datasette.
    """
    others = yield
    if not isinstance(datasette, NewsSite):
        return others
    if request.path.endswith(".json"):
        return [lambda: _refuse_program(exception)] if isinstance(exception, Base400) else others
    if isinstance(exception, QueryInterrupted):
        return [lambda: pages.too_slow(datasette, request)]
    if isinstance(exception, sqlite3.OperationalError):  # the file is gone or locked; the trace is for the operator
        return [lambda: pages.unreadable(datasette, request), *others]
    if isinstance(exception, Base400):
        return [lambda: _refuse(datasette, request, exception)]
    return others


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Safe headers on every answer, and a look at the file before every request."""

    def wrap(app: App) -> App:
        if not isinstance(datasette, NewsSite):
            return app

        async def wrapped(scope: Scope, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
            if scope["type"] != "http":
                return await app(scope, receive, send)
            if scope["method"] == "POST" and not _small(scope):
                return await Response.text("This form is too large.", status=413).asgi_send(send)  # type: ignore[no-any-return]
            datasette.reopen_if_swapped()

            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": _with_headers(message.get("headers", []))}
                await send(message)

            return await app(scope, receive, send_with_headers)

        return wrapped

    return wrap


def _small(scope: Scope) -> bool:
    """Whether a form says that it is no larger than any of ours: it is read whole before anyone looks who sent it."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    return said.isdigit() and len(said) < 10 and int(said) <= editing.FORM_LARGEST


def _with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = {key.lower() for key, _ in headers}
    wanted = HEADERS | {b"content-security-policy": LOOSE.encode("ascii")}
    return [*headers, *((key, value) for key, value in wanted.items() if key not in present)]


def _match(query: object) -> str:
    """What FTS5 takes for a query; for one with nothing to look for an empty phrase, which matches nothing."""
    return match_expression(str(query or "")) or '""'


def _refuse_program(exception: Base400) -> Response:
    """The same object as Datasette gives programs for every error."""
    said = {"ok": False, "error": str(exception), "status": exception.status, "title": None}
    return Response.json(said, status=exception.status)


async def _refuse(datasette: NewsSite, request: Request, exception: Base400) -> Response:
    titles = {404: "Nothing here", 403: "Not for readers"}
    said = str(exception.args[0]) if exception.args else ""
    message = "This address leads nowhere." if said in ("", "404") else said
    return await answer(
        datasette,
        request,
        "newsward_error.html",
        status=exception.status,
        title=titles.get(exception.status, "This request cannot be answered"),
        message=message,
    )
