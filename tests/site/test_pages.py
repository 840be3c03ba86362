"""Each page says what a reader came for, in words, with links that lead somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

PAGES = [
    "/", "/search", "/search?q=lupus", "/search?q=nothingness", "/article/20261120000001", "/article/20261121000002",
    "/article/20261118000001", "/story/20261120000001", "/institution/0aaaaaa11", "/institution/es_rio", "/sources",
    "/sources?state=blocked", "/sources?q=nobody", "/nowhere",
]  # fmt: skip


class Links(HTMLParser):
    """The addresses a page names, by what the browser does with them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.followed: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if tag == "a":
            self.followed.append(said)
        elif tag == "link" and said.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(str(said["href"]))
        elif "src" in said:
            self.loaded.append(str(said["src"]))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound(reader: Any, path: str) -> None:
    answer = reader.get(path)
    page = Links(answer.text)
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert "script" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert all(address.startswith("/") for address in page.loaded), "nothing is loaded from elsewhere"
    assert '<html lang="en">' in answer.text
    assert 'href="#content"' in answer.text
    assert re.search(r"<title>[^<]+ · Newsward</title>", answer.text)


def test_no_link_of_ours_is_dead(reader: Any) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 150:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = reader.get(path)
        assert answer.status_code == 200, path
        if path.startswith("/news") or "html" not in answer.headers["content-type"]:
            continue
        for link in Links(answer.text).followed:
            address = str(link["href"])
            if address.startswith("/"):
                waiting.append(address)
            elif address.startswith("http"):
                assert {"noopener", "nofollow"} <= set(str(link["rel"]).split())
    assert len(seen) > 40


@pytest.mark.parametrize("path", [*PAGES, "/news", "/news/articles", "/news/articles.json", "/static/newsward.css"])
def test_safe_headers_on_every_answer(reader: Any, path: str) -> None:
    headers = reader.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    if not path.startswith(("/news", "/static")):
        assert "unsafe" not in policy
        assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_home_leads_with_the_story_told_by_most_and_says_how_fresh_it_is(reader: Any) -> None:
    page = reader.get("/").text
    assert "5 sources · 4 languages" in page
    assert page.index("Told by several sources") < page.index(">Newest</h2>")
    assert "7 sources watched, last read" in page
    assert "12 hours ago" in page
    assert "Vaccine trial opens" not in page, "withdrawn articles are no news"


def test_article_shows_text_provenance_and_where_else_it_is(reader: Any) -> None:
    page = reader.get("/article/20261120000001").text
    assert '<h1 lang="fr" dir="auto">Lupus : une nouvelle piste pour freiner l’inflammation</h1>' in page
    assert "the page&#39;s structured data" in page
    assert "https://doi.org/10.5555/ijm.2026.0042" in page
    assert "Named by 1 other article" in page
    assert "mailto:presse@univ-valmont.example" in page
    assert 'href="tel:+33123456789"' in page
    assert "near text, 93 % shared: other title; 2 words changed" in page
    assert "this one is taken for the first" in page
    assert "CHU de Sorel" in page
    assert 'href="https://www.univ-valmont.example/img/lupus.jpg"' in page
    assert "<img" not in page
    assert 'datetime="2026-11-20T09:30:00Z"' in page


def test_article_shows_its_text_as_the_page_set_it(reader: Any) -> None:
    page = reader.get("/article/20261120000001").text
    assert "une <em>protéine</em>.</p><h2>La suite</h2><ul><li>212 personnes</li></ul>" in page
    assert '<a href="https://doi.example/x" rel="noopener nofollow external">' in page
    plain = reader.get("/article/20261120000002").text
    assert plain.count('<p dir="auto">') == 2


def test_article_shows_its_type_and_evidence_with_the_words_they_rest_on(reader: Any) -> None:
    page = reader.get("/article/20261120000001").text
    chips = re.findall(r'<details class="chip[^>]*><summary>([^<]+)<.*?<q[^>]*>([^<]+)</q>', page, re.DOTALL)
    assert chips == [
        ("Research result", "a identifié une protéine"),
        ("Peer-reviewed", "Les résultats, publiés dans The Invented Journal of Medicine"),
        ("In humans", "212 personnes"),
    ]
    assert "/search?evidence=peer-reviewed" in page
    assert 'href="/search?type=research%20result"' in page
    assert "chip" not in reader.get("/article/20261120000002").text, "what is unknown has no label"


def test_article_shows_what_a_release_holds(reader: Any) -> None:
    page = reader.get("/article/20261120000001").text
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert (
        "The paper TRX-9 sustains inflammation in lupus The Invented Journal of Medicine Others in this journal"
        in words
    )
    assert "Funding Grant: 101001234 from European Research Council" in words
    assert "People named Camille Aubry professeure Université de Valmont" in words
    assert "© C. Aubry Licence: CC BY 4.0" in words
    assert "PDF Le communiqué" in words
    assert "Film video.example" in words
    assert "The page also links to Un don pour la recherche" in words


def test_article_tells_how_each_field_is_known(reader: Any) -> None:
    page = reader.get("/article/20261120000001").text
    table = page[page.index("How we know") :]
    words = " ".join(re.sub(r"<[^>]+>", " ", table).split())
    assert "the headline, and the feed says it too 1 other candidate Lupus | Université de Valmont" in words
    assert "the page&#39;s title, 40 %: it ends with the name of the site" in words
    assert re.search(r"Published 20 November 2026, 09:30 UTC the page&#39;s structured data 99\s%", words)
    assert "1 other candidate Clinical trial its text, 40 %: “suivies pendant”" in words
    assert "How we know" not in reader.get("/article/20261120000002").text


