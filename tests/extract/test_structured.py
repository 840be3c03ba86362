"""What pages say about themselves in JSON-LD, also when a template wrote it badly."""

from __future__ import annotations

import pytest

from crawler.extract.structured import Structured, read_structured, text_of
from crawler.extract.tree import parse
from tests.extract.pages import URL, page


def structured(*scripts: str) -> Structured:
    head = "".join(f"<script type='application/ld+json'>{script}</script>" for script in scripts)
    tree = parse(page("<p>Words.</p>", head=head))
    assert tree is not None
    return read_structured(tree, URL)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Sea // and sky, ]"}',
        '{"@type": "NewsArticle", "headline": "Sea // and sky, ]",}',
        '{"@type": "NewsArticle",, "headline": "Sea // and sky, ]" , }',
        '/* made by hand */ {"@type": "NewsArticle", // the type\n "headline": "Sea // and sky, ]" /* title */}',
        '<!-- {"@type": "NewsArticle", "headline": "Sea // and sky, ]"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Sea // and sky, ]"}\n//]]>',
        '{"@type": "WebSite", "name": "Site"} {"@type": "NewsArticle", "headline": "Sea // and sky, ]"}',
        '{"@type": "WebSite", "name": "Site"},\n{"@type": "NewsArticle", "headline": "Sea // and sky, ]"},',
        '[{"@type": "NewsArticle", "headline": "Sea // and sky, ]"},]',
        '{"@graph": [{"@type": "NewsArticle", "headline": "Sea // and sky, ]"}]};',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Sea // and sky, ]&quot;}",
        '{"@type": "NewsArticle", "headline": "Sea // and\tsky, ]"}',
    ],
)
def test_faults_of_templates_are_read_over(script: str) -> None:
    assert text_of(structured(script).article.get("headline")) == "Sea // and sky, ]"


@pytest.mark.parametrize(
    "script", ["", "nothing", '{"@type": "NewsArticle"', '{"headline": "open}', "/* open", '{"a":' * 50_000]
)
def test_what_cannot_be_read_is_passed_over(script: str) -> None:
    good = '{"@type": "NewsArticle", "headline": "Sea"}'
    assert structured(script, good).article.get("headline") == "Sea"


def test_the_paper_beside_the_news_is_not_its_article() -> None:
    found = structured(
        '{"@type": "ScholarlyArticle", "headline": "On walking", "sameAs": "https://doi.org/10.1000/new.9"}',
        '{"@type": "NewsArticle", "headline": "Walking helps"}',
    )
    assert found.article.get("headline") == "Walking helps"
    assert [node["headline"] for node in found.of_type("ScholarlyArticle")] == ["On walking"]
