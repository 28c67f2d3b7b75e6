"""Batch size: calmer gradients, and the steps that they save.

First the gradients of many random batches are set beside that of all examples. Then a network
learns with batches of 1 to 1024, each at the best of six learning rates, until its loss on new
data is as low as gradient descent with all examples gets it in 30 steps.
"""

from functools import partial
from timeit import repeat
from typing import Annotated

import numpy as np

from nnquiz.datasets.teacher import INPUTS, examples, random_teacher
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP, Array

Data = tuple[Array, Array]
HIDDEN = 8
RATES = np.array([0.1, 0.2, 0.5, 1, 2, 5])
SIZES = np.array([1, 4, 16, 64, 256, 1024])
DRAWS = 120  # batches of each size whose gradients are compared


def gradient(net: MLP, x: Array, y: Array) -> Array:
    """dL/dtheta, the mean over the examples given."""
    hs = net.forward(x)
    return net.backward(hs, logistic_loss(hs[-1], y)[1])


def batch_gradients(net: MLP, data: Data, size: int, rng: np.random.Generator, n: int) -> Array:
    """The gradients (n, weights) of random batches, drawn with replacement."""
    x, y = data
    drawn = rng.integers(0, len(x), (n, size))
    return np.array([gradient(net, x[batch], y[batch]) for batch in drawn])


def same_start(seed: int) -> MLP:
    """As many networks as rates, side by side, which all begin with the same weights."""
    nets = MLP([INPUTS, HIDDEN, 1], np.random.default_rng([seed, 6]), nets=(len(RATES),))
    nets.theta[:] = nets.theta[0]
    return nets


def learn(
    nets: MLP, data: Data, size: int, rng: np.random.Generator, new: Data, target: float, most: int
) -> tuple[float, float, float]:
    """Take steps with all rates until the first has a loss of *target* on *new* data.

    Returns how many (infinite if it isn't reached), that rate, and its accuracy on *new* data.
    """
    (x, y), (new_x, truth) = data, new
    for step in range(1, most + 1):
        batch = rng.integers(0, len(x), size)
        nets.theta -= RATES[:, None] * gradient(nets, x[batch], y[batch])
        if step % max(1, 40 // size) == 0:  # looked at less often where a step brings little
            loss, _ = logistic_loss(nets.logits(new_x), truth)
            if loss.min() <= target:
                break
    best = int(loss.argmin())
    right = ((nets.logits(new_x)[best, :, 0] > 0) == truth).mean()
    return (step if loss[best] <= target else np.inf), float(RATES[best]), float(right)


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
    rng = [np.random.default_rng([seed, k]) for k in range(5)]
    teacher = random_teacher(rng[0])
    data, new = examples(rng[1], n, spread, teacher), examples(rng[2], 1000, spread, teacher)

    net = MLP([INPUTS, HIDDEN, 1], rng[3])
    exact, sizes = gradient(net, *data), SIZES[:5]
    clouds = [batch_gradients(net, data, size, rng[4], DRAWS) for size in sizes]
    two = np.argsort(-np.abs(exact))[:2]  # to be shown: the weights with the steepest slopes
    (x0, y0), (dx, dy) = exact[two], 3 * clouds[0][:, two].std(0)
    for size, cloud in zip(sizes, clouds, strict=True):
        yield Points(
            key="cloud",
            title=f"Gradients of {DRAWS} batches of {size}: the larger, the closer",
            xy=np.vstack([cloud[:, two], exact[two]]),
            label=[0] * DRAWS + [1],
            legend=("a batch", "all examples"),
            extent=(x0 - dx, x0 + dx, y0 - dy, y0 + dy),
            x="slope of one weight",
            y="of another",
        )
    noise = np.sqrt([((cloud - exact) ** 2).sum(1).mean() for cloud in clouds])
    yield Lines(
        key="noise",
        title="The gradient's noise falls as 1/√B",
        series={"measured": (sizes, noise), "theory": (sizes, noise[0] / np.sqrt(sizes))},
        x="batch size B",
        log_x=True,
        log_y=True,
        marks={"gradient's size": ("y", float(np.linalg.norm(exact)))},
    )
    nets = same_start(seed)
    for _ in range(30):
        nets.theta -= RATES[:, None] * gradient(nets, *data)
    target = float(logistic_loss(nets.logits(new[0]), new[1])[0].min()) + 0.005
    runs: list[tuple[float, float, float]] = []
    for size in SIZES:
        batches = np.random.default_rng([seed, 7])
        runs.append(learn(same_start(seed), data, size, batches, new, target, 300 + 9000 // size))
        tried, (steps, rates, accuracy) = SIZES[: len(runs)], np.array(runs).T
        yield Lines(
            key="steps",
            title="Steps to the same loss: fewer, then no fewer",
            series={"measured": (tried, steps), "if B times fewer": (tried, steps[0] / tried)},
            x="batch size B",
            y="steps",
            log_x=True,
            log_y=True,
        )
    (x, y), kept = data, INPUTS + HIDDEN + 1  # numbers of an example that the way back needs
    time = [min(repeat(partial(gradient, net, x[:B], y[:B]), number=1, repeat=10)) for B in SIZES]
    each = np.array(time) / SIZES
    columns = (steps, steps * SIZES, rates, 1e6 * each, accuracy, kept * SIZES)
    rows = [(f"{size}", *figures) for size, *figures in zip(SIZES, *columns, strict=True)]
    head = ("batch", "steps", "examples", "best rate", "µs/example", "accuracy", "numbers kept")
    yield Table(key="table", title="The way to the same loss, batch by batch", head=head, rows=rows)
    yield Say(
        "Small batches waste little of each example, large ones make the most of the hardware and"
        " ask for a higher rate. At the same loss the accuracy is the same, whatever the batch."
    )
    never = "One of these sizes has not reached the loss within its steps."
    power = float(np.polyfit(np.log(sizes), np.log(noise**2), 1)[0])
    apart = float(abs(accuracy[:3].mean() - accuracy[3:].mean()))
    with np.errstate(invalid="ignore"):  # infinite over infinite
        saved, hardly = steps[0] / steps[2], steps[4] / steps[5]
        cost = steps[5] * 1024 / (steps[2] * 16)
    yield Claim("variance of the gradient: power of B, off -1 by", abs(power + 1), "<=", 0.1)
    yield Claim("steps: B = 1 over B = 16", saved, ">=", 3, otherwise=never)
    yield Claim("steps: B = 256 over B = 1024", hardly, "<=", 2, otherwise=never)
    yield Claim("examples: B = 1024 over B = 16", cost, ">=", 5, otherwise=never)
    yield Claim("time for an example: B = 1 over B = 256", each[0] / each[4], ">=", 5)
    yield Claim("best learning rate: B = 64 over B = 1", rates[3] / rates[0], ">=", 2)
    yield Claim("accuracy: small batches (to 16) and large differ by", apart, "<=", 0.04)
