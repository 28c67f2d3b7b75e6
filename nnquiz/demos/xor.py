"""XOR: no line parts it, but a hidden layer can.

Every straight line is tried on the four points. Then networks of one hidden layer start from many
random weights each, and are counted if they solve it. What one makes of the points, a line parts.
"""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.gates import BITS, FUNCTIONS
from nnquiz.layers.lines import best_line, boundary
from nnquiz.layers.losses import logistic_loss, sigmoid
from nnquiz.layers.mlp import MLP, Array

X, Y = BITS, np.array(FUNCTIONS["XOR"], float)
LEGEND = ("XOR is 0", "XOR is 1")


def solved(z: Array) -> Array:
    """For each net, whether all four answers are off by less than 0.4."""
    return np.asarray((np.abs(sigmoid(z[..., 0]) - Y) < 0.4).all(-1))


def train(nets: MLP, lr: float, steps: int) -> Iterator[float]:
    """Gradient descent for all nets side by side; yields, before each step, the share solved."""
    for _ in range(steps):
        hs = nets.forward(X)
        yield float(solved(hs[-1]).mean())
        nets.theta -= lr * nets.backward(hs, logistic_loss(hs[-1], Y)[1])  # θ ← θ - lr dL/dθ
    yield float(solved(nets.logits(X)).mean())


def demo(
    seed: int = 0,
    hidden: Annotated[int, Range(1, 16, "hidden neurons of the widest network")] = 8,
    starts: Annotated[int, Range(10, 200, "random starts of each network")] = 100,
    lr: Annotated[float, Range(0.1, 5, "learning rate")] = 1.0,
    steps: Annotated[int, Range(100, 1000, "steps of gradient descent")] = 500,
) -> Demo:
    """All lines first, then a lone neuron, then hidden layers."""
    yield Ask(
        f"Two hidden neurons are enough to represent XOR. Of {starts} networks that have two and"
        f" start from random weights, how many learn it in {steps} steps?",
        ("all", "about half", "none"),
        1,
        "to represent a solution is one thing, to find it another: many starts get stuck.",
    )
    share: dict[int, list[float]] = {}
    for count in sorted({1, 2, 3, 4, hidden}):
        nets = MLP([2, count, 1], np.random.default_rng([seed, count]), nets=(starts,))
        before = nets.theta.copy()
        share[count] = list(train(nets, lr, steps))
        if count == 2:
            net = MLP([2, 2, 1], np.random.default_rng([seed, 2]))
            net.theta[:] = before[solved(nets.logits(X)).argmax()]  # the first start to solve it

    seen, inside = (-0.4, 1.4, -0.4, 1.4), (-1.1, 1.1, -1.1, 1.1)
    (places, shape), (features, _) = mesh(seen), mesh(inside)
    for step, _ in enumerate(train(net, lr, steps)):
        if step % (steps // 12) and step < steps:
            continue
        (W, v), (b, c) = net.weights, net.biases
        yield Points(
            key="inputs", title=f"Two hidden neurons, two lines: step {step}",
            xy=X, label=Y, legend=LEGEND, extent=seen, x="input 1", y="input 2",
            field=sigmoid(net.logits(places)).reshape(shape),
            paths=[boundary(W[:, k], b[k]) for k in (0, 1)],
        )  # fmt: skip
        yield Points(
            key="features", title=f"The four in the hidden layer (two may coincide): step {step}",
            xy=net.forward(X)[1], label=Y, legend=LEGEND, extent=inside,
            field=sigmoid(features @ v + c).reshape(shape), x="hidden 1", y="hidden 2",
        )  # fmt: skip
    parted = best_line(net.forward(X)[1], Y)
    alone = MLP([2, 1], np.random.default_rng([seed, 0]), nets=(starts,))
    *_, lone = train(alone, lr, steps)
    off = np.abs(sigmoid(alone.logits(X)) - 0.5).max()
    flat = MLP([2, hidden, 1], np.random.default_rng([seed, hidden]), "linear", nets=(starts,))
    with np.errstate(all="ignore"):  # without activation, high rates diverge
        *_, linear = train(flat, lr, steps)
    yield Lines(
        key="steps", title="The wider the hidden layer, the more starts solve XOR (%)", x="step",
        series={f"{count} hidden": 100 * np.array(curve) for count, curve in share.items()},
    )  # fmt: skip
    ends = {f"{count} hidden": curve[-1] for count, curve in share.items()}
    ends = {"lone neuron": lone, **ends, f"{hidden}, no activation": linear}
    bars = {name: 100 * end for name, end in ends.items()}
    yield Bars(key="share", title="Starts that solve XOR in the end", bars=bars, unit="%")
    yield Say(
        "The output neuron still draws one straight line, but through what the hidden neurons"
        " make of the points. Those had no targets: backpropagation trained them."
    )
    one, two, most = (share[count][-1] for count in (1, 2, hidden))
    slow = "Not there yet: it takes more steps, or another learning rate."
    luck = "Whether a solution is found depends on width, steps, rate and luck."
    yield Claim("points of XOR that the best of all lines gets right", best_line(X, Y), "<=", 3)
    yield Claim("and after two hidden neurons", parted, ">=", 4, otherwise=slow)
    text = "a trained lone neuron: its answers differ from 0.5 by"
    yield Claim(text, off, "<=", 0.001, otherwise=slow)
    yield Claim("starts that solve it: one hidden neuron", one, "<=", 0)
    yield Claim("two hidden neurons: some of the starts", two, ">=", 0.25, otherwise=luck)
    yield Claim("but by far not all", two, "<=", 0.8, otherwise=luck)
    yield Claim(f"{hidden} hidden neurons: nearly all", most, ">=", 0.99, otherwise=luck)
    yield Claim("as many without activation: none", linear, "<=", 0)
