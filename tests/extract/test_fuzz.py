"""Broken pages cost at most themselves."""

from __future__ import annotations

import pytest

from bench.fuzz import demo_pages, mutated, run

PAGES = 200


@pytest.mark.slow
def test_broken_pages_are_read_or_told_apart() -> None:
    report = run(demo_pages(), PAGES, seed=1, workers=2)
    assert report.pages == PAGES
    assert not [line for line in report.broken if not line.startswith("given up")]


def test_the_same_seed_breaks_pages_the_same_way() -> None:
    pages = demo_pages()
    assert list(mutated(pages, 30, 7)) == list(mutated(pages, 30, 7))
