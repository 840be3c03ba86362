"""Turns the blocks of a page into one row of numbers each: its words, its place, its neighbours and its containers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crawler.extract.blocklines import MEASURES, Lines, read_lines
from crawler.extract.blocks import Block
from crawler.extract.blocktree import (
    PARTS,
    TAGS,
    BlockTree,
    Floats,
    Ints,
    class_words,
    named_part,
    read_block_tree,
)
from crawler.extract.structured import Structured

_PROSE = 80  # characters from which a line with few links is prose, as in Block.is_prose
_FAR = 60  # blocks
_MOST_COLUMNS = 220
_HEADINGS = tuple(TAGS.index(name) for name in ("h1", "h2", "h3", "h4", "h5", "h6"))
_LOGARITHMIC = frozenset(("size", "words"))


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """What is measured of a page before any word is weighed."""

    tree: BlockTree
    lines: Lines
    title_at: int | None
    is_article: bool  # the page's data call it an article
    is_shared_article: bool  # og:type


class _Columns:
    """The matrix as it grows, turned: a row of it is one column of the features."""

    def __init__(self, rows: int) -> None:
        self.names: list[str] = []
        self._turned = np.empty((_MOST_COLUMNS, rows), dtype=np.float32)

    def add(self, name: str, value: npt.ArrayLike) -> None:
        self._turned[len(self.names)] = value
        self.names.append(name)

    def matrix(self) -> Floats:
        turned: Floats = self._turned[: len(self.names)].T
        return turned


def read_page_blocks(blocks: Sequence[Block], title_at: int | None, structured: Structured) -> PageBlocks:
    """Measures the blocks of a page; linear in their number and depth."""
    return PageBlocks(
        read_block_tree(blocks),
        read_lines(blocks, title_at, structured),
        title_at,
        bool(structured.article),
        structured.first("og:type") == "article",
    )


def block_features(
    page: PageBlocks,
    class_weights: Mapping[str, float],
    word_weights: Mapping[str, float],
) -> tuple[Floats, list[str]]:
    """The matrix of features (float32, one row a block) and the names of its columns.

    `class_weights`, `word_weights`: log-odds that text below such a class, or a short line with such a word, is kept.
    """
    tree, lines = page.tree, page.lines
    columns = _Columns(len(tree.node))
    if not len(tree.node):
        return np.zeros((0, 0), dtype=np.float32), []
    size, link = lines.column("size"), lines.column("link")
    prose = ((size > _PROSE) & (link < 0.3)).astype(float)
    weights = _word_weights(lines.words, word_weights)
    _add_lines(columns, lines, tree)
    _add_names(columns, tree, class_weights)
    columns.add("wl", weights[:, 0])
    columns.add("wmin", weights[:, 1])
    _add_place(columns, page, size, link, prose)
    _add_neighbours(columns, page, size, link, prose, weights[:, 0])
    _add_containers(columns, page, size, link, prose)
    _add_alike(columns, tree, size, link, prose)
    return columns.matrix(), columns.names


def _add_lines(columns: _Columns, lines: Lines, tree: BlockTree) -> None:
    for index, name in enumerate(MEASURES):
        value = lines.measures[:, index]
        columns.add(name, np.log1p(value) if name in _LOGARITHMIC else value)
    size = lines.column("size")
    columns.add("sentlen", size / (1 + lines.column("stops")))
    columns.add("commarate", lines.column("commas") / (1 + size / 100))
    columns.add("repeats", lines.repeats)
    tags, parts = tree.tags[tree.node], tree.parts[tree.node]
    for number, tag in enumerate(TAGS):
        columns.add(f"tag_{tag}", tags == number)
    for bit, part in enumerate(PARTS):
        columns.add(f"in_{part}", (parts >> bit) & 1)


def _add_names(columns: _Columns, tree: BlockTree, class_weights: Mapping[str, float]) -> None:
    """Log-odds of the class names of the element, its parents, and the whole line of ancestors."""
    own = [0.0] * len(tree)
    low, high, total = [0.0] * len(tree), [0.0] * len(tree), [0.0] * len(tree)
    known: dict[str, tuple[float, float, float]] = {"": (0.0, 0.0, 0.0)}
    parents = tree.parent.tolist()
    for number, names in enumerate(tree.names):
        said = known.get(names)
        if said is None:
            found = [class_weights[word] for word in class_words(names) if word in class_weights]
            said = known[names] = (min(found), max(found), sum(found)) if found else known[""]
        parent = parents[number]
        own[number] = said[2]
        if parent >= 0:
            low[number], high[number] = (
                min(low[parent], said[0]),
                max(high[parent], said[1]),
            )
            total[number] = total[parent] + said[2]
        else:
            low[number], high[number], total[number] = said
    weights, node = np.array(own), tree.node
    outer, text = _named(tree)
    columns.add("named_outside", outer[node])
    columns.add("named_text", text[node])
    above = np.maximum(tree.parent[node], 0)
    columns.add("cl_own", weights[node])
    columns.add("cl_min", np.array(low)[node])
    columns.add("cl_max", np.array(high)[node])
    columns.add("cl_sum", np.array(total)[node])
    columns.add("cl_par", weights[above])
    columns.add("cl_gpar", weights[np.maximum(tree.parent[above], 0)])


def _named(tree: BlockTree) -> tuple[Floats, Floats]:
    """Per element how many of it and its ancestors have a name of parts around an article, and of its text."""
    outer, text = [0] * len(tree), [0] * len(tree)
    known: dict[str, int] = {"": 0}
    for number, (names, over) in enumerate(zip(tree.names, tree.parent.tolist(), strict=True)):
        part = known.get(names)
        if part is None:
            part = known[names] = named_part(names)
        outer[number] = (outer[over] if over >= 0 else 0) + (part & 1)
        text[number] = (text[over] if over >= 0 else 0) + (part >> 1)
    return np.array(outer, dtype=float), np.array(text, dtype=float)


def _word_weights(words: Sequence[tuple[str, ...]], word_weights: Mapping[str, float]) -> Floats:
    """Per line the mean and the least log-odds of its words."""
    weights = np.zeros((len(words), 2))
    for index, line in enumerate(words):
        found = [word_weights[word] for word in line if word in word_weights]
        if found:
            weights[index] = sum(found) / len(found), min(found)
    return weights


def _add_place(columns: _Columns, page: PageBlocks, size: Floats, link: Floats, prose: Floats) -> None:
    """Where on the page, from its title, and between its paragraphs a block stands; and what page it is."""
    rows = len(size)
    index = np.arange(rows)
    total, before = size.sum() or 1.0, np.cumsum(size) - size
    columns.add("pos", index / rows)
    columns.add("cpos", before / total)
    columns.add("n", np.log1p(rows))
    columns.add("tot", np.log1p(total))
    title = page.title_at if page.title_at is not None else -1
    columns.add("has_title", title >= 0)
    columns.add("dtitle", _signed_log(index - title))
    columns.add(
        "ctitle",
        np.sign(index - title) * np.log1p(abs(before - (before[title] if title >= 0 else 0))),
    )
    sizes = size * prose
    running, whole = np.cumsum(sizes), sizes.sum() or 1.0
    columns.add("prose_before", (running - sizes) / whole)
    columns.add("prose_after", (sizes.sum() - running) / whole)
    columns.add("ptot", np.log1p(sizes.sum()))
    columns.add("prose_share", sizes / whole)
    last = np.concatenate([[-1], np.maximum.accumulate(np.where(prose, index, -1))[:-1]])
    following = np.minimum.accumulate(np.where(prose, index, rows + 50)[::-1])[::-1]
    columns.add("since_prose", np.log1p(np.minimum(index - last, _FAR)))
    columns.add(
        "until_prose",
        np.log1p(np.minimum(np.append(following[1:], rows + 50) - index, _FAR)),
    )
    heads = page.lines.column("head")
    headings = np.isin(page.tree.tags[page.tree.node], _HEADINGS).astype(float)
    columns.add("since_head", _since(heads))
    columns.add("heads_before", np.cumsum(heads))
    columns.add("since_h", _since(headings))
    columns.add(
        "pg_li",
        (size * (page.tree.tags[page.tree.node] == TAGS.index("li"))).sum() / total,
    )
    columns.add("pg_h", np.log1p(headings.sum()))
    columns.add("pg_prosen", np.log1p(prose.sum()))
    columns.add("pg_link", (size * link).sum() / total)
    columns.add("pg_avgp", np.log1p(sizes.sum() / max(1, prose.sum())))
    columns.add("pg_art", page.is_article)
    columns.add("pg_ogart", page.is_shared_article)


def _since(marks: Floats) -> Floats:
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -1))
    return np.where(last >= 0, np.log1p(index - last), 9.0)


def _signed_log(distance: Ints) -> Floats:
    signed: Floats = np.sign(distance) * np.log1p(abs(distance))
    return signed


def _add_neighbours(
    columns: _Columns,
    page: PageBlocks,
    size: Floats,
    link: Floats,
    prose: Floats,
    weights: Floats,
) -> None:
    tags = page.tree.tags[page.tree.node].astype(float)
    above = np.maximum(page.tree.parent[page.tree.node], 0).astype(float)
    headings = np.isin(tags, _HEADINGS).astype(float)
    logs = np.log1p(size)
    for step in (-3, -2, -1, 1, 2, 3):
        columns.add(f"sz{step:+d}", _shifted(logs, step, 0))
        columns.add(f"lk{step:+d}", _shifted(link, step, 1))
    for step in (-1, 1):
        columns.add(f"sametag{step:+d}", _shifted(tags, step, -1) == tags)
        columns.add(f"sameparent{step:+d}", _shifted(above, step, -1) == above)
        columns.add(f"wl{step:+d}", _shifted(weights, step, 0))
        columns.add(f"h{step:+d}", _shifted(headings, step, 0))
    sums = [np.concatenate([[0.0], np.cumsum(value)]) for value in (size, size * link, size * prose)]
    index = np.arange(len(size))
    for width in (2, 5, 12):
        low, high = (
            np.maximum(0, index - width),
            np.minimum(len(size), index + width + 1),
        )
        around, linked, full = (total[high] - total[low] for total in sums)
        columns.add(f"wprose{width}", full / (around + 1))
        columns.add(f"wlink{width}", linked / (around + 1))
        columns.add(f"wsize{width}", np.log1p(around / (high - low)))


def _shifted(values: Floats, step: int, fill: float) -> Floats:
    """The values of the blocks `step` further on."""
    moved = np.full(len(values), fill)
    if abs(step) < len(values):
        if step > 0:
            moved[:-step] = values[step:]
        else:
            moved[-step:] = values[:step]
    return moved


def _add_containers(columns: _Columns, page: PageBlocks, size: Floats, link: Floats, prose: Floats) -> None:
    """What the five innermost elements around a block hold, and how far the main one and the title's are away."""
    tree, full = page.tree, size * prose
    node, parent = tree.node, tree.parent
    sums = (size, size * link, full, np.ones(len(size)))
    own: Floats = np.stack([np.bincount(node, value, len(tree)).astype(float) for value in sums], axis=1)
    held = _below(own, parent)
    above = np.maximum(parent[node], 0)
    score = np.bincount(above, full, len(tree)) + np.bincount(np.maximum(parent[above], 0), full * 0.5, len(tree))
    best = int((score * (1 - held[:, 1] / (held[:, 0] + 1))).argmax())
    total, whole = size.sum() or 1.0, full.sum() or 1.0
    up, down, _ = _distance(best, parent)
    columns.add("lca_up", up[node])
    columns.add("lca_down", down[node])
    columns.add("depth", tree.depth[node])
    columns.add("best_share", held[best, 2] / whole)
    within = np.nonzero((up[node] == 0) & (prose > 0))[0]
    first, last = (int(within[0]), int(within[-1])) if len(within) else (0, len(size) - 1)
    columns.add("after_best", _signed_log(np.arange(len(size)) - last))
    columns.add("before_best", _signed_log(np.arange(len(size)) - first))
    up, down, common = _distance(int(node[page.title_at]) if page.title_at is not None else best, parent)
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


