"""Self-attention with one head, as a classifier of sentences.

A word's vector x is that of its token plus that of its position. From it come a query, a key and a
value. A word's query is compared with the keys of all words, and the word takes in their values, in
shares that add up to 1 (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762):

    x = E[token] + P[position]     q = x Q     k = x K     v = x V
    A = softmax(q kᵀ / √d)         z = x + A v
    h = max(z W + b, 0)            logit = mean(h) u + c, the mean over all words

All words are treated alike: without P, their order makes no difference to the mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import softmax

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]


class AttentionClassifier:
    """Sentences of *length* tokens out of *vocabulary*, each word a vector of *d* numbers.

    All weights are one vector *theta*, as in `nnquiz.layers.mlp.MLP`; the others are views into it.
    """

    def __init__(
        self, rng: np.random.Generator, vocabulary: int, length: int, d: int, hidden: int,
        positions: bool = True,
    ) -> None:  # fmt: skip
        self.d, self._positions = d, positions
        self._shapes = [(vocabulary, d), (length, d), (d, d), (d, d), (d, d)]
        self._shapes += [(d, hidden), (1, hidden), (hidden, 1), (1, 1)]
        self.theta: Array = np.zeros(sum(i * o for i, o in self._shapes))
        views = self._views(self.theta)
        self.E, self.P, self.Q, self.K, self.V, self.W, self.b, self.u, self.c = views
        self.E[:] = 0.5 * rng.normal(size=self.E.shape)
        if positions:  # without, P is 0 and stays so
            self.P[:] = 0.5 * rng.normal(size=self.P.shape)
        for M in (self.Q, self.K, self.V, self.W, self.u):
            M[:] = rng.normal(0, 1 / np.sqrt(len(M)), M.shape)

    def _views(self, vector: Array) -> list[Array]:
        ends = np.cumsum([i * o for i, o in self._shapes])
        parts = np.split(vector, ends[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self._shapes, strict=True)]

    def forward(self, tokens: Tokens) -> list[Any]:
        """For *tokens* (n, length): these, x, q, k, v, A, z, h and the logits (n, 1)."""
        x = self.E[tokens] + self.P
        q, k, v = (_rows(x) @ M for M in (self.Q, self.K, self.V))
        q, k, v = (a.reshape(x.shape) for a in (q, k, v))
        A = softmax(q @ _turned(k) / np.sqrt(self.d))  # (n, length, length): who looks at whom
        z = x + A @ v
        h = np.maximum(_rows(z) @ self.W + self.b, 0).reshape(*tokens.shape, -1)
        return [tokens, x, q, k, v, A, z, h, h.mean(1) @ self.u + self.c]

    def logits(self, tokens: Tokens) -> Array:
        """The logits (n, 1)."""
        return np.asarray(self.forward(tokens)[-1])

    def backward(self, hs: list[Any], dL_dlogit: Array) -> Array:
        """dL/dtheta, from the outputs of `forward` and the gradient at the logits."""
        tokens, x, q, k, v, A, z, h, _ = hs
        gradient = np.zeros_like(self.theta)
        dE, dP, dQ, dK, dV, dW, db, du, dc = self._views(gradient)
        du[:], dc[:] = h.mean(1).T @ dL_dlogit, dL_dlogit.sum()
        dh = (dL_dlogit @ self.u.T / h.shape[1])[:, None, :] * (h > 0)
        dW[:], db[:] = _rows(z).T @ _rows(dh), dh.sum((0, 1))
        dz = (_rows(dh) @ self.W.T).reshape(x.shape)
        dA, dv = dz @ _turned(v), _turned(A) @ dz
        dS = A * (dA - (dA * A).sum(-1, keepdims=True)) / np.sqrt(self.d)  # softmax, backward
        dq, dk = dS @ k, _turned(dS) @ q
        dx = dz.copy()
        for dM, M, g in ((dQ, self.Q, dq), (dK, self.K, dk), (dV, self.V, dv)):
            dM[:] = _rows(x).T @ _rows(g)
            dx += (_rows(g) @ M.T).reshape(x.shape)
        np.add.at(dE, tokens, dx)  # the gradients of a word add up over its places
        if self._positions:
            dP[:] = dx.sum(0)
        return gradient


def _rows(a: Array) -> Array:
    """(n, length, features) as (n · length, features): one large product is faster than n."""
    return a.reshape(-1, a.shape[-1])


def _turned(a: Array) -> Array:
    """Each matrix transposed."""
    return np.swapaxes(a, -1, -2)
