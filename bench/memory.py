"""Runs a command and samples what it and its children hold in memory (proportional set size, Linux)."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """How one command ended: exit code, seconds, and the largest sampled PSS of its process tree in MB."""

    code: int
    seconds: float
    peak_mb: float
    output: str


def measure(command: Sequence[str], every: float = 0.25) -> Run:
    """Run `command` to its end, sampling its memory every `every` seconds; its standard output is returned."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0.0
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(every):
            peak = max(peak, sum(map(_pss_mb, _tree(process.pid))))

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    output, _ = process.communicate()
    done.set()
    sampler.join()
    return Run(process.returncode, time.monotonic() - begun, peak, output)


def _tree(pid: int) -> list[int]:
    """`pid` and all its living descendants."""
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                queue += map(int, task.read_text().split())
            except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
                continue
    return found


def _pss_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return 0.0
