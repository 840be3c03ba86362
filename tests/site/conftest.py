"""An invented newsroom: a news.db with a few institutions, articles in many languages, repeats and shared stories."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlite_utils import Database

from db.connection import open_database
from db.migrations import NEWS_ID, news
from db.search import index_articles
from db.site.serve import build
from db.site.site import NewsSite

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

SOURCES: list[dict[str, Any]] = [
    {
        "id": "fr_valmont",
        "name": "Université de Valmont",
        "ror": "https://ror.org/0aaaaaa11",
        "country": "FR",
        "kind": "university",
        "languages": '["fr", "en"]',
        "home": "https://www.univ-valmont.example/actualites",
        "last_outcome": "ok",
        "last_crawl_at": "2026-11-22T02:31:00Z",
        "last_ok_at": "2026-11-22T02:31:00Z",
    },
    {
        "id": "fr_chu_sorel",
        "name": "CHU de Sorel",
        "ror": "https://ror.org/0bbbbbb22",
        "country": "FR",
        "kind": "hospital",
        "languages": '["fr"]',
        "home": "https://www.chu-sorel.example/",
        "last_outcome": "blocked",
        "last_reason": "The site answered 403 to every request.",
        "last_crawl_at": "2026-11-22T02:32:00Z",
        "last_ok_at": "2026-11-14T02:32:00Z",
    },
    {
        "id": "de_lindau",
        "name": "Universitätsklinikum Lindau",
        "ror": "https://ror.org/0cccccc33",
        "country": "DE",
        "kind": "hospital",
        "languages": '["de"]',
        "home": "https://www.uk-lindau.example/presse",
        "last_outcome": "unchanged",
        "last_crawl_at": "2026-11-22T02:33:00Z",
        "last_ok_at": "2026-11-22T02:33:00Z",
    },
    {
        "id": "es_rio",
        "name": "Instituto de Biomedicina del Río",
        "country": "ES",
        "kind": "institute",
        "languages": '["es"]',
        "home": "https://ibr.example/noticias",
        "last_outcome": "empty",
        "last_reason": "The list of news held no article; it held 24 the night before.",
        "last_crawl_at": "2026-11-22T02:34:00Z",
        "last_ok_at": "2026-11-21T02:34:00Z",
    },
    {
        "id": "jp_kita",
        "name": "北山大学",
        "ror": "https://ror.org/0dddddd44",
        "country": "JP",
        "kind": "university",
        "languages": '["ja", "en"]',
        "home": "https://www.kitayama.example/news",
        "last_outcome": "ok",
        "last_crawl_at": "2026-11-22T02:35:00Z",
        "last_ok_at": "2026-11-22T02:35:00Z",
    },
    {
        "id": "gb_ashdown",
        "name": "Ashdown College London",
        "ror": "https://ror.org/0eeeeee55",
        "country": "GB",
        "kind": "medical_school",
        "languages": '["en"]',
        "home": "https://www.ashdown.example/news",
        "last_outcome": "ok",
        "last_crawl_at": "2026-11-17T02:35:00Z",
        "last_ok_at": "2026-11-17T02:35:00Z",
    },
    {
        "id": "eg_nahr",
        "name": "جامعة النهر",
        "country": "EG",
        "kind": "university",
        "languages": '["ar"]',
        "home": "https://nahr.example/",
    },
    {
        "id": "us_old",
        "name": "Institute of Former Things",
        "country": "US",
        "kind": "institute",
        "languages": '["en"]',
        "home": "https://former.example/",
        "retired": "The institute was merged into another one in 2024.",
    },
]


@dataclass
class News:
    """An article to put in; what is not said is left out."""

    id: int
    source: str
    title: str
    text: str
    language: str | None = "en"
    published_at: str | None = None
    precision: str | None = "day"
    lead: str | None = None
    story: int | None = None
    duplicate_of: int | None = None
    url: str = ""
    more: dict[str, Any] = field(default_factory=dict)


LUPUS = 20261120000001
ARTICLES = [
    News(
        LUPUS,
        "fr_valmont",
        "Lupus : une nouvelle piste pour freiner l’inflammation",
        "Une équipe de l’Université de Valmont a identifié une protéine qui entretient l’inflammation dans le lupus.\n"
        "« C’est la première fois que l’on observe ce mécanisme chez des patients », explique la professeure Camille"
        " Aubry, qui a dirigé l’étude.\n"
        "Les résultats, publiés dans The Invented Journal of Medicine, portent sur 212 personnes suivies pendant trois"
        " ans dans quatre hôpitaux.",
        "fr",
        "2026-11-20T09:30:00Z",
        "minute",
        story=LUPUS,
        lead="Chez 212 patients, bloquer la protéine TRX-9 a réduit les poussées de moitié.",
        more={
            "published_origin": "json-ld",
            "authors": ["Camille Aubry", "Service de presse"],
            "contacts": [
                {
                    "name": "Jeanne Morel",
                    "role": "Presse",
                    "mail": "presse@univ-valmont.example",
                    "phone": "+33 1 23 45 67 89",
                }
            ],
            "images": [
                {
                    "url": "https://www.univ-valmont.example/img/lupus.jpg",
                    "caption": "Cellules immunitaires au microscope",
                    "credit": "© C. Aubry",
                    "licence": "CC BY 4.0",
                }
            ],
            "alternates": [{"language": "en", "url": "https://www.univ-valmont.example/en/lupus"}],
            "origins": {"title": "h1", "published_at": "json-ld", "text": "trafilatura"},
            "news_type": "research result",
            "evidence": "peer-reviewed",
            "journal": "The Invented Journal of Medicine",
            "paper_title": "TRX-9 sustains inflammation in lupus",
            "paper_quote": "publiés dans The Invented Journal of Medicine",
            "labels": [
                {
                    "name": "evidence",
                    "value": "peer-reviewed",
                    "where": "text",
                    "confidence": 0.98,
                    "quote": "Les résultats, publiés dans The Invented Journal of Medicine",
                },
                {
                    "name": "news_type",
                    "value": "research result",
                    "where": "text",
                    "confidence": 0.93,
                    "quote": "a identifié une protéine",
                },
                {"name": "news_type", "value": "trial", "where": "text", "confidence": 0.4, "quote": "suivies pendant"},
                {"name": "subject", "value": "humans", "where": "text", "confidence": 0.9, "quote": "212 personnes"},
            ],
            "attachments": [
                {"url": "https://www.univ-valmont.example/cp.pdf", "kind": "pdf", "title": "Le communiqué"},
                {"url": "https://video.example/1", "kind": "video", "title": None},
            ],
            "experts": [
                {
                    "name": "Camille Aubry",
                    "role": "professeure",
                    "affiliation": "Université de Valmont",
                    "quote": "explique la professeure Camille Aubry",
                }
            ],
            "related": [{"url": "https://www.univ-valmont.example/don", "title": "Un don pour la recherche"}],
            "confidences": {"title": 0.97, "published_at": 0.99, "text": 0.96},
            "candidates": [
                {
                    "field": "title",
                    "value": "Lupus : une nouvelle piste",
                    "origin": "h1",
                    "confidence": 0.97,
                    "why": "the headline, and the feed says it too",
                },
                {
                    "field": "title",
                    "value": "Lupus | Université de Valmont",
                    "origin": "title",
                    "confidence": 0.4,
                    "why": "it ends with the name of the site",
                },
            ],
            "html": (
                "<p>Une équipe de l’Université de Valmont a identifié une <em>protéine</em>.</p><h2>La suite</h2>"
                "<ul><li>212 personnes</li></ul><p><a href='https://doi.example/x'>L’étude</a></p>"
            ),
        },
    ),
    News(
        20261120000002,
        "de_lindau",
        "Lupus: Protein als Schalter der Entzündung entdeckt",
        "Forschende des Universitätsklinikums Lindau haben mit der Université de Valmont ein Protein gefunden,"
        " das Entzündungen beim Lupus antreibt.\nDie Studie umfasst 212 Patientinnen und Patienten.",
        "de",
        "2026-11-20",
        story=LUPUS,
        lead="Gemeinsame Studie mit Partnern in Frankreich und Großbritannien.",
        more={"story_reason": "same doi", "story_score": 1.0, "story_with": LUPUS}
        | {"not_seen_at": "2026-11-20T02:31:00Z", "first_seen_at": "2026-11-21T02:30:00Z"},
    ),
    News(
        20261121000001,
        "gb_ashdown",
        "Blocking one protein halves lupus flares, trial finds",
        "Blocking a single protein halved flares in people with lupus, according to a trial led from Valmont.\n"
        "The trial, registered as NCT01234567, followed 212 people for three years.",
        "en",
        "2026-11-21",
        story=LUPUS,
        more={"news_type": "trial", "evidence": "preprint"}
        | {"story_reason": "same trial", "story_score": 0.9, "story_with": LUPUS},
    ),
    News(
        20261121000002,
        "fr_chu_sorel",
        "Lupus : une nouvelle piste pour freiner l’inflammation",
        "Une équipe de l’Université de Valmont a identifié une protéine qui entretient l’inflammation dans le lupus.",
        "fr",
        "2026-11-21",
        story=LUPUS,
        duplicate_of=LUPUS,
        more={
            "duplicate_reason": "near text",
            "duplicate_score": 0.93,
            "duplicate_differs": '{"summary": "other title; 2 words changed", "more": 3, "of": "x", "changes":'
            ' [{"kind": "changed", "was": "212 <b>patients", "now": "200 malades"}]}',
        },
    ),
    News(
        20261122000001,
        "jp_kita",
        "全身性エリテマトーデスの炎症を抑える新しいタンパク質を発見",
        "北山大学の研究グループは、全身性エリテマトーデス患者の炎症を維持するタンパク質を発見した。\n"
        "研究成果は国際共同研究によるもので、212人の患者を3年間追跡した。",
        "ja",
        "2026-11-22",
        story=LUPUS,
        more={"story_reason": "similar", "story_score": 0.81, "story_with": LUPUS},
    ),
    News(
        20261122000002,
        "de_lindau",
        "Neue Straße der Pflege: Ausbildungszentrum eröffnet",
        "Das Universitätsklinikum Lindau hat ein Ausbildungszentrum für 300 Pflegekräfte eröffnet.",
        "de",
        "2026-11-22",
    ),
    News(
        20261122000003,
        "fr_valmont",
        "Méningite : un test rapide conçu par des étudiants",
        "Le test donne un résultat en douze minutes. Il sera évalué à l’hôpital dès janvier.",
        "fr",
        "2026-11-22T08:00:00Z",
        "minute",
    ),
    News(
        20261122000004,
        "eg_nahr",
        "فريق بحثي يطوّر اختبارًا جديدًا للكشف عن السكري",
        "أعلنت جامعة النهر عن تطوير اختبار سريع للكشف عن مرض السكري.",
        "ar",
        "2026-11-22",
    ),
    News(
        20261119000001,
        "es_rio",
        "Un ensayo clínico prueba una vacuna contra el dengue en niños",
        "El Instituto de Biomedicina del Río ha iniciado un ensayo clínico con 900 niños.",
        "es",
        "2026-11",
        "month",
    ),
    News(
        20261118000001,
        "gb_ashdown",
        "Vaccine trial opens for volunteers",
        "Ashdown College London is looking for 400 volunteers for a vaccine trial. COVID-19 is not the target.",
        "en",
        "2026-11-18",
        more={"withdrawn_at": "2026-11-20T02:00:00Z"},
    ),
]


def put_source(db: Database, **values: Any) -> None:
    row = {"institution": values.get("ror") or values["id"], **values}
    names = ", ".join(row)
    db.conn.execute(f"INSERT INTO sources ({names}) VALUES ({', '.join(':' + name for name in row)})", row)


def put_articles(db: Database, articles: list[News]) -> None:
    for news_ in articles:
        row: dict[str, Any] = {
            "id": news_.id,
            "source": news_.source,
            "title": news_.title,
            "text": news_.text,
            "lead": news_.lead,
            "language": news_.language,
            "published_at": news_.published_at,
            "precision": news_.precision,
            "story": news_.story,
            "duplicate_of": news_.duplicate_of,
            "text_hash": str(hash(news_.text)),
            "url": news_.url or f"https://{news_.source.replace('_', '-')}.example/news/{news_.id}",
            "scraped": news_.id,
            "first_seen_at": "2026-11-22T02:40:00Z",
            "last_seen_at": "2026-11-22T02:40:00Z",
        }
        row["page"] = row["url"]
        more = {
            key: value if isinstance(value, str | int | float) else json.dumps(value)
            for key, value in news_.more.items()
        }
        row |= more
        names = ", ".join(row)
        db.conn.execute(f"INSERT INTO articles ({names}) VALUES ({', '.join(':' + name for name in row)})", row)
    index_articles(db, [(one.id, one.title, one.lead or "", one.text) for one in articles])


def put_story(db: Database, id: int, headline: str, **values: Any) -> None:
    row = {"id": id, "headline": headline, "articles": 1, "sources": 1, "languages": "[]", **values}
    names = ", ".join(row)
    db.conn.execute(f"INSERT INTO stories ({names}) VALUES ({', '.join(':' + name for name in row)})", row)


def fill_newsroom(db: Database) -> None:
    """Put the invented institutions, articles and the one shared story into an empty news.db."""
    with db.conn:
        for source in SOURCES:
            put_source(db, **source)
        put_story(
            db,
            LUPUS,
            ARTICLES[0].title,
            language="fr",
            articles=4,
            sources=5,
            languages='["de", "en", "fr", "ja"]',
            first_published_at="2026-11-20T09:30:00Z",
            last_published_at="2026-11-22",
            best=LUPUS,
            headlines=json.dumps(
                {
                    "fr": {"title": ARTICLES[0].title, "article": LUPUS},
                    "de": {"title": ARTICLES[1].title, "article": 20261120000002},
                    "en": {"title": ARTICLES[2].title, "article": 20261121000001},
                }
            ),
            institutions='["https://ror.org/0aaaaaa11", "https://ror.org/0cccccc33", "https://ror.org/0unknown"]',
            first=json.dumps(
                {
                    "certainty": "open",
                    "articles": [LUPUS, 20261120000002],
                    "not_before": "2026-11-20T02:31:00Z",
                    "not_after": "2026-11-21T02:30:00Z",
                    "why": "What they print and what our crawls saw leaves the same time open.",
                }
            ),
        )
        put_articles(db, ARTICLES)
        db.conn.execute(
            "INSERT INTO story_redirects (old, new) VALUES (20261121000001, :new), (7, 20261121000001)", {"new": LUPUS}
        )
        db.conn.executemany(
            "INSERT INTO links (a, b, kind, reason, evidence, score) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (LUPUS, 20261120000002, "story", "same doi", "doi:10.5555/ijm.2026.0042", 1.0),
                (LUPUS, 20261121000001, "story", "same trial", "nct:NCT01234567", 0.98),
                (LUPUS, 20261122000001, "story", "similar", "alike in meaning; 212, TRX-9", 0.81),
                (LUPUS, 20261121000002, "duplicate", "near text", "93 % shared", 0.93),
            ],
        )
        db.conn.executemany(
            "INSERT INTO identifiers (article, scheme, value, found_in, quote, is_primary) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (LUPUS, "doi", "10.5555/ijm.2026.0042", "link", "publiés dans The Invented Journal", 1),
                (20261120000002, "doi", "10.5555/ijm.2026.0042", "text", None, 1),
                (20261121000001, "nct", "NCT01234567", "text", "registered as NCT01234567", 1),
                (LUPUS, "pmid", "40123456", "text", None, 0),
            ],
        )
        db.conn.execute(
            "INSERT INTO papers (id, scheme, value, kind, title)"
            " VALUES (4242, 'doi', '10.5555/alone', 'paper', 'Alone')"
        )
        db.conn.execute(
            "INSERT INTO identifiers (article, scheme, value, found_in, quote, is_primary, funder)"
            " VALUES (?, 'grant', '101001234', 'text', 'grant agreement 101001234', 0, 'European Research Council')",
            (LUPUS,),
        )


class Reader:
    """Asks a site for pages, as a browser without JavaScript would."""

    def __init__(self, site: NewsSite) -> None:
        self.site = site
        self._run = asyncio.Runner()

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self._run.run(what)

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: httpx.Response = self.run(self.site.client.get(path, headers=named))
        return answer

    def close(self) -> None:
        self.site.executor.shutdown()
        for database in self.site.databases.values():
            database.close()
        self._run.close()


def make_database(path: Path, fill: Callable[[Database], None] = fill_newsroom) -> Path:
    """A news.db at `path`, filled."""
    db = open_database(path, news, NEWS_ID)
    fill(db)
    db.conn.close()
    return path


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader of the invented newsroom; tests only read."""
    path = make_database(tmp_path_factory.mktemp("site") / "news.db")
    reader = Reader(build(path, now=lambda: NOW))
    yield reader
    reader.close()


@pytest.fixture
def open_reader(tmp_path: Path) -> Iterator[Callable[[Callable[[Database], None]], Reader]]:
    """Opens a reader of a news.db that the test fills itself."""
    readers: list[Reader] = []

    def open_(fill: Callable[[Database], None]) -> Reader:
        path = make_database(tmp_path / f"{len(readers)}" / "news.db", fill)
        readers.append(Reader(build(path, now=lambda: NOW)))
        return readers[-1]

    yield open_
    for reader in readers:
        reader.close()


@pytest.fixture(scope="session")
def newsroom() -> SimpleNamespace:
    """What tests put their own news together with."""
    return SimpleNamespace(
        News=News,
        LUPUS=LUPUS,
        NOW=NOW,
        fill=fill_newsroom,
        make_database=make_database,
        put_source=put_source,
        put_articles=put_articles,
        put_story=put_story,
        Reader=Reader,
    )
