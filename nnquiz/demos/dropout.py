"""Dropout: neurons left out at random, so that none relies on others.

A network learns letters of which 30% have a wrong label, without dropout and with it: at each step
half of the hidden neurons and a fifth of the pixels are set to 0, anew for each letter. Both are
then tested on new letters with the right labels, and with part of their neurons taken away.
Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.letters import labelled
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import Labels, cross_entropy
from nnquiz.layers.mlp import MLP, Array

LETTERS, SIDE, HIDDEN = "ABEHKMSTXZ", 8, 200
PIXELS = SIDE * SIDE
STEPS, BATCH, RATE = 500, 50, 0.003
GONE = np.array([0, 0.2, 0.4, 0.5, 0.6, 0.8])  # shares of the hidden neurons taken away, in tests
ALL = np.ones(1)  # the mask that leaves everything as it is


def mask(rng: np.random.Generator, shape: tuple[int, ...], drop: float) -> Array:
    """0 with probability *drop*, else 1 / (1 - drop), which keeps the average: inverted dropout."""
    return np.asarray((rng.random(shape) >= drop) / (1 - drop))


def forward(net: MLP, x: Array, pixels: Array, neurons: Array) -> tuple[Array, Array, Array]:
    """What the masks leave of the input and of the hidden layer, and the logits."""
    (W1, W2), (b1, b2) = net.weights, net.biases
    x = x * pixels
    h = np.maximum(x @ W1 + b1, 0) * neurons
    return x, h, h @ W2 + b2


def gradient(net: MLP, x: Array, labels: Labels, pixels: Array, neurons: Array) -> Array:
    """dL/dtheta under the masks: what they leave out has no part in it."""
    x, h, logits = forward(net, x, pixels, neurons)
    _, dL_dlogits = cross_entropy(logits, labels)
    dL_dz = dL_dlogits @ net.weights[1].T * neurons * (h > 0)
    parts = (x.T @ dL_dz, dL_dz.sum(0), h.T @ dL_dlogits, dL_dlogits.sum(0))
    return np.concatenate([part.ravel() for part in parts])


def right(net: MLP, x: Array, labels: Labels, neurons: Array = ALL) -> NDArray[np.bool_]:
    """Whether each letter is taken for what its label says: in inference nothing is dropped."""
    return np.asarray(forward(net, x, ALL, neurons)[2].argmax(1) == labels)


def demo(
    seed: int = 0,
    drop: Annotated[float, Range(0, 0.9, "share of hidden neurons dropped")] = 0.5,
    drop_in: Annotated[float, Range(0, 0.5, "share of pixels dropped")] = 0.2,
    wrong: Annotated[float, Range(0, 0.6, "share of wrong labels")] = 0.3,
    n: Annotated[int, Range(100, 3000, "training letters")] = 600,
) -> Demo:
    """Train without and with dropout on the same batches, then test both."""
    yield Ask(
        f"{wrong:.0%} of the labels are wrong, at random. Without dropout, what share of those"
        " wrong labels does the network learn by heart?",
        ("about a third", "about half", "all of them"),
        2,
        "it has weights enough to memorize every letter. With dropout it learns about half.",
    )
    data, tests, errors, batches, masks = (np.random.default_rng([seed, k]) for k in range(5))
    x, truth = labelled(data, n, LETTERS, SIDE, 0.3)
    new, true = labelled(tests, 3000, LETTERS, SIDE, 0.3)
    is_wrong = errors.random(n) < wrong
    given = np.where(is_wrong, (truth + errors.integers(1, 10, n)) % 10, truth)
    cells = {f"step {i}": mask(masks, (8, 16), drop) for i in (1, 2, 3)}
    title = "Masks on the hidden neurons: new ones at each step, none in inference"
    yield Grid(key="masks", title=title, cells=cells | {"inference": np.ones((8, 16))})
    arms = {"without": (0.0, 0.0), "dropout": (drop_in, drop)}
    sizes = [PIXELS, HIDDEN, len(LETTERS)]
    nets = {name: MLP(sizes, np.random.default_rng([seed, 5]), "relu", 1.4) for name in arms}
    adams = {name: Adam(net.theta, RATE) for name, net in nets.items()}
    curves: dict[str, list[float]] = {}
    for step in range(STEPS + 1):
        if step % 50 == 0:
            for name, net in nets.items():
                curves.setdefault(f"training, {name}", []).append(right(net, x, given).mean())
                curves.setdefault(f"new, {name}", []).append(right(net, new, true).mean())
            series = {name: (range(0, step + 1, 50), curve) for name, curve in curves.items()}
            title = f"Share of letters right, training and new: step {step}"
            yield Lines(key="right", title=title, series=series, x="step")
        pick = batches.integers(0, n, BATCH)
        for name, (of_pixels, of_neurons) in arms.items():
            pixels = mask(masks, (BATCH, PIXELS), of_pixels)
            neurons = mask(masks, (BATCH, HIDDEN), of_neurons)
            adams[name].step(gradient(nets[name], x[pick], given[pick], pixels, neurons))
    count = max(1, is_wrong.sum())
    by_heart = {k: right(net, x, given)[is_wrong].sum() / count for k, net in nets.items()}
    yield Bars(key="wrong", title="Share of the wrong labels learned by heart", bars=by_heart)
    without = [[mask(tests, (HIDDEN,), share) for _ in range(4)] for share in GONE]
    left = {
        name: [np.mean([right(net, new[:1000], true[:1000], m) for m in some]) for some in without]
        for name, net in nets.items()
    }
    yield Lines(
        key="gone", title="Share of new letters right with hidden neurons taken away",
        series={name: (GONE, shares) for name, shares in left.items()}, x="share taken away",
    )  # fmt: skip
    yield Say("A neuron that may lose its partners at any step has to be of use on its own.")
    net, some = nets["dropout"], new[:200]
    thinned = np.zeros((200, 10))
    for _ in range(200):
        pixels, neurons = mask(tests, (PIXELS,), drop_in), mask(tests, (HIDDEN,), drop)
        thinned += forward(net, some, pixels, neurons)[2]
    agree = (thinned.argmax(1) == net.logits(some).argmax(1)).mean()
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
