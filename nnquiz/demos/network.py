"""Neuron and network: one neuron draws a line, many of them close a fence.

A neuron gives f(w · x + b), so it changes sides on the straight line w · x + b = 0. Here a disc
lies inside a ring. A lone neuron and networks with more and more hidden neurons learn to tell the
two apart, and so does a network whose hidden neurons only add up, without activation.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.datasets.rings import EXTENT, disc_and_ring
from nnquiz.frames import Ask, Bars, Claim, Demo, Points, Range, Say
from nnquiz.layers.lines import boundary
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import binary_accuracy, full_batch

STEPS = 250


def learn(
    x: Array,
    y: Array,
    sizes: list[int],
    rng: np.random.Generator,
    starts: int,
    lr: float,
    activation: str = "tanh",
) -> MLP:
    """Train from several random starts side by side; the net that fits best is handed back."""
    nets = MLP(sizes, rng, activation, nets=(starts,))
    full_batch(nets, x, y, lr, STEPS)
    best = MLP(sizes, rng, activation)
    best.theta[:] = nets.theta[binary_accuracy(nets.logits(x), y).argmax()]
    return best


def demo(
    seed: int = 0,
    hidden: Annotated[int, Range(0, 16, "hidden neurons of the largest network")] = 8,
    starts: Annotated[int, Range(1, 12, "random starts, of which the best one counts")] = 6,
    n: Annotated[int, Range(100, 1000, "points to learn from")] = 400,
    lr: Annotated[float, Range(0.01, 1, "learning rate")] = 0.1,
) -> Demo:
    """One neuron, then networks of more and more."""
    yield Ask(
        "Points of a disc lie inside a ring. How few hidden neurons can fence in the disc, so that"
        " nearly all points are on their side?",
        ("1", "2", "3", "8"),
        2,
        "each hidden neuron adds one straight line, and a triangle is the least closed fence.",
    )
    x, y = disc_and_ring(np.random.default_rng([seed, 0]), n)
    new, truth = disc_and_ring(np.random.default_rng([seed, 1]), 2000)
    places, shape = mesh(EXTENT)
    share: dict[int, float] = {}
    for count in sorted({0, 1, 2, 3, hidden}):
        sizes = [2, count, 1] if count else [2, 1]  # no hidden neuron: a neuron on its own
        net = learn(x, y, sizes, np.random.default_rng([seed, 2]), starts, lr)
        share[count] = float(binary_accuracy(net.logits(new), truth))
        W, b = net.weights[0], net.biases[0]
        lines = [boundary(W[:, j], b[j]) for j in range(count)]
        title = f"{count} hidden neuron{'s' * (count > 1)}" if count else "A neuron on its own"
        yield Points(
            key="alone" if count == 0 else "few" if count <= 3 else "many", paths=lines,
            title=f"{title}: {share[count]:.0%} of new points right", legend=["disc", "ring"],
            xy=x[:200], label=y[:200], extent=EXTENT,
            field=sigmoid(net.logits(places)).reshape(shape),
        )  # fmt: skip
    rng = np.random.default_rng([seed, 2])
    adding = learn(x, y, [2, max(1, hidden), 1], rng, starts, lr, "linear")
    flat = float(binary_accuracy(adding.logits(new), truth))
    bars = {f"{count} hidden" if count else "lone neuron": 100 * s for count, s in share.items()}
    bars[f"{max(1, hidden)}, no activation"] = 100 * flat
    yield Bars(key="share", title="New points on the right side", bars=bars, unit="%")
    yield Say(
        "Each neuron does what the lone one does: a weighted sum, bias, activation. It is the"
        " weights between them, learned together, that close the fence."
    )
    few = "It takes three lines to close a fence, and luck or many starts to find them."
    slow = "The network has not found its fence: more starts or another learning rate may do."
    yield Claim("one neuron, one straight line: new points right", share[0], "<=", 0.7)
    yield Claim("two hidden neurons, a strip with open ends", share[2], "<=", 0.9)
    yield Claim("three hidden neurons, a closed triangle", share[3], ">=", 0.95, otherwise=slow)
    gained = share[3] - share[2]
    yield Claim("gained by the third line", gained, ">=", 0.08, otherwise=slow)
    yield Claim(f"the largest network, {hidden} hidden", share[hidden], ">=", 0.97, otherwise=few)
    yield Claim("as many without activation: a line again", flat, "<=", 0.7)
