"""Turns the address a reader asked for into one of our pages: home, search, article, story, sources."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Request, Response

from db.search import match_expression, parse_query
from db.site import coverage, editing, finding, reading, telling, who
from db.site.answering import answer, tongues_of, wording_of
from db.site.display import safe_html
from db.site.knowing import how_we_know
from db.site.outward import TRIALS, paragraphs
from db.site.papers import covered, papers_of, written
from db.site.site import NewsSite
from db.site.wording import KINDS, LABEL_NAMES

SOURCES_A_PAGE = 100
LISTS = (
    "authors", "images", "contacts", "alternates", "labels", "attachments", "experts", "related", "candidates",
)  # fmt: skip
LABELS_SHOWN = 20
TEXT_SHOWN = 200_000  # characters of one article on its page; the rest is in the data


async def home(datasette: NewsSite, request: Request) -> Response:
    """The newest stories, how many they are told by, and how fresh the site is."""
    shared, newest = await reading.front(datasette)
    watched = await coverage.watched(datasette)
    last = sorted(watched, key=lambda one: one.row["last_crawl_at"] or "", reverse=True)
    headline = {row["id"]: telling.headlines(row, tongues_of(request))[0] for row in shared}
    return await answer(
        datasette,
        request,
        "home.html",
        shared=shared,
        newest=newest,
        coverage=coverage.coverage(watched),
        crawled=[one for one in last if one.row["last_crawl_at"]][:6],
        tellers=await reading.tellers(datasette, [row["id"] for row in shared]),
        headline=headline,
        lead=await reading.lead(datasette, headline[shared[0]["id"]].article or shared[0]["best"]) if shared else None,
        json_list=reading.json_list,
    )


async def search(datasette: NewsSite, request: Request) -> Response:
    """Articles by words and filters, newest first."""
    wanted = finding.read_search(request.args)
    found = await finding.find(datasette, wanted)
    return await answer(
        datasette,
        request,
        "search.html",
        search=wanted,
        found=found,
        named=[] if wanted.before or wanted.after else await finding.named(datasette, wanted.words),
        card=await written(datasette, wanted.words),
        counted=finding.COUNTED,
        terms=parse_query(wanted.words),
        sought=bool(match_expression(wanted.words)),
        data_query=finding.data_query(wanted),
        table_query=finding.data_query(wanted, *finding.TABLE_COLUMNS),
        words_only=finding.Search(words=wanted.words).query_string(),
        choices=await finding.choices(datasette),
        coverage=coverage.coverage(await coverage.watched(datasette)),
        json_list=reading.json_list,
    )


async def article(datasette: NewsSite, request: Request) -> Response:
    """One article: what it says, where that came from, and where else it appears."""
    id = int(request.url_vars["id"])
    row = await reading.article(datasette, id)
    if row is None:
        raise NotFound("There is no article at this address.")
    told = await telling.story(datasette, row["story"], tongues_of(request)) if row["story"] else None
    cards = await papers_of(datasette, [id])
    shown, whole = paragraphs(row["text"], TEXT_SHOWN)
    said = {name: reading.json_list(row[name]) for name in LISTS}
    more = {name: reading.json_object(row[name]) for name in ("origins", "confidences")}
    return await answer(
        datasette,
        request,
        "article.html",
        article=row,
        story=told,
        mine=[one for one in told.members if one.article["id"] == id] if told else [],
        paragraphs=shown,
        whole=whole,
        appearances=await reading.appearances(datasette, id),
        differs=reading.json_object(row["duplicate_differs"] or "{}"),
        **await _papers(datasette, id, covered(cards)),
        cards=cards,
        html=safe_html(row["html"]),
        said=said,
        labels=_labels(said["labels"]),
        known=how_we_know(row, said, more, wording_of(datasette, request)),
        named=await who.named_in(datasette, [id]),
    )


async def _papers(datasette: NewsSite, id: int, shown: set[tuple[str, str]]) -> dict[str, Any]:
    """The identifiers of an article without those `shown` on cards, apart: announced, only named, who paid."""
    found = await reading.identifiers(datasette, id)
    papers = [one for one in found if one["scheme"] != "grant" and (one["scheme"], one["value"]) not in shown]
    announced = [one for one in papers if one["is_primary"]]
    return {
        "announced": announced,
        "mentioned": [one for one in papers if not one["is_primary"]],
        "grants": [one for one in found if one["scheme"] == "grant"],
        "trials_only": all(one["scheme"] in TRIALS for one in announced),
    }


def _labels(said: list[Any]) -> list[dict[str, Any]]:
    """The labels to show as chips: the surest type of news and evidence (they come first), and every subject."""
    known = [one for one in said[:LABELS_SHOWN] if isinstance(one, dict) and one.get("quote")]
    shown: list[dict[str, Any]] = []
    for name in LABEL_NAMES:
        found = [one for one in known if one.get("name") == name]
        shown += found if name == "subject" else found[:1]
    return shown


async def story(datasette: NewsSite, request: Request) -> Response:
    """One story: who told it first, all who tell it and why they belong. A merged story leads to its successor."""
    id = int(request.url_vars["id"])
    told = await telling.story(datasette, id, tongues_of(request))
    if told is None:
        successor = await telling.story_redirect(datasette, id)
        if successor is None:
            raise NotFound("There is no story at this address.")
        return Response.redirect(datasette.urls.path(f"/story/{successor}"), status=301)
    cards = await papers_of(datasette, [row["id"] for row in told.told])
    shown = covered(cards)
    return await answer(
        datasette,
        request,
        "story.html",
        story=told,
        cards=cards,
        others=[row for row in told.papers if (row["scheme"], row["value"]) not in shown],
        editing=await editing.on_story(datasette, request, id),
        named=await who.named_in(datasette, [row["id"] for row in told.told]),
        json_list=reading.json_list,
    )


async def sources(datasette: NewsSite, request: Request) -> Response:
    """Every source with the outcome and age of its last crawl, problems first."""
    watched = await coverage.watched(datasette)
    asked = {name: str(request.args.get(name) or "").strip() for name in ("q", "country", "kind", "state")}
    words = asked["q"].casefold().split()
    shown = [
        one
        for one in watched
        if (not asked["country"] or one.row["country"] == asked["country"])
        and (not asked["kind"] or one.row["kind"] == asked["kind"])
        and (not asked["state"] or one.state == asked["state"])
        and all(word in f"{one.row['name']} {one.row['id']} {one.row['home']}".casefold() for word in words)
    ]
    pages = max(1, -(-len(shown) // SOURCES_A_PAGE))
    wanted = str(request.args.get("page") or "1")
    page = min(int(wanted), pages) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 9 else 1
    page = max(page, 1)
    return await answer(
        datasette,
        request,
        "sources.html",
        shown=shown[(page - 1) * SOURCES_A_PAGE : page * SOURCES_A_PAGE],
        total=len(shown),
        page=page,
        pages=pages,
        asked=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
        coverage=coverage.coverage(watched),
        countries=sorted({one.row["country"] for one in watched}),
        kinds=[kind for kind in KINDS if any(one.row["kind"] == kind for one in watched)],
        states=[state for state in coverage.ORDER if any(one.state == state for one in watched)],
        json_list=reading.json_list,
    )


async def unreadable(datasette: NewsSite, request: Request) -> Response:
    """What a reader sees when news.db cannot be read, until it can again."""
    return await answer(
        datasette,
        request,
        "newsward_error.html",
        status=503,
        title="The news cannot be read now",
        message="The database is being replaced, or is gone. Please try again in a moment.",
    )


async def closed(datasette: NewsSite, request: Request) -> Response:
    """The answer for pages that are not for readers."""
    raise NotFound("404")


async def too_slow(datasette: NewsSite, request: Request) -> Response:
    """What a reader sees when the database needed longer than a page may take."""
    return await answer(
        datasette,
        request,
        "newsward_error.html",
        status=503,
        title="This took too long",
        message=("The database was busy. Please try again in a moment, or ask for less at once."),
    )
