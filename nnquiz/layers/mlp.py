"""A multilayer perceptron: forward and backward.

Forward, layer by layer:  z = h W + b,  h' = f(z);  the last layer has no f: its z are the logits.
Backward, the chain rule from the last layer to the first (Rumelhart, Hinton & Williams 1986,
https://doi.org/10.1038/323533a0):

    dL/dW = hᵀ dL/dz     dL/db = Σ dL/dz     dL/dh = dL/dz Wᵀ     dL/dz = dL/dh · f'(z)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# f, and its derivative f' written with h = f(z)
ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0), lambda h: (h > 0).astype(float)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda h: h * (1 - h)),
    "linear": (lambda z: z, np.ones_like),
}


class MLP:
    """Layers of *sizes*, inputs first; *nets* of them, trained side by side along a leading axis.

    If *alike*, all along the first axis begin with the same weights, say to learn at several rates.
    All weights are one vector *theta* (nets..., parameters), so that an optimizer is a few
    operations on it; *weights* and *biases* are views into it.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        rng: np.random.Generator,
        activation: str = "tanh",
        gain: float = 1.0,
        nets: tuple[int, ...] = (),
        alike: bool = False,
    ) -> None:
        self.sizes = tuple(sizes)
        self._f, self._slope = ACTIVATIONS[activation]
        shapes = list(zip(self.sizes, self.sizes[1:], strict=False))
        self.theta: Array = np.zeros((*nets, sum(i * o + o for i, o in shapes)))
        self.weights, self.biases = self._views(self.theta)
        for W in self.weights:
            W[:] = rng.normal(0, gain / np.sqrt(W.shape[-2]), W.shape)  # variance gain² / fan-in
        if alike:
            self.theta[:] = self.theta[0]

    def copy(self) -> MLP:
        """A network of the same weights, which from here on are its own."""
        twin = copy(self)
        twin.theta = self.theta.copy()
        twin.weights, twin.biases = twin._views(twin.theta)
        return twin

    def head(self) -> MLP:
        """The last layer as a network of its own. It shares its weights with this one."""
        last = copy(self)
        last.sizes = self.sizes[-2:]
        last.theta = self.theta[..., -(self.sizes[-2] + 1) * self.sizes[-1] :]
        last.weights, last.biases = last._views(last.theta)
        return last

    def _views(self, vector: Array) -> tuple[list[Array], list[Array]]:
        weights, biases, at = [], [], 0
        for i, o in zip(self.sizes, self.sizes[1:], strict=False):
            weights.append(vector[..., at : at + i * o].reshape(*vector.shape[:-1], i, o))
            biases.append(vector[..., at + i * o : at + i * o + o])
            at += i * o + o
        return weights, biases

    def is_weight(self) -> Array:
        """1 for what in *theta* is a weight, 0 for the biases, (parameters,)."""
        flags = np.zeros(self.theta.shape[-1])
        for W in self._views(flags)[0]:
            W[:] = 1
        return flags

    def forward(self, x: Array) -> list[Array]:
        """The outputs of all layers for inputs (..., n, inputs): x itself first, logits last."""
        hs = [x]
        for k, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = hs[-1] @ W + b[..., None, :]
            hs.append(self._f(z) if k < len(self.weights) - 1 else z)
        return hs

    def logits(self, x: Array) -> Array:
        """The outputs of the last layer, (..., n, outputs)."""
        return self.forward(x)[-1]

    def backward(self, hs: list[Array], dL_dz: Array) -> Array:
        """dL/dtheta, from the outputs of `forward` and the gradient at the logits."""
        gradient = np.empty_like(self.theta)
        dL_dW, dL_db = self._views(gradient)
        for k in reversed(range(len(self.weights))):
            dL_dW[k][:] = np.swapaxes(hs[k], -1, -2) @ dL_dz
            dL_db[k][:] = dL_dz.sum(-2)
            if k:
                dL_dh = dL_dz @ np.swapaxes(self.weights[k], -1, -2)
                dL_dz = dL_dh * self._slope(hs[k])
        return gradient
