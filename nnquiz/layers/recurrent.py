"""Recurrent networks, plain and LSTM, trained by backpropagation through time.

They read sequences x (steps, n, inputs) one step after the other, always with the same weights, and
give an output at each: h V + a. At first the state is 0.

The way back (Werbos 1990, https://doi.org/10.1109/5.58337) begins at the last step. Every state has
served the output of its own step and, through z, the next step, so that two gradients meet in it;
and the gradients of all steps add up for the weights that they share:

    dL/dh[t] = dL/doutput[t] Vᵀ + dL/dz[t+1] Wᵀ     dL/dW = Σ h[t-1]ᵀ dL/dz[t]
"""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import sigmoid

Array = NDArray[np.float64]


class Recurrent:
    """The weights of a recurrent network, whose cell has *blocks* of them, as one vector *theta*.

    U is for the inputs, W for the last state, b for the bias; V and a make the outputs. With *nets*
    there are several networks side by side, and states and outputs have an axis more, after steps.
    """

    def __init__(
        self, rng: np.random.Generator, inputs: int, hidden: int, outputs: int,
        blocks: int = 1, nets: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        self.hidden, self.nets, wide = hidden, nets, blocks * hidden
        self._shapes = [(inputs, wide), (hidden, wide), (1, wide), (hidden, outputs), (1, outputs)]
        self.theta: Array = np.zeros((*nets, sum(i * o for i, o in self._shapes)))
        self.U, self.W, self.b, self.V, self.a = self._views(self.theta)
        for M in (self.U, self.W, self.V):  # all nets begin alike
            M[:] = rng.uniform(-1, 1, M.shape[-2:]) / np.sqrt(hidden)

    def _views(self, vector: Array) -> list[Array]:
        ends = np.cumsum([i * o for i, o in self._shapes])
        parts = np.split(vector, ends[:-1], axis=-1)
        return [p.reshape(*self.nets, *s) for p, s in zip(parts, self._shapes, strict=True)]

    def _gradient(self, x: Array, h: Array, dL_dz: Array, dL_doutput: Array) -> Array:
        """dL/dtheta, where h[0] is the state before the first step; sums over all steps."""
        gradient = np.empty_like(self.theta)
        dL_dU, dL_dW, dL_db, dL_dV, dL_da = self._views(gradient)
        x, before, after, dL_dz, dL_doutput = map(_one_after_the_other, (x, h[:-1], h[1:], dL_dz, dL_doutput))
        dL_dU[:] = x.T @ dL_dz
        dL_dW[:] = np.swapaxes(before, -1, -2) @ dL_dz
        dL_db[:] = dL_dz.sum(-2, keepdims=True)
        dL_dV[:] = np.swapaxes(after, -1, -2) @ dL_doutput
        dL_da[:] = dL_doutput.sum(-2, keepdims=True)
        return gradient


def _one_after_the_other(a: Array) -> Array:
    """(steps, ..., n, features) as (..., steps n, features)."""
    return np.moveaxis(a, 0, -3).reshape(*a.shape[1:-2], -1, a.shape[-1])


class RNN(Recurrent):
    """h ← tanh(x U + h W + b) (Elman 1990, https://doi.org/10.1207/s15516709cog1402_1)."""

    def step(self, x: Array, h: Array) -> Array:
        """The state after one more input (n, inputs)."""
        return np.tanh(x @ self.U + h @ self.W + self.b)

    def forward(self, x: Array) -> list[Array]:
        """The states h (1 + steps, n, hidden), 0 first, and the outputs (steps, n, outputs)."""
        h = np.zeros((len(x) + 1, *self.nets, x.shape[1], self.hidden))
        for t in range(len(x)):
            h[t + 1] = self.step(x[t], h[t])
        return [h, h[1:] @ self.V + self.a]

    def backward(self, x: Array, hs: list[Array], dL_doutput: Array) -> tuple[Array, Array]:
        """dL/dtheta, and dL/dh of each step."""
        h = hs[0][1:]
        dL_dh = dL_doutput @ np.swapaxes(self.V, -1, -2)
        dL_dz = np.empty_like(h)
        for t in reversed(range(len(h))):
            dL_dz[t] = dL_dh[t] * (1 - h[t] ** 2)  # tanh' = 1 - tanh²
            if t:
                dL_dh[t - 1] += dL_dz[t] @ np.swapaxes(self.W, -1, -2)
        return self._gradient(x, hs[0], dL_dz, dL_doutput), dL_dh


class LSTM(Recurrent):
    """Long short-term memory, with a cell state c beside h.

    i, f, o = σ(x U + h W + b)   input, forget and output gate     g = tanh(x U + h W + b)
    c ← f c + i g     h ← o tanh(c)

    Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735; the forget gate: Gers
    et al. 2000, https://doi.org/10.1162/089976600300015015. Each of i, f, o, g has its own block of
    columns of U, W and b.
    """

    def __init__(
        self, rng: np.random.Generator, inputs: int, hidden: int, outputs: int,
        nets: tuple[int, ...] = (), input_bias: float | Array = 0.0, forget_bias: float |Array= 0.0,
    ) -> None:  # fmt: skip
        super().__init__(rng, inputs, hidden, outputs, 4, nets)
        self.b[..., :hidden], self.b[..., hidden : 2 * hidden] = input_bias, forget_bias

    def forward(self, x: Array) -> list[Array]:
        """Gates i, f, o, g (steps, n, 4 hidden), c, tanh(c), h (1 + steps, n, hidden), outputs."""
        (steps, n, _), H = x.shape, self.hidden
        gates = np.empty((steps, *self.nets, n, 4 * H))
        c, tanh_c, h = np.zeros((3, steps + 1, *self.nets, n, H))
        for t in range(steps):
            z = x[t] @ self.U + h[t] @ self.W + self.b
            gates[t, ..., : 3 * H] = sigmoid(z[..., : 3 * H])
            gates[t, ..., 3 * H :] = np.tanh(z[..., 3 * H :])
            i, f, o, g = self.blocks(gates[t])
            c[t + 1] = f * c[t] + i * g
            tanh_c[t + 1] = np.tanh(c[t + 1])
            h[t + 1] = o * tanh_c[t + 1]
        return [gates, c, tanh_c, h, h[1:] @ self.V + self.a]

    def blocks(self, a: Array) -> list[Array]:
        """The parts of *a* that belong to i, f, o and g."""
        H = self.hidden
        return [a[..., k * H : (k + 1) * H] for k in range(4)]

    def backward(self, x: Array, hs: list[Array], dL_doutput: Array) -> tuple[Array, Array]:
        """dL/dtheta, and dL/dc of each step."""
        gates, c, tanh_c, h, _ = hs
        i, f, o, g = self.blocks(gates)
        dh_dc = o * (1 - tanh_c[1:] ** 2)
        # How c, or h for the output gate, moves with the z of each block; σ' = σ (1 - σ).
        slopes = np.concatenate([g * i * (1 - i), c[:-1] * f * (1 - f), tanh_c[1:] * o * (1 - o), i * (1 - g * g)], axis=-1)
        dL_dz = np.empty_like(gates)
        dL_dc = np.zeros_like(h)
        dL_dh = dL_doutput @ np.swapaxes(self.V, -1, -2)
        W_T = np.swapaxes(self.W, -1, -2)
        for t in reversed(range(len(x))):
            dL_dc[t + 1] += dL_dh[t] * dh_dc[t]
            dc = dL_dc[t + 1]
            dL_dz[t] = slopes[t] * np.concatenate([dc, dc, dL_dh[t], dc], -1)
            dL_dc[t] = dL_dc[t + 1] * f[t]  # along the cell: the forget gate, no matrix
            if t:
                dL_dh[t - 1] += dL_dz[t] @ W_T
        return self._gradient(x, h, dL_dz, dL_doutput), dL_dc[1:]
