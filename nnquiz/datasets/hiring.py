"""People of two groups, how able they are, and how they were chosen in the past."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class People(NamedTuple):
    """What is known of them (n, 5), and 1 for who is in group B, is able, was chosen in the past.

    Known are two tests of ability, postcode and school, and the group itself.
    """

    x: Array
    b: Array
    able: Array
    past: Array

    @property
    def groups(self) -> dict[str, Mask]:
        """Who is in which group."""
        return {"group A": self.b == 0, "group B": self.b == 1}

    @property
    def tests(self) -> Array:
        """The mean of the two tests of ability."""
        return np.asarray(self.x[:, :2].mean(1))


def people(
    rng: np.random.Generator, n: int, bias: float, proxy: float, lower: float = 0.0
) -> People:
    """*n* people; the able were chosen, but those of group B turned down with probability *bias*.

    Postcode and school tell the group with probability *proxy* each. Group B is *lower* in skill.
    """
    b = (rng.random(n) < 0.4).astype(float)
    skill = rng.normal(size=n) - lower * b
    tests = skill[:, None] + [0.4, 0.6] * rng.normal(size=(n, 2))
    proxies = np.where(rng.random((n, 2)) < proxy, b[:, None], 1 - b[:, None])
    able = (skill > 0).astype(float)
    past = able * (1 - b * (rng.random(n) < bias))
    return People(np.column_stack([tests, proxies, b]), b, able, past)
