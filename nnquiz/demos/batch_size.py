"""Batch size: more examples calm the gradient, and save steps up to a point.

First the gradients of many random batches are set beside that of all examples. Then a network
learns with batches of 1 to 1024, each at the best of six learning rates, until its loss on new
data is as low as gradient descent with all examples gets it in 30 steps.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.losses import logistic_loss, sigmoid
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
INPUTS, HIDDEN = 20, 8
KEPT = INPUTS + HIDDEN + 1  # numbers an example has to be kept with for the way back
RATES = np.array([0.1, 0.2, 0.5, 1, 2, 5])
# Batch size: steps it may take at most, and how often the loss on new data is looked at.
SIZES = {1: (6000, 20), 4: (2500, 5), 16: (1500, 5), 64: (600, 1), 256: (400, 1), 1024: (300, 1)}
FULL_STEPS = 30
DRAWS = 120  # batches of each size whose gradients are compared


def examples(
    rng: np.random.Generator, n: int, spread: float, teacher: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Inputs on scales from 1 down to 1 / spread, labels drawn with a chance a teacher says."""
    x = rng.normal(size=(n, INPUTS))
    chance = sigmoid(6 * np.tanh(x @ teacher[0]) @ teacher[1])
    return x * np.geomspace(1, 1 / spread, INPUTS), (rng.random(n) < chance).astype(float)


def gradient(net: MLP, x: Array, y: Array) -> Array:
    """dL/dtheta, the mean over the examples given."""
    hs = net.forward(x)
    return net.backward(hs, logistic_loss(hs[-1], y)[1])


def batch_gradients(
    net: MLP, x: Array, y: Array, size: int, rng: np.random.Generator, draws: int
) -> Array:
    """The gradients (draws, weights) of random batches, drawn with replacement."""
    drawn = rng.integers(0, len(x), (draws, size))
    return np.array([gradient(net, x[batch], y[batch]) for batch in drawn])


def same_start(seed: int) -> MLP:
    """As many networks as rates, side by side, which all begin with the same weights."""
    nets = MLP([INPUTS, HIDDEN, 1], np.random.default_rng([seed, 6]), nets=(len(RATES),))
    nets.theta[:] = nets.theta[0]
    return nets


@dataclass(frozen=True)
class Run:
    """How the first of the rates got to the target with batches of *size*."""

    size: int
    steps: float  # infinite if none got there
    rate: float
    seconds: float  # an example
    accuracy: float  # on new data


def learn(nets: MLP, x: Array, y: Array, size: int, rng: np.random.Generator,
          check: tuple[Array, Array], target: float) -> Run:  # fmt: skip
    """Take steps with all rates until the first has a loss of *target* on *check*."""
    most, every = SIZES[size]
    began = perf_counter()
    for step in range(1, most + 1):
        batch = rng.integers(0, len(x), size)
        nets.theta -= RATES[:, None] * gradient(nets, x[batch], y[batch])
        if step % every == 0:
            loss, _ = logistic_loss(nets.logits(check[0]), check[1])
            if loss.min() <= target:
                break
    best = int(loss.argmin())
    seconds = (perf_counter() - began) / step / size
    right = ((nets.logits(check[0])[best, :, 0] > 0) == check[1]).mean()
    return Run(size, step if loss[best] <= target else np.inf, RATES[best], seconds, float(right))


