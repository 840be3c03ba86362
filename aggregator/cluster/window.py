"""Turns a new article into the few stored ones most alike within some weeks: those that a pair score is worth.

Days are read as blocks of int8 vectors, kept in a cache of bounded size, and compared with all new articles of a batch
in one matrix product. Two articles with a day of publication are candidates when their days are near; where one has
none, when they were first seen in the same weeks. The nearest in time are looked at first, and never more than
MOST_COMPARED, so that an article costs the same whether a hundred thousand or ten million are stored.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from aggregator.cluster.centring import Means
from aggregator.cluster.signals import kept_under
from aggregator.cluster.told import Encoder, Told, Vectors
from aggregator.cluster.vectors import NAMES, names_vector
from db.news import compared

DAYS = 45  # on each side: partners translate a release within weeks, and what comes later is found by its paper
NEAREST = 24  # candidates of an article; a story of more articles is joined by any one of them
LEAST = 0.15  # similarity; of two articles of one story 99 in 100 are more alike, of two others most are less
NAMES_WEIGHT = 0.3  # of shared names and numbers beside the cosine, for languages that the encoder does not know
MOST_COMPARED = 24_000  # stored articles that one article is compared with: 1 ms; a month of 250 newsrooms
MOST_OTHERS = 8_000  # the same of those that lack a day, or have one where it lacks one
CACHE = 100_000_000  # bytes of blocks kept in memory
AT_ONCE = 4096  # rows of one matrix product: 16 MB of similarities with a batch of 1000

Int = NDArray[np.int64]


@dataclass(slots=True)
class Block:
    """The articles of one day: `days` and `seen` are ordinals (0: no day), `languages` places in Window's list."""

    ids: Int
    days: Int
    seen: Int
    languages: Int
    heads: NDArray[np.int8]
    lengths: Vectors  # of the text's part of each head, and of that of its names

    @property
    def bytes(self) -> int:
        return self.heads.nbytes + 4 * self.ids.nbytes + self.lengths.nbytes

    def with_rows(self, other: Block) -> Block:
        """Both, the other's rows in place of those of the same article."""
        order = np.argsort(self.ids)
        places = (
            order[np.searchsorted(self.ids, other.ids, sorter=order).clip(max=len(order) - 1)] if len(order) else []
        )
        there = self.ids[places] == other.ids
        same = there & (self.heads[places] == other.heads).all(axis=1) & (self.seen[places] == other.seen)
        if same.all():
            return self  # articles asked about again: nothing is copied
        rest = self.without(other.ids)
        return Block(*(np.concatenate([getattr(other, name), getattr(rest, name)]) for name in _FIELDS))

    def without(self, ids: Int) -> Block:
        return self.part(~np.isin(self.ids, ids))

    def part(self, chosen: slice | NDArray[np.bool_]) -> Block:
        return Block(*(getattr(self, name)[chosen] for name in _FIELDS))


_FROM_THE_MIDDLE = sorted(range(-DAYS, DAYS + 1), key=lambda days: (abs(days), days))
_FIELDS = ("ids", "days", "seen", "languages", "heads", "lengths")


