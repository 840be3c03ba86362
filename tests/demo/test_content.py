"""The words of the demo web: enough of them, invented, readable, and told alike by content and truth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from crawler.catalogue import load_catalogue
from demo import truth
from demo.content import SOURCES, institutions
from demo.markup.html import blocks


def shingles(text: str) -> set[str]:
    words = text.split() if " " in text else list(text)
    return {" ".join(words[place : place + 5]) for place in range(max(1, len(words) - 4))}


def test_there_is_enough_of_everything() -> None:
    sites = institutions()
    assert len(sites) >= 8
    assert {article.language for site in sites for article in site.articles} == {"de", "en", "es", "fr", "ja"}
    assert len({site.markup for site in sites}) == 8
    assert len(truth.articles(1)) >= 80


def test_every_institution_is_invented_and_has_a_record() -> None:
    sites = {site.id: site for site in institutions()}
    records = {source.id: source for source in load_catalogue([SOURCES])}
    assert sites.keys() == records.keys()
    for id_, site in sites.items():
        assert site.host.endswith(".example")
        assert records[id_].home == f"{site.origin}/"
        assert (records[id_].name, records[id_].kind, records[id_].country) == (site.name, site.kind, site.country)


def test_every_article_reads_like_a_release() -> None:
    for site in institutions():
        for article in site.articles:
            if article.trap is None:
                said = [block for block in blocks(article.text) if block[0] in ("p", "ul", "blockquote")]
                assert 2 <= len(said) <= 9, article.key
                assert len(article.lead) > 25, article.key
                assert article.title not in article.text
    doubled = [t for t, n in Counter(a.title for s in institutions() for a in s.articles).items() if n > 1]
    assert len(doubled) == len(truth.duplicates(1)), "only re-posted releases share a title"


def test_no_two_articles_are_nearly_alike_but_copies_and_menus() -> None:
    articles = [a for site in institutions() for a in site.articles if a.trap is None and a.copy_of is None]
    sets = [(a, shingles(a.text)) for a in articles]
    for place, (one, mine) in enumerate(sets):
        for other, theirs in sets[place + 1 :]:
            if "menu" in one.slug or "speiseplan" in one.slug:
                continue
            shared = len(mine & theirs) / min(len(mine), len(theirs))
            assert shared < 0.1, f"{one.key} and {other.key} share {shared:.0%}"


def test_the_trials_of_one_professor_stay_apart_and_the_lupus_trial_is_told_in_three_languages() -> None:
    (lupus,) = [urls for urls in truth.stories(1) if any("lupus" in url for url in urls)]
    told = [one for one in truth.articles(1) if one.url in lupus]
    assert len({one.source for one in told}) == 5
    assert {one.language for one in told} == {"de", "en", "fr"}
    assert not any("sclerodermie" in url for url in lupus)


def test_what_is_not_news_is_never_expected() -> None:
    for night in (1, 2):
        expected = {one.url for one in truth.articles(night)}
        assert not expected & truth.not_news()
        assert not expected & truth.held(night)
        assert not expected & truth.withdrawn(night)


def test_content_files_are_read_in_full() -> None:
    written = sum(
        file.read_text(encoding="utf-8").count("[[article]]")
        for file in (Path(truth.__file__).parent / "content").glob("*.toml")
    )
    assert written == sum(len(site.articles) for site in institutions())
