"""A page that shows nothing, but carries its article as data for its own scripts, is read from those."""

# ruff: noqa: E501 - data on one line, as applications write them

from __future__ import annotations

import json
from html import escape

import pytest

from crawler.extract.appdata.jsliteral import NotALiteral, parse_function, parse_literal
from crawler.extract.appdata.richtext import to_html
from crawler.extract.appdata.state import read_states
from crawler.extract.tree import parse
from crawler.items import PageKind
from tests.extract.pages import PROSE, page, read

URL = "https://www.example.edu/news/walking-protects-the-heart"
TITLE = "Walking protects the heart"
FIRST, SECOND = PROSE.split(". ", 1)
HTML = f"<p>{FIRST}.</p><h2>What comes next</h2><p>{SECOND}</p>"
MORE = "The next step is a study with children from three towns, which begins in spring and lasts for two years."
EMPTY = "<div id='__next'></div><noscript>You need to enable JavaScript to run this app.</noscript>"


def spa(script: str, *, title: str = f"{TITLE} | Example University") -> str:
    return page(f"{EMPTY}{script}", title=title)


def article(body: object, **more: object) -> dict[str, object]:
    return {
        "title": TITLE,
        "slug": "walking-protects-the-heart",
        "publishedAt": "2026-03-05T09:00:00Z",
        "body": body,
        **more,
    }


def with_json(value: object, attributes: str = "id='__NEXT_DATA__' type='application/json'") -> str:
    return f"<script {attributes}>{json.dumps(value)}</script>"


PORTABLE = [
    {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": FIRST + "."}]},
    {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "What comes next"}]},
    {"_type": "image", "asset": {"_ref": "image-1"}},
    {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": SECOND, "marks": ["em"]}]},
]
CONTENTFUL = {
    "nodeType": "document",
    "data": {},
    "content": [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": FIRST + ".", "marks": []}]},
        {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "What comes next"}]},
        {
            "nodeType": "paragraph",
            "content": [
                {"nodeType": "text", "value": SECOND},
                {
                    "nodeType": "hyperlink",
                    "data": {"uri": "https://x.example"},
                    "content": [{"nodeType": "text", "value": ""}],
                },
            ],
        },
    ],
}
PROSEMIRROR = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "content": [{"type": "text", "text": FIRST}, {"type": "text", "text": ".", "marks": [{"type": "bold"}]}],
        },
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "What comes next"}]},
        {"type": "paragraph", "content": [{"type": "text", "text": SECOND}]},
    ],
}
DRAFT = {
    "entityMap": {},
    "blocks": [
        {"key": "a", "text": FIRST + ".", "type": "unstyled"},
        {"key": "b", "text": "What comes next", "type": "header-two"},
        {"key": "c", "text": SECOND, "type": "unstyled"},
    ],
}
EDITORJS = {
    "time": 1,
    "blocks": [
        {"type": "paragraph", "data": {"text": FIRST + "."}},
        {"type": "header", "data": {"text": "What comes next", "level": 2}},
        {"type": "paragraph", "data": {"text": SECOND}},
    ],
}
LEXICAL = {"root": {"type": "root", "children": [
    {"type": "paragraph", "children": [{"type": "text", "text": FIRST + "."}]},
    {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "What comes next"}]},
    {"type": "paragraph", "children": [{"type": "text", "text": SECOND}]},
]}}  # fmt: skip
SLATE = [
    {"type": "paragraph", "children": [{"text": FIRST + "."}]},
    {"type": "heading", "level": 2, "children": [{"text": "What comes next"}]},
    {"type": "paragraph", "children": [{"text": SECOND}]},
]
PRISMIC = [
    {"type": "paragraph", "text": FIRST + ".", "spans": []},
    {"type": "heading2", "text": "What comes next", "spans": []},
    {"type": "paragraph", "text": SECOND, "spans": []},
]
GUTENBERG = [
    {"blockName": "core/paragraph", "attrs": {}, "innerHTML": f"<p>{FIRST}.</p>"},
    {"blockName": "core/heading", "innerHTML": "<h2>What comes next</h2>"},
    {"blockName": "core/paragraph", "innerHTML": f"<p>{SECOND}</p>"},
]
BODIES = {
    "html": HTML,
    "plain": f"{FIRST}.\n\n## What comes next\n\n{SECOND}",
    "rendered": {"rendered": HTML},
    "drupal": [{"value": "x", "format": "full_html", "processed": HTML}],
    "portable text": PORTABLE,
    "contentful": CONTENTFUL,
    "contentful json": {"json": CONTENTFUL},
    "prosemirror": PROSEMIRROR,
    "prosemirror as a string": json.dumps(PROSEMIRROR),
    "draft.js": DRAFT,
    "draft.js as a string": json.dumps(DRAFT),
    "editor.js": EDITORJS,
    "lexical": LEXICAL,
    "slate": SLATE,
    "prismic": PRISMIC,
    "gutenberg": GUTENBERG,
    "modules": [{"type": "text_module", "text": HTML}, {"type": "quote", "text": MORE}],
}


