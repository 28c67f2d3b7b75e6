"""Deep networks: what more layers do to the error, even in training.

Networks of ReLUs learn to part two spirals: with 2, 8 and 60 plain layers and with 60 residual
ones, from three of He's starts each, judged on the points they learn from. Overfitting is shown
apart: there labels were shuffled, so that there is nothing to understand, only to memorize.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh, spirals
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.deep import DeepNet
from nnquiz.layers.losses import Array, sigmoid
from nnquiz.layers.training import adam_steps, binary_accuracy, full_batch

EXTENT = (-2.1, 2.1, -2.1, 2.1)
STEPS, STARTS = 80, 3  # the mean over the starts counts
FEW, SHUFFLINGS = 30, 5  # points to memorize, and how often their labels are shuffled


def side_by_side(rng: np.random.Generator, depth: int, width: int, *carry: float) -> DeepNet:
    """For each *carry*, networks from the same starts: 0, h ← f(h W + b); 1, h ← h + s f(h W + b).

    Small branches, s = 3/depth, the smaller the more there are, keep the sum of all in bounds.
    """
    c = np.repeat(carry, STARTS)[:, None, None]
    net = DeepNet(rng, depth, width, carry=c, scale=np.where(c == 0, 1, 3 / depth))
    for k in range(STARTS):
        net.theta[k::STARTS] = DeepNet(rng, depth, width).theta
    return net


def memorize(seed: int) -> tuple[float, float]:
    """Train on shuffled labels: the share right of these, and of the true labels of new points."""
    data, shuffle, start = (np.random.default_rng([seed, k]) for k in (2, 3, 4))
    (x, y), (new, truth) = spirals(data, FEW), spirals(data, 200)
    shuffled = np.array([shuffle.permutation(y) for _ in range(SHUFFLINGS)])
    nets = DeepNet(start, 4, 32, carry=np.zeros((SHUFFLINGS, 1, 1)))
    full_batch(nets, x, shuffled, 0.02, 120)
    learned = binary_accuracy(nets.logits(x), shuffled).mean()
    known = binary_accuracy(nets.logits(new), truth).mean()
    return float(learned), float(known)


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(10, 100, "hidden layers of the deep networks")] = 60,
    width: Annotated[int, Range(4, 32, "neurons in a layer")] = 10,
    lr: Annotated[float, Range(0.001, 0.05, "learning rate")] = 0.02,
) -> Demo:
    """Train the shallow and the deep networks side by side, then memorize."""
    yield Ask(
        "Two networks of ReLUs, both with He's start, one of 60 layers, one of 8. On its own"
        " training data, the deeper one is",
        ("better: it can do all that the other can", "about the same", "worse"),
        2,
        "it could do as well, but training doesn't find the way there.",
    )
    x, y = spirals(np.random.default_rng([seed, 0]), 60, turns=0.6)
    kinds = ((2, width, 0), (8, width, 0), (depth, width, 0, 1))
    nets = [side_by_side(np.random.default_rng([seed, 1]), *kind) for kind in kinds]
    runs = [adam_steps(net, x, y, lr) for net in nets]
    names = ("2 plain", "8 plain", f"{depth} plain", f"{depth} residual")
    places, shape = mesh(EXTENT, 23, 17)
    losses: list[Array] = []
    for step in range(STEPS + 1):
        if step % 10 == 0:
            z = [net.logits(places).reshape(-1, *shape) for net in nets[1:]]
            fields = dict(zip(names[1:], sigmoid(np.concatenate(z)[::STARTS, ::-1]), strict=True))
            title = f"Two spirals, as the networks part them: step {step}"
            yield Grid(key="answers", title=title, cells=fields, middle=0.5)
            if losses:
                curves = dict(zip(names, np.array(losses).T, strict=True))
                title = f"Loss on the training points, by number of layers: step {step}"
                yield Lines(key="loss", title=title, series=curves, x="step", log_y=True)
        by_start = np.concatenate([next(run) for run in runs])
        losses.append(by_start.reshape(4, STARTS).mean(1))
    by_start = np.concatenate([binary_accuracy(net.logits(x), y) for net in nets])
    right = by_start.reshape(4, STARTS).mean(1)
    learned, known = memorize(seed)
    bars = dict(zip(names, right, strict=True))
    bars |= {"shuffled labels": learned, "new points then": known}
    yield Bars(key="right", title="Share of points right: in training, but for the last", bars=bars)
    yield Say(
        "The failure of the deep plain network is one of optimization: its training error is high."
        " Where training points are right and new ones are not, it is overfitting."
    )
    *shallow, plain, residual = np.mean(losses[-10:], axis=0)
    own = "Fewer layers, wider ones or another learning rate may let the deep plain network train."
    text = f"training loss, plain: {depth} layers over best of 2, 8"
    yield Claim(text, plain / max(min(shallow), 1e-4), ">=", 3, otherwise=own)
    text = f"training loss, {depth} layers: plain over residual"
    yield Claim(text, plain / residual, ">=", 1.5, otherwise=own)
    yield Claim("points right, residual minus plain", right[3] - right[2], ">=", 0.1, otherwise=own)
    yield Claim("share of shuffled labels learned by heart", learned, ">=", 0.7)
    yield Claim("share of new points right then (luck: 0.5)", known, "<=", 0.75)
