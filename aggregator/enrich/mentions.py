"""Turns the articles of a batch into mentions: who is named in them, at which institution and lab, paid by whom."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from aggregator.enrich import gazetteer
from aggregator.enrich.funding import funders_of
from aggregator.enrich.gazetteer import Gazetteer
from aggregator.enrich.identities import join_persons, settle_persons
from aggregator.enrich.institutions import Found, find_institutions
from aggregator.enrich.labs import labs_in, numbered_units
from aggregator.enrich.people import plain_name, searched, take_apart
from aggregator.enrich.quotes import words_around
from crawler.catalogue import Source
from crawler.extract.people.authornames import is_person
from crawler.extract.people.experts import find_experts
from db.archive import organizations
from db.archive import sources as archived_sources
from db.names import fold_words
from db.news import institutions, mentions, people
from db.news.mentions import Mention, Naming

LONGEST_TEXT = 100_000  # characters of an article in which names are looked for
MOST_PERSONS = 60  # of one article
MOST_LABS = 40
IMPORTED = "import_"  # how ids of sources of imported articles begin
# Roles of people who speak for the press, not for the research.
_PRESS = re.compile(
    r"press|presse|media|medien|kommunikation|communicat|comunicaci|comunicazione|prensa|stampa|relations|redaktion|"
    r"sprecher|spokes|porte-parole|portavoz|広報|newsroom|editor|journalist",
    re.IGNORECASE,
)
# The newsroom's own house, without its name.
_OURS = re.compile(
    r"\b(?:our|unsere[rsnm]?|notre|nuestr[ao]|nostr[ao]|vår[at]?|onze|ons)\b|"
    r"\b(?:of the|at the|der|de l['’]|à l['’]|de la|dell['’]) ?(?:university|universität|université|universidad|"
    r"università|"
    r"hospital|hôpital|institute|institut|college)\b(?! (?:of|de|für|zu|[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_COUNTRIES = {"uk": "GB"}  # where the end of a host is not the code of the country
# All that may stand between a person and where they work: `(`, `, `, `from the`, `vom`, `de l'`.
_PLACE_NEXT = re.compile(
    r",?\s?\(|, (?:from |of |at |de |du |der )?(?:the |la |l['’])?|、|"
    r",? (?:from|of|at|vom|von|an|aus|am|de|du|des|del|della|dell|vid|på|från|van|bij|de l|à l|al|all)['’ ]"
    r"(?:the |der |dem |la |l['’]|het |de )?"
)


@dataclass(slots=True)
class Census:
    """The files that mentions are made from. `records`: of the sources; `given`: news.db before a rebuild."""

    news: Database
    archive: Database
    records: Sequence[Mapping[str, Any]]
    given: Database | None = None
    _index: Gazetteer | None = None
    _checked: set[str] = field(default_factory=set)  # institutions whose rows are known to be right

    @property
    def index(self) -> Gazetteer:
        """Every name of an institution; made once a run, when the first article asks."""
        if self._index is None:
            self._index = gazetteer.build(organizations.names(self.archive), self.records)
        return self._index

    def mention(self, articles: Collection[int], retold: Collection[int] = ()) -> None:
        """Make the mentions of these articles say what the articles say now, and settle who the persons are.

        `retold`: articles whose story may have changed, whose persons are compared again. Inside the caller's
        transaction. Only these articles are read, and those of the same papers and stories; doing it twice changes
        nothing.
        """
        if not articles and not retold:
            return
        persons: set[int] = set()
        named: set[str] = set(mentions.source_institutions(self.news))
        before: set[str] = set()
        changed = []
        for article in sorted(articles):
            said = mentions.naming(self.news, article)
            found = mentions_of(said, self.index) if said else []
            new, old_persons, old_named = mentions.replace(self.news, article, found) if said else (False, set(), set())
            named |= {one.institution for one in found if one.institution}
            if new:
                changed.append(article)
                persons |= old_persons
                before |= old_named
        self._put(named)
        for article in changed:
            persons |= settle_persons(self.news, self.given, article)
        for article in sorted({*changed, *retold}):
            persons |= join_persons(self.news, article)
        people.refresh(self.news, persons)
        gone = before - named
        institutions.remove_unnamed(self.news, gone)
        self._checked -= gone

    def _put(self, ids: set[str]) -> None:
        """Write the rows of these institutions that are new or say something else."""
        index, rows = self.index, []
        owners = {str(one.get("ror") or one["id"]): one for one in self.records}
        for id_ in sorted(ids):
            held = institutions.get(self.news, id_)
            if held is None or id_ not in self._checked:
                row = _row(id_, organizations.get(self.archive, id_), owners.get(id_), index)
                rows += [row] if row != held else []
        institutions.put(self.news, rows)
        self._checked |= ids


def records_of(archive: Database, sources: Iterable[Source]) -> list[Mapping[str, Any]]:
    """The records of all sources: those of the catalogue (crawler.catalogue.Source), else those crawled with."""
    records: dict[str, Mapping[str, Any]] = {str(one["id"]): one for one in archived_sources.remembered(archive)}
    return list((records | {source.id: asdict(source) for source in sources}).values())


def _row(
    id_: str, registered: Mapping[str, Any] | None, record: Mapping[str, Any] | None, index: Gazetteer
) -> dict[str, Any]:
    """The row of an institution: of the registry where it is in it, else of its source's record."""
    number = index.by_id.get(id_)
    name = registered["name"] if registered else record["name"] if record else id_
    others = [one["value"] for one in registered["names"]] if registered else []
    others += [*(record.get("aliases") or ()), record["name"]] if record else []
    names = list(dict.fromkeys(one for one in others if one != name))
    return {
        "id": id_,
        "name": name,
        "country": index.institutions[number].country if number is not None else None,
        "kind": record["kind"] if record else next(iter(registered["types"]), None) if registered else None,
        "home": (registered and registered["home"]) or (record["home"] if record else None),
        "names": json.dumps(names, ensure_ascii=False),
        "parents": json.dumps(registered["parents"] if registered else []),
        "folded": "\n".join(dict.fromkeys(fold_words(one) for one in (name, *names))),
    }


