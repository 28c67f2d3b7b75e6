"""Adam (Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1)."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Adam:
    """Steps of the size of the learning rate, whatever the scale of the gradient g.

    Nets side by side may have a rate each, (nets, 1).

    m ← β₁ m + (1 - β₁) g          v ← β₂ v + (1 - β₂) g²
    θ ← θ - lr · m̂ / (√v̂ + ε)      m̂ = m / (1 - β₁ᵗ),  v̂ = v / (1 - β₂ᵗ)
    """

    def __init__(
        self,
        theta: Array,
        lr: float | Array,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.theta, self.lr = theta, lr
        self._beta1, self._beta2, self._eps = beta1, beta2, eps
        self._m, self._v = np.zeros_like(theta), np.zeros_like(theta)
        self._t = 0

    def step(self, g: Array) -> None:
        """Move *theta*, in place, against the gradient *g*."""
        self._t += 1
        self._m += (1 - self._beta1) * (g - self._m)
        self._v += (1 - self._beta2) * (g * g - self._v)
        m = self._m / (1 - self._beta1**self._t)
        v = self._v / (1 - self._beta2**self._t)
        self.theta -= self.lr * m / (np.sqrt(v) + self._eps)


class RestingAdam(Adam):
    """Adam whose learning rate falls to 0 in the second half of its *steps*: the weights settle."""

    def __init__(
        self, theta: Array, lr: float, steps: int, beta1: float = 0.9, beta2: float = 0.999
    ) -> None:
        super().__init__(theta, lr, beta1, beta2)
        self._first, self._steps = lr, steps

    def step(self, g: Array) -> None:
        """Move *theta*, in place, against the gradient *g*."""
        self.lr = self._first * min(1, 2 * max(0, 1 - self._t / self._steps))
        super().step(g)
