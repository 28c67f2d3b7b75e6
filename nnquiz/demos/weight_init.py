"""Weight initialization: random to break symmetry, scaled to keep the signal.

The signal is followed through the layers of untrained networks, for five ways to begin. Three of
them are trained. Last, a small network begins with equal weights, beside one with random weights:
what becomes of its hidden neurons?
"""

from math import sqrt
from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.starts import Start, mean_squares, networks
from nnquiz.layers.training import binary_accuracy, full_batch

INPUTS, HIDDEN, STEPS = 8, 32, 100


def ways_to_begin(scale: float) -> dict[str, Start]:
    """Glorot & Bengio 2010; He et al. 2015 (https://arxiv.org/abs/1502.01852); and two others.

    A ReLU layer makes the mean square E[h'²] = E[h²] · in · Var(w) / 2, which He's start keeps.
    """
    return {
        "all 0.01": lambda fan_in, fan_out: 0.01,
        "Glorot": lambda fan_in, fan_out: sqrt(2 / (fan_in + fan_out)),  # Var(w) = 2 / (in + out)
        "He": lambda fan_in, fan_out: sqrt(2 / fan_in),  # Var(w) = 2 / in
        f"{scale:g} x He": lambda fan_in, fan_out: scale * sqrt(2 / fan_in),
    }


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(2, 40, "hidden layers")] = 20,
    width: Annotated[int, Range(4, 64, "neurons in a layer")] = 32,
    scale: Annotated[float, Range(0.1, 4, "size of a start of your own, in units of He's")] = 2.0,
) -> Demo:
    """Measure the signal, train, and begin with equal weights."""
    yield Ask(
        "All weights begin equal. After 200 steps, how many of 32 hidden neurons differ?",
        ("all of them", "about half", "none"),
        2,
        "equal weights give equal outputs and equal gradients: it stays a network of one neuron.",
    )
    x = np.random.default_rng([seed, 0]).normal(size=(128, INPUTS))
    y = (x[:, 0] ** 2 + x[:, 1] ** 2 > 1.4).astype(float)  # outside a circle, or inside
    starts = ways_to_begin(scale)
    *trained, own = starts
    layers, curves, grown, factor = np.arange(1, depth + 1), {}, {}, {}
    for name, start in {**starts, "Glorot, tanh": starts["Glorot"]}.items():
        draw = np.random.default_rng([seed, 1])
        squares = mean_squares(draw, x, depth, width, start, "tanh" in name) + 1e-300
        factor[name] = (squares[1:] / squares[:-1]).mean()
        size = np.sqrt(squares.mean(1))
        grown[name] = size[-1] / size[0]
        curves[name] = layers, np.where(size < 1e-9, np.nan, size)
    title = "Root mean square of the signal, before training"
    yield Lines(key="signal", title=title, series=curves, x="layer", log_y=True)

    sizes = [INPUTS, *[width] * depth, 1]
    nets = networks(np.random.default_rng([seed, 2]), sizes, [starts[name] for name in trained])
    losses = full_batch(nets, x, y, 0.003, STEPS)
    right = binary_accuracy(nets.logits(x), y)
    for step in range(10, STEPS + 1, 10):
        series = dict(zip(trained, losses[: step + 1].T, strict=True))
        title = f"Loss of ReLU networks that begin so: step {step}"
        yield Lines(key="loss", title=title, series=series, x="step")

    pair = networks(np.random.default_rng([seed, 3]), [INPUTS, HIDDEN, 1], [starts["He"]] * 2)
    for W in pair.weights:
        W[0] = 0.1  # all weights of the first are equal
    for step in range(0, 201, 20):
        equal, random = pair.weights[0]
        yield Grid(
            key="neurons", title=f"Weights of the hidden neurons, a column each: step {step}",
            cells={"equal at the start": equal, "random at the start": random}, middle=0,
        )  # fmt: skip
        full_batch(pair, x, y, 0.02, 20)
    yield Say("The biases began at zero: random weights alone make the neurons differ.")
    one, many = binary_accuracy(pair.logits(x), y)
    differ = np.ptp(pair.weights[0][0], axis=1).max()
    few = "Over few layers, or near He's size, the signal stays within reach and any start trains."
    narrow = "In narrow or very deep networks He's start is not enough: chance is against some."
    small, glorot, he, large, tanh = grown.values()  # as in `starts`
    yield Claim("signal, last layer over first, from 0.01", small, "<=", 1e-15, otherwise=few)
    yield Claim(f"from {own}", large, ">=", 1e4, otherwise=few)
    yield Claim("from Glorot's start", glorot, "<=", 0.1, otherwise=few)
    yield Claim("from He's: it lives", he, ">=", 0.03, otherwise=narrow)
    yield Claim("and doesn't grow", he, "<=", 30, otherwise=narrow)
    yield Claim("from Glorot's with tanh", tanh, ">=", 0.1, otherwise=narrow)
    off, off_half = abs(factor["He"] - 1), abs(factor["Glorot"] - 0.5)
    yield Claim("mean square: times 1 a layer for He, off by", off, "<=", 0.1, otherwise=narrow)
    yield Claim("times 1/2 for Glorot, off by", off_half, "<=", 0.1, otherwise=narrow)
    yield Claim("trained from weights of 0.01: loss", losses[-1, 0], ">=", 0.6, otherwise=few)
    yield Claim("from He's start: share of points right", right[2], ">=", 0.85, otherwise=narrow)
    yield Claim("equal start: the 32 neurons differ by at most", differ, "<=", 1e-12)
    yield Claim("random start: gain in share of points right", many - one, ">=", 0.05)