def demo(
    seed: int = 0,
    n: Annotated[int, Range(500, 10000, "examples to learn from")] = 2000,
    spread: Annotated[float, Range(1, 30, "largest over smallest scale of the inputs")] = 10,
) -> Demo:
    """Measure the noise of the gradient, then what each batch size costs."""
    yield Ask(
        "With batches of 16 instead of 1 this network needs far fewer steps. What does the next"
        " factor of 4, 1024 instead of 256, save?",
        ("three quarters of the steps", "half of them", "hardly any"),
        2,
        "the gradient of 256 examples is nearly exact, and a step cannot be better than that.",
    )
    rngs = [np.random.default_rng([seed, k]) for k in range(6)]
    teacher = rngs[0].normal(0, 1.5 / np.sqrt(INPUTS), (INPUTS, 4)), rngs[1].normal(size=4)
    x, y = examples(rngs[2], n, spread, teacher)
    check = examples(rngs[3], 1000, spread, teacher)

    net = MLP([INPUTS, HIDDEN, 1], np.random.default_rng([seed, 6]))
    exact = gradient(net, x, y)
    steepest = np.argsort(-np.abs(exact))[:2]
    sizes = np.array(list(SIZES)[:5])
    noise: list[float] = []
    for size in sizes:
        drawn = batch_gradients(net, x, y, size, rngs[4], DRAWS)
        noise.append(float(((drawn - exact) ** 2).sum(1).mean()))
        x0, y0 = exact[steepest]
        if size == 1:
            x_reach, y_reach = 3 * drawn[:, steepest].std(0)
        yield Points(
            key="cloud", title=f"Gradients of {DRAWS} batches of {size}: the larger, the closer",
            xy=np.vstack([drawn[:, steepest], exact[steepest]]), label=[0] * DRAWS + [1],
            legend=("a batch", "all examples"), x="slope of one weight", y="of another",
            extent=(x0 - x_reach, x0 + x_reach, y0 - y_reach, y0 + y_reach),
        )  # fmt: skip
    spreads = np.sqrt(noise)
    yield Lines(
        key="noise", title="The gradient's noise falls as 1/√B", x="batch size B", log_x=True,
        series={"measured": (sizes, spreads), "theory": (sizes, spreads[0] / np.sqrt(sizes))},
        log_y=True, marks={"size of the gradient": ("y", float(np.linalg.norm(exact)))},
    )  # fmt: skip

    nets = same_start(seed)
    for _ in range(FULL_STEPS):
        nets.theta -= RATES[:, None] * gradient(nets, x, y)
    target = float(logistic_loss(nets.logits(check[0]), check[1])[0].min()) + 0.005
    runs: list[Run] = []
    for size in SIZES:
        batches = np.random.default_rng([seed, 7])
        runs.append(learn(same_start(seed), x, y, size, batches, check, target))
        tried, steps = np.array([(run.size, run.steps) for run in runs]).T
        ideal = (tried, min(steps[0], SIZES[1][0]) / tried)
        yield Lines(
            key="steps", title="Steps to the same loss: fewer, then no fewer",
            series={"measured": (tried, steps), "if B times fewer": ideal},
            x="batch size B", y="steps", log_x=True, log_y=True,
        )  # fmt: skip
    rows = [
        (f"{r.size}", r.steps, r.steps * r.size, r.rate, 1e6 * r.seconds, r.accuracy, KEPT * r.size)
        for r in runs
    ]
    head = ("batch", "steps", "examples", "best rate", "µs/example", "accuracy", "to be kept")
    yield Table(key="table", title="The way to the same loss, batch by batch", head=head, rows=rows)
    yield Say(
        "Small batches waste little of each example, large ones make the most of the hardware and"
        " ask for a higher rate. At the same loss the accuracy is the same, whatever the batch."
    )
    slope = float(np.polyfit(np.log(sizes), np.log(noise), 1)[0])
    seen, accuracy = steps * tried, np.array([run.accuracy for run in runs])
    rates = [run.rate for run in runs]
    never = "One of these sizes has not reached the loss within its steps."
    yield Claim("variance of the gradient: power of B (theory -1)", slope, "<=", -0.9)
    yield Claim("and no steeper than", slope, ">=", -1.1)
    with np.errstate(invalid="ignore"):  # infinite over infinite
        saved, hardly, cost = steps[0] / steps[2], steps[4] / steps[5], seen[5] / seen[2]
    yield Claim("steps: B = 1 over B = 16", saved, ">=", 3, otherwise=never)
    yield Claim("steps: B = 256 over B = 1024", hardly, "<=", 2.2, otherwise=never)
    yield Claim("examples: B = 1024 over B = 16", cost, ">=", 4, otherwise=never)
    faster = runs[0].seconds / runs[4].seconds
    yield Claim("time for an example: B = 1 over B = 256", faster, ">=", 5)
    yield Claim("best learning rate: B = 64 over B = 1", rates[3] / rates[0], ">=", 2)
    gap = float(accuracy[:3].mean() - accuracy[3:].mean())
    yield Claim("accuracy: small batches (to 16) and large differ by", abs(gap), "<=", 0.04)
