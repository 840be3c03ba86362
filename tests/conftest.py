"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and stories beside the checkout; tests that need it skip without it."""
    if not (SHARED / "data" / "README.md").exists():
        pytest.skip("needs the real pages in ../shared, which are not here")
    return SHARED
