"""Self-supervised learning: the text itself sets the task, and words find their kind.

From sentences without labels one word is hidden, to be guessed from the others. The guesses do not
matter: kept are the word vectors that were learned for them. Then one noun of each of six kinds
gets a label, and the other nouns that of the nearest. As a control, the same words learn in
shuffled order.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.corpus import KINDS, NOUNS, WORDS, Tokens, least_loss, statements
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import Array
from nnquiz.layers.word_vectors import cosines, two_axes


class Guesser:
    """Guesses the hidden word from the mean of the others' vectors: logits = mean(E[others]) W + b.

    All weights are one vector *theta*; E, W and b are views into it.
    """

    def __init__(self, rng: np.random.Generator, dim: int) -> None:
        self.shapes = [(len(WORDS), dim), (dim, len(WORDS)), (1, len(WORDS))]
        self.theta = 0.1 * rng.normal(size=sum(i * o for i, o in self.shapes))
        self.E, self.W, self.b = self._views(self.theta)
        self.b[:] = 0

    def _views(self, vector: Array) -> list[Array]:
        parts = np.split(vector, np.cumsum([i * o for i, o in self.shapes])[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self.shapes, strict=True)]

    def loss_and_gradient(self, sentences: Tokens, hidden: Tokens) -> tuple[float, Array]:
        """The cross-entropy of the words at the places *hidden* (n,), and dL/dtheta."""
        n, length = sentences.shape
        is_hidden = np.arange(length) == hidden[:, None]
        others = sentences[~is_hidden].reshape(n, length - 1)
        h = self.E[others].mean(1)
        loss, dL_dz = cross_entropy(h @ self.W + self.b, sentences[is_hidden])
        gradient = np.zeros_like(self.theta)
        dL_dE, dL_dW, dL_db = self._views(gradient)
        dL_dW[:], dL_db[:] = h.T @ dL_dz, dL_dz.sum(0)
        dL_dh = dL_dz @ self.W.T
        np.add.at(dL_dE, others, dL_dh[:, None] / (length - 1))
        return float(loss), gradient


def sorted_rightly(E: Array, rng: np.random.Generator, labels: int) -> float:
    """The share of unlabelled nouns that are nearest to the labelled ones of their own kind.

    Nearest: by the cosine with the mean of a kind's labelled vectors; averaged over 50 choices of
    which nouns get the *labels* of each kind.
    """
    E = E / np.linalg.norm(E, axis=1, keepdims=True)
    shares = []
    for _ in range(50):
        nouns = rng.permuted(NOUNS, axis=1)
        labelled = E[nouns[:, :labels]].mean(1)
        nearest = cosines(E[nouns[:, labels:].ravel()], labelled).argmax(1)
        shares.append((nearest.reshape(len(KINDS), -1) == np.arange(len(KINDS))[:, None]).mean())
    return float(np.mean(shares))


def demo(
    seed: int = 0,
    slip: Annotated[float, Range(0, 0.9, "share of verbs and places that suit no noun")] = 0.2,
    dim: Annotated[int, Range(2, 32, "numbers in the vector of a word")] = 12,
    sentences: Annotated[int, Range(200, 10_000, "sentences without labels")] = 3000,
    labels: Annotated[int, Range(1, 7, "labelled nouns of each kind")] = 1,
) -> Demo:
    """Learn from sentences as they are and shuffled, then sort the nouns."""
    yield Ask("?", ("a", "b"), 0, "c")
    steps = 400
    text, start, pick = (np.random.default_rng([seed, k]) for k in range(3))
    corpus = statements(text, sentences, slip)
    shuffled = text.permuted(corpus.ravel()).reshape(corpus.shape)
    drawn = np.unique(np.geomspace(1, steps + 1, 10).astype(int)) - 1
    nets, losses, maps = [], [], []
    for what in (corpus, shuffled):
        net = Guesser(np.random.default_rng([seed, 1]), dim)
        nets.append(net)
        adam = Adam(net.theta, 0.02)
        batches = np.random.default_rng([seed, 3])
        course = []
        for step in range(steps + 1):
            if what is corpus and step in drawn:
                v = net.E[NOUNS.ravel()]
                yield Grid(
                    key="grid",
                    title=f"Cosines of all 48 nouns, kind by kind: step {step}",
                    cells={"": cosines(v, v)},
                    middle=0,
                )
            some = what[batches.integers(0, len(what), 128)]
            loss, g = net.loss_and_gradient(some, batches.integers(0, 4, 128))
            course.append(loss)
            adam.step(g)
        losses.append(course)
    v = nets[0].E[NOUNS.ravel()]
    yield Points(
        key="map", title="Nouns", xy=two_axes(v), label=np.repeat(np.arange(6), 8), legend=KINDS
    )
    p = np.bincount(corpus.ravel()) / corpus.size
    yield Lines(
        key="loss",
        title="loss",
        series={"text": losses[0], "shuffled": losses[1]},
        marks={
            "freq": ("y", -(p * np.log(p + 1e-300)).sum()),
            "least": ("y", least_loss(corpus, slip)),
        },
    )
    last = np.mean(losses[0][-50:])
    yield Claim(
        "acc", sorted_rightly(nets[0].E, np.random.default_rng([seed, 4]), labels), ">=", 0.9
    )
    yield Claim(
        "untrained",
        sorted_rightly(
            Guesser(np.random.default_rng([seed, 1]), dim).E,
            np.random.default_rng([seed, 4]),
            labels,
        ),
        "<=",
        0.4,
    )
    yield Claim(
        "shuffled", sorted_rightly(nets[1].E, np.random.default_rng([seed, 4]), labels), "<=", 0.4
    )
    yield Claim("over least", last / least_loss(corpus, slip), "<=", 1.1)
    yield Claim(
        "shuf over freq", np.mean(losses[1][-50:]) / -(p * np.log(p + 1e-300)).sum(), "<=", 1.1
    )
