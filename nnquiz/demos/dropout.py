"""Dropout: neurons left out at random, so that none relies on others.

A network learns letters of which 30% have a wrong label, without dropout and with it: at each step
half of the hidden neurons and a fifth of the pixels are set to 0, anew for each letter. New letters
test both nets, whole and with part of their neurons taken away.
Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import labelled, mislabelled
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import Labels
from nnquiz.layers.masked import masked_gradient
from nnquiz.layers.mlp import MLP, Array

LETTERS, PIXELS, HIDDEN = "ABEHKMSTXZ", 64, 200
STEPS, BATCH = 500, 50
GONE = np.array([0, 0.2, 0.4, 0.5, 0.6, 0.8])  # shares of the hidden neurons taken away, in tests
ALL = np.ones(1)  # the mask that leaves everything as it is


def mask(rng: np.random.Generator, shape: tuple[int, ...], drop: float) -> Array:
    """0 with probability *drop*, else 1 / (1 - drop), which keeps the average: inverted dropout."""
    return np.asarray((rng.random(shape) >= drop) / (1 - drop))


def forward(net: MLP, x: Array, pixels: Array, neurons: Array) -> list[Array]:
    """What the masks leave of the input and of the hidden layer, and the logits."""
    (W1, W2), (b1, b2) = net.weights, net.biases
    x = x * pixels
    h = np.maximum(x @ W1 + b1, 0) * neurons
    return [x, h, h @ W2 + b2]


def right(net: MLP, x: Array, labels: Labels, neurons: Array = ALL) -> Array:
    """1 for letters taken for what their label says, else 0: in inference nothing is dropped."""
    return np.asarray(forward(net, x, ALL, neurons)[2].argmax(1) == labels, float)


def demo(
    seed: int = 0,
    drop: Annotated[float, Range(0, 0.9, "share of hidden neurons dropped")] = 0.5,
    drop_in: Annotated[float, Range(0, 0.5, "share of pixels dropped")] = 0.2,
    wrong: Annotated[float, Range(0, 0.6, "share of wrong labels")] = 0.3,
    n: Annotated[int, Range(100, 3000, "training letters")] = 600,
) -> Demo:
    """Train without and with dropout on the same batches, then test both."""
    yield Ask(
        f"{wrong:.0%} of the labels are wrong. How many of those will be learned without dropout?",
        ("about a third", "about half", "all of them"),
        2,
        "it has weights enough to memorize every letter. With dropout it learns about half.",
    )
    data, tests, errors, batches, masks = (np.random.default_rng([seed, k]) for k in range(5))
    x, truth = labelled(data, n, LETTERS, 8, 0.3)
    new, true = labelled(tests, 3000, LETTERS, 8, 0.3)
    given, bad = mislabelled(errors, truth, wrong, len(LETTERS))
    cells = {f"step {i}": mask(masks, (8, 16), drop) for i in (1, 2, 3)}
    cells["inference"] = np.ones((8, 16))
    yield Grid(key="masks", title="Masks on the hidden neurons, new at each step", cells=cells)
    arms = {"without": (0.0, 0.0), "dropout": (drop_in, drop)}
    sizes = [PIXELS, HIDDEN, len(LETTERS)]
    nets = {name: MLP(sizes, np.random.default_rng([seed, 5]), "relu", 1.4) for name in arms}
    adams = {name: Adam(net.theta, 0.003) for name, net in nets.items()}
    curves: dict[str, list[float]] = {}
    for step in range(STEPS + 1):
        if step % 50 == 0:
            for name, net in nets.items():
                curves.setdefault(f"training, {name}", []).append(right(net, x, given).mean())
                curves.setdefault(f"new, {name}", []).append(right(net, new, true).mean())
            series = {name: (range(0, step + 1, 50), curve) for name, curve in curves.items()}
            yield Lines(key="right", title=f"Letters right: step {step}", series=series, x="step")
        pick = batches.integers(0, n, BATCH)
        for name, (of_pixels, of_neurons) in arms.items():
            pixels = mask(masks, (BATCH, PIXELS), of_pixels)
            neurons = mask(masks, (BATCH, HIDDEN), of_neurons)
            hs = forward(nets[name], x[pick], pixels, neurons)
            adams[name].step(masked_gradient(nets[name], hs, neurons, given[pick]))
    by_heart = {k: right(net, x, given)[bad].sum() / max(1, bad.sum()) for k, net in nets.items()}
    yield Bars(key="wrong", title="Share of the wrong labels learned by heart", bars=by_heart)
    without = [[mask(tests, (HIDDEN,), share) for _ in range(4)] for share in GONE]
    left = {
        name: [np.mean([right(net, new[:1000], true[:1000], m) for m in some]) for some in without]
        for name, net in nets.items()
    }
    title = "Share of new letters right with hidden neurons taken away"
    by_share = {name: (GONE, shares) for name, shares in left.items()}
    yield Lines(key="gone", title=title, series=by_share, x="share taken away")
    yield Say("A neuron that may lose its partners at any step has to be of use on its own.")
    net, some = nets["dropout"], new[:200]
    thin = [(mask(tests, (PIXELS,), drop_in), mask(tests, (HIDDEN,), drop)) for _ in range(200)]
    mean = np.mean([forward(net, some, *both)[2] for both in thin], axis=0)
    agree = (mean.argmax(1) == net.logits(some).argmax(1)).mean()
    gain = curves["new, dropout"][-1] - curves["new, without"][-1]
    cut = curves["training, without"][-1] - curves["training, dropout"][-1] + gain
    robust = float(left["dropout"][3] - left["without"][3])
    mild = "There was little to prevent, or too much was dropped: the rate has to fit the task."
    yield Claim("new letters right: dropout minus without", gain, ">=", 0.04, otherwise=mild)
    yield Claim("the same with half of the neurons gone", robust, ">=", 0.08, otherwise=mild)
    yield Claim("gap between training and new letters, cut by", cut, ">=", 0.12, otherwise=mild)
    plain, dropout = by_heart.values()
    yield Claim("wrong labels learned by heart, without", plain, ">=", 0.9, otherwise=mild)
    yield Claim("wrong labels learned by heart, dropout", dropout, "<=", 0.75, otherwise=mild)
    yield Claim("agreement with the mean of 200 sub-networks", agree, ">=", 0.85, otherwise=mild)
