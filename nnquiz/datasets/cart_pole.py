"""A pole on a cart that is pushed left or right (Barto, Sutton & Anderson 1983).

https://doi.org/10.1109/TSMC.1983.6313077; the constants, and the ends of an episode, are theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Policy = Callable[[Array], Array]  # states (n, 4) -> probability of a push to the right (n,)

GRAVITY, CART, POLE, HALF_LENGTH, FORCE, DT = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
TRACK, FALLEN = 2.4, np.radians(12)  # an episode ends at this place or this angle
EXTENT = (-TRACK, TRACK, -0.2, 1.4)  # of the picture in which `outline` draws


class Episodes(NamedTuple):
    """What was seen and done, step by step, by carts side by side: (steps, carts...)."""

    states: Array  # place, speed, angle, angular speed
    right: Mask  # pushed right
    standing: Mask


def physics(state: Array, right: Mask) -> Array:
    """The states (n, 4) after one push of 0.02 s: the equations of the paper, by Euler's method."""
    _, speed, angle, turning = state.T
    cos, sin, mass = np.cos(angle), np.sin(angle), CART + POLE
    push = (np.where(right, FORCE, -FORCE) + POLE * HALF_LENGTH * turning**2 * sin) / mass
    falling = (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4 / 3 - POLE * cos**2 / mass))
    pace = push - POLE * HALF_LENGTH * falling * cos / mass
    return state + DT * np.column_stack([speed, pace, turning, falling])


def play(rng: np.random.Generator, policy: Policy, carts: int, limit: int) -> Episodes:
    """Let *carts* go, from almost upright, until all have fallen or *limit* steps are over."""
    state, standing = rng.uniform(-0.05, 0.05, (carts, 4)), np.ones(carts, bool)
    seen: list[tuple[Array, Mask, Mask]] = []
    while standing.any() and len(seen) < limit:
        right = rng.random(carts) < policy(state)
        seen.append((state, right, standing))
        state = np.where(standing[:, None], physics(state, right), state)
        standing = (np.abs(state[:, 0]) < TRACK) & (np.abs(state[:, 2]) < FALLEN)
    return Episodes(*(np.array(part) for part in zip(*seen, strict=True)))


def stood(seen: Episodes) -> Array:
    """How many steps each cart's pole stood."""
    return np.asarray(seen.standing.sum(0), float)


def outline(state: Array) -> tuple[Array, Array]:
    """Cart and pole as one line (8, 2) to be drawn, and the tip of the pole (2,)."""
    place, _, angle, _ = state
    foot = np.array([place, 0.2])
    tip = foot + 2 * HALF_LENGTH * np.array([np.sin(angle), np.cos(angle)])
    right = np.add(foot, [(-0.3, -0.2), (0.3, -0.2), (0.3, 0)])
    left = np.add(foot, [(-0.3, 0), (-0.3, -0.2)])
    return np.array([*right, foot, tip, foot, *left]), tip
