"""Turns the features of blocks into the probability that each belongs to the article, by trees read from one file.

`blocks.npz` is written by `python -m bench.blocks --train` from annotated pages of
scrapinghub/article-extraction-benchmark (MIT), Murrough-Foley/web-content-extraction-benchmark (CC BY 4.0),
flairNLP/fundus (MIT) and adbar/trafilatura (Apache-2.0); its provenance and the figures on sites not trained on
stand in the file itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured
from crawler.extract.text.containment import Floats
from crawler.extract.text.features import PageBlocks, block_features, read_page_blocks

LEAVES = 8  # a tree's leaves are the bits of one byte
_LONGEST_CELL = 1_000  # characters of a cell of data
_LIFT = 0.15  # of a table: each of its cells alone tells little
_LONGEST_ITEM = 80  # characters of an item of a list judged as one
_APART = 0.25  # standard deviation of the chances of such a list
_CHUNK = 1_000  # blocks judged at once: bounds the memory
_LOWEST_BIT = np.array([0, *((word & -word).bit_length() - 1 for word in range(1, 1 << LEAVES))], dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class BlockModel:
    """Boosted trees over the columns of `block_features`, and the log-odds of class names and words.

    A tree is LEAVES - 1 questions "is this column at most that threshold?". A question answered with no rules out the
    leaves below its left side; `masks` has their bits cleared. The lowest bit that all questions leave is the leaf
    (Lucchese et al., QuickScorer, 2015). `calibration`: text F1 expected → text F1 measured on sites not trained on.
    """

    columns: tuple[str, ...]
    class_weights: dict[str, float]
    word_weights: dict[str, float]
    feature: npt.NDArray[np.int64]  # trees x questions
    threshold: npt.NDArray[np.float32]
    masks: npt.NDArray[np.uint8]
    leaves: npt.NDArray[np.float32]  # trees x LEAVES
    cut: float  # a block is kept above this probability
    calibration: tuple[tuple[float, ...], tuple[float, ...]]

    def probabilities(self, features: Floats) -> Floats:
        """Per row the probability that the block belongs to the article."""
        scores = [self._score(features[start : start + _CHUNK]) for start in range(0, len(features), _CHUNK)]
        return 1 / (1 + np.exp(-np.concatenate(scores))) if scores else np.zeros(0)

    def judge(self, blocks: Sequence[Block], title_at: int | None, structured: Structured) -> Floats:
        """Per block the probability that it belongs to the article; one for all of a table or a list of short items."""
        page = read_page_blocks(blocks, title_at, structured)
        features, _ = block_features(page, self.class_weights, self.word_weights)
        return as_wholes(page, self.probabilities(features))

    def confidence(self, expected: float) -> float:
        """The text F1 measured on pages of other sites whose F1 was expected to be `expected`."""
        return float(np.interp(expected, *self.calibration))

    def _score(self, features: Floats) -> Floats:
        trees, questions = self.feature.shape
        asked = np.ascontiguousarray(features.T)[self.feature.ravel()]
        yes = (asked <= self.threshold.reshape(-1, 1)).astype(np.uint8)
        # 0 - 1 is all bits: a question answered with yes rules nothing out.
        left = self.masks.reshape(-1, 1) | (np.uint8(0) - yes)
        left = np.bitwise_and.reduce(left.reshape(trees, questions, -1), axis=1)
        score: Floats = self.leaves[np.arange(trees)[:, None], _LOWEST_BIT[left]].sum(axis=0, dtype=np.float64)
        return score


def as_wholes(page: PageBlocks, chances: Floats) -> Floats:
    """The chances with one, the mean weighed by length, for all cells of a table and for all items of a short list.

    A table that lost some of its numbers is worse than none. Left alone: tables with cells of prose, lists with
    sentences, and lists whose items differ too much to be of one kind.
    """
    for units, longest, apart, lift in (
        (page.tree.table, _LONGEST_CELL, 1.0, _LIFT),
        (page.tree.listed, _LONGEST_ITEM, _APART, 0.0),
    ):
        unit = units[page.tree.node] + 1
        if not unit.any():
            continue
        size = page.lines.column("size")
        whole = np.bincount(unit, size)
        many = np.maximum(np.bincount(unit), 1)
        mean = np.bincount(unit, chances) / many
        spread = np.bincount(unit, chances**2) / many - mean**2
        widest = np.zeros(len(whole))
        np.maximum.at(widest, unit, size)
        as_one = (widest <= longest) & (spread <= apart**2) & (whole > 0)
        as_one[0] = False  # what stands in none
        shared = np.minimum(1, np.bincount(unit, chances * size) / np.maximum(whole, 1) + lift)
        chances = np.where(as_one[unit], shared[unit], chances)
    return chances


def unpack_model(arrays: Any) -> BlockModel:
    """The model of what `numpy.load` gives of its file."""
    said = json.loads(bytes(arrays["said"]).decode())
    return BlockModel(
        tuple(said["columns"]),
        said["class_weights"],
        said["word_weights"],
        arrays["feature"].astype(np.int64),
        arrays["threshold"],
        arrays["masks"],
        arrays["leaves"],
        said["cut"],
        (tuple(said["calibration"][0]), tuple(said["calibration"][1])),
    )


@cache
def shipped_model() -> BlockModel:
    """The model of the package."""
    with files("crawler.extract.text").joinpath("blocks.npz").open("rb") as file, np.load(file) as arrays:
        return unpack_model(arrays)
