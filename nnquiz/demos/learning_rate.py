"""Learning rate: too low creeps, too high diverges, and the limit is sharp.

Gradient descent goes down bowls at several rates, a network learns at rates from 0.001 to 1000,
plainly and by Adam, and linear models an example a step, at a constant rate and a falling one.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.bisection import last_that_holds
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import full_batch, gradient_descent

EXTENT = (-1.5, 1.5, -1.2, 1.2)
BOWL = np.diag([10.0, 1.0])  # curvatures of the bowl L = wᵀ BOWL w / 2: its limit is 2 / 10
STARTS = {0.01: (-1.3, 0.4), 0.1: (1.3, -0.4), 0.19: (0.9, 1)}  # rates, and where they begin
RATES = np.geomspace(1e-3, 1e3, 13)  # what the network is trained with
SIZE, LR = 10, 0.02  # stochastic descent: inputs, and the rate at the start


def descend(hessian: Array, lr: float, start: Array, steps: int) -> Array:
    """The way down L = wᵀ hessian w / 2, place by place: (steps + 1, n)."""
    way = [start]
    for _ in range(steps):
        way.append(way[-1] - lr * hessian @ way[-1])  # w ← w - lr dL/dw
    return np.array(way)


def shrinks(hessian: Array, lr: float, start: Array) -> bool:
    """Whether at the 100th step a way down still comes nearer to the bottom."""
    before, after = np.linalg.norm(descend(hessian, lr, start, 100)[-2:], axis=1)
    return bool(after < before)


def stochastic(rates: Array, seed: int) -> Array:
    """Mean squared distance from the best weights before each step, of 20 linear models."""
    rng, w, distances = np.random.default_rng([seed, 1]), np.ones((20, SIZE)), []
    for lr in rates:
        distances.append((w * w).sum(1).mean())  # the answers are pure noise: 0 would be best
        x, answer = rng.normal(size=(20, SIZE)), rng.normal(size=(20, 1))
        error = (w * x).sum(1, keepdims=True) - answer
        w = w - lr * error * x  # w ← w - lr d(error² / 2)/dw
    return np.array(distances)


def demo(
    seed: int = 0,
    lr: Annotated[float, Range(0.001, 0.3, "the last rate that is tried in the bowl")] = 0.21,
    steps: Annotated[int, Range(10, 2000, "steps of the network")] = 200,
    decay: Annotated[float, Range(0, 1, "stochastic rate: start / (1 + decay * step)")] = 0.007,
) -> Demo:
    """The bowl, the limit, the network, and the noise."""
    yield Ask(
        "The largest curvature of a bowl is 10. Which is the lowest rate here that diverges?",
        ("0.05", "0.11", "0.21"),
        2,
        "a step multiplies the distance by 1 - rate * 10, which is below -1 beyond 2 / 10.",
    )
    places, shape = mesh(EXTENT)
    height = np.sqrt((places**2 @ BOWL).sum(1)).reshape(shape)
    starts = STARTS | {lr: (0.3, -1)}
    ways = [descend(BOWL, rate, np.array(start), 15) for rate, start in starts.items()]
    for t in range(16):
        yield Points(
            key="bowl", title=f"A rate too low, good, high, and {lr:g}; the limit is 0.2: step {t}",
            extent=EXTENT, field=height / height.max(), paths=[way[: t + 1] for way in ways],
            xy=[way[t] for way in ways], label=range(len(ways)), legend=[f"{r:g}" for r in starts],
            x="steep", y="shallow",
        )  # fmt: skip
    data = np.random.default_rng([seed, 0])
    inputs = data.normal(size=(50, SIZE)) * np.geomspace(1, 0.3, SIZE)
    hessian = inputs.T @ inputs / 50  # of a linear model's loss, the mean of error² / 2
    far, too_high = data.normal(size=SIZE), 2 / np.diag(hessian).mean()
    measured = last_that_holds(lambda rate: shrinks(hessian, rate, far), 0, too_high, 1e-4)
    apart = abs(measured / (2 / np.linalg.eigvalsh(hessian)[-1]) - 1)
    x = data.normal(size=(150, 5))
    y = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype(float)
    nets = MLP([5, 12, 1], np.random.default_rng([seed, 2]), nets=(len(RATES),), alike=True)
    plain = gradient_descent(nets.copy(), x, y, RATES[:, None], steps + 1).clip(1e-9)
    adam = full_batch(nets, x, y, RATES[:, None], steps + 1).clip(1e-9)  # for the logarithm's sake
    for t in np.geomspace(1, steps, 8).astype(int):
        yield Lines(
            key="network", title=f"A network's loss at 13 rates, each after {t} steps",
            series={"plain": (RATES, plain[t]), "Adam": (RATES, adam[t])},
            x="learning rate", y="loss", log_x=True, log_y=True,
        )  # fmt: skip
    noisy = stochastic(np.full(3000, LR), seed)
    settled = stochastic(LR / (1 + decay * np.arange(3000.0)), seed)  # on the same examples
    floor = LR * SIZE / (2 - LR * (SIZE + 2))  # where a step gains as much as its noise costs
    yield Lines(
        key="noise", title="An example a step: only a falling rate settles",
        series={"constant": noisy, "falling": settled}, x="step", y="squared distance", log_y=True,
        marks={"theory": ("y", floor)},
    )  # fmt: skip
    yield Say("The best rate often lies not far below those that fail.")
    few = "In so few steps no rate gets far, and none gets far ahead."
    fall = "A rate that falls too fast stops on the way; one that hardly falls doesn't settle."
    over, adam_over = (losses[-1] / losses[-1].min() for losses in (plain, adam))
    rest, still = noisy[-500:].mean(), settled[-500:].mean()
    yield Claim("largest stable rate, off 2 / curvature by", apart, "<=", 0.03)
    yield Claim("rate 0.001: loss over that at the best rate", over[0], ">=", 10, otherwise=few)
    yield Claim("rate 1000: loss over that at the best rate", over[-1], ">=", 100, otherwise=few)
    yield Claim("Adam at 0.001: loss over its best", adam_over[0], ">=", 10, otherwise=few)
    yield Claim("noise left at a constant rate, over theory", rest / floor, "<=", 1.3)
    yield Claim("noise left, constant over falling rate", rest / still, ">=", 5, otherwise=fall)
