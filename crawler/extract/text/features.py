"""Turns the blocks of a page into one row of numbers each: its words, its place, its neighbours and its containers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crawler.extract.blocks import Block
from crawler.extract.structured import Structured
from crawler.extract.text.columns import Columns, signed_log
from crawler.extract.text.containers import add_alike, add_containers
from crawler.extract.text.containment import (
    PARTS,
    TAGS,
    BlockTree,
    Floats,
    class_words,
    named_part,
    read_block_tree,
)
from crawler.extract.text.lines import MEASURES, Lines, read_lines

_PROSE = 80  # characters from which a line with few links is prose, as in Block.is_prose
_FAR = 60  # blocks
_HEADINGS = tuple(TAGS.index(name) for name in ("h1", "h2", "h3", "h4", "h5", "h6"))
_TOLD_TAGS = ("p", "h1", "h2", "h3", "h6", "li", "td", "div", "figcaption", "pre")
_LOGARITHMIC = frozenset(("size", "words"))
# Least and greatest log-odds of class names, their sum, and how many names are of other parts, and of the text.
_Said = tuple[float, float, float, int, int]
_NOTHING_SAID: _Said = (0.0, 0.0, 0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """What is measured of a page before any word is weighed."""

    tree: BlockTree
    lines: Lines
    title_at: int | None
    is_article: bool  # the page's data call it an article
    is_shared_article: bool  # og:type


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
    columns = Columns(len(tree.node))
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
    add_containers(columns, page.tree, page.title_at, size, link, prose)
    add_alike(columns, tree, size, link, prose)
    return columns.matrix(), columns.names


def _add_lines(columns: Columns, lines: Lines, tree: BlockTree) -> None:
    for index, name in enumerate(MEASURES):
        value = lines.measures[:, index]
        columns.add(name, np.log1p(value) if name in _LOGARITHMIC else value)
    size = lines.column("size")
    columns.add("sentlen", size / (1 + lines.column("stops")))
    columns.add("commarate", lines.column("commas") / (1 + size / 100))
    columns.add("repeats", lines.repeats)
    tags, parts = tree.tags[tree.node], tree.parts[tree.node]
    for tag in _TOLD_TAGS:
        columns.add(f"tag_{tag}", tags == TAGS.index(tag))
    for bit, part in enumerate(PARTS):
        columns.add(f"in_{part}", (parts >> bit) & 1)


def _add_names(columns: Columns, tree: BlockTree, class_weights: Mapping[str, float]) -> None:
    """Log-odds of the class names of the element, its parents, and the whole line of ancestors; and how many of them
    have a name of parts around an article, and of its text."""
    known: dict[str, _Said] = {"": _NOTHING_SAID}
    own: list[float] = []
    rows: list[_Said] = []
    for names, over in zip(tree.names, tree.parent.tolist(), strict=True):
        said = known.get(names)
        if said is None:
            words = class_words(names)
            found = [class_weights[word] for word in words if word in class_weights]
            outer, text = named_part(words)
            weighed = (min(found), max(found), sum(found)) if found else (0.0, 0.0, 0.0)
            said = known[names] = (*weighed, outer, text)
        own.append(said[2])
        if over >= 0 and said is _NOTHING_SAID:
            rows.append(rows[over])
        elif over >= 0:
            low, high, total, outside, inside = rows[over]
            rows.append((min(low, said[0]), max(high, said[1]), total + said[2], outside + said[3], inside + said[4]))
        else:
            rows.append(said)
    weights, node = np.array(own), tree.node
    measures = np.array(rows)[node]
    for index, name in enumerate(("cl_min", "cl_max", "cl_sum", "named_outside", "named_text")):
        columns.add(name, measures[:, index])
    above = np.maximum(tree.parent[node], 0)
    columns.add("cl_own", weights[node])
    columns.add("cl_par", weights[above])
    columns.add("cl_gpar", weights[np.maximum(tree.parent[above], 0)])


def _word_weights(words: Sequence[tuple[str, ...]], word_weights: Mapping[str, float]) -> Floats:
    """Per line the mean and the least log-odds of its words."""
    weights = np.zeros((len(words), 2))
    for index, line in enumerate(words):
        found = [word_weights[word] for word in line if word in word_weights]
        if found:
            weights[index] = sum(found) / len(found), min(found)
    return weights


def _add_place(columns: Columns, page: PageBlocks, size: Floats, link: Floats, prose: Floats) -> None:
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
    columns.add("dtitle", signed_log(index - title))
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


def _add_neighbours(
    columns: Columns,
    page: PageBlocks,
    size: Floats,
    link: Floats,
    prose: Floats,
    weights: Floats,
) -> None:
    tags = page.tree.tags[page.tree.node].astype(float)
    above = np.maximum(page.tree.parent[page.tree.node], 0).astype(float)
    logs = np.log1p(size)
    for step in (1, 2, 3):
        columns.add(f"sz{step:+d}", _shifted(logs, step, 0))
    for step in (-3, -2, -1, 1, 2, 3):
        columns.add(f"lk{step:+d}", _shifted(link, step, 1))
    columns.add("sametag+1", _shifted(tags, 1, -1) == tags)
    for step in (-1, 1):
        columns.add(f"sameparent{step:+d}", _shifted(above, step, -1) == above)
        columns.add(f"wl{step:+d}", _shifted(weights, step, 0))
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