def test_lists_show_the_type_and_the_evidence(reader: Any) -> None:
    for path in ("/", "/search?q=lupus", "/institution/0aaaaaa11", "/story/20261120000001"):
        page = reader.get(path).text
        assert '<span class="tag">Research result</span>' in page or path == "/", path
        assert '<span class="tag evidence">' in page or path == "/", path


def test_story_names_its_paper(reader: Any) -> None:
    page = reader.get("/story/20261120000001").text
    assert "TRX-9 sustains inflammation in lupus" in page
    assert "The Invented Journal of Medicine" in page


def test_a_repeated_article_names_the_one_it_repeats(reader: Any) -> None:
    page = reader.get("/article/20261121000002").text
    assert 'This repeats <a href="/article/20261120000001">' in page
    assert "(near text, 93 % shared: other title; 2 words changed)" in page
    assert '<del lang="fr" dir="auto">212 &lt;b&gt;patients</del> → <ins lang="fr" dir="auto">200 malades</ins>' in page
    assert "and 3 more" in page
    assert '<span class="tag">first</span>' in page
    assert "this one is taken for the first" not in page


def test_the_story_page_says_what_a_repeat_has_that_differs(reader: Any) -> None:
    assert "(near text, 93 % shared: other title; 2 words changed)" in reader.get("/story/20261120000001").text


def test_a_withdrawn_article_says_so(reader: Any) -> None:
    assert "Its publisher took this page away" in reader.get("/article/20261118000001").text


def test_a_merged_story_leads_to_its_successor_for_good(reader: Any) -> None:
    for old in (7, 20261121000001):
        answer = reader.get(f"/story/{old}")
        assert (answer.status_code, answer.headers["location"]) == (301, "/story/20261120000001")


@pytest.mark.parametrize(
    "path",
    [
        "/-/databases",
        "/-/threads",
        "/story/8",
        "/article/8",
        "/article/999999999999999999",
        "/institution/nobody",
        "/article/x",
        "/search/x",
    ],
)
def test_what_is_not_there_is_a_friendly_404(reader: Any, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "See the newest stories" in answer.text


def test_a_404_does_not_print_a_trace(reader: Any, capfd: pytest.CaptureFixture[str]) -> None:
    reader.get("/article/8")
    assert reader.get("/-/databases.json").json() == {"ok": False, "error": "404", "status": 404, "title": None}
    assert capfd.readouterr() == ("", "")


def test_an_institution_is_found_by_ror_id_and_by_source_id(reader: Any) -> None:
    answer = reader.get("/institution/fr_valmont")
    assert (answer.status_code, answer.headers["location"]) == (301, "/institution/0aaaaaa11")
    page = reader.get("/institution/0aaaaaa11").text
    assert "2 articles, newest first" in page
    assert "https://ror.org/0aaaaaa11" in page


def test_sources_come_problems_first_with_outcome_age_and_reason(reader: Any) -> None:
    page = reader.get("/sources").text
    names = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page)
    assert names[:4] == ["Instituto de Biomedicina del Río", "CHU de Sorel", "Ashdown College London", "جامعة النهر"]
    assert names[-1] == "Institute of Former Things"
    assert "7 sources are watched: 3 fresh, 1 failing, 1 blocked, 1 stale, 1 not crawled yet." in page
    assert "The site answered 403 to every request." in page
    assert "The institute was merged" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("country=FR", ["CHU de Sorel", "Université de Valmont"]),
        ("kind=hospital&state=blocked", ["CHU de Sorel"]),
        ("q=valmont", ["Université de Valmont"]),
        ("q=UK-LINDAU", ["Universitätsklinikum Lindau"]),
        ("state=never", ["جامعة النهر"]),
    ],
)
def test_sources_are_filtered(reader: Any, query: str, names: list[str]) -> None:
    page = reader.get(f"/sources?{query}").text
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page) == names


@pytest.mark.parametrize(
    ("accepted", "date"),
    [
        ("", "20 November 2026"),
        ("en-US,en;q=0.9", "November 20, 2026"),
        ("fr", "20 novembre 2026"),
        ("de-AT,de;q=0.9,en;q=0.5", "20. November 2026"),
        ("es", "20 de noviembre de 2026"),
        ("ja", "2026年11月20日"),
        ("en;q=0.3, fr;q=0.8", "20 novembre 2026"),
        ("tlh, */*;;q=nonsense", "20 November 2026"),
    ],
)
def test_dates_are_in_the_readers_own_form(reader: Any, accepted: str, date: str) -> None:
    answer = reader.get("/article/20261120000002", accept_language=accepted)
    assert f">{date}</time>" in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_a_month_is_not_shown_as_a_day(reader: Any) -> None:
    assert '<time datetime="2026-11">November 2026</time>' in reader.get("/article/20261119000001").text


def test_an_empty_site_says_what_to_do(open_reader: Any) -> None:
    empty = open_reader(lambda db: None)
    assert "newsward crawl" in empty.get("/").text
    assert "No source is watched yet" in empty.get("/search?q=x").text
    assert "No source is watched yet" in empty.get("/sources").text
    assert empty.get("/feed.atom").status_code == 200
