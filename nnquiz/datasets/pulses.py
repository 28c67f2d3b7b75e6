"""Pulses as a sensor measures them: healthy ones vary in three ways, faults are of three kinds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
T = np.arange(32)  # times at which a signal is measured
KINDS = ("healthy", "second pulse", "too wide", "flat top")


def bell(place: Array, width: Array, height: Array) -> Array:
    """height · exp(-(t - place)² / 2 width²) at the times `T`, (n, times), of numbers (n, 1)."""
    return np.asarray(height * np.exp(-((T - place) ** 2) / (2 * width**2)))


def signals(rng: np.random.Generator, kind: NDArray[np.intp], noise: float) -> Array:
    """A pulse each, (n, times), of random place, width and height; *kind* (n,) is in `KINDS`."""
    vary = [(8, 24), (1.5, 2.5), (0.8, 1.2)]
    place, width, height = (rng.uniform(low, high, (len(kind), 1)) for low, high in vary)
    pulse = bell(place, width, height)
    double = pulse + bell(place + np.where(place > 16, -8, 8), width, 0.5 * height)
    wide, flat = bell(place, 2.2 * width, height), np.minimum(pulse, 0.45 * height)
    x = np.choose(kind[:, None], [pulse, double, wide, flat])
    return np.asarray(x + noise * rng.normal(size=x.shape))
