"""Activation functions: their slopes decide what a deep network can learn.

The usual functions and their slopes come first. Then five networks, alike but for the activation of
their hidden layers, learn to tell a disc from the ring around it; ReLUs are made to die; and
softmax, for the output layer, shares a total of 1 among the classes.
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.plane import mesh
from nnquiz.datasets.rings import EXTENT, disc_and_ring
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say, Table
from nnquiz.layers.losses import logistic_loss, sigmoid, softmax

Array = NDArray[np.float64]
Activation = tuple[Callable[[Array], Array], Callable[[Array], Array]]  # f(z) and its slope f'(z)
STEPS, WIDTH = 200, 12


def sigmoid_slope(z: Array) -> Array:
    """σ' = σ (1 - σ)."""
    return sigmoid(z) * (1 - sigmoid(z))


def activations(leak: float) -> dict[str, Activation]:
    """The usual functions of hidden layers, each with its slope."""
    return {
        "sigmoid": (sigmoid, sigmoid_slope),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "ReLU": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
        "leaky ReLU": (lambda z: np.where(z > 0, z, leak * z), lambda z: np.where(z > 0, 1.0, leak)),
        # SiLU, or Swish, is z σ(z); GELU, z Φ(z), looks much the same.
        "SiLU": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) + z * sigmoid_slope(z)),
        "none": (lambda z: z, np.ones_like),
    }


class Net:
    """*depth* hidden layers with one activation, and a logit; biases begin at -*shift*."""

    def __init__(
        self, rng: np.random.Generator, activation: Activation, depth: int, shift: float = 0.0
    ) -> None:
        self.f, self.slope = activation
        sizes = [2, *[WIDTH] * depth, 1]
        pairs = list(zip(sizes, sizes[1:], strict=False))
        self.W = [rng.normal(0, np.sqrt(1 / i), (i, o)) for i, o in pairs]
        self.b = [np.full(o, -shift) for _, o in pairs]

    def sums(self, x: Array) -> list[Array]:
        """z = f(z of the layer below) W + b of all layers; the last are the logits."""
        zs: list[Array] = []
        for W, b in zip(self.W, self.b, strict=True):
            zs.append((self.f(zs[-1]) if zs else x) @ W + b)
        return zs

    def step(self, x: Array, y: Array, lr: float) -> float:
        """One step of gradient descent; the loss before it."""
        zs = self.sums(x)
        loss, dL_dz = logistic_loss(zs[-1], y)
        for k in reversed(range(len(zs))):
            h = self.f(zs[k - 1]) if k else x
            dL_dh = dL_dz @ self.W[k].T
            self.W[k] -= lr * h.T @ dL_dz
            self.b[k] -= lr * dL_dz.sum(0)
            if k:
                dL_dz = dL_dh * self.slope(zs[k - 1])  # a slope of 0 stops the gradient here
        return float(loss)

    def dead(self, x: Array) -> float:
        """The share of hidden neurons whose slope is 0 for all of *x*: they can't learn."""
        return float(np.mean([(self.slope(z) == 0).all(0) for z in self.sums(x)[:-1]]))


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(1, 8, "hidden layers")] = 4,
    leak: Annotated[float, Range(0, 0.3, "slope of the leaky ReLU below zero")] = 0.1,
    shift: Annotated[float, Range(0, 5, "how far below zero biases begin that make ReLUs die")] = 2.5,
    lr: Annotated[float, Range(0.01, 1, "learning rate")] = 0.3,
) -> Demo:
    """Draw the functions, then let each one learn."""
    yield Ask(
        "Four hidden layers of 12 neurons without activation functions, against a single neuron."
        " On data that no straight line parts, the deep network is",
        ("better", "no better", "worse, as it overfits"),
        1,
        "without nonlinearity between them, layers collapse into a single linear one.",
    )
    functions = activations(leak)
    z = np.linspace(-4, 4, 161)
    shown = {name: pair for name, pair in functions.items() if name != "none"}
    curves = {name: (z, f(z)) for name, (f, _) in shown.items()}
    slopes = {name: (z, slope(z)) for name, (_, slope) in shown.items()}
    yield Lines(key="functions", title="Activation functions", series=curves, x="z", y="f(z)")
    yield Lines(key="slopes", title="Slopes: far out, those of sigmoid and tanh vanish", series=slopes, x="z", y="f'(z)")

    x, y = disc_and_ring(np.random.default_rng([seed, 0]), 128)
    nets = {n: Net(np.random.default_rng([seed, 1]), a, depth) for n, a in functions.items() if n != "SiLU"}
    places, shape = mesh(EXTENT, 13, 11)
    for step in range(STEPS + 1):
        if step in (0, 10,20,30, 40,50, 60,80,100,120,150,200,250,300):
            p = {name: sigmoid(net.sums(places)[-1]).reshape(shape)[::-1] for name, net in nets.items()}
            yield Grid(key="answers", title=f"Disc or ring? What the networks answer: step {step}", cells=p, middle=0.5)
        losses = {name: net.step(x, y, lr) for name, net in nets.items()}
    logits = np.array([3.0, 1.0, 0.5, -1.0])
    right = {name: float(((net.sums(x)[-1][:, 0] > 0) == y).mean()) for name, net in nets.items()}
    dead = {}
    for name in ("ReLU", "leaky ReLU"):
        net = Net(np.random.default_rng([seed, 2]), functions[name], 2, shift)
        for _ in range(60):
            net.step(x, y, lr)
        dead[name] = net.dead(x)
    for n in right: yield Claim(f"acc {n}", right[n], ">=", .5)
    for n in right: yield Claim(f"loss {n}", losses[n], ">=", .5)
    for n in dead: yield Claim(f"dead {n}", dead[n], ">=", .5)
