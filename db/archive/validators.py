"""Turns the ETag and Last-Modified of answers into rows of `validators`, verbatim, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a server gave to ask it again with; either value may be missing, not both."""

    url: str
    etag: str | None
    last_modified: str | None


def of_url(db: Database, url: str) -> Validator | None:
    """The validators of one address; None when there are none, or the archive does not hold what it said."""
    for row in db.query("SELECT url, etag, last_modified FROM validators WHERE url = :url", {"url": url}):
        return Validator(**row)
    return None


def store(db: Database, validators: Iterable[Validator], *, source: str, at: str) -> None:
    """Keep the validators of answers whose content the archive now holds; one with neither value forgets the address.

    Call it inside the transaction of that content.
    """
    for validator in validators:
        if validator.etag is None and validator.last_modified is None:
            db.execute("DELETE FROM validators WHERE url = :url", {"url": validator.url})
        else:
            db.execute(
                "INSERT INTO validators (url, source, etag, last_modified, checked_at) "
                "VALUES (:url, :source, :etag, :last_modified, :at) ON CONFLICT (url) DO UPDATE SET "
                "source = excluded.source, etag = excluded.etag, last_modified = excluded.last_modified, "
                "checked_at = excluded.checked_at",
                asdict(validator) | {"source": source, "at": at},
            )


def forget(db: Database, source: str) -> None:
    """Drop all validators of a source, so that its next crawl asks for everything in full."""
    db.execute("DELETE FROM validators WHERE source = :source", {"source": source})
