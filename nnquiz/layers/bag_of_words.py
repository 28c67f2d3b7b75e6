"""A bag of words: a text as the counts of its words, their order being lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.mlp import MLP, Array

Tokens = NDArray[np.intp]


class BagOfWords:
    """An MLP that gets how often each word occurs, and not where."""

    def __init__(self, rng: np.random.Generator, words: int, hidden: int) -> None:
        self._words = words
        self._mlp = MLP([words, hidden, 1], rng, "relu", gain=2**0.5)
        self.theta, self.backward = self._mlp.theta, self._mlp.backward

    def forward(self, tokens: Tokens) -> list[Array]:
        """The outputs of all layers, the logits last."""
        return self._mlp.forward(np.eye(self._words)[tokens].sum(1))

    def logits(self, tokens: Tokens) -> Array:
        """The logits (n, 1)."""
        return self.forward(tokens)[-1]
