"""Turns what a newsroom wants to read and what its doors listed into the next page to ask for, best first."""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from sqlite_utils import Database

from crawler.addresses import normalize_address
from crawler.discover.newsroom import Ask
from crawler.items import DoorKind, Entry, Precision
from db.archive import entries
from db.archive.entries import EntryRow

_FIELDS = tuple(field.name for field in fields(Entry))
BATCH = 100  # entries read from the archive at once
TRUSTED = 0.2  # share of the addresses of a door that may say "modified" at once; above, its clock is not believed
TRUSTED_LEAST = 5


@dataclass(slots=True)
class _Said:
    dated: int = 0
    changed: list[str] | None = None


class Frontier:
    """What one crawl has yet to ask for. Entries live in the archive at once; only a batch of them is in memory."""

    def __init__(
        self, archive: Database, *, source: str, crawl: int, due_by: str, flush: Callable[[], None] = lambda: None
    ) -> None:
        """`flush` writes what is settled but not yet in the archive, before the archive is asked for more."""
        self._archive = archive
        self._flush = flush
        self._source = source
        self._crawl = crawl
        self._due_by = due_by
        self._asks: list[tuple[int, int, Ask]] = []
        self._asked = 0
        self._batch: deque[EntryRow] = deque()
        self._dry = False  # the archive had nothing more when it was last asked, and nothing came since
        self._taken: set[int] = set()  # given out and not settled yet
        self._said: dict[str, _Said] = {}
        self.listed: Counter[str] = Counter()  # by door

    def want(self, asks: Iterable[Ask]) -> None:
        """Queue pages to ask for; the newsroom wants none twice."""
        for ask in asks:
            heapq.heappush(self._asks, (-ask.priority, self._asked, ask))
            self._asked += 1

    def next_ask(self) -> Ask | None:
        """The page of the highest priority, of these the first wanted."""
        return heapq.heappop(self._asks)[2] if self._asks else None

    def add(self, found: Iterable[Entry], *, at: str) -> tuple[int, list[str]]:
        """Store entries at once; gives how many addresses are new, and those that are no web addresses."""
        rows: dict[str, dict[str, object]] = {}
        broken = []
        for entry in found:
            try:
                url = normalize_address(entry.url)
            except ValueError as error:
                broken.append(str(error))
                continue
            rows[url] = {name: getattr(entry, name) for name in _FIELDS} | {"url": url}
            self.listed[entry.door] += 1
        self._dry = False
        self._note_changes(rows)
        new = entries.add(self._archive, rows.values(), source=self._source, crawl=self._crawl, at=at)
        return new, broken

    def call_up_changed(self, *, at: str) -> None:
        """Make fetched addresses due whose door says they were modified, unless it says so of nearly all of them."""
        urls = []
        for said in self._said.values():
            changed = said.changed or []
            if len(changed) <= max(TRUSTED_LEAST, TRUSTED * said.dated):
                urls += changed
        self._said.clear()
        if urls:
            self._dry = False
            entries.call_up(self._archive, self._source, urls, at=at)

    def next_entry(self) -> EntryRow | None:
        """The best address to fetch or to look at again; None when nothing waits. Call `settled` with it later."""
        if not self._batch and not self._dry:
            self._flush()
            limit = BATCH + len(self._taken)
            rows = entries.pending(self._archive, self._source, limit)
            if len(rows) < limit:
                rows += entries.due(self._archive, self._source, at=self._due_by, limit=limit)
            self._batch.extend(row for row in rows if row.id not in self._taken)
        if not self._batch:
            self._dry = True
            return None
        row = self._batch.popleft()
        self._taken.add(row.id)
        return row

    def settled(self, entry: int) -> None:
        """What became of this entry is on its way into the archive."""
        self._taken.discard(entry)

    def waiting(self) -> int:
        """How many addresses are pending or due, as the archive has it."""
        return entries.waiting(self._archive, self._source, at=self._due_by)

    def _note_changes(self, rows: dict[str, dict[str, object]]) -> None:
        dated = {url: row for url, row in rows.items() if row["modified_at"]}
        before = entries.modified(self._archive, self._source, dated)
        for url, row in dated.items():
            said = self._said.setdefault(str(row["door"]), _Said(changed=[]))
            said.dated += 1
            earlier = before.get(url)
            if earlier and str(row["modified_at"]) > earlier and said.changed is not None:
                said.changed.append(url)


def entry_of(row: EntryRow, languages: tuple[str, ...] = ()) -> Entry:
    """The entry as its door said it; `languages`: those of its source's record."""
    return Entry(
        url=row.url,
        door=row.door,
        origin=DoorKind(row.origin),
        title=row.title,
        published_at=row.published_at,
        precision=Precision(row.precision) if row.precision else None,
        modified_at=row.modified_at,
        summary=row.summary,
        language=row.language,
        score=row.score,
        languages=languages,
    )