class Window:
    """The stored articles as far as new ones are compared with them. One a run; `prepare` comes before `nearest`."""

    def __init__(self, db: Database, encoder: Encoder) -> None:
        self._db = db
        self._encoder = encoder
        self._key = kept_under(encoder)
        self._blocks: OrderedDict[int, Block] = OrderedDict()  # the least recently used first
        self._sizes: dict[int, int] = {}
        self._languages: dict[str | None, int] = {}
        self._down = True
        self._last: Block | None = None  # those with a day that were seen last

    @property
    def held(self) -> int:
        """Bytes of blocks in memory."""
        return sum(block.bytes for block in self._blocks.values())

    def nearest(self, new: Mapping[int, Told]) -> dict[int, list[tuple[int, float]]]:
        """Id → (id, similarity) of its candidates, most alike first: at most NEAREST, each LEAST alike.

        `new`: what `prepare` gave for a batch; its articles are candidates of each other too. Similarity is the cosine
        of the centred vectors plus NAMES_WEIGHT times that of names and numbers.
        """
        self._enter(new)
        asked = [one for one in new.values() if one.vectors.any()]
        if not asked:
            return {id_: [] for id_ in new}
        search = _Search(asked)
        means = Means.read(self._db, self._encoder)
        for some in _gathered(self._to_compare(asked)):
            table = np.stack([means.of(name) for name in self._languages])
            search.compare(some, table)
        return {id_: [] for id_ in new} | search.found()

    def forget(self, ids: Collection[int]) -> None:
        """Compare nothing with these articles any more: they repeat others, or were withdrawn."""
        gone = compared.get_many(self._db, self._key, ids)
        compared.remove(self._db, ids)
        if not gone:
            return
        out = np.array([row.article for row in gone], dtype=np.int64)
        for bucket in {compared.bucket_of(row.day, row.seen) for row in gone} & self._blocks.keys():
            self._blocks[bucket] = self._blocks[bucket].without(out)
        if self._last is not None:
            self._last = self._last.without(out)

    def _enter(self, new: Mapping[int, Told]) -> None:
        """Let the blocks in memory know the articles just prepared."""
        by_bucket: dict[int, list[int]] = {}
        for one in new.values():
            by_bucket.setdefault(compared.bucket_of(one.day, one.seen), []).append(one.id)
        known = compared.rows_of(self._db, self._key, new)
        for bucket, ids in by_bucket.items():
            self._sizes.pop(bucket, None)
            rows = [known[id_] for id_ in ids if id_ in known]
            if bucket in self._blocks and rows:
                self._blocks[bucket] = self._blocks[bucket].with_rows(self._block(rows)).part(slice(MOST_COMPARED))
        dated = [row for row in known.values() if row[2]]
        if self._last is not None and dated:
            self._last = self._last.with_rows(self._block(dated)).part(slice(MOST_OTHERS))

    def _to_compare(self, asked: Sequence[Told]) -> Iterator[_Piece]:
        """Every block that some of the articles are compared with, in parts of at most AT_ONCE."""
        around: dict[tuple[int, int, bool], list[int]] = {}  # of which range, how many, by `seen`? → places
        for place, one in enumerate(asked):
            own, seen = compared.bucket_of(one.day, one.seen), compared.bucket_of(None, one.seen)
            around.setdefault((own, MOST_COMPARED, False), []).append(place)
            # of one without a day, what was published when it was first seen
            others = (seen, MOST_OTHERS, False) if one.day else (seen - 1, MOST_OTHERS, True)
            around.setdefault(others, []).append(place)
        plain: dict[int, list[int]] = {}
        checked: dict[int, list[int]] = {}
        for (middle, most, by_seen), places in around.items():
            for bucket in self._around(middle, most):
                (checked if by_seen else plain).setdefault(bucket, []).extend(places)
        self._down = not self._down  # back and forth: of more days than memory holds, the last read are used first
        for bucket in sorted(plain.keys() | checked.keys(), reverse=self._down):
            block = self._of(bucket)
            for some, by_seen in ((plain.get(bucket), False), (checked.get(bucket), True)):
                if some:
                    yield from _pieces(block, some, by_seen=by_seen)
        undated = [place for place, one in enumerate(asked) if one.day is None]
        if undated:
            if self._last is None:
                self._last = self._block(compared.seen_last(self._db, self._key, MOST_OTHERS))
            yield from _pieces(self._last, undated, by_seen=True)

    def _around(self, bucket: int, most: int) -> Iterator[int]:
        """The ranges within DAYS of one, the nearest first, until they hold `most` articles."""
        held = 0
        for distance in _FROM_THE_MIDDLE:
            other = bucket + 2 * distance
            size = self._size(other)
            if size:
                yield other
            held += size
            if held >= most:
                return

    def _size(self, bucket: int) -> int:
        if bucket not in self._sizes:
            self._sizes[bucket] = compared.size(self._db, bucket)
        return self._sizes[bucket]

    def _of(self, bucket: int) -> Block:
        if bucket in self._blocks:
            self._blocks.move_to_end(bucket)
        else:
            self._blocks[bucket] = self._block(compared.block(self._db, self._key, bucket, MOST_COMPARED))
            self._drop()
        return self._blocks[bucket]

    def _drop(self) -> None:
        """Forget the least recently used blocks where they take too much memory."""
        held = self.held
        while held > CACHE and len(self._blocks) > 1:
            held -= self._blocks.popitem(last=False)[1].bytes

    def _block(self, rows: Sequence[compared.Row]) -> Block:
        width = self._encoder.dimensions + NAMES
        heads = np.frombuffer(b"".join(row[4] for row in rows), dtype=np.int8).reshape(-1, width)
        known = self._languages
        languages = [known.setdefault(row[1], len(known)) for row in rows]
        ids, days, seen = (np.array([row[at] for row in rows], dtype=np.int64) for at in (0, 2, 3))
        parts = np.split(heads.astype(np.float32), [self._encoder.dimensions], axis=1)
        lengths = np.stack([np.sqrt(np.einsum("ij,ij->i", part, part)) for part in parts], axis=1).clip(min=1e-6)
        return Block(ids, days, seen, np.array(languages, dtype=np.int64), heads, lengths)


