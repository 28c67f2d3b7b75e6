"""Momentum: past gradients add up along a valley and cancel across it.

Two weights go down a valley with and without momentum, and their steps are counted in ever longer
valleys. Then a ball rolls down a slope: momentum takes it through a hollow, if that isn't too deep.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.mlp import Array

EXTENT = (-1.3, 1.3, 0, 1.2)
REACHED = 1e-6  # the bottom is reached at this share of the distance from it at the start
BALL_LR, BALL_STEPS = 0.02, 1500


def velocity(gradients: Array, beta: float) -> float:
    """What momentum makes of *gradients*, to be multiplied with the learning rate."""
    v = 0.0
    for g in gradients:
        v = beta * v + g  # v ← β v + g
    return v


def best_settings(kappa: float, momentum: bool) -> tuple[float, float, float]:
    """Learning rate, β, and the factor a step shrinks the distance by in the end."""
    root = np.sqrt(kappa)
    if momentum:  # Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5
        return 4 / (1 + 1 / root) ** 2, ((root - 1) / (root + 1)) ** 2, (root - 1) / (root + 1)
    return 2 / (1 + 1 / kappa), 0, (kappa - 1) / (kappa + 1)


def descend(kappa: float, lr: float, beta: float) -> Array:
    """The way down the valley L = (w₁² + w₂² / κ) / 2 from (1, 1), place by place."""
    curvature = np.array([1, 1 / kappa])
    w, v = np.ones(2), np.zeros(2)
    way = [w]
    while w @ w > 2 * REACHED**2:
        v = beta * v + curvature * w  # v ← β v + dL/dw
        w = w - lr * v
        way.append(w)
    return np.array(way)


def hill(x: Array, place: Array, width: Array, depth: Array) -> tuple[Array, Array]:
    """The height of a slope down to 0 with a hollow at *place*, and its derivative."""
    u = (x - place) / width
    dent = depth * np.exp(-(u**2) / 2)
    return 0.05 * x**2 - dent, 0.1 * x + dent * u / width


def roll(beta: float, place: Array, width: Array, depth: Array) -> Array:
    """The ball's places from x = 8 on, step by step; one ball for each hollow."""
    x = np.full(np.broadcast_shapes(place.shape, depth.shape), 8.0)
    v = np.zeros_like(x)
    places = [x]
    for _ in range(BALL_STEPS):
        v = beta * v + hill(x, place, width, depth)[1]
        x = x - BALL_LR * v
        places.append(x)
    return np.array(places)


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
    two = [descend(kappa, 1.9, b) for b in (0, best_settings(kappa, True)[1])]
    places, shape = mesh(EXTENT)
    floor = np.sqrt(places**2 @ np.array([1, 1 / kappa])).reshape(shape)
    for t in (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 16, 20, 25):
        paths = [way[: t + 1] for way in two]
        yield Points(
            key="valley", title=f"Swings cancel, the way along adds up: step {t}", paths=paths,
            xy=[path[-1] for path in paths], label=[0, 1], legend=["plain", "momentum"],
            field=floor / floor.max(), extent=EXTENT, x="steep", y="shallow",
        )  # fmt: skip
    kappas = np.geomspace(4, kappa, 7)
    steps: dict[str, Array] = {}
    for name in ("plain", "momentum"):
        best = [best_settings(k, name == "momentum") for k in kappas]
        counts = [len(descend(k, *b[:2])) - 1 for k, b in zip(kappas, best, strict=True)]
        steps[name] = np.array(counts, float)
        steps[f"{name}, theory"] = np.array([np.log(REACHED) / np.log(b[2]) for b in best])
    yield Lines(
        key="steps", title="Steps to the bottom: momentum needs about their root", y="steps",
        series={name: (kappas, count) for name, count in steps.items()},
        x="condition number", log_x=True, log_y=True,
    )  # fmt: skip
    hollow = np.array(4.0), np.array(0.3), np.array(depth)
    balls = np.stack([roll(b, *hollow) for b in (0, beta)], axis=1)
    x = np.linspace(-3, 8.5, 200)
    for t in np.geomspace(8, BALL_STEPS, 12).astype(int):
        yield Points(
            key="ball", title=f"A hollow on the way down: step {t}", x="weight", y="loss",
            xy=np.column_stack([balls[t], hill(balls[t], *hollow)[0]]), label=[0, 1],
            legend=["plain", "momentum"], paths=[np.column_stack([x, hill(x, *hollow)[0]])],
        )  # fmt: skip
    rng = np.random.default_rng([seed, 0])
    place, width = rng.uniform(3, 5, 200), rng.uniform(0.2, 0.4, 200)
    tried = [roll(b, place, width, np.array([[depth], [2]])) for b in (0, beta)]
    plain, heavy = ((places.min(0) < 1).mean(1) for places in tried)
    yield Say("Gradients that agree add up to a long step; those that take turns cancel.")
    steady = velocity(np.ones(3000), beta)
    turning = velocity(np.resize([-1, 1], 3000), beta)  # the last gradient is 1 here too
    power = {n: np.polyfit(np.log(kappas), np.log(steps[n]), 1)[0] for n in steps}
    depends = "It depends on the hollow's depth and the ball's speed: nothing is guaranteed."
    yield Claim("velocity under a steady gradient of 1", steady, ">=", 0.99 / (1 - beta))
    yield Claim("and one that flips its sign each step", turning, "<=", 1.01 / (1 + beta))
    fewer = steps["plain"][-1] / steps["momentum"][-1]
    yield Claim("steps to the bottom, plain over momentum", fewer, ">=", root / 2)
    yield Claim("steps grow as the condition number to the power", power["plain"], ">=", 0.95)
    yield Claim("with momentum to the power (0.5 in theory)", power["momentum"], "<=", 0.6)
    yield Claim("hollows crossed with momentum", heavy[0], ">=", 0.9, otherwise=depends)
    yield Claim("without", plain[0], "<=", 0.2, otherwise=depends)
    yield Claim("with momentum, hollows of depth 2", heavy[1], "<=", 0.2, otherwise=depends)