def mentions_of(said: Naming, index: Gazetteer) -> list[Mention]:
    """Every mention of an article: institutions and persons in the order of the text, labs, funders."""
    text = f"{said.title}\n{said.text[:LONGEST_TEXT]}"
    found = find_institutions(index, text, country=_country(said), own=said.institution)
    rows: dict[tuple[str, str], Mention] = {}
    for one in found:
        mention = Mention(
            kind="institution",
            name=one.name,
            folded=fold_words(one.name),
            institution=one.id,
            role="own" if one.id == said.institution else "other",
            quote=words_around(text, one.start, one.end),
        )
        rows.setdefault(("institution", one.name), mention)
    for mention in (
        *_persons(said, text, found, index),
        *_labs(said, text, found, index),
        *funders_of(said, text, found),
    ):
        rows.setdefault((mention.kind, mention.name), mention)
    return list(rows.values())


def _country(said: Naming) -> str | None:
    """The country of the newsroom; where none is known, that of its host's end."""
    if len(said.country) == 2 and said.country not in ("ZZ", "EU"):
        return said.country
    end = (urlsplit(said.home).hostname or "").rsplit(".", 1)[-1]
    if said.country == "ZZ" and len(end) == 2 and end not in ("eu", "io", "ai", "tv", "me", "co"):
        return _COUNTRIES.get(end, end.upper())
    return None


def _persons(said: Naming, text: str, found: Sequence[Found], index: Gazetteer) -> list[Mention]:
    """Experts first, then authors and contacts, each name once; who only speaks for the press is a contact."""
    experts = [one for one in said.experts if isinstance(one, dict) and one.get("name")]
    authors = [name for name in said.authors if isinstance(name, str) and is_person(name)]
    contacts = [one for one in said.contacts if isinstance(one, dict) and is_person(str(one.get("name") or ""))]
    if not experts and said.source.startswith(IMPORTED):
        named = find_experts(said.text[:LONGEST_TEXT], said.language, authors)
        experts = [{"name": x.name, "role": x.role, "affiliation": x.affiliation, "quote": x.quote} for x in named]
    press = {fold_words(one["name"]) for one in contacts if _PRESS.search(str(one.get("role") or ""))}
    rows = []
    for one in experts:
        if fold_words(one["name"]) not in press and not _PRESS.search(str(one.get("role") or "")):
            where = _institution_of(one, said, text, found, index)
            rows.append(_person(said, str(one["name"]), "expert", one, where))
    rows += [_person(said, name, "author", {}, None) for name in authors]
    rows += [_person(said, str(one["name"]), "contact", {"role": one.get("role")}, None) for one in contacts]
    return rows[:MOST_PERSONS]


