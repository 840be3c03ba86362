"""Turns the address of a paper or trial, or of the list of retracted ones, into a page, a reference or a feed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from datasette.utils.asgi import NotFound, Request, Response

from db.site import citations, papers
from db.site.answering import answer
from db.site.feeds import clean, xml
from db.site.papers import RETRACTED_A_PAGE, Listed, Paper
from db.site.reading import json_list
from db.site.site import NewsSite
from db.site.wording import parse

FORMATS = {
    "ris": (citations.ris, "application/x-research-info-systems; charset=utf-8"),
    "bib": (citations.bibtex, "application/x-bibtex; charset=utf-8"),
    "csl.json": (citations.csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}
MISSING = "No article here is about this paper or trial."


async def paper(datasette: NewsSite, request: Request) -> Response:
    """One paper or trial: its facts and state, who told of it. One that was joined to another leads there."""
    id = int(request.url_vars["id"])
    one = await papers.paper(datasette, id)
    if one is None:
        return await _moved(datasette, id, "")
    return await answer(
        datasette,
        request,
        "paper.html",
        paper=one,
        articles=await papers.articles_about(datasette, id),
        stories=await papers.stories_about(datasette, id),
        tags=citations.meta_tags(one),
        json_list=json_list,
    )


async def reference(datasette: NewsSite, request: Request) -> Response:
    """The paper as a file for a reference manager."""
    id, kind = int(request.url_vars["id"]), request.url_vars["format"]
    one = await papers.paper(datasette, id)
    if one is None:
        return await _moved(datasette, id, f".{kind}")
    write, content_type = FORMATS[kind]
    name = f'attachment; filename="paper-{id}.{kind}"'
    return Response(write(one), content_type=content_type, headers={"Content-Disposition": name})


async def doi(datasette: NewsSite, request: Request) -> Response:
    """The page of the paper with this DOI."""
    id = await papers.holder(datasette, "doi", unquote(request.url_vars["doi"]).strip().lower())
    if id is None:
        raise NotFound(MISSING)
    return Response.redirect(datasette.urls.path(f"/paper/{id}"), status=302)


async def retracted(datasette: NewsSite, request: Request) -> Response:
    """Releases still online whose paper was retracted."""
    said = str(request.args.get("page") or "1")
    page = max(1, int(said)) if said.isascii() and said.isdecimal() and len(said) < 7 else 1
    listed, total = await papers.retracted(datasette, page)
    return await answer(
        datasette,
        request,
        "retracted.html",
        listed=listed,
        total=total,
        page=page,
        size=RETRACTED_A_PAGE,
        checked=bool(listed) or await papers.any_checked(datasette),
    )


async def retracted_feed(datasette: NewsSite, request: Request) -> Response:
    """The same as an Atom feed, one entry a release."""
    listed, _ = await papers.retracted(datasette)
    own, page = (datasette.absolute_url(request, datasette.urls.path(at)) for at in ("/retracted.atom", "/retracted"))
    moments = [moment for one in listed if (moment := parse(one.since))]
    updated = max(moments, default=datasette.now())

    def place(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    body = (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<id>{xml(own)}</id><title>Newsward: releases still online whose paper was retracted</title>"
        f"<updated>{updated:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f"<link rel='self' href={quoteattr(clean(own))}/><link rel='alternate' href={quoteattr(clean(page))}/>"
        f"{''.join(_entry(one, row, place) for one in listed for row in one.articles)}</feed>\n"
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _entry(one: Listed, row: Any, place: Callable[[str], str]) -> str:
    """A release of the list. Its id names the paper too: an article may announce two that are retracted."""
    address, about = place(f"/article/{row['id']}"), place(f"/paper/{one.paper.id}")
    language = f" xml:lang={quoteattr(clean(row['language']))}" if row["language"] else ""
    seen = max(one.paper.state_at or "", row["first_seen_at"])
    moment = parse(seen)
    updated = f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else seen
    return (
        f"<entry{language}><id>{xml(f'{address}#paper-{one.paper.id}')}</id>"
        f"<title>{xml('Retracted: ' + row['title'])}</title>"
        f"<link rel='alternate' href={quoteattr(clean(address))}/><link rel='related' href={quoteattr(clean(about))}/>"
        f"<author><name>{xml(row['name'])}</name></author><updated>{xml(updated)}</updated>"
        f"<summary xml:lang='en'>{xml(_summary(one.paper))}</summary></entry>"
    )


def _summary(one: Paper) -> str:
    reasons = [reason for notice in one.notices if notice.get("nature") == "Retraction" for reason in notice["reasons"]]
    told = f"Its paper “{one.title or one.value}”{f' ({one.journal})' if one.journal else ''} was retracted."
    because = f" Reasons: {'; '.join(reasons)}." if reasons else ""
    return f"{told} {one.state_why or ''}{because}"


async def _moved(datasette: NewsSite, id: int, end: str) -> Response:
    successor = await papers.successor(datasette, id)
    if successor is None or successor == id:
        raise NotFound(MISSING)
    return Response.redirect(datasette.urls.path(f"/paper/{successor}{end}"), status=301)


ROUTES: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
    (r"/paper/(?P<id>[0-9]{1,18})$", paper),
    (r"/paper/(?P<id>[0-9]{1,18})\.(?P<format>ris|bib|csl\.json)$", reference),
    (r"/doi/(?P<doi>10\.[0-9]{4,9}(?:/|%2[fF]).{1,300})$", doi),
    (r"/retracted$", retracted),
    (r"/retracted\.atom$", retracted_feed),
]
