"""Turns columns of numbers, added one by one, into one matrix with names."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crawler.extract.text.containment import Floats, Ints

_MOST_COLUMNS = 220


class Columns:
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


def signed_log(distance: Ints) -> Floats:
    signed: Floats = np.sign(distance) * np.log1p(abs(distance))
    return signed
