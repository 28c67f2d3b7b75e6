"""Optimizers: step rules; adaptive ones make up for unequal scales.

Five rules train the same networks, each at the best of 8 learning rates, until the loss reaches a
target: on inputs of very different scale, then on the same scaled alike. Each step uses all
examples, so that only the rules differ; SGD proper takes mini-batches.
"""

from functools import partial
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.datasets.unequal_scales import sets
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.race import race

# Of the learning rates that the race tries with each rule the lowest; then all, as multiples of it
LOWEST = {"plain": 0.3, "momentum": 0.1, "Adagrad": 0.03, "RMSprop": 0.01, "Adam": 0.01}
RATES = np.geomspace(1, 100, 8)
IN_VALLEY = {"plain": 1.7, "momentum": 0.15, "Adagrad": 0.5, "RMSprop": 0.09, "Adam": 0.15}
EPS = 1e-8  # for weights whose gradient has been zero so far
EXTENT = (-1.3, 1.3, -1.3, 1.3)


def direction(rule: str, g: Array, m: Array, v: Array, t: int) -> Array:
    """d in θ ← θ - lr d, of the gradient g at step t; m and v are memory and begin at zero."""
    match rule:
        case "momentum":  # past gradients add up
            m[:] = 0.9 * m + g
            return m
        case "Adagrad":  # each weight by the root of all its past squares
            v[:] = v + g * g
            return g / (np.sqrt(v) + EPS)
        case "RMSprop":  # the same, but old squares fade
            v[:] = 0.9 * v + 0.1 * g * g
            return g / (np.sqrt(v) + EPS)
        case "Adam":  # momentum over RMSprop's root, both freed from their bias to the start at 0
            m[:] = 0.9 * m + 0.1 * g
            v[:] = 0.999 * v + 0.001 * g * g
            return m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + EPS)
    return g  # plain gradient descent


def walk(rule: str, curvature: Array, steps: int) -> Array:
    """The way of two weights down the valley L = Σ curvature · w² / 2, (steps + 1, 2)."""
    way, m, v = [np.array([-1.1, 0.9])], np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        dL_dw = curvature * way[-1]
        way.append(way[-1] - IN_VALLEY[rule] * direction(rule, dL_dw, m, v, t))
    return np.array(way)


def trained(rule: str, x: Array, y: Array, hidden: int, seed: int, target: float) -> Array:
    """The losses of networks on their way to *target*; all rules begin with the same weights."""
    start, shape = np.random.default_rng([seed, 1]), (len(RATES), len(x))
    nets = MLP([x.shape[-1], hidden, 1], start, nets=shape, alike=True)
    return race(partial(direction, rule), LOWEST[rule] * RATES, nets, x, y, target)


def demo(
    seed: int = 0,
    spread: Annotated[float, Range(1, 100, "largest scale of an input over the smallest")] = 30,
    target: Annotated[float, Range(0.1, 0.5, "loss that ends the race")] = 0.2,
    hidden: Annotated[int, Range(4, 32, "hidden neurons")] = 8,
) -> Demo:
    """Five rules in a valley, then training networks."""
    yield Ask(
        "On inputs of unequal scale Adam leads plain descent by far. Once they are scaled alike?",
        ("Adam's lead stays as large", "most of the lead is gone", "Adam falls far behind"),
        1,
        "Adam's own scaling of each weight's step then has little left to mend.",
    )
    curvature = np.array([1, 1 / spread])
    places, shape = mesh(EXTENT)
    height = np.sqrt(places**2 @ curvature).reshape(shape)  # a root, so that the floor has shades
    ways = [walk(rule, curvature, 20) for rule in LOWEST]
    for t in (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20):
        yield Points(
            key="valley", title=f"A valley, steep from side to side: step {t}", extent=EXTENT,
            field=height / height.max(), xy=[way[t] for way in ways], label=np.arange(5),
            legend=list(LOWEST), paths=[way[: t + 1] for way in ways], x="weight 1", y="weight 2",
        )  # fmt: skip
    alike, unequal, y = sets(np.random.default_rng([seed, 0]), 4, 100, spread)
    raw = {rule: trained(rule, unequal, y, hidden, seed, target) for rule in LOWEST}
    some = ("plain", "momentum", "Adam")
    scaled = {rule: trained(rule, alike, y, hidden, seed, target) for rule in some}
    for t in np.geomspace(2, max(map(len, raw.values())), 12).astype(int):
        yield Lines(
            key="loss", title=f"Training on inputs of unequal scale: step {t}", log_x=True,
            series={rule: losses[:t] for rule, losses in raw.items()}, log_y=True,
            x="step", y="loss", marks={"target": ("y", target)},
        )  # fmt: skip
    steps = {f"{rule}, unequal": len(losses) for rule, losses in raw.items()}
    steps |= {f"{rule}, alike": len(losses) for rule, losses in scaled.items()}
    yield Bars(key="steps", title="Steps, scales unequal and alike", bars=steps)
    yield Say("Adagrad, RMSprop and Adam give each weight a step size of its own.")
    plain, momentum, _, _, adam, plain_left, momentum_left, adam_left = steps.values()
    lead, left, close = plain / adam, plain_left / adam_left, momentum_left / adam_left
    even = "Scales this close leave little to mend; an easy or hard target decides little."
    yield Claim("inputs of unequal scale: steps, plain over Adam", lead, ">=", 5, otherwise=even)
    yield Claim("plain over momentum", plain / momentum, ">=", 3, otherwise=even)
    yield Claim("scaled alike: plain over Adam", left, "<=", 4, otherwise=even)
    yield Claim("Adam's lead shrinks by a factor of", lead / left, ">=", 2.5, otherwise=even)
    yield Claim("scaled alike: momentum over Adam", close, "<=", 2, otherwise=even)
