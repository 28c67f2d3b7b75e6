"""Momentum: past gradients add up along a valley and cancel across it.

Two weights go down a valley with and without momentum, and their steps are counted in ever longer
valleys. Then a ball rolls down a slope: momentum takes it through a hollow, if that isn't too deep.
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from nnquiz.datasets.hollow import Hollow, hollows
from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.mlp import Array

Slope = Callable[[Array], Array]  # dL/dw at the weights w
EXTENT = (-1.3, 1.3, 0, 1.2)
REACHED = 1e-6  # the bottom is reached at this share of the distance from it at the start


def descend(slope: Slope, w: Array, lr: float | Array, beta: float | Array, steps: int) -> Array:
    """The weights from *w* on, step by step: (steps + 1, ...)."""
    way, v = [w], np.zeros_like(w)
    for _ in range(steps):
        v = beta * v + slope(way[-1])  # v ← β v + dL/dw
        way.append(way[-1] - lr * v)  # w ← w - lr v
    return np.array(way)


def best_settings(kappa: Array, momentum: bool) -> tuple[Array, Array, Array]:
    """Learning rate, β, and the factor a step shrinks the distance by in the end."""
    root = np.sqrt(kappa)
    if momentum:  # Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5
        return 4 / (1 + 1 / root) ** 2, ((root - 1) / (root + 1)) ** 2, (root - 1) / (root + 1)
    return 2 / (1 + 1 / kappa), 0 * kappa, (kappa - 1) / (kappa + 1)


def demo(
    seed: int = 0,
    kappa: Annotated[float, Range(20, 10000, "curvature across the valley over along")] = 100,
    beta: Annotated[float, Range(0, 0.99, "share of its velocity that the ball keeps")] = 0.9,
    depth: Annotated[float, Range(0.05, 2, "depth of the hollow")] = 0.3,
) -> Demo:
    """The valley, then ever longer ones, then the hollow."""
    root = np.sqrt(kappa)
    yield Ask(
        f"A valley is {kappa:g} times as curved across as along. By what factor does momentum cut"
        " the steps to the bottom, if both ways have their best settings?",
        ("hardly any", f"about the root, {root:.3g}", f"about all of it, {kappa:g}"),
        1,
        "steps grow with the condition number without momentum, and with its root with it.",
    )
    curvature = np.array([1, 1 / kappa])  # of the valley L = (w₁² + w₂² / κ) / 2
    both = [descend(lambda w: curvature * w, np.ones(2), 1.9, b, 25) for b in (0, 0.6)]
    places, shape = mesh(EXTENT)
    floor = np.sqrt(places**2 @ curvature).reshape(shape)
    for t in (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 16, 20, 25):
        yield Points(
            key="valley", title=f"Swings cancel, the way along adds up: step {t}",
            xy=[way[t] for way in both], label=[0, 1], legend=["plain", "momentum"],
            paths=[way[: t + 1] for way in both], field=floor / floor.max(), extent=EXTENT,
            x="steep", y="shallow",
        )  # fmt: skip

    kappas = np.geomspace(4, kappa, 7)
    curvatures = np.stack([np.ones(7), 1 / kappas])
    steps: dict[str, Array] = {}
    for name in ("plain", "momentum"):
        lr, b, shrink = best_settings(kappas, name == "momentum")
        theory = np.log(REACHED) / np.log(shrink)
        way = descend(lambda w: curvatures * w, np.ones((2, 7)), lr, b, int(1.6 * theory.max()))
        away = np.linalg.norm(way, axis=1) > REACHED * np.sqrt(2)
        steps |= {name: away.argmin(0), f"{name}, theory": theory}
    series = {name: (kappas, count) for name, count in steps.items()}
    title = "Steps to the bottom grow with κ, with momentum as its root"
    yield Lines(key="steps", title=title, series=series, x="κ", log_x=True, log_y=True)

    hills = hollows(np.random.default_rng([seed, 0]), 200, depth, 2.0)
    plain, heavy = (descend(hills.slope, np.full((2, 200), 8.0), 0.02, b, 1500) for b in (0, beta))
    one = Hollow(*(part[0, 0] for part in hills))  # the first of them is shown
    x = np.linspace(-3, 8.5, 200)
    for t in np.geomspace(8, 1500, 12).astype(int):
        balls = np.array([plain[t, 0, 0], heavy[t, 0, 0]])
        yield Points(
            key="ball", title=f"A hollow on the way down: step {t}", x="weight", y="loss",
            xy=np.column_stack([balls, one.loss(balls)]), paths=[np.column_stack([x, one.loss(x)])],
            label=[0, 1], legend=["plain", "momentum"],
        )  # fmt: skip
    (crossed_plain, _), (crossed, crossed_deep) = ((x.min(0) < 1).mean(1) for x in (plain, heavy))

    yield Say("Gradients that agree add up to a long step; those that take turns cancel.")
    coming = iter(np.column_stack([np.ones(3000), np.resize([-1.0, 1.0], 3000)]))
    way = descend(lambda _: next(coming), np.zeros(2), 1, beta, 3000)
    steady, turning = way[-2] - way[-1]  # the last velocities; the last gradients are both 1
    power = {name: np.polyfit(np.log(kappas), np.log(steps[name]), 1)[0] for name in steps}
    plain_took, theory, took, momentum_theory = (count[-1] for count in steps.values())
    depends = "It depends on the hollow's depth and the ball's speed: nothing is guaranteed."
    yield Claim("velocity under a steady gradient of 1", steady, ">=", 0.999 / (1 - beta))
    yield Claim("velocity if its sign flips at each step", turning, "<=", 1.01 / (1 + beta))
    yield Claim("steps to the bottom, plain over momentum", plain_took / took, ">=", root / 2)
    yield Claim("plain steps over theory: off from 1 by", abs(plain_took / theory - 1), "<=", 0.1)
    yield Claim("steps with momentum over theory", took / momentum_theory, "<=", 1.5)
    yield Claim("plain steps: power of the condition number", power["plain"], ">=", 0.95)
    yield Claim("steps with momentum: power (theory: 0.5)", power["momentum"], "<=", 0.6)
    yield Claim("share of hollows crossed, plain", crossed_plain, "<=", 0.2, otherwise=depends)
    yield Claim("hollows crossed with momentum", crossed, ">=", 0.9, otherwise=depends)
    yield Claim("with momentum, hollows of depth 2", crossed_deep, "<=", 0.2, otherwise=depends)
