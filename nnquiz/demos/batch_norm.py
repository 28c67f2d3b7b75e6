"""Batch normalization: features rescaled by their batch, so more settings train.

In training a feature z becomes γ (z - μ) / √(σ² + ε) + β, with μ and σ² taken over the batch.
A deep ReLU network parts two spirals by SGD, from three starting scales of the weights and with
three learning rates: plain, with batch norm before each ReLU, and with "jolted" batch norm, whose
outputs are scaled and shifted at random, anew at every step (Santurkar et al. 2018).
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import spirals
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.norms import Array, BatchNorm, Bias, JoltedBatchNorm, NormedNet, mean_shift

SCALES, RATES = (0.3, 1.0, 2.0), (0.05, 0.3, 1.0)  # times He's start; learning rates
SHOWN = 3  # of the nine, scale 1 and rate 0.05: there the plain network trains too
WIDTH, STEPS = 16, 100


def network(seed: int, depth: int, norm: Callable[[tuple[int, ...]], Bias]) -> NormedNet:
    """One network for each scale and rate, side by side; the same start whatever the norm."""
    sizes, start = [2, *[WIDTH] * depth, 1], np.random.default_rng([seed, 4])
    scale, rate = np.repeat(SCALES, len(RATES)), np.tile(RATES, len(SCALES))
    return NormedNet(start, sizes, norm, scale, rate)


def tenfold(seed: int, depth: int, x: Array, y: Array) -> tuple[float, float]:
    """A layer's weights times 10: by what share outputs change, and how much shorter its step is.

    Then z is 10 times as large, and so are μ and σ: (10 z - 10 μ) / 10 σ is what it was. As the
    loss is the same, 10 times the weight means a tenth of the slope.
    """
    net, large = network(seed, depth, BatchNorm), network(seed, depth, BatchNorm)
    large.W[-2] *= 10  # of the last hidden layer
    outputs, outputs_10 = net.forward(x)[SHOWN], large.forward(x)[SHOWN]
    W, W_10 = net.W[-2][SHOWN].copy(), large.W[-2][SHOWN].copy()
    net.learn(x, y)
    large.learn(x, y)
    step, step_10 = net.W[-2][SHOWN] - W, large.W[-2][SHOWN] - W_10
    change = np.abs(outputs - outputs_10).max() / np.abs(outputs).max()
    return float(change), float(np.linalg.norm(step) / np.linalg.norm(step_10))


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
        "jolted": network(seed, depth, lambda shape: JoltedBatchNorm(shape, noise, jolt)),
    }
    losses: dict[str, list[float]] = {name: [] for name in nets}
    shifts: dict[str, list[float]] = {name: [] for name in nets}
    for step in range(STEPS + 1):
        if step % 10 == 0:
            right = {name: net.accuracy(new, truth) for name, net in nets.items()}
            yield Grid(
                key="right", title=f"Share right at step {step}, by scale and learning rate",
                cells={name: cells.reshape(3, 3) for name, cells in right.items()},
                rows=[f"scale {s}" for s in SCALES], columns=[f"{r:g}" for r in RATES],
            )  # fmt: skip
        some, seen = batches.integers(0, len(x), batch), x[:64]
        for name, net in nets.items():
            before = net.layer_inputs(seen, SHOWN) if step % 5 == 0 else []
            loss = np.nan_to_num(net.learn(x[some], y[some]), nan=10, posinf=10)  # diverged
            if before:
                losses[name].append(float(np.median(loss)))
                shifts[name].append(mean_shift(before, net.layer_inputs(seen, SHOWN)))
    shifted = "Shift of a layer's inputs in a step (scale 1, lr 0.05)"
    for title, lines in ((shifted, shifts), ("Loss, median of the nine settings", losses)):
        series = {name: (range(0, STEPS + 1, 5), line) for name, line in lines.items()}
        yield Lines(key=title, title=title, series=series, x="step", log_y=True)
    yield Say("With batch norm the scale of weights hardly matters: cruder starts will do.")

    change, shorter = tenfold(seed, depth, seen, y[:64])
    more_train = float((right["batch norm"] >= 0.9).sum() - (right["plain"] >= 0.9).sum())
    more_right = float((right["jolted"] - right["plain"]).mean())
    more_shift = np.median(shifts["jolted"]) / (np.median(shifts["plain"]) + 1e-9)
    share = np.median(right["batch norm"])
    alone = [nets["batch norm"].forward(point[None])[SHOWN, 0, 0] for point in new[:20]]
    by_one = np.mean((np.array(alone) > 0) == truth[:20])
    easy = "A shallow network trains without batch norm, and tiny batches are too noisy for it."
    mild = "A weak jolt shifts little, and a strong one drowns the signal."
    yield Claim("of 9 settings, batch norm trains more, by", more_train, ">=", 3, otherwise=easy)
    yield Claim("a layer's weights times 10 change the outputs by", change, "<=", 0.001)
    yield Claim("and its next step gets smaller by a factor of", shorter, ">=", 9.5)
    text = "jolted, a layer's inputs shift more than in plain, by a factor of"
    yield Claim(text, more_shift, ">=", 3, otherwise=mild)
    text = "and still more points are right than in plain, mean of the settings, by"
    yield Claim(text, more_right, ">=", 0.1, otherwise=mild)
    yield Claim("share right in inference, by running averages", share, ">=", 0.9, otherwise=easy)
    yield Claim("share right by the statistics of a batch of one", by_one, "<=", 0.6)
