"""Regularization: a penalty on the weights keeps noise from being learned.

A network with far more weights than there are points learns noisy points of a curve, without a
penalty and with L2 penalties of several strengths, one of which is chosen on validation points. The
error is then measured against the true curve, on 16 data sets, so that no lucky one decides.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.wave import noisy_wave, wave
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP, Array

STRENGTHS = (0, 3e-4, 3e-3, 1e-2, 3e-2)
DATA_SETS, STEPS, RATE = 16, 450, 0.06


class Penalized:
    """A network for each data set and each strength λ, all trained at once on L + λ Σ w²."""

    def __init__(self, rng: np.random.Generator, hidden: int, strengths: Array) -> None:
        self.net = MLP([1, hidden, 1], rng, nets=(DATA_SETS, len(strengths)))
        self.net.weights[0][:] *= 3  # steep bends at random places: enough for every point
        self.net.biases[0][:] = 3 * rng.normal(size=self.net.biases[0].shape)
        self.net.theta[:] = self.net.theta[:, :1]  # one start for all strengths
        flags = MLP([1, hidden, 1], rng)  # whose biases are 0
        for W in flags.weights:
            W[:] = 1  # a weight pays the penalty; a bias, which only shifts, goes without it
        self.is_weight, self.strengths = flags.theta, strengths[:, None]

    def gradient(self, x: Array, y: Array) -> Array:
        """Of the penalized loss: dL/dw + 2 λ w."""
        hs = self.net.forward(x)
        dL_dw = self.net.backward(hs, squared_error(hs[-1], y)[1])
        return dL_dw + 2 * self.strengths * self.is_weight * self.net.theta

    def errors(self, x: Array, y: Array) -> Array:
        """The mean squared error of each (data sets, strengths)."""
        return squared_error(self.net.logits(x), y)[0]

    def sizes(self) -> Array:
        """Of all weights together, √Σ w², for each strength; the mean over the data sets."""
        return np.asarray(np.sqrt((self.is_weight * self.net.theta**2).sum(-1)).mean(0))


def picture(key: str, title: str, x: Array, y: Array, curve: Array, fit: Array) -> Points:
    """The noisy points, the true curve as points of another kind, and the fit as a line."""
    true = np.column_stack([curve, wave(curve)])[::4]
    xy = np.concatenate([np.column_stack([x.ravel(), y.ravel()]), true])
    label = np.repeat([0, 1], [len(xy) - len(true), len(true)])
    paths = [np.column_stack([curve, np.clip(fit, -3.5, 3.5)])]
    legend, extent = ("noisy points", "true curve"), (-3.0, 3.0, -3.5, 3.5)
    return Points(
        key=key, title=title, xy=xy, label=label, legend=legend, paths=paths, extent=extent
    )


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
    adam = Adam(nets.net.theta, RATE, beta2=0.99)
    curve = np.linspace(-2.8, 2.8, 120)[:, None]
    ends = {"No penalty": 0, "Strong penalty": int(np.searchsorted(strengths, lam))}
    for step in range(STEPS + 1):
        if step % (STEPS // 8) == 0:
            fit = nets.net.logits(curve)[0]  # of the first data set, each strength
            for name, k in ends.items():
                title = f"{name} (λ = {strengths[k]:g}), step {step}"
                yield picture(name, title, x[0], y[0], curve, fit[k])
        adam.lr = RATE * min(1, 2 * (1 - step / STEPS))  # falls to 0 in the second half
        adam.step(nets.gradient(x, y))
    held_out = noisy_wave(valid, (DATA_SETS, 1, 100, 1), noise)
    chosen = int(nets.errors(*held_out).mean(0).argmin())
    title = f"Best on validation points (λ = {strengths[chosen]:g})"
    yield picture("chosen", title, x[0], y[0], curve, fit[chosen])

    training = nets.errors(x, y).mean(0)
    new = np.exp(np.log(nets.errors(curve, wave(curve))).mean(0))  # of a typical data set
    above = strengths[1:]  # 0 has no place on a log scale
    yield Lines(
        key="errors", title="Error over the strength of the penalty", x="λ", log_x=True, log_y=True,
        series={"training points": (above, training[1:]), "true curve": (above, new[1:])},
        marks={"chosen": ("x", max(strengths[chosen], above[0])), "curve, λ = 0": ("y", new[0])},
    )  # fmt: skip
    yield Say("A bend takes large weights, and the penalty makes them dear: noise isn't worth it.")
    little = "There is too little noise to learn, or too few neurons to learn it with."
    mild = "This penalty isn't too strong: the error rises again with a stronger one."
    none, strong = (new[k] / new[chosen] for k in ends.values())
    yield Claim("error against the curve, none over chosen", none, ">=", 1.5, otherwise=little)
    yield Claim("too much is bad: strong over chosen", strong, ">=", 1.5, otherwise=mild)
    sizes = nets.sizes()
    falls, grew = (np.diff(training) < 0).sum(), (np.diff(sizes) > 0).sum()
    yield Claim("penalties that lowered the training error", falls, "<=", 0, otherwise=little)
    yield Claim("penalties that made the weights larger", grew, "<=", 0, otherwise=little)
    ratio = sizes[0] / sizes[chosen]
    yield Claim("size of the weights, none over chosen", ratio, ">=", 2, otherwise=little)
