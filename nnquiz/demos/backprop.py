"""Backpropagation: all gradients in one pass back through the layers.

A network learns to part two half moons. Each weight's gradient by backpropagation is set beside the
one by nudging that weight alone (central differences), and learning by gradients beside learning by
luck: try a random step, keep it if the loss fell.
"""

from timeit import repeat
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh, moons
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.losses import logistic_loss, sigmoid
from nnquiz.layers.mlp import MLP, Array

EXTENT = (-1.6, 2.6, -1.2, 1.7)
TARGET = 0.02  # the loss that both ways of learning try to reach
TRIES = 1000  # random steps after which luck is given up


def loss_and_gradient(net: MLP, x: Array, y: Array) -> tuple[float, Array]:
    """The mean cross-entropy, and its gradient by one backward pass through all layers.

    dL/dW = hᵀ dL/dz and dL/dh = dL/dz Wᵀ, from the last layer to the first: `nnquiz.layers.mlp`.
    """
    hs = net.forward(x)
    loss, dL_dz = logistic_loss(hs[-1], y)
    return float(loss), net.backward(hs, dL_dz)


def loss_only(net: MLP, x: Array, y: Array) -> float:
    """One forward pass."""
    return float(logistic_loss(net.logits(x), y)[0])


def by_nudging(net: MLP, x: Array, y: Array, e: float = 1e-5) -> Array:
    """Central differences, dL/dw ≈ (L(w + e) - L(w - e)) / 2e: two forward passes a weight."""
    gradient = np.empty_like(net.theta)
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = loss_only(net, x, y)
        net.theta[i] = w - e
        gradient[i] = (above - loss_only(net, x, y)) / (2 * e)
        net.theta[i] = w
    return gradient


def by_luck(net: MLP, x: Array, y: Array, rng: np.random.Generator) -> list[float]:
    """The loss after each random step tried: it is kept if the loss fell, else taken back."""
    losses = [loss_only(net, x, y)]
    while losses[-1] > TARGET and len(losses) <= TRIES:
        before = net.theta.copy()
        net.theta += 0.1 * rng.normal(size=len(before))
        losses.append(loss_only(net, x, y))
        if losses[-1] >= losses[-2]:
            net.theta[:], losses[-1] = before, losses[-2]
    return losses


def demo(
    seed: int = 0,
    hidden: Annotated[int, Range(2, 64, "neurons in each of the two hidden layers")] = 32,
    lr: Annotated[float, Range(0.01, 3, "learning rate")] = 0.2,
    steps: Annotated[int, Range(50, 2000, "steps of gradient descent")] = 300,
    noise: Annotated[float, Range(0, 0.4, "how far the points stray from their moon")] = 0.1,
) -> Demo:
    """Check the gradients, count what they cost, then learn with them and without."""
    data, start, tests, luck = (np.random.default_rng([seed, k]) for k in range(4))
    x, y = moons(data, 200, noise)
    net = MLP([2, hidden, hidden, 1], start)
    count = len(net.theta)
    yield Ask(
        f"One backward pass gives the gradient of all {count} weights of this network. It takes as"
        " many multiplications as how many forward passes?",
        ("about 2", "about 35", f"{2 * count}, two for each weight"),
        0,
        "in each layer it makes two matrix products, for dL/dW and for dL/dh, and forward one.",
    )
    few = x[:40], y[:40]  # enough to compare the gradients
    numeric, (_, exact) = by_nudging(net, *few), loss_and_gradient(net, *few)
    # Seconds of a forward pass, and of one with its backward pass: the least disturbed of 20.
    forward_s = min(repeat(lambda: loss_only(net, x, y), number=1, repeat=20))
    both_s = min(repeat(lambda: loss_and_gradient(net, x, y), number=1, repeat=20))
    forward_work = sum(W.size for W in net.weights)  # h W: a multiplication for each weight
    backward_work = 2 * forward_work - net.weights[0].size  # hᵀ dL/dz; dL/dz Wᵀ but in layer 1
    apart = np.abs(exact - numeric) / np.maximum(np.abs(exact) + np.abs(numeric), 1e-5)
    some = np.linspace(0, count - 1, 6).astype(int)
    rows = [[f"{i + 1}", exact[i], numeric[i], abs(exact[i] - numeric[i])] for i in some]
    head = ["weight", "backprop", "nudged", "apart"]
    yield Table(key="gradients", title="The same gradient, two ways", head=head, rows=rows)

    twins = (MLP([2, hidden, hidden, 1], np.random.default_rng([seed, 1])) for _ in range(2))
    searches = [by_luck(twin, x, y, luck) for twin in twins]
    places, shape = mesh(EXTENT)
    losses: list[float] = []
    velocity = np.zeros(count)
    for step in range(steps + 1):
        loss, gradient = loss_and_gradient(net, x, y)
        losses.append(loss)
        if step % max(1, steps // 12) == 0:
            field = sigmoid(net.logits(places)).reshape(shape)
            title = f"Learning to part two moons: step {step}"
            yield Points(key="moons", title=title, xy=x, label=y, field=field, extent=EXTENT)
            passes = 3 * np.arange(1, step + 2)  # a step costs one pass forward, about two back
            tries = range(1, len(searches[0]) + 1)
            yield Lines(
                key="loss", title="Loss over forward passes spent",
                series={"backprop": (passes, losses), "luck": (tries, searches[0])},
                x="forward passes", log_x=True, log_y=True, marks={"target": ("y", TARGET)},
            )  # fmt: skip
        velocity = 0.9 * velocity + gradient
        net.theta -= lr * velocity  # momentum: v ← 0.9 v + dL/dθ,  θ ← θ - lr v
    spent = 3 * next((i for i, loss in enumerate(losses) if loss < TARGET), TRIES)
    new, truth = moons(tests, 500, noise)
    right = float(((net.logits(new)[:, 0] > 0) == truth).mean())
    yield Say("The gradient says for each weight which way is down; luck has to find that out.")
    small = "Nudging few weights costs little: what backprop saves grows with their number."
    slow = "The loss has not come down far enough: more steps, or another learning rate, may do."
    yield Claim("relative difference of backprop from nudging", apart.max(), "<=", 1e-5)
    work = backward_work / forward_work
    yield Claim("multiplications, backward over forward pass", work, "<=", 2)
    faster = 2 * count * forward_s / both_s  # two forward passes for each weight
    yield Claim("backprop over nudging, how much faster", faster, ">=", 50, otherwise=small)
    yield Claim("the loss falls by a factor of", losses[0] / losses[-1], ">=", 4, otherwise=slow)
    ratio = float(np.mean([*map(len, searches)])) / max(spent, 3)
    text = f"passes to loss {TARGET}: luck (of {TRIES} at most) over backprop"
    yield Claim(text, ratio, ">=", 1.5, otherwise=slow)
    yield Claim("share of new points on the right side", right, ">=", 0.95, otherwise=slow)
