"""Lists that only scripts and search engines read: JSON-LD and the state of a page."""

from __future__ import annotations

import json

import pytest

from crawler.discover.embedded import read_embedded
from crawler.discover.pages import read_page
from tests.discover.web import NOW, Site, html, source

ARTICLES = [
    {
        "@type": "NewsArticle",
        "headline": f"Results of trial {n}",
        "url": f"/newsroom/results-of-trial-{n}",
        "datePublished": f"2025-04-0{n}",
    }
    for n in range(1, 6)
]
CRUMBS = {
    "@type": "BreadcrumbList",
    "itemListElement": [{"@type": "ListItem", "position": n, "name": "Home", "item": f"/a/b/c-{n}"} for n in range(9)],
}


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "Blog", "blogPost": ARTICLES},
        {
            "@graph": [
                CRUMBS,
                {
                    "@type": "CollectionPage",
                    "mainEntity": {
                        "@type": "ItemList",
                        "itemListElement": [
                            {"@type": "ListItem", "position": n, "item": row} for n, row in enumerate(ARTICLES)
                        ],
                    },
                },
            ]
        },
        {
            "props": {
                "pageProps": {
                    "posts": [
                        {"title": row["headline"], "path": row["url"], "date": row["datePublished"]} for row in ARTICLES
                    ]
                }
            }
        },
    ],
    ids=["blog", "item list", "page state"],
)
def test_articles_in_data_scripts(data: object) -> None:
    kind = "application/ld+json" if "props" not in str(data) else "application/json"
    body = html(
        "<nav><a href='/newsroom'>Newsroom</a></nav><div id=app></div>",
        head=f"<script type='{kind}'>{json.dumps(data)}</script>",
    )
    page = read_page(body, "https://u.example/newsroom")
    assert page is not None
    assert [(item.title, item.published_at) for item in read_embedded(page, NOW)][:2] == [
        ("Results of trial 1", "2025-04-01"),
        ("Results of trial 2", "2025-04-02"),
    ]
    site = Site("u.example", {"/": html("<nav><a href='/newsroom'>Newsroom</a></nav>"), "/newsroom": body})
    assert len(site.walk(source("https://u.example/", "en")).entries) == 5


def test_crumbs_and_broken_data_are_no_articles() -> None:
    for text in (
        json.dumps(CRUMBS),
        "{",
        "[" * 10_000,
        "null",
        json.dumps([{"url": "https://else.example/a-long-address-1", "name": "X"}] * 5),
    ):
        page = read_page(
            html("x", head=f"<script type='application/ld+json'>{text}</script>"), "https://u.example/newsroom"
        )
        assert page is not None
        assert read_embedded(page, NOW) == []
