"""Deep networks of hidden layers that are all alike, plain or residual.

Forward:   h ← c h + s f(h W + b), layer by layer; then the logit h v + a.
Plain: c = 0, s = 1. Residual (He et al. 2015, https://arxiv.org/abs/1512.03385): c = 1.
Backward:  dL/dz = s dL/dh' · f'(z)     dL/dh = c dL/dh' + dL/dz Wᵀ
With c = 1 the gradient has a path past all layers, on which nothing shrinks it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import ACTIVATIONS, Array

# f(z), and its slope as it follows from h = f(z)
Activation = tuple[Callable[[Array], Array], Callable[[Array], Array]]


class DeepNet:
    """*depth* hidden layers of *width* neurons on inputs (n, 2) that a fixed matrix spreads out.

    *carry* and *scale* are c and s above: numbers, or (nets, 1, 1) for nets side by side.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        depth: int,
        width: int,
        activation: str | Activation = "relu",
        gain: float = 2**0.5,
        carry: float | Array = 0.0,
        scale: float | Array = 1.0,
    ) -> None:
        self.depth, self.width = depth, width
        self._f, self.slope = ACTIVATIONS[activation] if isinstance(activation, str) else activation
        self._carry, self._scale = np.asarray(carry), np.asarray(scale)
        nets = self._carry.shape[:-2]
        self._spread = rng.normal(size=(2, width))
        self.theta: Array = np.zeros((*nets, (depth * width + 1) * (width + 1)))
        self.W, self.b, self.v, self.a = self.views(self.theta)
        # The variance of the weights is gain² / fan-in; nets side by side begin alike.
        self.W[:] = rng.normal(0, gain / np.sqrt(width), (depth, width, width))
        self.v[:] = rng.normal(0, 1 / np.sqrt(width), (width, 1))

    def views(self, vector: Array) -> list[Array]:
        """The parts of *vector*: all layers' W and b, (..., depth, width or 1, width), v and a."""
        nets, d, w = vector.shape[:-1], self.depth, self.width
        parts = np.split(vector, np.cumsum([d * w * w, d * w, w]), axis=-1)
        shapes = [(d, w, w), (d, 1, w), (w, 1), (1, 1)]
        return [p.reshape(*nets, *shape) for p, shape in zip(parts, shapes, strict=True)]

    def forward(self, x: Array) -> list[Array]:
        """What each layer gets, first to last, and the logits (..., n, 1)."""
        hs = [np.broadcast_to(x @ self._spread, (*self.theta.shape[:-1], len(x), self.width))]
        for k in range(self.depth):
            z = hs[-1] @ self.W[..., k, :, :] + self.b[..., k, :, :]
            hs.append(self._carry * hs[-1] + self._scale * self._f(z))
        return [*hs, hs[-1] @ self.v + self.a]

    def logits(self, x: Array) -> Array:
        """The logits (..., n, 1)."""
        return self.forward(x)[-1]

    def backward(self, hs: list[Array], dL_dlogit: Array) -> Array:
        """dL/dtheta, from the outputs of `forward` and the gradient at the logits."""
        gradient = np.empty_like(self.theta)
        dL_dW, dL_db, dL_dv, dL_da = self.views(gradient)
        dL_dv[:] = np.swapaxes(hs[-2], -1, -2) @ dL_dlogit
        dL_da[:] = dL_dlogit.sum(-2, keepdims=True)
        dL_dh = dL_dlogit @ np.swapaxes(self.v, -1, -2)
        for k in reversed(range(self.depth)):
            h = hs[k]
            f = (hs[k + 1] - self._carry * h) / self._scale  # f(z), which `forward` did not keep
            dL_dz = self._scale * dL_dh * self.slope(f)
            dL_dW[..., k, :, :] = np.swapaxes(h, -1, -2) @ dL_dz
            dL_db[..., k, :, :] = dL_dz.sum(-2, keepdims=True)
            dL_dh = self._carry * dL_dh + dL_dz @ np.swapaxes(self.W[..., k, :, :], -1, -2)
        return gradient

    def loss_and_gradient(self, x: Array, y: Array) -> tuple[Array, Array]:
        """The mean cross-entropy of labels 0 and 1 and its gradient dL/dtheta."""
        hs = self.forward(x)
        loss, dL_dlogit = logistic_loss(hs[-1], y)
        return loss, self.backward(hs, dL_dlogit)
