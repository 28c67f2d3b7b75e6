"""Points in the plane with labels 0 and 1 that no straight line can part."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def moons(rng: np.random.Generator, n: int, noise: float = 0.1) -> tuple[Array, Array]:
    """Two half circles that reach into each other: points (n, 2), labels (n,)."""
    y = np.arange(n) % 2
    angle = np.pi * rng.random(n)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    points = np.where(y[:, None] == 0, upper, lower) + noise * rng.normal(size=(n, 2))
    return points, y.astype(float)


def spirals(
    rng: np.random.Generator, n: int, turns: float = 1.0, noise: float = 0.05
) -> tuple[Array, Array]:
    """Two arms of a spiral, evenly filled: points (n, 2), labels (n,)."""
    y = np.arange(n) % 2
    t = np.sqrt(rng.uniform(0.05, 1, n))  # the root spreads points evenly over the disc
    angle = 2 * np.pi * turns * t + np.pi * y
    points = 2 * np.column_stack([t * np.cos(angle), t * np.sin(angle)])
    return points + noise * rng.normal(size=(n, 2)), y.astype(float)


def mesh(
    extent: tuple[float, float, float, float], columns: int = 48, rows: int = 32
) -> tuple[Array, tuple[int, int]]:
    """Points (rows * columns, 2) that fill *extent* (x0, x1, y0, y1), and their field's shape."""
    x, y = np.meshgrid(np.linspace(*extent[:2], columns), np.linspace(*extent[2:], rows))
    return np.column_stack([x.ravel(), y.ravel()]), (rows, columns)