@pytest.mark.parametrize("kind", BODIES)
def test_every_rich_text_is_read_as_paragraphs(kind: str) -> None:
    found = read(spa(with_json({"props": {"pageProps": {"post": article(BODIES[kind])}}})), URL)
    lines = found.text.split("\n")
    assert found.kind is PageKind.ARTICLE, found.reason
    assert (found.title, found.published_at) == (TITLE, "2026-03-05T09:00:00Z")
    assert lines[0] == f"{FIRST}." and SECOND in lines and found.origins["text"] == "next-data"


def flat(value: object) -> list[object]:
    """A value as Nuxt 3 writes it: a list in which numbers are places."""
    rows: list[object] = []

    def put(item: object) -> int:
        place = len(rows)
        rows.append(None)
        if isinstance(item, dict):
            rows[place] = {key: put(inner) for key, inner in item.items()}
        elif isinstance(item, list):
            rows[place] = [put(inner) for inner in item]
        else:
            rows[place] = item
        return place

    rows.append(["ShallowReactive", 1])
    put(value)
    return rows


POST = article(HTML, author={"name": "Ada Brandt"})
LITERAL = f"{{title:'{TITLE}',slug:\"walking-protects-the-heart\",publishedAt:'2026-03-05T09:00:00Z',live:!0,views:1e3,body:{json.dumps(HTML)},next:null,}}"
CARRIERS = {
    "next-data": with_json({"props": {"pageProps": {"data": {"node": POST}}}}),
    "nuxt-data": with_json(
        flat({"data": {"news": POST}}), "type='application/json' id='__NUXT_DATA__' data-nuxt-data='nuxt-app'"
    ),
    "nuxt-data literal": f"<script>window.__NUXT__={{data:[{LITERAL}],state:{{}}}};</script>",
    "nuxt-data function": f'<script>window.__NUXT__=(function(a,b,c){{return {{layout:a,data:[{{post:{{title:b,slug:"walking-protects-the-heart",publishedAt:"2026-03-05T09:00:00Z",body:c}}}}]}}}}("default",{json.dumps(TITLE)},{json.dumps(HTML)}));</script>',
    "page-data initial": f"<script>window.__INITIAL_STATE__ = {json.dumps({'article': POST})};</script>",
    "page-data preloaded": f"<script>window.__PRELOADED_STATE__ = {json.dumps({'article': POST})}\nwindow.x = 1</script>",
    "page-data parsed": f"<script>window.__INITIAL_STATE__ = JSON.parse({json.dumps(json.dumps({'article': POST}))});</script>",
    "apollo-state": f"<script>window.__APOLLO_STATE__ = {json.dumps({'ROOT': {'page': {'__ref': 'News:1'}}, 'News:1': {'title': TITLE, 'path': '/news/walking-protects-the-heart', 'date': '2026-03-05T09:00:00Z', 'body': {'__ref': 'Body:1'}}, 'Body:1': {'html': HTML}})};</script>",
    "drupal-settings": with_json({"node": POST}, "type='application/json' data-drupal-selector='drupal-settings-json'"),
    "sveltekit-data": with_json(
        {"status": 200, "body": json.dumps(POST)}, "type='application/json' data-sveltekit-fetched data-url='/api'"
    ),
    "sveltekit-data start": f'<script>{{const element = document.body; kit.start(app, element, {{node_ids: [0, 2], data: [null,{{type:"data",data:{{post:{LITERAL}}},uses:{{}}}}]}});}}</script>',
    "page-data angular": f"<script id='ng-state' type='application/json'>{json.dumps({'post': POST}).replace('&', '&a;').replace(chr(34), '&q;')}</script>",
    "page-data inertia": f"<div id='app' data-page=\"{escape(json.dumps({'component': 'News', 'props': {'post': POST}}))}\"></div>",
    "page-data gatsby": f"<script>window.___pageData={json.dumps({'result': {'data': {'post': POST}}})};</script>",
    "next-data flight": f"<script>self.__next_f.push([1,{json.dumps('5:' + json.dumps(['$', 'main', None, {'post': POST}]) + chr(10))}])</script>",
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_carrier_is_read(carrier: str) -> None:
    found = read(spa(CARRIERS[carrier]), URL)
    assert found.kind is PageKind.ARTICLE, found.reason
    assert (found.title, found.published_at) == (TITLE, "2026-03-05T09:00:00Z")
    assert f"{FIRST}." in found.text and SECOND in found.text
    assert {found.origins[name] for name in ("title", "text", "published_at")} == {carrier.split()[0]}


def test_the_article_is_the_one_whose_title_or_address_is_the_pages() -> None:
    others = [
        {"title": f"Another story {n}", "slug": f"another-{n}", "body": f"<p>{MORE} {MORE} {n}</p>" * 9}
        for n in range(5)
    ]
    state = with_json({"props": {"related": others, "post": POST}})
    assert MORE not in read(spa(state), URL).text
    assert FIRST in read(spa(state, title="Example University"), URL).text
    assert read(spa(with_json({"related": others})), URL).kind is PageKind.NEEDS_BROWSER


def test_a_page_that_shows_its_text_is_read_as_it_is() -> None:
    shown = page(f"<main><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></main>{with_json({'post': article(HTML)})}")
    found = read(shown, URL)
    assert found.origins["text"] != "next-data" and MORE in found.text


@pytest.mark.parametrize(
    "script",
    [
        "<script id='__NEXT_DATA__' type='application/json'>" + "[" * 100_000 + "</script>",
        "<script id='__NEXT_DATA__' type='application/json'>" + '{"a":' * 50_000 + "1" + "}" * 50_000 + "</script>",
        "<script>window.__INITIAL_STATE__ = " + "[" * 100_000 + "</script>",
        "<script>window.__NUXT__=(function(a){return " + "{a:" * 50_000 + "}(1))</script>",
        "<script>window.__NUXT__=(function(a,b){" + "return " * 20_000 + "</script>",
        "<script>window.__INITIAL_STATE__ = '" + "\\u00e9" * 100_000 + "</script>",
        "<script id='__NUXT_DATA__' type='application/json'>" + json.dumps([["Reactive", 0]] + [{"a": 1, "b": 2}, {"a": 2, "b": 1}] * 20_000) + "</script>",
        "<script>" + "window.__STATE__={" * 5_000 + "</script>",
    ],
)  # fmt: skip
def test_hostile_data_are_passed_over(script: str) -> None:
    assert read(spa(script), URL).kind is PageKind.NEEDS_BROWSER


def test_nothing_is_run() -> None:
    with pytest.raises(NotALiteral):
        parse_literal("{a: fetch('/x')}")
    with pytest.raises(NotALiteral):
        parse_literal("{a: `${document.cookie}`}")
    with pytest.raises(NotALiteral):
        parse_function("(function(a){return alert(a)}(1))")


def test_literals_have_the_liberties_of_scripts() -> None:
    value, end = parse_literal("{a:1,'b':[!0,!1,void 0,],\"c\":{d:'\\u00e9\\n\\x41'},e:-1.5e2,f:new Date(12)}; x")
    assert value == {"a": 1, "b": [True, False, None], "c": {"d": "é\nA"}, "e": -150.0, "f": 12} and end == 72


def test_a_circle_of_references_is_a_circle() -> None:
    script = with_json([{"a": 1}, {"b": 0}], "id='__NUXT_DATA__' type='application/json'") + " " * 300
    tree = parse(page(script.replace('[{"a"', " " * 200 + '[{"a"')))
    assert tree is not None
    ((origin, value),) = read_states(tree)
    assert origin == "nuxt-data" and value["a"]["b"] is value


def test_rich_text_without_words_is_empty() -> None:
    assert to_html({"type": "image", "url": "https://x.example/a.jpg"}) == ""
    assert to_html(None) == to_html(3) == to_html([]) == ""