def _below(own: Floats, parent: Ints) -> Floats:
    """Sums of every element and all elements below it."""
    rows = own.tolist()
    parents = parent.tolist()
    for number in range(len(rows) - 1, 0, -1):
        if parents[number] >= 0:
            rows[parents[number]] = [a + b for a, b in zip(rows[parents[number]], rows[number], strict=True)]
    return np.array(rows)


def _distance(target: int, parent: Ints) -> tuple[Floats, Floats, Ints]:
    """Per element: steps from `target` up to their common ancestor, steps down from there, and that ancestor."""
    parents = parent.tolist()
    above: dict[int, int] = {}
    upper = target
    while upper >= 0:
        above[upper] = len(above)
        upper = parents[upper]
    up, down, common = [0] * len(parents), [0] * len(parents), [0] * len(parents)
    for number, over in enumerate(parents):
        if number in above:
            up[number], common[number] = above[number], number
        elif over >= 0:
            up[number], down[number], common[number] = (
                up[over],
                down[over] + 1,
                common[over],
            )
    return np.array(up, dtype=float), np.array(down, dtype=float), np.array(common)


def _add_repeated(columns: _Columns, tree: BlockTree, several: Floats) -> None:
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


def _add_alike(columns: _Columns, tree: BlockTree, size: Floats, link: Floats, prose: Floats) -> None:
    """What all blocks of the page hold whose element has the same tag and class, with and without the parent's."""
    total, whole = size.sum() or 1.0, (size * prose).sum() or 1.0
    for name, with_parent in (("g", True), ("g2", False)):
        kinds: dict[tuple[object, ...], int] = {}
        kind: list[int] = []
        for node in tree.node.tolist():
            over = int(tree.parent[node]) if with_parent else -1
            outer = (int(tree.tags[over]), tree.names[over]) if over >= 0 else (-1, "")
            kind.append(kinds.setdefault((int(tree.tags[node]), tree.names[node], *outer), len(kinds)))
        sums = [np.bincount(kind, value)[kind] for value in (size, size * link, size * prose, np.ones(len(size)))]
        columns.add(f"{name}_share", sums[0] / total)
        columns.add(f"{name}_link", sums[1] / (sums[0] + 1))
        columns.add(f"{name}_pshare", sums[2] / whole)
        columns.add(f"{name}_n", np.log1p(sums[3]))
        columns.add(f"{name}_avg", np.log1p(sums[0] / sums[3]))
