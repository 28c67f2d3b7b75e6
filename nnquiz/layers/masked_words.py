"""A network that guesses a hidden word from the words around it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy

Array = NDArray[np.float64]
Words = NDArray[np.intp]


class MaskedWords:
    """h = mean of the vectors of the words seen, logits z = h W + b for the hidden word.

    This is the continuous bag of words of Mikolov et al. (2013), https://arxiv.org/abs/1301.3781,
    with the full softmax.
    """

    def __init__(self, rng: np.random.Generator, words: int, dim: int) -> None:
        self.shape = words, dim
        self.theta = 0.1 * rng.normal(size=2 * words * dim + words)
        self.E, self.W, self.b = self._parts(self.theta)

    def _parts(self, theta: Array) -> tuple[Array, Array, Array]:
        """Views of *theta*: vectors E (words, dim), weights W (dim, words) and biases b."""
        words, dim = self.shape
        E, W, b = np.split(theta, [words * dim, 2 * words * dim])
        return E.reshape(words, dim), W.reshape(dim, words), b

    def loss(self, seen: Words, hidden: Words) -> tuple[float, Array]:
        """Cross-entropy of the *hidden* words (n,) from those *seen* (n, 3), and dL/dθ."""
        h = self.E[seen].mean(1)
        loss, dz = cross_entropy(h @ self.W + self.b, hidden)
        gradient = np.zeros_like(self.theta)
        dE, dW, db = self._parts(gradient)
        dW[:], db[:] = h.T @ dz, dz.sum(0)
        for place in seen.T:  # each word seen has its share of h; add.at, as words come repeatedly
            np.add.at(dE, place, dz @ self.W.T / seen.shape[1])
        return float(loss), gradient

    def mean_loss(self, sentences: Words) -> float:
        """The mean loss with each word of each sentence hidden once."""
        n, length = sentences.shape
        losses = [self.loss(*hide(sentences, np.full(n, k)))[0] for k in range(length)]
        return float(np.mean(losses))


def hide(sentences: Words, which: Words) -> tuple[Words, Words]:
    """Take word number *which* (n,) out of each sentence: the words still seen, and the hidden."""
    mask = np.arange(sentences.shape[1]) == which[:, None]
    return sentences[~mask].reshape(len(sentences), -1), sentences[mask]


def pretrain(
    net: MaskedWords, rng: np.random.Generator, sentences: Words, steps: int, batch: int, lr: float
) -> Iterator[float]:
    """Hide a word of each sentence and learn to guess it; yields the loss of every step."""
    adam = Adam(net.theta, lr)
    for _ in range(steps):
        some = sentences[rng.integers(0, len(sentences), batch)]
        seen, hidden = hide(some, rng.integers(0, sentences.shape[1], batch))
        loss, gradient = net.loss(seen, hidden)  # the target was in the data: no labels
        adam.step(gradient)
        yield loss
