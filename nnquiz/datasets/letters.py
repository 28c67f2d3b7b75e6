"""Capital letters of 7 x 5 pixels at random places in noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]

# Five bytes a letter, one a column, the lowest bit at the top.
_COLUMNS = """
7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e4149497a 7f0808087f 00417f4100
2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e 7f09090906 3e4151215e 7f09192946
4649494931 01017f0101 3f4040403f 1f2040201f 3f4038403f 6314081463 0708700807 6151494543
""".split()
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def glyphs(letters: str = ALPHABET) -> Array:
    """The pixels of *letters*, (n, 7, 5), 0 or 1."""
    columns = [bytes.fromhex(_COLUMNS[ALPHABET.index(letter)]) for letter in letters]
    bits = np.array([list(letter) for letter in columns], dtype=np.uint8)  # n, 5
    return ((bits[:, None, :] >> np.arange(7)[:, None]) & 1).astype(float)


def images(
    rng: np.random.Generator, labels: Labels, pixels: Array, size: int, noise: float
) -> Array:
    """Images (n, size, size): the glyph of each label at a random place, of random brightness."""
    n = len(labels)
    canvas = noise * rng.normal(size=(n, size, size))
    top = rng.integers(0, size - 6, n)[:, None, None]
    left = rng.integers(0, size - 4, n)[:, None, None]
    bright = rng.uniform(0.7, 1.3, (n, 1, 1))
    rows, columns = np.arange(7)[:, None], np.arange(5)
    canvas[np.arange(n)[:, None, None], top + rows, left + columns] += pixels[labels] * bright
    return canvas


def labelled(
    rng: np.random.Generator, n: int, letters: str, size: int, noise: float
) -> tuple[Array, Labels]:
    """*n* images of random *letters* as rows of pixels, (n, size²), and which letter each is."""
    labels = rng.integers(0, len(letters), n)
    return images(rng, labels, glyphs(letters), size, noise).reshape(n, -1), labels


def of_each(
    rng: np.random.Generator, n: int, letters: str, size: int, noise: float
) -> tuple[Array, Labels]:
    """*n* images of each of the *letters* as rows of pixels, and which letter each is."""
    labels = np.repeat(np.arange(len(letters)), n)
    return images(rng, labels, glyphs(letters), size, noise).reshape(len(labels), -1), labels


def mislabelled(
    rng: np.random.Generator, labels: Labels, share: float, classes: int
) -> tuple[Labels, NDArray[np.bool_]]:
    """The *labels* (n,) with about a *share* of them replaced by wrong ones, and which, (n,)."""
    wrong = rng.random(len(labels)) < share
    other = (labels + rng.integers(1, classes, len(labels))) % classes
    return np.where(wrong, other, labels), wrong