def _person(said: Naming, printed: str, role: str, one: Mapping[str, Any], where: str | None) -> Mention:
    name = plain_name(printed)
    parts = take_apart(name) if role != "contact" else None
    affiliation = one.get("affiliation")
    if where:
        scope = where
    elif affiliation and role == "expert":
        scope = f"at {fold_words(str(affiliation))}"
    elif said.kind == "agency" or said.source.startswith(IMPORTED):
        scope = f"article {said.id}"
    else:
        scope = said.institution if role == "expert" else f"author at {said.institution}"
    return Mention(
        kind="person",
        name=name,
        folded=searched(name),
        institution=where,
        role=role,
        said=one.get("role"),
        affiliation=affiliation,
        quote=one.get("quote"),
        bucket=f"{scope}|{parts.bucket}" if parts else None,
    )


def _institution_of(
    one: Mapping[str, Any], said: Naming, text: str, found: Sequence[Found], index: Gazetteer
) -> str | None:
    """Where an expert works: by the printed affiliation or role, by what stands right behind the name, or by words such
    as "our"; None when nothing says so."""
    for printed in (one.get("affiliation"), one.get("role")):
        if printed:
            named = [part for part in found if part.name in printed]
            named = named or list(find_institutions(index, str(printed), country=_country(said), own=said.institution))
            if named:
                return named[0].id
            alone = [index.single(word) for word in re.findall(r"[\w-]+", str(printed)) if len(word) > 2]
            for numbers in alone:  # `HUG`: where somebody works, an acronym of one house only needs no more
                if len(numbers) == 1 and printed != one.get("role"):
                    return index.institutions[numbers[0]].id
    if not one.get("affiliation"):
        place = text.find(str(one["name"]))
        behind = place + len(str(one["name"]))
        for part in found if place >= 0 else ():
            if 0 < part.start - behind < 40 and _PLACE_NEXT.fullmatch(text, behind, part.start):
                return part.id
        if _OURS.search(f"{one.get('role') or ''}") and said.kind != "agency":
            return said.institution
    elif _OURS.search(f"the {one['affiliation']}"):
        return said.institution if said.kind != "agency" else None
    return None


def _labs(said: Naming, text: str, found: Sequence[Found], index: Gazetteer) -> list[Mention]:
    """Departments and labs beside persons, numbered units anywhere, and the labs of the source's record."""
    places: dict[str, tuple[str, int, str]] = {}
    for name, start, _ in numbered_units(text):
        places.setdefault(name, (text, start, ""))
    for one in said.experts:
        if isinstance(one, dict):
            for printed in (one.get("affiliation"), one.get("role"), one.get("quote")):
                for name, start, _ in labs_in(str(printed or "")):
                    places.setdefault(name, (str(printed), start, str(one.get("name"))))
    houses = {fold_words(one.name) for one in found}
    rows = []
    for name, (where, start, _) in list(places.items())[:MOST_LABS]:
        folded = fold_words(name)
        if folded in houses or index.called(folded):
            continue
        at = _near(where, start + len(name), text, name, found)
        rows.append(
            Mention(
                kind="lab",
                name=name,
                folded=folded,
                institution=at,
                quote=words_around(where, start, start + len(name)),
            )
        )
    return rows


def _near(where: str, end: int, text: str, name: str, found: Sequence[Found]) -> str | None:
    """The institution named right behind a lab, in the words around it or in the article."""
    place = end if where is text else text.find(name) + len(name)
    if place < len(name):
        return None
    for one in found:
        if 0 <= one.start - place <= 50 and "." not in text[place : one.start]:
            return one.id
    return None
