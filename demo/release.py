"""Tells what a right reading finds in each article beside its words, and names every difference to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from demo import truth
from demo.content import Article, Institution

CHECKED = ("type", "evidence", "journal", "announced", "mails", "files", "licences")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What an article holds beside title, date and text. As an expectation, None is not checked."""

    type: str | None = None  # of news
    evidence: str | None = None
    journal: str | None = None
    announced: frozenset[str] | None = None  # DOI and trial number, in small letters
    mails: frozenset[str] | None = None
    files: frozenset[str] | None = None  # addresses
    licences: frozenset[str] | None = None
    sure: bool = False  # type and evidence must not stay unknown


def releases(night: int) -> dict[str, Release]:
    """Address of each public article → what a right reading finds in it."""
    return {site.origin + article.path: _release(site, article) for site, article in truth.public(night)}


def differences(found: Mapping[str, Release], night: int) -> list[str]:
    """Every expectation that what was found does not meet, one line each; articles not found are not told."""
    lines = []
    for url, expected in sorted(releases(night).items()):
        if url in found:
            for name in CHECKED:
                want, got = getattr(expected, name), getattr(found[url], name)
                unknown = got is None and name in ("type", "evidence") and not expected.sure
                if want is not None and want != got and not unknown:
                    lines.append(f"{name} of {url}: {_said(got)} instead of {_said(want)}")
    return lines


def _release(site: Institution, article: Article) -> Release:
    announced = {said.lower() for said in (article.doi, article.trial) if said}
    picture = (article.caption or "").split("|")
    licence = picture[2].partition(",")[0].strip() if len(picture) > 2 else None
    file = article.file.partition("|")[2].strip() if article.file else None
    mail = article.contact.split("|")[2].strip() if article.contact else None
    return Release(
        type=article.says.type,
        evidence=article.says.evidence,
        journal=article.says.journal,
        sure=article.says.sure,
        announced=frozenset(announced) if announced else None,
        mails=frozenset((mail,)) if mail else None,
        files=frozenset((urljoin(site.origin, file),)) if file else None,
        licences=frozenset((licence,)) if licence else None,
    )


def _said(value: str | frozenset[str] | None) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    return repr(value) if value else "nothing"
