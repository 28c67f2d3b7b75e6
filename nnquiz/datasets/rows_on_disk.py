"""Rows for a linear regression in a file, to be read as a whole or piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]  # a row is `INPUTS` inputs and the target

INPUTS, NOISE = 32, 0.5
SCALE = np.linspace(1, 0.5, INPUTS, dtype=np.float32)  # of each input


def write(path: Path, rng: np.random.Generator, rows: int, w: Rows) -> None:
    """A file of rows of inputs x and target y = x · w + noise."""
    x = SCALE * rng.standard_normal((rows, INPUTS), np.float32)
    y = x @ w + NOISE * rng.standard_normal(rows, np.float32)
    np.column_stack([x, y]).tofile(path)


def from_file(path: Path, batch: int) -> Iterator[Rows]:
    """The file's rows, *batch* at a time: only these are in memory."""
    with path.open("rb") as file:
        while len(numbers := np.fromfile(file, np.float32, batch * (INPUTS + 1))):
            yield numbers.reshape(-1, INPUTS + 1)


def from_memory(path: Path, batch: int) -> Iterator[Rows]:
    """The same batches, cut from the whole file in memory."""
    rows = np.fromfile(path, np.float32).reshape(-1, INPUTS + 1)
    yield from (rows[at : at + batch] for at in range(0, len(rows), batch))
