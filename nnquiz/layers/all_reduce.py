"""Ring all-reduce: how N workers sum their vectors when each talks to its two neighbors alone.

Patarasuk & Yuan 2009, https://doi.org/10.1016/j.jpdc.2008.09.002. The vector is cut into N parts.
In round k worker r sends part r - k and receives part r - k - 1 (mod N). For N - 1 rounds what
comes is added (reduce-scatter): then each worker has one part that is complete. For N - 1 more
rounds complete parts are passed on (all-gather).
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def all_reduce(mine: Array, rank: int, workers: int, exchange: Callable[[Array], Array]) -> Array:
    """The sum of what all workers bring; *exchange* sends to the next, receives from the last."""
    parts = np.array_split(mine, workers)
    for k in range(2 * (workers - 1)):
        got = exchange(parts[(rank - k) % workers])
        at = (rank - k - 1) % workers
        parts[at] = parts[at] + got if k < workers - 1 else got
    return np.concatenate(parts)


def held(workers: int) -> Iterator[Array]:
    """In (worker, part): how many workers' vectors are summed there, at the start and by round."""
    ranks = np.arange(workers)
    count = np.ones((workers, workers))
    yield count.copy()
    for k in range(2 * (workers - 1)):
        to, part = (ranks + 1) % workers, (ranks - k) % workers
        coming = count[ranks, part]
        count[to, part] = count[to, part] + coming if k < workers - 1 else coming
        yield count.copy()
