"""Gradient descent with momentum, whose gradients are clipped lest a long one upset it."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class ClippedMomentum:
    """Steps of v ← 0.9 v + g,  θ ← θ - lr v, with g ← g / ‖g‖ where ‖g‖ > 1."""

    def __init__(self, theta: Array, lr: float) -> None:
        self.theta, self.lr = theta, lr
        self._velocity = np.zeros_like(theta)

    def step(self, g: Array) -> None:
        """Move *theta*, in place, against the gradient *g*."""
        self._velocity = 0.9 * self._velocity + g / max(1.0, float(np.linalg.norm(g)))
        self.theta -= self.lr * self._velocity
