"""Turns labelled blocks into a BlockModel: log-odds of class names and words, then boosted trees (lightgbm)."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import md5
from io import BytesIO
from typing import Any

import lightgbm
import numpy as np

from bench.block_labels import RealPage
from crawler.extract.text.containment import class_words
from crawler.extract.text.features import block_features
from crawler.extract.text.model import LEAVES, BlockModel

FOLDS = 6
SITES = 4  # a class name or word is weighed when so many sites have it
PRIOR, STRENGTH = 0.3, 3.0  # the share of kept text, and how many sites it counts as
POWER = 0.7  # of the F1 a block is worth
CUT = 0.46
ROUNDS = 400
SETTINGS = {
    "objective": "binary", "num_leaves": LEAVES, "learning_rate": 0.06, "lambda_l2": 5.0, "min_data_in_leaf": 30,
    "feature_fraction": 0.1, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 63, "seed": 0, "num_threads": 1,
    "deterministic": True, "verbose": -1,
}  # fmt: skip

Counts = dict[str, dict[str, float]]  # word → site → share of its text that is kept


def fold_of(site: str) -> int:
    return int(md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def trained(pages: Sequence[RealPage]) -> BlockModel:
    """A model of these pages, not calibrated. A page's own site is left out of the log-odds its trees are grown on."""
    classes, words = _counts(pages, _class_shares), _counts(pages, _word_shares)
    all_classes, all_words = _weights(classes), _weights(words)
    rows, keeps, weights = [], [], []
    columns: list[str] = []
    for page in pages:
        if not page.texts:  # a page that shows nothing
            continue
        features, columns = block_features(
            page.page, _without(all_classes, classes, page.site), _without(all_words, words, page.site)
        )
        known = page.weight > 0
        rows.append(features[known])
        keeps.append(page.keep[known])
        weights.append(page.weight[known] ** (POWER if page.gold.get("text") else 1))
    weight = np.concatenate(weights)
    data = lightgbm.Dataset(np.concatenate(rows), np.concatenate(keeps), weight=weight / weight.mean())
    booster = lightgbm.train(SETTINGS, data, ROUNDS)
    return _model(booster.dump_model()["tree_info"], columns, all_classes, all_words)


def _class_shares(page: RealPage) -> Iterable[tuple[str, float, float]]:
    """Every class word over a block, what is kept, the size of the block (long ones count as 300 characters)."""
    tree = page.page.tree
    sizes = np.minimum(page.page.lines.column("size"), 300)
    for node, text, keep, size in zip(tree.node, page.texts, page.keep, sizes, strict=True):
        seen: set[str] = set()
        upper = int(node)
        while upper >= 0 and text:
            seen.update(class_words(tree.names[upper]))
            upper = int(tree.parent[upper])
        for word in seen:
            yield word, keep * size, size


def _word_shares(page: RealPage) -> Iterable[tuple[str, float, float]]:
    for words, keep in zip(page.page.lines.words, page.keep, strict=True):
        for word in words:
            yield word, keep, 1


def _counts(pages: Sequence[RealPage], shares: Any) -> Counts:
    """Per word and site the mean share kept, of pages whose text is known."""
    pairs: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        if not page.gold.get("text"):
            continue
        kept: dict[str, float] = defaultdict(float)
        size: dict[str, float] = defaultdict(float)
        for word, mine, whole in shares(page):
            kept[word] += mine
            size[word] += whole
        for word, whole in size.items():
            if whole:
                pairs[word][page.site].append(kept[word] / whole)
    return {word: {site: sum(each) / len(each) for site, each in sites.items()} for word, sites in pairs.items()}


def _weights(counts: Counts) -> dict[str, float]:
    return {word: _log_odds(sites.values()) for word, sites in counts.items() if len(sites) >= SITES}


def _log_odds(shares: Iterable[float]) -> float:
    known = list(shares)
    kept = sum(known) + STRENGTH * PRIOR
    return math.log(kept / (len(known) + STRENGTH - kept)) - math.log(PRIOR / (1 - PRIOR))


def _without(weights: dict[str, float], counts: Counts, site: str) -> dict[str, float]:
    """The log-odds as they would be had this site not been seen."""
    changed = dict(weights)
    for word in weights:
        sites = counts[word]
        if site in sites:
            if len(sites) <= SITES:
                del changed[word]
            else:
                changed[word] = _log_odds(share for name, share in sites.items() if name != site)
    return changed


def _model(
    trees: list[dict[str, Any]], columns: Sequence[str], classes: dict[str, float], words: dict[str, float]
) -> BlockModel:
    questions = LEAVES - 1
    feature = np.zeros((len(trees), questions), dtype=np.int64)
    threshold = np.full((len(trees), questions), np.inf, dtype=np.float32)  # a question answered with yes by all
    masks = np.full((len(trees), questions), 0xFF, dtype=np.uint8)
    leaves = np.zeros((len(trees), LEAVES), dtype=np.float32)
    for number, tree in enumerate(trees):
        values: list[float] = []
        asked: list[tuple[int, float, int]] = []
        _walk(tree["tree_structure"], values, asked)
        leaves[number, : len(values)] = values
        for place, (column, limit, mask) in enumerate(asked):
            feature[number, place], masks[number, place] = column, mask
            threshold[number, place] = _at_most(limit)
    same = ((0.0, 1.0), (0.0, 1.0))
    weights = _rounded(classes), _rounded(words)
    return BlockModel(tuple(columns), *weights, feature, threshold, masks, leaves, CUT, same)


def _walk(node: dict[str, Any], values: list[float], asked: list[tuple[int, float, int]]) -> None:
    """Leaves from left to right, and each question with the mask that rules out the leaves on its left."""
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return
    first = len(values)
    _walk(node["left_child"], values, asked)
    mask = 0xFF & ~sum(1 << leaf for leaf in range(first, len(values)))
    asked.append((node["split_feature"], node["threshold"], mask))
    _walk(node["right_child"], values, asked)


def _at_most(limit: float) -> np.float32:
    """The greatest 32-bit number that is not above the limit."""
    nearest = np.float32(limit)
    return nearest if nearest <= limit else np.nextafter(nearest, np.float32(-np.inf))


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    """Words that tell something, to three digits."""
    return {word: round(value, 3) for word, value in sorted(weights.items()) if abs(value) > 0.05}


def calibrated(model: BlockModel, pairs: Sequence[tuple[float, float]]) -> BlockModel:
    """With the F1 reached on other sites, by tenths of the F1 expected, as a line that never falls."""
    tenths = np.array_split(np.array(sorted(pairs)), 10)
    expected = [float(part[:, 0].mean()) for part in tenths]
    reached = np.maximum.accumulate([float(part[:, 1].mean()) for part in tenths])
    knots = ((0.0, *expected), (0.0, *reached.tolist()))
    return replace(model, calibration=(tuple(round(x, 4) for x in knots[0]), tuple(round(x, 4) for x in knots[1])))


def pack(model: BlockModel, provenance: dict[str, Any]) -> bytes:
    """The file that `unpack_model` reads."""
    said = {
        "columns": model.columns,
        "class_weights": model.class_weights,
        "word_weights": model.word_weights,
        "cut": model.cut,
        "calibration": model.calibration,
        "provenance": provenance,
    }
    file = BytesIO()
    np.savez_compressed(
        file,
        said=np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8),
        feature=model.feature.astype(np.uint8 if len(model.columns) < 256 else np.uint16),
        threshold=model.threshold,
        masks=model.masks,
        leaves=model.leaves,
    )
    return file.getvalue()
