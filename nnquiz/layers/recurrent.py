"""A recurrent network (RNN), trained by backpropagation through time.

It reads sequences x (steps, n, inputs) one step after the other, at every step with the same
weights, and gives an output at each (Elman 1990, https://doi.org/10.1207/s15516709cog1402_1):

    h[t] = tanh(x[t] U + h[t-1] W + b)     output[t] = h[t] V + a     where h[-1] = 0

The way back (Werbos 1990, https://doi.org/10.1109/5.58337) begins at the last step. A state has
served the output of its own step and the next state, so two gradients meet in it; and the gradients
of all steps add up for the weights that they share:

    dL/dh[t] = dL/doutput[t] Vᵀ + dL/dz[t+1] Wᵀ     dL/dz = dL/dh (1 - h²)
    dL/dU = Σ x[t]ᵀ dL/dz[t]     dL/dW = Σ h[t-1]ᵀ dL/dz[t]     dL/dV = Σ h[t]ᵀ dL/doutput[t]
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def transposed(a: Array) -> Array:
    """The last two axes swapped."""
    return np.swapaxes(a, -1, -2)


def all_steps(a: Array) -> Array:
    """(steps, ..., n, features) as (..., steps · n, features): a matrix product sums over steps."""
    return np.moveaxis(a, 0, -3).reshape(*a.shape[1:-2], -1, a.shape[-1])


class Recurrent:
    """The weights of a recurrent network, all in one vector *theta*; the others are views into it.

    U, W and b have *blocks* times as many columns as there are hidden units: one for a plain RNN.
    With *nets* there are several networks side by side; states then are (steps, nets, n, ...).
    """

    def __init__(
        self, rng: np.random.Generator, inputs: int, hidden: int, outputs: int,
        blocks: int = 1, nets: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        self.hidden, self.nets, wide = hidden, nets, blocks * hidden
        self._shapes = [(inputs, wide), (hidden, wide), (1, wide), (hidden, outputs), (1, outputs)]
        self.theta: Array = np.zeros((*nets, sum(i * o for i, o in self._shapes)))
        self.U, self.W, self.b, self.V, self.a = self._views(self.theta)
        for M in (self.U, self.W, self.V):  # nets side by side begin alike
            M[:] = rng.uniform(-1, 1, M.shape[-2:]) / np.sqrt(hidden)

    def _views(self, vector: Array) -> list[Array]:
        ends = np.cumsum([i * o for i, o in self._shapes])
        parts = np.split(vector, ends[:-1], axis=-1)
        return [p.reshape(*self.nets, *s) for p, s in zip(parts, self._shapes, strict=True)]

    def _gradient(self, x: Array, h: Array, dL_dz: Array, dL_doutput: Array) -> Array:
        """dL/dtheta, the sum over all steps; h[0] is the state before the first."""
        x, before, after = all_steps(x), all_steps(h[:-1]), all_steps(h[1:])
        dL_dz, dL_doutput = all_steps(dL_dz), all_steps(dL_doutput)
        gradient = np.empty_like(self.theta)
        dL_dU, dL_dW, dL_db, dL_dV, dL_da = self._views(gradient)
        dL_dU[:], dL_dW[:] = x.T @ dL_dz, transposed(before) @ dL_dz
        dL_db[:] = dL_dz.sum(-2, keepdims=True)
        dL_dV[:] = transposed(after) @ dL_doutput
        dL_da[:] = dL_doutput.sum(-2, keepdims=True)
        return gradient


class RNN(Recurrent):
    """The plain recurrent network."""

    def step(self, x: Array, h: Array) -> Array:
        """The state after one more input."""
        return np.asarray(np.tanh(x @ self.U + h @ self.W + self.b))

    def forward(self, x: Array) -> list[Array]:
        """The states (1 + steps, n, hidden), 0 first, and the outputs (steps, n, outputs)."""
        h = np.zeros((len(x) + 1, *self.nets, x.shape[1], self.hidden))
        for t in range(len(x)):
            h[t + 1] = self.step(x[t], h[t])
        return [h, h[1:] @ self.V + self.a]

    def backward(self, x: Array, hs: list[Array], dL_doutput: Array) -> tuple[Array, Array]:
        """dL/dtheta, and dL/dh (steps, n, hidden), from the outputs of `forward`."""
        h = hs[0]
        dL_dh = dL_doutput @ transposed(self.V)
        dL_dz, W_T = np.empty_like(dL_dh), transposed(self.W)
        for t in reversed(range(len(x))):
            dL_dz[t] = dL_dh[t] * (1 - h[t + 1] ** 2)
            if t:
                dL_dh[t - 1] += dL_dz[t] @ W_T
        return self._gradient(x, h, dL_dz, dL_doutput), dL_dh
