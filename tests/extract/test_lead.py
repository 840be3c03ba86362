"""The standfirst a reader sees under the title, whole, and never a slogan, the title or half a sentence."""

from __future__ import annotations

import pytest

from crawler.items import DoorKind, Entry, ScrapedArticle
from tests.extract.pages import PROSE, URL, page, read

LEAD = "Eight patients were treated in a first trial, and none of them suffered a serious side effect."


def article(under: str = "", *, head: str = "", summary: str | None = None, text: str = PROSE) -> ScrapedArticle:
    html = page(
        f"<main><article><h1>A therapy for the heart</h1>{under}<p>{text}</p><p>{PROSE}</p></article></main>",
        head=head,
        title="A therapy for the heart",
    )
    entry = Entry(url=URL, door=URL, origin=DoorKind.FEED, summary=summary) if summary else None
    return read(html, entry=entry)


def meta(text: str, name: str = "og:description") -> str:
    return f'<meta property="{name}" content="{text}">'


@pytest.mark.parametrize(
    "under",
    [
        f"<p class='chapo'>{LEAD}</p>",
        f"<div class='article__standfirst'><p>{LEAD}</p></div>",
        f"<p class='c-Ingress'>{LEAD}</p>",
        f"<div class='articleLead'>{LEAD}</div>",
        f"<p itemprop='description'>{LEAD}</p>",
        f"<p><strong>{LEAD}</strong></p>",
    ],
)
def test_the_line_the_page_shows_as_its_standfirst(under: str) -> None:
    found = article(under, head=meta("The therapy for hearts, told in two words about patients and attacks."))
    assert found.lead == LEAD
    assert found.origins["lead"] == "shown" and found.confidences["lead"] >= 0.8
    candidates = [candidate for candidate in found.candidates if candidate.field == "lead"]
    assert candidates[0].value == LEAD and len(candidates) == 2


def test_a_description_of_the_article_when_nothing_is_shown() -> None:
    said = "The team followed patients over five years and measured their hearts."
    assert article(head=meta(said)).lead == said


def test_a_description_cut_short_goes_on_to_the_end_of_its_sentence() -> None:
    cut = "The team followed two hundred patients over five years and meas…"
    assert article(head=meta(cut)).lead == PROSE.split(". ")[0] + "."
    assert article(head=meta(f"{cut[:-1]}... Heart Medicine")).lead == PROSE.split(". ")[0] + "."
    assert article(head=meta("The heart team followed two hundred patients in spring […]")).lead is None


@pytest.mark.parametrize(
    "said",
    [
        "A therapy for the heart",
        "A therapy for the heart | Example University",
        "Excellence in teaching, learning and innovation since 1872, worldwide.",
        "Too short",
    ],
)
def test_what_is_no_standfirst(said: str) -> None:
    assert article(head=meta(said)).lead is None


def test_the_description_of_the_site_is_none() -> None:
    slogan = "The team of hospital and patients: how hearts answered to training."
    data = f'<script type="application/ld+json">{{"@type":"WebSite","description":"{slogan}"}}</script>'
    assert article(head=meta(slogan, "description") + data).lead is None


def test_the_summary_of_a_feed_comes_last_and_without_its_tail() -> None:
    summary = "<p>The team followed patients over five years.</p> <p>The post Hearts appeared first on Example.</p>"
    found = article(summary=summary)
    assert (found.lead, found.origins["lead"]) == ("The team followed patients over five years.", "feed")


@pytest.mark.parametrize(
    "under",
    [
        f"<div class='teaser-image'><figcaption class='lead'>{LEAD}</figcaption></div>",
        f"<aside><p class='lead'>{LEAD}</p></aside>",
        "<p class='lead'>By Anna Beispiel</p>",
        "<p><b>And what did you find most surprising when you looked at the hearts of all those patients?</b></p>",
        f"<div class='description'><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></div>",
    ],
)
def test_lines_that_only_look_like_one(under: str) -> None:
    assert article(under).lead is None
