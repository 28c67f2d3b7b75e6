"""Backpropagation: all gradients in one pass back through the layers.

A network learns to part two half moons. Each weight's gradient by backpropagation is set beside the
one by nudging that weight alone (central differences), and learning by gradients beside learning by
luck: try a random step, keep it if the loss fell.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh, moons
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.losses import logistic_loss, sigmoid
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.random_search import random_search
from nnquiz.layers.stopwatch import shortest
from nnquiz.layers.training import binary_accuracy, loss_of_weights

EXTENT = (-1.6, 2.6, -1.2, 1.7)
TARGET = 0.02  # the loss that both ways of learning try to reach
TRIES = 1000  # random steps after which luck is given up


def backprop(net: MLP, x: Array, y: Array) -> tuple[float, Array]:
    """The mean cross-entropy L and dL/dθ, by the chain rule from the last layer to the first."""
    hs = net.forward(x)  # layer by layer h' = tanh(z), z = h W + b; x comes first, the logits last
    loss, dL_dz = logistic_loss(hs[-1], y)
    parts: list[Array] = []
    for k in reversed(range(len(net.weights))):
        dL_dW, dL_db = hs[k].T @ dL_dz, dL_dz.sum(0)  # dL/dW = hᵀ dL/dz,  dL/db = Σ dL/dz
        parts = [dL_dW.ravel(), dL_db, *parts]
        if k:
            dL_dh = dL_dz @ net.weights[k].T  # dL/dh = dL/dz Wᵀ
            dL_dz = dL_dh * (1 - hs[k] ** 2)  # dL/dz = dL/dh tanh'(z), and tanh' = 1 - tanh²
    return float(loss), np.concatenate(parts)


def demo(
    seed: int = 0,
    hidden: Annotated[int, Range(2, 64, "neurons in each of the two hidden layers")] = 32,
    lr: Annotated[float, Range(0.01, 3, "learning rate")] = 0.2,
    steps: Annotated[int, Range(50, 2000, "steps of gradient descent")] = 300,
    noise: Annotated[float, Range(0, 0.4, "how far the points stray from their moon")] = 0.1,
) -> Demo:
    """Check the gradients, count what they cost, then learn with them and without."""
    data, start, tests, luck = (np.random.default_rng([seed, k]) for k in range(4))
    (x, y), (new, truth) = moons(data, 200, noise), moons(tests, 500, noise)
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
    _, exact = backprop(net, *few)
    nudged = central_differences(loss_of_weights(net, *few), net.theta)
    apart = np.abs(exact - nudged) / np.maximum(np.abs(exact) + np.abs(nudged), 1e-5)
    some = np.linspace(0, count - 1, 6).astype(int)
    rows = [[f"{i + 1}", exact[i], nudged[i], abs(exact[i] - nudged[i])] for i in some]
    head = ["weight", "backprop", "nudged", "apart"]
    yield Table(key="gradients", title="The same gradient, two ways", head=head, rows=rows)

    forward = sum(W.size for W in net.weights)  # multiplications of h W, one for each weight
    backward = 2 * forward - net.weights[0].size  # hᵀ dL/dz; dL/dz Wᵀ but in layer 1
    loss, theta = loss_of_weights(net, x, y), net.theta.copy()
    by_nudging = 2 * count * shortest(lambda: loss(theta))  # seconds: two forward passes a weight
    faster = by_nudging / shortest(lambda: backprop(net, x, y))
    searches = [random_search(loss, theta, luck, TARGET, TRIES) for _ in range(2)]
    places, shape = mesh(EXTENT)
    losses: list[float] = []
    velocity = np.zeros(count)
    for step in range(steps + 1):
        value, gradient = backprop(net, x, y)
        losses.append(value)
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
    spent = 3 * next((i for i, value in enumerate(losses) if value < TARGET), TRIES)
    tried = float(np.mean([len(search) for search in searches]))
    right = float(binary_accuracy(net.logits(new), truth))
    yield Say("The gradient says for each weight which way is down; luck has to find that out.")
    small = "Nudging few weights costs little: what backprop saves grows with their number."
    slow = "The loss has not come down far enough: more steps, or another learning rate, may do."
    work, fall = backward / forward, losses[0] / losses[-1]
    yield Claim("relative difference of backprop from nudging", apart.max(), "<=", 1e-5)
    yield Claim("multiplications, backward over forward pass", work, "<=", 2)
    yield Claim("backprop over nudging, how much faster", faster, ">=", 50, otherwise=small)
    yield Claim("the loss falls by a factor of", fall, ">=", 4, otherwise=slow)
    text = f"passes to loss {TARGET}: luck (of {TRIES} at most) over backprop"
    yield Claim(text, tried / max(spent, 3), ">=", 1.5, otherwise=slow)
    yield Claim("share of new points on the right side", right, ">=", 0.95, otherwise=slow)
