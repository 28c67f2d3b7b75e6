"""Word vectors from guessing hidden words, as by a continuous bag of words (Mikolov et al. 2013).

https://arxiv.org/abs/1301.3781
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import cross_entropy

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]


class HiddenWordGuesser:
    """Guesses a hidden word from the mean of the others' vectors: logits = mean(E[others]) Wᵀ + b.

    *theta* has a row for each word: its vector in E, its vector in W, its number in b.
    """

    def __init__(self, rng: np.random.Generator, words: int, dim: int) -> None:
        self.dim = dim
        self.theta: Array = 0.1 * rng.normal(size=(words, 2 * dim + 1))
        self.E, self.W, self.b = self._parts(self.theta)

    def _parts(self, rows: Array) -> tuple[Array, Array, Array]:
        return rows[:, : self.dim], rows[:, self.dim : -1], rows[:, -1]

    def loss_and_gradient(self, sentences: Tokens, places: Tokens) -> tuple[float, Array]:
        """The cross-entropy of the words at *places* (n,) of the sentences, and dL/dtheta."""
        hidden = np.arange(sentences.shape[1]) == places[:, None]
        others = sentences[~hidden].reshape(len(sentences), -1)
        h = self.E[others].mean(1)
        loss, dL_dz = cross_entropy(h @ self.W.T + self.b, sentences[hidden])
        gradient = np.zeros_like(self.theta)
        dL_dE, dL_dW, dL_db = self._parts(gradient)
        dL_dW[:], dL_db[:] = dL_dz.T @ h, dL_dz.sum(0)
        dL_dh = dL_dz @ self.W
        np.add.at(dL_dE, others, dL_dh[:, None] / others.shape[1])  # in sum over all occurrences
        return float(loss), gradient
