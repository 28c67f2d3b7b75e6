"""Self-supervised learning: the text itself sets the task, no one labels it.

In sentences without labels one word is hidden, to be guessed from the others' vectors E, as
softmax(mean(E[others]) Wᵀ + b): layers/cbow.py. The guesses are only a pretext: E is kept. One noun
of each of six kinds is then labelled, and all others get the label of the nearest. As a control, a
network learns from the words shuffled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from nnquiz.datasets import corpus
from nnquiz.datasets.corpus import KINDS, NOUNS, WORDS, Tokens
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.cbow import HiddenWordGuesser
from nnquiz.layers.mlp import Array
from nnquiz.layers.word_vectors import cosines, two_axes

STEPS = 400
SHOWN = 6  # nouns of each kind in the grid


def learn(net: HiddenWordGuesser, rng: np.random.Generator, sentences: Tokens) -> Iterator[float]:
    """Guess hidden words, batch after batch; yields the loss of each before learning from it."""
    adam = Adam(net.theta, lr=0.02)
    for _ in range(STEPS + 1):
        batch = sentences[rng.integers(0, len(sentences), 128)]
        loss, gradient = net.loss_and_gradient(batch, rng.integers(0, 4, len(batch)))
        yield loss
        adam.step(gradient)


def sorted_rightly(E: Array, nouns: Tokens, labels: int) -> float:
    """The share of *nouns* (kinds, nouns of each) nearest, by cosine, to the label of their kind.

    The first *labels* of a kind are labelled: its label stands at the mean of their vectors.
    """
    labelled, others = nouns[:, :labels], nouns[:, labels:]
    nearest = cosines(E[others.ravel()], E[labelled].mean(1)).argmax(1)
    return float((nearest.reshape(others.shape) == np.arange(len(nouns))[:, None]).mean())


def demo(
    seed: int = 0,
    slip: Annotated[float, Range(0, 0.9, "share of verbs and places drawn at random")] = 0.2,
    dim: Annotated[int, Range(2, 32, "numbers in the vector of a word")] = 12,
    sentences: Annotated[int, Range(200, 10_000, "sentences without labels")] = 3000,
    labels: Annotated[int, Range(1, 7, "labelled nouns of each kind, out of 8")] = 1,
) -> Demo:
    """Learn from the text and from its words shuffled, then sort the nouns."""
    yield Ask(
        "A network has guessed hidden words in 3000 sentences. Now one noun of each of six kinds is"
        " labelled. How many of the other 42 are nearest to the label of their own kind?",
        ("about 7, as by chance", "about 25", "nearly all"),
        2,
        "nouns of a kind have the same neighbours in the text, and so get similar vectors.",
    )
    data, test, pick = (np.random.default_rng([seed, k]) for k in range(3))
    text = corpus.statements(data, sentences, slip)
    shuffled = data.permutation(text.ravel()).reshape(text.shape)
    untrained, net, control = (
        HiddenWordGuesser(np.random.default_rng([seed, 3]), len(WORDS), dim) for _ in range(3)
    )
    drawn = {0, STEPS, *np.geomspace(10, STEPS, 10).astype(int)}
    losses = []
    for step, loss in enumerate(learn(net, np.random.default_rng([seed, 4]), text)):
        losses.append(loss)
        if step in drawn:
            vectors = net.E[NOUNS[:, :SHOWN].ravel()]
            title = f"Cosines between nouns, {SHOWN} of each kind: batch {step}"
            yield Grid(key="nouns", title=title, cells={"": cosines(vectors, vectors)}, middle=0)
    in_vain = list(learn(control, np.random.default_rng([seed, 4]), shuffled))
    least, by_frequency = corpus.least_loss(text, slip), corpus.frequency_loss(text)
    tens = np.arange(10, STEPS + 1, 10)
    runs = {"text": losses, "words shuffled": in_vain}
    yield Lines(
        key="loss", title="Guessing hidden words: near the least loss there can be",
        series={name: (tens, np.reshape(run[1:], (-1, 10)).mean(1)) for name, run in runs.items()},
        x="batches (means of ten)", y="cross-entropy",
        marks={"least possible": ("y", least), "by frequency": ("y", by_frequency)},
    )  # fmt: skip
    yield Points(
        key="map", title="Nouns by two axes of their vectors: kinds come together",
        xy=two_axes(net.E[NOUNS.ravel()]), legend=KINDS,
        label=np.repeat(np.arange(len(KINDS)), NOUNS.shape[1]),
    )  # fmt: skip
    yield Say(
        f"No label was needed to learn the vectors, and {labels * len(KINDS)} to use them: large"
        " models are pre-trained in this way, and then need few labels for a task."
    )
    choices = [pick.permuted(NOUNS, axis=1) for _ in range(50)]  # of the nouns with a label
    share, before, by_control = (
        float(np.mean([sorted_rightly(one.E, nouns, labels) for nouns in choices]))
        for one in (net, untrained, control)
    )
    new = corpus.statements(test, 2000, slip)
    loss, _ = net.loss_and_gradient(new, test.integers(0, 4, len(new)))
    above = loss / corpus.least_loss(new, slip)
    vague = "The neighbours tell too little of the kind: more text or fewer slips may do."
    yield Claim("nouns sorted rightly by learned vectors", share, ">=", 0.9, otherwise=vague)
    yield Claim("nouns sorted rightly by vectors before learning", before, "<=", 0.4)
    yield Claim("nouns sorted rightly by vectors of shuffled words", by_control, "<=", 0.4)
    yield Claim("new text: loss over the least possible", above, "<=", 1.15, otherwise=vague)
