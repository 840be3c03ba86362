"""Turns the address of a search for names, a person, a lab or a funder into its page and its feed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Request, Response

from db.names import fold_words
from db.search import QUERY_CHARACTERS
from db.site import coverage, feeds, finding, reading, who
from db.site.answering import answer
from db.site.outward import institution_key
from db.site.site import NewsSite
from db.site.who import Wanted

NAMED_KINDS = ("lab", "funder")


async def search(datasette: NewsSite, request: Request) -> Response:
    """Institutions, people, labs and funders by name."""
    words = str(request.args.get("q") or "").strip()[:QUERY_CHARACTERS]
    return await answer(
        datasette, request, "who.html", words=words, found=await who.search(datasette, words), counted=who.COUNTED
    )


async def person(datasette: NewsSite, request: Request) -> Response:
    """One person: the spellings of the name with why they are one, and the articles that name them."""
    row = await who.person(datasette, int(request.url_vars["id"]))
    if row is None:
        raise NotFound("There is no person at this address.")
    wanted = who.of_person(row["id"])
    asked = finding.read_search(request.args)
    found = await who.page(datasette, wanted, asked.before, asked.after)
    return await answer(
        datasette,
        request,
        "person.html",
        person=row,
        spellings=reading.json_list(row["spellings"]),
        found=found,
        counted=who.COUNTED,
        papers=await who.papers_of(datasette, [one["id"] for one in found.articles]),
        base=wanted.address,
    )


async def named(datasette: NewsSite, request: Request) -> Response:
    """The articles that name one lab or funder."""
    kind, name, wanted = _named(request)
    asked = finding.read_search(request.args)
    found = await who.page(datasette, wanted, asked.before, asked.after)
    shown = next((words[0]["name"] for words in found.words.values()), name)
    feed = urlencode({"kind": kind, "name": name})
    return await answer(
        datasette,
        request,
        "named.html",
        kind=kind,
        name=shown,
        found=found,
        counted=who.COUNTED,
        base=wanted.address,
        feed=f"/who.atom?{feed}",
        houses=(await who.named_in(datasette, list(found.words)))[kind],
        papers=await who.papers_of(datasette, [one["id"] for one in found.articles]),
    )


async def institution(datasette: NewsSite, request: Request) -> Response:
    """One institution: what it published or what others wrote naming it, its people, labs, papers and newsrooms."""
    key = request.url_vars["key"]
    every = await coverage.watched(datasette)
    watched = [one for one in every if key in (institution_key(one.row["institution"]), one.row["institution"])]
    row = await who.institution(datasette, key)
    if not watched and row is None:
        named = [one.row["institution"] for one in every if one.row["id"] == key]
        if not named:
            raise NotFound("No institution of this name is watched or named here.")
        return Response.redirect(datasette.urls.path(f"/institution/{institution_key(named[0])}"), status=301)
    id = str(watched[0].row["institution"] if watched or row is None else row["id"])
    asked = finding.read_search(request.args)
    own = finding.Search(institution=id, before=asked.before, after=asked.after)
    naming = who.of_institution(id)
    view = "named" if not watched or request.args.get("view") == "named" else "own"
    found = await (
        finding.find(datasette, own) if view == "own" else who.page(datasette, naming, asked.before, asked.after)
    )
    return await answer(
        datasette,
        request,
        "institution.html",
        newsrooms=watched,
        one=watched[0].row if watched else row,
        name=row["name"] if row is not None and not watched else watched[0].row["name"],
        id=id,
        view=view,
        search=own,
        base=naming.address,
        found=found,
        counted=finding.COUNTED,
        terms=(),
        people=await who.people_of(datasette, id),
        labs=await who.labs_of(datasette, id),
        papers=await who.papers_of(datasette, [one["id"] for one in found.articles]),
        above=await who.above(datasette, row["parents"]) if row is not None else [],
        json_list=reading.json_list,
    )


async def atom(datasette: NewsSite, request: Request) -> Response:
    """The newest articles that name a person (`person`), an institution (`institution`), or a lab or funder (`kind`,
    `name`), as an Atom feed."""
    asked = {name: str(request.args.get(name) or "") for name in ("person", "institution", "kind", "name")}
    if asked["person"].isascii() and asked["person"].isdecimal() and len(asked["person"]) < 19:
        row = await who.person(datasette, int(asked["person"]))
        title, wanted = (row["name"], who.of_person(row["id"])) if row else ("", None)
    elif asked["institution"]:
        row = await who.institution(datasette, asked["institution"])
        title, wanted = (row["name"], who.of_institution(row["id"])) if row else ("", None)
    else:
        _, title, wanted = _named(request)
    if wanted is None:
        raise NotFound("Nobody of this name is here.")
    found = await who.page(datasette, wanted, None, None)
    own = "/who.atom?" + urlencode({name: value for name, value in asked.items() if value})
    return feeds.feed(datasette, request, f"Newsward: {title}", wanted.address.rstrip("?&"), own, found.articles)


def _named(request: Request) -> tuple[str, str, Wanted]:
    """(kind, name, what is wanted) of a lab or a funder."""
    kind = str(request.args.get("kind") or "")
    name = str(request.args.get("name") or "")[:QUERY_CHARACTERS]
    if kind not in NAMED_KINDS or not fold_words(name):
        raise NotFound("Say whose articles you want: /named?kind=lab&name=… or kind=funder.")
    return kind, name, who.of_name(kind, fold_words(name), urlencode({"kind": kind, "name": name}))


ROUTES: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
    (r"/who$", search),
    (r"/who\.atom$", atom),
    (r"/person/(?P<id>[0-9]{1,18})$", person),
    (r"/named$", named),
    (r"/institution/(?P<key>[^/?]{1,200})$", institution),
]
