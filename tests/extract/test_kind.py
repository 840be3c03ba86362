"""Pages that are no article are told apart, and articles are not lost among them."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import pytest

from crawler.items import PageKind
from tests.extract.pages import PROSE, page, read

LIST = "".join(
    f"<article><h2><a href='/news/{n}'>The story number {n} of this newsroom</a></h2><p>A short excerpt of it…</p></article>"
    for n in range(10)
)


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        (page("<h1>Page not found</h1><p>Sorry.</p>"), "https://x.example/a", PageKind.SOFT_404),
        (page("<h1>Seite nicht gefunden</h1>", lang="de"), "https://x.example/a", PageKind.SOFT_404),
        (page("<h1>ページが見つかりません</h1>", lang="ja"), "https://x.example/a", PageKind.SOFT_404),
        (page("<h1>Oups</h1><p>.</p>", title="Page introuvable - Hôpital"), "https://x.example/a", PageKind.SOFT_404),
        (page("<p>Checking</p>", title="Just a moment..."), "https://x.example/a", PageKind.WALL),
        (page("<h1>Anmelden</h1><form><input name='u'><input type='password'></form>", title="Anmelden"), "https://x.example/a", PageKind.WALL),
        (page("<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>"), "https://x.example/a", PageKind.NEEDS_BROWSER),
        (page(f"<main><h1>News</h1>{LIST}</main>"), "https://x.example/news/", PageKind.LISTING),
        (page(f"<main>{LIST}</main>").replace("<body>", "<body class='archive category'>"), "https://x.example/c/", PageKind.LISTING),
        (page(f"<main><h1>Welcome</h1><p>{PROSE}</p></main>"), "https://x.example/en/", PageKind.LISTING),
        (page(""), "https://x.example/a", PageKind.EMPTY),
        (page("<h1>Forbidden</h1><p>You have no permission.</p>", title="Forbidden"), "https://x.example/a", PageKind.WALL),
        (page("<p>Please wait</p>", title="One more step | Example"), "https://x.example/a", PageKind.WALL),
        (page(f"<h1>One more step towards a vaccine</h1><p>{PROSE}</p>", title="One more step towards a vaccine"), "https://x.example/a", PageKind.ARTICLE),
        (page(f"<h1>Access denied to millions: who can pay for care?</h1><p>{PROSE * 6}</p>"), "https://x.example/a", PageKind.ARTICLE),
        (page(f"<h1>Room 404 opens</h1><p>{PROSE * 6}</p>"), "https://x.example/a", PageKind.ARTICLE),
        (page(f"<main><h1>Study</h1><p>{PROSE * 8}</p><h2>Related</h2>{LIST[:600]}</main>"), "https://x.example/a", PageKind.ARTICLE),
    ],
)  # fmt: skip
def test_kinds(html: str, url: str, kind: PageKind) -> None:
    article = read(html, url)
    assert article.kind is kind, article.reason
    assert (article.reason is None) == (kind is PageKind.ARTICLE)


def test_a_stub_names_where_it_sends_the_reader() -> None:
    stub = "<html><head><title>x</title><meta http-equiv='refresh' content='0; url=/es/noticias/1/'></head><body></body></html>"
    article = read(stub, "https://x.example/noticias/1/")
    assert article.kind is PageKind.STUB and "https://x.example/es/noticias/1/" in (article.reason or "")


def test_a_refresh_for_readers_without_script_is_no_stub() -> None:
    html = page(f"<noscript><meta http-equiv='refresh' content='0; url=/plain'></noscript><h1>Study</h1><p>{PROSE}</p>")
    assert read(html, "https://x.example/study/").kind is PageKind.ARTICLE


MENU = "<nav><a href='/'>Home</a></nav>"
ADDRESS = "<div>Example University</div><div>Graduate School of Science</div><div>1-3-1 Kagamiyama</div>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (page(f"{MENU}<main><h1>Categories</h1></main>{ADDRESS}"), "https://x.example/en/categories/"),
        (page(f"{MENU}<main><h1>Links</h1><p>The pages of our friends are worth a look.</p></main>"), "https://x.example/links/"),
        (page(f"{MENU}<main><h1>Contact us</h1><p>Write to us, we are glad to hear from you.</p></main>{ADDRESS}"), "https://x.example/contact.html"),
        (page(f"{MENU}<main><h1>Workflows</h1><p>See the repository, once there is one</p></main>"), "https://x.example/outcomes/workflows/"),
        (page("<main><h1>Authors of the group</h1></main>", head="<meta name='description' content='The site of the Example group.'>"), "https://x.example/who/"),
    ],
)  # fmt: skip
def test_pages_of_a_few_words_that_stand_there_always_are_no_news(html: str, url: str) -> None:
    assert read(html, url).kind in (PageKind.OTHER, PageKind.EMPTY)


@pytest.mark.parametrize(
    "html",
    [
        page("<main><h1>Ana Silva joins us</h1><p>Dr. Ana Silva joined our group as an assistant professor.</p></main>"),
        page("<main><h1>新メンバーが着任しました</h1><p>永田先生が助教として着任しました。</p></main>", lang="ja"),
        page("<main><h1>Publication list updated</h1><p>January 10, 2026</p></main>"),
        page("<main><h1>Best poster for Ana Silva</h1><p>12 May 2026</p><p>Congratulations<br>Ana Silva, Tromsø</p></main>"),
        page("<table><tr><td><b>New rooms for the group</b><br>12 May 2026<br>Second floor, house 17, blue door</td></tr></table>", title="New rooms for the group"),
    ],
)  # fmt: skip
def test_news_of_a_sentence_or_a_day_stay_news(html: str) -> None:
    assert read(html, "https://x.example/news/2026/ana").kind is PageKind.ARTICLE, read(
        html, "https://x.example/news/2026/ana"
    )
