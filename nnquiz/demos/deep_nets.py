"""Deep networks: 80 plain layers fit their own data worse than 8.

Two spirals, and networks of 2, 8 and 80 layers, each once plain and once residual: there every
layer adds to what it got instead of replacing it. All see the same points and begin with the same
weights. What is measured is the error on the training data itself, so overfitting can't be the
reason: a deeper network could copy the shallow one and pass the rest on unchanged, but it isn't
found (He et al. 2015, https://arxiv.org/abs/1512.03385, section 1).
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import spirals
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.deep import DeepNet
from nnquiz.layers.mlp import Array

STEPS, SHOWN = 200, 20
SHALLOW = (2, 8)
LATE = 20  # losses at the end whose median counts: single steps jump


def both(rng: np.random.Generator, depth: int, width: int) -> DeepNet:
    """A plain and a residual network side by side, with the same weights.

    plain h ← f(h W + b), residual h ← h + f(h W + b) / √depth: so the sum of all branches has the
    size of one, however many there are.
    """
    carry = np.array([0.0, 1.0])[:, None, None]
    scale = np.array([1.0, 1 / np.sqrt(depth)])[:, None, None]
    return DeepNet(rng, depth, width, carry=carry, scale=scale)


def layer_norms(net: DeepNet, gradient: Array) -> Array:
    """The norm of dL/dW in each layer, (2, depth)."""
    dL_dW = net.views(gradient)[0]
    norms: Array = np.sqrt((dL_dW**2).sum((-2, -1)))
    return norms


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(10, 100, "layers of the deepest networks")] = 80,
    width: Annotated[int, Range(4, 32, "neurons in each layer")] = 10,
    lr: Annotated[float, Range(0.0001, 0.1, "learning rate of Adam")] = 0.01,
) -> Demo:
    """Train six networks and compare them on what they learned from."""
    yield Ask(
        f"{depth} plain layers against 8, on the data that both learn from: the deeper network is",
        ("better, it can do all that the 8 can", "as good", "worse"),
        2,
        "it could copy the 8 layers and pass the rest on, but gradient descent doesn't find that.",
    )
    x, y = spirals(np.random.default_rng([seed, 0]), 100)
    depths = (*SHALLOW, depth)
    nets = {d: both(np.random.default_rng([seed, 1]), d, width) for d in depths}
    adams = {d: Adam(net.theta, lr, beta2=0.99) for d, net in nets.items()}
    with np.errstate(all="ignore"):  # with a high rate deep plain networks overflow
        _, gradient = nets[depth].loss_and_gradient(x, y)
    plain, residual = layer_norms(nets[depth], gradient)
    layer = np.arange(1, depth + 1)
    yield Lines(
        key="gradients", title=f"Gradient of each of {depth} layers, before the first step",
        series={"plain": (layer, plain), "residual": (layer, residual)}, x="layer", log_y=True,
    )  # fmt: skip
    losses: dict[int, list[Array]] = {d: [] for d in depths}
    for step in range(STEPS + 1):
        for d, net in nets.items():
            with np.errstate(all="ignore"):
                loss, gradient = net.loss_and_gradient(x, y)
                adams[d].step(np.nan_to_num(gradient))
            losses[d].append(np.nan_to_num(loss, nan=1e3, posinf=1e3))
        if step % SHOWN == 0:
            curves = {f"{d} plain": [float(pair[0]) for pair in losses[d]] for d in depths}
            curves[f"{depth} residual"] = [float(pair[1]) for pair in losses[depth]]
            title = f"Loss on the training data itself: step {step}"
            yield Lines(key="loss", title=title, series=curves, x="step", log_y=True)
    end = {d: np.median(losses[d][-LATE:], axis=0) for d in depths}
    with np.errstate(all="ignore"):
        logits = {d: net.logits(x)[..., 0] for d, net in nets.items()}
    right = {d: ((logits[d] > 0) == y).mean(-1) for d in depths}
    yield Bars(
        key="right", title="Share of the training points on the right side",
        bars={
            f"{d} {kind}": float(right[d][k])
            for d in depths for k, kind in enumerate(("plain", "residual"))
        },
    )  # fmt: skip
    yield Say(
        "On the shortcut the gradient passes all layers unchanged. Other troubles of depth have"
        " demos of their own: vanishing-gradient, weight-init, big-data, saliency."
    )
    shallow = min(float(end[d][0]) for d in SHALLOW)
    less = "With fewer layers, or this rate, depth does no harm yet, or all fail alike."
    text = "training loss of the better plain network of 2 and 8 layers"
    yield Claim(text, shallow, "<=", 0.2, otherwise=less)
    text = f"of {depth} plain layers (0.693 is knowing nothing)"
    yield Claim(text, float(end[depth][0]), ">=", 0.4, otherwise=less)
    gap = float(right[depth][1] - right[depth][0])
    text = f"training points right, {depth} layers: residual minus plain"
    yield Claim(text, gap, ">=", 0.2, otherwise=less)
    begun = float(residual[0] / max(plain[0], 1e-12))  # it may be 0: all ReLUs dead
    text = "first layer's gradient before the first step: residual over plain"
    yield Claim(text, begun, ">=", 2, otherwise=less)
