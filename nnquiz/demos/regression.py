"""Regression: the output can be any number; the loss decides which.

A network learns a curve from noisy points, beside a straight line and beside the same network with
a sigmoid at its end. Then the noise is skewed, so that mean and median part ways, and the network
learns once with the squared and once with the absolute error.
"""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array

STEPS, LR = 400, 0.03
SKEWED = 1000  # points with skewed noise
MEAN, MEDIAN = 1.0, float(np.log(2))  # of that noise, which is exponential


def curve(x: Array) -> Array:
    """What is to be learnt."""
    return 2 * np.sin(1.5 * x) + 0.3 * x


def output(net: MLP, x: Array, bounded: bool = False) -> Array:
    """The predictions (n,): the last layer as it is, or through a sigmoid if *bounded*."""
    z = net.logits(x[:, None])[:, 0]
    return sigmoid(z) if bounded else z


def gradient(net: MLP, x: Array, y: Array, loss: str, bounded: bool = False) -> Array:
    """dL/dθ of the mean (o - y)² if *loss* is "squared", of the mean |o - y| if "absolute"."""
    hs = net.forward(x[:, None])
    o = sigmoid(hs[-1]) if bounded else hs[-1]
    wrong = o - y[:, None]
    dL_do = (2 * wrong if loss == "squared" else np.sign(wrong)) / len(y)
    return net.backward(hs, dL_do * o * (1 - o) if bounded else dL_do)


def fit(
    seed: int, hidden: int, x: Array, y: Array, loss: str = "squared", bounded: bool = False
) -> Iterator[MLP]:
    """A network before each step on all points, and after the last. A *seed*, a start."""
    rng = np.random.default_rng([seed, 1])
    net = MLP([1, hidden, 1], rng)
    net.biases[0][:] = rng.uniform(-3, 3, hidden)  # spreads the neurons' bends over the data
    adam = Adam(net.theta, LR, beta2=0.99)
    for step in range(STEPS):
        yield net
        adam.lr = LR * min(1, 2 * (1 - step / STEPS))  # falls to 0, so that the weights settle
        adam.step(gradient(net, x, y, loss, bounded))
    yield net


def rmse(predicted: Array, y: Array) -> float:
    """The root of the mean squared error: in the unit of y."""
    return float(np.sqrt(((predicted - y) ** 2).mean()))


def demo(
    seed: int = 0,
    noise: Annotated[float, Range(0.05, 1, "standard deviation of the noise")] = 0.3,
    hidden: Annotated[int, Range(1, 64, "neurons in the hidden layer")] = 24,
    n: Annotated[int, Range(20, 1000, "points to learn from")] = 200,
) -> Demo:
    """Fit the curve in three ways, go beyond the data, then fit what is in skewed noise."""
    yield Ask(
        "The noise around a curve is skewed: its mean is 1, its median 0.69. A network learns with"
        " the absolute error, mean |y - prediction|. How far above the curve does it settle?",
        ("by about 1, the mean", "by about 0.69, the median", "not at all: noise averages out"),
        1,
        "it is least where as many points lie above as below; the squared error leads to the mean.",
    )
    data, skew = (np.random.default_rng([seed, k]) for k in (0, 2))
    x, new = data.uniform(-3, 3, n), data.uniform(-3, 3, 1000)
    y, truth = (curve(at) + noise * data.normal(size=len(at)) for at in (x, new))
    beyond = np.linspace(4, 6, 60)  # where there is nothing to learn from
    dots = np.column_stack([np.append(x, beyond), np.append(y, curve(beyond))])
    across = np.linspace(-3.2, 6, 150)
    for step, net in enumerate(fit(seed, hidden, x, y)):
        if step in (0, 5, 10, 20, 30, 45, 60, 80, 100, 150, 200, STEPS):
            yield Points(
                key="fit", title=f"The net bends to the points, not to those beyond: step {step}",
                xy=dots, label=np.repeat([0, 1], [n, 60]), legend=("learnt from", "never seen"),
                paths=[np.column_stack([across, output(net, across)])], x="x", y="y",
                extent=(-3.2, 6.0, -4.5, 4.5),
            )  # fmt: skip

    *_, squashed = fit(seed, hidden, x, y, bounded=True)
    slope, offset = np.polyfit(x, y, 1)  # by least squares
    inside = np.linspace(-2.9, 2.9, 121)
    fits = {
        "curve": curve(inside), "linear output": output(net, inside),
        "sigmoid output": output(squashed, inside, bounded=True),
        "straight line": slope * inside + offset,
    }  # fmt: skip
    yield Lines(
        key="outputs", title="A sigmoid cannot leave 0 to 1, a straight line cannot bend",
        series={name: (inside, o) for name, o in fits.items()}, x="x",
    )  # fmt: skip
    error = rmse(output(net, new), truth)
    line_error = rmse(slope * new + offset, truth) / error
    squashed_error = rmse(output(squashed, new, bounded=True), truth) / error
    beyond_error = rmse(output(net, beyond), curve(beyond)) / error

    x = skew.uniform(-3, 3, SKEWED)
    y = curve(x) + skew.exponential(MEAN, SKEWED)
    above = {}  # the curve
    for loss in ("squared", "absolute"):
        *_, net = fit(seed, hidden, x, y, loss)
        above[loss] = output(net, inside) - curve(inside)
    yield Lines(
        key="skewed", title="Skewed noise: how far above the curve each loss settles", x="x",
        series={f"{loss} error": (inside, by) for loss, by in above.items()},
        marks={"mean of the noise": ("y", MEAN), "median": ("y", MEDIAN), "curve": ("y", 0)},
    )  # fmt: skip
    yield Say(
        "Only the end of the network is new: no sigmoid, and a loss that measures a distance."
        " Where there were no points, nothing held the network to the curve."
    )
    few = "Few neurons cannot bend so often, few points leave the curve open: the error grows."
    loud = "With much noise the rest matters less: no fit is closer to new points than the noise."
    yield Claim("error on new points, over the noise", error / noise, "<=", 1.15, otherwise=few)
    yield Claim("straight line: error over the network's", line_error, ">=", 2, otherwise=loud)
    yield Claim("sigmoid output: error over that", squashed_error, ">=", 2, otherwise=loud)
    yield Claim("where there were no data: error over that", beyond_error, ">=", 3, otherwise=loud)
    by_mean, by_median = (by.mean() for by in above.values())
    yield Claim("squared error: above the curve by (mean: 1)", by_mean, ">=", 0.85, otherwise=few)
    yield Claim("absolute error: above it by (median: 0.69)", by_median, "<=", 0.83, otherwise=few)
