"""Activation functions: their slopes decide what a deep network can learn.

First the usual functions of hidden layers, and their slopes. Then five networks, alike but for the
activation, learn to tell a disc from the ring around it; ReLUs whose biases begin far below zero
die, leaky ones do not; and softmax, for the output layer, shares a total of 1 among the classes.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.datasets.rings import EXTENT, disc_and_ring
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say, Table
from nnquiz.layers.activations import activations, silu
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.clipped_descent import clipped_descent
from nnquiz.layers.deep import Activation, DeepNet
from nnquiz.layers.losses import sigmoid, softmax
from nnquiz.layers.mlp import Array
from nnquiz.layers.training import binary_accuracy


def network(seed: int, activation: Activation, depth: int, bias: float = 0.0) -> DeepNet:
    """All have the same random weights, with variance 1 / fan-in."""
    net = DeepNet(np.random.default_rng([seed, 1]), depth, 12, activation, gain=1.0)
    net.b[:] = bias
    return net


def dead(net: DeepNet, x: Array) -> float:
    """The share of hidden neurons whose slope is 0 at every *x*: no gradient passes them."""
    return float(np.mean([(net.slope(h) == 0).all(0) for h in net.forward(x)[1:-1]]))


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(1, 8, "hidden layers")] = 4,
    leak: Annotated[float, Range(0, 0.3, "slope of the leaky ReLU below zero")] = 0.1,
    shift: Annotated[float, Range(0, 5, "how far below zero dying ReLUs' biases begin")] = 2.5,
    lr: Annotated[float, Range(0.01, 0.5, "learning rate")] = 0.3,
) -> Demo:
    """Draw the functions, let each one learn, make ReLUs die, and share out probabilities."""
    yield Ask(
        "Compared with a single neuron, a network of four hidden layers without activation"
        " functions tells a disc from the ring around it",
        ("better", "no better", "worse, as it overfits"),
        1,
        "layers with nothing nonlinear between them collapse into one linear layer.",
    )
    functions, z = activations(leak), np.linspace(-5, 5, 201)
    values = {name: f(z) for name, (f, _) in functions.items() if name != "none"}
    slopes = {name: functions[name][1](h) for name, h in values.items()}
    values["SiLU"], slopes["SiLU"] = silu(z)
    for key, title, curves in (
        ("functions", "Activation functions", values),
        ("slopes", "Their slopes: those of sigmoid and tanh vanish far out", slopes),
    ):
        yield Lines(key=key, title=title, series={f: (z, h) for f, h in curves.items()}, x="z")

    x, y = disc_and_ring(np.random.default_rng([seed, 0]), 128)
    nets = {name: network(seed, f, depth) for name, f in functions.items()}
    places, shape = mesh(EXTENT, 13, 11)
    for step in range(0, 201, 20):
        fields = {n: sigmoid(net.logits(places)).reshape(shape)[::-1] for n, net in nets.items()}
        title = f"A disc in a ring: what the networks answer after {step} steps"
        yield Grid(key="answers", title=title, cells=fields, middle=0.5)
        losses = {name: clipped_descent(net, x, y, lr, 20) for name, net in nets.items()}
    right = {name: float(binary_accuracy(net.logits(x), y)) for name, net in nets.items()}
    neuron = network(seed, functions["none"], depth=0)
    clipped_descent(neuron, x, y, lr, 200)
    beyond = np.abs(nets["none"].logits(x) - neuron.logits(x)).max()

    logits = np.array([3.0, 1.0, 0.0, -1.0])
    p, each = softmax(logits), sigmoid(logits)
    rows = [(f"class {k + 1}", logits[k], p[k], each[k]) for k in range(4)]
    yield Table(
        key="softmax", title="Output layer: softmax shares out 1",
        head=["", "logit", "softmax", "sigmoid"],
        rows=[*rows, ("sum", "", p.sum(), each.sum())],
    )  # fmt: skip
    lost = {}
    for name in ("ReLU", "leaky ReLU"):
        low = network(seed, functions[name], 2, bias=-shift)
        clipped_descent(low, x, y, lr, 60)
        lost[name] = dead(low, x)
    yield Bars(key="dead", title="Share of dead neurons, if biases begin low", bars=lost)
    yield Say("A ReLU that is negative for every input is dead: no gradient reaches its weights.")
    wide, several = (np.random.default_rng([seed, k]).normal(0, 5, (4000, 5)) for k in (2, 3))
    flat = (functions["sigmoid"][1](sigmoid(wide)) < 0.01).mean()
    shares = softmax(several)
    nudged = central_differences(lambda at: float(np.tanh(at).sum()), z)
    off = np.abs(slopes["tanh"] - nudged).max()
    own = "Few layers get by with any nonlinear activation; slow or fast rates spoil all of them."
    mild = "Biases near zero let few ReLUs die, and a leak of 0 makes a leaky ReLU a plain one."
    yield Claim("sigmoid: its largest slope", slopes["sigmoid"].max(), "<=", 0.25)
    yield Claim("share of inputs of N(0, 5²) where it's below 0.01", flat, ">=", 0.25)
    yield Claim("tanh: slope by nudging differs by", off, "<=", 1e-6)
    yield Claim("deep sigmoids: loss (guessing: 0.69)", losses["sigmoid"], ">=", 0.6, otherwise=own)
    yield Claim("ReLU: share of points right", right["ReLU"], ">=", 0.95, otherwise=own)
    yield Claim("no activation: share of points right", right["none"], "<=", 0.8, otherwise=own)
    yield Claim("its logits differ from a lone neuron's by", beyond, "<=", 0.01, otherwise=own)
    yield Claim("biases far below 0: share of dead ReLUs", lost["ReLU"], ">=", 0.3, otherwise=mild)
    yield Claim("and of leaky ReLUs", lost["leaky ReLU"], "<=", 0, otherwise=mild)
    yield Claim("softmax: the sum is off from 1 by", np.abs(shares.sum(1) - 1).max(), "<=", 1e-12)
    moved = np.abs(softmax(several + 100) - shares).max()
    yield Claim("all logits 100 higher: it changes by", moved, "<=", 1e-12)
