"""Numbers that gather at -2 and 2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PEAKS, WIDTH = (-2.0, 2.0), 0.5
EDGES = np.linspace(-5, 5, 51)
BINS = (EDGES[:-1] + EDGES[1:]) / 2  # the middles of a histogram's bins


def two_peaks(rng: np.random.Generator, n: int) -> Array:
    """*n* numbers, (n, 1): about half of them near -2, half near 2."""
    return rng.choice(PEAKS, (n, 1)) + WIDTH * rng.normal(size=(n, 1))


def density(x: Array) -> Array:
    """The law they follow: half of exp(-(x - peak)² / 2σ²) / √(2π) σ for each peak."""
    bells = [np.exp(-((x - peak) ** 2) / (2 * WIDTH**2)) for peak in PEAKS]
    return np.asarray(np.mean(bells, 0) / (np.sqrt(2 * np.pi) * WIDTH))


def histogram(x: Array) -> Array:
    """How densely numbers *x* lie around each of `BINS`, in the unit of `density`."""
    return np.asarray(np.histogram(x, EDGES)[0] / len(x) / (EDGES[1] - EDGES[0]))
