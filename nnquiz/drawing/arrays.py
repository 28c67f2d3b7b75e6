"""Whatever a demo yields, as arrays of numbers that can be drawn."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_HUGE = 1e300  # beyond it, differences overflow


def vector(values: Any) -> Array:
    """*values* as numbers in a row; what is not a number, or not finite, becomes NaN."""
    return _numbers(values).ravel()


def matrix(values: Any) -> Array:
    """*values* as rows and columns; one row if they are a vector."""
    numbers = _numbers(values)
    if numbers.ndim < 2:
        return numbers.reshape(1, -1)
    return numbers.reshape(numbers.shape[0], -1)


def pairs(values: Any) -> Array:
    """*values* as (n, 2), whatever their number."""
    numbers = _numbers(values)
    if numbers.ndim != 2 or numbers.shape[1] < 2:
        flat = numbers.ravel()
        numbers = flat[: len(flat) // 2 * 2].reshape(-1, 2)
    return numbers[:, :2]


def whole(values: Any, count: int) -> NDArray[np.intp]:
    """*count* whole numbers from 0, as signs and colours are chosen by; 0 where there is none."""
    numbers = vector(values)[:count]
    found = np.zeros(count, dtype=np.intp)
    usable = np.isfinite(numbers) & (np.abs(numbers) < 1e6)
    found[: len(numbers)][usable] = np.abs(numbers[usable]).astype(np.intp)
    return found


def distinct(labels: NDArray[np.intp]) -> list[int]:
    """The labels that occur, in order; `np.unique` would load masked arrays, for 30 ms."""
    return sorted(set(labels.tolist()))


def _numbers(values: Any) -> Array:
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        numbers = np.array([_number(value) for value in _flat(values)], dtype=np.float64)
    with np.errstate(invalid="ignore"):
        numbers[~(np.abs(numbers) <= _HUGE)] = np.nan
    return numbers


def _flat(values: Any) -> list[Any]:
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        return [values]
    return [each for value in values for each in _flat(value)]


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
