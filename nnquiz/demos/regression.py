"""Regression: the output can be any number; the loss decides which.

A network learns a curve from noisy points, beside a straight line and the same network with a
sigmoid at its end. Then, in skewed noise, it learns with the squared and with the absolute error.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated

import numpy as np

from nnquiz.datasets.bent_curve import MEAN, MEDIAN, curve, noisy, skewed
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.errors import rmse
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array

STEPS, LR = 400, 0.03


def output(net: MLP, x: Array, bounded: bool = False) -> Array:
    """The predictions (n,): the last layer as it is, or through a sigmoid if *bounded*."""
    z = net.logits(x[:, None])[:, 0]
    return sigmoid(z) if bounded else z


def gradient(net: MLP, x: Array, y: Array, loss: str, bounded: bool) -> Array:
    """dL/dθ of the mean (o - y)² if *loss* is "squared", of the mean |o - y| if "absolute"."""
    hs = net.forward(x[:, None])
    o = sigmoid(hs[-1]) if bounded else hs[-1]
    wrong = o - y[:, None]
    dL_do = (2 * wrong if loss == "squared" else np.sign(wrong)) / len(y)
    return net.backward(hs, dL_do * o * (1 - o) if bounded else dL_do)


def fit(seed: int, hidden: int, x: Array, y: Array, loss: str, bounded: bool) -> Iterator[MLP]:
    """A network before each step on all points, and after the last. A *seed*, a start."""
    rng = np.random.default_rng([seed, 1])
    net = MLP([1, hidden, 1], rng)
    net.biases[0][:] = rng.uniform(-3, 3, hidden)  # spreads the neurons' bends over the data
    adam = Adam(net.theta, LR, beta2=0.99)
    for step in range(STEPS + 1):
        yield net
        adam.lr = LR * min(1, 2 * (1 - step / STEPS))  # falls to 0, so that the weights settle
        adam.step(gradient(net, x, y, loss, bounded))


def demo(
    seed: int = 0,
    noise: Annotated[float, Range(0.05, 1, "standard deviation of the noise")] = 0.3,
    hidden: Annotated[int, Range(1, 64, "neurons in the hidden layer")] = 24,
    n: Annotated[int, Range(20, 1000, "points to learn from")] = 200,
) -> Demo:
    """Fit the curve in three ways, go beyond the data, then fit what is in skewed noise."""
    yield Ask(
        "Noise has mean 1 and median 0.69. How far above the curve does the absolute error settle?",
        ("by about 1, the mean", "by about 0.69, the median", "not at all: noise averages out"),
        1,
        "mean |error| is least where as many points lie above as below, mean error² at their mean.",
    )
    data, skew = (np.random.default_rng([seed, k]) for k in (0, 2))
    x, new = data.uniform(-3, 3, n), data.uniform(-3, 3, 1000)
    y, truth = (noisy(data, at, noise) for at in (x, new))
    beyond, across = np.linspace(4, 6, 60), np.linspace(-3.2, 6, 150)
    dots = np.column_stack([[*x, *beyond], [*y, *curve(beyond)]])
    for step, net in enumerate(fit(seed, hidden, x, y, "squared", bounded=False)):
        if step in (0, 5, 10, 20, 30, 45, 60, 80, 100, 150, 200, STEPS):
            yield Points(
                key="fit", title=f"The net bends to the points, not to those beyond: step {step}",
                xy=dots, label=np.repeat([0, 1], [n, 60]), legend=("learnt from", "never seen"),
                paths=[np.column_stack([across, output(net, across)])], extent=(-3.2, 6, -4.5, 4.5),
            )  # fmt: skip
    *_, squashed = fit(seed, hidden, x, y, "squared", bounded=True)
    fits: dict[str, Callable[[Array], Array]] = {
        "curve": curve,
        "linear output": partial(output, net),
        "sigmoid output": partial(output, squashed, bounded=True),
        "straight line": np.poly1d(np.polyfit(x, y, 1)),  # by least squares
    }
    inside = np.linspace(-2.9, 2.9, 121)
    yield Lines(
        key="outputs", title="A sigmoid cannot leave 0 to 1, a straight line cannot bend",
        series={name: (inside, f(inside)) for name, f in fits.items()}, x="x",
    )  # fmt: skip
    _, error, by_sigmoid, by_line = (rmse(f(new), truth) for f in fits.values())
    astray = rmse(output(net, beyond), curve(beyond)) / error
    above = {}  # the curve, in the end
    x, y = skewed(skew, 1000)
    for loss in ("squared", "absolute"):
        *_, net = fit(seed, hidden, x, y, loss, bounded=False)
        above[loss] = output(net, inside) - curve(inside)
    yield Lines(
        key="skewed", title="Skewed noise: how far above the curve each loss settles", x="x",
        series={f"{loss} error": (inside, by) for loss, by in above.items()},
        marks={"mean of the noise": ("y", MEAN), "median": ("y", MEDIAN), "curve": ("y", 0)},
    )  # fmt: skip
    yield Say("Only the network's end is new: no sigmoid, and a loss that measures a distance.")
    few = "Few neurons cannot bend so often, few points leave the curve open: the error grows."
    loud = "With much noise the rest matters less: no fit is closer to new points than the noise."
    by_mean, by_median = (by.mean() for by in above.values())
    yield Claim("error on new points, over the noise", error / noise, "<=", 1.15, otherwise=few)
    yield Claim("straight line: error over the network's", by_line / error, ">=", 2, otherwise=loud)
    yield Claim("sigmoid output: error over that", by_sigmoid / error, ">=", 2, otherwise=loud)
    yield Claim("where there were no data: error over that", astray, ">=", 3, otherwise=loud)
    yield Claim("squared error: above the curve by (mean: 1)", by_mean, ">=", 0.85, otherwise=few)
    yield Claim("absolute error: above it by (median: 0.69)", by_median, "<=", 0.83, otherwise=few)
