"""Long short-term memory (LSTM), trained by backpropagation through time.

Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735, with the forget gate of
Gers et al. 2000, https://doi.org/10.1162/089976600300015015. Beside its state h it has a cell c,
which no matrix and no nonlinearity touches on its way from step to step:

    c[t] = f c[t-1] + i g     h[t] = o tanh(c[t])     output[t] = h[t] V + a

The input gate i, forget gate f, output gate o, and what is new, g, have a block of weights each:

    i, f, o = σ(z)     g = tanh(z)     z = x[t] U + h[t-1] W + b

Back along the cell, the forget gate alone scales the gradient:

    dL/dc[t] = dL/dc[t+1] f[t+1] + dL/dh[t] o (1 - tanh² c[t])
    dL/dh[t] = dL/doutput[t] Vᵀ + dL/dz[t+1] Wᵀ
"""

from __future__ import annotations

import numpy as np

from nnquiz.layers.losses import sigmoid
from nnquiz.layers.recurrent import Array, Recurrent, transposed


class LSTM(Recurrent):
    """A recurrent network with gates, of which two begin with a bias."""

    def __init__(
        self, rng: np.random.Generator, inputs: int, hidden: int, outputs: int,
        forget_bias: float | Array = 0.0, input_bias: float | Array = 0.0,
        nets: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(rng, inputs, hidden, outputs, 4, nets)
        i, f, _, _ = self.parts(self.b)
        i[:], f[:] = input_bias, forget_bias

    def parts(self, blocks: Array) -> list[Array]:
        """What belongs to i, f, o and g in (..., 4 · hidden)."""
        return [blocks[..., k * self.hidden : (k + 1) * self.hidden] for k in range(4)]

    def forward(self, x: Array) -> list[Array]:
        """All i, f, o, g side by side; c, tanh c and h, with 0 before the first step; outputs."""
        (steps, n, _), ifo = x.shape, 3 * self.hidden
        gates = np.empty((steps, *self.nets, n, 4 * self.hidden))
        c, tanh_c, h = np.zeros((3, steps + 1, *self.nets, n, self.hidden))
        for t in range(steps):
            z = x[t] @ self.U + h[t] @ self.W + self.b
            gates[t, ..., :ifo] = sigmoid(z[..., :ifo])
            gates[t, ..., ifo:] = np.tanh(z[..., ifo:])
            i, f, o, g = self.parts(gates[t])
            c[t + 1] = f * c[t] + i * g
            tanh_c[t + 1] = np.tanh(c[t + 1])
            h[t + 1] = o * tanh_c[t + 1]
        return [gates, c, tanh_c, h, h[1:] @ self.V + self.a]

    def backward(self, x: Array, hs: list[Array], dL_doutput: Array) -> tuple[Array, Array]:
        """dL/dtheta, and dL/dc (steps, n, hidden), from the outputs of `forward`."""
        gates, c, tanh_c, h, _ = hs
        i, f, o, g = self.parts(gates)
        slopes = np.empty_like(gates)  # dc/dz for i, f and g, dh/dz for o; σ' = σ (1 - σ)
        of_i, of_f, of_o, of_g = self.parts(slopes)
        of_i[:], of_f[:] = g * i * (1 - i), c[:-1] * f * (1 - f)
        of_o[:], of_g[:] = tanh_c[1:] * o * (1 - o), i * (1 - g * g)
        dh_dc = o * (1 - tanh_c[1:] ** 2)
        dL_dh, dL_dc = dL_doutput @ transposed(self.V), np.zeros_like(dh_dc)
        dL_dz, W_T = np.empty_like(gates), transposed(self.W)
        for t in reversed(range(len(x))):
            dL_dc[t] += dL_dh[t] * dh_dc[t]
            ways = [dL_dc[t], dL_dc[t], dL_dh[t], dL_dc[t]]
            dL_dz[t] = slopes[t] * np.concatenate(ways, axis=-1)
            if t:
                dL_dc[t - 1] = dL_dc[t] * f[t]
                dL_dh[t - 1] += dL_dz[t] @ W_T
        return self._gradient(x, h, dL_dz, dL_doutput), dL_dc
