"""Two tasks for one network: to read letters, and to read them with their pixels shuffled."""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple

import numpy as np

from nnquiz.datasets.letters import Array, Labels, labelled

LETTERS, SIDE = "ABCDEFGHIJ", 8
PIXELS = SIDE * SIDE
IMAGES, NEW, NOISE = 2000, 800, 0.25


class Tasks(NamedTuple):
    """Images (n, PIXELS) and their labels (n,), of both tasks."""

    first: tuple[Array, Labels]
    second: tuple[Array, Labels]
    tests: dict[str, Array]  # new images, as the first task shows them and as the second
    truth: Labels  # of both
    shown: dict[str, Array]  # some of the new images, (SIDE, SIDE), without noise


def two_tasks(
    first: np.random.Generator,
    second: np.random.Generator,
    tests: np.random.Generator,
    order: np.random.Generator,
) -> Tasks:
    """Images of ten letters for each task; in the second all pixels are shuffled in one way.

    Each part has random numbers of its own.
    """
    shuffle = order.permutation(PIXELS)
    clean, truth = labelled(deepcopy(tests), NEW, LETTERS, SIDE, noise=0)
    new, _ = labelled(tests, NEW, LETTERS, SIDE, NOISE)
    x, y = labelled(second, IMAGES, LETTERS, SIDE, NOISE)
    two = {letter: clean[truth == LETTERS.index(letter)][0] for letter in "AE"}
    shown = {f"{letter} first": image for letter, image in two.items()}
    shown |= {f"{letter} second": image[shuffle] for letter, image in two.items()}
    return Tasks(
        labelled(first, IMAGES, LETTERS, SIDE, NOISE),
        (x[:, shuffle], y),
        {"first": new, "second": new[:, shuffle]},
        truth,
        {name: image.reshape(SIDE, SIDE) for name, image in shown.items()},
    )
