"""Games, what their coalitions earn, and Shapley values from random orders of joining.

A game is the vector v of what each coalition of D players earns; coalition s, a number from 0 to
2^D - 1, holds player i if bit i of s is set. Shapley 1953; for models, whose players are the
columns of their input: Lundberg & Lee 2017, https://arxiv.org/abs/1705.07874
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Model = Callable[[Array], Array]


def members(players: int) -> NDArray[np.bool_]:
    """Who is in each coalition, (2^players, players)."""
    return np.asarray(np.arange(2**players)[:, None] >> np.arange(players) & 1 == 1)


def values_of_coalitions(model: Model, x: Array, background: Array) -> Array:
    """v(s): the mean output if the columns in s are those of *x*, the others of the background."""
    mixed = np.where(members(len(x))[:, None, :], x, background)
    v: Array = model(mixed.reshape(-1, len(x))).reshape(len(mixed), -1).mean(1)
    return v


def shapley_sampled(v: Array, rng: np.random.Generator, orders: int) -> Array:
    """The players join one by one in random order; each is credited with what it adds.

    The means over the first 1, 2, ... of all *orders*, (..., orders, D).
    """
    players = v.shape[-1].bit_length() - 1
    order = rng.permuted(np.tile(np.arange(players), (orders, 1)), axis=1)
    after = np.cumsum(1 << order, axis=1)  # who is in, once this one has joined
    adds = v[..., after] - v[..., after - (1 << order)]
    phi = np.take_along_axis(adds, np.broadcast_to(order.argsort(1), adds.shape), axis=-1)
    return np.asarray(phi.cumsum(-2) / np.arange(1, orders + 1)[:, None])
