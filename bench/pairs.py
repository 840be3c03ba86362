"""Fits the pair score of stories, and measures it on stories it has not seen.

    python -m bench.pairs            cross-validated figures for the three labelled sets of ../shared
    python -m bench.pairs --write    the same, then fit on everything and write aggregator/cluster/pairs.json

Articles become what the aggregator compares (Told) by its own code: units, USE, centring, signals, the most alike
of the set as candidates. The folds are made of whole families and stories: a pair is scored by a model that has seen
neither article, nor any other of their families. "Halves" is the issue's protocol: fitted on one half, the articles of
the other half grouped by themselves; the mean over both directions of four ways to halve.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sqlite_utils import Database

from aggregator.cluster.centring import Means
from aggregator.cluster.cutting import mean_of, units
from aggregator.cluster.encoder import load_encoder
from aggregator.cluster.grouping import group
from aggregator.cluster.pairs import FARTHEST, LEAST, apart, features, serial, value_of
from aggregator.cluster.rarity import around
from aggregator.cluster.signals import signals_of
from aggregator.cluster.told import Told
from aggregator.cluster.vectors import names_vector
from bench.labelled import labelled
from db import migrations

OUT = Path(__file__).resolve().parents[1] / "aggregator" / "cluster" / "pairs.json"
NEAR = 12  # the most alike of an article: pairs to fit on, and the context that says what is rare
KEPT = 24  # pairs scored for an article, as in window.NEAREST
FOLDS = 5
PRODUCTS = (
    "cos × short", "best × short", "most × short", "names share × short", "stems share × short", "same × short",
    "cos × same", "best × same", "stems share × same", "names share × same",
)  # fmt: skip
STRENGTH = 0.03  # of the fit, the inverse of its regularization: .01 to .1 differ by less than the halves do
SHIFT = 1.1  # logit; classes of equal weight ask for too much where most candidates belong together
FLOOR = float(np.log(0.1 / 0.9))  # as alike.FLOOR: less likely pairs are not kept

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Labelled:
    """One set: its articles, what they are labelled, and every pair that is scored."""

    told: list[Told]
    gold: list[str]
    family: list[str]
    language: list[str]
    pairs: NDArray[np.int64]  # (pairs, 2) places
    values: Floats  # (pairs, features)
    fit: NDArray[np.bool_]  # whether a pair is among the NEAR most alike of one side
    weight: float
    far: NDArray[np.bool_]  # what no likeness joins: too far in time or meaning, or of a series

    @property
    def same(self) -> NDArray[np.bool_]:
        gold = np.array(self.gold)
        return np.asarray(gold[self.pairs[:, 0]] == gold[self.pairs[:, 1]])


def main() -> None:
    """Print the figures; with --write, write the model."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--write", action="store_true", help="fit on everything and write the model")
    asked = arguments.parse_args()
    sets = {name: prepare(rows, weight) for name, rows, weight in labelled()}
    names = feature_names()
    print("| set | articles | cross-validated: BCubed F1 | cross-lingual pair F1 | halves: BCubed F1 | cross-lingual |")
    print("| --- | --- | --- | --- | --- | --- |")
    whole, half = cross_validated(sets), halves(sets)
    for name, one in sets.items():
        figures = " | ".join(f"{figure:.3f}" for figure in (*whole[name], *half[name]))
        print(f"| {name} | {len(one.told)} | {figures} |")
    print("\n| set | TF-IDF | USE, centred | (each at the threshold that is best for this very set) |")
    print("| --- | --- | --- | --- |")
    for name, rows, _ in labelled():
        words = TfidfVectorizer(sublinear_tf=True).fit_transform(
            f"{row.get('title') or ''} {row['text']}" for row in rows
        )
        heads = np.array([one.vectors[0] for one in sets[name].told])
        figures = [best_of(sets[name], alike) for alike in ((words @ words.T).toarray(), heads @ heads.T)]
        print(f"| {name} | {' | '.join(f'{f:.3f} / {c:.3f}' for f, c in figures)} | |", flush=True)
    if asked.write:
        model = fit(sets, {name: np.ones(len(one.pairs), bool) for name, one in sets.items()})
        held = {"coefficients": {name: round(float(value), 5) for name, value in zip(names, model[0], strict=True)}}
        OUT.write_text(json.dumps({"intercept": round(model[1], 5), **held}, indent=1) + "\n", encoding="utf-8")


