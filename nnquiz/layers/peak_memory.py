"""How much memory a computation needs."""

import tracemalloc
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


def last_and_peak(items: Iterable[Item]) -> tuple[Item, float]:
    """The last of *items*, and the most memory that making them all held at a time, in MB.

    Memory of Python and NumPy is counted, not what the system caches of files. No item is kept but
    the last. Rounded up to 0.1, as it differs by some bytes from run to run. Raises `ValueError` if
    there are no items.
    """
    tracemalloc.start()
    try:
        (last,) = deque(items, maxlen=1)
        return last, float(np.ceil(tracemalloc.get_traced_memory()[1] / 1e5) / 10)
    finally:
        tracemalloc.stop()
