"""Batch size: calmer gradients, and the steps that they save.

The gradients of many random batches are set beside that of all examples. Then a network learns by
batches of 1 to 1024, each at the best of six rates, until its loss on new data is as low as 30
steps with all examples get it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import numpy as np

from nnquiz.datasets.teacher import INPUTS, examples, random_teacher
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.gradient_noise import batch_gradients, noise
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.stopwatch import shortest
from nnquiz.layers.training import gradient_descent, loss_and_gradient, steps_to_loss

NET = (INPUTS, 8, 1)
RATES = np.array([0.1, 0.2, 0.5, 1, 2, 5])
SIZES = np.array([1, 4, 16, 64, 256, 1024])


def descend(nets: MLP, rng: np.random.Generator, x: Array, y: Array, size: int) -> Iterator[int]:
    """Steps of mini-batch descent at each of the `RATES`; yields how many are done."""
    for step in range(1, 301 + 9000 // size):
        batch = rng.integers(0, len(x), size)
        _, gradient = loss_and_gradient(nets, x[batch], y[batch])  # the mean over the batch
        nets.theta -= RATES[:, None] * gradient  # θ ← θ - lr dL/dθ
        yield step


def clouds(gradients: list[Array], exact: Array) -> Iterator[Points]:
    """The batches' gradients about the *exact* one, at the two weights where it is steepest."""
    two = np.argsort(-np.abs(exact))[:2]
    (x0, y0), (dx, dy) = exact[two], 3 * gradients[0][:, two].std(0)
    extent = (x0 - dx, x0 + dx, y0 - dy, y0 + dy)
    for size, cloud in zip(SIZES, gradients, strict=False):
        title = f"Gradients of {len(cloud)} batches of {size}: the larger, the closer"
        xy, label = np.vstack([cloud[:, two], exact[two]]), [0] * len(cloud) + [1]
        names, x, y = ("a batch", "all examples"), "slope of one weight", "of another"
        yield Points(
            key="cloud", title=title, xy=xy, label=label, legend=names, extent=extent, x=x, y=y
        )


def demo(
    seed: int = 0,
    n: Annotated[int, Range(500, 10000, "examples to learn from")] = 2000,
    spread: Annotated[float, Range(1, 30, "largest over smallest scale of the inputs")] = 10,
) -> Demo:
    """Measure the noise of the gradient, then what each batch size costs."""
    yield Ask(
        "Batches of 16 instead of 1 save most of the steps. What does 1024 instead of 256 save?",
        ("three quarters of the steps", "half of them", "hardly any"),
        2,
        "the gradient of 256 examples is nearly exact, and a step cannot be better than that.",
    )
    rng = [np.random.default_rng([seed, k]) for k in range(5)]
    teacher = random_teacher(rng[0])
    (x, y), new = examples(rng[1], n, spread, teacher), examples(rng[2], 1000, spread, teacher)
    curves = partial(Lines, x="batch size B", log_x=True, log_y=True)

    net, sizes = MLP(NET, rng[3]), SIZES[:5]
    _, exact = loss_and_gradient(net, x, y)
    gradients = [batch_gradients(net, rng[4], x, y, size, 120) for size in sizes]
    yield from clouds(gradients, exact)
    off = np.sqrt([noise(some, exact) for some in gradients])
    series = {"measured": (sizes, off), "theory": (sizes, off[0] / np.sqrt(sizes))}
    full, title = float(np.linalg.norm(exact)), "The gradient's noise falls as 1/√B"
    yield curves(key="noise", title=title, series=series, marks={"gradient's size": ("y", full)})

    start = MLP(NET, np.random.default_rng([seed, 6]), nets=(len(RATES),), alike=True)
    whole = start.copy()
    gradient_descent(whole, x, y, RATES[:, None], 30)
    target = float(loss_and_gradient(whole, *new)[0].min()) + 0.005
    runs, title = [], "Steps to a loss: fewer, then no fewer"
    for size in SIZES:
        nets = start.copy()
        run = descend(nets, np.random.default_rng([seed, 7]), x, y, size)
        runs.append(steps_to_loss(nets, run, *new, target, every=max(1, 40 // size)))
        tried, (steps, best, accuracy) = SIZES[: len(runs)], zip(*runs, strict=True)
        series = {"measured": (tried, steps), "if B times fewer": (tried, steps[0] / tried)}
        yield curves(key="steps", title=title, series=series)
    rates = RATES[list(best)]
    times = [shortest(partial(loss_and_gradient, net, x[:B], y[:B])) for B in SIZES]
    each = np.array(times) / SIZES
    columns = (SIZES, steps, steps * SIZES, 1e6 * each, accuracy)
    head, rows = ("batch", "steps", "examples", "µs", "right"), [*zip(*columns, strict=True)]
    yield Table(key="table", title="The way to that loss; µs an example", head=head, rows=rows)
    yield Say("At the same loss the accuracy is the same. Memory grows as the batch does.")
    never = "One of these sizes has not reached the loss within its steps."
    power = float(np.polyfit(np.log(sizes), np.log(off**2), 1)[0])
    cost, apart = 64 * steps[5] / steps[2], abs(np.mean(accuracy[:3]) - np.mean(accuracy[3:]))
    yield Claim("variance of the gradient: power of B, off -1 by", abs(power + 1), "<=", 0.1)
    yield Claim("steps: B = 1 over B = 16", steps[0] / steps[2], ">=", 3, otherwise=never)
    yield Claim("steps: B = 256 over B = 1024", steps[4] / steps[5], "<=", 2, otherwise=never)
    yield Claim("examples: B = 1024 over B = 16", cost, ">=", 5, otherwise=never)
    yield Claim("time for an example: B = 1 over B = 256", each[0] / each[4], ">=", 5)
    yield Claim("best learning rate: B = 64 over B = 1", rates[3] / rates[0], ">=", 2)
    yield Claim("accuracy: small batches (to 16) and large differ by", float(apart), "<=", 0.04)
