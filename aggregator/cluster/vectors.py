"""Turns articles into what they are compared by (Told): vectors and signals, made once a text and kept in news.db."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from aggregator.cluster.centring import Means
from aggregator.cluster.cutting import headline, mean_of, units
from aggregator.cluster.hard import PAPERS, TRIALS
from aggregator.cluster.signals import kept_under, pack, signals_of, unpack
from aggregator.cluster.told import Encoder, Signals, Told, Vectors
from aggregator.normalize import UNKNOWN_SOURCE
from db import vectors as stored
from db.news import compared, identifiers
from db.news.articles import Stored
from db.news.compared import Compared

LEAST_WORDS, LEAST_LETTERS = 3, 8  # of a text that is compared: "Finland joins NATO." is, "Closed today" is not
NAMES = 128  # places that names and numbers are hashed into, for finding candidates

Kept = tuple[bytes, bytes]  # vectors as they are, not centred, and signals, both packed


def prepare(db: Database, encoder: Encoder, given: Database | None, articles: Iterable[Stored]) -> dict[int, Told]:
    """Id → what these distinct articles say, and enter them among those that new ones are compared with.

    Vectors are taken from `db`, else from `given` (the file before a rebuild), else made, all missing ones in one call;
    the texts made here are counted into the means of their languages before anything is centred. A rebuild begins with
    the means of `given`, in which the texts it takes over are counted already, so that it repeats itself exactly.
    Runs inside the caller's transaction; the second time it changes nothing. An article whose text has no words says
    nothing: one row of zeros, and nothing is compared with it.
    """
    wanted = {one.id: one for one in articles}
    if given is not None and not stored.sums(db, kept_under(encoder)):
        _take_over(db, given, encoder)
    texts = _kept(db, encoder, given, wanted.values())
    rows = [_row(one, encoder, *texts[one.text_hash]) for one in wanted.values()]
    silent = {row.article for row in rows if not any(row.head[: encoder.dimensions])}
    compared.put(db, [row for row in rows if row.article not in silent])
    compared.remove(db, silent)
    return _told(db, rows, texts, Means.read(db, encoder))


def recall(db: Database, encoder: Encoder, ids: Iterable[int]) -> dict[int, Told]:
    """Id → what articles said that were prepared before; those that are compared no more are left out."""
    rows = compared.get_many(db, kept_under(encoder), ids)
    texts = stored.get(db, kept_under(encoder), (row.text_hash for row in rows))
    return _told(db, [row for row in rows if row.text_hash in texts], texts, Means.read(db, encoder))


def pack_rows(rows: Vectors) -> bytes:
    """Unit rows as int8. Each is scaled by its largest value; as it was unit, nothing is lost but the rounding."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9)
    return bytes(np.rint(rows * (127 / largest)).astype(np.int8).data)


def unit_rows(rows: NDArray[np.int8]) -> Vectors:
    """The rows as pack_rows had them; rows of zeros stay."""
    made = rows.astype(np.float32)
    made /= np.maximum(np.sqrt(np.einsum("ij,ij->i", made, made)), 1e-6)[:, None]
    return made


def names_vector(signals: Signals) -> Vectors:
    """Names and numbers hashed into one unit vector: two texts that share many are near, whatever their language."""
    hashes = np.array(sorted(signals.names | signals.numbers), dtype=np.uint32)
    made = np.zeros(NAMES, dtype=np.float32)
    signs = np.where(hashes & 0x10000, np.float32(1), np.float32(-1))
    np.add.at(made, hashes % NAMES, signs)
    length = float(np.linalg.norm(made))
    return made / np.float32(length) if length else made


