"""Deep networks: what more layers do to the error, even in training.

Networks of ReLUs learn to part two spirals: with 2, 8 and 100 plain layers and with 100 residual
ones, all from He's start, judged on the points they learn from. Overfitting is shown apart: there
networks learn labels that were shuffled, so that there is nothing to understand, only to memorize.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.plane import mesh, spirals
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.deep import DeepNet
from nnquiz.layers.losses import sigmoid

Array = NDArray[np.float64]
EXTENT = (-2.1, 2.1, -2.1, 2.1)
STEPS = 120
FEW, SHUFFLINGS = 30, 5  # points to memorize, and how often their labels are shuffled


class Learner:
    """A network in training by Adam, or several side by side."""

    def __init__(self, net: DeepNet, lr: float) -> None:
        self.net, self._adam = net, Adam(net.theta, lr)

    def step(self, x: Array, y: Array) -> Array:
        """One step; the losses before it."""
        loss, gradient = self.net.loss_and_gradient(x, y)
        self._adam.step(gradient)
        return np.atleast_1d(loss)

    def right(self, x: Array, y: Array) -> Array:
        """The share of points on the right side."""
        return np.atleast_1d(((self.net.logits(x)[..., 0] > 0) == y).mean(-1))


def plain_and_residual(rng: np.random.Generator, depth: int, width: int) -> DeepNet:
    """Two networks with the same start: h ← f(h W + b), and h ← h + 3/depth · f(h W + b).

    Small branches, the smaller the more there are, keep the sum of all of them in bounds.
    """
    carry, scale = np.array([0.0, 1.0]), np.array([1.0, 3 / depth])
    return DeepNet(rng, depth, width, carry=carry[:, None, None], scale=scale[:, None, None])


def memorize(seed: int, x: Array, y: Array, new: Array, truth: Array) -> tuple[float, float]:
    """Train on shuffled labels: the share right of these, and of the true labels of new points."""
    shuffle, start = (np.random.default_rng([seed, k]) for k in (3, 4))
    shuffled = np.array([shuffle.permutation(y) for _ in range(SHUFFLINGS)])
    learner = Learner(DeepNet(start, 4, 32, carry=np.zeros((SHUFFLINGS, 1, 1))), 0.02)
    for _ in range(STEPS):
        learner.step(x, shuffled)
    return float(learner.right(x, shuffled).mean()), float(learner.right(new, truth).mean())


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(10, 100, "hidden layers of the deep networks")] = 100,
    width: Annotated[int, Range(4, 32, "neurons in a layer")] = 10,
    lr: Annotated[float, Range(0.001, 0.05, "learning rate")] = 0.02,
) -> Demo:
    """Train the shallow and the deep networks side by side, then memorize."""
    yield Ask(
        "Two networks of ReLUs, both with He's start, one of 100 layers, one of 8. On its own"
        " training data, the deeper one is",
        ("better: it can do all that the other can", "about the same", "worse"),
        2,
        "it could do as well, but training doesn't find the way there.",
    )
    x, y = spirals(np.random.default_rng([seed, 0]), 80)
    starts = (np.random.default_rng([seed, 1]) for _ in range(3))
    learners = [
        Learner(DeepNet(next(starts), 2, width), lr),
        Learner(DeepNet(next(starts), 8, width), lr),
        Learner(plain_and_residual(next(starts), depth, width), lr),
    ]
    names = ("2 plain", "8 plain", f"{depth} plain", f"{depth} residual")
    places, shape = mesh(EXTENT, 23, 17)
    losses: list[Array] = []
    for step in range(STEPS + 1):
        if step % 10 == 0:
            z = [learner.net.logits(places).reshape(-1, *shape) for learner in learners[1:]]
            fields = dict(zip(names[1:], sigmoid(np.concatenate(z))[:, ::-1], strict=True))
            title = f"Two spirals, as the networks part them: step {step}"
            yield Grid(key="answers", title=title, cells=fields, middle=0.5)
            if losses:
                curves = dict(zip(names, np.array(losses).T, strict=True))
                title = f"Loss on the training points, by number of layers: step {step}"
                yield Lines(key="loss", title=title, series=curves, x="step", log_y=True)
        losses.append(np.concatenate([learner.step(x, y) for learner in learners]))
    right = np.concatenate([learner.right(x, y) for learner in learners])
    new, truth = spirals(np.random.default_rng([seed, 2]), 200)
    learned, known = memorize(seed, x[:FEW], y[:FEW], new, truth)
    bars = dict(zip(names, right, strict=True))
    bars |= {"shuffled labels": learned, "new points then": known}
    yield Bars(key="right", title="Share of training points right", bars=bars)
    yield Say(
        "The failure of the deep plain network is one of optimization: its training error is high."
        " Where training points are right and new ones are not, it is overfitting."
    )
    *shallow, plain, residual = np.mean(losses[-10:], axis=0)
    own = "Fewer layers, wider ones or another learning rate may let the deep plain network train."
    text = f"training loss, plain: {depth} layers over best of 2, 8"
    yield Claim(text, plain / min(shallow), ">=", 3, otherwise=own)
    text = f"training loss, {depth} layers: plain over residual"
    yield Claim(text, plain / residual, ">=", 1.3, otherwise=own)
    text = "training points right: residual minus plain"
    yield Claim(text, right[3] - right[2], ">=", 0.1, otherwise=own)
    yield Claim("share of shuffled labels learned by heart", learned, ">=", 0.7)
    yield Claim("share of new points right then (luck: 0.5)", known, "<=", 0.75)
