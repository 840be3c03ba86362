"""Whatever moment a crawl or an aggregation is killed at: after one more run nothing is lost and nothing is doubled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.kill import trials

TIMES = int(os.environ.get("NEWSWARD_KILLS", "3"))  # `python -m bench.kill` does twenty


@pytest.mark.slow
def test_one_more_run_makes_the_databases_those_of_an_undisturbed_run(tmp_path: Path) -> None:
    done = trials(TIMES, 1, tmp_path)
    assert len(done) == TIMES
    assert [(trial.phase, trial.after, line) for trial in done for line in trial.differences] == []