def _kept(db: Database, encoder: Encoder, given: Database | None, articles: Iterable[Stored]) -> dict[str, Kept]:
    """Text hash → vectors and signals, made for the texts that have none."""
    by_hash: dict[str, Stored] = {}
    for one in articles:
        by_hash.setdefault(one.text_hash, one)
    found = stored.get(db, kept_under(encoder), by_hash)
    if given is not None:
        old = stored.get(given, kept_under(encoder), set(by_hash) - set(found))
        stored.put(db, kept_under(encoder), [(hash_, *both) for hash_, both in old.items()])
        found |= old
    missing = [one for hash_, one in by_hash.items() if hash_ not in found]
    if missing:
        made = {one.text_hash: both for one, both in zip(missing, _made(encoder, missing), strict=True)}
        stored.put(db, kept_under(encoder), [(hash_, *both) for hash_, both in made.items()])
        means = Means.read(db, encoder)
        for one in missing:
            means.add(one.language, _unpacked(made[one.text_hash][0], encoder.dimensions)[0])
        means.write(db)
        found |= made
    return found


def _made(encoder: Encoder, articles: Sequence[Stored]) -> list[tuple[bytes, bytes]]:
    """Packed vectors and signals of texts never read before, all encoded in one call."""
    titles = [headline(one.title, one.text) for one in articles]
    cut = [
        units(title, None, one.text) if _tells(one.text) else [] for title, one in zip(titles, articles, strict=True)
    ]
    rows = encoder.encode([unit for pieces in cut for unit in pieces])
    made = []
    start = 0
    for title, one, pieces in zip(titles, articles, cut, strict=True):
        own = rows[start : start + len(pieces)]
        start += len(pieces)
        whole = mean_of(own, pieces, titled=bool(title)) if pieces else np.zeros(encoder.dimensions, np.float32)
        made.append((pack_rows(np.vstack([whole[None, :], own])), pack(signals_of(title, one.text))))
    return made


def _row(one: Stored, encoder: Encoder, vectors: bytes, packed: bytes) -> Compared:
    day = one.published_at[:10] if one.published_at and len(one.published_at) >= 10 else None
    return Compared(
        article=one.id,
        encoder=kept_under(encoder),
        text_hash=one.text_hash,
        source=one.source,
        language=one.language,
        day=day,
        seen=one.first_seen_at[:10],
        head=vectors[: encoder.dimensions] + pack_rows(names_vector(unpack(packed))[None, :]),
    )


def _told(db: Database, rows: Sequence[Compared], texts: Mapping[str, Kept], means: Means) -> dict[int, Told]:
    """Id → Told; the vectors of all are unpacked and centred together, which costs a tenth."""
    dimensions = means.encoder.dimensions
    vectors = _unpacked(b"".join(texts[row.text_hash][0] for row in rows), dimensions)
    counts = [len(texts[row.text_hash][0]) // dimensions for row in rows]
    centred = means.centre(
        vectors, [row.language for row, count in zip(rows, counts, strict=True) for _ in range(count)]
    )
    primary = identifiers.primary_of_many(db, [row.article for row in rows])
    told = {}
    start = 0
    for row, count in zip(rows, counts, strict=True):
        announced = primary.get(row.article, set())
        told[row.article] = Told(
            id=row.article,
            house=None if row.source == UNKNOWN_SOURCE else f"{row.source} {row.language}",
            language=row.language,
            day=row.day,
            seen=row.seen,
            papers=frozenset(key for key in announced if key[0] in PAPERS),
            trials=frozenset(key for key in announced if key[0] in TRIALS),
            vectors=centred[start : start + count],
            signals=unpack(texts[row.text_hash][1]),
        )
        start += count
    return told


def _take_over(db: Database, given: Database, encoder: Encoder) -> None:
    stored.put_sums(
        db,
        kept_under(encoder),
        [(name, texts, sum_) for name, (texts, sum_) in stored.sums(given, kept_under(encoder)).items()],
    )


def _unpacked(rows: bytes, dimensions: int) -> Vectors:
    return unit_rows(np.frombuffer(rows, dtype=np.int8).reshape(-1, dimensions))


def _tells(text: str) -> bool:
    """Whether a text is long enough to tell something: three words, or as many letters where words have no spaces."""
    start = text[:500]
    return (
        len(start.split()) >= LEAST_WORDS or sum(one.isalpha() for one in start if not one.isascii()) >= LEAST_LETTERS
    )
