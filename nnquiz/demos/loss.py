"""Loss function: one number for how wrong, with a slope that shows the way.

A neuron learns to part two clouds, once by descending the cross-entropy and once by descending
what one really wants to be low, the share of wrong answers.
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import clouds, mesh
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.losses import Array, sigmoid

Slope = Callable[[Array, Array, Array], Array]
START = np.array([-1.0, 1.0])  # a line at right angles to the one that parts the clouds


def cross_entropy(w: Array, x: Array, y: Array) -> Array:
    """The mean of -log p(label) over examples: log(1 + eᶻ) - y z, for weights w (..., 2)."""
    z = w @ x.T
    return np.asarray((np.logaddexp(0, z) - y * z).mean(-1))


def share_wrong(w: Array, x: Array, y: Array) -> Array:
    """The share of examples on the wrong side of the line z = 0, for weights (..., 2)."""
    return np.asarray(((w @ x.T > 0) != y).mean(-1))


def loss_slope(w: Array, x: Array, y: Array) -> Array:
    """The gradient of the cross-entropy: dL/dw = mean of (p - y) x, with p = σ(z)."""
    return np.asarray((sigmoid(w @ x.T) - y) @ x / len(y))


def share_slope(w: Array, x: Array, y: Array, e: float = 1e-7) -> Array:
    """The slope of the share wrong, by nudging each weight: between its jumps there is none."""
    nudges = e * np.eye(2)
    return (share_wrong(w + nudges, x, y) - share_wrong(w - nudges, x, y)) / (2 * e)


def descend(slope: Slope, x: Array, y: Array, lr: float, steps: int) -> Array:
    """The weights at each step from `START` on: w ← w - lr dL/dw."""
    path = [START]
    for _ in range(steps):
        path.append(path[-1] - lr * slope(path[-1], x, y))
    return np.array(path)


def demo(
    seed: int = 0,
    overlap: Annotated[float, Range(0.2, 3, "how far points stray from their cloud")] = 1.0,
    lr: Annotated[float, Range(0.01, 3, "learning rate")] = 0.3,
    steps: Annotated[int, Range(10, 1000, "steps of gradient descent")] = 200,
) -> Demo:
    """Descend both measures from the same start, and look at their shape."""
    yield Ask(
        f"The weights descend the share of wrong answers itself. Where are they in {steps} steps?",
        ("as far as with a loss", "on the way, but slower", "where they started"),
        2,
        "a small nudge of a weight changes no answer, so the slope is 0 almost everywhere.",
    )
    train, test, tries = (np.random.default_rng([seed, k]) for k in range(3))
    (x, y), (new, truth) = clouds(train, 200, overlap), clouds(test, 2000, overlap)
    angles = np.linspace(-15, 105, 721)
    turned = np.column_stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))])
    few = x[:20], y[:20]  # so that the stairs are high
    loss, share = cross_entropy(turned, *few), share_wrong(turned, *few)
    both = {"loss": (angles, loss), "share wrong": (angles, share)}
    yield Lines(key="turn", title="Turning the line: slope and stairs", series=both, x="degrees")

    by_loss = descend(loss_slope, x, y, lr, steps)
    by_share = descend(share_slope, x, y, lr, steps)
    losses, wrong = cross_entropy(by_loss, x, y), share_wrong(by_loss, x, y)
    corner = max(4.0, by_loss.max() + 0.5)
    square = (-2.0, corner, -2.0, corner)  # what is drawn of the plane of weights
    weights, shape = mesh(square)
    bowl = cross_entropy(weights, x, y).reshape(shape)
    field = bowl.min() / bowl  # 1 at the bottom, 1/2 where the loss is twice that
    side = 1 + 2 * overlap
    extent = (-side, side, -side, side)
    for step in np.unique(np.geomspace(1, steps + 1, 8).astype(int) - 1):
        title = f"Descending the loss: {wrong[step]:.0%} wrong after {step} steps"
        sure = sigmoid(mesh(extent)[0] @ by_loss[step]).reshape(shape)
        yield Points(key="line", title=title, xy=x, label=y, field=sure, extent=extent)
        yield Points(
            key="weights", title="Weights: the loss leads into its valley", x="w1", y="w2",
            xy=np.array([by_loss[step], by_share[step]]), label=np.arange(2), extent=square,
            legend=("by the loss", "by the share wrong"), field=field, paths=[by_loss[: step + 1]],
        )  # fmt: skip
    stuck = share_wrong(by_share, x, y)
    curves = {"loss": losses, "wrong, by the loss": wrong, "wrong, by itself": stuck}
    yield Lines(key="steps", title="The loss takes the share wrong along", series=curves, x="steps")
    w, e = tries.normal(0, 2, (400, 2)), 1e-7 * tries.normal(size=(400, 2))  # anywhere, nudges
    loss_felt = (cross_entropy(w + e, x, y) != cross_entropy(w - e, x, y)).mean()
    share_felt = (share_wrong(w + e, x, y) != share_wrong(w - e, x, y)).mean()
    yield Say("We don't care about the loss, but it feels every nudge; as it falls, errors do too.")
    hard = "No line parts clouds that overlap much; or it takes more steps."
    large = "The learning rate is too high here: steps overshoot the bottom of the valley."
    moved, error = np.abs(by_share - START).max(), float(share_wrong(by_loss[-1], new, truth))
    yield Claim("random weights where the share wrong feels a nudge", share_felt, "<=", 0.01)
    yield Claim("random weights where the loss feels it", loss_felt, ">=", 1)
    yield Claim("the weights move, descending the share wrong, by", moved, "<=", 0.01)
    yield Claim("share wrong on new points, by the loss", error, "<=", 0.15, otherwise=hard)
    pull = np.sort(np.abs(sigmoid(x @ by_loss[-1]) - y))  # of each point, |dL/dz|
    worst = pull[-len(pull) // 10 :].sum() / pull.sum()
    yield Claim("share of the pull by the worst tenth of the points", worst, ">=", 0.3)
    yield Claim("steps uphill", (np.diff(losses) > 1e-12).sum(), "<=", 0, otherwise=large)
