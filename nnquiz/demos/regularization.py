"""Regularization: a penalty on the weights keeps noise from being learned.

A network with far more weights than there are points learns noisy points of a curve, without a
penalty and with L2 penalties of several strengths, one of which is chosen on validation points. The
error is then measured against the true curve, on 16 data sets, so that no lucky one decides.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.wave import noisy_wave, wave
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import RestingAdam
from nnquiz.layers.fitting import bending
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import Array

STRENGTHS = (0, 3e-4, 3e-3, 1e-2, 3e-2)
DATA_SETS, STEPS, RATE = 16, 450, 0.06
CURVE = np.linspace(-2.8, 2.8, 120)[:, None]


class Penalized:
    """A network for each data set and each strength λ, all trained at once on L + λ Σ w²."""

    def __init__(self, rng: np.random.Generator, hidden: int, strengths: Array) -> None:
        shape = DATA_SETS, len(strengths)
        self.net = bending(rng, shape, 1, hidden, steepness=3, spread=3)  # enough for every point
        self.net.theta[:] = self.net.theta[:, :1]  # one start for all strengths
        # A weight pays the penalty; a bias, which only shifts, goes without it.
        self.is_weight, self.strengths = self.net.is_weight(), strengths[:, None]

    def gradient(self, x: Array, y: Array) -> Array:
        """Of the penalized loss: dL/dw + 2 λ w."""
        hs = self.net.forward(x)
        dL_dw = self.net.backward(hs, squared_error(hs[-1], y)[1])
        return dL_dw + 2 * self.strengths * self.is_weight * self.net.theta

    def errors(self, x: Array, y: Array) -> Array:
        """The mean squared error for each strength, of each of the data sets."""
        return squared_error(self.net.logits(x), y)[0]


def picture(key: str, title: str, x: Array, y: Array, fit: Array) -> Points:
    """The noisy points, the true curve as points of another kind, and the fit as a line."""
    true = np.hstack([CURVE, wave(CURVE)])[::4]
    return Points(
        key=key, title=title, xy=np.vstack([np.hstack([x, y]), true]),
        label=np.repeat([0, 1], [len(x), len(true)]), legend=("noisy points", "true curve"),
        paths=[np.hstack([CURVE, np.clip(fit, -3.5, 3.5)])], extent=(-3.0, 3.0, -3.5, 3.5),
    )  # fmt: skip


def demo(
    seed: int = 0,
    lam: Annotated[float, Range(0, 1, "the strong penalty, λ")] = 0.1,
    n: Annotated[int, Range(10, 100, "training points")] = 25,
    hidden: Annotated[int, Range(2, 60, "hidden neurons")] = 30,
    noise: Annotated[float, Range(0, 1, "noise of the points")] = 0.5,
) -> Demo:
    """Fit the same points with penalties from none to strong."""
    yield Ask(
        "We make the penalty on the weights stronger and stronger. What does the error on the"
        " training points do?",
        ("it falls", "it first falls, then rises", "it rises all the way"),
        2,
        "less of the noise is learned. It is the error on new data that first falls, then rises.",
    )
    train, valid, start = (np.random.default_rng([seed, k]) for k in range(3))
    x, y = noisy_wave(train, (DATA_SETS, 1, n, 1), noise)
    strengths = np.unique([*STRENGTHS, lam])
    nets = Penalized(start, hidden, strengths)
    adam = RestingAdam(nets.net.theta, RATE, STEPS, beta2=0.99)
    ends = {"No penalty": 0, "Strong penalty": int(np.searchsorted(strengths, lam))}
    for step in range(STEPS + 1):
        if step % (STEPS // 9) == 0:
            fit = nets.net.logits(CURVE)[0]  # of the first data set, each strength
            for name, k in ends.items():
                title = f"{name} (λ = {strengths[k]:g}): the line after {step} steps"
                yield picture(name, title, x[0, 0], y[0, 0], fit[k])
        adam.step(nets.gradient(x, y))
    held_out = noisy_wave(valid, (DATA_SETS, 1, 100, 1), noise)
    chosen = int(nets.errors(*held_out).mean(0).argmin())
    title = f"Best on validation points (λ = {strengths[chosen]:g})"
    yield picture("chosen", title, x[0, 0], y[0, 0], fit[chosen])

    training = nets.errors(x, y).mean(0)
    new = np.exp(np.log(nets.errors(CURVE, wave(CURVE))).mean(0))  # of a typical data set
    above = strengths[1:]  # 0 has no place on a log scale
    yield Lines(
        key="errors", title="Error over the strength of the penalty", x="λ", log_x=True, log_y=True,
        series={"training points": (above, training[1:]), "true curve": (above, new[1:])},
        marks={"chosen": ("x", max(strengths[chosen], above[0])), "curve, λ = 0": ("y", new[0])},
    )  # fmt: skip
    yield Say("A bend takes large weights, which the penalty makes dear: noise isn't worth it.")
    little = "There is too little noise to learn, or too few neurons to learn it with."
    mild = "This penalty isn't too strong: the error rises again with a stronger one."
    none, strong = (new[k] / new[chosen] for k in ends.values())
    sizes = np.sqrt((nets.is_weight * nets.net.theta**2).sum(-1)).mean(0)  # of all weights together
    falls, grew = (np.diff(training) < 0).sum(), (np.diff(sizes) > 0).sum()
    smaller = sizes[0] / sizes[chosen]
    yield Claim("error against the curve, none over chosen", none, ">=", 1.5, otherwise=little)
    yield Claim("too much is bad: strong over chosen", strong, ">=", 1.5, otherwise=mild)
    yield Claim("penalties that lowered the training error", falls, "<=", 0, otherwise=little)
    yield Claim("penalties that made the weights larger", grew, "<=", 0, otherwise=little)
    yield Claim("size of the weights, none over chosen", smaller, ">=", 2, otherwise=little)
