"""Points in the plane with labels 0 and 1."""

from __future__ import annotations

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


def clouds(rng: np.random.Generator, n: int, spread: float = 1.0) -> tuple[Array, Array]:
    """Two round clouds about (-1, -1) and (1, 1): points (n, 2), labels (n,)."""
    y = np.arange(n) % 2
    return spread * rng.normal(size=(n, 2)) + (2 * y - 1)[:, None], y.astype(float)


def separable(rng: np.random.Generator, n: int, margin: float) -> tuple[Array, Array, Array]:
    """Points (n, 2) of a square that a straight line parts, none nearer to it than *margin*.

    Also labels (n,), and the line (w1, w2, b) with |w| = 1.
    """
    angle = rng.uniform(0, 2 * np.pi)
    line = np.array([np.cos(angle), np.sin(angle), rng.uniform(-0.3, 0.3)])
    x = rng.uniform(-1, 1, (50 * n, 2))
    distance = x @ line[:2] + line[2]
    far = np.flatnonzero(np.abs(distance) > margin)[:n]
    return x[far], (distance[far] > 0).astype(float), line


def rare_cloud(rng: np.random.Generator, n: int, share: float) -> tuple[Array, Array]:
    """A small cloud within a large one: points (n, 2), labels (n,), a *share* of them 1."""
    y = np.zeros(n)
    y[: max(1, round(share * n))] = 1
    y = rng.permutation(y)
    common, rare = 1.2 * rng.normal(size=(n, 2)), 1.6 + 0.7 * rng.normal(size=(n, 2))
    return np.where(y[:, None] == 1, rare, common), y


def mesh(
    extent: tuple[float, float, float, float], columns: int = 48, rows: int = 32
) -> tuple[Array, tuple[int, int]]:
    """Points (rows * columns, 2) that fill *extent* (x0, x1, y0, y1), and their field's shape."""
    x, y = np.meshgrid(np.linspace(*extent[:2], columns), np.linspace(*extent[2:], rows))
    return np.column_stack([x.ravel(), y.ravel()]), (rows, columns)
