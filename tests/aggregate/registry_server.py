"""Invented registries on loopback: answers by path, written as real replies look, and what they were asked."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Answer:
    """One canned answer. `body`: bytes as sent, or an object sent as JSON."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    packed: bool = False
    cut: int = 0  # bytes of the body that are promised but never sent


class RegistryServer(ThreadingHTTPServer):
    """Answers `answers[path]` in turn (the last one for ever), 404 to what it does not know; `asked` holds requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def say(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RegistryServer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        known = self.server.answers.get(path) or [Answer(b"Resource not found.", 404, {"Content-Type": "text/plain"})]
        answer = known.pop(0) if len(known) > 1 else known[0]
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        if answer.packed:
            body = gzip.compress(body)
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        if answer.packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(0 if answer.status == 304 else len(body)))
        self.end_headers()
        if answer.status != 304:
            self.wfile.write(body[: len(body) - answer.cut])
        if answer.cut:
            self.close_connection = True


@contextmanager
def registry_server() -> Iterator[RegistryServer]:
    """A server that runs until the block ends."""
    with RegistryServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Waiting:
    """A clock that only moves when somebody sleeps; `slept` tells how long in all."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)) -> None:
        self.start = start
        self.slept = 0.0
        self.naps: list[float] = []

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.slept)

    def monotonic(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        if seconds:
            self.naps.append(seconds)


LUPUS = "10.1016/s2665-9913(24)00298-4"


def crossref_work(doi: str, **fields: Any) -> dict[str, Any]:
    """An answer to works/{doi} as Crossref writes it."""
    work = {
        "DOI": doi,
        "type": "journal-article",
        "publisher": "An Invented Press",
        "title": ["An invented study of <i>nothing</i> &amp; everything"],
        "container-title": ["Journal of Invented Results"],
        "short-container-title": ["J Inv Res"],
        "author": [
            {"given": "Ada", "family": "Novák", "sequence": "first", "affiliation": []},
            {"given": "Bo", "family": "Lindqvist", "sequence": "additional", "affiliation": []},
            {"name": "Invented Study Group", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[2026, 11]]},
        "published-online": {"date-parts": [[2026, 11, 18]]},
        "funder": [{"name": "Invented Fund", "award": ["IF-1", "IF-2"], "DOI": "10.13039/000000000000"}],
        "reference": [{"key": str(number), "unstructured": "A reference. " * 9} for number in range(50)],
        "indexed": {"date-parts": [[2026, 11, 20]], "date-time": "2026-11-20T01:00:00Z", "timestamp": 1},
        **fields,
    }
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work}


def openalex_work(doi: str, **fields: Any) -> dict[str, Any]:
    """An answer to works/doi:… as OpenAlex writes it."""
    return {
        "id": "https://openalex.org/W9999999999",
        "doi": f"https://doi.org/{doi}",
        "title": "An invented study of nothing & everything",
        "display_name": "An invented study of nothing & everything",
        "publication_date": "2026-11-18",
        "ids": {
            "openalex": "https://openalex.org/W9999999999",
            "doi": f"https://doi.org/{doi}",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/99999901",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/9999902",
        },
        "type": "article",
        "is_retracted": False,
        "primary_location": {"source": {"display_name": "Journal of Invented Results", "type": "journal"}},
        "authorships": [
            {
                "author_position": "first",
                "author": {"id": "https://openalex.org/A1", "display_name": "Ada Novák", "orcid": None},
                "institutions": [{"display_name": "An Invented University", "ror": "https://ror.org/000000000"}],
                "raw_author_name": "Ada Novák",
            }
        ],
        "awards": [
            {"id": "https://openalex.org/G1", "funder_award_id": "IF-1", "funder_display_name": "Invented Fund"}
        ],
        "funders": [{"id": "https://openalex.org/F1", "display_name": "Invented Fund", "ror": None}],
        "abstract_inverted_index": {"Nothing": [0], "was": [1], "found": [2]},
        **fields,
    }


def study(nct: str, **fields: Any) -> dict[str, Any]:
    """An answer to studies/{nct} as ClinicalTrials.gov writes it."""
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": nct,
                "orgStudyIdInfo": {"id": "INV-1"},
                "secondaryIdInfos": [{"id": "2019-001234-12", "type": "EUDRACT_NUMBER"}],
                "briefTitle": "An Invented Trial of Rest Against Fatigue",
                "officialTitle": "A Randomised, Invented Trial of Rest Against Fatigue in Adults",
            },
            "statusModule": {
                "overallStatus": "COMPLETED",
                "startDateStruct": {"date": "2024-03", "type": "ACTUAL"},
                "studyFirstPostDateStruct": {"date": "2024-02-11", "type": "ACTUAL"},
            },
            "sponsorCollaboratorsModule": {
                "leadSponsor": {"name": "Invented Hospital", "class": "OTHER"},
                "collaborators": [{"name": "Invented Fund", "class": "OTHER_GOV"}],
            },
            "referencesModule": {"references": [{"pmid": "99999901", "type": "RESULT", "citation": "Novák A. 2026."}]},
            **fields,
        },
        "hasResults": False,
    }
