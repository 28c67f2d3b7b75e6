"""Six shapes of 7 x 7 pixels at random places in noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]

_DRAWN = {
    "square": "####### #.....# #.....# #.....# #.....# #.....# #######",
    "plus": "...#... ...#... ...#... ####### ...#... ...#... ...#...",
    "cross": "#.....# .#...#. ..#.#.. ...#... ..#.#.. .#...#. #.....#",
    "diamond": "...#... ..#.#.. .#...#. #.....# .#...#. ..#.#.. ...#...",
    "bars lying": "####### ....... ....... ####### ....... ....... #######",
    "bars standing": "#..#..# #..#..# #..#..# #..#..# #..#..# #..#..# #..#..#",
}
NAMES = tuple(_DRAWN)


def glyphs() -> Array:
    """The pixels of the shapes, (6, 7, 7), 0 or 1."""
    return np.array(
        [[[c == "#" for c in row] for row in drawn.split()] for drawn in _DRAWN.values()], float
    )


def images(
    rng: np.random.Generator, n: int, size: int = 12, noise: float = 0.35
) -> tuple[Array, Labels]:
    """Images (n, size, size), each of one shape at a random place, and which it is (n,)."""
    labels = rng.integers(0, len(NAMES), n)
    canvas = noise * rng.normal(size=(n, size, size))
    pixels = glyphs()
    for i, (top, left) in enumerate(rng.integers(0, size - 6, (n, 2))):
        canvas[i, top : top + 7, left : left + 7] += pixels[labels[i]] * rng.uniform(0.7, 1.3)
    return canvas, labels


def shuffled(x: Array, order: Labels) -> Array:
    """Images (n, size, size) with their pixels in another *order*, the same for all of them."""
    return x.reshape(len(x), -1)[:, order].reshape(x.shape)


def placed(shapes: Array, top: Labels, left: Labels, size: int) -> Array:
    """Images (n, size, size) without noise, each with one of *shapes* (n, 7, 7) at its place."""
    canvas = np.zeros((len(shapes), size, size))
    for image, shape, i, j in zip(canvas, shapes, top, left, strict=True):
        image[i : i + 7, j : j + 7] = shape
    return canvas