def prepare(rows: list[dict[str, Any]], weight: float) -> Labelled:
    """The articles as the aggregator compares them, and the features of their pairs."""
    told = tell(rows)
    nearest = most_alike(told)
    context = {one.id: around(one.signals, [told[other].signals for other in nearest[one.id][:NEAR]]) for one in told}
    wanted = sorted({(min(a, b), max(a, b)) for a in range(len(told)) for b in nearest[a][:KEPT]})
    to_fit = {(min(a, b), max(a, b)) for a in range(len(told)) for b in nearest[a][:NEAR]}
    by_first: dict[int, list[int]] = {}
    for a, b in wanted:
        by_first.setdefault(a, []).append(b)
    values, pairs = [], []
    for a, others in by_first.items():
        for b, found in zip(others, features(told[a], [told[b] for b in others], context), strict=True):
            pairs.append((a, b))
            values.append([value_of(found, name) for name in feature_names()])
    series = serial(told)
    least = [found[feature_names().index("cos")] for found in values]
    return Labelled(
        told,
        [row["gold"] for row in rows],
        [row["family"] for row in rows],
        [row["lang"] for row in rows],
        np.array(pairs),
        np.array(values),
        np.array([pair in to_fit for pair in pairs]),
        weight,
        np.array(
            [
                apart(told[a], told[b]) or cos < LEAST or bool({a, b} & series)
                for (a, b), cos in zip(pairs, least, strict=True)
            ]
        ),
    )


def tell(rows: list[dict[str, Any]]) -> list[Told]:
    """Told of each row; means of languages are those of the whole set, as after one import."""
    encoder = load_encoder("use")
    pieces = [units(row.get("title") or "", None, row["text"]) for row in rows]
    flat = encoder.encode([piece for one in pieces for piece in one])
    rows_of, start = [], 0
    for row, one in zip(rows, pieces, strict=True):
        own = flat[start : start + len(one)]
        start += len(one)
        rows_of.append(np.vstack([mean_of(own, one, titled=bool(row.get("title"))), own]))
    db = Database(memory=True)
    migrations.news.apply(db)
    means = Means.read(db, encoder)
    for row, own in zip(rows, rows_of, strict=True):
        means.add(row["lang"], own[0])
    return [
        Told(
            id=number,
            house=f"{row['site']} {row['lang']}" if row.get("site") else None,
            language=row["lang"],
            day=row.get("date"),
            seen="2026-11-22",
            papers=frozenset(),
            trials=frozenset(),
            vectors=means.centre(own, [row["lang"]] * len(own)),
            signals=signals_of(row.get("title") or "", row["text"]),
        )
        for number, (row, own) in enumerate(zip(rows, rows_of, strict=True))
    ]


def most_alike(told: Sequence[Told]) -> list[list[int]]:
    """For each article the others, most alike first, as the window finds them; those too far in time left out."""
    heads = np.array([one.vectors[0] for one in told])
    names = np.array([names_vector(one.signals) for one in told])
    alike = heads @ heads.T + 0.3 * names @ names.T
    np.fill_diagonal(alike, -9)
    found = []
    for one in told:
        order = [int(other) for other in np.argsort(-alike[one.id], kind="stable")[: 3 * KEPT]]
        found.append([other for other in order if other != one.id and not apart(one, told[other])])
    return found


def feature_names() -> list[str]:
    """The features and products the model is made of, in order."""
    one = tell_one()
    plain = list(features(one, [one], {0: around(one.signals, [])})[0])
    return [*plain, *PRODUCTS]


def tell_one() -> Told:
    """An article to ask for the names of features."""
    rows = np.ones((2, 4), np.float32) / 2
    return Told(
        id=0, house=None, language="en", day=None, seen="2026-11-22", papers=frozenset(), trials=frozenset(),
        vectors=rows, signals=signals_of("", "A text"),
    )  # fmt: skip


def fit(sets: dict[str, Labelled], allowed: dict[str, NDArray[np.bool_]]) -> tuple[Floats, float]:
    """(coefficients on the features as they are, intercept) of a logistic model; each set's two classes weigh alike.

    The intercept is moved so that a logit above 0 is where joining pays in the articles it was fitted on.
    """
    x, y, w = [], [], []
    for name, one in sets.items():
        chosen = allowed[name] & one.fit & ~one.far
        same = one.same[chosen]
        x.append(one.values[chosen])
        y.append(same)
        w.append(one.weight * np.where(same, 1 / max(1, same.sum()), 1 / max(1, (~same).sum())) * 1000)
    values = np.vstack(x)
    middle, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-9)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit((values - middle) / spread, np.concatenate(y), sample_weight=np.concatenate(w))
    coefficients = model.coef_[0] / spread
    return coefficients, float(model.intercept_[0] - (coefficients * middle).sum() + SHIFT)


