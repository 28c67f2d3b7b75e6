"""Bisection: where something ceases to hold."""

from collections.abc import Callable


def last_that_holds(
    holds: Callable[[float], bool], low: float, high: float, tolerance: float
) -> float:
    """The number up to which *holds* is true, to a share *tolerance* of it, from below.

    It must hold at *low* and not at *high*, and change once in between: each half of the interval
    that is left is one test nearer.
    """
    while high - low > tolerance * high:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