@dataclass(slots=True)
class _Piece:
    """Some rows, the places of the articles they are compared with, and whether `seen` decides for each pair."""

    rows: Block
    places: Int
    by_seen: bool
    allowed: NDArray[np.bool_] | None = None  # (places, rows); None: all


def _pieces(block: Block, places: Sequence[int], *, by_seen: bool) -> Iterator[_Piece]:
    for start in range(0, len(block.ids), AT_ONCE):
        yield _Piece(block.part(slice(start, start + AT_ONCE)), np.array(places), by_seen)


def _gathered(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Small pieces put together: many small products cost several times as much as a few large ones."""
    held: dict[bool, list[_Piece]] = {False: [], True: []}
    for piece in pieces:
        mine = held[piece.by_seen]
        if mine and sum(len(one.rows.ids) for one in mine) + len(piece.rows.ids) > AT_ONCE:
            yield _together(mine)
            mine.clear()
        mine.append(piece)
    yield from (_together(mine) for mine in held.values() if mine)


def _together(pieces: Sequence[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return pieces[0]
    places = np.unique(np.concatenate([one.places for one in pieces]))
    asked = np.stack([np.isin(places, one.places) for one in pieces], axis=1)  # (places, pieces)
    rows = Block(*(np.concatenate([getattr(one.rows, name) for one in pieces]) for name in _FIELDS))
    allowed = np.repeat(asked, [len(one.rows.ids) for one in pieces], axis=1)
    return _Piece(rows, places, pieces[0].by_seen, None if allowed.all() else allowed)


class _Search:
    """The best candidates so far of some articles."""

    def __init__(self, asked: Sequence[Told]) -> None:
        self._ids = np.array([one.id for one in asked])
        self._seen = np.array([date.fromisoformat(one.seen).toordinal() for one in asked])
        self._queries: Vectors = np.stack(
            [np.concatenate([one.vectors[0], NAMES_WEIGHT * names_vector(one.signals)]) for one in asked]
        ).astype(np.float32)
        self._best: list[dict[int, float]] = [{} for _ in asked]
        self._least = np.full(len(asked), LEAST, dtype=np.float32)

    def compare(self, piece: _Piece, means: Vectors) -> None:
        """Compare every row of a piece with the articles at its places. `means`: a row a language of the Window.

        All is one matrix product, because whatever is done to each pair costs as much as a tenth of it. With m the mean
        of a row's language and n its names, q·(v - m) / |v - m| + q'·n is the product of (q, q', -q·m of each language)
        and (v / |v - m|, n, 1 / |v - m| at its language), where |v - m|² = 1 - 2 v·m + m·m for a unit vector v.
        """
        rows, places, dimensions = piece.rows, piece.places, means.shape[1]
        at_row, end = np.arange(len(rows.ids)), rows.heads.shape[1]
        right = np.zeros((len(rows.ids), end + len(means)), dtype=np.float32)
        right[:, :end] = rows.heads
        right[:, :dimensions] /= rows.lengths[:, :1]
        right[:, dimensions:end] /= rows.lengths[:, 1:]
        of_means = (right[:, :dimensions] @ means.T)[at_row, rows.languages]
        moved = 1 - 2 * of_means + np.einsum("ij,ij->i", means, means)[rows.languages]
        moved = np.sqrt(np.maximum(moved, 1e-6))
        right[:, :dimensions] /= moved[:, None]
        right[at_row, end + rows.languages] = 1 / moved
        asked = self._queries[places]
        alike = np.hstack([asked, -asked[:, :dimensions] @ means.T]) @ right.T
        good = alike > self._least[places][:, None]
        if piece.by_seen:
            good &= np.abs(rows.seen[None, :] - self._seen[places][:, None]) <= DAYS
        if piece.allowed is not None:
            good &= piece.allowed
        for at in np.flatnonzero(good.any(axis=1)):
            self._keep(int(places[at]), rows.ids[good[at]], alike[at][good[at]])

    def _keep(self, place: int, ids: Int, alike: Vectors) -> None:
        others = ids != self._ids[place]
        ids, alike = ids[others], alike[others]
        if len(ids) > NEAREST:
            most = np.argpartition(-alike, NEAREST)[:NEAREST]
            ids, alike = ids[most], alike[most]
        best = self._best[place]
        best.update(zip(ids.tolist(), alike.tolist(), strict=True))
        if len(best) >= NEAREST:
            ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:NEAREST]
            self._best[place] = dict(ranked)
            self._least[place] = ranked[-1][1]

    def found(self) -> dict[int, list[tuple[int, float]]]:
        """Id → its candidates, most alike first."""
        return {
            int(id_): sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
            for id_, best in zip(self._ids, self._best, strict=True)
        }
