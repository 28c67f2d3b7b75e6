"""Optimizers: step rules; adaptive ones make up for unequal scales.

Five rules train the same networks, each at the best of 8 learning rates, until the loss reaches a
target: on inputs of very different scale, then on the same inputs scaled alike. Every step uses all
examples, so that only the rules differ; in SGD proper the gradient is that of a mini-batch.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP, Array

# Each rule with the learning rates that the race tries, and the one for the walk down a valley.
RULES: dict[str, tuple[Array, float]] = {
    "plain": (np.geomspace(0.3, 30, 8), 1.7),
    "momentum": (np.geomspace(0.1, 10, 8), 0.15),
    "Adagrad": (np.geomspace(0.03, 3, 8), 0.5),
    "RMSprop": (np.geomspace(0.01, 1, 8), 0.09),
    "Adam": (np.geomspace(0.01, 1, 8), 0.15),
}
EPS = 1e-8  # for weights whose gradient has been zero so far
BUDGET = 1000  # steps after which a race is given up
SETS = 4  # sets of data, a network for each: their mean loss counts
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


def walk(rule: str, lr: float, curvature: Array, steps: int) -> Array:
    """The way of two weights down the valley L = Σ curvature · w² / 2, (steps + 1, 2)."""
    w, m, v = np.array([-1.1, 0.9]), np.zeros(2), np.zeros(2)
    way = [w.copy()]
    for t in range(1, steps + 1):
        w -= lr * direction(rule, curvature * w, m, v, t)
        way.append(w.copy())
    return np.array(way)


def race(rule: str, x: Array, y: Array, net: MLP, target: float) -> Array:
    """The mean loss at each step, with the learning rate that reaches *target* first."""
    rates, _ = RULES[rule]
    net.theta[:] = net.theta[0]  # one start for all the rates, which are the first axis
    m, v = np.zeros_like(net.theta), np.zeros_like(net.theta)
    losses: list[Array] = []
    for t in range(1, BUDGET + 1):
        hs = net.forward(x)
        loss, dL_dz = logistic_loss(hs[-1], y)
        losses.append(loss.mean(-1))
        if losses[-1].min() <= target:
            break
        net.theta -= rates[:, None, None] * direction(rule, net.backward(hs, dL_dz), m, v, t)
    return np.array(losses)[:, losses[-1].argmin()]


def demo(
    seed: int = 0,
    spread: Annotated[float, Range(1, 100, "largest scale of an input over the smallest")] = 30,
    target: Annotated[float, Range(0.1, 0.5, "loss that ends the race")] = 0.2,
    hidden: Annotated[int, Range(4, 32, "hidden neurons")] = 8,
) -> Demo:
    """Five rules in a valley, then training networks."""
    yield Ask(
        f"The scales of the inputs differ by a factor of {spread:g}. There Adam needs far fewer"
        " steps than plain gradient descent. And once the inputs are scaled alike?",
        ("Adam's lead stays as large", "most of the lead is gone", "Adam falls far behind"),
        1,
        "Adam's own scaling of each weight's step then has little left to mend.",
    )
    curvature = np.array([1, 1 / spread])
    places, shape = mesh(EXTENT)
    height = np.sqrt(places**2 @ curvature).reshape(shape)  # a root, so that the floor has shades
    ways = [walk(rule, lr, curvature, 20) for rule, (_, lr) in RULES.items()]
    for t in (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20):
        yield Points(
            key="valley", title=f"A valley, steep from side to side: step {t}", extent=EXTENT,
            field=height / height.max(), xy=[way[t] for way in ways], label=np.arange(5),
            legend=list(RULES), paths=[way[: t + 1] for way in ways], x="weight 1", y="weight 2",
        )  # fmt: skip
    data = np.random.default_rng([seed, 0])
    alike = data.normal(size=(SETS, 100, 6))
    unequal = alike * np.geomspace(1, 1 / spread, 6)[[0, 3, 1, 4, 2, 5]]
    y = (alike[..., 0] * alike[..., 1] + alike[..., 4] + 0.5 * alike[..., 5] > 0).astype(float)
    curve: dict[tuple[str, str], Array] = {}
    for scale, x in (("unequal", unequal), ("alike", alike)):
        for rule, (rates, _) in RULES.items():
            start = np.random.default_rng([seed, 1])  # the same for every rule
            net = MLP([6, hidden, 1], start, nets=(len(rates), SETS))
            curve[rule, scale] = race(rule, x, y, net, target)
    steps = {run: len(losses) for run, losses in curve.items()}
    for t in np.geomspace(2, max(steps.values()), 12).astype(int):
        yield Lines(
            key="loss", title=f"Training on inputs of unequal scale: step {t}", log_x=True,
            series={rule: curve[rule, "unequal"][:t] for rule in RULES}, log_y=True,
            x="step", y="loss", marks={"target": ("y", target)},
        )  # fmt: skip
    rows = [(rule, steps[rule, "unequal"], steps[rule, "alike"]) for rule in RULES]
    head = ["inputs' scales:", "unequal", "alike"]
    yield Table(key="steps", title="Steps to the target", head=head, rows=rows)
    yield Say("Adagrad, RMSprop and Adam give each weight a step size of its own.")
    lead = steps["plain", "unequal"] / steps["Adam", "unequal"]
    left = steps["plain", "alike"] / steps["Adam", "alike"]
    faster = steps["plain", "unequal"] / steps["momentum", "unequal"]
    close = steps["momentum", "alike"] / steps["Adam", "alike"]
    even = "Scales this close leave little to mend; an easy or hard target decides little."
    yield Claim("inputs of unequal scale: steps, plain over Adam", lead, ">=", 5, otherwise=even)
    yield Claim("plain over momentum", faster, ">=", 3, otherwise=even)
    yield Claim("scaled alike: plain over Adam", left, "<=", 4, otherwise=even)
    yield Claim("Adam's lead shrinks by a factor of", lead / left, ">=", 2.5, otherwise=even)
    yield Claim("scaled alike: momentum over Adam", close, "<=", 2, otherwise=even)
