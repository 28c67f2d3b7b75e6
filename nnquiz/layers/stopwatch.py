"""How long a computation takes."""

from collections.abc import Callable
from timeit import repeat


def shortest(compute: Callable[[], object], runs: int = 20) -> float:
    """Seconds of the shortest of *runs*, which is the one least disturbed by all else."""
    return min(repeat(compute, number=1, repeat=runs))