def cross_validated(sets: dict[str, Labelled]) -> dict[str, tuple[float, float]]:
    """(BCubed F1, cross-lingual pair F1) of each whole set, every pair scored by a model that saw neither side."""
    folds = {name: np.array([_hash("", one) % FOLDS for one in held.family]) for name, held in sets.items()}
    logits = {name: np.zeros(len(held.pairs)) for name, held in sets.items()}
    for a in range(FOLDS):
        for b in range(a, FOLDS):
            ends = {name: folds[name][held.pairs] for name, held in sets.items()}
            seen = {name: ~np.isin(found, (a, b)).any(axis=1) for name, found in ends.items()}
            coefficients, intercept = fit(sets, seen)
            for name, held in sets.items():
                mine = (np.sort(ends[name], axis=1) == (a, b)).all(axis=1)
                logits[name][mine] = held.values[mine] @ coefficients + intercept
    return {name: score(held, logits[name], np.ones(len(held.told), bool)) for name, held in sets.items()}


def halves(sets: dict[str, Labelled]) -> dict[str, tuple[float, float]]:
    """The same, fitted on one half of the families and measured on the articles of the other half alone."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in sets}
    for way in range(4):
        half = {name: np.array([_hash(str(way), one) % 2 for one in held.family]) for name, held in sets.items()}
        for seen in (0, 1):
            model = fit(sets, {name: (half[name][held.pairs] == seen).all(axis=1) for name, held in sets.items()})
            for name, held in sets.items():
                found[name].append(score(held, held.values @ model[0] + model[1], half[name] != seen))
    return {
        name: (float(np.mean([f for f, _ in each])), float(np.mean([c for _, c in each])))
        for name, each in found.items()
    }


def score(held: Labelled, logits: Floats, chosen: NDArray[np.bool_]) -> tuple[float, float]:
    """Group the chosen articles as the aggregator does; (BCubed F1, cross-lingual pair F1)."""
    ids = [int(one) for one in np.flatnonzero(chosen)]
    inside = chosen[held.pairs].all(axis=1)
    kept = {
        (int(a), int(b)): float(np.clip(logit, -FARTHEST, FARTHEST))
        for (a, b), logit, far in zip(held.pairs[inside], logits[inside], held.far[inside], strict=True)
        if logit >= FLOOR and not far
    }
    cannot = [(a, b) for a in ids for b in ids if a < b and apart(held.told[a], held.told[b])]
    place = {one: number for number, part in enumerate(group(ids, kept, (), cannot)) for one in part}
    predicted, gold = [place[one] for one in ids], [held.gold[one] for one in ids]
    return bcubed(predicted, gold), cross_lingual(predicted, gold, [held.language[one] for one in ids])


def best_of(held: Labelled, alike: Floats) -> tuple[float, float]:
    """(BCubed F1, cross-lingual pair F1) of average linkage of similarities, at its best threshold."""
    ids = range(len(held.told))
    found = []
    for least in np.arange(0.1, 0.8, 0.05):
        pairs = {(a, b): float(alike[a, b] - least) for a in ids for b in range(a + 1, len(ids))}
        place = {one: number for number, part in enumerate(group(list(ids), pairs)) for one in part}
        predicted = [place[one] for one in ids]
        found.append((bcubed(predicted, held.gold), cross_lingual(predicted, held.gold, held.language)))
    return max(found)


def bcubed(predicted: Sequence[Any], gold: Sequence[Any]) -> float:
    """F1 of BCubed precision and recall (Bagga and Baldwin 1998), as the scorer of ../shared has it."""
    mine, theirs, both = Counter(predicted), Counter(gold), Counter(zip(predicted, gold, strict=True))
    precision = sum(both[p, g] / mine[p] for p, g in zip(predicted, gold, strict=True)) / len(gold)
    recall = sum(both[p, g] / theirs[g] for p, g in zip(predicted, gold, strict=True)) / len(gold)
    return 2 * precision * recall / (precision + recall)


def cross_lingual(predicted: Sequence[Any], gold: Sequence[Any], language: Sequence[str]) -> float:
    """F1 of the pairs of articles in two languages."""
    right = said = true = 0
    for a in range(len(gold)):
        for b in range(a):
            if language[a] != language[b]:
                right += predicted[a] == predicted[b] and gold[a] == gold[b]
                said += predicted[a] == predicted[b]
                true += gold[a] == gold[b]
    return 2 * right / max(1, said + true)


def _hash(way: str, family: str) -> int:
    return int(hashlib.md5(f"{way}{family}".encode()).hexdigest(), 16)


if __name__ == "__main__":
    main()
