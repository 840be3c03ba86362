"""Turns the elements around each block into features: what they hold, how far they are, what else is built alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crawler.extract.text.columns import Columns, signed_log
from crawler.extract.text.containment import BlockTree, Floats, Ints

_NOTHING = 1e-6


def add_containers(
    columns: Columns, tree: BlockTree, title_at: int | None, size: Floats, link: Floats, prose: Floats
) -> None:
    """What the five innermost elements around a block hold, and how far the main one and the title's are away."""
    full = size * prose
    node, parent = tree.node, tree.parent
    sums = (size, size * link, full, np.ones(len(size)))
    own: Floats = np.stack([np.bincount(node, value, len(tree)).astype(float) for value in sums], axis=1)
    ends = _ends(parent)
    held = _below(own, ends)
    above = np.maximum(parent[node], 0)
    score = np.bincount(above, full, len(tree)) + np.bincount(np.maximum(parent[above], 0), full * 0.5, len(tree))
    best = int((score * (1 - held[:, 1] / (held[:, 0] + 1))).argmax())
    total, whole = size.sum() or 1.0, full.sum() or 1.0
    up, down, _ = _distance(best, tree, ends)
    columns.add("lca_up", up[node])
    columns.add("lca_down", down[node])
    columns.add("depth", tree.depth[node])
    columns.add("best_share", held[best, 2] / whole)
    within = np.nonzero((up[node] == 0) & (prose > 0))[0]
    first, last = (int(within[0]), int(within[-1])) if len(within) else (0, len(size) - 1)
    columns.add("after_best", signed_log(np.arange(len(size)) - last))
    columns.add("before_best", signed_log(np.arange(len(size)) - first))
    up, down, common = _distance(int(node[title_at]) if title_at is not None else best, tree, ends)
    columns.add("tl_up", up[node])
    columns.add("tl_down", down[node])
    columns.add("tl_share", held[common[node], 0] / total)
    columns.add("tl_pshare", held[common[node], 2] / whole)
    around = node
    for level in range(5):
        part = held[around]
        columns.add(f"c{level}_share", part[:, 0] / total)
        columns.add(f"c{level}_link", part[:, 1] / (part[:, 0] + 1))
        columns.add(f"c{level}_prose", part[:, 2] / (part[:, 0] + 1))
        columns.add(f"c{level}_pshare", part[:, 2] / whole)
        columns.add(f"c{level}_n", np.log1p(part[:, 3]))
        columns.add(f"c{level}_avg", np.log1p(part[:, 0] / np.maximum(1, part[:, 3])))
        around = np.maximum(parent[around], 0)
    _add_repeated(columns, tree, (held[:, 3] > 1).astype(float))


def _ends(parent: Ints) -> list[int]:
    """Per element the number behind its last descendant: numbers are given in document order."""
    parents = parent.tolist()
    ends = list(range(1, len(parents) + 1))
    for number in range(len(parents) - 1, 0, -1):
        over = parents[number]
        if over >= 0 and ends[over] < ends[number]:
            ends[over] = ends[number]
    return ends


def _below(own: Floats, ends: Sequence[int]) -> Floats:
    """Sums of every element and all elements below it."""
    running = np.concatenate([np.zeros((1, own.shape[1])), np.cumsum(own, axis=0)])
    sums: Floats = running[ends] - running[:-1]
    return np.where(sums > _NOTHING, sums, 0.0)  # what a difference of sums leaves of zero


def _distance(target: int, tree: BlockTree, ends: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """Per element: steps from `target` up to their common ancestor, steps down from there, and that ancestor."""
    common = np.zeros(len(tree), dtype=np.int64)
    above, upper = [], target
    while upper >= 0:
        above.append(upper)
        upper = int(tree.parent[upper])
    for number in reversed(above):
        common[number : ends[number]] = number
    level = tree.depth[common]
    return tree.depth[target] - level, tree.depth - level, common


def _add_repeated(columns: Columns, tree: BlockTree, several: Floats) -> None:
    """How many elements of the page are built alike: teasers, comments and cards are, the article is not."""
    kinds: dict[tuple[int, str, int], int] = {}
    kind: list[int] = []
    parents = tree.parent.tolist()
    for tag, shape, over in zip(tree.tags.tolist(), tree.shapes, parents, strict=True):
        kind.append(kinds.setdefault((tag, shape, kind[over] if over >= 0 else -1), len(kinds)))
    counts = np.bincount(kind)[kind]
    most: list[float] = []
    for over, count in zip(parents, (counts * several).tolist(), strict=True):
        most.append(max(most[over], count) if over >= 0 else count)
    above = np.maximum(tree.parent[tree.node], 0)
    columns.add("rep_anc", np.log1p(np.array(most)[tree.node]))
    columns.add("rep_own", np.log1p(counts[tree.node]))
    columns.add("rep_par", np.log1p(counts[above]))
    columns.add("rep_gpar", np.log1p(counts[np.maximum(tree.parent[above], 0)]))


def add_alike(columns: Columns, tree: BlockTree, size: Floats, link: Floats, prose: Floats) -> None:
    """What all blocks of the page hold whose element has the same tag and class, with and without the parent's."""
    total, whole = size.sum() or 1.0, (size * prose).sum() or 1.0
    kinds: dict[tuple[int, str], int] = {}
    own = [kinds.setdefault(kind, len(kinds)) for kind in zip(tree.tags.tolist(), tree.names, strict=True)]
    each = np.array(own, dtype=np.int64)
    above = tree.parent[tree.node]
    mine = each[tree.node]
    with_parent = (mine + 1) * (len(kinds) + 1) + np.where(above >= 0, each[above] + 1, 0)
    ones = np.ones(len(size))
    for name, key in (("g", with_parent), ("g2", mine)):
        _, kind = np.unique(key, return_inverse=True)
        sums = [np.bincount(kind, value)[kind] for value in (size, size * link, size * prose, ones)]
        columns.add(f"{name}_share", sums[0] / total)
        columns.add(f"{name}_link", sums[1] / (sums[0] + 1))
        columns.add(f"{name}_pshare", sums[2] / whole)
        columns.add(f"{name}_n", np.log1p(sums[3]))
        columns.add(f"{name}_avg", np.log1p(sums[0] / sums[3]))
