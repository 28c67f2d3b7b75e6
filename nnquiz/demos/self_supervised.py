"""Self-supervised learning: hidden words are the targets, no labels are needed.

A network guesses the hidden word of sentences from the words around it, as in masked language
modeling (Devlin et al. 2019, https://arxiv.org/abs/1810.04805). Nobody tells it which words are
animals or tools. Yet then one labeled noun a kind sorts the others, by their learned vectors. Two
controls: the same words torn out of their sentences and mixed, and vectors without training.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.kinds import (
    KINDS, NOUNS, ROLES, VOCABULARY, best_loss, corpus, frequency_loss, language,
)  # fmt: skip
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say, Table
from nnquiz.layers.masked_words import MaskedWords, hide, pretrain

Array = NDArray[np.float64]
Words = NDArray[np.intp]
EACH = NOUNS.shape[1]  # nouns of each kind
STEPS, BATCH, LR = 500, 128, 0.02
DRAWS = 50  # of the nouns that are labeled: which ones they are matters


def unit(E: Array) -> Array:
    """The nouns' vectors (kinds, nouns, dim), made of length 1: their products are cosines."""
    vectors: Array = E[NOUNS] / (np.linalg.norm(E[NOUNS], axis=-1, keepdims=True) + 1e-12)
    return vectors


def sorted_rightly(E: Array, rng: np.random.Generator, labels: int) -> float:
    """Label some nouns of each kind: what share of the others is nearest to those of its own?"""
    right, kinds = [], np.arange(len(KINDS))[:, None]
    for _ in range(DRAWS):
        order = rng.permuted(np.tile(np.arange(EACH), (len(KINDS), 1)), axis=1)
        nouns = unit(E)[kinds, order]
        means = nouns[:, :labels].mean(1)
        means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-12
        right.append(((nouns[:, labels:] @ means.T).argmax(-1) == kinds).mean())
    return float(np.mean(right))


def nearest(E: Array, noun: int) -> str:
    """The three nouns with the largest cosine to a *noun*, itself left out."""
    nouns = unit(E).reshape(NOUNS.size, -1)
    order = (-nouns @ nouns[noun]).argsort()
    return " ".join(VOCABULARY[NOUNS.flat[k]] for k in order[order != noun][:3])


def loss_on(net: MaskedWords, sentences: Words) -> float:
    """The mean loss with each word of each sentence hidden once."""
    n = len(sentences)
    return float(np.mean([net.loss(*hide(sentences, np.full(n, k)))[0] for k in range(ROLES)]))


def demo(
    seed: int = 0,
    sentences: Annotated[int, Range(200, 10000, "sentences, none with a label")] = 3000,
    slip: Annotated[float, Range(0, 0.9, "share of verbs and places of any kind")] = 0.2,
    dim: Annotated[int, Range(2, 32, "numbers in the vector of a word")] = 12,
    labels: Annotated[int, Range(1, 7, "labeled nouns of each kind")] = 1,
) -> Demo:
    """Learn vectors by guessing hidden words, then sort nouns by them, with few labels."""
    rest = len(KINDS) * (EACH - labels)
    yield Ask(
        f"A network learns to guess hidden words of {sentences} sentences. Then nouns are labeled,"
        f" {labels} of each of {len(KINDS)} kinds. How many of the other {rest} does the nearest"
        " vector sort rightly?",
        ("17%, as by chance", "about 60%", "nearly all"),
        2,
        "nouns of one kind fill the same gaps, so guessing makes their vectors alike.",
    )
    p = language(slip)
    text = corpus(np.random.default_rng([seed, 1]), sentences, p)
    new = corpus(np.random.default_rng([seed, 2]), 2000, p)
    torn = np.random.default_rng([seed, 3]).permutation(text.ravel()).reshape(text.shape)
    net, control = (
        MaskedWords(np.random.default_rng([seed, 4]), len(VOCABULARY), dim) for _ in range(2)
    )
    start = net.E.copy()
    runs = [
        pretrain(one, np.random.default_rng([seed, 5]), words, STEPS, BATCH, LR)
        for one, words in ((net, text), (control, torn))
    ]
    drawn = {1, *np.geomspace(20, STEPS, 11).round()}
    marks = {"by frequency": frequency_loss(p), "best possible": best_loss(new, p)}
    losses: list[tuple[float, ...]] = []
    for step, both in enumerate(zip(*runs, strict=True), 1):
        losses.append(both)
        if step not in drawn:
            continue
        shown = {"sentences": unit(net.E), "words torn apart": unit(control.E)}
        five = {name: nouns[:, :5].reshape(-1, dim) for name, nouns in shown.items()}
        yield Grid(
            key="cosines", title=f"Cosines of 5 nouns of each kind: blocks? Step {step}",
            cells={name: nouns @ nouns.T for name, nouns in five.items()}, middle=0,
        )  # fmt: skip
        at = np.arange(0, step, 10)  # means of ten steps
        means = np.add.reduceat(np.array(losses), at) / np.diff([*at, step])[:, None]
        yield Lines(
            key="loss", title=f"Loss on the hidden word, without any label: step {step}",
            series={name: (at, y) for name, y in zip(shown, means.T, strict=True)}, x="step",
            marks={name: ("y", loss) for name, loss in marks.items()},
        )  # fmt: skip
    some = range(0, NOUNS.size, EACH)  # one of each kind
    yield Table(
        key="nearest", title="The nearest nouns, before and after: now of the same kind",
        head=("noun", "before", "pre-trained"),
        rows=[(VOCABULARY[NOUNS.flat[k]], nearest(start, k), nearest(net.E, k)) for k in some],
    )  # fmt: skip
    right = {
        name: sorted_rightly(E, np.random.default_rng([seed, 6]), labels)
        for name, E in (("pre-trained", net.E), ("torn apart", control.E), ("untrained", start))
    }
    title = f"Share of {rest} nouns sorted rightly, {labels} of each kind labeled"
    yield Bars(key="sorted", title=title, bars=right | {"chance": 1 / len(KINDS)})
    yield Say(
        "The guesses are thrown away, the vectors are kept. Their targets came from the sentences"
        " themselves; the few labels only give the groups their names."
    )
    loss = loss_on(net, new)
    gained = right["pre-trained"] - max(right["torn apart"], right["untrained"])
    below, above = marks["by frequency"] - loss, loss - marks["best possible"]
    vague = "Too few sentences, or words that tell too little of the gap, teach too little."
    text_of = f"nouns sorted rightly, {labels} of each kind labeled"
    yield Claim(text_of, right["pre-trained"], ">=", 0.8, otherwise=vague)
    yield Claim("more than the better of both controls", gained, ">=", 0.5, otherwise=vague)
    yield Claim("new sentences: loss below that by frequency", below, ">=", 1.5, otherwise=vague)
    yield Claim("loss above the best possible", above, "<=", 0.2, otherwise=vague)
