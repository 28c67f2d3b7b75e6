"""Functions of two bits, and the neurons with a step for activation that compute them."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BITS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
FUNCTIONS = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
BY_HAND = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}  # two weights, the bias


def truth_tables(neurons: Array) -> Counter[tuple[int, ...]]:
    """What step neurons, rows (w1, w2, b), answer to the pairs of `BITS`, and how many do so."""
    fires = BITS @ neurons[:, :2].T + neurons[:, 2] > 0
    return Counter(map(tuple, fires.T.astype(int).tolist()))
