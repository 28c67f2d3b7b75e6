"""Batch normalization: features rescaled by their batch, so more settings train.

In training a feature z becomes γ (z - μ) / √(σ² + ε) + β, with μ and σ² taken over the batch.
A deep ReLU network parts two spirals by SGD, from three starting scales of the weights and with
three learning rates: plain, with batch norm before each ReLU, and with "jolted" batch norm, whose
outputs are scaled and shifted at random, anew at every step, as Santurkar et al. tried in 2018
(https://arxiv.org/abs/1805.11604).
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import spirals
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.norms import Array, BatchNorm, Bias, NormedNet

SCALES, RATES = (0.3, 1.0, 2.0), (0.05, 0.3, 1.0)  # times He's start; learning rates
SHOWN = 3  # of the nine, scale 1 and rate 0.05: there the plain network trains too
WIDTH, STEPS = 16, 100


class Jolted(BatchNorm):
    """Batch norm whose outputs get a random scale and shift in training, new ones at each step."""

    def __init__(self, shape: tuple[int, ...], rng: np.random.Generator, jolt: float) -> None:
        super().__init__(shape)
        self.rng, self.jolt = rng, jolt

    def forward(self, z: Array, training: bool) -> Array:
        """Batch norm, then the jolt."""
        scale, shift = self.jolt * training * self.rng.normal(size=(2, z.shape[-1]))
        self.scale = np.exp(scale)
        return np.asarray(super().forward(z, training) * self.scale + shift)

    def learn(self, dL_dy: Array, rate: Array) -> Array:
        """The gradient goes back through the scale, then through batch norm."""
        return super().learn(dL_dy * self.scale, rate)


def network(seed: int, depth: int, norm: Callable[[tuple[int, ...]], Bias]) -> NormedNet:
    """One network for each scale and rate, side by side; the same start whatever the norm."""
    sizes, start = [2, *[WIDTH] * depth, 1], np.random.default_rng([seed, 4])
    scale, rate = np.repeat(SCALES, len(RATES)), np.tile(RATES, len(SCALES))
    return NormedNet(start, sizes, norm, scale, rate)


def shift(before: list[Array], after: list[Array]) -> float:
    """How far the mean of each layer's inputs moved, in standard deviations, on average."""
    pairs = [(b[SHOWN], a[SHOWN]) for b, a in zip(before, after, strict=True)]
    return float(np.mean([np.abs(a.mean(0) - b.mean(0)) / (b.std() + 1e-9) for b, a in pairs]))


def step_size(net: NormedNet, x: Array, y: Array) -> float:
    """How far the weights of the last hidden layer go in one step: rate times gradient."""
    before = net.W[-2][SHOWN].copy()
    net.learn(x, y)
    return float(np.linalg.norm(net.W[-2][SHOWN] - before))


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(2, 12, "hidden layers")] = 8,
    batch: Annotated[int, Range(2, 256, "examples in a batch")] = 32,
    jolt: Annotated[float, Range(0, 1, "size of the random scales and shifts")] = 0.3,
) -> Demo:
    """Train all three kinds side by side, and measure how their layers' inputs shift."""
    yield Ask(
        "After each batch norm we scale and shift the outputs at random, anew at every step: the"
        " layers' inputs shift far more than in the plain network. How does this one train?",
        ("not at all", "about like the plain one", "nearly as well as with batch norm alone"),
        2,
        "so removing 'internal covariate shift' can't be why batch norm helps.",
    )
    data, tests, batches, noise = (np.random.default_rng([seed, k]) for k in range(4))
    (x, y), (new, truth) = spirals(data, 600, 0.7), spirals(tests, 200, 0.7)
    nets = {
        "plain": network(seed, depth, Bias),
        "batch norm": network(seed, depth, BatchNorm),
        "jolted": network(seed, depth, lambda shape: Jolted(shape, noise, jolt)),
    }
    losses: dict[str, list[float]] = {name: [] for name in nets}
    shifts: dict[str, list[float]] = {name: [] for name in nets}
    for step in range(STEPS + 1):
        pick = batches.integers(0, len(x), batch)
        with np.errstate(all="ignore"):  # some of the plain networks diverge
            if step % 10 == 0:
                right = {name: net.accuracy(new, truth) for name, net in nets.items()}
            for name, net in nets.items():
                before = net.layer_inputs(x[:64]) if step % 5 == 0 else []
                loss = np.nan_to_num(net.learn(x[pick], y[pick]), nan=10, posinf=10)  # diverged
                if before:
                    losses[name].append(float(np.median(loss)))
                    shifts[name].append(shift(before, net.layer_inputs(x[:64])))
        if step % 10 == 0:
            yield Grid(
                key="right", title=f"Share of new points right after {step} steps",
                cells={name: cells.reshape(3, 3) for name, cells in right.items()},
                rows=[f"scale {s}" for s in SCALES], columns=[f"rate {r}" for r in RATES],
            )  # fmt: skip
    shifted = "Shift of a layer's inputs per step, in deviations: scale 1, rate 0.05"
    for title, lines in ((shifted, shifts), ("Loss, median of the nine settings", losses)):
        series = {name: (range(0, STEPS + 1, 5), line) for name, line in lines.items()}
        yield Lines(key=title, title=title, series=series, x="step", log_y=True)
    yield Say("With batch norm the scale of the weights hardly matters, so cruder starts will do.")

    net, tenfold = network(seed, depth, BatchNorm), network(seed, depth, BatchNorm)
    tenfold.W[-2] *= 10  # the last hidden layer
    z, z10 = net.forward(x[:64])[SHOWN], tenfold.forward(x[:64])[SHOWN]
    change = np.abs(z - z10).max() / np.abs(z).max()
    smaller = step_size(net, x[:64], y[:64]) / step_size(tenfold, x[:64], y[:64])
    more_train = float((right["batch norm"] >= 0.9).sum() - (right["plain"] >= 0.9).sum())
    more_right = float((right["jolted"] - right["plain"]).mean())
    more_shift = np.median(shifts["jolted"]) / (np.median(shifts["plain"]) + 1e-9)
    single = [nets["batch norm"].forward(point[None])[SHOWN, 0, 0] for point in new[:20]]
    easy = "A shallow network trains without batch norm, and tiny batches are too noisy for it."
    mild = "A weak jolt shifts little, and a strong one drowns the signal."
    yield Claim("of 9 settings, batch norm trains more, by", more_train, ">=", 3, otherwise=easy)
    yield Claim("a layer's weights times 10 change the outputs by", change, "<=", 0.001)
    yield Claim("and its next step gets smaller by a factor of", smaller, ">=", 9.5)
    text = "jolted, a layer's inputs shift more than in plain, by a factor of"
    yield Claim(text, more_shift, ">=", 3, otherwise=mild)
    text = "and still more points are right than in plain, mean of the settings, by"
    yield Claim(text, more_right, ">=", 0.1, otherwise=mild)
    share = np.median(right["batch norm"])
    yield Claim("share right in inference, by running averages", share, ">=", 0.9, otherwise=easy)
    share = np.mean((np.array(single) > 0) == truth[:20])
    yield Claim("share right by the statistics of a batch of one", share, "<=", 0.6)
