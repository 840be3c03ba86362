"""Two nights of the demo web with the real crawler and aggregator: exactly what stands there, asked for politely."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from aggregator.cli.demo import DELAY, held_back, read_found, read_releases, run_demo_night
from aggregator.night import NightReport
from crawler.catalogue import load_catalogue
from crawler.items import Outcome
from crawler.operator import Operator
from db.site.serve import build
from demo import release, truth
from demo.check import Found, differences, numbers
from demo.content import SOURCES
from demo.web import Request, serve


@dataclass(frozen=True)
class Night:
    """What one night asked for, reported and left behind."""

    report: NightReport
    found: list[Found]
    releases: dict[str, release.Release]
    held: int
    log: list[Request]
    public: bytes  # news.db and what lies beside it

    def answers(self, url: str) -> list[int]:
        return [request.status for request in self.log if f"http://{request.host}{request.path}" == url]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    return Operator(home=tmp_path_factory.mktemp("home"), delay=DELAY)


@pytest.fixture(scope="module")
def nights(operator: Operator) -> Iterator[dict[int, Night]]:
    sources = load_catalogue([SOURCES])
    done = {}
    with serve() as web:
        for night in (1, 2):
            web.set_night(night)
            report = run_demo_night(web, operator, sources, night)
            found = read_found(operator)
            public = b"".join(file.read_bytes() for file in operator.home.glob("news.db*"))
            held = held_back(operator, night)
            done[night] = Night(report, found, read_releases(operator), held, web.between(night), public)
        yield done


@pytest.mark.slow
@pytest.mark.parametrize("night", [1, 2])
def test_everything_on_the_web_is_published_and_nothing_else(nights: dict[int, Night], night: int) -> None:
    assert differences(nights[night].found, night) == []
    assert numbers(nights[night].found, nights[night].held) == truth.numbers(night)
    assert release.differences(nights[night].releases, night) == []


@pytest.mark.slow
def test_every_line_of_every_article_is_kept_and_no_teaser_of_another(
    nights: dict[int, Night], operator: Operator
) -> None:
    with sqlite3.connect(operator.news) as news:
        rows = news.execute("SELECT url, text FROM articles WHERE withdrawn_at IS NULL").fetchall()
    texts = {url: " ".join(text.split()) for url, text in rows}
    for url, said in truth.lines(2).items():
        assert [line for line in said if " ".join(line.split()) not in texts[url]] == [], url
    for url, titles in truth.teasers(2).items():
        assert [title for title in titles if title in texts[url]] == [], url


@pytest.mark.slow
@pytest.mark.parametrize("night", [1, 2])
def test_every_source_ends_well(nights: dict[int, Night], night: int) -> None:
    assert {crawl.source: crawl.outcome for crawl in nights[night].report.crawls} == {
        source.id: Outcome.OK if _has_news(source.id, night) else Outcome.UNCHANGED
        for source in load_catalogue([SOURCES])
    }


def _has_news(source: str, night: int) -> bool:
    if night == 1:
        return True
    urls = truth.arrived(2) | truth.revised(2) | truth.withdrawn(2)
    mine = {one.url for one in truth.articles(1) + truth.articles(2) if one.source == source}
    return bool(urls & mine)


@pytest.mark.slow
def test_the_second_night_fetches_no_unchanged_article_again(nights: dict[int, Night]) -> None:
    fresh = truth.arrived(2) | truth.revised(2)
    unchanged = {one.url for one in truth.articles(2)} - fresh
    fetched_again = [
        f"http://{request.host}{request.path}"
        for request in nights[2].log
        if request.status == 200 and f"http://{request.host}{request.path}" in unchanged
    ]
    assert fetched_again == []
    for url in fresh:
        assert nights[2].answers(url) == [200]


@pytest.mark.slow
def test_most_conditional_requests_of_the_second_night_are_answered_304(nights: dict[int, Night]) -> None:
    conditional = [
        request
        for request in nights[2].log
        if {"if-none-match", "if-modified-since"} & request.headers.keys()
        and request.status != 429  # asked again later
        # The doors of these sites are new on the second night, so 200 is the right answer.
        and request.host not in ("www.uni-rheinau.example", "www.alcazaba.example", "www.kitahama-u.example")
    ]
    assert len(conditional) > 50
    assert sum(request.status == 304 for request in conditional) >= 0.95 * len(conditional)


@pytest.mark.slow
def test_what_robots_forbids_is_never_asked_for(nights: dict[int, Night]) -> None:
    for night in nights.values():
        for url in truth.refused():
            assert night.answers(url) == []


@pytest.mark.slow
def test_the_crawl_delay_of_a_host_is_kept(nights: dict[int, Night]) -> None:
    # The log has the moment of each answer; two may be closer than their requests were, but not on the whole.
    asked = [request.at for request in nights[1].log if request.host == "www.univ-sequane.example"]
    assert asked[-1] - asked[0] >= 0.2 * (len(asked) - 3)


@pytest.mark.slow
def test_a_429_is_waited_for_and_the_page_asked_again(nights: dict[int, Night]) -> None:
    refused = [request for request in nights[1].log if request.status == 429]
    assert refused
    for request in refused:
        later = [
            other.status
            for other in nights[1].log
            if (other.host, other.path) == (request.host, request.path) and other.at > request.at
        ]
        assert 200 in later


@pytest.mark.slow
def test_an_endless_body_is_cut_and_named(nights: dict[int, Night], operator: Operator) -> None:
    (url,) = truth.endless()
    sent = [request.bytes for request in nights[1].log if f"http://{request.host}{request.path}" == url]
    assert all(bytes_ < 60_000_000 for bytes_ in sent), "the cap is 10 MB; what was on the way comes on top"
    with sqlite3.connect(operator.archive) as archive:
        classes = [row[0] for row in archive.execute("SELECT class FROM failures WHERE url = :url", {"url": url})]
    assert "too_large" in classes


@pytest.mark.slow
def test_an_embargoed_text_is_nowhere_in_the_public_file(nights: dict[int, Night]) -> None:
    (url,) = truth.held(2)
    assert nights[1].answers(url) == [200], "it was crawled"
    for night in nights.values():
        assert b"pain crises five years after gene therapy" not in night.public
        assert url.rsplit("/", 1)[-1].encode() not in night.public


@pytest.mark.slow
def test_an_embargo_that_ends_between_the_nights_is_kept_and_then_over(nights: dict[int, Night]) -> None:
    (url,) = truth.held(1) - truth.held(2)
    assert b"Zucker aus Braunalgen" not in nights[1].public
    assert url in {one.url for one in nights[2].found}
    assert nights[2].answers(url) == [304], "the page itself had not changed"


@pytest.mark.slow
def test_a_revision_is_kept_beside_what_was_said_before(nights: dict[int, Night], operator: Operator) -> None:
    (url,) = truth.revised(2)
    with sqlite3.connect(operator.archive) as archive:
        said = [
            row[0]
            for row in archive.execute("SELECT text FROM scraped_articles WHERE url = :u ORDER BY id", {"u": url})
        ]
    assert ["41 000" in text for text in said] == [True, False]


@pytest.mark.slow
def test_a_third_night_right_after_asks_nobody_and_changes_nothing(
    nights: dict[int, Night], operator: Operator
) -> None:
    with serve(night=2) as web:
        report = run_demo_night(web, operator, load_catalogue([SOURCES]), 2)
        assert (report.due, web.log) == (0, [])
    assert read_found(operator) == nights[2].found


@pytest.mark.slow
def test_the_page_of_the_lupus_trial_shows_its_paper_type_and_evidence(
    nights: dict[int, Night], operator: Operator
) -> None:
    """The example of the README, as a reader sees it."""

    async def page() -> str:
        site = build(operator.news)
        sql = "SELECT id FROM articles WHERE url LIKE '%lupus-cellules-stromales%'"
        ((lupus,),) = await site.rows(sql)
        answer = await site.client.get(f"/article/{lupus}")
        return str(answer.text)

    html = asyncio.run(page())
    card = html[html.index('<section class="box paper"') :].partition("</section>")[0]
    assert "The Lancet Rheumatology" in card
    assert 'href="https://doi.org/10.1016/s2665-9913(24)00298-4"' in card
    assert "NCT03562065" in card
    chips = re.findall(r"<summary>([^<]+)<.*?<q[^>]*>([^<]+)</q>", html.partition('<div class="text"')[0], re.DOTALL)
    told = dict(chips)
    assert "The Lancet Rheumatology" in told["Peer-reviewed"]
    assert "Research result" in told
    assert "presse@univ-sequane.example" in html


@pytest.mark.slow
def test_the_lupus_trial_is_one_story_in_three_languages_with_one_paper_card_and_without_the_trial_of_2022(
    nights: dict[int, Night], operator: Operator
) -> None:
    """The mission's example: one announcement, told by five sources, and another trial of the same professor apart."""

    async def read() -> tuple[dict[str, set[str]], str]:
        site = build(operator.news)
        sql = "SELECT story, source, language, url FROM articles"
        told: dict[str, set[str]] = {"lupus": set(), "2022": set()}
        languages = set()
        for row in await site.rows(sql):
            if "lupus" in row["url"]:
                told["lupus"].add(row["story"])
                languages.add(row["language"])
            if "essai-2022" in row["url"]:
                told["2022"].add(row["story"])
        assert {"fr", "en"} <= languages
        (story,) = told["lupus"]
        return told, str((await site.client.get(f"/story/{story}")).text)

    told, html = asyncio.run(read())
    assert len(told["2022"]) == 1
    assert not told["lupus"] & told["2022"]
    assert html.count('<section class="box paper"') == 1
    card = html[html.index('<section class="box paper"') :].partition("</section>")[0]
    assert "10.1016/s2665-9913(24)00298-4" in card
    assert "NCT03562065" in card
    first = html[html.index('id="first"') :].partition("</section>")[0]
    assert "Université Séquane Cité" in first
