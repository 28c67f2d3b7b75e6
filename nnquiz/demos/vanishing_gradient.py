"""Vanishing gradients: factors below 1 at every layer leave the first ones none.

On its way back the gradient meets a slope and a matrix at every layer, dL/dh = (dL/dh' · f'(z)) Wᵀ,
and a sigmoid's slope is 1/4 at most. How long is the gradient of each layer's weights (the mean of
five networks), with sigmoids, tanh, ReLUs and residual connections? Then the sigmoid network and
the ReLU network learn to tell a disc from the ring around it, side by side.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.datasets.rings import EXTENT, disc_and_ring
from nnquiz.frames import Ask, Choice, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.deep import DeepNet
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import Array
from nnquiz.layers.momentum import ClippedMomentum
from nnquiz.layers.training import binary_accuracy

STEPS, LR = 150, 0.05


def by_layer(net: DeepNet, vector: Array) -> Array:
    """The length of the part of *vector*, one number a weight, that belongs to each layer's W."""
    W = net.views(vector)[0]
    return np.asarray(np.linalg.norm(W, axis=(-2, -1)))


def moved(net: DeepNet, start: Array) -> Array:
    """How far the weights of each layer are from the *start*, as a share of their length there."""
    return by_layer(net, net.theta - start) / by_layer(net, start)


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(2, 40, "hidden layers")] = 20,
    width: Annotated[int, Range(4, 64, "neurons in a layer")] = 24,
    activation: Annotated[str, Choice(("sigmoid", "tanh", "relu"), "of the first net")] = "sigmoid",
    gain: Annotated[float, Range(0.1, 3, "size of the first net's weights: sd x √fan-in")] = 1.0,
) -> Demo:
    """Measure the gradients at the start, then train the first network and one of ReLUs."""
    yield Ask(
        "Before training, in a network of 20 sigmoid layers: the gradient of the first layer's"
        " weights is what part of that of the last layer's?",
        ("about a tenth", "about a 10,000th", "less than a 100-millionth"),
        2,
        "each layer multiplies it by slopes of at most 1/4, and 0.25^19 is about 4e-12.",
    )
    x, y = disc_and_ring(np.random.default_rng([seed, 0]), 96)
    mine, he = activation if gain == 1 else f"{activation} x {gain:g}", "ReLU, He"
    kinds: dict[str, tuple[str, float, float, float]] = {  # activation, gain, carry, scale
        mine: (activation, gain, 0, 1),
        "tanh": ("tanh", 1, 0, 1),  # Glorot's start
        he: ("relu", 2**0.5, 0, 1),
        "residual": ("relu", 2**0.5, 1, 0.3),
    }
    nets, at_start = {}, {}
    for name, kind in kinds.items():
        some = [DeepNet(np.random.default_rng([seed, k]), depth, width, *kind) for k in range(1, 6)]
        at_start[name] = np.mean([by_layer(n, n.loss_and_gradient(x, y)[1]) for n in some], axis=0)
        nets[name] = some[0]
    layers = np.arange(1, depth + 1)
    theory = at_start[mine][-1] * 0.25 ** (depth - layers)
    curves = {name: (layers, g) for name, g in [*at_start.items(), ("1/4 a layer", theory)]}
    title = "Gradient of each layer before training"
    yield Lines(key="gradient", title=title, series=curves, x="layer", log_y=True)

    pair = {name: nets[name] for name in (mine, he)}
    starts = {name: net.theta.copy() for name, net in pair.items()}
    learners = {name: ClippedMomentum(net.theta, LR) for name, net in pair.items()}
    places, shape = mesh(EXTENT, 24, 24)
    for step in range(STEPS + 1):
        for name, net in pair.items():
            learners[name].step(net.loss_and_gradient(x, y)[1])
        if step % 15 == 0:
            gone = {name: moved(net, starts[name]) for name, net in pair.items()}
            yield Lines(
                key="moved", title=f"How far each layer's weights have gone: step {step}",
                series={name: (layers, shares) for name, shares in gone.items()},
                x="layer", y="share of their length", log_y=True,
            )  # fmt: skip
            p = {name: sigmoid(net.logits(places)).reshape(shape) for name, net in pair.items()}
            cells = {name: field[::-1] for name, field in p.items()}
            title = f"What they answer across the plane: step {step}"
            yield Grid(key="answers", title=title, cells=cells, middle=0.5)
    yield Say(
        "Where the gradient vanishes, first layers keep their random weights, on which all others"
        " build. That is no minimum: it was multiplied away on its path back."
    )
    ratio = {name: float(g[0] / (g[-1] + 1e-300)) for name, g in at_start.items()}
    factor = ratio[mine] ** (1 / (depth - 1))
    right = {name: float(binary_accuracy(net.logits(x), y)) for name, net in pair.items()}
    few = "With few layers, ReLUs or weights that fit, the first layers keep up with the last."
    dead = "Very narrow or deep plain ReLU networks can lose the signal too, residual ones do not."
    yield Claim(f"{mine}: gradient, first over last", ratio[mine], "<=", 1e-6, otherwise=few)
    yield Claim("a layer multiplies it by", factor, "<=", 0.5, otherwise=few)
    yield Claim(
        "its first layer's weights move by a share of", gone[mine][0], "<=", 1e-4, otherwise=few
    )
    yield Claim("its share of points on the right side", right[mine], "<=", 0.6, otherwise=few)
    yield Claim("ReLU, He's start: first over last", ratio[he], ">=", 0.02, otherwise=dead)
    apart = np.log10((ratio[he] + 1e-300) / (ratio[mine] + 1e-300))
    yield Claim("powers of ten between the two", apart, ">=", 5, otherwise=few)
    yield Claim("with residual connections", ratio["residual"], ">=", 1e-3, otherwise=dead)
    yield Claim("ReLU: share of points on the right side", right[he], ">=", 0.9, otherwise=dead)
