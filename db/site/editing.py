"""Turns what a signed-in editor sends from a page into an act on stories, and shows what was decided with its undo."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from dataclasses import dataclass
from urllib.parse import parse_qs

from datasette.utils import baseconv
from datasette.utils.asgi import Request, Response

from db.connection import DatabaseRefused
from db.news.acts import Act, ActRefused, Done
from db.site.answering import answer
from db.site.site import NewsSite

SIGNED_IN_DAYS = 30
FORM_LARGEST = 100_000  # bytes: a story page has 300 boxes to tick at most
FIELDS_MOST = 1_000
ACTS_SHOWN = 200
ADDRESS = re.compile(r"(?:^|/(story|article)/)([0-9]{1,18})(?:$|[?#])")
HOW = "Sign in with the link that `newsward serve --editor` prints."


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """What an editor is shown on a story's page beside the story: the acts that touch it, the latest first."""

    acts: list[sqlite3.Row]


async def sign_in(datasette: NewsSite, request: Request) -> Response:
    """Sign the browser in that comes with an invitation, for SIGNED_IN_DAYS."""
    name = datasette.invited(str(request.args.get("token") or ""))
    if name is None:
        return await _refuse(datasette, request, "This link was used already, or is not one. " + HOW)
    until = int(time.time()) + SIGNED_IN_DAYS * 86_400  # Datasette compares it with this clock
    actor = {"a": {"id": name, "editor": True}, "e": baseconv.base62.encode(until)}
    response = Response.redirect(datasette.urls.path("/"), status=303)
    response.set_cookie(
        "ds_actor",
        datasette.sign(actor, "actor"),
        max_age=SIGNED_IN_DAYS * 86_400,
        httponly=True,
        samesite="lax",
        secure=request.scheme == "https",
    )
    datasette.add_message(request, f"You are signed in as {name}. Open a story to edit it.")
    return response


async def on_story(datasette: NewsSite, request: Request, story: int) -> Editing | None:
    """What an editor is shown on the page of a story; None for a reader."""
    if datasette.editor(request) is None:
        return None
    acts = await datasette.rows(
        """
        SELECT number, act, made_by, made_at, note, undone_by, undone_at, count(*) AS pairs FROM decisions
        WHERE number IN (
            SELECT decisions.number FROM decisions CROSS JOIN articles ON articles.id = a WHERE story = :story
            UNION SELECT decisions.number FROM decisions CROSS JOIN articles ON articles.id = b WHERE story = :story
        ) GROUP BY number ORDER BY number DESC LIMIT 20
        """,
        {"story": story},
    )
    return Editing(acts=acts)


async def edit_story(datasette: NewsSite, request: Request) -> Response:
    """Split off, pin or merge, as the form of a story's page says; then back to the story."""
    story = int(request.url_vars["id"])
    back = f"/story/{story}"
    if request.method != "POST":
        return Response.redirect(datasette.urls.path(back), status=303)
    by = _allowed(datasette, request)
    if by is None:
        return await _refuse(datasette, request, HOW)
    form = await _form(request)
    verb = form.get("act", [""])[0]
    note = form.get("note", [""])[0]
    if verb == "merge":
        others = await _stories(datasette, form.get("with", [""])[0].split())
        if not others:
            return _back(datasette, request, back, "Give the address of the other story, or its number.", wrong=True)
    elif verb in ("split", "pin", "move"):
        others = [int(one) for one in form.get("article", []) if one.isascii() and one.isdecimal() and len(one) < 19]
        if not others:
            return _back(datasette, request, back, "Choose one or more articles first.", wrong=True)
        if verb == "move":
            aim = await _stories(datasette, form.get("to", [""])[0].split())
            if len(aim) != 1:
                return _back(datasette, request, back, "Give the address of one story, or its number.", wrong=True)
            verb, story = "pin", aim[0]
    else:
        return _back(datasette, request, back, "There is no such act.", wrong=True)
    return await _do(datasette, request, Act(verb=verb, by=by, story=story, others=tuple(others), note=note), back)


async def decisions(datasette: NewsSite, request: Request) -> Response:
    """What editors decided, the latest first; sent to, takes one act back."""
    by = _allowed(datasette, request)
    if by is None:
        return await _refuse(datasette, request, HOW)
    if request.method == "POST":
        number = (await _form(request)).get("number", [""])[0]
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return _back(datasette, request, "/decisions", "There is no such act.", wrong=True)
        return await _do(datasette, request, Act(verb="undo", by=by, number=int(number)), "/decisions")
    acts = await datasette.rows(
        """
        SELECT decisions.number, act, made_by, made_at, note, undone_by, undone_at, count(*) AS pairs,
            min(decisions.a) AS article, articles.title, articles.language, articles.story
        FROM decisions LEFT JOIN articles ON articles.id = decisions.a
        GROUP BY decisions.number ORDER BY decisions.number DESC LIMIT :most
        """,
        {"most": ACTS_SHOWN},
    )
    return await answer(datasette, request, "decisions.html", acts=acts, cut=len(acts) == ACTS_SHOWN)


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a form; none when there are more than any form of ours has."""
    try:
        return parse_qs((await request.post_body()).decode("utf-8", "replace"), max_num_fields=FIELDS_MOST)
    except ValueError:
        return {}


async def _stories(datasette: NewsSite, said: list[str]) -> list[int]:
    """The stories meant by numbers and by addresses of stories or articles; none when one of them is neither."""
    found = []
    for one in said[:FIELDS_MOST]:
        address = ADDRESS.search(one)
        if address is None:
            return []
        id = int(address[2])
        if address[1] == "article":
            rows = await datasette.rows("SELECT story FROM articles WHERE id = :id AND story IS NOT NULL", {"id": id})
            if not rows:
                return []
            id = int(rows[0]["story"])
        found.append(id)
    return found


def _allowed(datasette: NewsSite, request: Request) -> str | None:
    """The editor who asks; None for a reader, and for a form another site has sent."""
    sent_from = request.headers.get(
        "sec-fetch-site", "same-origin"
    )  # browsers tell; the token of the form is the proof
    if request.method == "POST" and sent_from not in ("same-origin", "none"):
        return None
    return datasette.editor(request)


async def _do(datasette: NewsSite, request: Request, act: Act, back: str) -> Response:
    """Have an act done beside the readers' pages, and tell the editor what became of it."""
    if datasette.edit is None:
        return await _refuse(datasette, request, HOW)
    try:
        done: Done = await asyncio.to_thread(datasette.edit, act)
    except ActRefused as error:
        return _back(datasette, request, back, f"{error} Nothing was changed.", wrong=True)
    except DatabaseRefused as error:
        said = str(error).replace(str(datasette.news), "news.db")
        return _back(datasette, request, back, f"{said} Nothing was changed; try again in a moment.", wrong=True)
    where = back if act.verb == "undo" else f"/story/{done.story}"
    return _back(datasette, request, where, done.said)


def _back(datasette: NewsSite, request: Request, path: str, said: str, *, wrong: bool = False) -> Response:
    datasette.add_message(request, said, datasette.ERROR if wrong else datasette.INFO)
    return Response.redirect(datasette.urls.path(path), status=303)


async def _refuse(datasette: NewsSite, request: Request, said: str) -> Response:
    return await answer(
        datasette, request, "newsward_error.html", status=403, title="Only editors may do this", message=said
    )
