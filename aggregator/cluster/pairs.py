"""Turns two articles into how likely they tell one story: features of the pair, and a logistic model over them.

The model is fitted by bench/pairs.py, which also measures it on stories it has not seen. Features that mean
less between two long texts than between two short ones stand in it once more, multiplied with the length.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from math import log, log1p

import numpy as np

from aggregator.cluster.rarity import KINDS, Around, weights
from aggregator.cluster.told import PairScore, Told, Vectors

DAYS_APART = 45  # announcements further apart tell two stories, or a follow-up that a hard link must prove
LENGTH = 160  # words; longer texts are cut for comparing, see cutting.BUDGET
SERIAL = 0.85  # cosine; of articles of one house 1 in 100 pairs are more alike, nearly all of them of one series
LEAST = 0.18  # cosine; fewer than 1 in 100 pairs of one story are less alike, half of all others are
FARTHEST = 6.0  # logit; beyond it one pair would outvote all others of its group
_CAPS = {"names": 60.0, "numbers": 40.0, "stems": 120.0, "phrases": 20.0}  # nats; a long list must not decide alone
_KNOWN = 400  # days
_Features = dict[str, float]


def score_pairs(one: Told, others: Sequence[Told], context: Mapping[int, Around]) -> list[PairScore]:
    """How likely `one` and each of `others` tell one story, in their order; symmetric.

    `context`: for each article what the articles most alike to it say (rarity.around); both sides' must be there.
    """
    if not others:
        return []
    names, coefficients, intercept = _model()
    scores = []
    for other, found in zip(others, features(one, others, context), strict=True):
        logit = intercept + sum(
            weight * value_of(found, name) for name, weight in zip(names, coefficients, strict=True)
        )
        if apart(one, other) or found["cos"] < LEAST:
            logit = -FARTHEST
        scores.append(PairScore(float(np.clip(logit, -FARTHEST, FARTHEST)), why(one, other, found)))
    return scores


def apart(one: Told, other: Told) -> bool:
    """Whether two articles cannot tell one story, however alike: they announce other papers, or at other times.

    An article without a day of publication has that of the paper it tells of, where its text writes it.
    """
    for mine, theirs in ((one.papers, other.papers), (one.trials, other.trials)):
        common = {scheme for scheme, _ in mine} & {scheme for scheme, _ in theirs}
        if common and not mine & theirs:
            return True
    days = [date.fromisoformat(side.day).toordinal() if side.day else side.signals.paper_day for side in (one, other)]
    return all(days) and abs(days[0] - days[1]) > DAYS_APART


def serial(told: Iterable[Told]) -> set[int]:
    """Those that are one of a series of their house: weekly menus, monthly figures, calls that come every year.

    They are nearly alike and no duplicates, so what they say is a template, and alike to those of other houses too.
    """
    houses: dict[str, list[Told]] = {}
    for one in told:
        if one.house is not None:
            houses.setdefault(one.house, []).append(one)
    found = set()
    for of_house in houses.values():
        heads = np.array([one.vectors[0] for one in of_house])
        near = (heads @ heads.T >= SERIAL).sum(axis=1)
        found |= {one.id for one, count in zip(of_house, near, strict=True) if count > 1}
    return found


def features(one: Told, others: Sequence[Told], context: Mapping[int, Around]) -> list[_Features]:
    """The features of each pair by name, before products of them are made. Method: the issue's pair score, extended by
    how rare shared names and numbers are among the articles that are alike to both.
    """
    found = []
    for other, near in zip(others, _nearness(one.vectors, [other.vectors for other in others]), strict=True):
        pair = dict(zip(("cos", "best", "least", "most", "title"), near, strict=True))
        pair |= _shared(one, other, context[one.id], context[other.id])
        pair |= _times(one, other)
        lengths = sorted(log(1 + min(side.signals.words, LENGTH)) for side in (one, other))
        pair["short"], pair["long"] = lengths
        pair["same"] = float(one.language is not None and one.language == other.language)
        pair["house"] = float(pair["same"] and one.house is not None and one.house == other.house)
        found.append(pair)
    return found


def why(one: Told, other: Told, found: _Features) -> str:
    """What a person is told of the pair."""
    said = [f"alike in meaning ({found['cos']:.2f})"]
    names = len(_intersection("names", one, other))
    numbers = len(one.signals.numbers & other.signals.numbers)
    said += [
        f"{count} {kind}{'s' * (count > 1)} in common"
        for count, kind in ((names, "name"), (numbers, "number"))
        if count
    ]
    days = _days_between(one, other)
    if days is not None:
        said.append("on one day" if days == 0 else f"{days} days apart" if days > 1 else "a day apart")
    return ", ".join(said)


def _nearness(mine: Vectors, theirs: Sequence[Vectors]) -> np.ndarray:
    """Per other: cosine of the whole, of the best two pieces, lower and higher mean of best ones, best of the first."""
    lengths = np.array([len(rows) - 1 for rows in theirs])
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    pieces = mine[1:] @ np.concatenate([rows[1:] for rows in theirs]).T  # (my pieces, all their pieces)
    whole = np.array([rows[0] for rows in theirs]) @ mine[0]
    mine_best = np.maximum.reduceat(pieces, starts, axis=1)  # (my pieces, others): of each piece the best in the other
    theirs_best = pieces.max(axis=0)
    forth, back = mine_best.mean(axis=0), np.add.reduceat(theirs_best, starts) / lengths
    title = np.maximum(mine_best[0], theirs_best[starts])
    return np.stack([whole, mine_best.max(axis=0), np.minimum(forth, back), np.maximum(forth, back), title], axis=1)


def _shared(one: Told, other: Told, near_one: Around, near_other: Around) -> _Features:
    found: _Features = {}
    for kind in KINDS:
        shared = _intersection(kind, one, other)
        smaller = min(weights(kind, getattr(one.signals, kind)), weights(kind, getattr(other.signals, kind)))
        both = weights(kind, shared)
        found[kind] = min(both, _CAPS[kind])
        found[f"{kind} share"] = min(both / (smaller + 5), 1.5)
        found[f"{kind} here"] = min(near_one.weight(kind, shared), near_other.weight(kind, shared))
        if kind == "numbers":
            found["numbers said"] = log1p(smaller)
    return found


def _intersection(kind: str, one: Told, other: Told) -> frozenset[int]:
    """What both say. A name of one counts as soon as the other has the word: sentences begin with names."""
    mine, theirs = one.signals, other.signals
    if kind == "names":
        return (mine.names & theirs.tokens) | (theirs.names & mine.tokens)
    shared: frozenset[int] = getattr(mine, kind) & getattr(theirs, kind)
    return shared


def _times(one: Told, other: Told) -> _Features:
    mine, theirs = one.signals, other.signals
    days = _days_between(one, other)
    years = [int(side.day[:4]) if side.day else max(side.signals.years, default=0) for side in (one, other)]
    return {
        "years": float(bool(mine.years & theirs.years)),
        "other years": float(bool(mine.years and theirs.years) and not mine.years & theirs.years),
        "days": log1p(min(days, _KNOWN)) if days is not None else 0.0,
        "week": float(days is not None and days <= 7),
        "year": float(0 not in years and years[0] == years[1]),
        "years apart": float(min(3, abs(years[0] - years[1]))) if 0 not in years else 0.0,
    }


def _days_between(one: Told, other: Told) -> int | None:
    """Days between the publication of two articles, where both days are known."""
    if one.day is None or other.day is None:
        return None
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


def value_of(found: Mapping[str, float], name: str) -> float:
    """A feature, or the product of two: "cos × short"."""
    first, _, second = name.partition(" × ")
    return found[first] * found[second] if second else found[first]


@lru_cache(maxsize=1)
def _model() -> tuple[list[str], list[float], float]:
    """(names of features and products, their coefficients, intercept), as bench/pairs.py wrote them."""
    held = json.loads(files("aggregator.cluster").joinpath("pairs.json").read_text(encoding="utf-8"))
    return list(held["coefficients"]), list(held["coefficients"].values()), float(held["intercept"])
